//! Bars of parts that add up, beside one another in rows: the drawing that costs and states of wagons share.

use super::canvas::{Align, Area, Canvas, Font};
use super::legend::Key;
use super::number::Scale;
use super::rows::{Rows, draw_halo, draw_whisker};
use super::theme::{self, Colour};

/// What a part is, and its colour.
pub(super) type Kind = (&'static str, Colour);

/// One bar.
pub(super) struct Bar {
    /// One a kind; what is not above zero is not drawn.
    pub parts: Vec<f64>,
    /// Ends of the 95 % interval of the whole, or none.
    pub ends: Option<(f64, f64)>,
    /// What stands behind it.
    pub label: String,
}

impl Bar {
    /// Length of the bar.
    pub fn total(&self) -> f64 {
        // An empty sum of floats is -0.
        self.parts.iter().filter(|part| is_drawn(**part)).sum::<f64>() + 0.0
    }

    /// The farthest that it or its whisker reaches.
    pub fn reach(&self) -> f64 {
        self.ends.map_or(0.0, |(_, high)| high).max(self.total())
    }
}

/// Whether a part can be drawn.
pub(super) fn is_drawn(part: f64) -> bool {
    part.is_finite() && part > 0.0
}

/// Keys of the kinds that some bar has.
pub(super) fn keys<'k>(kinds: &[Kind], bars: &[Bar]) -> Vec<Key<'k>> {
    let is_seen = |kind: usize| bars.iter().any(|bar| bar.parts.get(kind).is_some_and(|part| is_drawn(*part)));
    let seen = kinds.iter().enumerate().filter(|(number, _)| is_seen(*number));
    seen.map(|(_, (words, colour))| Key::fill(*colour, *words)).collect()
}

/// A key for the whisker, where a bar has one.
pub(super) fn whisker_key<'k>(bars: &[Bar], words: &'static str) -> Option<Key<'k>> {
    let has_ends = bars.iter().any(|bar| bar.ends.is_some_and(|(low, high)| high > low));
    has_ends.then(|| Key::new(12.0, words, |canvas, (x, y)| draw_whisker(canvas, x, x + 12.0, y)))
}

/// Draws the bars over `plot`, one a row of `rows`; `told` writes a value into a part that is wide enough.
pub(super) fn draw(
    canvas: &mut Canvas,
    rows: &Rows,
    (plot, scale): (Area, &Scale),
    kinds: &[Kind],
    bars: &[Bar],
    told: impl Fn(f64) -> String,
) {
    let x = |value: f64| plot.left + scale.share(value) * plot.width();
    for (row, bar) in bars.iter().enumerate() {
        let strip = rows.strip(row, 0.74);
        let mut from = 0.0;
        for (part, (_, colour)) in bar.parts.iter().zip(kinds).filter(|(part, _)| is_drawn(**part)) {
            let area = Area { left: x(from), right: x(from + part), ..strip };
            canvas.rect(area, *colour);
            // A thin white edge tells neighbours apart in greyscale.
            canvas.rect(Area { left: (area.right - 0.5).max(area.left), ..area }, theme::WHITE);
            label(canvas, area, &told(*part), *colour);
            from += part;
        }
        if let Some((low, high)) = bar.ends.filter(|(low, high)| low.is_finite() && high.is_finite()) {
            // Below the words in the parts.
            draw_halo(canvas, x(low), x(high), strip.bottom);
            draw_whisker(canvas, x(low), x(high), strip.bottom);
        }
        let at = (x(bar.reach()) + 4.0, strip.centre().1);
        canvas.text_beside(at, &bar.label, Font::HEADING, Align::Left);
    }
}

fn label(canvas: &mut Canvas, part: Area, words: &str, colour: Colour) {
    if part.height() >= 9.0 && Font::TEXT.width(words) + 5.0 <= part.width() {
        canvas.text_beside(part.centre(), words, Font::TEXT.coloured(theme::text_on(colour)), Align::Centre);
    }
}
