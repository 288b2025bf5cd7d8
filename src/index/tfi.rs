//! Trade facilitation indicators of borders, named after those of corridor studies: TFI1, the hours that a side takes, and TFI2, what is paid there.
//!
//! A side lasts from arrival at it until it is left: queues, hours and lack of space ahead are part of it. Consignments are loaded trucks; vehicles are
//! these and the empty ones on their way home. Studies of trips see mostly the former, counts at the gate the latter, so both means are given.

use std::collections::BTreeMap;

use super::{Sheet, Spot, View, spot_name, spots};
use crate::plan::{Price, Role};
use crate::stats::Tally;
use crate::units::HOUR;

/// Times at a side, or of a whole crossing \[ms\].
#[derive(Default)]
struct Times {
    consignments: Tally,
    vehicles: Tally,
}

impl Times {
    fn add(&mut self, view: &View, account: u32, tally: &Tally) {
        match view.plan.accounts[account as usize].role {
            Role::Cargo => {
                self.consignments.merge(tally);
                self.vehicles.merge(tally);
            }
            Role::Empties | Role::EmptyReturn | Role::Circuit | Role::Run => self.vehicles.merge(tally),
            Role::Paper | Role::Errand => {}
        }
    }
}

/// Rows of each direction across a border: side by side, then the crossing, whose time is the sum of theirs.
pub fn rows(view: &View, sheet: &mut Sheet) {
    let paid = paid(view);
    for spot in spots(view.plan).into_iter().filter(|spot| spot.direction.is_some()) {
        let place = format!("border/{}", spot_name(view.model, spot));
        let (mut means, mut sums) = ([Some(0.0), Some(0.0)], [Some(0.0), Some(0.0)]);
        let pays = paid.keys().any(|(at, _)| *at == spot);
        for side in sides(view, spot) {
            let times = of_side(view, spot, &side);
            let place = format!("{place}/{side}");
            add_up(&mut means, hours(sheet, &place, &times));
            // Nobody pays between the posts.
            if pays && side != "between" {
                let usd = paid.get(&(spot, side)).copied().unwrap_or_default();
                add_up(&mut sums, charges(sheet, &place, usd, times.consignments.count()));
            }
        }
        times(sheet, &place, means, &of_crossing(view, spot));
        if pays {
            usd(sheet, &place, sums);
        }
    }
}

fn add_up(sums: &mut [Option<f64>; 2], more: [Option<f64>; 2]) {
    for (sum, more) in sums.iter_mut().zip(more) {
        *sum = sum.zip(more).map(|(sum, more)| sum + more);
    }
}

/// TFI1 of a side: mean and variation by consignment and by vehicle; the means.
fn hours(sheet: &mut Sheet, place: &str, times: &Times) -> [Option<f64>; 2] {
    let mean = |tally: &Tally| tally.mean().map(|mean| mean / HOUR as f64);
    let means = [mean(&times.consignments), mean(&times.vehicles)];
    self::times(sheet, place, means, times);
    means
}

fn times(sheet: &mut Sheet, place: &str, [by_consignment, by_vehicle]: [Option<f64>; 2], times: &Times) {
    let cv = |tally: &Tally| Some(tally.standard_deviation()? / tally.mean().filter(|mean| *mean > 0.0)?);
    sheet.add("tfi1_consignment", place, "h/consignment", by_consignment);
    sheet.add("tfi1_consignment_cv", place, "ratio", cv(&times.consignments));
    sheet.add("tfi1_vehicle", place, "h/vehicle", by_vehicle);
    sheet.add("tfi1_vehicle_cv", place, "ratio", cv(&times.vehicles));
}

/// TFI2 of a side; what a consignment pays by law and otherwise.
fn charges(sheet: &mut Sheet, place: &str, micro_usd: [u64; 2], consignments: u64) -> [Option<f64>; 2] {
    let each = micro_usd.map(|sum| (consignments > 0).then(|| sum as f64 / 1e6 / consignments as f64));
    usd(sheet, place, each);
    each
}

fn usd(sheet: &mut Sheet, place: &str, [official, unofficial]: [Option<f64>; 2]) {
    let all = official.zip(unofficial).map(|(official, unofficial)| official + unofficial);
    for (name, value) in [("tfi2_official", official), ("tfi2_unofficial", unofficial), ("tfi2", all)] {
        sheet.add(name, place, "USD/consignment", value);
    }
}

/// The sides of a direction in the order in which they are gone through: "CN exit", "between", "VN entry".
fn sides(view: &View, spot: Spot) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for stage in view.plan.stages.iter().filter(|stage| stage.hub == spot.hub && stage.direction == spot.direction) {
        if !names.contains(&stage.name) {
            names.push(stage.name.clone());
        }
    }
    names
}

fn of_side(view: &View, spot: Spot, side: &str) -> Times {
    let mut times = Times::default();
    for (stage, tally) in view.plan.stages.iter().zip(&view.outcome.books.stages) {
        if stage.hub == spot.hub && stage.direction == spot.direction && stage.name == side {
            times.add(view, stage.account, tally);
        }
    }
    times
}

fn of_crossing(view: &View, spot: Spot) -> Times {
    let mut times = Times::default();
    for (visit, tally) in view.plan.visits.iter().zip(&view.outcome.books.visits) {
        if visit.hub == spot.hub && visit.direction == spot.direction {
            times.add(view, visit.account, tally);
        }
    }
    times
}

/// What is paid at each side, by law and otherwise \[millionths of a US dollar\].
fn paid(view: &View) -> BTreeMap<(Spot, String), [u64; 2]> {
    let mut paid: BTreeMap<(Spot, String), [u64; 2]> = BTreeMap::new();
    for (toll, tally) in view.plan.tariffs.iter().zip(&view.outcome.books.charges) {
        let Price::Fee { is_official, hub, direction, .. } = toll.price else { continue };
        // "youyiguan/CN exit/stamp"
        let Some(side) = toll.name.split('/').nth(1) else { continue };
        let spot = Spot { hub, direction: Some(direction) };
        paid.entry((spot, side.to_owned())).or_default()[usize::from(!is_official)] += tally.sum();
    }
    paid
}
