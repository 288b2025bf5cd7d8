//! The future event list: events go in with a time and a phase and come out in the order (time, phase, insertion).
//!
//! Two tiers. The nearest events, at most 64 but for ties, stand in a list in order; all others lie in a hierarchical timing wheel whose
//! buckets are chains of small chunks, so that a million pending events cost a few cache misses each and hardly any sorting.
//!
//! **Invariants.** Keys of the list are at most `near_end`, keys of the wheel above it. An entry of the wheel lies on the level of the
//! highest digit in which its key differs from `last`; `last` moves only when a bucket is opened or the wheel is empty.
//! Buckets keep push order, so ties stay first in, first out without a sequence number in the wheel.

mod near;
mod wheel;

use near::Near;
use wheel::{KEY_BITS, Slot, Wheel};

/// Low bits of a key that hold the phase.
const PHASE_BITS: u32 = 3;
/// Events that the list holds before it spills into the wheel.
const NEAR: usize = 64;

/// A future event list with exact order (time, phase, insertion).
///
/// `E` is what the caller wants back; 8 bytes or less keep an entry at 16 bytes.
#[derive(Debug, Clone)]
pub struct Calendar<E: Copy> {
    near: Near<E>,
    wheel: Wheel<E>,
    /// Largest key for which an event goes into the list.
    near_end: u64,
    /// Key of the event popped last.
    now_key: u64,
}

impl<E: Copy> Calendar<E> {
    /// An empty calendar at time 0.
    #[must_use]
    pub fn new() -> Self {
        Calendar { near: Near::new(), wheel: Wheel::new(), near_end: 0, now_key: 0 }
    }

    /// Plans `event` at `time` \[ms, below 2^45, not before [`now`](Self::now)\] in `phase` (0 first, 7 last at one instant).
    ///
    /// A phase below that of the event popped last is fine: the event comes next.
    /// A time in the past is a mistake of the caller and checked in debug builds only.
    #[inline]
    pub fn push(&mut self, time: u64, phase: u8, event: E) {
        debug_assert!(time >= self.now(), "planned at {time} ms, but it is already {} ms", self.now());
        debug_assert!(time < 1 << (KEY_BITS - PHASE_BITS), "{time} ms is beyond the calendar's range");
        debug_assert!(phase < 1 << PHASE_BITS, "phase {phase} is above 7");
        let key = time << PHASE_BITS | u64::from(phase);
        if key > self.near_end {
            self.push_beyond(key, event);
        } else if self.near.push(key, event) {
            self.spill();
        }
    }

    /// Takes the next event and its time \[ms\]; `None` if nothing is planned.
    #[inline]
    pub fn pop(&mut self) -> Option<(u64, E)> {
        self.pop_touching(|_| {})
    }

    /// Like [`pop`](Self::pop); `touch` sees each event some time before it is popped, many at a time, so that the caller can
    /// read what it will need: the processor then waits for several records at once and not for one after the other.
    #[inline]
    pub fn pop_touching(&mut self, touch: impl FnMut(E)) -> Option<(u64, E)> {
        if self.near.len() == 0 {
            self.refill(touch)?;
        }
        let Slot { key, event } = self.near.pop()?;
        self.now_key = key;
        Some((key >> PHASE_BITS, event))
    }

    /// Number of events planned and not yet popped.
    #[must_use]
    pub fn len(&self) -> usize {
        self.near.len() + self.wheel.len
    }

    /// Whether nothing is planned.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Time of the event popped last \[ms\]; 0 before the first.
    #[must_use]
    pub fn now(&self) -> u64 {
        self.now_key >> PHASE_BITS
    }

    /// An event later than all of the list.
    #[inline(never)]
    fn push_beyond(&mut self, key: u64, event: E) {
        if self.wheel.len == 0 && self.near.len() < NEAR {
            self.near_end = key;
            self.near.push(key, event);
        } else {
            self.push_far(key, event);
        }
    }

    #[inline]
    fn push_far(&mut self, key: u64, event: E) {
        if self.wheel.len == 0 {
            self.wheel.last = self.now_key;
        }
        self.wheel.push(key, event);
    }

    /// Moves the later half of the list into the wheel. Equal keys stay together: their order is known only in one tier.
    #[cold]
    fn spill(&mut self) {
        let Some((end, gone)) = self.near.split_off() else { return };
        self.near_end = end;
        for slot in gone {
            self.push_far(slot.key, slot.event);
        }
    }

