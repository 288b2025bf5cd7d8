//! Names beside their hubs: near where there is room, further off with a leader line where not, left out last.
//!
//! Names are placed one after another, each where it costs least among the places that earlier ones left. The name that
//! fared worst then goes first and all are placed anew, some rounds long ('squeaky wheel'); the best round is drawn.

use std::f64::consts::TAU;

use super::symbol;
use crate::report::plot::canvas::{Align, Area, Canvas, Dash, Font, Point};
use crate::report::plot::text::{self, Weight};
use crate::report::plot::theme;

/// Lines of a name are no wider than this many points.
const WIDEST: f64 = 92.0;
/// Lines of one label stand closer than running text.
const LEADING: f64 = theme::TEXT * 1.12;
/// Rounds of placing all names.
const ROUNDS: usize = 40;
/// What it costs to leave a name out: more than any place.
const LEFT_OUT: f64 = 1000.0;

/// A name to be placed.
pub struct Label {
    /// The hub on the page.
    pub at: Point,
    /// Lines of the name.
    name: Vec<String>,
    /// Lines of the opening hours.
    hours: Vec<String>,
}

impl Label {
    /// The labels of hubs: where, name, opening hours (may be empty).
    pub fn all(hubs: &[(Point, &str, &str)]) -> Vec<Self> {
        let names = text::wrap_all(hubs.iter().map(|(_, name, _)| *name), Font::TEXT, WIDEST);
        let wrap = |words: &str| text::wrap_at_most(words, theme::TEXT, Weight::Regular, WIDEST, 4);
        let label =
            |((at, _, hours), name): (&(Point, &str, &str), Vec<String>)| Self { at: *at, name, hours: wrap(hours) };
        hubs.iter().zip(names).map(label).collect()
    }

    fn lines(&self) -> impl Iterator<Item = (&String, Font)> {
        let name = self.name.iter().map(|line| (line, Font::TEXT));
        name.chain(self.hours.iter().map(|line| (line, Font::QUIET)))
    }

    fn size(&self) -> (f64, f64) {
        let width = self.lines().map(|(line, font)| font.width(line)).fold(0.0, f64::max);
        (width + 2.0, self.lines().count() as f64 * LEADING)
    }
}

/// What names must not cover, and what they should not.
pub struct Obstacles<'a> {
    /// The map.
    pub area: Area,
    /// Hubs on the page.
    pub hubs: &'a [Point],
    /// Points along links, a few points apart.
    pub links: &'a [Point],
    /// Ground that is taken, such as the scale bar.
    pub taken: Vec<Area>,
}

/// A place where a name could stand.
#[derive(Clone, Debug)]
struct Place {
    area: Area,
    /// A line that leads from the hub to the name, where they are apart.
    leader: Option<(Point, Point)>,
    /// Whether it covers a link, and so needs a ground of its own.
    is_on_link: bool,
    cost: f64,
}

impl Place {
    /// Whether the two cannot stand on one map: names too near to one another, or lines across names or one another.
    fn is_hidden_by(&self, other: &Self) -> bool {
        const APART: f64 = 2.5;
        let crosses = |leader: Option<(Point, Point)>, area: &Area| leader.is_some_and(|leader| touches(leader, area));
        self.area.grown(APART).overlaps(&other.area)
            || crosses(self.leader, &other.area)
            || crosses(other.leader, &self.area)
            || matches!((self.leader, other.leader), (Some(one), Some(other)) if do_cross(one, other))
    }
}

/// Draws `labels`, the most important first; returns the ground that is taken and how many found no room.
pub fn draw(canvas: &mut Canvas, labels: &[Label], obstacles: Obstacles) -> (Vec<Area>, usize) {
    let places: Vec<Vec<Place>> = labels.iter().map(|label| free_places(label, &obstacles)).collect();
    let chosen = best_round(&places);
    for (from, to) in chosen.iter().flatten().filter_map(|place| place.leader) {
        canvas.rule(from, to, theme::HAIR, theme::GREY, Dash::Solid);
    }
    for (label, place) in labels.iter().zip(&chosen) {
        if let Some(place) = place {
            draw_words(canvas, label, place);
        }
    }
    let mut taken = obstacles.taken;
    taken.extend(chosen.iter().flatten().map(|place| place.area));
    (taken, chosen.iter().filter(|place| place.is_none()).count())
}

