//! The table of overnight reach: by hub and hours, and by place served.

use super::{Rows, header, interval_cells, of_metric};
use crate::report::Report;

/// A row for each hub and number of hours, then for each place that its trucks serve.
pub fn of_hubs(report: &Report) -> Rows {
    let mut rows = header(&["hub", "served", "hours", "unit", "mean", "ci_low", "ci_high", "n"]);
    for (index, metric) in report.results.metrics.iter().enumerate() {
        let (Some(hours), Some(place)) = (metric.name.strip_prefix("reach:"), metric.place.strip_prefix("reach/"))
        else {
            continue;
        };
        let (hub, served) = place.split_once('/').unwrap_or((place, "all"));
        let hours = hours.trim_start_matches('0');
        let names = [hub, served, hours, metric.unit].map(str::to_owned).to_vec();
        rows.push([names, interval_cells(of_metric(report, index))].concat());
    }
    rows
}
