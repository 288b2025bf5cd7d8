//! Named rows beside a common axis: the layout of horizontal bars and boxes.

use super::canvas::{Align, Area, Canvas, Dash, Font};
use super::number::Scale;
use super::text::{self, Weight};
use super::theme;

/// Lines of one name stand closer than running text.
const LEADING: f64 = theme::TEXT * 1.1;

/// Rows of one plot.
pub(super) struct Rows {
    /// Where the marks are drawn; names stand left of it.
    pub plot: Area,
    names: Vec<Vec<String>>,
    height: f64,
}

impl Rows {
    /// Rows for `names` in `area`, of which names take at most `share` of the width and marks leave `right` points free at the right.
    pub fn new<'a>(area: Area, names: impl Iterator<Item = &'a str> + Clone, share: f64, right: f64) -> Self {
        let count = names.clone().count().max(1);
        let height = (area.height() / count as f64).min(26.0);
        let limit = area.width() * share;
        let is_tall = height >= 2.0 * LEADING;
        let fits = |name: &str| Font::TEXT.width(&text::clean(name)) <= limit;
        let wrapped = |name: &str| text::wrap_at_most(name, Font::TEXT.size, Weight::Regular, limit, 2);
        let short = text::shorten_all(names.clone(), Font::TEXT, limit);
        let lines = |(name, short): (&str, String)| {
            if is_tall && !fits(name) { wrapped(name) } else { vec![short] }
        };
        let names: Vec<Vec<String>> = names.zip(short).map(lines).collect();
        let widest = names.iter().flatten().map(|line| Font::TEXT.width(line)).fold(0.0, f64::max);
        let bottom = area.top + height * count as f64;
        Self { plot: Area::new(area.left + widest + 5.0, area.top, area.right - right, bottom), names, height }
    }

    /// The strip of row `index` that a mark of `thickness` (share of the row, at most 13 points) fills.
    pub fn strip(&self, index: usize, thickness: f64) -> Area {
        let middle = self.plot.top + (index as f64 + 0.5) * self.height;
        let half = (self.height * thickness).min(13.0) / 2.0;
        Area::new(self.plot.left, middle - half, self.plot.right, middle + half)
    }

    /// The names, right-aligned beside their rows.
    pub fn draw_names(&self, canvas: &mut Canvas) {
        for (index, lines) in self.names.iter().enumerate() {
            let middle = self.plot.top + (index as f64 + 0.5) * self.height;
            let first = middle - (lines.len() as f64 - 1.0) / 2.0 * LEADING;
            for (line, words) in lines.iter().enumerate() {
                let y = first + line as f64 * LEADING;
                canvas.text_beside((self.plot.left - 5.0, y), words, Font::TEXT, Align::Right);
            }
        }
    }
}

/// Light lines at the ticks of `scale` through `plot`, labelled below it; the line at zero is the axis.
pub(super) fn draw_axis(canvas: &mut Canvas, plot: Area, scale: &Scale, label: impl Fn(f64) -> String) {
    let x = |value: f64| plot.left + scale.share(value) * plot.width();
    let mut free_from = f64::NEG_INFINITY;
    for value in scale.ticks() {
        let colour = if value == 0.0 { theme::AXIS } else { theme::GRID };
        canvas.rule((x(value), plot.top), (x(value), plot.bottom), theme::HAIR, colour, Dash::Solid);
        let words = label(value);
        let half = Font::QUIET.width(&words) / 2.0;
        if x(value) - half > free_from {
            canvas.text((x(value), plot.bottom + Font::QUIET.size + 2.5), &words, Font::QUIET, Align::Centre);
            free_from = x(value) + half + 4.0;
        }
    }
}

/// Height that the labels of [`draw_axis`] need below the plot.
pub(super) const AXIS_HEIGHT: f64 = theme::TEXT * theme::LEADING + 3.0;

/// A thin line over an interval, with small ends.
pub(super) fn draw_whisker(canvas: &mut Canvas, from: f64, to: f64, y: f64) {
    const HALF: f64 = 2.0;
    if to - from < 0.3 {
        return;
    }
    canvas.rule((from, y), (to, y), theme::THIN, theme::INK, Dash::Solid);
    for x in [from, to] {
        canvas.rule((x, y - HALF), (x, y + HALF), theme::THIN, theme::INK, Dash::Solid);
    }
}

/// A white edge that sets a whisker off from the dark bar below it.
pub(super) fn draw_halo(canvas: &mut Canvas, from: f64, to: f64, y: f64) {
    if to - from >= 0.3 {
        canvas.rule((from - 0.8, y), (to + 0.8, y), theme::THIN * 3.0, theme::WHITE, Dash::Solid);
    }
}
