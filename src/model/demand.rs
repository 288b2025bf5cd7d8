//! Flows of consignments, and what carries them.

use std::sync::Arc;

use super::cost::Running;
use super::{Boxed, Breakdowns, Decay, Stowage};
use crate::engine::law::Law;
use crate::ids::{FleetId, HubId, ServiceId};
use crate::units::Millis;

/// Consignments of one kind from one place to another.
#[derive(Debug, Clone)]
pub struct Flow {
    /// The id in the scenario.
    pub id: String,
    /// Where they begin and end.
    pub place: Place,
    /// Commodity, if named.
    pub commodity: Option<String>,
    /// Classes with their shares, which sum to one.
    pub operators: Vec<Operator>,
    /// When they come.
    pub arrivals: Arrivals,
    /// Consignments are this many times those of `arrivals`, 0 to 15.
    pub scale: f64,
    /// Size of one consignment \[TEU\]; 0 of parcels.
    pub teu: u32,
    /// Of parcels: volume of one \[litres\], >= 1, and no TEU; 0 = they are no parcels.
    pub litres: u32,
    /// Mass of one consignment \[t\], >= 0.
    pub tonnes: f64,
    /// What their boxes need.
    pub stowage: Stowage,
    /// Value of one consignment \[USD\], >= 0.
    pub value_usd: f64,
    /// How that falls on the way; none = it does not.
    pub decay: Option<Decay>,
    /// Its boxes, where they are counted.
    pub boxes: Option<Boxed>,
    /// What carries them.
    pub carrier: Carrier,
}

/// Where a flow begins and ends.
#[derive(Debug, Clone)]
pub enum Place {
    /// A journey through the network.
    Journey {
        /// Origin.
        from: HubId,
        /// Destination.
        to: HubId,
        /// How the way is chosen.
        route: Route,
    },
    /// One procedure at one hub.
    At {
        /// The hub.
        hub: HubId,
        /// Facility index and procedure index there.
        procedure: (usize, usize),
    },
}

/// How the way through the network is chosen.
#[derive(Debug, Clone)]
pub enum Route {
    /// Least expected time, queues not counted.
    LeastTime,
    /// Least expected time over these hubs, in this order; borders among them are crossed.
    Via(Vec<HubId>),
    /// One of several ways, chosen by each consignment when it begins.
    Choice(WayChoice),
    /// Over several means of transport, in this order.
    Legs(Vec<JourneyLeg>),
    /// One of the cheapest ways over all means of transport.
    Cheapest {
        /// What an hour of a consignment is worth \[USD/h\], >= 0.
        usd_per_h: f64,
        /// Over how many of the best ways consignments are spread, >= 1.
        among: u32,
        /// Spread of what shippers do not agree on: the scale of a logit \[USD\], > 0.
        spread_usd: f64,
    },
}

/// One leg of a journey over several means of transport.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JourneyLeg {
    /// By a service, from one of its calls to a later one.
    Ride {
        /// Which service.
        service: ServiceId,
        /// Number of the call at which it is boarded.
        from: u8,
        /// Number of the call at which it is left.
        to: u8,
    },
    /// By road.
    Road {
        /// Where it ends.
        to: HubId,
        /// Whose trucks carry it; none = as many trucks as come.
        fleet: Option<FleetId>,
    },
}

/// How one of several ways is chosen.
#[derive(Debug, Clone)]
pub struct WayChoice {
    /// The ways, at least one.
    pub among: Vec<Way>,
    /// What an hour is worth \[USD/h\], >= 0.
    pub value_of_time_usd_per_h: f64,
    /// What a kilometre costs \[USD/km\], >= 0.
    pub usd_per_km: f64,
    /// Spread of what shippers do not agree on: the scale of a logit \[USD\], > 0; none = all take the cheapest.
    pub spread_usd: Option<f64>,
    /// Hub at which the way is chosen; none = where the journey begins.
    pub decide_at: Option<HubId>,
    /// Longest wait in the first queue of a border before another way is taken \[ms\]; none = any.
    pub patience: Option<Law>,
}

/// A way that may be chosen.
#[derive(Debug, Clone)]
pub struct Way {
    /// Hubs that it leads over, in this order; borders among them are crossed.
    pub via: Vec<HubId>,
    /// From when it may be chosen \[ms since the start, may be before it\].
    pub from: i64,
    /// Until when.
    pub until: i64,
    /// What else it costs \[USD\].
    pub extra_usd: f64,
}

/// A class of shippers and its share of a flow.
#[derive(Debug, Clone)]
pub struct Operator {
    /// Name of the class; empty for flows without classes.
    pub class: String,
    /// Share of consignments, 0 to 1.
    pub share: f64,
}

