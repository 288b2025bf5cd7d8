//! Quantities. A unit is part of the type inside the program and part of the key in a scenario.
//!
//! **Invariant:** the clock is an integer number of milliseconds since the start of the run; nothing else measures time in the engine.

/// Milliseconds, the tick of the clock: an instant since the start of a run, or a length of time. At most [`MAX_TIME`].
pub type Millis = u64;

/// One second in ticks.
pub const SECOND: Millis = 1_000;
/// One minute in ticks.
pub const MINUTE: Millis = 60 * SECOND;
/// One hour in ticks.
pub const HOUR: Millis = 60 * MINUTE;
/// One day in ticks.
pub const DAY: Millis = 24 * HOUR;
/// One week in ticks.
pub const WEEK: Millis = 7 * DAY;

/// The last instant that the compact records can hold: 44 bits of milliseconds, some 557 years.
pub const MAX_TIME: Millis = (1 << 44) - 1;

/// Ticks as hours, for output.
pub fn hours(time: Millis) -> f64 {
    time as f64 / HOUR as f64
}

/// Ticks as days, for output.
pub fn days(time: Millis) -> f64 {
    time as f64 / DAY as f64
}

/// A sampled length of time, 0 or more, as ticks: to the nearest millisecond (halves to the even one), never beyond [`MAX_TIME`].
#[inline]
pub fn ticks(sampled: f64) -> Millis {
    // Beside 2^52 a float has no room for fractions: the sum rounds, and its lowest bits are the number. Cheaper than a checked conversion.
    const ROUNDS: f64 = (1_u64 << 52) as f64;
    (sampled.min(MAX_TIME as f64) + ROUNDS).to_bits() & ((1 << 52) - 1)
}

/// Writes a length of time as a planner would: "2 h 30 min", "45 s", "3 days".
pub fn spoken(time: Millis) -> String {
    const UNITS: [(Millis, &str, &str); 5] =
        [(DAY, "day", "days"), (HOUR, "h", "h"), (MINUTE, "min", "min"), (SECOND, "s", "s"), (1, "ms", "ms")];
    let mut rest = time;
    let mut parts = Vec::new();
    for (size, one, many) in UNITS {
        let count = rest / size;
        rest %= size;
        if count > 0 {
            parts.push(format!("{count} {}", if count == 1 { one } else { many }));
        }
    }
    if parts.is_empty() { "0 min".to_owned() } else { parts.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_of_time_is_spoken_in_its_largest_units() {
        assert_eq!(spoken(0), "0 min");
        assert_eq!(spoken(2 * HOUR + 30 * MINUTE), "2 h 30 min");
        assert_eq!(spoken(DAY + 1), "1 day 1 ms");
    }

    #[test]
    fn a_sampled_time_is_rounded_to_the_nearest_tick() {
        assert_eq!(ticks(0.4), 0);
        assert_eq!((ticks(0.5), ticks(0.6), ticks(1.5), ticks(2.5)), (0, 1, 2, 2));
        assert_eq!((ticks(86_400_000.0), ticks(1e12 + 0.4)), (DAY, 1_000_000_000_000));
        assert_eq!(ticks(f64::INFINITY), MAX_TIME);
    }
}
