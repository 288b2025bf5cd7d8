//! What a figure draws on: a list of shapes in points, from which the SVG and the PNG are made alike.
//!
//! **Invariant:** drawing cannot fail, and no shape has a coordinate that is not finite.

use super::text::{self, Weight};
use super::theme::{self, Colour};

/// A place on the page: points from its left and upper edge.
pub type Point = (f64, f64);

/// Which end of a text its position names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Text begins there.
    Left,
    /// Text is centred there.
    Centre,
    /// Text ends there.
    Right,
}

/// How a text looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Font {
    /// Height of an em in points.
    pub size: f64,
    /// Thickness.
    pub weight: Weight,
    /// Colour of the letters.
    pub colour: Colour,
}

impl Font {
    /// Ordinary text of a figure.
    pub const TEXT: Self = Self { size: theme::TEXT, weight: Weight::Regular, colour: theme::INK };
    /// Secondary text: units, ticks, notes.
    pub const QUIET: Self = Self { colour: theme::GREY, ..Self::TEXT };
    /// The name of a panel.
    pub const HEADING: Self = Self { weight: Weight::Bold, ..Self::TEXT };

    /// The same font in another colour.
    pub fn coloured(self, colour: Colour) -> Self {
        Self { colour, ..self }
    }

    /// Width of `text` in points.
    pub fn width(&self, text: &str) -> f64 {
        text::width(text, self.size, self.weight)
    }

    /// Distance between baselines in points.
    pub fn leading(&self) -> f64 {
        self.size * theme::LEADING
    }
}

/// A rectangle on the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
}

impl Area {
    /// The rectangle between these edges.
    pub fn new(left: f64, top: f64, right: f64, bottom: f64) -> Self {
        Self { left, top, right, bottom }
    }

    /// Width in points.
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Height in points.
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// The point in the middle.
    pub fn centre(&self) -> Point {
        (f64::midpoint(self.left, self.right), f64::midpoint(self.top, self.bottom))
    }

    /// The rectangle grown by `by` on every side; shrunk where negative.
    pub fn grown(&self, by: f64) -> Self {
        Self::new(self.left - by, self.top - by, self.right + by, self.bottom + by)
    }

    /// Whether the two have points in common; touching edges do not count.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    /// Whether `point` lies inside or on an edge.
    pub fn contains(&self, (x, y): Point) -> bool {
        (self.left..=self.right).contains(&x) && (self.top..=self.bottom).contains(&y)
    }

    /// Whether `other` lies inside.
    pub fn encloses(&self, other: &Self) -> bool {
        self.contains((other.left, other.top)) && self.contains((other.right, other.bottom))
    }

    /// The four corners, clockwise from the upper left.
    pub fn corners(&self) -> Vec<Point> {
        vec![(self.left, self.top), (self.right, self.top), (self.right, self.bottom), (self.left, self.bottom)]
    }
}

/// One thing on the page; later ones cover earlier ones.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// One line of text on its baseline.
    Text {
        /// The end of the baseline that `align` names.
        at: Point,
        /// Text without control characters.
        text: String,
        /// Its look.
        font: Font,
        /// Which end `at` is.
        align: Align,
    },
    /// An open line.
    Line {
        /// At least two points.
        points: Vec<Point>,
        /// Width in points.
        width: f64,
        /// Its colour.
        colour: Colour,
    },
    /// A filled polygon.
    Polygon {
        /// At least three corners; the polygon closes itself.
        points: Vec<Point>,
        /// Its colour.
        colour: Colour,
        /// 1 hides what is below, 0 shows it.
        opacity: f64,
    },
    /// A filled circle.
    Disc {
        /// The middle.
        centre: Point,
        /// Radius in points.
        radius: f64,
        /// Its colour.
        colour: Colour,
    },
}

/// Solid or broken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Dash {
    /// One piece.
    Solid,
    /// Pieces and gaps of this many points.
    Broken(f64),
}

/// A page in the making.
#[derive(Clone, Debug, Default)]
pub struct Canvas {
    shapes: Vec<Shape>,
}

impl Canvas {
    /// What was drawn, in order.
    pub fn shapes(&self) -> &[Shape] {
        &self.shapes
    }

    /// One line of text; nothing where the text is blank.
    pub fn text(&mut self, at: Point, text: &str, font: Font, align: Align) {
        let text = text::clean(text);
        if !text.is_empty() && is_finite(at) {
            self.shapes.push(Shape::Text { at, text, font, align });
        }
    }

    /// Lines of text below one another; the first has its baseline at `at`.
    pub fn lines(&mut self, at: Point, lines: &[String], font: Font, align: Align) {
        for (index, line) in lines.iter().enumerate() {
            self.text((at.0, at.1 + index as f64 * font.leading()), line, font, align);
        }
    }

