//! Over which border goods go from one country to another, in each variant: what is diverted.

use std::collections::BTreeSet;

use super::ComparisonReport;
use super::beside::Beside;
use crate::experiment::Results;
use crate::report::tables::{Rows, gate, header};

const SHARE: &str = "gate_share";

/// The table of shares: empty but for its header where nobody crosses a border.
pub fn table(report: &ComparisonReport) -> Rows {
    let comparison = report.comparison;
    let columns = ["variant", "from", "to", "border", "unit", "base", "value", "difference", "low", "high", "pairs"];
    let mut table = header(&columns);
    for variant in 1..comparison.results.len() {
        let sides = [&comparison.results[0], &comparison.results[variant]];
        let metrics = sides.iter().flat_map(|of| &of.metrics).filter(|metric| metric.name == SHARE);
        let gates: BTreeSet<[&str; 3]> = metrics.filter_map(|metric| gate(&metric.place)).collect();
        for names in gates {
            let beside = Beside::new(comparison, variant, |of| column(of, names));
            let [from, to, border] = names;
            let names = [&*comparison.names[variant], from, to, border, "share"].map(str::to_owned).to_vec();
            table.push([names, beside.cells()].concat());
        }
    }
    table
}

/// The share of a border by replication: none of the goods where a side does not have the border, but others between the same countries.
fn column(of: &Results, [from, to, border]: [&str; 3]) -> Option<Vec<Option<f64>>> {
    let direction = format!("{from}-{to}");
    if let Some(metric) = of.find(SHARE, &format!("border/{border}/{direction}")) {
        return Some(of.sheets.iter().map(|sheet| sheet[metric]).collect());
    }
    let is_other = |place: &str| gate(place).is_some_and(|gate| gate[..2] == [from, to]);
    let other = of.metrics.iter().position(|metric| metric.name == SHARE && is_other(&metric.place))?;
    Some(of.sheets.iter().map(|sheet| sheet[other].map(|_| 0.0)).collect())
}
