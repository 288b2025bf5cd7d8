//! How long consignments stay: the share that has left after a time, by hub, and quantile boxes by hub, flow and stage.

use super::canvas::{Area, Canvas, Dash, Font, Point};
use super::ecdf;
use super::figure::{Figure, Frame, enumerate, say_instead};
use super::legend::{self, Key};
use super::number::{self, Scale};
use super::rows::{AXIS_HEIGHT, Rows, draw_axis};
use super::text::{self, Weight};
use super::theme::{self, Colour};

/// Lines in one plot; more cannot be told apart.
const MOST_CURVES: usize = 7;
/// Height that a box needs.
const ROW: f64 = 11.5;

/// Distribution of the time at one hub.
#[derive(Clone, Debug, PartialEq)]
pub struct HubCurve {
    /// Name of the hub.
    pub hub: String,
    /// (hours, share of consignments that stayed no longer), in any order; a few hundred points are plenty.
    pub points: Vec<(f64, f64)>,
}

/// Quantiles of the time at one hub, or of one flow or stage there; hours.
#[derive(Clone, Debug, PartialEq)]
pub struct DwellBox {
    /// Name of the hub: the box takes the colour of the hub's curve.
    pub hub: String,
    /// Flow or stage; empty for the hub as a whole.
    pub part: String,
    /// 5 % stayed no longer.
    pub p5: f64,
    /// 25 % stayed no longer.
    pub p25: f64,
    /// Half stayed no longer.
    pub p50: f64,
    /// 75 % stayed no longer.
    pub p75: f64,
    /// 95 % stayed no longer.
    pub p95: f64,
    /// Mean.
    pub mean: f64,
}

impl DwellBox {
    fn label(&self) -> String {
        if self.part.is_empty() { self.hub.clone() } else { format!("{} · {}", self.hub, self.part) }
    }

    fn is_known(&self) -> bool {
        [self.p5, self.p25, self.p50, self.p75, self.p95, self.mean].into_iter().all(f64::is_finite)
    }
}

/// Dwell times by hub.
#[derive(Clone, Debug, PartialEq)]
pub struct Dwell {
    /// Stem of the files' names.
    pub name: String,
    /// The words around the plot.
    pub frame: Frame,
    /// Distributions in order of importance: the first seven are shown. Colours follow this order.
    pub curves: Vec<HubCurve>,
    /// Boxes in any order: those with the longest means are shown.
    pub boxes: Vec<DwellBox>,
}

const NOTHING: &str = "No consignment left any hub of this figure in this run: there is no dwell time to show.";

/// Hours or days, whichever gives numbers that are easy to read.
#[derive(Clone, Copy)]
struct Unit {
    hours: f64,
    word: &'static str,
}

impl Dwell {
    fn curves(&self) -> Vec<&HubCurve> {
        let has_points = |curve: &&HubCurve| !ecdf::clean(&curve.points).is_empty();
        self.curves.iter().filter(has_points).collect()
    }

    /// Longest mean first; equals stay in the order given.
    fn boxes(&self) -> Vec<&DwellBox> {
        let mut boxes: Vec<&DwellBox> = self.boxes.iter().filter(|dwell| dwell.is_known()).collect();
        boxes.sort_by(|a, b| b.mean.total_cmp(&a.mean));
        boxes
    }

    /// The longest time worth showing, in hours: the axis leaves out the last 5 % of a curve.
    fn longest(&self) -> f64 {
        let ends =
            self.curves().into_iter().take(MOST_CURVES).map(|curve| ecdf::quantile(&ecdf::clean(&curve.points), 0.95));
        let boxes = self.boxes().into_iter().map(|dwell| dwell.p95.max(dwell.mean));
        ends.chain(boxes).fold(0.0, f64::max)
    }

    fn unit(&self) -> Unit {
        if self.longest() > 72.0 { Unit { hours: 24.0, word: "days" } } else { Unit { hours: 1.0, word: "hours" } }
    }

    /// The axis of both plots, with fewer ticks where there is less room.
    fn scale(&self, width: f64) -> Scale {
        let end = self.longest() * 1.02 / self.unit().hours;
        Scale::over(end, if width > 150.0 { 6 } else { 3 })
    }

    /// The colour of a hub's curve; grey where the hub has none.
    fn colour(&self, hub: &str) -> Colour {
        let place = self.curves().into_iter().take(MOST_CURVES).position(|curve| curve.hub == hub);
        place.map_or(theme::GREY, theme::series)
    }

