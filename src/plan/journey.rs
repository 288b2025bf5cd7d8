//! Flows as journeys: from origin to destination over links and through the facilities of the hubs on the way, and the way home of fleets.

use std::collections::BTreeMap;

use super::builder::{Builder, Load, Trip, Turn};
use super::check::Finding;
use super::multimodal;
use super::route::{Leg, Network};
use super::template::{ahead, border, groupage, link, service, stations, transit};
use super::voyage::{VehicleNetwork, Voyage};
use super::ways::{self, Course, courses};
use super::{Mover, Plan, Role, Source, Standing, Step, Thing, ThingKind, empties, scale};
use crate::engine::draw::purpose;
use crate::ids::{FleetId, FlowId, HubId, ServiceId};
use crate::model::{
    Arrivals, BatchSize, Circuit, Direction, Facility, Flow, Instrument, Link, Model, Place, Rank, RateState,
    Reposition, Service, Trigger,
};

/// Writes the journeys of all flows.
pub(super) fn build(model: &Model) -> (Plan, Vec<Finding>) {
    let network = Network::new(model);
    let mut builder = Builder::new(model);
    empties::pools(&mut builder);
    let voyages = services(&mut builder, &network);
    for (index, flow) in model.flows.iter().enumerate() {
        if let Some(courses) = courses(&mut builder, &network, flow, &voyages) {
            write_flow(&mut builder, FlowId::from(index), flow, &courses, &voyages);
        }
    }
    for (number, one) in model.repositions.iter().enumerate() {
        write_reposition(&mut builder, &network, (number, one), &voyages);
    }
    for circuit in &model.circuits {
        write_circuit(&mut builder, circuit);
    }
    let idle = model.instruments.iter().filter(|instrument| !builder.used.contains(instrument.id.as_str()));
    builder.findings.extend(idle.map(idle_finding));
    // Where a way is missing, journeys are too: that nothing is lifted over says nothing then.
    if !builder.findings.iter().any(Finding::is_error) {
        let idle = multimodal::idle(&builder);
        builder.findings.extend(idle);
    }
    (builder.plan, builder.findings)
}

/// Runs of services come first: consignments that ride have cells for each of theirs.
fn services(builder: &mut Builder, roads: &Network) -> Vec<Voyage> {
    let model = builder.model;
    if model.services.is_empty() {
        return Vec::new();
    }
    let network = VehicleNetwork::new(model);
    let voyage = |service: &Service| match service.groupage {
        Some(_) => Ok(groupage::voyage()),
        None => network.voyage(model, service),
    };
    let found: Vec<_> = model.services.iter().map(voyage).collect();
    let mut voyages = Vec::with_capacity(found.len());
    for voyage in found {
        match voyage {
            Ok(voyage) => voyages.push(voyage),
            Err(finding) => builder.findings.push(*finding),
        }
    }
    // Journeys can only be written when all services have their way.
    if voyages.len() == model.services.len() {
        // Runs have the first accounts: that of a service has its number.
        for service in &model.services {
            builder.open_account(service.id.clone(), None, Role::Run, 0);
        }
        for (index, (service, voyage)) in model.services.iter().zip(&voyages).enumerate() {
            let id = ServiceId::from(index);
            match &service.groupage {
                Some(boxes) => groupage::write(builder, roads, (id, service, boxes), &voyages),
                None => service::write(builder, id, service, voyage),
            }
        }
    }
    voyages
}

fn idle_finding(instrument: &Instrument) -> Finding {
    let path = format!("instruments/{}", instrument.id);
    Finding::warning("W0607", path, format!("instrument `{}` changes nothing", instrument.id))
        .expected("posts that have what it changes, and consignments that it concerns")
        .hint("see `at` and `who`; `landbridge explain W0607` says what each policy needs")
}

