//! The ways of a flow: which there are, where one is chosen, and where a truck that has lost its patience takes another.
//!
//! ```text
//! choice at the origin:   ?way{ stay > .. }       choice on the way:   stay > .. ?way{ stay > .. }
//! patience:               > border +gate .. give up -> ?other way{ > .. }
//! ```

use super::builder::{Builder, Load, Turn};
use super::check::Finding;
use super::choice;
use super::journey::{drive, go_home, lodge, stay, write_visit};
use super::labels::{Labels, Question};
use super::multimodal::{self, Part};
use super::route::{Leg, Network, crosses};
use super::template::ahead;
use super::voyage::Voyage;
use super::{Mover, Step, under};
use crate::ids::{FleetId, HubId};
use crate::model::{Carrier, Flow, Instrument, JourneyLeg, Model, Place, Route, RouteWay, Trigger, WayChoice};

/// The legs of a flow, and those that a vehicle drives to fetch it and to go home.
#[derive(Default)]
pub(super) struct Course {
    /// Of a journey over several means of transport: its parts, in place of the legs.
    parts: Vec<Part>,
    /// What it is expected to cost, its time included \[USD\].
    usd: f64,
    legs: Vec<Leg>,
    fetch: Vec<Leg>,
    home: Vec<Leg>,
    /// The other ways that lead on from the first border behind the choice, without crossing it: number of the way, and its legs from there.
    onward: Vec<(usize, Vec<Leg>)>,
}

/// The ways of a flow, in the order of its choice.
pub(super) fn courses(
    builder: &mut Builder,
    network: &Network,
    flow: &Flow,
    voyages: &[Voyage],
) -> Option<Vec<Course>> {
    let Place::Journey { from, to, route } = &flow.place else {
        return Some(vec![Course::default()]);
    };
    let ways: Vec<&[HubId]> = match route {
        Route::Legs(_) if voyages.len() < builder.model.services.len() => return None,
        Route::Legs(legs) => return Some(vec![several(builder, network, flow, *from, legs)?]),
        Route::Cheapest { .. } if voyages.len() < builder.model.services.len() => return None,
        Route::Cheapest { usd_per_h, among, .. } => {
            return cheapest(builder, network, flow, (*from, *to), (*usd_per_h, *among, voyages));
        }
        Route::LeastTime => vec![&[]],
        Route::Via(hubs) => vec![hubs],
        Route::Choice(choice) => choice.among.iter().map(|way| way.via.as_slice()).collect(),
    };
    let mut courses: Vec<Course> =
        ways.into_iter().map(|via| course(builder, network, flow, (*from, via, *to))).collect::<Option<_>>()?;
    if let Route::Choice(choice) = route
        && choice.patience.is_some()
    {
        for way in 0..courses.len() {
            courses[way].onward = onward(builder, network, (flow, choice), &courses, way)?;
        }
    }
    Some(courses)
}

/// The number of the first leg that is not driven before the choice; none = the ways do not share the legs up to the hub of the choice.
fn decided(courses: &[Course], hub: Option<HubId>) -> Option<usize> {
    let Some(hub) = hub else { return Some(0) };
    let first = courses.first()?.legs.iter().position(|leg| *leg == Leg::Through { hub })?;
    courses.iter().all(|course| course.legs.get(..=first) == courses[0].legs.get(..=first)).then_some(first)
}

/// The ways that lead on from the first border of a way; a finding if none of them is always open.
fn onward(
    builder: &mut Builder,
    network: &Network,
    (flow, choice): (&Flow, &WayChoice),
    courses: &[Course],
    way: usize,
) -> Option<Vec<(usize, Vec<Leg>)>> {
    let Place::Journey { from, to, .. } = flow.place else { return Some(Vec::new()) };
    let legs = &courses[way].legs;
    let first = decided(courses, choice.decide_at).unwrap_or(0);
    let crossing = legs.iter().enumerate().skip(first).find_map(|(index, leg)| match *leg {
        Leg::Cross { hub, direction } => Some((index, hub, direction)),
        Leg::Link { .. } | Leg::Through { .. } => None,
    });
    let Some((index, hub, direction)) = crossing else { return Some(Vec::new()) };
    let passed = hubs(from, &legs[..index], hub);
    let mut found = Vec::new();
    for (other, about) in choice.among.iter().enumerate() {
        if crosses(&courses[other].legs, hub) {
            continue;
        }
        let via: Vec<HubId> = about.via.iter().copied().filter(|hub| !passed.contains(hub)).collect();
        found.extend(network.onward(hub, direction, &via, to).map(|legs| (other, legs)));
    }
    let horizon = builder.model.run.horizon as i64;
    let is_open = |way: usize| choice.among[way].from <= 0 && choice.among[way].until > horizon;
    if found.iter().any(|(way, _)| is_open(*way)) {
        return Some(found);
    }
    let border = builder.model.hubs[hub.index()].id.clone();
    builder.findings.push(impatient_finding(flow, &border, !found.is_empty()));
    None
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
            builder.findings.push(unreachable_finding(builder.model, flow, from, to, what));
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
            builder.findings.push(unreachable_finding(builder.model, flow, from, to, "trucks go"));
            None
        }
    }
}

