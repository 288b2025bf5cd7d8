//! The two-post road border: each side has a post for what leaves and one for what enters, with its own country's hours.

use super::procedure::Closing;
use crate::engine::law::Law;
use crate::ids::CalendarId;

/// Which way across a border.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// From side a to side b.
    AToB,
    /// From side b to side a.
    BToA,
}

/// A border crossing point: both posts.
#[derive(Debug, Clone)]
pub struct Border {
    /// The first side.
    pub a: Side,
    /// The second side.
    pub b: Side,
    /// Places for trucks before the first gate, each direction its own; none = as many as come.
    pub approach_places: Option<u32>,
    /// The ground between the posts, each direction its own.
    pub between: Between,
}

impl Border {
    /// The side that is left and the side that is entered.
    pub fn sides(&self, direction: Direction) -> (&Side, &Side) {
        match direction {
            Direction::AToB => (&self.a, &self.b),
            Direction::BToA => (&self.b, &self.a),
        }
    }
}

/// One country's side of a border.
#[derive(Debug, Clone)]
pub struct Side {
    /// ISO 3166 code.
    pub country: String,
    /// Opening hours of the posts; none = always.
    pub hours: Option<CalendarId>,
    /// What happens to work in hand at closing time.
    pub closing: Closing,
    /// What leaving traffic goes through, already scaled.
    pub exit: Post,
    /// What entering traffic goes through, already scaled.
    pub entry: Post,
}

/// The ground between the posts.
#[derive(Debug, Clone)]
pub struct Between {
    /// Driving time from post to post \[ms\].
    pub time: Law,
    /// Length \[km\].
    pub length_km: f64,
    /// Trucks that fit, each direction its own; none = as many as come.
    pub places: Option<u32>,
}

/// One post for one direction of traffic.
#[derive(Debug, Clone)]
pub struct Post {
    /// The id of the shared definition.
    pub id: String,
    /// Entrance lanes.
    pub gate: Lanes,
    /// Trucks that fit inside; none = as many as come.
    pub yard_places: Option<u32>,
    /// Desks for documents.
    pub documents: Option<Desks>,
    /// Other agencies that look at papers, after the documents, in their order.
    pub permits: Vec<Permit>,
    /// Risk lanes with their shares, which sum to one; empty = everybody is green.
    pub risk: Vec<RiskLane>,
    /// Scanners.
    pub scanners: Option<Lanes>,
    /// Inspection bays; a truck holds one while agencies work on it.
    pub bays: Option<u32>,
    /// Agencies that inspect, in their order.
    pub agencies: Vec<Agency>,
    /// Weighbridges, passed before the exit lanes.
    pub weighbridge: Option<Lanes>,
    /// What is paid before the exit lanes.
    pub fees: Vec<Fee>,
    /// Exit lanes.
    pub exit: Option<Lanes>,
}

/// An agency that looks at papers.
#[derive(Debug, Clone)]
pub struct Permit {
    /// The id in the post.
    pub id: String,
    /// Its kind in words, a label for reports.
    pub kind: String,
    /// Desks and handling time.
    pub desks: Lanes,
    /// Commodities that need it; empty = all.
    pub commodities: Vec<String>,
    /// Share of those, 0 to 1, that need it.
    pub share: f64,
}

/// Money paid at a post.
#[derive(Debug, Clone)]
pub struct Fee {
    /// The id in the post.
    pub id: String,
    /// How much \[USD per unit of `per`\], >= 0.
    pub usd: f64,
    /// What is counted.
    pub per: FeeUnit,
    /// By law, or not.
    pub is_official: bool,
    /// Share of trucks that pay it, 0 to 1.
    pub share: f64,
}

/// What a fee is counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeeUnit {
    /// Each truck.
    Truck,
    /// Each TEU on it.
    Teu,
    /// Each tonne on it.
    Tonne,
}

/// Identical servers and the time that one truck takes one of them.
#[derive(Debug, Clone)]
pub struct Lanes {
    /// How many, >= 1.
    pub servers: u32,
    /// Service time \[ms\].
    pub time: Law,
    /// Hours of their own; none = the side's.
    pub hours: Option<CalendarId>,
}

/// Desks where documents are handed in.
#[derive(Debug, Clone)]
pub struct Desks {
    /// Desks and handling time.
    pub desks: Lanes,
    /// Share of documents with an error, 0 to 1, and the time until they are corrected \[ms\]; then they are handed in again.
    pub errors: Option<(f64, Law)>,
}

/// One outcome of risk assessment.
#[derive(Debug, Clone)]
pub struct RiskLane {
    /// Its name ("green").
    pub lane: String,
    /// Share of trucks, 0 to 1.
    pub share: f64,
    /// What is done to them.
    pub check: Check,
    /// After a scan, share that goes on to the physical check, 0 to 1.
    pub hits: f64,
}

/// What a risk lane does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// Documents only.
    None,
    /// Through the scanner.
    Scan,
    /// Into a bay, agencies work on the goods.
    Physical,
}

/// An agency with officers of its own.
#[derive(Debug, Clone)]
pub struct Agency {
    /// The id in the post.
    pub id: String,
    /// Its kind in words ("Customs", "Phytosanitary"), a label for reports.
    pub kind: String,
    /// Officers and the time that one takes for a truck.
    pub officers: Lanes,
    /// Risk lanes it works on; empty = all.
    pub lanes: Vec<String>,
    /// Commodities it works on; empty = all.
    pub commodities: Vec<String>,
    /// Share of those, 0 to 1, that it inspects.
    pub share: f64,
}
