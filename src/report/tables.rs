//! The tables of a run's folder: long, with the unit in a column or in the column's name.

mod empties;
mod groupage;
mod indicators;
mod perishables;
mod reach;
mod services;

use std::path::Path;

use serde_json::{Map, Value, json};

use super::{Report, ReportError};
use crate::index::{PARTS, QUANTILES, call_place, quantile_name, releases, spot_name};
use crate::model::{Hub, Model, Service};
use crate::plan::ThingKind;
use crate::stats::{Interval, interval};
use crate::units::{days, hours};

pub use services::{CO2E_KINDS, USD_KINDS, payer};

/// Writes all CSV tables.
pub fn write_all(report: &Report, folder: &Path) -> Result<(), ReportError> {
    write(folder, "summary.csv", &summary(report))?;
    write(folder, "replications.csv", &replications(report))?;
    write(folder, "throughput.csv", &throughput(report))?;
    write(folder, "queues.csv", &queues(report))?;
    write(folder, "dwell.csv", &dwell(report))?;
    write(folder, "stations.csv", &stations(report))?;
    write(folder, "causes.csv", &causes(report))?;
    write_if_any(folder, "queues-by-hour.csv", &queues_by_hour(report))?;
    write_if_any(folder, "release-times.csv", &release_times(report))?;
    write_if_any(folder, "gate-shares.csv", &gate_shares(report))?;
    write_if_any(folder, "services.csv", &service_departures(report))?;
    write_if_any(folder, "groupage.csv", &groupage::boxes(report))?;
    write_if_any(folder, "yard-stock.csv", &services::yard_stock(report))?;
    write_if_any(folder, "train-runs.csv", &services::train_runs(report))?;
    write_if_any(folder, "wagons.csv", &services::sets(report))?;
    write_if_any(folder, "empties.csv", &empties::all(report))?;
    write_if_any(folder, "empties-stock.csv", &empties::stock(report))?;
    write_if_any(folder, "costs.csv", &services::costs(report))?;
    write_if_any(folder, "border-indicators.csv", &indicators::of_borders(report))?;
    write_if_any(folder, "perishables.csv", &perishables::of_flows(report))?;
    write_if_any(folder, "reach.csv", &reach::of_hubs(report))
}

/// Rows of a table, the header first.
pub type Rows = Vec<Vec<String>>;

/// Writes a table as CSV.
pub fn write(folder: &Path, name: &str, rows: &Rows) -> Result<(), ReportError> {
    let path = folder.join(name);
    let fail = |cause| ReportError::Table { path: path.clone(), cause };
    let mut writer = csv::WriterBuilder::new().from_path(&path).map_err(fail)?;
    for row in rows {
        writer.write_record(row.iter().map(|cell| harmless(cell))).map_err(fail)?;
    }
    writer.flush().map_err(|cause| ReportError::File { path, cause })
}

/// The same, unless there is nothing but the header.
pub fn write_if_any(folder: &Path, name: &str, rows: &Rows) -> Result<(), ReportError> {
    if rows.len() > 1 { write(folder, name, rows) } else { Ok(()) }
}

/// A cell that no spreadsheet takes for a formula: a name that begins like one gets an apostrophe.
fn harmless(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '@', '\t']) || cell.starts_with('-') && cell.parse::<f64>().is_err();
    if is_formula { format!("'{cell}") } else { cell.to_owned() }
}

/// A table that has a header only.
pub fn header(names: &[&str]) -> Rows {
    vec![names.iter().map(|&name| name.to_owned()).collect()]
}

/// A number as the shortest text that reads back as the same; nothing for none.
pub fn number(value: Option<f64>) -> String {
    value.map(|value| format!("{}", value + 0.0)).unwrap_or_default()
}

/// Mean and interval of a metric; nothing without observations.
pub fn of_metric(report: &Report, metric: usize) -> Option<Interval> {
    interval(&report.results.values(metric))
}

/// Mean, ends of the interval and number of replications with a value.
fn interval_cells(of: Option<Interval>) -> Vec<String> {
    match of {
        Some(of) => vec![number(Some(of.mean)), number(of.low()), number(of.high()), of.count.to_string()],
        None => vec![String::new(), String::new(), String::new(), "0".to_owned()],
    }
}

fn summary(report: &Report) -> Rows {
    let mut rows = header(&["metric", "place", "unit", "mean", "ci_low", "ci_high", "n"]);
    for (index, metric) in report.results.metrics.iter().enumerate() {
        let mut row = vec![metric.name.clone(), metric.place.clone(), metric.unit.to_owned()];
        row.extend(interval_cells(of_metric(report, index)));
        rows.push(row);
    }
    rows
}

