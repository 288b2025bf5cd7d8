//! The rail border: two stations, and the line between.
//!
//! ```text
//! +track of the side left   check {inspection}   +place in today's exchange plan   +track of the side entered   +line   -track
//! drive   -line   check {inspection}   -track
//! ```
//! A train leaves the first station only when the other side accepts it and has a track for it: with the other side slow, its tracks fill, then those
//! of the first, then trains stand on the way. Tracks are each direction's own, since two full stations that face each other would lock.

use super::super::builder::Builder;
use super::super::{PlaceLabel, Refill, Thing, ThingKind};
use crate::ids::HubId;
use crate::model::{Activity, Cause, Direction, RailBorder, RailSide, StationKind, Struck, TimeClass};
use crate::units::DAY;

/// Expected time of a crossing without any wait \[ms\].
pub fn expected_time(border: &RailBorder, direction: Direction) -> f64 {
    let (left, entered) = border.sides(direction);
    let checks =
        |side: &RailSide| side.check.mean() + side.inspection.as_ref().map_or(0.0, |(share, time)| share * time.mean());
    checks(left) + border.time.mean() + checks(entered)
}

/// Writes the crossing of a train.
pub fn cross(builder: &mut Builder, hub: HubId, border: &RailBorder, direction: Direction) {
    let hub_id = builder.model.hubs[hub.index()].id.clone();
    builder.at(&format!("hubs/{hub_id}/facilities/RailBorder"));
    let (left, entered) = border.sides(direction);
    let site =
        Site { hub, hub_id, leaving: &left.country, way: format!("{}-{}", left.country, entered.country), direction };
    let visit = builder.visit(hub, Some(direction), true);
    builder.emit(super::super::Step::Enter { visit });
    let first = site.tracks(builder, left, "exit");
    first.into_iter().for_each(|tracks| {
        builder.take(tracks, 1);
    });
    site.check(builder, left, "exit");
    if let Some(planned) = border.planned(direction) {
        let plan = site.plan(builder, planned, border.carry_over);
        builder.take(plan, 1);
    }
    let second = site.tracks(builder, entered, "entry");
    second.into_iter().for_each(|tracks| {
        builder.take(tracks, 1);
    });
    let line = border.trains_at_once.map(|trains| site.line(builder, trains));
    line.into_iter().for_each(|line| {
        builder.take(line, 1);
    });
    first.into_iter().for_each(|tracks| builder.give(tracks, 1));
    builder.stage(hub, Some(direction), &format!("{} exit", left.country));
    let path = format!("{}/line {}/time", site.hub_id, site.way);
    builder.drive(PlaceLabel::Hub(hub), &path, &border.time);
    line.into_iter().for_each(|line| builder.give(line, 1));
    builder.stage(hub, Some(direction), "between");
    site.check(builder, entered, "entry");
    second.into_iter().for_each(|tracks| builder.give(tracks, 1));
    builder.stage(hub, Some(direction), &format!("{} entry", entered.country));
    builder.emit(super::super::Step::Leave { visit });
}

/// One direction of a rail border.
struct Site<'m> {
    hub: HubId,
    hub_id: String,
    /// The country that is left.
    leaving: &'m str,
    /// "CN-KZ".
    way: String,
    direction: Direction,
}

impl Site<'_> {
    fn thing(&self, builder: &mut Builder, name: &str, field: &str, make: impl FnOnce(&str, String) -> Thing) -> u32 {
        let name = format!("{}/{name}", self.hub_id);
        let path = format!("hubs/{}/facilities/RailBorder/{field}", self.hub_id);
        builder.thing(&name, || make(&name, path))
    }

    /// The side of the file that a country's station is on.
    fn side(&self, role: &str) -> &'static str {
        let is_a = (self.direction == Direction::AToB) == (role == "exit");
        if is_a { "a" } else { "b" }
    }

    fn tracks(&self, builder: &mut Builder, side: &RailSide, role: &str) -> Option<u32> {
        let tracks = side.tracks?;
        let (name, field) = (format!("rail {} {role}/tracks", side.country), format!("{}/tracks", self.side(role)));
        Some(
            self.thing(builder, &name, &field, |name, path| Thing::new(name, path, self.hub, ThingKind::Store, tracks)),
        )
    }

    fn check(&self, builder: &mut Builder, side: &RailSide, role: &str) {
        let (name, field) = (format!("rail {} {role}/check", side.country), format!("{}/teams", self.side(role)));
        let calendar = side.hours.map(|hours| hours.0);
        let all = builder.model.disruptions.iter().enumerate();
        let strikes = all.filter(|(_, one)| one.strikes(Struck::Teams, self.hub, &side.country, self.leaving));
        let disruptions: Vec<u32> = strikes.map(|(number, _)| number as u32).collect();
        let check = self.thing(builder, &name, &field, |name, path| Thing {
            calendar,
            wait_calendar: calendar,
            disruptions,
            ..Thing::new(name, path, self.hub, ThingKind::Station(StationKind::Inspector), side.teams)
        });
        let path = format!("{}/{name}", self.hub_id);
        builder.serve(check, &format!("{path}/time"), &side.check);
        if let Some((share, time)) = &side.inspection {
            builder.optional(&format!("{path}/inspected"), *share, |builder| {
                builder.spend(self.hub, &format!("{path}/inspection"), time, TimeClass::Worked(Activity::Inspection));
            });
        }
    }

    fn plan(&self, builder: &mut Builder, per_day: u32, carry_over: u32) -> u32 {
        let field = if self.direction == Direction::AToB { "plan/a_to_b_per_day" } else { "plan/b_to_a_per_day" };
        let capacity = per_day.saturating_mul(carry_over.saturating_add(1));
        self.thing(builder, &format!("rail {}/exchange plan", self.way), field, |name, path| Thing {
            refill: Some(Refill { count: per_day, every: DAY, lead: 0 }),
            ..Thing::new(name, path, self.hub, ThingKind::Quota, capacity)
        })
    }

    fn line(&self, builder: &mut Builder, trains: u32) -> u32 {
        self.thing(builder, "rail/line between", "between/trains_at_once", |name, path| Thing {
            cause: Cause::Path,
            cause_shut: Cause::Path,
            ..Thing::new(name, path, self.hub, ThingKind::Store, trains)
        })
    }
}
