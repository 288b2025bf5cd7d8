//! The interpreter: takes events in their order and lets units walk through the steps of their plan.
//!
//! A unit walks until it must wait or time must pass. Units that it woke walk after it, in the order in which they were woken, before the next
//! event. Each kind of step is a function of its own in `process`.

use std::sync::atomic::Ordering;

use super::event::{Event, phase};
use super::process::carriage::Running;
use super::process::choice::{Published, adopts};
use super::process::disruption::Spells;
use super::process::lane::Turns;
use super::process::source::SourceState;
use super::unit::{Unit, Units};
use super::woken::Woken;
use super::world::{Parts, ThingState};
use super::{Limits, Outcome, Replication, SimError, Stop, StopReason};
use crate::engine::calendar::Calendar;
use crate::engine::draw::{bits, stream_key, uniform};
use crate::engine::law::{self, Law};
use crate::model::{Counted, End, Run, WarmUp};
use crate::observe::{Books, Fact, Marks, Sink};
use crate::plan::{Plan, Rule, Step};

use crate::units::{HOUR, Millis, spoken, ticks};

/// Jumps back at one instant after which time is thought to stand still: whatever goes on for ever without passing time must jump back.
const STANDSTILL: u64 = 1_000_000;

/// Events between two looks at the limits and the stop sign.
const LOOK_EVERY: u64 = 1 << 16;

/// A time that is drawn, with the key of its draws in this replication.
pub(super) struct Drawing {
    key: u64,
    law: Law,
}

impl Drawing {
    #[inline(always)]
    pub(super) fn sample(&self, who: u32, which: u32) -> f64 {
        // The most frequent law first: a branch that is foreseen in place of a jump table.
        match self.law {
            Law::Exponential { mean } => law::exponential(mean, bits(self.key, who, which)),
            Law::Constant(time) => time,
            _ => self.law.sample(self.key, who, which),
        }
    }
}

/// One replication on its way.
pub struct Interpreter<'a, S> {
    pub(super) plan: &'a Plan,
    /// Those of the plan, at hand.
    pub(super) steps: &'a [Step],
    pub(super) run: &'a Run,
    pub(super) limits: Limits<'a>,
    pub(super) replication: Replication,
    pub(super) calendar: Calendar<Event>,
    pub(super) now: Millis,
    pub(super) units: Units,
    pub(super) things: Vec<&'a mut ThingState>,
    pub(super) sources: Vec<&'a mut SourceState>,
    pub(super) services: Vec<&'a mut Running>,
    /// The first account that is not of runs of a service.
    pub(super) first_account: u32,
    /// The first service of boxes of groupage; the others come before it.
    pub(super) first_boxes: usize,
    /// What a consignment of each account takes up \[TEU, or of parcels litres; kg\].
    pub(super) sizes: Vec<(u32, u64)>,
    /// Things by calendar, to open and shut.
    pub(super) things_of: Vec<Vec<u32>>,
    pub(super) draws: Vec<Drawing>,
    pub(super) branch_keys: Vec<u64>,
    pub(super) woken: Woken,
    /// When disruptions hold in this replication.
    pub(super) disruptions: Vec<Spells>,
    /// What boards show.
    pub(super) boards: Vec<Published>,
    /// Whose turn it is at links on which one direction drives at a time.
    pub(super) lanes: Vec<Turns>,
    pub(super) sink: (Books, S),
    pub(super) created: u64,
    /// By type of boxes: those that came with cargo from where there is no pool, less those that stayed where there is none.
    pub(super) outside: Vec<i64>,
    /// What counts towards the end, once measuring has begun.
    counting: Option<Counted>,
    counted: u64,
    /// Jumps back at the present instant.
    turns: u64,
    turned_at: Millis,
    pub(super) events: u64,
    look_at: u64,
    is_over: bool,
    pub(super) stop: Option<Stop>,
    is_interrupted: bool,
    pub(super) from: Option<Marks>,
    pub(super) until: Option<Marks>,
    pub(super) samples: Vec<Millis>,
}

