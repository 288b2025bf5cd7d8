//! Statistics of a level over time, such as a queue's length: each level counts for as long as it lasts.

use std::collections::BTreeMap;

/// How long each level lasted, from the end of a warm-up on. Times are whole ticks of any clock.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TimeWeighted {
    /// Time by level; levels that lasted no time are not there.
    times: BTreeMap<u64, u64>,
    from: u64,
    since: u64,
    level: u64,
}

impl TimeWeighted {
    /// Level 0 from instant 0 on; what comes before `from`, the end of the warm-up, does not count.
    pub fn new(from: u64) -> Self {
        Self { from, ..Self::default() }
    }

    /// From `now` on the level is this. Instants never go back.
    pub fn set(&mut self, now: u64, level: u64) {
        self.pass(now);
        self.level = level;
    }

    /// The level has lasted until `now`. Call it at the end, before anything is asked.
    pub fn pass(&mut self, now: u64) {
        let lasted = now.saturating_sub(self.since.max(self.from));
        if lasted > 0 {
            *self.times.entry(self.level).or_default() += lasted;
        }
        self.since = now;
    }

    /// Time observed.
    pub fn time(&self) -> u64 {
        self.times.values().sum()
    }

    /// Time average; none without time.
    pub fn mean(&self) -> Option<f64> {
        let area: u128 = self.times.iter().map(|(&level, &time)| u128::from(level) * u128::from(time)).sum();
        self.share(area as f64)
    }

    /// Variance over time; none without time.
    pub fn variance(&self) -> Option<f64> {
        let mean = self.mean()?;
        let deviation = |(&level, &time): (&u64, &u64)| (level as f64 - mean).powi(2) * time as f64;
        self.share(self.times.iter().map(deviation).sum())
    }

    /// Highest level that lasted any time; none without time.
    pub fn max(&self) -> Option<u64> {
        self.times.keys().next_back().copied()
    }

    /// Share of time at `level` or above; none without time.
    pub fn share_at_least(&self, level: u64) -> Option<f64> {
        self.share(self.times.range(level..).map(|(_, &time)| time as f64).sum())
    }

    /// Lowest level that is not exceeded for this share of time, in [0, 1]; none without time.
    pub fn quantile(&self, share: f64) -> Option<u64> {
        let target = share * self.time() as f64;
        let mut below = 0;
        let reaches = |&(_, &time): &(&u64, &u64)| {
            below += time;
            below as f64 >= target
        };
        self.times.iter().find(reaches).map(|(&level, _)| level)
    }

    fn share(&self, part: f64) -> Option<f64> {
        let time = self.time();
        (time > 0).then(|| part / time as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In halves of the vector's unit of time.
    fn observed(from: u64) -> TimeWeighted {
        let mut level = TimeWeighted::new(from);
        for (now, number) in [(0, 0), (2, 2), (6, 5), (9, 3), (12, 4), (20, 1)] {
            level.set(now, number);
        }
        level.pass(24);
        level
    }

    fn near(found: Option<f64>, expected: f64) {
        assert!(found.is_some_and(|found| (found - expected).abs() < 5e-7), "{found:?}, expected {expected}");
    }

    #[test]
    fn a_level_counts_for_as_long_as_it_lasts() {
        let level = observed(0);
        near(level.mean(), 2.833_333);
        near(level.variance(), 2.388_889);
        near(level.share_at_least(3), 0.583_333);
        assert_eq!((level.max(), level.quantile(0.5), level.quantile(0.9)), (Some(5), Some(3), Some(5)));
    }

    #[test]
    fn the_warm_up_is_left_out_and_the_level_at_its_end_goes_on() {
        let level = observed(4);
        near(level.mean(), 3.2);
        assert_eq!(level.time(), 20);
        assert_eq!(observed(22).quantile(1.0), Some(1));
    }

    #[test]
    fn a_level_that_lasts_no_time_was_not_there() {
        let mut level = TimeWeighted::new(0);
        level.set(3, 9);
        level.set(3, 1);
        level.pass(4);
        assert_eq!((level.max(), level.quantile(0.0)), (Some(1), Some(0)));
        let none = TimeWeighted::new(0);
        assert_eq!(
            (none.mean(), none.variance(), none.max(), none.quantile(0.5), none.share_at_least(0)),
            (None, None, None, None, None)
        );
    }
}
