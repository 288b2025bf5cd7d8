//! Sums of many numbers without the rounding of each step (Neumaier).

/// A sum that carries along what each addition has rounded away.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct CompensatedSum {
    sum: f64,
    lost: f64,
}

impl CompensatedSum {
    /// Adds a number.
    pub fn add(&mut self, value: f64) {
        let sum = self.sum + value;
        // The smaller of the two is the one whose last digits were rounded away.
        self.lost += if self.sum.abs() >= value.abs() { (self.sum - sum) + value } else { (value - sum) + self.sum };
        self.sum = sum;
    }

    /// The sum so far.
    pub fn value(&self) -> f64 {
        self.sum + self.lost
    }
}

impl FromIterator<f64> for CompensatedSum {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        let mut sum = Self::default();
        values.into_iter().for_each(|value| sum.add(value));
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_million_tenths_are_a_million() {
        let tenths = || std::iter::repeat_n(0.1, 10_000_000);
        assert_eq!(tenths().collect::<CompensatedSum>().value(), 1_000_000.0);
        let naive: f64 = tenths().sum();
        assert!((naive - 999_999.999_838_98).abs() < 1e-8, "the plain sum shows what is gained: {naive}");
    }

    #[test]
    fn what_a_large_number_hides_comes_back_when_it_goes() {
        assert_eq!([1.0, 1e100, 1.0, -1e100].into_iter().collect::<CompensatedSum>().value(), 2.0);
    }
}
