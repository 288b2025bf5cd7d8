//! How two sets of values differ, replication by replication. Law (2015), chapter 10.
//!
//! Values of one replication met the same luck on both sides if streams are shared (common random numbers): the paired t then has less to explain than
//! two separate samples, and [`Difference::reduction`] says by how much.

use statrs::distribution::{ContinuousCDF, StudentsT};

use super::holm::critical_t;

/// What is this small relative to its operands is the rounding of a subtraction, not a difference.
const ROUNDING: f64 = 1e-12;

/// Other minus base, over the replications in which both have a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// Mean of the base over the pairs.
    pub base: f64,
    /// Mean of the other over the pairs.
    pub other: f64,
    /// Mean of other minus base.
    pub mean: f64,
    /// How many pairs, >= 1.
    pub pairs: usize,
    /// Standard error of the mean difference; none with a single pair, 0 where all differences are equal.
    pub standard_error: Option<f64>,
    /// Degrees of freedom of `standard_error`; none without luck in the differences.
    pub freedom: Option<f64>,
    /// Probability of a difference at least as large if there were none, two-sided; none where nothing is left to chance.
    pub p: Option<f64>,
    /// Variance-reduction factor: variance of the difference of independent sides / variance of the paired difference. About 1 without
    /// pairing, above 1 where it helped; none where the differences do not vary.
    pub reduction: Option<f64>,
    /// Correlation of the pairs, -1 to 1; none where a side does not vary.
    pub correlation: Option<f64>,
}

impl Difference {
    /// Half the width of a 95 % interval of the mean difference, such that the intervals of so many `tests` (>= 1) hold together; none with a single pair.
    pub fn half_width(&self, tests: usize) -> Option<f64> {
        let error = self.standard_error?;
        Some(self.freedom.map_or(0.0, |freedom| critical_t(freedom, tests) * error))
    }

    /// Lower and upper end of that interval.
    pub fn ends(&self, tests: usize) -> Option<(f64, f64)> {
        self.half_width(tests).map(|half| (self.mean - half, self.mean + half))
    }

    /// Student's t of no difference; none where nothing is left to chance.
    pub fn t(&self) -> Option<f64> {
        self.freedom.and(self.standard_error).map(|error| self.mean / error)
    }

    /// Whether both sides are equal in every pair; rounding is no difference.
    pub fn is_none(&self) -> bool {
        self.mean == 0.0 && self.standard_error.is_none_or(|error| error == 0.0)
    }
}

/// The paired t of other minus base: for sides that met the same luck. None without a pair.
pub fn paired_t(base: &[Option<f64>], other: &[Option<f64>]) -> Option<Difference> {
    let sides = Sides::of(base, other)?;
    let freedom = sides.count() - 1.0;
    Some(sides.difference(sides.of_difference.map(|variance| (variance / sides.count(), freedom))))
}

/// Welch's t of other minus base: for sides with luck of their own, whose variances may differ. The same replications count as for [`paired_t`].
pub fn welch_t(base: &[Option<f64>], other: &[Option<f64>]) -> Option<Difference> {
    let sides = Sides::of(base, other)?;
    let error = |(base, other): (f64, f64)| {
        let (base, other) = (base / sides.count(), other / sides.count());
        let sum = base + other;
        (sum, sum * sum * (sides.count() - 1.0) / (base * base + other * other))
    };
    Some(sides.difference(sides.of_base.zip(sides.of_other).map(error)))
}

/// Pairs with the variances that both tests need; variances are none with a single pair.
struct Sides {
    base: Vec<f64>,
    other: Vec<f64>,
    differences: Vec<f64>,
    of_base: Option<f64>,
    of_other: Option<f64>,
    of_difference: Option<f64>,
}

impl Sides {
    fn of(base: &[Option<f64>], other: &[Option<f64>]) -> Option<Self> {
        let pairs = base.iter().zip(other).filter_map(|(base, other)| base.zip(*other));
        let (base, other): (Vec<f64>, Vec<f64>) = pairs.unzip();
        let difference = |(base, other): (&f64, &f64)| {
            let difference = other - base;
            if difference.abs() <= ROUNDING * base.abs().max(other.abs()) { 0.0 } else { difference }
        };
        let differences: Vec<f64> = base.iter().zip(&other).map(difference).collect();
        let size = largest(&base).max(largest(&other));
        (!base.is_empty()).then(|| Self {
            of_base: variance(&base, largest(&base)),
            of_other: variance(&other, largest(&other)),
            of_difference: variance(&differences, size),
            base,
            other,
            differences,
        })
    }

    fn count(&self) -> f64 {
        self.base.len() as f64
    }

    /// The difference, given the squared standard error with its degrees of freedom.
    fn difference(&self, error: Option<(f64, f64)>) -> Difference {
        let average = mean(&self.differences);
        let luck = error.filter(|(square, _)| *square > 0.0).map(|(square, freedom)| (square.sqrt(), freedom));
        let apart = self.of_base.zip(self.of_other).map(|(base, other)| base + other);
        let reduction = apart.zip(self.of_difference).filter(|(_, together)| *together > 0.0);
        Difference {
            base: mean(&self.base),
            other: mean(&self.other),
            mean: average,
            pairs: self.base.len(),
            standard_error: error.map(|(square, _)| square.sqrt()),
            freedom: luck.map(|(_, freedom)| freedom),
            p: luck.map(|(error, freedom)| two_sided(average / error, freedom)),
            reduction: reduction.map(|(apart, together)| apart / together),
            correlation: self.correlation(),
        }
    }

