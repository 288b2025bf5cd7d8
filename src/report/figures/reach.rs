//! Overnight reach: none where no truck goes out and comes back to where it began.

use super::{Shown, frame};
use crate::experiment::Results;
use crate::index::{OVERNIGHT, reach_hours, reach_name};
use crate::model::Model;
use crate::report::Report;
use crate::report::plot::{OvernightReach, ReachCurve, ReachPoint};
use crate::stats::{Interval, interval};

/// What is shown, for the subtitle.
pub const WHAT: &str = "Share of the demand of a hub by hours from the planned departure until its truck is back, all stops, rests and delays included";

/// The hubs from which trucks go out and back, those with most demand first, as places: "reach/zhengzhou".
pub fn places(of: &Results) -> Vec<&str> {
    let rows = of.metrics.iter().enumerate().filter(|(_, about)| about.name == "reach_demand");
    let hubs = rows.filter(|(_, about)| about.place.matches('/').count() == 1);
    let mut all: Vec<(f64, &str)> =
        hubs.map(|(row, about)| (interval(&of.values(row)).map_or(0.0, |of| of.mean), &*about.place)).collect();
    all.sort_by(|a, b| b.0.total_cmp(&a.0));
    all.into_iter().map(|(_, place)| place).collect()
}

/// The share that is back within so many hours.
pub fn share(of: &Results, place: &str, hours: u64) -> Option<Interval> {
    interval(&of.values(of.find(&reach_name(hours), place)?))
}

/// The curve of a place.
pub fn curve(of: &Results, place: &str, name: String) -> ReachCurve {
    let point = |hours: u64| {
        let share = share(of, place, hours)?;
        let (low, high) = (share.low().unwrap_or(share.mean), share.high().unwrap_or(share.mean));
        Some(ReachPoint { hours: hours as f64, mean: share.mean, low: low.max(0.0), high: high.min(1.0) })
    };
    ReachCurve { name, points: reach_hours().filter_map(point).collect() }
}

/// The name of the hub of a place "reach/zhengzhou".
pub fn hub_name(model: &Model, place: &str) -> String {
    let id = place.trim_start_matches("reach/");
    model.hubs.iter().find(|hub| hub.id == id).map_or_else(|| id.to_owned(), |hub| hub.name.clone())
}

/// "62.1 % (61.0 to 63.2)".
pub fn percent(share: Interval) -> String {
    let of = super::scaled(share, 100.0);
    match (of.low(), of.high()) {
        (Some(low), Some(high)) => format!("{:.1} % ({:.1} to {:.1})", of.mean, low.max(0.0), high.min(100.0)),
        _ => format!("{:.1} %", of.mean),
    }
}

/// The share of the trucks to a place that are back within a night, from the hub that sends most there.
pub fn within_a_night(report: &Report, hub: &str) -> Option<f64> {
    let results = report.results;
    let mean = |name: &str, place: &str| Some(interval(&results.values(results.find(name, place)?))?.mean);
    let served = places(results).into_iter().map(|from| format!("{from}/{hub}"));
    let shares =
        served.filter_map(|place| Some((mean("reach_demand", &place)?, mean(&reach_name(OVERNIGHT), &place)?)));
    shares.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, share)| share)
}

/// The figure.
pub fn figure(report: &Report) -> Option<OvernightReach> {
    let results = report.results;
    let places = places(results);
    let first = places.first()?;
    let hub = hub_name(report.model, first);
    let title = match share(results, first, OVERNIGHT) {
        Some(share) => format!(
            "Trucks that are back within {OVERNIGHT} hours serve {} of what leaves {hub} on rounds",
            percent(share)
        ),
        None => format!("No truck came back to {hub} in this run"),
    };
    let curves = places.iter().map(|place| curve(results, place, hub_name(report.model, place)));
    Some(OvernightReach {
        name: "overnight-reach".to_owned(),
        frame: frame(report, title, WHAT, Shown::Intervals),
        curves: curves.collect(),
        mark_hours: OVERNIGHT as f64,
    })
}
