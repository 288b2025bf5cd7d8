//! Plain values of a scenario: numbers, texts, durations, dates.

use std::fmt;

use jiff::civil::Date as CivilDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::record::{FromNode, Reader};
use super::tree::{Node, Value};
use crate::units::{DAY, HOUR, MAX_TIME, MINUTE, Millis, SECOND, WEEK, spoken};

impl FromNode for f64 {
    fn from_node(node: &Node, reader: &mut Reader) -> Option<Self> {
        match &node.value {
            Value::Number(number) if number.value.is_finite() => Some(number.value + 0.0),
            Value::Number(_) => reader.invalid(node, "E0301", "is not a finite number", "a finite number"),
            _ => reader.wrong(node, "a number"),
        }
    }
    fn stand_in() -> Self {
        1.0
    }
    fn words() -> String {
        "number".to_owned()
    }
}

impl FromNode for u32 {
    fn from_node(node: &Node, reader: &mut Reader) -> Option<Self> {
        whole(node, reader, i128::from(Self::MAX)).and_then(|number| Self::try_from(number).ok())
    }
    fn stand_in() -> Self {
        1
    }
    fn words() -> String {
        "whole number".to_owned()
    }
}

impl FromNode for u64 {
    fn from_node(node: &Node, reader: &mut Reader) -> Option<Self> {
        whole(node, reader, i128::from(Self::MAX)).and_then(|number| Self::try_from(number).ok())
    }
    fn stand_in() -> Self {
        1
    }
    fn words() -> String {
        "whole number".to_owned()
    }
}

fn whole(node: &Node, reader: &mut Reader, most: i128) -> Option<i128> {
    let Value::Number(number) = &node.value else { return reader.wrong(node, "a whole number") };
    match number.integer() {
        Some(whole) if (0..=most).contains(&whole) => Some(whole),
        Some(whole) if whole < 0 => reader.invalid(node, "E0302", "must not be negative", "0 or more"),
        Some(_) => reader.invalid(node, "E0302", "is too large", &format!("at most {most}")),
        None => reader.invalid(node, "E0302", "is not a whole number", "a whole number"),
    }
}

impl FromNode for bool {
    fn from_node(node: &Node, reader: &mut Reader) -> Option<Self> {
        match node.value {
            Value::Bool(value) => Some(value),
            _ => reader.wrong(node, "true or false"),
        }
    }
    fn stand_in() -> Self {
        false
    }
    fn words() -> String {
        "true or false".to_owned()
    }
}

/// The longest text that is taken \[bytes\].
const MAX_TEXT: usize = 2000;

impl FromNode for String {
    fn from_node(node: &Node, reader: &mut Reader) -> Option<Self> {
        let Some(text) = node.text() else { return reader.wrong(node, "a text in quotes") };
        if text.chars().any(is_forbidden) {
            return reader.invalid(node, "E0305", "contains control or invisible characters", "plain text");
        }
        if text.len() > MAX_TEXT {
            return reader.invalid(node, "E0305", "is too long", &format!("at most {MAX_TEXT} bytes"));
        }
        Some(text.to_owned())
    }
    fn stand_in() -> Self {
        Self::new()
    }
    fn words() -> String {
        "text".to_owned()
    }
}

/// Characters that could change how a report reads: controls, bidirectional overrides, zero-width marks.
fn is_forbidden(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// A length of time, written with its unit: "2 h 30 min".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dur(pub Millis);

impl Dur {
    /// Reads "2 h 30 min".
    ///
    /// # Errors
    /// What is wrong, as the end of a sentence: "has no unit behind 5".
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut total = 0.0;
        let mut rest = text.trim();
        if rest.is_empty() {
            return Err("is empty".to_owned());
        }
        while !rest.is_empty() {
            let split = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
            let (number, behind) = rest.split_at(split);
            let behind = behind.trim_start();
            let end = behind.find(|c: char| !c.is_alphabetic()).unwrap_or(behind.len());
            let (unit, left) = behind.split_at(end);
            if number.is_empty() && unit.is_empty() {
                return Err(
                    if rest.starts_with('-') { "must not be negative" } else { "is no length of time" }.to_owned()
                );
            }
            let number: f64 = number.parse().map_err(|_| format!("has no number before `{unit}`"))?;
            if unit.is_empty() {
                return Err(format!("has no unit behind {number}"));
            }
            total += number * unit_size(unit).ok_or_else(|| format!("has an unknown unit `{unit}`"))? as f64;
            rest = left.trim_start();
        }
        if total > MAX_TIME as f64 {
            return Err(format!("is longer than {} days, the most that the clock holds", MAX_TIME / DAY));
        }
        Ok(Self((total + 0.5) as Millis))
    }
}

