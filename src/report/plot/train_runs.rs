//! Where trains are when: distance along a chain of stations over time, a line a run, as railways draw their timetables.

use jiff::civil::Date;

use super::bands::TimeGrid;
use super::canvas::{Align, Area, Canvas, Dash, Font, Point};
use super::figure::{Figure, Frame, enumerate, say_instead};
use super::legend::{self, Key};
use super::number;
use super::text;
use super::theme::{self, Colour};
use super::time_axis;

/// Services with a colour of their own; the others are grey together.
const MOST_SERVICES: usize = 7;
/// Runs that are drawn; more cannot be told apart.
const MOST_RUNS: usize = 1500;
/// From so many runs on lines are thin.
const CROWD: usize = 60;

/// A place on the vertical axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Station {
    /// Its name.
    pub name: String,
    /// Kilometres from the first one.
    pub km: f64,
}

/// What one run did between stations of the chain.
#[derive(Clone, Debug, PartialEq)]
pub struct RunLine {
    /// Number of its service in [`TrainRuns::services`].
    pub service: usize,
    /// (hours since the start of the axis, kilometre), in the order of time; level where it stands. Beyond the axis it is cut.
    pub points: Vec<(f64, f64)>,
}

/// Runs of services over time.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainRuns {
    /// Stem of the files' names.
    pub name: String,
    /// The words around the plot.
    pub frame: Frame,
    /// The day on whose midnight the axis begins.
    pub start: Date,
    /// Length of the axis in hours.
    pub hours: f64,
    /// Stations in any order.
    pub stations: Vec<Station>,
    /// Names of services, those that matter most first: colours follow this order.
    pub services: Vec<String>,
    /// Runs in any order.
    pub runs: Vec<RunLine>,
}

const NOTHING: &str = "No train was on its way in the days of this figure.";

/// A plot: where it is, and what it maps.
#[derive(Clone, Copy)]
struct Plot {
    area: Area,
    hours: f64,
    km: f64,
}

impl Plot {
    fn at(&self, (hour, km): (f64, f64)) -> Point {
        (self.area.left + hour / self.hours * self.area.width(), self.y(km))
    }

    fn y(&self, km: f64) -> f64 {
        self.area.bottom - (km / self.km).clamp(0.0, 1.0) * self.area.height()
    }
}

impl TrainRuns {
    /// Runs that are seen, cut at the ends of the axis.
    fn shown(&self) -> Vec<(usize, Vec<(f64, f64)>)> {
        let cut = |run: &RunLine| (run.service, clip(&run.points, self.hours));
        self.runs.iter().map(cut).filter(|(_, points)| points.len() >= 2).take(MOST_RUNS).collect()
    }

    fn colour(service: usize) -> Colour {
        // The ink of a base would be lost among the lines of the grid.
        if service < MOST_SERVICES { theme::series((service + 1) % MOST_SERVICES) } else { theme::AXIS }
    }

    fn draw_keys(&self, canvas: &mut Canvas, area: Area, shown: &[(usize, Vec<(f64, f64)>)]) -> f64 {
        let is_seen = |service: usize| shown.iter().any(|(other, _)| *other == service);
        let width = line_width(shown.len());
        let named = (0..self.services.len().min(MOST_SERVICES)).filter(|service| is_seen(*service));
        let limit = area.width() * 0.45;
        let mut keys: Vec<Key> = named
            .map(|service| {
                let words = text::shorten(&self.services[service], Font::QUIET.size, Font::QUIET.weight, limit);
                Key::new(16.0, words, move |canvas, (x, y)| {
                    draw_run(canvas, &[(x, y), (x + 16.0, y)], service, width);
                })
            })
            .collect();
        let others = (MOST_SERVICES..self.services.len()).filter(|service| is_seen(*service)).count();
        if others > 0 {
            keys.push(Key::new(16.0, format!("{others} other services"), move |canvas, (x, y)| {
                draw_run(canvas, &[(x, y), (x + 16.0, y)], MOST_SERVICES, width);
            }));
        }
        keys.push(Key::words("km along the line; level: it stands at a station"));
        legend::draw(canvas, area, &keys) + 5.0
    }
}