    fn correlation(&self) -> Option<f64> {
        let spread = (self.of_base? * self.of_other?).sqrt();
        let (base, other) = (mean(&self.base), mean(&self.other));
        let products = self.base.iter().zip(&self.other).map(|(one, two)| (one - base) * (two - other));
        let covariance = products.sum::<f64>() / (self.count() - 1.0);
        (spread > 0.0).then(|| (covariance / spread).clamp(-1.0, 1.0))
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn largest(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |most, value| value.abs().max(most))
}

/// Variance of a sample computed from numbers of this `size`: 0 where only rounding tells the values apart; none of a single value.
fn variance(values: &[f64], size: f64) -> Option<f64> {
    let middle = mean(values);
    let spread = values.iter().map(|value| (value - middle).abs()).fold(0.0, f64::max);
    let squares: f64 = values.iter().map(|value| (value - middle) * (value - middle)).sum();
    let variance = if spread <= ROUNDING * size { 0.0 } else { squares };
    (values.len() > 1).then(|| variance / (values.len() - 1) as f64)
}

/// Probability that |T| is at least |t|.
fn two_sided(t: f64, freedom: f64) -> f64 {
    let law = StudentsT::new(0.0, 1.0, freedom).expect("degrees of freedom are positive");
    (2.0 * law.sf(t.abs())).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: [f64; 10] = [52.1, 48.3, 55.7, 60.2, 47.9, 51.4, 58.8, 49.5, 53.3, 56.0];
    const B: [f64; 10] = [49.8, 46.9, 52.6, 57.1, 46.2, 49.0, 55.2, 47.7, 50.9, 53.1];

    fn some(values: &[f64]) -> Vec<Option<f64>> {
        values.iter().copied().map(Some).collect()
    }

    fn close(found: Option<f64>, expected: f64, digits: f64) {
        let found = found.expect("ten pairs that vary");
        assert!((found - expected).abs() <= digits, "{found}, expected {expected}");
    }

    #[test]
    fn the_paired_t_of_ten_pairs_is_that_of_the_validation_plan() {
        let of = paired_t(&some(&B), &some(&A)).expect("ten pairs");
        assert!((of.mean - 2.47).abs() < 1e-12 && of.pairs == 10);
        close(of.half_width(1), 0.504_764_718, 1e-8);
        close(of.t(), 11.069_569_6, 1e-6);
        close(of.p, 1.5265e-6, 5e-11);
        close(of.reduction, 63.0085, 5e-5);
        let turned = paired_t(&some(&A), &some(&B)).expect("ten pairs");
        assert_eq!((turned.mean, turned.p), (-of.mean, of.p));
    }

    #[test]
    fn welchs_t_of_the_same_pairs_is_that_of_the_validation_plan() {
        let of = welch_t(&some(&B), &some(&A)).expect("ten pairs");
        close(of.freedom, 17.519_25, 5e-6);
        close(of.half_width(1), 3.728_47, 5e-6);
        close(of.p, 0.180_588, 5e-7);
    }

    #[test]
    fn a_replication_in_which_a_side_has_no_value_is_no_pair() {
        let (mut a, mut b) = (some(&A), some(&B));
        (a[2], b[7]) = (None, None);
        let of = paired_t(&a, &b).expect("eight pairs");
        let left = |values: &[f64]| -> Vec<Option<f64>> {
            let kept = values.iter().enumerate().filter(|(index, _)| ![2, 7].contains(index));
            kept.map(|(_, value)| Some(*value)).collect()
        };
        assert_eq!(Some(of), paired_t(&left(&A), &left(&B)));
        assert_eq!(of.pairs, 8);
        assert_eq!(paired_t(&[None, Some(1.0)], &[Some(1.0), None]), None);
        assert_eq!(welch_t(&[], &[]), None);
    }

    #[test]
    fn equal_sides_differ_by_exactly_zero_and_have_no_test() {
        for of in [paired_t(&some(&A), &some(&A)), welch_t(&some(&[3.0; 5]), &some(&[3.0; 5]))] {
            let of = of.expect("pairs");
            assert_eq!((of.mean, of.half_width(1), of.p, of.t(), of.reduction), (0.0, Some(0.0), None, None, None));
            assert!(of.is_none());
        }
    }

    #[test]
    fn a_shift_without_luck_has_no_width_and_no_test_even_where_subtraction_rounds() {
        let shifted: Vec<Option<f64>> = A.iter().map(|value| Some(value + 0.1)).collect();
        let of = paired_t(&some(&A), &shifted).expect("ten pairs");
        assert!((of.mean - 0.1).abs() < 1e-12);
        assert_eq!((of.half_width(1), of.p, of.reduction), (Some(0.0), None, None));
        assert!(!of.is_none());
        close(of.correlation, 1.0, 1e-12);
    }

    #[test]
    fn a_single_pair_has_a_difference_and_nothing_else() {
        let of = paired_t(&[Some(2.0)], &[Some(5.0)]).expect("one pair");
        assert_eq!((of.mean, of.pairs, of.half_width(1), of.p), (3.0, 1, None, None));
        assert_eq!((of.reduction, of.correlation), (None, None));
    }

    #[test]
    fn opposite_luck_makes_pairing_worse() {
        let of = paired_t(&some(&[1.0, 2.0, 3.0, 4.0]), &some(&[4.1, 3.0, 2.0, 1.0])).expect("four pairs");
        assert!(of.reduction.expect("they vary") < 1.0 && of.correlation.expect("they vary") < -0.9);
    }
}
