//! The valid domain in a planner's words: hubs, borders, links, flows, fleets. Data and pure rules.
//!
//! `scenario` builds a [`Model`] from a file and is the only one that does; `plan` compiles it into steps.
//!
//! **Invariant:** a value of these types is valid. References are numbers of things that exist, laws have finite means, shares sum to one;
//! nothing downstream checks again.

mod border;
mod cause;
mod cost;
mod decay;
mod demand;
mod disruption;
mod empties;
mod groupage;
mod hub;
mod instrument;
mod lane;
mod procedure;
mod road;
mod run;
mod service;
mod tariff;
mod terminal;
mod vehicle;
mod yard;

pub use border::{Agency, Between, Border, Check, Desks, Direction, Fee, FeeUnit, Lanes, Permit, Post, RiskLane, Side};
pub use cause::{Activity, Cause, TimeClass};
pub use cost::{Energy, Running, Use};
pub use decay::Decay;
pub use demand::{
    Arrivals, BatchSize, Carrier, Circuit, Fleet, Flow, JourneyLeg, Operator, Place, RateCurve, RatePiece, RateState,
    Route, Way as RouteWay, WayChoice,
};
pub use disruption::{Disruption, Struck, When};
pub use empties::{BoxType, Boxed, Rank, Reposition};
pub use groupage::{BoxWork, Groupage, LITRES_PER_M3, Park, litres};
pub use hub::{Calendar, Commodity, Facility, Hub, HubKind, Position, Stowage, Transfer};
pub use instrument::{Instrument, Policy, Posts, Selector, Uptake};
pub use lane::{OneLane, TurnRule, WhenIdle};
pub use procedure::{
    BreakWhen, Breaks, Closing, Interruption, Leaving, LocalStation, LocalStore, Procedure, ProcedureStep, QueueOrder,
    StationKind, Stations, Trigger, Way, WhenFull, Work,
};
pub use road::Link;
pub use run::{Counted, End, Run, WarmUp};
pub use service::{Departs, PoolOf, Service, Slots, VehiclePool};
pub use tariff::{Billing, Tariff};
pub use terminal::{BogieExchange, Cranes, Mode, RailBorder, RailSide, Terminal};
pub use vehicle::{Breakdowns, Maintenance};
pub use yard::{Block, Means, Yard, YardCargo};

/// A whole scenario, valid. Every list is in the order of the written ids.
#[derive(Debug, Clone)]
pub struct Model {
    /// What the scenario is called on reports.
    pub title: String,
    /// The question that it answers; may be empty.
    pub question: String,
    /// Clock, replications and measuring.
    pub run: Run,
    /// Opening hours.
    pub calendars: Vec<Calendar>,
    /// What is carried.
    pub commodities: Vec<Commodity>,
    /// Places.
    pub hubs: Vec<Hub>,
    /// Roads, railways and sea lanes between them.
    pub links: Vec<Link>,
    /// Types of boxes.
    pub boxes: Vec<BoxType>,
    /// Pools of vehicles of services, and of empties.
    pub pools: Vec<VehiclePool>,
    /// Trains and ships.
    pub services: Vec<Service>,
    /// What is burnt or used.
    pub energies: Vec<Energy>,
    /// What trucks cost that are of no fleet.
    pub own_trucks: Running,
    /// Finite fleets.
    pub fleets: Vec<Fleet>,
    /// Policies in force.
    pub instruments: Vec<Instrument>,
    /// Times at which borders work less.
    pub disruptions: Vec<Disruption>,
    /// Closed fleets.
    pub circuits: Vec<Circuit>,
    /// Demand.
    pub flows: Vec<Flow>,
    /// Empties that are sent where they are short.
    pub repositions: Vec<Reposition>,
}