/// What carries a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carrier {
    /// Every consignment is a truck with its load, as many as come.
    OwnTrucks,
    /// Trucks of a finite fleet, which come back.
    Fleet(FleetId),
}

/// A finite fleet of identical trucks with one base.
#[derive(Debug, Clone)]
pub struct Fleet {
    /// The id in the scenario.
    pub id: String,
    /// Where they stand.
    pub base: HubId,
    /// How many, >= 1.
    pub count: u32,
    /// TEU that one carries.
    pub capacity_teu: u32,
    /// They break down on the way; none = never.
    pub breakdowns: Option<Breakdowns>,
    /// What a truck costs and uses.
    pub running: Running,
}

/// A closed fleet: so many vehicles that go round one procedure for ever, without cargo of their own.
#[derive(Debug, Clone)]
pub struct Circuit {
    /// The id in the scenario.
    pub id: String,
    /// The hub.
    pub hub: HubId,
    /// Facility index and procedure index there.
    pub procedure: (usize, usize),
    /// How many, >= 1.
    pub count: u32,
    /// How many of them begin at a label of the procedure; the rest begin at its first step.
    pub starts: Vec<(String, u32)>,
}

/// When consignments come.
#[derive(Debug, Clone)]
pub enum Arrivals {
    /// One by one at a rate that may change with time.
    Poisson(RateCurve),
    /// At equal distances.
    Every {
        /// The distance \[ms\], > 0.
        gap: Millis,
        /// The first one \[ms since start\].
        first: Millis,
        /// How many come at a time, >= 1.
        count: u32,
    },
    /// Independent gaps of one law \[ms\].
    Renewal(Law),
    /// One by one at a rate that jumps between states, each kept for an exponential time. It begins in the first.
    Modulated(Vec<RateState>),
    /// At listed instants \[ms since start\], in order.
    Trace(Arc<[Millis]>),
    /// Several at once.
    Batches {
        /// Rate of batches.
        rate: RateCurve,
        /// How many in a batch.
        size: BatchSize,
    },
}

/// One state of a modulated rate. After the last comes the first again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RateState {
    /// Rate \[per ms\], >= 0.
    pub rate: f64,
    /// Mean length of a stay in it \[ms\], > 0.
    pub mean_stay: f64,
}

/// How many consignments a batch has.
#[derive(Debug, Clone)]
pub enum BatchSize {
    /// Whole numbers of a range, each as likely.
    Uniform(u32, u32),
    /// Numbers with their shares, which sum to one.
    Weights(Vec<(u32, f64)>),
}

impl BatchSize {
    /// Mean number in a batch.
    pub fn mean(&self) -> f64 {
        match self {
            Self::Uniform(low, high) => (f64::from(*low) + f64::from(*high)) / 2.0,
            Self::Weights(weights) => weights.iter().map(|(count, share)| f64::from(*count) * share).sum(),
        }
    }

    /// The number at a uniform in (0, 1).
    pub fn at(&self, uniform: f64) -> u32 {
        match self {
            Self::Uniform(low, high) => low + (uniform * f64::from(high - low + 1)) as u32,
            Self::Weights(weights) => {
                let mut left = uniform;
                for (count, share) in weights {
                    if left < *share {
                        return *count;
                    }
                    left -= share;
                }
                weights.last().map_or(0, |(count, _)| *count)
            }
        }
    }
}

/// An arrival rate over time: pieces in order, each from its start to the start of the next.
#[derive(Debug, Clone, PartialEq)]
pub struct RateCurve {
    /// The first piece starts at 0.
    pub pieces: Vec<RatePiece>,
}

/// A stretch of time over which the rate changes linearly.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RatePiece {
    /// Where it begins \[ms since start\].
    pub start: Millis,
    /// Rate there \[per ms\], >= 0.
    pub rate: f64,
    /// Change of the rate \[per ms per ms\].
    pub slope: f64,
}

impl RateCurve {
    /// The same rate for ever \[per ms\].
    pub fn constant(rate: f64) -> Self {
        Self { pieces: vec![RatePiece { start: 0, rate, slope: 0.0 }] }
    }

    /// Mean rate over [0, end) \[per ms\].
    pub fn mean(&self, end: Millis) -> f64 {
        let mut sum = 0.0;
        for (index, piece) in self.pieces.iter().enumerate() {
            let stop = self.pieces.get(index + 1).map_or(end, |next| next.start.min(end));
            if stop > piece.start {
                let length = (stop - piece.start) as f64;
                sum += (piece.rate + piece.slope * length / 2.0) * length;
            }
        }
        sum / end as f64
    }
}
