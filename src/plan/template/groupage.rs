//! Boxes of groupage: they are filled at one park, travel as a consignment of their own, and are emptied at another.
//!
//! ```text
//! box:     takes on parcels until it is closed   +dock ~stuffing -dock   {+yard}  its journey   +dock {-yard} ~stripping -dock   puts off
//! parcel:  line of the service   ride
//! ```
//! A box is a run of its service, so the time of its parcels is its own from the moment at which it is closed. It is taken out of a yard only when a
//! dock is free, and given up by the dock before it looks for a place in a yard: so docks and yards cannot lock one another.

use super::super::builder::Builder;
use super::super::check::Finding;
use super::super::multimodal::{self, Cargo};
use super::super::route::Network;
use super::super::voyage::Voyage;
use super::super::{Service as PlanService, Step, Thing, ThingKind};
use super::service::line;
use super::yard::YardStay;
use crate::engine::law::Law;
use crate::ids::{HubId, ServiceId};
use crate::model::{Activity, BoxWork, Groupage, Park, Service, StationKind, Stowage};

/// The call at which boxes are filled, and that at which they are emptied.
const CALLS: [u8; 2] = [0, 1];

/// The way of boxes is that of a consignment: as a service they have none.
pub fn voyage() -> Voyage {
    Voyage { stretches: vec![Vec::new()], gauges: vec![None; CALLS.len()] }
}

/// The boxes of a service.
#[derive(Clone, Copy)]
pub struct Boxes<'m> {
    id: ServiceId,
    service: &'m Service,
}

/// Writes the boxes of a service. Their account, which is open already, has the number of the service.
pub fn write<'m>(
    builder: &mut Builder<'m>,
    roads: &Network,
    (id, service, groupage): (ServiceId, &'m Service, &'m Groupage),
    voyages: &[Voyage],
) {
    builder.account = id.0;
    builder.at(&format!("services/{}", service.id));
    let account = &mut builder.plan.accounts[id.index()];
    (account.teu, account.kg, account.groupage) = (groupage.teu, groupage.tare_kg + groupage.kg, Some(id.0));
    let first_cell = builder.plan.cells.len() as u32;
    let from = service.calls[0];
    let line = line(builder, service, 0, from);
    let entry = builder.next();
    builder.plan.services.push(PlanService {
        name: service.id.clone(),
        entry,
        room: groupage.litres,
        capacity_kg: groupage.kg,
        departs: service.departs.clone(),
        loading: service.loading,
        km: vec![0.0; CALLS.len()],
        lines: vec![line],
        cells: first_cell..first_cell,
        gathers: Vec::new(),
        is_groupage: true,
        departs_after: Vec::new(),
    });
    let parts = multimodal::parts(builder.model, roads, from, &groupage.legs).unwrap_or_else(|(from, to)| {
        let finding = no_way(builder, service, from, to);
        builder.findings.push(finding);
        Vec::new()
    });
    let boxes = Some(Boxes { id, service });
    let cargo = Cargo { name: &service.id, teu: groupage.teu, stowage: Stowage::Plain, is_parcel: false, boxes };
    multimodal::write(builder, cargo, from, &parts, voyages);
    builder.emit(Step::End);
    check_exits(builder, service, entry);
    let end = builder.plan.cells.len() as u32;
    builder.plan.services[id.index()].cells = first_cell..end;
}

impl<'m> Boxes<'m> {
    /// Parcels are gathered until the box is closed; then it waits for a dock and is stuffed.
    pub fn stuff(self, builder: &mut Builder<'m>) {
        let hub = self.service.calls[usize::from(CALLS[0])];
        let row = builder.gather(hub, CALLS[0], self.service.departs.cause(), &Law::Constant(0.0));
        builder.plan.services[self.id.index()].gathers.push(row);
        let Some(park) = builder.model.hubs[hub.index()].park() else { return };
        let dock = dock(builder, hub, park);
        builder.take(dock, 1);
        work(builder, (hub, dock), park, (&park.stuffing, Activity::Stuffing));
        builder.give(dock, 1);
    }

    /// The box waits for a dock, in the yard if it stands in one, is stripped, and its parcels go on.
    pub fn strip(self, builder: &mut Builder<'m>, yard: Option<YardStay<'m>>) {
        let hub = self.service.calls[usize::from(CALLS[1])];
        if let Some(park) = builder.model.hubs[hub.index()].park() {
            let dock = dock(builder, hub, park);
            builder.take(dock, 1);
            yard.into_iter().for_each(|yard| yard.give(builder));
            work(builder, (hub, dock), park, (&park.stripping, Activity::Stripping));
            builder.give(dock, 1);
        }
        builder.release(hub, CALLS[1]);
    }
}

/// A dock works on a box.
fn work(builder: &mut Builder, (hub, dock): (HubId, u32), park: &Park, (work, activity): (&BoxWork, Activity)) {
    let path = format!("{}/{}", builder.model.hubs[hub.index()].id, activity.name());
    builder.work_on_box(dock, &path, work, activity);
    builder.pay_use(dock, park.per_use);
}

/// The docks of a park.
fn dock(builder: &mut Builder, hub: HubId, park: &Park) -> u32 {
    let hub_id = &builder.model.hubs[hub.index()].id;
    let (name, path) = (format!("{hub_id}/docks"), format!("hubs/{hub_id}/facilities/Park/docks"));
    let calendar = park.hours.map(|hours| hours.0);
    builder.thing(&name, || Thing {
        calendar,
        wait_calendar: calendar,
        ..Thing::new(&name, path, hub, ThingKind::Station(StationKind::Dock), park.docks)
    })
}

fn no_way(builder: &Builder, service: &Service, from: HubId, to: HubId) -> Finding {
    let name = |hub: HubId| &builder.model.hubs[hub.index()].id;
    let title =
        format!("groupage `{}`: no way leads from `{}` to `{}`, where its boxes go", service.id, name(from), name(to));
    Finding::error("E0401", format!("services/{}/to", service.id), title)
        .expected("a chain of roads that are on and may be driven that way, each within one country, and a border between countries")
        .hint("let the boxes ride on a train or ship: `route: Legs([Ride(service: .., to: ..)])`, or add the missing road")
}

/// Whoever leaves a queue for good would take the parcels in the box with him.
fn check_exits(builder: &mut Builder, service: &Service, entry: u32) {
    let plan = &builder.plan;
    let is_limited = |step: u32| match plan.steps[step as usize] {
        Step::Serve { thing, .. } | Step::Take { thing, .. } => plan.things[thing as usize].limit.is_some(),
        _ => false,
    };
    let leaves = plan.exits.range(entry..).find(|(step, exit)| {
        let is_impatient = exit.patience.is_some() && exit.impatient_to.is_none();
        let is_refused = (exit.joining.is_some() || is_limited(**step)) && exit.turned_away_to.is_none();
        is_impatient || is_refused
    });
    let Some((&step, _)) = leaves else { return };
    let path = plan.paths[plan.origin[step as usize] as usize].clone();
    let title = format!("a box of groupage `{}` would leave the model here, and its parcels with it", service.id);
    builder.findings.push(
        Finding::error("E0520", path, title)
            .expected("a label at which it goes on, or a queue that nobody leaves")
            .hint("give `give_up` a `to` and the visit a `turned_away_to`, or let boxes go by another hub"),
    );
}
