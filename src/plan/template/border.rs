//! The two-post road border.
//!
//! ```text
//! post(exit of the side that is left)  > between >  post(entry of the side that is entered)
//! post: +approach +lane ~gate +yard -lane -approach   documents {errors: correction, documents again} permits
//!       green / scan {hit: physical} / physical {+bay agencies -bay}   weighbridge  fees  exit lane
//! ```
//! A place is given back only when the next one is held: with the other side shut the ground between the posts fills, then the yard, then the
//! lanes stay blocked, then the approach fills. Nothing says so anywhere; it follows.
//!
//! Shuttles are another way from yard to yard: +shuttle ~load -yard > (lane of their own) +yard ~unload {hands shuttle: > -shuttle}
//!
//! Policy instruments change these steps for those who have adopted them: `documents` says what becomes of papers, `inspection` of risk and agencies,
//! `post` of gates; one stop leaves the post of the first side without checks and brings its officers to the other.

mod documents;
mod inspection;
mod post;
mod shuttle;

use super::super::builder::{Builder, Load};
use super::super::{PlaceLabel, Refill, Thing, ThingKind};
use crate::ids::{CalendarId, HubId};
use crate::model::{Border, Cause, Check, Direction, Instrument, Lanes, Model, Policy, Post};
use post::PostSite;

pub use documents::lodge;

/// Writes a crossing in one direction.
pub fn cross<'m>(builder: &mut Builder<'m>, hub: HubId, border: &'m Border, direction: Direction, load: Load) {
    let (left, entered) = border.sides(direction);
    let exit = PostSite::exit(hub, direction, left, load);
    let entry = PostSite::entry(hub, direction, entered, &left.country, load);
    let crossing = Crossing { hub, border, direction };
    if load == Load::Empty {
        return crossing.write(builder, &exit, &entry);
    }
    for quota in instruments(builder, hub, &left.country, |policy| matches!(policy, Policy::Quota { .. })) {
        crossing.quota(builder, quota);
    }
    match instruments(builder, hub, &left.country, |policy| matches!(policy, Policy::OneStop)).first() {
        Some(one_stop) => {
            let horizon = builder.model.run.horizon;
            // Officers who are there for everybody keep the hours of the hall; those who also work at their own post keep their own.
            let hours = if one_stop.uptake.always(horizon) == Some(1.0) { entered.hours } else { left.hours };
            let gate_only = PostSite { is_checking: false, ..exit };
            let hall = PostSite { guests_hours: Some(hours), ..entry };
            builder.adopters(
                one_stop,
                |builder| crossing.write(builder, &gate_only, &hall),
                |builder| crossing.write(builder, &exit, &entry),
            );
        }
        None => crossing.write(builder, &exit, &entry),
    }
}

/// The instruments of a kind that concern whoever crosses here, in the order of their ids.
fn instruments<'m>(
    builder: &Builder<'m>,
    hub: HubId,
    leaving: &str,
    is_meant: impl Fn(&Policy) -> bool,
) -> Vec<&'m Instrument> {
    let is_concerned =
        |one: &&Instrument| is_meant(&one.policy) && one.hubs.contains(&hub) && builder.is_selected(one, leaving);
    builder.model.instruments.iter().filter(is_concerned).collect()
}

/// The stations at which trucks queue in one direction: name, and time in which one of the queue is worked off \[ms\].
pub fn queues(model: &Model, hub: HubId, direction: Direction) -> Vec<(String, f64)> {
    let Some(border) = model.hubs[hub.index()].border() else { return Vec::new() };
    let (left, entered) = border.sides(direction);
    let mut all = Vec::new();
    for (side, role, post) in [(left, "exit", &left.exit), (entered, "entry", &entered.entry)] {
        let mut add = |name: &str, lanes: &Lanes| {
            let name = format!("{}/{} {role}/{name}", model.hubs[hub.index()].id, side.country);
            all.push((name, lanes.time.mean() / f64::from(lanes.servers)));
        };
        add("gate", &post.gate);
        post.documents.iter().for_each(|documents| add("documents", &documents.desks));
        post.permits.iter().for_each(|permit| add(&permit.id, &permit.desks));
        post.scanners.iter().for_each(|scanners| add("scanners", scanners));
        post.agencies.iter().for_each(|agency| add(&agency.id, &agency.officers));
        post.weighbridge.iter().for_each(|scales| add("weighbridge", scales));
        post.exit.iter().for_each(|lanes| add("exit lane", lanes));
    }
    all
}

/// One direction across a border.
struct Crossing<'m> {
    hub: HubId,
    border: &'m Border,
    direction: Direction,
}

