//! Which share of the demand of a hub is served by trucks that are back within so many hours: a curve for each hub or variant, with its band.

use super::canvas::{Align, Area, Canvas, Dash, Font, Point};
use super::figure::{Figure, Frame, enumerate, say_instead};
use super::legend::{self, Key};
use super::number::{self, Scale};
use super::rows::AXIS_HEIGHT;
use super::text::{self, Weight};
use super::theme::{self, Colour};
use super::{ecdf, number::label};

/// Curves in one plot; more cannot be told apart.
const MOST_CURVES: usize = 7;

/// A share at one time out and back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReachPoint {
    /// Time out and back.
    pub hours: f64,
    /// Mean share over replications, 0 to 1.
    pub mean: f64,
    /// Lower end of the 95 % interval; the mean itself where there is one replication.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// One hub, or one variant.
#[derive(Clone, Debug, PartialEq)]
pub struct ReachCurve {
    /// Its name.
    pub name: String,
    /// Points in the order of hours; those that are not finite are left out.
    pub points: Vec<ReachPoint>,
}

/// Overnight reach.
#[derive(Clone, Debug, PartialEq)]
pub struct OvernightReach {
    /// Stem of the files' names.
    pub name: String,
    /// The words around the plot.
    pub frame: Frame,
    /// Curves in the order of colours: the first seven are shown.
    pub curves: Vec<ReachCurve>,
    /// The time at which each curve's value stands beside the plot \[h\].
    pub mark_hours: f64,
}

const NOTHING: &str = "No truck came back to where it began in this run: there is no reach to show.";

impl ReachCurve {
    fn known(&self) -> Vec<ReachPoint> {
        let is_known = |point: &&ReachPoint| {
            [point.hours, point.mean, point.low, point.high].into_iter().all(f64::is_finite) && point.hours >= 0.0
        };
        self.points.iter().filter(is_known).copied().collect()
    }

    fn at(&self, hours: f64) -> Option<ReachPoint> {
        self.known().into_iter().find(|point| (point.hours - hours).abs() < 1e-9)
    }
}

/// Where hours and shares go.
struct Plot {
    area: Area,
    scale: Scale,
}

impl Plot {
    fn at(&self, hours: f64, share: f64) -> Point {
        let x = self.area.left + self.scale.share(hours) * self.area.width();
        (x, self.area.bottom - share.clamp(0.0, 1.0) * self.area.height())
    }
}

impl OvernightReach {
    /// Curves with something to show.
    fn curves(&self) -> Vec<&ReachCurve> {
        self.curves.iter().filter(|curve| !curve.known().is_empty()).collect()
    }

    fn draw_curve(&self, canvas: &mut Canvas, plot: &Plot, curve: &ReachCurve, index: usize) {
        let (points, colour) = (curve.known(), theme::series(index));
        let of = |share: fn(&ReachPoint) -> f64| points.iter().map(move |point| plot.at(point.hours, share(point)));
        let line: Vec<Point> = std::iter::once(plot.at(0.0, 0.0)).chain(of(|point| point.mean)).collect();
        for pair in line.windows(2) {
            canvas.rule(pair[0], pair[1], theme::LINE, colour, dash(index));
        }
        if let Some(point) = curve.at(self.mark_hours) {
            canvas.disc(plot.at(point.hours, point.mean), 2.4, colour);
        }
    }

