//! What is going on at an instant: a copy of the books with everything that has not ended counted up to now.

use super::Outcome;
use super::interpreter::Interpreter;
use super::unit::{State, Unit};
use crate::observe::{Marks, Sink};
use crate::plan::Step;
use crate::units::Millis;

/// A time in one cell, in the shape of times in several.
fn alone(cell: u32, time: Millis) -> [(u32, Millis); 4] {
    [(cell, time), (cell, 0), (cell, 0), (cell, 0)]
}

impl<S: Sink> Interpreter<'_, S> {
    /// A copy of all that only grows, with levels told up to now and what is going on counted up to now.
    pub(super) fn mark(&mut self) -> Marks {
        for thing in 0..self.things.len() {
            self.tell_level(thing as u32);
        }
        let mut pending = vec![0; self.plan.cells.len()];
        for unit in self.units.present() {
            for (cell, time) in self.going_on(unit) {
                pending[cell as usize] += time;
            }
        }
        self.add_riders(&mut pending);
        let held = self.things.iter().map(|thing| thing.pool.held()).collect();
        Marks { held, ..self.sink.0.mark(self.now, &pending) }
    }

    /// Time of a unit's present step up to now, by cell of the ledger.
    pub(super) fn going_on(&self, unit: &Unit) -> [(u32, Millis); 4] {
        let (since, now) = (unit.since(), self.now);
        match (self.plan.steps[unit.step() as usize], unit.state()) {
            (Step::Serve { thing, cell, .. } | Step::Take { thing, cell, .. }, State::Waiting) => {
                let wait = self.split_wait(thing, since);
                [
                    (cell, wait.within),
                    (cell + 1, wait.outside),
                    (self.closure_cell(thing, cell), wait.closure),
                    (cell, 0),
                ]
            }
            (Step::Serve { cell, .. }, State::Broken) => alone(cell + 3, now - since),
            (Step::Serve { thing, cell, .. }, _) => {
                let (worked, suspended) = self.split_work(thing, since);
                [(cell + 2, worked), (cell + 1, suspended), (cell, 0), (cell, 0)]
            }
            (Step::Work { thing, cell, .. } | Step::WorkEach { thing, cell, .. }, _) => {
                let (worked, suspended) = self.split_work(thing, since);
                [(cell, worked), (cell + 1, suspended), (cell, 0), (cell, 0)]
            }
            (Step::Await { cell, .. } | Step::Release { cell, .. }, State::Waiting) => alone(cell, now - since),
            (Step::Board { thing, cell, .. }, State::Waiting) => {
                let line = self.things[thing as usize].line.as_ref();
                let parts = line.map_or([now - since, 0, 0, 0], |line| line.parts(since, now));
                std::array::from_fn(|index| (cell + index as u32, parts[index]))
            }
            (Step::Gather { cell, .. }, _) => {
                let running = &self.services[unit.account() as usize];
                let ready = running.view(unit.carriage()).ready_by(since, now);
                [(cell, ready - since), (cell + 1, now - ready), (cell, 0), (cell, 0)]
            }
            (Step::Spend { cell, .. } | Step::Move { cell, .. } | Step::Together { cell, .. }, _) => {
                alone(cell, now - since)
            }
            _ => [(0, 0); 4],
        }
    }

    pub(super) fn finish(mut self) -> (Outcome, S) {
        let end = self.mark();
        let mut inside = vec![0; self.plan.accounts.len()];
        for unit in self.units.present() {
            inside[unit.account() as usize] += 1;
            self.sink.0.accounts[unit.account() as usize].lived += self.now - unit.born();
        }
        let mut held = vec![0; self.plan.things.len()];
        let mut waiting_for = vec![0; self.plan.things.len()];
        for unit in self.units.present() {
            self.count_holdings(unit, &mut held, &mut waiting_for);
        }
        let found = self.things.iter().map(|thing| u64::from(thing.pool.held())).collect();
        let until = self.until.unwrap_or_else(|| end.clone());
        // A warm-up that never ended leaves an empty window.
        let from = self.from.filter(|from| from.at <= until.at).unwrap_or_else(|| until.clone());
        let outcome = Outcome {
            books: self.sink.0,
            from,
            until,
            end,
            inside,
            events: self.events,
            stopped: self.stop,
            samples: self.samples,
            held_by_plan: held,
            held_by_pools: found,
            boxes_outside: self.outside,
            still_waiting: waiting_for,
        };
        (outcome, self.sink.1)
    }

    /// What a unit holds by its position in the plan, and how long it has waited by now.
    fn count_holdings(&self, unit: &Unit, held: &mut [u64], waiting: &mut [u64]) {
        for holding in self.plan.holdings[unit.step() as usize].iter() {
            held[holding.thing as usize] += u64::from(holding.count);
        }
        match (self.plan.steps[unit.step() as usize], unit.state()) {
            (Step::Serve { thing, .. } | Step::Take { thing, .. } | Step::Board { thing, .. }, State::Waiting) => {
                waiting[thing as usize] += self.now - unit.since();
            }
            (Step::Serve { thing, .. }, _) => held[thing as usize] += 1,
            _ => {}
        }
    }
}
