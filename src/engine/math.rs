//! Logarithm, exponential and the normal law, built from plain IEEE operations.
//!
//! The system's maths library may differ in the last bit from one machine to the next, and one bit is enough to change
//! a draw, a tie and so a whole run. Here `+ - * /` and `sqrt` only, whose results the standard fixes, in a written order.
//!
//! The tables are made at compile time in double-double arithmetic, so that no entry had to be typed in.

mod normal;
mod wide;

pub use normal::{normal_cdf, normal_density, normal_quantile};
use std::f64::consts::{LN_2, PI};
use wide::{Wide, shortened, wide_exp, wide_ln};

/// Entries of each table: 7 bits.
const CELLS: usize = 128;

/// ln 2 to 106 bits.
const WIDE_LN_2: Wide = wide_ln(2.0);
/// ln 2 in two pieces, the first short enough for an exact product with any exponent.
const LN_2_HIGH: f64 = shortened(LN_2, 12);
const LN_2_LOW: f64 = (WIDE_LN_2.hi - LN_2_HIGH) + WIDE_LN_2.lo;
/// ln 2 / 128 in two pieces, the first short enough for an exact product with any exponent times 128.
const STEP_HIGH: f64 = shortened(LN_2, 20) / CELLS as f64;
const STEP_LOW: f64 = ((WIDE_LN_2.hi - shortened(LN_2, 20)) + WIDE_LN_2.lo) / CELLS as f64;

/// Bits of 0.6875: mantissas are taken from [0.6875, 1.375), where ln changes sign in the inside of the range.
const LN_OFFSET: u64 = 0x3FE6_0000_0000_0000;
/// Cells below 1, where a step of the mantissa is half as wide.
const CELLS_BELOW_ONE: usize = 80;

/// 1/c and ln c for a number c near the middle of each cell; 1/c has 11 bits.
static LN_CELLS: [(f64, f64); CELLS] = ln_cells();

const fn ln_cells() -> [(f64, f64); CELLS] {
    let mut cells = [(1.0, 0.0); CELLS];
    let mut i = 0;
    while i < CELLS {
        // The cells beside 1 keep c = 1: ln is then exact to the last bit even where it is nearly 0.
        if i + 1 < CELLS_BELOW_ONE || i > CELLS_BELOW_ONE {
            let middle = if i < CELLS_BELOW_ONE {
                0.6875 + (i as f64 + 0.5) / 256.0
            } else {
                1.0 + ((i - CELLS_BELOW_ONE) as f64 + 0.5) / 128.0
            };
            let inverse = ((1024.0 / middle + 0.5) as u32) as f64 / 1024.0;
            let ln = wide_ln(inverse);
            cells[i] = (inverse, -(ln.hi + ln.lo));
        }
        i += 1;
    }
    cells
}

/// 2^(i/128).
static EXP_CELLS: [f64; CELLS] = exp_cells();

const fn exp_cells() -> [f64; CELLS] {
    let mut cells = [1.0; CELLS];
    let mut i = 1;
    while i < CELLS {
        let x = WIDE_LN_2.times(Wide::new(i as f64)).over(CELLS as f64);
        let exp = wide_exp(x);
        cells[i] = exp.hi + exp.lo;
        i += 1;
    }
    cells
}

/// Natural logarithm, relative error below 5e-16.
///
/// As in `std`: -inf at 0, NaN below 0 and for NaN, inf at inf; subnormal numbers are exact inputs.
#[inline]
#[must_use]
pub fn ln(x: f64) -> f64 {
    if (f64::MIN_POSITIVE..f64::INFINITY).contains(&x) { ln_of_bits(x.to_bits(), 0.0) } else { ln_of_ends(x) }
}

#[cold]
fn ln_of_ends(x: f64) -> f64 {
    if x == 0.0 {
        f64::NEG_INFINITY
    } else if x.is_nan() || x < 0.0 {
        f64::NAN
    } else if x == f64::INFINITY {
        x
    } else {
        let two_to_52 = (1_u64 << 52) as f64;
        ln_of_bits((x * two_to_52).to_bits(), -52.0)
    }
}

