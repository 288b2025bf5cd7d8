//! Goods that lose value with age.

use std::f64::consts::LN_2;

use crate::engine::math::exp;
use crate::units::{DAY, Millis};

/// How the value of goods falls with their age, which counts from the beginning of the journey.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Decay {
    /// None is lost at first, then the same share of the first value each day, until nothing is left.
    Linear {
        /// How long none is lost \[ms\].
        after: Millis,
        /// Share of the first value that is lost in a day, > 0.
        share_per_day: f64,
    },
    /// In equal times the same share of what is left is lost.
    Exponential {
        /// Time in which half is lost \[ms\], > 0.
        half_life: Millis,
    },
}

impl Decay {
    /// A whole value in the parts in which it is counted: sums of whole numbers do not depend on their order.
    pub const PARTS: u64 = 1_000_000_000;

    /// What is left of a value at this age, in [`Decay::PARTS`].
    pub fn parts_left(self, age: Millis) -> u64 {
        let share = match self {
            Self::Linear { after, share_per_day } => {
                1.0 - age.saturating_sub(after) as f64 / DAY as f64 * share_per_day
            }
            Self::Exponential { half_life } => exp(-LN_2 * (age as f64 / half_life as f64)),
        };
        (share.clamp(0.0, 1.0) * Self::PARTS as f64).round() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn value_falls_from_all_to_nothing() {
        let linear = Decay::Linear { after: DAY, share_per_day: 0.25 };
        let days = [0, 1, 2, 5, 6].map(|day| linear.parts_left(day * DAY));
        assert_eq!(days, [1_000_000_000, 1_000_000_000, 750_000_000, 0, 0]);
        let halves = Decay::Exponential { half_life: DAY };
        assert_eq!([0, 1, 2].map(|day| halves.parts_left(day * DAY)), [1_000_000_000, 500_000_000, 250_000_000]);
    }
}
