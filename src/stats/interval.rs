//! Confidence intervals over replications.

use statrs::distribution::{ContinuousCDF, StudentsT};

/// The confidence of an interval where nothing else is said.
pub const CONFIDENCE: f64 = 0.95;

/// A mean over replications with its interval.
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

    /// The same in another unit.
    pub fn scaled(self, factor: f64) -> Self {
        Self { mean: self.mean * factor, half_width: self.half_width.map(|half| half * factor), ..self }
    }

    /// Half width / |mean|; 0 where all values are 0, none with a single value or a mean of 0.
    pub fn relative(&self) -> Option<f64> {
        match self.half_width {
            Some(0.0) => Some(0.0),
            Some(half) if self.mean != 0.0 => Some(half / self.mean.abs()),
            Some(_) | None => None,
        }
    }
}

/// Student's t interval of confidence 95 % for the mean of independent values; none without values. Law (2015), chapter 9.
pub fn interval(values: &[f64]) -> Option<Interval> {
    interval_at(values, CONFIDENCE)
}

/// The same of another confidence, in (0, 1).
pub fn interval_at(values: &[f64], confidence: f64) -> Option<Interval> {
    let count = values.len();
    if count == 0 {
        return None;
    }
    let mean = values.iter().sum::<f64>() / count as f64;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    Some(Interval { mean, half_width: half_width(squares, count, confidence), count })
}

/// Half width from the sum of squared deviations.
pub(super) fn half_width(squares: f64, count: usize, confidence: f64) -> Option<f64> {
    (count > 1).then(|| {
        let freedom = (count - 1) as f64;
        t_quantile(freedom, 0.5 + confidence / 2.0) * (squares / freedom / count as f64).sqrt()
    })
}

/// The quantile of a share in (0, 1) of Student's t.
pub(super) fn t_quantile(freedom: f64, share: f64) -> f64 {
    let law = StudentsT::new(0.0, 1.0, freedom).expect("degrees of freedom are positive");
    law.inverse_cdf(share)
}

#[cfg(test)]
mod tests {
    use super::*;

    const X: [f64; 10] = [1.53, 1.66, 1.24, 2.34, 2.00, 1.69, 2.69, 2.86, 1.70, 2.60];

    #[test]
    fn the_interval_of_ten_values_is_that_of_the_textbook() {
        assert!((interval(&X).expect("ten values").mean - 2.031).abs() < 1e-12);
        for (confidence, expected) in [(0.90, 0.322_283_405), (0.95, 0.397_714_565), (0.99, 0.571_360_359)] {
            let half = interval_at(&X, confidence).and_then(|of| of.half_width).expect("ten values");
            assert!((half - expected).abs() < 5e-10, "{confidence}: {half}");
        }
        assert_eq!(interval(&X), interval_at(&X, 0.95));
    }

    #[test]
    fn one_value_has_no_interval_and_none_has_no_mean() {
        assert_eq!(interval(&[3.0]).and_then(|interval| interval.half_width), None);
        assert_eq!(interval(&[]), None);
    }

    #[test]
    fn student_quantiles_are_those_of_the_tables() {
        for (freedom, expected) in [(1.0, 12.706_205), (4.0, 2.776_445), (9.0, 2.262_157), (29.0, 2.045_230)] {
            assert!((t_quantile(freedom, 0.975) - expected).abs() < 5e-7, "{freedom}: {}", t_quantile(freedom, 0.975));
        }
    }
}