/// For every label one of its places, or none, such that none hides another.
fn best_round(places: &[Vec<Place>]) -> Vec<Option<Place>> {
    let count = places.len() as f64;
    // Leaving out the first, most important name costs twice as much as leaving out the last.
    let left_out = |index: usize| LEFT_OUT * (2.0 - index as f64 / count);
    let cost = |index: usize, place: Option<&Place>| place.map_or(left_out(index), |place| place.cost);
    let mut order: Vec<usize> = (0..places.len()).collect();
    let mut best: (f64, Vec<Option<Place>>) = (f64::INFINITY, vec![None; places.len()]);
    for _ in 0..ROUNDS {
        let round = place_all(places, &order);
        let total: f64 = round.iter().enumerate().map(|(index, place)| cost(index, place.as_ref())).sum();
        // What a label pays beyond its own best place is what its turn cost it.
        let lost = |index: usize| cost(index, round[index].as_ref()) - cost(index, places[index].first());
        let worst = order.iter().copied().fold(None, |worst, index| match worst {
            Some(other) if lost(other) >= lost(index) => Some(other),
            _ => Some(index),
        });
        if total < best.0 {
            best = (total, round);
        }
        let Some(worst) = worst else { break };
        let turn = order.iter().position(|index| *index == worst).unwrap_or(0);
        order.remove(turn);
        // Half-way forward rather than to the front: two rivals do not just swap for ever.
        order.insert(turn / 2, worst);
    }
    best.1
}

fn place_all(places: &[Vec<Place>], order: &[usize]) -> Vec<Option<Place>> {
    let mut round: Vec<Option<Place>> = vec![None; places.len()];
    for &index in order {
        let is_free = |place: &&Place| !round.iter().flatten().any(|other| place.is_hidden_by(other));
        round[index] = places[index].iter().find(is_free).cloned();
    }
    round
}

/// Where `label` could stand if it were alone, the best first.
fn free_places(label: &Label, obstacles: &Obstacles) -> Vec<Place> {
    let is_free = |place: &Place| {
        obstacles.area.encloses(&place.area)
            && !obstacles.taken.iter().any(|other| other.overlaps(&place.area))
            && !obstacles.hubs.iter().any(|hub| symbol::area_of(*hub).overlaps(&place.area))
    };
    let mut places: Vec<Place> = all_places(label).into_iter().filter(is_free).collect();
    let own = symbol::area_of(label.at);
    for place in &mut places {
        let links = obstacles.links.iter().filter(|point| !own.contains(**point));
        let covered = links.clone().filter(|point| place.area.contains(**point)).count();
        let (mut crossed, mut passed) = (0, 0);
        if let Some(leader) = place.leader {
            crossed = links.filter(|point| distance(leader, **point) < 1.6).count();
            let others = obstacles.hubs.iter().filter(|hub| **hub != label.at);
            passed = others.filter(|hub| distance(leader, **hub) < symbol::RADIUS + 0.8).count();
        }
        place.is_on_link = covered > 0;
        place.cost += covered as f64 * 6.0 + crossed as f64 * 1.5 + passed as f64 * 30.0;
    }
    places.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    places
}

/// All around the hub; then further and further out, with a leader.
fn all_places(label: &Label) -> Vec<Place> {
    let mut places = Vec::new();
    for away in [0.0, 8.0, 16.0, 25.0, 36.0, 48.0, 62.0, 78.0] {
        for step in 0..24 {
            let (dy, dx) = (f64::from(step) * TAU / 24.0).sin_cos();
            let reach = symbol::RADIUS + 1.8 + away;
            let area = beside((label.at.0 + dx * reach, label.at.1 + dy * reach), dx, dy, label.size());
            let leader = (away > 0.0).then(|| leader(label.at, &area));
            // Right of the hub reads best, then left, then above and below.
            let dislike = 1.2 - dx + dy.abs() + if away > 0.0 { 5.0 + 0.4 * away } else { 0.0 };
            places.push(Place { area, leader, is_on_link: false, cost: dislike });
        }
    }
    places
}

