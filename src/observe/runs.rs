//! What is kept of the departures of a service.

use crate::stats::Tally;
use crate::units::Millis;

/// Departures of a service, after the warm-up.
#[derive(Debug, Clone, Default)]
pub struct ServiceBook {
    /// One a call, but the last.
    pub calls: Vec<CallBook>,
    /// From leaving the first call to the end of the run \[ms\].
    pub rounds: Tally,
    /// The same, from the time of the timetable at which it was to leave the first call \[ms\].
    pub planned_rounds: Tally,
}

/// Departures from one call.
#[derive(Debug, Clone, Default)]
pub struct CallBook {
    /// How many consignments were aboard.
    pub riders: Tally,
    /// What was aboard \[TEU; parcels in a box: litres\].
    pub load: Tally,
    /// How many consignments were left behind.
    pub left_behind: Tally,
    /// Departures that could take no more.
    pub full: u64,
    /// Time since the departure before \[ms\].
    pub headway: Tally,
    /// The last departure.
    last: Option<Millis>,
}

impl ServiceBook {
    /// Of a service with so many calls at which cargo is put on.
    pub fn new(calls: usize) -> Self {
        Self { calls: vec![CallBook::default(); calls], rounds: Tally::default(), planned_rounds: Tally::default() }
    }

    /// A run has come to its end, so long after it left its first call, which it did so late.
    pub fn close_round(&mut self, time: Millis, late: Millis) {
        self.rounds.add(time);
        self.planned_rounds.add(time + late);
    }

    /// The warm-up is over. The last departure is kept: the next headway begins there.
    pub fn begin_measuring(&mut self) {
        (self.rounds, self.planned_rounds) = (Tally::default(), Tally::default());
        for call in &mut self.calls {
            *call = CallBook { last: call.last, ..CallBook::default() };
        }
    }
}

impl CallBook {
    /// A run leaves.
    pub fn depart(&mut self, now: Millis, teu: u32, left_behind: u32, is_full: bool) {
        self.load.add(u64::from(teu));
        self.left_behind.add(u64::from(left_behind));
        self.full += u64::from(is_full);
        if let Some(last) = self.last.replace(now) {
            self.headway.add(now - last);
        }
    }
}
