//! Journeys over several means of transport: by road to a terminal, aboard, ashore, and on.

mod direct;

pub(super) use direct::idle;

use super::builder::{Builder, Load};
use super::journey::{drive, fleet_thing, go_home, has_procedure, procedures};
use super::labels::{self, Move};
use super::route::{Leg, Network};
use super::template::groupage::Boxes;
use super::template::terminal::Stop;
use super::template::yard::YardStay;
use super::voyage::{Stretch, Voyage};
use super::{Mover, Ride, Step, empties};
use crate::engine::law::Law;
use crate::ids::{FleetId, HubId, ServiceId};
use crate::model::{Activity, JourneyLeg, Means, Mode, Model, Stowage, TimeClass, Trigger};

/// A leg with its way found.
#[derive(Debug, Clone)]
pub(super) enum Part {
    /// By road, or over links that cargo can use as it would a road: the way there, and that of an empty truck of the fleet to the load and home.
    Road { to: HubId, mode: Mode, fleet: Option<FleetId>, legs: Vec<Leg>, fetch: Vec<Leg>, home: Vec<Leg> },
    /// By a service, between two of its calls.
    Ride { service: ServiceId, from: u8, to: u8 },
}

impl Part {
    /// Where it ends.
    fn end(&self, model: &Model) -> HubId {
        match self {
            Self::Road { to, .. } => *to,
            Self::Ride { service, to, .. } => model.services[service.index()].calls[usize::from(*to)],
        }
    }

    /// The means of transport.
    fn mode(&self, model: &Model) -> Mode {
        match self {
            Self::Road { mode, .. } => *mode,
            Self::Ride { service, .. } => model.services[service.index()].mode,
        }
    }

    fn is_ride(&self) -> bool {
        matches!(self, Self::Ride { .. })
    }

    fn means(&self, model: &Model) -> Means {
        Means { mode: self.mode(model), is_service: self.is_ride() }
    }
}

/// Finds the ways of the legs by road. The ends of a way that does not exist are the error.
pub(super) fn parts(
    model: &Model,
    network: &Network,
    from: HubId,
    legs: &[JourneyLeg],
) -> Result<Vec<Part>, (HubId, HubId)> {
    let mut at = from;
    let mut all = Vec::with_capacity(legs.len());
    for leg in legs {
        let part = match *leg {
            JourneyLeg::Ride { service, from, to } => Part::Ride { service, from, to },
            JourneyLeg::Road { to, fleet } => road(model, network, (at, to), fleet)?,
        };
        at = part.end(model);
        all.push(part);
    }
    Ok(all)
}

fn road(
    model: &Model,
    network: &Network,
    (from, to): (HubId, HubId),
    fleet: Option<FleetId>,
) -> Result<Part, (HubId, HubId)> {
    let (fetch, home) = empty_ways(model, network, (from, to), fleet)?;
    Ok(Part::Road { to, mode: Mode::Road, fleet, legs: way(network, from, to)?, fetch, home })
}

fn way(network: &Network, from: HubId, to: HubId) -> Result<Vec<Leg>, (HubId, HubId)> {
    match from == to {
        true => Ok(Vec::new()),
        false => network.path(from, &[], to).ok_or((from, to)),
    }
}

/// The ways of an empty truck of a fleet to a load and home from it.
fn empty_ways(
    model: &Model,
    network: &Network,
    (from, to): (HubId, HubId),
    fleet: Option<FleetId>,
) -> Result<(Vec<Leg>, Vec<Leg>), (HubId, HubId)> {
    let Some(fleet) = fleet else { return Ok((Vec::new(), Vec::new())) };
    let base = model.fleets[fleet.index()].base;
    Ok((way(network, base, from)?, way(network, to, base)?))
}

