//! Replications side by side, gathered by their number.
//!
//! **Invariant:** results do not depend on the number of threads: values are kept by replication number, sums are whole numbers.

mod gather;

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use rayon::prelude::*;

use crate::index::{Metric, View};
use crate::model::Model;
use crate::plan::Plan;
use crate::sim::{Limits, Replication, SimError, run};

pub use gather::{Gathered, Results};

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
    let pool = rayon::ThreadPoolBuilder::new().num_threads(batch.threads).build()?;
    let first_failed = AtomicU32::new(u32::MAX);
    let one = |number: u32| -> Gathered {
        // There will be no results: what comes behind a failure need not run, what comes before must, since the lowest failure is told.
        if first_failed.load(Ordering::Relaxed) < number {
            return Gathered::failed(number, SimError::Interrupted);
        }
        let replication = Replication { seed: batch.seed, number };
        let limits = Limits { max_events: batch.max_events, max_entities: batch.max_entities, stop };
        match run(plan, &model.run, replication, limits, ()) {
            Ok((outcome, ())) => {
                done();
                Gathered::of(&View { model, plan, outcome: &outcome }, number)
            }
            Err(error) => {
                if !matches!(error, SimError::Interrupted) {
                    first_failed.fetch_min(number, Ordering::Relaxed);
                }
                Gathered::failed(number, error)
            }
        }
    };
    let gathered =
        pool.install(|| (0..batch.replications).into_par_iter().map(one).reduce(Gathered::default, Gathered::merge));
    Ok(gathered.into_results(batch)?)
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
