//! The bar that tells how long a kilometre is.

use crate::report::plot::canvas::{Align, Area, Canvas, Dash, Font, Point};
use crate::report::plot::number;
use crate::report::plot::theme;

/// The bar is at most this many points long.
const LONGEST: f64 = 80.0;
/// Height of bar and label.
const HEIGHT: f64 = 16.0;

/// Draws a bar of round length in the corner of the map that is furthest from any hub; returns the ground that it takes.
pub fn draw(canvas: &mut Canvas, area: Area, points_per_km: f64, hubs: &[Point]) -> Area {
    let km = number::round_down(LONGEST / points_per_km);
    let (length, words) = (km * points_per_km, format!("{} km", number::label(km)));
    let width = length.max(Font::QUIET.width(&words)) + 6.0;
    let ground = best_corner(area, width, hubs);
    canvas.veil(ground.corners(), theme::WHITE, 0.62);
    let (x, y) = (ground.left + 3.0, ground.bottom - 4.0);
    canvas.rule((x, y), (x + length, y), theme::LINE, theme::INK, Dash::Solid);
    for end in [x, x + length] {
        canvas.rule((end, y - 2.5), (end, y + 0.75), theme::THIN, theme::INK, Dash::Solid);
    }
    canvas.text((x, y - 4.5), &words, Font::QUIET, Align::Left);
    ground
}

fn best_corner(area: Area, width: f64, hubs: &[Point]) -> Area {
    const ROOMY: f64 = 60.0;
    let (left, right) = (area.left + 4.0, area.right - width - 4.0);
    let (low, high) = (area.bottom - HEIGHT - 3.0, area.top + 3.0);
    let corners = [(left, low), (right, low), (left, high), (right, high)];
    let corners = corners.map(|(left, top)| Area::new(left, top, left + width, top + HEIGHT));
    let room = |corner: &Area| {
        let (x, y) = corner.centre();
        hubs.iter().map(|hub| (hub.0 - x).hypot(hub.1 - y)).fold(ROOMY, f64::min)
    };
    let roomier = |best: Area, corner: Area| {
        if room(&corner) > room(&best) + 1e-9 { corner } else { best }
    };
    corners.into_iter().fold(corners[0], roomier)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_is_as_long_as_it_says_and_fits() {
        for points_per_km in [0.01, 0.05, 0.3, 1.0, 7.0] {
            let km = number::round_down(LONGEST / points_per_km);
            assert!(km * points_per_km <= LONGEST * 1.001 && km * points_per_km >= LONGEST * 0.3);
        }
    }

    #[test]
    fn the_bar_keeps_away_from_hubs() {
        let area = Area::new(0.0, 0.0, 300.0, 200.0);
        let ground = draw(&mut Canvas::default(), area, 1.0, &[(20.0, 190.0)]);
        assert!(ground.left > 150.0);
    }
}
