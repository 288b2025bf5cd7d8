//! Runs of a service: from call to call, over links, across borders, through gauge changes.

use super::super::builder::{Builder, Load};
use super::super::check::Finding;
use super::super::voyage::{Stretch, Voyage};
use super::super::{Mover, Refill, Service as PlanService, Step, Thing, ThingKind};
use super::terminal::Stop;
use super::{border, link, rail_border};
use crate::engine::law::Law;
use crate::ids::{HubId, LinkId, ServiceId};
use crate::model::{Activity, Cause, LITRES_PER_M3, Mode, Model, Service, StationKind, TimeClass};
use crate::units::{DAY, MINUTE, spoken, ticks};

/// Writes the runs of a service. Its account, which is open already, has the number of the service.
pub fn write<'m>(builder: &mut Builder<'m>, id: ServiceId, service: &'m Service, voyage: &Voyage) {
    builder.findings.extend(late(builder.model, service, voyage));
    builder.account = id.0;
    builder.at(&format!("services/{}", service.id));
    let first_cell = builder.plan.cells.len() as u32;
    let lines = service.calls[..service.calls.len() - 1].iter().enumerate();
    let lines: Vec<u32> = lines.map(|(call, hub)| line(builder, service, call, *hub)).collect();
    let entry = builder.next();
    builder.plan.services.push(PlanService {
        name: service.id.clone(),
        entry,
        room: service.capacity_teu,
        capacity_kg: service.capacity_kg.unwrap_or(u64::MAX),
        departs: service.departs.clone(),
        loading: service.loading,
        departs_after: service.departs_after.clone(),
        km: kilometres(builder.model, voyage),
        lines,
        cells: first_cell..first_cell,
        gathers: Vec::new(),
        is_groupage: false,
    });
    builder.mover = Mover::Service(id);
    builder.priority = service.priority;
    let mut run = Run { id, service, gathers: Vec::new() };
    let set = run.set(builder);
    let mut clock = 0.0;
    for call in 0..service.calls.len() {
        if call > 0 {
            travel(builder, service, call, &voyage.stretches[call - 1], &mut clock);
        }
        run.call(builder, call, voyage.gauges[call]);
    }
    run.go_back(builder, set);
    builder.emit(Step::End);
    builder.priority = 0;
    let end = builder.plan.cells.len() as u32;
    let written = &mut builder.plan.services[id.index()];
    (written.cells, written.gathers) = (first_cell..end, run.gathers);
}

/// Length of the way from the first call to each of them; the line between two stations of a rail border has none.
fn kilometres(model: &Model, voyage: &Voyage) -> Vec<f64> {
    let length = |stretch: &Stretch| match stretch {
        Stretch::Link { link, .. } => model.links[link.index()].length_km,
        Stretch::Cross { .. } | Stretch::Exchange { .. } => 0.0,
    };
    let legs = voyage.stretches.iter().map(|leg| leg.iter().map(length).sum::<f64>());
    let so_far = |sum: &mut f64, leg: f64| {
        *sum += leg;
        Some(*sum)
    };
    std::iter::once(0.0).chain(legs.scan(0.0, so_far)).collect()
}

/// Warns of a timetable that cannot be kept, even if nothing is waited for.
fn late(model: &Model, service: &Service, voyage: &Voyage) -> Option<Finding> {
    let mut clock = 0.0;
    for (call, &planned) in service.departs_after.iter().enumerate().skip(1) {
        clock += voyage.expected_time(model, service, call) + service.stop.mean();
        if clock > planned as f64 {
            let hub = &model.hubs[service.calls[call].index()].id;
            let title = format!("service `{}` cannot leave `{hub}`{} in time", service.id, service.again(call));
            let words = |time: f64| spoken(ticks(time / MINUTE as f64) * MINUTE);
            return Some(
                Finding::warning("W0533", format!("services/{}/departs_after/{call}", service.id), title)
                    .found(format!("{} after its departure", spoken(planned)))
                    .expected(format!(
                        "{} or more: so long it is on its way, with its stop, if it waits for nothing",
                        words(clock)
                    ))
                    .hint("every run will be late there"),
            );
        }
        clock = planned as f64;
    }
    None
}

/// Cargo that waits for a service at a call.
pub(super) fn line(builder: &mut Builder, service: &Service, call: usize, hub: HubId) -> u32 {
    let hub_id = &builder.model.hubs[hub.index()].id;
    let name = format!("{hub_id}/line {}{}", service.id, service.again(call));
    // Of parcels it is told in cubic metres.
    let (capacity, key) = match &service.groupage {
        Some(boxes) => ((boxes.litres / LITRES_PER_M3).max(1), "from".to_owned()),
        None => (service.capacity_teu, format!("calls/{call}")),
    };
    let path = format!("services/{}/{key}", service.id);
    builder.thing(&name, || Thing {
        cause: service.departs.cause(),
        ..Thing::new(&name, path, hub, ThingKind::Line, capacity)
    })
}

struct Run<'m> {
    id: ServiceId,
    service: &'m Service,
    gathers: Vec<u32>,
}

impl<'m> Run<'m> {
    /// Takes a set of vehicles.
    fn set(&self, builder: &mut Builder<'m>) -> Option<u32> {
        let pool = &builder.model.pools[self.service.sets?.index()];
        let name = format!("{}/{}", builder.model.hubs[pool.hub.index()].id, pool.id);
        let path = format!("pools/{}/count", pool.id);
        let thing = builder.thing(&name, || Thing::new(&name, path, pool.hub, ThingKind::Fleet, pool.count));
        builder.take(thing, 1);
        Some(thing)
    }

