//! Laws from what a planner knows: means, spreads, ends and lists, checked in plain words.

use super::error::{LawError, finite, in_range, not_negative, ordered, positive, three_points};
use super::{Law, TruncatedNormal, math, weibull_cv};

/// Least and greatest coefficient of variation for which a Weibull's shape is solved.
const WEIBULL_CV: (f64, f64) = (0.001, 100.0);

/// "Finite" below means at most 1e100 as well: no draw can then overflow.
impl Law {
    /// Always `value`, which is at least 0.
    ///
    /// # Errors
    /// If `value` is negative or not finite.
    pub fn constant(value: f64) -> Result<Law, LawError> {
        not_negative("value", value)?;
        Ok(Law::Constant(value))
    }

    /// Exponential with a mean above 0.
    ///
    /// # Errors
    /// If `mean` is 0, negative or not finite.
    pub fn exponential(mean: f64) -> Result<Law, LawError> {
        positive("mean", mean)?;
        Ok(Law::Exponential { mean })
    }

    /// Evenly between `low` and `high`; a constant if they are equal.
    ///
    /// # Errors
    /// If a number is negative or not finite, or `low` is above `high`.
    pub fn uniform(low: f64, high: f64) -> Result<Law, LawError> {
        not_negative("low", low)?;
        finite("high", high)?;
        ordered("low", low, "high", high)?;
        Ok(if low < high { Law::Uniform { low, high } } else { Law::Constant(low) })
    }

    /// Triangular with its peak at `mode`, which may be an end; a constant if all are equal.
    ///
    /// # Errors
    /// If a number is negative or not finite, or they are not in ascending order.
    pub fn triangular(min: f64, mode: f64, max: f64) -> Result<Law, LawError> {
        three_points(min, mode, max)?;
        Ok(if min < max { Law::Triangular { min, mode, max } } else { Law::Constant(min) })
    }

    /// Beta-PERT with the mode weighing four times the ends; a constant if all are equal.
    ///
    /// # Errors
    /// If a number is negative or not finite, or they are not in ascending order.
    pub fn pert(min: f64, mode: f64, max: f64) -> Result<Law, LawError> {
        three_points(min, mode, max)?;
        Ok(if min < max { Law::Pert { min, mode, max } } else { Law::Constant(min) })
    }

    /// Lognormal with this mean and coefficient of variation (standard deviation over mean), both above 0.
    ///
    /// # Errors
    /// If a number is not above 0 or not finite, or the cv is outside [1e-9, 1e6].
    pub fn lognormal(mean: f64, cv: f64) -> Result<Law, LawError> {
        positive("mean", mean)?;
        in_range("cv", cv, 1e-9, 1e6)?;
        let variance = math::ln_1p(cv * cv);
        let (mu, sigma) = (math::ln(mean) - 0.5 * variance, variance.sqrt());
        Ok(Law::LogNormal { mu, sigma })
    }

    /// Normal with `mean` (any sign) and `sd` before it is cut, given that it lies in [`low`, `high`]; a constant if these are equal.
    ///
    /// # Errors
    /// If a number is not finite, `sd` is not above 0, `low` is negative or above `high`, or the window holds no probability.
    pub fn truncated_normal(mean: f64, sd: f64, low: f64, high: f64) -> Result<Law, LawError> {
        finite("mean", mean)?;
        positive("sd", sd)?;
        not_negative("low", low)?;
        finite("high", high)?;
        ordered("low", low, "high", high)?;
        if low == high {
            return Ok(Law::Constant(low));
        }
        let law = TruncatedNormal::new(mean, sd, low, high).ok_or(LawError::NothingLeft { mean, sd, low, high })?;
        Ok(Law::TruncatedNormal(Box::new(law)))
    }

    /// Gamma with this mean and coefficient of variation, both above 0.
    ///
    /// # Errors
    /// If a number is not above 0 or not finite, or the cv is outside [1e-6, 1000].
    pub fn gamma(mean: f64, cv: f64) -> Result<Law, LawError> {
        positive("mean", mean)?;
        in_range("cv", cv, 1e-6, 1e3)?;
        let shape = 1.0 / (cv * cv);
        let scale = mean * (cv * cv);
        positive("mean times cv squared", scale)?;
        Ok(Law::Gamma { shape, scale })
    }

