//! Taking, holding, serving and giving back: one mechanism for stations, stores and fleets.

use super::super::SimError;
use super::super::event::{Event, phase};
use super::super::interpreter::Interpreter;
use super::super::unit::{State, Unit};
use crate::model::Counted;
use crate::observe::{Fact, Sink};
use crate::plan::Step;
use crate::units::Millis;

impl<S: Sink> Interpreter<'_, S> {
    /// Wait for one server and be served. The unit walks on when it is done.
    #[inline]
    pub(crate) fn serve(&mut self, slot: u32, class: u8, thing: u32, draw: u32, cell: u32) -> Result<(), SimError> {
        self.units[slot].set_since(self.now);
        if self.may_grant(slot, thing, 1) {
            self.tell_level(thing);
            self.things[thing as usize].seize(1);
            self.start_service(slot, thing, draw, cell);
        } else {
            self.join(slot, class, thing, cell);
        }
        self.moved_on(self.units[slot].step())
    }

    /// Wait for so many and then hold them. True if they are held at once.
    #[inline]
    pub(crate) fn take(&mut self, slot: u32, class: u8, count: u32, thing: u32, cell: u32) -> bool {
        self.units[slot].set_since(self.now);
        let is_granted = self.may_grant(slot, thing, count);
        if is_granted {
            self.tell_level(thing);
            self.things[thing as usize].seize(count);
            self.book_wait(slot, thing, cell);
        } else {
            self.join(slot, class, thing, cell);
        }
        is_granted
    }

    /// Give back, and let those who wait have it.
    #[inline]
    pub(crate) fn give(&mut self, thing: u32, count: u32) {
        self.tell_level(thing);
        self.things[thing as usize].release(count);
        self.grant(thing);
    }

    /// Work by a station that is held.
    #[inline]
    pub(crate) fn work(&mut self, slot: u32, thing: u32, draw: u32) {
        let time = self.drawn(&self.units[slot], draw);
        self.units[slot].set_since(self.now);
        self.plan_end(slot, thing, time);
    }

    #[inline]
    pub(crate) fn end_service(&mut self, slot: u32, thing: u32, cell: u32) {
        let unit = &self.units[slot];
        let (who, (worked, suspended)) = (unit.who, self.split_work(thing, unit.since()));
        self.sink.record(self.now, Fact::Spent { who, cell: cell + 2, time: worked });
        if suspended > 0 {
            self.sink.record(self.now, Fact::Spent { who, cell: cell + 1, time: suspended });
        }
        self.give(thing, 1);
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
        let pool = &self.things[thing as usize];
        let (held, waiting, is_open) = (pool.held(), pool.waiting(), pool.is_open());
        self.sink.record(self.now, Fact::Level { thing, held, waiting, is_open });
    }

    /// A wait that began at `since`: time within the thing's hours, and outside them.
    #[inline]
    pub(crate) fn split_wait(&self, thing: u32, since: Millis) -> (Millis, Millis) {
        let waited = self.now - since;
        match self.plan.things[thing as usize].wait_calendar {
            Some(calendar) if waited > 0 => {
                let within = self.plan.calendars[calendar as usize].open_time(since, self.now);
                (within, waited - within)
            }
            _ => (waited, 0),
        }
    }

    /// Work that began at `since`: time worked, and time suspended because the station was shut.
    #[inline]
    pub(crate) fn split_work(&self, thing: u32, since: Millis) -> (Millis, Millis) {
        let passed = self.now - since;
        let thing = &self.plan.things[thing as usize];
        match (thing.calendar, thing.closing) {
            (Some(calendar), crate::model::Closing::Suspend) => {
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
                self.things[thing as usize].reopen();
                self.grant(thing);
            } else {
                self.things[thing as usize].shut();
            }
        }
        self.plan_hours(calendar);
    }

    /// Hours at the start of a run.
    pub(crate) fn begin_hours(&mut self, calendar: u32) {
        if !self.plan.calendars[calendar as usize].is_open(0) {
            for index in 0..self.things_of[calendar as usize].len() {
                let thing = self.things_of[calendar as usize][index];
                self.things[thing as usize].shut();
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

    #[inline]
    fn join(&mut self, slot: u32, class: u8, thing: u32, cell: u32) {
        self.tell_level(thing);
        self.things[thing as usize].join(&mut self.units, slot, class);
        let unit = &mut self.units[slot];
        unit.set_state(State::Waiting);
        let who = unit.who;
        self.sink.record(self.now, Fact::Joined { who, thing, cell });
    }

    /// Whether a newcomer may have so many at once: nobody is passed.
    #[inline]
    fn may_grant(&self, slot: u32, thing: u32, count: u32) -> bool {
        let pool = &self.things[thing as usize];
        pool.has_free(count) && !pool.has_queue() && self.fits(&self.units[slot], thing)
    }

    /// Lets those who wait have what is free, in their order, until the next one cannot.
    #[inline]
    fn grant(&mut self, thing: u32) {
        while let Some(slot) = self.things[thing as usize].head() {
            let step = self.plan.steps[self.units[slot].step() as usize];
            let count = match step {
                Step::Take { count, .. } => u32::from(count),
                _ => 1,
            };
            if !self.things[thing as usize].has_free(count) || !self.fits(&self.units[slot], thing) {
                return;
            }
            self.tell_level(thing);
            let pool = &mut self.things[thing as usize];
            pool.leave(&self.units);
            pool.seize(count);
            self.units[slot].set_state(State::Working);
            match step {
                Step::Serve { draw, cell, .. } => self.start_service(slot, thing, draw, cell),
                Step::Take { cell, .. } => {
                    self.book_wait(slot, thing, cell);
                    let unit = &mut self.units[slot];
                    unit.set_step(unit.step() + 1);
                    self.woken.push_back(slot);
                }
                _ => {}
            }
        }
    }

    /// Under the closing rule `FitOnly`: whether the work of this unit would end in time.
    #[inline]
    fn fits(&self, unit: &Unit, thing: u32) -> bool {
        let about = &self.plan.things[thing as usize];
        match (about.calendar, about.closing) {
            (Some(calendar), crate::model::Closing::FitOnly) => {
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

    #[inline]
    fn start_service(&mut self, slot: u32, thing: u32, draw: u32, cell: u32) {
        self.book_wait(slot, thing, cell);
        let time = self.drawn(&self.units[slot], draw);
        self.units[slot].set_since(self.now);
        self.plan_end(slot, thing, time);
        self.count(Counted::Started);
    }

    #[inline]
    fn plan_end(&mut self, slot: u32, thing: u32, time: Millis) {
        let about = &self.plan.things[thing as usize];
        let end = match about.calendar {
            Some(calendar) => about.closing.finish(&self.plan.calendars[calendar as usize], self.now, time),
            None => self.now + time,
        };
        if end <= crate::units::MAX_TIME {
            self.calendar.push(end, phase::COMPLETION, Event::Done { slot });
        }
    }

    #[inline]
    fn book_wait(&mut self, slot: u32, thing: u32, cell: u32) {
        let unit = &self.units[slot];
        let who = unit.who;
        let (within, outside) = self.split_wait(thing, unit.since());
        self.sink.record(self.now, Fact::Granted { who, thing, cell, within, outside });
    }
}