    /// Opens the first bucket of the wheel into the empty list; `None` if the wheel is empty too.
    fn refill(&mut self, mut touch: impl FnMut(E)) -> Option<()> {
        let (chain, end) = self.wheel.open_first()?;
        self.near_end = end;
        self.wheel.drain(chain, |slots| {
            slots.iter().for_each(|slot| touch(slot.event));
            self.near.append(slots);
        });
        self.near.sort();
        Some(())
    }
}

impl<E: Copy> Default for Calendar<E> {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::Calendar;
    use std::cmp::Reverse;
    use std::collections::BinaryHeap;

    /// A small generator of the test's own.
    struct Dice(u64);

    impl Dice {
        fn next(&mut self) -> u64 {
            self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            z ^ (z >> 31)
        }

        fn below(&mut self, n: u64) -> u64 {
            self.next() % n
        }
    }

    /// The calendar beside a standard heap of (key, sequence): every pop is compared.
    struct Pair {
        calendar: Calendar<u32>,
        reference: BinaryHeap<Reverse<(u64, u32)>>,
        pushed: u32,
    }

    impl Pair {
        fn new() -> Self {
            Pair { calendar: Calendar::new(), reference: BinaryHeap::new(), pushed: 0 }
        }

        fn push(&mut self, time: u64, phase: u8) {
            self.calendar.push(time, phase, self.pushed);
            self.reference.push(Reverse((time << 3 | u64::from(phase), self.pushed)));
            self.pushed += 1;
        }

        fn push_in(&mut self, gap: u64, phase: u8) {
            self.push(self.calendar.now() + gap, phase);
        }

        fn pop(&mut self) -> bool {
            let expected = self.reference.pop().map(|Reverse((key, id))| (key >> 3, id));
            assert_eq!(self.calendar.pop(), expected, "after {} pushes", self.pushed);
            assert_eq!(self.calendar.len(), self.reference.len());
            assert_eq!(self.calendar.is_empty(), self.reference.is_empty());
            if let Some((time, _)) = expected {
                assert_eq!(self.calendar.now(), time);
            }
            expected.is_some()
        }

        fn drain(&mut self) {
            while self.pop() {}
            assert!(!self.pop());
        }
    }

    type Gap = fn(&mut Dice) -> (u64, u8);

    /// Gaps of many shapes: (name, gap and phase of the next event).
    const GAPS: [(&str, Gap); 9] = [
        ("even", |d| (d.below(2_000), 0)),
        ("many ties", |d| (d.below(3), 0)),
        ("all ties", |_| (0, 0)),
        ("coarse ticks", |d| (d.below(60) * 60_000, 0)),
        ("phases", |d| (d.below(5), d.below(8) as u8)),
        ("phases at one instant", |d| (u64::from(d.below(50) == 0), d.below(8) as u8)),
        ("near and far", |d| {
            let far = if d.below(10) == 0 { 36_000_000_000 } else { 500 };
            (d.below(far), d.below(3) as u8)
        }),
        ("every magnitude", |d| {
            let bits = d.below(36);
            (d.next() >> (63 - bits), d.below(8) as u8)
        }),
        ("skewed", |d| {
            let bits = d.below(20);
            (d.below(1 << bits), 1)
        }),
    ];

    #[test]
    fn a_hold_model_pops_in_the_order_of_a_standard_heap() {
        for (name, gap) in GAPS {
            for (seed, pending, holds) in
                [(1, 1, 300), (2, 10, 3_000), (3, 70, 5_000), (4, 1_000, 20_000), (5, 20_000, 40_000)]
            {
                let mut dice = Dice(seed);
                let mut pair = Pair::new();
                for _ in 0..pending {
                    let (gap, phase) = gap(&mut dice);
                    pair.push_in(gap, phase);
                }
                for _ in 0..holds {
                    assert!(pair.pop(), "{name}: ran empty");
                    let (gap, phase) = gap(&mut dice);
                    pair.push_in(gap, phase);
                }
                pair.drain();
            }
        }
    }

