//! The law of Kolmogorov's distance.

/// Samples up to this size have their exact probability; larger ones that of the limit, corrected for their size, which is then off by less than 1e-4.
const EXACT_UP_TO: usize = 200;

/// Probability that the empirical distribution of `n` values lies at least `distance` from their own continuous law.
pub fn kolmogorov_p(n: usize, distance: f64) -> f64 {
    let size = n as f64;
    if distance <= 0.5 / size {
        return 1.0;
    }
    // Beyond this less than 1e-15 is left.
    if distance >= 1.0 || size * distance * distance > 18.0 {
        return 0.0;
    }
    let p = if n <= EXACT_UP_TO { 1.0 - within(n, distance) } else { beyond(n, distance) };
    p.clamp(0.0, 1.0)
}

/// Probability of a smaller distance, exact: the n-th power of the matrix of Marsaglia, Tsang and Wang (2003), whose middle element counts the paths
/// that stay within.
fn within(n: usize, distance: f64) -> f64 {
    let reach = n as f64 * distance;
    let middle = reach.floor() as usize;
    let width = 2 * middle + 1;
    let step = matrix(width, middle as f64 + 1.0 - reach);
    let mut power = Scaled { cells: identity(width), exponent: 0 };
    let mut square = Scaled { cells: step, exponent: 0 };
    let mut rest = n;
    while rest > 0 {
        if rest % 2 == 1 {
            power = power.times(&square, width);
        }
        square = square.times(&square, width);
        rest /= 2;
    }
    // Times n! / n^n, as a logarithm: either alone leaves the range of numbers.
    let size = n as f64;
    let orders: f64 = (1..=n).map(|i| (i as f64 / size).ln()).sum();
    let paths = power.cells[middle * width + middle].ln() + f64::from(power.exponent) * std::f64::consts::LN_2;
    (paths + orders).exp()
}

fn identity(width: usize) -> Vec<f64> {
    (0..width * width).map(|cell| if cell % (width + 1) == 0 { 1.0 } else { 0.0 }).collect()
}

/// One step of a path, in a strip that ends `short` before a whole number of values.
fn matrix(width: usize, short: f64) -> Vec<f64> {
    let mut over_factorial = vec![1.0];
    for i in 1..=width {
        over_factorial.push(over_factorial[i - 1] / i as f64);
    }
    let corner = (2.0 * short - 1.0).max(0.0).powi(width as i32);
    let cell = |row: usize, column: usize| {
        if row + 1 < column {
            return 0.0;
        }
        let mut paths = 1.0;
        if column == 0 {
            paths -= short.powi(row as i32 + 1);
        }
        if row == width - 1 {
            paths -= short.powi((width - column) as i32);
        }
        if column == 0 && row == width - 1 {
            paths += corner;
        }
        paths * over_factorial[row + 1 - column]
    };
    (0..width * width).map(|index| cell(index / width, index % width)).collect()
}

/// A square matrix times a power of two, which keeps its cells within the range of numbers.
struct Scaled {
    cells: Vec<f64>,
    exponent: i32,
}

impl Scaled {
    fn times(&self, other: &Self, width: usize) -> Self {
        let mut cells = vec![0.0; width * width];
        for (row, factors) in cells.chunks_mut(width).zip(self.cells.chunks(width)) {
            for (&factor, line) in factors.iter().zip(other.cells.chunks(width)) {
                row.iter_mut().zip(line).for_each(|(cell, &value)| *cell += factor * value);
            }
        }
        let largest = cells.iter().copied().fold(0.0, f64::max);
        let shift = if largest > 0.0 { largest.log2().floor() as i32 } else { 0 };
        cells.iter_mut().for_each(|cell| *cell *= 2.0_f64.powi(-shift));
        Self { cells, exponent: self.exponent + other.exponent + shift }
    }
}

/// Probability of at least this distance by Kolmogorov's limit, with Vrbik's correction for the size.
fn beyond(n: usize, distance: f64) -> f64 {
    let root = (n as f64).sqrt();
    let plain = root * distance;
    let scaled = plain + 1.0 / (6.0 * root) + (plain - 1.0) / (4.0 * root * root);
    let term = |k: i32| {
        let term = (-2.0 * f64::from(k * k) * scaled * scaled).exp();
        if k % 2 == 1 { term } else { -term }
    };
    2.0 * (1..=100).map(term).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_and_two_values_have_the_probabilities_that_can_be_worked_out_by_hand() {
        // One value lies within d of its law when its share is within d of both 0 and 1: 2 d - 1. Two: for d up to 1/2 that is 8 (d - 1/4)^2.
        assert!((kolmogorov_p(1, 0.75) - 0.5).abs() < 1e-12);
        assert!((kolmogorov_p(2, 0.4) - (1.0 - 8.0 * 0.15 * 0.15)).abs() < 1e-12);
        assert_eq!((kolmogorov_p(3, 0.1), kolmogorov_p(3, 1.0)), (1.0, 0.0));
    }

    #[test]
    fn the_limit_follows_the_exact_law_where_one_takes_over_from_the_other() {
        for distance in [0.04, 0.06, 0.08, 0.1, 0.14] {
            let (exact, limit) = (kolmogorov_p(EXACT_UP_TO, distance), beyond(EXACT_UP_TO, distance));
            assert!((exact - limit).abs() < 1e-4, "{distance}: {exact}, {limit}");
        }
    }

    #[test]
    fn the_probability_falls_with_the_distance() {
        for n in [1, 5, 50, 200, 5000] {
            let all: Vec<f64> = (0..=100).map(|i| kolmogorov_p(n, f64::from(i) / 100.0)).collect();
            assert!(all.is_sorted_by(|a, b| a >= b) && all.iter().all(|p| (0.0..=1.0).contains(p)), "{n}: {all:?}");
        }
    }
}
