//! Journeys over several means of transport: by road to a terminal, aboard, ashore, and on.

use super::builder::{Builder, Load};
use super::journey::{drive, fleet_thing, go_home, has_procedure, procedures};
use super::route::{Leg, Network};
use super::template::terminal::{Stop, YardStay};
use super::voyage::{Stretch, Voyage};
use super::{Mover, Ride, Step};
use crate::ids::{FleetId, HubId, ServiceId};
use crate::model::{Flow, JourneyLeg, Model, Trigger};

/// A leg with its way found.
#[derive(Debug, Clone)]
pub(super) enum Part {
    /// By road: the way there, and that of an empty truck of the fleet to the load and home.
    Road { to: HubId, fleet: Option<FleetId>, legs: Vec<Leg>, fetch: Vec<Leg>, home: Vec<Leg> },
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

    fn is_ride(&self) -> bool {
        matches!(self, Self::Ride { .. })
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
    let find = |from: HubId, to: HubId| match from == to {
        true => Ok(Vec::new()),
        false => network.path(from, &[], to).ok_or((from, to)),
    };
    let base = fleet.map(|fleet| model.fleets[fleet.index()].base);
    Ok(Part::Road {
        to,
        fleet,
        legs: find(from, to)?,
        fetch: base.map_or(Ok(Vec::new()), |base| find(base, from))?,
        home: base.map_or(Ok(Vec::new()), |base| find(to, base))?,
    })
}

/// Writes a journey from its first hub to its last.
pub(super) fn write<'m>(builder: &mut Builder<'m>, flow: &'m Flow, from: HubId, parts: &[Part], voyages: &[Voyage]) {
    let mut at = from;
    let mut writer = Writer { flow, voyages, yard: None };
    for (index, part) in parts.iter().enumerate() {
        let before = index.checked_sub(1).map(|before| &parts[before]);
        let trigger = if before.is_none() { Trigger::Departure } else { Trigger::Transfer };
        writer.stay(builder, at, (before, Some(part)), trigger);
        at = part.end(builder.model);
    }
    writer.stay(builder, at, (parts.last(), None), Trigger::Arrival);
}

struct Writer<'m, 'v> {
    flow: &'m Flow,
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
        let uses_yard = [before, after].into_iter().flatten().any(Part::is_ride);
        self.yard = if uses_yard { YardStay::at(builder, hub, self.flow.teu) } else { None };
        self.come(builder, before);
        let has_dwell = uses_yard || after.is_some() || has_procedure(builder.model, hub, trigger);
        // A truck without a load of its own stays as long as its cargo: a vehicle comes or goes by road.
        builder.is_carried = [before, after].into_iter().flatten().all(Part::is_ride);
        let visit = builder.visit(hub, None, has_dwell);
        builder.is_carried = false;
        builder.emit(Step::Enter { visit });
        if let (Some(yard), false) = (self.yard, before.is_some_and(Part::is_ride)) {
            yard.take(builder);
        }
        self.yard.into_iter().for_each(|yard| yard.begin(builder));
        procedures(builder, hub, trigger);
        self.go(builder, after, visit);
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
            Some(Part::Road { fleet: Some(fleet), home, .. }) => go_home(builder, self.flow, *fleet, home),
            Some(Part::Road { fleet: None, .. }) | None => {}
        }
    }

    /// Leaves by the leg that follows, and travels it.
    fn go(&mut self, builder: &mut Builder<'m>, after: Option<&Part>, visit: u32) {
        let yard = self.yard;
        match after {
            Some(&Part::Ride { service, from, to }) => {
                let ashore = self.stop(builder, service, to);
                let ride = Ride {
                    service: service.0,
                    from,
                    to,
                    first_cell: 0,
                    gather_cell: 0,
                    is_handled: ashore.is_handled(),
                    passages: self.passages(builder, service, from, to),
                };
                self.stop(builder, service, from).aboard(builder, &ride);
                yard.into_iter().for_each(|yard| yard.give(builder));
                builder.emit(Step::Leave { visit });
                builder.ride(ride);
            }
            Some(Part::Road { fleet, legs, fetch, .. }) => {
                builder.mover = fleet.map_or(Mover::OwnTruck, Mover::Fleet);
                if let Some(fleet) = fleet {
                    let thing = fleet_thing(builder, *fleet);
                    builder.take(thing, 1);
                    builder.fetching = true;
                    drive(builder, (0, fetch), Load::Empty);
                    builder.fetching = false;
                }
                yard.into_iter().for_each(|yard| yard.give(builder));
                builder.emit(Step::Leave { visit });
                drive(builder, (0, legs), Load::Full);
            }
            None => {
                yard.into_iter().for_each(|yard| yard.give(builder));
                builder.emit(Step::Leave { visit });
            }
        }
    }

    fn stop(&self, builder: &Builder<'m>, service: ServiceId, call: u8) -> Stop<'m> {
        Stop::new(builder, service, call, self.voyages[service.index()].gauges[usize::from(call)])
    }

    /// The traffic that it is on the links of a ride.
    fn passages(&self, builder: &mut Builder<'m>, service: ServiceId, from: u8, to: u8) -> Vec<u32> {
        let stretches = &self.voyages[service.index()].stretches[usize::from(from)..usize::from(to)];
        let links = stretches.iter().flatten().filter_map(|stretch| match stretch {
            Stretch::Link { link, .. } => Some(*link),
            Stretch::Cross { .. } | Stretch::Exchange { .. } => None,
        });
        links.map(|link| builder.passage(Some(link), Mover::Service(service))).collect()
    }
}
