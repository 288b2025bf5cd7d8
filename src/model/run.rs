//! How a scenario is run and measured.

use crate::units::Millis;

/// Clock, replications and measuring.
#[derive(Debug, Clone)]
pub struct Run {
    /// Midnight at which time is 0, as year, month, day of the scenario's zone.
    pub start: (i16, i8, i8),
    /// IANA name of the scenario's time zone.
    pub zone: String,
    /// End of statistics \[ms\].
    pub horizon: Millis,
    /// Discarded start.
    pub warm_up: WarmUp,
    /// How a replication ends.
    pub end: End,
    /// Default number of replications.
    pub replications: u32,
    /// Default master seed.
    pub seed: u64,
    /// Length of a bucket of throughput \[ms\], > 0.
    pub bucket: Millis,
    /// Distance of samples of queues \[ms\], > 0.
    pub sample: Millis,
    /// Limits for which the share of waits and of times in the system above them is told \[ms\].
    pub over: Vec<Millis>,
}

/// The discarded start of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WarmUp {
    /// A length of time \[ms\]; 0 = nothing is discarded.
    Fixed(Millis),
    /// Until this many consignments have been created.
    Arrivals(u64),
    /// As long as pilot replications show that the network needs to settle. `experiment` finds the length before it runs a batch; a single replication run
    /// with this discards nothing.
    Auto,
}

/// How a replication ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// At the horizon, whatever is inside stays inside.
    Cut,
    /// Sources stop at the horizon, what is inside is followed; time averages still end at the horizon.
    Drain,
    /// After so many, counted after the warm-up, or at the horizon if that comes first.
    After(u64, Counted),
}

/// What `End::After` counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// Services started, at any station.
    Started,
    /// Consignments that left the model, turned away or delivered.
    Finished,
    /// Consignments delivered.
    Delivered,
}
