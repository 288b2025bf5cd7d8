//! Work that slows as stores fill.

/// How work slows as stores fill.
#[derive(Debug, Clone, PartialEq)]
pub struct Slowing {
    /// The stores, together.
    pub stores: Vec<u32>,
    /// (share of them that is taken, factor on times), in order; linear between.
    pub points: Vec<(f64, f64)>,
}

impl Slowing {
    /// The factor on times at a share that is taken.
    pub fn factor(&self, share: f64) -> f64 {
        let next = self.points.partition_point(|(at, _)| *at <= share);
        match (next.checked_sub(1).map(|before| self.points[before]), self.points.get(next)) {
            (None, None) => 1.0,
            (None, Some(&(_, factor))) | (Some((_, factor)), None) => factor,
            (Some((from, low)), Some(&(to, high))) => low + (high - low) * (share - from) / (to - from),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_factor_is_linear_between_points_and_constant_beyond() {
        let slowing = Slowing { stores: vec![0], points: vec![(0.5, 1.0), (0.9, 1.4), (1.0, 2.0)] };
        for (share, factor) in [(0.0, 1.0), (0.5, 1.0), (0.7, 1.2), (0.95, 1.7), (1.0, 2.0)] {
            assert!((slowing.factor(share) - factor).abs() < 1e-12, "{share}: {}", slowing.factor(share));
        }
    }
}
