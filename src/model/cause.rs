//! Where the time of a consignment goes: the classes of the ledger and the causes of waiting.

use super::procedure::StationKind;

/// The class of a millisecond of a consignment. Every one is in exactly one class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TimeClass {
    /// On the road.
    Moving,
    /// Somebody works on it.
    Worked(Activity),
    /// It waits, for one cause.
    Waiting(Cause),
    /// It lies still because its owner wants it to.
    Stored,
}

/// What work is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Activity {
    /// Gates, lifting, anything done to the vehicle or the goods.
    Handling,
    /// Documents.
    Document,
    /// Scanning and physical inspection.
    Inspection,
    /// Parcels are put into a box.
    Stuffing,
    /// They are taken out of it.
    Stripping,
}

/// Why a consignment waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// Outside the hours of what it waits for.
    Closed,
    /// There is no space ahead, because the other side is shut.
    ClosedOpposite,
    /// Errors in documents are being corrected.
    Papers,
    /// All servers are busy with others.
    Queue(StationKind),
    /// There is no space ahead.
    Space,
    /// No vehicle is at hand.
    Vehicle,
    /// What works on it is broken.
    Breakdown,
    /// Somebody is there, and waits for somebody else who must work with him.
    Partner,
    /// As many as are allowed have passed.
    Quota,
    /// A disruption has shut it, or taken servers away.
    Closure,
    /// The time of departure has not come.
    Timetable,
    /// There is not yet enough to carry.
    Fill,
    /// A departure was full, and left it behind.
    LeftBehind,
    /// Its own part is done; companions are still being put on or off.
    Batch,
    /// Another train has the line.
    Path,
    /// The driver rests.
    Rest,
    /// No empty box is at hand.
    Equipment,
}

impl TimeClass {
    /// The name in tables: "moving", "worked:document", "waiting:queue:gate".
    pub fn name(self) -> String {
        match self {
            Self::Moving => "moving".to_owned(),
            Self::Worked(activity) => format!("worked:{}", activity.name()),
            Self::Waiting(cause) => format!("waiting:{}", cause.name()),
            Self::Stored => "stored".to_owned(),
        }
    }
}

impl Activity {
    /// The name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Handling => "handling",
            Self::Document => "document",
            Self::Inspection => "inspection",
            Self::Stuffing => "stuffing",
            Self::Stripping => "stripping",
        }
    }
}

impl Cause {
    /// The name in tables: "closed_opposite", "queue:desk".
    pub fn name(self) -> String {
        match self {
            Self::Closed => "closed".to_owned(),
            Self::ClosedOpposite => "closed_opposite".to_owned(),
            Self::Papers => "papers".to_owned(),
            Self::Queue(kind) => format!("queue:{}", kind.name()),
            Self::Space => "space".to_owned(),
            Self::Vehicle => "vehicle".to_owned(),
            Self::Breakdown => "breakdown".to_owned(),
            Self::Partner => "partner".to_owned(),
            Self::Quota => "quota".to_owned(),
            Self::Closure => "closure".to_owned(),
            Self::Timetable => "timetable".to_owned(),
            Self::Fill => "fill".to_owned(),
            Self::LeftBehind => "left_behind".to_owned(),
            Self::Batch => "batch".to_owned(),
            Self::Path => "path".to_owned(),
            Self::Rest => "rest".to_owned(),
            Self::Equipment => "equipment".to_owned(),
        }
    }
}

impl StationKind {
    /// The name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gate => "gate",
            Self::Desk => "desk",
            Self::Inspector => "inspector",
            Self::Bay => "bay",
            Self::Scanner => "scanner",
            Self::Weighbridge => "weighbridge",
            Self::Crane => "crane",
            Self::Dock => "dock",
            Self::Berth => "berth",
            Self::Track => "track",
            Self::Pilot => "pilot",
            Self::Other => "other",
        }
    }

    /// What work a server of this kind does.
    pub fn activity(self) -> Activity {
        match self {
            Self::Desk => Activity::Document,
            Self::Inspector | Self::Bay | Self::Scanner => Activity::Inspection,
            Self::Gate
            | Self::Weighbridge
            | Self::Crane
            | Self::Dock
            | Self::Berth
            | Self::Track
            | Self::Pilot
            | Self::Other => Activity::Handling,
        }
    }
}
