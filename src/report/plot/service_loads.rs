//! How full trains and ships leave: mean load against capacity by service and call, with 95 % whiskers, fullest first.

use super::canvas::{Align, Area, Canvas, Font};
use super::figure::{Figure, Frame, enumerate, say_instead};
use super::legend::{self, Key};
use super::number::{self, Scale};
use super::rows::{AXIS_HEIGHT, Rows, draw_axis, draw_halo, draw_whisker};
use super::theme::{self, Mode};

/// Rows in all; what comes after them is counted, not drawn.
const MOST: usize = 15;

/// Words above the columns at the right.
const COLUMNS: [&str; 3] = ["TEU aboard", "full", "left behind"];

/// What leaves one call of a service.
#[derive(Clone, Debug, PartialEq)]
pub struct CallLoad {
    /// The service.
    pub service: String,
    /// The hub that it leaves.
    pub hub: String,
    /// Rail or sea.
    pub mode: Mode,
    /// What a run carries at most \[TEU\].
    pub capacity: f64,
    /// Mean load of departures \[TEU\].
    pub load: f64,
    /// Ends of its 95 % interval; the mean itself with a single replication.
    pub ends: (f64, f64),
    /// Share of departures that could take no more.
    pub full: Option<f64>,
    /// Mean number of consignments that a departure leaves behind.
    pub left_behind: Option<f64>,
}

impl CallLoad {
    fn factor(&self) -> f64 {
        self.share(self.load)
    }

    fn share(&self, teu: f64) -> f64 {
        (teu / self.capacity).clamp(0.0, 1.0)
    }

    fn label(&self) -> String {
        format!("{} · {}", self.service, self.hub)
    }

    /// What stands in the columns.
    fn cells(&self) -> [String; 3] {
        let full = self.full.filter(|share| share.is_finite());
        let left = self.left_behind.filter(|count| count.is_finite());
        [
            format!("{} of {}", number::label(self.load), number::label(self.capacity)),
            full.map_or_else(|| "–".to_owned(), percent),
            left.map_or_else(|| "–".to_owned(), number::label),
        ]
    }
}

/// Loads of services.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceLoads {
    /// Stem of the files' names.
    pub name: String,
    /// The words around the plot.
    pub frame: Frame,
    /// Calls in any order.
    pub calls: Vec<CallLoad>,
}

const NOTHING: &str = "No train or ship left after the warm-up in this run.";

impl ServiceLoads {
    /// Fullest first, of equals those that leave most behind.
    fn sorted(&self) -> Vec<&CallLoad> {
        let mut calls: Vec<&CallLoad> = self.calls.iter().filter(|call| call.factor().is_finite()).collect();
        let left = |call: &CallLoad| call.left_behind.unwrap_or(0.0);
        // What cannot be told apart in a bar is equal.
        let percent = |call: &CallLoad| (call.factor() * 100.0).round();
        calls.sort_by(|a, b| percent(b).total_cmp(&percent(a)).then(left(b).total_cmp(&left(a))));
        calls
    }
}

impl Figure for ServiceLoads {
    fn name(&self) -> &str {
        &self.name
    }

    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn description(&self) -> String {
        let said = |call: &&CallLoad| {
            let [load, full, left] = call.cells();
            format!("{}: {load} TEU, {full} full, {left} left behind", call.label())
        };
        let words: Vec<String> = self.sorted().iter().map(said).collect();
        if words.is_empty() {
            return NOTHING.to_owned();
        }
        format!("Mean load of departures, fullest first. {}.", enumerate(words.iter().map(String::as_str)))
    }

    fn draw(&self, canvas: &mut Canvas, area: Area) {
        let calls = self.sorted();
        if calls.is_empty() {
            return say_instead(canvas, area, NOTHING);
        }
        let shown = &calls[..calls.len().min(MOST)];
        let top = area.top + legend::draw(canvas, area, &keys(&calls)) + 4.0;
        let head = Font::QUIET.leading();
        let names: Vec<String> = shown.iter().map(|call| call.label()).collect();
        let widths = column_widths(shown);
        let below = Area { top: top + head, bottom: area.bottom - AXIS_HEIGHT, ..area };
        let rows = Rows::new(below, names.iter().map(String::as_str), 0.4, widths.iter().sum::<f64>());
        let scale = Scale { end: 1.0, step: if rows.plot.width() > 140.0 { 0.25 } else { 0.5 } };
        draw_axis(canvas, rows.plot, &scale, percent);
        rows.draw_names(canvas);
        for (index, call) in shown.iter().enumerate() {
            draw_bar(canvas, rows.strip(index, 0.68), call);
        }
        let mut right = rows.plot.right;
        for (column, width) in widths.into_iter().enumerate() {
            right += width;
            canvas.text((right, top + Font::QUIET.size), COLUMNS[column], Font::QUIET, Align::Right);
            for (index, call) in shown.iter().enumerate() {
                let at = (right, rows.strip(index, 0.68).centre().1);
                canvas.text_beside(at, &call.cells()[column], Font::TEXT, Align::Right);
            }
        }
    }
}

