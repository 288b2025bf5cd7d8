//! Ways of trains and ships from call to call: least expected time over links of their mode and gauge, across rail borders, through gauge changes.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::astar;
use petgraph::graph::{DiGraph, NodeIndex};

use super::check::Finding;
use super::template::{border, rail_border};
use crate::ids::{HubId, LinkId};
use crate::model::{Direction, Facility, Hub, Link, Mode, Model, Service};

/// One piece of the way of a train or ship.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stretch {
    /// Over a link, from its `from` to its `to` or back.
    Link { link: LinkId, forward: bool },
    /// Across a border, by road or rail.
    Cross { hub: HubId, direction: Direction },
    /// Its wagons get other bogies.
    Exchange { hub: HubId },
}

/// Where a vehicle can be: a side of a hub, by a means of transport, on a gauge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    hub: HubId,
    is_b: bool,
    mode: Mode,
    gauge_mm: Option<u32>,
}

/// Where trains and ships can go.
pub(super) struct VehicleNetwork {
    graph: DiGraph<Place, (f64, Stretch)>,
    nodes: BTreeMap<Place, NodeIndex>,
}

/// The way of a service: for each of its calls but the first, how it comes there, and its gauge at each call.
#[derive(Debug, Clone, Default)]
pub(super) struct Voyage {
    pub stretches: Vec<Vec<Stretch>>,
    pub gauges: Vec<Option<u32>>,
}

impl Voyage {
    /// Expected time to a call from the one before it, without waits \[ms\].
    pub fn expected_time(&self, model: &Model, service: &Service, call: usize) -> f64 {
        self.stretches[call - 1].iter().map(|stretch| stretch.expected_time(model, service.mode)).sum()
    }
}

impl Stretch {
    fn expected_time(self, model: &Model, mode: Mode) -> f64 {
        match self {
            Self::Link { link, .. } => model.links[link.index()].time.mean(),
            Self::Cross { hub, direction } if mode == Mode::Road => {
                model.hubs[hub.index()].border().map_or(0.0, |crossing| border::expected_time(crossing, direction))
            }
            Self::Cross { hub, direction } => model.hubs[hub.index()]
                .rail_border()
                .map_or(0.0, |border| rail_border::expected_time(border, direction)),
            Self::Exchange { hub } => model.hubs[hub.index()].exchange().map_or(0.0, |exchange| exchange.time.mean()),
        }
    }
}

impl VehicleNetwork {
    pub fn new(model: &Model) -> Self {
        let mut network = Self { graph: DiGraph::new(), nodes: BTreeMap::new() };
        for (index, link) in model.links.iter().enumerate() {
            network.add_link(model, LinkId::from(index), link);
        }
        let gauges: BTreeSet<u32> = network.nodes.keys().filter_map(|place| place.gauge_mm).collect();
        for (index, hub) in model.hubs.iter().enumerate() {
            let at = |is_b: bool, gauge: u32| Place {
                hub: HubId::from(index),
                is_b,
                mode: Mode::Rail,
                gauge_mm: Some(gauge),
            };
            network.add_road_border(HubId::from(index), hub);
            if let Some(border) = hub.rail_border() {
                for &gauge in &gauges {
                    for (from, direction) in [(false, Direction::AToB), (true, Direction::BToA)] {
                        let time = rail_border::expected_time(border, direction);
                        let cross = Stretch::Cross { hub: HubId::from(index), direction };
                        network.add(at(from, gauge), at(!from, gauge), time, cross);
                    }
                }
            }
            for facility in &hub.facilities {
                let Facility::BogieExchange(exchange) = facility else { continue };
                let [one, other] = exchange.gauges_mm;
                for (from, to) in [(one, other), (other, one)] {
                    let change = Stretch::Exchange { hub: HubId::from(index) };
                    for is_b in [false, true] {
                        network.add(at(is_b, from), at(is_b, to), exchange.time.mean(), change);
                    }
                }
            }
        }
        network
    }

    fn add_link(&mut self, model: &Model, id: LinkId, link: &Link) {
        let gauges: Vec<Option<u32>> = match link.mode {
            Mode::Road | Mode::Sea => vec![None],
            Mode::Rail => link.gauges_mm.iter().copied().map(Some).collect(),
        };
        for gauge_mm in gauges {
            let from = end(model, link.from, link, gauge_mm);
            let to = end(model, link.to, link, gauge_mm);
            self.add(from, to, link.time.mean(), Stretch::Link { link: id, forward: true });
            if link.both_ways {
                self.add(to, from, link.time.mean(), Stretch::Link { link: id, forward: false });
            }
        }
    }

    fn add_road_border(&mut self, id: HubId, hub: &Hub) {
        let Some(crossing) = hub.border() else { return };
        let at = |is_b: bool| Place { hub: id, is_b, mode: Mode::Road, gauge_mm: None };
        for (from, direction) in [(false, Direction::AToB), (true, Direction::BToA)] {
            let time = border::expected_time(crossing, direction);
            self.add(at(from), at(!from), time, Stretch::Cross { hub: id, direction });
        }
    }

