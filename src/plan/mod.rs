//! Model -> what the engine runs. Every journey and every facility's procedure becomes a stretch of one flat list of steps.
//!
//! A border post is a *template* that expands into steps here; the engine behind knows stations, stores and time, and no borders.
//! What a step means for the causes of delay travels with it as numbers of [`Cell`]s, so that a report can be cut by them.
//!
//! **Invariant:** what a unit holds is a function of its position in the plan ([`Plan::holdings`]); it holds nothing at its end.

mod builder;
pub mod check;
mod choice;
mod empties;
mod holdings;
mod journey;
mod labels;
mod lane;
mod load;
mod locks;
mod look;
mod luck;
mod multimodal;
mod route;
mod scale;
mod service;
mod slowing;
mod step;
mod template;
mod under;
mod voyage;
mod ways;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::engine::hours::Hours;
use crate::engine::law::Law;
use crate::ids::{FleetId, FlowId, HubId, LinkId, ServiceId};
use crate::model::{
    Arrivals, Breaks, Cause, Closing, Decay, Direction, Disruption, Interruption, Mode, Model, StationKind, TimeClass,
    Uptake,
};

pub use check::Finding;
pub use choice::shares as choice_shares;
pub use empties::{BoxKind, Boxes, Reposition, STOCK_LIMIT};
pub use lane::{ENDLESS, Lane};
pub use load::{Load, Loads, loads};
pub use service::{Ride, Service};
pub use slowing::Slowing;
pub use step::{MAX_GROUPS, MAX_PAPERS, Step};

/// Everything that a replication needs and never changes: shared by all replications.
#[derive(Debug)]
pub struct Plan {
    /// The steps of all journeys and procedures.
    pub steps: Vec<Step>,
    /// For each step, the number of its path in `paths`.
    pub origin: Vec<u32>,
    /// Where steps were written, as field paths of the scenario.
    pub paths: Vec<String>,
    /// Times that are drawn.
    pub draws: Vec<Draw>,
    /// Ways that are chosen by share.
    pub branches: Vec<Branch>,
    /// What is held or waited for.
    pub things: Vec<Thing>,
    /// Opening hours.
    pub calendars: Vec<Arc<Hours>>,
    /// Whose time is kept apart: flows and the return trips of their vehicles.
    pub accounts: Vec<Account>,
    /// The cells of the ledger.
    pub cells: Vec<Cell>,
    /// Stays of an account at a hub.
    pub visits: Vec<Visit>,
    /// Parts of stays.
    pub stages: Vec<Stage>,
    /// Types of boxes whose empties are counted; the numbers are those of the model.
    pub boxes: Vec<BoxKind>,
    /// Empties that are sent where they are short.
    pub repositions: Vec<Reposition>,
    /// Sources, one a flow.
    pub sources: Vec<Source>,
    /// Where closed fleets stand at the start.
    pub standing: Vec<Standing>,
    /// What storage and all else that is paid for costs whom.
    pub tariffs: Vec<Toll>,
    /// Steps whose queue may be left without getting what is waited for.
    pub exits: BTreeMap<u32, Exit>,
    /// What the child of a `Split` at a step takes over of one thing; where there is no entry, it takes over all.
    pub hands: BTreeMap<u32, Holding>,
    /// Things that can lock one another: every unit that holds one may wait for another.
    pub circles: Vec<Vec<u32>>,
    /// Boards that publish queues.
    pub boards: Vec<Board>,
    /// Times at which things work less.
    pub disruptions: Vec<Disruption>,
    /// Links on which one direction drives at a time.
    pub lanes: Vec<Lane>,
    /// Services of trains and ships; their runs have the first accounts, one a service in this order.
    pub services: Vec<Service>,
    /// Rides of consignments on them.
    pub rides: Vec<Ride>,
    /// Traffic on links: (account, link, forward) by number in `Step::Move`.
    pub moves: Vec<Passage>,
    /// Per step: what a unit that is at it holds.
    pub holdings: Vec<Arc<[Holding]>>,
}

