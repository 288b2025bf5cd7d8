//! Deadlock: units that hold and wait for one another, so that none will ever go on.
//!
//! Looked for at moments of sampling, and only in plans with circles of things. A thing is *alive* if something of it is free, if its hours or a
//! repair will change that, or if somebody who holds it can go on; who waits can go on if what he waits for is alive. Whatever is not alive when nothing more
//! follows is locked: nobody outside can free it.

use super::interpreter::Interpreter;
use super::unit::{State, Unit};
use crate::observe::Sink;
use crate::plan::{Step, ThingKind};

impl<S: Sink> Interpreter<'_, S> {
    /// The names of the things that are locked, each waited for by a holder of the one before.
    pub(super) fn deadlock(&self) -> Option<Vec<String>> {
        if self.plan.circles.is_empty() {
            return None;
        }
        let mut is_alive: Vec<bool> = (0..self.things.len()).map(|thing| self.can_grant(thing)).collect();
        let blocked: Vec<(u32, &Unit)> =
            self.units.present().filter_map(|unit| Some((self.awaited(unit)?, unit))).collect();
        for unit in self.units.present().filter(|unit| self.awaited(unit).is_none()) {
            self.holdings(unit).for_each(|thing| is_alive[thing as usize] = true);
        }
        let mut has_changed = true;
        while has_changed {
            has_changed = false;
            for (awaited, unit) in &blocked {
                if is_alive[*awaited as usize] {
                    for thing in self.holdings(unit) {
                        has_changed |= !std::mem::replace(&mut is_alive[thing as usize], true);
                    }
                }
            }
        }
        let is_locked = |thing: u32| !is_alive[thing as usize];
        let (_, first) =
            blocked.iter().find(|(awaited, unit)| is_locked(*awaited) && self.holdings(unit).any(is_locked))?;
        Some(self.chain(first, &blocked, &is_locked))
    }

    /// Follows holders from one locked thing to the next, until one comes again.
    fn chain(&self, first: &Unit, blocked: &[(u32, &Unit)], is_locked: &dyn Fn(u32) -> bool) -> Vec<String> {
        let mut things: Vec<u32> = self.holdings(first).filter(|&thing| is_locked(thing)).take(1).collect();
        while let Some(&last) = things.last() {
            let holder = blocked.iter().find(|(_, unit)| self.holdings(unit).any(|thing| thing == last));
            let Some((next, _)) = holder else { break };
            let is_closed = things.contains(next);
            things.push(*next);
            if is_closed {
                break;
            }
        }
        things.into_iter().map(|thing| self.plan.things[thing as usize].name.clone()).collect()
    }

    fn can_grant(&self, thing: usize) -> bool {
        let pool = &self.things[thing].pool;
        !self.plan.things[thing].disruptions.is_empty()
            || pool.has_free(1)
            || !pool.is_open()
            || pool.has_broken()
            || self.plan.things[thing].refill.is_some()
            // Others bring what is missing there, or a review sends it: who waits for boxes starves, and does not lock.
            || self.plan.things[thing].kind == ThingKind::Empties
    }

    fn awaited(&self, unit: &Unit) -> Option<u32> {
        match (self.plan.steps[unit.step() as usize], unit.state()) {
            (Step::Serve { thing, .. } | Step::Take { thing, .. }, State::Waiting) if !self.has_patience(unit) => {
                Some(thing)
            }
            _ => None,
        }
    }

    fn has_patience(&self, unit: &Unit) -> bool {
        self.plan.exits.get(&unit.step()).is_some_and(|exit| exit.patience.is_some())
    }

    /// What a unit holds, the server that works on it included.
    fn holdings(&self, unit: &Unit) -> impl Iterator<Item = u32> {
        let served = match (self.plan.steps[unit.step() as usize], unit.state()) {
            (Step::Serve { thing, .. }, State::Working | State::Broken) => Some(thing),
            _ => None,
        };
        self.plan.holdings[unit.step() as usize].iter().map(|holding| holding.thing).chain(served)
    }
}
