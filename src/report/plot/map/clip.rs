//! Cutting polygons and lines at the edges of a map.

use crate::report::plot::canvas::{Area, Point};

/// The part of a polygon inside `area` (Sutherland and Hodgman); edges may run along the area's own.
pub fn polygon(points: &[Point], area: Area) -> Vec<Point> {
    let vertical = |edge: f64| move |a: Point, b: Point| (edge, a.1 + (edge - a.0) / (b.0 - a.0) * (b.1 - a.1));
    let horizontal = |edge: f64| move |a: Point, b: Point| (a.0 + (edge - a.1) / (b.1 - a.1) * (b.0 - a.0), edge);
    let points = cut(points, |point| point.0 >= area.left, vertical(area.left));
    let points = cut(&points, |point| point.0 <= area.right, vertical(area.right));
    let points = cut(&points, |point| point.1 >= area.top, horizontal(area.top));
    cut(&points, |point| point.1 <= area.bottom, horizontal(area.bottom))
}

fn cut(points: &[Point], is_inside: impl Fn(Point) -> bool, crossing: impl Fn(Point, Point) -> Point) -> Vec<Point> {
    let mut kept = Vec::with_capacity(points.len());
    for (index, &here) in points.iter().enumerate() {
        let before = points[(index + points.len() - 1) % points.len()];
        if is_inside(here) != is_inside(before) {
            kept.push(crossing(before, here));
        }
        if is_inside(here) {
            kept.push(here);
        }
    }
    kept
}

/// The pieces of a line inside `area`; points nearer than `least` to the one before are left out.
pub fn line(points: &[Point], area: Area, least: f64) -> Vec<Vec<Point>> {
    let mut pieces: Vec<Vec<Point>> = Vec::new();
    for pair in points.windows(2) {
        let Some((from, to)) = segment(pair[0], pair[1], area) else {
            continue;
        };
        match pieces.last_mut() {
            Some(piece) if piece.last() == Some(&from) => piece.push(to),
            _ => pieces.push(vec![from, to]),
        }
    }
    pieces.into_iter().map(|piece| thinned(&piece, least)).collect()
}

/// `points` without those that are nearer than `least` to the one kept before; both ends stay.
pub fn thinned(points: &[Point], least: f64) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::new();
    for (index, point) in points.iter().enumerate() {
        let is_far = kept.last().is_none_or(|last| (last.0 - point.0).hypot(last.1 - point.1) >= least);
        if is_far || index + 1 == points.len() {
            kept.push(*point);
        }
    }
    kept
}

/// The part of a segment inside `area` (Liang and Barsky); its ends are the given ones where those lie inside.
fn segment(from: Point, to: Point, area: Area) -> Option<(Point, Point)> {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    let sides =
        [(-dx, from.0 - area.left), (dx, area.right - from.0), (-dy, from.1 - area.top), (dy, area.bottom - from.1)];
    for (speed, room) in sides {
        if speed == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if speed < 0.0 {
            enter = enter.max(room / speed);
        } else {
            leave = leave.min(room / speed);
        }
    }
    let at = |part: f64| (from.0 + dx * part, from.1 + dy * part);
    (enter < leave).then(|| (if enter > 0.0 { at(enter) } else { from }, if leave < 1.0 { at(leave) } else { to }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNIT: Area = Area { left: 0.0, top: 0.0, right: 1.0, bottom: 1.0 };

    #[test]
    fn a_larger_polygon_becomes_the_area() {
        let corners = polygon(&[(-1.0, -1.0), (2.0, -1.0), (2.0, 2.0), (-1.0, 2.0)], UNIT);
        assert!(corners.iter().all(|corner| UNIT.contains(*corner)) && corners.len() == 4);
        assert!(polygon(&[(3.0, 3.0), (4.0, 3.0), (4.0, 4.0)], UNIT).is_empty());
    }

    #[test]
    fn a_line_that_leaves_and_returns_is_two_pieces() {
        let pieces = line(&[(0.5, 0.5), (0.5, 2.0), (0.7, 2.0), (0.7, 0.5)], UNIT, 0.0);
        assert_eq!(pieces, [vec![(0.5, 0.5), (0.5, 1.0)], vec![(0.7, 1.0), (0.7, 0.5)]]);
    }
}
