//! What vehicles need now and then: repairs on the way, and the workshop.

use crate::engine::law::Law;

/// Breakdowns on the way.
#[derive(Debug, Clone)]
pub struct Breakdowns {
    /// Mean distance from one to the next \[km\], >= 1.
    pub mean_km: f64,
    /// Time of a repair \[ms\].
    pub repair: Law,
}

impl Breakdowns {
    /// The law of all repairs on a way of this length \[ms\].
    pub fn over(&self, km: f64) -> Law {
        Law::Repeated { count: km / self.mean_km, each: Box::new(self.repair.clone()) }
    }
}

/// The workshop.
#[derive(Debug, Clone)]
pub struct Maintenance {
    /// After every so many runs of the service, >= 1.
    pub every_runs: u32,
    /// How long its set stays \[ms\].
    pub time: Law,
}