/// The cheapest ways over all means of transport.
fn cheapest(
    builder: &mut Builder,
    network: &Network,
    flow: &Flow,
    (from, to): (HubId, HubId),
    (usd_per_h, among, voyages): (f64, u32, &[Voyage]),
) -> Option<Vec<Course>> {
    let model = builder.model;
    let fleet = match flow.carrier {
        Carrier::OwnTrucks => None,
        Carrier::Fleet(fleet) => Some(fleet),
    };
    let trucks = fleet.map_or(&model.own_trucks, |fleet| &model.fleets[fleet.index()].running);
    let question = Question { from, to, teu: flow.teu, usd_per_h, trucks };
    let found = Labels::new(model, voyages, &question).best(&question, among as usize);
    if found.is_empty() {
        builder.findings.push(unreachable_finding(model, flow, from, to, "consignments go"));
        return None;
    }
    let mut courses = Vec::with_capacity(found.len());
    for way in found {
        match multimodal::parts_of(model, network, fleet, &way.moves) {
            Ok(parts) => courses.push(Course { parts, usd: way.effort.worth(usd_per_h), ..Course::default() }),
            Err((from, to)) => {
                builder.findings.push(unreachable_finding(model, flow, from, to, "empty trucks go"));
                return None;
            }
        }
    }
    Some(courses)
}

/// Journeys over several means of transport: one, or one for each of the ways over which a flow is spread.
fn write_several<'m>(builder: &mut Builder<'m>, flow: &'m Flow, from: HubId, courses: &[Course], voyages: &[Voyage]) {
    let account = builder.account;
    let branch = match &flow.place {
        Place::Journey { route: Route::Cheapest { spread_usd, .. }, .. } if courses.len() > 1 => {
            let usd: Vec<f64> = courses.iter().map(|course| course.usd).collect();
            Some(builder.branch("way", &choice::shares(&usd, Some(*spread_usd))))
        }
        _ => None,
    };
    for (way, course) in courses.iter().enumerate() {
        if let Some(branch) = branch {
            builder.aim(branch, way);
        }
        builder.account = account;
        builder.trip.restart();
        let load = multimodal::Cargo {
            name: &flow.id,
            teu: flow.teu,
            stowage: flow.stowage,
            is_parcel: flow.litres > 0,
            boxes: None,
        };
        multimodal::write(builder, load, from, &course.parts, voyages);
        builder.emit(Step::End);
    }
}

fn unreachable_finding(model: &Model, flow: &Flow, from: HubId, to: HubId, what: &str) -> Finding {
    let name = |hub: HubId| &model.hubs[hub.index()].id;
    Finding::error(
        "E0401",
        format!("flows/{}/to", flow.id),
        format!("flow `{}`: no way leads from `{}` to `{}`, where {what}", flow.id, name(from), name(to)),
    )
    .expected("a chain of links that are on and may be driven that way, each within one country, and a border between countries")
    .hint("add the missing link, or see with `landbridge check` which hubs are connected")
}

/// The hubs of a journey in their order.
fn hubs(from: HubId, legs: &[Leg], to: HubId) -> Vec<HubId> {
    let between = legs.iter().filter_map(|leg| match *leg {
        Leg::Through { hub } | Leg::Cross { hub, .. } => Some(hub),
        Leg::Link { .. } => None,
    });
    std::iter::once(from).chain(between).chain([to]).collect()
}

/// A journey with its ends.
#[derive(Clone, Copy)]
struct Trips<'f> {
    flow: &'f Flow,
    from: HubId,
    to: HubId,
    courses: &'f [Course],
    choice: Option<&'f WayChoice>,
}

