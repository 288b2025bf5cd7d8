//! Yards: space where containers stand from one vehicle to the next, as a whole or in blocks for some of the cargo each.

use super::hub::Stowage;
use super::procedure::WhenFull;
use super::tariff::Tariff;
use super::terminal::Mode;

/// Space where containers stand from one vehicle to the next.
#[derive(Debug, Clone)]
pub struct Yard {
    /// Its blocks, in the order of their ids; a yard as a whole is one block without an id that takes everything.
    pub blocks: Vec<Block>,
    /// (share of all blocks that is taken, factor on the time of a crane's move), in order; linear between.
    pub slowing: Vec<(f64, f64)>,
}

/// A part of a yard.
#[derive(Debug, Clone)]
pub struct Block {
    /// The id in the scenario; empty where the yard is one.
    pub id: String,
    /// How much \[TEU\], >= 1.
    pub capacity_teu: u32,
    /// What stands there; empty = everything.
    pub cargo: Vec<YardCargo>,
    /// What a stay costs.
    pub tariff: Option<Tariff>,
    /// What happens to what comes when it is full.
    pub when_full: WhenFull,
}

/// What stands in a yard, by how it comes and goes and what is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum YardCargo {
    /// Comes by train or ship, goes on by road or ends there.
    Import,
    /// Comes by road or begins there, goes on by train or ship.
    Export,
    /// Comes by one train or ship, goes on by another.
    Transit,
    /// Empty containers.
    Empties,
    /// Containers that need a plug.
    Reefer,
}

/// How cargo comes or goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Means {
    /// The means of transport.
    pub mode: Mode,
    /// By runs of a service.
    pub is_service: bool,
}

impl Means {
    /// Whether it cannot be sent back where it came from: it is aboard a run, or on rails or at sea.
    pub fn is_carrier(self) -> bool {
        self.is_service || self.mode != Mode::Road
    }
}

impl Yard {
    /// Where such cargo stands, if there is a place for it.
    pub fn block(&self, cargo: YardCargo) -> Option<&Block> {
        self.blocks.iter().find(|block| block.cargo.is_empty() || block.cargo.contains(&cargo))
    }
}

impl YardCargo {
    /// What boxes are that come and go like this; none = they begin or end there.
    pub fn of(boxes: Stowage, before: Option<Means>, after: Option<Means>) -> Self {
        match boxes {
            Stowage::Empty => return Self::Empties,
            Stowage::Reefer => return Self::Reefer,
            Stowage::Plain => {}
        }
        let is_far = |by: Option<Means>| by.is_some_and(|by| by.mode != Mode::Road);
        let is_service = |by: Option<Means>| by.is_some_and(|by| by.is_service);
        let by_carrier = match (is_far(before), is_far(after)) {
            // Between trucks, those that go round as a service are the carrier.
            (false, false) => (is_service(before), is_service(after)),
            far => far,
        };
        match by_carrier {
            (true, true) => Self::Transit,
            (true, false) => Self::Import,
            (false, _) => Self::Export,
        }
    }

    /// The name in messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Import => "Import",
            Self::Export => "Export",
            Self::Transit => "Transit",
            Self::Empties => "Empties",
            Self::Reefer => "Reefer",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_boxes_are_follows_from_how_they_come_and_go() {
        let by = |mode, is_service| Some(Means { mode, is_service });
        let (train, ship, truck, round) =
            (by(Mode::Rail, true), by(Mode::Sea, true), by(Mode::Road, false), by(Mode::Road, true));
        for (before, after, wanted) in [
            (ship, train, YardCargo::Transit),
            (train, train, YardCargo::Transit),
            (ship, truck, YardCargo::Import),
            (ship, round, YardCargo::Import),
            (train, None, YardCargo::Import),
            (truck, ship, YardCargo::Export),
            (None, train, YardCargo::Export),
            (round, round, YardCargo::Transit),
            (truck, round, YardCargo::Export),
            (round, None, YardCargo::Import),
        ] {
            assert_eq!(YardCargo::of(Stowage::Plain, before, after), wanted, "{before:?} {after:?}");
            assert_eq!(YardCargo::of(Stowage::Reefer, before, after), YardCargo::Reefer);
            assert_eq!(YardCargo::of(Stowage::Empty, before, after), YardCargo::Empties);
        }
    }
}
