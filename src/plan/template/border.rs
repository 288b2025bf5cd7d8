//! The two-post road border.
//!
//! ```text
//! post(exit of the side that is left)  > between >  post(entry of the side that is entered)
//! post: +approach +lane ~gate +yard -lane -approach   documents {errors: correction, documents again}
//!       green / scan {hit: physical} / physical {+bay agencies -bay}   exit lane
//! ```
//! A place is given back only when the next one is held: with the other side shut the ground between the posts fills, then the yard, then the
//! lanes stay blocked, then the approach fills. Nothing says so anywhere; it follows.

use super::super::builder::{Builder, Load};
use super::super::{PlaceLabel, Thing, ThingKind};
use crate::engine::law::Law;
use crate::ids::{CalendarId, HubId};
use crate::model::{
    Agency, Border, Cause, Check, Desks, Direction, Lanes, Post, RiskLane, Side, StationKind, TimeClass,
};

/// Writes a crossing in one direction.
pub fn cross(builder: &mut Builder, hub: HubId, border: &Border, direction: Direction, load: Load) {
    let (left, entered) = border.sides(direction);
    let (from, to) = (&left.country, &entered.country);
    let way = Some(direction);
    let exit = PostSite { hub, side: left, role: "exit", post: &left.exit, load };
    let entry = PostSite { hub, side: entered, role: "entry", post: &entered.entry, load };
    let approach = border.approach_places.map(|places| {
        store(builder, &exit, &format!("approach {from}-{to}"), "approach_places", places, left.hours, Cause::Closed)
    });
    if let Some(approach) = approach {
        builder.take(approach, 1);
    }
    let exit_yard = exit.pass(builder, approach, (entered.hours, Cause::ClosedOpposite));
    let between = border.between.places.map(|places| {
        store(
            builder,
            &exit,
            &format!("between {from}-{to}"),
            "between/places",
            places,
            entered.hours,
            Cause::ClosedOpposite,
        )
    });
    if let Some(between) = between {
        builder.take(between, 1);
    }
    if let Some(yard) = exit_yard {
        builder.give(yard, 1);
    }
    builder.stage(hub, way, &format!("{} exit", left.country));
    builder.drive(
        PlaceLabel::Hub(hub),
        &format!("{}/between {from}-{to}/time", exit.hub_id(builder)),
        &border.between.time,
    );
    builder.stage(hub, way, "between");
    let entry_yard = entry.pass(builder, between, (entered.hours, Cause::Closed));
    if let Some(yard) = entry_yard {
        builder.give(yard, 1);
    }
    builder.stage(hub, way, &format!("{} entry", entered.country));
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

/// One post of one side for one direction, as it is written into the plan.
struct PostSite<'m> {
    hub: HubId,
    side: &'m Side,
    role: &'static str,
    post: &'m Post,
    load: Load,
}