    /// Erlang: the sum of `k` exponentials, `mean` in all.
    ///
    /// # Errors
    /// If `k` is 0, or `mean` is not above 0 or not finite.
    pub fn erlang(k: u32, mean: f64) -> Result<Law, LawError> {
        positive("k", f64::from(k))?;
        positive("mean", mean)?;
        Ok(Law::Erlang { k, mean })
    }

    /// The sum of `count` values of a law on average, their number that of a Poisson law; nothing if `count` is 0.
    ///
    /// # Errors
    /// If `count` is not in [0, 1e6].
    pub fn repeated(count: f64, each: Law) -> Result<Law, LawError> {
        if count == 0.0 {
            return Ok(Law::Constant(0.0));
        }
        in_range("count", count, 0.0, 1e6)?;
        Ok(Law::Repeated { count, each: Box::new(each) })
    }

    /// Weibull with this mean and coefficient of variation.
    ///
    /// # Errors
    /// If `mean` is not above 0 or not finite, or the cv is outside [0.001, 100].
    pub fn weibull(mean: f64, cv: f64) -> Result<Law, LawError> {
        positive("mean", mean)?;
        in_range("cv", cv, WEIBULL_CV.0, WEIBULL_CV.1)?;
        let shape = weibull_shape(cv);
        let scale = mean / math::exp(math::ln_gamma(1.0 + 1.0 / shape));
        positive("scale", scale)?;
        Ok(Law::Weibull { shape, scale })
    }

    /// Some values with weights (any sum); weight 0 is the same as leaving the value out.
    ///
    /// # Errors
    /// If a number is negative or not finite, or no weight is above 0.
    pub fn weights(pairs: &[(f64, f64)]) -> Result<Law, LawError> {
        if pairs.is_empty() {
            return Err(LawError::NoValues);
        }
        for &(value, weight) in pairs {
            not_negative("value", value)?;
            not_negative("weight", weight)?;
        }
        let mut kept: Vec<(f64, f64)> = pairs.iter().copied().filter(|&(_, weight)| weight > 0.0).collect();
        kept.sort_by(|a, b| a.0.total_cmp(&b.0));
        let total: f64 = kept.iter().map(|&(_, weight)| weight).sum();
        finite("sum of the weights", total)?;
        let last = kept.last().map(|&(value, _)| value).ok_or(LawError::NoWeight)?;
        let mut sum = 0.0;
        for pair in &mut kept {
            sum += pair.1;
            // The greatest value ends at 1 exactly, whatever the rounding of the sum.
            pair.1 = if pair.0 == last { 1.0 } else { sum / total };
        }
        Ok(Law::Weights(kept.into()))
    }

    /// Observed values, each drawn with equal probability.
    ///
    /// # Errors
    /// If there are none, or one is negative or not finite.
    pub fn empirical(mut values: Vec<f64>) -> Result<Law, LawError> {
        check_observed(&values)?;
        values.sort_by(f64::total_cmp);
        Ok(Law::Empirical(values.into()))
    }

    /// Observed values in their own order.
    ///
    /// # Errors
    /// If there are none, or one is negative or not finite.
    pub fn trace(values: Vec<f64>) -> Result<Law, LawError> {
        check_observed(&values)?;
        Ok(Law::Trace(values.into()))
    }
}

fn check_observed(values: &[f64]) -> Result<(), LawError> {
    if values.is_empty() {
        return Err(LawError::NoValues);
    }
    values.iter().try_for_each(|&value| not_negative("value", value).map(|_| ()))
}

/// The shape with this coefficient of variation, by bisection of its logarithm.
fn weibull_shape(cv: f64) -> f64 {
    let (mut low, mut high) = (math::ln(0.05), math::ln(5_000.0));
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if weibull_cv(math::exp(middle)) > cv {
            low = middle;
        } else {
            high = middle;
        }
    }
    math::exp(0.5 * (low + high))
}
