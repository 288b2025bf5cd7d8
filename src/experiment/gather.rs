//! What is kept of the replications of a batch.

use std::collections::BTreeMap;

use super::{Batch, Found};
use crate::index::{Metric, Spot, View, measure, profile, spots};
use crate::model::{Run, WarmUp};
use crate::observe::Timings;
use crate::sim::{SimError, Stop};
use crate::stats::{Histogram, Interval, PointSums, SeriesSum};
use crate::units::{DAY, Millis};

/// What is kept of some replications: sums merge in any order, values stay by number.
#[derive(Default)]
pub struct Gathered {
    metrics: Vec<Metric>,
    values: BTreeMap<u32, Vec<Option<f64>>>,
    throughput: Vec<SeriesSum>,
    queues: Vec<SeriesSum>,
    daily_queues: Vec<SeriesSum>,
    stocks: Vec<SeriesSum>,
    empties: Vec<SeriesSum>,
    queues_by_hour: Vec<PointSums>,
    dwell: Vec<Histogram>,
    spots: Vec<Spot>,
    samples: Vec<Millis>,
    timings: Timings,
    first_from: Millis,
    moves: Vec<u64>,
    measured: Millis,
    events: u64,
    stopped: BTreeMap<u32, Stop>,
    failed: Option<(u32, SimError)>,
}

/// The results of a batch.
#[derive(Debug)]
pub struct Results {
    /// How it was run; `replications` are those that the results are of.
    pub batch: Batch,
    /// The warm-up, where pilot replications have found it.
    pub found: Option<Found>,
    /// What the values are about.
    pub metrics: Vec<Metric>,
    /// Values by replication, in the order of `metrics`.
    pub sheets: Vec<Vec<Option<f64>>>,
    /// Places of `throughput` and `dwell`.
    pub spots: Vec<Spot>,
    /// TEU by bucket of time, one series a spot, since the start.
    pub throughput: Vec<SeriesSum>,
    /// Dwell times of all replications \[ms\], one a spot, after the warm-up.
    pub dwell: Vec<Histogram>,
    /// Moments of `queues` \[ms\].
    pub samples: Vec<Millis>,
    /// Queue lengths at those moments, one series a thing of the plan.
    pub queues: Vec<SeriesSum>,
    /// Sums of those lengths over each day, one series a thing; empty in short runs.
    pub daily_queues: Vec<SeriesSum>,
    /// Sums of what lay in each yard over groups of `stock_group` samples, one series a yard of the plan.
    pub stocks: Vec<SeriesSum>,
    /// The same of what stands in each pool of empties, in the order of `Plan::depots`.
    pub empties: Vec<SeriesSum>,
    /// Mean queue in each hour of the day \[millionths of a unit\], one a thing, after the warm-up.
    pub queues_by_hour: Vec<PointSums>,
    /// When runs of services came and left in the first replication.
    pub timings: Timings,
    /// The end of its warm-up \[ms\].
    pub first_from: Millis,
    /// Vehicles by passage of the plan, all replications, after the warm-up.
    pub moves: Vec<u64>,
    /// Measured time of all replications together \[ms\].
    pub measured: Millis,
    /// Events of all replications.
    pub events: u64,
    /// Replications that ended before their time, and why: what they found until then is among the results.
    pub stopped: Vec<(u32, Stop)>,
}

