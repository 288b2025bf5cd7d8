//! Figures of journeys over several means of transport: from door to door, where they change vehicles, what they cost.

use super::lead::{End, Lead, lead};
use super::services::spoken_mean;
use super::{Shown, frame, metric, words};
use crate::ids::HubId;
use crate::model::{Flow, Place, Route};
use crate::report::Report;
use crate::report::plot::{Costs, FlowCosts, RangeRow, Ranges, Stack};
use crate::report::tables::{CO2E_KINDS, USD_KINDS, of_metric, payer};
use crate::stats::Interval;

/// Flows that go by several means of transport.
fn riding<'r>(report: &'r Report) -> impl Iterator<Item = (&'r Flow, HubId)> {
    report.model.flows.iter().filter_map(|flow| match &flow.place {
        Place::Journey { to, route: Route::Legs(_) | Route::Cheapest { .. }, .. } => Some((flow, *to)),
        _ => None,
    })
}

/// The range of a distribution of times; none without observations.
fn range(report: &Report, name: &str, place: &str) -> Option<(f64, f64, Interval)> {
    let of = |statistic: &str| metric(report, &format!("{name}_{statistic}"), place);
    Some((of("p05")?.mean, of("p95")?.mean, of("mean")?))
}

fn ends(of: Interval) -> (f64, f64, f64) {
    (of.mean, of.low().unwrap_or(of.mean), of.high().unwrap_or(of.mean))
}

/// How long each flow that rides takes from door to door, by destination.
pub fn door_to_door(report: &Report) -> Option<Ranges> {
    let mut rows = Vec::new();
    let mut means = Vec::new();
    for (flow, to) in riding(report) {
        let Some((p5, p95, mean)) = range(report, "time_in_system", &format!("flow/{}", flow.id)) else { continue };
        let to = &report.model.hubs[to.index()].name;
        let metric = report.results.find("time_in_system_mean", &format!("flow/{}", flow.id));
        means.extend(metric.map(|metric| (metric, flow.id.clone())));
        let (group, name, alone) = (format!("to {to}"), flow.id.clone(), flow.id.clone());
        rows.push(RangeRow { group, name, alone, p5, p95, mean: ends(mean) });
    }
    let title = match lead(report, means, End::Most, "longer than any other flow") {
        Some(Lead { name, mean, verdict }) => {
            format!("{name} takes {} from door to door{verdict}", spoken_mean(mean))
        }
        None => "No consignment came to its destination after the warm-up".to_owned(),
    };
    riding(report).next()?;
    Some(Ranges {
        name: "door-to-door".to_owned(),
        frame: frame(
            report,
            title,
            "Time from origin to destination, flows that go by several means of transport",
            Shown::Intervals,
        ),
        what: "from door to door".to_owned(),
        rows,
    })
}

/// How long cargo stays at each hub where it changes its vehicle, by the modes by which it comes and goes.
pub fn changes(report: &Report) -> Option<Ranges> {
    let mut rows = Vec::new();
    let mut means = Vec::new();
    for about in report.results.metrics.iter().filter(|about| about.name == "dwell_mean") {
        let Some((hub, name)) = about.place.strip_prefix("change/").and_then(|place| place.rsplit_once('/')) else {
            continue;
        };
        let Some((p5, p95, mean)) = range(report, "dwell", &about.place) else { continue };
        let found = report.model.hubs.iter().find(|about| about.id == hub);
        let group = found.map_or_else(|| hub.to_owned(), |hub| hub.name.clone());
        let alone = format!("{group} · {name}");
        let metric = report.results.find("dwell_mean", &about.place);
        means.extend(metric.map(|metric| (metric, format!("{name} at {group}"))));
        rows.push(RangeRow { group, name: name.to_owned(), alone, p5, p95, mean: ends(mean) });
    }
    let Lead { name, mean, verdict } = lead(report, means, End::Most, "longer than any other change")?;
    let title = format!("Cargo stays {} where it changes from {name}{verdict}", spoken_mean(mean));
    Some(Ranges {
        name: "change-dwell".to_owned(),
        frame: frame(report, title, "Time from arrival to departure where cargo changes its vehicle", Shown::Intervals),
        what: "at the hub".to_owned(),
        rows,
    })
}

/// What a TEU of each flow costs and emits.
pub fn costs(report: &Report) -> Option<Costs> {
    let mut flows = Vec::new();
    let (mut totals, mut emitted) = (Vec::new(), Vec::new());
    let payers = report.plan.accounts.iter().filter(|account| account.teu > 0);
    for (account, place) in payers.filter_map(|account| Some((account, payer(report, account)?))) {
        let teu = f64::from(account.teu.max(1));
        let Some(total) = per_teu(report, "usd_total", &place, teu) else { continue };
        let co2e = per_teu(report, "co2e_wtw", &place, teu);
        totals.extend(report.results.find("usd_per_teu", &place).map(|metric| (metric, account.name.clone())));
        emitted.extend(report.results.find("co2e_wtw", &place).map(|metric| (metric, account.name.clone())));
        let part = |name: &&str| per_teu(report, name, &place, teu).map_or(0.0, |of| of.mean);
        flows.push(FlowCosts {
            flow: account.name.clone(),
            usd: Stack { parts: USD_KINDS.each_ref().map(part), ends: total.low().zip(total.high()) },
            kg: Stack {
                parts: CO2E_KINDS.each_ref().map(part),
                ends: co2e.and_then(|co2e| co2e.low().zip(co2e.high())),
            },
        });
    }
    report.results.find("usd_total", "network")?;
    // Of parcels nothing can be told by TEU.
    if flows.is_empty() && report.plan.accounts.iter().any(|account| account.litres > 0) {
        return None;
    }
    // A scenario may say what things use and not what they cost.
    let costs_money = flows.iter().any(|flow| flow.usd.parts.iter().any(|usd| *usd > 0.0));
    let (of, verb, unit) = match costs_money {
        true => (totals, "costs", "USD per TEU"),
        false => (emitted, "emits", "kg CO2e a consignment"),
    };
    let title = match lead(report, of, End::Most, "more than any other flow") {
        Some(Lead { name, mean, verdict }) => format!("{name} {verb} {} {unit}{verdict}", words(mean, 0)),
        None => "Nothing was delivered after the warm-up".to_owned(),
    };
    let what = "Cost and emissions of moving and handling one TEU, by flow and kind";
    Some(Costs { name: "costs".to_owned(), frame: frame(report, title, what, Shown::Intervals), flows })
}

/// A metric of consignments, for each TEU of them.
fn per_teu(report: &Report, name: &str, place: &str, teu: f64) -> Option<Interval> {
    let found = report.results.find(name, place)?;
    Some(of_metric(report, found)?.scaled(1.0 / teu))
}
