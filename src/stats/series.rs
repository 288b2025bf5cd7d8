//! Means and intervals, point by point, of series over time: sums over replications, exact and in any order.

use super::Interval;
use super::interval::{CONFIDENCE, half_width};

/// Sums over replications of one whole number a point in time.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SeriesSum {
    sums: Vec<(u64, u128)>,
    count: u32,
}

impl SeriesSum {
    /// Adds the series of one replication. Series of one measure have the same length in every replication.
    pub fn add(&mut self, values: &[u32]) {
        self.sums.resize(self.sums.len().max(values.len()), (0, 0));
        for (sum, &value) in self.sums.iter_mut().zip(values) {
            sum.0 += u64::from(value);
            sum.1 += u128::from(value) * u128::from(value);
        }
        self.count += 1;
    }

    /// Adds the sums of other replications.
    pub fn merge(&mut self, other: &Self) {
        self.sums.resize(self.sums.len().max(other.sums.len()), (0, 0));
        for (sum, theirs) in self.sums.iter_mut().zip(&other.sums) {
            sum.0 += theirs.0;
            sum.1 += theirs.1;
        }
        self.count += other.count;
    }

    /// Mean and 95 % interval at each point.
    pub fn intervals(&self) -> Vec<Interval> {
        let n = u128::from(self.count);
        let of = |&(sum, squares): &(u64, u128)| {
            let spread = n * squares - u128::from(sum) * u128::from(sum);
            let deviations = spread as f64 / n.max(1) as f64;
            Interval {
                mean: sum as f64 / n.max(1) as f64,
                half_width: half_width(deviations, self.count as usize, CONFIDENCE),
                count: self.count as usize,
            }
        };
        self.sums.iter().map(of).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::interval;

    #[test]
    fn a_point_has_the_interval_of_its_values() {
        let mut series = SeriesSum::default();
        [[1, 7], [2, 7], [6, 7]].iter().for_each(|values| series.add(values));
        let points = series.intervals();
        let expected = interval(&[1.0, 2.0, 6.0]).expect("three values");
        assert!((points[0].mean - expected.mean).abs() < 1e-12);
        assert!((points[0].half_width.expect("three") - expected.half_width.expect("three")).abs() < 1e-9);
        assert_eq!(points[1].half_width, Some(0.0));
    }
}
