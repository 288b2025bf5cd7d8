//! Lanes: links on which one direction drives at a time.
//!
//! The two ends of a lane are things of their own, each with its queue; [`Turns`] says who may drive. It is asked whenever somebody comes or leaves, and at
//! instants that it names itself. While nobody is there nothing happens: what it has done meanwhile is worked out when the next one comes.

use super::super::event::{Event, phase};
use super::super::interpreter::Interpreter;
use crate::engine::pool::Pool;
use crate::model::{OneLane, TurnRule, WhenIdle};
use crate::observe::Sink;
use crate::units::{MAX_TIME, Millis};

/// An instant that never comes.
const NEVER: Millis = Millis::MAX;
/// As many as come.
const ALL: u32 = u32::MAX;

/// Whose turn it is on a lane.
#[derive(Debug, Clone)]
pub struct Turns {
    rules: OneLane,
    /// The side that drives, or will when the change is over.
    side: usize,
    /// When the change of direction that goes on is over.
    changed_at: Option<Millis>,
    /// How many may still enter in this turn.
    left: u32,
    /// When this turn ends by the clock.
    until: Millis,
    /// Before that nobody may follow.
    next_entry: Millis,
    /// Since when nobody is there, and it goes on to change its direction.
    idle_since: Option<Millis>,
    /// The next instant at which it will be asked.
    asked_at: Millis,
}

/// What is to be done at a lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    /// The first of the side that drives enters.
    Enter,
    /// The direction changes.
    Change,
    /// Nothing until somebody comes or leaves, or this instant.
    Wait(Millis),
}

impl Turns {
    /// Those who come from the link's `from` have the first turn.
    pub fn new(rules: OneLane) -> Self {
        let mut turns = Self {
            rules,
            side: 0,
            changed_at: None,
            left: 0,
            until: NEVER,
            next_entry: 0,
            idle_since: None,
            asked_at: 0,
        };
        turns.begin(0, 0);
        turns.rest(0);
        turns
    }

    /// A turn begins, for a side at which so many wait.
    fn begin(&mut self, now: Millis, here: u32) {
        (self.left, self.until) = match self.rules.rule {
            TurnRule::Exhaustive => (ALL, NEVER),
            TurnRule::Gated => (here, NEVER),
            TurnRule::Limited(vehicles) => (vehicles, NEVER),
            TurnRule::Timed(green) => (ALL, now.saturating_add(green)),
        };
    }

    /// What is to be done with so many on the lane, and waiting at its sides.
    fn next(&mut self, now: Millis, held: u32, waiting: [u32; 2]) -> Next {
        let (here, there) = (waiting[self.side], waiting[1 - self.side]);
        if let Some(at) = self.changed_at {
            if now < at {
                return Next::Wait(at);
            }
            self.changed_at = None;
            self.begin(now, here);
        }
        let is_spent = self.left == 0 || now >= self.until;
        let is_through = self.until == NEVER && here == 0 && held == 0;
        let is_wanted = there > 0 || here > 0 && self.rules.when_idle == WhenIdle::Cycle;
        if (is_spent || is_through) && is_wanted {
            return if held == 0 { Next::Change } else { Next::Wait(NEVER) };
        }
        if is_spent && here > 0 {
            self.begin(now, here); // nobody waits at the other side
        }
        let end = if there > 0 { self.until } else { NEVER };
        if here == 0 || self.rules.places.is_some_and(|places| held >= places) {
            Next::Wait(end)
        } else if now < self.next_entry {
            Next::Wait(self.next_entry.min(end))
        } else {
            Next::Enter
        }
    }

    /// One enters.
    fn enter(&mut self, now: Millis) {
        self.left -= u32::from(self.left != ALL);
        self.next_entry = now + self.rules.headway;
    }

    /// The direction changes; the lane is empty.
    fn change(&mut self, now: Millis) {
        self.side = 1 - self.side;
        self.changed_at = Some(now + self.rules.switch);
        self.next_entry = 0;
    }

