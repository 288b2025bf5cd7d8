//! Mean, variance, extremes and distribution of whole numbers.

use super::Histogram;

/// A tally of whole numbers, all sums exact.
#[derive(Debug, Clone, PartialEq)]
pub struct Tally {
    sum: u64,
    squares: u128,
    /// Above `max` while nothing has been observed.
    min: u64,
    max: u64,
    histogram: Histogram,
}

impl Default for Tally {
    fn default() -> Self {
        Self { sum: 0, squares: 0, min: u64::MAX, max: 0, histogram: Histogram::default() }
    }
}

impl Tally {
    /// Observes a value.
    #[inline]
    pub fn add(&mut self, value: u64) {
        self.sum += value;
        self.squares += u128::from(value) * u128::from(value);
        // Branches that are foreseen: extremes seldom change.
        if value < self.min {
            self.min = value;
        }
        if value > self.max {
            self.max = value;
        }
        self.histogram.add(value);
    }

    /// Observes a zero: what changes then.
    #[inline]
    pub fn add_zero(&mut self) {
        self.min = 0;
        self.histogram.add(0);
    }

    /// Adds the observations of another.
    pub fn merge(&mut self, other: &Self) {
        self.sum += other.sum;
        self.squares += other.squares;
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
        self.histogram.merge(&other.histogram);
    }

    /// How many observations.
    pub fn count(&self) -> u64 {
        self.histogram.count()
    }

    /// Their sum.
    pub fn sum(&self) -> u64 {
        self.sum
    }

    /// The largest; none without observations.
    pub fn max(&self) -> Option<u64> {
        (self.count() > 0).then_some(self.max)
    }

    /// Their mean; none without observations.
    pub fn mean(&self) -> Option<f64> {
        (self.count() > 0).then(|| self.sum as f64 / self.count() as f64)
    }

    /// Standard deviation of the observations themselves (not of their mean, since they depend on one another); none below two.
    pub fn standard_deviation(&self) -> Option<f64> {
        let n = u128::from(self.count());
        let spread = (n * self.squares) - u128::from(self.sum) * u128::from(self.sum);
        (n > 1).then(|| (spread as f64 / (n * (n - 1)) as f64).sqrt())
    }

    /// Share of observations above zero; none without observations.
    pub fn positive_share(&self) -> Option<f64> {
        self.histogram.share_above_zero()
    }

    /// A quantile, never below the least or above the largest observation; none without observations.
    pub fn quantile(&self, share: f64) -> Option<f64> {
        // A cell of the histogram may reach beyond what was observed.
        self.histogram.quantile(share).map(|value| value.clamp(self.min as f64, self.max as f64))
    }

    /// The distribution.
    pub fn histogram(&self) -> &Histogram {
        &self.histogram
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_exact_for_large_values() {
        let mut tally = Tally::default();
        for value in [4, 7, 13, 16] {
            tally.add(1_000_000_000 + value);
        }
        assert_eq!(tally.mean(), Some(1_000_000_010.0));
        assert_eq!(tally.standard_deviation(), Some(30f64.sqrt()));
    }

    #[test]
    fn quantiles_of_equal_values_are_that_value() {
        let (mut tally, mut empty) = (Tally::default(), Tally::default());
        (0..3).for_each(|_| tally.add(360_000));
        empty.merge(&tally);
        tally.merge(&Tally::default());
        for share in [0.05, 0.5, 0.95] {
            assert_eq!((tally.quantile(share), empty.quantile(share)), (Some(360_000.0), Some(360_000.0)));
        }
    }

    #[test]
    fn nothing_observed_is_no_number() {
        let tally = Tally::default();
        assert_eq!((tally.mean(), tally.max(), tally.quantile(0.5), tally.positive_share()), (None, None, None, None));
    }
}