/// The parts of a way that was found: moves of one means of transport that follow one another are one part, rides are parts of their own.
pub(super) fn parts_of(
    model: &Model,
    network: &Network,
    fleet: Option<FleetId>,
    moves: &[Move],
) -> Result<Vec<Part>, (HubId, HubId)> {
    let mut parts: Vec<Part> = Vec::new();
    for piece in moves.chunk_by(|one, next| mode_of(model, *one) == mode_of(model, *next)) {
        let Some(mode) = mode_of(model, piece[0]) else {
            parts.extend(piece.iter().filter_map(|by| match *by {
                Move::Ride { service, from, to } => Some(Part::Ride { service, from, to }),
                Move::Link { .. } | Move::Cross { .. } => None,
            }));
            continue;
        };
        let (from, to) = ends(model, piece);
        let fleet = fleet.filter(|_| mode == Mode::Road);
        let (fetch, home) = empty_ways(model, network, (from, to), fleet)?;
        parts.push(Part::Road { to, mode, fleet, legs: labels::legs(model, piece), fetch, home });
    }
    Ok(parts)
}

/// The means of transport of a move without a service.
fn mode_of(model: &Model, by: Move) -> Option<Mode> {
    match by {
        Move::Link { link, .. } => Some(model.links[link.index()].mode),
        Move::Cross { .. } => Some(Mode::Road),
        Move::Ride { .. } => None,
    }
}

/// Where moves begin and end.
fn ends(model: &Model, moves: &[Move]) -> (HubId, HubId) {
    let of = |by: &Move| match *by {
        Move::Link { link, forward } => {
            let link = &model.links[link.index()];
            if forward { (link.from, link.to) } else { (link.to, link.from) }
        }
        Move::Cross { hub, .. } => (hub, hub),
        Move::Ride { service, from, to } => {
            let calls = &model.services[service.index()].calls;
            (calls[usize::from(from)], calls[usize::from(to)])
        }
    };
    let (first, last) = (of(&moves[0]), of(&moves[moves.len() - 1]));
    (first.0, last.1)
}

/// Writes a journey from its first hub to its last.
pub(super) fn write<'m>(builder: &mut Builder<'m>, cargo: Cargo<'m>, from: HubId, parts: &[Part], voyages: &[Voyage]) {
    let mut at = from;
    let mut writer = Writer { cargo, voyages, yard: None };
    for (index, part) in parts.iter().enumerate() {
        let before = index.checked_sub(1).map(|before| &parts[before]);
        let trigger = if before.is_none() { Trigger::Departure } else { Trigger::Transfer };
        writer.stay(builder, at, (before, Some(part)), trigger);
        at = part.end(builder.model);
    }
    writer.stay(builder, at, (parts.last(), None), Trigger::Arrival);
}

/// What a journey is of.
#[derive(Clone, Copy)]
pub(super) struct Cargo<'m> {
    /// Its name, for the empty trucks behind it.
    pub name: &'m str,
    /// Size of one of it \[TEU\].
    pub teu: u32,
    /// What its boxes need in a yard.
    pub stowage: Stowage,
    /// It lies in sheds, not in yards of containers.
    pub is_parcel: bool,
    /// They are boxes of groupage, which are stuffed where they begin and stripped where they end.
    pub boxes: Option<Boxes<'m>>,
}

struct Writer<'m, 'v> {
    cargo: Cargo<'m>,
    voyages: &'v [Voyage],
    /// The yard in which the consignment stands.
    yard: Option<YardStay<'m>>,
}

