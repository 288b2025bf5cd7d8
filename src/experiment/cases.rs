//! Replications of several cases in one pool of threads, gathered by case and number.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::prelude::*;

use super::{Batch, BatchError, Found, Gathered, Results, warm_up};
use crate::index::View;
use crate::model::{Model, Run, WarmUp};
use crate::observe::Timings;
use crate::plan::Plan;
use crate::sim::{Limits, Replication, SimError, run};
use crate::units::{DAY, Millis};

/// One of the things that a batch runs: a domain with its plan, and the luck that it meets.
#[derive(Clone, Copy)]
pub struct Case<'a> {
    /// The domain.
    pub model: &'a Model,
    /// Its plan.
    pub plan: &'a Plan,
    /// Master seed; that of the batch is not looked at.
    pub seed: u64,
}

/// A batch of several cases that gave no results.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
pub struct CaseError {
    /// The case that failed; the first one if it was none in particular.
    pub case: usize,
    /// Why.
    #[source]
    pub error: BatchError,
}

/// Runs all replications of all cases: each replication of every case, then the next, so that threads are busy to the end. Results are in the order
/// of the cases. `done` is called after each replication; setting `stop` ends the batch.
///
/// Where the warm-up is `Auto`, all cases leave out the longest that one of them needs, so that they are measured over the same time.
///
/// # Errors
/// Of several failed replications, that of the lowest number is told, and of these that of the first case.
pub fn run_cases(
    cases: &[Case],
    batch: Batch,
    stop: &AtomicBool,
    done: impl Fn() + Sync,
) -> Result<Vec<Results>, CaseError> {
    let team = Team::new(cases, batch, stop, done)?;
    let width = cases.len() as u64;
    let one = |mut all: Vec<Gathered>, turn: u64| {
        let case = (turn % width) as usize;
        all[case] = std::mem::take(&mut all[case]).merge(team.run(case, (turn / width) as u32));
        all
    };
    let nothing = || cases.iter().map(|_| Gathered::default()).collect();
    let turns = (0..u64::from(batch.replications) * width).into_par_iter();
    let gathered = team.pool.install(|| turns.fold(nothing, one).reduce(nothing, merge));
    let failures = gathered.iter().enumerate().filter_map(|(case, of)| of.failure().map(|rank| (rank, case)));
    let worst = failures.min().map(|(_, case)| case);
    // Of a batch that failed only the failure is looked at.
    let told = gathered.into_iter().enumerate().filter(|(case, _)| worst.is_none_or(|worst| worst == *case));
    let results = |(case, of): (usize, Gathered)| {
        team.results(case, of, batch.replications).map_err(|error| CaseError { case, error })
    };
    told.map(results).collect()
}

fn merge(mine: Vec<Gathered>, theirs: Vec<Gathered>) -> Vec<Gathered> {
    mine.into_iter().zip(theirs).map(|(mine, theirs)| mine.merge(theirs)).collect()
}

/// Until when runs of services are looked at: for some weeks after the warm-up.
fn seen_until(run: &Run) -> Millis {
    const WEEKS: Millis = 45 * DAY;
    match run.warm_up {
        WarmUp::Fixed(length) => length + WEEKS,
        WarmUp::Arrivals(_) | WarmUp::Auto => run.horizon,
    }
}

/// Threads that run replications of some cases.
pub(super) struct Team<'a, D> {
    cases: &'a [Case<'a>],
    /// Of each case, the scenario's with its warm-up found.
    runs: Vec<Run>,
    found: Option<Found>,
    batch: Batch,
    stop: &'a AtomicBool,
    done: D,
    pub pool: rayon::ThreadPool,
    /// The turn of the first failure: replications of one number come before those of the next, in the order of cases.
    first_failed: AtomicU64,
}

impl<'a, D: Fn() + Sync> Team<'a, D> {
    pub fn new(cases: &'a [Case<'a>], batch: Batch, stop: &'a AtomicBool, done: D) -> Result<Self, CaseError> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(batch.threads).build();
        let pool = pool.map_err(|error| CaseError { case: 0, error: error.into() })?;
        let mut runs: Vec<Run> = cases.iter().map(|case| case.model.run.clone()).collect();
        let mut team = Self {
            cases,
            runs: Vec::new(),
            found: None,
            batch,
            stop,
            done,
            pool,
            first_failed: AtomicU64::new(u64::MAX),
        };
        for (number, case) in cases.iter().enumerate() {
            let found = team.pool.install(|| warm_up::find(case.model, case.plan, case.seed, team.limits()));
            let found = found.map_err(|error| CaseError { case: number, error })?;
            let is_longer = |new: &Found| team.found.is_none_or(|old| old.length < new.length);
            team.found = found.filter(is_longer).or(team.found);
        }
        if let Some(found) = team.found {
            runs.iter_mut().for_each(|run| run.warm_up = WarmUp::Fixed(found.length));
        }
        team.runs = runs;
        Ok(team)
    }

    fn limits(&self) -> Limits<'a> {
        Limits { max_events: self.batch.max_events, max_entities: self.batch.max_entities, stop: self.stop }
    }

    /// One replication of one case.
    pub fn run(&self, case: usize, number: u32) -> Gathered {
        let turn = u64::from(number) * self.cases.len() as u64 + case as u64;
        // There will be no results: what comes behind a failure need not run, what comes before must, since the lowest failure is told.
        if self.first_failed.load(Ordering::Relaxed) < turn {
            return Gathered::failed(number, SimError::Interrupted);
        }
        let Case { model, plan, seed } = self.cases[case];
        let timings = if number == 0 { Timings::until(seen_until(&self.runs[case])) } else { Timings::none() };
        match run(plan, &self.runs[case], Replication { seed, number }, self.limits(), timings) {
            Ok((outcome, timings)) => {
                (self.done)();
                Gathered::of(&View { model, plan, outcome: &outcome }, number, timings)
            }
            Err(error) => {
                if !matches!(error, SimError::Interrupted) {
                    self.first_failed.fetch_min(turn, Ordering::Relaxed);
                }
                Gathered::failed(number, error)
            }
        }
    }

    /// The results of so many replications of a case.
    pub fn results(&self, case: usize, gathered: Gathered, replications: u32) -> Result<Results, BatchError> {
        let results = gathered.into_results(Batch { replications, seed: self.cases[case].seed, ..self.batch })?;
        Ok(Results { found: self.found, ..results })
    }
}