/// Writes the journeys of a flow: one, or one for each way that may be chosen.
pub(super) fn write<'m>(builder: &mut Builder<'m>, flow: &'m Flow, courses: &[Course], voyages: &[Voyage]) {
    builder.mover = match flow.carrier {
        Carrier::OwnTrucks => Mover::OwnTruck,
        Carrier::Fleet(fleet) => Mover::Fleet(fleet),
    };
    let (from, to, route) = match &flow.place {
        Place::At { hub, procedure } => return write_visit(builder, *hub, *procedure),
        Place::Journey { from, route: Route::Legs(_) | Route::Cheapest { .. }, .. } => {
            return write_several(builder, flow, *from, courses, voyages);
        }
        Place::Journey { from, to, route } => (*from, *to, route),
    };
    let choice = match route {
        Route::Choice(choice) if courses.len() > 1 => Some(choice),
        Route::Choice(_) | Route::LeastTime | Route::Via(_) | Route::Legs(_) | Route::Cheapest { .. } => None,
    };
    let trips = Trips { flow, from, to, courses, choice };
    match choice {
        Some(choice) if choice.decide_at.is_some() => trips.decide_late(builder, choice),
        Some(choice) => trips.decide_early(builder, choice),
        None => trips.under(builder, &[0], &|builder| trips.course(builder, 0)),
    }
}

impl Trips<'_> {
    fn decide_early(self, builder: &mut Builder, choice: &WayChoice) {
        let account = builder.account;
        let ways: Vec<(&RouteWay, &[Leg])> =
            choice.among.iter().zip(self.courses).map(|(way, course)| (way, course.legs.as_slice())).collect();
        let branch = choice::branch(builder, self.flow, choice, &ways, ("way", choice.spread_usd));
        for way in 0..self.courses.len() {
            builder.aim(branch, way);
            builder.account = account;
            self.under(builder, &[way], &|builder| self.course(builder, way));
        }
    }

    /// The way to the hub of the choice once, and from there each way.
    fn decide_late(self, builder: &mut Builder, choice: &WayChoice) {
        let Some(first) = decided(self.courses, choice.decide_at) else {
            return builder.findings.push(late_finding(builder.model, self.flow, choice, self.courses));
        };
        let all: Vec<usize> = (0..self.courses.len()).collect();
        self.under(builder, &all, &|builder| {
            builder.trip.restart();
            let legs = &self.courses[0].legs[..first];
            self.depart(builder, 0, legs);
            drive(builder, (0, legs), Load::Full);
            let ways: Vec<(&RouteWay, &[Leg])> =
                choice.among.iter().zip(self.courses).map(|(way, course)| (way, &course.legs[first..])).collect();
            let branch = choice::branch(builder, self.flow, choice, &ways, ("way", choice.spread_usd));
            let trip = builder.trip.clone();
            for (way, (_, legs)) in ways.iter().enumerate() {
                builder.aim(branch, way);
                builder.trip = trip.clone();
                self.go_on(builder, legs);
                if let Some(hub) = choice.decide_at {
                    stay(builder, hub, Trigger::Through, None, legs);
                }
                lodge(builder, legs);
                self.arrive(builder, way, (first + 1, &legs[1..]));
            }
        });
    }

    /// Writes journeys once for each set of instruments that they are under on any of these ways.
    fn under<'m>(self, builder: &mut Builder<'m>, ways: &[usize], write: &dyn Fn(&mut Builder<'m>)) {
        let mut all: Vec<(Vec<HubId>, &[Leg])> = Vec::new();
        for course in ways.iter().map(|way| &self.courses[*way]) {
            let onward = course.onward.iter().map(|(_, legs)| legs.as_slice());
            all.extend(
                std::iter::once(course.legs.as_slice())
                    .chain(onward)
                    .map(|legs| (hubs(self.from, legs, self.to), legs)),
            );
        }
        let is_under = |one: &&Instrument| all.iter().any(|(hubs, legs)| under::concerns(builder, one, hubs, legs));
        let instruments: Vec<&'m Instrument> = builder.model.instruments.iter().filter(is_under).collect();
        under::each_set(builder, &instruments, write);
    }

    fn course(self, builder: &mut Builder, way: usize) {
        builder.trip.restart();
        let legs = &self.courses[way].legs;
        self.go_on(builder, legs);
        self.depart(builder, way, legs);
        self.arrive(builder, way, (0, legs));
    }

    fn depart(self, builder: &mut Builder, way: usize, legs: &[Leg]) {
        let vehicle = self.fleet().map(|fleet| (fleet, self.courses[way].fetch.as_slice()));
        stay(builder, self.from, Trigger::Departure, vehicle, legs);
        lodge(builder, legs);
    }

    /// The rest of a journey, and behind it what those do who lose their patience at its first border.
    fn arrive(self, builder: &mut Builder, way: usize, legs: (usize, &[Leg])) {
        builder.trip.patience = self.choice.and_then(|choice| choice.patience.clone());
        self.drive_to_end(builder, way, legs);
        for turn in std::mem::take(&mut builder.turns) {
            self.turn(builder, way, turn);
        }
    }

    fn drive_to_end(self, builder: &mut Builder, way: usize, legs: (usize, &[Leg])) {
        drive(builder, legs, Load::Full);
        builder.trip.patience = None;
        stay(builder, self.to, Trigger::Arrival, None, &[]);
        if let Some(fleet) = self.fleet() {
            go_home(builder, &self.flow.id, fleet, &self.courses[way].home);
        }
        builder.emit(Step::End);
    }

    /// Who has lost his patience leaves the border on the side on which he came, and goes on by the cheapest other way.
    fn turn<'m>(self, builder: &mut Builder<'m>, way: usize, turn: Turn<'m>) {
        let Some(choice) = self.choice else { return };
        let next = builder.next();
        for step in turn.steps {
            builder.plan.exits.entry(step).and_modify(|exit| exit.impatient_to = Some(next));
        }
        builder.trip = turn.trip;
        ahead::give_all_back(builder);
        let course = &self.courses[way];
        let ways: Vec<(&RouteWay, &[Leg])> =
            course.onward.iter().map(|(other, legs)| (&choice.among[*other], legs.as_slice())).collect();
        let branch = (ways.len() > 1).then(|| choice::branch(builder, self.flow, choice, &ways, ("other way", None)));
        let trip = builder.trip.clone();
        for (number, (other, legs)) in course.onward.iter().enumerate() {
            if let Some(branch) = branch {
                builder.aim(branch, number);
            }
            builder.trip = trip.clone();
            self.go_on(builder, legs);
            ahead::take(builder, turn.hub, legs);
            // He has not crossed: his stay counts at the border, but for no direction.
            let visit = builder.visit(turn.hub, None, true);
            builder.emit(Step::Leave { visit });
            lodge(builder, legs);
            self.drive_to_end(builder, *other, (course.legs.len(), legs));
        }
    }

    /// From here on only these legs are ahead.
    fn go_on(self, builder: &mut Builder, legs: &[Leg]) {
        let findings = under::go_on(builder, &hubs(self.from, legs, self.to), legs, &self.flow.id);
        builder.findings.extend(findings);
    }

    fn fleet(self) -> Option<FleetId> {
        match self.flow.carrier {
            Carrier::OwnTrucks => None,
            Carrier::Fleet(fleet) => Some(fleet),
        }
    }
}

