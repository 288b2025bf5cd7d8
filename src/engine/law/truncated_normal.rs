//! The normal law in a window, by inversion of its distribution function.

use super::math;

/// A normal law conditioned on a window.
#[derive(Debug, Clone, PartialEq)]
pub struct TruncatedNormal {
    mean: f64,
    sd: f64,
    low: f64,
    pub(super) high: f64,
    /// Probabilities below and above which the window is left, of the law or (if the window is above the mean) of its
    /// mirror image, whose lower tail keeps the digits that the upper tail loses.
    from: f64,
    to: f64,
}

impl TruncatedNormal {
    /// `None` if the window holds no probability that can be told from 0.
    pub(super) fn new(mean: f64, sd: f64, low: f64, high: f64) -> Option<Self> {
        let (mut from, mut to) = ((low - mean) / sd, (high - mean) / sd);
        if low > mean {
            (from, to) = (-to, -from);
        }
        let (from, to) = (math::normal_cdf(from), math::normal_cdf(to));
        (to - from >= f64::MIN_POSITIVE).then_some(TruncatedNormal { mean, sd, low, high, from, to })
    }

    pub(super) fn quantile(&self, u: f64) -> f64 {
        let z = if self.low > self.mean {
            -math::normal_quantile(self.to - u * (self.to - self.from))
        } else {
            math::normal_quantile(self.from + u * (self.to - self.from))
        };
        // The window's probability is inverted exactly; this only takes back the rounding at its two ends.
        (self.mean + self.sd * z).clamp(self.low, self.high)
    }

    /// Mean and standard deviation by Simpson's rule over the density. The closed formulas take differences of nearly
    /// equal numbers when the window is narrow or far out.
    pub(super) fn moments(&self) -> (f64, f64) {
        let (low, high) = ((self.low - self.mean) / self.sd, (self.high - self.mean) / self.sd);
        let peak = 0.0_f64.clamp(low, high);
        // Beyond this the density is below e^-40 of its peak.
        let reach = (peak * peak + 80.0).sqrt();
        let (low, high) = (low.max(-reach), high.min(reach));
        let density = |z: f64| math::exp(0.5 * (peak - z) * (peak + z));
        let total = simpson(low, high, density);
        let centre = simpson(low, high, |z| (z - peak) * density(z)) / total;
        let from_centre = |z: f64| z - peak - centre;
        let variance = simpson(low, high, |z| from_centre(z) * from_centre(z) * density(z)) / total;
        (self.mean + self.sd * (peak + centre), self.sd * variance.sqrt())
    }

    pub(super) fn scaled(&self, factor: f64) -> Self {
        TruncatedNormal {
            mean: self.mean * factor,
            sd: self.sd * factor,
            low: self.low * factor,
            high: self.high * factor,
            from: self.from,
            to: self.to,
        }
    }
}

fn simpson(low: f64, high: f64, f: impl Fn(f64) -> f64) -> f64 {
    const PAIRS: u32 = 2_000;
    let step = (high - low) / f64::from(2 * PAIRS);
    let inner = |i: u32| f(low + step * f64::from(i));
    let odd: f64 = (0..PAIRS).map(|i| inner(2 * i + 1)).sum();
    let even: f64 = (1..PAIRS).map(|i| inner(2 * i)).sum();
    step / 3.0 * (f(low) + 4.0 * odd + 2.0 * even + f(high))
}