impl Figure for TrainRuns {
    fn name(&self) -> &str {
        &self.name
    }

    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn description(&self) -> String {
        let shown = self.shown();
        if shown.is_empty() {
            return NOTHING.to_owned();
        }
        let count = |service: usize| shown.iter().filter(|(other, _)| *other == service).count();
        let said = |(number, name): (usize, &String)| format!("{name}: {} runs", count(number));
        let words: Vec<String> = self.services.iter().enumerate().map(said).collect();
        let stations = enumerate(self.stations.iter().map(|station| station.name.as_str()));
        let runs = enumerate(words.iter().map(String::as_str));
        format!("Runs over time from {} between {stations}. {runs}.", self.start)
    }

    fn draw(&self, canvas: &mut Canvas, area: Area) {
        let shown = self.shown();
        let km = self.stations.iter().map(|station| station.km).filter(|km| km.is_finite()).fold(0.0, f64::max);
        if shown.is_empty() || km <= 0.0 {
            return say_instead(canvas, area, NOTHING);
        }
        let top = area.top + self.draw_keys(canvas, area, &shown);
        let bottom = area.bottom - Font::QUIET.leading() - 3.0;
        let plot =
            Plot { area: Area { top: top + 4.0, bottom, right: area.right - 2.0, ..area }, hours: self.hours, km };
        let plot = self.draw_stations(canvas, plot);
        self.draw_dates(canvas, &plot);
        let width = line_width(shown.len());
        // The first services last, on top of the others.
        for (service, points) in shown.iter().rev() {
            let path: Vec<Point> = points.iter().map(|point| plot.at(*point)).collect();
            draw_run(canvas, &path, *service, width);
        }
    }
}

impl TrainRuns {
    /// A line a station, with its name and kilometre where there is room; returns the plot that is left.
    fn draw_stations(&self, canvas: &mut Canvas, plot: Plot) -> Plot {
        let limit = plot.area.width() * 0.28;
        let mut stations: Vec<&Station> = self.stations.iter().filter(|station| station.km.is_finite()).collect();
        stations.sort_by(|a, b| a.km.total_cmp(&b.km));
        // The ends first, then from the bottom up, where a name covers no other.
        let last = stations.len().saturating_sub(1);
        let order = [0, last].into_iter().chain(1..last);
        let mut named: Vec<(f64, String, String)> = Vec::new();
        for station in order.filter_map(|index| stations.get(index)) {
            let y = plot.y(station.km);
            if named.iter().all(|(other, ..)| (other - y).abs() >= Font::TEXT.leading()) {
                let name = text::shorten(&station.name, Font::TEXT.size, Font::TEXT.weight, limit);
                named.push((y, name, format!("{} km", number::whole(station.km))));
            }
        }
        let left = plot.area.left + named.iter().map(|(_, name, _)| Font::TEXT.width(name)).fold(0.0, f64::max) + 5.0;
        let right = plot.area.right - named.iter().map(|(.., km)| Font::QUIET.width(km)).fold(0.0, f64::max) - 5.0;
        for y in stations.iter().map(|station| plot.y(station.km)) {
            canvas.rule((left, y), (right, y), theme::HAIR, theme::AXIS, Dash::Solid);
        }
        for (y, name, km) in named {
            canvas.text_beside((left - 5.0, y), &name, Font::TEXT, Align::Right);
            canvas.text_beside((plot.area.right, y), &km, Font::QUIET, Align::Right);
        }
        Plot { area: Area { left, right, ..plot.area }, ..plot }
    }

    fn draw_dates(&self, canvas: &mut Canvas, plot: &Plot) {
        let grid = TimeGrid { start: self.start, bucket_hours: 1.0, warm_up_hours: 0.0 };
        let Area { left, top, bottom, .. } = plot.area;
        for tick in time_axis::ticks(&grid, self.hours, plot.area.width()) {
            let x = left + tick.hour / self.hours * plot.area.width();
            canvas.rule((x, top), (x, bottom + 2.5), theme::HAIR, theme::GRID, Dash::Solid);
            let at = (left + time_axis::middle(&tick, self.hours, plot.area.width()), bottom + Font::QUIET.size + 4.0);
            canvas.text(at, &tick.label, Font::QUIET, Align::Centre);
        }
    }
}

/// A run of a service: every second service has broken lines, so that neighbours differ without colour. In a crowd pieces of lines could not
/// be followed.
fn draw_run(canvas: &mut Canvas, path: &[Point], service: usize, width: f64) {
    let colour = TrainRuns::colour(service);
    if service.is_multiple_of(2) || service >= MOST_SERVICES || width < theme::LINE {
        return canvas.line(path.to_vec(), width, colour);
    }
    for pair in path.windows(2) {
        canvas.rule(pair[0], pair[1], width, colour, Dash::Broken(4.0));
    }
}

