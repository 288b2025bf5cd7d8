//! Figures of trains and ships: how full they leave, and what lies in the yards between them. None where a scenario has no service or yard.

use super::lead::{End, Lead, lead};
use super::{Shown, buckets, frame, grid, metric, thing_label, words};
use crate::model::Mode;
use crate::plan::Thing;
use crate::report::Report;
use crate::report::plot::{self, Bucket, CallLoad, OverTime, Panel, PanelScale, ServiceLoads, Subject};
use crate::report::tables::{ServiceCall, service_calls};
use crate::stats::Interval;

/// A mode as figures know it.
pub fn plot_mode(mode: Mode) -> plot::Mode {
    match mode {
        Mode::Road => plot::Mode::Road,
        Mode::Rail => plot::Mode::Rail,
        Mode::Sea => plot::Mode::Sea,
    }
}

/// How full each service leaves each call.
pub fn loads(report: &Report) -> Option<ServiceLoads> {
    let mut calls = Vec::new();
    let (mut left_behind, mut loads) = (Vec::new(), Vec::new());
    for ServiceCall { service, hub, again, place } in service_calls(report.model) {
        let Some(load) = metric(report, "load_mean", &place) else { continue };
        let of = |name: &str| metric(report, name, &place).map(|of| of.mean);
        // What stands in brackets behind a name is left out.
        let hub = format!("{}{again}", hub.name.split(" (").next().unwrap_or(&hub.name));
        let name = format!("{} at {hub}", service.id);
        left_behind.extend(report.results.find("left_behind_mean", &place).map(|metric| (metric, name.clone())));
        loads.extend(report.results.find("load_factor", &place).map(|metric| (metric, name)));
        calls.push(CallLoad {
            service: service.id.clone(),
            hub,
            mode: plot_mode(service.mode),
            capacity: f64::from(service.capacity_teu),
            load: load.mean,
            ends: (load.low().unwrap_or(load.mean), load.high().unwrap_or(load.mean)),
            full: of("full_share"),
            left_behind: of("left_behind_mean"),
        });
    }
    if report.model.services.is_empty() {
        return None;
    }
    let what = "Mean load of departures against capacity, by service and call; full: share that could take no more; \
                left behind: consignments at a departure";
    Some(ServiceLoads {
        name: "load-factor".to_owned(),
        frame: frame(report, loads_title(report, left_behind, loads), what, Shown::Intervals),
        calls,
    })
}

fn loads_title(report: &Report, left_behind: Vec<(usize, String)>, loads: Vec<(usize, String)>) -> String {
    const FEW: f64 = 0.05;
    let worst = lead(report, left_behind, End::Most, "more than any other").filter(|worst| worst.mean.mean > FEW);
    let fullest = lead(report, loads, End::Most, "fuller than any other");
    match (worst, fullest) {
        (Some(Lead { name, mean, verdict }), _) => {
            format!(
                "{name} leaves {} consignments behind at a departure{verdict}",
                words(mean, usize::from(mean.mean < 10.0))
            )
        }
        (None, Some(Lead { name, mean, verdict })) => {
            format!(
                "Hardly anything is left behind; {name} leaves with {} % of its capacity{verdict}",
                words(mean.scaled(100.0), 0)
            )
        }
        (None, None) => "No train or ship left after the warm-up in this run".to_owned(),
    }
}

/// What lies in each yard over time, those with blocks left out.
pub fn yard_stock(report: &Report) -> Option<OverTime> {
    let mut stock = Stock::default();
    for (yard, series) in stocks(report).filter(|(yard, _)| !yard.is_block) {
        let place = yard_name(report, yard);
        stock.add(report, yard, (place.clone(), place), buckets(series));
    }
    let title = match stock.fullest(report, "more than any other") {
        Some(Lead { name, mean, verdict }) => format!("The yard at {name} is {} full on average{verdict}", share(mean)),
        None => "Nothing lay in any yard after the warm-up".to_owned(),
    };
    stock.figure(report, Subject::Stock, title, "TEU in each yard")
}

/// What lies in each block of yards over time.
pub fn yard_blocks(report: &Report) -> Option<OverTime> {
    let mut stock = Stock::default();
    for (block, series) in stocks(report).filter(|(yard, _)| yard.is_block) {
        let hub = &report.model.hubs[block.hub.index()].name;
        let id = block.name.rsplit_once("/yard/").map_or(block.name.as_str(), |(_, id)| id);
        // No level is above what there is, so no mean of levels is either.
        let most = f64::from(block.capacity);
        let below = |bucket: Bucket| Bucket { high: bucket.high.min(most), ..bucket };
        let series = buckets(series).into_iter().map(below).collect();
        stock.add(report, block, (format!("{hub}: {id}"), format!("{id} at {hub}")), series);
    }
    let title = match stock.fullest(report, "fuller than any other") {
        Some(Lead { name, mean, verdict }) => format!("Block {name} is {} full on average{verdict}", share(mean)),
        None => "Nothing lay in any block of a yard after the warm-up".to_owned(),
    };
    stock.figure(report, Subject::Blocks, title, "TEU in each block of a yard")
}

/// Yards and blocks with their levels over time.
fn stocks<'a>(report: &'a Report<'a>) -> impl Iterator<Item = (&'a Thing, Vec<Interval>)> {
    report.plan.yards().zip(report.results.yard_stocks(&report.model.run).1)
}

/// Panels of what lies in yards, and how full they are.
#[derive(Default)]
struct Stock {
    panels: Vec<Panel>,
    levels: Vec<(usize, String)>,
}

impl Stock {
    /// Adds a yard or block, with its names above its panel and in the title.
    fn add(&mut self, report: &Report, yard: &Thing, (place, name): (String, String), buckets: Vec<Bucket>) {
        let occupancy = report.results.find("occupancy", &format!("station/{}", yard.name));
        self.levels.extend(occupancy.map(|metric| (metric, name)));
        self.panels.push(Panel { place, buckets, limit: Some(f64::from(yard.capacity)) });
    }

    fn fullest(&self, report: &Report, more: &str) -> Option<Lead> {
        lead(report, self.levels.clone(), End::Most, more).filter(|most| most.mean.mean > 0.0)
    }

    fn figure(self, report: &Report, subject: Subject, title: String, what: &str) -> Option<OverTime> {
        let run = &report.model.run;
        let what = match report.results.samples_a_day(run) {
            Some(_) => format!("{what}, mean of the samples of each day"),
            None => format!("{what}, sampled every {}", crate::units::spoken(run.sample)),
        };
        (!self.panels.is_empty()).then(|| OverTime {
            subject,
            frame: frame(report, title, &what, Shown::Intervals),
            grid: grid(report, report.results.yard_stocks(run).0),
            unit: "TEU".to_owned(),
            scale: PanelScale::Own,
            panels: self.panels,
        })
    }
}

/// A share that is filled, in words: "34 (31 to 38) %".
fn share(mean: Interval) -> String {
    let digits = usize::from(mean.mean < 0.1);
    format!("{} %", words(mean.scaled(100.0), digits))
}

fn yard_name(report: &Report, yard: &Thing) -> String {
    let label = thing_label(report, yard);
    label.strip_suffix(" yard").map_or(label.clone(), str::to_owned)
}

/// A mean with its interval in words, in days from two days on, else in hours.
pub fn spoken_mean(of: Interval) -> String {
    if of.mean >= 48.0 {
        format!("{} days", words(of.scaled(1.0 / 24.0), 1))
    } else {
        format!("{} hours", words(of, 1))
    }
}
