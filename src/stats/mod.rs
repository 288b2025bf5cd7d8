//! Statistics of simulation: tallies, time averages, quantiles, intervals, when a run has settled and how many replications are enough. No freight words.
//!
//! **Invariant:** accumulators of a replication are integers, so merging them is exact and in any order gives the same. Those of real numbers
//! ([`Moments`], [`CompensatedSum`]) are fed in the order of replications.

mod autocorrelation;
mod batch_means;
mod ecdf;
mod fit;
mod histogram;
mod holm;
mod interval;
mod kolmogorov;
mod moments;
mod mser;
mod paired;
mod quantile;
mod series;
mod stopping;
mod sum;
mod tally;
mod time_weighted;
mod welch;

pub use autocorrelation::{autocorrelation, correlation_time};
pub use batch_means::{BATCHES, BatchMeansError, batch_means};
pub use ecdf::{ANDERSON_DARLING_5_PERCENT, Ecdf, KolmogorovSmirnov};
pub use fit::{Fit, FitError, FittedLaw, fit};
pub use histogram::Histogram;
pub use holm::{bonferroni, critical_t, holm};
pub use interval::{CONFIDENCE, Interval, interval, interval_at};
pub use kolmogorov::kolmogorov_p;
pub use moments::Moments;
pub use mser::{MSER_BATCH, TooShort, Truncation, mser};
pub use paired::{Difference, paired_t, welch_t};
pub use quantile::{QuantileInterval, Ranks, quantile_interval, quantile_ranks, quantile_sorted};
pub use series::{PointSums, SeriesSum};
pub use stopping::{Precision, Stopping};
pub use sum::CompensatedSum;
pub use tally::Tally;
pub use time_weighted::TimeWeighted;
pub use welch::{mean_series, moving_average};
