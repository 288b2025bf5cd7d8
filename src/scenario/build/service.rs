//! Trains, ships, and the pools of their vehicles.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::tz::TimeZone;

use super::super::file::{DepartsFile, LegFile, PoolOfFile, ServiceFile};
use super::super::values::{Day, Dur};
use super::civil::{self, Clock};
use super::context::Context;
use super::law::law;
use super::vehicle;
use super::{cost, empties, groupage, tariff};
use crate::engine::pool::MAX_CLASSES;
use crate::ids::{FleetId, HubId, PoolId, ServiceId};
use crate::model::{Departs, Fleet, Hub, JourneyLeg, Mode, PoolOf, Service, Slots, VehiclePool};
use crate::units::{MAX_TIME, Millis};

/// Calls that a service may have.
const MAX_CALLS: usize = 100;
/// The most TEU that a vehicle is believed to carry.
const MAX_CAPACITY: u32 = 1_000_000;

/// The id of a service as written.
pub fn service_id(service: &ServiceFile) -> &String {
    let (ServiceFile::Train { id, .. }
    | ServiceFile::Ship { id, .. }
    | ServiceFile::Trucks { id, .. }
    | ServiceFile::Groupage { id, .. }) = service;
    id
}

/// Whether a service is of boxes of parcels.
pub fn is_groupage(service: &ServiceFile) -> bool {
    matches!(service, ServiceFile::Groupage { .. })
}

pub fn pools(context: &mut Context) -> Vec<VehiclePool> {
    let file = context.file;
    let mut all = Vec::with_capacity(file.pools.len());
    for pool in &file.pools {
        let path = format!("pools/{}", pool.id);
        let who = format!("pool `{}`", pool.id);
        let hub = context.lookup(|context| &context.hubs, "hub", &pool.at, &format!("{path}/at"), &who);
        // Numbers are those of the file: where something is wrong, a pool of sets stands for it.
        let (what, count) = empties::content(context, &path, pool).unwrap_or((PoolOf::Sets, 1));
        all.push(VehiclePool { id: pool.id.clone(), hub: HubId(hub.unwrap_or(0)), count, what });
    }
    empties::check_pools(context, &all);
    all
}

/// The services that run, and the numbers of all: those that are off have none.
pub fn services(
    context: &mut Context,
    clock: &Clock,
    hubs: &[Hub],
    fleets: &[Fleet],
) -> (Vec<Service>, BTreeMap<String, Option<ServiceId>>) {
    let file = context.file;
    let (mut all, mut numbers) = (Vec::new(), BTreeMap::new());
    for service in &file.services {
        let (ServiceFile::Train { off, .. }
        | ServiceFile::Ship { off, .. }
        | ServiceFile::Trucks { off, .. }
        | ServiceFile::Groupage { off, .. }) = service;
        let built = match service {
            ServiceFile::Groupage { .. } => {
                let known = Known { hubs, fleets, services: &all, numbers: &numbers };
                groupage::service(context, clock, &known, service)
            }
            _ => self::service(context, clock, hubs, service),
        };
        let built = built.filter(|_| !off);
        numbers.insert(service_id(service).clone(), built.is_some().then(|| ServiceId::from(all.len())));
        all.extend(built);
    }
    (all, numbers)
}

/// What the boxes of groupage refer to.
pub struct Known<'a> {
    pub hubs: &'a [Hub],
    pub fleets: &'a [Fleet],
    /// Services that are read already: all that boxes may ride on.
    pub services: &'a [Service],
    /// The numbers of their ids: those that are off have none.
    pub numbers: &'a BTreeMap<String, Option<ServiceId>>,
}

