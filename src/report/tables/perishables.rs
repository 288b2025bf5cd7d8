//! The table of goods that lose value on the way.

use super::{Rows, header, interval_cells, of_metric};
use crate::report::Report;

/// Columns of `perishables.csv` and the metrics behind them.
const COLUMNS: &[(&str, &str)] = &[
    ("consignments_per_day", "delivered"),
    ("age_mean_h", "time_in_system_mean"),
    ("value_left_share", "value_left"),
    ("value_lost_usd_per_day", "value_lost"),
];

/// A row for each flow of perishable goods.
pub fn of_flows(report: &Report) -> Rows {
    let mut rows = header(&["flow", "commodity"]);
    for (column, _) in COLUMNS {
        rows[0].extend([(*column).to_owned(), format!("{column}_ci_low"), format!("{column}_ci_high")]);
    }
    for flow in &report.model.flows {
        let place = format!("flow/{}", flow.id);
        if report.results.find("value_left", &place).is_none() {
            continue;
        }
        let mut row = vec![flow.id.clone(), flow.commodity.clone().unwrap_or_default()];
        for (_, metric) in COLUMNS {
            let found = report.results.find(metric, &place);
            row.extend(interval_cells(found.and_then(|metric| of_metric(report, metric))).into_iter().take(3));
        }
        rows.push(row);
    }
    rows
}
