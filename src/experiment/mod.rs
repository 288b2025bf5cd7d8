//! Replications side by side, gathered by their number.
//!
//! **Invariant:** results do not depend on the number of threads: values are kept by replication number, sums are whole numbers.

mod cases;
mod compare;
mod gather;
mod precision;
mod warm_up;

use std::sync::atomic::AtomicBool;

use crate::index::{Metric, View, measure};
use crate::model::{End, Model, Run, WarmUp};
use crate::plan::Plan;
use crate::sim::{Limits, Replication, SimError, run};

pub use cases::{Case, CaseError, run_cases};
pub use compare::{Comparison, Exists, Pairing, Row, Verdict, headline, unlike};
pub use gather::{Gathered, Results};
pub use precision::{Attained, FIRST, Goal, run_until};
pub use warm_up::{Found, Unsettled};

/// How many replications, of which seed, under which limits.
#[derive(Debug, Clone, Copy)]
pub struct Batch {
    /// Master seed.
    pub seed: u64,
    /// How many, >= 1.
    pub replications: u32,
    /// Threads, >= 1.
    pub threads: usize,
    /// Most events of one replication.
    pub max_events: u64,
    /// Most consignments and vehicles at once in one replication.
    pub max_entities: u64,
}

/// Why a batch gave no results.
#[derive(Debug, thiserror::Error)]
pub enum BatchError {
    /// A replication did not end by itself.
    #[error(transparent)]
    Sim(#[from] SimError),
    /// Threads could not be started.
    #[error("threads could not be started: {0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    /// The warm-up is `Auto` and none was found.
    #[error(transparent)]
    Unsettled(#[from] Unsettled),
}

/// Runs all replications of a batch. `done` is called after each one; setting `stop` ends the batch.
///
/// # Errors
/// Of several failed replications, that of the lowest number is told.
pub fn run_batch(
    model: &Model,
    plan: &Plan,
    batch: Batch,
    stop: &AtomicBool,
    done: impl Fn() + Sync,
) -> Result<Results, BatchError> {
    let case = Case { model, plan, seed: batch.seed };
    let mut results = run_cases(&[case], batch, stop, done).map_err(|failed| failed.error)?;
    Ok(results.pop().expect("one case has one result"))
}

/// The metrics that every replication of a plan has, in their order: those of one that ends at once.
///
/// # Errors
/// When even that does not end by itself.
pub fn metrics(model: &Model, plan: &Plan, limits: Limits) -> Result<Vec<Metric>, SimError> {
    let moment = Run { horizon: 1, warm_up: WarmUp::Fixed(0), end: End::Cut, ..model.run.clone() };
    let (outcome, ()) = run(plan, &moment, Replication { seed: 0, number: 0 }, limits, ())?;
    Ok(measure(&View { model, plan, outcome: &outcome }).metrics)
}

impl Results {
    /// The values of a metric, one a replication that has one, in the order of replications.
    pub fn values(&self, metric: usize) -> Vec<f64> {
        self.sheets.iter().filter_map(|values| values[metric]).collect()
    }

    /// The number of a metric.
    pub fn find(&self, name: &str, place: &str) -> Option<usize> {
        self.metrics.iter().position(|metric: &Metric| metric.name == name && metric.place == place)
    }
}
