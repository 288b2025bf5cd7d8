//! Disruptions.

use super::TimeFile;
use crate::scenario::record::{choice, record};
use crate::scenario::values::{Day, Dur};

record! {
    /// A time at which a border or a terminal works less or not at all: a strike, a typhoon, a gale, a closure, an outbreak. Work in hand is finished; nothing is begun.
    DisruptionFile as "a disruption" {
        /// Unique among disruptions.
        id: String,
        /// The borders and terminals that it strikes.
        at: Vec<String>,
        /// What it strikes there; absent = posts of roads, teams of rail borders, cranes.
        what: Vec<StruckFile> = Vec::new(),
        /// Only this terminal of its hubs: the id of a `Rail`, or `Rail`, or `Berths`; absent = all.
        terminal: Option<String> = None,
        /// ISO 3166 code: only the posts of this country; absent = both sides.
        side: Option<String> = None,
        /// ISO 3166 code: only traffic that leaves this country; absent = both directions.
        leaving: Option<String> = None,
        /// Share of servers that go on working, rounded down; 0 = shut.
        working: f64 = 0.0,
        /// When it holds.
        when: WhenFile,
        /// Time from its end until all servers work again; they come back in four equal steps.
        recovery: Dur = Dur(0),
    }
}

choice! {
    /// What a disruption takes servers away from.
    StruckFile as "target of a disruption" {
        /// Posts of roads: lanes, desks, officers.
        Posts,
        /// Teams that check trains at rail borders.
        Teams,
        /// Cranes of `Rail` and `Berths`.
        Cranes,
        /// Berths of ports: ships wait outside. Those that lie there are loaded and unloaded and go, unless cranes are struck too.
        Berths,
        /// Tracks of `Rail`: trains wait before the terminal.
        Tracks,
        /// Pilots of `Berths`.
        Pilots,
    }
}

choice! {
    /// When a disruption holds.
    WhenFile as "time of a disruption" {
        /// (first day, day of the return to normal), in order: from midnight to midnight of the zone of `run`.
        Dated(days: Vec<(Day, Day)>),
        /// Again and again, by chance, until the horizon.
        Random {
            /// Time from the end of one to the start of the next.
            between: TimeFile,
            /// How long one lasts.
            lasts: TimeFile,
        },
    }
}
