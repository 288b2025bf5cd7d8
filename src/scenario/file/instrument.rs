//! Policy instruments.

use super::{CheckFile, TimeFile};
use crate::scenario::record::{choice, record};
use crate::scenario::values::{Day, Dur};

record! {
    /// A policy that changes what is done at a border, by whom or in what order, for those who have adopted it. An overlay brings it with `Apply`.
    InstrumentFile as "an instrument" {
        /// Unique among instruments.
        id: String,
        /// What it changes.
        policy: PolicyFile,
        /// The borders at which it is in force. A `TransitRegime` without it is in force at all.
        at: Vec<String> = Vec::new(),
        /// First day; absent = from the start.
        from: Option<Day> = None,
        /// Day from which it is no longer in force; absent = never.
        until: Option<Day> = None,
        /// Share of those concerned who adopt it. Whoever adopts at a small share also does at a larger one.
        uptake: f64 = 1.0,
        /// (day, share) in place of `from`, `until` and `uptake`: linear between days, 0 before the first, constant after the last.
        phase: Vec<(Day, f64)> = Vec::new(),
        /// Firms a flow that send in turn and adopt as one; 0 = each consignment for itself.
        operators: u32 = 0,
        /// Whom it concerns; absent = everybody.
        who: SelectorFile = SelectorFile { commodities: Vec::new(), classes: Vec::new(), flows: Vec::new(), leaving: None },
    }
}

record! {
    /// Whom an instrument concerns: those of whom all that is given is true.
    SelectorFile as "a selection" {
        /// Their commodities; empty = all.
        commodities: Vec<String> = Vec::new(),
        /// Their classes; empty = all.
        classes: Vec<String> = Vec::new(),
        /// Their flows; empty = all.
        flows: Vec<String> = Vec::new(),
        /// ISO 3166 code of the country that they leave at the border, or in which a `TransitRegime` begins; absent = either.
        leaving: Option<String> = None,
    }
}

choice! {
    /// What an instrument changes.
    PolicyFile as "policy" {
        /// Documents are handed in when the journey begins and worked on while the truck is on its way; at the post it waits only if they are not done.
        PreArrival {
            /// Time from the beginning of the journey until they are handed in.
            prepare: TimeFile = TimeFile::Constant(Dur(0)),
            /// At the post of the side that is left, of the side that is entered, or both.
            posts: PostsFile = PostsFile::Both,
        },
        /// Documents and all `permits` are looked at side by side in place of one after the other.
        SingleWindow {
            /// At which posts.
            posts: PostsFile = PostsFile::Both,
        },
        /// The agencies that inspect a truck do so together, as long as the slowest needs; who is there first waits for the others.
        JointInspection {
            /// At which posts.
            posts: PostsFile = PostsFile::Both,
        },
        /// Officers of both sides work together in the post of the side that is entered: one stop, one set of checks. The side that is left keeps only its gate and exit lane.
        OneStop,
        /// Trusted firms: a lane of their own at the gates and other shares of risk.
        Authorised {
            /// How many lanes of their own at each post, >= 1.
            lanes: u32,
            /// Time that one truck takes a lane.
            time: TimeFile,
            /// (risk lane, share), which sum to 1; empty = as everybody.
            risk: Vec<(String, f64)> = Vec::new(),
            /// At which posts.
            posts: PostsFile = PostsFile::Both,
        },
        /// A lane of their own at the gates, for goods that must not wait: select them with `who`.
        GreenLane {
            /// How many lanes of their own at each post, >= 1.
            lanes: u32,
            /// Time that one truck takes a lane.
            time: TimeFile,
            /// At which posts.
            posts: PostsFile = PostsFile::Both,
        },
        /// Trucks that the side that is left has checked in one of these ways are not assessed again by the other.
        MutualRecognition {
            /// Checks that are recognised.
            checks: Vec<CheckFile>,
        },
        /// Smart interconnection: when the side that is left has done with the documents, their data go to the other side, which works on them while the truck is on its way.
        DataLink {
            /// Share of data with an error: those trucks go to the desk of the second side after all.
            errors: f64 = 0.0,
        },
        /// Queues are published at these borders; adopters with a `Choice` of ways add the published wait to what a way takes.
        QueueInformation {
            /// Time between two looks at the queues.
            every: Dur = Dur(3_600_000),
            /// Time from a look until it is published.
            delay: Dur = Dur(0),
        },
        /// Sealed transit (TIR, GMS): goods are sealed at one hub, nobody looks into them at the borders between, and the seal is checked at another. Documents stay.
        TransitRegime {
            /// Hub at which the goods are sealed, when they leave it.
            from: String,
            /// Hub later on the way at which the seal is checked.
            to: String,
            /// Time of sealing.
            seal: TimeFile,
            /// Time of the check.
            check: TimeFile,
            /// How many guarantees may be open at once, >= 1; who finds none waits at `from`.
            guarantees: u32,
            /// Time from the check until the guarantee may be used again.
            discharge: TimeFile = TimeFile::Constant(Dur(0)),
        },
        /// A number is taken before the journey begins and given back behind the first gate of the border: at most so many trucks are on the road to it or queue at it, the others wait at home. Direction and goods by `who`.
        VirtualQueue {
            /// Numbers that are out at once, >= 1.
            places: u32,
        },
        /// A slot at the border is taken before the journey begins; who finds none waits at home, not at the gate. Direction and goods by `who`.
        Appointment {
            /// Slots of a window, >= 1. Those that nobody takes are lost.
            slots: u32,
            /// Length of a window, from the start of the run.
            every: Dur = Dur(3_600_000),
            /// Slots are given out so long before their window begins: the time to the border.
            lead: Dur = Dur(0),
        },
        /// Other opening hours of one side, for everybody, from the day `from` until the day `until`: both posts of that side. Lanes and desks with hours of their own keep them.
        Hours {
            /// ISO 3166 code of the side.
            side: String,
            /// The calendar that it keeps then.
            calendar: String,
        },
        /// Automatic shuttles, or swap of tractors: behind the post of the side that is left the load goes from its truck onto a shuttle, which drives on a lane of its own into the yard of the other post, is unloaded there and comes back empty.
        Shuttles {
            /// Shuttles of each direction, >= 1.
            count: u32,
            /// Time from the truck onto the shuttle.
            load: TimeFile,
            /// Time from the shuttle onto the next truck.
            unload: TimeFile,
            /// Time of the drive, loaded or empty.
            drive: TimeFile,
        },
        /// At most so many trucks a period may cross; the others wait. Direction and goods by `who`.
        Quota {
            /// How many, >= 1.
            count: u32,
            /// Length of a period, from the start of the run.
            every: Dur = Dur(86_400_000),
            /// For so many periods what was not used may be used later.
            carry_over: u32 = 0,
        },
    }
}

choice! {
    /// Posts of a border, as traffic passes them.
    PostsFile as "posts" {
        /// Of the side that is left.
        Exit,
        /// Of the side that is entered.
        Entry,
        /// Of both.
        Both,
    }
}
