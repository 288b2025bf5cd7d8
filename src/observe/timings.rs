//! When the runs of services came and left, call by call: for a picture of one replication.

use super::{Fact, Sink};
use crate::units::Millis;

/// Most calls that are kept: beyond that the older half is given up.
const MOST: usize = 1 << 17;

/// Comings and goings of runs, up to an instant.
#[derive(Debug, Clone, Default)]
pub struct Timings {
    /// In the order in which they happened.
    pub marks: Vec<Timing>,
    until: Millis,
}

/// A run came to a call, or left it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// When \[ms\].
    pub at: Millis,
    /// Which service.
    pub service: u32,
    /// Which run.
    pub run: u32,
    /// Which call.
    pub call: u8,
    /// It left; otherwise it came, or was there already.
    pub is_departure: bool,
}

impl Timings {
    /// Keeps what happens until then.
    pub fn until(until: Millis) -> Self {
        Self { marks: Vec::new(), until }
    }

    /// Keeps nothing.
    pub fn none() -> Self {
        Self::default()
    }

    #[cold]
    fn keep(&mut self, mark: Timing) {
        if self.marks.len() >= MOST {
            self.marks.drain(..MOST / 2);
        }
        self.marks.push(mark);
    }
}

impl Sink for Timings {
    // Always: other facts then cost nothing.
    #[inline(always)]
    fn record(&mut self, now: Millis, fact: Fact) {
        let (service, run, call, is_departure) = match fact {
            Fact::Called { service, who, call } => (service, who, call, false),
            Fact::Departed { service, who, call, .. } => (service, who, call, true),
            _ => return,
        };
        if now < self.until {
            self.keep(Timing { at: now, service, run, call, is_departure });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn called(who: u32) -> Fact {
        Fact::Called { service: 0, who, call: 0 }
    }

    #[test]
    fn what_happens_later_is_not_kept() {
        let mut timings = Timings::until(10);
        timings.record(9, called(1));
        timings.record(10, called(2));
        timings.record(3, Fact::Passed { visit: 0 });
        assert_eq!(timings.marks.iter().map(|mark| mark.run).collect::<Vec<_>>(), [1]);
        let mut none = Timings::none();
        none.record(0, called(1));
        assert!(none.marks.is_empty());
    }

    #[test]
    fn of_too_many_the_last_are_kept() {
        let mut timings = Timings::until(Millis::MAX);
        (0..=MOST as u32).for_each(|who| timings.record(0, called(who)));
        assert_eq!(timings.marks.len(), MOST / 2 + 1);
        assert_eq!(timings.marks.last().map(|mark| mark.run), Some(MOST as u32));
    }
}
