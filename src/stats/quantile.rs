//! Quantiles of a sample, and their intervals by order statistics, which hold for any law (David and Nagaraja 2003).

use statrs::distribution::{Binomial, DiscreteCDF};

/// Quantile of sorted values, type 7 of Hyndman and Fan; none without values.
pub fn quantile_sorted(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = share * last as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(last);
    Some(sorted[below] + (place - below as f64) * (sorted[above] - sorted[below]))
}

/// Places in a sorted sample between which a quantile of the law lies. Counted from 1, as order statistics are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranks {
    /// Place of the lower end; none where the sample is too small to give one.
    pub low: Option<usize>,
    /// Place of the upper end; none where the sample is too small to give one.
    pub high: Option<usize>,
    /// The confidence that results, at least the one asked for.
    pub coverage: f64,
}

/// The places for the quantile of a share in (0, 1) in a sample of `count` independent values. An end that is none is unbounded: never the least or
/// largest value in its stead.
///
/// # Panics
/// When `share` is no probability.
pub fn quantile_ranks(count: usize, share: f64, confidence: f64) -> Ranks {
    let below = Binomial::new(share, count as u64).expect("the share is a probability");
    let tail = (1.0 - confidence) / 2.0;
    // The probability that fewer than `place` values lie below the quantile.
    let fewer = |place: usize| if place == 0 { 0.0 } else { below.cdf(place as u64 - 1) };
    let low = least(0, count + 1, |place| fewer(place) > tail) - 1;
    let high = least(0, count + 1, |place| fewer(place) >= 1.0 - tail);
    let until = if high > count { 1.0 } else { fewer(high) };
    let from = if low == 0 { 0.0 } else { fewer(low) };
    Ranks { low: (low > 0).then_some(low), high: (high <= count).then_some(high), coverage: until - from }
}

/// The least number from `from` on for which a condition holds that goes on holding; `until` if there is none below.
fn least(from: usize, until: usize, holds: impl Fn(usize) -> bool) -> usize {
    let (mut from, mut until) = (from, until);
    while from < until {
        let middle = from + (until - from) / 2;
        if holds(middle) {
            until = middle;
        } else {
            from = middle + 1;
        }
    }
    from
}

/// A quantile with the interval of its confidence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct QuantileInterval {
    /// The quantile of the sample, type 7.
    pub point: f64,
    /// Lower end; none = unbounded.
    pub low: Option<f64>,
    /// Upper end; none = unbounded.
    pub high: Option<f64>,
    /// The confidence that results.
    pub coverage: f64,
}

/// The quantile of a share in (0, 1) of sorted, independent values; none without values. Times of one replication depend on one another: there take the
/// quantile of each replication and the interval over these.
///
/// # Panics
/// When `share` is no probability.
pub fn quantile_interval(sorted: &[f64], share: f64, confidence: f64) -> Option<QuantileInterval> {
    let point = quantile_sorted(sorted, share)?;
    let ranks = quantile_ranks(sorted.len(), share, confidence);
    let value = |place: usize| sorted[place - 1];
    Some(QuantileInterval { point, low: ranks.low.map(value), high: ranks.high.map(value), coverage: ranks.coverage })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_interpolate() {
        let mut sorted = [1.53, 1.66, 1.24, 2.34, 2.00, 1.69, 2.69, 2.86, 1.70, 2.60];
        sorted.sort_by(f64::total_cmp);
        for (share, expected) in [(0.05, 1.3705), (0.5, 1.85), (0.9, 2.707), (0.95, 2.7835)] {
            assert!((quantile_sorted(&sorted, share).expect("ten values") - expected).abs() < 1e-12);
        }
    }

    #[test]
    fn places_and_their_coverage_are_those_of_the_binomial_law() {
        for (count, share, low, high, coverage) in [
            (50, 0.9, 41, Some(50), 0.970_308),
            (100, 0.95, 90, Some(100), 0.982_607),
            (1000, 0.99, 983, Some(997), 0.976_094_76),
        ] {
            let ranks = quantile_ranks(count, share, 0.95);
            assert_eq!((ranks.low, ranks.high), (Some(low), high), "{count}, {share}");
            assert!((ranks.coverage - coverage).abs() < 5e-7, "{count}, {share}: {}", ranks.coverage);
        }
    }

    #[test]
    fn an_end_that_the_sample_cannot_give_is_unbounded() {
        let ranks = quantile_ranks(30, 0.95, 0.95);
        assert_eq!((ranks.low, ranks.high), (Some(26), None));
        let mirrored = quantile_ranks(30, 0.05, 0.95);
        assert_eq!((mirrored.low, mirrored.high), (None, Some(5)));
        let sorted: Vec<f64> = (1..=30).map(f64::from).collect();
        let of = quantile_interval(&sorted, 0.95, 0.95).expect("thirty values");
        assert_eq!((of.low, of.high), (Some(26.0), None));
        assert_eq!(quantile_interval(&[], 0.5, 0.95), None);
    }
}
