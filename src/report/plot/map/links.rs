//! Links on a map: one line a pair of hubs and mode, coloured by mode, as wide as its flow; modes side by side.

use std::collections::BTreeMap;

use super::outline::LonLat;
use super::projection::Projection;
use super::{MapHub, MapLink, clip};
use crate::report::plot::canvas::{Area, Canvas, Dash, Point};
use crate::report::plot::theme::{self, Mode};

/// Width of the line with the largest flow, in points.
pub const WIDEST: f64 = 6.0;
/// Width of a line with hardly any flow.
const NARROWEST: f64 = 0.9;
/// White on either side of a line.
const EDGE: f64 = 0.6;

/// The links of one pair of hubs by one mode, both directions together.
struct Bundle {
    mode: Mode,
    teu_per_day: f64,
    /// The hubs at its ends.
    ends: (usize, usize),
    /// Places between them.
    via: Vec<LonLat>,
}

/// Links made ready for a map.
pub struct Links {
    /// Bundles by pair of hubs and way, so that modes between the same hubs lie side by side.
    pairs: Vec<Vec<Bundle>>,
    /// The largest flow of any bundle, TEU per day; 0 where nothing flows.
    pub largest: f64,
}

impl Links {
    /// Adds up the links between the same hubs; links that name no hub or a hub without a position are left out.
    pub fn new(hubs: &[MapHub], links: &[MapLink]) -> Self {
        type Way = Vec<(u64, u64)>;
        let mut bundles: BTreeMap<(usize, usize, Way), BTreeMap<Mode, Bundle>> = BTreeMap::new();
        for link in links {
            let is_placed = |index: usize| hubs.get(index).is_some_and(|hub| hub.place().is_some());
            if !is_placed(link.from) || !is_placed(link.to) {
                continue;
            }
            let is_finite = |(lat, lon): &&(f64, f64)| lat.is_finite() && lon.is_finite();
            let mut via: Vec<LonLat> = link.via.iter().filter(is_finite).map(|(lat, lon)| (*lon, *lat)).collect();
            if link.from > link.to {
                via.reverse();
            }
            let way: Way = via.iter().map(|(lon, lat)| (lon.to_bits(), lat.to_bits())).collect();
            let ends = (link.from.min(link.to), link.from.max(link.to));
            let pair = bundles.entry((ends.0, ends.1, way)).or_default();
            let none = Bundle { mode: link.mode, teu_per_day: 0.0, ends, via };
            let bundle = pair.entry(link.mode).or_insert(none);
            if link.teu_per_day.is_finite() {
                bundle.teu_per_day += link.teu_per_day.max(0.0);
            }
        }
        let pairs: Vec<Vec<Bundle>> = bundles.into_values().map(|pair| pair.into_values().collect()).collect();
        let largest = pairs.iter().flatten().map(|bundle| bundle.teu_per_day).fold(0.0, f64::max);
        Self { pairs, largest }
    }

    /// Modes that carry something.
    pub fn modes(&self) -> Vec<Mode> {
        let carries =
            |mode: &Mode| self.pairs.iter().flatten().any(|bundle| bundle.mode == *mode && bundle.teu_per_day > 0.0);
        Mode::ALL.into_iter().filter(carries).collect()
    }

    /// Whether some link carries nothing.
    pub fn has_idle(&self) -> bool {
        self.pairs.iter().flatten().any(|bundle| bundle.teu_per_day <= 0.0)
    }

    /// Places at the bends of links, which a map must show too.
    pub fn places(&self) -> Vec<LonLat> {
        self.pairs.iter().flatten().flat_map(|bundle| bundle.via.iter().copied()).collect()
    }

    /// Width of a line in points.
    pub fn width(&self, teu_per_day: f64) -> f64 {
        if teu_per_day <= 0.0 { theme::THIN } else { (teu_per_day / self.largest * WIDEST).max(NARROWEST) }
    }