fn write_flow<'m>(builder: &mut Builder<'m>, id: FlowId, flow: &'m Flow, courses: &[Course], voyages: &[Voyage]) {
    let account = builder.open_account(flow.id.clone(), Some(id), Role::Cargo, flow.teu);
    builder.at(&format!("flows/{}", flow.id));
    let entry = write_journeys(builder, flow, courses, voyages);
    let horizon = builder.model.run.horizon;
    let source = |name: &str, arrivals: Arrivals| Source {
        account,
        entry,
        purpose: purpose(&format!("{name}/arrivals")),
        batch_purpose: purpose(&format!("{name}/batch size")),
        state_purpose: purpose(&format!("{name}/states")),
        keep: 1.0,
        keep_purpose: 0,
        first_who: 0,
        mean_rate: mean_rate(&arrivals, horizon),
        arrivals,
    };
    builder.plan.sources.extend(scale::sources(flow, source));
}

/// The journeys of an account, one for each class of operators; the first step of all of them.
fn write_journeys<'m>(builder: &mut Builder<'m>, flow: &'m Flow, courses: &[Course], voyages: &[Voyage]) -> u32 {
    let account = builder.account;
    let ends = match flow.place {
        Place::Journey { from, to, .. } => (Some(from), Some(to)),
        Place::At { .. } => (None, None),
    };
    builder.plan.accounts[account as usize].boxes = empties::of_flow(builder, flow.boxes, ends);
    builder.commodity.clone_from(&flow.commodity);
    let entry = builder.next();
    let shares: Vec<f64> = flow.operators.iter().map(|operator| operator.share).collect();
    let choice = (flow.operators.len() > 1).then(|| builder.branch("operators", &shares));
    for (way, operator) in flow.operators.iter().enumerate() {
        if let Some(branch) = choice {
            builder.aim(branch, way);
        }
        builder.account = account;
        builder.class.clone_from(&operator.class);
        ways::write(builder, flow, courses, voyages);
    }
    builder.account = account;
    entry
}

/// The journey of one empty box, which reviews send.
fn write_reposition<'m>(
    builder: &mut Builder<'m>,
    network: &Network,
    (number, one): (usize, &'m Reposition),
    voyages: &[Voyage],
) {
    let before = builder.findings.len();
    let courses = courses(builder, network, &one.flow, voyages);
    empties::tell_apart(&mut builder.findings[before..], &one.flow.id);
    let Some(courses) = courses else { return };
    let account = builder.open_account(format!("{} (empties)", one.flow.id), None, Role::Empties, one.flow.teu);
    let about = &mut builder.plan.accounts[account as usize];
    (about.kg, about.reposition) = ((one.flow.tonnes * 1000.0).round() as u64, Some(number as u32));
    builder.at(&format!("repositions/{}", one.flow.id));
    builder.rank = one.rank;
    let entry = write_journeys(builder, &one.flow, &courses, voyages);
    builder.rank = Rank::Cargo;
    empties::listed(builder, account, entry, one);
}

/// Consignments per millisecond, on average until the horizon.
fn mean_rate(arrivals: &Arrivals, horizon: u64) -> f64 {
    match arrivals {
        Arrivals::Poisson(rate) => rate.mean(horizon),
        Arrivals::Every { gap, count, .. } => f64::from(*count) / *gap as f64,
        Arrivals::Renewal(law) => 1.0 / law.mean(),
        Arrivals::Modulated(states) => modulated_rate(states),
        Arrivals::Trace(instants) => {
            instants.iter().filter(|&&instant| instant <= horizon).count() as f64 / horizon as f64
        }
        Arrivals::Batches { rate, size } => rate.mean(horizon) * BatchSize::mean(size),
    }
}

/// Mean rate of all states, each with the length of its stay.
fn modulated_rate(states: &[RateState]) -> f64 {
    let cycle: f64 = states.iter().map(|state| state.mean_stay).sum();
    states.iter().map(|state| state.rate * state.mean_stay).sum::<f64>() / cycle
}

/// A closed fleet: its procedure once, with a way back to the start.
fn write_circuit(builder: &mut Builder, circuit: &Circuit) {
    let account = builder.open_account(circuit.id.clone(), None, Role::Circuit, 0);
    builder.commodity = None;
    builder.class.clear();
    builder.at(&format!("circuits/{}", circuit.id));
    let entry = builder.next();
    let labels = call(builder, circuit.hub, circuit.procedure);
    builder.emit(Step::Lap { to: entry });
    let mut first = 0;
    for (index, (label, count)) in circuit.starts.iter().enumerate() {
        let Some(&at) = labels.get(label) else {
            let place = format!("circuits/{}/starts/{index}", circuit.id);
            builder.findings.push(stations::unknown_label(place, label, &labels));
            continue;
        };
        builder.plan.standing.push(Standing { account, entry: at, first, count: *count });
        first += count;
    }
    if first < circuit.count {
        builder.plan.standing.push(Standing { account, entry, first, count: circuit.count - first });
    }
}

