//! Stays at hubs, time that passes, children and the end of a unit.

use super::super::event::{Event, phase};
use super::super::interpreter::Interpreter;
use super::super::unit::Unit;
use crate::model::Counted;
use crate::observe::{Fact, Sink};
use crate::plan::Role;

impl<S: Sink> Interpreter<'_, S> {
    #[inline]
    pub(crate) fn enter(&mut self, slot: u32, visit: u32) {
        self.units[slot].enter(self.now);
        let who = self.units[slot].who;
        self.sink.record(self.now, Fact::Entered { visit, who });
    }

    #[inline]
    pub(crate) fn leave(&mut self, slot: u32, visit: u32) {
        let unit = &self.units[slot];
        let (who, dwell) = (unit.who, self.now - unit.entered());
        self.sink.record(self.now, Fact::Left { visit, who, dwell });
    }

    #[inline]
    pub(crate) fn end_stage(&mut self, slot: u32, stage: u32) {
        let unit = &mut self.units[slot];
        let time = self.now - unit.staged();
        unit.set_staged(self.now);
        self.sink.record(self.now, Fact::StageEnded { stage, time });
    }

    /// Lets the time of a step pass.
    #[inline]
    pub(crate) fn spend(&mut self, slot: u32, draw: u32) {
        let time = self.drawn(&self.units[slot], draw);
        self.calendar.push(self.now + time, phase::COMPLETION, Event::Done { slot });
    }

    #[inline]
    pub(crate) fn book_time(&mut self, slot: u32, cell: u32) {
        let unit = &self.units[slot];
        self.sink.record(self.now, Fact::Spent { who: unit.who, cell, time: self.now - unit.since() });
    }

    /// Starts a child without cargo, with the luck of its parent; it walks when the parent's own walk is over.
    pub(crate) fn split(&mut self, slot: u32, entry: u32, account: u32) {
        let who = self.units[slot].who;
        let child = self.units.insert(Unit::new(account, who, entry, self.now));
        self.sink.record(self.now, Fact::Created { account, who });
        self.woken.push_back(child);
    }

    /// A round of a closed fleet ends and the next begins.
    pub(crate) fn lap(&mut self, slot: u32) {
        let now = self.now;
        let unit = &mut self.units[slot];
        let (account, who, time) = (unit.account(), unit.who, now - unit.born());
        unit.begin_round(now);
        self.sink.record(now, Fact::Lapped { account, who, time });
    }

    /// The stay in a store with a tariff begins.
    pub(crate) fn stamp(&mut self, slot: u32) {
        let now = self.now;
        self.units[slot].set_staged(now);
    }

    /// It ends and is paid for.
    pub(crate) fn charge(&mut self, slot: u32, tariff: u32) {
        let unit = &self.units[slot];
        let micro_usd = self.plan.tariffs[tariff as usize].tariff.charge(self.now - unit.staged());
        self.sink.record(self.now, Fact::Charged { tariff, who: unit.who, micro_usd });
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
                self.walk(slot, standing.entry);
            }
        }
    }

    pub(crate) fn end_unit(&mut self, slot: u32) {
        let unit = &self.units[slot];
        let (account, who, age) = (unit.account(), unit.who, self.now - unit.born());
        self.sink.record(self.now, Fact::Ended { account, who, age });
        self.units.remove(slot);
        if self.plan.accounts[account as usize].role == Role::Cargo {
            self.count(Counted::Finished);
            self.count(Counted::Delivered);
        }
    }
}
