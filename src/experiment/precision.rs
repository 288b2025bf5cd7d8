//! As many replications as a precision needs.

use rayon::prelude::*;

use super::cases::{Case, Team};
use super::{Batch, BatchError, Gathered, Results};
use crate::index::Metric;
use crate::model::Model;
use crate::plan::Plan;
use crate::stats::{CONFIDENCE, Interval, Precision, Stopping};
use std::sync::atomic::AtomicBool;

/// Replications that are run in any case: fewer may lie close together by chance.
pub const FIRST: u32 = 10;

/// How exactly the mean of a metric is to be known.
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    /// The metric.
    pub metric: Metric,
    /// Relative error of its mean, in (0, 1).
    pub error: f64,
}

/// What came of a goal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Attained {
    /// Whether the precision was reached.
    pub is_reached: bool,
    /// The mean of the metric with its interval; none without values.
    pub interval: Option<Interval>,
}

/// Runs replications in their order until the goal is reached, at most those of the batch. What lies behind the first number that is enough is dropped,
/// so that nothing depends on how many ran side by side. The metric must be one of the plan; one that is not has no values.
///
/// # Errors
/// Of several failed replications, that of the lowest number is told, unless fewer are enough.
pub fn run_until(
    model: &Model,
    plan: &Plan,
    batch: Batch,
    goal: &Goal,
    stop: &AtomicBool,
    done: impl Fn() + Sync,
) -> Result<(Results, Attained), BatchError> {
    let case = [Case { model, plan, seed: batch.seed }];
    let team = Team::new(&case, batch, stop, done).map_err(|failed| failed.error)?;
    let mut stopping = Stopping::new(Precision::Relative(goal.error), CONFIDENCE, FIRST as usize);
    let mut gathered = Gathered::default();
    let (mut count, mut is_reached) = (0, false);
    while count < batch.replications && !is_reached {
        let round = count..batch.replications.min(count + FIRST.max(batch.threads as u32));
        let parts: Vec<Gathered> =
            team.pool.install(|| round.into_par_iter().map(|number| team.run(0, number)).collect());
        for part in parts {
            is_reached = stopping.is_enough_with(part.value(&goal.metric));
            let is_failed = part.is_failed();
            gathered = gathered.merge(part);
            count += 1;
            if is_reached || is_failed {
                break;
            }
        }
        if gathered.is_failed() {
            break;
        }
    }
    let results = team.results(0, gathered, count)?;
    Ok((results, Attained { is_reached, interval: stopping.interval() }))
}