    fn draw_curves(&self, canvas: &mut Canvas, area: Area) {
        let (unit, curves) = (self.unit(), self.curves());
        let more = curves.len().saturating_sub(MOST_CURVES);
        let mut head = format!("share that has left after … {}", unit.word);
        if more > 0 {
            head += &format!(" ({more} more hubs not shown)");
        }
        let lines = text::wrap(&head, Font::QUIET.size, Weight::Regular, area.width());
        let keys: Vec<Key> = lines.into_iter().map(Key::words).collect();
        let top = area.top + legend::draw(canvas, area, &keys) + 4.0;
        let left = area.left + Font::QUIET.width("100 %") + 5.0;
        let plot = Area::new(left, top, area.right - 4.0, area.bottom - AXIS_HEIGHT);
        let scale = self.scale(plot.width());
        ecdf::draw_ground(canvas, plot, &scale);
        let line = |(index, curve): (usize, &&HubCurve)| {
            let points = ecdf::clean(&curve.points).into_iter();
            let points = points.map(|(hours, share)| (hours / unit.hours, share)).collect();
            let path = ecdf::path(plot, &scale, points);
            ecdf::Line { name: curve.hub.clone(), colour: theme::series(index), path }
        };
        let lines: Vec<ecdf::Line> = curves.iter().take(MOST_CURVES).enumerate().map(line).collect();
        ecdf::draw(canvas, plot, &lines);
    }

    fn draw_boxes(&self, canvas: &mut Canvas, area: Area) {
        let (unit, boxes) = (self.unit(), self.boxes());
        let room = ((area.height() - AXIS_HEIGHT - 30.0) / ROW).floor().max(1.0) as usize;
        let shown = &boxes[..boxes.len().min(room)];
        let mut keys = vec![
            Key::new(26.0, format!("{} until 5, 25, 50, 75, 95 % have left", unit.word), |canvas, (x, y)| {
                let strip = Area::new(x, y - 3.5, x + 26.0, y + 3.5);
                draw_box(canvas, strip, [x, x + 8.0, x + 14.0, x + 20.0, x + 26.0], theme::GREY);
            }),
            Key::new(6.0, "mean", |canvas, (x, y)| draw_diamond(canvas, (x + 3.0, y))),
        ];
        if boxes.len() > shown.len() {
            keys.push(Key::words(format!(
                "{} more with shorter means not shown",
                number::count(boxes.len() - shown.len())
            )));
        }
        let top = area.top + legend::draw(canvas, area, &keys) + 4.0;
        let names: Vec<String> = shown.iter().map(|dwell| dwell.label()).collect();
        let below = Area::new(area.left, top, area.right, area.bottom - AXIS_HEIGHT);
        let rows = Rows::new(below, names.iter().map(String::as_str), 0.48, 8.0);
        let scale = self.scale(rows.plot.width());
        draw_axis(canvas, rows.plot, &scale, |value| scale.label(value));
        rows.draw_names(canvas);
        for (index, dwell) in shown.iter().enumerate() {
            let x = |hours: f64| rows.plot.left + scale.share(hours / unit.hours) * rows.plot.width();
            let strip = rows.strip(index, 0.62);
            let quantiles = [dwell.p5, dwell.p25, dwell.p50, dwell.p75, dwell.p95].map(x);
            draw_box(canvas, strip, quantiles, self.colour(&dwell.hub));
            draw_diamond(canvas, (x(dwell.mean), strip.centre().1));
        }
    }
}

impl Figure for Dwell {
    fn name(&self) -> &str {
        &self.name
    }

    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn description(&self) -> String {
        let (curves, boxes) = (self.curves(), self.boxes());
        if curves.is_empty() && boxes.is_empty() {
            return NOTHING.to_owned();
        }
        let median = |curve: &&HubCurve| {
            format!(
                "{}: half leave within {} h",
                curve.hub,
                number::label(ecdf::quantile(&ecdf::clean(&curve.points), 0.5))
            )
        };
        let mean = |dwell: &&DwellBox| {
            let (mean, p95) = (number::label(dwell.mean), number::label(dwell.p95));
            format!("{}: mean {mean} h, 95 % within {p95} h", dwell.label())
        };
        let words: Vec<String> = curves.iter().map(median).chain(boxes.iter().map(mean)).collect();
        format!("Dwell times. {}.", enumerate(words.iter().map(String::as_str)))
    }

    fn draw(&self, canvas: &mut Canvas, area: Area) {
        match (self.curves().is_empty(), self.boxes().is_empty()) {
            (true, true) => say_instead(canvas, area, NOTHING),
            (false, true) => self.draw_curves(canvas, area),
            (true, false) => self.draw_boxes(canvas, area),
            (false, false) => {
                let middle = area.left + area.width() * 0.46;
                self.draw_curves(canvas, Area { right: middle - theme::GUTTER / 2.0, ..area });
                self.draw_boxes(canvas, Area { left: middle + theme::GUTTER / 2.0, ..area });
            }
        }
    }
}

