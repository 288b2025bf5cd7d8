//! Ways of cargo through a network of several means of transport.
//!
//! A label is a hub with the means by which cargo is there: changing it costs time and money, so the best way to a hub need not be part of the best
//! way beyond it. The best ways are found in the order of their cost; a hub is visited once.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::route::Leg;
use super::template::{border, rail_border};
use super::voyage::{Stretch, Voyage};
use crate::ids::{HubId, LinkId, ServiceId};
use crate::model::{Departs, Direction, Link, Mode, Model, Running, Service};
use crate::units::{HOUR, Millis};

/// How cargo goes from label to label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Move {
    /// Over a link that it can use without a service.
    Link { link: LinkId, forward: bool },
    /// Across a road border.
    Cross { hub: HubId, direction: Direction },
    /// By a service, from call to call.
    Ride { service: ServiceId, from: u8, to: u8 },
}

/// What a way asks of a consignment.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Effort {
    /// Expected time, waits for departures included, queues not \[h\].
    pub hours: f64,
    /// Money \[USD\].
    pub usd: f64,
}

/// A way with what it asks.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub moves: Vec<Move>,
    pub effort: Effort,
}

impl Effort {
    /// All of it in money \[USD\].
    pub fn worth(&self, usd_per_h: f64) -> f64 {
        self.usd + self.hours * usd_per_h
    }
}

/// What is searched for.
pub(super) struct Question<'q> {
    pub from: HubId,
    pub to: HubId,
    /// Size of the consignment \[TEU\].
    pub teu: u32,
    /// What an hour of it is worth \[USD/h\].
    pub usd_per_h: f64,
    /// What its trucks cost.
    pub trucks: &'q Running,
}

/// A hub, the side of it where it is a border, and the means of transport.
type Label = (HubId, bool, Mode);

struct Edge {
    to: Label,
    by: Move,
    effort: Effort,
}

/// The network as labels, for one consignment size and price of trucks.
pub(super) struct Labels<'m> {
    model: &'m Model,
    edges: BTreeMap<Label, Vec<Edge>>,
}

/// A way that is being followed.
struct Way {
    at: Label,
    moves: Vec<Move>,
    hubs: Vec<HubId>,
    effort: Effort,
}

impl<'m> Labels<'m> {
    pub fn new(model: &'m Model, voyages: &[Voyage], question: &Question) -> Self {
        let mut labels = Self { model, edges: BTreeMap::new() };
        for (index, link) in model.links.iter().enumerate().filter(|(_, link)| link.is_open) {
            labels.add_link(LinkId::from(index), link, question);
        }
        for (index, hub) in model.hubs.iter().enumerate() {
            let Some(crossing) = hub.border() else { continue };
            let id = HubId::from(index);
            for (is_b, direction) in [(false, Direction::AToB), (true, Direction::BToA)] {
                let hours = border::expected_time(crossing, direction) / HOUR as f64;
                let usd = hours * question.trucks.usd_per_h;
                let edge = Edge {
                    to: (id, !is_b, Mode::Road),
                    by: Move::Cross { hub: id, direction },
                    effort: Effort { hours, usd },
                };
                labels.edges.entry((id, is_b, Mode::Road)).or_default().push(edge);
            }
        }
        let is_carrier = |(_, (service, _)): &(usize, (&Service, &Voyage))| service.groupage.is_none();
        for (index, (service, voyage)) in model.services.iter().zip(voyages).enumerate().filter(is_carrier) {
            labels.add_service(ServiceId::from(index), service, voyage, question);
        }
        labels
    }

    fn add_link(&mut self, id: LinkId, link: &Link, question: &Question) {
        let hours = link.time.mean() / HOUR as f64;
        let mut usd = link.usd_per_teu * f64::from(question.teu);
        if link.mode == Mode::Road {
            usd += link.length_km * question.trucks.usd_per_km + hours * question.trucks.usd_per_h;
        }
        let (from, to) = (self.end(link.from, link), self.end(link.to, link));
        let ways = [(from, to, true), (to, from, false)];
        for (from, to, forward) in ways.into_iter().filter(|(_, _, forward)| *forward || link.both_ways) {
            let edge = Edge { to, by: Move::Link { link: id, forward }, effort: Effort { hours, usd } };
            self.edges.entry(from).or_default().push(edge);
        }
    }

    fn end(&self, hub: HubId, link: &Link) -> Label {
        let border = self.model.hubs[hub.index()].border();
        (hub, border.is_some_and(|border| border.b.country == link.country), link.mode)
    }

    fn add_service(&mut self, id: ServiceId, service: &Service, voyage: &Voyage, question: &Question) {
        let wait = expected_wait(service, self.model.run.horizon);
        for from in 0..service.calls.len() {
            let mut time = wait;
            for to in from + 1..service.calls.len() {
                time +=
                    voyage.stretches[to - 1].iter().map(|stretch| self.time_of(service.mode, *stretch)).sum::<f64>();
                let effort = Effort { hours: time / HOUR as f64, usd: service.usd_per_teu * f64::from(question.teu) };
                let by = Move::Ride { service: id, from: from as u8, to: to as u8 };
                let edge = Edge { to: (service.calls[to], false, service.mode), by, effort };
                self.edges.entry((service.calls[from], false, service.mode)).or_default().push(edge);
                time += service.stop.mean();
            }
        }
    }

