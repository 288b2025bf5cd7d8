//! Draws of each law against its distribution function, its moments and pinned values.

use super::*;
use crate::engine::draw::{purpose, stream_key};
use statrs::distribution as reference;
use statrs::distribution::ContinuousCDF;

const N: u32 = 100_000;

fn draws(law: &Law) -> Vec<f64> {
    let key = stream_key(2026, 1, purpose("law/test"));
    (0..N).map(|who| law.sample(key, who, who % 5)).collect()
}

fn law(built: Result<Law, LawError>) -> Law {
    built.expect("the test's numbers make a law")
}

/// Sample mean within 4 standard errors, sample sd within 3 % (heavy tails more), all values in [low, upper].
fn check_moments(law: &Law, low: f64, sd_bound: f64) {
    let values = draws(law);
    let n = f64::from(N);
    let mean = values.iter().sum::<f64>() / n;
    let sd = (values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n).sqrt();
    let error = (mean - law.mean()) / (law.sd() / n.sqrt());
    assert!(error.abs() < 4.0, "{law:?}: mean {mean}, expected {}, {error} standard errors", law.mean());
    assert!((sd / law.sd() - 1.0).abs() < sd_bound, "{law:?}: sd {sd}, expected {}", law.sd());
    assert!(values.iter().all(|&x| low <= x && x <= law.upper()), "{law:?}: a draw outside the support");
}

/// Kolmogorov-Smirnov distance below the 0.1 % critical value, and the moments.
fn check_law(law: &Law, low: f64, cdf: impl Fn(f64) -> f64) {
    check_moments(law, low, 0.03);
    let mut values = draws(law);
    values.sort_by(f64::total_cmp);
    let n = f64::from(N);
    let distance = values.iter().zip(0_u32..).fold(0.0_f64, |d, (&x, i)| {
        let p = cdf(x);
        d.max((p - f64::from(i) / n).abs()).max((f64::from(i + 1) / n - p).abs())
    });
    assert!(distance < 1.95 / n.sqrt(), "{law:?}: Kolmogorov-Smirnov distance {distance}");
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-9 * expected.abs(), "{found}, expected {expected}");
}

#[test]
fn a_constant_is_itself() {
    for value in [0.0, 7.5] {
        let constant = law(Law::constant(value));
        assert_eq!(
            (constant.sample(1, 2, 3), constant.mean(), constant.sd(), constant.upper()),
            (value, value, 0.0, value)
        );
    }
}

#[test]
fn exponential_draws_follow_their_law() {
    let cdf = |x: f64| 1.0 - (-x / 600.0).exp();
    check_law(&law(Law::exponential(600.0)), 0.0, cdf);
}

#[test]
fn uniform_draws_follow_their_law() {
    check_law(&law(Law::uniform(2.0, 5.0)), 2.0, |x| (x - 2.0) / 3.0);
    check_law(&law(Law::uniform(0.0, 1e-9)), 0.0, |x| x / 1e-9);
}

#[test]
fn triangular_draws_follow_their_law_with_the_mode_inside_or_at_an_end() {
    for (min, mode, max) in [(1.0, 3.0, 10.0), (1.0, 1.0, 10.0), (1.0, 10.0, 10.0), (0.0, 0.0, 1.0)] {
        let expected = reference::Triangular::new(min, max, mode).expect("valid");
        let triangular = law(Law::triangular(min, mode, max));
        check_law(&triangular, min, |x| expected.cdf(x));
    }
}

#[test]
fn lognormal_draws_follow_their_law_and_keep_the_mean_and_cv_given() {
    for (mean, cv) in [(50.0, 0.8), (3.6e6, 0.1), (1.0, 0.5)] {
        let built = law(Law::lognormal(mean, cv));
        let Law::LogNormal { mu, sigma } = built else { panic!("not a lognormal: {built:?}") };
        let expected = reference::LogNormal::new(mu, sigma).expect("valid");
        check_law(&built, 0.0, |x| expected.cdf(x));
        near(built.mean(), mean);
        near(built.sd(), mean * cv);
    }
    check_moments(&law(Law::lognormal(10.0, 2.0)), 0.0, 0.2);
    let narrow = law(Law::lognormal(5.0, 1e-9));
    near(narrow.sd(), 5e-9);
}