    #[test]
    fn a_hundred_thousand_pending_events_pop_in_order() {
        for (seed, span) in [(6, 1_000), (7, 31_536_000_000)] {
            let mut dice = Dice(seed);
            let mut pair = Pair::new();
            for _ in 0..100_000 {
                pair.push_in(dice.below(span), dice.below(5) as u8);
            }
            for _ in 0..100_000 {
                pair.pop();
                pair.push_in(dice.below(span), dice.below(5) as u8);
            }
            pair.drain();
        }
    }

    #[test]
    fn a_population_that_swells_and_dies_out_pops_in_order() {
        for (name, gap) in GAPS {
            for seed in 0..20 {
                let mut dice = Dice(100 + seed);
                let mut pair = Pair::new();
                let mut grow = 6;
                for step in 0..4_000 {
                    if step % 400 == 0 {
                        grow = 2 + dice.below(7);
                    }
                    if dice.below(10) < grow {
                        let (gap, phase) = gap(&mut dice);
                        pair.push_in(gap, phase);
                    } else {
                        pair.pop();
                    }
                }
                assert_eq!(pair.calendar.len(), pair.reference.len(), "{name}");
                pair.drain();
            }
        }
    }

    #[test]
    fn a_burst_at_one_instant_stays_first_in_first_out() {
        let mut dice = Dice(8);
        let mut pair = Pair::new();
        for _ in 0..30_000 {
            pair.push(5_000, 2);
            if dice.below(100) == 0 {
                pair.push(dice.below(10_000), 0);
            }
        }
        for _ in 0..40_000 {
            pair.pop();
            if dice.below(2) == 0 {
                let phase = dice.below(4) as u8;
                pair.push_in(dice.below(2), phase);
            }
        }
        pair.drain();
    }

    #[test]
    fn repeated_bursts_between_quiet_spells_pop_in_order() {
        let mut dice = Dice(9);
        let mut pair = Pair::new();
        for _ in 0..200 {
            let at = dice.below(1_000_000);
            for _ in 0..dice.below(300) {
                pair.push_in(at + dice.below(2), dice.below(3) as u8);
            }
            for _ in 0..dice.below(400) {
                pair.pop();
            }
        }
        pair.drain();
    }

    #[test]
    fn falling_times_spill_the_heap_at_every_turn_and_still_pop_in_order() {
        let mut pair = Pair::new();
        for step in (0..20_000_u64).rev() {
            pair.push(1_000 + step * 37 / 5, (step % 8) as u8);
            if step % 7 == 0 {
                pair.push(1_000 + step, 0);
            }
        }
        for step in 0..500 {
            pair.pop();
            for back in 0..70 {
                pair.push_in(500 - 7 * back % 500, (step % 3) as u8);
            }
        }
        pair.drain();
    }

    #[test]
    fn a_lower_phase_of_the_present_instant_comes_next() {
        let mut pair = Pair::new();
        let mut dice = Dice(10);
        for _ in 0..200 {
            pair.push_in(dice.below(8), 7);
        }
        for _ in 0..3_000 {
            pair.pop();
            pair.push_in(0, dice.below(8) as u8);
            if dice.below(3) == 0 {
                pair.pop();
                pair.push_in(1 + dice.below(8), 7);
            }
        }
        let mut calendar = Calendar::new();
        calendar.push(10, 5, 'a');
        assert_eq!(calendar.pop(), Some((10, 'a')));
        calendar.push(10, 6, 'c');
        calendar.push(10, 0, 'b');
        assert_eq!(calendar.pop(), Some((10, 'b')));
        assert_eq!(calendar.pop(), Some((10, 'c')));
        pair.drain();
    }

    #[test]
    fn the_far_end_of_the_range_is_reached() {
        let end = (1_u64 << 45) - 1;
        let mut pair = Pair::new();
        for back in 0..200 {
            pair.push(end - back * 1_000_000_007, (back % 8) as u8);
            pair.push(back, 3);
        }
        pair.push(end, 7);
        pair.drain();
        assert_eq!(pair.calendar.now(), end);
    }

    #[test]
    #[cfg(debug_assertions)]
    fn planning_in_the_past_is_caught_in_debug_builds() {
        let caught = std::panic::catch_unwind(|| {
            let mut calendar = Calendar::new();
            calendar.push(10, 0, 0_u32);
            calendar.pop();
            calendar.push(9, 7, 1);
        });
        assert!(caught.is_err());
    }
}