/// The ground of a label on the side of `anchor` that looks in direction (dx, dy).
fn beside((x, y): Point, dx: f64, dy: f64, (width, height): (f64, f64)) -> Area {
    let side = if dx.abs() > 0.1 { dx.signum() } else { 0.0 };
    let (left, top) = (x - width * (1.0 - side) / 2.0, y - height * (1.0 - dy) / 2.0);
    Area::new(left, top, left + width, top + height)
}

/// From the edge of the symbol at `hub` to the nearest point of `area`.
fn leader(hub: Point, area: &Area) -> (Point, Point) {
    let end = (hub.0.clamp(area.left, area.right), hub.1.clamp(area.top + 1.0, area.bottom - 1.0));
    let length = (end.0 - hub.0).hypot(end.1 - hub.1).max(1e-9);
    let part = ((symbol::RADIUS + 0.6) / length).min(1.0);
    ((hub.0 + (end.0 - hub.0) * part, hub.1 + (end.1 - hub.1) * part), end)
}

fn draw_words(canvas: &mut Canvas, label: &Label, place: &Place) {
    let area = place.area;
    if place.is_on_link {
        canvas.veil(area.corners(), theme::LAND, 0.75);
    }
    let is_left_of_hub = area.centre().0 < label.at.0 - 1.0;
    let (x, align) = if is_left_of_hub { (area.right - 1.0, Align::Right) } else { (area.left + 1.0, Align::Left) };
    for (index, (line, font)) in label.lines().enumerate() {
        canvas.text((x, area.top + index as f64 * LEADING + theme::TEXT * 0.88), line, font, align);
    }
}

/// Whether a straight line passes through `area`: looked at every two points along it.
fn touches((from, to): (Point, Point), area: &Area) -> bool {
    let pieces = ((to.0 - from.0).hypot(to.1 - from.1) / 2.0).ceil().max(1.0) as usize;
    (1..pieces).any(|piece| {
        let part = piece as f64 / pieces as f64;
        area.contains((from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part))
    })
}

/// Whether two straight lines have a point in common.
fn do_cross((a, b): (Point, Point), (c, d): (Point, Point)) -> bool {
    let side = |(from, to): (Point, Point), point: Point| {
        (to.0 - from.0) * (point.1 - from.1) - (to.1 - from.1) * (point.0 - from.0) > 0.0
    };
    side((a, b), c) != side((a, b), d) && side((c, d), a) != side((c, d), b)
}

/// Distance of a point from a straight line between two points.
fn distance((from, to): (Point, Point), (x, y): Point) -> f64 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let part = ((x - from.0) * dx + (y - from.1) * dy) / (dx * dx + dy * dy).max(1e-9);
    let part = part.clamp(0.0, 1.0);
    (from.0 + dx * part - x).hypot(from.1 + dy * part - y)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw_at(hubs: &[Point]) -> (Vec<Area>, usize) {
        let hubs_named: Vec<(Point, &str, &str)> = hubs.iter().map(|hub| (*hub, "Nanning", "")).collect();
        let labels = Label::all(&hubs_named);
        let area = Area::new(0.0, 0.0, 200.0, 100.0);
        draw(&mut Canvas::default(), &labels, Obstacles { area, hubs, links: &[], taken: vec![] })
    }

    #[test]
    fn a_name_alone_stands_right_of_its_hub() {
        let (taken, hidden) = draw_at(&[(100.0, 50.0)]);
        assert_eq!(hidden, 0);
        assert!(taken[0].left > 100.0 && taken[0].top < 50.0 && taken[0].bottom > 50.0);
    }

    #[test]
    fn names_of_a_crowd_avoid_one_another() {
        let hubs: Vec<Point> =
            (0..9).map(|index| (90.0 + 9.0 * f64::from(index % 3), 40.0 + 9.0 * f64::from(index / 3))).collect();
        let (taken, hidden) = draw_at(&hubs);
        assert_eq!((taken.len(), hidden), (9, 0));
        for (index, area) in taken.iter().enumerate() {
            assert!(taken[..index].iter().all(|other| !other.overlaps(area)));
        }
    }

    #[test]
    fn a_name_without_room_is_left_out() {
        let hubs = [(100.0, 50.0); 60];
        assert!(draw_at(&hubs).1 > 0);
    }
}
