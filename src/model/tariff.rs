//! What it costs to let something stand: free time, then by parts of days or by days begun, at prices that may rise.

use crate::units::{DAY, Millis, days};

/// What a stay costs, by its length.
#[derive(Debug, Clone, PartialEq)]
pub struct Tariff {
    /// (length of the stay \[ms\] from which a price holds, that price \[USD per day\]), in order, at least one. What is before the first costs nothing.
    pub prices: Vec<(Millis, f64)>,
    /// How parts of a day count.
    pub billing: Billing,
}

/// How parts of a day are charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Billing {
    /// By their share of a day.
    ProRata,
    /// As whole days, each at the price that holds when it begins; the first begins when the free time ends.
    Started,
}

impl Tariff {
    /// The charge for a stay \[millionths of a US dollar\].
    pub fn charge(&self, stay: Millis) -> u64 {
        let ends = self.prices.iter().skip(1).map(|(from, _)| *from).chain([Millis::MAX]);
        let of = |((from, price), end): (&(Millis, f64), Millis)| {
            (self.days(stay.min(end)) - self.days(stay.min(*from))) * price
        };
        let usd = self.prices.iter().zip(ends).map(of).fold(0.0, |sum, part| sum + part);
        (usd * 1e6).round() as u64
    }

    /// Days beyond the free time at some length of a stay: passed, or begun.
    fn days(&self, stay: Millis) -> f64 {
        let beyond = stay.saturating_sub(self.prices.first().map_or(Millis::MAX, |(free, _)| *free));
        match self.billing {
            Billing::ProRata => days(beyond),
            Billing::Started => beyond.div_ceil(DAY) as f64,
        }
    }

    /// So many times as dear.
    pub fn times(&self, factor: f64) -> Self {
        let prices = self.prices.iter().map(|(from, price)| (*from, price * factor)).collect();
        Self { prices, billing: self.billing }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::HOUR;

    fn tariff(billing: Billing) -> Tariff {
        // Five days free, then 30 USD a day, from the eighth day on 50, from the tenth and a half on 80.
        Tariff { prices: vec![(5 * DAY, 30.0), (8 * DAY, 50.0), (10 * DAY + 12 * HOUR, 80.0)], billing }
    }

    #[test]
    fn parts_of_days_cost_their_share_at_the_price_of_their_time() {
        let charge = |hours: u64| tariff(Billing::ProRata).charge(hours * HOUR);
        for (stay, usd) in [
            (0, 0.0),
            (120, 0.0),
            (126, 7.5),                            // a quarter of 30
            (192, 90.0),                           // three days at 30
            (204, 115.0),                          // and half a day at 50
            (252, 90.0 + 2.5 * 50.0),              // and two days and a half at 50
            (300, 90.0 + 2.5 * 50.0 + 2.0 * 80.0), // and two days at 80
        ] {
            assert_eq!(charge(stay), (usd * 1e6) as u64, "{stay} h");
        }
        assert_eq!(tariff(Billing::ProRata).charge(5 * DAY + 1), 0, "a millisecond: 0.35 millionths");
        assert_eq!(tariff(Billing::ProRata).charge(5 * DAY + 3), 1, "1.04 millionths");
    }

    #[test]
    fn days_that_are_begun_cost_the_price_at_their_beginning() {
        let charge = |stay: Millis| tariff(Billing::Started).charge(stay);
        for (stay, usd) in [
            (5 * DAY, 0),
            (5 * DAY + 1, 30),
            (6 * DAY, 30),
            (6 * DAY + 1, 60),
            (8 * DAY, 90),
            (8 * DAY + 1, 140),
            // Days begin at 8, 9 and 10 at 50: the last of them goes on beyond the change of price. The one at 11 costs 80.
            (10 * DAY + 20 * HOUR, 90 + 3 * 50),
            (11 * DAY, 90 + 3 * 50),
            (11 * DAY + 1, 90 + 3 * 50 + 80),
        ] {
            assert_eq!(charge(stay), usd * 1_000_000, "{stay} ms");
        }
    }

    #[test]
    fn two_prices_that_are_equal_are_one() {
        for billing in [Billing::ProRata, Billing::Started] {
            let one = Tariff { prices: vec![(2 * DAY, 24.0)], billing };
            let two = Tariff { prices: vec![(2 * DAY, 24.0), (4 * DAY + 7 * HOUR, 24.0)], billing };
            for stay in (0..200).map(|step| step * 5 * HOUR / 2) {
                assert_eq!(one.charge(stay), two.charge(stay), "{billing:?} {stay}");
            }
            assert_eq!(one.times(3.0).charge(3 * DAY), 3 * one.charge(3 * DAY));
        }
    }
}