    /// Names with the value at the mark, the highest first.
    fn draw_values(&self, canvas: &mut Canvas, area: Area, shown: &[&ReachCurve]) {
        let heading = format!("back within {} h", label(self.mark_hours));
        canvas.text((area.left, area.top + Font::HEADING.size), &heading, Font::HEADING, Align::Left);
        let value = |curve: &ReachCurve| curve.at(self.mark_hours).map_or(-1.0, |point| point.mean);
        let mut order: Vec<usize> = (0..shown.len()).collect();
        order.sort_by(|a, b| value(shown[*b]).total_cmp(&value(shown[*a])));
        let indent = 18.0;
        let names = || shown.iter().map(|curve| &*curve.name);
        let mut lines = text::wrap_all(names(), Font::TEXT, area.width() - indent);
        let room = (area.height() / Font::TEXT.leading()) as usize - 2;
        let has_room = lines.iter().map(Vec::len).sum::<usize>() + shown.len() * 5 / 4 < room;
        if !has_room {
            let short = text::shorten_all(names(), Font::TEXT, area.width() - indent);
            lines = short.into_iter().map(|name| vec![name]).collect();
        }
        let mut y = area.top + Font::HEADING.leading() + Font::TEXT.leading();
        for index in order {
            let colour = theme::series(index);
            let middle = y - Font::TEXT.size * theme::CAP_HEIGHT / 2.0;
            canvas.rule((area.left, middle), (area.left + 13.0, middle), theme::LINE, colour, dash(index));
            let font = Font::TEXT.coloured(theme::as_text(colour));
            canvas.lines((area.left + indent, y), &lines[index], font, Align::Left);
            y += lines[index].len() as f64 * font.leading();
            let words = shown[index].at(self.mark_hours).map_or_else(|| "–".to_owned(), in_words);
            canvas.text((area.left + indent, y), &words, Font::TEXT, Align::Left);
            y += Font::TEXT.leading() * 1.25;
        }
    }
}

impl Figure for OvernightReach {
    fn name(&self) -> &str {
        &self.name
    }

    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn description(&self) -> String {
        let curves = self.curves();
        if curves.is_empty() {
            return NOTHING.to_owned();
        }
        let words = |curve: &&ReachCurve| {
            let value = curve.at(self.mark_hours).map_or_else(|| "no value".to_owned(), in_words);
            format!("{}: {value}", curve.name)
        };
        let words: Vec<String> = curves.iter().map(words).collect();
        let names = enumerate(words.iter().map(String::as_str));
        format!("Share of demand served by trucks that are back within {} h. {names}.", label(self.mark_hours))
    }

    fn draw(&self, canvas: &mut Canvas, area: Area) {
        let curves = self.curves();
        if curves.is_empty() {
            return say_instead(canvas, area, NOTHING);
        }
        let shown = &curves[..curves.len().min(MOST_CURVES)];
        let has_band = shown.iter().flat_map(|curve| &curve.points).any(|point| (point.high - point.low).abs() > 1e-12);
        let mut head = "share of demand whose truck is back within … hours of its planned departure".to_owned();
        head += if has_band { " · band: 95 % interval" } else { " · no interval: one replication, or no spread" };
        if curves.len() > shown.len() {
            head += &format!(" · {} more not shown", number::count(curves.len() - shown.len()));
        }
        let keys: Vec<Key> =
            text::wrap(&head, Font::QUIET.size, Weight::Regular, area.width()).into_iter().map(Key::words).collect();
        let top = area.top + legend::draw(canvas, area, &keys) + 6.0;
        let column = area.right - area.width() * 0.27;
        let left = area.left + Font::QUIET.width("100 %") + 5.0;
        let ground = Area::new(left, top, column - theme::GUTTER, area.bottom - AXIS_HEIGHT);
        let last = shown.iter().filter_map(|curve| Some(curve.known().last()?.hours)).fold(1.0, f64::max);
        // A day has steps of six hours.
        let scale = if last <= 72.0 { Scale { end: last, step: 6.0 } } else { Scale::over(last, 8) };
        let plot = Plot { area: ground, scale };
        ecdf::draw_ground(canvas, ground, &plot.scale);
        if self.mark_hours <= last {
            let (bottom, top) = (plot.at(self.mark_hours, 0.0), plot.at(self.mark_hours, 1.0));
            canvas.rule(bottom, top, theme::THIN, theme::AXIS, Dash::Broken(2.0));
        }
        for (index, curve) in shown.iter().enumerate() {
            draw_band(canvas, &plot, curve, theme::series(index));
        }
        // The first one, the base, lies above the others.
        for (index, curve) in shown.iter().enumerate().rev() {
            self.draw_curve(canvas, &plot, curve, index);
        }
        self.draw_values(canvas, Area::new(column, top - 3.0, area.right, area.bottom), shown);
    }
}

