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

/// The same where a replication may have no value at a point.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PointSums {
    /// Number, sum and sum of squares.
    points: Vec<(u32, u64, u128)>,
}

impl PointSums {
    /// The values of one replication, as many in each.
    pub fn new(values: &[Option<u64>]) -> Self {
        let point = |value: &Option<u64>| value.map_or((0, 0, 0), |of| (1, of, u128::from(of) * u128::from(of)));
        Self { points: values.iter().map(point).collect() }
    }

    /// Adds the sums of other replications.
    pub fn merge(&mut self, other: &Self) {
        self.points.resize(self.points.len().max(other.points.len()), (0, 0, 0));
        for (mine, theirs) in self.points.iter_mut().zip(&other.points) {
            *mine = (mine.0 + theirs.0, mine.1 + theirs.1, mine.2 + theirs.2);
        }
    }

    /// Mean and 95 % interval at each point; none where no replication has a value.
    pub fn intervals(&self) -> Vec<Option<Interval>> {
        let of = |&(count, sum, squares): &(u32, u64, u128)| {
            let n = u128::from(count);
            let spread = n * squares - u128::from(sum) * u128::from(sum);
            (count > 0).then(|| Interval {
                mean: sum as f64 / f64::from(count),
                half_width: half_width(spread as f64 / f64::from(count), count as usize, CONFIDENCE),
                count: count as usize,
            })
        };
        self.points.iter().map(of).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::interval;

    #[test]
    fn who_has_no_value_at_a_point_does_not_count_there() {
        let mut sums = PointSums::new(&[Some(1), None, None]);
        sums.merge(&PointSums::new(&[Some(4), Some(7), None]));
        let points = sums.intervals();
        let expected = interval(&[1.0, 4.0]).expect("two values");
        let found = points[0].expect("two values");
        assert_eq!((found.mean, found.count), (expected.mean, 2));
        assert!((found.half_width.expect("two") - expected.half_width.expect("two")).abs() < 1e-9);
        let one = points[1].expect("one value");
        assert_eq!((one.mean, one.half_width, one.count), (7.0, None, 1));
        assert_eq!(points[2], None);
    }

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
