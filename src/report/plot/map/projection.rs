//! Lambert's azimuthal equal-area projection, fitted to a network: areas are true everywhere, shapes near its middle.

use super::outline::LonLat;
use crate::report::plot::canvas::{Area, Point};

/// Mean radius of the earth in km.
const EARTH: f64 = 6371.0;
/// A map shows at least this many km, however close its hubs are.
const LEAST_KM: f64 = 60.0;
/// Points further than this from the middle (cosine of 150 degrees) are too distorted to be drawn.
const FAR: f64 = -0.866;

/// From degrees to points on the page.
#[derive(Clone, Copy, Debug)]
pub struct Projection {
    longitude: f64,
    sin_latitude: f64,
    cos_latitude: f64,
    /// Middle of the network in projected km.
    middle: Point,
    /// Middle of the map on the page.
    centre: Point,
    /// Points per km.
    pub points_per_km: f64,
}

impl Projection {
    /// Centred on `places` (not empty), whose extent fills `area` but for margins at the sides and above and below, in points.
    pub fn fitted(places: &[LonLat], area: Area, margins: (f64, f64)) -> Self {
        let (longitude, latitude) = middle_of(places);
        let centred = Self {
            longitude,
            sin_latitude: latitude.sin(),
            cos_latitude: latitude.cos(),
            middle: (0.0, 0.0),
            centre: (0.0, 0.0),
            points_per_km: 1.0,
        };
        let (low, high) = centred.extent(places);
        let (width, height) = ((high.0 - low.0).max(LEAST_KM), (high.1 - low.1).max(LEAST_KM));
        let room = |length: f64, margin: f64| (length - 2.0 * margin).max(length * 0.3).max(1.0);
        Self {
            middle: (f64::midpoint(low.0, high.0), f64::midpoint(low.1, high.1)),
            centre: area.centre(),
            points_per_km: (room(area.width(), margins.0) / width).min(room(area.height(), margins.1) / height),
            ..centred
        }
    }

    /// Width over height of the extent of `places` on a map centred on them.
    pub fn aspect(places: &[LonLat]) -> f64 {
        let (low, high) = Self::fitted(places, Area::new(0.0, 0.0, 1.0, 1.0), (0.0, 0.0)).extent(places);
        (high.0 - low.0).max(1e-6) / (high.1 - low.1).max(1e-6)
    }

    fn extent(&self, places: &[LonLat]) -> (Point, Point) {
        let start = ((f64::INFINITY, f64::INFINITY), (f64::NEG_INFINITY, f64::NEG_INFINITY));
        places
            .iter()
            .filter_map(|place| self.project(*place))
            .fold(start, |(low, high), (x, y)| ((low.0.min(x), low.1.min(y)), (high.0.max(x), high.1.max(y))))
    }

    /// Where a place lies on the page; nothing for the far side of the earth.
    pub fn project(&self, (lon, lat): LonLat) -> Option<Point> {
        let (sin, cos) = lat.to_radians().sin_cos();
        let (sin_turn, cos_turn) = (lon.to_radians() - self.longitude).sin_cos();
        let cos_distance = self.sin_latitude * sin + self.cos_latitude * cos * cos_turn;
        if cos_distance < FAR {
            return None;
        }
        let stretch = EARTH * (2.0 / (1.0 + cos_distance)).sqrt();
        let x = stretch * cos * sin_turn;
        // Downwards, as on a page.
        let y = -stretch * (self.cos_latitude * sin - self.sin_latitude * cos * cos_turn);
        Some((
            self.centre.0 + (x - self.middle.0) * self.points_per_km,
            self.centre.1 + (y - self.middle.1) * self.points_per_km,
        ))
    }
}

/// Middle of the extent of places as seen from the middle of the earth, in radians: safe across the date line.
fn middle_of(places: &[LonLat]) -> (f64, f64) {
    let vector = |(lon, lat): &LonLat| {
        let ((sin, cos), (sin_lon, cos_lon)) = (lat.to_radians().sin_cos(), lon.to_radians().sin_cos());
        [cos * cos_lon, cos * sin_lon, sin]
    };
    let sum = places.iter().map(vector).fold([0.0; 3], |sum, v| [sum[0] + v[0], sum[1] + v[1], sum[2] + v[2]]);
    (sum[1].atan2(sum[0]), sum[2].atan2(sum[0].hypot(sum[1])))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: Area = Area { left: 0.0, top: 0.0, right: 300.0, bottom: 200.0 };

    #[test]
    fn places_lie_inside_the_margin_with_north_up() {
        let places = [(106.7, 22.0), (100.5, 13.75), (102.7, 25.0)];
        let projection = Projection::fitted(&places, PAGE, (20.0, 20.0));
        let [pass, bangkok, kunming] = places.map(|place| projection.project(place).expect("near the middle"));
        assert!([pass, bangkok, kunming].iter().all(|point| PAGE.grown(-19.9).contains(*point)));
        assert!(kunming.1 < pass.1 && pass.1 < bangkok.1 && bangkok.0 < pass.0);
    }

    #[test]
    fn distances_near_the_middle_are_true() {
        let places = [(105.0, 20.0), (106.0, 20.0)];
        let projection = Projection::fitted(&places, PAGE, (20.0, 20.0));
        let [a, b] = places.map(|place| projection.project(place).expect("near the middle"));
        let km = (b.0 - a.0).hypot(b.1 - a.1) / projection.points_per_km;
        assert!((km - 104.5).abs() < 0.5, "{km}");
    }

    #[test]
    fn one_place_is_in_the_middle_of_its_map() {
        let projection = Projection::fitted(&[(8.0, 50.0)], PAGE, (20.0, 20.0));
        let (x, y) = projection.project((8.0, 50.0)).expect("it is the middle");
        assert!((x - 150.0).abs() < 1e-6 && (y - 100.0).abs() < 1e-6);
    }
}