/// Room for each column with the gap before it.
fn column_widths(calls: &[&CallLoad]) -> [f64; 3] {
    std::array::from_fn(|column| {
        let cells = calls.iter().map(|call| Font::TEXT.width(&call.cells()[column]));
        cells.fold(Font::QUIET.width(COLUMNS[column]), f64::max) + 8.0
    })
}

fn keys<'k>(calls: &[&CallLoad]) -> Vec<Key<'k>> {
    let shown = &calls[..calls.len().min(MOST)];
    let has = |mode: &Mode| shown.iter().any(|call| call.mode == *mode);
    let words = |mode: Mode| format!("mean load over capacity, {}", mode.label());
    let mut keys: Vec<Key> =
        Mode::ALL.into_iter().filter(has).map(|mode| Key::fill(mode.colour(), words(mode))).collect();
    if shown.iter().any(|call| call.ends.1 > call.ends.0) {
        keys.push(Key::new(12.0, "95 % interval", |canvas, (x, y)| draw_whisker(canvas, x, x + 12.0, y)));
    }
    if calls.len() > MOST {
        let more = number::count(calls.len() - MOST);
        keys.push(Key::words(format!("and {more} more, none fuller than {}", percent(calls[MOST].factor()))));
    }
    keys
}

/// The bar of one call over its capacity; `strip` spans 0 to 100 %.
fn draw_bar(canvas: &mut Canvas, strip: Area, call: &CallLoad) {
    let x = |teu: f64| strip.left + call.share(teu) * strip.width();
    canvas.rect(strip, theme::SHADE);
    canvas.rect(Area { right: x(call.load), ..strip }, call.mode.colour());
    let (low, high, middle) = (x(call.ends.0), x(call.ends.1), strip.centre().1);
    if low.is_finite() && high.is_finite() {
        draw_halo(canvas, low, high, middle);
        draw_whisker(canvas, low, high, middle);
    }
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::plot::checks::{check_files, check_page, long_name, words};
    use crate::report::plot::to_svg;

    fn figure(calls: Vec<CallLoad>) -> ServiceLoads {
        let frame = Frame { title: "Title".into(), subtitle: "Subtitle".into(), footer: "Footer".into() };
        ServiceLoads { name: "load-factor".into(), frame, calls }
    }

    fn call(service: &str, mode: Mode, load: f64) -> CallLoad {
        CallLoad {
            service: service.into(),
            hub: "port".into(),
            mode,
            capacity: 100.0,
            load,
            ends: (load - 3.0, load + 3.0),
            full: Some(0.4),
            left_behind: None,
        }
    }

    #[test]
    fn nothing_is_said_in_words() {
        for figure in [figure(vec![]), figure(vec![call("a", Mode::Rail, f64::NAN)])] {
            check_page(&figure);
            assert!(words(&figure).contains("No train or ship left"));
        }
    }

    #[test]
    fn one_value_is_drawn_even_beyond_its_range() {
        for load in [-1.0, 0.0, 50.0, 100.0, 1e12] {
            check_page(&figure(vec![call("a", Mode::Sea, load)]));
        }
    }

    #[test]
    fn a_small_figure_is_as_stored() {
        let figure = figure(vec![call("A <B & C>", Mode::Sea, 20.0), call("block train", Mode::Rail, 80.0)]);
        check_files(&figure);
        let words = words(&figure);
        assert!(words.find("block train") < words.find("A <B"), "the fullest first: {words}");
        insta::assert_snapshot!(to_svg(&figure).expect("a figure can be drawn"));
    }

    #[test]
    fn sixty_calls_with_long_names_are_shown_or_counted() {
        for count in [1, 2, 15, 16, 60] {
            let figure = figure((0..count).map(|n| call(&long_name(n), Mode::Rail, 90.0 - n as f64)).collect());
            check_page(&figure);
            assert_eq!(words(&figure).contains("more, none fuller than 75 %"), count > MOST);
        }
    }
}
