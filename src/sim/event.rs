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
    /// A calendar opens or shuts.
    Hours {
        /// Number of the calendar.
        calendar: u32,
    },
    /// Queues are sampled.
    Sample,
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
    /// Samples.
    pub const SAMPLE: u8 = 4;
    /// The horizon: everything of its instant has happened.
    pub const HORIZON: u8 = 7;
}
