//! Plain stations and procedures in the planner's own steps.

use super::{ClosingFile, TimeFile, UseFile};
use crate::scenario::record::{choice, record};
use crate::scenario::values::Dur;

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
        /// Places for those who wait, those who are served not counted; absent = as many as come.
        places: Option<u32> = None,
        /// What happens to who comes when all places are taken.
        when_full: WhenFullFile = WhenFullFile::Block,
        /// (number waiting or served, share of newcomers who join at that number or above), in order; below the first all join.
        join: Vec<(u32, f64)> = Vec::new(),
        /// What becomes of work that a higher class of `order` interrupts.
        pre_empt: PreEmptFile = PreEmptFile::No,
        /// Breakdowns of its servers, each for itself.
        breaks: Option<BreaksFile> = None,
        /// What each visit costs and takes.
        per_visit: Option<UseFile> = None,
    }
}

choice! {
    /// What happens to who comes when there is no place.
    WhenFullFile as "rule for a full place" {
        /// It waits where it is and keeps what it holds; after a `Visit` that is the server there.
        Block,
        /// It is turned away: it leaves the model, or goes on at `turned_away_to`.
        TurnAway,
    }
}

choice! {
    /// Whether a higher class interrupts the work on a lower one.
    PreEmptFile as "rule of interruption" {
        /// Nobody is interrupted.
        No,
        /// The rest is done later.
        Resume,
        /// It is done again from the start, in the same time.
        Restart,
        /// It is done again from the start, in a time drawn anew.
        Resample,
    }
}

record! {
    /// Breakdowns of each server.
    BreaksFile as "breakdowns" {
        /// Which time counts towards the next one.
        when: BreakWhenFile = BreakWhenFile::Busy,
        /// Time from a repair to the next breakdown.
        between: TimeFile,
        /// Time of a repair; the server is held meanwhile by whom it served.
        repair: TimeFile,
        /// What becomes of the work in hand.
        work: BrokenWorkFile = BrokenWorkFile::Resume,
    }
}

choice! {
    /// When servers wear.
    BreakWhenFile as "time of wear" {
        /// Only while they work.
        Busy,
        /// All the time, whether they work or not.
        Always,
    }
}

choice! {
    /// What becomes of work that a breakdown interrupts.
    BrokenWorkFile as "rule for interrupted work" {
        /// The rest is done after the repair.
        Resume,
        /// It is done again from the start, in the same time.
        Restart,
        /// It is done again from the start, in a time drawn anew.
        Resample,
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
        /// What happens to who comes when all places are taken.
        when_full: WhenFullFile = WhenFullFile::Block,
        /// What lying there costs, by the time from `Take` to `Give`.
        tariff: Option<TariffFile> = None,
    }
}

record! {
    /// What storage costs.
    TariffFile as "a tariff" {
        /// Time that costs nothing.
        free: Dur = Dur(0),
        /// Price of what is beyond it \[USD per day\].
        usd_per_day: f64,
        /// (length of the stay, price from then on \[USD per day\]), in order, the first after `free`.
        then: Vec<(Dur, f64)> = Vec::new(),
        /// How parts of a day count.
        billing: BillingFile = BillingFile::Started,
    }
}

choice! {
    /// How parts of a day are charged.
    BillingFile as "way of billing" {
        /// By their share of a day.
        ProRata,
        /// As whole days, each at the price that holds when it begins.
        Started,
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
        /// The journey goes on from here by another means of transport.
        Transfer,
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
            /// When waiting is given up; absent = never.
            give_up: Option<GiveUpFile> = None,
            /// Label at which those go on who are turned away or do not join; absent = they leave the model.
            turned_away_to: Option<String> = None,
        },
        /// Wait for and then hold servers or places.
        Take {
            /// Station or store.
            what: String,
            /// How many, >= 1.
            count: u32 = 1,
            /// When waiting is given up; absent = never.
            give_up: Option<GiveUpFile> = None,
            /// Label at which those go on who are turned away; absent = they leave the model.
            turned_away_to: Option<String> = None,
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

record! {
    /// The end of patience. What is held is given back where it leads out of the model.
    GiveUpFile as "the end of patience" {
        /// The longest wait that is borne, closed hours included; work is never broken off.
        after: TimeFile,
        /// Label at which those go on; absent = they leave the model.
        to: Option<String> = None,
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
