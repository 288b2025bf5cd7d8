//! Quotas: what is taken is used up, and each period brings more.

use super::super::event::{Event, phase};
use super::super::interpreter::Interpreter;
use super::disruption::FOLLOWED;
use crate::observe::Sink;
use crate::units::Millis;

impl<S: Sink> Interpreter<'_, S> {
    /// The first period: what it brings, and nothing from before.
    pub(crate) fn begin_quota(&mut self, thing: u32) {
        let about = &self.plan.things[thing as usize];
        let Some(refill) = about.refill else { return };
        self.things[thing as usize].pool.seize(about.capacity - refill.count);
        self.plan_refill(thing, refill.every - refill.lead % refill.every);
    }

    /// A new period: what it brings goes to those who wait.
    pub(crate) fn refill(&mut self, thing: u32) {
        let Some(refill) = self.plan.things[thing as usize].refill else { return };
        self.tell_level(thing);
        let pool = &mut self.things[thing as usize].pool;
        pool.release(refill.count.min(pool.held()));
        // Beyond the horizon those are followed who are still inside, as long as somebody is.
        if self.now < self.run.horizon || self.units.present().next().is_some() {
            self.plan_refill(thing, refill.every);
        }
        self.grant(thing);
    }

    fn plan_refill(&mut self, thing: u32, after: Millis) {
        let next = self.now + after;
        if next <= self.run.horizon + FOLLOWED {
            self.calendar.push(next, phase::WORLD, Event::Refill { thing });
        }
    }
}
