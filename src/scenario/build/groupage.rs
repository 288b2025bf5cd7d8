//! Logistics parks, and the boxes of groupage that go from one to another.

use super::super::file::{BoxWorkFile, DepartsFile, FacilityFile, LegFile, RouteFile, ServiceFile};
use super::border::hours;
use super::civil::Clock;
use super::context::Context;
use super::cost::per_use;
use super::law::law;
use super::service::{Known, LegReader, departs, is_groupage, service_id};
use crate::engine::law::Law;
use crate::ids::HubId;
use crate::model::{BoxWork, Departs, Groupage, JourneyLeg, Mode, Park, Running, Service, litres};

/// The most that a box is believed to hold \[m3, t\].
const MOST: f64 = 1_000.0;

/// A logistics park.
pub fn park(context: &mut Context, path: &str, file: &FacilityFile) -> Option<Park> {
    let FacilityFile::Park { docks, hours: calendar, stuffing, stripping, per_use: usage } = file else { return None };
    let stuffing = box_work(context, &format!("{path}/stuffing"), stuffing);
    let stripping = stripping.as_ref().map(|file| box_work(context, &format!("{path}/stripping"), file));
    Some(Park {
        docks: context.at_least_one(&format!("{path}/docks"), *docks),
        hours: hours(context, path, calendar.as_deref()),
        stripping: stripping.unwrap_or_else(|| stuffing.clone()),
        stuffing,
        per_use: per_use(context, &format!("{path}/per_use"), usage.as_ref()),
    })
}

fn box_work(context: &mut Context, path: &str, file: &BoxWorkFile) -> BoxWork {
    BoxWork {
        per_box: law(context, &format!("{path}/per_box"), &file.per_box),
        per_parcel: law(context, &format!("{path}/per_parcel"), &file.per_parcel),
    }
}

/// A service of groupage.
pub fn service(context: &mut Context, clock: &Clock, known: &Known, file: &ServiceFile) -> Option<Service> {
    let ServiceFile::Groupage { id, from, to, box_m3, box_t, tare_t, size_teu, departs: rule, route, .. } = file else {
        return None;
    };
    let path = format!("services/{id}");
    let ends = [("from", from), ("to", to)].map(|(key, name)| end(context, known, &path, id, (key, name)));
    let groupage = Groupage {
        litres: litres(at_most(context, &format!("{path}/box_m3"), *box_m3)),
        kg: kg(at_most(context, &format!("{path}/box_t"), *box_t)),
        tare_kg: kg(context.not_negative(&format!("{path}/tare_t"), *tare_t)),
        teu: context.at_least_one(&format!("{path}/size_teu"), *size_teu),
        legs: Vec::new(),
    };
    let departs = closing(context, clock, &path, id, rule);
    let [Some(from), Some(to)] = ends else { return None };
    if from == to {
        let title = format!("groupage `{id}` ends where it begins");
        context.problem("E0403", &format!("{path}/to"), title, |problem| problem);
        return None;
    }
    let legs = way(context, known, (&path, id), (from, to), route)?;
    check_size(context, known, &path, id, (&groupage, &legs));
    Some(Service {
        id: id.clone(),
        mode: Mode::Road,
        gauge_mm: None,
        calls: vec![from, to],
        capacity_teu: groupage.teu,
        capacity_kg: Some(groupage.kg),
        departs: departs?,
        loading: 0,
        stop: Law::Constant(0.0),
        driver: None,
        sets: None,
        back: None,
        usd_per_teu: 0.0,
        running: Running::default(),
        groupage: Some(Groupage { legs, ..groupage }),
    })
}

fn kg(tonnes: f64) -> u64 {
    (tonnes * 1000.0).round() as u64
}

fn at_most(context: &mut Context, path: &str, value: f64) -> f64 {
    if !(0.001..=MOST).contains(&value) {
        context.out_of_range(path, value, &format!("from 0.001 to {MOST}"));
    }
    value.clamp(0.001, MOST)
}

