//! Plain stations and procedures in the planner's own steps.

use super::tariff::Tariff;
use crate::engine::hours::Hours;
use crate::engine::law::Law;
use crate::ids::CalendarId;
use crate::units::Millis;

/// A facility made of plain stations and stores.
#[derive(Debug, Clone)]
pub struct Stations {
    /// Pools of identical servers.
    pub stations: Vec<LocalStation>,
    /// Finite space.
    pub stores: Vec<LocalStore>,
    /// What is done here, by name.
    pub procedures: Vec<Procedure>,
}

/// A pool of identical servers with one queue.
#[derive(Debug, Clone)]
pub struct LocalStation {
    /// The id, unique within the facility's stations and stores.
    pub id: String,
    /// What it is, for the cause of waiting.
    pub kind: StationKind,
    /// How many servers, >= 1.
    pub servers: u32,
    /// Opening hours; none = always.
    pub hours: Option<CalendarId>,
    /// What happens to work in hand at closing time.
    pub closing: Closing,
    /// Who is next.
    pub order: QueueOrder,
    /// Places for those who wait; none = as many as come.
    pub places: Option<u32>,
    /// What happens to who comes when all places are taken.
    pub when_full: WhenFull,
    /// (number in the station, share that joins at that number or above), by number; empty = all join.
    pub joins: Vec<(u32, f64)>,
    /// What becomes of work that a higher class interrupts; none = nobody is interrupted.
    pub pre_empt: Option<Interruption>,
    /// Breakdowns of its servers, each for itself.
    pub breaks: Option<Breaks>,
    /// What each visit costs and takes.
    pub per_visit: super::cost::Use,
}

/// Finite space.
#[derive(Debug, Clone)]
pub struct LocalStore {
    /// The id, unique within the facility's stations and stores.
    pub id: String,
    /// Places, >= 1.
    pub places: u32,
    /// What happens to who comes when all places are taken.
    pub when_full: WhenFull,
    /// What lying there costs.
    pub tariff: Option<Tariff>,
}

/// What happens to who comes when there is no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenFull {
    /// It waits where it is and keeps what it holds.
    Block,
    /// It is turned away.
    TurnAway,
}

/// What becomes of work that was interrupted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interruption {
    /// The rest is done later.
    Resume,
    /// It is done again from the start, in the same time.
    Restart,
    /// It is done again from the start, in a time drawn anew.
    Resample,
}

/// Breakdowns of each server.
#[derive(Debug, Clone)]
pub struct Breaks {
    /// Which time counts towards the next one.
    pub when: BreakWhen,
    /// Time from repair to the next breakdown \[ms\].
    pub between: Law,
    /// Time of repair \[ms\].
    pub repair: Law,
    /// What becomes of the work in hand.
    pub work: Interruption,
}

/// When servers wear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BreakWhen {
    /// Only while they work.
    Busy,
    /// All the time.
    Always,
}

/// What a station is: names the cause of waiting for it ("queue:gate").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StationKind {
    /// Entrance or exit lanes.
    Gate,
    /// Desks for documents.
    Desk,
    /// Officers who inspect goods.
    Inspector,
    /// Inspection bays.
    Bay,
    /// Scanners.
    Scanner,
    /// Weighbridges.
    Weighbridge,
    /// Cranes and other lifting equipment.
    Crane,
    /// Ramps of a warehouse.
    Dock,
    /// Berths for ships.
    Berth,
    /// Tracks for trains.
    Track,
    /// Pilots.
    Pilot,
    /// Anything else.
    Other,
}

/// What happens to work at closing time. Work never starts at or after closing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closing {
    /// Work in hand is done after hours.
    Finish,
    /// The rest is done when it opens again.
    Suspend,
    /// Nothing is started that cannot end in time; what is longer than the longest opening starts all the same.
    FitOnly,
}

impl Closing {
    /// When work is done that starts at `now`, an opening instant; `u64::MAX` if never.
    #[inline]
    pub fn finish(self, hours: &Hours, now: Millis, work: Millis) -> Millis {
        match self {
            Self::Finish | Self::FitOnly => now + work,
            Self::Suspend => hours.after_open_time(now, work),
        }
    }

    /// Whether work of this length may start at `now`, an opening instant.
    #[inline]
    pub fn may_start(self, hours: &Hours, now: Millis, work: Millis) -> bool {
        match self {
            Self::Finish | Self::Suspend => true,
            Self::FitOnly => hours.closes_after(now).saturating_sub(now) >= work || work > hours.longest_open(),
        }
    }
}

/// Who is next in the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueueOrder {
    /// First come, first served.
    Fifo,
    /// Last come, first served.
    Lifo,
    /// By class of consignment, first named first; classes not named come last. First come, first served within a class.
    Classes(Vec<String>),
}

/// A named list of steps.
#[derive(Debug, Clone)]
pub struct Procedure {
    /// The id, unique within the facility.
    pub id: String,
    /// When passing traffic goes through it without being told.
    pub triggers: Vec<Trigger>,
    /// What is done.
    pub steps: Vec<ProcedureStep>,
}

/// When traffic with a journey goes through a procedure of a hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trigger {
    /// The journey starts at the hub.
    Departure,
    /// The journey ends at the hub.
    Arrival,
    /// The journey passes the hub.
    Through,
    /// The journey goes on from here by another means of transport.
    Transfer,
}

/// A step as a planner writes it.
#[derive(Debug, Clone)]
pub enum ProcedureStep {
    /// Wait for one server, be served, leave it.
    Visit {
        /// Index of the station in the facility.
        station: usize,
        /// Service time \[ms\].
        time: Law,
        /// Service times of single classes in place of `time`.
        by_class: Vec<(String, Law)>,
        /// How the queue may be left without service.
        leaving: Leaving,
    },
    /// Wait for and then hold servers or places.
    Take {
        /// The thing's id in the facility.
        thing: String,
        /// How many, >= 1.
        count: u32,
        /// How the queue may be left.
        leaving: Leaving,
    },
    /// Give back what is held.
    Give {
        /// The thing's id in the facility.
        thing: String,
        /// How many, >= 1.
        count: u32,
    },
    /// Time passes.
    Spend {
        /// How long \[ms\].
        time: Law,
        /// What is done meanwhile.
        work: Work,
    },
    /// A named place in the list for `Way::to`.
    Label(String),
    /// One way of several by share.
    Branch(Vec<Way>),
}

/// How a queue may be left without getting what was waited for, and where that leads.
#[derive(Debug, Clone, Default)]
pub struct Leaving {
    /// The longest wait that is borne \[ms\]; none = any.
    pub patience: Option<Law>,
    /// Where those go on whose patience ends; none = out of the model.
    pub impatient_to: Option<String>,
    /// Where those go on who are turned away or do not join; none = out of the model.
    pub turned_away_to: Option<String>,
}

/// What is done while time passes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Work {
    /// Work on the consignment.
    Handling,
    /// Driving.
    Moving,
    /// Nothing, by the owner's choice.
    Stored,
    /// Work by a station that is held, within its hours.
    Station(String),
}

/// One way of a branch.
#[derive(Debug, Clone)]
pub struct Way {
    /// Share of consignments, 0 to 1.
    pub share: f64,
    /// What those do.
    pub steps: Vec<ProcedureStep>,
    /// Then go on at this label; none = after the branch.
    pub to: Option<String>,
}
