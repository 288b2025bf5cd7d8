//! The only room with bevy_ecs: one replication of a plan.
//!
//! Entities are what behaves (stations, stores, fleets, sources); consignments are records. One interpreter runs all steps, with the components
//! held over the run. What happens goes to a [`Sink`] as facts; nothing is averaged here.
//!
//! **Invariant:** at the end of every replication, in release builds too, the books are audited: nothing is lost, every millisecond of every
//! consignment is accounted for, what is held is held by somebody, and waiting adds up (`audit`).

mod audit;
mod event;
mod interpreter;
mod process;
mod unit;
mod world;

use std::sync::atomic::AtomicBool;

use crate::model::Run;
use crate::observe::{Books, Marks, Sink};
use crate::plan::Plan;
use crate::units::Millis;

pub use audit::AuditError;

/// Which replication, under which seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replication {
    /// Master seed.
    pub seed: u64,
    /// Number of the replication, from 0.
    pub number: u32,
}

/// What stops a run that would not end, or that somebody no longer wants.
#[derive(Debug, Clone, Copy)]
pub struct Limits<'a> {
    /// Most events of one replication.
    pub max_events: u64,
    /// Set by somebody who wants the run to stop.
    pub stop: &'a AtomicBool,
}

/// Everything known of a replication at its end.
#[derive(Debug)]
pub struct Outcome {
    /// Sums, tallies and series.
    pub books: Books,
    /// At the end of the warm-up.
    pub from: Marks,
    /// Where time averages end.
    pub until: Marks,
    /// At the very end.
    pub end: Marks,
    /// Units still in the model at the end, by account.
    pub inside: Vec<u64>,
    /// Events processed.
    pub events: u64,
    /// Moments at which queues were sampled \[ms\].
    pub samples: Vec<Millis>,
    /// What units hold at the end by their position in the plan, by thing.
    held_by_plan: Vec<u64>,
    /// What pools say is held at the end, by thing.
    held_by_pools: Vec<u64>,
    /// Waits that were still going on at the end, by thing \[ms\].
    still_waiting: Vec<u64>,
}

/// Why a replication did not end by itself.
#[derive(Debug, thiserror::Error)]
pub enum SimError {
    /// Too many events.
    #[error("replication {replication} reached the limit of {limit} events after {after}")]
    EventLimit {
        /// Its number.
        replication: u32,
        /// The limit.
        limit: u64,
        /// Simulated time reached, in words.
        after: String,
    },
    /// Time no longer passes.
    #[error(
        "replication {replication}: more than {limit} steps at one instant ({after}), the last at {place}: a loop that takes no time"
    )]
    Standstill {
        /// Its number.
        replication: u32,
        /// The limit.
        limit: u64,
        /// Simulated time reached, in words.
        after: String,
        /// Field path of the step.
        place: String,
    },
    /// Somebody asked for it.
    #[error("interrupted")]
    Interrupted,
    /// The books do not add up: a bug in Landbridge.
    #[error("replication {replication}: {error}. This is a bug in Landbridge: please report it with the scenario")]
    Audit {
        /// Its number.
        replication: u32,
        /// What does not add up.
        error: AuditError,
    },
}

/// Runs one replication. `extra` takes the same facts as the books; `()` for none.
///
/// # Errors
/// When a limit stops it, when somebody stops it, or when the books do not add up.
pub fn run<S: Sink>(
    plan: &Plan,
    run: &Run,
    replication: Replication,
    limits: Limits,
    extra: S,
) -> Result<(Outcome, S), SimError> {
    let mut world = world::build(plan);
    let (outcome, extra) = world::with_components(&mut world, |things, sources| {
        interpreter::Interpreter::new(plan, run, replication, limits, things, sources, extra).run()
    })?;
    audit::check(plan, &outcome).map_err(|error| SimError::Audit { replication: replication.number, error })?;
    Ok((outcome, extra))
}

/// The name of the random generator, for the manifest.
pub const GENERATOR: &str =
    "SplitMix64 finaliser, counter-based, keyed by (seed, replication, purpose, whose, which); version 1";