fn replications(report: &Report) -> Rows {
    let mut rows = header(&["replication", "metric", "place", "unit", "value"]);
    for (replication, values) in report.results.sheets.iter().enumerate() {
        for (metric, value) in report.results.metrics.iter().zip(values) {
            let names = [metric.name.clone(), metric.place.clone(), metric.unit.to_owned()];
            rows.push([vec![replication.to_string()], names.to_vec(), vec![number(*value)]].concat());
        }
    }
    rows
}

/// The summary with the values of all replications.
pub fn summary_json(report: &Report) -> String {
    let metric = |index: usize| {
        let about = &report.results.metrics[index];
        let values: Vec<Option<f64>> = report.results.sheets.iter().map(|values| values[index]).collect();
        let of = of_metric(report, index);
        json!({
            "metric": about.name, "place": about.place, "unit": about.unit,
            "mean": of.map(|of| of.mean), "ci_low": of.and_then(|of| of.low()), "ci_high": of.and_then(|of| of.high()),
            "n": of.map_or(0, |of| of.count), "values": values,
        })
    };
    let mut top = Map::new();
    top.insert("title".to_owned(), Value::from(report.model.title.clone()));
    top.insert("question".to_owned(), Value::from(report.model.question.clone()));
    top.insert("confidence".to_owned(), Value::from(0.95));
    top.insert("metrics".to_owned(), (0..report.results.metrics.len()).map(metric).collect());
    serde_json::to_string_pretty(&top).expect("a summary holds only texts and numbers") + "\n"
}

fn throughput(report: &Report) -> Rows {
    let mut rows = header(&["place", "from_h", "to_h", "unit", "mean", "ci_low", "ci_high", "n"]);
    let bucket = report.model.run.bucket;
    for (spot, series) in report.results.spots.iter().zip(&report.results.throughput) {
        let name = format!("hub/{}", spot_name(report.model, *spot));
        for (index, point) in series.intervals().into_iter().enumerate() {
            let from = index as u64 * bucket;
            let to = (from + bucket).min(report.model.run.horizon);
            let rate = scaled(point, 1.0 / days(to - from));
            let place = vec![name.clone(), number(Some(hours(from))), number(Some(hours(to))), "TEU/day".to_owned()];
            rows.push([place, interval_cells(Some(rate))].concat());
        }
    }
    rows
}

/// An interval in another unit.
pub fn scaled(of: Interval, factor: f64) -> Interval {
    of.scaled(factor)
}

fn queues(report: &Report) -> Rows {
    let mut rows = header(&["station", "at_h", "unit", "mean", "ci_low", "ci_high", "n"]);
    for (thing, series) in report.plan.things.iter().zip(&report.results.queues) {
        let points = series.intervals();
        // Most stations of a large network never have a queue: they would fill the table with zeros.
        if points.iter().all(|point| point.mean == 0.0) {
            continue;
        }
        for (at, point) in report.results.samples.iter().zip(points) {
            let place = vec![thing.name.clone(), number(Some(hours(*at))), "units".to_owned()];
            rows.push([place, interval_cells(Some(point))].concat());
        }
    }
    rows
}

fn dwell(report: &Report) -> Rows {
    let mut rows = header(&["of", "place", "statistic", "unit", "mean", "ci_low", "ci_high", "n"]);
    let quantiles = QUANTILES.iter().map(|&share| quantile_name(share));
    let statistics: Vec<String> =
        std::iter::once("mean".to_owned()).chain(quantiles).chain(["max".to_owned()]).collect();
    for (index, metric) in report.results.metrics.iter().enumerate() {
        let parts = metric.name.strip_prefix("dwell_").or(metric.name.strip_prefix("time_in_system_"));
        let Some(statistic) = parts.filter(|name| statistics.iter().any(|known| known == name)) else { continue };
        let (of, place) = metric.place.split_once('/').unwrap_or(("network", ""));
        let of = if place.contains("/flow/") { "flow at hub" } else { of };
        let names = vec![of.to_owned(), place.to_owned(), statistic.to_owned(), metric.unit.to_owned()];
        rows.push([names, interval_cells(of_metric(report, index))].concat());
    }
    rows
}

/// Columns of `stations.csv` and the metrics behind them.
const STATION_COLUMNS: &[(&str, &str)] = &[
    ("utilisation", "utilisation"),
    ("occupancy", "occupancy"),
    ("queue_mean", "queue_mean"),
    ("queue_max", "queue_max"),
    ("served_per_day", "served"),
    ("wait_share", "wait_share"),
    ("wait_mean_min", "wait_mean"),
    ("wait_p50_min", "wait_p50"),
    ("wait_p95_min", "wait_p95"),
];

