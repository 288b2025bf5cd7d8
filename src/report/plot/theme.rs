//! The one place for the look of a figure: colours, sizes, fonts, line widths, margins.
//!
//! **Invariant:** no other file of `plot` names a colour, a font or a size of text.
//! Lengths are points (1/72 inch) on the printed page.

use std::sync::Once;

use plotters::style::{FontStyle, RGBColor, register_font};

/// A colour without transparency, so that figures look the same in SVG and PNG.
pub type Colour = RGBColor;

/// Width of every figure: 16 cm, in points.
pub const WIDTH: f64 = 16.0 / 2.54 * 72.0;
/// Height of every figure: 10 cm, in points.
pub const HEIGHT: f64 = 10.0 / 2.54 * 72.0;
/// Space kept free at the edges.
pub const MARGIN: f64 = 10.0;
/// Space between neighbouring panels.
pub const GUTTER: f64 = 14.0;

/// Font families in the order in which a reader of the SVG looks for them; the PNG always has Noto Sans, which we ship.
pub const FONT_STACK: &str = "Noto Sans, Helvetica, Arial, sans-serif";
/// Ascent plus descent of Noto Sans over its em: plotters' bitmap text is sized by the former, SVG by the latter.
pub const FONT_LINE_PER_EM: f64 = 2789.0 / 2048.0;

/// Size of the title, which shrinks to [`TEXT`] before it takes a third line.
pub const TITLE: f64 = 11.5;
/// Size of the subtitle and of words that stand for a missing plot.
pub const SUBTITLE: f64 = 8.5;
/// Size of all other text: nothing is smaller.
pub const TEXT: f64 = 8.0;
/// Distance between baselines over the size of text.
pub const LEADING: f64 = 1.28;
/// Height of a capital letter over the size of text.
pub const CAP_HEIGHT: f64 = 0.714;

/// A line that carries data.
pub const LINE: f64 = 1.5;
/// A line that frames data: an axis, a whisker, a leader.
pub const THIN: f64 = 0.7;
/// A line that should barely be seen: a grid, a border of countries.
pub const HAIR: f64 = 0.45;

/// Ground of every figure.
pub const WHITE: Colour = RGBColor(255, 255, 255);
/// Text and the base variant.
pub const INK: Colour = RGBColor(34, 34, 34);
/// Secondary text: still 5.7 to 1 against white.
pub const GREY: Colour = RGBColor(102, 102, 102);
/// Axes and leaders.
pub const AXIS: Colour = RGBColor(140, 140, 140);
/// Grid lines.
pub const GRID: Colour = RGBColor(226, 226, 226);
/// Ground of a time that does not count (warm-up).
pub const SHADE: Colour = RGBColor(240, 240, 240);
/// Land on a map.
pub const LAND: Colour = RGBColor(238, 237, 233);
/// Borders between countries and coasts.
pub const BORDER: Colour = RGBColor(178, 176, 170);
/// Names of countries: quiet, since hubs are what a map is about.
pub const COUNTRY: Colour = RGBColor(138, 136, 130);

/// Okabe-Ito: told apart with any common colour vision.
pub const BLACK: Colour = RGBColor(0, 0, 0);
/// Okabe-Ito orange.
pub const ORANGE: Colour = RGBColor(230, 159, 0);
/// Okabe-Ito sky blue.
pub const SKY: Colour = RGBColor(86, 180, 233);
/// Okabe-Ito bluish green.
pub const GREEN: Colour = RGBColor(0, 158, 115);
/// Okabe-Ito yellow.
pub const YELLOW: Colour = RGBColor(240, 228, 66);
/// Okabe-Ito blue.
pub const BLUE: Colour = RGBColor(0, 114, 178);
/// Okabe-Ito vermillion.
pub const VERMILLION: Colour = RGBColor(213, 94, 0);
/// Okabe-Ito reddish purple.
pub const PURPLE: Colour = RGBColor(204, 121, 167);

/// Colours of series that stand for nothing else, in the order in which they are given out: the first is the base.
pub const SERIES: [Colour; 7] = [INK, BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY];

/// Colour of the `index`-th series; starts again after the seventh, where a figure should have stopped.
pub fn series(index: usize) -> Colour {
    SERIES[index % SERIES.len()]
}

/// `colour` mixed with white: `strength` 1 is the colour itself, 0 is white.
pub fn tint(colour: Colour, strength: f64) -> Colour {
    mix(colour, WHITE, strength)
}

/// A shade of `colour` dark enough to be read as text on white (contrast of at least 4.5 to 1).
pub fn as_text(colour: Colour) -> Colour {
    let mut strength = 1.0;
    while strength > 0.0 && contrast_with_white(mix(colour, BLACK, strength)) < 4.5 {
        strength -= 0.02;
    }
    mix(colour, BLACK, strength)
}

/// Ink or white: whichever reads better on `ground`.
pub fn text_on(ground: Colour) -> Colour {
    if contrast_with_white(ground) >= 4.5 { WHITE } else { INK }
}

fn mix(a: Colour, b: Colour, share_of_a: f64) -> Colour {
    let share = share_of_a.clamp(0.0, 1.0);
    let channel = |a: u8, b: u8| (f64::from(a) * share + f64::from(b) * (1.0 - share)).round() as u8;
    RGBColor(channel(a.0, b.0), channel(a.1, b.1), channel(a.2, b.2))
}

