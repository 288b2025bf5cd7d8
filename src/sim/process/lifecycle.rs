//! Stays at hubs, time that passes, children and the end of a unit.

use super::super::event::{Event, phase};
use super::super::interpreter::Interpreter;
use super::super::unit::{State, Unit};
use crate::model::Counted;
use crate::observe::{Fact, Sink};
use crate::plan::{Price, Role, Step};
use crate::units::ticks;

impl<S: Sink> Interpreter<'_, S> {
    #[inline]
    pub(crate) fn enter(&mut self, slot: u32, step: u32, visit: u32) -> u32 {
        self.units[slot].enter(self.now);
        let who = self.units[slot].who;
        self.sink.record(self.now, Fact::Entered { visit, who });
        step + 1
    }

    #[inline]
    pub(crate) fn leave(&mut self, slot: u32, step: u32, visit: u32) -> u32 {
        let unit = &self.units[slot];
        let (who, dwell) = (unit.who, self.now - unit.entered());
        self.sink.record(self.now, Fact::Left { visit, who, dwell });
        step + 1
    }

    #[inline]
    pub(crate) fn end_stage(&mut self, slot: u32, stage: u32) {
        let unit = &mut self.units[slot];
        let time = self.now - unit.staged();
        unit.set_staged(self.now);
        self.sink.record(self.now, Fact::StageEnded { stage, time });
    }

    /// Lets the time of a step pass; one without time leads to the next at once.
    #[inline(always)]
    pub(crate) fn spend(&mut self, slot: u32, step: u32, draw: u32) -> Option<u32> {
        let unit = &mut self.units[slot];
        unit.come_to(step, self.now);
        let time = ticks(self.draws[draw as usize].sample(unit.who, unit.round()));
        if time == 0 {
            return Some(step + 1);
        }
        self.calendar.push(self.now + time, phase::COMPLETION, Event::Done { slot });
        None
    }

    /// The same on a link.
    #[inline(always)]
    pub(crate) fn drive(&mut self, slot: u32, step: u32, draw: u32, passage: u32) -> Option<u32> {
        let next = self.spend(slot, step, draw);
        if next.is_some() {
            self.sink.record(self.now, Fact::Moved { passage, time: 0 });
        }
        next
    }

    #[inline]
    pub(crate) fn book_time(&mut self, slot: u32, cell: u32) {
        let unit = &self.units[slot];
        self.sink.record(self.now, Fact::Spent { who: unit.who, cell, time: self.now - unit.since() });
    }

    /// Starts a child without cargo, with the luck of its parent; it walks when the parent's own walk is over. Where the parent goes on.
    #[inline(always)]
    pub(crate) fn split(&mut self, slot: u32, step: u32, entry: u32, account: u32) -> u32 {
        let who = self.units[slot].who;
        let child = self.units.insert(Unit::new(account, who, entry, self.now));
        self.sink.record(self.now, Fact::Created { account, who });
        self.woken.push(child, entry);
        // The steps of the child lie between.
        match self.steps[step as usize + 1] {
            Step::Goto { to } if to > step => to,
            _ => step + 1,
        }
    }

    /// Lets as much time pass as the longest of several.
    pub(crate) fn spend_together(&mut self, slot: u32, step: u32, draw: u32, count: u8) -> Option<u32> {
        self.units[slot].come_to(step, self.now);
        let unit = &self.units[slot];
        let times = (draw..draw + u32::from(count)).map(|draw| self.drawn(unit, draw));
        let end = self.now + times.max().unwrap_or(0);
        self.plan(end, slot);
        None
    }

    /// Waits until no papers of a group are on their way.
    pub(crate) fn await_papers(&mut self, slot: u32, step: u32, group: u8) -> Option<u32> {
        let unit = &mut self.units[slot];
        if unit.papers(group) == 0 {
            return Some(step + 1);
        }
        unit.come_to(step, self.now);
        unit.set_state(State::Waiting);
        None
    }

    /// Starts papers beside a unit, with its luck; they walk when its own walk is over.
    pub(crate) fn send(&mut self, slot: u32, step: u32, (entry, account, group): (u32, u32, u8)) {
        let unit = &mut self.units[slot];
        unit.set_step(step);
        unit.send_paper(group);
        let who = unit.who;
        let paper = self.units.insert(Unit::paper(account, who, entry, self.now, slot, group));
        self.sink.record(self.now, Fact::Created { account, who });
        self.woken.push(paper, entry);
    }

    /// Papers are done: whoever sent them may go on, if he is still there.
    fn tell_sender(&mut self, (sender, group): (u32, u8), who: u32, account: u32) {
        let unit = &mut self.units[sender];
        let is_sender = unit.state() != State::Free
            && unit.who == who
            && Some(unit.account()) == self.plan.accounts[account as usize].parent;
        if !is_sender {
            return;
        }
        unit.paper_done(group);
        let step = unit.step();
        let Step::Await { group: awaited, cell } = self.steps[step as usize] else { return };
        if unit.state() == State::Waiting && awaited == group && unit.papers(group) == 0 {
            unit.set_state(State::Working);
            unit.set_step(step + 1);
            let time = self.now - unit.since();
            self.sink.record(self.now, Fact::Spent { who, cell, time });
            self.woken.push(sender, step + 1);
        }
    }

    /// A round of a closed fleet ends and the next begins.
    pub(crate) fn lap(&mut self, slot: u32, to: u32) -> Option<u32> {
        let now = self.now;
        let unit = &mut self.units[slot];
        let (account, who, time) = (unit.account(), unit.who, now - unit.born());
        unit.begin_round(now);
        self.sink.record(now, Fact::Lapped { account, who, time });
        self.turns_back(slot, to).then_some(to)
    }

    /// The stay in a store with a tariff begins.
    pub(crate) fn stamp(&mut self, slot: u32) {
        let now = self.now;
        self.units[slot].set_staged(now);
    }

    /// It ends, or the stay at the hub does, and is paid for.
    pub(crate) fn charge(&mut self, slot: u32, tariff: u32) {
        let unit = &self.units[slot];
        let micro_usd = match &self.plan.tariffs[tariff as usize].price {
            Price::Stay(price) => price.charge(self.now - unit.staged()),
            Price::Demurrage(price) => price.charge(self.now - unit.entered()),
            Price::Freight(_) | Price::Use(_) | Price::Fee { .. } => return,
        };
        self.sink.record(self.now, Fact::Charged { tariff, who: unit.who, micro_usd });
    }

    /// A fee is paid.
    pub(crate) fn pay(&mut self, slot: u32, toll: u32) {
        let micro_usd = match self.plan.tariffs[toll as usize].price {
            Price::Fee { micro_usd, .. } => micro_usd,
            Price::Freight(micro_usd) => micro_usd,
            Price::Use(of) => (of.usd * 1e6).round() as u64,
            Price::Stay(_) | Price::Demurrage(_) => return,
        };
        let who = self.units[slot].who;
        self.sink.record(self.now, Fact::Charged { tariff: toll, who, micro_usd });
    }

    /// Vehicles of closed fleets stand where they begin.
    pub(crate) fn begin_circuits(&mut self) {
        for standing in &self.plan.standing {
            if !self.has_room_for(standing.count) {
                return;
            }
            for who in standing.first..standing.first + standing.count {
                self.sink.record(self.now, Fact::Created { account: standing.account, who });
                let slot = self.units.insert(Unit::new(standing.account, who, standing.entry, self.now));
                self.woken.push(slot, standing.entry);
            }
        }
    }

    #[inline(always)]
    pub(crate) fn end_unit(&mut self, slot: u32) -> Option<u32> {
        let unit = &self.units[slot];
        let (account, who, age) = (unit.account(), unit.who, self.now - unit.born());
        self.sink.record(self.now, Fact::Ended { account, who, age });
        match self.plan.accounts[account as usize].role {
            Role::Cargo => {
                self.count(Counted::Finished);
                self.count(Counted::Delivered);
            }
            Role::EmptyReturn => {}
            other => self.end_helper(slot, other),
        }
        self.units.remove(slot);
        None
    }

    /// What goes beside consignments, or carries them, has come to its end.
    #[inline(never)]
    fn end_helper(&mut self, slot: u32, role: Role) {
        let unit = &self.units[slot];
        let (account, who) = (unit.account(), unit.who);
        match role {
            Role::Paper => self.tell_sender(unit.sender(), who, account),
            Role::Run => self.close_run(account, unit.carriage()),
            Role::Cargo | Role::Empties | Role::EmptyReturn | Role::Circuit | Role::Errand => {}
        }
    }
}
