//! Disruptions: servers go away for a time and come back, in steps where recovery takes time.
//!
//! All times of a replication are known at its start; who waits carries nothing, and at the end of a wait the time within disruptions is told apart.

use super::super::event::{Event, phase};
use super::super::interpreter::Interpreter;
use crate::engine::draw::{purpose, stream_key};
use crate::model::When;
use crate::observe::Sink;
use crate::units::{Millis, ticks};

/// Steps in which servers come back.
const STEPS: u64 = 4;
/// Spells of one disruption in one replication.
const MOST: u32 = 10_000;

/// The spells of one disruption in one replication.
#[derive(Debug, Default)]
pub struct Spells {
    /// (from, until, end of recovery), in order.
    list: Vec<(Millis, Millis, Millis)>,
}

impl Spells {
    /// Pieces of a wait that lie within a spell or its recovery.
    fn within(&self, since: Millis, now: Millis) -> impl Iterator<Item = (Millis, Millis)> + '_ {
        let first = self.list.partition_point(|(_, _, end)| *end <= since);
        let during = self.list[first..].iter().take_while(move |(from, ..)| *from < now);
        during.map(move |(from, _, end)| ((*from).max(since), (*end).min(now)))
    }

    /// Every instant at which more or fewer servers work.
    fn changes(&self) -> impl Iterator<Item = Millis> + '_ {
        self.list.iter().flat_map(|&(from, until, end)| {
            let steps = if end > until { STEPS } else { 0 };
            let back = (0..=steps).map(move |step| until + (end - until) * step / STEPS);
            std::iter::once(from).chain(back)
        })
    }
}

impl<S: Sink> Interpreter<'_, S> {
    /// Draws when disruptions hold, and plans all changes.
    pub(crate) fn begin_disruptions(&mut self) {
        for number in 0..self.plan.disruptions.len() {
            let spells = Spells { list: self.spells_of(number) };
            for at in spells.changes().filter(|at| *at <= self.run.horizon + FOLLOWED) {
                self.calendar.push(at, phase::WORLD, Event::Disruption { number: number as u32 });
            }
            self.disruptions.push(spells);
        }
    }

    fn spells_of(&self, number: usize) -> Vec<(Millis, Millis, Millis)> {
        let about = &self.plan.disruptions[number];
        match &about.when {
            When::Dated(spans) => spans.iter().map(|(from, until)| (*from, *until, until + about.recovery)).collect(),
            When::Random { between, lasts } => {
                let key = |what: &str| {
                    let purpose = purpose(&format!("disruptions/{}/{what}", about.id));
                    stream_key(self.replication.seed, self.replication.number, purpose)
                };
                let (between_key, lasts_key) = (key("between"), key("lasts"));
                let mut spells = Vec::new();
                let mut at = 0;
                for turn in 0..MOST {
                    let from = at + ticks(between.sample(between_key, turn, 0));
                    if from > self.run.horizon {
                        break;
                    }
                    let until = from + ticks(lasts.sample(lasts_key, turn, 0)).max(1);
                    at = until + about.recovery;
                    spells.push((from, until, at));
                }
                spells
            }
        }
    }

    /// A disruption begins, ends, or recovers a step: servers of what it strikes go or come.
    pub(crate) fn change_disruption(&mut self, number: u32) {
        for thing in 0..self.things.len() as u32 {
            if self.plan.things[thing as usize].disruptions.contains(&number) {
                self.staff(thing);
            }
        }
    }

    /// As many servers as work under all disruptions that hold now.
    fn staff(&mut self, thing: u32) {
        let working = self.plan.things[thing as usize].disruptions.iter().map(|&number| self.working(number));
        let working = working.fold(1.0, f64::min);
        self.tell_level(thing);
        let pool = &mut self.things[thing as usize].pool;
        let capacity = pool.capacity();
        // A hair above, so that half of two is one and not none.
        let left = (f64::from(capacity) * working + 1e-9) as u32;
        pool.send_away(capacity - left.min(capacity));
        self.grant(thing);
    }

    /// Share of servers that work now under one disruption.
    fn working(&self, number: u32) -> f64 {
        let working = self.plan.disruptions[number as usize].working;
        let list = &self.disruptions[number as usize].list;
        let begun = list.partition_point(|(from, ..)| *from <= self.now);
        match begun.checked_sub(1).map(|last| list[last]) {
            Some((_, until, _)) if self.now < until => working,
            Some((_, until, end)) if self.now < end => {
                let steps = (self.now - until) * STEPS / (end - until);
                working + (1.0 - working) * steps as f64 / STEPS as f64
            }
            Some(_) | None => 1.0,
        }
    }

    /// Of a wait that began at `since`: time during disruptions, and how much of that lies within the thing's hours.
    pub(crate) fn closure(&self, thing: u32, since: Millis) -> (Millis, Millis) {
        let about = &self.plan.things[thing as usize];
        let spells = about.disruptions.iter().map(|&number| &self.disruptions[number as usize]);
        let mut pieces: Vec<(Millis, Millis)> = spells.flat_map(|spells| spells.within(since, self.now)).collect();
        pieces.sort_unstable();
        let (mut all, mut open, mut covered) = (0, 0, since);
        for (from, until) in pieces {
            let from = from.max(covered);
            if from < until {
                all += until - from;
                open += about
                    .wait_calendar
                    .map_or(until - from, |calendar| self.plan.calendars[calendar as usize].open_time(from, until));
                covered = until;
            }
        }
        (all, open)
    }
}

/// How long those are followed who are still inside at the horizon \[ms\]; as long as opening hours are known.
pub const FOLLOWED: Millis = 400 * crate::units::DAY;
