//! How uneven traffic is: what goes out and what comes back between two places, laden and empty, as bars to both sides; beside it what stands in pools of empties.

use super::bands::{Bands, Panel, PanelScale, TimeGrid};
use super::canvas::{Align, Area, Canvas, Dash, Font};
use super::figure::{Figure, Frame, enumerate, say_instead};
use super::legend::{self, Key};
use super::number::{self, Scale};
use super::rows::{AXIS_HEIGHT, Rows, draw_halo, draw_whisker};
use super::text;
use super::theme::{self, Colour};

/// Trades in all; what comes after them is counted, not drawn.
const MOST: usize = 12;
/// Pools that are shown.
const MOST_POOLS: usize = 3;
/// Share of the width that trades take where pools stand beside them.
const TRADES: f64 = 0.6;
/// Room for the mean behind the name of a pool.
const MEAN: f64 = 70.0;
/// Colour of boxes.
const COLOUR: Colour = theme::BLUE;
/// Words above the column at the right of the bars.
const COLUMN: &str = "uneven";

/// Traffic one way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Way {
    /// Laden boxes \[TEU per day\].
    pub laden: f64,
    /// Ends of their 95 % interval; the mean itself with a single replication.
    pub ends: (f64, f64),
    /// Empty boxes that are sent \[TEU per day\].
    pub empty: f64,
}

impl Way {
    fn whole(&self) -> f64 {
        self.laden.max(0.0) + self.empty.max(0.0)
    }

    fn is_known(&self) -> bool {
        self.laden.is_finite() && self.empty.is_finite()
    }
}

/// One trade: two places.
#[derive(Clone, Debug, PartialEq)]
pub struct TradeBars {
    /// The hub from which `out` leads, and the other one.
    pub ends: (String, String),
    /// From the first to the second.
    pub out: Way,
    /// From the second to the first.
    pub back: Way,
    /// |out - back| / (out + back) of laden boxes.
    pub imbalance: Option<f64>,
}

impl TradeBars {
    fn label(&self) -> String {
        format!("{} \u{2013} {}", self.ends.0, self.ends.1)
    }

    fn uneven(&self) -> String {
        self.imbalance.filter(|share| share.is_finite()).map_or_else(|| "–".to_owned(), percent)
    }

    /// The farther of its two bars.
    fn reach(&self) -> f64 {
        let of = |way: &Way| way.whole().max(if way.ends.1.is_finite() { way.ends.1 } else { 0.0 });
        of(&self.out).max(of(&self.back))
    }
}

/// Trades and pools.
#[derive(Clone, Debug, PartialEq)]
pub struct Imbalance {
    /// Stem of the files' names.
    pub name: String,
    /// The words around the plot.
    pub frame: Frame,
    /// Trades in any order: those with most traffic are shown, most first.
    pub trades: Vec<TradeBars>,
    /// Dates of the buckets of pools.
    pub grid: TimeGrid,
    /// What stands in each pool of empties over time \[boxes\].
    pub pools: Vec<Panel>,
}

const NOTHING: &str = "No counted box was delivered and none stood in a pool after the warm-up in this run.";

impl Imbalance {
    fn sorted(&self) -> Vec<&TradeBars> {
        let is_known = |trade: &&TradeBars| trade.out.is_known() && trade.back.is_known();
        let mut trades: Vec<&TradeBars> = self.trades.iter().filter(is_known).collect();
        let whole = |trade: &TradeBars| trade.out.whole() + trade.back.whole();
        trades.sort_by(|a, b| whole(b).total_cmp(&whole(a)));
        trades
    }

    /// Pools below one another, with names that leave their means room in one line, so that panels stay high enough.
    fn draw_pools(&self, canvas: &mut Canvas, area: Area) {
        let names = self.pools.iter().map(|pool| pool.place.as_str());
        let short = text::shorten_all(names, Font::HEADING, area.width() - MEAN);
        let named = |(pool, place): (&Panel, String)| Panel { place, ..pool.clone() };
        let pools: Vec<Panel> = self.pools.iter().zip(short).map(named).collect();
        self.bands(&pools).draw(canvas, area);
    }

    fn bands<'a>(&'a self, pools: &'a [Panel]) -> Bands<'a> {
        Bands {
            grid: self.grid,
            unit: "empty boxes in the pool",
            scale: PanelScale::Own,
            panels: pools,
            is_of_day: false,
            is_fill: false,
            most: MOST_POOLS,
            colour: theme::GREEN,
            nothing: NOTHING,
            things: "pools",
        }
    }
}

