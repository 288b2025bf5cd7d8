//! Time release at border posts: a panel a post, a row an agency, its mean wait and work, and the wait that one in ten exceeds.

use super::canvas::{Align, Area, Canvas, Dash, Font};
use super::figure::{Figure, Frame, enumerate, say_instead};
use super::legend::{self, Key};
use super::number::{self, Scale};
use super::rows::{AXIS_HEIGHT, Rows, draw_axis, draw_whisker};
use super::text;
use super::theme;

/// Panels in all.
const MOST_PANELS: usize = 6;
/// Rows of a panel: what comes after them is counted, not drawn.
const MOST_ROWS: usize = 8;
/// Panels side by side.
const COLUMNS: usize = 3;
/// Space between neighbouring panels.
const GAP: f64 = 12.0;
/// Waiting while a side is closed: no part of the queue for an agency, but of its wait.
const CLOSED: theme::Colour = theme::SKY;

/// One agency of a post.
#[derive(Clone, Debug, PartialEq)]
pub struct ReleaseRow {
    /// Its name.
    pub agency: String,
    /// Mean wait \[min\], and the ends of its interval.
    pub wait: (f64, f64, f64),
    /// The share of all waiting here that is because a side was closed, 0 to 1.
    pub closed: f64,
    /// The wait that one in ten exceeds \[min\].
    pub p90: Option<f64>,
    /// Mean work on one \[min\]; none where it is not known.
    pub work: Option<f64>,
}

/// One post of a border.
#[derive(Clone, Debug, PartialEq)]
pub struct ReleasePanel {
    /// Its name.
    pub post: String,
    /// Its agencies in the order in which they are come to.
    pub rows: Vec<ReleaseRow>,
}

/// Release times by agency.
#[derive(Clone, Debug, PartialEq)]
pub struct Releases {
    /// Stem of the files' names.
    pub name: String,
    /// The words around the plot.
    pub frame: Frame,
    /// Posts in any order: those at which most time passes are shown, longest first.
    pub panels: Vec<ReleasePanel>,
}

const NOTHING: &str = "Nobody came to an agency of a border post in this run.";

impl ReleaseRow {
    fn is_finite(&self) -> bool {
        self.wait.0.is_finite() && self.wait.0 >= 0.0
    }

    fn work(&self) -> f64 {
        self.work.filter(|work| work.is_finite() && *work > 0.0).unwrap_or(0.0)
    }

    /// The part of the mean wait that is because a side was closed.
    fn closed(&self) -> f64 {
        if self.closed.is_finite() { self.wait.0 * self.closed.clamp(0.0, 1.0) } else { 0.0 }
    }

    /// The end of the longest mark.
    fn end(&self) -> f64 {
        let marks = [self.wait.0 + self.work(), self.wait.2, self.p90.unwrap_or(0.0)];
        marks.into_iter().filter(|mark| mark.is_finite()).fold(0.0, f64::max)
    }
}

impl ReleasePanel {
    fn shown(&self) -> impl Iterator<Item = &ReleaseRow> + Clone {
        self.rows.iter().filter(|row| row.is_finite()).take(MOST_ROWS)
    }

    fn total(&self) -> f64 {
        self.rows.iter().filter(|row| row.is_finite()).map(|row| row.wait.0 + row.work()).sum()
    }
}

impl Releases {
    /// Posts that somebody came to, longest first; equals stay in the order given.
    fn panels(&self) -> Vec<&ReleasePanel> {
        let mut panels: Vec<&ReleasePanel> =
            self.panels.iter().filter(|panel| panel.shown().next().is_some()).collect();
        panels.sort_by(|a, b| b.total().total_cmp(&a.total()));
        panels
    }

    fn keys(shown: &[&ReleasePanel], more: usize) -> Vec<Key<'static>> {
        let rows = || shown.iter().flat_map(|panel| panel.shown());
        let mut keys = vec![Key::words("minutes"), Key::fill(theme::BLUE, "mean wait")];
        if rows().any(|row| row.closed() > 0.0) {
            keys.push(Key::fill(CLOSED, "of it closed"));
        }
        keys.push(Key::fill(theme::GREY, "mean work"));
        if rows().any(|row| row.wait.2 > row.wait.1) {
            keys.push(Key::new(12.0, "95 % interval", |canvas, (x, y)| {
                draw_whisker(canvas, x, x + 12.0, y);
            }));
        }
        if rows().any(|row| row.p90.is_some()) {
            keys.push(Key::new(6.0, "one in ten waits longer", |canvas, (x, y)| draw_p90(canvas, x + 3.0, y, 3.5)));
        }
        let hidden: usize = shown.iter().map(|panel| panel.rows.len().saturating_sub(MOST_ROWS)).sum();
        if hidden > 0 {
            keys.push(Key::words(format!("{} more agencies not shown", number::count(hidden))));
        }
        if more > 0 {
            keys.push(Key::words(format!("{} more posts take less time", number::count(more))));
        }
        keys
    }
}

/// A short vermillion line across a row.
fn draw_p90(canvas: &mut Canvas, x: f64, y: f64, half: f64) {
    canvas.rule((x, y - half), (x, y + half), theme::LINE, theme::VERMILLION, Dash::Solid);
}

