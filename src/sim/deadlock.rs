//! Deadlock: units that hold and wait for one another, so that none will ever go on.
//!
//! Looked for at moments of sampling, and only in plans with circles of things or while a yard is full. A thing is *alive* if something of it is
//! free, if its hours or a repair will change that, or if somebody who holds it can go on; a line of a service if one of its runs can go on, or a new one
//! can come to it. Who waits can go on if all that he waits for is alive; a run that puts cargo off waits for what that cargo waits for. Whatever is not
//! alive when nothing more follows is locked: nobody outside can free it.

use super::interpreter::Interpreter;
use super::unit::{State, Unit};
use crate::engine::pool::Pool;
use crate::observe::Sink;
use crate::plan::{Role, Step, ThingKind};

/// Who waits, and all that he waits for.
type Blocked<'u> = (Vec<u32>, &'u Unit);

impl<S: Sink> Interpreter<'_, S> {
    /// The names of the things that are locked, each waited for by a holder of the one before.
    pub(super) fn deadlock(&self) -> Option<Vec<String>> {
        if self.plan.circles.is_empty() && !self.has_full_yard() {
            return None;
        }
        let mut is_alive: Vec<bool> = (0..self.things.len()).map(|thing| self.can_grant(thing)).collect();
        let waits = self.waits();
        let blocked: Vec<Blocked> =
            self.units.present().filter_map(|unit| Some((self.awaited(unit, &waits)?, unit))).collect();
        for unit in self.units.present().filter(|unit| self.awaited(unit, &waits).is_none()) {
            self.revive(unit, &mut is_alive);
        }
        let mut has_changed = true;
        while has_changed {
            has_changed = false;
            for (awaited, unit) in &blocked {
                if awaited.iter().all(|&thing| is_alive[thing as usize]) {
                    has_changed |= self.revive(unit, &mut is_alive);
                }
            }
            has_changed |= self.revive_lines(&mut is_alive);
        }
        let is_locked = |thing: u32| !is_alive[thing as usize];
        let (_, first) = blocked.iter().find(|(awaited, unit)| {
            awaited.iter().any(|&thing| is_locked(thing)) && self.holdings(unit).any(is_locked)
        })?;
        Some(self.chain(first, &blocked, &is_locked))
    }

    /// Whether somebody waits for a place in a yard where there is none.
    fn has_full_yard(&self) -> bool {
        let mut yards = self.plan.things.iter().zip(&self.things).filter(|(about, _)| about.is_yard());
        yards.any(|(_, yard)| !self.has_enough(&yard.pool))
    }

    /// What cargo that comes ashore waits for, with the record of the run that brought it.
    fn waits(&self) -> Vec<(u32, u32)> {
        let comes_ashore = |unit: &&Unit| {
            let steps = &self.steps[unit.step() as usize..];
            let last = steps
                .iter()
                .find(|step| matches!(step, Step::Alight | Step::Enter { .. } | Step::Board { .. } | Step::End));
            matches!(last, Some(Step::Alight))
        };
        let coming = self.units.present().filter(comes_ashore);
        coming.filter_map(|unit| Some((unit.vessel(), self.awaited_thing(unit)?))).collect()
    }

    /// Somebody can go on: what he holds is alive, and, of a run, the lines of its service. Whether that is new.
    fn revive(&self, unit: &Unit, is_alive: &mut [bool]) -> bool {
        let account = unit.account() as usize;
        let is_run = self.plan.accounts[account].role == Role::Run;
        let lines = if is_run { self.plan.services[account].lines.as_slice() } else { &[] };
        let mut is_new = false;
        for thing in self.holdings(unit).chain(lines.iter().copied()) {
            is_new |= !std::mem::replace(&mut is_alive[thing as usize], true);
        }
        is_new
    }

    /// Lines to which a new run can come: all that it takes on its way there is alive. Whether there are more than before.
    fn revive_lines(&self, is_alive: &mut [bool]) -> bool {
        let mut is_new = false;
        for service in &self.plan.services {
            let mut way = self.steps[service.entry as usize..].iter();
            for &line in &service.lines {
                let mut until_there = way.by_ref().take_while(|step| !matches!(step, Step::Gather { .. }));
                let is_dead = |step: &Step| match *step {
                    Step::Take { thing, .. } | Step::Serve { thing, .. } => !is_alive[thing as usize],
                    _ => false,
                };
                if until_there.any(is_dead) {
                    break;
                }
                is_new |= !std::mem::replace(&mut is_alive[line as usize], true);
            }
        }
        is_new
    }

    /// Follows holders from one locked thing to the next, until one comes again.
    fn chain(&self, first: &Unit, blocked: &[Blocked], is_locked: &dyn Fn(u32) -> bool) -> Vec<String> {
        let mut things: Vec<u32> = self.holdings(first).filter(|&thing| is_locked(thing)).take(1).collect();
        while let Some(&last) = things.last() {
            let holds = |unit: &Unit| self.holdings(unit).any(|thing| thing == last) || self.serves(unit, last);
            let awaited = blocked.iter().filter(|(_, unit)| holds(unit)).flat_map(|(awaited, _)| awaited);
            let Some(&next) = awaited.into_iter().find(|&&thing| is_locked(thing)) else { break };
            let is_closed = things.contains(&next);
            things.push(next);
            if is_closed {
                break;
            }
        }
        things.into_iter().map(|thing| self.plan.things[thing as usize].name.clone()).collect()
    }

    /// Whether a unit is a run of the service of a line.
    fn serves(&self, unit: &Unit, line: u32) -> bool {
        let account = unit.account() as usize;
        self.plan.accounts[account].role == Role::Run && self.plan.services[account].lines.contains(&line)
    }

    fn can_grant(&self, thing: usize) -> bool {
        let pool = &self.things[thing].pool;
        if self.plan.things[thing].kind == ThingKind::Line {
            return false;
        }
        !self.plan.things[thing].disruptions.is_empty()
            || self.has_enough(pool)
            || !pool.is_open()
            || pool.has_broken()
            || self.plan.things[thing].refill.is_some()
            // Others bring what is missing there, or a review sends it: who waits for boxes starves, and does not lock.
            || self.plan.things[thing].kind == ThingKind::Empties
    }

    /// Whether as much is free as the next in its queue wants, or anything at all where nobody waits.
    fn has_enough(&self, pool: &Pool) -> bool {
        let wanted = pool.head().map_or(1, |slot| match self.steps[self.units[slot].step() as usize] {
            Step::Take { count, .. } => u32::from(count),
            _ => 1,
        });
        pool.has_free(wanted)
    }

    /// All that a unit waits for; none if it does not wait for anybody.
    fn awaited(&self, unit: &Unit, coming: &[(u32, u32)]) -> Option<Vec<u32>> {
        if let (Step::Release { .. }, State::Waiting) = (self.steps[unit.step() as usize], unit.state()) {
            let run = self.services[unit.account() as usize].view(unit.carriage()).run;
            let awaited: Vec<u32> = coming.iter().filter(|(by, _)| *by == run).map(|(_, thing)| *thing).collect();
            return (!awaited.is_empty()).then_some(awaited);
        }
        self.awaited_thing(unit).map(|thing| vec![thing])
    }

    fn awaited_thing(&self, unit: &Unit) -> Option<u32> {
        match (self.plan.steps[unit.step() as usize], unit.state()) {
            (Step::Serve { thing, .. } | Step::Take { thing, .. }, State::Waiting) if !self.has_patience(unit) => {
                Some(thing)
            }
            (Step::Board { thing, .. }, State::Waiting) => Some(thing),
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