    /// Draws all lines inside `area`, idle ones first, and returns points along them a few points apart; `hubs` are
    /// the hubs on the page.
    pub fn draw(&self, canvas: &mut Canvas, projection: &Projection, hubs: &[Option<Point>], area: Area) -> Vec<Point> {
        let mut lines: Vec<(f64, Mode, Vec<Point>)> = Vec::new();
        for pair in &self.pairs {
            let room = |bundle: &Bundle| self.width(bundle.teu_per_day) + 2.0 * EDGE;
            let mut offset = -pair.iter().map(room).sum::<f64>() / 2.0;
            for bundle in pair {
                let via = bundle.via.iter().map(|place| projection.project(*place));
                let path = std::iter::once(hubs[bundle.ends.0]).chain(via).chain([hubs[bundle.ends.1]]);
                let path: Vec<Point> = path.flatten().collect();
                let path = shifted(&path, offset + room(bundle) / 2.0);
                let pieces = clip::line(&path, area, 0.0).into_iter();
                lines.extend(pieces.map(|piece| (bundle.teu_per_day, bundle.mode, piece)));
                offset += room(bundle);
            }
        }
        lines.sort_by(|a, b| (a.0 > 0.0).cmp(&(b.0 > 0.0)).then(b.0.total_cmp(&a.0)));
        for (flow, _, piece) in lines.iter().filter(|(flow, _, _)| *flow > 0.0) {
            canvas.line(piece.clone(), self.width(*flow) + 2.0 * EDGE, theme::WHITE);
        }
        for (flow, mode, piece) in &lines {
            if *flow > 0.0 {
                canvas.line(piece.clone(), self.width(*flow), mode.colour());
                continue;
            }
            for pair in piece.windows(2) {
                draw_idle(canvas, pair[0], pair[1]);
            }
        }
        lines.iter().flat_map(|(_, _, piece)| along(piece)).collect()
    }
}

/// A piece of a link without flow: thin, grey and broken, so that no leader of a name is taken for one.
pub fn draw_idle(canvas: &mut Canvas, from: Point, to: Point) {
    canvas.rule(from, to, theme::THIN, theme::AXIS, Dash::Broken(2.0));
}

/// `path` moved sideways by `by` points, to the right of its direction.
fn shifted(path: &[Point], by: f64) -> Vec<Point> {
    let direction = |from: usize, to: usize| {
        let (dx, dy) = (path[to].0 - path[from].0, path[to].1 - path[from].1);
        let length = dx.hypot(dy).max(1e-9);
        (dx / length, dy / length)
    };
    let move_point = |index: usize| {
        let (dx, dy) = direction(index.saturating_sub(1), (index + 1).min(path.len() - 1));
        (path[index].0 - dy * by, path[index].1 + dx * by)
    };
    if path.len() < 2 { path.to_vec() } else { (0..path.len()).map(move_point).collect() }
}

/// Points on `path`, three points apart.
fn along(path: &[Point]) -> Vec<Point> {
    let mut points = Vec::new();
    for pair in path.windows(2) {
        let pieces = ((pair[1].0 - pair[0].0).hypot(pair[1].1 - pair[0].1) / 3.0).ceil().max(1.0) as usize;
        points.extend((0..=pieces).map(|piece| {
            let part = piece as f64 / pieces as f64;
            (pair[0].0 + (pair[1].0 - pair[0].0) * part, pair[0].1 + (pair[1].1 - pair[0].1) * part)
        }));
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::plot::map::HubKind;

    fn hub(lat: f64, lon: f64) -> MapHub {
        MapHub { name: String::new(), lat, lon, kind: HubKind::City, hours: None, back_by_morning: None }
    }

    fn link(from: usize, to: usize, mode: Mode, teu_per_day: f64) -> MapLink {
        MapLink { from, to, mode, teu_per_day, via: vec![] }
    }

    #[test]
    fn both_directions_of_a_mode_are_one_line() {
        let hubs = [hub(20.0, 100.0), hub(21.0, 101.0)];
        let all = [link(0, 1, Mode::Road, 30.0), link(1, 0, Mode::Road, 20.0), link(0, 1, Mode::Rail, 10.0)];
        let links = Links::new(&hubs, &all);
        assert_eq!((links.pairs.len(), links.pairs[0].len(), links.largest), (1, 2, 50.0));
    }

    #[test]
    fn a_link_to_nowhere_is_left_out() {
        let hubs = [hub(20.0, 100.0), hub(f64::NAN, 101.0)];
        let links = Links::new(&hubs, &[link(0, 1, Mode::Road, 1.0), link(0, 9, Mode::Sea, 1.0)]);
        assert!(links.pairs.is_empty());
    }
}