    /// Text with the middle of its capitals at the height of `at`.
    pub fn text_beside(&mut self, at: Point, text: &str, font: Font, align: Align) {
        self.text((at.0, at.1 + font.size * theme::CAP_HEIGHT / 2.0), text, font, align);
    }

    /// A line through `points`; points that are not finite are left out.
    pub fn line(&mut self, points: Vec<Point>, width: f64, colour: Colour) {
        let points: Vec<Point> = points.into_iter().filter(|point| is_finite(*point)).collect();
        if points.len() >= 2 {
            self.shapes.push(Shape::Line { points, width, colour });
        }
    }

    /// A straight line, solid or broken.
    pub fn rule(&mut self, from: Point, to: Point, width: f64, colour: Colour, dash: Dash) {
        let Dash::Broken(piece) = dash else {
            return self.line(vec![from, to], width, colour);
        };
        let length = (to.0 - from.0).hypot(to.1 - from.1);
        let at = |along: f64| {
            let share = (along / length).min(1.0);
            (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share)
        };
        for index in 0..(length / (2.0 * piece)).ceil().min(1000.0) as usize {
            let start = index as f64 * 2.0 * piece;
            self.line(vec![at(start), at(start + piece)], width, colour);
        }
    }

    /// A filled polygon.
    pub fn polygon(&mut self, points: Vec<Point>, colour: Colour) {
        self.veil(points, colour, 1.0);
    }

    /// A filled polygon that lets what is below shine through.
    pub fn veil(&mut self, points: Vec<Point>, colour: Colour, opacity: f64) {
        let points: Vec<Point> = points.into_iter().filter(|point| is_finite(*point)).collect();
        if points.len() >= 3 {
            self.shapes.push(Shape::Polygon { points, colour, opacity });
        }
    }

    /// A filled rectangle; nothing where it has no width or no height.
    pub fn rect(&mut self, area: Area, colour: Colour) {
        if area.width() > 0.0 && area.height() > 0.0 {
            self.polygon(area.corners(), colour);
        }
    }

    /// A filled circle.
    pub fn disc(&mut self, centre: Point, radius: f64, colour: Colour) {
        if is_finite(centre) && radius > 0.0 {
            self.shapes.push(Shape::Disc { centre, radius, colour });
        }
    }

    /// A rectangle hatched from lower left to upper right, so that it differs from a filled one without colour.
    pub fn hatch(&mut self, area: Area, colour: Colour) {
        const DISTANCE: f64 = 2.6;
        if area.width() <= 0.0 || area.height() <= 0.0 {
            return;
        }
        self.rect(area, theme::tint(colour, 0.25));
        // Lines x + y = const, numbered from the page's corner so that neighbouring hatches join.
        let first = ((area.left + area.top) / DISTANCE).ceil() as i64;
        let last = ((area.right + area.bottom) / DISTANCE).floor() as i64;
        for index in first..=last {
            let sum = index as f64 * DISTANCE;
            let low = (sum - area.right).max(area.top);
            let high = (sum - area.left).min(area.bottom);
            if high - low > 0.2 {
                self.line(vec![(sum - low, low), (sum - high, high)], theme::THIN, colour);
            }
        }
    }
}

/// The rectangle that `text` takes on the page, from the top of its capitals to the bottom of its descenders.
pub fn text_area(at: Point, text: &str, font: Font, align: Align) -> Area {
    let width = font.width(text);
    let left = match align {
        Align::Left => at.0,
        Align::Centre => at.0 - width / 2.0,
        Align::Right => at.0 - width,
    };
    Area::new(left, at.1 - font.size * 0.76, left + width, at.1 + font.size * 0.22)
}

fn is_finite((x, y): Point) -> bool {
    x.is_finite() && y.is_finite()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonsense_draws_nothing() {
        let mut canvas = Canvas::default();
        canvas.text((f64::NAN, 1.0), "a", Font::TEXT, Align::Left);
        canvas.text((1.0, 1.0), " \n ", Font::TEXT, Align::Left);
        canvas.line(vec![(1.0, 1.0), (f64::INFINITY, 2.0)], 1.0, theme::INK);
        canvas.rect(Area::new(1.0, 1.0, 1.0, 9.0), theme::INK);
        canvas.disc((1.0, 1.0), f64::NAN, theme::INK);
        assert!(canvas.shapes().is_empty());
    }

    #[test]
    fn a_hatch_stays_in_its_area() {
        let mut canvas = Canvas::default();
        let area = Area::new(10.0, 20.0, 31.0, 26.0);
        canvas.hatch(area, theme::BLUE);
        for shape in canvas.shapes() {
            if let Shape::Line { points, .. } = shape {
                assert!(points.iter().all(|point| area.grown(0.001).contains(*point)), "{points:?}");
            }
        }
    }
}