/// A box over the middle half with the median in it, on a line from 5 to 95 %.
fn draw_box(canvas: &mut Canvas, strip: Area, [p5, p25, p50, p75, p95]: [f64; 5], colour: Colour) {
    let y = strip.centre().1;
    canvas.rule((p5, y), (p95, y), theme::THIN, theme::as_text(colour), Dash::Solid);
    for end in [p5, p95] {
        canvas.rule((end, y - 2.0), (end, y + 2.0), theme::THIN, theme::as_text(colour), Dash::Solid);
    }
    let middle = Area { left: p25, right: p75.max(p25 + 0.8), ..strip };
    canvas.rect(middle, theme::tint(colour, 0.45));
    canvas.rule((p50, strip.top), (p50, strip.bottom), theme::LINE, theme::INK, Dash::Solid);
}

fn draw_diamond(canvas: &mut Canvas, (x, y): Point) {
    for (radius, colour) in [(3.6, theme::INK), (2.3, theme::WHITE)] {
        canvas.polygon(vec![(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)], colour);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::plot::checks::{check_files, check_page, long_name, words};
    use crate::report::plot::to_svg;

    fn frame() -> Frame {
        Frame { title: "Title".into(), subtitle: "Subtitle".into(), footer: "Footer".into() }
    }

    fn figure(curves: Vec<HubCurve>, boxes: Vec<DwellBox>) -> Dwell {
        Dwell { name: "dwell".into(), frame: frame(), curves, boxes }
    }

    fn curve(hub: &str, points: &[(f64, f64)]) -> HubCurve {
        HubCurve { hub: hub.into(), points: points.to_vec() }
    }

    /// A box whose median is `median` hours.
    fn dwell(hub: &str, part: &str, median: f64) -> DwellBox {
        let (p5, p25, p75, p95) = (median * 0.4, median * 0.8, median * 1.3, median * 2.0);
        DwellBox { hub: hub.into(), part: part.into(), p5, p25, p50: median, p75, p95, mean: median * 1.1 }
    }

    #[test]
    fn nothing_is_said_in_words() {
        for figure in [figure(vec![], vec![]), figure(vec![curve("Mohan", &[])], vec![dwell("Mohan", "", f64::NAN)])] {
            check_page(&figure);
            assert!(words(&figure).contains("No consignment left any hub"));
        }
    }

    #[test]
    fn one_value_is_drawn() {
        for hours in [0.0, 1e-6, 5.0, 1e12] {
            check_page(&figure(vec![curve("Mohan", &[(hours, 1.0)])], vec![dwell("Mohan", "", hours)]));
            check_page(&figure(vec![], vec![dwell("Mohan", "", hours)]));
            check_page(&figure(vec![curve("Mohan", &[(hours, 1.0)])], vec![]));
        }
    }

    #[test]
    fn a_small_figure_is_as_stored() {
        let curves = vec![
            curve("Mohan", &[(2.0, 0.1), (6.0, 0.5), (12.0, 0.9), (20.0, 1.0)]),
            curve("A <B & C>", &[(8.0, 0.2), (14.0, 0.6), (30.0, 1.0)]),
        ];
        let boxes = vec![dwell("Mohan", "", 6.0), dwell("A <B & C>", "import", 12.0)];
        let figure = figure(curves, boxes);
        check_files(&figure);
        insta::assert_snapshot!(to_svg(&figure).expect("a figure can be drawn"));
    }

    #[test]
    fn long_stays_are_told_in_days() {
        assert!(words(&figure(vec![], vec![dwell("Mohan", "", 60.0)])).contains("days until"));
        assert!(words(&figure(vec![], vec![dwell("Mohan", "", 6.0)])).contains("hours until"));
    }

    #[test]
    fn thirty_hubs_with_long_names_and_twelve_curves_fit() {
        let points: Vec<(f64, f64)> = (1..=500).map(|step| (f64::from(step) * 0.1, f64::from(step) / 500.0)).collect();
        let curves: Vec<HubCurve> = (0..12).map(|index| curve(&long_name(index), &points)).collect();
        let boxes: Vec<DwellBox> =
            (0..30).map(|index| dwell(&long_name(index), "import, inspected", 5.0 + index as f64)).collect();
        let figure = figure(curves, boxes);
        check_page(&figure);
        let words = words(&figure);
        assert!(
            words.contains("5 more hubs not shown") && words.contains("more with shorter means not shown"),
            "{words}"
        );
    }
}
