//! The interpreter: takes events in their order and lets units walk through the steps of their plan.
//!
//! A unit walks until it must wait or time must pass. Units that it woke walk after it, in the order in which they were woken, before the next
//! event. Each kind of step is a function of its own in `process`.

use std::collections::VecDeque;
use std::sync::atomic::Ordering;

use super::event::{Event, phase};
use super::process::source::SourceState;
use super::unit::{State, Unit, Units};
use super::{Limits, Outcome, Replication, SimError};
use crate::engine::calendar::Calendar;
use crate::engine::draw::{bits, stream_key, uniform};
use crate::engine::pool::Pool;
use crate::model::{Counted, End, Run, WarmUp};
use crate::observe::{Books, Fact, Marks, Sink};
use crate::plan::{Plan, Step};
use crate::units::{Millis, spoken, ticks};

/// Steps at one instant after which time is thought to stand still.
const STANDSTILL: u64 = 1_000_000;

/// Events between two looks at the stop sign.
const LOOK_EVERY: u64 = 1 << 16;

/// One replication on its way.
pub struct Interpreter<'a, S> {
    pub(super) plan: &'a Plan,
    pub(super) run: &'a Run,
    pub(super) limits: Limits<'a>,
    pub(super) replication: Replication,
    pub(super) calendar: Calendar<Event>,
    pub(super) now: Millis,
    pub(super) units: Units,
    pub(super) things: Vec<&'a mut Pool>,
    pub(super) sources: Vec<&'a mut SourceState>,
    /// Things by calendar, to open and shut.
    pub(super) things_of: Vec<Vec<u32>>,
    pub(super) draw_keys: Vec<u64>,
    pub(super) branch_keys: Vec<u64>,
    pub(super) woken: VecDeque<u32>,
    pub(super) sink: (Books, S),
    pub(super) created: u64,
    counted: u64,
    chain: u64,
    chain_at: Millis,
    is_over: bool,
    from: Option<Marks>,
    until: Option<Marks>,
    samples: Vec<Millis>,
}

impl<'a, S: Sink> Interpreter<'a, S> {
    pub fn new(
        plan: &'a Plan,
        run: &'a Run,
        replication: Replication,
        limits: Limits<'a>,
        things: Vec<&'a mut Pool>,
        sources: Vec<&'a mut SourceState>,
        extra: S,
    ) -> Self {
        let key = |purpose: u64| stream_key(replication.seed, replication.number, purpose);
        let mut things_of = vec![Vec::new(); plan.calendars.len()];
        for (number, thing) in plan.things.iter().enumerate() {
            if let Some(calendar) = thing.calendar {
                things_of[calendar as usize].push(number as u32);
            }
        }
        Self {
            plan,
            run,
            limits,
            replication,
            calendar: Calendar::new(),
            now: 0,
            units: Units::new(),
            things,
            sources,
            things_of,
            draw_keys: plan.draws.iter().map(|draw| key(draw.purpose)).collect(),
            branch_keys: plan.branches.iter().map(|branch| key(branch.purpose)).collect(),
            woken: VecDeque::new(),
            sink: (Books::new(plan, run.bucket, run.horizon), extra),
            created: 0,
            counted: 0,
            chain: 0,
            chain_at: 0,
            is_over: false,
            from: None,
            until: None,
            samples: Vec::new(),
        }
    }

    /// Runs to the end.
    pub fn run(mut self) -> Result<(Outcome, S), SimError> {
        self.begin();
        let mut events = 0;
        while let Some((time, event)) = self.calendar.pop() {
            self.now = time;
            events += 1;
            self.handle(event)?;
            while let Some(slot) = self.woken.pop_front() {
                self.walk(slot)?;
            }
            if events % LOOK_EVERY == 0 && self.limits.stop.load(Ordering::Relaxed) {
                return Err(SimError::Interrupted);
            }
            if events >= self.limits.max_events {
                let (replication, limit) = (self.replication.number, self.limits.max_events);
                return Err(SimError::EventLimit { replication, limit, after: spoken(self.now) });
            }
            if self.is_over {
                break;
            }
        }
        Ok(self.finish(events))
    }

