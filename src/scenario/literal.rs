//! Numbers, strings and characters, each from the start of a text: what it means and how many bytes it takes.

use std::ops::Range;

use crate::scenario::problem::Problem;
use crate::scenario::tree::Number;

/// A literal that cannot be read.
pub(crate) struct Bad {
    /// Without place.
    pub(crate) problem: Problem,
    /// Bytes at fault, from the literal's start.
    pub(crate) range: Range<usize>,
    /// Whether the text ended inside the literal.
    pub(crate) unclosed: bool,
}

/// What was read and its length in bytes. The error is boxed, since it is much larger.
type Read<T> = Result<(T, usize), Box<Bad>>;

fn bad(problem: Problem, range: Range<usize>) -> Box<Bad> {
    Box::new(Bad { problem, range, unclosed: false })
}

fn unclosed(quote: &str, opening: usize) -> Box<Bad> {
    let problem = Problem::new("E0105", "a string is not closed").found("the end of the file");
    Box::new(Bad { problem: problem.expected(format!("`{quote}`")), range: 0..opening, unclosed: true })
}

/// `"..."` with escapes; it may run over lines.
pub(crate) fn string(rest: &str) -> Read<String> {
    let mut text = String::new();
    let mut at = 1;
    while let Some(character) = rest[at..].chars().next() {
        match character {
            '"' => return Ok((text, at + 1)),
            '\\' => {
                let (escaped, length) = escape(rest, at)?;
                text.push(escaped);
                at += length;
            }
            _ => {
                text.push(character);
                at += character.len_utf8();
            }
        }
    }
    Err(unclosed("\"", 1))
}

/// Whether `r`, any number of `#`, and a quote follow.
pub(crate) fn starts_raw_string(rest: &str) -> bool {
    rest.strip_prefix('r').is_some_and(|rest| rest.trim_start_matches('#').starts_with('"'))
}

/// `r"..."`, `r#"..."#`: no escapes, closed by a quote and as many `#`.
pub(crate) fn raw_string(rest: &str) -> Read<String> {
    let hashes = rest[1..].bytes().take_while(|byte| *byte == b'#').count();
    let closing = format!("\"{}", "#".repeat(hashes));
    let start = 1 + closing.len();
    match rest[start..].find(&closing) {
        Some(length) => Ok((rest[start..start + length].to_owned(), start + length + closing.len())),
        None => Err(unclosed(&closing, start)),
    }
}

/// `'x'`, read as a text of one character.
pub(crate) fn character(rest: &str) -> Read<String> {
    let (character, length) = match rest[1..].chars().next() {
        Some('\\') => escape(rest, 1)?,
        Some(character) if character != '\'' && character != '\n' => (character, character.len_utf8()),
        _ => return Err(bad_character()),
    };
    if rest[1 + length..].starts_with('\'') { Ok((character.to_string(), length + 2)) } else { Err(bad_character()) }
}

fn bad_character() -> Box<Bad> {
    let problem = Problem::new("E0117", "single quotes hold exactly one character").found("`'`");
    bad(problem.expected("text in double quotes: \"..\"").hint("text stands in plain double quotes: \"..\""), 0..1)
}

/// The escape that starts at `at`, and its length.
fn escape(rest: &str, at: usize) -> Read<char> {
    let simple = match rest[at + 1..].chars().next() {
        Some('n') => '\n',
        Some('r') => '\r',
        Some('t') => '\t',
        Some('0') => '\0',
        Some(plain @ ('\\' | '"' | '\'')) => plain,
        Some('x') => return hexadecimal(rest, at, rest.get(at + 2..at + 4), 4),
        Some('u') => {
            let digits =
                rest[at + 2..].strip_prefix('{').and_then(|inside| inside.split_once('}')).map(|parts| parts.0);
            return hexadecimal(rest, at, digits, digits.map_or(0, str::len) + 4);
        }
        _ => return Err(bad_escape(rest, at)),
    };
    Ok((simple, 2))
}

