//! Tables of empty boxes: pools, repositions, lanes and trades; and what stands in pools over time.

use super::{Rows, header, interval_cells, number, of_metric};
use crate::report::Report;
use crate::units::hours;

/// What rows of the table are of, as the places of their metrics begin.
const KINDS: [(&str, &str); 4] =
    [("empties/", "pool"), ("reposition/", "reposition"), ("lane/", "lane"), ("trade/", "trade")];

/// Everything that is measured of pools, repositions, lanes and trades.
pub fn all(report: &Report) -> Rows {
    let mut rows = header(&["of", "place", "measure", "unit", "mean", "ci_low", "ci_high", "n"]);
    for (index, metric) in report.results.metrics.iter().enumerate() {
        let found = KINDS.iter().find_map(|(prefix, kind)| Some((*kind, metric.place.strip_prefix(prefix)?)));
        let Some((kind, place)) = found else { continue };
        let names = vec![kind.to_owned(), place.to_owned(), metric.name.clone(), metric.unit.to_owned()];
        rows.push([names, interval_cells(of_metric(report, index))].concat());
    }
    rows
}

/// What stands in each pool over time.
pub fn stock(report: &Report) -> Rows {
    let mut rows = header(&["pool", "from_h", "to_h", "unit", "mean", "ci_low", "ci_high", "n"]);
    let (span, stocks) = report.results.empties_stocks(&report.model.run);
    for ((_, pool), stock) in report.plan.depots().zip(stocks) {
        for (index, point) in stock.into_iter().enumerate() {
            let from = index as u64 * span;
            let at = [from, from + span].map(|at| number(Some(hours(at))));
            let names = vec![pool.name.clone()];
            rows.push([names, at.to_vec(), vec!["boxes".to_owned()], interval_cells(Some(point))].concat());
        }
    }
    rows
}
