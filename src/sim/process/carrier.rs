//! What runs of services do: they take cargo on, leave, and put it off.
//!
//! A run is a unit that walks through its own plan. At a `Gather` it calls cargo from the line there, as much as it has room for; who is called is
//! handled on his way aboard and comes to his `Ride`. The run leaves when its time has come, or it is full, and all who were called are aboard.
//! Riders are passive: their time is that of the run, noted in the diary of its carriage and booked to their own ledger when they are put off.

use super::super::event::{Event, phase};
use super::super::interpreter::Interpreter;
use super::super::unit::{MAX_CARRIAGES, State, Unit, Units};
use super::aboard::{with_boxes, write_wait};
use super::carriage::{Carriage, Departure, Riders};
use super::disruption::FOLLOWED;
use super::line::Missed;
use super::station::level_of;
use crate::engine::pool::{NOBODY, Pool};
use crate::model::Departs;
use crate::observe::{Fact, Sink};
use crate::plan::{Plan, Ride, Role, Service, Step};
use crate::sim::StopReason;
use crate::units::{MAX_TIME, Millis};

impl<S: Sink> Interpreter<'_, S> {
    /// The first runs, and the first times of departure.
    pub(crate) fn begin_services(&mut self) {
        for service in 0..self.plan.services.len() as u32 {
            match self.plan.services[service as usize].departs {
                Departs::At { .. } => self.plan_slot(service),
                Departs::WhenFull { .. } => self.make_run(service, MAX_TIME),
            }
        }
    }

    /// The next time of departure; the event comes when its run begins to take cargo on.
    fn plan_slot(&mut self, service: u32) {
        let about = &self.plan.services[service as usize];
        let Departs::At { slots, .. } = &about.departs else { return };
        let number = self.services[service as usize].slots;
        let Some(due) = slots.at(number).filter(|&due| due <= self.run.horizon + FOLLOWED) else { return };
        let opens = due.saturating_sub(about.loading).max(self.now);
        self.calendar.push(opens, phase::DEPARTURE, Event::Slot { service });
    }

    /// Beyond the horizon services run as long as consignments or empties are on their way.
    fn is_needed(&self) -> bool {
        self.now <= self.run.horizon || self.is_inside(|role| matches!(role, Role::Cargo | Role::Empties))
    }

    /// Whether a unit of certain roles is in the model.
    pub(crate) fn is_inside(&self, of: impl Fn(Role) -> bool) -> bool {
        let books = &self.sink.0.accounts;
        let is_inside = |account: usize| books[account].created > books[account].ended + books[account].lost;
        (0..self.plan.accounts.len()).filter(|&account| of(self.plan.accounts[account].role)).any(is_inside)
    }

    /// A run begins, unless there is too little to carry, or one that was put off takes this departure.
    pub(crate) fn slot(&mut self, service: u32) {
        let about = &self.plan.services[service as usize];
        let Departs::At { slots, least_teu } = &about.departs else { return };
        if !self.is_needed() {
            return;
        }
        let running = &mut *self.services[service as usize];
        let due = slots.at(running.slots).unwrap_or(self.now);
        running.slots += 1;
        let waits = running.postponed.pop_front();
        self.plan_slot(service);
        if let Some(slot) = waits {
            self.carriage(slot).planned = due;
            return self.await_due(slot, due);
        }
        let line = about.lines[0];
        let is_idle = self.line(line).loading.is_empty();
        let has_least = self.line(line).teu >= u64::from(*least_teu);
        if about.loading == 0 && is_idle && !has_least {
            return self.line(line).note(due, Missed::Cargo);
        }
        self.make_run(service, due);
    }

    fn make_run(&mut self, service: u32, due: Millis) {
        let about = &self.plan.services[service as usize];
        if !self.has_room_for(1) {
            return;
        }
        if self.services[service as usize].is_full(MAX_CARRIAGES) {
            return self.stop_for(StopReason::Entities { limit: MAX_CARRIAGES as u64 });
        }
        let running = &mut *self.services[service as usize];
        let who = running.runs;
        running.runs += 1;
        let carriage = running.open(about.lines.len() + 1, NOBODY, due);
        let slot = self.units.insert(Unit::run(service, who, about.entry, self.now, carriage));
        self.services[service as usize].at(carriage).run = slot;
        self.sink.record(self.now, Fact::Created { account: service, who });
        self.woken.push(slot, about.entry);
    }

    /// The run has come to its end.
    pub(crate) fn close_run(&mut self, service: u32, carriage: u32) {
        let run = self.services[service as usize].at(carriage);
        let (left, planned) = (run.left[0], run.planned);
        if let Some(left) = left {
            let late = left.at.saturating_sub(planned);
            self.sink.record(self.now, Fact::Rounded { service, time: self.now - left.at, late });
        }
        self.services[service as usize].close(carriage);
    }

    pub(crate) fn carriage(&mut self, slot: u32) -> &mut Carriage {
        let run = &self.units[slot];
        self.services[run.account() as usize].at(run.carriage())
    }

    /// Begins to take cargo on; the run walks on when it leaves. Until then each party that came aboard at once brings it here once more, to be noted.
    pub(crate) fn gather(&mut self, slot: u32, step: u32, call: u8, draw: u32) -> Option<u32> {
        if self.carriage(slot).parties > 0 {
            self.note_party(slot, call);
            return None;
        }
        let now = self.now;
        let unit = &mut self.units[slot];
        unit.come_to(step, now);
        let (service, who) = (unit.account(), unit.who);
        let stop = self.drawn(&self.units[slot], draw);
        let about: &Service = &self.plan.services[service as usize];
        let thing = about.lines[usize::from(call)];
        self.sink.record(now, Fact::Called { service, who, call });
        let carriage = self.carriage(slot);
        (carriage.call, carriage.is_closed, carriage.is_overdue) = (call, false, false);
        let due = if call == 0 { carriage.due } else { carriage.planned_at(call, about).unwrap_or(0).max(now + stop) };
        if call == 0 {
            carriage.planned = due;
        }
        let line = self.line(thing);
        if due < now {
            line.note(due, Missed::Vehicle);
        } else if call == 0 && due == MAX_TIME {
            line.note(now, Missed::Nothing);
        }
        line.loading.push_back(slot);
        self.load(slot, thing);
        if due <= now {
            self.carriage(slot).due = now;
            self.due(slot);
        } else if due < MAX_TIME {
            self.await_due(slot, due);
        }
        None
    }

    fn await_due(&mut self, slot: u32, due: Millis) {
        self.carriage(slot).due = due;
        self.calendar.push(due, phase::DEPARTURE, Event::Due { slot });
    }

    /// The time of a run has come, if it has not left before: it takes nothing more on, unless it has too little.
    pub(crate) fn due(&mut self, slot: u32) {
        let unit = &self.units[slot];
        let Step::Gather { call, .. } = self.steps[unit.step() as usize] else { return };
        let service = unit.account();
        let now = self.now;
        let carriage = self.carriage(slot);
        if carriage.is_closed || carriage.due != now {
            return;
        }
        let thing = self.plan.services[service as usize].lines[usize::from(call)];
        match self.line(thing).loading.front() {
            Some(&first) if first != slot => self.due_behind(slot, first, thing),
            _ => self.leave_or_wait(slot, thing),
        }
    }

    /// The time of a run has come while another is before it. One that was postponed takes this departure in its place; behind one that still loads it
    /// takes on what it can in its turn.
    fn due_behind(&mut self, slot: u32, first: u32, thing: u32) {
        let service = self.units[slot].account() as usize;
        match self.services[service].postponed.iter_mut().find(|run| **run == first) {
            Some(place) => {
                *place = slot;
                let planned = self.carriage(slot).planned;
                self.carriage(first).planned = planned;
                self.leave_or_wait(first, thing);
            }
            None => self.carriage(slot).is_overdue = true,
        }
    }

    /// The first at a line, whose time has come, takes nothing more on, unless it has too little.
    fn leave_or_wait(&mut self, slot: u32, thing: u32) {
        let now = self.now;
        let service = self.units[slot].account() as usize;
        let carriage = self.carriage(slot);
        let (call, aboard) = (carriage.call, u64::from(carriage.teu));
        if let (0, Departs::At { least_teu, .. }) = (call, &self.plan.services[service].departs)
            && aboard + self.line(thing).teu < u64::from(*least_teu)
        {
            self.services[service].postponed.push_front(slot);
            return self.line(thing).note(now, Missed::Cargo);
        }
        self.close(slot, thing);
    }

    /// The run takes nothing more on, and leaves when all are aboard.
    fn close(&mut self, slot: u32, thing: u32) {
        let now = self.now;
        let carriage = self.carriage(slot);
        (carriage.is_closed, carriage.ready) = (true, now);
        if carriage.expected == 0 {
            self.depart(slot, thing);
        }
    }

    /// Takes cargo on from a line as long as the run there has room for the next. Who has nothing to do on the way aboard rides at once.
    pub(crate) fn load(&mut self, slot: u32, thing: u32) {
        let now = self.now;
        let run = &self.units[slot];
        let (service, number) = (run.account() as usize, run.carriage());
        let about = &self.plan.services[service];
        let (carriage, boxes) = with_boxes(&mut self.services, self.first_boxes, (service, number));
        let state = &mut *self.things[thing as usize];
        let Some(line) = state.line.as_mut() else { return };
        if line.loading.front() != Some(&slot) || carriage.is_closed {
            return;
        }
        self.sink.record(now, Fact::Level { thing, level: level_of(&state.pool) });
        let (mut room_teu, mut room_kg) = (about.room - carriage.teu, about.capacity_kg - carriage.kg);
        let (can_be_passed, has_boxes) = (!self.plan.repositions.is_empty(), !boxes.is_empty());
        // Who comes aboard at once keeps his place in the queue: neighbours for one call are put on in one piece.
        let (mut party, mut of, mut to) = (Riders::NONE, NOBODY, 0);
        let (mut is_full, waiting) = (false, state.pool.waiting());
        while let Some(head) = state.pool.head() {
            let oldest = if can_be_passed { oldest_wait(&state.pool, &self.units) } else { None };
            let unit = &mut self.units[head];
            let (teu, kg) = self.sizes[unit.account() as usize];
            let (who, step, since) = (unit.who, unit.step(), unit.since());
            is_full = teu > room_teu || kg > room_kg;
            let (false, Step::Board { cell, .. }) = (is_full, self.steps[step as usize]) else { break };
            (room_teu, room_kg) = (room_teu - teu, room_kg - kg);
            state.pool.leave(unit.behind());
            let parts = *line.split(since, now, oldest.unwrap_or(since));
            self.sink.record(now, Fact::Boarded { who, thing, cell, parts });
            if has_boxes && unit.account() < self.first_account {
                write_wait(boxes, self.first_boxes, unit, (cell, parts));
            }
            unit.set_state(State::Working);
            let Some((visit, ride)) = way_aboard(self.steps, step) else {
                unit.come_to(step + 1, now);
                carriage.expected += 1;
                self.woken.push(head, step + 1);
                carriage.put_on(&mut self.units, party.take(), to);
                continue;
            };
            if let Some(visit) = visit {
                self.sink.record(now, Fact::Left { visit, who, dwell: now - unit.entered() });
            }
            unit.come_to(step + 1 + u32::from(visit.is_some()), now);
            unit.go_aboard(slot);
            if ride != of {
                carriage.put_on(&mut self.units, party.take(), to);
                (of, to) = (ride, self.plan.rides[ride as usize].to);
            }
            party.extend(head);
        }
        if of != NOBODY {
            carriage.put_on(&mut self.units, party, to);
            (carriage.parties, carriage.expected) = (carriage.parties + 1, carriage.expected + 1);
            self.woken.push(slot, self.units[slot].step());
        }
        carriage.count += waiting - state.pool.waiting();
        let taken = about.room - carriage.teu - room_teu;
        (carriage.teu, carriage.kg) = (carriage.teu + taken, about.capacity_kg - room_kg);
        line.teu -= u64::from(taken);
        self.leave_when_full(slot, thing, is_full);
    }

    /// A party is aboard. It is noted when it is its turn to walk, behind those who came at the same instant: they do not miss a run that is full now.
    fn note_party(&mut self, slot: u32, call: u8) {
        let thing = self.plan.services[self.units[slot].account() as usize].lines[usize::from(call)];
        let carriage = self.carriage(slot);
        (carriage.parties, carriage.expected) = (carriage.parties - 1, carriage.expected - 1);
        if carriage.is_closed && carriage.expected == 0 {
            self.depart(slot, thing);
        }
    }

    /// A run that leaves when it is full does so now, or at the latest so long after its first cargo.
    #[inline]
    fn leave_when_full(&mut self, slot: u32, thing: u32, is_full: bool) {
        let about = &self.plan.services[self.units[slot].account() as usize];
        let Departs::WhenFull { longest } = about.departs else { return };
        let carriage = self.carriage(slot);
        if carriage.call > 0 {
            return;
        }
        let is_heavy = about.is_groupage && carriage.kg == about.capacity_kg;
        if is_full || is_heavy || carriage.teu == about.room {
            self.close(slot, thing);
        } else if let (Some(longest), MAX_TIME, true) = (longest, carriage.due, carriage.teu > 0) {
            self.await_due(slot, self.now + longest);
        }
    }

    /// One who was taken on comes aboard.
    pub(crate) fn ride(&mut self, slot: u32, step: u32, ride: u32) -> Option<u32> {
        let about: &Ride = &self.plan.rides[ride as usize];
        let thing = self.plan.services[about.service as usize].lines[usize::from(about.from)];
        let run = *self.line(thing).loading.front()?;
        let unit = &mut self.units[slot];
        unit.come_to(step, self.now);
        unit.go_aboard(run);
        let number = self.units[run].carriage();
        let carriage = self.services[about.service as usize].at(number);
        carriage.put_on(&mut self.units, Riders::one(slot), about.to);
        carriage.expected -= 1;
        if carriage.is_closed && carriage.expected == 0 {
            self.depart(run, thing);
        }
        None
    }

    fn depart(&mut self, slot: u32, thing: u32) {
        let now = self.now;
        let unit = &mut self.units[slot];
        let (service, who, since, step) = (unit.account(), unit.who, unit.since(), unit.step());
        let Step::Gather { call, cell, .. } = self.steps[step as usize] else { return };
        unit.set_step(step + 1);
        let number = unit.carriage();
        let carriage = self.services[service as usize].at(number);
        let parts = [carriage.ready - since, now - carriage.ready];
        carriage.diary.extend([(cell, parts[0]), (cell + 1, parts[1])]);
        carriage.left[usize::from(call)] =
            Some(Departure { ready: carriage.ready, at: now, diary: carriage.diary.len() });
        let (teu, kg, count) = (carriage.teu, carriage.kg, carriage.count);
        let planned = carriage.planned_at(call, &self.plan.services[service as usize]);
        for (cell, time) in (cell..).zip(parts).filter(|(_, time)| *time > 0) {
            self.sink.record(now, Fact::Spent { who, cell, time });
        }
        let left_behind = self.things[thing as usize].pool.waiting();
        let about = &self.plan.services[service as usize];
        let is_full = left_behind > 0 || teu == about.room || about.is_groupage && kg == about.capacity_kg;
        self.sink.record(now, Fact::Departed { service, who, call, count, teu, left_behind, is_full });
        if let Some(planned) = planned {
            self.sink.record(now, Fact::Late { service, who, call, time: now.saturating_sub(planned) });
        }
        self.woken.push(slot, step + 1);
        self.leave_line(service, call, thing, left_behind);
    }

    /// The next run is first at the line, or the next of its service begins.
    fn leave_line(&mut self, service: u32, call: u8, thing: u32, left_behind: u32) {
        let now = self.now;
        let is_ever_there =
            call == 0 && matches!(self.plan.services[service as usize].departs, Departs::WhenFull { .. });
        let line = self.line(thing);
        line.loading.pop_front();
        let next = line.loading.front().copied();
        line.note(
            now,
            match next {
                None if is_ever_there => Missed::Vehicle,
                _ if left_behind > 0 => Missed::Full,
                _ => Missed::Nothing,
            },
        );
        if left_behind == 0 {
            line.forget();
        }
        if is_ever_there {
            self.make_run(service, MAX_TIME);
        }
        if let Some(next) = next {
            self.load(next, thing);
            if self.carriage(next).is_overdue {
                self.leave_or_wait(next, thing);
            }
        }
    }

    /// Puts off who has come where he wanted to. The step to go on at, if nobody must be brought ashore.
    pub(crate) fn release(&mut self, slot: u32, step: u32, call: u8) -> Option<u32> {
        let unit = &mut self.units[slot];
        unit.come_to(step, self.now);
        let (service, who, number) = (unit.account(), unit.who, unit.carriage());
        self.sink.record(self.now, Fact::Called { service, who, call });
        let carriage = self.services[service as usize].at(number);
        carriage.call = call;
        let riders = carriage.put_off(call);
        if self.first_boxes < self.services.len() {
            self.write_rides(service, number, riders.head);
        }
        self.put_off(service, number, riders.head);
        let carriage = self.services[service as usize].at(number);
        if carriage.expected > 0 {
            self.units[slot].set_state(State::Waiting);
        }
        (carriage.expected == 0).then_some(step + 1)
    }

    /// Books the time of riders, from the first on, and lets them walk on.
    fn put_off(&mut self, service: u32, number: u32, head: u32) {
        let now = self.now;
        let carriage = self.services[service as usize].at(number);
        let mut next = head;
        let mut party = Party::NONE;
        while next != NOBODY {
            let unit = &mut self.units[next];
            let (slot, step, since, who) = (next, unit.step(), unit.since(), unit.who);
            next = unit.behind();
            let Step::Ride { ride } = self.steps[step as usize] else { break };
            if ride != party.ride {
                party.land(&mut self.sink, now, carriage, self.plan);
                let departure = carriage.left[usize::from(self.plan.rides[ride as usize].from)];
                party = Party::of(ride, self.sizes[unit.account() as usize], departure);
            }
            party.add(since);
            self.sink.record(now, Fact::PutOff { ride, who, time: now - since });
            let mut at = step + 1;
            if let Step::Enter { visit } = self.steps[at as usize] {
                unit.enter(now);
                self.sink.record(now, Fact::Entered { visit, who });
                at += 1;
            }
            unit.set_step(at);
            self.woken.push(slot, at);
        }
        party.land(&mut self.sink, now, carriage, self.plan);
    }

    /// One who was put off is ashore: the run may go on after the last.
    pub(crate) fn alight(&mut self, slot: u32) {
        let run = self.units[slot].vessel();
        let carriage = self.carriage(run);
        carriage.expected -= 1;
        if carriage.expected > 0 {
            return;
        }
        let unit = &mut self.units[run];
        let (who, since, step, number) = (unit.who, unit.since(), unit.step(), unit.carriage());
        let Step::Release { cell, .. } = self.steps[step as usize] else { return };
        let service = unit.account();
        unit.set_state(State::Working);
        unit.set_step(step + 1);
        let time = self.now - since;
        self.services[service as usize].at(number).diary.push((cell, time));
        self.sink.record(self.now, Fact::Spent { who, cell, time });
        self.woken.push(run, step + 1);
    }

    /// Something of a step is over: of a run its time goes into the diary.
    pub(crate) fn write_run(&mut self, slot: u32) {
        if self.units[slot].account() < self.first_account {
            self.write_diary(slot);
        }
    }

    /// A step of a run is over: its time goes into the diary, before its record changes.
    #[cold]
    pub(crate) fn write_diary(&mut self, slot: u32) {
        let parts = self.going_on(&self.units[slot]);
        let carriage = self.carriage(slot);
        carriage.diary.extend(parts.into_iter().filter(|(_, time)| *time > 0));
    }
}

