//! The gamma law by rejection, over our own logarithm and normal quantile.
//!
//! `rand_distr` takes both from the system, whose last bit may differ between machines; here the bits are the same everywhere.

use super::math;
use crate::engine::draw::Substream;

/// A draw from the gamma law with this shape (above 0) and scale 1.
///
/// Marsaglia and Tsang (2000): a cube of a shifted normal, kept with the probability that makes it gamma (95 % and more).
/// A shape below 1 is drawn at shape + 1 and pulled towards 0.
pub(super) fn standard_gamma(shape: f64, stream: &mut Substream) -> f64 {
    if shape < 1.0 {
        let pull = math::powf(stream.uniform(), 1.0 / shape);
        return pull * standard_gamma(shape + 1.0, stream);
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let x = math::normal_quantile(stream.uniform());
        let root = 1.0 + c * x;
        let u = stream.uniform();
        if root > 0.0 {
            let v = root * root * root;
            if math::ln(u) < 0.5 * x * x + d * (1.0 - v + math::ln(v)) {
                return d * v;
            }
        }
    }
}