/// A time that is drawn, with the purpose in its address.
#[derive(Debug, Clone)]
pub struct Draw {
    /// Hash of the written path.
    pub purpose: u64,
    /// Its law \[ms\].
    pub law: Law,
}

/// A choice by share, with the purpose in its address.
#[derive(Debug, Clone)]
pub struct Branch {
    /// Hash of the written path.
    pub purpose: u64,
    /// Cumulative share and the step to go on at. Of an adoption the shares are means over the run, for the load before it.
    pub ways: Vec<(f64, u32)>,
    /// How a unit finds its way.
    pub rule: Rule,
}

/// How a unit finds its way at a branch.
#[derive(Debug, Clone)]
pub enum Rule {
    /// By the shares of the ways.
    Shares,
    /// Those who have adopted an instrument go the first way, the others the second.
    Adoption(Adoption),
    /// By what the ways cost.
    Choice(Box<Choice>),
    /// Every so-many-th unit goes the first way, the others the second.
    Every(u32),
    /// Those whose next vehicle is at hand go the first way, the others the second: a line, or a fleet.
    AtHand(u32),
}

/// A choice among ways by their cost.
#[derive(Debug, Clone)]
pub struct Choice {
    /// The ways, in the order of the branch.
    pub options: Vec<ChoiceOption>,
    /// What a millisecond of published wait is worth \[USD/ms\].
    pub usd_per_ms: f64,
    /// Scale of the logit \[USD\]; none = the cheapest.
    pub spread_usd: Option<f64>,
    /// Who sees published queues, and the purpose of that draw.
    pub informed: Option<(Adoption, u64)>,
}

/// A way that may be chosen.
#[derive(Debug, Clone)]
pub struct ChoiceOption {
    /// What it costs without any queue \[USD\].
    pub usd: f64,
    /// From when it may be chosen \[ms\].
    pub from: i64,
    /// Until when.
    pub until: i64,
    /// Boards that show the queues on it: numbers in `Plan::boards`.
    pub boards: Vec<u32>,
}

/// A board that publishes the wait at a border in one direction.
#[derive(Debug, Clone)]
pub struct Board {
    /// Where.
    pub hub: HubId,
    /// Which way.
    pub direction: Direction,
    /// (name of a station, time in which it works off one of its queue \[ms\]).
    pub stations: Vec<(String, f64)>,
    /// Time between two looks \[ms\], > 0.
    pub every: crate::units::Millis,
    /// Time from a look to its publication \[ms\].
    pub delay: crate::units::Millis,
    /// Some choose on the way, and so after the horizon too: it is looked at as long as anybody is there.
    pub is_read_late: bool,
}

/// Who has adopted an instrument: whoever is below its uptake on the day of birth, so that a larger share always contains a smaller one.
#[derive(Debug, Clone, PartialEq)]
pub struct Adoption {
    /// The uptake over time.
    pub uptake: Uptake,
    /// How many firms a flow has, which send in turn and adopt as one; 0 = each consignment for itself.
    pub operators: u32,
}

