//! The one that stands out in a figure, and whether more can be said of it than luck.

use crate::report::Report;
use crate::report::tables::of_metric;
use crate::stats::{Interval, paired_t};

/// Which end of the order stands out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The largest mean.
    Most,
    /// The smallest mean.
    Least,
}

/// The first of some metrics by their means.
pub struct Lead {
    /// What it is called.
    pub name: String,
    /// Its mean.
    pub mean: Interval,
    /// How it stands to the next: ": longer than any other flow", or that it cannot be told from it.
    pub verdict: String,
}

/// Of metrics with their names the first by mean. `more` says that it is before all others ("longer than any other flow"), which holds if its
/// paired difference from the next is not luck.
pub fn lead(report: &Report, metrics: Vec<(usize, String)>, end: End, more: &str) -> Option<Lead> {
    let mean = |(metric, name): (usize, String)| Some((of_metric(report, metric)?, metric, name));
    let mut known: Vec<(Interval, usize, String)> = metrics.into_iter().filter_map(mean).collect();
    known.sort_by(|a, b| match end {
        End::Most => b.0.mean.total_cmp(&a.0.mean),
        End::Least => a.0.mean.total_cmp(&b.0.mean),
    });
    let (first, next) = (known.first()?, known.get(1));
    let verdict = match next {
        None => String::new(),
        Some(_) if report.results.batch.replications == 1 => format!(": {more}, in this replication"),
        Some(next) if is_told(report, (first.1, next.1), known.len() - 1) => format!(": {more}"),
        Some(next) => format!("; not distinguishable from {}", next.2),
    };
    Some(Lead { name: first.2.clone(), mean: first.0, verdict })
}

/// Whether two metrics differ by more than luck, if the first was picked among so many pairs.
fn is_told(report: &Report, (one, other): (usize, usize), pairs: usize) -> bool {
    let values =
        |metric: usize| -> Vec<Option<f64>> { report.results.sheets.iter().map(|values| values[metric]).collect() };
    let ends = paired_t(&values(one), &values(other)).and_then(|difference| difference.ends(pairs));
    ends.is_some_and(|(low, high)| low > 0.0 || high < 0.0)
}
