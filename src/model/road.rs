//! Roads, railways and sea lanes.

use super::lane::OneLane;
use super::terminal::Mode;
use crate::engine::law::Law;
use crate::ids::HubId;

/// A link between two hubs; on land within one country.
#[derive(Debug, Clone)]
pub struct Link {
    /// The id in the scenario.
    pub id: String,
    /// One end.
    pub from: HubId,
    /// The other end.
    pub to: HubId,
    /// Country it lies in, ISO 3166; empty at sea.
    pub country: String,
    /// What moves on it.
    pub mode: Mode,
    /// Of railways: the gauges that can be used \[mm\].
    pub gauges_mm: Vec<u32>,
    /// Trains on it at once, both directions together; none = as many as come.
    pub trains_at_once: Option<u32>,
    /// Trains that may enter it in a day, each direction its own; none = as many as come.
    pub paths_per_day: Option<u32>,
    /// One direction drives at a time; none = both drive as they come.
    pub one_lane: Option<OneLane>,
    /// Cargo can use it without a service.
    pub is_open: bool,
    /// Freight of a TEU for its whole length \[USD\], >= 0.
    pub usd_per_teu: f64,
    /// Length \[km\], > 0.
    pub length_km: f64,
    /// Driving time from end to end \[ms\].
    pub time: Law,
    /// May be driven from `to` to `from` as well.
    pub both_ways: bool,
}