impl PostSite<'_> {
    /// Writes the post. `before` is held on arrival and given back inside; what is still held at the end (the yard) is returned,
    /// since it may be given back only when the next place is held. `ahead`: hours and cause when the yard is full.
    fn pass(&self, builder: &mut Builder, before: Option<u32>, ahead: (Option<CalendarId>, Cause)) -> Option<u32> {
        let post = self.post;
        let gate = self.station(builder, "gate", StationKind::Gate, &post.gate, "gate/lanes");
        let path = self.path_of(builder, "gate");
        let yard = post.yard_places.map(|places| {
            let name = format!("{} {}/yard", self.side.country, self.role);
            store(builder, self, &name, "yard_places", places, ahead.0, ahead.1)
        });
        if let Some(yard) = yard {
            builder.take(gate, 1);
            builder.work(gate, &path, &post.gate.time);
            builder.take(yard, 1);
            builder.give(gate, 1);
        } else {
            builder.serve(gate, &path, &post.gate.time);
        }
        if let Some(before) = before {
            builder.give(before, 1);
        }
        if self.load == Load::Full {
            self.documents(builder);
            self.risk(builder);
        }
        if let Some(lanes) = &post.exit {
            let exit = self.station(builder, "exit lane", StationKind::Gate, lanes, "exit/lanes");
            let path = self.path_of(builder, "exit lane");
            builder.serve(exit, &path, &lanes.time);
        }
        yard
    }

    fn documents(&self, builder: &mut Builder) {
        let Some(Desks { desks, errors }) = &self.post.documents else { return };
        let thing = self.station(builder, "documents", StationKind::Desk, desks, "documents/desks");
        let path = self.path_of(builder, "documents");
        builder.serve(thing, &path, &desks.time);
        if let Some((share, correction)) = errors {
            builder.optional(&format!("{path}/errors"), *share, |builder| {
                let cause = TimeClass::Waiting(Cause::Papers);
                builder.spend(self.hub, &format!("{path}/correction"), correction, cause);
                builder.serve(thing, &format!("{path}/again"), &desks.time);
            });
        }
    }

    fn risk(&self, builder: &mut Builder) {
        let lanes = &self.post.risk;
        if lanes.is_empty() {
            return self.agencies(builder, "");
        }
        let path = self.path_of(builder, "risk");
        let shares: Vec<f64> = lanes.iter().map(|lane| lane.share).collect();
        let branch = builder.branch(&path, &shares);
        let mut ends = Vec::new();
        for (way, lane) in lanes.iter().enumerate() {
            builder.aim(branch, way);
            self.risk_lane(builder, lane);
            if way + 1 < lanes.len() {
                ends.push(builder.jump());
            }
        }
        builder.land(&ends);
    }

    fn risk_lane(&self, builder: &mut Builder, lane: &RiskLane) {
        let physical = self.post.risk.iter().find(|other| other.check == Check::Physical);
        let (Check::Scan, Some(scanners)) = (lane.check, &self.post.scanners) else {
            return self.agencies(builder, &lane.lane);
        };
        let scanner = self.station(builder, "scanners", StationKind::Scanner, scanners, "scanners/servers");
        let path = self.path_of(builder, "scanners");
        builder.serve(scanner, &path, &scanners.time);
        // A truck with a hit is treated as one of the physical lane, and not once more as one of its own.
        let hits = physical.map_or(0.0, |_| lane.hits);
        let after_hit = physical.map_or("", |physical| physical.lane.as_str());
        builder.either(
            &format!("{path}/hits"),
            hits,
            |builder| self.agencies(builder, after_hit),
            |builder| self.agencies(builder, &lane.lane),
        );
    }

    /// The agencies that work on a lane: those that take every truck of it share one stay in a bay, the others have a stay of their own.
    fn agencies(&self, builder: &mut Builder, lane: &str) {
        let commodity = builder.commodity.clone();
        let concerned = |agency: &&Agency| {
            let of_lane = agency.lanes.is_empty() || agency.lanes.iter().any(|name| name == lane);
            let of_commodity = agency.commodities.is_empty()
                || commodity.as_ref().is_some_and(|commodity| agency.commodities.contains(commodity));
            of_lane && of_commodity
        };
        let agencies: Vec<&Agency> = self.post.agencies.iter().filter(concerned).collect();
        let certain = agencies.iter().any(|agency| agency.share >= 1.0);
        if certain {
            self.in_bay(builder, |site, builder| {
                for agency in &agencies {
                    site.agency(builder, agency, lane);
                }
            });
        } else {
            for agency in agencies {
                let path = self.path_of(builder, &agency.id);
                builder.optional(&format!("{path}/{lane}/share"), agency.share, |builder| {
                    self.in_bay(builder, |site, builder| site.inspect(builder, agency, lane));
                });
            }
        }
    }

    fn agency(&self, builder: &mut Builder, agency: &Agency, lane: &str) {
        let path = self.path_of(builder, &agency.id);
        builder.optional(&format!("{path}/{lane}/share"), agency.share, |builder| self.inspect(builder, agency, lane));
    }

    fn inspect(&self, builder: &mut Builder, agency: &Agency, lane: &str) {
        let field = format!("agencies/{}/officers", agency.id);
        let officers = self.station(builder, &agency.id, StationKind::Inspector, &agency.officers, &field);
        let path = self.path_of(builder, &agency.id);
        builder.serve(officers, &format!("{path}/{lane}"), &agency.officers.time);
    }

    fn in_bay(&self, builder: &mut Builder, work: impl FnOnce(&Self, &mut Builder)) {
        let Some(bays) = self.post.bays else { return work(self, builder) };
        let lanes = Lanes { servers: bays, time: Law::Constant(0.0), hours: None };
        let bay = self.place_of_work(builder, "bays", &lanes);
        builder.take(bay, 1);
        work(self, builder);
        builder.give(bay, 1);
    }

    fn place_of_work(&self, builder: &mut Builder, name: &str, lanes: &Lanes) -> u32 {
        self.make(builder, name, StationKind::Bay, lanes.servers, None, "bays/servers")
    }

    fn station(&self, builder: &mut Builder, name: &str, kind: StationKind, lanes: &Lanes, field: &str) -> u32 {
        self.make(builder, name, kind, lanes.servers, lanes.hours.or(self.side.hours), field)
    }

    fn make(
        &self,
        builder: &mut Builder,
        name: &str,
        kind: StationKind,
        servers: u32,
        hours: Option<CalendarId>,
        field: &str,
    ) -> u32 {
        let full = self.path_of(builder, name);
        let calendar = hours.map(|calendar| calendar.0);
        builder.thing(&full, || Thing {
            calendar,
            closing: self.side.closing,
            wait_calendar: calendar,
            ..Thing::new(&full, format!("posts/{}/{field}", self.post.id), self.hub, ThingKind::Station(kind), servers)
        })
    }

    fn hub_id(&self, builder: &Builder) -> String {
        builder.model.hubs[self.hub.index()].id.clone()
    }

    /// The name of something at this post: "youyiguan/CN exit/gate".
    fn path_of(&self, builder: &Builder, name: &str) -> String {
        format!("{}/{} {}/{name}", self.hub_id(builder), self.side.country, self.role)
    }
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