fn draw_band(canvas: &mut Canvas, plot: &Plot, curve: &ReachCurve, colour: Colour) {
    let points = curve.known();
    let highs = points.iter().map(|point| plot.at(point.hours, point.high));
    let lows = points.iter().rev().map(|point| plot.at(point.hours, point.low));
    canvas.veil(highs.chain(lows).collect(), colour, 0.2);
}

/// Lines differ without colour too.
fn dash(index: usize) -> Dash {
    match index {
        0 => Dash::Solid,
        index => Dash::Broken([2.5, 1.2, 4.0][(index - 1) % 3]),
    }
}

/// "62.1 % (60.8 to 63.5)".
fn in_words(point: ReachPoint) -> String {
    let percent = |share: f64| format!("{:.1}", share * 100.0);
    let ends = (percent(point.low), percent(point.high));
    if (point.high - point.low).abs() > 1e-12 {
        format!("{} % ({} to {})", percent(point.mean), ends.0, ends.1)
    } else {
        format!("{} %", percent(point.mean))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::plot::checks::{check_files, check_page, long_name, words};
    use crate::report::plot::to_svg;

    fn figure(curves: Vec<ReachCurve>) -> OvernightReach {
        let frame = Frame { title: "Title".into(), subtitle: "Subtitle".into(), footer: "Footer".into() };
        OvernightReach { name: "overnight-reach".into(), frame, curves, mark_hours: 12.0 }
    }

    fn curve(name: &str, points: &[(f64, f64)], half: f64) -> ReachCurve {
        let point = |&(hours, mean): &(f64, f64)| ReachPoint { hours, mean, low: mean - half, high: mean + half };
        ReachCurve { name: name.into(), points: points.iter().map(point).collect() }
    }

    #[test]
    fn nothing_is_said_in_words() {
        for figure in [figure(vec![]), figure(vec![curve("Zhengzhou", &[(2.0, f64::NAN)], 0.0)])] {
            check_page(&figure);
            assert!(words(&figure).contains("No truck came back"));
        }
    }

    #[test]
    fn one_value_is_drawn_of_any_size() {
        for (hours, share) in [(2.0, 0.0), (12.0, 1.0), (48.0, 1e-9), (1e9, 0.5)] {
            check_page(&figure(vec![curve("Zhengzhou", &[(hours, share)], 0.0)]));
        }
    }

    #[test]
    fn a_small_figure_is_as_stored() {
        let base = curve("base", &[(6.0, 0.2), (12.0, 0.62), (24.0, 1.0)], 0.02);
        let more = curve("second <driver & more>", &[(6.0, 0.2), (12.0, 0.7), (24.0, 1.0)], 0.01);
        let figure = figure(vec![base, more]);
        check_files(&figure);
        let words = words(&figure);
        assert!(words.contains("62.0 % (60.0 to 64.0)") && words.contains("back within 12 h"), "{words}");
        assert!(words.find("second") < words.find("base"), "the highest first: {words}");
        insta::assert_snapshot!(to_svg(&figure).expect("a figure can be drawn"));
    }

    #[test]
    fn twelve_curves_with_long_names_fit_or_are_counted() {
        let points: Vec<(f64, f64)> = (1..=24).map(|step| (f64::from(step) * 2.0, f64::from(step) / 24.0)).collect();
        let curves: Vec<ReachCurve> = (0..12).map(|index| curve(&long_name(index), &points, 0.1)).collect();
        let figure = figure(curves);
        check_page(&figure);
        assert!(words(&figure).contains("5 more not shown"));
    }
}
