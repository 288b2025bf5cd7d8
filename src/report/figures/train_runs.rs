//! The time-distance diagram: runs of the first replication along the longest chain of services that a flow rides on.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;

use super::frame_of;
use crate::ids::{HubId, ServiceId};
use crate::model::{JourneyLeg, Mode, Place, Route};
use crate::report::Report;
use crate::report::plot::{self, RunLine, Station, TrainRuns};
use crate::report::runs::{RunCall, runs};
use crate::units::{DAY, Millis, hours};

/// Shortest and longest window \[days\].
const WINDOW: (f64, f64) = (1.0, 8.0);

/// Kilometres of hubs along the chain.
type Chain = BTreeMap<HubId, f64>;

/// A run as long as it stays on the chain: when it was at which kilometre.
struct Piece {
    service: u32,
    run: u32,
    points: Vec<(Millis, f64)>,
}

/// The diagram; none where no flow rides or no run was seen.
pub fn diagram(report: &Report) -> Option<TrainRuns> {
    let chain = longest_chain(report)?;
    let runs = runs(report);
    let pieces = runs.iter().flat_map(|((service, run), calls)| {
        let lines = lines(report, &chain, *service, calls);
        lines.into_iter().map(|points| Piece { service: *service, run: *run, points })
    });
    let mut along: Vec<Piece> = pieces.collect();
    let first = report.results.first_from / DAY;
    let length = window(&along);
    let (from, until) = (first * DAY, (first + length) * DAY);
    along.retain(|piece| piece.points[0].0 < until && piece.points.last().is_some_and(|last| last.0 >= from));
    if along.is_empty() {
        return None;
    }
    let order = by_number(&along);
    let hour = |at: Millis| if at >= from { hours(at - from) } else { -hours(from - at) };
    let line = |piece: &Piece| RunLine {
        service: order.iter().position(|other| *other == piece.service).unwrap_or(order.len()),
        points: piece.points.iter().map(|&(at, km)| (hour(at), km)).collect(),
    };
    let (year, month, day) = report.model.run.start;
    let start = Date::new(year, month, day).ok()?.checked_add((first as i64).days()).ok()?;
    let what =
        "Distance along the line over time, from the day on which the warm-up ends; first replication only".to_owned();
    Some(TrainRuns {
        name: "train-runs".to_owned(),
        frame: frame_of(report, title(report, &chain, &along, length), what),
        start,
        hours: length as f64 * 24.0,
        stations: chain.iter().map(|(hub, km)| station(report, *hub, *km)).collect(),
        services: order.iter().map(|service| report.model.services[*service as usize].id.clone()).collect(),
        runs: along.iter().map(line).collect(),
    })
}

fn station(report: &Report, hub: HubId, km: f64) -> Station {
    Station { name: report.model.hubs[hub.index()].name.clone(), km }
}

/// Of all flows whose rides are given, those of the one that is carried farthest; without such flows the longest service. Kilometres of the hubs at
/// which they call.
fn longest_chain(report: &Report) -> Option<Chain> {
    let legs = report.model.flows.iter().filter_map(|flow| match &flow.place {
        Place::Journey { route: Route::Legs(legs), .. } => Some(legs.clone()),
        _ => None,
    });
    let whole = report.model.services.iter().enumerate().map(|(number, service)| {
        vec![JourneyLeg::Ride { service: ServiceId::from(number), from: 0, to: service.calls.len() as u8 - 1 }]
    });
    let longest = |all: Vec<Vec<JourneyLeg>>| {
        let chains = all.iter().map(|legs| chain_of(report, legs)).filter(|(length, _)| *length > 0.0);
        // The first of equals.
        chains.fold(None, |best: Option<(f64, Chain)>, one| match best {
            Some(best) if best.0 >= one.0 => Some(best),
            _ => Some(one),
        })
    };
    let found = longest(legs.collect()).or_else(|| longest(whole.collect()));
    found.map(|(_, chain)| chain)
}

