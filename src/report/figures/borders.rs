//! Figures of borders: none where a scenario has no border.

use std::collections::BTreeMap;

use super::{Shown, buckets, frame, metric, words};
use crate::index::releases as release_order;
use crate::report::Report;
use crate::report::plot::{
    Figure, GateShares, OverTime, Panel, PanelScale, ReleasePanel, ReleaseRow, Releases, ShareGroup, ShareRow, Subject,
    TimeGrid, label,
};
use crate::report::tables::gate;
use crate::stats::Interval;

/// All of them that have something to show.
pub fn all(report: &Report) -> Vec<Box<dyn Figure>> {
    let by_hour = queue_by_hour(report).map(|figure| Box::new(figure) as Box<dyn Figure>);
    let releases = releases(report).map(|figure| Box::new(figure) as Box<dyn Figure>);
    let shares = gate_shares(report).map(|figure| Box::new(figure) as Box<dyn Figure>);
    by_hour.into_iter().chain(releases).chain(shares).collect()
}

/// Crossings a day between two countries, and the share of each border with its name.
type Pair = (f64, Vec<(Interval, String)>);

/// Shares of borders where there is a choice: pairs of countries with more than one border, those with most crossings first.
fn gate_shares(report: &Report) -> Option<GateShares> {
    let mut pairs: BTreeMap<[&str; 2], Pair> = BTreeMap::new();
    for about in report.results.metrics.iter().filter(|about| about.name == "gate_share") {
        let (Some([from, to, border]), Some(share)) = (gate(&about.place), metric(report, &about.name, &about.place))
        else {
            continue;
        };
        let crossings = metric(report, "consignments", &about.place.replacen("border/", "hub/", 1));
        let hub = report.model.hubs.iter().find(|hub| hub.id == border);
        let (sum, borders) = pairs.entry([from, to]).or_default();
        *sum += crossings.map_or(0.0, |of| of.mean);
        borders.push((share, hub.map_or_else(|| border.to_owned(), |hub| hub.name.clone())));
    }
    let mut chosen: Vec<_> = pairs.into_iter().filter(|(_, (_, borders))| borders.len() > 1).collect();
    chosen.sort_by(|a, b| b.1.0.total_cmp(&a.1.0));
    let ([from, to], (_, borders)) = chosen.first()?;
    let largest = borders.iter().fold(&borders[0], |most, one| if one.0.mean > most.0.mean { one } else { most });
    let of = super::scaled(largest.0, 100.0);
    let ends = of.low().zip(of.high()).map_or_else(String::new, |(low, high)| format!(" ({low:.1} to {high:.1})"));
    let title = format!("{} takes {:.0} %{ends} of the crossings from {from} to {to}", largest.1, of.mean);
    let row = |(share, border): (Interval, String)| {
        let (low, high) = (share.low().unwrap_or(share.mean), share.high().unwrap_or(share.mean));
        ShareRow { border, share: (share.mean, low.max(0.0), high.min(1.0)) }
    };
    let group = |([from, to], (_, borders)): ([&str; 2], Pair)| ShareGroup {
        pair: format!("{from} to {to}"),
        rows: borders.into_iter().map(row).collect(),
    };
    let what = "Share of loaded crossings by border, between countries with a choice of borders";
    Some(GateShares {
        name: "gate-shares".to_owned(),
        frame: frame(report, title, what, Shown::Intervals),
        groups: chosen.into_iter().map(group).collect(),
    })
}

/// The mean queue at each border in each hour of the day, and where and when it is longest.
fn queue_by_hour(report: &Report) -> Option<OverTime> {
    let mut panels = Vec::new();
    let mut longest: Option<(Interval, String)> = None;
    for hub in report.model.hubs.iter().filter(|hub| hub.border().is_some()) {
        let place = format!("border/{}", hub.id);
        let means: Vec<Interval> =
            (0..24).filter_map(|hour| metric(report, &format!("queue_at:{hour:02}"), &place)).collect();
        // A window of less than a day has not seen every hour.
        if means.len() < 24 {
            continue;
        }
        for (hour, mean) in means.iter().enumerate() {
            if mean.mean > longest.as_ref().map_or(0.0, |(most, _)| most.mean) {
                longest = Some((*mean, format!("at {} between {hour}:00 and {}:00", hub.name, hour + 1)));
            }
        }
        panels.push(Panel { place: hub.name.clone(), buckets: buckets(means), limit: None });
    }
    let title = match longest {
        Some((mean, place)) => {
            format!("Most wait {place}: {} units on average", words(mean, usize::from(mean.mean < 10.0)))
        }
        None => "Nobody waited at any border at any hour".to_owned(),
    };
    let what = "Units waiting at a border, both directions, mean of each hour of the day";
    (!panels.is_empty()).then(|| OverTime {
        subject: Subject::QueueByHour,
        frame: frame(report, title, what, Shown::Intervals),
        grid: TimeGrid { bucket_hours: 1.0, warm_up_hours: 0.0, ..super::grid(report, crate::units::HOUR) },
        unit: "units waiting".to_owned(),
        scale: PanelScale::Own,
        panels,
    })
}

/// How long each agency of each post lets trucks wait and works on them, and which takes longest.
fn releases(report: &Report) -> Option<Releases> {
    let mut panels: Vec<ReleasePanel> = Vec::new();
    let mut longest: Option<(f64, String)> = None;
    for (number, release) in release_order(report.model, report.plan) {
        let thing = &report.plan.things[number];
        let of = |name: &str| metric(report, name, &format!("station/{}", thing.name));
        let Some(wait) = of("wait_mean") else { continue };
        let work = of("work_mean").map(|work| work.mean);
        let post = format!("{} {}", report.model.hubs[thing.hub.index()].name, release.post);
        let whole = wait.mean + work.unwrap_or(0.0);
        if longest.as_ref().is_none_or(|(most, _)| whole > *most) {
            let worked = work.map_or_else(String::new, |work| format!(" and {} of work", label(work)));
            let waited = words(wait, 0);
            let claim = format!("{}, {}, takes longest: {waited} minutes of wait{worked}", post, release.agency);
            longest = Some((whole, claim));
        }
        let ends = (wait.mean, wait.low().unwrap_or(wait.mean).max(0.0), wait.high().unwrap_or(wait.mean));
        let p90 = of("wait_p90").map(|p90| p90.mean);
        let closed = of("wait_closed_share").map_or(0.0, |share| share.mean);
        let row = ReleaseRow { agency: release.agency, wait: ends, closed, p90, work };
        match panels.iter_mut().find(|panel| panel.post == post) {
            Some(panel) => panel.rows.push(row),
            None => panels.push(ReleasePanel { post, rows: vec![row] }),
        }
    }
    let (_, title) = longest?;
    let what = "Wait and work at each agency of a border post, longest posts first";
    Some(Releases { name: "release-times".to_owned(), frame: frame(report, title, what, Shown::Intervals), panels })
}
