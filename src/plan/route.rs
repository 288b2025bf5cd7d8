//! Ways through the network: least expected time over links and across borders.

use petgraph::algo::astar;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{EdgeFiltered, EdgeRef};

use super::template::border;
use crate::ids::{HubId, LinkId};
use crate::model::{Direction, Link, Model};

/// One piece of a way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leg {
    /// Drives a link, from its `from` to its `to` or back.
    Link { link: LinkId, forward: bool },
    /// Passes a hub without crossing a border.
    Through { hub: HubId },
    /// Crosses a border.
    Cross { hub: HubId, direction: Direction },
}

/// The network as a graph. A border has a node for each side, any other hub has one.
pub(super) struct Network {
    graph: DiGraph<HubId, (f64, Leg)>,
    sides: Vec<[NodeIndex; 2]>,
}

/// A way as far as it has been found.
#[derive(Clone)]
struct Way {
    at: NodeIndex,
    /// Expected time until there \[ms\].
    time: f64,
    legs: Vec<Leg>,
    /// A border that it does not cross.
    avoid: Option<HubId>,
}

impl Network {
    pub fn new(model: &Model) -> Self {
        let mut graph = DiGraph::new();
        let mut sides = Vec::with_capacity(model.hubs.len());
        for (index, hub) in model.hubs.iter().enumerate() {
            let id = HubId::from(index);
            let a = graph.add_node(id);
            let b = if hub.border().is_some() { graph.add_node(id) } else { a };
            sides.push([a, b]);
            if let Some(crossing) = hub.border() {
                for (from, to, direction) in [(a, b, Direction::AToB), (b, a, Direction::BToA)] {
                    let time = border::expected_time(crossing, direction);
                    graph.add_edge(from, to, (time, Leg::Cross { hub: id, direction }));
                }
            }
        }
        let mut network = Self { graph, sides };
        for (index, link) in model.links.iter().enumerate() {
            network.add_link(model, LinkId::from(index), link);
        }
        network
    }

    fn add_link(&mut self, model: &Model, id: LinkId, link: &Link) {
        if !link.is_open {
            return;
        }
        let from = self.end(model, link.from, link);
        let to = self.end(model, link.to, link);
        let time = link.time.mean();
        self.graph.add_edge(from, to, (time, Leg::Link { link: id, forward: true }));
        if link.both_ways {
            self.graph.add_edge(to, from, (time, Leg::Link { link: id, forward: false }));
        }
    }

    /// The node at which a link ends: at a border, the side of the country in which the link lies.
    fn end(&self, model: &Model, hub: HubId, link: &Link) -> NodeIndex {
        let [a, b] = self.sides[hub.index()];
        match model.hubs[hub.index()].border() {
            Some(border) if border.b.country == link.country => b,
            Some(_) | None => a,
        }
    }

    /// The way of least expected time from hub to hub over others, or none. Borders among the others are crossed, not only touched.
    pub fn path(&self, from: HubId, via: &[HubId], to: HubId) -> Option<Vec<Leg>> {
        self.way(self.sides[from.index()][0], via, to, None)
    }

    /// The same from the side of a border that would be left, without crossing it.
    pub fn onward(&self, border: HubId, direction: Direction, via: &[HubId], to: HubId) -> Option<Vec<Leg>> {
        let [a, b] = self.sides[border.index()];
        let at = if direction == Direction::AToB { a } else { b };
        self.way(at, via, to, Some(border))
    }

    fn way(&self, at: NodeIndex, via: &[HubId], to: HubId, avoid: Option<HubId>) -> Option<Vec<Leg>> {
        let mut ways = vec![Way { at, time: 0.0, legs: Vec::new(), avoid }];
        for &hub in via {
            ways = self.over(&ways, hub);
        }
        let arrivals = self.sides[to.index()].into_iter().filter_map(|side| self.best(&ways, side, None));
        arrivals.min_by(|x, y| x.time.total_cmp(&y.time)).map(|way| way.legs)
    }

    /// The best ways over a hub; over a border there is one for each direction, since only what follows tells which is needed.
    fn over(&self, ways: &[Way], hub: HubId) -> Vec<Way> {
        let [a, b] = self.sides[hub.index()];
        if a == b {
            return self.best(ways, a, None).into_iter().collect();
        }
        let cross = |(near, far)| self.extended(&self.best(ways, near, Some(hub))?, &[near, far]);
        [(a, b), (b, a)].into_iter().filter_map(cross).collect()
    }

    /// The fastest continuation of one of these ways to a node, the first of equals. A border that has just been crossed, or is about to be, is not
    /// crossed in between: there and back is not over it.
    fn best(&self, ways: &[Way], goal: NodeIndex, ahead: Option<HubId>) -> Option<Way> {
        let continued = |way: &Way| {
            let behind = match way.legs.last() {
                Some(Leg::Cross { hub, .. }) => Some(*hub),
                _ => None,
            };
            let is_free =
                |leg: Leg| !matches!(leg, Leg::Cross { hub, .. } if [behind, ahead, way.avoid].contains(&Some(hub)));
            let graph = EdgeFiltered::from_fn(&self.graph, |edge| is_free(edge.weight().1));
            let (_, nodes) = astar(&graph, way.at, |node| node == goal, |edge| edge.weight().0, |_| 0.0)?;
            self.extended(way, &nodes)
        };
        ways.iter().filter_map(continued).min_by(|x, y| x.time.total_cmp(&y.time))
    }

    /// A way that goes on over these nodes, the first of which is where it stands.
    fn extended(&self, way: &Way, nodes: &[NodeIndex]) -> Option<Way> {
        let mut way = way.clone();
        for pair in nodes.windows(2) {
            let (time, leg) = self.best_edge(pair[0], pair[1])?;
            way.at = pair[1];
            way.time += time;
            self.append(&mut way.legs, leg);
        }
        Some(way)
    }

    /// The fastest of parallel edges, the first written of equals.
    fn best_edge(&self, from: NodeIndex, to: NodeIndex) -> Option<(f64, Leg)> {
        let mut edges: Vec<_> = self.graph.edges_connecting(from, to).collect();
        edges.sort_by(|x, y| x.weight().0.total_cmp(&y.weight().0).then(x.id().cmp(&y.id())));
        edges.first().map(|edge| *edge.weight())
    }

    /// Puts a leg at the end; where two links meet, the hub between them is passed.
    fn append(&self, legs: &mut Vec<Leg>, leg: Leg) {
        if let (Some(Leg::Link { link, forward }), Leg::Link { .. }) = (legs.last(), leg) {
            let hub = self.far_end(*link, *forward);
            legs.extend(hub.map(|hub| Leg::Through { hub }));
        }
        legs.push(leg);
    }

    fn far_end(&self, link: LinkId, forward: bool) -> Option<HubId> {
        let wanted = Leg::Link { link, forward };
        let edge = self.graph.edge_references().find(|edge| edge.weight().1 == wanted)?;
        Some(self.graph[edge.target()])
    }
}

/// Whether a way crosses a border.
pub(super) fn crosses(legs: &[Leg], border: HubId) -> bool {
    legs.iter().any(|leg| matches!(leg, Leg::Cross { hub, .. } if *hub == border))
}