    /// Nobody is there any more.
    fn rest(&mut self, now: Millis) {
        if self.rules.when_idle == WhenIdle::Cycle {
            let end = if self.until == NEVER { now } else { self.until };
            self.idle_since = Some(end.max(now));
        }
    }

    /// What it has done while nobody was there: a change, and under a clock a turn behind it, again and again.
    fn catch_up(&mut self, now: Millis) {
        let green = if let TurnRule::Timed(green) = self.rules.rule { green } else { 0 };
        let round = self.rules.switch + green;
        let Some(since) = self.idle_since.take().filter(|since| *since <= now && round > 0) else { return };
        let rounds = (now - since) / round;
        let begun = since + rounds * round;
        if rounds.is_multiple_of(2) {
            self.side = 1 - self.side;
        }
        self.next_entry = 0;
        let changed = begun + self.rules.switch;
        if now < changed {
            self.changed_at = Some(changed);
        } else {
            self.changed_at = None;
            self.begin(changed, 0);
        }
    }
}

impl<S: Sink> Interpreter<'_, S> {
    /// A unit comes to the end of a lane. The step to go on at, if it need not wait.
    pub(crate) fn come_to_lane(
        &mut self,
        slot: u32,
        class: u8,
        (thing, cell): (u32, u32),
        (lane, side): (u32, u8),
    ) -> Option<u32> {
        let now = self.now;
        self.lanes[lane as usize].catch_up(now);
        if self.may_enter(lane, usize::from(side)) {
            self.lanes[lane as usize].enter(now);
            let unit = &self.units[slot];
            let (who, next) = (unit.who, unit.step() + 1);
            self.seize(who, thing, 1, cell);
            return Some(next);
        }
        self.join(slot, class, thing, cell);
        self.take_turns(lane);
        None
    }

    /// Whether a newcomer need not wait: nobody is passed.
    fn may_enter(&mut self, lane: u32, side: usize) -> bool {
        let (held, mut waiting) = self.at_lane(lane);
        if waiting[side] > 0 || self.lanes[lane as usize].side != side {
            return false;
        }
        waiting[side] = 1;
        self.lanes[lane as usize].next(self.now, held, waiting) == Next::Enter
    }

    /// How many are on a lane, and wait at its sides.
    fn at_lane(&self, lane: u32) -> (u32, [u32; 2]) {
        let pools = self.plan.lanes[lane as usize].sides.map(|thing| &self.things[thing as usize].pool);
        (pools[0].held() + pools[1].held(), pools.map(Pool::waiting))
    }

    /// A unit has left a lane.
    pub(crate) fn clear_lane(&mut self, thing: u32) {
        self.tell_level(thing);
        self.things[thing as usize].pool.release(1);
        if let Some((lane, _)) = self.plan.things[thing as usize].lane {
            self.take_turns(lane);
        }
    }

    /// Does what is to be done at a lane.
    pub(crate) fn take_turns(&mut self, lane: u32) {
        let now = self.now;
        loop {
            let (held, waiting) = self.at_lane(lane);
            let turns = &mut self.lanes[lane as usize];
            match turns.next(now, held, waiting) {
                Next::Enter => {
                    turns.enter(now);
                    let side = turns.side;
                    self.admit(self.plan.lanes[lane as usize].sides[side]);
                }
                Next::Change => turns.change(now),
                Next::Wait(NEVER) => {
                    if held == 0 && waiting == [0, 0] {
                        turns.rest(now);
                    }
                    return;
                }
                Next::Wait(at) => return self.ask_again(lane, at),
            }
        }
    }

    fn ask_again(&mut self, lane: u32, at: Millis) {
        let turns = &mut self.lanes[lane as usize];
        if turns.asked_at != at && at <= MAX_TIME {
            turns.asked_at = at;
            self.calendar.push(at, phase::WORLD, Event::Lane { lane });
        }
    }

    /// The first who waits at the end of a lane enters it.
    fn admit(&mut self, thing: u32) {
        let Some(slot) = self.things[thing as usize].pool.head() else { return };
        let step = self.steps[self.units[slot].step() as usize];
        self.tell_level(thing);
        self.grant_to(slot, thing, step, 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turns(rule: TurnRule, when_idle: WhenIdle, switch: Millis) -> Turns {
        Turns::new(OneLane { rule, switch, when_idle, places: Some(2), headway: 3 })
    }

    #[test]
    fn a_direction_keeps_the_lane_until_nobody_of_it_is_there() {
        let mut lane = turns(TurnRule::Exhaustive, WhenIdle::Stay, 10);
        assert_eq!(lane.next(0, 0, [1, 5]), Next::Enter);
        lane.enter(0);
        // A follower keeps its distance; a third waits for a place; one on the lane is enough to keep it.
        assert_eq!(lane.next(1, 1, [1, 5]), Next::Wait(3));
        assert_eq!(lane.next(3, 1, [1, 5]), Next::Enter);
        lane.enter(3);
        assert_eq!(lane.next(9, 2, [1, 5]), Next::Wait(NEVER));
        assert_eq!(lane.next(9, 1, [0, 5]), Next::Wait(NEVER));
        assert_eq!(lane.next(9, 0, [0, 5]), Next::Change);
        lane.change(9);
        assert_eq!((lane.next(9, 0, [0, 5]), lane.next(19, 0, [0, 5])), (Next::Wait(19), Next::Enter));
    }

    #[test]
    fn a_turn_ends_after_those_who_waited_or_so_many() {
        for rule in [TurnRule::Gated, TurnRule::Limited(1)] {
            let mut lane = turns(rule, WhenIdle::Stay, 0);
            assert_eq!(lane.next(0, 0, [1, 0]), Next::Enter, "{rule:?}");
            lane.enter(0);
            assert_eq!(lane.next(5, 1, [1, 1]), Next::Wait(NEVER), "{rule:?}");
            assert_eq!(lane.next(5, 0, [1, 1]), Next::Change, "{rule:?}");
            // Nobody at the other side: the turn begins anew.
            assert_eq!(lane.next(5, 1, [1, 0]), Next::Enter, "{rule:?}");
        }
    }

    #[test]
    fn a_light_changes_by_the_clock() {
        let mut lane = turns(TurnRule::Timed(100), WhenIdle::Stay, 10);
        assert_eq!(lane.next(50, 0, [0, 1]), Next::Wait(100));
        assert_eq!(lane.next(99, 0, [1, 1]), Next::Enter);
        assert_eq!(lane.next(100, 1, [1, 1]), Next::Wait(NEVER));
        assert_eq!(lane.next(130, 0, [1, 1]), Next::Change);
    }

    #[test]
    fn a_lane_that_goes_on_changing_is_where_the_clock_says() {
        // Without a clock a change of 10 ms follows another: at 25 the third goes on, to the second side, until 30.
        let mut lane = turns(TurnRule::Exhaustive, WhenIdle::Cycle, 10);
        lane.catch_up(25);
        assert_eq!((lane.side, lane.changed_at), (1, Some(30)));
        // A light of 100 ms: the first side until 100, the second from 110 to 210, the first from 220.
        for (now, side, changed_at, until) in [
            (99, 0, None, 100),
            (100, 1, Some(110), 100),
            (110, 1, None, 210),
            (215, 0, Some(220), 100),
            (319, 0, None, 320),
        ] {
            let mut lane = turns(TurnRule::Timed(100), WhenIdle::Cycle, 10);
            lane.catch_up(now);
            assert_eq!((lane.side, lane.changed_at, lane.until), (side, changed_at, until), "at {now}");
        }
    }
}
