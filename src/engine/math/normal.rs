//! The standard normal law: density, distribution function and quantile.

use super::wide::Wide;
use super::{exp, ln, polynomial};
use std::f64::consts::PI;

/// Quantile of the standard normal law (Wichura 1988, algorithm AS 241, PPND16): relative error about 1e-16.
///
/// -inf for `p <= 0`, inf for `p >= 1`, NaN for NaN.
#[inline]
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * polynomial(r, &CENTRE.0) / polynomial(r, &CENTRE.1);
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    if tail <= 0.0 {
        return f64::INFINITY.copysign(q);
    }
    let r = (-ln(tail)).sqrt();
    let distance = if r <= 5.0 {
        polynomial(r - 1.6, &SHOULDER.0) / polynomial(r - 1.6, &SHOULDER.1)
    } else {
        polynomial(r - 5.0, &TAIL.0) / polynomial(r - 5.0, &TAIL.1)
    };
    distance.copysign(q)
}

/// Numerator and denominator of a rational approximation.
type Rational = ([f64; 8], [f64; 8]);

const CENTRE: Rational = (
    [
        3.387_132_872_796_366_5,
        133.141_667_891_784_38,
        1_971.590_950_306_551_3,
        13_731.693_765_509_46,
        45_921.953_931_549_87,
        67_265.770_927_008_7,
        33_430.575_583_588_13,
        2_509.080_928_730_122_7,
    ],
    [
        1.0,
        42.313_330_701_600_91,
        687.187_007_492_057_9,
        5_394.196_021_424_751,
        21_213.794_301_586_597,
        39_307.895_800_092_71,
        28_729.085_735_721_943,
        5_226.495_278_852_854,
    ],
);
const SHOULDER: Rational = (
    [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        0.241_780_725_177_450_6,
        0.022_723_844_989_269_184,
        0.000_774_545_014_278_341_4,
    ],
    [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        0.689_767_334_985_1,
        0.148_103_976_427_480_08,
        0.015_198_666_563_616_457,
        0.000_547_593_808_499_534_5,
        1.050_750_071_644_416_9e-9,
    ],
);
const TAIL: Rational = (
    [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        0.296_560_571_828_504_87,
        0.026_532_189_526_576_124,
        0.001_242_660_947_388_078_4,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ],
    [
        1.0,
        0.599_832_206_555_888,
        0.136_929_880_922_735_8,
        0.014_875_361_290_850_615,
        0.000_786_869_131_145_613_3,
        1.846_318_317_510_054_8e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_7e-15,
    ],
);

/// Density of the standard normal law, relative error below 1e-15.
#[must_use]
pub fn normal_density(x: f64) -> f64 {
    if x.abs() > 40.0 {
        return 0.0;
    }
    // Far out the rounding of the square alone would cost three digits.
    let square = Wide::product(x, x);
    exp(-0.5 * square.hi) * (1.0 - 0.5 * square.lo) / (2.0 * PI).sqrt()
}

/// Distribution function of the standard normal law, absolute error below 2e-16; its lower tail keeps a relative
/// error below 2e-15. Some hundred operations: for set-up, not for each draw.
#[must_use]
pub fn normal_cdf(x: f64) -> f64 {
    let distance = x.abs();
    let tail = if distance < 1.5 {
        0.5 - normal_density(x) * odd_series(distance)
    } else {
        normal_density(x) * mills_ratio(distance)
    };
    if x > 0.0 { 1.0 - tail } else { tail }
}

/// x + x^3/3 + x^5/(3*5) + ...: the area from 0 to x over the density at x.
fn odd_series(x: f64) -> f64 {
    let mut term = x;
    let mut sum = x;
    let mut odd = 1.0;
    while term > sum * 1e-18 {
        odd += 2.0;
        term *= x * x / odd;
        sum += term;
    }
    sum
}

/// 1/(x + 1/(x + 2/(x + 3/...))): the area beyond x over the density at x.
fn mills_ratio(x: f64) -> f64 {
    if x == f64::INFINITY {
        return 0.0;
    }
    const DEPTH: u32 = 150;
    let below = (1..=DEPTH).rev().fold(x, |below, n| x + f64::from(n) / below);
    1.0 / below
}

#[cfg(test)]
mod tests {
    use super::super::powf;
    use super::super::tests::{check, scattered};
    use super::*;

    #[test]
    fn normal_quantiles_are_those_of_the_tables() {
        // Computed to 60 digits by bisection on the tail's series and continued fraction.
        for (p, z) in [
            (0.25, 0.674_489_750_196_081_7),
            (0.1, 1.281_551_565_544_600_4),
            (0.001, 3.090_232_306_167_813_6),
            (0.025, 1.959_963_984_540_054_3),
            (0.005, 2.575_829_303_548_901),
            (1e-10, 6.361_340_902_404_057),
            (1e-20, 9.262_340_089_798_407),
            (1e-100, 21.273_453_560_965_326),
            (1e-300, 37.047_096_299_361_2),
        ] {
            check(normal_quantile(p), -z, 1e-15, p);
            if p > 0.01 {
                check(normal_quantile(1.0 - p), z, 2e-15, 1.0 - p);
            }
        }
        assert_eq!(normal_quantile(0.5), 0.0);
        assert_eq!(normal_quantile(0.0), f64::NEG_INFINITY);
        assert_eq!(normal_quantile(1.0), f64::INFINITY);
        assert!(normal_quantile(f64::NAN).is_nan());
    }

    #[test]
    fn the_normal_cdf_undoes_the_quantile() {
        for u in scattered(20_000) {
            check(normal_cdf(normal_quantile(u)), u, 2e-14, u);
            let p = powf(10.0, -200.0 * u);
            // Far out one unit in the last place of the quantile moves the probability by 2000.
            check(normal_cdf(normal_quantile(p)), p, 2e-12, p);
        }
    }

    #[test]
    fn the_normal_cdf_is_that_of_the_tables() {
        // Computed to 60 digits by the series and the continued fraction.
        for (x, tail) in [
            (0.5, 0.308_537_538_725_986_9),
            (1.0, 0.158_655_253_931_457_05),
            (1.25, 0.105_649_773_666_855_25),
            (1.416_407_876_998_738_5, 0.078_328_059_495_581_72),
            (1.75, 0.040_059_156_863_817_09),
            (2.5, 0.006_209_665_325_776_135),
            (4.0, 3.167_124_183_311_992_4e-5),
            (6.0, 9.865_876_450_376_98e-10),
            (10.0, 7.619_853_024_160_525e-24),
            (20.0, 2.753_624_118_606_233_7e-89),
            (30.0, 4.906_713_927_148_187e-198),
            (37.0, 5.725_571_222_524_577e-300),
        ] {
            check(normal_cdf(-x), tail, 2e-15, -x);
            assert!((normal_cdf(x) - (1.0 - tail)).abs() < 2.3e-16);
        }
        assert_eq!(normal_cdf(f64::NEG_INFINITY), 0.0);
        assert_eq!(normal_cdf(f64::INFINITY), 1.0);
        assert_eq!(normal_cdf(0.0), 0.5);
    }
}
