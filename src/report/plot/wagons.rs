//! What sets of vehicles do with their time: shares of each state by pool, fewest idle first.

use super::canvas::{Area, Canvas};
use super::figure::{Figure, Frame, enumerate, say_instead};
use super::legend::{self, Key};
use super::number::{self, Scale};
use super::rows::{AXIS_HEIGHT, Rows, draw_axis};
use super::stacks::{self, Bar, Kind};
use super::theme;

/// Rows in all; what comes after them is counted, not drawn.
const MOST: usize = 15;

/// States in the order of a round, with their colours.
const STATES: [Kind; 8] = [
    ("loading", theme::ORANGE),
    ("on the way", theme::BLUE),
    ("at borders", theme::VERMILLION),
    ("waiting for a track or path, rests", theme::PURPLE),
    ("change of bogies, pilots", theme::YELLOW),
    ("unloading", theme::SKY),
    ("coming back empty", theme::GREEN),
    ("idle", theme::GRID),
];

/// Number of the state `idle`.
const IDLE: usize = STATES.len() - 1;

/// What the sets of one pool do.
#[derive(Clone, Debug, PartialEq)]
pub struct PoolShares {
    /// Name of the pool.
    pub pool: String,
    /// How many sets there are.
    pub count: u32,
    /// Share of all their time by state, in the order of a round: loading, on the way, at borders, waiting, handled, unloading, coming
    /// back, idle.
    pub shares: [f64; STATES.len()],
    /// Ends of the 95 % interval of the share of time in which they are not idle; none with a single replication.
    pub used: Option<(f64, f64)>,
    /// Days from one departure of a set to its next; none where none left.
    pub round: Option<f64>,
}

/// States of sets by pool.
#[derive(Clone, Debug, PartialEq)]
pub struct Wagons {
    /// Stem of the files' names.
    pub name: String,
    /// The words around the plot.
    pub frame: Frame,
    /// Pools in any order.
    pub pools: Vec<PoolShares>,
}

const NOTHING: &str = "No set of wagons was looked at in this run.";

impl Wagons {
    /// Fewest idle first; equals stay in the order given.
    fn sorted(&self) -> Vec<&PoolShares> {
        let is_known = |pool: &&PoolShares| pool.shares.iter().any(|share| stacks::is_drawn(*share));
        let mut pools: Vec<&PoolShares> = self.pools.iter().filter(is_known).collect();
        pools.sort_by(|a, b| a.shares[IDLE].total_cmp(&b.shares[IDLE]));
        pools
    }
}

impl PoolShares {
    fn label(&self) -> String {
        let noun = if self.count == 1 { "set" } else { "sets" };
        format!("{} ({} {noun})", self.pool, number::count(self.count as usize))
    }

    fn bar(&self) -> Bar {
        let round = self.round.filter(|days| days.is_finite());
        let label = round.map_or_else(String::new, |days| format!("{} d", number::label(days)));
        Bar { parts: self.shares.to_vec(), ends: self.used, label }
    }
}

impl Figure for Wagons {
    fn name(&self) -> &str {
        &self.name
    }

    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn description(&self) -> String {
        let said = |pool: &&PoolShares| {
            let shares = STATES.iter().zip(pool.shares).filter(|(_, share)| stacks::is_drawn(*share));
            let words: Vec<String> = shares.map(|((state, _), share)| format!("{state} {}", percent(share))).collect();
            format!("{}: {}", pool.label(), words.join(", "))
        };
        let words: Vec<String> = self.sorted().iter().map(said).collect();
        if words.is_empty() {
            return NOTHING.to_owned();
        }
        format!("Shares of the time of sets. {}.", enumerate(words.iter().map(String::as_str)))
    }

    fn draw(&self, canvas: &mut Canvas, area: Area) {
        let pools = self.sorted();
        if pools.is_empty() {
            return say_instead(canvas, area, NOTHING);
        }
        let shown = &pools[..pools.len().min(MOST)];
        let bars: Vec<Bar> = shown.iter().map(|pool| pool.bar()).collect();
        let mut keys = stacks::keys(&STATES, &bars);
        keys.extend(stacks::whisker_key(&bars, "95 % interval of all but idle"));
        keys.push(Key::words("behind the bar: days from a departure of a set to its next"));
        if pools.len() > MOST {
            keys.push(Key::words(format!("{} more pools not shown", number::count(pools.len() - MOST))));
        }
        let top = area.top + legend::draw(canvas, area, &keys) + 4.0;
        let names: Vec<String> = shown.iter().map(|pool| pool.label()).collect();
        let below = Area { top, bottom: area.bottom - AXIS_HEIGHT, ..area };
        let rows = Rows::new(below, names.iter().map(String::as_str), 0.34, 46.0);
        let scale = Scale { end: 1.0, step: 0.25 };
        draw_axis(canvas, rows.plot, &scale, percent);
        rows.draw_names(canvas);
        stacks::draw(canvas, &rows, (rows.plot, &scale), &STATES, &bars, percent);
    }
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::plot::checks::{check_files, check_page, long_name, words};
    use crate::report::plot::to_svg;

    const SHARES: [f64; 8] = [0.2, 0.35, 0.15, 0.05, 0.02, 0.08, 0.1, 0.05];

    fn figure(pools: Vec<PoolShares>) -> Wagons {
        let frame = Frame { title: "Title".into(), subtitle: "Subtitle".into(), footer: "Footer".into() };
        Wagons { name: "wagons".into(), frame, pools }
    }

    fn pool(name: &str, shares: [f64; 8]) -> PoolShares {
        PoolShares { pool: name.into(), count: 28, shares, used: Some((0.9, 0.97)), round: Some(7.4) }
    }

    #[test]
    fn nothing_is_said_in_words() {
        for figure in [figure(vec![]), figure(vec![pool("sets", [f64::NAN; 8])])] {
            check_page(&figure);
            assert!(words(&figure).contains("No set of wagons"));
        }
    }

    #[test]
    fn a_small_figure_is_as_stored() {
        let idle = [0.0, 0.1, 0.0, 0.0, 0.0, 0.0, 0.0, 0.9];
        let figure = figure(vec![pool("A <B & C>", idle), pool("platforms", SHARES)]);
        check_files(&figure);
        let words = words(&figure);
        assert!(words.find("platforms") < words.find("A <B"), "those with least time to spare first: {words}");
        insta::assert_snapshot!(to_svg(&figure).expect("a figure can be drawn"));
    }

    #[test]
    fn forty_pools_with_long_names_fit() {
        for count in [1, 2, 15, 16, 40] {
            let rounds = [Some(1e9), Some(f64::NAN), None];
            let pool = |n: usize| PoolShares { round: rounds[n % 3], count: u32::MAX, ..pool(&long_name(n), SHARES) };
            let figure = figure((0..count).map(pool).collect());
            check_page(&figure);
            assert_eq!(words(&figure).contains("more pools not shown"), count > MOST);
        }
    }
}