fn line_width(runs: usize) -> f64 {
    if runs > CROWD { theme::THIN * 1.2 } else { theme::LINE }
}

/// The part of a line between hour 0 and `end`.
fn clip(points: &[(f64, f64)], end: f64) -> Vec<(f64, f64)> {
    let mut cut: Vec<(f64, f64)> = Vec::new();
    for pair in points.windows(2) {
        let [from, to] = [pair[0], pair[1]];
        let is_whole = [from.0, from.1, to.0, to.1].into_iter().all(f64::is_finite);
        if !is_whole || to.0 < 0.0 || from.0 > end {
            continue;
        }
        let at = |hour: f64| {
            let share = if to.0 > from.0 { (hour - from.0) / (to.0 - from.0) } else { 0.0 };
            (hour, from.1 + (to.1 - from.1) * share)
        };
        let first = if from.0 < 0.0 { at(0.0) } else { from };
        let last = if to.0 > end { at(end) } else { to };
        if cut.last() != Some(&first) {
            cut.push(first);
        }
        cut.push(last);
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::plot::checks::{check_files, check_page, long_name, words};
    use crate::report::plot::to_svg;

    fn figure(stations: &[(&str, f64)], services: usize, runs: Vec<RunLine>) -> TrainRuns {
        TrainRuns {
            name: "train-runs".into(),
            frame: Frame { title: "Title".into(), subtitle: "Subtitle".into(), footer: "Footer".into() },
            start: jiff::civil::date(2027, 3, 1),
            hours: 120.0,
            stations: stations.iter().map(|(name, km)| Station { name: (*name).into(), km: *km }).collect(),
            services: (0..services).map(long_name).collect(),
            runs,
        }
    }

    /// From the first to the last kilometre, with a stop on the way.
    fn run(service: usize, from: f64, km: f64) -> RunLine {
        let points = vec![(from, 0.0), (from + 30.0, km / 2.0), (from + 40.0, km / 2.0), (from + 70.0, km)];
        RunLine { service, points }
    }

    #[test]
    fn lines_are_cut_at_the_ends_of_the_axis() {
        assert_eq!(
            clip(&[(-10.0, 0.0), (10.0, 100.0), (20.0, 100.0)], 15.0),
            [(0.0, 50.0), (10.0, 100.0), (15.0, 100.0)]
        );
        assert!(clip(&[(16.0, 0.0), (20.0, 1.0)], 15.0).is_empty());
        assert!(clip(&[(f64::NAN, 0.0), (20.0, 1.0)], 15.0).is_empty());
    }

    #[test]
    fn nothing_is_said_in_words() {
        let ends = [("Lianyungang", 0.0), ("Altynkol", 4000.0)];
        let late = run(0, 500.0, 4000.0);
        for figure in
            [figure(&[], 0, vec![]), figure(&ends, 1, vec![late]), figure(&[("a", 0.0)], 1, vec![run(0, 0.0, 0.0)])]
        {
            check_page(&figure);
            assert!(words(&figure).contains("No train was on its way"));
        }
    }

    #[test]
    fn a_small_figure_is_as_stored() {
        let stations = [("Lianyungang", 0.0), ("Base", 2.0), ("A <B & C>", 2000.0), ("Altynkol", 4000.0)];
        let runs = vec![run(0, -20.0, 4000.0), run(0, 20.0, 4000.0), run(1, 60.0, 4000.0)];
        let figure = TrainRuns { services: vec!["block train".into(), "other".into()], ..figure(&stations, 2, runs) };
        check_files(&figure);
        let words = words(&figure);
        assert!(words.contains("Lianyungang") && !words.contains("Base"), "names do not cover one another: {words}");
        insta::assert_snapshot!(to_svg(&figure).expect("a figure can be drawn"));
    }

    #[test]
    fn thirty_stations_twelve_services_and_two_thousand_runs_fit() {
        let names: Vec<String> = (0..30).map(long_name).collect();
        let stations: Vec<(&str, f64)> =
            names.iter().enumerate().map(|(index, name)| (name.as_str(), 1e5 * (index * index) as f64)).collect();
        let runs = (0..2000).map(|n| run(n % 12, f64::from(n as u32 % 300) - 150.0, 8.41e7)).collect();
        let figure = figure(&stations, 12, runs);
        check_page(&figure);
        assert!(words(&figure).contains("5 other services"));
    }
}