/// ln of the normal number with these bits, times 2^`exponent`.
#[inline]
fn ln_of_bits(bits: u64, exponent: f64) -> f64 {
    let above = bits.wrapping_sub(LN_OFFSET);
    let k = (above as i64 >> 52) as f64 + exponent;
    let z = f64::from_bits(bits.wrapping_sub(above & (0xFFF << 52)));
    let (inverse, ln_c) = LN_CELLS[(above >> 45) as usize % CELLS];
    // z/c - 1 in two pieces, each of so few bits that its product is exact.
    let z_high = shortened(z, 32);
    let r = (z_high * inverse - 1.0) + (z - z_high) * inverse;
    let r2 = r * r;
    let odd_and_even =
        (r * (1.0 / 3.0) - 0.5) + r2 * ((r * 0.2 - 0.25) + r2 * ((r * (1.0 / 7.0) - 1.0 / 6.0) - r2 * 0.125));
    (k * LN_2_HIGH + ln_c) + ((k * LN_2_LOW + r2 * odd_and_even) + r)
}

/// ln(1 + x) that keeps its precision for small `x` (Kahan's correction); `x` above -1.
#[must_use]
pub fn ln_1p(x: f64) -> f64 {
    let sum = 1.0 + x;
    if sum == 1.0 { x } else { ln(sum) * (x / (sum - 1.0)) }
}

/// Above this e^x overflows, below its counterpart it is less than half the least subnormal number.
const EXP_MAX: f64 = 709.782_712_893_384;
const EXP_MIN: f64 = -745.133_219_101_941_2;

/// e^x, relative error below 5e-16 where the result is a normal number; one more rounding below that.
///
/// As in `std`: 0 from -inf and on underflow, inf on overflow, NaN for NaN.
#[inline]
#[must_use]
pub fn exp(x: f64) -> f64 {
    if x > EXP_MAX {
        return f64::INFINITY;
    }
    if x < EXP_MIN {
        return 0.0;
    }
    // Adding and taking away 1.5 * 2^52 rounds to the nearest integer.
    const ROUNDER: f64 = 6_755_399_441_055_744.0;
    let n = (x * (CELLS as f64 / LN_2) + ROUNDER) - ROUNDER;
    let r = (x - n * STEP_HIGH) - n * STEP_LOW;
    let r2 = r * r;
    let above_one = r + r2 * ((0.5 + r * (1.0 / 6.0)) + r2 * (1.0 / 24.0 + r * (1.0 / 120.0)));
    let steps = n as i64;
    let cell = EXP_CELLS[steps as usize % CELLS];
    times_power_of_two(cell + cell * above_one, steps >> 7)
}

/// `x * 2^exponent`, rounded once; `exponent` between -1100 and 1100.
#[inline]
fn times_power_of_two(x: f64, exponent: i64) -> f64 {
    let power = |k: i64| f64::from_bits(((k + 1023) as u64) << 52);
    if (-1020..=1020).contains(&exponent) {
        x * power(exponent)
    } else {
        x * power(exponent / 2) * power(exponent - exponent / 2)
    }
}

/// e^x - 1 that keeps its precision for small `x` (Kahan's correction).
#[must_use]
pub fn exp_m1(x: f64) -> f64 {
    let power = exp(x);
    if power == 1.0 {
        x
    } else if x.abs() < 1.0 {
        (power - 1.0) * (x / ln(power))
    } else {
        power - 1.0
    }
}

/// x^y for `x >= 0` as e^(y ln x): relative error about 3e-16 times (1 + |y ln x|).
///
/// As in `std`: 1 if `y` is 0 or `x` is 1. NaN for `x` below 0.
#[inline]
#[must_use]
pub fn powf(x: f64, y: f64) -> f64 {
    if y == 0.0 || x == 1.0 { 1.0 } else { exp(y * ln(x)) }
}