impl Figure for Imbalance {
    fn name(&self) -> &str {
        &self.name
    }

    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn description(&self) -> String {
        let said = |trade: &&TradeBars| {
            let way = |way: &Way| format!("{} laden and {} empty", number::label(way.laden), number::label(way.empty));
            format!("{}: out {}, back {}, uneven {}", trade.label(), way(&trade.out), way(&trade.back), trade.uneven())
        };
        let words: Vec<String> = self.sorted().iter().map(said).collect();
        if words.is_empty() && self.pools.is_empty() {
            return NOTHING.to_owned();
        }
        let trades = enumerate(words.iter().map(String::as_str));
        let pools = if self.pools.is_empty() { String::new() } else { self.bands(&self.pools).describe() };
        format!("TEU per day both ways, most first. {trades}. {pools}")
    }

    fn draw(&self, canvas: &mut Canvas, area: Area) {
        let trades = self.sorted();
        match (trades.is_empty(), self.pools.is_empty()) {
            (true, true) => say_instead(canvas, area, NOTHING),
            (true, false) => self.draw_pools(canvas, area),
            (false, true) => draw_trades(canvas, area, &trades),
            (false, false) => {
                let middle = area.left + TRADES * area.width();
                draw_trades(canvas, Area { right: middle - theme::GUTTER / 2.0, ..area }, &trades);
                self.draw_pools(canvas, Area { left: middle + theme::GUTTER / 2.0, ..area });
            }
        }
    }
}

fn draw_trades(canvas: &mut Canvas, area: Area, trades: &[&TradeBars]) {
    let shown = &trades[..trades.len().min(MOST)];
    let top = area.top + legend::draw(canvas, area, &keys(trades)) + 4.0;
    let names: Vec<String> = shown.iter().map(|trade| trade.label()).collect();
    let cells = shown.iter().map(|trade| Font::TEXT.width(&trade.uneven()));
    let width = cells.fold(Font::QUIET.width(COLUMN), f64::max) + 8.0;
    let below = Area { top: top + Font::QUIET.leading(), bottom: area.bottom - AXIS_HEIGHT, ..area };
    let rows = Rows::new(below, names.iter().map(String::as_str), 0.42, width);
    let reach = shown.iter().map(|trade| trade.reach()).fold(0.0, f64::max);
    let mirror = Mirror::new(rows.plot, reach);
    mirror.draw_axis(canvas);
    rows.draw_names(canvas);
    let head = top + Font::QUIET.size;
    canvas.text((mirror.zero() - 4.0, head), "\u{2190} back", Font::QUIET, Align::Right);
    canvas.text((mirror.zero() + 4.0, head), "out \u{2192}", Font::QUIET, Align::Left);
    canvas.text((rows.plot.right + width, head), COLUMN, Font::QUIET, Align::Right);
    for (index, trade) in shown.iter().enumerate() {
        let strip = rows.strip(index, 0.7);
        for (side, way) in [(-1.0, &trade.back), (1.0, &trade.out)] {
            mirror.draw_bar(canvas, strip, side, way);
        }
        let at = (rows.plot.right + width, strip.centre().1);
        canvas.text_beside(at, &trade.uneven(), Font::TEXT, Align::Right);
    }
}

fn keys<'k>(trades: &[&TradeBars]) -> Vec<Key<'k>> {
    let shown = &trades[..trades.len().min(MOST)];
    let mut keys = vec![Key::fill(COLOUR, "laden")];
    if shown.iter().any(|trade| trade.out.empty + trade.back.empty > 0.0) {
        keys.push(Key::hatch(COLOUR, "empty"));
    }
    if shown.iter().any(|trade| [trade.out, trade.back].iter().any(|way| way.ends.1 > way.ends.0)) {
        keys.push(Key::new(12.0, "95 % interval of laden", |canvas, (x, y)| draw_whisker(canvas, x, x + 12.0, y)));
    }
    if trades.len() > MOST {
        keys.push(Key::words(format!("and {} trades with less", number::count(trades.len() - MOST))));
    }
    keys
}

/// A plot with its zero in the middle.
struct Mirror {
    plot: Area,
    scale: Scale,
}

impl Mirror {
    fn new(plot: Area, reach: f64) -> Self {
        Self { plot, scale: Scale::over(reach, if plot.width() > 150.0 { 3 } else { 2 }) }
    }

    fn zero(&self) -> f64 {
        self.plot.centre().0
    }

    fn x(&self, side: f64, value: f64) -> f64 {
        self.zero() + side * self.scale.share(value) * self.plot.width() / 2.0
    }

