//! Keys that explain marks, set in lines like words of a text.

use super::canvas::{Align, Area, Canvas, Font, Point};
use super::theme::Colour;

/// Draws the mark of a key; the point is the middle of its left edge.
pub(super) type Mark<'a> = Box<dyn Fn(&mut Canvas, Point) + 'a>;

/// A mark and what it means.
pub(super) struct Key<'a> {
    pub mark: Mark<'a>,
    /// Room for the mark in points.
    pub room: f64,
    pub words: String,
}

impl<'a> Key<'a> {
    pub fn new(room: f64, words: impl Into<String>, mark: impl Fn(&mut Canvas, Point) + 'a) -> Self {
        Self { mark: Box::new(mark), room, words: words.into() }
    }

    /// A small filled square.
    pub fn fill(colour: Colour, words: impl Into<String>) -> Self {
        Self::new(8.0, words, move |canvas, at| canvas.rect(square(at), colour))
    }

    /// A small hatched square.
    pub fn hatch(colour: Colour, words: impl Into<String>) -> Self {
        Self::new(8.0, words, move |canvas, at| canvas.hatch(square(at), colour))
    }

    /// Words without a mark.
    pub fn words(words: impl Into<String>) -> Self {
        Self::new(0.0, words, |_, _| ())
    }

    fn width(&self) -> f64 {
        let gap = if self.room > 0.0 { 3.5 } else { 0.0 };
        self.room + gap + Font::QUIET.width(&self.words)
    }
}

fn square((x, y): Point) -> Area {
    Area::new(x, y - 3.5, x + 7.0, y + 3.5)
}

/// Draws `keys` in as many lines as they need from the upper edge of `area`; returns the height taken.
pub(super) fn draw(canvas: &mut Canvas, area: Area, keys: &[Key]) -> f64 {
    const GAP: f64 = 12.0;
    let leading = Font::QUIET.leading() + 0.4;
    let (mut x, mut line) = (area.left, 0);
    for key in keys {
        if x > area.left && x + key.width() > area.right {
            (x, line) = (area.left, line + 1);
        }
        let at = (x, area.top + (f64::from(line) + 0.5) * leading);
        (key.mark)(canvas, at);
        let words = at.0 + key.width() - Font::QUIET.width(&key.words);
        canvas.text_beside((words, at.1), &key.words, Font::QUIET, Align::Left);
        x += key.width() + GAP;
    }
    if keys.is_empty() { 0.0 } else { f64::from(line + 1) * leading }
}