impl Gathered {
    /// What is kept of one replication.
    pub fn of(view: &View, number: u32, timings: Timings) -> Self {
        let sheet = measure(view);
        let spots = spots(view.plan);
        Self {
            metrics: sheet.metrics,
            values: BTreeMap::from([(number, sheet.values)]),
            throughput: spots.iter().map(|&spot| throughput(view, spot)).collect(),
            queues: queues(view, 1),
            daily_queues: samples_a_day(&view.model.run).map_or_else(Vec::new, |count| queues(view, count)),
            stocks: grouped(&view.outcome.books.stocks, view.plan.yards().count(), stock_group(&view.model.run)),
            empties: grouped(&view.outcome.books.empties, view.plan.depots().count(), stock_group(&view.model.run)),
            queues_by_hour: (0..view.plan.things.len()).map(|thing| PointSums::new(&profile(view, thing))).collect(),
            dwell: spots.iter().map(|&spot| dwell(view, spot)).collect(),
            spots,
            samples: view.outcome.samples.clone(),
            first_from: if number == 0 { view.outcome.from.at } else { 0 },
            timings,
            moves: view.outcome.books.moves.clone(),
            measured: view.window(),
            events: view.outcome.events,
            stopped: view.outcome.stopped.clone().map(|stop| (number, stop)).into_iter().collect(),
            failed: None,
        }
    }

    /// A replication that did not end.
    pub fn failed(number: u32, error: SimError) -> Self {
        Self { failed: Some((number, error)), ..Self::default() }
    }

    /// Whether the failure is an interruption, and of which number; none if nothing failed. The lowest counts most: real failures come before
    /// interruptions, since one failure interrupts the others.
    pub fn failure(&self) -> Option<(bool, u32)> {
        self.failed.as_ref().map(|(number, error)| (matches!(error, SimError::Interrupted), *number))
    }

    /// Whether a replication did not end.
    pub fn is_failed(&self) -> bool {
        self.failed.is_some()
    }

    /// The value of a metric, where this is one replication that has one.
    pub fn value(&self, metric: &Metric) -> Option<f64> {
        let index = self.metrics.iter().position(|of| of == metric)?;
        self.values.values().next().and_then(|values| values[index])
    }

    /// Both together. The order does not matter.
    pub fn merge(mut self, mut other: Self) -> Self {
        if let (Some(mine), Some(theirs)) = (self.failure(), other.failure())
            && theirs < mine
        {
            self.failed = other.failed.take();
        }
        self.failed = self.failed.or(other.failed.take());
        if self.values.is_empty() {
            return Self { failed: self.failed, ..other };
        }
        self.values.append(&mut other.values);
        self.throughput.iter_mut().zip(&other.throughput).for_each(|(mine, theirs)| mine.merge(theirs));
        self.queues.iter_mut().zip(&other.queues).for_each(|(mine, theirs)| mine.merge(theirs));
        self.daily_queues.iter_mut().zip(&other.daily_queues).for_each(|(mine, theirs)| mine.merge(theirs));
        self.stocks.iter_mut().zip(&other.stocks).for_each(|(mine, theirs)| mine.merge(theirs));
        self.empties.iter_mut().zip(&other.empties).for_each(|(mine, theirs)| mine.merge(theirs));
        self.queues_by_hour.iter_mut().zip(&other.queues_by_hour).for_each(|(mine, theirs)| mine.merge(theirs));
        self.dwell.iter_mut().zip(&other.dwell).for_each(|(mine, theirs)| mine.merge(theirs));
        self.moves.iter_mut().zip(&other.moves).for_each(|(mine, theirs)| *mine += theirs);
        if other.samples.len() > self.samples.len() {
            self.samples = other.samples;
        }
        if self.timings.marks.is_empty() {
            self.timings = other.timings;
        }
        self.first_from = self.first_from.max(other.first_from);
        self.measured += other.measured;
        self.events += other.events;
        self.stopped.append(&mut other.stopped);
        self
    }

    /// The results.
    ///
    /// # Errors
    /// When a replication failed: the failure that counts most.
    pub fn into_results(self, batch: Batch) -> Result<Results, SimError> {
        if let Some((_, error)) = self.failed {
            return Err(error);
        }
        Ok(Results {
            batch,
            found: None,
            metrics: self.metrics,
            sheets: self.values.into_values().collect(),
            spots: self.spots,
            throughput: self.throughput,
            dwell: self.dwell,
            samples: self.samples,
            timings: self.timings,
            first_from: self.first_from,
            queues: self.queues,
            daily_queues: self.daily_queues,
            stocks: self.stocks,
            empties: self.empties,
            queues_by_hour: self.queues_by_hour,
            moves: self.moves,
            measured: self.measured,
            events: self.events,
            stopped: self.stopped.into_iter().collect(),
        })
    }
}

