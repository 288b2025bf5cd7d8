//! Flows of parcels: they have a volume and no TEU, and go in boxes of groupage.

use super::super::file::RouteFile;
use super::context::Context;
use super::demand::{FlowReader, Supply};
use crate::ids::{HubId, ServiceId};
use crate::model::{Groupage, JourneyLeg, Place, Route};

/// The most that one parcel is believed to have \[m3\].
const MOST_M3: f64 = 1_000.0;

/// The volume of a parcel \[litres\]; 0 of what is no parcel.
pub fn litres(context: &mut Context, flow: &FlowReader) -> u32 {
    let Some(m3) = flow.file.size_m3 else { return 0 };
    if !(0.001..=MOST_M3).contains(&m3) {
        context.out_of_range(&flow.at("size_m3"), m3, &format!("from 0.001 to {MOST_M3}"));
    }
    if flow.file.size_t.is_none() {
        let title = format!("{} is of parcels, but their mass is not said", flow.who);
        context.problem("E0122", &flow.at("size_t"), title, |problem| {
            problem.expected("`size_t`, the mass of one parcel, beside `size_m3`")
        });
    }
    crate::model::litres(m3.clamp(0.001, MOST_M3))
}

/// Parcels of one procedure of a hub ride in no box.
pub fn check_place(context: &mut Context, flow: &FlowReader) {
    if flow.file.at.is_some() {
        let title = format!("{} stays at one hub, so no box carries it", flow.who);
        context.problem("E0207", &flow.at("carried_by"), title, |problem| problem);
    }
}

/// By truck to the park, in a box, and by truck from the other park.
pub fn route(
    context: &mut Context,
    flow: &FlowReader,
    supply: &Supply,
    name: &str,
    (from, to): (HubId, HubId),
) -> Option<Route> {
    let path = flow.at("carried_by");
    if !matches!(flow.file.route, RouteFile::LeastTime) {
        let title = format!("{} has a route besides that of its groupage", flow.who);
        context.problem("E0207", &flow.at("route"), title, |problem| {
            problem.expected("one of them").hint("write the ride in a box as a leg: `Ride(service: .., to: ..)`")
        });
        return None;
    }
    context.lookup(|context| &context.services, "service", name, &path, &flow.who)?;
    let Some(service) = supply.numbers.get(name).copied().flatten() else {
        let title = format!("{} goes by a service that does not run", flow.who);
        context.problem("E0413", &path, title, |problem| {
            problem.found(format!("{name:?}")).hint("take away its `off`, or set right what is wrong with it")
        });
        return None;
    };
    let about = &supply.services[service.index()];
    if about.groupage.is_none() {
        let title = format!("{} goes in boxes of a service that has none", flow.who);
        context.problem("E0431", &path, title, |problem| {
            problem.found(format!("{name:?}, which carries containers")).expected("a service of `Groupage`")
        });
        return None;
    }
    let [first, last] = [about.calls[0], about.calls[1]];
    let to_park = (from != first).then_some(JourneyLeg::Road { to: first, fleet: None });
    let from_park = (to != last).then_some(JourneyLeg::Road { to, fleet: None });
    let ride = JourneyLeg::Ride { service, from: 0, to: 1 };
    Some(Route::Legs(to_park.into_iter().chain([ride]).chain(from_park).collect()))
}

/// Parcels ride in boxes that they fit into, and in nothing else; boxes take nothing but parcels.
pub fn check(context: &mut Context, flow: &FlowReader, supply: &Supply, place: Option<&Place>) {
    if flow.file.size_m3.is_some() && flow.file.boxes.is_some() {
        let title = format!("{} is of parcels, which take no boxes of their own", flow.who);
        context
            .problem("E0207", &flow.at("boxes"), title, |problem| problem.expected("`size_m3` or `boxes`, not both"));
    }
    let Some(place) = place else { return };
    let legs = match place {
        Place::Journey { route: Route::Legs(legs), .. } => legs.as_slice(),
        Place::Journey { .. } | Place::At { .. } => &[],
    };
    let mut boxes = 0;
    for leg in legs {
        let JourneyLeg::Ride { service, .. } = *leg else { continue };
        match (&supply.services[service.index()].groupage, flow.file.size_m3) {
            (Some(groupage), Some(m3)) => {
                boxes += 1;
                check_size(context, flow, supply, (service, groupage), m3);
            }
            (Some(_), None) if flow.file.boxes.is_some() => {
                box_in_box(context, flow, &supply.services[service.index()].id);
            }
            (Some(_), None) => without_volume(context, flow, supply, service),
            (None, Some(_)) => without_box(context, flow, &supply.services[service.index()].id),
            (None, None) => {}
        }
    }
    let rides = legs.iter().any(|leg| matches!(leg, JourneyLeg::Ride { .. }));
    if flow.file.size_m3.is_some() && boxes == 0 && !rides {
        let title = format!("{} is of parcels, but goes in no box", flow.who);
        context.problem("E0431", &flow.at("size_m3"), title, |problem| {
            problem
                .expected("`carried_by: Groupage(..)`, or a leg `Ride` on a service of `Groupage`")
                .hint("leave `size_m3` out where trucks take it all the way")
        });
    }
}

fn check_size(
    context: &mut Context,
    flow: &FlowReader,
    supply: &Supply,
    (service, groupage): (ServiceId, &Groupage),
    m3: f64,
) {
    let tonnes = flow.file.size_t.unwrap_or(0.0);
    if crate::model::litres(m3) > groupage.litres || (tonnes * 1000.0).round() as u64 > groupage.kg {
        let id = &supply.services[service.index()].id;
        let title = format!("a parcel of {} is larger than a box of groupage `{id}`", flow.who);
        let (most_m3, most_t) = (f64::from(groupage.litres) / 1000.0, groupage.kg as f64 / 1000.0);
        context.problem("E0409", &flow.at("size_m3"), title, |problem| {
            problem.found(format!("{m3} m3 and {tonnes} t")).expected(format!("at most {most_m3} m3 and {most_t} t"))
        });
    }
}

fn box_in_box(context: &mut Context, flow: &FlowReader, service: &str) {
    let key = if matches!(flow.file.route, RouteFile::LeastTime) { "carried_by" } else { "route" };
    let title = format!("{} is of whole boxes, and service `{service}` carries parcels", flow.who);
    context.problem("E0431", &flow.at(key), title, |problem| {
        problem.expected("legs by road, and rides on trains, ships and trucks that carry containers")
    });
}

fn without_volume(context: &mut Context, flow: &FlowReader, supply: &Supply, service: ServiceId) {
    let id = &supply.services[service.index()].id;
    let title = format!("{} goes in boxes of groupage `{id}`, but its volume is not said", flow.who);
    context.problem("E0122", &flow.at("size_m3"), title, |problem| {
        problem.expected("`size_m3` and `size_t`, those of one parcel")
    });
}

fn without_box(context: &mut Context, flow: &FlowReader, service: &str) {
    let title = format!("{} is of parcels, and service `{service}` carries containers", flow.who);
    context.problem("E0431", &flow.at("size_m3"), title, |problem| {
        problem
            .expected("legs by road, and rides on services of `Groupage`")
            .hint("let a service of `Groupage` take its boxes by this one: `route: Legs([..])`")
    });
}
