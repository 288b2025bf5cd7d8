//! Overnight reach in each variant: the curves beside one another, and the table of differences.

use super::ComparisonReport;
use super::beside::Beside;
use super::figure::frame;
use crate::experiment::Results;
use crate::index::{OVERNIGHT, reach_hours, reach_name};
use crate::report::figures::reach::{curve, hub_name, places};
use crate::report::plot::OvernightReach;
use crate::report::tables::{Rows, header};

/// The share of a hub by replication.
fn column(of: &Results, place: &str, hours: u64) -> Option<Vec<Option<f64>>> {
    let metric = of.find(&reach_name(hours), place)?;
    Some(of.sheets.iter().map(|sheet| sheet[metric]).collect())
}

/// The table: empty but for its header where no truck goes out and back.
pub fn table(report: &ComparisonReport) -> Rows {
    let comparison = report.comparison;
    let columns = ["variant", "hub", "hours", "unit", "base", "value", "difference", "low", "high", "pairs"];
    let mut table = header(&columns);
    for variant in 1..comparison.results.len() {
        for place in places(&comparison.results[0]) {
            for hours in reach_hours() {
                let beside = Beside::new(comparison, variant, |of| column(of, place, hours));
                let hub = place.trim_start_matches("reach/");
                let names = [&*comparison.names[variant], hub, &hours.to_string(), "share"].map(str::to_owned);
                table.push([names.to_vec(), beside.cells()].concat());
            }
        }
    }
    table
}

/// The curves of the hub with most demand, the base first; none where no truck goes out and back.
pub fn figure(report: &ComparisonReport) -> Option<OvernightReach> {
    let comparison = report.comparison;
    let place = *places(&comparison.results[0]).first()?;
    let curves = comparison.names.iter().zip(&comparison.results);
    Some(OvernightReach {
        name: "overnight-reach".to_owned(),
        frame: frame(
            report,
            title(report, place),
            "Share of demand by hours until its truck is back, bands of each variant",
        ),
        curves: curves.map(|(name, of)| curve(of, place, name.clone())).collect(),
        mark_hours: OVERNIGHT as f64,
    })
}

/// The variant that changes the share within twelve hours most, if any does so distinguishably.
fn title(report: &ComparisonReport, place: &str) -> String {
    let comparison = report.comparison;
    let hub = hub_name(report.model, place);
    let differences = (1..comparison.results.len()).filter_map(|variant| {
        let of = Beside::new(comparison, variant, |of| column(of, place, OVERNIGHT)).difference?;
        // The largest of several: all of them are judged together.
        Some((variant, of, of.half_width(comparison.results.len() - 1)?))
    });
    let told = differences.filter(|(_, of, half)| of.mean.abs() > *half);
    let largest = told.max_by(|a, b| a.1.mean.abs().total_cmp(&b.1.mean.abs()));
    let Some((variant, of, half)) = largest else {
        return format!("No variant is distinguishable by what is back at {hub} within {OVERNIGHT} hours");
    };
    let verb = if of.mean > 0.0 { "rises" } else { "falls" };
    let size = of.mean.abs() * 100.0;
    format!(
        "The share of {hub}\u{2019}s demand whose truck is back within {OVERNIGHT} hours {verb} from {:.1} % by {size:.1} points ({:.1} to {:.1}) with \u{201c}{}\u{201d}",
        of.base * 100.0,
        size - half * 100.0,
        size + half * 100.0,
        comparison.names[variant]
    )
}