impl<'m> Crossing<'m> {
    fn hub_id<'a>(&self, model: &'a Model) -> &'a str {
        &model.hubs[self.hub.index()].id
    }

    fn write(&self, builder: &mut Builder<'m>, exit: &PostSite<'m>, entry: &PostSite<'m>) {
        let (hub, way) = (self.hub, Some(self.direction));
        let (left, entered) = self.border.sides(self.direction);
        let (from, to) = (&left.country, &entered.country);
        let approach = self.border.approach_places.map(|places| {
            let name = format!("approach {from}-{to}");
            store(builder, exit, &name, "approach_places", places, left.hours, Cause::Closed)
        });
        if let Some(approach) = approach {
            let queue = builder.take(approach, 1);
            if exit.load == Load::Full {
                builder.may_turn(queue, approach);
            }
        }
        let ahead = (entered.hours, Cause::ClosedOpposite);
        exit.come_in(builder, approach, ahead);
        let exit_yard = exit.inside(builder, ahead);
        match exit.instrument(builder, |policy| matches!(policy, Policy::Shuttles { .. })) {
            Some(shuttles) => builder.adopters(
                shuttles,
                |builder| self.by_shuttle(builder, shuttles, (exit, entry), exit_yard),
                |builder| self.by_road(builder, (exit, entry), exit_yard),
            ),
            None => self.by_road(builder, (exit, entry), exit_yard),
        }
        let entry_yard = entry.inside(builder, (entered.hours, Cause::Closed));
        if let Some(yard) = entry_yard {
            builder.give(yard, 1);
        }
        builder.stage(hub, way, &format!("{to} entry"));
    }

    /// Over the ground between the posts and through the second gate.
    fn by_road(
        &self,
        builder: &mut Builder<'m>,
        (exit, entry): (&PostSite<'m>, &PostSite<'m>),
        exit_yard: Option<u32>,
    ) {
        let (hub, way) = (self.hub, Some(self.direction));
        let (left, entered) = self.border.sides(self.direction);
        let (from, to) = (&left.country, &entered.country);
        let between = self.border.between.places.map(|places| {
            let name = format!("between {from}-{to}");
            store(builder, exit, &name, "between/places", places, entered.hours, Cause::ClosedOpposite)
        });
        if let Some(between) = between {
            builder.take(between, 1);
        }
        if let Some(yard) = exit_yard {
            builder.give(yard, 1);
        }
        builder.stage(hub, way, &format!("{from} exit"));
        let path = format!("{}/between {from}-{to}/time", exit.hub_id(builder));
        builder.drive(PlaceLabel::Hub(hub), &path, &self.border.between.time);
        builder.stage(hub, way, "between");
        entry.come_in(builder, between, (entered.hours, Cause::Closed));
    }

    /// One of the passages that are allowed is used up by those whom the quota concerns while it is in force.
    fn quota(&self, builder: &mut Builder<'m>, instrument: &'m Instrument) {
        let Policy::Quota { count, every, carry_over } = instrument.policy else { return };
        let name = format!("{}/{}", self.hub_id(builder.model), instrument.id);
        let path = format!("instruments/{}/policy/count", instrument.id);
        let capacity = count.saturating_mul(carry_over.saturating_add(1));
        let quota = builder.thing(&name, || Thing {
            refill: Some(Refill { count, every, lead: 0 }),
            ..Thing::new(&name, path, self.hub, ThingKind::Quota, capacity)
        });
        let use_one = |builder: &mut Builder<'m>| {
            builder.take(quota, 1);
        };
        builder.adopters(instrument, use_one, |_| {});
    }
}

/// Expected time of a crossing without any wait \[ms\]: what a route is chosen by.
pub fn expected_time(border: &Border, direction: Direction) -> f64 {
    let (left, entered) = border.sides(direction);
    expected_post(&left.exit) + border.between.time.mean() + expected_post(&entered.entry)
}

fn expected_post(post: &Post) -> f64 {
    let lanes = |lanes: &Option<Lanes>| lanes.as_ref().map_or(0.0, |lanes| lanes.time.mean());
    let documents = post.documents.as_ref().map_or(0.0, |desks| {
        let (errors, correction) = desks.errors.as_ref().map_or((0.0, 0.0), |(share, law)| (*share, law.mean()));
        desks.desks.time.mean() * (1.0 + errors) + errors * correction
    });
    let scans: f64 = post.risk.iter().filter(|lane| lane.check == Check::Scan).map(|lane| lane.share).sum();
    post.gate.time.mean() + documents + scans * lanes(&post.scanners) + lanes(&post.exit)
}

/// Finite space at a border. `ahead`: the hours in which it empties; waiting for it outside them has the cause `shut`.
fn store(
    builder: &mut Builder,
    site: &PostSite,
    name: &str,
    field: &str,
    places: u32,
    ahead: Option<CalendarId>,
    shut: Cause,
) -> u32 {
    let hub_id = site.hub_id(builder);
    let full = format!("{hub_id}/{name}");
    let path = match field {
        "yard_places" => format!("posts/{}/yard_places", site.post.id),
        _ => format!("hubs/{hub_id}/facilities/Border/{field}"),
    };
    builder.thing(&full, || Thing {
        wait_calendar: ahead.map(|calendar| calendar.0),
        cause_shut: shut,
        ..Thing::new(&full, path, site.hub, ThingKind::Store, places)
    })
}
