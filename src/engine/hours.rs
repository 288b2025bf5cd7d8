//! Opening hours: when something is open, and a clock that runs only then.

/// One opening interval, half-open, and the open time before it \[ms\].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Interval {
    open: u64,
    close: u64,
    before: u64,
}

impl Interval {
    fn length(&self) -> u64 {
        self.close - self.open
    }
}

/// When something is open: disjoint half-open intervals [open, close) \[ms\] in order of time. Shut after the last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    intervals: Vec<Interval>,
}

impl Hours {
    /// Open in each [open, close) \[ms\]. Intervals may come in any order; those that touch or overlap become one, empty
    /// ones count for nothing. A closing time of `u64::MAX` means for ever.
    ///
    /// An interval that closes before it opens is a mistake of the caller, checked in debug builds, empty otherwise.
    #[must_use]
    pub fn new(mut intervals: Vec<(u64, u64)>) -> Self {
        debug_assert!(intervals.iter().all(|(open, close)| open <= close), "an interval closes before it opens");
        intervals.retain(|(open, close)| open < close);
        intervals.sort_unstable();
        let mut merged: Vec<Interval> = Vec::with_capacity(intervals.len());
        for (open, close) in intervals {
            match merged.last_mut() {
                Some(last) if open <= last.close => last.close = last.close.max(close),
                last => {
                    let before = last.map_or(0, |last| last.before + last.length());
                    merged.push(Interval { open, close, before });
                }
            }
        }
        Hours { intervals: merged }
    }

    /// Open from 0 for ever.
    #[must_use]
    pub fn always() -> Self {
        Self::new(vec![(0, u64::MAX)])
    }

    /// These hours, and those of another in [from, until) \[ms\].
    #[must_use]
    pub fn spliced(&self, other: &Self, from: u64, until: u64) -> Self {
        let parts = [(self, 0, from), (other, from, until), (self, until, u64::MAX)];
        let within = |(hours, low, high): (&Self, u64, u64)| {
            let cut = |interval: &Interval| (interval.open.max(low), interval.close.min(high));
            hours.intervals.iter().map(cut).filter(|(open, close)| open < close).collect::<Vec<_>>()
        };
        Self::new(parts.into_iter().flat_map(within).collect())
    }

    /// Whether it is open at `t` \[ms\].
    #[must_use]
    pub fn is_open(&self, t: u64) -> bool {
        self.containing(t).is_some()
    }

    /// Open time in [from, to) \[ms\]; 0 if `to` is not after `from`.
    #[must_use]
    pub fn open_time(&self, from: u64, to: u64) -> u64 {
        self.clock(to).saturating_sub(self.clock(from))
    }

    /// The first opening or closing strictly after `t` \[ms\], and whether it is open from then on; `None` if all stays as it is.
    #[must_use]
    pub fn next_change(&self, t: u64) -> Option<(u64, bool)> {
        let next = self.intervals.get(self.closed_by(t))?;
        if next.open > t { Some((next.open, true)) } else { (next.close != u64::MAX).then_some((next.close, false)) }
    }

    /// The first instant by which `work` \[ms\] of open time have passed since `t`: a closing time if work ends just then,
    /// `t` itself for no work, `u64::MAX` if never.
    #[must_use]
    pub fn after_open_time(&self, t: u64, work: u64) -> u64 {
        if work == 0 {
            return t;
        }
        let Some(target) = self.clock(t).checked_add(work) else {
            return u64::MAX;
        };
        let at = self.intervals.partition_point(|i| i.before + i.length() < target);
        self.intervals.get(at).map_or(u64::MAX, |i| i.open + (target - i.before))
    }

    /// End of the open interval that contains `t` \[ms\]: `u64::MAX` if it never closes, `t` itself if it is shut at `t`.
    #[must_use]
    pub fn closes_after(&self, t: u64) -> u64 {
        self.containing(t).map_or(t, |i| i.close)
    }

