//! Laws of chance for durations and amounts: built from what a planner knows, sampled at an address.
//!
//! A law with a cheap inverse uses exactly one uniform number and grows with it, so that two variants which share the
//! number stay comparable; gamma, Erlang and PERT draw from a substream at the same address. All but PERT have the same bits
//! on every machine; PERT takes logarithm and exponential from the system, through rand_distr.
//! The unit is the caller's; no law yields a negative value.

mod build;
mod error;
mod gamma;
mod repeated;
mod truncated_normal;

pub use error::LawError;
pub use truncated_normal::TruncatedNormal;

use super::draw::{self, Substream};
use super::math;
use gamma::standard_gamma;
use rand_distr::{Beta, Distribution};
use std::sync::Arc;

/// A law of chance over values of at least 0. Make one with the constructors, which check the numbers.
#[derive(Debug, Clone, PartialEq)]
pub enum Law {
    /// Always the same value.
    Constant(f64),
    /// Exponential with this mean.
    Exponential {
        /// Mean.
        mean: f64,
    },
    /// Evenly between `low` and `high`.
    Uniform {
        /// Least value.
        low: f64,
        /// Largest value.
        high: f64,
    },
    /// Triangular with its peak at `mode`.
    Triangular {
        /// Least value.
        min: f64,
        /// Most likely value.
        mode: f64,
        /// Largest value.
        max: f64,
    },
    /// e to the power of a normal with mean `mu` and standard deviation `sigma`.
    LogNormal {
        /// Mean of the logarithm.
        mu: f64,
        /// Standard deviation of the logarithm.
        sigma: f64,
    },
    /// Normal, given that it lies in a window. In a box, since it carries two numbers worked out in advance.
    TruncatedNormal(Box<TruncatedNormal>),
    /// Gamma.
    Gamma {
        /// Shape.
        shape: f64,
        /// Scale.
        scale: f64,
    },
    /// Sum of `k` exponentials, `mean` in all.
    Erlang {
        /// How many.
        k: u32,
        /// Mean.
        mean: f64,
    },
    /// Beta-PERT: a smooth triangular, the mode weighing four times the ends.
    Pert {
        /// Least value.
        min: f64,
        /// Most likely value.
        mode: f64,
        /// Largest value.
        max: f64,
    },
    /// Weibull.
    Weibull {
        /// Shape.
        shape: f64,
        /// Scale.
        scale: f64,
    },
    /// Some values, each with the probability of itself and all before it; the last is 1.
    Weights(Arc<[(f64, f64)]>),
    /// Observed values in ascending order, each as likely as the other.
    Empirical(Arc<[f64]>),
    /// Observed values in their own order: the n-th for `who` n, and from the first again.
    Trace(Arc<[f64]>),
    /// The sum of so many values on average, their number that of a Poisson law.
    Repeated {
        /// Mean number of values, above 0.
        count: f64,
        /// The law of each.
        each: Box<Law>,
    },
}

/// Weight of the mode in a PERT law, and the sum of its two beta parameters.
const PERT_LAMBDA: f64 = 4.0;
const PERT_SUM: f64 = 2.0 + PERT_LAMBDA;

impl Law {
    /// The value at an address: draw `which` of `who` in the stream `key` (see [`draw`]).
    #[inline]
    #[must_use]
    pub fn sample(&self, key: u64, who: u32, which: u32) -> f64 {
        let uniform = || draw::uniform(draw::bits(key, who, which));
        match *self {
            Law::Constant(value) => value,
            Law::Exponential { mean } => exponential(mean, draw::bits(key, who, which)),
            Law::LogNormal { mu, sigma } => math::exp(mu + sigma * math::normal_quantile(uniform())),
            Law::Triangular { min, mode, max } => triangular_quantile(min, mode, max, uniform()),
            Law::Gamma { .. } | Law::Erlang { .. } | Law::Pert { .. } => {
                self.sample_by_rejection(&mut Substream::new(key, who, which))
            }
            Law::Trace(ref values) => values[who as usize % values.len()],
            Law::Repeated { count, ref each } => repeated::sample(count, each, (key, who, which)),
            _ => self.other_quantile(uniform()),
        }
    }

