//! The symbols of hubs: a shape and a colour for every kind.

use crate::report::plot::canvas::{Area, Canvas, Point};
use crate::report::plot::theme::{self, Colour};

/// What a hub is, as a map tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HubKind {
    /// A city: origin or destination.
    City,
    /// A border crossing point, both posts.
    BorderCrossing,
    /// A dry port.
    DryPort,
    /// A seaport.
    Seaport,
    /// A rail terminal.
    RailTerminal,
    /// A free zone.
    FreeZone,
}

impl HubKind {
    /// All kinds, in the order of a legend.
    pub const ALL: [Self; 6] =
        [Self::BorderCrossing, Self::DryPort, Self::RailTerminal, Self::Seaport, Self::FreeZone, Self::City];

    /// The words in a legend.
    pub fn label(self) -> &'static str {
        match self {
            Self::City => "city",
            Self::BorderCrossing => "border crossing",
            Self::DryPort => "dry port",
            Self::Seaport => "seaport",
            Self::RailTerminal => "rail terminal",
            Self::FreeZone => "free zone",
        }
    }

    fn colour(self) -> Colour {
        match self {
            Self::City => theme::INK,
            Self::BorderCrossing => theme::YELLOW,
            Self::DryPort => theme::ORANGE,
            Self::Seaport => theme::GREEN,
            Self::RailTerminal => theme::BLUE,
            Self::FreeZone => theme::PURPLE,
        }
    }
}

/// Distance from the middle of a symbol to its edge, in points.
pub const RADIUS: f64 = 3.6;

/// The ground that a symbol takes.
pub fn area_of((x, y): Point) -> Area {
    Area::new(x, y, x, y).grown(RADIUS + 0.6)
}

/// Moves symbols that would hide one another apart, each as little as can be. That can be tens of km on the ground: a map
/// that does so says by how much.
pub fn spread(points: &mut [Point]) {
    const APART: f64 = 2.0 * RADIUS + 0.8;
    const ROUNDS: usize = 40;
    for _ in 0..ROUNDS {
        for one in 0..points.len() {
            for other in one + 1..points.len() {
                let (dx, dy) = (points[other].0 - points[one].0, points[other].1 - points[one].1);
                let distance = dx.hypot(dy);
                if distance >= APART {
                    continue;
                }
                // Symbols at the very same place part sideways.
                let (x, y) = if distance > 1e-6 { (dx / distance, dy / distance) } else { (1.0, 0.0) };
                let push = (APART - distance) / 2.0;
                points[one] = (points[one].0 - x * push, points[one].1 - y * push);
                points[other] = (points[other].0 + x * push, points[other].1 + y * push);
            }
        }
    }
}

/// Distance from the middle of a symbol to the outer edge of a ring around it, in points.
pub const RING: f64 = RADIUS + 2.6;

/// A ring of radius `outer` around `at`, filled clockwise from above as far as `share`, from 0 to 1.
pub fn draw_ring(canvas: &mut Canvas, at: Point, outer: f64, share: f64) {
    const WIDTH: f64 = 1.7;
    const PIECES: u32 = 48;
    canvas.disc(at, outer + 0.6, theme::WHITE);
    canvas.disc(at, outer, theme::tint(theme::SKY, 0.35));
    let filled = share.clamp(0.0, 1.0);
    let edge = |piece: u32| {
        let angle = std::f64::consts::TAU * filled * f64::from(piece) / f64::from(PIECES);
        (at.0 + outer * angle.sin(), at.1 - outer * angle.cos())
    };
    if filled > 0.0 {
        canvas.polygon(std::iter::once(at).chain((0..=PIECES).map(edge)).collect(), theme::BLUE);
    }
    canvas.disc(at, outer - WIDTH, theme::WHITE);
}

/// Draws the symbol of `kind` around `at`, with a white edge that sets it off from links.
pub fn draw(canvas: &mut Canvas, at: Point, kind: HubKind) {
    if kind == HubKind::City {
        canvas.disc(at, RADIUS * 0.85, theme::WHITE);
        canvas.disc(at, RADIUS * 0.62, kind.colour());
        return;
    }
    for (radius, colour) in [(RADIUS + 0.9, theme::WHITE), (RADIUS, theme::INK), (RADIUS - 0.9, kind.colour())] {
        match corners(kind) {
            [] => canvas.disc(at, radius * 0.92, colour),
            corners => {
                let place = |(x, y): &Point| (at.0 + x * radius, at.1 + y * radius);
                canvas.polygon(corners.iter().map(place).collect(), colour);
            }
        }
    }
}

/// Corners of a shape around the origin; none for a circle.
fn corners(kind: HubKind) -> &'static [Point] {
    match kind {
        HubKind::BorderCrossing => &[(0.0, -1.15), (1.15, 0.0), (0.0, 1.15), (-1.15, 0.0)],
        HubKind::DryPort => &[(-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)],
        HubKind::RailTerminal => &[(0.0, -1.1), (1.05, 0.8), (-1.05, 0.8)],
        HubKind::FreeZone => &[(-0.5, -0.95), (0.5, -0.95), (1.05, 0.0), (0.5, 0.95), (-0.5, 0.95), (-1.05, 0.0)],
        HubKind::Seaport | HubKind::City => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_at_one_place_are_moved_apart_and_others_stay() {
        let mut points = [(10.0, 10.0), (10.0, 10.0), (11.0, 10.0), (90.0, 10.0)];
        spread(&mut points);
        for one in 0..points.len() {
            for other in 0..one {
                let distance = (points[one].0 - points[other].0).hypot(points[one].1 - points[other].1);
                assert!(distance > 2.0 * RADIUS, "{points:?}");
            }
        }
        assert_eq!(points[3], (90.0, 10.0));
    }
}
