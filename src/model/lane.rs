//! Links on which one direction drives at a time.

use crate::units::Millis;

/// One direction at a time: a narrow bridge, a road under repair, a single track on which trains follow one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OneLane {
    /// How long one direction keeps it.
    pub rule: TurnRule,
    /// Time between the last vehicle of one direction and the first of the other \[ms\].
    pub switch: Millis,
    /// What it does while nobody is there.
    pub when_idle: WhenIdle,
    /// Vehicles on it at once, >= 1; none = as many as follow one another.
    pub places: Option<u32>,
    /// Least time between two vehicles that follow one another \[ms\].
    pub headway: Millis,
}

/// How long one direction keeps a lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TurnRule {
    /// Until nobody of it is on the lane or waits for it.
    Exhaustive,
    /// For those who wait when its turn begins.
    Gated,
    /// For so many vehicles, >= 1.
    Limited(u32),
    /// For so long \[ms\], > 0.
    Timed(Millis),
}

/// What a lane does while nobody is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenIdle {
    /// It stays with its direction.
    Stay,
    /// It goes on to change its direction.
    Cycle,
}