/// Something that is held or waited for.
#[derive(Debug, Clone)]
pub struct Thing {
    /// Unique name: hub and place in it ("youyiguan/CN exit/gate").
    pub name: String,
    /// Field path of the scenario where its capacity is written.
    pub path: String,
    /// Where it is.
    pub hub: HubId,
    /// What it is.
    pub kind: ThingKind,
    /// Servers, places or tokens, >= 1.
    pub capacity: u32,
    /// Hours outside which nothing is granted: number in `Plan::calendars`.
    pub calendar: Option<u32>,
    /// What happens at closing time.
    pub closing: Closing,
    /// Last come, first served, in place of first come.
    pub is_lifo: bool,
    /// Classes in the order of their priority; empty = one queue.
    pub classes: Vec<String>,
    /// Waiting for it outside these hours is 'closed', not 'queue' or 'space': number in `Plan::calendars`.
    pub wait_calendar: Option<u32>,
    /// Cause of waiting for it within those hours.
    pub cause: Cause,
    /// Cause of waiting for it outside them.
    pub cause_shut: Cause,
    /// Most that may wait for it; who comes beyond is turned away. None = any number.
    pub limit: Option<u32>,
    /// (number waiting or held, share that joins at that number or above), by number; empty = all join.
    pub joins: Vec<(u32, f64)>,
    /// What becomes of work that a higher class interrupts; none = nobody is interrupted.
    pub pre_empt: Option<Interruption>,
    /// Breakdowns of its servers, each for itself.
    pub breaks: Option<Breaks>,
    /// Of a quota: what comes in each period.
    pub refill: Option<Refill>,
    /// Disruptions that strike it: numbers in `Plan::disruptions`.
    pub disruptions: Vec<u32>,
    /// It works more slowly the fuller a yard is.
    pub slowing: Option<Slowing>,
    /// The end of a lane: its number in `Plan::lanes`, and which of its sides.
    pub lane: Option<(u32, u8)>,
    /// It is a block of a yard: "lianyungang/yard/export".
    pub is_block: bool,
}

impl Adoption {
    /// That of an instrument.
    pub fn of(instrument: &crate::model::Instrument) -> Self {
        Self { uptake: instrument.uptake.clone(), operators: instrument.operators }
    }
}

/// What comes into a quota in each period; what is taken is used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refill {
    /// How many.
    pub count: u32,
    /// Length of a period \[ms\], > 0.
    pub every: crate::units::Millis,
    /// Time by which it comes before its period begins \[ms\].
    pub lead: crate::units::Millis,
}

impl Thing {
    /// A thing that is always open, first come, first served, for any number of takers.
    pub fn new(name: &str, path: String, hub: HubId, kind: ThingKind, capacity: u32) -> Self {
        let (cause, cause_shut) = match kind {
            ThingKind::Station(kind) => (Cause::Queue(kind), Cause::Closed),
            ThingKind::Store => (Cause::Space, Cause::Space),
            ThingKind::Fleet => (Cause::Vehicle, Cause::Vehicle),
            ThingKind::Quota | ThingKind::Token => (Cause::Quota, Cause::Quota),
            ThingKind::Line => (Cause::Timetable, Cause::Timetable),
            ThingKind::Empties => (Cause::Equipment, Cause::Equipment),
        };
        Self {
            name: name.to_owned(),
            path,
            hub,
            kind,
            capacity,
            calendar: None,
            closing: Closing::Finish,
            is_lifo: false,
            classes: Vec::new(),
            wait_calendar: None,
            cause,
            cause_shut,
            limit: None,
            joins: Vec::new(),
            pre_empt: None,
            breaks: None,
            refill: None,
            disruptions: Vec::new(),
            slowing: None,
            lane: None,
            is_block: false,
        }
    }

    /// Whether it is the yard of a hub, in which cargo changes vehicles, or a block of it: "altynkol/yard".
    pub fn is_yard(&self) -> bool {
        self.is_block
            || self.kind == ThingKind::Store && self.name.strip_suffix("/yard").is_some_and(|hub| !hub.contains('/'))
    }

    /// Whether it matters which server works on whom: servers break, or are taken away from whom they serve.
    pub fn has_named_servers(&self) -> bool {
        self.pre_empt.is_some() || self.breaks.is_some()
    }
}

/// How a queue may be left at a step, and where that leads.
#[derive(Debug, Clone, Default)]
pub struct Exit {
    /// The draw of the longest wait that is borne.
    pub patience: Option<u32>,
    /// Step of those whose patience ends; none = out of the model.
    pub impatient_to: Option<u32>,
    /// The draw, between 0 and 1, of who joins a long queue.
    pub joining: Option<u32>,
    /// Step of those who are turned away or do not join; none = out of the model.
    pub turned_away_to: Option<u32>,
}