    /// Length of the longest open interval \[ms\]; 0 if it never opens.
    #[must_use]
    pub fn longest_open(&self) -> u64 {
        self.intervals.iter().map(Interval::length).max().unwrap_or(0)
    }

    /// Number of intervals that have ended by `t`, and so the place of the first that has not.
    fn closed_by(&self, t: u64) -> usize {
        self.intervals.partition_point(|i| i.close <= t)
    }

    fn containing(&self, t: u64) -> Option<&Interval> {
        self.intervals.get(self.closed_by(t)).filter(|i| i.open <= t)
    }

    /// Open time before `t`.
    fn clock(&self, t: u64) -> u64 {
        match self.intervals.get(self.closed_by(t)) {
            Some(i) => i.before + t.saturating_sub(i.open),
            None => self.intervals.last().map_or(0, |i| i.before + i.length()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Hours;

    const HOUR: u64 = 3_600_000;

    #[test]
    fn a_gate_open_from_eight_to_six_with_a_break_tells_its_times() {
        let gate = Hours::new(vec![(8 * HOUR, 12 * HOUR), (13 * HOUR, 18 * HOUR)]);
        assert!(!gate.is_open(8 * HOUR - 1) && gate.is_open(8 * HOUR) && !gate.is_open(12 * HOUR));
        assert_eq!(gate.open_time(0, 24 * HOUR), 9 * HOUR);
        assert_eq!(gate.open_time(11 * HOUR, 14 * HOUR), 2 * HOUR);
        assert_eq!(gate.next_change(0), Some((8 * HOUR, true)));
        assert_eq!(gate.next_change(8 * HOUR), Some((12 * HOUR, false)));
        assert_eq!(gate.next_change(18 * HOUR), None);
        assert_eq!(gate.after_open_time(0, HOUR), 9 * HOUR);
        assert_eq!(gate.after_open_time(11 * HOUR, HOUR), 12 * HOUR);
        assert_eq!(gate.after_open_time(11 * HOUR, 2 * HOUR), 14 * HOUR);
        assert_eq!(gate.after_open_time(17 * HOUR, 2 * HOUR), u64::MAX);
        assert_eq!(gate.after_open_time(12 * HOUR, 0), 12 * HOUR);
        assert_eq!(gate.closes_after(9 * HOUR), 12 * HOUR);
        assert_eq!(gate.closes_after(12 * HOUR), 12 * HOUR);
        assert_eq!(gate.longest_open(), 5 * HOUR);
    }

    #[test]
    fn other_hours_hold_between_two_instants_and_the_old_ones_before_and_behind() {
        let day = Hours::new(vec![(8 * HOUR, 18 * HOUR), (32 * HOUR, 42 * HOUR), (56 * HOUR, 66 * HOUR)]);
        let spliced = day.spliced(&Hours::always(), 24 * HOUR, 34 * HOUR);
        assert_eq!(
            spliced,
            Hours::new(vec![(8 * HOUR, 18 * HOUR), (24 * HOUR, 42 * HOUR), (56 * HOUR, 66 * HOUR)]),
            "open from midnight until the old hours go on"
        );
        assert_eq!(spliced.closes_after(30 * HOUR), 42 * HOUR);
        assert_eq!(day.spliced(&Hours::new(Vec::new()), 10 * HOUR, 40 * HOUR).open_time(0, 48 * HOUR), 4 * HOUR);
        assert_eq!(day.spliced(&day, 24 * HOUR, u64::MAX), day);
        assert_eq!(day.spliced(&Hours::always(), 50 * HOUR, 50 * HOUR), day);
    }

    #[test]
    fn always_never_changes() {
        let always = Hours::always();
        for t in [0, 1, 1 << 44, u64::MAX - 1] {
            assert!(always.is_open(t));
            assert_eq!(always.next_change(t), None);
            assert_eq!(always.closes_after(t), u64::MAX);
        }
        assert_eq!(always.open_time(3, 1 << 44), (1 << 44) - 3);
        assert_eq!(always.after_open_time(5, 7), 12);
        assert_eq!(always.after_open_time(u64::MAX - 1, 7), u64::MAX);
        assert_eq!(always.longest_open(), u64::MAX);
    }

    #[test]
    fn no_hours_are_never_open() {
        for never in [Hours::new(vec![]), Hours::new(vec![(5, 5)])] {
            assert!(!never.is_open(5));
            assert_eq!(never.open_time(0, u64::MAX), 0);
            assert_eq!(never.next_change(0), None);
            assert_eq!(never.after_open_time(3, 1), u64::MAX);
            assert_eq!(never.after_open_time(3, 0), 3);
            assert_eq!(never.closes_after(3), 3);
            assert_eq!(never.longest_open(), 0);
        }
    }

    #[test]
    fn touching_overlapping_and_unordered_intervals_become_one() {
        let merged = Hours::new(vec![(20, 30), (0, 10), (10, 15), (12, 14), (25, 28)]);
        assert_eq!(merged, Hours::new(vec![(0, 15), (20, 30)]));
    }

    #[test]
    fn hours_that_open_once_and_for_ever_say_so() {
        let late = Hours::new(vec![(10, 20), (50, u64::MAX)]);
        assert_eq!(late.next_change(20), Some((50, true)));
        assert_eq!(late.next_change(50), None);
        assert_eq!(late.after_open_time(0, 11), 51);
        assert_eq!(late.closes_after(60), u64::MAX);
    }

    /// Compares every query at every pair of instants with a list of open ticks.
    fn compare_with_ticks(ticks: &[bool], hours: &Hours) {
        let end = ticks.len();
        let is_open = |t: usize| t < end && ticks[t];
        for t in 0..end + 3 {
            let at = t as u64;
            assert_eq!(hours.is_open(at), is_open(t), "{hours:?} at {t}");
            let change = (t + 1..=end).find(|&c| is_open(c) != is_open(c - 1));
            assert_eq!(hours.next_change(at), change.map(|c| (c as u64, is_open(c))), "{hours:?} at {t}");
            let closes = (t..).find(|&c| !is_open(c)).expect("it shuts in the end");
            assert_eq!(hours.closes_after(at), closes as u64);
            for to in 0..end + 3 {
                let open = (t..to.max(t)).filter(|&c| is_open(c)).count();
                assert_eq!(hours.open_time(at, to as u64), open as u64);
                let work = to;
                let done = (t..end + 4).find(|&c| (t..c).filter(|&x| is_open(x)).count() >= work);
                assert_eq!(hours.after_open_time(at, work as u64), done.map_or(u64::MAX, |c| c as u64));
            }
        }
        let longest = ticks.split(|open| !open).map(<[bool]>::len).max().unwrap_or(0);
        assert_eq!(hours.longest_open(), longest as u64);
    }

    #[test]
    fn every_query_agrees_with_a_list_of_ticks_for_all_patterns_of_ten_ticks() {
        for pattern in 0..1_u32 << 10 {
            let ticks: Vec<bool> = (0..10).map(|t| pattern >> t & 1 == 1).collect();
            let unmerged = (0..10_u64).filter(|&t| ticks[t as usize]).map(|t| (t, t + 1));
            compare_with_ticks(&ticks, &Hours::new(unmerged.collect()));
        }
    }

    #[test]
    fn every_query_agrees_with_a_list_of_ticks_for_random_intervals() {
        let mut state = 1_u64;
        let mut below = |n: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % n
        };
        for _ in 0..300 {
            let intervals: Vec<(u64, u64)> = (0..below(6))
                .map(|_| {
                    let open = below(35);
                    (open, open + below(6))
                })
                .collect();
            let is_open = |t: u64| intervals.iter().any(|&(open, close)| open <= t && t < close);
            let ticks: Vec<bool> = (0..41).map(is_open).collect();
            compare_with_ticks(&ticks, &Hours::new(intervals));
        }
    }
}
