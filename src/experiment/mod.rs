//! Replications side by side, gathered by their number.
//!
//! **Invariant:** results do not depend on the number of threads: values are kept by replication number, sums are whole numbers.

mod gather;
mod precision;
mod warm_up;

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use rayon::prelude::*;

use crate::index::{Metric, View, measure};
use crate::model::{End, Model, Run, WarmUp};
use crate::plan::Plan;
use crate::sim::{Limits, Replication, SimError, run};

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
    let team = Team::new(model, plan, batch, stop, done)?;
    let all = || (0..batch.replications).into_par_iter().map(|number| team.run(number));
    let gathered = team.pool.install(|| all().reduce(Gathered::default, Gathered::merge));
    team.results(gathered, batch.replications)
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

/// Threads that run replications of one plan.
struct Team<'a, D> {
    model: &'a Model,
    plan: &'a Plan,
    /// The scenario's, with its warm-up found.
    run: Run,
    found: Option<Found>,
    batch: Batch,
    stop: &'a AtomicBool,
    done: D,
    pool: rayon::ThreadPool,
    first_failed: AtomicU32,
}

impl<'a, D: Fn() + Sync> Team<'a, D> {
    fn new(model: &'a Model, plan: &'a Plan, batch: Batch, stop: &'a AtomicBool, done: D) -> Result<Self, BatchError> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(batch.threads).build()?;
        let limits = Limits { max_events: batch.max_events, max_entities: batch.max_entities, stop };
        let found = pool.install(|| warm_up::find(model, plan, batch.seed, limits))?;
        let mut run = model.run.clone();
        if let Some(found) = found {
            run.warm_up = WarmUp::Fixed(found.length);
        }
        Ok(Self { model, plan, run, found, batch, stop, done, pool, first_failed: AtomicU32::new(u32::MAX) })
    }

    fn run(&self, number: u32) -> Gathered {
        // There will be no results: what comes behind a failure need not run, what comes before must, since the lowest failure is told.
        if self.first_failed.load(Ordering::Relaxed) < number {
            return Gathered::failed(number, SimError::Interrupted);
        }
        let replication = Replication { seed: self.batch.seed, number };
        let limits =
            Limits { max_events: self.batch.max_events, max_entities: self.batch.max_entities, stop: self.stop };
        match run(self.plan, &self.run, replication, limits, ()) {
            Ok((outcome, ())) => {
                (self.done)();
                Gathered::of(&View { model: self.model, plan: self.plan, outcome: &outcome }, number)
            }
            Err(error) => {
                if !matches!(error, SimError::Interrupted) {
                    self.first_failed.fetch_min(number, Ordering::Relaxed);
                }
                Gathered::failed(number, error)
            }
        }
    }

    /// The results of so many replications.
    fn results(&self, gathered: Gathered, replications: u32) -> Result<Results, BatchError> {
        let results = gathered.into_results(Batch { replications, ..self.batch })?;
        Ok(Results { found: self.found, ..results })
    }
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