fn service(context: &mut Context, clock: &Clock, hubs: &[Hub], file: &ServiceFile) -> Option<Service> {
    let path = format!("services/{}", service_id(file));
    let (mode, gauge_mm, draught_m) = match file {
        ServiceFile::Train { gauge_mm, .. } => (Mode::Rail, Some(*gauge_mm), 0.0),
        ServiceFile::Trucks { .. } => (Mode::Road, None, 0.0),
        ServiceFile::Ship { draught_m, .. } => {
            (Mode::Sea, None, context.not_negative(&format!("{path}/draught_m"), *draught_m))
        }
        ServiceFile::Groupage { .. } => return None,
    };
    let (ServiceFile::Train { id, calls, capacity_teu, max_t, departs, loading, stop, sets, .. }
    | ServiceFile::Ship { id, calls, capacity_teu, max_t, departs, loading, stop, sets, .. }
    | ServiceFile::Trucks { id, calls, capacity_teu, max_t, departs, loading, stop, sets, .. }) = file
    else {
        return None;
    };
    let (ServiceFile::Train { back, usd_per_teu, demurrage, running, .. }
    | ServiceFile::Ship { back, usd_per_teu, demurrage, running, .. }
    | ServiceFile::Trucks { back, usd_per_teu, demurrage, running, .. }) = file
    else {
        return None;
    };
    let (ServiceFile::Train { breakdowns, maintenance, priority, departs_after, .. }
    | ServiceFile::Ship { breakdowns, maintenance, priority, departs_after, .. }
    | ServiceFile::Trucks { breakdowns, maintenance, priority, departs_after, .. }) = file
    else {
        return None;
    };
    let calls = self::calls(context, &path, id, calls)?;
    let departs_after = self::departs_after(context, &path, id, (calls.len(), departs_after));
    let made = Service {
        id: id.clone(),
        mode,
        gauge_mm,
        calls,
        capacity_teu: capacity(context, &path, *capacity_teu),
        capacity_kg: max_t.map(|tonnes| (context.positive(&format!("{path}/max_t"), tonnes) * 1000.0) as u64),
        departs: self::departs(context, clock, &path, departs)?,
        loading: loading.0,
        stop: law(context, &format!("{path}/stop"), stop),
        departs_after,
        driver: driver(context, &path, file),
        sets: self::sets(context, &path, id, sets.as_deref()),
        back: back.as_ref().map(|time| law(context, &format!("{path}/back"), time)),
        priority: self::priority(context, &path, *priority),
        breakdowns: vehicle::breakdowns(context, &path, breakdowns.as_ref()),
        maintenance: vehicle::maintenance(context, &path, maintenance.as_ref(), sets.as_ref()),
        usd_per_teu: context.not_negative(&format!("{path}/usd_per_teu"), *usd_per_teu),
        demurrage: demurrage.as_ref().map(|file| tariff::demurrage(context, &format!("{path}/demurrage"), file)),
        running: cost::running(context, &format!("{path}/running"), running.as_ref()),
        groupage: None,
    };
    check_water(context, &path, hubs, &made, draught_m);
    Some(made)
}

fn driver(context: &mut Context, path: &str, file: &ServiceFile) -> Option<(Millis, Millis)> {
    let ServiceFile::Trucks { driver: Some(driver), .. } = file else { return None };
    if driver.max_drive.0 == 0 {
        context.out_of_range(&format!("{path}/driver/max_drive"), "0", "above 0");
    }
    Some((driver.max_drive.0.max(1), driver.rest.0))
}

fn capacity(context: &mut Context, path: &str, capacity: u32) -> u32 {
    let path = format!("{path}/capacity_teu");
    if capacity > MAX_CAPACITY {
        context.out_of_range(&path, capacity, &format!("at most {MAX_CAPACITY}"));
    }
    context.at_least_one(&path, capacity)
}

/// The times of a timetable at later calls: one for each call but the last, in order.
fn departs_after(context: &mut Context, path: &str, id: &str, (calls, times): (usize, &[Dur])) -> Vec<Millis> {
    let path = format!("{path}/departs_after");
    // What could not be read is not in the list.
    if times.is_empty() || context.is_reported(&path) {
        return Vec::new();
    }
    let who = format!("service `{id}`");
    if times.len() + 1 != calls {
        let title = format!("{who} does not have one time of departure for each call but the last");
        let (found, expected) = (format!("{} for {calls} calls", times.len()), (calls - 1).to_string());
        context.problem("E0442", &path, title, |problem| problem.found(found).expected(expected));
    }
    if times[0].0 > 0 {
        let title = format!("{who} leaves its first call later than at its departure");
        let hint = "times are counted from the departure of the first call";
        context.problem("E0442", &format!("{path}/0"), title, |problem| {
            problem.found(times[0].to_string()).expected("\"0 h\"").hint(hint)
        });
    }
    if let Some(index) = times.windows(2).position(|pair| pair[1].0 <= pair[0].0) {
        let title = format!("{who} does not leave a call later than the one before it");
        context.problem("E0442", &format!("{path}/{}", index + 1), title, |problem| {
            problem.found(times[index + 1].to_string()).expected(format!("later than {}", times[index]))
        });
    }
    times.iter().map(|time| time.0).collect()
}

fn priority(context: &mut Context, path: &str, priority: u32) -> u8 {
    let most = MAX_CLASSES as u32 - 1;
    if priority > most {
        context.out_of_range(&format!("{path}/priority"), priority, &format!("from 0 to {most}"));
    }
    priority.min(most) as u8
}

