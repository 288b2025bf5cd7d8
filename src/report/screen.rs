//! The short table at the end of a run.

use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, Table};

use super::Report;
use super::tables::{ServiceCall, of_metric, service_calls};
use crate::index::{groupage_place, spot_name};
use crate::plan::ThingKind;
use crate::stats::Interval;

/// How many stations and causes are shown.
const ROWS: usize = 8;

/// Throughput, dwell time, the busiest stations and the causes of waiting, each with its 95 % interval.
pub fn screen(report: &Report) -> String {
    let count = report.results.batch.replications;
    let note = if count == 1 {
        "one replication: no interval can be given".to_owned()
    } else {
        format!("{count} replications, mean \u{b1} half width of the 95 % interval")
    };
    let mut text = format!("{} ({note})\n", report.model.title);
    if report.results.found.is_some() {
        text += &format!("Warm-up: {}\n", report.manifest.warm_up);
    }
    if let Some(precision) = &report.manifest.precision {
        text += &format!("Precision: {precision}\n");
    }
    if !report.manifest.partial.is_empty() {
        text +=
            &format!("Partial: {} of {count} replications ended before their time\n", report.manifest.partial.len());
    }
    if !report.manifest.not_stationary.is_empty() {
        let names = report.manifest.not_stationary.join(", ");
        text += &format!("Not stationary: {names}: queues grow as long as the run lasts; means depend on its length\n");
    }
    text += &section("Throughput and time, door to door", &flows(report));
    text += &section("Closed fleets", &circuits(report));
    text += &section("Goods that lose value", &perishables(report));
    text += &section("Busiest borders: hours of each side (TFI1), USD (TFI2)", &borders(report));
    text += &section("Dwell time at hubs", &hubs(report));
    text += &section("Departures of trains and ships", &services(report));
    text += &section("Boxes of groupage", &groupage(report));
    text += &section("Busiest stations", &stations(report));
    text += &section("Where the time of a consignment goes", &causes(report));
    text
}

fn section(title: &str, table: &Table) -> String {
    if table.row_count() == 0 { String::new() } else { format!("\n{title}\n{table}\n") }
}

fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(NOTHING).set_header(header.to_vec());
    for column in 1..header.len() {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

fn metric(report: &Report, name: &str, place: &str) -> Option<Interval> {
    report.results.find(name, place).and_then(|metric| of_metric(report, metric))
}

fn cell(report: &Report, name: &str, place: &str) -> String {
    spoken(metric(report, name, place), 1.0)
}

fn percent(report: &Report, name: &str, place: &str) -> String {
    spoken(metric(report, name, place), 100.0)
}

/// A mean with its half width, to the digits that the interval supports.
fn spoken(of: Option<Interval>, factor: f64) -> String {
    let Some(of) = of else { return "n/a".to_owned() };
    let mean = of.mean * factor;
    match of.half_width.map(|half| half * factor) {
        Some(half) => {
            let digits = digits(mean, half);
            format!("{mean:.digits$} \u{b1} {half:.digits$}")
        }
        None => format!("{mean:.*}", decimals(mean)),
    }
}

/// Decimals that an interval of this half width supports: two digits of it; those of the mean alone where it has no width.
pub fn digits(mean: f64, half: f64) -> usize {
    if half > 0.0 { (1.0 - half.log10().floor()).clamp(0.0, 3.0) as usize } else { decimals(mean) }
}

/// Decimals of a number whose interval is not known.
pub fn decimals(value: f64) -> usize {
    match value.abs() {
        size if size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        _ => 2,
    }
}

fn flows(report: &Report) -> Table {
    let mut table = table(&["", "TEU/day", "mean h", "median h", "95 % below h", "inside at end"]);
    let mut add = |name: &str, place: &str| {
        table.add_row(vec![
            name.to_owned(),
            cell(report, "throughput", place),
            cell(report, "time_in_system_mean", place),
            cell(report, "time_in_system_p50", place),
            cell(report, "time_in_system_p95", place),
            cell(report, "in_system_end", place),
        ]);
    };
    if !report.model.flows.is_empty() {
        add("whole network", "network");
    }
    for flow in &report.model.flows {
        add(&flow.id, &format!("flow/{}", flow.id));
    }
    table
}

fn circuits(report: &Report) -> Table {
    let mut table = table(&["", "rounds/day", "mean h", "95 % below h"]);
    for circuit in &report.model.circuits {
        let place = format!("circuit/{}", circuit.id);
        table.add_row(vec![
            circuit.id.clone(),
            cell(report, "rounds", &place),
            cell(report, "round_time_mean", &place),
            cell(report, "round_time_p95", &place),
        ]);
    }
    table
}

fn perishables(report: &Report) -> Table {
    let mut table = table(&["", "mean h", "value left %", "lost USD/day"]);
    for metric in report.results.metrics.iter().filter(|metric| metric.name == "value_left") {
        let place = &metric.place;
        table.add_row(vec![
            place.strip_prefix("flow/").unwrap_or("all of them").to_owned(),
            if place == "network" { String::new() } else { cell(report, "time_in_system_mean", place) },
            percent(report, "value_left", place),
            cell(report, "value_lost", place),
        ]);
    }
    table
}

/// The directions across borders that most vehicles take. What is counted stands above each column: loaded trucks are consignments, vehicles are all.
fn borders(report: &Report) -> Table {
    let columns = [
        "",
        "vehicles/day",
        "consignments/day",
        "left h",
        "between h",
        "entered h",
        "h/consignment",
        "h/vehicle",
        "USD",
    ];
    let mut table = table(&columns);
    let crossings = report.results.spots.iter().filter(|spot| spot.direction.is_some());
    let mut names: Vec<(f64, String)> = crossings
        .map(|spot| spot_name(report.model, *spot))
        .map(|name| (metric(report, "vehicles", &format!("hub/{name}")).map_or(0.0, |of| of.mean), name))
        .collect();
    names.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    for (_, name) in names.into_iter().take(ROWS) {
        let (hub, crossing) = (format!("hub/{name}"), format!("border/{name}"));
        let Some((_, direction)) = name.rsplit_once('/') else { continue };
        let Some((left, entered)) = direction.split_once('-') else { continue };
        let side = |side: String| cell(report, "tfi1_consignment", &format!("{crossing}/{side}"));
        table.add_row(vec![
            name.clone(),
            cell(report, "vehicles", &hub),
            cell(report, "consignments", &hub),
            side(format!("{left} exit")),
            side("between".to_owned()),
            side(format!("{entered} entry")),
            cell(report, "tfi1_consignment", &crossing),
            cell(report, "tfi1_vehicle", &crossing),
            cell(report, "tfi2", &crossing),
        ]);
    }
    table
}

fn hubs(report: &Report) -> Table {
    let mut table = table(&["", "consignments/day", "mean h", "median h", "95 % below h"]);
    for metric in report.results.metrics.iter().filter(|metric| metric.name == "dwell_mean") {
        let Some(name) = metric.place.strip_prefix("hub/").filter(|name| !name.contains("/flow/")) else { continue };
        table.add_row(vec![
            name.to_owned(),
            cell(report, "consignments", &metric.place),
            cell(report, "dwell_mean", &metric.place),
            cell(report, "dwell_p50", &metric.place),
            cell(report, "dwell_p95", &metric.place),
        ]);
    }
    table
}

fn stations(report: &Report) -> Table {
    let mut table = table(&["", "servers", "utilised %", "held %", "mean queue", "mean wait min", "95 % below min"]);
    let mut things: Vec<(f64, usize)> = Vec::new();
    // Lines have no servers; their departures stand above.
    let all = report.plan.things.iter().enumerate().filter(|(_, thing)| thing.kind != ThingKind::Line);
    for (number, thing) in all {
        let busy = if matches!(thing.kind, ThingKind::Station(_)) { "utilisation" } else { "occupancy" };
        let busy = metric(report, busy, &format!("station/{}", thing.name)).map_or(0.0, |of| of.mean);
        things.push((busy, number));
    }
    things.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    for &(_, number) in things.iter().take(ROWS) {
        let thing = &report.plan.things[number];
        let place = format!("station/{}", thing.name);
        table.add_row(vec![
            thing.name.clone(),
            thing.capacity.to_string(),
            percent(report, "utilisation", &place),
            percent(report, "occupancy", &place),
            cell(report, "queue_mean", &place),
            cell(report, "wait_mean", &place),
            cell(report, "wait_p95", &place),
        ]);
    }
    table
}

fn services(report: &Report) -> Table {
    let mut table = table(&["", "runs/day", "TEU aboard", "load %", "full %", "left behind"]);
    for ServiceCall { service, hub, again, place } in service_calls(report.model) {
        table.add_row(vec![
            format!("{} at {}{again}", service.id, hub.id),
            cell(report, "departures", &place),
            cell(report, "load_mean", &place),
            percent(report, "load_factor", &place),
            percent(report, "full_share", &place),
            cell(report, "left_behind_mean", &place),
        ]);
    }
    table
}

fn groupage(report: &Report) -> Table {
    let mut table = table(&["", "boxes/day", "parcels a box", "m3 %", "full %", "h until closed", "h closed to empty"]);
    for service in report.model.services.iter().filter(|service| service.groupage.is_some()) {
        let place = groupage_place(service);
        table.add_row(vec![
            service.id.clone(),
            cell(report, "boxes", &place),
            cell(report, "parcels_per_box", &place),
            percent(report, "load_factor", &place),
            percent(report, "full_share", &place),
            cell(report, "until_closed_mean", &place),
            cell(report, "round_mean", &place),
        ]);
    }
    table
}

fn causes(report: &Report) -> Table {
    let mut table = table(&["", "h per consignment"]);
    let mut rows: Vec<(f64, String, Option<Interval>)> = Vec::new();
    for (index, metric) in report.results.metrics.iter().enumerate() {
        if let Some(class) = metric.name.strip_prefix("each:") {
            let of = of_metric(report, index);
            rows.push((of.map_or(0.0, |of| of.mean), class.to_owned(), of));
        }
    }
    rows.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    for (mean, class, of) in rows.into_iter().take(ROWS + 4) {
        if mean > 0.0 {
            table.add_row(vec![class, spoken(of, 1.0)]);
        }
    }
    table
}
