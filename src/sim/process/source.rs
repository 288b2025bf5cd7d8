//! Sources: when consignments come. The n-th arrival of a flow has the n-th draw of that flow, so a changed rate moves arrivals and renumbers none.

use super::super::event::{Event, phase};
use super::super::interpreter::Interpreter;
use super::super::unit::Unit;
use crate::engine::draw::{bits, stream_key, uniform};
use crate::engine::math::ln;
use crate::model::{Arrivals, RateCurve, RatePiece, RateState, WarmUp};
use crate::observe::{Fact, Sink};
use crate::units::{MAX_TIME, ticks};

/// What a source remembers.
#[derive(Debug, Clone, Default)]
pub struct SourceState {
    key: u64,
    batch_key: u64,
    keep_key: u64,
    /// Arrivals or batches so far.
    arrivals: u32,
    /// Consignments so far, those that were not kept included.
    made: u32,
    /// The last arrival on the unrounded clock \[ms\].
    at: f64,
    /// Where `at` lies in the rate curve.
    piece: usize,
    /// The rate never changes, and is above zero: the next gap is drawn one arrival ahead, so that nothing waits for the draw.
    is_steady: bool,
    /// It \[per ms\].
    rate: f64,
    /// The gap before the arrival that is planned next \[ms\], if steady.
    gap: f64,
    /// Where a modulated rate is.
    burst: Burst,
}

impl SourceState {
    /// The gap before an arrival at a rate that never changes \[ms\].
    #[inline]
    fn steady_gap(&self, arrival: u32) -> f64 {
        -ln(uniform(bits(self.key, arrival, 0))) / self.rate
    }
}

/// Where a modulated rate is.
#[derive(Debug, Clone, Default)]
struct Burst {
    /// Number of the state.
    state: usize,
    /// When it ends \[ms\].
    end: f64,
    /// Stays so far.
    stays: u32,
    key: u64,
}

impl Burst {
    fn new(key: u64, states: &[RateState]) -> Self {
        let mut burst = Self { state: 0, end: 0.0, stays: 0, key };
        burst.end = burst.stay(states);
        burst
    }

    fn stay(&mut self, states: &[RateState]) -> f64 {
        self.stays += 1;
        -states[self.state].mean_stay * ln(uniform(bits(self.key, self.stays, 0)))
    }

    /// When the cumulative rate has grown by `amount` since `at`.
    fn next_at(&mut self, states: &[RateState], at: f64, amount: f64) -> f64 {
        let (mut from, mut left) = (at, amount);
        loop {
            let rate = states[self.state].rate;
            let area = rate * (self.end - from);
            if left < area {
                return from + left / rate;
            }
            left -= area;
            from = self.end;
            self.state = (self.state + 1) % states.len();
            self.end = from + self.stay(states);
        }
    }
}

impl<S: Sink> Interpreter<'_, S> {
    pub(crate) fn begin_source(&mut self, number: u32) {
        let source = &self.plan.sources[number as usize];
        let state = &mut *self.sources[number as usize];
        state.key = stream_key(self.replication.seed, self.replication.number, source.purpose);
        state.batch_key = stream_key(self.replication.seed, self.replication.number, source.batch_purpose);
        state.keep_key = stream_key(self.replication.seed, self.replication.number, source.keep_purpose);
        match &source.arrivals {
            Arrivals::Every { gap, first, .. } => state.at = *first as f64 - *gap as f64,
            Arrivals::Poisson(curve) | Arrivals::Batches { rate: curve, .. } => {
                if let [RatePiece { rate, slope: 0.0, .. }] = curve.pieces[..] {
                    (state.is_steady, state.rate) = (rate > 0.0, rate);
                    state.gap = state.steady_gap(0);
                }
            }
            Arrivals::Modulated(states) => {
                let key = stream_key(self.replication.seed, self.replication.number, source.state_purpose);
                state.burst = Burst::new(key, states);
            }
            _ => {}
        }
        self.plan_arrival(number);
    }

    /// The next arrival is planned first, then the consignments of this one are made. The first of them walks on, and the others after it.
    pub(crate) fn arrive(&mut self, number: u32) -> Option<(u32, u32)> {
        let source = &self.plan.sources[number as usize];
        let size = match &source.arrivals {
            Arrivals::Batches { size, .. } => {
                let state = &self.sources[number as usize];
                size.at(uniform(bits(state.batch_key, state.arrivals - 1, 0)))
            }
            Arrivals::Every { count, .. } => *count,
            _ => 1,
        };
        self.plan_arrival(number);
        if !self.has_room_for(size) {
            return None;
        }
        let mut first = None;
        for _ in 0..size {
            let state = &mut *self.sources[number as usize];
            let serial = state.made;
            state.made += 1;
            // A flow at another scale keeps the numbers of its consignments, and so their luck.
            if source.keep >= 1.0 || uniform(bits(state.keep_key, serial, 0)) < source.keep {
                let slot = self.create(source.account, source.first_who + serial, source.entry);
                match first {
                    None => first = Some((slot, source.entry)),
                    Some(_) => self.woken.push(slot, source.entry),
                }
            }
        }
        first
    }

    #[inline]
    fn create(&mut self, account: u32, who: u32, entry: u32) -> u32 {
        self.created += 1;
        if self.run.warm_up == WarmUp::Arrivals(self.created) {
            self.end_warm_up();
        }
        self.sink.record(self.now, Fact::Created { account, who });
        self.units.insert(Unit::new(account, who, entry, self.now))
    }

    fn plan_arrival(&mut self, number: u32) {
        let source = &self.plan.sources[number as usize];
        let state = &mut *self.sources[number as usize];
        let draw = state.arrivals;
        let at = match &source.arrivals {
            Arrivals::Poisson(rate) | Arrivals::Batches { rate, .. } => {
                if state.is_steady {
                    let at = state.at + state.gap;
                    state.gap = state.steady_gap(draw + 1);
                    Some(at)
                } else {
                    let amount = -ln(uniform(bits(state.key, draw, 0)));
                    next_at_rate(rate, &mut state.piece, state.at, amount)
                }
            }
            Arrivals::Every { gap, .. } => Some(state.at + *gap as f64),
            Arrivals::Modulated(states) => {
                let amount = -ln(uniform(bits(state.key, draw, 0)));
                Some(state.burst.next_at(states, state.at, amount))
            }
            Arrivals::Trace(instants) => instants.get(draw as usize).map(|&instant| instant as f64),
            Arrivals::Renewal(law) => Some(state.at + law.sample(state.key, draw, 0)),
        };
        state.arrivals += 1;
        let Some(at) = at.filter(|&at| at <= MAX_TIME as f64) else { return };
        state.at = at;
        let time = ticks(at);
        if time <= self.run.horizon {
            self.calendar.push(time.max(self.now), phase::ARRIVAL, Event::Arrive { source: number });
        }
    }
}

