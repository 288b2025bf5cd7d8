//! Where the time of a crossing went: a panel a border, a bar a variant below the base, its parts by cause, so that a reader sees where a queue is now.

use super::canvas::{Align, Area, Canvas, Font};
use super::figure::{Figure, Frame, enumerate, say_instead};
use super::legend::{self, Key};
use super::number::{self, Scale};
use super::rows::{AXIS_HEIGHT, Rows, draw_axis, draw_whisker};
use super::text;
use super::theme::{self, Cause, Colour};

/// Bars of a panel; what comes after them is counted, not drawn.
const MOST_BARS: usize = 15;
/// Panels in all.
const MOST_PANELS: usize = 6;
/// Panels side by side.
const COLUMNS: usize = 3;
/// Space between neighbouring panels.
const GAP: f64 = 12.0;
/// A bar takes so much at least, its name beside it.
const BAR: f64 = 8.6;

/// What time is spent on; the order is that of a stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Somebody works on it.
    Worked,
    /// On the way between the posts.
    Moving,
    /// It lies because its owner wants it to.
    Stored,
    /// It waits.
    Waiting(Cause),
}

impl Part {
    /// The part of a class of time ("worked:document", "waiting:queue:desk").
    pub fn from_class(class: &str) -> Self {
        match class.split_once(':') {
            Some(("waiting", cause)) => Self::Waiting(Cause::from_key(cause)),
            Some(("worked", _)) => Self::Worked,
            _ if class == "stored" => Self::Stored,
            _ => Self::Moving,
        }
    }

    /// The words in a legend.
    pub fn label(self) -> &'static str {
        match self {
            Self::Worked => "work",
            Self::Moving => "on the way",
            Self::Stored => "stored",
            Self::Waiting(cause) => cause.label(),
        }
    }

    /// Greys for what is no waiting.
    fn colour(self) -> Colour {
        match self {
            Self::Worked => theme::GREY,
            Self::Moving => theme::INK,
            Self::Stored => theme::GRID,
            Self::Waiting(cause) => cause.colour(),
        }
    }
}

/// One variant at one border.
#[derive(Clone, Debug, PartialEq)]
pub struct WaterfallBar {
    /// Hours by part; the same part twice adds up, what is not above zero is left out.
    pub parts: Vec<(Part, f64)>,
    /// Difference of the whole from the base; none for the base itself, and where there is none.
    pub difference: Option<f64>,
    /// Ends of its 95 % interval.
    pub ends: Option<(f64, f64)>,
}

/// One direction across a border.
#[derive(Clone, Debug, PartialEq)]
pub struct WaterfallPanel {
    /// Its name.
    pub place: String,
    /// One a variant, the base first; none where the variant has no value.
    pub bars: Vec<Option<WaterfallBar>>,
}

/// Causes of delay, the base above the variants.
#[derive(Clone, Debug, PartialEq)]
pub struct Waterfall {
    /// Stem of the files' names.
    pub name: String,
    /// The words around the plot.
    pub frame: Frame,
    /// Names of the variants, the base first.
    pub variants: Vec<String>,
    /// Directions in the order of their importance.
    pub panels: Vec<WaterfallPanel>,
}

const NOTHING: &str = "No consignment crossed a border in any variant of this comparison.";

impl WaterfallBar {
    /// Hours of every part, in the order of a stack.
    fn stack(&self) -> Vec<(Part, f64)> {
        let mut parts: Vec<(Part, f64)> =
            self.parts.iter().filter(|(_, hours)| hours.is_finite() && *hours > 0.0).copied().collect();
        parts.sort_by_key(|(part, _)| *part);
        parts.dedup_by(|later, first| {
            let is_same = later.0 == first.0;
            first.1 += if is_same { later.1 } else { 0.0 };
            is_same
        });
        parts
    }

    fn total(&self) -> f64 {
        self.stack().iter().map(|(_, hours)| hours).sum()
    }

    /// Ends of the interval of the difference, laid to the end of the bar.
    fn whisker(&self) -> Option<(f64, f64)> {
        let (difference, (low, high)) = self.difference.zip(self.ends)?;
        let base = self.total() - difference;
        let ends = ((base + low).max(0.0), base + high);
        (ends.0.is_finite() && ends.1.is_finite()).then_some(ends)
    }

    /// The difference with its sign; the whole where there is none.
    fn words(&self) -> String {
        match self.difference {
            Some(0.0) => "0".to_owned(),
            // Less than is drawn: no reader wants its power of ten.
            Some(difference) if difference.abs() < 0.005 => "\u{2248} 0".to_owned(),
            Some(difference) => {
                format!("{}{}", if difference > 0.0 { "+" } else { "\u{2212}" }, number::label(difference.abs()))
            }
            None => format!("{} h", number::label(self.total())),
        }
    }
}

