//! The table of border indicators: the hours of each side (TFI1) and what is paid there (TFI2).

use super::{Rows, interval_cells, of_metric};
use crate::index::spot_name;
use crate::report::Report;

/// Columns of `border-indicators.csv` and the metrics behind them. What a column counts stands in its name.
const COLUMNS: &[(&str, &str)] = &[
    ("tfi1_h_per_consignment", "tfi1_consignment"),
    ("tfi1_cv_of_consignments", "tfi1_consignment_cv"),
    ("tfi1_h_per_vehicle", "tfi1_vehicle"),
    ("tfi1_cv_of_vehicles", "tfi1_vehicle_cv"),
    ("tfi2_official_usd_per_consignment", "tfi2_official"),
    ("tfi2_unofficial_usd_per_consignment", "tfi2_unofficial"),
    ("tfi2_usd_per_consignment", "tfi2"),
];

/// Rows of each direction across a border: its sides in their order, then the crossing.
pub fn of_borders(report: &Report) -> Rows {
    let mut names = ["border", "direction", "side"].map(str::to_owned).to_vec();
    for column in ["consignments_per_day", "vehicles_per_day"].into_iter().chain(COLUMNS.iter().map(|of| of.0)) {
        names.extend([column.to_owned(), format!("{column}_ci_low"), format!("{column}_ci_high")]);
    }
    let mut rows = vec![names];
    for spot in report.results.spots.iter().filter(|spot| spot.direction.is_some()) {
        let name = spot_name(report.model, *spot);
        let Some((border, direction)) = name.rsplit_once('/') else { continue };
        let crossing = format!("border/{name}");
        let inside = format!("{crossing}/");
        let places = report.results.metrics.iter().filter(|metric| metric.name == "tfi1_consignment");
        let sides = places.filter_map(|metric| metric.place.strip_prefix(&inside));
        for side in sides.chain(["crossing"]) {
            let place = if side == "crossing" { crossing.clone() } else { format!("{inside}{side}") };
            let mut row = [border, direction, side].map(str::to_owned).to_vec();
            for count in ["consignments", "vehicles"] {
                row.extend(cells(report, count, &format!("hub/{name}")));
            }
            row.extend(COLUMNS.iter().flat_map(|(_, metric)| cells(report, metric, &place)));
            rows.push(row);
        }
    }
    rows
}

/// Mean and the ends of its interval.
fn cells(report: &Report, metric: &str, place: &str) -> Vec<String> {
    let found = report.results.find(metric, place);
    interval_cells(found.and_then(|metric| of_metric(report, metric))).into_iter().take(3).collect()
}