fn calls(context: &mut Context, path: &str, id: &str, names: &[String]) -> Option<Vec<HubId>> {
    let path = format!("{path}/calls");
    let who = format!("service `{id}`");
    let mut hubs = Vec::with_capacity(names.len());
    for (index, name) in names.iter().enumerate() {
        hubs.push(context.lookup(|context| &context.hubs, "hub", name, &format!("{path}/{index}"), &who).map(HubId));
    }
    if !(2..=MAX_CALLS).contains(&names.len()) {
        context.out_of_range(&path, format!("{} calls", names.len()), &format!("from 2 to {MAX_CALLS}"));
        return None;
    }
    let hubs: Vec<HubId> = hubs.into_iter().collect::<Option<_>>()?;
    if let Some(index) = hubs.windows(2).position(|pair| pair[0] == pair[1]) {
        context.problem("E0403", &format!("{path}/{}", index + 1), format!("{who} calls twice in a row"), |problem| {
            problem.found(format!("{:?}", names[index + 1])).expected("another hub")
        });
        return None;
    }
    Some(hubs)
}

fn sets(context: &mut Context, path: &str, id: &str, name: Option<&str>) -> Option<PoolId> {
    let who = format!("service `{id}`");
    let path = format!("{path}/sets");
    let number = context.lookup(|context| &context.pools, "pool", name?, &path, &who)?;
    if let PoolOfFile::Empties(_) = &context.file.pools[number as usize].what {
        context.problem("E0424", &path, format!("{who} takes its sets from a pool of empty boxes"), |problem| {
            problem.found(format!("{:?}", name.unwrap_or_default())).expected("a pool of sets of vehicles")
        });
        return None;
    }
    Some(PoolId(number))
}

/// Ships call only where there is enough water.
fn check_water(context: &mut Context, path: &str, hubs: &[Hub], service: &Service, draught_m: f64) {
    for (index, &call) in service.calls.iter().enumerate() {
        let hub = &hubs[call.index()];
        let depth = hub.terminal(service.mode, service.gauge_mm).and_then(|terminal| terminal.draught_m);
        if let Some(depth) = depth.filter(|depth| *depth < draught_m) {
            let title = format!("service `{}` cannot call at `{}`: there is not enough water", service.id, hub.id);
            context.problem("E0411", &format!("{path}/calls/{index}"), title, |problem| {
                problem
                    .found(format!("a draught of {draught_m} m in {depth} m of water"))
                    .expected("a draught of at most the depth at the berths")
            });
        }
    }
}

/// When runs leave their first call.
pub fn departs(context: &mut Context, clock: &Clock, path: &str, file: &DepartsFile) -> Option<Departs> {
    let path = format!("{path}/departs");
    Some(match file {
        DepartsFile::Headway { every: Dur(gap), first: Dur(first), at_least_teu } => {
            if *gap == 0 {
                context.out_of_range(&format!("{path}/every"), "0", "above 0");
                return None;
            }
            Departs::At { slots: Slots::Every { gap: *gap, first: *first }, least_teu: *at_least_teu }
        }
        DepartsFile::Timetable { slots, zone, from, until, at_least_teu } => {
            let zone = civil::zone(context, &format!("{path}/zone"), zone);
            let times = timetable(context, clock, &path, &zone, (slots, *from, *until));
            Departs::At { slots: Slots::Listed(times), least_teu: *at_least_teu }
        }
        DepartsFile::Full => Departs::WhenFull { longest: None },
        DepartsFile::FullOrAfter(Dur(wait)) => Departs::WhenFull { longest: Some(*wait) },
    })
}

/// The instants of a weekly timetable within the run.
fn timetable(
    context: &mut Context,
    clock: &Clock,
    path: &str,
    zone: &TimeZone,
    (slots, from, until): (&[String], Option<Day>, Option<Day>),
) -> Arc<[Millis]> {
    let day = |day: Day| clock.midnight(zone, day.0);
    let (from, until) = (from.map_or(0, day), until.map_or(MAX_TIME as i64, day));
    let mut instants = Vec::new();
    for (index, text) in slots.iter().enumerate() {
        match civil::weekly(text) {
            Ok((days, (hour, minute))) => {
                let dates = clock.days(clock.horizon()).into_iter().filter(|date| days.contains(&date.weekday()));
                instants.extend(dates.map(|date| clock.since_start(civil::instant(zone, date, hour, minute))));
            }
            Err(why) => {
                context.problem("E0311", &format!("{path}/slots/{index}"), format!("departures {why}"), |problem| {
                    problem.found(format!("{text:?}")).expected("days and a time, like \"Tue,Fri 21:30\"")
                });
            }
        }
    }
    instants.retain(|&instant| instant >= from.max(0) && instant < until);
    instants.sort_unstable();
    instants.dedup();
    if instants.is_empty() {
        context.problem(
            "W0302",
            &format!("{path}/slots"),
            "this timetable has no departure within the run",
            |problem| problem.hint("everything that waits for it waits for ever"),
        );
    }
    instants.into_iter().map(|instant| instant as Millis).collect()
}