#[test]
fn truncated_normal_draws_follow_their_law_in_any_window() {
    for (mean, sd, low, high) in [
        (10.0, 3.0, 0.0, 20.0),
        (10.0, 3.0, 9.0, 10.5),
        (10.0, 3.0, 12.0, 40.0),
        (-5.0, 2.0, 0.0, 9.0),
        (100.0, 5.0, 0.0, 70.0),
        (0.0, 1.0, 0.0, 100.0),
        (0.0, 1.0, 30.0, 50.0),
    ] {
        let built = law(Law::truncated_normal(mean, sd, low, high));
        let lower = |x: f64| math::normal_cdf((x - mean) / sd);
        let upper = |x: f64| math::normal_cdf((mean - x) / sd);
        check_law(&built, low, |x| {
            if low > mean {
                (upper(low) - upper(x)) / (upper(low) - upper(high))
            } else {
                (lower(x) - lower(low)) / (lower(high) - lower(low))
            }
        });
    }
}

#[test]
fn truncated_normal_moments_are_those_of_the_closed_formulas() {
    let (mean, sd, low, high) = (10.0, 4.0, 5.0, 20.0);
    let built = law(Law::truncated_normal(mean, sd, low, high));
    let (a, b) = ((low - mean) / sd, (high - mean) / sd);
    let inside = math::normal_cdf(b) - math::normal_cdf(a);
    let (at_a, at_b) = (math::normal_density(a), math::normal_density(b));
    let shift = (at_a - at_b) / inside;
    near(built.mean(), mean + sd * shift);
    near(built.sd(), sd * (1.0 + (a * at_a - b * at_b) / inside - shift * shift).sqrt());
}

#[test]
fn gamma_draws_follow_their_law_also_with_a_shape_below_one() {
    for (mean, cv) in [(20.0, 0.5), (20.0, 1.0), (20.0, 1.6), (20.0, 2.5)] {
        let shape = 1.0 / (cv * cv);
        let expected = reference::Gamma::new(shape, shape / mean).expect("valid");
        let built = law(Law::gamma(mean, cv));
        check_law(&built, 0.0, |x| expected.cdf(x));
        near(built.mean(), mean);
        near(built.sd(), mean * cv);
    }
}

#[test]
fn erlang_draws_follow_their_law() {
    for k in [1, 2, 7] {
        let expected = reference::Erlang::new(u64::from(k), f64::from(k) / 30.0).expect("valid");
        check_law(&law(Law::erlang(k, 30.0)), 0.0, |x| expected.cdf(x));
    }
}

#[test]
fn pert_draws_follow_their_law_with_the_mode_inside_or_at_an_end() {
    for (min, mode, max) in [(2.0, 3.0, 8.0), (2.0, 2.0, 8.0), (2.0, 8.0, 8.0), (0.0, 5.0, 10.0)] {
        let share = (mode - min) / (max - min);
        let expected = reference::Beta::new(1.0 + 4.0 * share, 5.0 - 4.0 * share).expect("valid");
        let pert = law(Law::pert(min, mode, max));
        check_law(&pert, min, |x| expected.cdf((x - min) / (max - min)));
    }
}

#[test]
fn weibull_draws_follow_their_law_and_keep_the_mean_and_cv_given() {
    for (mean, cv) in [(40.0, 0.3), (40.0, 1.0), (40.0, 1.5), (1e-3, 0.05)] {
        let built = law(Law::weibull(mean, cv));
        let Law::Weibull { shape, scale } = built else { panic!("not a Weibull: {built:?}") };
        let expected = reference::Weibull::new(shape, scale).expect("valid");
        check_law(&built, 0.0, |x| expected.cdf(x));
        near(built.mean(), mean);
        near(built.sd(), mean * cv);
    }
    for cv in [0.001, 0.01, 10.0, 100.0] {
        let built = law(Law::weibull(40.0, cv));
        assert!((built.sd() / (40.0 * cv) - 1.0).abs() < 1e-6, "cv {cv}: {built:?}");
    }
}

