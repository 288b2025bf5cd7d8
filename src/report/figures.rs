//! From results to figures: which data each one shows, and the claim in its title, made from the figures themselves.

mod borders;
mod empties;
mod journeys;
mod lead;
pub mod reach;
mod services;
mod train_runs;
mod wagons;

use std::path::Path;

use jiff::civil::Date;

use super::tables::{of_metric, scaled};
use super::{Report, ReportError};
use crate::index::{Spot, spot_name};
use crate::model::{Hub, HubKind, Mode, Side, WarmUp};
use crate::plan::{Thing, ThingKind};
use crate::report::plot::{
    self, Bucket, Causes, Dwell, DwellBox, Figure, Frame, HubCurve, MapHub, MapLink, NetworkMap, OverTime, Panel,
    PanelScale, PlaceCauses, StationLoad, Subject, TimeGrid, Utilisation,
};
use crate::stats::{Histogram, Interval, SeriesSum};
use crate::units::{DAY, HOUR, days, hours};

/// Draws all figures of a run.
pub fn draw_all(report: &Report, folder: &Path) -> Result<(), ReportError> {
    let figures: [Box<dyn Figure>; 6] = [
        Box::new(throughput(report)),
        Box::new(dwell(report)),
        Box::new(queue(report)),
        Box::new(utilisation(report)),
        Box::new(causes(report)),
        Box::new(map(report)),
    ];
    let reach = reach::figure(report).map(|figure| Box::new(figure) as Box<dyn Figure>);
    for figure in figures.into_iter().chain(borders::all(report)).chain(carried(report)).chain(reach) {
        plot::save(figure.as_ref(), folder)?;
    }
    Ok(())
}

/// Figures of trains and ships, and of what rides on them: those that have something to show.
fn carried(report: &Report) -> Vec<Box<dyn Figure>> {
    fn boxed<F: Figure + 'static>(figure: Option<F>) -> Option<Box<dyn Figure>> {
        figure.map(|figure| Box::new(figure) as Box<dyn Figure>)
    }
    let figures = [
        boxed(services::loads(report)),
        boxed(services::yard_stock(report)),
        boxed(services::yard_blocks(report)),
        boxed(train_runs::diagram(report)),
        boxed(wagons::by_state(report)),
        boxed(empties::imbalance(report)),
        boxed(journeys::door_to_door(report)),
        boxed(journeys::changes(report)),
        boxed(journeys::costs(report)),
    ];
    figures.into_iter().flatten().collect()
}

/// What a figure shows of the replications.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// Means with their intervals.
    Intervals,
    /// Means, or all replications together.
    Together,
}

/// Title, subtitle and footer.
fn frame(report: &Report, title: String, what: &str, shown: Shown) -> Frame {
    let batch = report.results.batch;
    let certainty = match (batch.replications, shown) {
        (1, _) => "a single replication, so no interval".to_owned(),
        (count, Shown::Intervals) => format!("{count} replications, 95 % interval"),
        (count, Shown::Together) => format!("{count} replications together"),
    };
    frame_of(report, title, format!("{what}; {certainty}"))
}

/// Title, subtitle as it is, and footer.
fn frame_of(report: &Report, title: String, subtitle: String) -> Frame {
    let (batch, manifest) = (report.results.batch, report.manifest);
    Frame {
        title,
        subtitle,
        footer: format!(
            "{} · Landbridge {} · seed {} · scenario {} · data sources: README of the scenario",
            report.model.title,
            manifest.version,
            batch.seed,
            &manifest.scenario_hash[..12]
        ),
    }
}

fn grid(report: &Report, bucket: u64) -> TimeGrid {
    let run = &report.model.run;
    let warm_up = match report.results.warm_up(run) {
        WarmUp::Fixed(time) => time,
        WarmUp::Arrivals(_) | WarmUp::Auto => 0,
    };
    let (year, month, day) = run.start;
    let start = Date::new(year, month, day).expect("the start was read as a date");
    TimeGrid { start, bucket_hours: hours(bucket), warm_up_hours: hours(warm_up) }
}