/// When the longest wait in a line began in which one class may pass the other.
#[inline]
fn oldest_wait(line: &Pool, units: &Units) -> Option<Millis> {
    line.heads().map(|head| units[head].since()).min()
}

/// The stay that ends and the ride that begins after a step of boarding, where nothing else lies between.
#[inline]
fn way_aboard(steps: &[Step], board: u32) -> Option<(Option<u32>, u32)> {
    match steps[board as usize + 1..] {
        [Step::Ride { ride }, ..] => Some((None, ride)),
        [Step::Leave { visit }, Step::Ride { ride }, ..] => Some((Some(visit), ride)),
        _ => None,
    }
}

/// Riders of one kind who are put off together: they have spent the same since their departure, which is booked once for all of them.
struct Party {
    ride: u32,
    size: (u32, u64),
    departure: Departure,
    count: u32,
    /// Before their departure, all together: until the run was ready, and from then on.
    before: [Millis; 2],
}

impl Party {
    const NONE: Self = Self {
        ride: NOBODY,
        size: (0, 0),
        departure: Departure { ready: 0, at: 0, diary: 0 },
        count: 0,
        before: [0; 2],
    };

    fn of(ride: u32, size: (u32, u64), departure: Option<Departure>) -> Self {
        Self { ride, size, departure: departure.unwrap_or_default(), ..Self::NONE }
    }

