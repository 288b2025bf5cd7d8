//! Plain stations and procedures in the planner's own steps.

use super::{ClosingFile, TimeFile};
use crate::scenario::record::{choice, record};

record! {
    /// A pool of identical servers with one queue.
    StationFile as "a station" {
        /// Unique in the facility.
        id: String,
        /// How many servers, >= 1.
        servers: u32,
        /// What it is: names the cause of waiting.
        kind: StationKindFile = StationKindFile::Other,
        /// Calendar; absent = always open.
        hours: Option<String> = None,
        /// What happens to work in hand at closing time.
        closing: ClosingFile = ClosingFile::Finish,
        /// Who is next.
        order: OrderFile = OrderFile::Fifo,
    }
}

choice! {
    /// What a station is.
    StationKindFile as "kind of station" {
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
        /// Cranes.
        Crane,
        /// Ramps of a warehouse.
        Dock,
        /// Anything else.
        Other,
    }
}

choice! {
    /// Who is next in a queue.
    OrderFile as "queue order" {
        /// First come, first served.
        Fifo,
        /// Last come, first served.
        Lifo,
        /// By class, first named first, at most three; classes not named come last.
        Classes(classes: Vec<String>),
    }
}

record! {
    /// Finite space.
    StoreFile as "a store" {
        /// Unique in the facility, stations included.
        id: String,
        /// Places, >= 1.
        places: u32,
    }
}

record! {
    /// A named list of steps.
    ProcedureFile as "a procedure" {
        /// Unique in the facility.
        id: String,
        /// When journeys go through it; empty = only flows that name it.
        on: Vec<TriggerFile> = Vec::new(),
        /// What is done, in order.
        steps: Vec<StepFile>,
    }
}

choice! {
    /// When journeys go through a procedure of a hub.
    TriggerFile as "trigger" {
        /// The journey starts at the hub.
        Departure,
        /// The journey ends at the hub.
        Arrival,
        /// The journey passes the hub.
        Through,
    }
}

choice! {
    /// One step of a procedure.
    StepFile as "step" {
        /// Wait for one server of a station, be served, leave it.
        Visit {
            /// The station.
            at: String,
            /// Service time.
            time: TimeFile,
            /// Service times of single classes in place of `time`.
            time_by_class: Vec<(String, TimeFile)> = Vec::new(),
        },
        /// Wait for and then hold servers or places.
        Take {
            /// Station or store.
            what: String,
            /// How many, >= 1.
            count: u32 = 1,
        },
        /// Give back what is held.
        Give {
            /// Station or store.
            what: String,
            /// How many, >= 1.
            count: u32 = 1,
        },
        /// Time passes.
        Spend {
            /// How long.
            time: TimeFile,
            /// What is done meanwhile.
            work: WorkFile = WorkFile::Handling,
        },
        /// A named place for `to`.
        Label(name: String),
        /// One way of several, by share.
        Branch(ways: Vec<WayFile>),
    }
}

choice! {
    /// What is done while time passes.
    WorkFile as "work" {
        /// Work on the consignment.
        Handling,
        /// Driving.
        Moving,
        /// Nothing, by the owner's choice.
        Stored,
        /// Work by a station that is held, within its hours.
        Station(id: String),
    }
}

record! {
    /// One way of a branch.
    WayFile as "a way" {
        /// Share of consignments; the shares of all ways sum to 1.
        share: f64,
        /// What those do.
        steps: Vec<StepFile> = Vec::new(),
        /// Label at which they then go on; absent = behind the branch.
        to: Option<String> = None,
    }
}
