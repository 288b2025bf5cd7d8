//! Terminals: where trains and ships are loaded and unloaded, and rail borders.

use super::border::Direction;
use super::cost::Use;
use crate::engine::law::Law;
use crate::ids::CalendarId;

/// A means of transport.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    /// Trucks.
    Road,
    /// Trains.
    Rail,
    /// Ships.
    Sea,
}

impl Mode {
    /// The name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Road => "road",
            Self::Rail => "rail",
            Self::Sea => "sea",
        }
    }
}

/// Tracks or berths, and what loads and unloads there.
#[derive(Debug, Clone)]
pub struct Terminal {
    /// The segment of its path below the hub's facilities: its id, kind or number.
    pub id: String,
    /// Rail or sea.
    pub mode: Mode,
    /// Of tracks: their gauge \[mm\].
    pub gauge_mm: Option<u32>,
    /// Tracks or berths, >= 1.
    pub positions: u32,
    /// What lifts containers.
    pub cranes: Option<Cranes>,
    /// Of ports: pilots, and their time in or out with one ship \[ms\].
    pub pilots: Option<(u32, Law)>,
    /// Of ports: depth of water \[m\]; none = any ship can call.
    pub draught_m: Option<f64>,
    /// What comes off a run and whose next vehicle is at hand is lifted over in one move.
    pub is_direct: bool,
}

/// Cranes or other lifting equipment.
#[derive(Debug, Clone)]
pub struct Cranes {
    /// How many, >= 1.
    pub servers: u32,
    /// Time of one container \[ms\].
    pub time: Law,
    /// Hours of work; none = always.
    pub hours: Option<CalendarId>,
    /// What one move costs and takes.
    pub per_move: Use,
}

/// Two stations of a rail border.
#[derive(Debug, Clone)]
pub struct RailBorder {
    /// The first side.
    pub a: RailSide,
    /// The second side.
    pub b: RailSide,
    /// Time from station to station \[ms\].
    pub time: Law,
    /// Length of that \[km\].
    pub length_km: f64,
    /// Trains at once on the line between, both directions together; none = as many as come.
    pub trains_at_once: Option<u32>,
    /// Trains a day that are accepted from side a and from side b; none = as many as come.
    pub plan: [Option<u32>; 2],
    /// Days for which what was not used may be used later.
    pub carry_over: u32,
}

impl RailBorder {
    /// The side that is left and the side that is entered.
    pub fn sides(&self, direction: Direction) -> (&RailSide, &RailSide) {
        match direction {
            Direction::AToB => (&self.a, &self.b),
            Direction::BToA => (&self.b, &self.a),
        }
    }

    /// Trains a day that are accepted in a direction.
    pub fn planned(&self, direction: Direction) -> Option<u32> {
        self.plan[usize::from(direction == Direction::BToA)]
    }
}

/// One country's side of a rail border.
#[derive(Debug, Clone)]
pub struct RailSide {
    /// ISO 3166 code.
    pub country: String,
    /// Tracks, each direction its own; none = as many as come.
    pub tracks: Option<u32>,
    /// Teams that check trains, each direction its own, >= 1.
    pub teams: u32,
    /// Hours of the teams; none = always.
    pub hours: Option<CalendarId>,
    /// Time of the check of one train \[ms\].
    pub check: Law,
    /// Share of trains of which boxes are inspected besides, 0 to 1, and the time of that \[ms\].
    pub inspection: Option<(f64, Law)>,
}

/// Halls where wagons get bogies of another gauge.
#[derive(Debug, Clone)]
pub struct BogieExchange {
    /// The two gauges \[mm\].
    pub gauges_mm: [u32; 2],
    /// Trains at once, >= 1.
    pub halls: u32,
    /// Time for one train \[ms\].
    pub time: Law,
}