#[test]
fn repeated_values_are_as_many_as_a_poisson_law_says() {
    // Means 0.3 x 20 and 4 x 20; variances count x (sd^2 + mean^2).
    for count in [0.3, 4.0] {
        let built = law(Law::repeated(count, law(Law::erlang(2, 20.0))));
        check_moments(&built, 0.0, 0.03);
        near(built.mean(), count * 20.0);
        near(built.sd(), (count * (200.0 + 400.0)).sqrt());
        let none = draws(&built).iter().filter(|&&x| x == 0.0).count() as f64 / f64::from(N);
        assert!((none - (-count).exp()).abs() < 4.0 * (0.25 / f64::from(N)).sqrt(), "{count}: {none}");
    }
    // Constant values tell their number: P(n) = e^-m m^n / n!.
    let counted = draws(&law(Law::repeated(1.5, Law::Constant(1.0))));
    for (number, share) in [(1.0, 0.334_695_2), (2.0, 0.251_021_4), (3.0, 0.125_510_7)] {
        let found = counted.iter().filter(|&&x| x == number).count() as f64 / f64::from(N);
        assert!((found - share).abs() < 0.006, "{number}: {found}");
    }
    assert_eq!(Law::repeated(0.0, Law::Constant(1.0)), Ok(Law::Constant(0.0)));
}

#[test]
fn a_longer_way_keeps_the_events_of_the_shorter_one() {
    let [short, long] = [1.0, 3.0].map(|count| law(Law::repeated(count, law(Law::exponential(10.0)))));
    assert!((0..1000).all(|who| short.sample(5, who, 0) <= long.sample(5, who, 0)));
}

#[test]
fn weighted_values_appear_in_proportion() {
    let built = law(Law::weights(&[(9.0, 1.0), (1.0, 5.0), (4.0, 0.0), (3.0, 4.0)]));
    check_moments(&built, 1.0, 0.02);
    let values = draws(&built);
    for (value, share) in [(1.0, 0.5), (3.0, 0.4), (9.0, 0.1), (4.0, 0.0)] {
        let found = values.iter().filter(|&&x| x == value).count() as f64 / f64::from(N);
        assert!((found - share).abs() < 0.005, "{value}: {found}");
    }
    near(built.mean(), 2.6);
    assert_eq!(law(Law::weights(&[(5.0, 0.1)])).sample(1, 2, 3), 5.0);
}

#[test]
fn observed_values_are_drawn_equally() {
    let built = law(Law::empirical(vec![30.0, 10.0, 20.0, 10.0]));
    check_moments(&built, 10.0, 0.02);
    let tens = draws(&built).iter().filter(|&&x| x == 10.0).count();
    assert!(tens.abs_diff(50_000) < 700, "{tens}");
    near(built.mean(), 17.5);
    near(built.sd(), 68.75_f64.sqrt());
    assert_eq!(built.upper(), 30.0);
}

/// Distance at the values themselves, where the distribution of a law without density steps; below the bound of a continuous law.
fn check_steps(law: &Law, shares: &[(f64, f64)]) {
    let values = draws(law);
    let mut expected = 0.0;
    for &(value, share) in shares {
        expected += share;
        let found = values.iter().filter(|&&x| x <= value).count() as f64 / f64::from(N);
        assert!(
            (found - expected).abs() < 1.95 / f64::from(N).sqrt(),
            "{law:?} up to {value}: {found}, expected {expected}"
        );
    }
    assert!(values.iter().all(|x| shares.iter().any(|(value, _)| value == x)), "{law:?}: a draw outside the support");
}

#[test]
fn draws_of_laws_without_density_follow_their_law() {
    check_steps(&law(Law::weights(&[(0.0, 0.2), (3.0, 0.05), (5.0, 0.75)])), &[(0.0, 0.2), (3.0, 0.05), (5.0, 0.75)]);
    let observed: Vec<f64> = (0..200).map(|index| f64::from(index * index)).collect();
    let shares: Vec<(f64, f64)> = observed.iter().map(|&value| (value, 0.005)).collect();
    check_steps(&law(Law::empirical(observed)), &shares);
    check_steps(&law(Law::constant(0.0)), &[(0.0, 1.0)]);
}