fn chain_of(report: &Report, legs: &[JourneyLeg]) -> (f64, Chain) {
    let (mut km, mut chain) = (0.0, Chain::new());
    for leg in legs {
        let JourneyLeg::Ride { service, from, to } = *leg else { continue };
        let (about, plan) = (&report.model.services[service.index()], &report.plan.services[service.index()]);
        let start = plan.km[usize::from(from)];
        for call in usize::from(from)..=usize::from(to) {
            chain.entry(about.calls[call]).or_insert(km + plan.km[call] - start);
        }
        km += plan.km[usize::from(to)] - start;
    }
    (km, chain)
}

/// The stretches of a run between neighbouring calls that lie on the chain: a line as long as it stays on it.
fn lines(report: &Report, chain: &Chain, service: u32, calls: &[RunCall]) -> Vec<Vec<(Millis, f64)>> {
    let hubs = &report.model.services[service as usize].calls;
    let mut all: Vec<Vec<(Millis, f64)>> = Vec::new();
    let mut open: Vec<(Millis, f64)> = Vec::new();
    for (index, call) in calls.iter().enumerate() {
        let is_next = index > 0 && calls[index - 1].call + 1 == call.call;
        let km = chain.get(&hubs[usize::from(call.call)]);
        if (!is_next || km.is_none()) && !open.is_empty() {
            all.push(std::mem::take(&mut open));
        }
        if let Some(km) = km {
            open.extend(call.came.into_iter().chain(call.left).map(|at| (at, *km)));
        }
    }
    all.push(open);
    let moves = |points: &Vec<(Millis, f64)>| points.iter().any(|point| point.1 != points[0].1);
    all.retain(moves);
    all
}

/// So many days that a run is seen nearly from one end to the other.
fn window(along: &[Piece]) -> u64 {
    let length = |piece: &Piece| piece.points[piece.points.len() - 1].0 - piece.points[0].0;
    let mut lengths: Vec<Millis> = along.iter().map(length).collect();
    lengths.sort_unstable();
    let long = lengths.get(lengths.len() * 3 / 4).copied().unwrap_or(0);
    (long as f64 / DAY as f64).clamp(WINDOW.0, WINDOW.1).ceil() as u64
}

/// Services by the number of their runs, most first.
fn by_number(along: &[Piece]) -> Vec<u32> {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    along.iter().for_each(|piece| *counts.entry(piece.service).or_default() += 1);
    let mut order: Vec<u32> = counts.keys().copied().collect();
    order.sort_by_key(|service| std::cmp::Reverse(counts[service]));
    order
}

fn title(report: &Report, chain: &Chain, along: &[Piece], days: u64) -> String {
    let ends = || chain.iter().map(|(hub, km)| (*km, report.model.hubs[hub.index()].name.as_str()));
    let first = ends().min_by(|a, b| a.0.total_cmp(&b.0)).map_or("", |(_, name)| name);
    let last = ends().max_by(|a, b| a.0.total_cmp(&b.0)).map_or("", |(_, name)| name);
    let runs: BTreeSet<(u32, u32)> = along.iter().map(|piece| (piece.service, piece.run)).collect();
    let some = |count: usize, one: &str| format!("{} {one}{}", plot::count(count), if count == 1 { "" } else { "s" });
    let words = [(Mode::Rail, "train"), (Mode::Sea, "ship"), (Mode::Road, "convoy")].map(|(mode, one)| {
        let count = runs.iter().filter(|run| report.model.services[run.0 as usize].mode == mode).count();
        (count > 0).then(|| some(count, one))
    });
    let what: Vec<String> = words.into_iter().flatten().collect();
    // The blank before the unit does not break.
    let days = some(days as usize, "day").replace(' ', "\u{a0}");
    format!("How {} move between {first} and {last} within {days}", what.join(" and "))
}
