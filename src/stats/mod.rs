//! Statistics of simulation: tallies, time averages, quantiles, intervals. No freight words.
//!
//! **Invariant:** accumulators of a replication are integers, so merging them is exact and in any order gives the same.

mod histogram;
mod interval;
mod series;
mod tally;

pub use histogram::Histogram;
pub use interval::{Interval, interval, quantile_sorted};
pub use series::SeriesSum;
pub use tally::Tally;