    /// What is in the calendar before anything has happened.
    fn begin(&mut self) {
        self.calendar.push(self.run.horizon, phase::HORIZON, Event::Horizon);
        match self.run.warm_up {
            WarmUp::Fixed(time) => self.calendar.push(time, phase::WORLD, Event::WarmUpEnds),
            WarmUp::Arrivals(0) => self.calendar.push(0, phase::WORLD, Event::WarmUpEnds),
            WarmUp::Arrivals(_) => {}
        }
        for calendar in 0..self.things_of.len() {
            self.begin_hours(calendar as u32);
        }
        self.calendar.push(0, phase::SAMPLE, Event::Sample);
        for source in 0..self.sources.len() {
            self.begin_source(source as u32);
        }
    }

    fn handle(&mut self, event: Event) -> Result<(), SimError> {
        match event {
            Event::Arrive { source } => self.arrive(source),
            Event::Done { slot } => self.done(slot),
            Event::Hours { calendar } => {
                self.change_hours(calendar);
                Ok(())
            }
            Event::Sample => {
                self.sample();
                Ok(())
            }
            Event::WarmUpEnds => {
                self.end_warm_up();
                Ok(())
            }
            Event::Horizon => {
                self.reach_horizon();
                Ok(())
            }
        }
    }

    /// The time of a unit's step has passed: books it and walks on.
    fn done(&mut self, slot: u32) -> Result<(), SimError> {
        let step = self.units[slot].step();
        match self.plan.steps[step as usize] {
            Step::Serve { thing, cell, .. } => self.end_service(slot, thing, cell),
            Step::Work { thing, cell, .. } => self.book_work(slot, thing, cell),
            Step::Spend { cell, .. } => self.book_time(slot, cell),
            Step::Move { cell, passage, .. } => {
                self.book_time(slot, cell);
                self.sink.record(self.now, Fact::Moved { passage });
            }
            _ => {}
        }
        self.units[slot].set_step(step + 1);
        self.walk(slot)
    }

    /// Lets a unit take steps until it must wait, time must pass, or it ends.
    pub(super) fn walk(&mut self, slot: u32) -> Result<(), SimError> {
        let steps = &self.plan.steps;
        loop {
            let step = self.units[slot].step();
            match steps[step as usize] {
                Step::Serve { class, thing, draw, cell } => return self.serve(slot, class, thing, draw, cell),
                Step::Take { class, count, thing, cell } => {
                    if !self.take(slot, class, u32::from(count), thing, cell) {
                        return Ok(());
                    }
                }
                Step::Give { count, thing } => self.give(thing, u32::from(count)),
                Step::Work { thing, draw, .. } => {
                    self.work(slot, thing, draw);
                    return self.moved_on(step);
                }
                Step::Spend { draw, .. } | Step::Move { draw, .. } => {
                    self.spend(slot, draw);
                    return self.moved_on(step);
                }
                Step::Branch { branch } => {
                    self.branch(slot, step, branch);
                    self.moved_on(step)?;
                    continue;
                }
                Step::Goto { to } => {
                    self.jump(slot, step, to);
                    self.moved_on(step)?;
                    continue;
                }
                Step::Enter { visit } => self.enter(slot, visit),
                Step::Leave { visit } => self.leave(slot, visit),
                Step::Pass { visit } => self.sink.record(self.now, Fact::Passed { visit }),
                Step::Stage { stage } => self.end_stage(slot, stage),
                Step::Split { entry, account } => self.split(slot, entry, account),
                Step::End => {
                    self.end_unit(slot);
                    return Ok(());
                }
            }
            self.units[slot].set_step(step + 1);
        }
    }

    /// Counts steps at one instant: a loop that takes no time must not run for ever.
    #[inline]
    pub(super) fn moved_on(&mut self, step: u32) -> Result<(), SimError> {
        if self.chain_at != self.now {
            self.chain_at = self.now;
            self.chain = 0;
        }
        self.chain += 1;
        if self.chain > STANDSTILL + self.created {
            return Err(self.standstill(step));
        }
        Ok(())
    }

    #[cold]
    fn standstill(&self, step: u32) -> SimError {
        SimError::Standstill {
            replication: self.replication.number,
            limit: STANDSTILL,
            after: spoken(self.now),
            place: self.plan.paths[self.plan.origin[step as usize] as usize].clone(),
        }
    }

    /// What a unit draws for a time.
    #[inline]
    pub(super) fn drawn(&self, unit: &Unit, draw: u32) -> Millis {
        let key = self.draw_keys[draw as usize];
        ticks(self.plan.draws[draw as usize].law.sample(key, unit.who, unit.round()))
    }

