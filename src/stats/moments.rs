//! Mean and variance of numbers that come one by one (Welford), and of two parts together (Chan, Golub, LeVeque 1983).

/// Running mean and sum of squared deviations: as exact as two passes, even where the mean is large beside the spread.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Moments {
    count: u64,
    mean: f64,
    squares: f64,
}

impl Moments {
    /// Observes a value.
    pub fn add(&mut self, value: f64) {
        self.count += 1;
        let deviation = value - self.mean;
        self.mean += deviation / self.count as f64;
        self.squares += deviation * (value - self.mean);
    }

    /// Adds the observations of another. The last bits depend on the order of merging, so merge by replication number.
    pub fn merge(&mut self, other: &Self) {
        if self.count == 0 {
            *self = *other;
            return;
        }
        let count = self.count + other.count;
        let distance = other.mean - self.mean;
        let share = other.count as f64 / count as f64;
        self.squares += other.squares + distance * distance * self.count as f64 * share;
        self.mean += distance * share;
        self.count = count;
    }

    /// How many observations.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Their mean; none without observations.
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then_some(self.mean)
    }

    /// Their variance, divisor n - 1; none below two.
    pub fn variance(&self) -> Option<f64> {
        (self.count > 1).then(|| self.squares / (self.count - 1) as f64)
    }

    /// Sum of squared deviations from the mean.
    pub fn squares(&self) -> f64 {
        self.squares
    }
}

impl Extend<f64> for Moments {
    fn extend<I: IntoIterator<Item = f64>>(&mut self, values: I) {
        values.into_iter().for_each(|value| self.add(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[f64]) -> Moments {
        let mut moments = Moments::default();
        moments.extend(values.iter().copied());
        moments
    }

    #[test]
    fn a_large_mean_does_not_drown_the_variance() {
        let moments = of(&[1e9 + 4.0, 1e9 + 7.0, 1e9 + 13.0, 1e9 + 16.0]);
        assert_eq!((moments.mean(), moments.variance()), (Some(1e9 + 10.0), Some(30.0)));
    }

    #[test]
    fn parts_merged_are_the_whole() {
        let mut left = of(&[1e9 + 4.0]);
        left.merge(&of(&[1e9 + 7.0, 1e9 + 13.0, 1e9 + 16.0]));
        assert_eq!((left.count(), left.mean(), left.variance()), (4, Some(1e9 + 10.0), Some(30.0)));
        let mut empty = Moments::default();
        empty.merge(&left);
        left.merge(&Moments::default());
        assert_eq!(empty, left);
    }

    #[test]
    fn nothing_observed_is_no_number() {
        let moments = Moments::default();
        assert_eq!((moments.mean(), moments.variance(), of(&[3.0]).variance()), (None, None, None));
    }
}