    /// Inverse of the distribution function, for the laws that are less often drawn from.
    fn other_quantile(&self, u: f64) -> f64 {
        match self {
            Law::Uniform { low, high } => (low + u * (high - low)).min(*high),
            Law::Weibull { shape, scale } => scale * math::powf(-math::ln(1.0 - u), 1.0 / shape),
            Law::TruncatedNormal(law) => law.quantile(u),
            Law::Weights(pairs) => pairs[pairs.partition_point(|&(_, cumulative)| cumulative <= u)].0,
            Law::Empirical(values) => values[((u * values.len() as f64) as usize).min(values.len() - 1)],
            _ => unreachable!("sample handles the other laws itself"),
        }
    }

    fn sample_by_rejection(&self, stream: &mut Substream) -> f64 {
        match *self {
            Law::Gamma { shape, scale } => scale * standard_gamma(shape, stream),
            Law::Erlang { k, mean } => {
                let shape = f64::from(k);
                mean * (standard_gamma(shape, stream) / shape)
            }
            Law::Pert { min, mode, max } => {
                let (alpha, beta) = pert_parameters(min, mode, max);
                let share = Beta::new(alpha, beta).expect("both parameters are at least 1").sample(stream);
                (min + share * (max - min)).min(max)
            }
            _ => unreachable!("the other laws have an inverse"),
        }
    }

    /// Expected value.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match self {
            Law::Constant(value) => *value,
            Law::Exponential { mean } | Law::Erlang { mean, .. } => *mean,
            Law::Uniform { low, high } => 0.5 * (low + high),
            Law::Triangular { min, mode, max } => (min + mode + max) / 3.0,
            Law::LogNormal { mu, sigma } => math::exp(mu + 0.5 * sigma * sigma),
            Law::TruncatedNormal(law) => law.moments().0,
            Law::Gamma { shape, scale } => shape * scale,
            Law::Pert { min, mode, max } => (min + PERT_LAMBDA * mode + max) / PERT_SUM,
            Law::Weibull { shape, scale } => scale * math::exp(math::ln_gamma(1.0 + 1.0 / shape)),
            Law::Weights(pairs) => probabilities(pairs).map(|(value, p)| value * p).sum(),
            Law::Empirical(values) | Law::Trace(values) => values.iter().sum::<f64>() / values.len() as f64,
            Law::Repeated { count, each } => count * each.mean(),
        }
    }

    /// Standard deviation; of observed values that of the list itself (divisor n).
    #[must_use]
    pub fn sd(&self) -> f64 {
        match self {
            Law::Constant(_) => 0.0,
            Law::Exponential { mean } => *mean,
            Law::Uniform { low, high } => (high - low) / 12.0_f64.sqrt(),
            Law::Triangular { min, mode, max } => {
                let (all, left, right) = (max - min, mode - min, max - mode);
                ((all * all + left * left + right * right) / 36.0).sqrt()
            }
            Law::LogNormal { sigma, .. } => self.mean() * math::exp_m1(sigma * sigma).sqrt(),
            Law::TruncatedNormal(law) => law.moments().1,
            Law::Gamma { shape, scale } => shape.sqrt() * scale,
            Law::Erlang { k, mean } => mean / f64::from(*k).sqrt(),
            Law::Pert { min, mode, max } => {
                let (alpha, beta) = pert_parameters(*min, *mode, *max);
                (max - min) / PERT_SUM * (alpha * beta / (PERT_SUM + 1.0)).sqrt()
            }
            Law::Weibull { shape, .. } => self.mean() * weibull_cv(*shape),
            Law::Weights(pairs) => spread(self.mean(), probabilities(pairs)),
            Law::Empirical(values) | Law::Trace(values) => {
                let share = 1.0 / values.len() as f64;
                spread(self.mean(), values.iter().map(|&value| (value, share)))
            }
            Law::Repeated { count, each } => count.sqrt() * each.mean().hypot(each.sd()),
        }
    }

    /// The largest possible value; infinite if there is none.
    #[must_use]
    pub fn upper(&self) -> f64 {
        match self {
            Law::Constant(value) => *value,
            Law::Uniform { high, .. } => *high,
            Law::Triangular { max, .. } | Law::Pert { max, .. } => *max,
            Law::TruncatedNormal(law) => law.high,
            Law::Weights(pairs) => pairs[pairs.len() - 1].0,
            Law::Empirical(values) => values[values.len() - 1],
            Law::Trace(values) => values.iter().copied().fold(0.0, f64::max),
            Law::Exponential { .. }
            | Law::LogNormal { .. }
            | Law::Gamma { .. }
            | Law::Erlang { .. }
            | Law::Weibull { .. }
            | Law::Repeated { .. } => f64::INFINITY,
        }
    }

    /// The law of `factor` times a value. A factor of 0 gives the constant 0.
    ///
    /// `factor` is finite and not negative; anything else is a mistake of the caller, checked in debug builds.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Law {
        debug_assert!(factor.is_finite() && factor >= 0.0, "a law cannot be scaled by {factor}");
        if factor == 0.0 {
            return Law::Constant(0.0);
        }
        match *self {
            Law::Constant(value) => Law::Constant(value * factor),
            Law::Exponential { mean } => Law::Exponential { mean: mean * factor },
            Law::Uniform { low, high } => Law::Uniform { low: low * factor, high: high * factor },
            Law::Triangular { min, mode, max } => {
                Law::Triangular { min: min * factor, mode: mode * factor, max: max * factor }
            }
            Law::LogNormal { mu, sigma } => Law::LogNormal { mu: mu + math::ln(factor), sigma },
            Law::TruncatedNormal(ref law) => Law::TruncatedNormal(Box::new(law.scaled(factor))),
            Law::Gamma { shape, scale } => Law::Gamma { shape, scale: scale * factor },
            Law::Erlang { k, mean } => Law::Erlang { k, mean: mean * factor },
            Law::Pert { min, mode, max } => Law::Pert { min: min * factor, mode: mode * factor, max: max * factor },
            Law::Weibull { shape, scale } => Law::Weibull { shape, scale: scale * factor },
            Law::Weights(ref pairs) => Law::Weights(pairs.iter().map(|&(value, p)| (value * factor, p)).collect()),
            Law::Empirical(ref values) => Law::Empirical(values.iter().map(|value| value * factor).collect()),
            Law::Trace(ref values) => Law::Trace(values.iter().map(|value| value * factor).collect()),
            Law::Repeated { count, ref each } => Law::Repeated { count, each: Box::new(each.scaled(factor)) },
        }
    }
}