fn stations(report: &Report) -> Rows {
    let mut names = vec!["station".to_owned(), "kind".to_owned(), "capacity".to_owned()];
    for (column, _) in STATION_COLUMNS {
        names.extend([(*column).to_owned(), format!("{column}_ci_low"), format!("{column}_ci_high")]);
    }
    let mut rows = vec![names];
    for thing in &report.plan.things {
        let kind = match thing.kind {
            ThingKind::Station(kind) => kind.name(),
            ThingKind::Store => "store",
            ThingKind::Fleet => "fleet",
            ThingKind::Quota => "quota",
            ThingKind::Token => "token",
            ThingKind::Line => "line",
            ThingKind::Empties => "empties",
        };
        let mut row = vec![thing.name.clone(), kind.to_owned(), thing.capacity_text()];
        for (_, metric) in STATION_COLUMNS {
            let found = report.results.find(metric, &format!("station/{}", thing.name));
            let cells = interval_cells(found.and_then(|metric| of_metric(report, metric)));
            row.extend(cells.into_iter().take(3));
        }
        rows.push(row);
    }
    rows
}

fn causes(report: &Report) -> Rows {
    let mut rows = header(&["place", "class", "cause", "unit", "mean", "ci_low", "ci_high", "n"]);
    for (index, metric) in report.results.metrics.iter().enumerate() {
        let Some(class) = metric.name.strip_prefix("time:").or(metric.name.strip_prefix("each:")) else { continue };
        let (class, cause) = class.split_once(':').unwrap_or((class, ""));
        let names = vec![metric.place.clone(), class.to_owned(), cause.to_owned(), metric.unit.to_owned()];
        rows.push([names, interval_cells(of_metric(report, index))].concat());
    }
    rows
}

fn queues_by_hour(report: &Report) -> Rows {
    let mut rows = header(&["place", "from_h", "to_h", "unit", "mean", "ci_low", "ci_high", "n"]);
    let names =
        |place: &str, hour: usize| vec![place.to_owned(), hour.to_string(), (hour + 1).to_string(), "units".to_owned()];
    for (index, metric) in report.results.metrics.iter().enumerate() {
        let hour = metric.name.strip_prefix("queue_at:").and_then(|hour| hour.parse().ok());
        let (Some(hour), Some(border)) = (hour, metric.place.strip_prefix("border/")) else { continue };
        rows.push([names(border, hour), interval_cells(of_metric(report, index))].concat());
    }
    let at_borders = report
        .plan
        .things
        .iter()
        .zip(&report.results.queues_by_hour)
        .filter(|(thing, _)| report.model.hubs[thing.hub.index()].border().is_some());
    for (thing, points) in at_borders {
        let points = points.intervals();
        // As in `queues.csv`: what never has a queue would fill the table with zeros.
        if points.iter().flatten().all(|point| point.mean == 0.0) {
            continue;
        }
        for (hour, point) in points.into_iter().enumerate() {
            let cells = interval_cells(point.map(|point| scaled(point, 1.0 / PARTS)));
            rows.push([names(&thing.name, hour), cells].concat());
        }
    }
    rows
}

/// Columns of `release-times.csv` and the metrics behind them.
const RELEASE_COLUMNS: &[(&str, &str)] = &[
    ("number_per_day", "served"),
    ("wait_mean_min", "wait_mean"),
    ("wait_p90_min", "wait_p90"),
    ("work_mean_min", "work_mean"),
    ("closed_share", "wait_closed_share"),
];

fn release_times(report: &Report) -> Rows {
    let mut names = vec!["border".to_owned(), "post".to_owned(), "agency".to_owned(), "kind".to_owned()];
    for (column, _) in RELEASE_COLUMNS {
        names.extend([(*column).to_owned(), format!("{column}_ci_low"), format!("{column}_ci_high")]);
    }
    let mut rows = vec![names];
    for (number, release) in releases(report.model, report.plan) {
        let thing = &report.plan.things[number];
        let border = report.model.hubs[thing.hub.index()].id.clone();
        let mut row = vec![border, release.post, release.agency, release.kind.to_owned()];
        for (_, metric) in RELEASE_COLUMNS {
            let found = report.results.find(metric, &format!("station/{}", thing.name));
            let cells = interval_cells(found.and_then(|metric| of_metric(report, metric)));
            row.extend(cells.into_iter().take(3));
        }
        rows.push(row);
    }
    rows
}