fn impatient_finding(flow: &Flow, border: &str, is_sometimes_open: bool) -> Finding {
    let what = if is_sometimes_open { "is open on every day" } else { "leads from there over another border" };
    let hint = if is_sometimes_open {
        "leave out `from` and `until` of such a way, or leave `patience` out"
    } else {
        "name a way over another border, and let the links to it be driven both ways, or leave `patience` out"
    };
    let title = format!("flow `{}`: no other way for who loses patience at `{border}` {what}", flow.id);
    Finding::error("E0422", format!("flows/{}/route/patience", flow.id), title)
        .expected("a way that leads from there over another border and is open on every day")
        .hint(hint)
}

fn late_finding(model: &Model, flow: &Flow, choice: &WayChoice, courses: &[Course]) -> Finding {
    let name = |hub: HubId| model.hubs[hub.index()].id.as_str();
    let shared = |index: usize| courses.iter().all(|course| course.legs.get(index) == courses[0].legs.get(index));
    let begin = courses[0].legs.iter().enumerate().take_while(|(index, _)| shared(*index));
    let fit: Vec<String> = begin
        .filter_map(|(_, leg)| match *leg {
            Leg::Through { hub } => Some(format!("`{}`", name(hub))),
            Leg::Link { .. } | Leg::Cross { .. } => None,
        })
        .collect();
    let hub = choice.decide_at.map_or("", name);
    let title = format!("flow `{}`: its ways do not lead by the same links to `{hub}`, where one is chosen", flow.id);
    let hint = if fit.is_empty() {
        "put it into `via` of every way, or leave `decide_at` out to choose at the origin".to_owned()
    } else {
        format!("its ways share the links to {}; leave `decide_at` out to choose at the origin", fit.join(", "))
    };
    Finding::error("E0421", format!("flows/{}/route/decide_at", flow.id), title)
        .expected("a hub that is no border, to which all ways lead by the same links")
        .hint(hint)
}
