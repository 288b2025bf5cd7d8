//! Outlines of countries: Natural Earth at 1:50 million, packed by `.ci/map-outlines.mjs`, which describes the format.

/// See `NOTICE.md` for origin and licence.
const PACKED: &[u8] = include_bytes!("countries.bin");

/// Longitude and latitude in degrees.
pub type LonLat = (f64, f64);

/// All countries, with shared borders stored once.
#[derive(Debug)]
pub struct Outlines {
    /// Pieces of coast or border.
    pub arcs: Vec<Arc>,
    /// Countries in the order of the file.
    pub countries: Vec<Country>,
}

/// A piece of coast or border.
#[derive(Debug)]
pub struct Arc {
    /// Its points.
    pub points: Vec<LonLat>,
    /// How many countries it bounds: 1 is a coast, 2 a border.
    pub sides: u32,
}

/// One country.
#[derive(Debug)]
pub struct Country {
    /// Its short English name.
    pub name: String,
    /// Outer rings, one an island.
    pub rings: Vec<Vec<LonLat>>,
}

/// Unpacks the file that is built in.
pub fn decode() -> Outlines {
    Reader { bytes: PACKED }.outlines().expect("the packed outlines are whole: a test reads them to their end")
}

struct Reader<'a> {
    bytes: &'a [u8],
}

impl Reader<'_> {
    fn outlines(&mut self) -> Option<Outlines> {
        let scale = (self.float()?, self.float()?);
        let origin = (self.float()?, self.float()?);
        let arc_count = self.varint()?;
        let mut arcs = Vec::with_capacity(arc_count as usize);
        for _ in 0..arc_count {
            arcs.push(Arc { points: self.arc(scale, origin)?, sides: 0 });
        }
        let country_count = self.varint()?;
        let mut countries = Vec::with_capacity(country_count as usize);
        for _ in 0..country_count {
            countries.push(self.country(&mut arcs)?);
        }
        self.bytes.is_empty().then_some(Outlines { arcs, countries })
    }

    fn arc(&mut self, scale: (f64, f64), origin: (f64, f64)) -> Option<Vec<LonLat>> {
        let (mut x, mut y) = (0_i64, 0_i64);
        let mut points = Vec::new();
        for _ in 0..self.varint()? {
            x += self.zigzag()?;
            y += self.zigzag()?;
            points.push((x as f64 * scale.0 + origin.0, y as f64 * scale.1 + origin.1));
        }
        Some(points)
    }

    /// Reads a country and counts it as a side of its arcs. Holes are other countries, drawn as such: only outer rings are kept.
    fn country(&mut self, arcs: &mut [Arc]) -> Option<Country> {
        let length = self.varint()? as usize;
        let (name, rest) = self.bytes.split_at_checked(length)?;
        let name = String::from_utf8(name.to_vec()).ok()?;
        self.bytes = rest;
        let mut rings = Vec::new();
        for _ in 0..self.varint()? {
            for index in 0..self.varint()? {
                let ring = self.ring(arcs)?;
                if index == 0 {
                    rings.push(ring);
                }
            }
        }
        Some(Country { name, rings })
    }

    fn ring(&mut self, arcs: &mut [Arc]) -> Option<Vec<LonLat>> {
        let mut ring = Vec::new();
        for _ in 0..self.varint()? {
            let number = self.zigzag()?;
            let is_backwards = number < 0;
            let arc = arcs.get_mut(usize::try_from(if is_backwards { -1 - number } else { number }).ok()?)?;
            arc.sides += 1;
            if is_backwards {
                ring.extend(arc.points.iter().rev());
            } else {
                ring.extend(&arc.points);
            }
            // The next arc begins where this one ends.
            ring.pop();
        }
        Some(ring)
    }

    fn float(&mut self) -> Option<f64> {
        let (bytes, rest) = self.bytes.split_first_chunk::<8>()?;
        self.bytes = rest;
        Some(f64::from_le_bytes(*bytes))
    }

    fn varint(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..63).step_by(7) {
            let (byte, rest) = self.bytes.split_first()?;
            self.bytes = rest;
            value |= u64::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    fn zigzag(&mut self) -> Option<i64> {
        let value = self.varint()? as i64;
        Some((value >> 1) ^ -(value & 1))
    }
}

/// Whether `point` lies inside `ring`.
pub fn is_inside((x, y): (f64, f64), ring: &[(f64, f64)]) -> bool {
    let edges = ring.iter().zip(ring.iter().cycle().skip(1));
    let crosses = |((x0, y0), (x1, y1)): (&(f64, f64), &(f64, f64))| {
        (*y0 <= y) != (*y1 <= y) && x < x0 + (y - y0) / (y1 - y0) * (x1 - x0)
    };
    edges.filter(|edge| crosses(*edge)).count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_small_and_whole() {
        assert!(PACKED.len() < 300_000);
        let outlines = decode();
        assert_eq!(outlines.countries.len(), 240);
        assert!(
            outlines.arcs.iter().flat_map(|arc| &arc.points).all(|(lon, lat)| lon.abs() <= 180.1 && lat.abs() <= 90.0)
        );
    }

    #[test]
    fn cities_lie_in_their_countries() {
        let outlines = decode();
        for (lon, lat, name) in
            [(105.84, 21.02, "Vietnam"), (102.60, 17.98, "Laos"), (113.65, 34.76, "China"), (-1.62, 6.69, "Ghana")]
        {
            let found =
                outlines.countries.iter().find(|country| country.rings.iter().any(|ring| is_inside((lon, lat), ring)));
            assert_eq!(found.map(|country| country.name.as_str()), Some(name));
        }
    }
}