    #[inline]
    fn branch(&mut self, slot: u32, step: u32, branch: u32) {
        let unit = &self.units[slot];
        let u = uniform(bits(self.branch_keys[branch as usize], unit.who, unit.round()));
        let ways = &self.plan.branches[branch as usize].ways;
        let way = ways.iter().find(|(until, _)| u < *until).or(ways.last());
        let to = way.map_or(step + 1, |(_, to)| *to);
        self.jump(slot, step, to);
    }

    #[inline]
    fn jump(&mut self, slot: u32, from: u32, to: u32) {
        let unit = &mut self.units[slot];
        unit.set_step(to);
        if to <= from {
            unit.next_round();
        }
    }

    /// Counts towards `End::After`; only what happens after the warm-up counts.
    #[inline]
    pub(super) fn count(&mut self, what: Counted) {
        if let End::After(limit, counted) = self.run.end
            && counted == what
            && self.from.is_some()
        {
            self.counted += 1;
            self.is_over |= self.counted >= limit;
        }
    }

    pub(super) fn end_warm_up(&mut self) {
        if self.from.is_none() {
            let marks = self.mark();
            self.from = Some(marks);
            self.sink.0.begin_measuring();
        }
    }

    fn reach_horizon(&mut self) {
        let marks = self.mark();
        self.until = Some(marks);
        self.is_over |= self.run.end != End::Drain;
    }

    fn sample(&mut self) {
        self.samples.push(self.now);
        for (number, pool) in self.things.iter().enumerate() {
            self.sink.record(self.now, Fact::Sampled { thing: number as u32, waiting: pool.waiting() });
        }
        let next = self.now + self.run.sample;
        if next <= self.run.horizon {
            self.calendar.push(next, phase::SAMPLE, Event::Sample);
        }
    }

    /// A copy of all that only grows, with levels told up to now and what is going on counted up to now.
    fn mark(&mut self) -> Marks {
        for thing in 0..self.things.len() {
            self.tell_level(thing as u32);
        }
        let mut pending = vec![0; self.plan.cells.len()];
        for unit in self.units.present() {
            for (cell, time) in self.going_on(unit) {
                pending[cell as usize] += time;
            }
        }
        self.sink.0.mark(self.now, &pending)
    }

    /// Time of a unit's present step up to now, by cell of the ledger.
    pub(super) fn going_on(&self, unit: &Unit) -> [(u32, Millis); 2] {
        let (since, now) = (unit.since(), self.now);
        match (self.plan.steps[unit.step() as usize], unit.state()) {
            (Step::Serve { thing, cell, .. } | Step::Take { thing, cell, .. }, State::Waiting) => {
                let (within, outside) = self.split_wait(thing, since);
                [(cell, within), (cell + 1, outside)]
            }
            (Step::Serve { thing, cell, .. }, _) => {
                let (worked, suspended) = self.split_work(thing, since);
                [(cell + 2, worked), (cell + 1, suspended)]
            }
            (Step::Work { thing, cell, .. }, _) => {
                let (worked, suspended) = self.split_work(thing, since);
                [(cell, worked), (cell + 1, suspended)]
            }
            (Step::Spend { cell, .. } | Step::Move { cell, .. }, _) => [(cell, now - since), (cell, 0)],
            _ => [(0, 0), (0, 0)],
        }
    }

    fn finish(mut self, events: u64) -> (Outcome, S) {
        let end = self.mark();
        let mut inside = vec![0; self.plan.accounts.len()];
        for unit in self.units.present() {
            inside[unit.account() as usize] += 1;
            self.sink.0.lived[unit.account() as usize] += self.now - unit.born();
        }
        let mut held = vec![0; self.plan.things.len()];
        let mut waiting_for = vec![0; self.plan.things.len()];
        for unit in self.units.present() {
            self.count_holdings(unit, &mut held, &mut waiting_for);
        }
        let found = self.things.iter().map(|pool| u64::from(pool.held())).collect();
        let until = self.until.unwrap_or_else(|| end.clone());
        // A warm-up that never ended leaves an empty window.
        let from = self.from.filter(|from| from.at <= until.at).unwrap_or_else(|| until.clone());
        let outcome = Outcome {
            books: self.sink.0,
            from,
            until,
            end,
            inside,
            events,
            samples: self.samples,
            held_by_plan: held,
            held_by_pools: found,
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
            (Step::Serve { thing, .. } | Step::Take { thing, .. }, State::Waiting) => {
                waiting[thing as usize] += self.now - unit.since();
            }
            (Step::Serve { thing, .. }, _) => held[thing as usize] += 1,
            _ => {}
        }
    }
}