/// An exponential time of this mean from random bits.
#[inline]
#[must_use]
pub fn exponential(mean: f64, bits: u64) -> f64 {
    // The uniform of the inverted bits is one less that of the bits.
    -mean * math::ln(draw::uniform(!bits))
}

#[inline]
fn triangular_quantile(min: f64, mode: f64, max: f64, u: f64) -> f64 {
    let range = max - min;
    if u * range < mode - min {
        min + (u * range * (mode - min)).sqrt()
    } else {
        max - ((1.0 - u) * range * (max - mode)).sqrt()
    }
}

/// The two parameters of the beta law behind a PERT law with `min < max`.
fn pert_parameters(min: f64, mode: f64, max: f64) -> (f64, f64) {
    let share = (mode - min) / (max - min);
    (1.0 + PERT_LAMBDA * share, 1.0 + PERT_LAMBDA * (1.0 - share))
}

/// Coefficient of variation of a Weibull law; it falls with the shape.
fn weibull_cv(shape: f64) -> f64 {
    let ratio = math::ln_gamma(1.0 + 2.0 / shape) - 2.0 * math::ln_gamma(1.0 + 1.0 / shape);
    math::exp_m1(ratio).max(0.0).sqrt()
}

/// Each value with its own probability.
fn probabilities(pairs: &[(f64, f64)]) -> impl Iterator<Item = (f64, f64)> + '_ {
    let before = std::iter::once(0.0).chain(pairs.iter().map(|&(_, cumulative)| cumulative));
    pairs.iter().zip(before).map(|(&(value, cumulative), before)| (value, cumulative - before))
}

fn spread(mean: f64, pairs: impl Iterator<Item = (f64, f64)>) -> f64 {
    pairs.map(|(value, p)| (value - mean) * (value - mean) * p).sum::<f64>().sqrt()
}

#[cfg(test)]
mod tests;