impl WaterfallPanel {
    /// Bars that are drawn, with the number of their variant.
    fn shown(&self) -> impl Iterator<Item = (usize, &WaterfallBar)> {
        let bars = self.bars.iter().take(MOST_BARS).enumerate();
        bars.filter_map(|(variant, bar)| bar.as_ref().map(|bar| (variant, bar))).filter(|(_, bar)| bar.total() > 0.0)
    }
}

impl Waterfall {
    fn panels(&self) -> Vec<&WaterfallPanel> {
        self.panels.iter().filter(|panel| panel.shown().next().is_some()).take(MOST_PANELS).collect()
    }

    fn bars(&self) -> usize {
        self.variants.len().min(MOST_BARS)
    }

    fn keys(&self, panels: &[&WaterfallPanel]) -> Vec<Key<'static>> {
        let bars = || panels.iter().flat_map(|panel| panel.shown());
        let mut parts: Vec<Part> = bars().flat_map(|(_, bar)| bar.stack()).map(|(part, _)| part).collect();
        parts.sort_unstable();
        parts.dedup();
        let mut keys: Vec<Key> = parts.into_iter().map(|part| Key::fill(part.colour(), part.label())).collect();
        if bars().any(|(_, bar)| bar.whisker().is_some_and(|(low, high)| high > low)) {
            keys.push(Key::new(12.0, "difference from the base, 95 % interval", |canvas, (x, y)| {
                draw_whisker(canvas, x, x + 12.0, y);
            }));
        }
        let (places, variants) = (self.panels.len() - panels.len(), self.variants.len() - self.bars());
        if variants > 0 {
            keys.push(Key::words(format!("{} more variants not shown", number::count(variants))));
        }
        if places > 0 {
            keys.push(Key::words(format!("{} more directions change less", number::count(places))));
        }
        keys
    }

    /// Draws panels side by side; all share one axis. Names of variants stand left of the first.
    fn draw_row(&self, canvas: &mut Canvas, area: Area, panels: &[&WaterfallPanel], scale: &Scale, has_axis: bool) {
        let top = area.top + Font::HEADING.leading();
        let names = self.variants.iter().take(MOST_BARS).map(String::as_str);
        let rows = Rows::new(Area { top, ..area }, names, 0.24, 0.0);
        rows.draw_names(canvas);
        let width = (rows.plot.width() - (COLUMNS - 1) as f64 * GAP) / COLUMNS as f64;
        let room = panels.iter().flat_map(|panel| panel.shown());
        let room = room.map(|(_, bar)| Font::TEXT.width(&bar.words())).fold(0.0, f64::max) + 6.0;
        for (column, panel) in panels.iter().enumerate() {
            let left = rows.plot.left + column as f64 * (width + GAP);
            let heading = text::shorten_all(std::iter::once(panel.place.as_str()), Font::HEADING, width);
            canvas.lines((left, area.top + Font::HEADING.size), &heading, Font::HEADING, Align::Left);
            let plot = Area { left, right: left + width - room, ..rows.plot };
            draw_axis(canvas, plot, scale, |value| if has_axis { scale.label(value) } else { String::new() });
            for (row, bar) in panel.shown() {
                draw_bar(canvas, Area { left, right: plot.right, ..rows.strip(row, 0.74) }, bar, scale);
            }
        }
    }
}

fn draw_bar(canvas: &mut Canvas, strip: Area, bar: &WaterfallBar, scale: &Scale) {
    let x = |hours: f64| strip.left + scale.share(hours) * strip.width();
    let mut from = 0.0;
    for (part, hours) in bar.stack() {
        let area = Area { left: x(from), right: x(from + hours), ..strip };
        canvas.rect(area, part.colour());
        // A thin white edge tells neighbours apart in greyscale.
        canvas.rect(Area { left: (area.right - 0.4).max(area.left), ..area }, theme::WHITE);
        from += hours;
    }
    let middle = strip.centre().1;
    let whisker = bar.whisker();
    if let Some((low, high)) = whisker {
        draw_whisker(canvas, x(low), x(high), middle);
    }
    let end = x(whisker.map_or(from, |(_, high)| high.max(from)));
    let font = if bar.difference.is_none() { Font::HEADING } else { Font::TEXT };
    canvas.text_beside((end + 4.0, middle), &bar.words(), font, Align::Left);
}

impl Figure for Waterfall {
    fn name(&self) -> &str {
        &self.name
    }

    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn description(&self) -> String {
        let mut words = Vec::new();
        for panel in self.panels() {
            for (variant, bar) in panel.shown() {
                let parts: Vec<String> = bar
                    .stack()
                    .iter()
                    .map(|(part, hours)| format!("{} {}", part.label(), number::label(*hours)))
                    .collect();
                let name = self.variants.get(variant).map_or("", String::as_str);
                let total = number::label(bar.total());
                words.push(format!("{}, {name}: {total} h ({})", panel.place, parts.join(", ")));
            }
        }
        if words.is_empty() {
            return NOTHING.to_owned();
        }
        format!("Hours per crossing. {}.", enumerate(words.iter().map(String::as_str)))
    }