fn contrast_with_white(colour: Colour) -> f64 {
    let linear = |value: u8| {
        let value = f64::from(value) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    let luminance = 0.2126 * linear(colour.0) + 0.7152 * linear(colour.1) + 0.0722 * linear(colour.2);
    1.05 / (luminance + 0.05)
}

/// How cargo moves along a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    /// Trucks.
    Road,
    /// Trains.
    Rail,
    /// Ships.
    Sea,
}

impl Mode {
    /// All modes, in the order of a legend.
    pub const ALL: [Self; 3] = [Self::Road, Self::Rail, Self::Sea];

    /// The colour that the mode keeps in every figure.
    pub fn colour(self) -> Colour {
        match self {
            Self::Road => VERMILLION,
            Self::Rail => BLUE,
            Self::Sea => GREEN,
        }
    }

    /// The word in a legend.
    pub fn label(self) -> &'static str {
        match self {
            Self::Road => "road",
            Self::Rail => "rail",
            Self::Sea => "sea",
        }
    }
}

/// Why a consignment waits, as far as a figure tells causes apart; the order is that of a stack and of a legend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// Outside the hours of the place itself.
    Closed,
    /// Outside the hours of the other side of the border.
    ClosedOpposite,
    /// A yard, approach, track or road is full.
    Space,
    /// In line at a gate.
    QueueGate,
    /// In line at a desk.
    QueueDesk,
    /// In line at a scanner.
    QueueScanner,
    /// In line for an inspector.
    QueueInspector,
    /// In line at any other kind of station.
    QueueOther,
    /// Papers are wrong or not done.
    Papers,
    /// No truck, train or ship at the place.
    Vehicle,
    /// What works on it is being repaired.
    Breakdown,
    /// All other causes together.
    Other,
}

impl Cause {
    /// All causes, in the order of a stack.
    pub const ALL: [Self; 12] = [
        Self::Closed,
        Self::ClosedOpposite,
        Self::Space,
        Self::QueueGate,
        Self::QueueDesk,
        Self::QueueScanner,
        Self::QueueInspector,
        Self::QueueOther,
        Self::Papers,
        Self::Vehicle,
        Self::Breakdown,
        Self::Other,
    ];

    /// The cause with this key of the vocabulary (`closed`, `queue:desk`, ...); what a figure does not tell apart is
    /// [`Cause::QueueOther`] if it starts with `queue`, else [`Cause::Other`].
    pub fn from_key(key: &str) -> Self {
        match key {
            "closed" => Self::Closed,
            "closed_opposite" => Self::ClosedOpposite,
            "space" => Self::Space,
            "queue:gate" => Self::QueueGate,
            "queue:desk" => Self::QueueDesk,
            "queue:scanner" => Self::QueueScanner,
            "queue:inspector" => Self::QueueInspector,
            "papers" => Self::Papers,
            "vehicle" => Self::Vehicle,
            "breakdown" => Self::Breakdown,
            _ if key.starts_with("queue") => Self::QueueOther,
            _ => Self::Other,
        }
    }

    /// The words in a legend.
    pub fn label(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::ClosedOpposite => "other side closed",
            Self::Space => "no space",
            Self::QueueGate => "gate queue",
            Self::QueueDesk => "desk queue",
            Self::QueueScanner => "scanner queue",
            Self::QueueInspector => "inspector queue",
            Self::QueueOther => "other queue",
            Self::Papers => "papers",
            Self::Vehicle => "no vehicle",
            Self::Breakdown => "breakdown",
            Self::Other => "other causes",
        }
    }

    /// The colour that the cause keeps in every figure: hours are warm, queues are blues, papers brown, the rest apart from these.
    pub fn colour(self) -> Colour {
        match self {
            Self::Closed => VERMILLION,
            Self::ClosedOpposite => ORANGE,
            Self::Space => PURPLE,
            Self::QueueGate => RGBColor(0, 63, 107),
            Self::QueueDesk => BLUE,
            Self::QueueScanner => SKY,
            Self::QueueInspector => RGBColor(168, 214, 242),
            Self::QueueOther => RGBColor(110, 140, 158),
            Self::Papers => RGBColor(140, 96, 60),
            Self::Vehicle => GREEN,
            Self::Breakdown => YELLOW,
            Self::Other => RGBColor(170, 170, 170),
        }
    }
}

/// Makes Noto Sans known to plotters; cheap after the first call.
pub fn register_fonts() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        for (style, bytes) in [(FontStyle::Normal, notosans::REGULAR_TTF), (FontStyle::Bold, notosans::BOLD_TTF)] {
            let registered = register_font(FONT_STACK, style, bytes);
            assert!(registered.is_ok(), "the fonts of crate notosans are valid");
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_colour_gives_readable_text() {
        for colour in SERIES.into_iter().chain([YELLOW, WHITE]) {
            assert!(contrast_with_white(as_text(colour)) >= 4.5, "{colour:?}");
        }
    }

    #[test]
    fn causes_have_colours_of_their_own() {
        let colours: std::collections::BTreeSet<_> = Cause::ALL.map(|cause| format!("{:?}", cause.colour())).into();
        assert_eq!(colours.len(), Cause::ALL.len());
    }

    #[test]
    fn a_key_of_the_vocabulary_finds_its_cause() {
        assert_eq!(Cause::from_key("queue:desk"), Cause::QueueDesk);
        assert_eq!(Cause::from_key("queue:crane"), Cause::QueueOther);
        assert_eq!(Cause::from_key("weather"), Cause::Other);
    }
}
