//! How busy each station is: working and blocked shares of its open time, with 95 % whiskers, highest first.

use super::canvas::{Align, Area, Canvas, Dash, Font};
use super::figure::{Figure, Frame, enumerate, say_instead};
use super::legend::{self, Key};
use super::number::{self, Scale};
use super::rows::{AXIS_HEIGHT, Rows, draw_axis, draw_halo, draw_whisker};
use super::theme;

/// Rows in all; what comes after them is counted, not drawn.
const MOST: usize = 15;

/// How busy one station is.
#[derive(Clone, Debug, PartialEq)]
pub struct StationLoad {
    /// Its name, with its place where that helps.
    pub station: String,
    /// Share of open server time spent serving, 0 to 1.
    pub working: f64,
    /// Share of open server time held without work, since the truck cannot move on or the server is broken, 0 to 1.
    pub blocked: f64,
    /// Lower end of the 95 % interval of both together.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl StationLoad {
    fn total(&self) -> f64 {
        share(self.working) + share(self.blocked)
    }
}

/// Utilisation by station.
#[derive(Clone, Debug, PartialEq)]
pub struct Utilisation {
    /// Stem of the files' names.
    pub name: String,
    /// The words around the plot.
    pub frame: Frame,
    /// Stations in any order; those without finite values are left out.
    pub stations: Vec<StationLoad>,
}

impl Utilisation {
    /// Busiest first; equals stay in the order given.
    fn sorted(&self) -> Vec<&StationLoad> {
        let is_known = |station: &&StationLoad| station.working.is_finite() && station.blocked.is_finite();
        let mut stations: Vec<&StationLoad> = self.stations.iter().filter(is_known).collect();
        stations.sort_by(|a, b| b.total().total_cmp(&a.total()));
        stations
    }

    fn draw_key(canvas: &mut Canvas, area: Area, stations: &[&StationLoad]) -> f64 {
        let mut keys = vec![Key::fill(theme::BLUE, "working")];
        if stations.iter().any(|station| share(station.blocked) > 0.0) {
            keys.push(Key::hatch(theme::VERMILLION, "held without work: blocked or broken"));
        }
        if stations.iter().any(|station| station.high > station.low) {
            keys.push(Key::new(12.0, "95 % interval", |canvas, (x, y)| draw_whisker(canvas, x, x + 12.0, y)));
        }
        if stations.len() > MOST {
            let more = number::count(stations.len() - MOST);
            let highest = stations[MOST].total();
            keys.push(Key::words(format!("and {more} more, none above {}", percent(highest))));
        }
        legend::draw(canvas, area, &keys) + 4.0
    }
}

impl Figure for Utilisation {
    fn name(&self) -> &str {
        &self.name
    }

    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn description(&self) -> String {
        let said = |load: &&StationLoad| {
            format!("{}: {}, of it {} blocked", load.station, percent(load.total()), percent(share(load.blocked)))
        };
        let words: Vec<String> = self.sorted().iter().map(said).collect();
        if words.is_empty() {
            return NOTHING.to_owned();
        }
        format!("Share of open time in use, highest first. {}.", enumerate(words.iter().map(String::as_str)))
    }

    fn draw(&self, canvas: &mut Canvas, area: Area) {
        let stations = self.sorted();
        if stations.is_empty() {
            return say_instead(canvas, area, NOTHING);
        }
        let top = area.top + Self::draw_key(canvas, area, &stations);
        let shown = &stations[..stations.len().min(MOST)];
        draw_rows(canvas, Area { top, bottom: area.bottom - AXIS_HEIGHT, ..area }, shown);
    }
}

const NOTHING: &str = "No station was open in this run: there is no utilisation to show.";

/// Stations over an axis from 0 to 100 %.
fn draw_rows(canvas: &mut Canvas, area: Area, stations: &[&StationLoad]) {
    let room = Font::TEXT.width("100 %") + 6.0;
    let names = stations.iter().map(|station| station.station.as_str());
    let rows = Rows::new(area, names, 0.5, room);
    let scale = Scale { end: 1.0, step: if rows.plot.width() > 140.0 { 0.25 } else { 0.5 } };
    draw_axis(canvas, rows.plot, &scale, percent);
    rows.draw_names(canvas);
    for (index, station) in stations.iter().enumerate() {
        let bar = rows.strip(index, 0.68);
        draw_bar(canvas, bar, station);
        let at = (area.right, bar.centre().1);
        canvas.text_beside(at, &percent(station.total()), Font::TEXT, Align::Right);
    }
    let full = rows.plot.right;
    canvas.rule((full, rows.plot.top), (full, rows.plot.bottom), theme::THIN, theme::INK, Dash::Solid);
}

/// Working and blocked part and the whisker of one station; `strip` spans 0 to 100 %.
fn draw_bar(canvas: &mut Canvas, strip: Area, station: &StationLoad) {
    let x = |value: f64| strip.left + share(value) * strip.width();
    let (working, total) = (x(station.working), x(station.total()));
    canvas.rect(Area { right: working, ..strip }, theme::BLUE);
    canvas.hatch(Area { left: working, right: total, ..strip }, theme::VERMILLION);
    if station.low.is_finite() && station.high.is_finite() {
        let (low, high, middle) = (x(station.low), x(station.high), strip.centre().1);
        draw_halo(canvas, low, high, middle);
        draw_whisker(canvas, low, high, middle);
    }
}

fn share(value: f64) -> f64 {
    value.clamp(0.0, 1.0)
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::plot::checks::{check_files, check_page, long_name, words};
    use crate::report::plot::to_svg;

    fn frame() -> Frame {
        Frame { title: "Title".into(), subtitle: "Subtitle".into(), footer: "Footer".into() }
    }

    fn figure(stations: Vec<StationLoad>) -> Utilisation {
        Utilisation { name: "utilisation".into(), frame: frame(), stations }
    }

    fn load(station: &str, working: f64, blocked: f64) -> StationLoad {
        let (low, high) = (working + blocked - 0.03, working + blocked + 0.03);
        StationLoad { station: station.into(), working, blocked, low, high }
    }

    #[test]
    fn nothing_is_said_in_words() {
        for figure in [figure(vec![]), figure(vec![load("Mohan", f64::NAN, 0.0)])] {
            check_page(&figure);
            assert!(words(&figure).contains("No station was open"));
        }
    }

    #[test]
    fn one_value_is_drawn_even_beyond_its_range() {
        for working in [-1.0, 0.0, 0.5, 1.0, 7.0, f64::INFINITY] {
            check_page(&figure(vec![load("Mohan", working, 0.0)]));
        }
    }

    #[test]
    fn a_small_figure_is_as_stored() {
        let stations = vec![load("Mohan · desks", 0.3, 0.0), load("A <B & C>", 0.6, 0.3)];
        let figure = figure(stations);
        check_files(&figure);
        insta::assert_snapshot!(to_svg(&figure).expect("a figure can be drawn"));
    }

    #[test]
    fn fifteen_stations_with_long_names_are_shown_and_the_rest_counted() {
        let stations: Vec<StationLoad> =
            (0..42).map(|index| load(&long_name(index), 0.9 - 0.02 * index as f64, 0.05)).collect();
        let figure = figure(stations);
        check_page(&figure);
        assert!(words(&figure).contains("and 27 more, none above 65 %"), "{}", words(&figure));
    }

    #[test]
    fn every_number_of_stations_fits() {
        for count in [2, 14, 15, 16, 29, 30, 31] {
            check_page(&figure((0..count).map(|index| load(&format!("Station {index}"), 0.5, 0.1)).collect()));
        }
    }
}