/// When the cumulative rate has grown by `amount` since `at`; none if it never does.
fn next_at_rate(rate: &RateCurve, piece: &mut usize, at: f64, amount: f64) -> Option<f64> {
    let mut from = at;
    let mut left = amount;
    loop {
        let here = rate.pieces.get(*piece)?;
        let now = here.rate + here.slope * (from - here.start as f64);
        let end = rate.pieces.get(*piece + 1).map(|next| next.start as f64);
        if let Some(end) = end {
            let length = end - from;
            let area = (now + here.slope * length / 2.0) * length;
            if area < left {
                left -= area;
                from = end;
                *piece += 1;
                continue;
            }
        }
        if here.slope == 0.0 {
            return (now > 0.0).then(|| from + left / now);
        }
        let root = (now * now + 2.0 * here.slope * left).max(0.0).sqrt();
        // The stable form of the quadratic's root: also right where the rate is zero.
        return (now + root > 0.0).then(|| from + 2.0 * left / (now + root));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(pieces: &[(u64, f64, f64)]) -> RateCurve {
        let piece = |&(start, rate, slope): &(u64, f64, f64)| RatePiece { start, rate, slope };
        RateCurve { pieces: pieces.iter().map(piece).collect() }
    }

    #[test]
    fn a_constant_rate_is_crossed_in_proportion() {
        assert_eq!(next_at_rate(&RateCurve::constant(0.5), &mut 0, 10.0, 3.0), Some(16.0));
    }

    #[test]
    fn a_modulated_rate_makes_nothing_in_its_pauses_and_keeps_its_mean() {
        let states = [RateState { rate: 2.0, mean_stay: 10.0 }, RateState { rate: 0.0, mean_stay: 30.0 }];
        let mut burst = Burst::new(7, &states);
        let (mut at, mut busy) = (0.0, 0);
        for draw in 0..100_000 {
            let next = burst.next_at(&states, at, -ln(uniform(bits(9, draw, 0))));
            busy += u32::from(next - at < 4.0);
            at = next;
        }
        // On average 20 arrivals in a cycle of 40 ms; the standard deviation of 100 000 arrivals' length is about 2 %.
        assert!((at / 200_000.0 - 1.0).abs() < 0.09, "{at}");
        assert!(busy > 90_000, "arrivals come in bursts");
    }

    #[test]
    fn nothing_comes_while_the_rate_is_zero() {
        let curve = curve(&[(0, 1.0, 0.0), (10, 0.0, 0.0), (30, 2.0, 0.0)]);
        assert_eq!(next_at_rate(&curve, &mut 0, 8.0, 4.0), Some(31.0));
        assert_eq!(next_at_rate(&RateCurve::constant(0.0), &mut 0, 0.0, 1.0), None);
    }

    #[test]
    fn a_growing_rate_is_crossed_by_the_quadratic() {
        // Rate t/10 from 0: the cumulative rate is t^2/20.
        let at = next_at_rate(&curve(&[(0, 0.0, 0.1)]), &mut 0, 0.0, 5.0).expect("the rate grows");
        assert!((at - 10.0).abs() < 1e-9, "{at}");
    }
}
