//! Flows as journeys: from origin to destination over links and through the facilities of the hubs on the way, and the way home of fleets.

use std::collections::BTreeMap;

use super::builder::{Builder, Load};
use super::check::Finding;
use super::choice;
use super::multimodal::{self, Part};
use super::route::{Leg, Network};
use super::template::{border, service, stations};
use super::voyage::{Voyage, Waters};
use super::{PlaceLabel, Plan, Role, Source, Standing, Step, Thing, ThingKind, scale};
use crate::engine::draw::purpose;
use crate::ids::{FleetId, FlowId, HubId, ServiceId};
use crate::model::{
    Arrivals, BatchSize, Carrier, Circuit, Direction, Facility, Flow, Instrument, JourneyLeg, Link, Model, Place,
    RateState, Route, Trigger,
};

/// Writes the journeys of all flows.
pub(super) fn build(model: &Model) -> (Plan, Vec<Finding>) {
    let network = Network::new(model);
    let mut builder = Builder::new(model);
    let voyages = services(&mut builder);
    for (index, flow) in model.flows.iter().enumerate() {
        if let Some(courses) = courses(&mut builder, &network, flow, &voyages) {
            write_flow(&mut builder, FlowId::from(index), flow, &courses, &voyages);
        }
    }
    for circuit in &model.circuits {
        write_circuit(&mut builder, circuit);
    }
    let idle = model.instruments.iter().filter(|instrument| !builder.used.contains(instrument.id.as_str()));
    builder.findings.extend(idle.map(idle_finding));
    (builder.plan, builder.findings)
}

