//! What a border asks for before the road: a number of a virtual queue, a slot of an appointment. Who finds none waits where the road begins.
//!
//! ```text
//! virtual queue: +number > ..  through the first gate  -number        appointment: +slot (each window brings more) > ..
//! ```

use super::super::builder::Builder;
use super::super::route::Leg;
use super::super::{Refill, Thing, ThingKind};
use crate::ids::HubId;
use crate::model::{Direction, Instrument, Model, Policy};

/// Whether a journey over these legs crosses a border that asks for it.
pub fn concerns(builder: &Builder, instrument: &Instrument, legs: &[Leg]) -> bool {
    crossings(legs).any(|(hub, direction)| asks(builder, instrument, hub, direction))
}

/// Whether something is to be taken before these legs.
pub fn is_asked(builder: &Builder, legs: &[Leg]) -> bool {
    builder.trip.under.iter().any(|one| concerns(builder, one, legs))
}

/// Takes at a hub what the borders on these legs ask for, in the order of the way.
pub fn take(builder: &mut Builder, at: HubId, legs: &[Leg]) {
    for (hub, direction) in crossings(legs) {
        for instrument in builder.trip.under.clone() {
            if asks(builder, instrument, hub, direction) {
                take_one(builder, instrument, at, (hub, direction));
            }
        }
    }
}

/// Gives the numbers for a crossing back.
pub fn give_back(builder: &mut Builder, hub: HubId, direction: Direction) {
    let of_crossing = builder.trip.numbers.iter().filter(|number| (number.0, number.1) == (hub, direction));
    let numbers: Vec<u32> = of_crossing.map(|number| number.2).collect();
    numbers.into_iter().for_each(|number| builder.give(number, 1));
}

/// Gives back all numbers that are held: another way is taken.
pub fn give_all_back(builder: &mut Builder) {
    for (.., number) in std::mem::take(&mut builder.trip.numbers) {
        builder.give(number, 1);
    }
}

fn crossings(legs: &[Leg]) -> impl Iterator<Item = (HubId, Direction)> {
    legs.iter().filter_map(|leg| match *leg {
        Leg::Cross { hub, direction } => Some((hub, direction)),
        Leg::Link { .. } | Leg::Through { .. } => None,
    })
}

fn asks(builder: &Builder, instrument: &Instrument, hub: HubId, direction: Direction) -> bool {
    let is_meant = matches!(instrument.policy, Policy::VirtualQueue { .. } | Policy::Appointment { .. });
    let leaving = leaving(builder.model, hub, direction);
    is_meant
        && instrument.hubs.contains(&hub)
        && leaving.is_some_and(|country| builder.is_selected(instrument, country))
}

/// The country that is left by a crossing.
fn leaving(model: &Model, hub: HubId, direction: Direction) -> Option<&str> {
    model.hubs[hub.index()].border().map(|border| border.sides(direction).0.country.as_str())
}

fn take_one(builder: &mut Builder, instrument: &Instrument, at: HubId, (hub, direction): (HubId, Direction)) {
    let (kind, capacity, refill, field) = match instrument.policy {
        Policy::VirtualQueue { places } => (ThingKind::Token, places, None, "places"),
        Policy::Appointment { slots, every, lead } => {
            (ThingKind::Quota, slots, Some(Refill { count: slots, every, lead }), "slots")
        }
        _ => return,
    };
    let name = format!("{}/{}", builder.model.hubs[hub.index()].id, instrument.id);
    let path = format!("instruments/{}/policy/{field}", instrument.id);
    let thing = builder.thing(&name, || Thing { refill, ..Thing::new(&name, path, hub, kind, capacity) });
    builder.take_at(at, thing, 1);
    if kind == ThingKind::Token {
        builder.trip.numbers.push((hub, direction, thing));
    }
}
