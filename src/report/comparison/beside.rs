//! A measure of a variant beside that of the base, where what a side lacks may be known to be nothing.

use crate::experiment::{Comparison, Pairing, Results};
use crate::report::tables::number;
use crate::stats::{Difference, interval, paired_t, welch_t};

/// Both sides, and their difference.
pub struct Beside {
    /// Mean of the base.
    pub base: Option<f64>,
    /// Mean of the variant.
    pub value: Option<f64>,
    /// Variant minus base.
    pub difference: Option<Difference>,
}

impl Beside {
    /// Of values by replication; none where a side has no such measure.
    pub fn new(comparison: &Comparison, variant: usize, column: impl Fn(&Results) -> Option<Vec<Option<f64>>>) -> Self {
        let (base, other) = (column(&comparison.results[0]), column(&comparison.results[variant]));
        let mean = |values: &Option<Vec<Option<f64>>>| {
            let values: Vec<f64> = values.iter().flatten().copied().flatten().collect();
            interval(&values).map(|of| of.mean)
        };
        let difference = base.as_ref().zip(other.as_ref()).and_then(|(base, other)| match comparison.pairing {
            Pairing::Paired => paired_t(base, other),
            Pairing::Independent => welch_t(base, other),
        });
        Self { base: mean(&base), value: mean(&other), difference }
    }

    /// The cells of a table: base, value, difference, low, high, pairs.
    pub fn cells(&self) -> Vec<String> {
        let ends = self.difference.and_then(|of| of.ends(1));
        let difference = self.difference.map(|of| of.mean);
        let numbers = [self.base, self.value, difference, ends.map(|ends| ends.0), ends.map(|ends| ends.1)];
        let pairs = self.difference.map_or(0, |of| of.pairs);
        numbers.map(number).into_iter().chain([pairs.to_string()]).collect()
    }
}
