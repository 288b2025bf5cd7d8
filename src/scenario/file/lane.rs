//! Links on which one direction drives at a time.

use crate::scenario::record::{choice, record};
use crate::scenario::values::Dur;

record! {
    /// One direction at a time. Whoever comes from the other end waits there (cause `path`) until the direction changes and nobody is on the way any more.
    OneLaneFile as "`one_lane`" {
        /// How long one direction keeps it.
        rule: TurnFile = TurnFile::Exhaustive,
        /// Time between the last vehicle of one direction and the first of the other.
        switch: Dur = Dur(0),
        /// What it does while nobody is there.
        when_idle: WhenIdleFile = WhenIdleFile::Stay,
        /// Vehicles on it at once, >= 1; absent = as many as follow one another.
        places: Option<u32> = None,
        /// Least time between two vehicles that follow one another.
        headway: Dur = Dur(0),
    }
}

choice! {
    /// How long one direction keeps a lane.
    TurnFile as "rule of turns" {
        /// Until nobody of it is on the way or waits.
        Exhaustive,
        /// For those who wait when its turn begins; who comes later has the next turn.
        Gated,
        /// For so many vehicles, >= 1.
        Limited(vehicles: u32),
        /// For so long, whether anybody comes or not: a traffic light.
        Timed {
            /// How long, > 0. Who is on the way then drives on; the other direction begins when the last one has left, and `switch` is over.
            green: Dur,
        },
    }
}

choice! {
    /// What a lane does while nobody is there.
    WhenIdleFile as "rule without vehicles" {
        /// It stays with its direction: who comes from there drives at once.
        Stay,
        /// It goes on to change its direction: who comes waits for the turn that is his.
        Cycle,
    }
}