/// One procedure at one hub.
pub(super) fn write_visit(builder: &mut Builder, hub: HubId, procedure: (usize, usize)) {
    builder.trip.restart();
    let visit = builder.visit(hub, None, true);
    builder.emit(Step::Enter { visit });
    call(builder, hub, procedure);
    builder.emit(Step::Leave { visit });
    builder.emit(Step::End);
}

/// Writes a procedure; where its labels are.
fn call(builder: &mut Builder, hub: HubId, (facility, procedure): (usize, usize)) -> BTreeMap<String, u32> {
    let model = builder.model;
    match &model.hubs[hub.index()].facilities[facility] {
        Facility::Stations(facility) => stations::run(builder, hub, facility, &facility.procedures[procedure]),
        _ => BTreeMap::new(),
    }
}

/// A stay at a hub: seals are checked, a vehicle is waited for, the hub's own procedures are gone through, goods are sealed, and what the
/// borders on the legs ahead ask for before the road is waited for.
pub(super) fn stay<'m>(
    builder: &mut Builder<'m>,
    hub: HubId,
    trigger: Trigger,
    vehicle: Option<(FleetId, &[Leg])>,
    ahead: &[Leg],
) {
    let (ending, beginning) = (transit::ending(builder, hub), transit::beginning(builder, hub));
    let is_under = !ending.is_empty() || !beginning.is_empty() || ahead::is_asked(builder, ahead);
    let is_end = matches!(trigger, Trigger::Departure | Trigger::Arrival) && builder.boxes().is_some();
    let has_steps = has_procedure(builder.model, hub, trigger) || vehicle.is_some() || is_under || is_end;
    let visit = builder.visit(hub, None, has_steps);
    if !has_steps {
        builder.emit(Step::Pass { visit });
        return;
    }
    builder.emit(Step::Enter { visit });
    if trigger == Trigger::Departure {
        empties::take(builder);
    }
    ending.into_iter().for_each(|one| transit::end(builder, one));
    if let Some((fleet, fetch)) = vehicle {
        let thing = fleet_thing(builder, fleet);
        builder.take(thing, 1);
        builder.fetching = true;
        drive(builder, (0, fetch), Load::Empty);
        builder.fetching = false;
    }
    procedures(builder, hub, trigger);
    beginning.into_iter().for_each(|one| transit::begin(builder, one));
    ahead::take(builder, hub, ahead);
    if trigger == Trigger::Arrival {
        empties::give(builder, hub);
    }
    builder.emit(Step::Leave { visit });
}

/// Documents that are handed in when the journey begins, for the borders ahead.
pub(super) fn lodge(builder: &mut Builder, legs: &[Leg]) {
    let model = builder.model;
    for leg in legs {
        let Leg::Cross { hub, direction } = *leg else { continue };
        if let Some(border) = model.hubs[hub.index()].border() {
            border::lodge(builder, hub, border, direction);
        }
    }
}

/// Links and the hubs between them, in order. `first`: the number of the first leg, which tells the luck of legs apart.
pub(super) fn drive(builder: &mut Builder, (first, legs): (usize, &[Leg]), load: Load) {
    let model = builder.model;
    for (index, leg) in (first..).zip(legs) {
        match *leg {
            Leg::Link { link: id, forward } => {
                let way: &Link = &model.links[id.index()];
                builder.at(&format!("links/{}", way.id));
                link::drive(builder, &index.to_string(), id, forward);
                if load == Load::Full && !builder.fetching {
                    let teu = builder.plan.accounts[builder.account as usize].teu;
                    builder.pay_freight(&way.id, way.usd_per_teu * f64::from(teu));
                }
            }
            Leg::Through { hub } => through(builder, hub, load),
            Leg::Cross { hub, direction } => cross(builder, hub, direction, load),
        }
    }
}

