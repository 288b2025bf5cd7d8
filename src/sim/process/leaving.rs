//! Queues that are left without getting what was waited for, or not joined at all.

use super::super::event::{Event, phase};
use super::super::interpreter::Interpreter;
use super::super::unit::State;
use super::station::Wait;
use crate::model::Counted;
use crate::observe::{Fact, Sink};
use crate::plan::{Role, Step, ThingKind};
use crate::units::MAX_TIME;

impl<S: Sink> Interpreter<'_, S> {
    /// Whether a newcomer does not join: the queue is too long for it, or there is no place to wait and nothing free.
    pub(crate) fn is_refused(&self, slot: u32, thing: u32, count: u32) -> bool {
        let about = &self.plan.things[thing as usize];
        let pool = &self.things[thing as usize].pool;
        let number = pool.waiting() + pool.held();
        let share = about.joins.iter().rev().find(|(from, _)| number >= *from).map_or(1.0, |(_, share)| *share);
        let stays_away = share < 1.0 && self.join_luck(slot) >= share;
        stays_away || about.limit.is_some_and(|limit| pool.waiting() >= limit && !self.may_grant(slot, thing, count))
    }

    /// A number between 0 and 1 of the unit's own: the same for every length of the queue, so a shorter one never loses more.
    fn join_luck(&self, slot: u32) -> f64 {
        let unit = &self.units[slot];
        let exit = self.plan.exits.get(&unit.step());
        exit.and_then(|exit| exit.joining).map_or(0.0, |draw| self.draws[draw as usize].sample(unit.who, unit.round()))
    }

    /// A newcomer does not join. The step at which it goes on, if it stays in the model.
    pub(crate) fn turn_away(&mut self, slot: u32, thing: u32, cell: u32) -> Option<u32> {
        let unit = &self.units[slot];
        let (who, step) = (unit.who, unit.step());
        self.sink.record(self.now, Fact::TurnedAway { who, thing, cell });
        let to = self.plan.exits.get(&step).and_then(|exit| exit.turned_away_to);
        if to.is_none() {
            self.lose(slot);
        }
        to
    }

    /// Plans the end of the patience of a unit that has just joined a queue.
    pub(crate) fn plan_patience(&mut self, slot: u32) {
        if let Some(end) = self.end_of_patience(slot) {
            self.calendar.push(end, phase::COMPLETION, Event::Patience { slot });
        }
    }

    fn end_of_patience(&self, slot: u32) -> Option<u64> {
        let unit = &self.units[slot];
        let draw = self.plan.exits.get(&unit.step())?.patience?;
        Some(unit.since() + self.drawn(unit, draw)).filter(|&end| end <= MAX_TIME)
    }

    /// The patience of whoever had this record when the event was planned ends; it may long be gone.
    pub(crate) fn lose_patience(&mut self, slot: u32) {
        let unit = &self.units[slot];
        let step = unit.step();
        let (Step::Serve { class, thing, cell, .. } | Step::Take { class, thing, cell, .. }) =
            self.plan.steps[step as usize]
        else {
            return;
        };
        // Whoever was interrupted has been served already and stays.
        let servers = self.things[thing as usize].servers.as_ref();
        let is_interrupted = servers.is_some_and(|servers| servers.has_interrupted(slot));
        if unit.state() != State::Waiting || is_interrupted || self.end_of_patience(slot) != Some(self.now) {
            return;
        }
        self.write_run(slot);
        let unit = &self.units[slot];
        let (who, Wait { within, outside, .. }) = (unit.who, self.split_wait(thing, unit.since()));
        self.tell_level(thing);
        self.things[thing as usize].pool.remove(&mut self.units, slot, class);
        self.units[slot].set_state(State::Working);
        self.sink.record(self.now, Fact::GaveUp { who, thing, cell, within, outside });
        match self.plan.exits.get(&step).and_then(|exit| exit.impatient_to) {
            Some(to) => {
                self.units[slot].set_step(to);
                self.woken.push(slot, to);
            }
            None => self.lose(slot),
        }
        // Whoever stands behind may fit where this one did not.
        self.grant(thing);
    }

    /// A unit leaves the model without having done what it came for, and gives back what it holds.
    fn lose(&mut self, slot: u32) {
        let unit = &self.units[slot];
        let (account, who, age, step) = (unit.account(), unit.who, self.now - unit.born(), unit.step());
        self.sink.record(self.now, Fact::Lost { account, who, age });
        self.units.remove(slot);
        for holding in self.plan.holdings[step as usize].iter() {
            match self.plan.things[holding.thing as usize].kind {
                ThingKind::Empties => self.return_boxes(account, holding.count),
                _ => self.give(holding.thing, holding.count),
            }
        }
        if self.plan.accounts[account as usize].role == Role::Cargo {
            self.count(Counted::Finished);
        }
    }
}
