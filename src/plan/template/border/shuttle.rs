//! From yard to yard on shuttles of a finite fleet, on a lane of their own: neither the ground between the posts nor the second gate is used.

use super::super::super::builder::Builder;
use super::super::super::{PlaceLabel, Role, Thing, ThingKind};
use super::Crossing;
use super::post::PostSite;
use crate::model::{Activity, Cause, Instrument, Policy, TimeClass};

const HANDLING: TimeClass = TimeClass::Worked(Activity::Handling);

impl<'m> Crossing<'m> {
    /// The load waits in the yard for a shuttle, and on the shuttle for a place in the other yard; the shuttle comes back behind it.
    pub(super) fn by_shuttle(
        &self,
        builder: &mut Builder<'m>,
        instrument: &'m Instrument,
        (exit, entry): (&PostSite<'m>, &PostSite<'m>),
        exit_yard: Option<u32>,
    ) {
        let Policy::Shuttles { load, unload, drive, .. } = &instrument.policy else { return };
        let Some(shuttle) = self.shuttle(builder, instrument) else { return };
        let (hub, way) = (self.hub, Some(self.direction));
        let path = |what: &str| format!("{}/{}/{what}", self.hub_id(builder.model), instrument.id);
        let (loading, driving, unloading) = (path("load"), path("drive"), path("unload"));
        builder.take(shuttle, 1);
        builder.spend(hub, &loading, load, HANDLING);
        if let Some(yard) = exit_yard {
            builder.give(yard, 1);
        }
        builder.stage(hub, way, &format!("{} exit", exit.side.country));
        builder.drive(PlaceLabel::Hub(hub), &driving, drive);
        builder.stage(hub, way, "between");
        if let Some(yard) = entry.yard(builder, (entry.hours, Cause::Closed)) {
            builder.take(yard, 1);
        }
        builder.spend(hub, &unloading, unload, HANDLING);
        let of = &builder.plan.accounts[builder.account as usize].name;
        let name = format!("{of} (empty, {})", instrument.id);
        builder.child(name, Role::EmptyReturn, Some(shuttle), |builder| {
            builder.drive(PlaceLabel::Hub(hub), &driving, drive);
            builder.give(shuttle, 1);
        });
    }

    fn shuttle(&self, builder: &mut Builder<'m>, instrument: &Instrument) -> Option<u32> {
        let Policy::Shuttles { count, .. } = instrument.policy else { return None };
        let (left, entered) = self.border.sides(self.direction);
        let name = format!("{}/{} {}-{}", self.hub_id(builder.model), instrument.id, left.country, entered.country);
        let path = format!("instruments/{}/policy/count", instrument.id);
        Some(builder.thing(&name, || Thing::new(&name, path, self.hub, ThingKind::Fleet, count)))
    }
}
