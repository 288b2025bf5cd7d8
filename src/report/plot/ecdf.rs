//! Lines of shares that rise from 0 to 1, each with its name on it.

use super::canvas::{Align, Area, Canvas, Dash, Font, Point};
use super::number::Scale;
use super::text;
use super::theme::{self, Colour};

/// A line on the page.
pub(super) struct Line {
    pub name: String,
    pub colour: Colour,
    pub path: Vec<Point>,
}

/// The points of a distribution that can be drawn: finite, by value, shares between 0 and 1 that never fall.
pub(super) fn clean(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let is_finite = |(value, share): &&(f64, f64)| value.is_finite() && share.is_finite();
    let mut points: Vec<(f64, f64)> =
        points.iter().filter(is_finite).map(|(value, share)| (value.max(0.0), share.clamp(0.0, 1.0))).collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut highest = 0.0;
    for (_, share) in &mut points {
        highest = f64::max(highest, *share);
        *share = highest;
    }
    points
}

/// The value that a `share` of a clean distribution does not exceed; its last value where it ends below; 0 where it is empty.
pub(super) fn quantile(points: &[(f64, f64)], share: f64) -> f64 {
    let mut before = (points.first().map_or(0.0, |first| first.0), 0.0);
    for &(value, reached) in points {
        if reached >= share {
            let step = reached - before.1;
            let part = if step > 0.0 { ((share - before.1) / step).clamp(0.0, 1.0) } else { 1.0 };
            return before.0 + (value - before.0) * part;
        }
        before = (value, reached);
    }
    before.0
}

/// The line of a clean distribution in `plot`, from the axis upwards, cut at the plot's right edge.
pub(super) fn path(plot: Area, scale: &Scale, points: Vec<(f64, f64)>) -> Vec<Point> {
    let y = |share: f64| plot.bottom - share * plot.height();
    let x = |value: f64| plot.left + value / scale.end * plot.width();
    let mut path: Vec<Point> = Vec::new();
    let Some(first) = points.first() else {
        return path;
    };
    let mut before = (first.0, 0.0);
    if first.0 > scale.end {
        return path;
    }
    path.push((x(first.0), y(0.0)));
    for (value, share) in points {
        if value > scale.end {
            let part = (scale.end - before.0) / (value - before.0);
            path.push((plot.right, y(before.1 + (share - before.1) * part)));
            return path;
        }
        before = (value, share);
        let next = (x(value), y(share));
        // Steps that cannot be seen only make the file larger.
        if path.last().is_none_or(|last| (last.0 - next.0).hypot(last.1 - next.1) > 0.25) {
            path.push(next);
        }
    }
    path
}

/// Draws the axes: shares from 0 to 100 %, values below.
pub(super) fn draw_ground(canvas: &mut Canvas, plot: Area, scale: &Scale) {
    for share in (Scale { end: 1.0, step: 0.25 }).ticks() {
        let y = plot.bottom - share * plot.height();
        let colour = if share == 0.0 { theme::AXIS } else { theme::GRID };
        canvas.rule((plot.left, y), (plot.right, y), theme::HAIR, colour, Dash::Solid);
        let words = format!("{:.0} %", share * 100.0);
        canvas.text_beside((plot.left - 4.0, y), &words, Font::QUIET, Align::Right);
    }
    for value in scale.ticks() {
        let x = plot.left + scale.share(value) * plot.width();
        canvas.rule((x, plot.bottom), (x, plot.bottom + 2.0), theme::HAIR, theme::AXIS, Dash::Solid);
        let at = (x, plot.bottom + Font::QUIET.size + 2.5);
        canvas.text(at, &scale.label(value), Font::QUIET, Align::Centre);
    }
}

