//! A log-linear histogram of whole numbers: 64 cells an octave, so a value is known to 1/64 of itself, better than 1.6 %.

const CELL_BITS: u32 = 6;
const CELLS: u64 = 1 << CELL_BITS;

/// Counts of values. Values below 64 are kept exactly.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Histogram {
    cells: Vec<u32>,
    count: u64,
}

/// The cell of a value.
#[inline]
fn cell(value: u64) -> usize {
    if value < CELLS {
        return value as usize;
    }
    let octave = value.ilog2() - CELL_BITS;
    (u64::from(octave) * CELLS + (value >> octave)) as usize
}

/// The values of a cell: from, and how many.
fn bounds(cell: usize) -> (u64, u64) {
    let cell = cell as u64;
    if cell < 2 * CELLS {
        return (cell, 1);
    }
    let octave = cell / CELLS - 1;
    ((cell - octave * CELLS) << octave, 1 << octave)
}

impl Histogram {
    /// Counts a value.
    #[inline(always)]
    pub fn add(&mut self, value: u64) {
        let cell = cell(value);
        self.count += 1;
        match self.cells.get_mut(cell) {
            Some(count) => *count += 1,
            None => self.grow(cell),
        }
    }

    /// Room for a whole octave more at once, so that this happens a few times in a run; and counts the value for which there was none.
    #[cold]
    fn grow(&mut self, cell: usize) {
        self.cells.resize((cell / CELLS as usize + 1) * CELLS as usize, 0);
        self.cells[cell] += 1;
    }

    /// Adds the counts of another.
    pub fn merge(&mut self, other: &Self) {
        if other.cells.len() > self.cells.len() {
            self.cells.resize(other.cells.len(), 0);
        }
        for (mine, theirs) in self.cells.iter_mut().zip(&other.cells) {
            *mine += theirs;
        }
        self.count += other.count;
    }

    /// How many values.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Share of values above zero; none without values.
    pub fn share_above_zero(&self) -> Option<f64> {
        let zeros = self.cells.first().map_or(0, |&count| u64::from(count));
        (self.count > 0).then(|| (self.count - zeros) as f64 / self.count as f64)
    }

    /// Share of values above a limit, interpolated within its cell; none without values.
    pub fn share_above(&self, limit: u64) -> Option<f64> {
        let at = cell(limit);
        let above: u64 = self.cells.iter().skip(at + 1).map(|&count| u64::from(count)).sum();
        let (from, width) = bounds(at);
        let beyond = (from + width - 1).saturating_sub(limit) as f64 / width as f64;
        let within = self.cells.get(at).map_or(0.0, |&count| f64::from(count) * beyond);
        (self.count > 0).then(|| (above as f64 + within) / self.count as f64)
    }

    /// The quantile of a share in [0, 1], interpolated within its cell; none without values.
    pub fn quantile(&self, share: f64) -> Option<f64> {
        if self.count == 0 {
            return None;
        }
        let target = share * self.count as f64;
        let mut below = 0.0;
        for (index, &count) in self.cells.iter().enumerate() {
            let count = f64::from(count);
            if count > 0.0 && below + count >= target {
                let (from, width) = bounds(index);
                let inside = ((target - below) / count).clamp(0.0, 1.0);
                return Some(from as f64 + inside * (width - 1) as f64);
            }
            below += count;
        }
        None
    }

    /// Share of values up to and including `value`, with the values of its cell counted whole.
    pub fn share_up_to(&self, value: u64) -> Option<f64> {
        let last = cell(value).min(self.cells.len().saturating_sub(1));
        let below: u64 = self.cells.iter().take(last + 1).map(|&count| u64::from(count)).sum();
        (self.count > 0).then(|| below as f64 / self.count as f64)
    }

    /// The empirical distribution as (upper end of a cell, share up to it), one point a filled cell.
    pub fn steps(&self) -> Vec<(u64, f64)> {
        let mut below = 0;
        let mut steps = Vec::new();
        for (index, &count) in self.cells.iter().enumerate() {
            below += u64::from(count);
            if count > 0 {
                let (from, width) = bounds(index);
                steps.push((from + width - 1, below as f64 / self.count as f64));
            }
        }
        steps
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_lies_within_its_cell_and_cells_join_without_gaps() {
        let mut next = 0;
        for index in 0..2000 {
            let (from, width) = bounds(index);
            assert_eq!(from, next, "cell {index} begins where the one before ends");
            assert_eq!(cell(from), index);
            assert_eq!(cell(from + width - 1), index);
            next = from + width;
        }
    }

    #[test]
    fn small_values_have_exact_quantiles() {
        let mut histogram = Histogram::default();
        (1..=10).for_each(|value| histogram.add(value));
        assert_eq!(histogram.quantile(0.5), Some(5.0));
        assert_eq!(histogram.quantile(0.95), Some(10.0));
        assert_eq!(histogram.share_up_to(3), Some(0.3));
    }

    #[test]
    fn large_values_are_known_to_a_sixty_fourth() {
        let mut histogram = Histogram::default();
        histogram.add(1_000_000);
        let median = histogram.quantile(0.5).expect("one value");
        assert!((median / 1e6 - 1.0).abs() < 1.0 / 64.0);
    }

    #[test]
    fn the_share_above_a_limit_is_exact_for_small_values_and_interpolated_for_large_ones() {
        let mut histogram = Histogram::default();
        (0..10).for_each(|value| histogram.add(value));
        assert_eq!(histogram.share_above(3), Some(0.6));
        assert_eq!(histogram.share_above_zero(), Some(0.9));
        assert_eq!((histogram.share_above(1_000_000), Histogram::default().share_above(3)), (Some(0.0), None));
        let mut even = Histogram::default();
        (0..100_000).for_each(|value| even.add(value));
        assert!((even.share_above(70_123).expect("values") - 0.298_76).abs() < 1e-4);
    }

    #[test]
    fn merging_is_adding() {
        let (mut one, mut two, mut both) = (Histogram::default(), Histogram::default(), Histogram::default());
        for value in 0..5000 {
            if value % 3 == 0 {
                one.add(value);
            } else {
                two.add(value);
            }
            both.add(value);
        }
        two.merge(&one);
        assert_eq!(two, both);
        assert_eq!(Histogram::default().quantile(0.5), None);
    }
}
