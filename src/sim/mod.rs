//! The only room with bevy_ecs: one replication of a plan.
//!
//! Entities are what behaves (stations, stores, fleets, sources); consignments are records. One interpreter runs all steps, with the components
//! held over the run. What happens goes to a [`Sink`] as facts; nothing is averaged here.
//!
//! **Invariant:** at the end of every replication, in release builds too, the books are audited: nothing is lost, every millisecond of every
//! consignment is accounted for, what is held is held by somebody, and waiting adds up (`audit`).

mod audit;
mod deadlock;
mod event;
mod interpreter;
mod mark;
mod process;
mod unit;
mod woken;
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
    /// Most consignments and vehicles at once in one replication.
    pub max_entities: u64,
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
    /// Why it ended before its time; everything else holds until then.
    pub stopped: Option<Stop>,
    /// Moments at which queues were sampled \[ms\].
    pub samples: Vec<Millis>,
    /// What units hold at the end by their position in the plan, by thing.
    held_by_plan: Vec<u64>,
    /// What pools say is held at the end, by thing.
    held_by_pools: Vec<u64>,
    /// By type of boxes: those that came with cargo from outside, less those that stayed outside.
    boxes_outside: Vec<i64>,
    /// Waits that were still going on at the end, by thing \[ms\].
    still_waiting: Vec<u64>,
}

/// Why and when a replication ended before its time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// Why.
    pub reason: StopReason,
    /// Simulated time reached, in words.
    pub after: String,
}

/// Why a replication ended before its time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StopReason {
    /// Too many events.
    Events {
        /// The limit.
        limit: u64,
    },
    /// Too many consignments and vehicles at once.
    Entities {
        /// The limit.
        limit: u64,
    },
    /// Time no longer passes.
    Standstill {
        /// The limit of steps at one instant.
        limit: u64,
        /// Field path of the loop.
        place: String,
    },
    /// Everybody of a circle waits for the next.
    Deadlock {
        /// Names of the things, each waited for by a holder of the one before.
        chain: Vec<String>,
    },
}

impl std::fmt::Display for Stop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let after = &self.after;
        match &self.reason {
            StopReason::Events { limit } => write!(f, "the limit of {limit} events was reached after {after}"),
            StopReason::Entities { limit } => {
                write!(f, "the limit of {limit} consignments and vehicles at once was reached after {after}")
            }
            StopReason::Standstill { limit, place } => {
                write!(
                    f,
                    "more than {limit} steps at one instant ({after}), the last at {place}: a loop that takes no time"
                )
            }
            StopReason::Deadlock { chain } => {
                write!(
                    f,
                    "deadlock after {after}: each is held by somebody who waits for the next: {}",
                    chain.join(" -> ")
                )
            }
        }
    }
}

/// Why a replication has no result.
#[derive(Debug, thiserror::Error)]
pub enum SimError {
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
    let (outcome, extra) = world::with_components(&mut world, |parts| {
        interpreter::Interpreter::new(plan, run, replication, limits, parts, extra).run()
    })?;
    // A loop that takes no time is cut off in the middle of an instant: nothing adds up there.
    let is_whole = !matches!(&outcome.stopped, Some(Stop { reason: StopReason::Standstill { .. }, .. }));
    if !is_whole {
        return Ok((outcome, extra));
    }
    audit::check(plan, &outcome).map_err(|error| SimError::Audit { replication: replication.number, error })?;
    Ok((outcome, extra))
}

/// The name of the random generator, for the manifest.
pub const GENERATOR: &str =
    "SplitMix64 finaliser, counter-based, keyed by (seed, replication, purpose, whose, which); version 1";