fn throughput(view: &View, spot: Spot) -> SeriesSum {
    let width = view.plan.visits.len();
    let here: Vec<(usize, u32)> = (0..width)
        .filter(|&visit| view.plan.visits[visit].hub == spot.hub && view.plan.visits[visit].direction == spot.direction)
        .filter(|&visit| view.is_cargo(view.plan.visits[visit].account))
        .map(|visit| (visit, view.plan.accounts[view.plan.visits[visit].account as usize].teu))
        .collect();
    let rows = view.outcome.books.left.chunks(width.max(1));
    let teu: Vec<u32> = rows.map(|row| here.iter().map(|&(visit, teu)| row[visit] * teu).sum()).collect();
    let mut series = SeriesSum::default();
    series.add(&teu);
    series
}

/// Sums of queue lengths over groups of so many samples.
fn queues(view: &View, group: usize) -> Vec<SeriesSum> {
    grouped(&view.outcome.books.queues, view.plan.things.len(), group)
}

/// Sums over groups of so many samples, one series a column of a table that is `width` wide.
fn grouped(samples: &[u32], width: usize, group: usize) -> Vec<SeriesSum> {
    let of = |column: usize| {
        let values: Vec<u32> = samples.iter().skip(column).step_by(width).copied().collect();
        let sums: Vec<u32> =
            values.chunks(group).filter(|chunk| chunk.len() == group).map(|chunk| chunk.iter().sum()).collect();
        let mut series = SeriesSum::default();
        series.add(&sums);
        series
    };
    (0..width).map(of).collect()
}

/// Samples that are put together in a series of stocks: those of a day in long runs.
fn stock_group(run: &Run) -> usize {
    samples_a_day(run).unwrap_or(1)
}

/// How many samples a day has, in runs so long that days are told apart better than hours.
fn samples_a_day(run: &Run) -> Option<usize> {
    const LONG: Millis = 20 * DAY;
    let fits = run.horizon > LONG && DAY.is_multiple_of(run.sample);
    fits.then(|| (DAY / run.sample) as usize)
}

impl Results {
    /// The warm-up that was left out: found, or as the scenario says.
    pub fn warm_up(&self, run: &Run) -> WarmUp {
        self.found.map_or(run.warm_up, |found| WarmUp::Fixed(found.length))
    }

    /// How many samples a day has, in runs so long that days are told apart better than hours.
    pub fn samples_a_day(&self, run: &Run) -> Option<usize> {
        samples_a_day(run)
    }

    /// Mean level of each yard of the plan in each span of time \[ms\] of the length that comes with it.
    pub fn yard_stocks(&self, run: &Run) -> (Millis, Vec<Vec<Interval>>) {
        means(run, &self.stocks)
    }

    /// The same of what stands in each pool of empties \[boxes\].
    pub fn empties_stocks(&self, run: &Run) -> (Millis, Vec<Vec<Interval>>) {
        means(run, &self.empties)
    }
}

/// Mean levels in each span of time of the length that comes with them.
fn means(run: &Run, stocks: &[SeriesSum]) -> (Millis, Vec<Vec<Interval>>) {
    let group = stock_group(run);
    let mean = |sum: Interval| sum.scaled(1.0 / group as f64);
    let series = |stock: &SeriesSum| stock.intervals().into_iter().map(mean).collect();
    (run.sample * group as Millis, stocks.iter().map(series).collect())
}

fn dwell(view: &View, spot: Spot) -> Histogram {
    let mut all = Histogram::default();
    for (number, visit) in view.plan.visits.iter().enumerate() {
        if visit.hub == spot.hub && visit.direction == spot.direction && visit.has_dwell && view.is_cargo(visit.account)
        {
            all.merge(view.outcome.books.visits[number].histogram());
        }
    }
    all
}
