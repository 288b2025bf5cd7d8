//! The warm-up of `Auto`: pilot replications without one, the number of consignments in the network averaged over them, and MSER on that series.

use rayon::prelude::*;

use super::BatchError;
use crate::model::{End, Model, Run, WarmUp};
use crate::observe::Content;
use crate::plan::Plan;
use crate::sim::{Limits, Replication, SimError, run};
use crate::stats::{MSER_BATCH, mser};
use crate::units::{DAY, Millis, spoken};

/// How many pilot replications at most.
const PILOTS: u32 = 10;

/// Runs longer than this are looked at day by day: what changes with the hour is then no part of the series.
const LONG: Millis = 20 * DAY;

/// A warm-up that pilot replications have found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Its length \[ms\].
    pub length: Millis,
    /// How many pilot replications were looked at.
    pub pilots: u32,
}

/// The network's content has not settled within the first half of a run, so no start can be told from the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "in {pilots} pilot replications of {}, looked at in {batches} steps of {}, the number of consignments inside still settles half way through",
    spoken(*.horizon),
    spoken(*.step)
)]
pub struct Unsettled {
    /// How many pilot replications were looked at.
    pub pilots: u32,
    /// Their length \[ms\].
    pub horizon: Millis,
    /// How many batches of the series.
    pub batches: usize,
    /// Length of a batch \[ms\].
    pub step: Millis,
}

/// Spans of the series \[ms\], and how many of them are a batch of MSER.
fn grain(run: &Run) -> (Millis, usize) {
    if run.horizon > LONG { (DAY, 1) } else { (run.sample, MSER_BATCH) }
}

/// Finds the warm-up where the scenario says `Auto`; none where it says another. It depends on scenario and seed, not on how many replications the
/// command line asks for.
pub(super) fn find(model: &Model, plan: &Plan, seed: u64, limits: Limits) -> Result<Option<Found>, BatchError> {
    if model.run.warm_up != WarmUp::Auto {
        return Ok(None);
    }
    let pilots = model.run.replications.min(PILOTS);
    let (span, size) = grain(&model.run);
    let series = pilot_series(plan, &model.run, span, seed, pilots, limits)?;
    let unsettled =
        Unsettled { pilots, horizon: model.run.horizon, batches: series.len() / size, step: span * size as Millis };
    let truncation = mser(&series, size).map_err(|_| unsettled)?;
    let length = (truncation.values as Millis * span).next_multiple_of(model.run.sample);
    if length >= model.run.horizon {
        return Err(unsettled.into());
    }
    Ok(Some(Found { length, pilots }))
}

/// Consignments in the network, averaged over each span and over all pilots.
fn pilot_series(
    plan: &Plan,
    of: &Run,
    span: Millis,
    seed: u64,
    pilots: u32,
    limits: Limits,
) -> Result<Vec<f64>, SimError> {
    let spans = (of.horizon / span) as usize;
    let whole = Run { warm_up: WarmUp::Fixed(0), end: End::Cut, ..of.clone() };
    let pilot = |number| {
        let content = Content::new(plan, span, spans);
        run(plan, &whole, Replication { seed, number }, limits, content).map(|(_, content)| content.into_areas())
    };
    // Each with its failure, so that of several the first is told.
    let all: Vec<Result<Vec<u64>, SimError>> = (0..pilots).into_par_iter().map(pilot).collect();
    let mut sums = vec![0_u64; spans];
    for areas in all {
        sums.iter_mut().zip(areas?).for_each(|(sum, area)| *sum += area);
    }
    let time = span as f64 * f64::from(pilots);
    Ok(sums.into_iter().map(|sum| sum as f64 / time).collect())
}
