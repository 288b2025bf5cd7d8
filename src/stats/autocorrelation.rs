//! How much the values of one series depend on those before.

/// Correlation of values with those `lag` places later, with the mean and the variance of the whole series; none for a series without variance or not
/// longer than the lag.
pub fn autocorrelation(series: &[f64], lag: usize) -> Option<f64> {
    let mean = series.iter().sum::<f64>() / series.len() as f64;
    let squares: f64 = series.iter().map(|value| (value - mean) * (value - mean)).sum();
    let products = series.iter().zip(series.get(lag..)?).map(|(value, later)| (value - mean) * (later - mean));
    (squares > 0.0 && lag < series.len()).then(|| products.sum::<f64>() / squares)
}

/// How many values in a row tell as much as one independent value: 1 + 2 x the sum of the autocorrelations up to the first that is not positive. None for
/// a series without variance.
pub fn correlation_time(series: &[f64]) -> Option<f64> {
    autocorrelation(series, 0)?;
    let later =
        (1..series.len()).map_while(|lag| autocorrelation(series, lag).filter(|&correlation| correlation > 0.0));
    Some(1.0 + 2.0 * later.sum::<f64>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alternating_series_is_correlated_with_itself_two_places_later() {
        let series = [1.0, -1.0, 1.0, -1.0];
        assert_eq!([0, 1, 2].map(|lag| autocorrelation(&series, lag)), [Some(1.0), Some(-0.75), Some(0.5)]);
        assert_eq!(correlation_time(&series), Some(1.0));
    }

    #[test]
    fn values_that_come_in_runs_count_for_less_than_their_number() {
        // Runs of ten; 6.83 by an independent sum over the lags.
        let series: Vec<f64> = (0..400).map(|index| f64::from(index / 10 * 7 % 13)).collect();
        let time = correlation_time(&series).expect("it varies");
        assert!((time - 6.833_187_919).abs() < 1e-8, "{time}");
    }

    #[test]
    fn without_variance_there_is_no_correlation() {
        assert_eq!(
            (autocorrelation(&[2.0; 5], 1), correlation_time(&[2.0; 5]), correlation_time(&[])),
            (None, None, None)
        );
        assert_eq!(autocorrelation(&[1.0, 2.0], 2), None);
    }
}
