//! What moving a TEU costs and emits, by flow and kind: two stacks a row with the interval of the whole, dearest first.

use super::canvas::{Align, Area, Canvas, Font};
use super::figure::{Figure, Frame, enumerate, say_instead};
use super::legend::{self, Key};
use super::number::{self, Scale};
use super::rows::{AXIS_HEIGHT, Rows, draw_axis};
use super::stacks::{self, Bar, Kind};
use super::theme::{self, Mode};

/// Rows in all; what comes after them is counted, not drawn.
const MOST: usize = 14;

/// Kinds of money: road by distance and by time, services, freight, handling, storage, demurrage, fees.
const MONEY: [Kind; 8] = [
    ("road, by km", theme::VERMILLION),
    ("road, by hour", theme::ORANGE),
    ("trains and ships", theme::BLUE),
    ("freight", theme::GREEN),
    ("handling", theme::PURPLE),
    ("storage", theme::SKY),
    ("demurrage", theme::YELLOW),
    ("fees", theme::GREY),
];

/// What is emitted where.
fn emitters() -> [Kind; 4] {
    let of = |mode: Mode| (mode.label(), mode.colour());
    [of(Mode::Road), of(Mode::Rail), of(Mode::Sea), ("at hubs", theme::PURPLE)]
}

/// An amount in parts, with the ends of the 95 % interval of the whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Stack<const N: usize> {
    /// The parts.
    pub parts: [f64; N],
    /// Both ends; none with a single replication.
    pub ends: Option<(f64, f64)>,
}

/// What one flow costs and emits.
#[derive(Clone, Debug, PartialEq)]
pub struct FlowCosts {
    /// Name of the flow.
    pub flow: String,
    /// USD per TEU: road by km, road by hour, services, freight, handling, storage, demurrage, fees.
    pub usd: Stack<8>,
    /// kg CO2e per TEU, from well to wheel: road, rail, sea, at hubs.
    pub kg: Stack<4>,
}

/// Costs and emissions by flow.
#[derive(Clone, Debug, PartialEq)]
pub struct Costs {
    /// Stem of the files' names.
    pub name: String,
    /// The words around the plot.
    pub frame: Frame,
    /// Flows in any order.
    pub flows: Vec<FlowCosts>,
}

const NOTHING: &str = "Nothing was delivered, or nothing of it costs or emits anything, in this run.";

impl<const N: usize> Stack<N> {
    fn bar(&self) -> Bar {
        let bar = Bar { parts: self.parts.to_vec(), ends: self.ends, label: String::new() };
        Bar { label: number::label(bar.total()), ..bar }
    }

    fn total(&self) -> f64 {
        self.bar().total()
    }
}

impl Costs {
    /// Dearest first, then those that emit most; equals stay in the order given.
    fn sorted(&self) -> Vec<&FlowCosts> {
        let is_known = |flow: &&FlowCosts| flow.usd.total() > 0.0 || flow.kg.total() > 0.0;
        let mut flows: Vec<&FlowCosts> = self.flows.iter().filter(is_known).collect();
        let of = |flow: &FlowCosts| (flow.usd.total(), flow.kg.total());
        flows.sort_by(|a, b| of(b).0.total_cmp(&of(a).0).then(of(b).1.total_cmp(&of(a).1)));
        flows
    }
}

impl Figure for Costs {
    fn name(&self) -> &str {
        &self.name
    }

    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn description(&self) -> String {
        let said = |flow: &&FlowCosts| {
            let (usd, kg) = (number::label(flow.usd.total()), number::label(flow.kg.total()));
            format!("{}: {usd} USD and {kg} kg CO2e a TEU", flow.flow)
        };
        let words: Vec<String> = self.sorted().iter().map(said).collect();
        if words.is_empty() {
            return NOTHING.to_owned();
        }
        format!("Costs and emissions, dearest first. {}.", enumerate(words.iter().map(String::as_str)))
    }