fn one_of_each() -> Vec<Law> {
    vec![
        law(Law::constant(3.0)),
        law(Law::exponential(3.0)),
        law(Law::uniform(1.0, 2.0)),
        law(Law::triangular(1.0, 2.0, 4.0)),
        law(Law::lognormal(3.0, 0.5)),
        law(Law::truncated_normal(3.0, 2.0, 0.0, 9.0)),
        law(Law::weibull(3.0, 0.5)),
        law(Law::weights(&[(1.0, 1.0), (2.0, 3.0)])),
        law(Law::empirical(vec![1.0, 2.0, 5.0])),
        law(Law::gamma(3.0, 0.5)),
        law(Law::erlang(3, 3.0)),
        law(Law::pert(1.0, 2.0, 4.0)),
    ]
}

/// Any change of the generator, of an algorithm or of its constants fails here: it gives other results from the same scenario and
/// seed, and belongs under *Changed* in the changelog.
#[test]
fn one_draw_of_each_law_is_pinned() {
    let key = stream_key(42, 7, purpose("flow/station/service"));
    let pinned = [
        (law(Law::constant(3.0)), 0x4008_0000_0000_0000),
        (law(Law::exponential(3.0)), 0x3FEC_CCF6_2356_9C44),
        (law(Law::uniform(1.0, 2.0)), 0x3FF4_25A0_E5BC_9CF8),
        (law(Law::triangular(1.0, 2.0, 4.0)), 0x3FFE_1BD3_9938_339E),
        (law(Law::lognormal(3.0, 0.5)), 0x3FFF_A4CB_06E9_9AB3),
        (law(Law::truncated_normal(3.0, 2.0, 0.0, 9.0)), 0x3FFF_FB22_4337_1681),
        (law(Law::weibull(3.0, 0.5)), 0x3FFE_8F03_3AF0_D206),
        (law(Law::weights(&[(1.0, 1.0), (2.0, 3.0)])), 0x4000_0000_0000_0000),
        (law(Law::empirical(vec![1.0, 2.0, 5.0])), 0x3FF0_0000_0000_0000),
        (law(Law::gamma(3.0, 0.5)), 0x4006_855A_232D_9713),
        (law(Law::gamma(3.0, 2.0)), 0x4006_FC84_B47C_2402),
        (law(Law::erlang(3, 3.0)), 0x4005_ED2B_281E_7D25),
    ];
    for (law, bits) in pinned {
        let value = law.sample(key, 123_457, 3);
        assert_eq!(value.to_bits(), bits, "{law:?}: {value:?} is {:#018X}", value.to_bits());
    }
    // The last bit of a PERT draw is the system's.
    near(law(Law::pert(1.0, 2.0, 4.0)).sample(key, 123_457, 3), 2.197_521_332_591_517);
}

#[test]
fn a_scaled_law_scales_each_draw_and_all_moments() {
    for law in one_of_each() {
        let scaled = law.scaled(60_000.0);
        for who in 0..200 {
            near(scaled.sample(5, who, 0), 60_000.0 * law.sample(5, who, 0));
        }
        near(scaled.mean(), 60_000.0 * law.mean());
        near(scaled.sd(), 60_000.0 * law.sd());
        assert!(scaled.upper() == law.upper() || (scaled.upper() / law.upper() - 60_000.0).abs() < 1e-6);
        assert_eq!(law.scaled(0.0), Law::Constant(0.0));
    }
}

#[test]
fn laws_with_an_inverse_grow_with_the_uniform_number() {
    let mut addresses: Vec<(f64, u32)> = (0..2_000).map(|who| (draw::uniform(draw::bits(9, who, 4)), who)).collect();
    addresses.sort_by(|a, b| a.0.total_cmp(&b.0));
    for law in &one_of_each()[..9] {
        let values: Vec<f64> = addresses.iter().map(|&(_, who)| law.sample(9, who, 4)).collect();
        assert!(values.is_sorted(), "{law:?}");
    }
}

#[test]
fn the_extreme_uniform_numbers_stay_inside_the_support() {
    let (least, greatest) = (draw::uniform(0), draw::uniform(u64::MAX));
    let far = [
        law(Law::lognormal(1e100, 1e6)),
        law(Law::truncated_normal(0.0, 1.0, 30.0, 50.0)),
        law(Law::uniform(0.1, 0.3)),
    ];
    for law in one_of_each()[..9].iter().chain(&far) {
        for u in [least, greatest] {
            let value = match *law {
                Law::Exponential { mean } => -mean * math::ln(1.0 - u),
                Law::LogNormal { mu, sigma } => math::exp(mu + sigma * math::normal_quantile(u)),
                Law::Triangular { min, mode, max } => triangular_quantile(min, mode, max, u),
                Law::Constant(value) => value,
                _ => law.other_quantile(u),
            };
            assert!(value.is_finite() && value >= 0.0 && value <= law.upper(), "{law:?} at {u}: {value}");
        }
    }
}

