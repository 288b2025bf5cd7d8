//! Numbers as a reader wants them: thin spaces, k and M, round steps on an axis.

/// Blank between groups of three digits.
const THIN_SPACE: char = '\u{2009}';

/// `value` with as many digits as are read in a label beside a bar: three, from 100 on whole numbers.
pub fn label(value: f64) -> String {
    let size = value.abs();
    match size {
        _ if !value.is_finite() => "–".to_owned(),
        _ if size > 0.0 && size < 0.005 => format!("{value:.0e}"),
        _ if size < 0.095 => trim_zeros(format!("{value:.2}")),
        _ if size < 9.95 => format!("{value:.1}"),
        _ if size < 99_999.5 => grouped(value),
        _ => scaled(value, 3),
    }
}

/// A relative change as a signed percentage: "+4.2 %", "−56 %"; what rounds to nothing keeps its sign.
pub fn change(share: f64) -> String {
    let size = share.abs() * 100.0;
    let words = match size {
        0.0 => return "0 %".to_owned(),
        _ if !size.is_finite() => return "–".to_owned(),
        _ if size < 0.05 => "<0.1".to_owned(),
        _ if size < 9.95 => format!("{size:.1}"),
        _ => grouped(size),
    };
    format!("{}{words} %", if share > 0.0 { "+" } else { "−" })
}

/// `value` on an axis whose ticks are `step` apart and reach `largest`.
pub fn tick(value: f64, step: f64, largest: f64) -> String {
    let (unit, suffix) = unit_of(largest);
    if largest >= 1e15 || (largest > 0.0 && largest < 1e-4) {
        return if value == 0.0 { "0".to_owned() } else { format!("{value:.1e}") };
    }
    if value == 0.0 {
        return "0".to_owned();
    }
    let step = step / unit;
    let decimals = (0..6).find(|d| is_whole(step * 10f64.powi(*d))).unwrap_or(6) as usize;
    if decimals == 0 { grouped(value / unit) + suffix } else { format!("{:.decimals$}{suffix}", value / unit) }
}

/// From what size on an axis counts in thousands, millions, billions, trillions.
fn unit_of(largest: f64) -> (f64, &'static str) {
    match largest {
        _ if largest < 1e5 => (1.0, ""),
        _ if largest < 1e6 => (1e3, "k"),
        _ if largest < 1e9 => (1e6, "M"),
        _ if largest < 1e12 => (1e9, "G"),
        _ => (1e12, "T"),
    }
}

fn scaled(value: f64, digits: usize) -> String {
    if value.abs() >= 1e15 {
        return format!("{value:.1e}");
    }
    let (unit, suffix) = unit_of(value.abs());
    let value = value / unit;
    let whole = (value.abs().log10().floor() as usize).min(digits - 1) + 1;
    trim_zeros(format!("{value:.*}", digits - whole)) + suffix
}

fn trim_zeros(number: String) -> String {
    if !number.contains('.') {
        return number;
    }
    number.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn is_whole(value: f64) -> bool {
    (value - value.round()).abs() < 1e-6 * value.abs().max(1e-3)
}

/// `value` rounded to a whole number, in groups of three digits.
pub fn whole(value: f64) -> String {
    if value.abs() < 1e15 { grouped(value) } else { label(value) }
}

/// A whole number with a thin space before every three digits from the right, from 1000 on.
fn grouped(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    let mut text = String::from(if value < 0.0 { "−" } else { "" });
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(THIN_SPACE);
        }
        text.push(digit);
    }
    text
}

/// The largest of 1, 2 and 5 times a power of ten that is not above `value`, which is above zero.
pub fn round_down(value: f64) -> f64 {
    let power = 10f64.powf(value.log10().floor());
    let steps = [5.0, 2.0, 1.0].map(|step| step * power);
    steps.into_iter().find(|step| *step <= value * 1.000_001).unwrap_or(power)
}

/// A count of things, as in 'and 12 more'.
pub fn count(value: usize) -> String {
    grouped(value as f64)
}

/// An axis from zero: its end, and the distance between ticks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// Largest value of the axis; ticks may end below it.
    pub end: f64,
    /// Distance between ticks: 1, 2 or 5 times a power of ten.
    pub step: f64,
}

impl Scale {
    /// A scale from zero that ends at `largest`, with as many round steps as there can be without more than `most` (at least 2);
    /// 0 to 1 where there is nothing to show.
    pub fn over(largest: f64, most: usize) -> Self {
        // Among more than two and a half there is always a round step.
        let most = most.max(2);
        let is_shown = largest.is_finite() && largest > 1e-300;
        let end = if is_shown { largest.min(1e300) } else { 1.0 };
        let power = 10f64.powf((end / most as f64).log10().floor());
        let steps = [0.5, 1.0, 2.0, 5.0, 10.0, 20.0].map(|step| step * power);
        let is_few = |step: &f64| (end / step + 1e-9).floor() <= most as f64;
        Self { end, step: steps.into_iter().find(is_few).unwrap_or(end) }
    }

    /// The values of the ticks, zero first, none beyond the end.
    pub fn ticks(&self) -> Vec<f64> {
        let count = (self.end / self.step + 1e-9).floor() as usize;
        (0..=count.min(100)).map(|index| index as f64 * self.step).collect()
    }

    /// The label of a tick.
    pub fn label(&self, value: f64) -> String {
        tick(value, self.step, self.end)
    }

    /// Where `value` lies between 0 (start) and 1 (end); values beyond the ends lie at the ends.
    pub fn share(&self, value: f64) -> f64 {
        (value / self.end).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_have_three_digits_and_thin_spaces() {
        let cases = [
            (0.0, "0"),
            (0.04, "0.04"),
            (3.12, "3.1"),
            (42.4, "42"),
            (1234.0, "1\u{2009}234"),
            (123_456.0, "123k"),
            (2_500_000.0, "2.5M"),
            (f64::NAN, "–"),
        ];
        for (value, expected) in cases {
            assert_eq!(label(value), expected, "{value}");
        }
    }

    #[test]
    fn a_change_has_a_sign_and_is_never_rounded_to_nothing() {
        let cases = [(0.0, "0 %"), (0.042, "+4.2 %"), (-0.557, "−56 %"), (-1e-6, "−<0.1 %"), (f64::INFINITY, "–")];
        for (value, expected) in cases {
            assert_eq!(change(value), expected, "{value}");
        }
    }

    #[test]
    fn a_scale_has_round_ticks_and_not_too_many() {
        for largest in [1e-9, 0.3, 0.999, 1.0, 4.2, 7.0, 99.0, 101.0, 8.7e5, 3e12, 1e300] {
            for most in 2..8 {
                let count = Scale::over(largest, most).ticks().len() - 1;
                assert!((1..=most).contains(&count), "{largest} {most} {count}");
            }
        }
    }

    #[test]
    fn nothing_and_nonsense_still_give_a_scale() {
        for largest in [0.0, -3.0, f64::NAN, f64::INFINITY, 1e-310] {
            assert_eq!(Scale::over(largest, 4).end, 1.0);
        }
    }

    #[test]
    fn ticks_of_one_axis_share_their_decimals() {
        let scale = Scale::over(1.0, 5);
        let labels: Vec<String> = scale.ticks().into_iter().map(|value| scale.label(value)).collect();
        assert_eq!(labels, ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
    }
}