    fn draw(&self, canvas: &mut Canvas, area: Area) {
        let all = self.panels();
        if all.is_empty() {
            return say_instead(canvas, area, NOTHING);
        }
        let axis = AXIS_HEIGHT;
        let least = self.bars() as f64 * BAR + Font::HEADING.leading();
        // With the keys of all of them at most two lines of a legend are taken for granted.
        let room = area.height() - 2.0 * Font::QUIET.leading() - 5.0 - axis;
        let lines = ((room / least) as usize).clamp(1, all.len().div_ceil(COLUMNS));
        let panels = &all[..all.len().min(lines * COLUMNS)];
        let top = area.top + legend::draw(canvas, area, &self.keys(panels)) + 5.0;
        let bars = || panels.iter().flat_map(|panel| panel.shown()).map(|(_, bar)| bar);
        let longest = bars().map(|bar| bar.whisker().map_or(0.0, |ends| ends.1).max(bar.total())).fold(0.0, f64::max);
        let scale = Scale::over(longest, 3);
        let height = (area.bottom - axis - top) / lines as f64;
        for (line, panels_of) in panels.chunks(COLUMNS).enumerate() {
            let from = top + line as f64 * height;
            let cell = Area { top: from, bottom: from + height, ..area };
            self.draw_row(canvas, cell, panels_of, &scale, line + 1 == lines);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::plot::checks::{check_files, check_page, long_name, words};
    use crate::report::plot::to_svg;

    fn figure(variants: &[&str], panels: Vec<WaterfallPanel>) -> Waterfall {
        let frame = Frame { title: "Title".into(), subtitle: "Subtitle".into(), footer: "Footer".into() };
        let variants = variants.iter().map(|&name| name.to_owned()).collect();
        Waterfall { name: "waterfall".into(), frame, variants, panels }
    }

    #[expect(clippy::unnecessary_wraps, reason = "bars of a panel are optional")]
    fn bar(parts: &[(Part, f64)], difference: Option<f64>) -> Option<WaterfallBar> {
        let ends = difference.map(|of| (of - 0.5, of + 0.5));
        Some(WaterfallBar { parts: parts.to_vec(), difference, ends })
    }

    fn panel(place: &str, bars: Vec<Option<WaterfallBar>>) -> WaterfallPanel {
        WaterfallPanel { place: place.into(), bars }
    }

    const DESK: Part = Part::Waiting(Cause::QueueDesk);
    const GATE: Part = Part::Waiting(Cause::QueueGate);

    #[test]
    fn nothing_is_said_in_words() {
        for figure in [
            figure(&[], vec![]),
            figure(&["base"], vec![panel("Mohan", vec![None])]),
            figure(&["base"], vec![panel("Mohan", vec![bar(&[(DESK, f64::NAN), (GATE, 0.0)], None)])]),
        ] {
            check_page(&figure);
            assert!(words(&figure).contains("No consignment crossed"));
        }
    }

    #[test]
    fn one_value_is_drawn_of_any_size() {
        for hours in [1e-9, 0.3, 5.0, 1e12] {
            check_page(&figure(&["base"], vec![panel("Mohan", vec![bar(&[(DESK, hours)], None)])]));
        }
    }

    #[test]
    fn a_small_figure_is_as_stored() {
        let base = bar(&[(Part::Worked, 0.5), (Part::Moving, 0.25), (DESK, 3.0), (GATE, 1.0), (GATE, 1.0)], None);
        let moved = bar(&[(Part::Worked, 0.5), (Part::Moving, 0.25), (GATE, 3.0)], Some(-2.0));
        let figure = figure(&["base", "A <B & C>"], vec![panel("Mohan CN\u{2192}LA", vec![base, moved])]);
        check_files(&figure);
        insta::assert_snapshot!(to_svg(&figure).expect("a figure can be drawn"));
    }

    #[test]
    fn parts_are_stacked_in_one_order_and_add_up() {
        let bar = bar(&[(GATE, 1.0), (DESK, 2.0), (Part::Worked, 0.5), (GATE, 0.25)], None).expect("a bar");
        assert_eq!(bar.stack(), [(Part::Worked, 0.5), (GATE, 1.25), (DESK, 2.0)]);
        assert_eq!(bar.total(), 3.75);
    }

    #[test]
    fn many_variants_with_long_names_at_many_borders_fit() {
        let names: Vec<String> = (0..40).map(long_name).collect();
        let parts: Vec<(Part, f64)> =
            Cause::ALL.into_iter().map(|cause| (Part::Waiting(cause), 1.5)).chain([(Part::Worked, 1.0)]).collect();
        for count in [1, 2, 3, 5, 8, 12, 40] {
            let names: Vec<&str> = names.iter().take(count).map(String::as_str).collect();
            let bars = || (0..count).map(|n| bar(&parts, (n > 0).then_some(-1.5))).collect();
            let figure = figure(&names, (0..9).map(|n| panel(&long_name(n), bars())).collect());
            check_page(&figure);
            assert_eq!(words(&figure).contains("25 more variants"), count == 40);
        }
    }
}