fn hexadecimal(rest: &str, at: usize, digits: Option<&str>, length: usize) -> Read<char> {
    let digits =
        digits.filter(|digits| (1..=6).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let value = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let character = value.and_then(char::from_u32).ok_or_else(|| bad_escape(rest, at))?;
    Ok((character, length))
}

fn bad_escape(rest: &str, at: usize) -> Box<Bad> {
    let length = 1 + rest[at + 1..].chars().next().map_or(0, char::len_utf8);
    let problem = Problem::new("E0107", "an unknown escape in a text").found(format!("`{}`", &rest[at..at + length]));
    let problem = problem.expected(r#"one of \n \r \t \0 \\ \" \' \x41 \u{e9}"#);
    bad(problem.hint(r#"a backslash itself is written `\\`, or stands in a raw string r"..""#), at..at + length)
}

/// Decimal with point and exponent, `0x`, `0b`, `0o`, underscores, sign, `-inf`, `+NaN`.
pub(crate) fn number(rest: &str) -> Read<Number> {
    let length = number_length(rest);
    let text = &rest[..length];
    let value = number_value(text).ok_or_else(|| bad(malformed(text), 0..length))?;
    let spelled_out = text.ends_with("inf") || text.ends_with("NaN");
    if value.is_finite() || spelled_out {
        Ok((Number { value, text: text.to_owned() }, length))
    } else {
        let problem = Problem::new("E0109", "a number is too large").found(format!("`{text}`"));
        Err(bad(problem.expected("a number of at most 1.8e308 in size"), 0..length))
    }
}

/// How far the characters go that can only be meant as one number.
fn number_length(rest: &str) -> usize {
    let unsigned = rest.trim_start_matches(['+', '-']);
    let decimal = !unsigned.starts_with("0x");
    let mut after_exponent = true;
    let end = rest.find(|character: char| {
        let inside = character.is_alphanumeric()
            || matches!(character, '_' | '.')
            || (after_exponent && matches!(character, '+' | '-'));
        let signs_go_on = after_exponent && matches!(character, '+' | '-');
        after_exponent = signs_go_on || (decimal && matches!(character, 'e' | 'E'));
        !inside
    });
    end.unwrap_or(rest.len())
}

fn number_value(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let size = match unsigned.get(..2) {
        Some("0x") => whole(&unsigned[2..], 16)?,
        Some("0b") => whole(&unsigned[2..], 2)?,
        Some("0o") => whole(&unsigned[2..], 8)?,
        _ if unsigned == "inf" => f64::INFINITY,
        _ if unsigned == "NaN" => f64::NAN,
        _ if is_decimal(unsigned) && unsigned.contains('_') => unsigned.replace('_', "").parse().ok()?,
        _ if is_decimal(unsigned) => unsigned.parse().ok()?,
        _ => return None,
    };
    Some(if text.starts_with('-') { -size } else { size })
}

/// The value of digits in a base; infinite if there are too many.
#[expect(clippy::cast_precision_loss, reason = "the nearest f64 is wanted")]
fn whole(digits: &str, radix: u32) -> Option<f64> {
    let plain = digits.replace('_', "");
    let well_formed = !plain.is_empty() && plain.chars().all(|digit| digit.is_digit(radix)) && !digits.starts_with('_');
    well_formed.then(|| u128::from_str_radix(&plain, radix).map_or(f64::INFINITY, |value| value as f64))
}

/// Digits with at most one point and at most one exponent; underscores only behind a digit.
fn is_decimal(text: &str) -> bool {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (integer, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent_fits = exponent.is_none_or(|exponent| {
        let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        !digits.is_empty() && are_digits(digits)
    });
    (!integer.is_empty() || !fraction.is_empty()) && are_digits(integer) && are_digits(fraction) && exponent_fits
}

fn are_digits(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_') && !part.starts_with('_')
}

fn malformed(text: &str) -> Problem {
    let problem = Problem::new("E0108", "a number cannot be read").found(format!("`{text}`"));
    let problem = problem.expected("a number such as 4, -2.5, 1_000, 6.0e6 or 0x1F");
    let digits =
        text.len() - text.trim_start_matches(|character: char| character.is_ascii_digit() || character == '.').len();
    let has_unit = digits > 0 && text[digits..].chars().all(char::is_alphabetic) && digits < text.len();
    problem.hint_if(
        has_unit.then(|| format!("a quantity with its unit is a text: \"{} {}\"", &text[..digits], &text[digits..])),
    )
}