#[test]
fn equal_ends_make_a_constant() {
    for built in [
        Law::uniform(3.0, 3.0),
        Law::triangular(3.0, 3.0, 3.0),
        Law::pert(3.0, 3.0, 3.0),
        Law::truncated_normal(1.0, 1.0, 3.0, 3.0),
    ] {
        assert_eq!(built, Ok(Law::Constant(3.0)));
    }
}

#[test]
fn wrong_numbers_are_refused_in_plain_words() {
    for (built, message) in [
        (Law::constant(-1.0), "value must not be negative: -1"),
        (Law::exponential(0.0), "mean must be above 0: 0"),
        (Law::exponential(f64::NAN), "mean must be a finite number: NaN"),
        (Law::uniform(5.0, 2.5), "low must not be above high: 5 > 2.5"),
        (Law::uniform(-1.0, 2.0), "low must not be negative: -1"),
        (Law::constant(1e200), "value must not be beyond 1e100: 1e200"),
        (Law::uniform(1.0, f64::INFINITY), "high must be a finite number: inf"),
        (Law::triangular(3.0, 2.0, 4.0), "min must not be above mode: 3 > 2"),
        (Law::pert(1.0, 5.0, 4.0), "mode must not be above max: 5 > 4"),
        (Law::lognormal(10.0, 0.0), "cv must be above 0: 0"),
        (Law::gamma(-2.0, 1.0), "mean must be above 0: -2"),
        (Law::erlang(0, 1.0), "k must be above 0: 0"),
        (Law::weibull(10.0, 101.0), "cv must lie between 0.001 and 100: 101"),
        (Law::truncated_normal(5.0, 1.0, -1.0, 9.0), "low must not be negative: -1"),
        (Law::truncated_normal(5.0, 0.0, 1.0, 9.0), "sd must be above 0: 0"),
        (
            Law::truncated_normal(1.0, 0.01, 5.0, 6.0),
            "a normal law with mean 1 and sd 0.01 has no probability between 5 and 6",
        ),
        (Law::weights(&[]), "at least one value is needed"),
        (Law::weights(&[(1.0, 0.0)]), "at least one weight must be above 0"),
        (Law::weights(&[(1.0, -2.0)]), "weight must not be negative: -2"),
        (Law::empirical(vec![]), "at least one value is needed"),
        (Law::empirical(vec![1.0, f64::NAN]), "value must be a finite number: NaN"),
    ] {
        assert_eq!(built.expect_err("it must be refused").to_string(), message);
    }
}

#[test]
fn no_numbers_make_a_constructor_panic_or_a_law_yield_nonsense() {
    let numbers =
        [f64::NAN, f64::NEG_INFINITY, -1.0, 0.0, 5e-324, 1e-300, 1e-9, 1.0, 1e9, 1e100, 1e300, f64::MAX, f64::INFINITY];
    for a in numbers {
        for b in numbers {
            let mut built = vec![Law::constant(a), Law::exponential(a), Law::erlang(3, a), Law::empirical(vec![a, b])];
            built.extend([
                Law::uniform(a, b),
                Law::lognormal(a, b),
                Law::gamma(a, b),
                Law::weibull(a, b),
                Law::weights(&[(a, b), (b, a)]),
            ]);
            for c in numbers {
                built.extend([Law::triangular(a, b, c), Law::pert(a, b, c), Law::truncated_normal(a, b, 0.0, c)]);
            }
            for law in built.into_iter().flatten() {
                let value = law.sample(1, 2, 3);
                assert!(value >= 0.0 && value <= law.upper(), "{law:?}: {value}");
            }
        }
    }
}

#[test]
fn a_law_is_compact() {
    assert!(size_of::<Law>() <= 32, "{} bytes", size_of::<Law>());
}