    fn add(&mut self, from: Place, to: Place, time: f64, stretch: Stretch) {
        let (from, to) = (self.node(from), self.node(to));
        // Of two ways between the same places the faster one; the first written of equals.
        match self.graph.find_edge(from, to) {
            Some(known) if self.graph[known].0 <= time => {}
            Some(known) => self.graph[known] = (time, stretch),
            None => {
                self.graph.add_edge(from, to, (time, stretch));
            }
        }
    }

    fn node(&mut self, place: Place) -> NodeIndex {
        let graph = &mut self.graph;
        *self.nodes.entry(place).or_insert_with(|| graph.add_node(place))
    }

    /// The way of a service.
    ///
    /// # Errors
    /// What to tell the planner, if it cannot come to one of its calls.
    pub fn voyage(&self, model: &Model, service: &Service) -> Result<Voyage, Box<Finding>> {
        let mut voyage = Voyage { stretches: Vec::new(), gauges: vec![service.gauge_mm] };
        let mut at: Vec<NodeIndex> = self.sides(service.calls[0], service);
        for (index, pair) in service.calls.windows(2).enumerate() {
            let found = at.iter().filter_map(|&node| self.shortest(node, pair[1])).min_by(|x, y| x.0.total_cmp(&y.0));
            let Some((_, end, stretches)) = found else {
                return Err(Box::new(self.unreachable(model, service, index + 1)));
            };
            voyage.stretches.push(stretches);
            voyage.gauges.push(self.graph[end].gauge_mm);
            at = vec![end];
        }
        Ok(voyage)
    }

    /// The places at a hub where a service can begin.
    fn sides(&self, hub: HubId, service: &Service) -> Vec<NodeIndex> {
        let is_meant = |place: &Place| (place.hub, place.mode, place.gauge_mm) == (hub, service.mode, service.gauge_mm);
        self.nodes.iter().filter(|(place, _)| is_meant(place)).map(|(_, node)| *node).collect()
    }

    fn shortest(&self, from: NodeIndex, to: HubId) -> Option<(f64, NodeIndex, Vec<Stretch>)> {
        let (time, nodes) =
            astar(&self.graph, from, |node| self.graph[node].hub == to, |edge| edge.weight().0, |_| 0.0)?;
        let stretch = |pair: &[NodeIndex]| {
            let edge = self.graph.find_edge(pair[0], pair[1])?;
            Some(self.graph[edge].1)
        };
        Some((time, *nodes.last()?, nodes.windows(2).map(stretch).collect::<Option<Vec<_>>>()?))
    }

    fn unreachable(&self, model: &Model, service: &Service, call: usize) -> Finding {
        let name = |call: usize| model.hubs[service.calls[call].index()].id.as_str();
        let (from, to) = (name(call - 1), name(call));
        let path = format!("services/{}/calls/{call}", service.id);
        let gauges = self.gauges_of(service.calls[call]);
        if service.mode == Mode::Rail && !gauges.is_empty() {
            let title = format!("service `{}`: its gauge ends between `{from}` and `{to}`", service.id);
            let list: Vec<String> = gauges.iter().map(|gauge| format!("{gauge} mm")).collect();
            let found = service
                .gauge_mm
                .map_or(String::new(), |gauge| format!("{gauge} mm; at `{to}` there is {}", list.join(" and ")));
            return Finding::error("E0416", path, title)
                .found(found)
                .expected("rail links of its gauge all the way, with a RailBorder between two countries, or a BogieExchange where gauges meet")
                .hint("end the service where gauges meet and let its cargo go on by another one, or add a BogieExchange there");
        }
        let links = match service.mode {
            Mode::Sea => "sea links",
            Mode::Rail => "rail links",
            Mode::Road => "roads",
        };
        Finding::error("E0415", path, format!("service `{}`: no way leads from `{from}` to `{to}`", service.id))
            .expected(format!("a chain of {links} that are on, with a RailBorder between two countries"))
    }

    fn gauges_of(&self, hub: HubId) -> BTreeSet<u32> {
        self.nodes.keys().filter(|place| place.hub == hub).filter_map(|place| place.gauge_mm).collect()
    }
}

/// Where a link ends: at a border, on the side of the country in which it lies.
fn end(model: &Model, hub: HubId, link: &Link, gauge_mm: Option<u32>) -> Place {
    let hub_there = &model.hubs[hub.index()];
    let country = match link.mode {
        Mode::Road => hub_there.border().map(|border| &border.b.country),
        Mode::Rail | Mode::Sea => hub_there.rail_border().map(|border| &border.b.country),
    };
    Place { hub, is_b: country == Some(&link.country), mode: link.mode, gauge_mm }
}
