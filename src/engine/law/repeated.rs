//! The sum of a random number of values, such as the repairs on the way.
//!
//! Events lie on a line of a given length like those of a Poisson process, and each brings a value of its own. So two halves of a way have as many of them as the whole,
//! and a longer way keeps those of the shorter one.

use super::{Law, math};
use crate::engine::draw::Substream;

/// The sum of the values of all events on a line of length `count`, on which one lies on average in each unit of length.
pub(super) fn sample(count: f64, each: &Law, (key, who, which): (u64, u32, u32)) -> f64 {
    let mut stream = Substream::new(key, who, which);
    let (mut at, mut sum) = (0.0, 0.0);
    loop {
        at -= math::ln(stream.uniform());
        if at > count {
            return sum;
        }
        sum += each.sample(stream.bits(), who, which);
    }
}
