//! The steps that the engine interprets.

/// One element of a journey. Numbers point into the lists of the [`Plan`](super::Plan).
///
/// A `cell` is the first of a row in the ledger: for `Serve` and `Take` three cells (waiting within hours, waiting outside them, worked; a
/// fourth where servers break: waiting for repair; one more where disruptions strike: waiting for their end),
/// for `Work` two (worked, suspended at closing time), for `Spend` and `Move` one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Step {
    /// A stay at a hub begins.
    Enter {
        /// Which stay.
        visit: u32,
    },
    /// A stay ends: the dwell time is observed.
    Leave {
        /// Which stay.
        visit: u32,
    },
    /// Passes a hub where nothing is done: counted only.
    Pass {
        /// Which stay.
        visit: u32,
    },
    /// A part of a stay ends and the next begins.
    Stage {
        /// Which part ends.
        stage: u32,
    },
    /// Wait for one server, be served, leave it.
    Serve {
        /// Priority class in the queue, 0 first.
        class: u8,
        /// Which station.
        thing: u32,
        /// Which time.
        draw: u32,
        /// Row in the ledger.
        cell: u32,
    },
    /// Wait for and then hold.
    Take {
        /// Priority class in the queue, 0 first.
        class: u8,
        /// How many.
        count: u16,
        /// Of what.
        thing: u32,
        /// Row in the ledger.
        cell: u32,
    },
    /// Give back what is held.
    Give {
        /// How many.
        count: u16,
        /// Of what.
        thing: u32,
    },
    /// Leaves a lane on which one direction drives at a time.
    Clear {
        /// The end of the lane at which it was taken.
        thing: u32,
    },
    /// Work by a station that is held, within its hours.
    Work {
        /// Which station.
        thing: u32,
        /// Which time.
        draw: u32,
        /// Row in the ledger.
        cell: u32,
    },
    /// Work by a station that is held, within its hours, on each parcel in a box in turn.
    WorkEach {
        /// Which station.
        thing: u32,
        /// Which time, drawn for each parcel.
        draw: u32,
        /// Row in the ledger, as that of `Work`.
        cell: u32,
    },
    /// Time passes.
    Spend {
        /// Which time.
        draw: u32,
        /// Cell of the ledger.
        cell: u32,
    },
    /// Driving.
    Move {
        /// Number in `Plan::moves`.
        passage: u32,
        /// Which time.
        draw: u32,
        /// Cell of the ledger.
        cell: u32,
    },
    /// Goes on at one of several steps, by share.
    Branch {
        /// Which choice.
        branch: u32,
    },
    /// Goes on elsewhere.
    Goto {
        /// At this step.
        to: u32,
    },
    /// The stay in a store with a tariff begins.
    Stamp,
    /// It ends, or the stay at the hub does where demurrage is charged, and is paid for.
    Charge {
        /// By this tariff.
        tariff: u32,
    },
    /// Something is paid.
    Pay {
        /// Number in `Plan::tariffs`.
        toll: u32,
    },
    /// A round of a closed fleet ends and the next begins.
    Lap {
        /// At this step.
        to: u32,
    },
    /// Starts a child without cargo, which takes over everything that is held.
    Split {
        /// First step of the child.
        entry: u32,
        /// Account of the child.
        account: u32,
    },
    /// Sends papers on their way beside the unit; they hold nothing.
    Send {
        /// First step of the papers.
        entry: u32,
        /// Account of the papers.
        account: u32,
        /// Which of the unit's groups of papers, below [`MAX_GROUPS`].
        group: u8,
    },
    /// Waits until all papers of a group are done.
    Await {
        /// Which group.
        group: u8,
        /// Cell of the ledger.
        cell: u32,
    },
    /// Work by several that are held, for as long as the longest of their times.
    Together {
        /// The first of the times; the others have the next numbers.
        draw: u32,
        /// How many times.
        count: u8,
        /// Cell of the ledger.
        cell: u32,
    },
    /// Waits in a line until a run of its service takes it on.
    Board {
        /// Priority class in the line, 0 first.
        class: u8,
        /// The line.
        thing: u32,
        /// Row in the ledger: waiting by `Missed`, four cells.
        cell: u32,
    },
    /// Is aboard until it is put off.
    Ride {
        /// Number in `Plan::rides`.
        ride: u32,
    },
    /// Is off the vehicle that it came by.
    Alight,
    /// A run of a service takes on what waits for it, and leaves when its time has come and all are aboard.
    Gather {
        /// Which call, from 0.
        call: u8,
        /// The time of a later call.
        draw: u32,
        /// Row in the ledger: waiting for the time or for cargo; waiting for companions.
        cell: u32,
    },
    /// A run puts off who has come where he wanted to.
    Release {
        /// Which call, from 0.
        call: u8,
        /// Cell of the ledger.
        cell: u32,
    },
    /// Adds boxes to a pool of empties.
    Restock {
        /// How many.
        count: u16,
        /// Which pool.
        thing: u32,
    },
    /// Comes with boxes that are of no pool.
    Bring {
        /// How many.
        count: u16,
        /// Of which type: a number in `Plan::boxes`.
        kind: u32,
    },
    /// Leaves boxes where there is no pool.
    Keep {
        /// How many.
        count: u16,
        /// Of which type.
        kind: u32,
    },
    /// The end: delivered.
    End,
}

/// Groups of papers that one unit may have on their way.
pub const MAX_GROUPS: u8 = 6;
/// Papers that a group may have.
pub const MAX_PAPERS: u8 = 7;
