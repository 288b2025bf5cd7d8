//! Roads.

use crate::engine::law::Law;
use crate::ids::HubId;

/// A road between two hubs, within one country.
#[derive(Debug, Clone)]
pub struct Link {
    /// The id in the scenario.
    pub id: String,
    /// One end.
    pub from: HubId,
    /// The other end.
    pub to: HubId,
    /// Country it lies in, ISO 3166.
    pub country: String,
    /// Length \[km\], > 0.
    pub length_km: f64,
    /// Driving time from end to end \[ms\].
    pub time: Law,
    /// May be driven from `to` to `from` as well.
    pub both_ways: bool,
}
