//! Boxes (containers) whose empties are counted, and how they are sent where they are short.

use super::{CarrierFile, RouteFile};
use crate::scenario::record::{choice, record};
use crate::scenario::values::Dur;

record! {
    /// A type of boxes (containers) whose empties are counted. It matters only where a pool has them.
    BoxTypeFile as "a type of boxes" {
        /// Unique among types of boxes.
        id: String,
        /// What one takes up, laden or empty \[TEU\], >= 1.
        teu: u32,
        /// Mass of an empty one \[t\], > 0: it shares in the emissions of what carries it.
        tare_t: f64,
    }
}

record! {
    /// Empties that are sent from one pool to another. At each review whole batches go, as many as the one pool can spare and the other wants.
    RepositionFile as "a reposition" {
        /// Unique among repositions.
        id: String,
        /// Pool that sends.
        from: String,
        /// Pool that receives, of the same type of boxes.
        to: String,
        /// Time between two reviews; the first is so long after the start.
        review: Dur,
        /// How many stay where they are sent from.
        keep: u32 = 0,
        /// How many are wanted where they go, those on the way there included; absent = all that can be spared are sent.
        target: Option<u32> = None,
        /// Only whole batches of so many are sent, >= 1. Each box travels by itself.
        batch: u32 = 1,
        /// Who goes first where they wait for a service together with cargo.
        aboard: AboardFile = AboardFile::AfterCargo,
        /// Their class, for priorities at stations.
        class: Option<String> = None,
        /// What carries them on the road.
        carried_by: CarrierFile = CarrierFile::OwnTrucks,
        /// How their way is chosen.
        route: RouteFile = RouteFile::LeastTime,
    }
}

choice! {
    /// Who goes first in the line of a service.
    AboardFile as "place in a line" {
        /// Cargo first: empties take what room it leaves.
        AfterCargo,
        /// In the order in which they came.
        WithCargo,
        /// Empties first.
        BeforeCargo,
    }
}