fn draw_panel(canvas: &mut Canvas, cell: Area, panel: &ReleasePanel, scale: &Scale) {
    let heading = text::shorten_all(std::iter::once(panel.post.as_str()), Font::HEADING, cell.width());
    canvas.lines((cell.left, cell.top + Font::HEADING.size), &heading, Font::HEADING, Align::Left);
    let area = Area { top: cell.top + Font::HEADING.leading() + 1.0, ..cell };
    let rows = Rows::new(area, panel.shown().map(|row| row.agency.as_str()), 0.42, 5.0);
    rows.draw_names(canvas);
    draw_axis(canvas, rows.plot, scale, |value| scale.label(value));
    let x = |minutes: f64| rows.plot.left + scale.share(minutes) * rows.plot.width();
    for (index, row) in panel.shown().enumerate() {
        let strip = rows.strip(index, 0.62);
        let (wait, low, high) = row.wait;
        canvas.rect(Area { left: x(0.0), right: x(row.closed()), ..strip }, CLOSED);
        canvas.rect(Area { left: x(row.closed()), right: x(wait), ..strip }, theme::BLUE);
        canvas.rect(Area { left: x(wait), right: x(wait + row.work()), ..strip }, theme::GREY);
        let middle = strip.centre().1;
        draw_whisker(canvas, x(low.max(0.0)), x(high), middle);
        if let Some(p90) = row.p90.filter(|p90| p90.is_finite()) {
            draw_p90(canvas, x(p90), middle, strip.height() / 2.0 + 1.0);
        }
    }
}

impl Figure for Releases {
    fn name(&self) -> &str {
        &self.name
    }

    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn description(&self) -> String {
        let mut words = Vec::new();
        for panel in self.panels() {
            for row in panel.shown() {
                let work = row.work.map_or_else(String::new, |work| format!(", work {}", number::label(work)));
                words.push(format!("{}, {}: wait {}{work}", panel.post, row.agency, number::label(row.wait.0)));
            }
        }
        if words.is_empty() {
            return NOTHING.to_owned();
        }
        format!("Mean minutes at each agency. {}.", enumerate(words.iter().map(String::as_str)))
    }

    fn draw(&self, canvas: &mut Canvas, area: Area) {
        let all = self.panels();
        if all.is_empty() {
            return say_instead(canvas, area, NOTHING);
        }
        let shown = &all[..all.len().min(MOST_PANELS)];
        let top = area.top + legend::draw(canvas, area, &Self::keys(shown, all.len() - shown.len())) + 5.0;
        let lines = shown.len().div_ceil(COLUMNS);
        let longest = shown.iter().flat_map(|panel| panel.shown()).map(ReleaseRow::end).fold(0.0, f64::max);
        let scale = Scale::over(longest * 1.02, 3);
        let width = (area.width() - (COLUMNS - 1) as f64 * GAP) / COLUMNS as f64;
        let height = (area.bottom - top) / lines as f64;
        for (index, panel) in shown.iter().enumerate() {
            let left = area.left + (index % COLUMNS) as f64 * (width + GAP);
            let from = top + (index / COLUMNS) as f64 * height;
            // Each panel has its own axis below: panels of few rows end early.
            let cell = Area::new(left, from, left + width, from + height - AXIS_HEIGHT);
            draw_panel(canvas, cell, panel, &scale);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::plot::checks::{check_files, check_page, long_name, words};
    use crate::report::plot::to_svg;

    fn figure(panels: Vec<ReleasePanel>) -> Releases {
        let frame = Frame { title: "Title".into(), subtitle: "Subtitle".into(), footer: "Footer".into() };
        Releases { name: "release-times".into(), frame, panels }
    }

    fn row(agency: &str, wait: f64, work: Option<f64>) -> ReleaseRow {
        let ends = (wait, wait * 0.8, wait * 1.2);
        ReleaseRow { agency: agency.into(), wait: ends, closed: 0.25, p90: Some(wait * 3.0), work }
    }

    fn panel(post: &str, rows: Vec<ReleaseRow>) -> ReleasePanel {
        ReleasePanel { post: post.into(), rows }
    }

    #[test]
    fn nothing_is_said_in_words() {
        for figure in [figure(vec![]), figure(vec![panel("CN exit", vec![row("gate", f64::NAN, None)])])] {
            check_page(&figure);
            assert!(words(&figure).contains("Nobody came"));
        }
    }

    #[test]
    fn one_value_is_drawn_of_any_size() {
        for wait in [0.0, 1e-9, 7.0, 1e12] {
            check_page(&figure(vec![panel("CN exit", vec![row("gate", wait, Some(1.0))])]));
        }
    }

    #[test]
    fn a_small_figure_is_as_stored() {
        let rows = vec![row("gate", 2.0, Some(1.5)), row("documents", 20.0, Some(12.0)), row("A <B & C>", 0.0, None)];
        let figure = figure(vec![panel("Mohan LA entry", vec![row("gate", 1.0, None)]), panel("Mohan CN exit", rows)]);
        check_files(&figure);
        insta::assert_snapshot!(to_svg(&figure).expect("a figure can be drawn"));
    }

    #[test]
    fn many_posts_and_agencies_with_long_names_fit() {
        for count in [1, 2, 4, 6, 30] {
            let rows = || (0..12).map(|n| row(&long_name(n), n as f64 + 0.5, Some(3.0))).collect();
            let figure = figure((0..count).map(|n| panel(&long_name(n), rows())).collect());
            check_page(&figure);
            assert_eq!(words(&figure).contains("24 more posts"), count == 30);
        }
    }
}