fn buckets(series: impl IntoIterator<Item = Interval>) -> Vec<Bucket> {
    let bucket = |of: Interval| Bucket {
        mean: of.mean,
        low: of.low().unwrap_or(of.mean).max(0.0),
        high: of.high().unwrap_or(of.mean),
    };
    series.into_iter().map(bucket).collect()
}

fn metric(report: &Report, name: &str, place: &str) -> Option<Interval> {
    report.results.find(name, place).and_then(|metric| of_metric(report, metric))
}

/// A station as a reader knows it: "Youyiguan CN exit gate".
fn thing_label(report: &Report, thing: &Thing) -> String {
    let hub = &report.model.hubs[thing.hub.index()];
    let inside = thing.name.strip_prefix(&hub.id).unwrap_or(&thing.name);
    format!("{}{}", hub.name, inside.replace('/', " "))
}

/// A place as a reader knows it: "Youyiguan CN→VN".
fn spot_label(report: &Report, spot: Spot) -> String {
    let name = spot_name(report.model, spot);
    let hub = &report.model.hubs[spot.hub.index()];
    match name.split_once('/') {
        Some((_, direction)) => format!("{} {}", hub.name, direction.replace('-', "\u{2192}")),
        None => hub.name.clone(),
    }
}

/// The mean of an amount with its interval in words: "1 234 (1 200 to 1 268)". An amount is never below zero.
fn words(of: Interval, digits: usize) -> String {
    let number = |value: f64| if digits == 0 { plot::whole(value) } else { format!("{value:.digits$}") };
    match (of.low(), of.high()) {
        (Some(low), Some(high)) => format!("{} ({} to {})", number(of.mean), number(low.max(0.0)), number(high)),
        _ => number(of.mean),
    }
}

/// Places where something is done; all places if nothing is done anywhere.
fn shown_spots(report: &Report) -> Vec<usize> {
    let all = 0..report.results.spots.len();
    let busy: Vec<usize> = all.clone().filter(|&spot| report.results.dwell[spot].count() > 0).collect();
    if busy.is_empty() { all.collect() } else { busy }
}

fn throughput(report: &Report) -> OverTime {
    let bucket = report.model.run.bucket;
    let mut panels = Vec::new();
    let mut busiest: Option<(Interval, String)> = None;
    for spot in shown_spots(report) {
        let name = spot_label(report, report.results.spots[spot]);
        let points = daily(report, &report.results.throughput[spot], bucket);
        let place = format!("hub/{}", spot_name(report.model, report.results.spots[spot]));
        if let Some(mean) = metric(report, "throughput", &place)
            && busiest.as_ref().is_none_or(|(most, _)| mean.mean > most.mean)
        {
            busiest = Some((mean, name.clone()));
        }
        panels.push(Panel { place: name, buckets: buckets(points), limit: None });
    }
    let title = match busiest {
        Some((mean, place)) => format!("{place} passes {} TEU a day", words(mean, 0)),
        None => "Nothing passed any place in this run".to_owned(),
    };
    OverTime {
        subject: Subject::Throughput,
        frame: frame(report, title, "Consignments that left, TEU per day", Shown::Intervals),
        grid: grid(report, bucket),
        unit: "TEU per day".to_owned(),
        scale: PanelScale::Own,
        panels,
    }
}

/// A series of amounts a bucket as daily rates; the last bucket may be shorter.
fn daily(report: &Report, series: &SeriesSum, bucket: u64) -> Vec<Interval> {
    let rate = |(index, point): (usize, Interval)| {
        let from = index as u64 * bucket;
        scaled(point, 1.0 / days(bucket.min(report.model.run.horizon - from)))
    };
    series.intervals().into_iter().enumerate().map(rate).collect()
}

