//! Boxes whose empties are counted: types, and how empties are sent where they are short.

use super::Flow;
use crate::ids::{BoxTypeId, PoolId};
use crate::units::Millis;

/// A type of boxes.
#[derive(Debug, Clone)]
pub struct BoxType {
    /// The id in the scenario.
    pub id: String,
    /// What one takes up \[TEU\], >= 1.
    pub teu: u32,
    /// Mass of an empty one \[t\], > 0.
    pub tare_t: f64,
}

/// The boxes of a consignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Boxed {
    /// Their type.
    pub kind: BoxTypeId,
    /// How many, >= 1.
    pub count: u16,
}

/// Empties that are sent from one pool to another.
#[derive(Debug, Clone)]
pub struct Reposition {
    /// One box as a consignment, from hub to hub. Nothing of it comes by itself.
    pub flow: Flow,
    /// Pool that sends.
    pub from: PoolId,
    /// Pool that receives.
    pub to: PoolId,
    /// Time between two reviews \[ms\], > 0.
    pub review: Millis,
    /// How many stay where they are sent from.
    pub keep: u32,
    /// How many are wanted where they go; none = any number.
    pub target: Option<u32>,
    /// Only whole batches of so many are sent, >= 1.
    pub batch: u32,
    /// Their place in the lines of services.
    pub rank: Rank,
}

/// A place in the line of a service. The number is that of a class, 0 first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Before cargo.
    First = 0,
    /// That of cargo.
    Cargo = 1,
    /// After cargo.
    Last = 2,
}

impl Reposition {
    /// How many are sent at a review: `spare` of those that stand where they are sent from and that nobody waits for, `there` those that stand where they go or
    /// are on the way there.
    pub fn due(&self, spare: u32, there: u32) -> u32 {
        let wanted = self.target.map_or(u32::MAX, |target| target.saturating_sub(there));
        let most = spare.saturating_sub(self.keep).min(wanted);
        most - most % self.batch
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::HubId;
    use crate::model::{Arrivals, Carrier, Place};

    fn reposition(keep: u32, target: Option<u32>, batch: u32) -> Reposition {
        let flow = Flow {
            stowage: crate::model::Stowage::Empty,
            id: "west".to_owned(),
            place: Place::At { hub: HubId(0), procedure: (0, 0) },
            commodity: None,
            operators: Vec::new(),
            arrivals: Arrivals::Trace([].into()),
            scale: 1.0,
            teu: 2,
            litres: 0,
            tonnes: 4.0,
            value_usd: 0.0,
            decay: None,
            boxes: None,
            carrier: Carrier::OwnTrucks,
        };
        Reposition { flow, from: PoolId(0), to: PoolId(1), review: 1, keep, target, batch, rank: Rank::Last }
    }

    #[test]
    fn whole_batches_are_sent_of_what_is_above_keep_and_below_the_target() {
        let pull = reposition(50, Some(200), 10);
        // 130 - 50 = 80 can be spared; 200 - 145 = 55 are wanted: five batches.
        assert_eq!(pull.due(130, 145), 50);
        assert_eq!(pull.due(130, 195), 0, "half a batch is wanted");
        assert_eq!(pull.due(59, 0), 0, "half a batch can be spared");
        assert_eq!(pull.due(40, 0), 0, "fewer stand there than are to stay");
        assert_eq!(pull.due(1000, 300), 0, "there are enough");
        assert_eq!(reposition(50, None, 10).due(139, 1_000_000), 80, "without a target all that can be spared go");
    }
}
