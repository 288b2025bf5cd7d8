//! Several tests at once: what stays certain when many differences are looked at together.

use statrs::distribution::{ContinuousCDF, StudentsT};

/// p-values adjusted after Bonferroni: times their number, at most 1.
pub fn bonferroni(p: &[f64]) -> Vec<f64> {
    let tests = p.len() as f64;
    p.iter().map(|p| (p * tests).min(1.0)).collect()
}

/// p-values adjusted after Holm (1979), in the order given: those not above 0.05 hold together with confidence 95 %. Never larger than Bonferroni's.
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    let mut adjusted = vec![0.0; p.len()];
    let mut least = 0.0_f64;
    for (rank, test) in order.into_iter().enumerate() {
        least = least.max((p[test] * (p.len() - rank) as f64).min(1.0));
        adjusted[test] = least;
    }
    adjusted
}

/// How many standard errors the half width of a 95 % interval has, if the intervals of so many `tests` (>= 1) are to hold together (Bonferroni):
/// the quantile 1 - 0.05 / (2 tests) of Student's t with `freedom` > 0.
pub fn critical_t(freedom: f64, tests: usize) -> f64 {
    let law = StudentsT::new(0.0, 1.0, freedom).expect("degrees of freedom are positive");
    law.inverse_cdf(1.0 - 0.05 / (2.0 * tests.max(1) as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    const P: [f64; 5] = [0.001, 0.012, 0.03, 0.04, 0.2];

    fn close(found: &[f64], expected: &[f64]) {
        assert_eq!(found.len(), expected.len());
        assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12), "{found:?}, expected {expected:?}");
    }

    #[test]
    fn adjusted_p_values_are_those_of_the_validation_plan() {
        close(&bonferroni(&P), &[0.005, 0.06, 0.15, 0.2, 1.0]);
        close(&holm(&P), &[0.005, 0.048, 0.09, 0.09, 0.2]);
    }

    #[test]
    fn the_order_of_the_tests_has_no_influence() {
        let turned: Vec<f64> = P.into_iter().rev().collect();
        close(&holm(&turned), &[0.2, 0.09, 0.09, 0.048, 0.005]);
        close(&holm(&[0.6, 0.6]), &[1.0, 1.0]);
        close(&holm(&[]), &[]);
    }

    #[test]
    fn the_t_of_five_tests_is_that_of_the_validation_plan() {
        assert!((critical_t(9.0, 5) - 3.249_835_54).abs() < 1e-7, "{}", critical_t(9.0, 5));
        assert!((critical_t(9.0, 1) - 2.262_157).abs() < 1e-5);
    }
}