    fn draw(&self, canvas: &mut Canvas, area: Area) {
        let flows = self.sorted();
        if flows.is_empty() {
            return say_instead(canvas, area, NOTHING);
        }
        let shown = &flows[..flows.len().min(MOST)];
        let usd: Vec<Bar> = shown.iter().map(|flow| flow.usd.bar()).collect();
        let kg: Vec<Bar> = shown.iter().map(|flow| flow.kg.bar()).collect();
        let names = || shown.iter().map(|flow| flow.flow.as_str());
        let below = |top: f64| Area { top, bottom: area.bottom - AXIS_HEIGHT, ..area };
        // Names take their room first: it does not depend on the height.
        let left = Rows::new(below(area.top), names(), 0.26, 0.0).plot.left;
        let width = (area.right - left - theme::GUTTER) / 2.0;
        let halves = [(left, left + width), (area.right - width, area.right)];
        let half = |(left, right): (f64, f64)| Area { left, right, ..area };
        let more = flows.len() - shown.len();
        let mut heights = [0.0; 2];
        let panels = [("USD per TEU", &MONEY[..], &usd, more), ("kg CO2e per TEU, well to wheel", &emitters(), &kg, 0)];
        for ((heading, kinds, bars, more), (height, ends)) in panels.iter().zip(heights.iter_mut().zip(halves)) {
            canvas.text((ends.0, area.top + Font::HEADING.size), heading, Font::HEADING, Align::Left);
            let below = Area { top: area.top + Font::HEADING.leading(), ..half(ends) };
            *height = legend::draw(canvas, below, &keys_of(kinds, bars, *more)) + Font::HEADING.leading() + 4.0;
        }
        let rows = Rows::new(below(area.top + heights[0].max(heights[1])), names(), 0.26, 0.0);
        rows.draw_names(canvas);
        for ((_, kinds, bars, _), ends) in panels.into_iter().zip(halves) {
            draw_panel(canvas, &rows, half(ends), kinds, bars);
        }
    }
}

fn keys_of<'k>(kinds: &[Kind], bars: &[Bar], more: usize) -> Vec<Key<'k>> {
    let mut keys = stacks::keys(kinds, bars);
    keys.extend(stacks::whisker_key(bars, "95 % interval of the whole"));
    if more > 0 {
        keys.push(Key::words(format!("{} cheaper flows not shown", number::count(more))));
    }
    if keys.is_empty() {
        keys.push(Key::words("the scenario has none"));
    }
    keys
}

/// Bars of one panel, with room for the label behind the longest.
fn draw_panel(canvas: &mut Canvas, rows: &Rows, half: Area, kinds: &[Kind], bars: &[Bar]) {
    let room = bars.iter().map(|bar| Font::HEADING.width(&bar.label)).fold(0.0, f64::max) + 6.0;
    let plot = Area { top: rows.plot.top, bottom: rows.plot.bottom, right: half.right - room, ..half };
    let reach = bars.iter().map(Bar::reach).filter(|reach| reach.is_finite()).fold(0.0, f64::max);
    let scale = Scale::over(reach, if plot.width() > 110.0 { 4 } else { 3 });
    draw_axis(canvas, plot, &scale, |value| scale.label(value));
    stacks::draw(canvas, rows, (plot, &scale), kinds, bars, number::label);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::plot::checks::{check_files, check_page, long_name, words};
    use crate::report::plot::to_svg;

    fn figure(flows: Vec<FlowCosts>) -> Costs {
        let frame = Frame { title: "Title".into(), subtitle: "Subtitle".into(), footer: "Footer".into() };
        Costs { name: "costs".into(), frame, flows }
    }

    fn flow(name: &str, size: f64) -> FlowCosts {
        let usd = [2.0, 1.0, 9.0, 0.0, 2.0, 0.5, 0.0, 0.0].map(|part| part * size);
        let kg = [1.0, 5.0, 0.0, 0.3].map(|part| part * size);
        FlowCosts {
            flow: name.into(),
            usd: Stack { parts: usd, ends: Some((14.0 * size, 15.0 * size)) },
            kg: Stack { parts: kg, ends: None },
        }
    }

    #[test]
    fn nothing_is_said_in_words() {
        for figure in [figure(vec![]), figure(vec![flow("a", 0.0)]), figure(vec![flow("a", f64::NAN)])] {
            check_page(&figure);
            assert!(words(&figure).contains("Nothing was delivered"));
        }
    }

    #[test]
    fn a_small_figure_is_as_stored() {
        let figure = figure(vec![flow("A <B & C>", 40.0), flow("box", 100.0)]);
        check_files(&figure);
        let words = words(&figure);
        assert!(words.find("box") < words.find("A <B"), "the dearest first: {words}");
        insta::assert_snapshot!(to_svg(&figure).expect("a figure can be drawn"));
    }

    #[test]
    fn what_emits_nothing_is_said() {
        let mut only_money = flow("box", 10.0);
        only_money.kg.parts = [0.0; 4];
        assert!(words(&figure(vec![only_money])).contains("the scenario has none"));
    }

    #[test]
    fn forty_flows_with_long_names_fit() {
        for (count, size) in [(1, 1e-9), (2, 1e12), (14, 3.0), (40, 1234.5)] {
            let figure = figure((0..count).map(|n| flow(&long_name(n), size)).collect());
            check_page(&figure);
            assert_eq!(words(&figure).contains("cheaper flows not shown"), count > MOST);
        }
    }
}
