//! The table of boxes of groupage.

use super::{Rows, header, interval_cells, of_metric};
use crate::index::groupage_place;
use crate::report::Report;

/// What is told of each service of groupage, a row a metric.
pub fn boxes(report: &Report) -> Rows {
    let mut rows = header(&["groupage", "from", "to", "metric", "unit", "mean", "ci_low", "ci_high", "n"]);
    for service in report.model.services.iter().filter(|service| service.groupage.is_some()) {
        let place = groupage_place(service);
        let ends = [0, 1].map(|call| report.model.hubs[service.calls[call].index()].id.clone());
        for (index, metric) in report.results.metrics.iter().enumerate().filter(|(_, metric)| metric.place == place) {
            let names = [vec![service.id.clone()], ends.to_vec(), vec![metric.name.clone(), metric.unit.to_owned()]];
            rows.push([names.concat(), interval_cells(of_metric(report, index))].concat());
        }
    }
    rows
}
