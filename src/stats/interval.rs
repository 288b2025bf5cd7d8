//! Confidence intervals over replications.

use statrs::distribution::{ContinuousCDF, StudentsT};

/// A mean over replications with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Mean of the values.
    pub mean: f64,
    /// Half the width of the interval; none with a single value.
    pub half_width: Option<f64>,
    /// How many values.
    pub count: usize,
}

impl Interval {
    /// Lower end; none with a single value.
    pub fn low(&self) -> Option<f64> {
        self.half_width.map(|half| self.mean - half)
    }

    /// Upper end; none with a single value.
    pub fn high(&self) -> Option<f64> {
        self.half_width.map(|half| self.mean + half)
    }
}

/// Student's t interval of confidence 95 % for the mean of independent values; none without values. Law (2015), chapter 9.
pub fn interval(values: &[f64]) -> Option<Interval> {
    let count = values.len();
    if count == 0 {
        return None;
    }
    let mean = values.iter().sum::<f64>() / count as f64;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    Some(Interval { mean, half_width: half_width(squares, count), count })
}

/// Half width from the sum of squared deviations.
pub(super) fn half_width(squares: f64, count: usize) -> Option<f64> {
    (count > 1).then(|| {
        let freedom = (count - 1) as f64;
        t_quantile(freedom) * (squares / freedom / count as f64).sqrt()
    })
}

/// The 97.5 % quantile of Student's t.
fn t_quantile(freedom: f64) -> f64 {
    let law = StudentsT::new(0.0, 1.0, freedom).expect("degrees of freedom are positive");
    law.inverse_cdf(0.975)
}

/// Quantile of sorted values, type 7 of Hyndman and Fan; none without values.
pub fn quantile_sorted(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = share * last as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(last);
    Some(sorted[below] + (place - below as f64) * (sorted[above] - sorted[below]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const X: [f64; 10] = [1.53, 1.66, 1.24, 2.34, 2.00, 1.69, 2.69, 2.86, 1.70, 2.60];

    #[test]
    fn the_interval_of_ten_values_is_that_of_the_textbook() {
        let interval = interval(&X).expect("ten values");
        assert!((interval.mean - 2.031).abs() < 1e-12);
        assert!((interval.half_width.expect("ten values") - 0.397_714_565).abs() < 1e-8);
    }

    #[test]
    fn one_value_has_no_interval_and_none_has_no_mean() {
        assert_eq!(interval(&[3.0]).and_then(|interval| interval.half_width), None);
        assert_eq!(interval(&[]), None);
    }

    #[test]
    fn student_quantiles_are_those_of_the_tables() {
        for (freedom, expected) in [(1.0, 12.706_205), (4.0, 2.776_445), (9.0, 2.262_157), (29.0, 2.045_230)] {
            assert!((t_quantile(freedom) - expected).abs() < 1e-5, "{freedom}: {}", t_quantile(freedom));
        }
    }

    #[test]
    fn quantiles_interpolate() {
        let mut sorted = X;
        sorted.sort_by(f64::total_cmp);
        for (share, expected) in [(0.05, 1.3705), (0.5, 1.85), (0.9, 2.707), (0.95, 2.7835)] {
            assert!((quantile_sorted(&sorted, share).expect("ten values") - expected).abs() < 1e-12);
        }
    }
}
