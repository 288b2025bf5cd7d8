//! Trains, ships and boxes of groupage: services that run by a timetable or when there is enough to carry, and call at one hub after another.

use std::sync::Arc;

use super::{Breakdowns, Cause, Groupage, Maintenance, Mode, Running, Tariff};
use crate::engine::law::Law;
use crate::ids::{BoxTypeId, HubId, PoolId};
use crate::units::Millis;

/// A service: one run after another over the same hubs.
#[derive(Debug, Clone)]
pub struct Service {
    /// The id in the scenario.
    pub id: String,
    /// Rail or sea.
    pub mode: Mode,
    /// Of trains: the gauge they begin on \[mm\].
    pub gauge_mm: Option<u32>,
    /// The hubs at which it calls, in order; at least two.
    pub calls: Vec<HubId>,
    /// What one run carries at most \[TEU\], >= 1.
    pub capacity_teu: u32,
    /// What one run carries at most \[kg\]; none = as heavy as it may be.
    pub capacity_kg: Option<u64>,
    /// When runs begin.
    pub departs: Departs,
    /// How long before its time a run takes cargo on at its first call \[ms\].
    pub loading: Millis,
    /// Time at each later call before it may leave again \[ms\]: what is there by then is taken on.
    pub stop: Law,
    /// When a run is to leave each call but the last, since the time at which it is to leave the first \[ms\]; empty = at later calls after `stop`.
    pub departs_after: Vec<Millis>,
    /// Of trucks: longest time at the wheel, and the rest after it \[ms\]; none = no rests.
    pub driver: Option<(Millis, Millis)>,
    /// Sets of vehicles that runs take from their pool and bring back.
    pub sets: Option<PoolId>,
    /// Time of a set from the last call back to the first; none = it is at hand again at once \[ms\].
    pub back: Option<Law>,
    /// Who goes first where runs of several services wait for one thing: 0 to 3, the lowest first.
    pub priority: u8,
    /// Its vehicles break down on the way; none = never.
    pub breakdowns: Option<Breakdowns>,
    /// Its sets go to the workshop; none = never.
    pub maintenance: Option<Maintenance>,
    /// Freight of a TEU from any call to any other \[USD\], >= 0.
    pub usd_per_teu: f64,
    /// What the owner of its boxes charges for a TEU from coming ashore until it leaves that hub by another means of transport.
    pub demurrage: Option<Tariff>,
    /// What a run costs and uses, shared by its load.
    pub running: Running,
    /// Its runs are boxes of parcels that travel as consignments; none = they are vehicles.
    pub groupage: Option<Groupage>,
}

impl Service {
    /// What tells a call from an earlier one at the same hub, behind the hub's name: " (call 3)".
    pub fn again(&self, call: usize) -> String {
        let is_again = self.calls[..call].contains(&self.calls[call]);
        if is_again { format!(" (call {})", call + 1) } else { String::new() }
    }
}

/// When the runs of a service leave their first call.
#[derive(Debug, Clone, PartialEq)]
pub enum Departs {
    /// At given times.
    At {
        /// The times.
        slots: Slots,
        /// A run that has less than this waits for the next time \[TEU\]; 0 = it leaves with what there is.
        least_teu: u32,
    },
    /// As soon as it is full; the next run comes at once.
    WhenFull {
        /// It leaves at the latest so long after its first cargo has come \[ms\].
        longest: Option<Millis>,
    },
}

impl Departs {
    /// What cargo waits for at the first call.
    pub fn cause(&self) -> Cause {
        match self {
            Self::At { .. } => Cause::Timetable,
            Self::WhenFull { .. } => Cause::Fill,
        }
    }
}

/// Times of departure.
#[derive(Debug, Clone, PartialEq)]
pub enum Slots {
    /// At equal distances.
    Every {
        /// The distance \[ms\], > 0.
        gap: Millis,
        /// The first one \[ms since the start\].
        first: Millis,
    },
    /// At listed instants \[ms since the start\], in order.
    Listed(Arc<[Millis]>),
}

impl Slots {
    /// The time of one of them, counted from 0; none if there are fewer.
    pub fn at(&self, number: u32) -> Option<Millis> {
        match self {
            Self::Every { gap, first } => Some(first + gap * Millis::from(number)),
            Self::Listed(instants) => instants.get(number as usize).copied(),
        }
    }

    /// How many there are before an instant.
    pub fn before(&self, end: Millis) -> u64 {
        match self {
            Self::Every { first, .. } if *first >= end => 0,
            Self::Every { gap, first } => (end - first).div_ceil(*gap),
            Self::Listed(instants) => instants.partition_point(|instant| *instant < end) as u64,
        }
    }
}

/// Things of a kind at a place, which are taken by some and given back by others.
#[derive(Debug, Clone)]
pub struct VehiclePool {
    /// The id in the scenario.
    pub id: String,
    /// Where they are at the start and come back to.
    pub hub: HubId,
    /// How many at the start, >= 1; of empties >= 0.
    pub count: u32,
    /// What they are.
    pub what: PoolOf,
}

/// What a pool holds.
#[derive(Debug, Clone)]
pub enum PoolOf {
    /// Sets of vehicles.
    Sets,
    /// Empty boxes.
    Empties {
        /// Their type.
        kind: BoxTypeId,
        /// From delivery until a box is back in the pool; none = at once \[ms\].
        empty_after: Option<Law>,
    },
}

impl VehiclePool {
    /// The type of its boxes, if it is of empties.
    pub fn boxes(&self) -> Option<BoxTypeId> {
        match self.what {
            PoolOf::Sets => None,
            PoolOf::Empties { kind, .. } => Some(kind),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_are_counted_and_found() {
        let every = Slots::Every { gap: 10, first: 5 };
        assert_eq!((every.at(0), every.at(3)), (Some(5), Some(35)));
        assert_eq!((every.before(5), every.before(6), every.before(15), every.before(16)), (0, 1, 1, 2));
        let listed = Slots::Listed([1, 4].into());
        assert_eq!((listed.at(1), listed.at(2), listed.before(4)), (Some(4), None, 1));
    }
}