/// Value of the polynomial with these coefficients, lowest power first.
#[inline]
fn polynomial<const N: usize>(x: f64, coefficients: &[f64; N]) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c)
}

/// ln of the gamma function for `x > 0` (Stirling's series after moving up to 12), relative error about 1e-15.
#[must_use]
pub fn ln_gamma(x: f64) -> f64 {
    let mut product = 1.0;
    let mut z = x;
    while z < 12.0 {
        product *= z;
        z += 1.0;
    }
    let coefficients =
        [1.0 / 12.0, -1.0 / 360.0, 1.0 / 1260.0, -1.0 / 1680.0, 1.0 / 1188.0, -691.0 / 360_360.0, 1.0 / 156.0];
    let series = polynomial(1.0 / (z * z), &coefficients) / z;
    (z - 0.5) * ln(z) - z + 0.5 * ln(2.0 * PI) + series - ln(product)
}

/// Cosine of an angle in whole turns, any finite number: the Taylor series on a quarter turn, error below 1e-15.
#[must_use]
pub fn cos_turns(turns: f64) -> f64 {
    let folded = (turns - turns.floor() - 0.5).abs();
    // Half a turn away from 0.5 is the peak; what is nearer than a quarter turn is below zero.
    let (away, sign) = if folded > 0.25 { (0.5 - folded, 1.0) } else { (folded, -1.0) };
    let square = (away * std::f64::consts::TAU) * (away * std::f64::consts::TAU);
    let mut sum = 0.0;
    // From the smallest term: 1 - x2/2 (1 - x2/12 (1 - ..)).
    for term in (1..=13).rev() {
        let below = f64::from(2 * term * (2 * term - 1));
        sum = -square / below * (1.0 + sum);
    }
    sign * (1.0 + sum)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Numbers in (0, 1), evenly and without pattern.
    pub fn scattered(n: u32) -> impl Iterator<Item = f64> {
        (0..n).map(|i| (f64::from(i) * 0.618_033_988_749_894_9 + 1e-9).fract())
    }

    pub fn relative_error(found: f64, expected: f64) -> f64 {
        if found == expected { 0.0 } else { ((found - expected) / expected).abs() }
    }

    pub fn check(found: f64, expected: f64, bound: f64, at: f64) {
        let error = relative_error(found, expected);
        assert!(error < bound, "at {at:e}: {found:e}, expected {expected:e}, error {error:e}");
    }

    #[test]
    fn the_cosine_of_turns_is_that_of_the_library() {
        for step in -3000..3000 {
            let turns = f64::from(step) / 997.0;
            let expected = (turns * std::f64::consts::TAU).cos();
            assert!((cos_turns(turns) - expected).abs() < 1e-13, "{turns}: {}", cos_turns(turns));
        }
        assert_eq!((cos_turns(0.0), cos_turns(0.5), cos_turns(-7.0)), (1.0, -1.0, 1.0));
    }

    #[test]
    fn ln_agrees_with_std_at_every_magnitude() {
        for u in scattered(200_000) {
            let x = f64::from_bits((u * f64::INFINITY.to_bits() as f64) as u64);
            check(ln(x), x.ln(), 5e-16, x);
            check(ln(0.5 + u), (0.5 + u).ln(), 5e-16, 0.5 + u);
            check(ln(u), u.ln(), 5e-16, u);
        }
    }

    #[test]
    fn ln_keeps_its_precision_beside_one() {
        for u in scattered(100_000) {
            for width in [1e-2, 1e-5, 1e-10, 1e-15] {
                let x = 1.0 + (u - 0.5) * width;
                check(ln(x), x.ln(), 5e-16, x);
            }
        }
    }

    #[test]
    fn ln_is_continuous_across_the_cells_of_its_table() {
        for i in 0..=128_u32 {
            let edge = 0.6875 + f64::from(i) / 128.0 * 0.6875;
            for x in [edge.next_down(), edge, edge.next_up()] {
                check(ln(x), x.ln(), 5e-16, x);
            }
        }
    }

    #[test]
    fn exp_agrees_with_std_wherever_the_result_is_normal() {
        for u in scattered(300_000) {
            let x = -708.0 + u * 1417.7;
            check(exp(x), x.exp(), 5e-16, x);
            let x = (u - 0.5) * 1e-3;
            check(exp(x), x.exp(), 5e-16, x);
        }
    }

    #[test]
    fn exp_of_a_subnormal_result_is_off_by_one_unit_at_most() {
        for u in scattered(20_000) {
            let x = -745.2 + u * 37.0;
            let apart = exp(x).to_bits().abs_diff(x.exp().to_bits());
            assert!(apart <= 1, "exp({x}) is {apart} units away");
        }
    }

    #[test]
    fn the_ends_behave_as_in_std() {
        let ends = [
            0.0,
            -0.0,
            1.0,
            -1.0,
            5e-324,
            1e-310,
            f64::MIN_POSITIVE,
            f64::MAX,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::NAN,
        ];
        for x in ends {
            assert_eq!(ln(x).is_nan(), x.ln().is_nan(), "ln {x}");
            assert_eq!(exp(x).is_nan(), x.exp().is_nan(), "exp {x}");
            if !x.ln().is_nan() {
                check(ln(x), x.ln(), 5e-16, x);
            }
            if !x.exp().is_nan() {
                check(exp(x), x.exp(), 5e-16, x);
            }
        }
        for x in [EXP_MAX, EXP_MAX.next_up(), EXP_MIN, EXP_MIN.next_down(), 709.5, 710.0, -746.0] {
            check(exp(x), x.exp(), 5e-16, x);
        }
    }

    #[test]
    fn small_arguments_keep_their_precision_in_ln_1p_and_exp_m1() {
        for u in scattered(50_000) {
            for width in [2.0, 1e-3, 1e-8, 1e-17] {
                let x = (u - 0.4) * width;
                check(ln_1p(x), x.ln_1p(), 2e-15, x);
                check(exp_m1(x), x.exp_m1(), 3e-15, x);
            }
        }
    }

    #[test]
    fn powf_agrees_with_std() {
        for u in scattered(50_000) {
            let (x, y) = (u * 50.0, 6.0 * (1.0 - u) - 2.0);
            check(powf(x, y), x.powf(y), 1e-14, x);
        }
        for (x, y) in [
            (0.0, 2.0),
            (0.0, 0.0),
            (0.0, -1.0),
            (1.0, f64::INFINITY),
            (f64::INFINITY, 0.5),
            (f64::INFINITY, -1.0),
            (4.0, 0.5),
            (f64::NAN, 0.0),
        ] {
            check(powf(x, y), x.powf(y), 5e-16, x);
        }
    }

    #[test]
    fn ln_gamma_gives_the_factorials() {
        let mut factorial = 1.0;
        for n in 1..=20_u32 {
            assert!((ln_gamma(f64::from(n)) - ln(factorial)).abs() < 1e-14 * (1.0 + ln(factorial)));
            factorial *= f64::from(n);
        }
        assert!((ln_gamma(0.5) - 0.5 * PI.ln()).abs() < 1e-14);
        assert!((ln_gamma(171.0) - statrs::function::gamma::ln_gamma(171.0)).abs() < 1e-11);
    }

    #[test]
    fn pinned_bits_do_not_change() {
        assert_eq!(ln(10.0).to_bits(), 0x4002_6BB1_BBB5_5515);
        assert_eq!(exp(1.5).to_bits(), 0x4011_ED3F_E64F_C542);
        assert_eq!(normal_quantile(0.9).to_bits(), 0x3FF4_813C_36E2_6D34);
        assert_eq!(normal_cdf(-2.5).to_bits(), 0x3F79_6F4E_57E4_9CE5);
    }
}
