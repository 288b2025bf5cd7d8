//! Welch's plot (1983): the mean over replications at each moment, smoothed, so that the eye sees where a run has settled.

/// The mean over replications, value by value, as far as the shortest series reaches; empty without series.
pub fn mean_series(replications: &[Vec<f64>]) -> Vec<f64> {
    let length = replications.iter().map(Vec::len).min().unwrap_or(0);
    let mean = |index: usize| replications.iter().map(|series| series[index]).sum::<f64>() / replications.len() as f64;
    (0..length).map(mean).collect()
}

/// Moving average over `window` values on both sides; near the start over as many as there are before. The last `window` values have none of their own.
pub fn moving_average(series: &[f64], window: usize) -> Vec<f64> {
    let count = series.len().saturating_sub(window);
    let mean = |index: usize| {
        let reach = index.min(window);
        series[index - reach..=index + reach].iter().sum::<f64>() / (2 * reach + 1) as f64
    };
    (0..count).map(mean).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_grows_from_the_start_and_ends_before_the_end() {
        let smooth = moving_average(&[4.0, 8.0, 6.0, 10.0, 12.0, 9.0, 11.0, 13.0, 12.0, 14.0], 2);
        let expected = [4.0, 6.0, 8.0, 9.0, 9.6, 11.0, 11.4, 11.8];
        assert_eq!(smooth.len(), expected.len());
        assert!(smooth.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-12), "{smooth:?}");
    }

    #[test]
    fn a_window_wider_than_the_series_leaves_nothing_and_none_changes_nothing() {
        assert_eq!(moving_average(&[1.0, 2.0], 3), Vec::<f64>::new());
        assert_eq!(moving_average(&[1.0, 5.0, 2.0], 0), [1.0, 5.0, 2.0]);
    }

    #[test]
    fn replications_are_averaged_moment_by_moment() {
        assert_eq!(mean_series(&[vec![1.0, 4.0, 9.0], vec![3.0, 0.0]]), [2.0, 2.0]);
        assert_eq!(mean_series(&[]), Vec::<f64>::new());
    }
}