fn unit_size(unit: &str) -> Option<Millis> {
    Some(match unit {
        "ms" => 1,
        "s" | "sec" | "second" | "seconds" => SECOND,
        "min" | "minute" | "minutes" => MINUTE,
        "h" | "hour" | "hours" => HOUR,
        "d" | "day" | "days" => DAY,
        "week" | "weeks" => WEEK,
        _ => return None,
    })
}

impl fmt::Display for Dur {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(&spoken(self.0))
    }
}

impl FromNode for Dur {
    fn from_node(node: &Node, reader: &mut Reader) -> Option<Self> {
        let expected = "a length of time with its unit, like \"2 h 30 min\" (units: ms, s, min, h, days, weeks)";
        let Some(text) = node.text() else {
            let is_number = matches!(node.value, Value::Number(_));
            return if is_number {
                reader.invalid(node, "E0304", "has no unit", expected)
            } else {
                reader.wrong(node, expected)
            };
        };
        match Self::parse(text) {
            Ok(duration) => Some(duration),
            Err(why) => reader.invalid(node, "E0304", &why, expected),
        }
    }
    fn stand_in() -> Self {
        Self(HOUR)
    }
    fn words() -> String {
        "length of time".to_owned()
    }
}

impl Serialize for Dur {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Dur {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// A day of the calendar, written "2024-03-01".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub CivilDate);

impl FromNode for Day {
    fn from_node(node: &Node, reader: &mut Reader) -> Option<Self> {
        let expected = "a date that exists, written \"2024-03-01\"";
        let Some(text) = node.text() else { return reader.wrong(node, expected) };
        match text.trim().parse::<CivilDate>() {
            Ok(date) if text.trim().len() == "2024-03-01".len() => Some(Self(date)),
            Ok(_) | Err(_) => reader.invalid(node, "E0306", "is no date", expected),
        }
    }
    fn stand_in() -> Self {
        Self(CivilDate::constant(2000, 1, 1))
    }
    fn words() -> String {
        "date".to_owned()
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map(Self).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_of_time_is_read_with_its_units() {
        assert_eq!(Dur::parse("2 h 30 min"), Ok(Dur(150 * MINUTE)));
        assert_eq!(Dur::parse("1.5min"), Ok(Dur(90 * SECOND)));
        assert_eq!(Dur::parse(" 1 week "), Ok(Dur(7 * DAY)));
    }

    #[test]
    fn a_length_of_time_without_sense_says_why() {
        assert_eq!(Dur::parse("5"), Err("has no unit behind 5".to_owned()));
        assert_eq!(Dur::parse("5 furlong"), Err("has an unknown unit `furlong`".to_owned()));
        assert_eq!(Dur::parse("-5 min"), Err("must not be negative".to_owned()));
        assert_eq!(Dur::parse("h"), Err("has no number before `h`".to_owned()));
        assert!(Dur::parse("1e9 days").is_err() && Dur::parse("999999999 days").is_err() && Dur::parse("").is_err());
    }

    #[test]
    fn a_length_of_time_is_written_as_it_can_be_read() {
        for time in [0, 1, 999, 90 * SECOND, 36 * HOUR + 5] {
            assert_eq!(Dur::parse(&Dur(time).to_string()), Ok(Dur(time)));
        }
    }
}