impl<'m> Writer<'m, '_> {
    /// A stay between two legs, and the leg that follows.
    fn stay(
        &mut self,
        builder: &mut Builder<'m>,
        hub: HubId,
        (before, after): (Option<&Part>, Option<&Part>),
        trigger: Trigger,
    ) {
        let over = before.zip(after).and_then(|parts| self.next_vehicle(builder, hub, parts));
        let jump = over.as_ref().and_then(|over| self.lift_over(builder, hub, over));
        if over.is_none() || jump.is_some() {
            self.stay_ashore(builder, hub, (before, after), trigger);
        }
        jump.into_iter().for_each(|jump| builder.land(&[jump]));
        self.travel(builder, after);
    }

    /// A stay up to leaving for the leg that follows.
    fn stay_ashore(
        &mut self,
        builder: &mut Builder<'m>,
        hub: HubId,
        (before, after): (Option<&Part>, Option<&Part>),
        trigger: Trigger,
    ) {
        let is_ride = [before, after].into_iter().flatten().any(Part::is_ride);
        let uses_yard = is_ride && !self.cargo.is_parcel;
        let means = |part: Option<&Part>| part.map(|part| part.means(builder.model));
        let means = (means(before), means(after));
        self.yard = if uses_yard { YardStay::at(builder, hub, &self.cargo, means) } else { None };
        self.come(builder, before);
        // A parcel is in its box before the box leaves, and at the hub before it is out of it: how long it is there is told by the ledger.
        let is_in_box = is_ride && self.cargo.is_parcel;
        let has_dwell = !is_in_box && (is_ride || after.is_some() || has_procedure(builder.model, hub, trigger));
        let visit = visit(builder, hub, (before, after), has_dwell);
        if is_in_box {
            builder.plan.visits[visit as usize].change = None;
        }
        builder.emit(Step::Enter { visit });
        if before.is_none() {
            empties::take(builder);
        }
        if let (Some(boxes), None) = (self.cargo.boxes, before) {
            boxes.stuff(builder);
        }
        if let (Some(yard), false) = (self.yard, before.is_some_and(Part::is_ride)) {
            yard.take(builder);
        }
        self.yard.into_iter().for_each(|yard| yard.begin(builder));
        procedures(builder, hub, trigger);
        if let (Some(before), Some(after)) = (before, after) {
            change(builder, hub, before.mode(builder.model), after.mode(builder.model), self.cargo.teu);
        }
        if let (Some(boxes), None) = (self.cargo.boxes, after) {
            boxes.strip(builder, self.yard.take());
        }
        if after.is_none() {
            empties::give(builder, hub);
        }
        self.go(builder, (before, after), visit);
    }

    /// Comes ashore; a truck that brought it goes home.
    fn come(&mut self, builder: &mut Builder<'m>, before: Option<&Part>) {
        match before {
            Some(&Part::Ride { service, to, .. }) => {
                if let Some(yard) = self.yard {
                    yard.take(builder);
                }
                self.stop(builder, service, to).ashore(builder);
            }
            Some(Part::Road { fleet: Some(fleet), home, .. }) => go_home(builder, self.cargo.name, *fleet, home),
            Some(Part::Road { fleet: None, .. }) | None => {}
        }
    }

    /// Makes ready for the leg that follows, and leaves.
    fn go(&mut self, builder: &mut Builder<'m>, (before, after): (Option<&Part>, Option<&Part>), visit: u32) {
        match after {
            Some(&Part::Ride { service, from, .. }) => {
                let line = builder.plan.services[service.index()].lines[usize::from(from)];
                self.stop(builder, service, from).aboard(builder, line);
            }
            Some(Part::Road { fleet, fetch, .. }) => {
                builder.mover = fleet.map_or(Mover::OwnTruck, Mover::Fleet);
                if let Some(fleet) = fleet {
                    let thing = fleet_thing(builder, *fleet);
                    builder.take(thing, 1);
                    builder.fetching = true;
                    drive(builder, (0, fetch), Load::Empty);
                    builder.fetching = false;
                }
            }
            None => {}
        }
        self.yard.into_iter().for_each(|yard| yard.give(builder));
        self.leave(builder, (before, after), visit);
    }

    /// Travels a leg.
    fn travel(&mut self, builder: &mut Builder<'m>, after: Option<&Part>) {
        match after {
            Some(&Part::Ride { service, from, to }) => {
                let ride = Ride {
                    service: service.0,
                    from,
                    to,
                    first_cell: 0,
                    gather_cell: 0,
                    is_handled: self.stop(builder, service, to).is_handled(),
                    passages: self.passages(builder, service, from, to),
                };
                let about = &builder.model.services[service.index()];
                builder.pay_freight(&about.id, about.usd_per_teu * f64::from(self.cargo.teu));
                builder.ride(ride);
            }
            Some(Part::Road { legs, .. }) => drive(builder, (0, legs), Load::Full),
            None => {}
        }
    }

    /// The stay ends; the owner of the box is paid for it where it goes on by another means of transport.
    fn leave(&self, builder: &mut Builder<'m>, (before, after): (Option<&Part>, Option<&Part>), visit: u32) {
        let model = builder.model;
        if let Some(&Part::Ride { service, .. }) = before
            && let about = &model.services[service.index()]
            && let Some(tariff) = &about.demurrage
            && after.is_none_or(|after| after.mode(model) != about.mode)
        {
            builder.pay_demurrage(&about.id, tariff, self.cargo.teu);
        }
        builder.emit(Step::Leave { visit });
    }

    fn stop(&self, builder: &Builder<'m>, service: ServiceId, call: u8) -> Stop<'m> {
        Stop::new(builder, service, call, self.voyages[service.index()].gauges[usize::from(call)])
    }

    /// The traffic that it is on the links of a ride.
    fn passages(&self, builder: &mut Builder<'m>, service: ServiceId, from: u8, to: u8) -> Vec<u32> {
        // The box is the traffic; of its parcels it is counted how many it has brought.
        if builder.model.services[service.index()].groupage.is_some() {
            return vec![builder.passage(None, Mover::Service(service))];
        }
        let stretches = &self.voyages[service.index()].stretches[usize::from(from)..usize::from(to)];
        let links = stretches.iter().flatten().filter_map(|stretch| match stretch {
            Stretch::Link { link, .. } => Some(*link),
            Stretch::Cross { .. } | Stretch::Exchange { .. } => None,
        });
        links.map(|link| builder.passage(Some(link), Mover::Service(service))).collect()
    }
}