fn dwell(report: &Report) -> Dwell {
    let mut order: Vec<usize> =
        shown_spots(report).into_iter().filter(|&spot| report.results.dwell[spot].count() > 0).collect();
    order.sort_by_key(|&spot| (std::cmp::Reverse(report.results.dwell[spot].count()), spot));
    let curve = |&spot: &usize| HubCurve {
        hub: spot_label(report, report.results.spots[spot]),
        points: points(&report.results.dwell[spot]),
    };
    let curves: Vec<HubCurve> = order.iter().map(curve).collect();
    let mut boxes = Vec::new();
    for &spot in &order {
        let name = spot_name(report.model, report.results.spots[spot]);
        let label = spot_label(report, report.results.spots[spot]);
        boxes.extend(dwell_box(report, &format!("hub/{name}"), &label, ""));
        for stage in stages(report, &name) {
            boxes.extend(dwell_box(report, &format!("stage/{name}/{stage}"), &label, &stage));
        }
    }
    let title = match order.first() {
        Some(&spot) => {
            let of = &report.results.dwell[spot];
            let at = |share: f64| of.quantile(share).map_or_else(String::new, spoken_time);
            format!(
                "Half of all consignments leave {} within {}, all but one in twenty within {}",
                spot_label(report, report.results.spots[spot]),
                at(0.5),
                at(0.95)
            )
        }
        None => "No consignment left a hub in this run".to_owned(),
    };
    let what = "Dwell time from arrival at to departure from a hub, after the warm-up";
    Dwell { name: "dwell".to_owned(), frame: frame(report, title, what, Shown::Together), curves, boxes }
}

/// "45 minutes", "9.3 hours", "1.5 days".
fn spoken_time(ms: f64) -> String {
    match ms {
        time if time < 90.0 * 60_000.0 => format!("{:.0} minutes", time / 60_000.0),
        time if time < 2.0 * DAY as f64 => format!("{:.1} hours", time / HOUR as f64),
        time => format!("{:.1} days", time / DAY as f64),
    }
}

/// An empirical distribution as at most some hundred points.
fn points(of: &Histogram) -> Vec<(f64, f64)> {
    const MOST: usize = 300;
    let steps = of.steps();
    let each = steps.len().div_ceil(MOST).max(1);
    let is_kept = |index: usize| index.is_multiple_of(each) || index + 1 == steps.len();
    let kept = steps.iter().enumerate().filter(|(index, _)| is_kept(*index));
    kept.map(|(_, &(time, share))| (hours(time), share)).collect()
}

fn stages(report: &Report, spot: &str) -> Vec<String> {
    let prefix = format!("stage/{spot}/");
    let means = report.results.metrics.iter().filter(|metric| metric.name == "dwell_mean");
    means.filter_map(|metric| metric.place.strip_prefix(&prefix)).map(str::to_owned).collect()
}

fn dwell_box(report: &Report, place: &str, hub: &str, part: &str) -> Option<DwellBox> {
    let of = |name: &str| metric(report, &format!("dwell_{name}"), place).map(|of| of.mean);
    Some(DwellBox {
        hub: hub.to_owned(),
        part: part.to_owned(),
        p5: of("p05")?,
        p25: of("p25")?,
        p50: of("p50")?,
        p75: of("p75")?,
        p95: of("p95")?,
        mean: of("mean")?,
    })
}

fn queue(report: &Report) -> OverTime {
    let mut panels = Vec::new();
    let mut longest: Option<(f64, String)> = None;
    let daily = report.results.samples_a_day(&report.model.run);
    let run = &report.model.run;
    let grid = grid(report, if daily.is_some() { DAY } else { run.sample });
    for (number, thing) in report.plan.things.iter().enumerate() {
        let points = report.results.queues[number].intervals();
        let shown = match daily {
            Some(count) => report.results.daily_queues[number]
                .intervals()
                .into_iter()
                .map(|point| scaled(point, 1.0 / count as f64))
                .collect(),
            None => points,
        };
        let panel = Panel { place: thing_label(report, thing), buckets: buckets(shown), limit: None };
        let mean = panel.mean_after_warm_up(&grid);
        if mean > longest.as_ref().map_or(0.0, |(most, _)| *most) {
            longest = Some((mean, panel.place.clone()));
        }
        panels.push(panel);
    }
    let title = match longest {
        Some((mean, name)) => format!("The longest queue is at {name}: {} wait on average", plot::label(mean)),
        None => "Nobody waited at any moment of sampling".to_owned(),
    };
    let what = match daily {
        Some(_) => "Units waiting, mean of the samples of each day".to_owned(),
        None => format!("Units waiting, sampled every {}", crate::units::spoken(run.sample)),
    };
    OverTime {
        subject: Subject::Queue,
        frame: frame(report, title, &what, Shown::Intervals),
        grid,
        unit: "units waiting".to_owned(),
        scale: PanelScale::Own,
        panels,
    }
}

