//! Driving over a link. Where one direction drives at a time, its end is taken before and the lane left behind; vehicles that break down are repaired before they leave it.
//!
//! ```text
//! {+end of the lane}  drive  {~repairs}  {lane left}
//! ```
//! Each end is a thing of its own, where those wait who come from there; both belong to one lane, which says whose turn it is.

use super::super::builder::Builder;
use super::super::{ENDLESS, Lane, Mover, PlaceLabel, Step, Thing, ThingKind};
use crate::ids::LinkId;
use crate::model::{Breakdowns, Cause, OneLane, TimeClass};

/// Writes the drive from one end to the other. `number` tells the luck of drives over the same link apart.
pub fn drive(builder: &mut Builder, number: &str, link: LinkId, forward: bool) {
    let way = &builder.model.links[link.index()];
    let path = format!("{number}/{}/{}", way.id, if forward { "there" } else { "back" });
    let end = way.one_lane.map(|rules| end(builder, link, rules, forward));
    end.into_iter().for_each(|end| builder.take_on(link, end));
    builder.drive(PlaceLabel::Link(link), &format!("{path}/time"), &way.time);
    if let Some(breakdowns) = breakdowns(builder) {
        let repairs = breakdowns.over(way.length_km);
        builder.stand(link, &format!("{path}/breakdowns"), &repairs, TimeClass::Waiting(Cause::Breakdown));
    }
    end.into_iter().for_each(|thing| {
        builder.emit(Step::Clear { thing });
    });
}

/// Breakdowns of the vehicles whose way is being written.
fn breakdowns<'m>(builder: &Builder<'m>) -> Option<&'m Breakdowns> {
    match builder.mover {
        Mover::OwnTruck => None,
        Mover::Fleet(fleet) => builder.model.fleets[fleet.index()].breakdowns.as_ref(),
        Mover::Service(service) => builder.model.services[service.index()].breakdowns.as_ref(),
    }
}

/// The end of a lane from which it is driven.
fn end(builder: &mut Builder, link: LinkId, rules: OneLane, forward: bool) -> u32 {
    let known = builder.plan.lanes.iter().find(|lane| lane.link == link).map(|lane| lane.sides);
    let sides = known.unwrap_or_else(|| {
        let number = builder.plan.lanes.len() as u32;
        let sides = [0, 1].map(|side| make_end(builder, link, rules, (number, side)));
        builder.plan.lanes.push(Lane { link, rules, sides });
        sides
    });
    sides[usize::from(!forward)]
}

fn make_end(builder: &mut Builder, link: LinkId, rules: OneLane, lane: (u32, u8)) -> u32 {
    let model = builder.model;
    let way = &model.links[link.index()];
    let hub = if lane.1 == 0 { way.from } else { way.to };
    let name = format!("{}/lane {}", model.hubs[hub.index()].id, way.id);
    builder.thing(&name, || Thing {
        cause: Cause::Path,
        cause_shut: Cause::Path,
        lane: Some(lane),
        ..Thing::new(
            &name,
            format!("links/{}/one_lane", way.id),
            hub,
            ThingKind::Store,
            rules.places.unwrap_or(ENDLESS),
        )
    })
}