    /// One more, who came aboard at `since`.
    #[inline]
    fn add(&mut self, since: Millis) {
        let before = self.departure.before(since);
        self.count += 1;
        self.before[0] += before[0];
        self.before[1] += before[1];
    }

    /// Frees their room aboard, and books their time.
    fn land<S: Sink>(&self, sink: &mut S, now: Millis, carriage: &mut Carriage, plan: &Plan) {
        let Some(ride) = plan.rides.get(self.ride as usize) else { return };
        carriage.teu -= self.size.0 * self.count;
        carriage.kg -= self.size.1 * u64::from(self.count);
        carriage.count -= self.count;
        carriage.expected += self.count * u32::from(ride.is_handled);
        for (cell, time) in (ride.gather_cell..).zip(self.before) {
            sink.record(now, Fact::Rode { cell, time });
        }
        let first_of_runs = plan.services[ride.service as usize].cells.start;
        for &(cell, time) in &carriage.diary[self.departure.diary..] {
            let cell = ride.first_cell + cell - first_of_runs;
            sink.record(now, Fact::Rode { cell, time: time * Millis::from(self.count) });
        }
        for &passage in &ride.passages {
            sink.record(now, Fact::Carried { passage, count: self.count });
        }
        sink.record(now, Fact::Landed { ride: self.ride, count: self.count });
    }
}
