//! What lies under a network: land, coasts, borders, and the names of the countries that it touches.

use super::clip;
use super::outline::{self, LonLat, Outlines};
use super::projection::Projection;
use crate::report::plot::canvas::{Area, Canvas, Font, Point};
use crate::report::plot::theme;

/// Details smaller than this many points are left out.
const DETAIL: f64 = 0.2;

/// Draws land, coasts and borders inside `area`.
pub fn draw(canvas: &mut Canvas, area: Area, outlines: &Outlines, projection: &Projection) {
    for ring in outlines.countries.iter().flat_map(|country| &country.rings) {
        if let Some(ring) = projected(ring, projection) {
            canvas.polygon(clip::thinned(&clip::polygon(&ring, area), DETAIL), theme::LAND);
        }
    }
    for arc in &outlines.arcs {
        // The cut along the date line is no coast.
        let is_cut = arc.points.iter().all(|(lon, _)| lon.abs() > 179.99);
        let Some(points) = projected(&arc.points, projection).filter(|_| !is_cut) else {
            continue;
        };
        let width = if arc.sides > 1 { theme::THIN } else { theme::HAIR };
        for piece in clip::line(&points, area, DETAIL) {
            canvas.line(piece, width, theme::BORDER);
        }
    }
}

/// All points on the page; nothing where one lies on the far side of the earth.
fn projected(points: &[LonLat], projection: &Projection) -> Option<Vec<Point>> {
    points.iter().map(|point| projection.project(*point)).collect()
}

/// Names of the countries in which `hubs` lie, with the parts of them that are on the map.
pub fn countries(
    outlines: &Outlines,
    hubs: &[LonLat],
    projection: &Projection,
    area: Area,
) -> Vec<(String, Vec<Vec<Point>>)> {
    let holds = |rings: &[Vec<LonLat>]| hubs.iter().any(|hub| rings.iter().any(|ring| outline::is_inside(*hub, ring)));
    let touched = outlines.countries.iter().filter(|country| holds(&country.rings));
    let parts = |rings: &[Vec<LonLat>]| -> Vec<Vec<Point>> {
        let projected = rings.iter().filter_map(|ring| projected(ring, projection));
        projected.map(|ring| clip::polygon(&ring, area)).filter(|ring| ring.len() > 2).collect()
    };
    touched.map(|country| (country.name.to_uppercase(), parts(&country.rings))).collect()
}

/// Where the name of a country stands best: furthest from its borders and from what is `taken`; nothing where it has no room.
pub fn place_for_name(name: &str, font: Font, rings: &[Vec<Point>], area: Area, taken: &[Area]) -> Option<Area> {
    const STEP: f64 = 5.0;
    let (half_width, half_height) = (font.width(name) / 2.0 + 2.0, font.size / 2.0 + 1.0);
    let columns = (area.width() / STEP) as usize;
    let rows = (area.height() / STEP) as usize;
    let candidates = (0..columns * rows).map(|index| {
        let (x, y) = (area.left + (index % columns) as f64 * STEP, area.top + (index / columns) as f64 * STEP);
        Area::new(x - half_width, y - half_height, x + half_width, y + half_height)
    });
    let is_free = |place: &Area| area.encloses(place) && taken.iter().all(|other| !other.overlaps(place));
    // A name may run over its borders a little, but not leave the country at either end.
    let is_inside = |point: Point| rings.iter().any(|ring| outline::is_inside(point, ring));
    let is_on_land = |place: &Area| {
        let ((x, y), reach) = (place.centre(), half_width * 0.7);
        [(x, y), (x - reach, y), (x + reach, y)].into_iter().all(is_inside)
    };
    let fitting = candidates.filter(|place| is_free(place) && is_on_land(place));
    let room = |place: &Area| room_around(place, rings, taken, area);
    fitting.max_by(|a, b| room(a).total_cmp(&room(b)))
}

/// Distance from the middle of `place` to the nearest corner of a border, edge of the map or edge of what is taken.
fn room_around(place: &Area, rings: &[Vec<Point>], taken: &[Area], map: Area) -> f64 {
    let (x, y) = place.centre();
    let to_edge = (x - map.left).min(map.right - x).min(y - map.top).min(map.bottom - y);
    let to_border = rings.iter().flatten().map(|point| (point.0 - x).hypot(point.1 - y)).fold(to_edge, f64::min);
    let to_area = |other: &Area| {
        let (dx, dy) = ((other.left - x).max(x - other.right).max(0.0), (other.top - y).max(y - other.bottom).max(0.0));
        dx.hypot(dy)
    };
    taken.iter().map(to_area).fold(to_border, f64::min)
}