/// Reads the legs of a journey; each begins where the one before has ended.
pub struct LegReader<'a> {
    /// Field path of the list.
    pub path: String,
    /// Whose journey.
    pub who: &'a str,
    /// Services by their numbers.
    pub services: &'a [Service],
    /// The numbers of their ids.
    pub numbers: &'a BTreeMap<String, Option<ServiceId>>,
}

impl LegReader<'_> {
    pub fn legs(&self, context: &mut Context, from: HubId, to: HubId, files: &[LegFile]) -> Option<Vec<JourneyLeg>> {
        let mut at = from;
        let mut legs = Vec::with_capacity(files.len());
        for (index, file) in files.iter().enumerate() {
            let (leg, end) = self.leg(context, index, at, file)?;
            legs.push(leg);
            at = end;
        }
        if at != to {
            let name = |hub: HubId| context.file.hubs[hub.index()].id.clone();
            let (found, expected) = (name(at), name(to));
            context.problem(
                "E0412",
                &self.path,
                format!("the legs of {} do not end where it ends", self.who),
                |problem| problem.found(format!("{found:?}")).expected(format!("{expected:?}")),
            );
            return None;
        }
        Some(legs)
    }

    fn leg(&self, context: &mut Context, index: usize, at: HubId, file: &LegFile) -> Option<(JourneyLeg, HubId)> {
        let path = format!("{}/{index}", self.path);
        match file {
            LegFile::Road { to, fleet } => {
                let end = context.lookup(|context| &context.hubs, "hub", to, &format!("{path}/to"), self.who);
                let number = fleet.as_ref().map(|name| {
                    context.lookup(|context| &context.fleets, "fleet", name, &format!("{path}/fleet"), self.who)
                });
                let fleet = match number {
                    Some(number) => Some(FleetId(number?)),
                    None => None,
                };
                let end = HubId(end?);
                Some((JourneyLeg::Road { to: end, fleet }, end))
            }
            LegFile::Ride { service, to } => {
                context.lookup(
                    |context| &context.services,
                    "service",
                    service,
                    &format!("{path}/service"),
                    self.who,
                )?;
                let end = context.lookup(|context| &context.hubs, "hub", to, &format!("{path}/to"), self.who);
                let end = HubId(end?);
                let Some(number) = self.numbers.get(service).copied().flatten() else {
                    let title = format!("{} rides on a service that does not run", self.who);
                    context.problem("E0413", &format!("{path}/service"), title, |problem| {
                        problem
                            .found(format!("{service:?}"))
                            .hint("take away its `off`, or let the journey go another way")
                    });
                    return None;
                };
                let ride = self.ride(context, &path, number, at, end)?;
                Some((ride, end))
            }
        }
    }

    /// The calls of a service between which a leg lies: the first later one at its end.
    fn ride(&self, context: &mut Context, path: &str, service: ServiceId, at: HubId, end: HubId) -> Option<JourneyLeg> {
        let about = &self.services[service.index()];
        let later =
            |from: usize| about.calls[from + 1..].iter().position(|call| *call == end).map(|step| from + 1 + step);
        let boards = (0..about.calls.len()).filter(|&call| about.calls[call] == at);
        let found = boards.filter_map(|from| Some((from, later(from)?))).min_by_key(|(from, to)| to - from);
        let Some((from, to)) = found else {
            let name = |hub: HubId| context.file.hubs[hub.index()].id.clone();
            let title = format!("service `{}` does not lead from `{}` to `{}`", about.id, name(at), name(end));
            let calls: Vec<String> = about.calls.iter().map(|call| name(*call)).collect();
            context.problem("E0413", path, title, |problem| problem.found(format!("calls {}", calls.join(", "))));
            return None;
        };
        Some(JourneyLeg::Ride { service, from: from as u8, to: to as u8 })
    }
}
