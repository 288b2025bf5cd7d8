//! Throughput and time in the system, by flow and of the whole network.

use super::dwell::{distribution, shares_over};
use super::{Sheet, View};
use crate::model::{LITRES_PER_M3, TimeClass};
use crate::plan::Role;
use crate::units::hours;

/// Rows of the network and of each flow.
pub fn rows(view: &View, sheet: &mut Sheet) {
    network(view, sheet);
    for (account, about) in view.plan.accounts.iter().enumerate() {
        match about.role {
            Role::Cargo => flow(view, sheet, account, &format!("flow/{}", about.name)),
            Role::Circuit => circuit(view, sheet, account, &format!("circuit/{}", about.name)),
            Role::Empties | Role::EmptyReturn | Role::Paper | Role::Errand | Role::Run => {}
        }
    }
}

fn network(view: &View, sheet: &mut Sheet) {
    let cargo: Vec<usize> = (0..view.plan.accounts.len()).filter(|&account| view.is_cargo(account as u32)).collect();
    let sum = |of: &dyn Fn(usize) -> f64| cargo.iter().map(|&account| of(account)).sum::<f64>();
    let ended = sum(&|account| view.ended(account) as f64);
    let teu = sum(&|account| view.ended(account) as f64 * f64::from(view.plan.accounts[account].teu));
    let tonnes = sum(&|account| view.ended(account) as f64 * tonnes_of(view, account));
    let created = sum(&|account| created(view, account));
    let lost = sum(&|account| lost(view, account));
    sheet.add("created", "network", "consignments/day", view.per_day(created));
    sheet.add("delivered", "network", "consignments/day", view.per_day(ended));
    sheet.add("throughput", "network", "TEU/day", view.per_day(teu));
    sheet.add("throughput_mass", "network", "t/day", view.per_day(tonnes));
    if can_be_lost(view) {
        sheet.add("lost", "network", "consignments/day", view.per_day(lost));
    }
    let lived: u64 = view
        .plan
        .cells
        .iter()
        .enumerate()
        .filter(|(_, cell)| view.is_cargo(cell.account))
        .map(|(cell, _)| view.booked(cell))
        .sum();
    let in_system = (view.window() > 0).then(|| lived as f64 / view.window() as f64);
    sheet.add("in_system_mean", "network", "consignments", in_system);
    let inside = sum(&|account| view.outcome.inside[account] as f64);
    sheet.add("in_system_end", "network", "consignments", Some(inside));
    let trips = cargo.iter().map(|&account| &view.outcome.books.accounts[account].trips);
    distribution(sheet, "time_in_system", "network", trips.clone());
    shares_over(view, sheet, "time_in_system", "network", trips);
}

/// A closed fleet: rounds, and how long they take.
fn circuit(view: &View, sheet: &mut Sheet, account: usize, place: &str) {
    let laps = view.outcome.until.laps[account] - view.outcome.from.laps[account];
    sheet.add("rounds", place, "rounds/day", view.per_day(laps as f64));
    let rounds = &view.outcome.books.accounts[account].trips;
    distribution(sheet, "round_time", place, std::iter::once(rounds));
}

/// Whether anybody can leave the model without having done what it came for.
fn can_be_lost(view: &View) -> bool {
    !view.plan.exits.is_empty()
}

fn lost(view: &View, account: usize) -> f64 {
    (view.outcome.until.lost[account] - view.outcome.from.lost[account]) as f64
}

fn created(view: &View, account: usize) -> f64 {
    (view.outcome.until.created[account] - view.outcome.from.created[account]) as f64
}

fn tonnes_of(view: &View, account: usize) -> f64 {
    view.plan.accounts[account].flow.map_or(0.0, |flow| view.model.flows[flow.index()].tonnes)
}

fn flow(view: &View, sheet: &mut Sheet, account: usize, place: &str) {
    let ended = view.ended(account) as f64;
    sheet.add("created", place, "consignments/day", view.per_day(created(view, account)));
    sheet.add("delivered", place, "consignments/day", view.per_day(ended));
    sheet.add("throughput", place, "TEU/day", view.per_day(ended * f64::from(view.plan.accounts[account].teu)));
    sheet.add("throughput_mass", place, "t/day", view.per_day(ended * tonnes_of(view, account)));
    let litres = f64::from(view.plan.accounts[account].litres);
    if litres > 0.0 {
        let m3 = ended * litres / f64::from(LITRES_PER_M3);
        sheet.add("throughput_volume", place, "m3/day", view.per_day(m3));
    }
    sheet.add("in_system_end", place, "consignments", Some(view.outcome.inside[account] as f64));
    if can_be_lost(view) {
        sheet.add("lost", place, "consignments/day", view.per_day(lost(view, account)));
    }
    let trips = std::iter::once(&view.outcome.books.accounts[account].trips);
    distribution(sheet, "time_in_system", place, trips.clone());
    shares_over(view, sheet, "time_in_system", place, trips);
    let mut classes = [0u64; 4];
    for (cell, about) in view.plan.cells.iter().enumerate() {
        if about.account as usize == account {
            classes[class_number(about.class)] += view.booked(cell);
        }
    }
    for (name, time) in ["moving", "worked", "waiting", "stored"].into_iter().zip(classes) {
        let each = (ended > 0.0).then(|| hours(time) / ended);
        sheet.add(&format!("{name}_per_consignment"), place, "h", each);
    }
}

fn class_number(class: TimeClass) -> usize {
    match class {
        TimeClass::Moving => 0,
        TimeClass::Worked(_) => 1,
        TimeClass::Waiting(_) => 2,
        TimeClass::Stored => 3,
    }
}
