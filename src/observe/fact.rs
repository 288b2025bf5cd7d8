//! The facts.

use crate::units::Millis;

/// Something that happened, told flatly in our own numbers. `who` is the number of a consignment within its flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact {
    /// A consignment entered the model.
    Created {
        /// Account of the flow.
        account: u32,
        /// Number within it.
        who: u32,
    },
    /// Until now so many were held of a thing, and so many waited for it. Told before either changes.
    Level {
        /// Which thing.
        thing: u32,
        /// Held until now.
        held: u32,
        /// Waiting until now.
        waiting: u32,
        /// Open until now.
        is_open: bool,
    },
    /// A unit must wait.
    Joined {
        /// Number within its flow.
        who: u32,
        /// For this.
        thing: u32,
        /// Row in the ledger.
        cell: u32,
    },
    /// A unit got what it came for, after no wait or some.
    Granted {
        /// Number within its flow.
        who: u32,
        /// Of this.
        thing: u32,
        /// Row in the ledger.
        cell: u32,
        /// Wait within hours.
        within: Millis,
        /// Wait outside hours.
        outside: Millis,
    },
    /// Time was spent on a unit: service, driving, storage.
    Spent {
        /// Number within its flow.
        who: u32,
        /// Cell of the ledger.
        cell: u32,
        /// How long.
        time: Millis,
    },
    /// A vehicle drove over a link.
    Moved {
        /// Which traffic.
        passage: u32,
    },
    /// A stay at a hub began.
    Entered {
        /// Which stay.
        visit: u32,
        /// Number within its flow.
        who: u32,
    },
    /// A stay at a hub ended.
    Left {
        /// Which stay.
        visit: u32,
        /// Number within its flow.
        who: u32,
        /// From entering to leaving.
        dwell: Millis,
    },
    /// A hub was passed where nothing is done.
    Passed {
        /// Which stay.
        visit: u32,
    },
    /// A part of a stay ended.
    StageEnded {
        /// Which part.
        stage: u32,
        /// How long it took.
        time: Millis,
    },
    /// A unit left the model.
    Ended {
        /// Its account.
        account: u32,
        /// Number within it.
        who: u32,
        /// From creation to end.
        age: Millis,
    },
    /// Queue length of a thing at a moment of sampling.
    Sampled {
        /// Which thing.
        thing: u32,
        /// Waiting now.
        waiting: u32,
    },
}

/// Who takes facts. Facts come in the order in which they happen; within an instant in the order of the engine's work.
pub trait Sink {
    /// Takes one fact.
    fn record(&mut self, now: Millis, fact: Fact);
}

impl Sink for () {
    #[inline]
    fn record(&mut self, _now: Millis, _fact: Fact) {}
}

impl<A: Sink, B: Sink> Sink for (A, B) {
    #[inline(always)]
    fn record(&mut self, now: Millis, fact: Fact) {
        self.0.record(now, fact);
        self.1.record(now, fact);
    }
}
