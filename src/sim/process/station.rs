//! Taking, holding, serving and giving back: one mechanism for stations, stores and fleets.

use super::super::event::{Event, phase};
use super::super::interpreter::Interpreter;
use super::super::unit::{State, Unit};
use super::servers::Work;
use crate::engine::pool::Pool;
use crate::model::{Closing, Counted};
use crate::observe::{Fact, Level, Sink};
use crate::plan::Step;
use crate::units::{MAX_TIME, Millis, ticks};

/// The parts of a wait \[ms\].
pub(crate) struct Wait {
    /// Within hours.
    pub within: Millis,
    /// Outside hours.
    pub outside: Millis,
    /// During disruptions, within hours or outside.
    pub closure: Millis,
}

impl<S: Sink> Interpreter<'_, S> {
    /// Wait for one server of a station that is not plain and be served. The step to go on at if the unit is turned away; otherwise it walks on when it is done.
    pub(crate) fn serve(&mut self, slot: u32, class: u8, thing: u32, draw: u32, cell: u32) -> Option<u32> {
        if self.is_refused(slot, thing, 1) {
            return self.turn_away(slot, thing, cell);
        }
        if self.may_grant(slot, thing, 1) {
            self.serve_at_once(slot, thing, draw, cell);
        } else if !self.take_over(slot, class, thing, draw, cell) {
            self.join(slot, class, thing, cell);
        }
        None
    }

    /// Wait for so many and then hold them. The step to go on at if the unit need not wait.
    #[inline]
    pub(crate) fn take(
        &mut self,
        slot: u32,
        step: u32,
        (class, count, thing, cell): (u8, u32, u32, u32),
    ) -> Option<u32> {
        self.units[slot].come_to(step, self.now);
        if !self.things[thing as usize].is_plain {
            if let Some(lane) = self.plan.things[thing as usize].lane {
                return self.come_to_lane(slot, class, (thing, cell), lane);
            }
            if self.is_refused(slot, thing, count) {
                return self.turn_away(slot, thing, cell);
            }
        }
        if self.may_grant(slot, thing, count) {
            let who = self.units[slot].who;
            self.seize(who, thing, count, cell);
            return Some(step + 1);
        }
        self.join(slot, class, thing, cell);
        None
    }

    /// Serves a unit that need not wait.
    #[inline(always)]
    pub(crate) fn serve_at_once(&mut self, slot: u32, thing: u32, draw: u32, cell: u32) {
        let who = self.units[slot].who;
        self.seize(who, thing, 1, cell);
        self.start_work(slot, thing, draw);
        self.count(Counted::Started);
    }

    #[inline(always)]
    pub(crate) fn seize(&mut self, who: u32, thing: u32, count: u32, cell: u32) {
        let pool = &mut self.things[thing as usize].pool;
        let level = level_of(pool);
        pool.seize(count);
        self.sink.record(self.now, Fact::Seized { who, thing, cell, level });
    }

    /// The same as a step: the next one.
    #[inline]
    pub(crate) fn give_back(&mut self, thing: u32, count: u32, step: u32) -> u32 {
        self.give(thing, count);
        step + 1
    }

    /// Work by a station that is held.
    #[inline]
    pub(crate) fn work(&mut self, slot: u32, step: u32, thing: u32, draw: u32) -> Option<u32> {
        self.units[slot].come_to(step, self.now);
        self.start_work(slot, thing, draw);
        None
    }

    /// Give back, and let those who wait have it.
    #[inline]
    pub(crate) fn give(&mut self, thing: u32, count: u32) {
        self.tell_level(thing);
        let pool = &mut self.things[thing as usize].pool;
        pool.release(count);
        if pool.has_queue() {
            self.grant(thing);
        }
    }

    #[inline(always)]
    pub(crate) fn end_service(&mut self, who: u32, since: Millis, thing: u32, cell: u32) {
        let (worked, suspended) = self.split_work(thing, since);
        let pool = &mut self.things[thing as usize].pool;
        let level = level_of(pool);
        pool.release(1);
        self.sink.record(self.now, Fact::Served { who, thing, cell: cell + 2, time: worked, level });
        if suspended > 0 {
            self.sink.record(self.now, Fact::Spent { who, cell: cell + 1, time: suspended });
        }
        if self.things[thing as usize].pool.has_queue() {
            self.grant(thing);
        }
    }

    #[inline]
    pub(crate) fn book_work(&mut self, slot: u32, thing: u32, cell: u32) {
        let unit = &self.units[slot];
        let (who, (worked, suspended)) = (unit.who, self.split_work(thing, unit.since()));
        self.sink.record(self.now, Fact::Spent { who, cell, time: worked });
        if suspended > 0 {
            self.sink.record(self.now, Fact::Spent { who, cell: cell + 1, time: suspended });
        }
    }

    /// Tells the level of a thing up to now, before it changes.
    #[inline]
    pub(crate) fn tell_level(&mut self, thing: u32) {
        let level = level_of(&self.things[thing as usize].pool);
        self.sink.record(self.now, Fact::Level { thing, level });
    }

    /// The parts of a wait that began at `since`.
    #[inline(always)]
    pub(crate) fn split_wait(&self, thing: u32, since: Millis) -> Wait {
        let waited = self.now - since;
        if self.things[thing as usize].is_plain || waited == 0 {
            return Wait { within: waited, outside: 0, closure: 0 };
        }
        let about = &self.plan.things[thing as usize];
        let open = |calendar: u32| self.plan.calendars[calendar as usize].open_time(since, self.now);
        let within = about.wait_calendar.map_or(waited, open);
        if about.disruptions.is_empty() {
            return Wait { within, outside: waited - within, closure: 0 };
        }
        let (closure, open) = self.closure(thing, since);
        Wait { within: within - open, outside: waited - within - (closure - open), closure }
    }

    /// The cell of a row for waiting during disruptions.
    pub(crate) fn closure_cell(&self, thing: u32, cell: u32) -> u32 {
        let about = &self.plan.things[thing as usize];
        if about.disruptions.is_empty() { cell } else { cell + 3 + u32::from(about.breaks.is_some()) }
    }

    /// Work that began at `since`: time worked, and time suspended because the station was shut.
    #[inline(always)]
    pub(crate) fn split_work(&self, thing: u32, since: Millis) -> (Millis, Millis) {
        let passed = self.now - since;
        if self.things[thing as usize].is_plain {
            return (passed, 0);
        }
        let thing = &self.plan.things[thing as usize];
        match (thing.calendar, thing.closing) {
            (Some(calendar), Closing::Suspend) => {
                let worked = self.plan.calendars[calendar as usize].open_time(since, self.now);
                (worked, passed - worked)
            }
            _ => (passed, 0),
        }
    }

    /// The thing's calendar opens or shuts it.
    pub(crate) fn change_hours(&mut self, calendar: u32) {
        let opens = self.plan.calendars[calendar as usize].is_open(self.now);
        for index in 0..self.things_of[calendar as usize].len() {
            let thing = self.things_of[calendar as usize][index];
            self.tell_level(thing);
            if opens {
                self.things[thing as usize].pool.reopen();
                self.grant(thing);
            } else {
                self.things[thing as usize].pool.shut();
            }
        }
        self.plan_hours(calendar);
    }

    /// Hours at the start of a run.
    pub(crate) fn begin_hours(&mut self, calendar: u32) {
        if !self.plan.calendars[calendar as usize].is_open(0) {
            for index in 0..self.things_of[calendar as usize].len() {
                let thing = self.things_of[calendar as usize][index];
                self.things[thing as usize].pool.shut();
            }
        }
        self.plan_hours(calendar);
    }

    fn plan_hours(&mut self, calendar: u32) {
        if self.things_of[calendar as usize].is_empty() {
            return;
        }
        if let Some((time, _)) = self.plan.calendars[calendar as usize].next_change(self.now) {
            self.calendar.push(time, phase::WORLD, Event::Hours { calendar });
        }
    }

    #[inline(always)]
    pub(crate) fn join(&mut self, slot: u32, class: u8, thing: u32, cell: u32) {
        let pool = &mut self.things[thing as usize].pool;
        let level = level_of(pool);
        pool.join(&mut self.units, slot, class);
        let unit = &mut self.units[slot];
        unit.set_state(State::Waiting);
        let who = unit.who;
        self.sink.record(self.now, Fact::Joined { who, thing, cell, level });
        if level.waiting == 0 {
            self.draw_ahead(thing, slot, self.steps[self.units[slot].step() as usize]);
        }
        if !self.plan.exits.is_empty() {
            self.plan_patience(slot);
        }
    }

    /// Whether a newcomer may have so many at once: nobody is passed.
    #[inline]
    pub(crate) fn may_grant(&self, slot: u32, thing: u32, count: u32) -> bool {
        let state = &self.things[thing as usize];
        state.pool.has_free(count) && !state.pool.has_queue() && (state.is_plain || self.fits(&self.units[slot], thing))
    }

    /// Lets those who wait have what is free, in their order, until the next one cannot. The level up to now has been told.
    #[inline]
    pub(crate) fn grant(&mut self, thing: u32) {
        while let Some(slot) = self.things[thing as usize].pool.head() {
            let state = &*self.things[thing as usize];
            if !state.draws_ahead && !state.pool.has_free(1) {
                return;
            }
            let unit = &self.units[slot];
            let step = self.steps[unit.step() as usize];
            let count = if let Step::Take { count, .. } = step { u32::from(count) } else { 1 };
            if !state.pool.has_free(count) || !state.is_plain && !self.fits(unit, thing) {
                return self.draw_ahead(thing, slot, step);
            }
            self.grant_to(slot, thing, step, count);
        }
    }

    /// Lets the first of a queue have what it came for.
    #[inline(always)]
    pub(crate) fn grant_to(&mut self, slot: u32, thing: u32, step: Step, count: u32) {
        if self.units[slot].account() < self.first_account {
            self.write_diary(slot);
        }
        let unit = &mut self.units[slot];
        let (who, round, since) = (unit.who, unit.round(), unit.since());
        unit.begin_work(self.now);
        let state = &mut *self.things[thing as usize];
        state.pool.leave(unit.behind());
        state.pool.seize(count);
        match step {
            Step::Serve { draw, cell, .. } if state.is_plain => {
                let kept = state.ahead.of(draw, who, round);
                self.book_plain_wait(who, thing, cell, since);
                let time = match kept {
                    Some(time) => time,
                    None => ticks(self.draws[draw as usize].sample(who, round)),
                };
                self.plan(self.now + time, slot);
                self.count(Counted::Started);
            }
            Step::Serve { draw, cell, .. } => self.serve_after_wait(slot, thing, draw, cell, since),
            Step::Take { cell, .. } => {
                let next = unit.step() + 1;
                unit.set_step(next);
                self.woken.push(slot, next);
                if state.is_plain {
                    self.book_plain_wait(who, thing, cell, since);
                } else {
                    self.book_wait(who, thing, cell, since);
                }
            }
            _ => {}
        }
    }

    /// Of a wait for what is always open: all of it is within hours.
    #[inline(always)]
    fn book_plain_wait(&mut self, who: u32, thing: u32, cell: u32, since: Millis) {
        let within = self.now - since;
        self.sink
            .record(self.now, Fact::Granted { who, thing, cell, within, outside: 0, closure: 0, closure_cell: cell });
    }

    /// Draws the service time of the unit that is next at a plain station.
    #[inline]
    fn draw_ahead(&mut self, thing: u32, slot: u32, step: Step) {
        let state = &mut *self.things[thing as usize];
        if let (true, Step::Serve { draw, .. }) = (state.draws_ahead, step) {
            let unit = &self.units[slot];
            let (who, round) = (unit.who, unit.round());
            let time = ticks(self.draws[draw as usize].sample(who, round));
            state.ahead.keep(draw, who, round, time);
        }
    }

    /// Under the closing rule `FitOnly`: whether the work of this unit would end in time.
    pub(crate) fn fits(&self, unit: &Unit, thing: u32) -> bool {
        let about = &self.plan.things[thing as usize];
        match (about.calendar, about.closing) {
            (Some(calendar), Closing::FitOnly) => {
                let hours = &self.plan.calendars[calendar as usize];
                self.work_ahead(unit, thing).is_none_or(|work| about.closing.may_start(hours, self.now, work))
            }
            _ => true,
        }
    }

    /// The work that a unit brings: that of its own step, or of the next one if it first takes the station.
    fn work_ahead(&self, unit: &Unit, thing: u32) -> Option<Millis> {
        let here = unit.step() as usize;
        match (self.plan.steps[here], self.plan.steps.get(here + 1)) {
            (Step::Serve { draw, .. }, _) => Some(self.drawn(unit, draw)),
            (Step::Take { .. }, Some(&Step::Work { thing: at, draw, .. })) if at == thing => {
                Some(self.drawn(unit, draw))
            }
            _ => None,
        }
    }

    /// A server, already seized, begins with a unit that has waited, or goes on with one that was interrupted.
    fn serve_after_wait(&mut self, slot: u32, thing: u32, draw: u32, cell: u32, since: Millis) {
        let who = self.units[slot].who;
        if let Some(work) = self.interrupted_work(slot, thing) {
            let Wait { within, outside, .. } = self.split_wait(thing, since);
            self.sink.record(self.now, Fact::Resumed { who, thing, cell, within, outside });
            return self.start_named(slot, thing, work);
        }
        self.book_wait(who, thing, cell, since);
        self.start_work(slot, thing, draw);
        self.count(Counted::Started);
    }

    /// The work of a unit that was interrupted.
    #[inline]
    fn interrupted_work(&mut self, slot: u32, thing: u32) -> Option<Work> {
        self.things[thing as usize].servers.as_mut()?.take_interrupted(slot)
    }

    /// Plans the end of work that begins now.
    #[inline(always)]
    pub(crate) fn start_work(&mut self, slot: u32, thing: u32, draw: u32) {
        let unit = &self.units[slot];
        let time = ticks(self.draws[draw as usize].sample(unit.who, unit.round()));
        let state = &*self.things[thing as usize];
        if state.is_plain {
            return self.plan(self.now + time, slot);
        }
        let time = self.slowed(thing, time);
        if state.servers.is_some() {
            return self.start_named(slot, thing, Work::whole(time));
        }
        self.plan(self.end_of_work(thing, time), slot);
    }

    /// A time of work as it is now: longer where a store is full.
    fn slowed(&self, thing: u32, time: Millis) -> Millis {
        let Some(slowing) = &self.plan.things[thing as usize].slowing else { return time };
        let pools = slowing.stores.iter().map(|&store| &self.things[store as usize].pool);
        let (held, capacity) =
            pools.fold((0.0, 0.0), |sum, pool| (sum.0 + f64::from(pool.held()), sum.1 + f64::from(pool.capacity())));
        ticks(time as f64 * slowing.factor(held / capacity))
    }

    /// Plans the end of a unit's step, if that is within time.
    #[inline(always)]
    pub(crate) fn plan(&mut self, end: Millis, slot: u32) {
        if end <= MAX_TIME {
            self.calendar.push(end, phase::COMPLETION, Event::Done { slot });
        }
    }

    #[inline]
    fn book_wait(&mut self, who: u32, thing: u32, cell: u32, since: Millis) {
        let Wait { within, outside, closure } = self.split_wait(thing, since);
        let closure_cell = self.closure_cell(thing, cell);
        self.sink.record(self.now, Fact::Granted { who, thing, cell, within, outside, closure, closure_cell });
    }
}

#[inline]
pub(crate) fn level_of(pool: &Pool) -> Level {
    Level { held: pool.held(), waiting: pool.waiting(), is_open: pool.is_open() }
}