/// Draws the lines, then each name where it touches no other name and as few lines as can be, beside its line or at
/// the end of a leader.
pub(super) fn draw(canvas: &mut Canvas, plot: Area, lines: &[Line]) {
    for line in lines {
        canvas.line(line.path.clone(), theme::LINE, line.colour);
    }
    let names = lines.iter().map(|line| line.name.as_str());
    let names = text::shorten_all(names, Font::TEXT, plot.width() * 0.6);
    let mut order: Vec<(&Line, String)> = lines.iter().zip(names).collect();
    let middle = |line: &Line| at_height(&line.path, plot.centre().1).unwrap_or(plot.left);
    // From the right: the outermost line has the most room and the inner ones need leaders past it.
    order.sort_by(|a, b| middle(b.0).total_cmp(&middle(a.0)));
    let mut taken: Vec<Area> = Vec::new();
    for (line, name) in order {
        let font = Font::TEXT.coloured(theme::as_text(line.colour));
        let cost = |place: &Place| -> f64 {
            let crossed: usize = lines.iter().map(|line| crossings(&line.path, &place.area)).sum();
            crossed as f64 * 8.0 + place.leader
        };
        let is_free =
            |place: &Place| plot.encloses(&place.area) && !taken.iter().any(|other| other.overlaps(&place.claim()));
        let places = places(plot, line, &name, font).into_iter().filter(is_free);
        let best = places.min_by(|a, b| cost(a).total_cmp(&cost(b)));
        let Some(best) = best else { continue };
        if best.leader > GAP {
            let to = (best.area.left - 1.5, best.from.1);
            canvas.rule(best.from, to, theme::HAIR, font.colour, Dash::Solid);
            canvas.disc(best.from, 1.6, line.colour);
        }
        canvas.text_beside((best.area.left, best.from.1), &name, font, Align::Left);
        taken.push(best.claim());
    }
}

/// Distance of a name from its line where it needs no leader.
const GAP: f64 = 5.0;

/// Where a name could stand.
struct Place {
    /// The point of the line that it names.
    from: Point,
    /// The ground of the name.
    area: Area,
    /// Distance between the two.
    leader: f64,
}

impl Place {
    /// The ground of name and leader together.
    fn claim(&self) -> Area {
        Area { left: self.from.0, ..self.area }.grown(1.6)
    }
}

/// Right of `line`, at all heights and distances.
fn places(plot: Area, line: &Line, name: &str, font: Font) -> Vec<Place> {
    let (width, half) = (font.width(name), font.size * 0.5);
    let mut places = Vec::new();
    for level in 0..45 {
        let y = plot.bottom - (0.9 - 0.0178 * f64::from(level)) * plot.height();
        let Some(x) = at_height(&line.path, y) else {
            continue;
        };
        for step in 0..32 {
            let leader = GAP + 5.0 * f64::from(step);
            let area = Area::new(x + leader, y - half, x + leader + width, y + half);
            places.push(Place { from: (x, y), area, leader });
        }
    }
    places
}

/// Where a rising path passes the height `y`.
fn at_height(path: &[Point], y: f64) -> Option<f64> {
    let pair = path.windows(2).find(|pair| pair[0].1 >= y && pair[1].1 <= y)?;
    let rise = pair[0].1 - pair[1].1;
    let part = if rise > 0.0 { (pair[0].1 - y) / rise } else { 0.0 };
    Some(pair[0].0 + (pair[1].0 - pair[0].0) * part)
}

/// How much of `path` lies in `area`: points of it a quarter of a line's height apart.
fn crossings(path: &[Point], area: &Area) -> usize {
    const STEP: f64 = 2.0;
    let mut inside = 0;
    for pair in path.windows(2) {
        let pieces = ((pair[1].0 - pair[0].0).hypot(pair[1].1 - pair[0].1) / STEP).ceil().clamp(1.0, 500.0) as usize;
        for piece in 0..pieces {
            let part = piece as f64 / pieces as f64;
            let point = (pair[0].0 + (pair[1].0 - pair[0].0) * part, pair[0].1 + (pair[1].1 - pair[0].1) * part);
            inside += usize::from(area.contains(point));
        }
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_lies_between_its_neighbours() {
        let points = clean(&[(10.0, 0.5), (20.0, 1.0), (f64::NAN, 0.7)]);
        assert_eq!(quantile(&points, 0.5), 10.0);
        assert_eq!(quantile(&points, 0.75), 15.0);
        assert_eq!(quantile(&[], 0.5), 0.0);
    }

    #[test]
    fn a_path_ends_at_the_edge_of_its_plot() {
        let plot = Area::new(0.0, 0.0, 100.0, 100.0);
        let line = path(plot, &Scale { end: 10.0, step: 5.0 }, vec![(5.0, 0.5), (15.0, 1.0)]);
        assert_eq!(line, [(50.0, 100.0), (50.0, 50.0), (100.0, 25.0)]);
    }
}