fn utilisation(report: &Report) -> Utilisation {
    let mut stations = Vec::new();
    for thing in report.plan.things.iter().filter(|thing| matches!(thing.kind, ThingKind::Station(_))) {
        let place = format!("station/{}", thing.name);
        let (Some(working), Some(held)) = (metric(report, "utilisation", &place), metric(report, "occupancy", &place))
        else {
            continue;
        };
        // Work after hours counts as work, but not as held within them: the longer of the two is the bar that the whiskers belong to.
        let whole = if working.mean > held.mean { working } else { held };
        stations.push(StationLoad {
            station: thing_label(report, thing),
            working: working.mean,
            blocked: (held.mean - working.mean).max(0.0),
            low: whole.low().unwrap_or(whole.mean),
            high: whole.high().unwrap_or(whole.mean),
        });
    }
    let busiest = stations.iter().max_by(|a, b| (a.working + a.blocked).total_cmp(&(b.working + b.blocked)));
    let title = match busiest {
        Some(station) => format!(
            "{} is the busiest station: {:.0} % of its open time",
            station.station,
            (station.working + station.blocked) * 100.0
        ),
        None => "No station worked in this run".to_owned(),
    };
    let what = "Share of open server time, working and held without work";
    Utilisation { name: "utilisation".to_owned(), frame: frame(report, title, what, Shown::Intervals), stations }
}

fn causes(report: &Report) -> Causes {
    let mut places = Vec::new();
    for hub in &report.model.hubs {
        let prefix = format!("hub/{}", hub.id);
        let passing: f64 = report
            .results
            .metrics
            .iter()
            .enumerate()
            .filter(|(_, metric)| {
                metric.name == "consignments"
                    && (metric.place == prefix || metric.place.starts_with(&format!("{prefix}/")))
            })
            .filter_map(|(index, _)| of_metric(report, index))
            .map(|of| of.mean)
            .sum();
        let mut stack = Vec::new();
        for (index, about) in report.results.metrics.iter().enumerate().filter(|(_, about)| about.place == prefix) {
            let Some(cause) = about.name.strip_prefix("time:waiting:") else { continue };
            if let Some(of) = of_metric(report, index).filter(|_| passing > 0.0) {
                stack.push((plot::Cause::from_key(cause), of.mean / passing));
            }
        }
        places.push(PlaceCauses { place: hub.name.clone(), hours: stack });
    }
    let mut largest: Option<(Interval, &str)> = None;
    for (index, about) in report.results.metrics.iter().enumerate() {
        if let (Some(cause), Some(of)) = (about.name.strip_prefix("each:waiting:"), of_metric(report, index))
            && of.mean > 0.0
            && largest.is_none_or(|(most, _)| of.mean > most.mean)
        {
            largest = Some((of, cause));
        }
    }
    let title = match largest {
        Some((of, cause)) => {
            format!("A consignment waits {} hours {}", words(of, 2), reason(plot::Cause::from_key(cause)))
        }
        None => "No consignment waited in this run".to_owned(),
    };
    let what = "Hours of waiting by cause for each consignment that passes the place";
    Causes { name: "causes".to_owned(), frame: frame(report, title, what, Shown::Together), places }
}

