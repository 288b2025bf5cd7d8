//! How many replications are enough: the sequential procedure of Law (2015), section 9.4.1.

use super::interval::{Interval, interval_at};

/// How exactly a mean is to be known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Precision {
    /// Error relative to the true mean, in (0, 1). The half width is held against the *estimated* mean, so it must be at most g / (1 + g) of it.
    Relative(f64),
    /// Half width in the unit of the values, above 0; for means near zero.
    Absolute(f64),
}

impl Precision {
    /// Whether an interval is this narrow; never with a single value.
    pub fn is_met_by(&self, interval: &Interval) -> bool {
        let bound = match *self {
            Self::Relative(error) => error / (1.0 + error) * interval.mean.abs(),
            Self::Absolute(error) => error,
        };
        interval.half_width.is_some_and(|half| half <= bound)
    }
}

/// Takes values in the order of replications and says when to stop.
#[derive(Debug, Clone)]
pub struct Stopping {
    precision: Precision,
    confidence: f64,
    first: usize,
    values: Vec<f64>,
}

impl Stopping {
    /// Stops at the first interval of this confidence that meets the precision, looked at from `first` values on. Few values may lie close together by
    /// chance: below 10 the interval that is found misses the mean more often than it says.
    pub fn new(precision: Precision, confidence: f64, first: usize) -> Self {
        Self { precision, confidence, first, values: Vec::new() }
    }

    /// Takes the value of the next replication, if it has one; whether the replications up to this one are enough.
    pub fn is_enough_with(&mut self, value: Option<f64>) -> bool {
        self.values.extend(value);
        self.values.len() >= self.first && self.interval().is_some_and(|interval| self.precision.is_met_by(&interval))
    }

    /// The interval of the values so far; none without values.
    pub fn interval(&self) -> Option<Interval> {
        interval_at(&self.values, self.confidence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUES: [f64; 13] = [1.53, 1.66, 1.24, 2.34, 2.00, 1.69, 2.69, 2.86, 1.70, 2.60, 2.10, 1.85, 2.25];

    /// After how many values it stops.
    fn stop(rule: &mut Stopping, values: &[f64]) -> Option<usize> {
        values.iter().position(|&value| rule.is_enough_with(Some(value))).map(|index| index + 1)
    }

    #[test]
    fn it_stops_at_the_first_number_that_is_precise_enough() {
        let mut rule = Stopping::new(Precision::Relative(0.15), 0.90, 5);
        assert_eq!(stop(&mut rule, &VALUES[..11]), None);
        let ratio = |rule: &Stopping| rule.interval().and_then(|interval| interval.relative()).expect("many values");
        assert!((ratio(&rule) - 0.141_589).abs() < 5e-7, "{}", ratio(&rule));
        assert_eq!(stop(&mut rule, &VALUES[11..]), Some(1));
        assert!((ratio(&rule) - 0.129_802).abs() < 5e-7, "{}", ratio(&rule));
        assert!((rule.interval().expect("12 values").mean - 2.021_666_67).abs() < 5e-9);
    }

    #[test]
    fn an_absolute_precision_also_serves_means_near_zero() {
        let centred: Vec<f64> = VALUES.iter().map(|value| value - 2.0).collect();
        assert_eq!(stop(&mut Stopping::new(Precision::Relative(0.15), 0.90, 5), &centred), None);
        assert_eq!(stop(&mut Stopping::new(Precision::Absolute(0.3), 0.90, 5), &centred), Some(11));
    }

    #[test]
    fn replications_without_a_value_do_not_count_towards_the_first() {
        let mut rule = Stopping::new(Precision::Relative(0.5), 0.95, 3);
        let enough = [Some(1.0), None, Some(1.0), None, Some(1.0)].map(|value| rule.is_enough_with(value));
        assert_eq!(enough, [false, false, false, false, true]);
    }

    #[test]
    fn values_that_are_all_zero_are_known_exactly() {
        assert_eq!(stop(&mut Stopping::new(Precision::Relative(0.1), 0.95, 2), &[0.0; 5]), Some(2));
    }
}
