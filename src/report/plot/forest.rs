//! How variants differ from the base: a panel a metric, a row a variant, the difference with its interval beside a line at zero.

use super::canvas::{Align, Area, Canvas, Dash, Font};
use super::figure::{Figure, Frame, enumerate, say_instead};
use super::legend::{self, Key};
use super::number::{self, Scale};
use super::rows::{AXIS_HEIGHT, Rows};
use super::text;
use super::theme::{self, Colour};

/// Rows in all; what comes after them is counted, not drawn.
const MOST: usize = 16;
/// Space between neighbouring panels.
const GAP: f64 = 12.0;
/// From this height on a row has room for words under its mark.
const TALL: f64 = 16.5;

/// What may be said of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// It is there.
    Different,
    /// It may be chance.
    NotDistinguishable,
    /// Both are equal.
    Same,
    /// Nothing, since there is too little of it.
    Nothing,
}

/// The difference of one variant in one metric.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ForestRow {
    /// Variant minus base.
    pub difference: f64,
    /// Ends of its 95 % interval; none with a single replication.
    pub ends: Option<(f64, f64)>,
    /// The difference as a share of the base; none where the base is zero.
    pub change: Option<f64>,
    /// What may be said of it.
    pub told: Told,
}

/// One metric.
#[derive(Clone, Debug, PartialEq)]
pub struct ForestPanel {
    /// Its name: panels of one metric share their axis.
    pub metric: String,
    /// What and where, above the panel.
    pub heading: String,
    /// Unit of the axis, in words.
    pub unit: String,
    /// One a variant, in their order; none where the variant has no value.
    pub rows: Vec<Option<ForestRow>>,
}

/// Variants beside the base.
#[derive(Clone, Debug, PartialEq)]
pub struct Forest {
    /// Stem of the files' names.
    pub name: String,
    /// The words around the plot.
    pub frame: Frame,
    /// Names of the variants.
    pub variants: Vec<String>,
    /// The metrics, at most four.
    pub panels: Vec<ForestPanel>,
}

const NOTHING: &str = "There is no metric in which base and variants could be compared.";

impl ForestPanel {
    /// Rows that can be drawn, with the number of their variant.
    fn known(&self) -> impl Iterator<Item = (usize, &ForestRow)> {
        let rows = self.rows.iter().take(MOST).enumerate();
        rows.filter_map(|(number, row)| row.as_ref().map(|row| (number, row)))
            .filter(|(_, row)| row.difference.is_finite())
    }
}

impl Forest {
    fn panels(&self) -> Vec<&ForestPanel> {
        self.panels.iter().filter(|panel| panel.known().next().is_some()).collect()
    }

    /// What all panels of a metric have to show, zero included.
    fn axis(&self, metric: &str, width: f64) -> Axis {
        let rows = self.panels.iter().filter(|panel| panel.metric == metric).flat_map(ForestPanel::known);
        let ends = rows.flat_map(|(_, row)| [row.difference, row.low(), row.high()]);
        let (low, high) = ends
            .filter(|end| end.is_finite())
            .fold((0.0, 0.0), |(low, high): (f64, f64), end| (low.min(end), high.max(end)));
        Axis::new(low, high, if width > 110.0 { 4 } else { 2 })
    }

    fn keys(&self) -> Vec<Key<'static>> {
        let has = |told: Told| self.panels.iter().any(|panel| panel.known().any(|(_, row)| row.told == told));
        let mut keys = Vec::new();
        if has(Told::Different) {
            keys.push(Key::new(16.0, "differs from the base", |canvas, (x, y)| {
                draw_mark(canvas, (x, x + 8.0, x + 16.0), y, Told::Different, theme::BLUE);
            }));
        }
        if has(Told::NotDistinguishable) {
            keys.push(Key::new(16.0, "not distinguishable from the base", |canvas, (x, y)| {
                draw_mark(canvas, (x, x + 8.0, x + 16.0), y, Told::NotDistinguishable, theme::BLUE);
            }));
        }
        if has(Told::Same) {
            keys.push(Key::new(6.0, "the same as the base", |canvas, (x, y)| {
                draw_mark(canvas, (x + 3.0, x + 3.0, x + 3.0), y, Told::Same, theme::BLUE);
            }));
        }
        if self.variants.len() > MOST {
            keys.push(Key::words(format!("{} more variants not shown", number::count(self.variants.len() - MOST))));
        }
        keys
    }
}

