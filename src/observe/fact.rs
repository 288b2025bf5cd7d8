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
    /// Until now a thing was at this level. Told before it changes where no other fact tells it.
    Level {
        /// Which thing.
        thing: u32,
        /// How full it was.
        level: Level,
    },
    /// A unit must wait.
    Joined {
        /// Number within its flow.
        who: u32,
        /// For this.
        thing: u32,
        /// Row in the ledger.
        cell: u32,
        /// How full it was until now.
        level: Level,
    },
    /// A unit got what it came for without a wait.
    Seized {
        /// Number within its flow.
        who: u32,
        /// Of this.
        thing: u32,
        /// Row in the ledger.
        cell: u32,
        /// How full it was until now.
        level: Level,
    },
    /// A server is done with a unit.
    Served {
        /// Number within its flow.
        who: u32,
        /// Of this.
        thing: u32,
        /// Cell of the ledger.
        cell: u32,
        /// How long it worked.
        time: Millis,
        /// How full it was until now.
        level: Level,
    },
    /// A unit got what it came for after a wait; the level until now has been told.
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
        /// Wait during disruptions.
        closure: Millis,
        /// Cell of the ledger for that.
        closure_cell: u32,
    },
    /// A unit whose work was interrupted has its server again.
    Resumed {
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
    /// A unit waited no longer.
    GaveUp {
        /// Number within its flow.
        who: u32,
        /// For this.
        thing: u32,
        /// Row in the ledger.
        cell: u32,
        /// Wait within hours.
        within: Millis,
        /// Wait outside hours.
        outside: Millis,
    },
    /// A unit did not join: there was no place to wait, or the queue was too long for it.
    TurnedAway {
        /// Number within its flow.
        who: u32,
        /// By this.
        thing: u32,
        /// Row in the ledger.
        cell: u32,
    },
    /// A server broke.
    Broke {
        /// Of this.
        thing: u32,
    },
    /// A server is in order again.
    Repaired {
        /// Of this.
        thing: u32,
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
    /// A run of a service takes a consignment on after a wait; the level until now has been told.
    Boarded {
        /// Number within its flow.
        who: u32,
        /// The line in which it waited.
        thing: u32,
        /// Row in the ledger.
        cell: u32,
        /// The wait by its causes, one for each cell of the row.
        parts: [Millis; 4],
    },
    /// Time was spent aboard, by one or several.
    Rode {
        /// Cell of the ledger.
        cell: u32,
        /// How long, all together.
        time: Millis,
    },
    /// Consignments were carried over a link.
    Carried {
        /// Which traffic.
        passage: u32,
        /// How many.
        count: u32,
    },
    /// Consignments of one kind were put off together.
    Landed {
        /// Which ride.
        ride: u32,
        /// How many.
        count: u32,
    },
    /// Empty boxes came to a pool.
    Restocked {
        /// Which pool.
        thing: u32,
        /// How many.
        count: u32,
    },
    /// A consignment was put off.
    PutOff {
        /// Which ride.
        ride: u32,
        /// Number within its flow.
        who: u32,
        /// From being aboard until now.
        time: Millis,
    },
    /// A run left a call.
    Departed {
        /// Which service.
        service: u32,
        /// Which run.
        who: u32,
        /// Which call.
        call: u8,
        /// How many are aboard.
        count: u32,
        /// What is aboard \[TEU; parcels in a box: litres\].
        teu: u32,
        /// How many it left behind.
        left_behind: u32,
        /// Whether it could take no more of what waited.
        is_full: bool,
    },
    /// A run left a call, where its timetable says when it was to do so.
    Late {
        /// Which service.
        service: u32,
        /// Which run.
        who: u32,
        /// Which call.
        call: u8,
        /// How long after that; 0 = in time.
        time: Millis,
    },
    /// A run has come to its end.
    Rounded {
        /// Which service.
        service: u32,
        /// Time since it left its first call.
        time: Millis,
        /// How long after its time in the timetable it had left.
        late: Millis,
    },
    /// A run came to a call.
    Called {
        /// Which service.
        service: u32,
        /// Which run.
        who: u32,
        /// Which call.
        call: u8,
    },
    /// A vehicle drove over a link.
    Moved {
        /// Which traffic.
        passage: u32,
        /// How long.
        time: Millis,
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
    /// A unit left the model without having done what it came for.
    Lost {
        /// Its account.
        account: u32,
        /// Number within it.
        who: u32,
        /// From creation to end.
        age: Millis,
    },
    /// A unit of a closed fleet begins its next round.
    Lapped {
        /// Its account.
        account: u32,
        /// Number within it.
        who: u32,
        /// Length of the round.
        time: Millis,
    },
    /// Storage was paid for.
    Charged {
        /// By which tariff.
        tariff: u32,
        /// Number within its flow.
        who: u32,
        /// How much \[millionths of a US dollar\].
        micro_usd: u64,
    },
    /// How full a thing was at a moment of sampling.
    Sampled {
        /// Which thing.
        thing: u32,
        /// Held now.
        held: u32,
        /// Waiting now.
        waiting: u32,
    },
}

/// How full a thing was until now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Level {
    /// Held.
    pub held: u32,
    /// Waiting.
    pub waiting: u32,
    /// Within its hours.
    pub is_open: bool,
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