/// Vehicles of a closed fleet that stand at a step at the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Number in `Plan::accounts`.
    pub account: u32,
    /// Where they stand.
    pub entry: u32,
    /// Number of the first of them within the fleet.
    pub first: u32,
    /// How many.
    pub count: u32,
}

/// What an account pays for a store, or at a post.
#[derive(Debug, Clone)]
pub struct Toll {
    /// Number in `Plan::accounts`.
    pub account: u32,
    /// Name of the store, or of the fee ("youyiguan/CN exit/stamp").
    pub name: String,
    /// How much.
    pub price: Price,
}

/// How much is paid.
#[derive(Debug, Clone)]
pub enum Price {
    /// For the time in a store.
    Stay(crate::model::Tariff),
    /// To the owner of its box, for the time from coming ashore until it leaves the hub.
    Demurrage(crate::model::Tariff),
    /// Freight for a link or a ride, or what passing or changing at a hub costs \[millionths of a US dollar\].
    Freight(u64),
    /// For each use of a station or crane.
    Use(crate::model::Use),
    /// The same for every consignment of the account.
    Fee {
        /// How much \[millionths of a US dollar\].
        micro_usd: u64,
        /// By law, or not.
        is_official: bool,
        /// Where.
        hub: HubId,
        /// Which way across the border.
        direction: Direction,
    },
}

/// What kind of thing is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThingKind {
    /// Servers that work.
    Station(StationKind),
    /// Places.
    Store,
    /// Vehicles of a fleet.
    Fleet,
    /// Passages that are allowed in a period: used up and not given back.
    Quota,
    /// Numbers and guarantees of which only so many are out at once: given back.
    Token,
    /// Cargo that waits for a service at one of its calls.
    Line,
    /// Empty boxes: taken by some, given by others. Its capacity is what stands there at the start.
    Empties,
}

/// A holding of a unit at a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Holding {
    /// Number in `Plan::things`.
    pub thing: u32,
    /// How many.
    pub count: u32,
}

/// Whose time is kept apart.
#[derive(Debug, Clone)]
pub struct Account {
    /// Name for tables.
    pub name: String,
    /// The flow it belongs to; none for closed fleets.
    pub flow: Option<FlowId>,
    /// Consignments, or what runs beside them without cargo.
    pub role: Role,
    /// TEU of one consignment; 0 of parcels.
    pub teu: u32,
    /// Of parcels: volume of one \[litres\]; 0 = they are no parcels.
    pub litres: u32,
    /// Mass of one consignment \[kg\].
    pub kg: u64,
    /// How consignments lose value with age; none = they do not.
    pub decay: Option<Decay>,
    /// Of papers: the account of the consignments that they belong to.
    pub parent: Option<u32>,
    /// Of a reposition and of the vehicles that carry it: its number in `Plan::repositions`.
    pub reposition: Option<u32>,
    /// The boxes of each of its consignments, where they are counted.
    pub boxes: Option<Boxes>,
    /// Of boxes of groupage and what runs for them: the number of their service in `Plan::services`.
    pub groupage: Option<u32>,
}

impl Account {
    /// What one of them takes up on a service \[TEU; parcels in a box: litres\].
    pub fn room(&self) -> u32 {
        if self.litres > 0 { self.litres } else { self.teu }
    }
}

/// Whether an account is of consignments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Consignments.
    Cargo,
    /// Empty boxes that are sent where they are short.
    Empties,
    /// Vehicles that go home empty.
    EmptyReturn,
    /// Vehicles of a closed fleet.
    Circuit,
    /// Papers that run beside a consignment.
    Paper,
    /// What is done behind a consignment until something that it held may be used again.
    Errand,
    /// Runs of a service.
    Run,
}

