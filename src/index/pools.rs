//! What sets of vehicles do: shares of their time by state, from the ledger of the runs that hold them.

use super::{Sheet, View};
use crate::model::{Cause, TimeClass};
use crate::plan::{Cell, PlaceLabel};
use crate::units::DAY;

/// What a set does, in the order of its round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SetState {
    /// It stands at a call and takes cargo on, or waits for it.
    Loading,
    /// It is on its way, with what there is to carry.
    Moving,
    /// It waits for, is checked at or passes a border.
    Border,
    /// It waits for a track, a berth or a path, or its driver rests.
    Waiting,
    /// Something is done to it: a change of bogies, a pilot.
    Handled,
    /// Its cargo is put off.
    Unloading,
    /// It comes back without cargo.
    Back,
    /// No run has it.
    Idle,
}

impl SetState {
    /// All of them, in the order of a round.
    pub const ALL: [Self; 8] = [
        Self::Loading,
        Self::Moving,
        Self::Border,
        Self::Waiting,
        Self::Handled,
        Self::Unloading,
        Self::Back,
        Self::Idle,
    ];

    /// The name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Loading => "loading",
            Self::Moving => "moving",
            Self::Border => "border",
            Self::Waiting => "waiting",
            Self::Handled => "handled",
            Self::Unloading => "unloading",
            Self::Back => "back",
            Self::Idle => "idle",
        }
    }
}

/// The rows of each pool of sets that services use.
pub fn rows(view: &View, sheet: &mut Sheet) {
    for (pool, about) in view.model.pools.iter().enumerate().filter(|(_, pool)| pool.boxes().is_none()) {
        let name = format!("{}/{}", view.model.hubs[about.hub.index()].id, about.id);
        let Some(thing) = view.plan.things.iter().position(|thing| thing.name == name) else { continue };
        let mut sums = [0u64; SetState::ALL.len()];
        for (number, cell) in view.plan.cells.iter().enumerate() {
            if is_of_pool(view, cell, pool) && cell.thing != Some(thing as u32) {
                sums[state(view, number, cell) as usize] += view.booked(number);
            }
        }
        let all = u64::from(about.count) * view.window();
        let held = view.outcome.until.areas[thing].1 - view.outcome.from.areas[thing].1;
        sums[SetState::Idle as usize] = all.saturating_sub(held);
        let place = format!("pool/{}", about.id);
        for (state, sum) in SetState::ALL.into_iter().zip(sums) {
            let share = (all > 0).then(|| sum as f64 / all as f64);
            sheet.add(&format!("sets_{}", state.name()), &place, "share", share);
        }
        // A set is taken once a round.
        let rounds = view.outcome.until.served[thing].0 - view.outcome.from.served[thing].0;
        let round = (rounds > 0).then(|| all as f64 / rounds as f64 / DAY as f64);
        sheet.add("sets_round", &place, "days", round);
    }
}

/// Whether a cell is of runs that hold a set of the pool, or wait for one.
fn is_of_pool(view: &View, cell: &Cell, pool: usize) -> bool {
    let service = view.model.services.get(cell.account as usize);
    service.and_then(|service| service.sets).is_some_and(|sets| sets.index() == pool)
}

fn state(view: &View, number: usize, cell: &Cell) -> SetState {
    let service = cell.account as usize;
    let gathers = &view.plan.services[service].gathers;
    if gathers.iter().any(|&row| row as usize == number || row as usize + 1 == number) {
        return SetState::Loading;
    }
    let hub = match (cell.place, cell.class) {
        (PlaceLabel::Link(_), TimeClass::Waiting(_)) => return SetState::Waiting,
        (PlaceLabel::Link(_), _) => return SetState::Moving,
        (PlaceLabel::Hub(hub), _) => hub,
    };
    let about = &view.model.hubs[hub.index()];
    if about.rail_border().is_some() || about.border().is_some() {
        return SetState::Border;
    }
    match cell.class {
        TimeClass::Moving if hub == view.model.services[service].calls[0] => SetState::Back,
        TimeClass::Moving => SetState::Moving,
        TimeClass::Waiting(Cause::Batch) => SetState::Unloading,
        TimeClass::Waiting(_) => SetState::Waiting,
        TimeClass::Worked(_) | TimeClass::Stored => SetState::Handled,
    }
}
