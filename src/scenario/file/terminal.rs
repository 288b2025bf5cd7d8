//! Facilities of terminals: tracks, berths, cranes, yards, rail borders, and logistics parks.

use super::{TimeFile, UseFile};
use crate::scenario::record::record;
use crate::scenario::values::Dur;

record! {
    /// Cranes or other lifting equipment.
    CranesFile as "cranes" {
        /// How many, >= 1.
        servers: u32,
        /// Containers that one moves in an hour, > 0.
        moves_per_h: f64,
        /// Calendar; absent = always at work.
        hours: Option<String> = None,
        /// What one move costs and takes.
        per_move: Option<UseFile> = None,
    }
}

record! {
    /// Pilots.
    PilotFile as "pilots" {
        /// How many, >= 1.
        servers: u32,
        /// Time in or out with one ship.
        time: TimeFile,
    }
}

record! {
    /// One country's side of a rail border.
    RailSideFile as "a side of a rail border" {
        /// ISO 3166 code.
        country: String,
        /// Tracks on which trains stand, each direction its own; absent = as many as come.
        tracks: Option<u32> = None,
        /// Teams that check trains, each direction its own, >= 1.
        teams: u32 = 1,
        /// Calendar of the teams; absent = always at work.
        hours: Option<String> = None,
        /// Time of the check of one train.
        train: TimeFile,
        /// Share of trains of which boxes are inspected besides.
        inspected: f64 = 0.0,
        /// Time of that; needed where `inspected` is above 0.
        inspection: Option<TimeFile> = None,
    }
}

record! {
    /// The line between the two stations of a rail border.
    RailBetweenFile as "the line between the stations" {
        /// Length \[km\], > 0.
        length_km: f64,
        /// Speed \[km/h\], > 0.
        speed_kmh: f64,
        /// Trains at once, both directions together; absent = as many as come.
        trains_at_once: Option<u32> = None,
    }
}

record! {
    /// How many trains a day the other side accepts.
    ExchangePlanFile as "an exchange plan" {
        /// From side `a` to side `b`, >= 1; absent = as many as come.
        a_to_b_per_day: Option<u32> = None,
        /// From side `b` to side `a`, >= 1; absent = as many as come.
        b_to_a_per_day: Option<u32> = None,
        /// Days for which what was not used may be used later.
        carry_over: u32 = 0,
    }
}

record! {
    /// Work of a dock's team on one box.
    BoxWorkFile as "work on a box" {
        /// Time of the box itself: to set it down, open, secure and close it.
        per_box: TimeFile = TimeFile::Constant(Dur(0)),
        /// Time of each parcel in it, drawn for each.
        per_parcel: TimeFile = TimeFile::Constant(Dur(0)),
    }
}