    fn time_of(&self, mode: Mode, stretch: Stretch) -> f64 {
        match stretch {
            Stretch::Link { link, .. } => self.model.links[link.index()].time.mean(),
            Stretch::Cross { hub, direction } if mode == Mode::Road => {
                self.model.hubs[hub.index()].border().map_or(0.0, |crossing| border::expected_time(crossing, direction))
            }
            Stretch::Cross { hub, direction } => self.model.hubs[hub.index()]
                .rail_border()
                .map_or(0.0, |border| rail_border::expected_time(border, direction)),
            Stretch::Exchange { hub } => {
                self.model.hubs[hub.index()].exchange().map_or(0.0, |exchange| exchange.time.mean())
            }
        }
    }

    /// The best ways, best first; at most so many.
    pub fn best(&self, question: &Question, count: usize) -> Vec<Found> {
        let mut open: Vec<Way> = Vec::new();
        let mut order: BinaryHeap<Reverse<(Cost, usize)>> = BinaryHeap::new();
        let mut seen: BTreeMap<Label, usize> = BTreeMap::new();
        let mut found: Vec<Found> = Vec::new();
        for mode in [Mode::Road, Mode::Rail, Mode::Sea] {
            let at = (question.from, false, mode);
            order.push(Reverse((Cost(0.0), open.len())));
            open.push(Way { at, moves: Vec::new(), hubs: vec![question.from], effort: Effort::default() });
        }
        while let Some(Reverse((_, number))) = order.pop() {
            let at = open[number].at;
            if at.0 == question.to {
                let way = &open[number];
                if found.iter().all(|known| known.moves != way.moves) {
                    found.push(Found { moves: way.moves.clone(), effort: way.effort });
                }
                if found.len() == count {
                    break;
                }
                continue;
            }
            // More ways than are wanted to one label cannot all be part of the best.
            let visits = seen.entry(at).or_default();
            *visits += 1;
            if *visits <= count {
                for way in self.onward(question, &open[number]) {
                    order.push(Reverse((Cost(way.effort.worth(question.usd_per_h)), open.len())));
                    open.push(way);
                }
            }
        }
        found
    }

    /// The ways that are one move longer: by any means that leads on from the hub.
    fn onward(&self, question: &Question, way: &Way) -> Vec<Way> {
        let (hub, side, mode) = way.at;
        let passes = hub != question.from;
        let mut all = Vec::new();
        for next in [Mode::Road, Mode::Rail, Mode::Sea] {
            let change =
                if next == mode || !passes { Some(Effort::default()) } else { self.change(hub, mode, next, question) };
            // The first means of transport is that of the label it starts with.
            let Some(change) = change.filter(|_| passes || next == mode) else { continue };
            for edge in self.edges.get(&(hub, side, next)).into_iter().flatten() {
                let is_cross = matches!(edge.by, Move::Cross { .. });
                if !is_cross && way.hubs.contains(&edge.to.0) {
                    continue;
                }
                let pass = if passes && !is_cross { self.pass(hub, question) } else { Effort::default() };
                let mut longer = Way {
                    at: edge.to,
                    moves: way.moves.clone(),
                    hubs: way.hubs.clone(),
                    effort: sum(&[way.effort, change, pass, edge.effort]),
                };
                longer.moves.push(edge.by);
                longer.hubs.push(edge.to.0);
                all.push(longer);
            }
        }
        all
    }

    /// What passing a hub asks.
    fn pass(&self, hub: HubId, question: &Question) -> Effort {
        let about = &self.model.hubs[hub.index()];
        Effort { hours: about.pass_time as f64 / HOUR as f64, usd: about.pass_usd_per_teu * f64::from(question.teu) }
    }

    /// What changing the means of transport asks; borders are no place for it.
    fn change(&self, hub: HubId, from: Mode, to: Mode, question: &Question) -> Option<Effort> {
        let about = &self.model.hubs[hub.index()];
        if about.border().is_some() {
            return None;
        }
        Some(about.transfer(from, to).map_or(Effort::default(), |transfer| Effort {
            hours: transfer.time as f64 / HOUR as f64,
            usd: transfer.usd_per_teu * f64::from(question.teu),
        }))
    }
}

/// A cost, in its order.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Cost(f64);

impl Eq for Cost {}

impl PartialOrd for Cost {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Cost {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

fn sum(efforts: &[Effort]) -> Effort {
    Effort {
        hours: efforts.iter().map(|effort| effort.hours).sum(),
        usd: efforts.iter().map(|effort| effort.usd).sum(),
    }
}

/// Half the distance of departures, or of the longest wait for a full load \[ms\].
fn expected_wait(service: &Service, horizon: Millis) -> f64 {
    match &service.departs {
        Departs::At { slots, .. } => horizon as f64 / (slots.before(horizon).max(1) as f64) / 2.0,
        Departs::WhenFull { longest } => longest.unwrap_or(0) as f64 / 2.0,
    }
}

/// Moves as a journey by road where trucks can drive all of it.
pub(super) fn legs(model: &Model, moves: &[Move]) -> Vec<Leg> {
    let mut legs: Vec<Leg> = Vec::new();
    for by in moves {
        let leg = match *by {
            Move::Link { link, forward } => Leg::Link { link, forward },
            Move::Cross { hub, direction } => Leg::Cross { hub, direction },
            Move::Ride { .. } => continue,
        };
        if let (Some(&Leg::Link { link, forward }), Leg::Link { .. }) = (legs.last(), leg) {
            let link = &model.links[link.index()];
            legs.push(Leg::Through { hub: if forward { link.to } else { link.from } });
        }
        legs.push(leg);
    }
    legs
}