fn through(builder: &mut Builder, hub: HubId, load: Load) {
    if builder.fetching {
        return;
    }
    match load {
        Load::Full => {
            stay(builder, hub, Trigger::Through, None, &[]);
            let teu = builder.plan.accounts[builder.account as usize].teu;
            multimodal::pass(builder, hub, teu);
        }
        Load::Empty => {
            let visit = builder.visit(hub, None, false);
            builder.emit(Step::Pass { visit });
        }
    }
}

fn cross(builder: &mut Builder, hub: HubId, direction: Direction, load: Load) {
    let model = builder.model;
    let Some(border) = model.hubs[hub.index()].border() else { return };
    builder.at(&format!("hubs/{}/facilities/Border", model.hubs[hub.index()].id));
    let visit = (!builder.fetching).then(|| builder.visit(hub, Some(direction), true));
    if let Some(visit) = visit {
        builder.emit(Step::Enter { visit });
    }
    let (ending, beginning) = match load {
        Load::Full => (transit::ending(builder, hub), transit::beginning(builder, hub)),
        Load::Empty => (Vec::new(), Vec::new()),
    };
    ending.into_iter().for_each(|one| transit::end(builder, one));
    let before = (load == Load::Full && builder.trip.patience.is_some()).then(|| builder.trip.clone());
    border::cross(builder, hub, border, direction, load);
    if let Some(trip) = before {
        let steps = std::mem::take(&mut builder.trip.turns);
        builder.trip.patience = None;
        builder.turns.push(Turn { hub, steps, trip: Trip { patience: None, ..trip } });
    }
    if load == Load::Full {
        builder.trip.numbers.retain(|number| (number.0, number.1) != (hub, direction));
    }
    beginning.into_iter().for_each(|one| transit::begin(builder, one));
    if let Some(visit) = visit {
        builder.emit(Step::Leave { visit });
    }
}

pub(super) fn has_procedure(model: &Model, hub: HubId, trigger: Trigger) -> bool {
    triggered(model, hub, trigger).next().is_some()
}

fn triggered(model: &Model, hub: HubId, trigger: Trigger) -> impl Iterator<Item = (usize, usize)> {
    model.hubs[hub.index()].facilities.iter().enumerate().flat_map(move |(number, facility)| {
        let list = match facility {
            Facility::Stations(stations) => stations.procedures.as_slice(),
            _ => &[],
        };
        let matching = list.iter().enumerate().filter(move |(_, procedure)| procedure.triggers.contains(&trigger));
        matching.map(move |(procedure, _)| (number, procedure))
    })
}

pub(super) fn procedures(builder: &mut Builder, hub: HubId, trigger: Trigger) {
    let calls: Vec<(usize, usize)> = triggered(builder.model, hub, trigger).collect();
    for procedure in calls {
        call(builder, hub, procedure);
    }
}

/// The truck drives home empty and is at hand again; the consignment no longer concerns it.
pub(super) fn go_home(builder: &mut Builder, whose: &str, fleet: FleetId, home: &[Leg]) {
    let name = format!("{whose} (empty, {})", builder.model.fleets[fleet.index()].id);
    let thing = fleet_thing(builder, fleet);
    if home.is_empty() {
        return builder.give(thing, 1);
    }
    let mover = std::mem::replace(&mut builder.mover, Mover::Fleet(fleet));
    // The boxes stay with the cargo.
    let hands = builder.boxes().map(|_| thing);
    builder.child(name, Role::EmptyReturn, hands, |builder| {
        drive(builder, (0, home), Load::Empty);
        builder.give(thing, 1);
    });
    builder.mover = mover;
}

pub(super) fn fleet_thing(builder: &mut Builder, fleet: FleetId) -> u32 {
    let model = builder.model;
    let fleet = &model.fleets[fleet.index()];
    let name = format!("{}/{}", model.hubs[fleet.base.index()].id, fleet.id);
    builder.thing(&name, || {
        Thing::new(&name, format!("fleets/{}/count", fleet.id), fleet.base, ThingKind::Fleet, fleet.count)
    })
}
