//! Services, and the rides of consignments on them.

use crate::model::Departs;

/// A service of trains or ships, or of boxes of groupage.
#[derive(Debug, Clone)]
pub struct Service {
    /// Its name.
    pub name: String,
    /// First step of a run.
    pub entry: u32,
    /// What one run has room for \[TEU; a box of groupage: litres\].
    pub room: u32,
    /// What one run carries at most \[kg\].
    pub capacity_kg: u64,
    /// When runs leave their first call.
    pub departs: Departs,
    /// How long before that they take cargo on \[ms\].
    pub loading: crate::units::Millis,
    /// Length of the way from its first call to each of them \[km\].
    pub km: Vec<f64>,
    /// The line at each call but the last: a number in `Plan::things`.
    pub lines: Vec<u32>,
    /// The cells of its runs: they lie side by side.
    pub cells: std::ops::Range<u32>,
    /// Of those, the row of the `Gather` at each call but the last.
    pub gathers: Vec<u32>,
    /// Its runs are boxes that hold parcels and ride on other services themselves.
    pub is_groupage: bool,
}

/// Consignments of one account from one call of a service to another.
#[derive(Debug, Clone)]
pub struct Ride {
    /// Which service.
    pub service: u32,
    /// The call at which they are put on.
    pub from: u8,
    /// The call at which they are put off.
    pub to: u8,
    /// The first of cells of their own, one for each cell of the service: where the time of its runs is theirs.
    pub first_cell: u32,
    /// Of those, the row for the time between boarding and departure.
    pub gather_cell: u32,
    /// The vehicle waits until they are ashore.
    pub is_handled: bool,
    /// Traffic of their account on the links between: numbers in `Plan::moves`.
    pub passages: Vec<u32>,
}
