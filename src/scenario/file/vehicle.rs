//! What vehicles need now and then.

use super::TimeFile;
use crate::scenario::record::record;

record! {
    /// Breakdowns of vehicles on the way: a number by chance on each link, length / `mean_km` on average (Poisson). Repairs are waiting of the vehicle and all aboard, cause `breakdown`, at the end of the
    /// link; meanwhile its track or lane is not free.
    BreakdownsFile as "`breakdowns`" {
        /// Mean distance from one to the next \[km\], >= 1.
        mean_km: f64,
        /// Time of a repair.
        repair: TimeFile,
    }
}

record! {
    /// The workshop: sets of vehicles stay there before they are at hand again.
    MaintenanceFile as "`maintenance`" {
        /// It is the set of every so-many-th run of the service that goes there, >= 1.
        every_runs: u32,
        /// How long it stays.
        time: TimeFile,
    }
}
