//! Measuring, cleaning, wrapping and shortening text, so that nothing is cut and nothing overlaps.

use std::sync::LazyLock;

use ab_glyph::{Font, FontRef, GlyphId, OutlinedGlyph, point};
use plotters::style::FontStyle;

use super::theme;

/// Thickness of letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Body text.
    Regular,
    /// Titles and the names of panels.
    Bold,
}

impl Weight {
    /// The same in the words of plotters.
    pub fn style(self) -> FontStyle {
        match self {
            Self::Regular => FontStyle::Normal,
            Self::Bold => FontStyle::Bold,
        }
    }
}

/// `text` on one line: control characters and characters that XML forbids become blanks, runs of blanks one blank.
pub fn clean(text: &str) -> String {
    let printable = |c: char| {
        if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') { ' ' } else { c }
    };
    let mut cleaned = String::with_capacity(text.len());
    for c in text.chars().map(printable) {
        // A thin space between digits must stay: only the plain blank folds.
        if c != ' ' || !(cleaned.is_empty() || cleaned.ends_with(' ')) {
            cleaned.push(c);
        }
    }
    cleaned.truncate(cleaned.trim_end_matches(' ').len());
    cleaned
}

/// Width of `text` in points when set at `size` points.
pub fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let end = |(glyph, start): (GlyphId, f64)| start + advance(glyph, weight);
    let set = letters(text, weight).last().map_or(0.0, end);
    // Noto Sans has no East Asian letters; a reader's own font sets them a full em wide, our empty box is narrower.
    let wide = text.chars().filter(|c| *c >= '\u{1100}' && font(weight).glyph_id(*c).0 == 0).count();
    (set + 0.4 * wide as f64) * size
}

/// The letters of `text` and where each begins, in em from the start of the text.
pub(super) fn letters(text: &str, weight: Weight) -> impl Iterator<Item = (GlyphId, f64)> {
    let font = font(weight);
    let em = f64::from(font.units_per_em().unwrap_or(1000.0));
    let mut end = 0.0;
    let mut before: Option<GlyphId> = None;
    text.chars().map(move |c| {
        let glyph = font.glyph_id(c);
        let kern = before.map_or(0.0, |before| f64::from(font.kern_unscaled(before, glyph)) / em);
        let start = end + kern;
        end = start + advance(glyph, weight);
        before = Some(glyph);
        (glyph, start)
    })
}

/// The shape of a letter whose em is `size` pixels and whose origin is at `place`; nothing for a blank.
pub(super) fn outline(glyph: GlyphId, size: f64, place: (f64, f64), weight: Weight) -> Option<OutlinedGlyph> {
    let scale = (size * theme::FONT_LINE_PER_EM) as f32;
    font(weight).outline_glyph(glyph.with_scale_and_position(scale, point(place.0 as f32, place.1 as f32)))
}

fn advance(glyph: GlyphId, weight: Weight) -> f64 {
    let font = font(weight);
    f64::from(font.h_advance_unscaled(glyph)) / f64::from(font.units_per_em().unwrap_or(1000.0))
}

fn font(weight: Weight) -> &'static FontRef<'static> {
    static REGULAR: LazyLock<FontRef> = LazyLock::new(|| parsed(notosans::REGULAR_TTF));
    static BOLD: LazyLock<FontRef> = LazyLock::new(|| parsed(notosans::BOLD_TTF));
    match weight {
        Weight::Regular => &REGULAR,
        Weight::Bold => &BOLD,
    }
}