/// One cell of the ledger: whose time, where, for what.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Number in `Plan::accounts`.
    pub account: u32,
    /// Hub or link.
    pub place: PlaceLabel,
    /// The thing worked at or waited for.
    pub thing: Option<u32>,
    /// The class of time.
    pub class: TimeClass,
}

/// Where time passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlaceLabel {
    /// At a hub.
    Hub(HubId),
    /// On a link.
    Link(LinkId),
}

/// A stay of an account at a hub.
#[derive(Debug, Clone)]
pub struct Visit {
    /// Number in `Plan::accounts`.
    pub account: u32,
    /// Where.
    pub hub: HubId,
    /// Across a border, which way.
    pub direction: Option<Direction>,
    /// Something happens there; otherwise it is only counted.
    pub has_dwell: bool,
    /// It is the stay of a vehicle, alone or with its load; not of cargo that others carry.
    pub is_vehicle: bool,
    /// By which mode it comes and goes, where cargo changes its vehicle.
    pub change: Option<(Mode, Mode)>,
}

/// A part of a stay.
#[derive(Debug, Clone)]
pub struct Stage {
    /// Number in `Plan::accounts`.
    pub account: u32,
    /// Where.
    pub hub: HubId,
    /// Across a border, which way.
    pub direction: Option<Direction>,
    /// Its name ("CN exit", "between", "VN entry").
    pub name: String,
}

/// Traffic of an account on a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Passage {
    /// Number in `Plan::accounts`.
    pub account: u32,
    /// Which link; none for the ground inside a hub.
    pub link: Option<LinkId>,
    /// What moves it.
    pub by: Mover,
    /// Without a load, on the way to one.
    pub is_empty: bool,
}

/// What moves on a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mover {
    /// A truck of no fleet.
    OwnTruck,
    /// A truck of a fleet.
    Fleet(FleetId),
    /// A run of a service, or cargo on it.
    Service(ServiceId),
}

/// What makes consignments.
#[derive(Debug, Clone)]
pub struct Source {
    /// Number in `Plan::accounts`.
    pub account: u32,
    /// First step of a consignment.
    pub entry: u32,
    /// When they come.
    pub arrivals: Arrivals,
    /// Purpose of the draws of arrivals.
    pub purpose: u64,
    /// Purpose of the draws of batch sizes.
    pub batch_purpose: u64,
    /// Purpose of the draws of how long states of a modulated rate last.
    pub state_purpose: u64,
    /// Share of its consignments that is kept, 0 to 1; the others are not made.
    pub keep: f64,
    /// Purpose of the draws that decide who is kept.
    pub keep_purpose: u64,
    /// Number of its first consignment.
    pub first_who: u32,
    /// Mean rate over the horizon \[consignments per ms\].
    pub mean_rate: f64,
}

/// Steps and accounts that a plan may have: they are numbered in 20 bits of a consignment's record.
pub const MAX_NUMBERS: usize = 1 << 20;

/// Compiles a model. What cannot be run, or should be known before it is, comes as findings.
pub fn compile(model: &Model) -> (Plan, Vec<Finding>) {
    let (mut plan, mut findings) = journey::build(model);
    findings.extend(holdings::fill(&mut plan));
    plan.circles = locks::circles(&plan);
    findings.extend(locks::warnings(&plan));
    // Where something is wrong, journeys are missing: what is left says nothing about luck.
    if !findings.iter().any(Finding::is_error) {
        findings.extend(luck::find(&plan, model));
        findings.extend(empties::warnings(&plan));
    }
    let largest = plan.steps.len().max(plan.accounts.len());
    if largest > MAX_NUMBERS {
        let title =
            format!("the scenario compiles into {} steps and {} accounts", plan.steps.len(), plan.accounts.len());
        findings.push(Finding::error("E0508", "flows", title).expected(format!("at most {MAX_NUMBERS} of each")));
    }
    (plan, findings)
}