/// The stay of a consignment at a hub, with how it comes and goes.
fn visit(builder: &mut Builder, hub: HubId, (before, after): (Option<&Part>, Option<&Part>), has_dwell: bool) -> u32 {
    // A truck without a load of its own stays as long as its cargo: a vehicle comes or goes by road.
    builder.is_carried = [before, after].into_iter().flatten().all(Part::is_ride);
    let visit = builder.visit(hub, None, has_dwell);
    builder.is_carried = false;
    let modes = before.zip(after).map(|(before, after)| (before.mode(builder.model), after.mode(builder.model)));
    builder.plan.visits[visit as usize].change = modes;
    visit
}

/// What changing the means of transport, or passing from one vehicle to the next of its kind, takes at a hub besides what its facilities do.
fn change(builder: &mut Builder, hub: HubId, from: Mode, to: Mode, teu: u32) {
    pass(builder, hub, teu);
    let about = &builder.model.hubs[hub.index()];
    let Some(transfer) = about.transfer(from, to).copied().filter(|_| from != to) else { return };
    let path = format!("{}/transfer {}-{}", about.id, from.name(), to.name());
    if transfer.time > 0 {
        let time = Law::Constant(transfer.time as f64);
        builder.spend(hub, &path, &time, TimeClass::Worked(Activity::Handling));
    }
    builder.pay_freight(&path, transfer.usd_per_teu * f64::from(teu));
}

/// What passing a hub takes, where the scenario says it.
pub(super) fn pass(builder: &mut Builder, hub: HubId, teu: u32) {
    let about = &builder.model.hubs[hub.index()];
    let path = format!("{}/pass", about.id);
    if about.pass_time > 0 {
        let time = Law::Constant(about.pass_time as f64);
        builder.spend(hub, &path, &time, TimeClass::Worked(Activity::Handling));
    }
    builder.pay_freight(&path, about.pass_usd_per_teu * f64::from(teu));
}