impl Figure for Forest {
    fn name(&self) -> &str {
        &self.name
    }

    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn description(&self) -> String {
        let mut words = Vec::new();
        for panel in self.panels() {
            for (number, row) in panel.known() {
                let range = row.ends.map(|(low, high)| format!(" ({} to {})", number::label(low), number::label(high)));
                let said = match row.told {
                    Told::Different => "",
                    Told::NotDistinguishable => ", not distinguishable",
                    Told::Same => ", the same",
                    Told::Nothing => ", nothing can be said",
                };
                let variant = self.variants.get(number).map_or("", String::as_str);
                let difference = number::label(row.difference);
                words.push(format!(
                    "{} with {variant}: {difference} {}{}{said}",
                    panel.heading,
                    panel.unit,
                    range.unwrap_or_default()
                ));
            }
        }
        if words.is_empty() {
            return NOTHING.to_owned();
        }
        format!("Differences from the base. {}.", enumerate(words.iter().map(String::as_str)))
    }

    fn draw(&self, canvas: &mut Canvas, area: Area) {
        let panels = self.panels();
        if panels.is_empty() {
            return say_instead(canvas, area, NOTHING);
        }
        let top = area.top + legend::draw(canvas, area, &self.keys()) + 5.0;
        let names = || self.variants.iter().take(MOST).map(String::as_str);
        let left = Rows::new(area, names(), 0.24, 0.0).plot.left;
        let width = (area.right - left - (panels.len() - 1) as f64 * GAP) / panels.len() as f64;
        let headings: Vec<Vec<String>> = panels
            .iter()
            .map(|panel| text::wrap_at_most(&panel.heading, Font::HEADING.size, Font::HEADING.weight, width, 3))
            .collect();
        let lines = headings.iter().map(Vec::len).max().unwrap_or(0);
        let top = top + lines as f64 * Font::HEADING.leading() + 3.0;
        let bottom = area.bottom - AXIS_HEIGHT - Font::QUIET.leading();
        let rows = Rows::new(Area { top, bottom, ..area }, names(), 0.24, 0.0);
        rows.draw_names(canvas);
        for (number, (panel, heading)) in panels.iter().zip(&headings).enumerate() {
            let from = left + number as f64 * (width + GAP);
            let plot = Area::new(from, top, from + width, rows.plot.bottom);
            // Headings stand on one line with their last.
            let first = top - 5.0 - (heading.len() - 1) as f64 * Font::HEADING.leading();
            canvas.lines((from, first), heading, Font::HEADING, Align::Left);
            draw_panel(canvas, plot, panel, &self.axis(&panel.metric, width), &rows);
        }
    }
}

impl ForestRow {
    fn low(&self) -> f64 {
        self.ends.map_or(self.difference, |(low, _)| low)
    }

    fn high(&self) -> f64 {
        self.ends.map_or(self.difference, |(_, high)| high)
    }

    /// What is written below its mark.
    fn words(&self) -> String {
        match (self.told, self.change) {
            (Told::NotDistinguishable, _) => "not distinguishable".to_owned(),
            (Told::Same, _) => "the same".to_owned(),
            (Told::Nothing, _) | (_, None) => String::new(),
            (Told::Different, Some(change)) => number::change(change),
        }
    }
}

/// An axis around zero.
struct Axis {
    low: f64,
    high: f64,
    step: f64,
}

impl Axis {
    /// From `low` <= 0 to `high` >= 0 with some space beyond, and at most so many steps; -1 to 1 where there is nothing to show.
    fn new(low: f64, high: f64, most: usize) -> Self {
        let (low, high) = (low.max(-1e300), high.min(1e300));
        let (low, high) = if high - low > 1e-300 { (low, high) } else { (-1.0, 1.0) };
        let space = (high - low) * 0.07;
        let (low, high) = (low - space, high + space);
        Self { low, high, step: Scale::over(high - low, most.max(2)).step }
    }

