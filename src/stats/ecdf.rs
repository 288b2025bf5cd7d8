//! The empirical distribution function, and how far it lies from a law (Stephens 1974).

use super::kolmogorov::kolmogorov_p;

/// The distribution of a sample.
#[derive(Debug, Clone, PartialEq)]
pub struct Ecdf {
    sorted: Vec<f64>,
}

/// Distance of a sample from a law that was known beforehand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KolmogorovSmirnov {
    /// Largest vertical distance of the two distribution functions.
    pub distance: f64,
    /// Probability of such a distance or a larger one if the sample is of the law.
    pub p: f64,
}

/// The Anderson-Darling statistic that 5 % of samples exceed when they are of the law, for any size from 5 on. Known parameters only.
pub const ANDERSON_DARLING_5_PERCENT: f64 = 2.492;

impl Ecdf {
    /// Of at least one value, none of them NaN; none otherwise.
    pub fn new(values: &[f64]) -> Option<Self> {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        (!sorted.is_empty() && !sorted.iter().any(|value| value.is_nan())).then_some(Self { sorted })
    }

    /// The values in ascending order.
    pub fn values(&self) -> &[f64] {
        &self.sorted
    }

    /// Share of values up to and including `value`.
    pub fn share_up_to(&self, value: f64) -> f64 {
        self.sorted.partition_point(|&of| of <= value) as f64 / self.sorted.len() as f64
    }

    /// Kolmogorov-Smirnov test against a continuous law. The probability is wrong (too large) when the law's parameters were fitted to the same values.
    pub fn kolmogorov_smirnov(&self, cdf: impl Fn(f64) -> f64) -> KolmogorovSmirnov {
        let n = self.sorted.len() as f64;
        let at = |(index, &value): (usize, &f64)| {
            let expected = cdf(value);
            (expected - index as f64 / n).max((index + 1) as f64 / n - expected)
        };
        let distance = self.sorted.iter().enumerate().map(at).fold(0.0, f64::max);
        KolmogorovSmirnov { distance, p: kolmogorov_p(self.sorted.len(), distance) }
    }

    /// Anderson-Darling statistic against a continuous law: like the distance, but with the tails weighing more. Infinite when a value is impossible.
    pub fn anderson_darling(&self, cdf: impl Fn(f64) -> f64) -> f64 {
        let n = self.sorted.len();
        let shares: Vec<f64> = self.sorted.iter().map(|&value| cdf(value)).collect();
        let term = |index: usize| (2 * index + 1) as f64 * (shares[index].ln() + (1.0 - shares[n - 1 - index]).ln());
        -(n as f64) - (0..n).map(term).sum::<f64>() / n as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const E: [f64; 10] = [0.1, 0.25, 0.4, 0.6, 0.85, 1.1, 1.4, 1.9, 2.6, 3.7];

    fn exponential(value: f64) -> f64 {
        1.0 - (-value).exp()
    }

    #[test]
    fn the_distance_from_a_known_law_has_its_exact_probability() {
        let test = Ecdf::new(&E).expect("ten values").kolmogorov_smirnov(exponential);
        assert!((test.distance - 0.172_585_068).abs() < 5e-10, "{}", test.distance);
        assert!((test.p - 0.879_50).abs() < 5e-6, "{}", test.p);
    }

    #[test]
    fn the_anderson_darling_statistic_is_that_of_the_vector_and_infinite_for_what_cannot_be() {
        let sample = Ecdf::new(&E).expect("ten values");
        assert!((sample.anderson_darling(exponential) - 0.536_718).abs() < 5e-7);
        assert_eq!(sample.anderson_darling(|value| value / 3.7), f64::INFINITY);
    }

    #[test]
    fn the_distribution_steps_at_each_value() {
        let sample = Ecdf::new(&[3.0, 1.0, 1.0, 2.0]).expect("four values");
        assert_eq!([0.9, 1.0, 2.5, 3.0].map(|value| sample.share_up_to(value)), [0.0, 0.5, 0.75, 1.0]);
        assert_eq!(sample.values(), [1.0, 1.0, 2.0, 3.0]);
        assert_eq!((Ecdf::new(&[]), Ecdf::new(&[1.0, f64::NAN])), (None, None));
    }
}