    fn draw_axis(&self, canvas: &mut Canvas) {
        let half = |words: &str| Font::QUIET.width(words) / 2.0;
        let mut free_from = f64::NEG_INFINITY;
        for value in self.scale.ticks() {
            let words = self.scale.label(value);
            let (first, colour) = if value == 0.0 { (1.0, theme::AXIS) } else { (-1.0, theme::GRID) };
            // Numbers are drawn from the middle outwards; both sides have the same.
            let is_free = self.x(1.0, value) - half(&words) > free_from;
            for side in [first, 1.0].into_iter().take(if value == 0.0 { 1 } else { 2 }) {
                let x = self.x(side, value);
                canvas.rule((x, self.plot.top), (x, self.plot.bottom), theme::HAIR, colour, Dash::Solid);
                if is_free {
                    let at = (x, self.plot.bottom + Font::QUIET.size + 2.5);
                    canvas.text(at, &words, Font::QUIET, Align::Centre);
                }
            }
            if is_free {
                free_from = self.x(1.0, value) + half(&words) + 4.0;
            }
        }
    }

    fn draw_bar(&self, canvas: &mut Canvas, strip: Area, side: f64, way: &Way) {
        let between = |from: f64, to: f64| {
            let (one, other) = (self.x(side, from), self.x(side, to));
            Area { left: one.min(other), right: one.max(other), ..strip }
        };
        let laden = way.laden.max(0.0);
        canvas.rect(between(0.0, laden), COLOUR);
        canvas.hatch(between(laden, way.whole()), COLOUR);
        let (low, high) = (self.x(side, way.ends.0.max(0.0)), self.x(side, way.ends.1.max(0.0)));
        if way.ends.0.is_finite() && way.ends.1.is_finite() {
            let (from, to) = (low.min(high), low.max(high));
            draw_halo(canvas, from, to, strip.centre().1);
            draw_whisker(canvas, from, to, strip.centre().1);
        }
    }
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

#[cfg(test)]
mod tests {
    use super::super::bands::Bucket;
    use super::*;
    use crate::report::plot::checks::{check_files, check_page, long_name, words};
    use crate::report::plot::to_svg;

    fn figure(trades: Vec<TradeBars>, pools: Vec<Panel>) -> Imbalance {
        let frame = Frame { title: "Title".into(), subtitle: "Subtitle".into(), footer: "Footer".into() };
        let grid = TimeGrid { start: jiff::civil::date(2027, 3, 1), bucket_hours: 24.0, warm_up_hours: 48.0 };
        Imbalance { name: "imbalance".into(), frame, trades, grid, pools }
    }

    fn trade(name: &str, out: f64, back: f64, empty: f64) -> TradeBars {
        let way = |laden: f64, empty: f64| Way { laden, ends: (laden - 3.0, laden + 3.0), empty };
        let imbalance = Some((out - back).abs() / (out + back));
        TradeBars { ends: (name.into(), "port".into()), out: way(out, 0.0), back: way(back, empty), imbalance }
    }

    fn pool(name: &str, boxes: f64) -> Panel {
        let buckets = (0..60).map(|day| boxes + f64::from(day % 7)).map(|mean| Bucket {
            mean,
            low: mean - 1.0,
            high: mean + 1.0,
        });
        Panel { place: name.into(), buckets: buckets.collect(), limit: None }
    }

    #[test]
    fn nothing_is_said_in_words() {
        for figure in [figure(vec![], vec![]), figure(vec![trade("a", f64::NAN, 1.0, 0.0)], vec![])] {
            check_page(&figure);
            assert!(words(&figure).contains("No counted box was delivered"));
        }
    }

    #[test]
    fn one_value_is_drawn_even_beyond_its_range() {
        for (out, back, empty) in [(-1.0, 0.0, 0.0), (0.0, 0.0, 0.0), (50.0, 2.0, 48.0), (1e12, 1.0, 1.0)] {
            check_page(&figure(vec![trade("a", out, back, empty)], vec![]));
            check_page(&figure(vec![trade("a", out, back, empty)], vec![pool("b", out)]));
        }
    }

    #[test]
    fn a_small_figure_is_as_stored() {
        let figure = figure(
            vec![trade("A <B & C>", 20.0, 10.0, 4.0), trade("yard", 80.0, 30.0, 45.0)],
            vec![pool("east", 40.0)],
        );
        check_files(&figure);
        let words = words(&figure);
        assert!(words.find("yard") < words.find("A <B"), "the busiest first: {words}");
        assert!(words.contains("45 %"), "{words}");
        insta::assert_snapshot!(to_svg(&figure).expect("a figure can be drawn"));
    }

    #[test]
    fn sixty_trades_with_long_names_are_shown_or_counted() {
        for count in [1, 2, 12, 13, 60] {
            let trades = (0..count).map(|n| trade(&long_name(n), 90.0 - n as f64, 30.0, 20.0)).collect();
            let figure = figure(trades, (0..count).map(|n| pool(&long_name(n), 20.0)).collect());
            check_page(&figure);
            assert_eq!(words(&figure).contains("trades with less"), count > MOST);
        }
    }
}