/// The end of "A consignment waits 3.9 hours ..".
fn reason(cause: plot::Cause) -> &'static str {
    match cause {
        plot::Cause::Closed => "because what it needs is closed: more than for any other cause",
        plot::Cause::ClosedOpposite => "because the other side is closed: more than for any other cause",
        plot::Cause::Space => "for space ahead: more than for any other cause",
        plot::Cause::QueueGate => "in line at gates: more than for any other cause",
        plot::Cause::QueueDesk => "in line at desks: more than for any other cause",
        plot::Cause::QueueScanner => "in line at scanners: more than for any other cause",
        plot::Cause::QueueInspector => "for inspectors: more than for any other cause",
        plot::Cause::QueueOther => "in line for a bay, crane or other station: more than for any other cause",
        plot::Cause::Papers => "for its papers: more than for any other cause",
        plot::Cause::Vehicle => "for a vehicle: more than for any other cause",
        plot::Cause::Breakdown => "for repairs: more than for any other cause",
        plot::Cause::Other => "for other causes",
    }
}

fn map(report: &Report) -> NetworkMap {
    let model = report.model;
    let hubs: Vec<MapHub> = model.hubs.iter().map(|hub| map_hub(report, hub)).collect();
    let mut flows = vec![0.0; model.links.len()];
    let measured = days(report.results.measured);
    for (passage, count) in report.plan.moves.iter().zip(&report.results.moves) {
        if let Some(link) = passage.link.filter(|_| measured > 0.0 && !passage.is_empty) {
            let teu = f64::from(report.plan.accounts[passage.account as usize].teu);
            flows[link.index()] += *count as f64 * teu / measured;
        }
    }
    let link = |(link, teu_per_day): (&crate::model::Link, &f64)| MapLink {
        from: link.from.index(),
        to: link.to.index(),
        mode: services::plot_mode(link.mode),
        teu_per_day: *teu_per_day,
        via: Vec::new(),
    };
    let links = model.links.iter().zip(&flows).map(link).collect();
    let busiest = (0..flows.len()).max_by(|&a, &b| flows[a].total_cmp(&flows[b]).then(b.cmp(&a)));
    let title = match busiest.filter(|&link| flows[link] > 0.0) {
        Some(link) => {
            let (from, to) =
                (&model.hubs[model.links[link].from.index()].name, &model.hubs[model.links[link].to.index()].name);
            let kind = match model.links[link].mode {
                Mode::Road => "road",
                Mode::Rail => "railway",
                Mode::Sea => "sea lane",
            };
            let count = plot::count(flows[link] as usize);
            format!("The busiest {kind} is {from} – {to}: {count} TEU a day in both directions")
        }
        None if model.links.is_empty() => format!("{}: the place, without roads", model.title),
        None => format!("{}: nothing moved in this run", model.title),
    };
    let mut what = "Mean flow by link, TEU per day, and opening hours at borders (local time)".to_owned();
    if hubs.iter().any(|hub| hub.back_by_morning.is_some()) {
        what += "; rings: share of trucks that are back within 12 h of their planned departure";
    }
    NetworkMap { name: "map".to_owned(), frame: frame(report, title, &what, Shown::Together), hubs, links }
}

fn map_hub(report: &Report, hub: &Hub) -> MapHub {
    MapHub {
        name: hub.name.clone(),
        lat: hub.position.latitude,
        lon: hub.position.longitude,
        kind: match hub.kind {
            HubKind::City => plot::HubKind::City,
            HubKind::Seaport => plot::HubKind::Seaport,
            HubKind::DryPort => plot::HubKind::DryPort,
            HubKind::RailTerminal => plot::HubKind::RailTerminal,
            HubKind::Border => plot::HubKind::BorderCrossing,
            HubKind::FreeZone => plot::HubKind::FreeZone,
        },
        hours: hub.border().map(|border| {
            let (a, b) = (side_hours(report, &border.a), side_hours(report, &border.b));
            format!("{a} {b}")
        }),
        back_by_morning: reach::within_a_night(report, &hub.id),
    }
}

/// "CN 08:00-20:00".
fn side_hours(report: &Report, side: &Side) -> String {
    let words = side.hours.map_or("24 h", |calendar| report.model.calendars[calendar.index()].words.as_str());
    let words = words.split(" (").next().unwrap_or(words);
    // The blank inside does not break, so that each side has a line of its own.
    format!("{}\u{a0}{}", side.country, words.strip_prefix("Mon-Sun ").unwrap_or(words))
}
