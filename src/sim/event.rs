//! Entries of the calendar.

/// What happens next: small, and copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A source makes its next consignment or batch.
    Arrive {
        /// Number of the source.
        source: u32,
    },
    /// The time of a unit's step has passed.
    Done {
        /// The unit's record.
        slot: u32,
    },
    /// The patience of a unit in a queue may end.
    Patience {
        /// The unit's record.
        slot: u32,
    },
    /// A server with a name may be done with whom it serves.
    ServerDone {
        /// Number in the station.
        server: u16,
        /// The station.
        thing: u32,
    },
    /// A server may break.
    Break {
        /// Number in the station.
        server: u16,
        /// The station.
        thing: u32,
    },
    /// A broken server is in order again.
    Repaired {
        /// Number in the station.
        server: u16,
        /// The station.
        thing: u32,
    },
    /// A calendar opens or shuts.
    Hours {
        /// Number of the calendar.
        calendar: u32,
    },
    /// A time of departure of a service comes, or the time at which its run takes cargo on.
    Slot {
        /// Number of the service.
        service: u32,
    },
    /// A run should leave, if it still stands there.
    Due {
        /// Its record.
        slot: u32,
    },
    /// A new period of a quota begins.
    Refill {
        /// The quota.
        thing: u32,
    },
    /// The direction of a lane may change, or the next vehicle follow.
    Lane {
        /// Number of the lane.
        lane: u32,
    },
    /// Somebody looks whether empties are to be sent.
    Review {
        /// Number of the reposition.
        number: u32,
    },
    /// A disruption begins, ends or recovers a step.
    Disruption {
        /// Number of the disruption.
        number: u32,
    },
    /// Somebody looks at the queues that a board shows.
    Look {
        /// Number of the board.
        board: u32,
    },
    /// What was seen is published.
    Publish {
        /// Number of the board.
        board: u32,
    },
    /// Queues are sampled.
    Sample,
    /// Queues are looked at for their means by hour of the day.
    HourlyLook,
    /// The warm-up ends.
    WarmUpEnds,
    /// Time averages end.
    Horizon,
}

/// The order of events at one instant. What opens or is finished at 06:00 is so before what arrives at 06:00.
pub mod phase {
    /// Calendars, the end of the warm-up.
    pub const WORLD: u8 = 0;
    /// Ends of service and of drives.
    pub const COMPLETION: u8 = 1;
    /// New consignments.
    pub const ARRIVAL: u8 = 2;
    /// Departures: what arrives at that instant is aboard.
    pub const DEPARTURE: u8 = 3;
    /// Samples.
    pub const SAMPLE: u8 = 4;
    /// The horizon: everything of its instant has happened.
    pub const HORIZON: u8 = 7;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_takes_eight_bytes() {
        assert_eq!(size_of::<Event>(), 8);
    }
}
