//! Lines: cargo that waits for a service at one of its calls, and why it waits.

use std::collections::VecDeque;

use super::super::interpreter::Interpreter;
use super::super::unit::State;
use super::station::level_of;
use crate::observe::{Fact, Sink};
use crate::units::Millis;

/// Why cargo goes on waiting after an instant; in the order of the cells of its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missed {
    /// What it waited for from the start: the time of departure, or more cargo.
    Nothing,
    /// A departure took no more.
    Full,
    /// A departure was put off for want of cargo.
    Cargo,
    /// No vehicle was at hand.
    Vehicle,
}

/// What a line remembers.
#[derive(Debug, Default)]
pub struct Line {
    /// What waits \[TEU; parcels: litres\].
    pub teu: u64,
    /// Runs that stand there, the one that takes on first.
    pub loading: VecDeque<u32>,
    /// What changed the cause of waiting, oldest first.
    log: VecDeque<(Millis, Missed)>,
    /// The wait split last, (since, until), and its parts: those who came together leave together.
    last: (Millis, Millis),
    last_parts: [Millis; 4],
}

impl Line {
    /// From now on who waits here waits for this.
    pub fn note(&mut self, at: Millis, missed: Missed) {
        let place = self.log.partition_point(|(time, _)| *time <= at);
        self.log.insert(place, (at, missed));
        (self.last, self.last_parts) = Default::default();
    }

    /// Nobody waits any more: what was is of no more interest, except what holds now.
    pub fn forget(&mut self) {
        if let Some(last) = self.log.pop_back() {
            self.log.clear();
            self.log.push_back(last);
        }
    }

    /// A wait that began at `since` and ends now, by cause. No wait that goes on, or this one, began before `oldest`: what was before that is forgotten.
    #[inline]
    pub fn split(&mut self, since: Millis, now: Millis, oldest: Millis) -> &[Millis; 4] {
        if self.last != (since, now) {
            self.split_anew(since, now, oldest);
        }
        &self.last_parts
    }

    #[inline(never)]
    fn split_anew(&mut self, since: Millis, now: Millis, oldest: Millis) {
        while self.log.len() > 1 && self.log[1].0 < oldest {
            self.log.pop_front();
        }
        self.last = (since, now);
        self.last_parts = self.parts(since, now);
    }

    /// The same of any wait.
    pub fn parts(&self, since: Millis, now: Millis) -> [Millis; 4] {
        let mut parts = [0; 4];
        let (mut from, mut why) = (since, Missed::Nothing);
        for &(at, missed) in &self.log {
            // No vehicle for the cargo before it means none for this one either; a full departure was another's.
            if at < since {
                why = if missed == Missed::Vehicle { missed } else { Missed::Nothing };
                continue;
            }
            parts[why as usize] += at - from;
            (from, why) = (at, missed);
        }
        parts[why as usize] += now - from;
        parts
    }
}

impl<S: Sink> Interpreter<'_, S> {
    /// The line of a thing that is one.
    pub(crate) fn line(&mut self, thing: u32) -> &mut Line {
        self.things[thing as usize].line.as_mut().expect("only lines are boarded from")
    }

    /// Whether the next vehicle of a unit stands there for it: a run that takes cargo on and has room, or a truck of a fleet. Who waits for it already comes first.
    pub(crate) fn is_at_hand(&self, slot: u32, thing: u32) -> bool {
        let state = &*self.things[thing as usize];
        if state.pool.has_queue() {
            return false;
        }
        let Some(line) = &state.line else { return state.pool.has_free(1) };
        let Some(run) = line.loading.front().map(|&run| &self.units[run]) else { return false };
        let service = &self.plan.services[run.account() as usize];
        let carriage = self.services[run.account() as usize].view(run.carriage());
        let (teu, kg) = self.sizes[self.units[slot].account() as usize];
        !carriage.is_closed && carriage.teu + teu <= service.room && carriage.kg + kg <= service.capacity_kg
    }

    /// Joins a line, and is taken on at once by a run that stands there and has room.
    #[inline(always)]
    pub(crate) fn board(&mut self, slot: u32, step: u32, (class, thing, cell): (u8, u32, u32)) -> Option<u32> {
        let unit = &mut self.units[slot];
        unit.come_to(step, self.now);
        unit.set_state(State::Waiting);
        let who = unit.who;
        let teu = self.sizes[unit.account() as usize].0;
        let state = &mut *self.things[thing as usize];
        let level = level_of(&state.pool);
        state.pool.join(&mut self.units, slot, class);
        let line = state.line.as_mut()?;
        line.teu += u64::from(teu);
        let loading = line.loading.front().copied();
        self.sink.record(self.now, Fact::Joined { who, thing, cell, level });
        if let Some(run) = loading {
            self.load(run, thing);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_split_where_its_cause_changes() {
        let mut line = Line::default();
        line.note(10, Missed::Full);
        line.note(30, Missed::Cargo);
        assert_eq!(line.parts(5, 37), [5, 20, 7, 0]);
        assert_eq!(line.parts(10, 37), [0, 20, 7, 0], "it came at the instant of a full departure");
        assert_eq!(line.parts(12, 37), [18, 0, 7, 0], "that departure was before its time");
        assert_eq!(line.split(31, 37, 31), &[6, 0, 0, 0]);
    }

    #[test]
    fn a_wait_that_another_class_passes_keeps_its_causes() {
        let mut line = Line::default();
        line.note(10, Missed::Full);
        line.note(30, Missed::Cargo);
        // Cargo that came at 35 goes before an empty that came at 5 and still waits.
        assert_eq!(line.split(35, 36, 5), &[1, 0, 0, 0]);
        assert_eq!(line.split(5, 37, 5), &[5, 20, 7, 0]);
    }

    #[test]
    fn a_vehicle_that_is_missing_is_missing_for_who_comes_later_too() {
        let mut line = Line::default();
        line.note(10, Missed::Vehicle);
        assert_eq!(line.parts(12, 20), [0, 0, 0, 8]);
        line.note(15, Missed::Nothing);
        assert_eq!(line.parts(12, 20), [5, 0, 0, 3]);
        line.forget();
        assert_eq!(line.parts(16, 20), [4, 0, 0, 0]);
    }

    #[test]
    fn what_is_noted_late_lies_where_it_belongs() {
        let mut line = Line::default();
        line.note(20, Missed::Nothing);
        line.note(10, Missed::Vehicle);
        assert_eq!(line.parts(0, 30), [20, 0, 0, 10]);
    }
}