/// Runs of services come first: consignments that ride have cells for each of theirs.
fn services(builder: &mut Builder) -> Vec<Voyage> {
    let model = builder.model;
    if model.services.is_empty() {
        return Vec::new();
    }
    let waters = Waters::new(model);
    let found: Vec<_> = model.services.iter().map(|service| waters.voyage(model, service)).collect();
    let mut voyages = Vec::with_capacity(found.len());
    for voyage in found {
        match voyage {
            Ok(voyage) => voyages.push(voyage),
            Err(finding) => builder.findings.push(*finding),
        }
    }
    // Journeys can only be written when all services have their way.
    if voyages.len() == model.services.len() {
        for (index, (service, voyage)) in model.services.iter().zip(&voyages).enumerate() {
            service::write(builder, ServiceId::from(index), service, voyage);
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

/// The legs of a flow, and those that a vehicle drives to fetch it and to go home.
#[derive(Default)]
struct Course {
    /// Of a journey over several means of transport: its parts, in place of the legs.
    parts: Vec<Part>,
    legs: Vec<Leg>,
    fetch: Vec<Leg>,
    home: Vec<Leg>,
}

/// The ways of a flow, in the order of its choice.
fn courses(builder: &mut Builder, network: &Network, flow: &Flow, voyages: &[Voyage]) -> Option<Vec<Course>> {
    let Place::Journey { from, to, route } = &flow.place else {
        return Some(vec![Course::default()]);
    };
    let ways: Vec<&[HubId]> = match route {
        Route::Legs(_) if voyages.len() < builder.model.services.len() => return None,
        Route::Legs(legs) => return Some(vec![several(builder, network, flow, *from, legs)?]),
        Route::LeastTime => vec![&[]],
        Route::Via(hubs) => vec![hubs],
        Route::Choice(choice) => choice.among.iter().map(|way| way.via.as_slice()).collect(),
    };
    ways.into_iter().map(|via| course(builder, network, flow, (*from, via, *to))).collect()
}

fn course(
    builder: &mut Builder,
    network: &Network,
    flow: &Flow,
    (from, via, to): (HubId, &[HubId], HubId),
) -> Option<Course> {
    let mut course = Course::default();
    let mut find = |from: HubId, via: &[HubId], to: HubId, what: &str| {
        let legs = network.path(from, via, to);
        if legs.is_none() {
            builder.findings.push(unreachable_finding(builder.model, flow, (from, via, to), what));
        }
        legs
    };
    course.legs = find(from, via, to, "consignments go")?;
    if let Carrier::Fleet(fleet) = flow.carrier {
        let base = builder.model.fleets[fleet.index()].base;
        // An empty truck takes the way of the load back where it runs between the same ends, and the fastest way otherwise.
        let back: Vec<HubId> = via.iter().rev().copied().collect();
        let back_if = |is_same: bool| if is_same { back.as_slice() } else { &[] };
        if base != from {
            course.fetch = find(base, back_if(base == to), from, "empty trucks go")?;
        }
        if base != to {
            course.home = find(to, back_if(base == from), base, "empty trucks go home")?;
        }
    }
    Some(course)
}

/// A journey over several means of transport.
fn several(builder: &mut Builder, network: &Network, flow: &Flow, from: HubId, legs: &[JourneyLeg]) -> Option<Course> {
    match multimodal::parts(builder.model, network, from, legs) {
        Ok(parts) => Some(Course { parts, ..Course::default() }),
        Err((from, to)) => {
            builder.findings.push(unreachable_finding(builder.model, flow, (from, &[], to), "trucks go"));
            None
        }
    }
}

fn unreachable_finding(model: &Model, flow: &Flow, (from, via, to): (HubId, &[HubId], HubId), what: &str) -> Finding {
    let name = |hub: HubId| &model.hubs[hub.index()].id;
    let over: String = via.iter().map(|&hub| format!(" over `{}`", name(hub))).collect();
    Finding::error(
        "E0401",
        format!("flows/{}/to", flow.id),
        format!("flow `{}`: no way leads from `{}`{over} to `{}`, where {what}", flow.id, name(from), name(to)),
    )
    .expected("a chain of links that are on and may be driven that way, each within one country, and a border between countries")
    .hint("add the missing link, or see with `landbridge check` which hubs are connected")
}

fn write_flow<'m>(builder: &mut Builder<'m>, id: FlowId, flow: &'m Flow, courses: &[Course], voyages: &[Voyage]) {
    let account = builder.open_account(flow.id.clone(), Some(id), Role::Cargo, flow.teu);
    builder.commodity.clone_from(&flow.commodity);
    builder.at(&format!("flows/{}", flow.id));
    let entry = builder.next();
    let shares: Vec<f64> = flow.operators.iter().map(|operator| operator.share).collect();
    let choice = (flow.operators.len() > 1).then(|| builder.branch("operators", &shares));
    for (way, operator) in flow.operators.iter().enumerate() {
        if let Some(branch) = choice {
            builder.aim(branch, way);
        }
        builder.account = account;
        builder.class.clone_from(&operator.class);
        write_ways(builder, flow, courses, voyages);
    }
    builder.account = account;
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

/// The journey, or one for each way that may be chosen.
fn write_ways<'m>(builder: &mut Builder<'m>, flow: &'m Flow, courses: &[Course], voyages: &[Voyage]) {
    let account = builder.account;
    let choice = match &flow.place {
        Place::Journey { route: Route::Choice(choice), .. } if courses.len() > 1 => {
            let legs: Vec<&[Leg]> = courses.iter().map(|course| course.legs.as_slice()).collect();
            Some(choice::branch(builder, flow, choice, &legs))
        }
        Place::Journey { .. } | Place::At { .. } => None,
    };
    for (way, course) in courses.iter().enumerate() {
        if let Some(branch) = choice {
            builder.aim(branch, way);
        }
        builder.account = account;
        write_journey(builder, flow, course, voyages);
    }
}

fn write_journey<'m>(builder: &mut Builder<'m>, flow: &'m Flow, course: &Course, voyages: &[Voyage]) {
    builder.groups = 0;
    builder.lodged.clear();
    match &flow.place {
        Place::At { hub, procedure } => {
            let visit = builder.visit(*hub, None, true);
            builder.emit(Step::Enter { visit });
            call(builder, *hub, *procedure);
            builder.emit(Step::Leave { visit });
        }
        Place::Journey { from, route: Route::Legs(_), .. } => {
            multimodal::write(builder, flow, *from, &course.parts, voyages);
        }
        Place::Journey { from, to, .. } => {
            let fleet = match flow.carrier {
                Carrier::OwnTrucks => None,
                Carrier::Fleet(fleet) => Some(fleet),
            };
            stay(builder, *from, Trigger::Departure, fleet.map(|fleet| (fleet, course.fetch.as_slice())));
            lodge(builder, &course.legs);
            drive(builder, &course.legs, Load::Full);
            stay(builder, *to, Trigger::Arrival, None);
            if let Some(fleet) = fleet {
                go_home(builder, flow, fleet, &course.home);
            }
        }
    }
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

/// A stay at an end of the journey: a vehicle is waited for, and the hub's own procedures are gone through.
fn stay(builder: &mut Builder, hub: HubId, trigger: Trigger, vehicle: Option<(FleetId, &[Leg])>) {
    let has_steps = has_procedure(builder.model, hub, trigger) || vehicle.is_some();
    let visit = builder.visit(hub, None, has_steps);
    if !has_steps {
        builder.emit(Step::Pass { visit });
        return;
    }
    builder.emit(Step::Enter { visit });
    if let Some((fleet, fetch)) = vehicle {
        let thing = fleet_thing(builder, fleet);
        builder.take(thing, 1);
        builder.fetching = true;
        drive(builder, fetch, Load::Empty);
        builder.fetching = false;
    }
    procedures(builder, hub, trigger);
    builder.emit(Step::Leave { visit });
}

/// Documents that are handed in when the journey begins, for the borders ahead.
fn lodge(builder: &mut Builder, legs: &[Leg]) {
    let model = builder.model;
    for leg in legs {
        let Leg::Cross { hub, direction } = *leg else { continue };
        if let Some(border) = model.hubs[hub.index()].border() {
            border::lodge(builder, hub, border, direction);
        }
    }
}

/// Links and the hubs between them, in order.
pub(super) fn drive(builder: &mut Builder, legs: &[Leg], load: Load) {
    let model = builder.model;
    for (index, leg) in legs.iter().enumerate() {
        match *leg {
            Leg::Link { link, forward } => {
                let way: &Link = &model.links[link.index()];
                builder.at(&format!("links/{}", way.id));
                let path = format!("{index}/{}/{}/time", way.id, if forward { "there" } else { "back" });
                builder.drive(PlaceLabel::Link(link), &path, &way.time);
            }
            Leg::Through { hub } => through(builder, hub, load),
            Leg::Cross { hub, direction } => cross(builder, hub, direction, load),
        }
    }
}

fn through(builder: &mut Builder, hub: HubId, load: Load) {
    let passes = load == Load::Full && has_procedure(builder.model, hub, Trigger::Through);
    if builder.fetching {
        return;
    }
    let visit = builder.visit(hub, None, passes);
    if passes {
        builder.emit(Step::Enter { visit });
        procedures(builder, hub, Trigger::Through);
        builder.emit(Step::Leave { visit });
    } else {
        builder.emit(Step::Pass { visit });
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
    border::cross(builder, hub, border, direction, load);
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
pub(super) fn go_home(builder: &mut Builder, flow: &Flow, fleet: FleetId, home: &[Leg]) {
    let fleet_id = builder.model.fleets[fleet.index()].id.clone();
    let thing = fleet_thing(builder, fleet);
    let parent = builder.account;
    let split = builder.emit(Step::End); // replaced below, when the child's account is known
    let skip = builder.jump();
    let name = format!("{} (empty, {})", flow.id, fleet_id);
    let known = builder.plan.accounts.iter().position(|account| account.name == name);
    let account = match known {
        Some(account) => {
            builder.account = account as u32;
            builder.account
        }
        None => builder.open_account(name, builder.plan.accounts[parent as usize].flow, Role::EmptyReturn, 0),
    };
    let entry = builder.next();
    drive(builder, home, Load::Empty);
    builder.give(thing, 1);
    builder.emit(Step::End);
    builder.plan.steps[split as usize] = Step::Split { entry, account };
    builder.account = parent;
    builder.land(&[skip]);
}

pub(super) fn fleet_thing(builder: &mut Builder, fleet: FleetId) -> u32 {
    let model = builder.model;
    let fleet = &model.fleets[fleet.index()];
    let name = format!("{}/{}", model.hubs[fleet.base.index()].id, fleet.id);
    builder.thing(&name, || {
        Thing::new(&name, format!("fleets/{}/count", fleet.id), fleet.base, ThingKind::Fleet, fleet.count)
    })
}