fn parsed(bytes: &'static [u8]) -> FontRef<'static> {
    FontRef::try_from_slice(bytes).expect("the fonts of crate notosans are valid")
}

/// `text` broken at blanks into lines no wider than `limit` points; a word that is too long is broken inside.
pub fn wrap(text: &str, size: f64, weight: Weight, limit: f64) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in clean(text).split(' ').filter(|word| !word.is_empty()) {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if width(&longer, size, weight) <= limit {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        line = break_word(word, size, weight, limit, &mut lines);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// Pushes the full lines of one long word and returns what is left of it.
fn break_word(word: &str, size: f64, weight: Weight, limit: f64, lines: &mut Vec<String>) -> String {
    let mut line = String::new();
    for c in word.chars() {
        line.push(c);
        if line.chars().count() > 1 && width(&line, size, weight) > limit {
            line.pop();
            lines.push(std::mem::take(&mut line));
            line.push(c);
        }
    }
    line
}

/// `text` in at most `most` lines; what does not fit ends in an ellipsis.
pub fn wrap_at_most(text: &str, size: f64, weight: Weight, limit: f64, most: usize) -> Vec<String> {
    let mut lines = wrap(text, size, weight, limit);
    if lines.len() > most && most > 0 {
        let rest = lines.split_off(most - 1).join(" ");
        lines.push(shorten(&rest, size, weight, limit));
    }
    lines
}

/// `text`, or its beginning and an ellipsis, no wider than `limit` points.
pub fn shorten(text: &str, size: f64, weight: Weight, limit: f64) -> String {
    let text = clean(text);
    longest(&text, size, weight, limit, |letters, kept| {
        let start: String = letters[..kept].iter().collect();
        format!("{}…", start.trim_end())
    })
}

/// `text`, or its beginning, an ellipsis and its end, no wider than `limit` points.
pub fn shorten_middle(text: &str, size: f64, weight: Weight, limit: f64) -> String {
    let text = clean(text);
    longest(&text, size, weight, limit, |letters, kept| {
        let tail = kept / 2;
        let start: String = letters[..kept - tail].iter().collect();
        let end: String = letters[letters.len() - tail..].iter().collect();
        format!("{}…{}", start.trim_end(), end.trim_start())
    })
}

/// The longest of `shape(letters, kept)` that fits, or the text itself.
fn longest(text: &str, size: f64, weight: Weight, limit: f64, shape: impl Fn(&[char], usize) -> String) -> String {
    if width(text, size, weight) <= limit {
        return text.to_owned();
    }
    let letters: Vec<char> = text.chars().collect();
    let (mut fits, mut too_long) = (0, letters.len());
    while too_long - fits > 1 {
        let middle = usize::midpoint(fits, too_long);
        if width(&shape(&letters, middle), size, weight) <= limit {
            fits = middle;
        } else {
            too_long = middle;
        }
    }
    shape(&letters, fits)
}

/// Every name no wider than `limit` points: shortened at its end, or in its middle where two names would become the same.
pub fn shorten_all<'a>(names: impl Iterator<Item = &'a str>, font: super::canvas::Font, limit: f64) -> Vec<String> {
    let names: Vec<&str> = names.collect();
    let cut = |name: &&str| shorten(name, font.size, font.weight, limit);
    let short: Vec<String> = names.iter().map(cut).collect();
    let is_alone = |name: &String| short.iter().filter(|other| *other == name).count() == 1;
    let choose = |(name, short): (&&str, &String)| {
        if is_alone(short) { short.clone() } else { shorten_middle(name, font.size, font.weight, limit) }
    };
    names.iter().zip(&short).map(choose).collect()
}

/// Every name in at most two lines of `limit` points, such that names which differ still do.
pub fn wrap_all<'a>(names: impl Iterator<Item = &'a str>, font: super::canvas::Font, limit: f64) -> Vec<Vec<String>> {
    let (size, weight) = (font.size, font.weight);
    let names: Vec<&str> = names.collect();
    let cut = |name: &&str| wrap_at_most(name, size, weight, limit, 2);
    let lines: Vec<Vec<String>> = names.iter().map(cut).collect();
    let is_alone = |name: &Vec<String>| lines.iter().filter(|other| *other == name).count() == 1;
    let cut_in_middle = |name: &str| {
        // How much two lines hold depends on where the blanks are.
        let tries = (10..20).rev().map(|tenths| f64::from(tenths) / 10.0 * limit);
        let mut wrapped = tries.map(|room| wrap(&shorten_middle(name, size, weight, room), size, weight, limit));
        wrapped.find(|lines| lines.len() <= 2).unwrap_or_default()
    };
    let choose = |(name, lines): (&&str, &Vec<String>)| {
        if is_alone(lines) { lines.clone() } else { cut_in_middle(name) }
    };
    names.iter().zip(&lines).map(choose).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: &str = "Youyiguan Friendship Pass export lane for perishables of Puzhai";

    #[test]
    fn a_width_grows_with_size_and_weight() {
        let narrow = width("Nanning", 8.0, Weight::Regular);
        assert!((width("Nanning", 16.0, Weight::Regular) - 2.0 * narrow).abs() < 0.01);
        assert!(width("Nanning", 8.0, Weight::Bold) > narrow);
    }

    #[test]
    fn control_characters_become_blanks() {
        assert_eq!(clean(" a\u{0}b\tc\n\n d\u{1b} "), "a b c d");
    }

    #[test]
    fn wrapped_lines_fit_and_keep_every_letter() {
        let lines = wrap(LONG, 8.0, Weight::Regular, 60.0);
        assert!(lines.iter().all(|line| width(line, 8.0, Weight::Regular) <= 60.0));
        assert_eq!(lines.join("").replace(' ', ""), LONG.replace(' ', ""));
    }

    #[test]
    fn a_word_longer_than_a_line_is_broken() {
        let lines = wrap(&"x".repeat(60), 8.0, Weight::Regular, 60.0);
        assert!(lines.len() > 1 && lines.iter().all(|line| width(line, 8.0, Weight::Regular) <= 60.0));
    }

    #[test]
    fn wrapped_names_stay_different() {
        let names: Vec<String> = (0..30).map(|lane| format!("{LONG}, lane {lane}")).collect();
        let lines = wrap_all(names.iter().map(String::as_str), super::super::canvas::Font::TEXT, 92.0);
        let distinct: std::collections::BTreeSet<_> = lines.iter().collect();
        assert_eq!(distinct.len(), 30);
        assert!(lines.iter().flatten().all(|line| width(line, 8.0, Weight::Regular) <= 92.0));
    }

    #[test]
    fn shortened_names_stay_different() {
        let names = [format!("{LONG} 1"), format!("{LONG} 2")];
        let short = shorten_all(names.iter().map(String::as_str), super::super::canvas::Font::TEXT, 80.0);
        assert_ne!(short[0], short[1]);
        assert!(short.iter().all(|name| width(name, 8.0, Weight::Regular) <= 80.0));
    }
}
