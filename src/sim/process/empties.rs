//! Empty boxes: pools that some take from and others add to, and reviews that send empties where they are short.
//!
//! The pool of the engine counts what is not there: a stock is [`STOCK_LIMIT`] less what is held. So boxes are waited for as anything else is.

use super::super::StopReason;
use super::super::event::{Event, phase};
use super::super::interpreter::Interpreter;
use super::super::unit::Unit;
use super::disruption::FOLLOWED;
use crate::engine::pool::Pool;
use crate::observe::{Fact, Sink};
use crate::plan::{Boxes, Plan, Role, STOCK_LIMIT, Step, Thing, ThingKind};

/// A pool of empties with what stands there at the start.
pub fn stocked(thing: &Thing, mut pool: Pool) -> Pool {
    if thing.kind == ThingKind::Empties {
        pool.seize(STOCK_LIMIT - thing.capacity.min(STOCK_LIMIT));
    }
    pool
}

/// What the engine's pool of a thing has room for.
pub fn room(thing: &Thing) -> u32 {
    if thing.kind == ThingKind::Empties { STOCK_LIMIT } else { thing.capacity }
}

/// What stands in a pool of empties.
pub fn stock(pool: &Pool) -> u32 {
    STOCK_LIMIT - pool.held()
}

impl<S: Sink> Interpreter<'_, S> {
    /// Boxes come to a pool, and who waits for them gets them.
    pub(crate) fn restock(&mut self, thing: u32, count: u32) {
        self.tell_level(thing);
        let pool = &mut self.things[thing as usize].pool;
        if pool.held() < count {
            let kind = self.plan.kind_of(thing).map_or(0, |(kind, _)| kind);
            self.outside[kind] -= i64::from(count);
            return self.stop_for(StopReason::Entities { limit: u64::from(STOCK_LIMIT) });
        }
        pool.release(count);
        self.sink.record(self.now, Fact::Restocked { thing, count });
        self.grant(thing);
    }

    /// Steps of boxes that wait for nothing.
    #[inline(never)]
    pub(crate) fn handle_boxes(&mut self, step: Step) {
        match step {
            Step::Restock { count, thing } => self.restock(thing, u32::from(count)),
            Step::Bring { count, kind } => self.outside[kind as usize] += i64::from(count),
            Step::Keep { count, kind } => self.outside[kind as usize] -= i64::from(count),
            _ => {}
        }
    }

    /// A unit is lost: its boxes go back to where they came from.
    pub(crate) fn return_boxes(&mut self, account: u32, count: u32) {
        match self.plan.accounts[account as usize].boxes {
            Some(Boxes { origin: Some(pool), .. }) => self.restock(pool, count),
            Some(Boxes { kind, .. }) => self.outside[kind as usize] -= i64::from(count),
            None => {}
        }
    }

    /// The first review of each reposition.
    pub(crate) fn begin_reviews(&mut self) {
        for number in 0..self.plan.repositions.len() as u32 {
            self.plan_review(number);
        }
    }

    fn plan_review(&mut self, number: u32) {
        let next = self.now + self.plan.repositions[number as usize].rule.review;
        if next <= self.run.horizon + FOLLOWED {
            self.calendar.push(next, phase::WORLD, Event::Review { number });
        }
    }

    /// Somebody looks at both pools, and sends what the one can spare and the other wants.
    pub(crate) fn review(&mut self, number: u32) {
        // Beyond the horizon cargo is followed that may wait for what is sent.
        if self.now > self.run.horizon && !self.is_inside(|role| role == Role::Cargo) {
            return;
        }
        self.plan_review(number);
        let plan: &Plan = self.plan;
        let about = &plan.repositions[number as usize];
        let pool = &self.things[about.from as usize].pool;
        let spare = if pool.has_queue() { 0 } else { stock(pool) };
        let there = stock(&self.things[about.to as usize].pool).saturating_add(self.on_the_way(about.to));
        let count = about.rule.due(spare, there);
        if !self.has_room_for(count) {
            return;
        }
        for _ in 0..count {
            let who = self.sink.0.accounts[about.account as usize].created as u32;
            self.sink.record(self.now, Fact::Created { account: about.account, who });
            let slot = self.units.insert(Unit::new(about.account, who, about.entry, self.now));
            self.woken.push(slot, about.entry);
        }
    }

    /// Boxes that were sent to a pool and have not come there.
    fn on_the_way(&self, to: u32) -> u32 {
        let books = &self.sink.0.accounts;
        let inside = |account: usize| books[account].created - books[account].ended - books[account].lost;
        let there = self.plan.repositions.iter().filter(|one| one.to == to);
        there.map(|one| inside(one.account as usize) as u32).sum()
    }
}