    fn share(&self, value: f64) -> f64 {
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    fn ticks(&self) -> Vec<f64> {
        let (first, last) = ((self.low / self.step).ceil() as i64, (self.high / self.step).floor() as i64);
        (first..=last).take(100).map(|index| index as f64 * self.step).collect()
    }

    fn label(&self, value: f64) -> String {
        let label = number::tick(value.abs(), self.step, self.high.max(-self.low));
        if value < 0.0 { format!("\u{2212}{label}") } else { label }
    }
}

fn draw_panel(canvas: &mut Canvas, plot: Area, panel: &ForestPanel, axis: &Axis, rows: &Rows) {
    let x = |value: f64| plot.left + axis.share(value) * plot.width();
    draw_ticks(canvas, plot, axis);
    let unit = text::shorten(&panel.unit, Font::QUIET.size, Font::QUIET.weight, plot.width());
    let below = plot.bottom + AXIS_HEIGHT + Font::QUIET.size;
    canvas.text((plot.centre().0, below), &unit, Font::QUIET, Align::Centre);
    let is_tall = plot.height() >= TALL * panel.rows.len().min(MOST) as f64;
    for (number, row) in panel.known() {
        let middle = rows.strip(number, 1.0).centre().1;
        let y = if is_tall { middle - 4.5 } else { middle };
        draw_mark(canvas, (x(row.low()), x(row.difference), x(row.high())), y, row.told, theme::series(number + 1));
        let words = row.words();
        let room = Font::TEXT.width(&words);
        if is_tall && room <= plot.width() {
            let centre = x(row.difference).clamp(plot.left + room / 2.0, plot.right - room / 2.0);
            let font = if row.told == Told::Different { Font::TEXT } else { Font::QUIET };
            let ground = Area::new(centre - room / 2.0 - 1.0, y + 3.2, centre + room / 2.0 + 1.0, y + 12.2);
            canvas.rect(ground, theme::WHITE);
            canvas.text_beside((centre, y + 8.0), &words, font, Align::Centre);
        }
    }
}

/// Light lines at the ticks, labelled where there is room; that at zero, the base, is strong.
fn draw_ticks(canvas: &mut Canvas, plot: Area, axis: &Axis) {
    let x = |value: f64| plot.left + axis.share(value) * plot.width();
    let mut free_from = plot.left - GAP / 2.0;
    for value in axis.ticks() {
        let (width, colour) = if value == 0.0 { (theme::THIN, theme::INK) } else { (theme::HAIR, theme::GRID) };
        canvas.rule((x(value), plot.top), (x(value), plot.bottom), width, colour, Dash::Solid);
        let words = axis.label(value);
        let half = Font::QUIET.width(&words) / 2.0;
        if x(value) - half > free_from && x(value) + half < plot.right + GAP / 2.0 {
            canvas.text((x(value), plot.bottom + Font::QUIET.size + 2.5), &words, Font::QUIET, Align::Centre);
            free_from = x(value) + half + 4.0;
        }
    }
}

/// A line over the interval with the difference on it: a filled disc where it differs, an open grey one where it may be chance, a bar where it is the same.
fn draw_mark(canvas: &mut Canvas, (low, at, high): (f64, f64, f64), y: f64, told: Told, colour: Colour) {
    if told == Told::Same {
        canvas.rect(Area::new(at - 1.2, y - 3.6, at + 1.2, y + 3.6), theme::AXIS);
        return;
    }
    let colour = if told == Told::Different { colour } else { theme::AXIS };
    canvas.rule((low, y), (high, y), theme::LINE, colour, Dash::Solid);
    canvas.disc((at, y), 3.0, colour);
    if told != Told::Different {
        canvas.disc((at, y), 1.7, theme::WHITE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::plot::checks::{check_files, check_page, long_name, words};
    use crate::report::plot::to_svg;

    #[expect(clippy::unnecessary_wraps, reason = "rows of a panel are optional")]
    fn row(difference: f64, half: f64, told: Told) -> Option<ForestRow> {
        Some(ForestRow {
            difference,
            ends: Some((difference - half, difference + half)),
            change: Some(difference / 10.0),
            told,
        })
    }

    fn panel(metric: &str, rows: Vec<Option<ForestRow>>) -> ForestPanel {
        ForestPanel { metric: metric.into(), heading: format!("{metric}, whole network"), unit: "hours".into(), rows }
    }

    fn figure(variants: &[&str], panels: Vec<ForestPanel>) -> Forest {
        let frame = Frame { title: "Title".into(), subtitle: "Subtitle".into(), footer: "Footer".into() };
        Forest {
            name: "forest".into(),
            frame,
            variants: variants.iter().map(|&name| name.to_owned()).collect(),
            panels,
        }
    }

    #[test]
    fn nothing_is_said_in_words() {
        let nan = row(f64::NAN, 1.0, Told::Nothing);
        for figure in [
            figure(&[], vec![]),
            figure(&["a"], vec![panel("dwell", vec![None])]),
            figure(&["a"], vec![panel("dwell", vec![nan])]),
        ] {
            check_page(&figure);
            assert!(words(&figure).contains("There is no metric"));
        }
    }

    #[test]
    fn one_value_is_drawn_of_any_size_and_sign() {
        for difference in [0.0, 1e-9, -0.3, 5.0, -1e12, 1e300] {
            check_page(&figure(&["twelve lanes"], vec![panel("dwell", vec![row(difference, 0.0, Told::Different)])]));
        }
        let single = ForestRow { difference: 2.0, ends: None, change: None, told: Told::Nothing };
        check_page(&figure(&["twelve lanes"], vec![panel("dwell", vec![Some(single)])]));
    }

    #[test]
    fn a_small_figure_is_as_stored() {
        let dwell =
            vec![row(-3.1, 0.5, Told::Different), row(0.2, 0.4, Told::NotDistinguishable), row(0.0, 0.0, Told::Same)];
        let throughput = vec![row(12.0, 3.0, Told::Different), None, row(0.0, 0.0, Told::Same)];
        let figure = figure(
            &["twelve lanes", "A <B & C>", "as it is"],
            vec![panel("dwell", dwell), panel("throughput", throughput)],
        );
        check_files(&figure);
        insta::assert_snapshot!(to_svg(&figure).expect("a figure can be drawn"));
    }

    #[test]
    fn what_is_not_distinguishable_is_said_in_words_and_drawn_open() {
        let figure = figure(
            &["a", "b"],
            vec![panel("dwell", vec![row(0.2, 0.4, Told::NotDistinguishable), row(2.0, 0.4, Told::Different)])],
        );
        assert_eq!(words(&figure).matches("not distinguishable").count(), 2, "in the legend and at the row");
        assert!(words(&figure).contains("+20 %"));
    }

    #[test]
    fn panels_of_one_metric_share_their_axis() {
        let small = panel("dwell", vec![row(0.1, 0.0, Told::Different)]);
        let large = panel("dwell", vec![row(9.0, 0.0, Told::Different)]);
        let figure = figure(&["a"], vec![small, large]);
        assert!(figure.axis("dwell", 200.0).high > 9.0);
    }

    #[test]
    fn forty_variants_with_long_names_in_four_panels_fit() {
        let names: Vec<String> = (0..40).map(long_name).collect();
        for count in [1, 5, 9, 12, 16, 40] {
            let names: Vec<&str> = names.iter().take(count).map(String::as_str).collect();
            let rows = || (0..count).map(|n| row(n as f64 - 7.0, 1.5, Told::NotDistinguishable)).collect();
            let panels = (0..4)
                .map(|n| panel(&format!("mean dwell time at Youyiguan Friendship Pass number {n}"), rows()))
                .collect();
            let figure = figure(&names, panels);
            check_page(&figure);
            assert_eq!(words(&figure).contains("24 more variants"), count == 40);
        }
    }
}
