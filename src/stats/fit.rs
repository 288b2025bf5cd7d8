//! Laws fitted to observed times by maximum likelihood, and which of them fits best (Akaike's criterion).

use statrs::distribution::{Continuous, ContinuousCDF, Exp, Gamma, LogNormal};
use statrs::function::gamma::digamma;

/// A law with the parameters that make the observed values most likely.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FittedLaw {
    /// Exponential.
    Exponential {
        /// Mean.
        mean: f64,
    },
    /// e to the power of a normal.
    LogNormal {
        /// Mean of the logarithm.
        mu: f64,
        /// Standard deviation of the logarithm.
        sigma: f64,
    },
    /// Gamma.
    Gamma {
        /// Shape.
        shape: f64,
        /// Scale.
        scale: f64,
    },
}

/// A fitted law and how well it fits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit {
    /// The law.
    pub law: FittedLaw,
    /// Akaike's criterion: 2 x parameters - 2 x log likelihood. The least is the best; differences below 2 say little.
    pub aic: f64,
}

/// Why no law can be fitted.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum FitError {
    /// Too few values, or all the same.
    #[error("a law cannot be fitted to fewer than two different values")]
    NoSpread,
    /// A value that none of the laws can take.
    #[error("value {0} cannot be fitted: all must be finite and above 0")]
    NotPositive(f64),
}

/// Exponential, lognormal and gamma fitted to values, the best first.
///
/// # Errors
/// When a value is not above 0, or there are no two different ones.
pub fn fit(values: &[f64]) -> Result<Vec<Fit>, FitError> {
    if let Some(&value) = values.iter().find(|&&value| !(value > 0.0 && value.is_finite())) {
        return Err(FitError::NotPositive(value));
    }
    if values.iter().all(|value| *value == values[0]) {
        return Err(FitError::NoSpread);
    }
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let mu = values.iter().map(|value| value.ln()).sum::<f64>() / n;
    let sigma = (values.iter().map(|value| (value.ln() - mu).powi(2)).sum::<f64>() / n).sqrt();
    let shape = gamma_shape(mean.ln() - mu);
    let laws = [
        FittedLaw::Exponential { mean },
        FittedLaw::LogNormal { mu, sigma },
        FittedLaw::Gamma { shape, scale: mean / shape },
    ];
    let mut fits = laws.map(|law| Fit { law, aic: law.aic(values) }).to_vec();
    fits.sort_by(|a, b| a.aic.total_cmp(&b.aic));
    Ok(fits)
}

/// The shape at which ln(shape) - digamma(shape) is the logarithm of the mean less the mean of the logarithms, by bisection: the left side falls.
fn gamma_shape(gap: f64) -> f64 {
    let (mut low, mut high) = (-20.0_f64, 20.0_f64);
    for _ in 0..80 {
        let middle = 0.5 * (low + high);
        if middle - digamma(middle.exp()) > gap {
            low = middle;
        } else {
            high = middle;
        }
    }
    (0.5 * (low + high)).exp()
}

impl FittedLaw {
    /// Probability of a value up to `value`.
    pub fn cdf(&self, value: f64) -> f64 {
        match *self {
            Self::Exponential { mean } => exponential(mean).cdf(value),
            Self::LogNormal { mu, sigma } => lognormal(mu, sigma).cdf(value),
            Self::Gamma { shape, scale } => gamma(shape, scale).cdf(value),
        }
    }

    /// Akaike's criterion of the law for values.
    pub fn aic(&self, values: &[f64]) -> f64 {
        let (parameters, likelihood): (f64, f64) = match *self {
            Self::Exponential { mean } => (1.0, log_likelihood(&exponential(mean), values)),
            Self::LogNormal { mu, sigma } => (2.0, log_likelihood(&lognormal(mu, sigma), values)),
            Self::Gamma { shape, scale } => (2.0, log_likelihood(&gamma(shape, scale), values)),
        };
        2.0 * parameters - 2.0 * likelihood
    }
}

fn log_likelihood(law: &impl Continuous<f64, f64>, values: &[f64]) -> f64 {
    values.iter().map(|&value| law.ln_pdf(value)).sum()
}

fn exponential(mean: f64) -> Exp {
    Exp::new(1.0 / mean).expect("the mean of values above 0 is above 0")
}

fn lognormal(mu: f64, sigma: f64) -> LogNormal {
    LogNormal::new(mu, sigma).expect("different values have a spread")
}

fn gamma(shape: f64, scale: f64) -> Gamma {
    Gamma::new(shape, 1.0 / scale).expect("shape and scale are above 0")
}

#[cfg(test)]
mod tests {
    use super::*;

    const E: [f64; 10] = [0.1, 0.25, 0.4, 0.6, 0.85, 1.1, 1.4, 1.9, 2.6, 3.7];

    fn near(found: f64, expected: f64, error: f64) {
        assert!((found - expected).abs() <= error, "{found}, expected {expected}");
    }

    #[test]
    fn parameters_and_criteria_are_those_of_the_vector_the_best_first() {
        let fits = fit(&E).expect("ten different values");
        let FittedLaw::Exponential { mean } = fits[0].law else { panic!("{fits:?}") };
        near(mean, 1.29, 1e-12);
        near(fits[0].aic, 27.092_84, 5e-6);
        let FittedLaw::Gamma { shape, scale } = fits[1].law else { panic!("{fits:?}") };
        near(shape, 1.254_679, 5e-7);
        near(scale, 1.028_152, 5e-7);
        near(fits[1].aic, 28.792_46, 5e-6);
        let FittedLaw::LogNormal { mu, sigma } = fits[2].law else { panic!("{fits:?}") };
        near(mu, -0.194_103_4, 5e-8);
        near(sigma, 1.055_125_8, 5e-8);
        near(fits[2].aic, 29.569_90, 5e-6);
    }

    #[test]
    fn a_fitted_law_has_its_distribution() {
        for (law, value, expected) in [
            (FittedLaw::Exponential { mean: 2.0 }, 2.0, 1.0 - (-1.0_f64).exp()),
            (FittedLaw::LogNormal { mu: 1.0, sigma: 0.5 }, 1.0_f64.exp(), 0.5),
            (FittedLaw::Gamma { shape: 1.0, scale: 2.0 }, 2.0, 1.0 - (-1.0_f64).exp()),
        ] {
            near(law.cdf(value), expected, 1e-9);
        }
    }

    #[test]
    fn values_that_no_law_can_take_are_refused() {
        assert_eq!(fit(&[1.0, 0.0]), Err(FitError::NotPositive(0.0)));
        assert!(matches!(fit(&[1.0, f64::NAN]), Err(FitError::NotPositive(_))));
        assert_eq!((fit(&[2.0, 2.0]), fit(&[])), (Err(FitError::NoSpread), Err(FitError::NoSpread)));
    }
}
