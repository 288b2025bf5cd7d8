//! Figures of borders: none where a scenario has no border.

use super::{Shown, buckets, frame, metric, words};
use crate::index::Release;
use crate::report::Report;
use crate::report::plot::{
    Figure, OverTime, Panel, PanelScale, ReleasePanel, ReleaseRow, Releases, Subject, TimeGrid, label,
};
use crate::stats::Interval;

/// All of them that have something to show.
pub fn all(report: &Report) -> Vec<Box<dyn Figure>> {
    let by_hour = queue_by_hour(report).map(|figure| Box::new(figure) as Box<dyn Figure>);
    let releases = releases(report).map(|figure| Box::new(figure) as Box<dyn Figure>);
    by_hour.into_iter().chain(releases).collect()
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
        panels.push(Panel { place: hub.name.clone(), buckets: buckets(means) });
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
    for thing in &report.plan.things {
        let Some(release) = Release::of(report.model, thing) else { continue };
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
        let row = ReleaseRow { agency: release.agency, wait: ends, p90, work };
        match panels.iter_mut().find(|panel| panel.post == post) {
            Some(panel) => panel.rows.push(row),
            None => panels.push(ReleasePanel { post, rows: vec![row] }),
        }
    }
    let (_, title) = longest?;
    let what = "Wait and work at each agency of a border post, longest posts first";
    Some(Releases { name: "release-times".to_owned(), frame: frame(report, title, what, Shown::Intervals), panels })
}
