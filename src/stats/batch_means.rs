//! The interval of a mean from one long run by batch means (Schmeiser 1982), and when it must not be given. Replications are the better way where they
//! can be had: they are independent by construction and run in parallel.

use super::autocorrelation::{autocorrelation, correlation_time};
use super::interval::{CONFIDENCE, Interval, interval_at};

/// How many batches to make where nothing else is said: more tell little more, and fewer say too little of the spread.
pub const BATCHES: usize = 20;

/// The largest correlation of neighbouring batch means that is taken for none. Looked at from [`BATCHES`] batches on; with fewer it is mostly chance.
const LARGEST_CORRELATION: f64 = 0.1;

/// So many correlation times must a batch be long.
const CORRELATION_TIMES: f64 = 10.0;

/// Why batches say nothing of the certainty of a mean.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum BatchMeansError {
    /// Fewer than two batches, or fewer values than batches.
    #[error("{values} values do not make {batches} batches; at least two with a value each are needed")]
    TooFew {
        /// How many values there are.
        values: usize,
        /// How many batches were asked for.
        batches: usize,
    },
    /// The run is too short for so many batches.
    #[error(
        "batches of {length} values are shorter than ten correlation times of {time:.1} values; a longer run or fewer batches are needed"
    )]
    TooShort {
        /// Values of a batch.
        length: usize,
        /// Correlation time of the series \[values\].
        time: f64,
    },
    /// Neighbouring batches depend on one another.
    #[error(
        "means of neighbouring batches have a correlation of {0:.2}, more than 0.1; a longer run or fewer batches are needed"
    )]
    Correlated(f64),
}

/// Student's t interval of confidence 95 % over the means of so many batches of equal length. Values behind the last whole batch are left out.
///
/// # Errors
/// When the batches cannot be taken for independent: the interval would be too narrow.
pub fn batch_means(series: &[f64], batches: usize) -> Result<Interval, BatchMeansError> {
    let length = series.len().checked_div(batches).unwrap_or(0);
    if batches < 2 || length == 0 {
        return Err(BatchMeansError::TooFew { values: series.len(), batches });
    }
    if let Some(time) = correlation_time(series)
        && (length as f64) < CORRELATION_TIMES * time
    {
        return Err(BatchMeansError::TooShort { length, time });
    }
    let mean = |batch: &[f64]| batch.iter().sum::<f64>() / length as f64;
    let means: Vec<f64> = series.chunks_exact(length).take(batches).map(mean).collect();
    match autocorrelation(&means, 1) {
        Some(correlation) if batches >= BATCHES && correlation > LARGEST_CORRELATION => {
            Err(BatchMeansError::Correlated(correlation))
        }
        _ => Ok(interval_at(&means, CONFIDENCE).expect("there are at least two batches")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::interval;

    /// y = 0.9 y + (u - 0.5), u of the minimal standard generator, seed 12345.
    fn dependent(count: usize) -> Vec<f64> {
        let (mut state, mut value) = (12_345_u64, 0.0);
        let next = || {
            state = state * 16_807 % 2_147_483_647;
            value = 0.9 * value + (state as f64 / 2_147_483_647.0 - 0.5);
            value
        };
        std::iter::repeat_with(next).take(count).collect()
    }

    #[test]
    fn batch_means_know_what_the_plain_interval_does_not() {
        let series = dependent(10_000);
        let naive = interval(&series).and_then(|of| of.half_width).expect("many values");
        assert!((naive - 0.013_24).abs() < 5e-6, "less than a quarter of the truth, 0.05658: {naive}");
        for (batches, expected) in [(20, 0.054_979_594_3), (40, 0.053_488_767_2), (5, 0.041_076_014_3)] {
            let half = batch_means(&series, batches).map(|of| of.half_width).expect("it is long enough");
            assert!((half.expect("batches") / expected - 1.0).abs() < 1e-6, "{batches}: {half:?}");
        }
    }

    #[test]
    fn batches_shorter_than_the_memory_of_the_series_are_refused() {
        let refused = batch_means(&dependent(1_000), 20);
        assert!(matches!(refused, Err(BatchMeansError::TooShort { length: 50, .. })), "{refused:?}");
    }

    #[test]
    fn neighbouring_batches_that_move_together_are_refused() {
        // A slow swing under a fast one: the autocorrelation falls below zero at once, yet the batches follow the swing.
        let swing = |index: u32| f64::from(index % 2) * 10.0 + (f64::from(index) / 600.0).sin();
        let series: Vec<f64> = (0..4_000).map(swing).collect();
        assert!(matches!(batch_means(&series, 20), Err(BatchMeansError::Correlated(by)) if by > 0.1));
        assert!(batch_means(&series, 5).is_ok(), "with so few batches correlation is not looked at");
    }

    #[test]
    fn too_few_values_are_refused_and_equal_ones_have_no_width() {
        for batches in [0, 1, 4] {
            assert_eq!(batch_means(&[1.0; 3], batches), Err(BatchMeansError::TooFew { values: 3, batches }));
        }
        assert_eq!(batch_means(&[1.0; 40], 20).map(|of| of.half_width), Ok(Some(0.0)));
    }
}
