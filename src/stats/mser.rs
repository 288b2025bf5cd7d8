//! Where the warm-up ends: MSER-5 of White, Cobb and Spratt (2000).

use super::Moments;

/// How many values a batch of MSER-5 has.
pub const MSER_BATCH: usize = 5;

/// A series without its start.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Truncation {
    /// Batches left out.
    pub batches: usize,
    /// Values left out.
    pub values: usize,
    /// The statistic that is least here: squared standard error of the mean of what is left, but for a factor that hardly changes.
    pub statistic: f64,
    /// Mean of the batches that are left.
    pub mean: f64,
}

/// The statistic is still falling where half of the series is left out: the start cannot be told from the rest, and cutting there would only hide it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the series is too short to tell its start from the rest: even without the first half of its {batches} batches it still settles"
)]
pub struct TooShort {
    /// How many batches the series has.
    pub batches: usize,
}

/// Leaves out so many batches at the start that the mean of the rest is known best; the fewest of those that are as good. Values behind the last whole
/// batch are not looked at. Batches of 5 values are MSER-5; with a cycle in the series, a batch must be a whole cycle.
///
/// # Errors
/// When the best place is the last one looked at, half of the series; so always for a series of one batch or none.
///
/// # Panics
/// When `batch` is 0.
pub fn mser(series: &[f64], batch: usize) -> Result<Truncation, TooShort> {
    let means: Vec<f64> = series.chunks_exact(batch).map(|part| part.iter().sum::<f64>() / batch as f64).collect();
    let limit = means.len() / 2;
    let mut rest = Moments::default();
    let mut best: Option<Truncation> = None;
    // From the end, so that each place needs one step more than the one behind it.
    for (left_out, &mean) in means.iter().enumerate().rev() {
        rest.add(mean);
        let count = rest.count() as f64;
        let statistic = rest.squares() / (count * count);
        if left_out <= limit && best.is_none_or(|best| statistic <= best.statistic) {
            let mean = rest.mean().expect("a batch was added");
            best = Some(Truncation { batches: left_out, values: left_out * batch, statistic, mean });
        }
    }
    best.filter(|best| best.batches < limit).ok_or(TooShort { batches: means.len() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settling() -> Vec<f64> {
        let noise = |i: u32| (f64::from(i * 37 % 101) - 50.0) / 25.0;
        (0..1000).map(|i| 20.0 - 15.0 * 0.97_f64.powi(i) + noise(i as u32)).collect()
    }

    #[test]
    fn the_start_of_a_settling_series_is_left_out() {
        let found = mser(&settling(), MSER_BATCH).expect("it settles");
        assert_eq!((found.batches, found.values), (24, 120));
        assert!((found.statistic - 5.185_164_95e-4).abs() < 5e-13, "{}", found.statistic);
        assert!((found.mean - 19.989_262_1).abs() < 5e-8, "{}", found.mean);
    }

    #[test]
    fn the_statistic_of_the_whole_series_is_that_of_the_formula() {
        // Turned round, the series is best left whole, with the same batches as before.
        let turned: Vec<f64> = settling().into_iter().rev().collect();
        let found = mser(&turned, MSER_BATCH).expect("it settles");
        assert_eq!(found.batches, 0);
        assert!((found.statistic - 1.848_438_47e-2).abs() < 5e-11, "{}", found.statistic);
        assert!((found.mean - 19.5004).abs() < 5e-5, "{}", found.mean);
    }

    #[test]
    fn a_series_that_never_settles_is_refused() {
        let growing: Vec<f64> = (0..1000).map(|i| f64::from(i) / 100.0).collect();
        assert_eq!(mser(&growing, MSER_BATCH), Err(TooShort { batches: 200 }));
    }

    #[test]
    fn a_series_of_equal_values_keeps_its_start_and_none_is_too_short() {
        assert_eq!(mser(&[2.0; 50], MSER_BATCH).map(|found| (found.values, found.mean)), Ok((0, 2.0)));
        assert_eq!(mser(&[1.0; 9], MSER_BATCH), Err(TooShort { batches: 1 }));
        assert_eq!(mser(&[], MSER_BATCH), Err(TooShort { batches: 0 }));
    }
}
