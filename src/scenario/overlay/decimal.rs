//! Sums and products as a planner writes them: 10 x 1.1 is 11, where binary fractions give 11.000000000000002.

use super::super::tree::Number;

/// `digits` / 10^`places`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Decimal {
    digits: i128,
    places: u32,
}

/// The exact sum where both are plain decimals, else the nearest.
pub fn sum(a: &Number, b: &Number) -> Number {
    exact(a, b, Decimal::plus).unwrap_or_else(|| Number::new(a.value + b.value))
}

/// The exact product where both are plain decimals, else the nearest.
pub fn product(a: &Number, b: &Number) -> Number {
    exact(a, b, Decimal::times).unwrap_or_else(|| Number::new(a.value * b.value))
}

fn exact(a: &Number, b: &Number, combine: fn(Decimal, Decimal) -> Option<Decimal>) -> Option<Number> {
    let text = combine(Decimal::parse(&a.text)?, Decimal::parse(&b.text)?)?.to_text();
    Some(Number { value: text.parse().ok()?, text })
}

impl Decimal {
    /// Reads "-1_000.25"; none for exponents and other bases.
    fn parse(text: &str) -> Option<Self> {
        let text = text.replace('_', "");
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let is_plain = fraction.bytes().all(|byte| byte.is_ascii_digit());
        let digits = is_plain.then(|| format!("{whole}{fraction}").parse().ok()).flatten()?;
        Some(Self { digits, places: u32::try_from(fraction.len()).ok()? })
    }

    fn with_places(self, places: u32) -> Option<i128> {
        self.digits.checked_mul(10_i128.checked_pow(places - self.places)?)
    }

    fn plus(self, other: Self) -> Option<Self> {
        let places = self.places.max(other.places);
        Some(Self { digits: self.with_places(places)?.checked_add(other.with_places(places)?)?, places })
    }

    fn times(self, other: Self) -> Option<Self> {
        Some(Self { digits: self.digits.checked_mul(other.digits)?, places: self.places + other.places })
    }

    /// Without a point if it is whole, so that a count stays a count.
    fn to_text(self) -> String {
        let Self { mut digits, mut places } = self;
        while places > 0 && digits % 10 == 0 {
            digits /= 10;
            places -= 1;
        }
        let sign = if digits < 0 { "-" } else { "" };
        let width = places as usize + 1;
        let padded = format!("{:0width$}", digits.unsigned_abs());
        let (whole, fraction) = padded.split_at(padded.len() - places as usize);
        if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number { value: text.replace('_', "").parse().expect("a number"), text: text.to_owned() }
    }

    #[test]
    fn products_are_those_of_the_pocket_calculator() {
        let times = |a: &str, b: &str| product(&number(a), &number(b)).text;
        assert_eq!(times("10", "1.1"), "11");
        assert_eq!(times("3", "1.5"), "4.5");
        assert_eq!(times("3", "2.0"), "6");
        assert_eq!(times("-0.05", "0.1"), "-0.005");
        assert_eq!(times("1_000", "1.16"), "1160");
        assert_eq!(times("0", "-2"), "0");
    }

    #[test]
    fn sums_are_too() {
        let plus = |a: &str, b: &str| sum(&number(a), &number(b)).text;
        assert_eq!(plus("0.1", "0.2"), "0.3");
        assert_eq!(plus("3", "-1"), "2");
        assert_eq!(plus("0.93", "0"), "0.93");
    }

    #[test]
    fn what_is_no_plain_decimal_is_computed_in_binary() {
        assert_eq!(product(&number("1e3"), &number("2.5")).value, 2500.0);
        let large = number("99999999999999999999999999999999999999");
        assert_eq!(product(&large, &large).value, large.value * large.value);
        assert_eq!(number("0.3").value.to_bits(), sum(&number("0.1"), &number("0.2")).value.to_bits());
    }
}
