//! Logistics parks: parcels of many shippers are gathered into boxes, which are stuffed and stripped at docks.

use super::cost::Use;
use super::demand::JourneyLeg;
use crate::engine::law::Law;
use crate::ids::CalendarId;

/// A logistics park, or consolidation centre.
#[derive(Debug, Clone)]
pub struct Park {
    /// Docks with a team each, >= 1.
    pub docks: u32,
    /// Hours of the docks; none = always.
    pub hours: Option<CalendarId>,
    /// What it takes to fill a box.
    pub stuffing: BoxWork,
    /// What it takes to empty one.
    pub stripping: BoxWork,
    /// What the work on one box costs and takes.
    pub per_use: Use,
}

/// Work on one box.
#[derive(Debug, Clone)]
pub struct BoxWork {
    /// Time of the box itself \[ms\].
    pub per_box: Law,
    /// Time of each parcel in it \[ms\].
    pub per_parcel: Law,
}

/// The boxes of a service of groupage.
#[derive(Debug, Clone)]
pub struct Groupage {
    /// What one holds at most \[litres\], >= 1.
    pub litres: u32,
    /// What one holds at most \[kg\], >= 1.
    pub kg: u64,
    /// Mass of an empty one \[kg\].
    pub tare_kg: u64,
    /// Size of one on trucks, trains and ships \[TEU\], >= 1.
    pub teu: u32,
    /// The legs of their way.
    pub legs: Vec<JourneyLeg>,
}

/// Litres of a cubic metre.
pub const LITRES_PER_M3: u32 = 1000;

/// Litres of so many cubic metres, >= 0: volumes are whole litres, so that a box is full at the same parcel on every machine.
pub fn litres(m3: f64) -> u32 {
    (m3 * f64::from(LITRES_PER_M3)).round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn volumes_are_whole_litres() {
        assert_eq!((litres(67.0), litres(0.0004), litres(1.2345), litres(0.1 + 0.2)), (67_000, 0, 1_235, 300));
    }
}