/// Columns of `services.csv` and the metrics behind them.
const SERVICE_COLUMNS: &[(&str, &str)] = &[
    ("departures_per_day", "departures"),
    ("headway_mean_h", "headway_mean"),
    ("load_mean_teu", "load_mean"),
    ("load_factor", "load_factor"),
    ("full_share", "full_share"),
    ("left_behind_mean", "left_behind_mean"),
];

/// Further columns, where any service has them.
const RARE_SERVICE_COLUMNS: &[(&str, &str)] =
    &[("breakdown_mean_h_per_run", "breakdown_mean"), ("late_mean_min", "late_mean"), ("late_share", "late_share")];

fn service_departures(report: &Report) -> Rows {
    let is_told = |metric: &str| report.results.metrics.iter().any(|row| row.name == metric);
    let rare = RARE_SERVICE_COLUMNS.iter().filter(|(_, metric)| is_told(metric));
    let mut names = vec!["service".to_owned(), "hub".to_owned(), "capacity_teu".to_owned()];
    // The part of empties in what is aboard is told where any are sent.
    let sent = (!report.plan.repositions.is_empty()).then_some(("empty_share", "empty_share"));
    let columns: Vec<(&str, &str)> = SERVICE_COLUMNS.iter().chain(rare).copied().chain(sent).collect();
    for (column, _) in &columns {
        names.extend([(*column).to_owned(), format!("{column}_ci_low"), format!("{column}_ci_high")]);
    }
    let mut rows = vec![names];
    for ServiceCall { service, hub, again, place } in service_calls(report.model) {
        let mut row = vec![service.id.clone(), format!("{}{again}", hub.id), service.capacity_teu.to_string()];
        for (_, metric) in &columns {
            // Of a call, or of the service as a whole.
            let of_service = || report.results.find(metric, &format!("service/{}", service.id));
            let found = report.results.find(metric, &place).or_else(of_service);
            let cells = interval_cells(found.and_then(|metric| of_metric(report, metric)));
            row.extend(cells.into_iter().take(3));
        }
        rows.push(row);
    }
    rows
}

/// The calls at which services take cargo on.
pub struct ServiceCall<'r> {
    /// The service.
    pub service: &'r Service,
    /// Where it takes cargo on.
    pub hub: &'r Hub,
    /// The number of the call where that hub is called at again: " (call 3)".
    pub again: String,
    /// The place of its metrics.
    pub place: String,
}

/// All calls of all services at which cargo is taken on.
pub fn service_calls(model: &Model) -> impl Iterator<Item = ServiceCall<'_>> {
    // Boxes of groupage hold parcels and have tables of their own.
    model.services.iter().filter(|service| service.groupage.is_none()).flat_map(move |service| {
        (0..service.calls.len() - 1).map(move |call| {
            let hub = &model.hubs[service.calls[call].index()];
            ServiceCall { service, hub, again: service.again(call), place: call_place(model, service, call) }
        })
    })
}

/// The border and the two countries of a place "border/youyiguan/CN-VN".
pub fn gate(place: &str) -> Option<[&str; 3]> {
    let (border, direction) = place.strip_prefix("border/")?.rsplit_once('/')?;
    let (from, to) = direction.split_once('-')?;
    Some([from, to, border])
}

fn gate_shares(report: &Report) -> Rows {
    let mut rows = header(&["from", "to", "border", "unit", "mean", "ci_low", "ci_high", "n"]);
    for (index, metric) in report.results.metrics.iter().enumerate().filter(|(_, metric)| metric.name == "gate_share") {
        let Some(names) = gate(&metric.place) else { continue };
        let names = [names.map(str::to_owned).to_vec(), vec![metric.unit.to_owned()]].concat();
        rows.push([names, interval_cells(of_metric(report, index))].concat());
    }
    // Those that share one stream of goods stand together, in the order of their countries.
    rows[1..].sort_by(|a, b| a[..3].cmp(&b[..3]));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_looks_like_a_formula_is_made_harmless_and_a_number_is_kept() {
        assert_eq!(harmless("=cmd()"), "'=cmd()");
        assert_eq!(harmless("-x"), "'-x");
        assert_eq!(harmless("-2.5"), "-2.5");
        assert_eq!(harmless("gate"), "gate");
    }

    #[test]
    fn a_number_is_its_shortest_text_and_none_is_empty() {
        assert_eq!(number(Some(0.1)), "0.1");
        assert_eq!(number(Some(-0.0)), "0");
        assert_eq!(number(None), "");
    }
}