/// A hub with a park.
fn end(context: &mut Context, known: &Known, path: &str, id: &str, (key, name): (&str, &str)) -> Option<HubId> {
    let path = format!("{path}/{key}");
    let hub = HubId(context.lookup(|context| &context.hubs, "hub", name, &path, &format!("groupage `{id}`"))?);
    if known.hubs[hub.index()].park().is_none() {
        let work = if key == "from" { "stuffed" } else { "stripped" };
        let title = format!("boxes of groupage `{id}` cannot be {work} at `{name}`: there is no park");
        let parks: Vec<&str> =
            known.hubs.iter().filter(|hub| hub.park().is_some()).map(|hub| hub.id.as_str()).collect();
        let has = if parks.is_empty() { "none".to_owned() } else { parks.join(", ") };
        context.problem("E0430", &path, title, |problem| {
            problem
                .found(format!("hubs with a park: {has}"))
                .expected("a hub with a `Park` among its facilities")
                .hint("add `Park(docks: .., stuffing: (..))` to its facilities")
        });
    }
    Some(hub)
}

/// When boxes are closed: one without any parcel never is.
fn closing(context: &mut Context, clock: &Clock, path: &str, id: &str, rule: &DepartsFile) -> Option<Departs> {
    if let DepartsFile::Headway { at_least_teu: 1.., .. } | DepartsFile::Timetable { at_least_teu: 1.., .. } = rule {
        let title = format!("boxes of groupage `{id}` are counted in TEU, but hold parcels");
        context.problem("E0434", &format!("{path}/departs/at_least_teu"), title, |problem| {
            problem
                .expected("no `at_least_teu`: a box is closed at its time with what there is")
                .hint("`FullOrAfter` closes a box that is full, or so long after its first parcel came")
        });
    }
    Some(match departs(context, clock, path, rule)? {
        Departs::At { slots, .. } => Departs::At { slots, least_teu: 1 },
        when_full @ Departs::WhenFull { .. } => when_full,
    })
}

/// The legs of the boxes.
fn way(
    context: &mut Context,
    known: &Known,
    (path, id): (&str, &str),
    (from, to): (HubId, HubId),
    route: &RouteFile,
) -> Option<Vec<JourneyLeg>> {
    let files = match route {
        RouteFile::LeastTime => return Some(vec![JourneyLeg::Road { to, fleet: None }]),
        RouteFile::Legs(files) => files,
        RouteFile::Via(_) | RouteFile::Cheapest { .. } | RouteFile::Choice { .. } => {
            let title = format!("boxes of groupage `{id}` cannot choose such a way");
            context.problem("E0432", &format!("{path}/route"), title, |problem| {
                problem.expected("`LeastTime`, by truck, or `Legs` over several means of transport")
            });
            return None;
        }
    };
    let is_box =
        |name: &String| context.file.services.iter().any(|service| is_groupage(service) && service_id(service) == name);
    let inner = files.iter().position(|leg| matches!(leg, LegFile::Ride { service, .. } if is_box(service)));
    if let Some(index) = inner {
        let title = format!("boxes of groupage `{id}` would ride in other boxes");
        context.problem("E0433", &format!("{path}/route/0/{index}/service"), title, |problem| {
            problem.expected("a service of trains, ships or trucks")
        });
        return None;
    }
    let who = format!("groupage `{id}`");
    let reader =
        LegReader { path: format!("{path}/route/0"), who: &who, services: known.services, numbers: known.numbers };
    reader.legs(context, from, to, files)
}

/// A box must fit on all that carry it.
fn check_size(
    context: &mut Context,
    known: &Known,
    path: &str,
    id: &str,
    (groupage, legs): (&Groupage, &[JourneyLeg]),
) {
    let kg = groupage.tare_kg + groupage.kg;
    for leg in legs {
        let (name, teu, most_kg) = match *leg {
            JourneyLeg::Ride { service, .. } => {
                let service = &known.services[service.index()];
                (format!("service `{}`", service.id), service.capacity_teu, service.capacity_kg)
            }
            JourneyLeg::Road { fleet: Some(fleet), .. } => {
                let fleet = &known.fleets[fleet.index()];
                (format!("a truck of fleet `{}`", fleet.id), fleet.capacity_teu, None)
            }
            JourneyLeg::Road { fleet: None, .. } => continue,
        };
        if groupage.teu > teu || most_kg.is_some_and(|most| kg > most) {
            let mass = |kg: u64| format!("{} t", kg as f64 / 1000.0);
            let found = format!("{} TEU and {}", groupage.teu, mass(kg));
            let most = most_kg.map_or(String::new(), |kg| format!(" and {}", mass(kg)));
            let title = format!("a box of groupage `{id}` is larger than {name}");
            context.problem("E0409", &format!("{path}/size_teu"), title, |problem| {
                problem.found(found).expected(format!("at most {teu} TEU{most}"))
            });
        }
    }
}