    fn go_back(&self, builder: &mut Builder<'m>, set: Option<u32>) {
        let first = self.service.calls[0];
        if let (Some(_), Some(time)) = (set, &self.service.back) {
            builder.spend(first, "back", time, TimeClass::Moving);
        }
        if let (Some(_), Some(maintenance)) = (set, &self.service.maintenance) {
            builder.every_run(maintenance.every_runs, |builder| {
                builder.spend(first, "maintenance", &maintenance.time, TimeClass::Worked(Activity::Handling));
            });
        }
        set.into_iter().for_each(|set| builder.give(set, 1));
    }

    /// Puts off, takes on.
    fn call(&mut self, builder: &mut Builder<'m>, call: usize, gauge_mm: Option<u32>) {
        let number = call as u8;
        let stop = Stop::new(builder, self.id, number, gauge_mm);
        let visit = builder.visit(stop.hub, None, true);
        builder.emit(Step::Enter { visit });
        let position = stop.berth(builder);
        if call > 0 {
            builder.release(stop.hub, number);
        }
        if call + 1 < self.service.calls.len() {
            let due = if call == 0 { self.service.departs.cause() } else { Cause::Timetable };
            self.gathers.push(builder.gather(stop.hub, number, due, &self.service.stop));
        }
        if let Some(position) = position {
            stop.pilot(builder, "out");
            builder.give(position, 1);
        }
        builder.emit(Step::Leave { visit });
    }
}

/// From one call to the next.
fn travel(builder: &mut Builder, service: &Service, call: usize, stretches: &[Stretch], clock: &mut f64) {
    let model = builder.model;
    for (index, stretch) in stretches.iter().enumerate() {
        match *stretch {
            Stretch::Link { link, forward } => {
                drive(builder, &format!("{call}/{index}"), link, forward);
                *clock += model.links[link.index()].time.mean();
                let way = &model.links[link.index()];
                // At the last call the run is over: who rests there delays nobody.
                if call + 1 < service.calls.len() || index + 1 < stretches.len() {
                    rest(builder, service, if forward { way.to } else { way.from }, clock);
                }
            }
            Stretch::Cross { hub, direction } => match (service.mode, model.hubs[hub.index()].border()) {
                (Mode::Road, Some(crossing)) => {
                    let visit = builder.visit(hub, Some(direction), true);
                    builder.emit(Step::Enter { visit });
                    // At posts of roads they stand among the trucks of everybody.
                    let priority = std::mem::take(&mut builder.priority);
                    border::cross(builder, hub, crossing, direction, Load::Full);
                    builder.priority = priority;
                    builder.emit(Step::Leave { visit });
                }
                _ => {
                    if let Some(crossing) = model.hubs[hub.index()].rail_border() {
                        rail_border::cross(builder, hub, crossing, direction);
                    }
                }
            },
            Stretch::Exchange { hub } => exchange(builder, &format!("{call}/{index}"), hub),
        }
    }
}

/// Rests that are due at the end of a link, by the time at the wheel that is to be expected.
fn rest(builder: &mut Builder, service: &Service, hub: HubId, clock: &mut f64) {
    let Some((most, rest)) = service.driver else { return };
    let due = (*clock / most as f64).floor();
    if due > 0.0 {
        *clock -= due * most as f64;
        let path = format!("{}/rest", builder.model.hubs[hub.index()].id);
        builder.spend(hub, &path, &Law::Constant(due * rest as f64), TimeClass::Waiting(Cause::Rest));
    }
}

/// A link, with a path in its timetable and a place on it where these are finite.
fn drive(builder: &mut Builder, number: &str, id: LinkId, forward: bool) {
    let model = builder.model;
    let way = &model.links[id.index()];
    builder.at(&format!("links/{}", way.id));
    let from = if forward { way.from } else { way.to };
    if let Some(paths) = way.paths_per_day {
        let name = format!("{}/paths {}", model.hubs[from.index()].id, way.id);
        let path = format!("links/{}/paths_per_day", way.id);
        let paths = builder.thing(&name, || Thing {
            cause: Cause::Path,
            cause_shut: Cause::Path,
            refill: Some(Refill { count: paths, every: DAY, lead: 0 }),
            ..Thing::new(&name, path, from, ThingKind::Quota, paths)
        });
        builder.take(paths, 1);
    }
    let track = way.trains_at_once.map(|trains| {
        let name = format!("{}/track {}", model.hubs[way.from.index()].id, way.id);
        let path = format!("links/{}/trains_at_once", way.id);
        builder.thing(&name, || Thing {
            cause: Cause::Path,
            cause_shut: Cause::Path,
            ..Thing::new(&name, path, way.from, ThingKind::Store, trains)
        })
    });
    track.into_iter().for_each(|track| {
        builder.take(track, 1);
    });
    link::drive(builder, number, id, forward);
    track.into_iter().for_each(|track| builder.give(track, 1));
}

/// The wagons get other bogies.
fn exchange(builder: &mut Builder, number: &str, hub: HubId) {
    let model = builder.model;
    let about = &model.hubs[hub.index()];
    let Some(halls) = about.exchange() else { return };
    let name = format!("{}/bogie exchange", about.id);
    let path = format!("hubs/{}/facilities/BogieExchange/halls", about.id);
    let thing =
        builder.thing(&name, || Thing::new(&name, path, hub, ThingKind::Station(StationKind::Track), halls.halls));
    builder.serve(thing, &format!("{number}/{}/bogies", about.id), &halls.time);
}