impl<'a, S: Sink> Interpreter<'a, S> {
    pub fn new(
        plan: &'a Plan,
        run: &'a Run,
        replication: Replication,
        limits: Limits<'a>,
        parts: Parts<'a>,
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
            steps: &plan.steps,
            run,
            limits,
            replication,
            calendar: Calendar::new(),
            now: 0,
            units: Units::new(),
            things: parts.things,
            sources: parts.sources,
            services: parts.services,
            first_account: plan.services.len() as u32,
            first_boxes: plan.services.partition_point(|service| !service.is_groupage),
            sizes: plan.accounts.iter().map(|account| (account.room(), account.kg)).collect(),
            things_of,
            draws: plan.draws.iter().map(|draw| Drawing { key: key(draw.purpose), law: draw.law.clone() }).collect(),
            branch_keys: plan.branches.iter().map(|branch| key(branch.purpose)).collect(),
            woken: Woken::default(),
            disruptions: Vec::new(),
            boards: plan.boards.iter().map(|board| Published::new(plan, board)).collect(),
            lanes: plan.lanes.iter().map(|lane| Turns::new(lane.rules)).collect(),
            sink: (Books::new(plan, run.bucket, run.horizon), extra),
            created: 0,
            outside: vec![0; plan.boxes.len()],
            counting: None,
            counted: 0,
            turns: 0,
            turned_at: 0,
            events: 0,
            look_at: LOOK_EVERY.min(limits.max_events),
            is_over: false,
            stop: None,
            is_interrupted: false,
            from: None,
            until: None,
            samples: Vec::new(),
        }
    }

    /// Runs to the end.
    pub fn run(mut self) -> Result<(Outcome, S), SimError> {
        self.begin();
        let mut next = self.woken.pop();
        loop {
            while let Some((slot, step)) = next {
                self.walk(slot, step);
                next = self.woken.pop();
            }
            if self.events >= self.look_at {
                self.look();
            }
            if self.is_over {
                break;
            }
            let units = &self.units;
            let touch = |event: Event| {
                if let Event::Done { slot } = event {
                    units.touch(slot);
                }
            };
            let Some((time, event)) = self.calendar.pop_touching(touch) else { break };
            self.now = time;
            self.events += 1;
            next = self.handle(event).or_else(|| self.woken.pop());
        }
        if self.is_interrupted { Err(SimError::Interrupted) } else { Ok(self.finish()) }
    }

    /// Looks at the limit and the stop sign.
    #[cold]
    fn look(&mut self) {
        if self.events >= self.limits.max_events {
            self.stop_for(StopReason::Events { limit: self.limits.max_events });
        }
        if self.limits.stop.load(Ordering::Relaxed) {
            (self.is_interrupted, self.is_over) = (true, true);
        }
        self.look_at = (self.events + LOOK_EVERY).min(self.limits.max_events);
    }

    /// Whether so many more units may come.
    pub(super) fn has_room_for(&mut self, count: u32) -> bool {
        let has_room = self.units.len() as u64 + u64::from(count) <= self.limits.max_entities;
        if !has_room {
            self.stop_for(StopReason::Entities { limit: self.limits.max_entities });
        }
        has_room
    }

    /// Ends the replication before its time; what was found until now is kept.
    #[cold]
    pub(super) fn stop_for(&mut self, reason: StopReason) {
        self.is_over = true;
        if self.stop.is_none() {
            self.stop = Some(Stop { reason, after: spoken(self.now) });
        }
    }

    /// What is in the calendar before anything has happened.
    fn begin(&mut self) {
        self.calendar.push(self.run.horizon, phase::HORIZON, Event::Horizon);
        match self.run.warm_up {
            WarmUp::Fixed(time) => self.calendar.push(time, phase::WORLD, Event::WarmUpEnds),
            WarmUp::Arrivals(0) | WarmUp::Auto => self.calendar.push(0, phase::WORLD, Event::WarmUpEnds),
            WarmUp::Arrivals(_) => {}
        }
        for calendar in 0..self.things_of.len() {
            self.begin_hours(calendar as u32);
        }
        self.calendar.push(0, phase::SAMPLE, Event::Sample);
        // Queues by hour of the day are told of borders only.
        if self.plan.visits.iter().any(|visit| visit.direction.is_some()) {
            self.plan_look(HOUR);
        }
        for thing in 0..self.things.len() {
            if self.things[thing].servers.is_some() {
                self.begin_servers(thing as u32);
            }
        }
        self.begin_disruptions();
        self.begin_boards();
        for thing in 0..self.things.len() {
            self.begin_quota(thing as u32);
        }
        for source in 0..self.sources.len() {
            self.begin_source(source as u32);
        }
        self.begin_reviews();
        self.begin_circuits();
        self.begin_services();
    }

    /// Who walks on because of an event before those whom it woke, and at which step.
    #[inline]
    fn handle(&mut self, event: Event) -> Option<(u32, u32)> {
        // The two of the hot path first: branches in place of a jump table.
        if let Event::Done { slot } = event {
            return Some((slot, self.done(slot)));
        }
        if let Event::Arrive { source } = event {
            return self.arrive(source);
        }
        self.handle_rare(event);
        None
    }

    #[inline(never)]
    fn handle_rare(&mut self, event: Event) {
        match event {
            Event::Done { .. } | Event::Arrive { .. } => {}
            Event::Patience { slot } => self.lose_patience(slot),
            Event::ServerDone { server, thing } => self.server_done(thing, server),
            Event::Break { server, thing } => self.break_server(thing, server),
            Event::Repaired { server, thing } => self.repair_server(thing, server),
            Event::Hours { calendar } => self.change_hours(calendar),
            Event::Slot { service } => self.slot(service),
            Event::Due { slot } => self.due(slot),
            Event::Refill { thing } => self.refill(thing),
            Event::Lane { lane } => self.take_turns(lane),
            Event::Look { board } => self.look_at_queues(board),
            Event::Publish { board } => self.publish(board),
            Event::Review { number } => self.review(number),
            Event::Disruption { number } => self.change_disruption(number),
            Event::Sample => self.sample(),
            Event::HourlyLook => self.look_hourly(),
            Event::WarmUpEnds => self.end_warm_up(),
            Event::Horizon => self.reach_horizon(),
        }
    }

    /// The time of a unit's step has passed: books it. The step at which the unit goes on.
    #[inline(always)]
    fn done(&mut self, slot: u32) -> u32 {
        let unit = &self.units[slot];
        let (step, who, since) = (unit.step(), unit.who, unit.since());
        if unit.account() < self.first_account {
            self.write_diary(slot);
        }
        match self.steps[step as usize] {
            Step::Serve { thing, cell, .. } => self.end_service(who, since, thing, cell),
            Step::Work { thing, cell, .. } | Step::WorkEach { thing, cell, .. } => self.book_work(slot, thing, cell),
            Step::Spend { cell, .. } | Step::Together { cell, .. } => self.book_time(slot, cell),
            Step::Move { cell, passage, .. } => {
                self.book_time(slot, cell);
                self.sink.record(self.now, Fact::Moved { passage, time: self.now - since });
            }
            _ => {}
        }
        step + 1
    }

    /// The same for a server with a name: the unit goes on before those whom it woke.
    pub(super) fn done_by_name(&mut self, slot: u32) {
        let step = self.done(slot);
        self.units[slot].set_step(step);
        self.woken.push_first(slot, step);
    }

    /// Lets a unit take steps from this one on, until it must wait, time must pass, or it ends. Written into the loop over events, its only caller.
    #[inline(always)]
    fn walk(&mut self, slot: u32, from: u32) {
        let mut step = from;
        while let Some(next) = self.take_step(slot, step) {
            step = next;
        }
    }

    /// One step. The step to go on at, if the unit need not wait.
    #[inline(always)]
    fn take_step(&mut self, slot: u32, step: u32) -> Option<u32> {
        match self.steps[step as usize] {
            Step::Serve { class, thing, draw, cell } => self.come_to_station(slot, step, (class, thing, draw, cell)),
            Step::Take { class, count, thing, cell } => self.take(slot, step, (class, u32::from(count), thing, cell)),
            Step::Work { thing, draw, .. } => self.work(slot, step, thing, draw),
            Step::Spend { draw, .. } => self.spend(slot, step, draw),
            Step::Move { draw, passage, .. } => self.drive(slot, step, draw, passage),
            Step::Branch { branch } => Some(self.branch(slot, branch)),
            Step::Goto { to } => self.go_to(slot, step, to),
            Step::Split { entry, account } => Some(self.split(slot, step, entry, account)),
            Step::Board { class, thing, cell } => self.board(slot, step, (class, thing, cell)),
            Step::Ride { ride } => self.ride(slot, step, ride),
            Step::End => self.end_unit(slot),
            Step::Enter { visit } => Some(self.enter(slot, step, visit)),
            Step::Leave { visit } => Some(self.leave(slot, step, visit)),
            Step::Give { count, thing } => Some(self.give_back(thing, u32::from(count), step)),
            Step::Pass { .. }
            | Step::Stage { .. }
            | Step::Stamp
            | Step::Charge { .. }
            | Step::Pay { .. }
            | Step::Alight
            | Step::Restock { .. }
            | Step::Bring { .. }
            | Step::Keep { .. }
            | Step::Together { .. }
            | Step::Await { .. }
            | Step::WorkEach { .. }
            | Step::Clear { .. }
            | Step::Lap { .. }
            | Step::Gather { .. }
            | Step::Release { .. }
            | Step::Send { .. } => self.take_rare_step(slot, step),
        }
    }

    /// Steps of which a journey has few. The step to go on at, if the unit need not wait.
    #[inline(never)]
    fn take_rare_step(&mut self, slot: u32, step: u32) -> Option<u32> {
        match self.steps[step as usize] {
            Step::Pass { visit } => self.sink.record(self.now, Fact::Passed { visit }),
            Step::Stage { stage } => self.end_stage(slot, stage),
            Step::Stamp => self.stamp(slot),
            Step::Charge { tariff } => self.charge(slot, tariff),
            Step::Pay { toll } => self.pay(slot, toll),
            Step::Alight => self.alight(slot),
            Step::Clear { thing } => self.clear_lane(thing),
            Step::Together { draw, count, .. } => return self.spend_together(slot, step, draw, count),
            Step::Await { group, .. } => return self.await_papers(slot, step, group),
            Step::WorkEach { thing, draw, .. } => return self.work_on_parcels(slot, step, thing, draw),
            Step::Gather { call, draw, .. } => return self.gather(slot, step, call, draw),
            Step::Release { call, .. } => return self.release(slot, step, call),
            Step::Lap { to } => return self.lap(slot, to),
            Step::Send { entry, account, group } => self.send(slot, step, (entry, account, group)),
            boxes => self.handle_boxes(boxes),
        }
        Some(step + 1)
    }

    /// A unit comes to a station; one that is plain and free serves it at once. The step to go on at if it is turned away.
    #[inline(always)]
    fn come_to_station(&mut self, slot: u32, step: u32, serve: (u8, u32, u32, u32)) -> Option<u32> {
        let (class, thing, draw, cell) = serve;
        let unit = &mut self.units[slot];
        unit.come_to(step, self.now);
        let (who, round) = (unit.who, unit.round());
        let state = &*self.things[thing as usize];
        if !state.is_plain {
            return self.serve(slot, class, thing, draw, cell);
        }
        if state.pool.has_free(1) && !state.pool.has_queue() {
            self.seize(who, thing, 1, cell);
            self.plan(self.now + ticks(self.draws[draw as usize].sample(who, round)), slot);
            self.count(Counted::Started);
        } else {
            self.join(slot, class, thing, cell);
        }
        None
    }

    /// Goes on elsewhere; a jump back is a round.
    #[inline]
    fn go_to(&mut self, slot: u32, step: u32, to: u32) -> Option<u32> {
        if to > step {
            return Some(to);
        }
        self.units[slot].next_round();
        self.turns_back(slot, to).then_some(to)
    }

    /// Whether a jump back may be made: a loop that takes no time ends the replication.
    pub(super) fn turns_back(&mut self, slot: u32, to: u32) -> bool {
        if self.turned_at != self.now {
            (self.turned_at, self.turns) = (self.now, 0);
        }
        self.turns += 1;
        if self.turns <= STANDSTILL + self.units.len() as u64 {
            return true;
        }
        self.units[slot].set_step(to);
        let place = self.plan.paths[self.plan.origin[to as usize] as usize].clone();
        self.stop_for(StopReason::Standstill { limit: STANDSTILL, place });
        false
    }

    /// What a unit draws for a time.
    #[inline]
    pub(super) fn drawn(&self, unit: &Unit, draw: u32) -> Millis {
        ticks(self.draws[draw as usize].sample(unit.who, unit.round()))
    }

    /// The step at which a unit goes on.
    #[inline]
    fn branch(&mut self, slot: u32, branch: u32) -> u32 {
        let unit = &self.units[slot];
        let key = self.branch_keys[branch as usize];
        let about = &self.plan.branches[branch as usize];
        let ways = &about.ways;
        match &about.rule {
            Rule::Shares => {}
            Rule::Adoption(adoption) => return ways[usize::from(!adopts(unit, adoption, key))].1,
            Rule::Every(number) => return ways[usize::from(!(unit.who + 1).is_multiple_of(*number))].1,
            Rule::Choice(choice) => return ways[self.choose(unit, choice, key)].1,
            Rule::AtHand(thing) => return ways[usize::from(!self.is_at_hand(slot, *thing))].1,
        }
        let u = uniform(bits(key, unit.who, unit.round()));
        let way = ways.iter().find(|(until, _)| u < *until).or(ways.last());
        way.expect("a branch has ways").1
    }

    /// Counts towards `End::After`; only what happens after the warm-up counts.
    #[inline]
    pub(super) fn count(&mut self, what: Counted) {
        if self.counting == Some(what) {
            self.count_one();
        }
    }

    fn count_one(&mut self) {
        self.counted += 1;
        if let End::After(limit, _) = self.run.end {
            self.is_over |= self.counted >= limit;
        }
    }

    pub(super) fn end_warm_up(&mut self) {
        if self.from.is_none() {
            let marks = self.mark();
            self.from = Some(marks);
            self.sink.0.begin_measuring(self.now);
            if let End::After(_, counted) = self.run.end {
                self.counting = Some(counted);
            }
        }
    }

    fn reach_horizon(&mut self) {
        let marks = self.mark();
        self.until = Some(marks);
        self.is_over |= self.run.end != End::Drain;
    }

    fn sample(&mut self) {
        self.samples.push(self.now);
        for (number, thing) in self.things.iter().enumerate() {
            let (held, waiting) = (thing.pool.held(), thing.pool.waiting());
            self.sink.record(self.now, Fact::Sampled { thing: number as u32, held, waiting });
        }
        if let Some(chain) = self.deadlock() {
            self.stop_for(StopReason::Deadlock { chain });
        }
        let next = self.now + self.run.sample;
        if next <= self.run.horizon {
            self.calendar.push(next, phase::SAMPLE, Event::Sample);
        }
    }

    /// At each full hour: what waited since the last one. This is our own look and no event of the network, so it is not counted.
    fn look_hourly(&mut self) {
        self.events -= 1;
        if self.from.is_some() {
            let waiting = self.things.iter().map(|thing| thing.pool.waiting());
            self.sink.0.look(self.now, waiting);
        }
        self.plan_look(self.now + HOUR);
    }

    fn plan_look(&mut self, time: Millis) {
        if time <= self.run.horizon {
            self.calendar.push(time, phase::SAMPLE, Event::HourlyLook);
        }
    }
}
