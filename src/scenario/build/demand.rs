//! Flows.

use std::collections::BTreeMap;

use super::super::file::{
    ArrivalsFile, CarrierFile, CircuitFile, FlowFile, RateStateFile, RouteFile, RouteWayFile, SizeFile,
};
use super::super::suggest::did_you_mean;
use super::super::values::{Day, Dur};
use super::civil::Clock;
use super::context::Context;
use super::law::law;
use super::parcel;
use super::rate::{Wave, curve};
use super::service::LegReader;
use crate::ids::{BoxTypeId, FleetId, HubId, ServiceId};
use crate::model::{
    Arrivals, BatchSize, BoxType, Boxed, Carrier, Circuit, Commodity, Facility, Fleet, Flow, Hub, HubKind, JourneyLeg,
    Operator, Place, RateState, Route, RouteWay, Service, Stowage, WayChoice,
};
use crate::units::{DAY, HOUR, MINUTE, Millis};

/// The largest TEU that one consignment may have.
const MAX_TEU: u32 = 100_000;
/// The largest scale: copies of a flow have numbers of their own, and there is room for 15.
const MAX_SCALE: f64 = 15.0;
/// Periods of a sine within a run: it is followed piece by piece, and the pieces are kept.
const MOST_PERIODS: Millis = 20_000;
/// The most ways over which a flow is spread.
const MAX_WAYS: u32 = 20;
/// The largest batch.
const MAX_BATCH: u32 = 1_000_000;

/// What flows refer to.
pub struct Supply<'a> {
    pub boxes: &'a [BoxType],
    pub hubs: &'a [Hub],
    pub commodities: &'a [Commodity],
    pub fleets: &'a [Fleet],
    pub services: &'a [Service],
    /// The numbers of all services by id: those that are off have none.
    pub numbers: &'a BTreeMap<String, Option<ServiceId>>,
}

pub fn flows(context: &mut Context, clock: &Clock, supply: &Supply) -> Vec<Flow> {
    let file = context.file;
    let mut all = Vec::with_capacity(file.flows.len());
    for flow in &file.flows {
        all.extend(FlowReader::new(flow).flow(context, clock, supply));
    }
    all
}

pub fn circuits(context: &mut Context, hubs: &[Hub]) -> Vec<Circuit> {
    let file = context.file;
    let mut all = Vec::with_capacity(file.circuits.len());
    for circuit in &file.circuits {
        all.extend(self::circuit(context, hubs, circuit));
    }
    all
}

fn circuit(context: &mut Context, hubs: &[Hub], file: &CircuitFile) -> Option<Circuit> {
    let path = format!("circuits/{}", file.id);
    let who = format!("circuit `{}`", file.id);
    if context.file.flows.iter().any(|flow| flow.id == file.id) {
        context.problem("E0202", &format!("{path}/id"), format!("{who} has the id of a flow"), |problem| {
            problem.expected("an id that is unique among circuits and flows")
        });
    }
    let count = context.at_least_one(&format!("{path}/count"), file.count);
    let standing: u64 = file.starts.iter().map(|(_, count)| u64::from(*count)).sum();
    if standing > u64::from(count) {
        let found = format!("{standing} of {count}");
        context.problem("E0303", &format!("{path}/starts"), format!("more vehicles start than {who} has"), |problem| {
            problem.found(found).expected("at most `count` in all")
        });
    }
    let (hub, procedure) = named_procedure(context, hubs, &path, &who, &file.at, &file.procedure)?;
    Some(Circuit { id: file.id.clone(), hub, procedure, count, starts: file.starts.clone() })
}

/// The hub and the procedure that `at` and `procedure` below a path name.
fn named_procedure(
    context: &mut Context,
    hubs: &[Hub],
    path: &str,
    who: &str,
    at: &str,
    name: &str,
) -> Option<(HubId, (usize, usize))> {
    let hub = context.lookup(|context| &context.hubs, "hub", at, &format!("{path}/at"), who)?;
    let mut names = Vec::new();
    for (number, facility) in hubs[hub as usize].facilities.iter().enumerate() {
        let Facility::Stations(stations) = facility else { continue };
        for (procedure, known) in stations.procedures.iter().enumerate() {
            if known.id == name {
                return Some((HubId(hub), (number, procedure)));
            }
            names.push(known.id.clone());
        }
    }
    let hint = did_you_mean(name, names.iter().map(String::as_str)).map(|name| format!("did you mean `{name}`?"));
    let title = format!("{who} names a procedure that hub `{at}` does not have");
    context.problem("E0203", &format!("{path}/procedure"), title, |problem| {
        problem.found(format!("{name:?}")).expected(format!("one of: {}", names.join(", "))).hint_if(hint)
    });
    None
}

/// A flow while it is read.
pub struct FlowReader<'f> {
    pub file: &'f FlowFile,
    path: String,
    pub who: String,
}

impl<'f> FlowReader<'f> {
    fn new(file: &'f FlowFile) -> Self {
        Self::at_path(file, format!("flows/{}", file.id), format!("flow `{}`", file.id))
    }

    /// One that stands elsewhere, under another name.
    pub fn at_path(file: &'f FlowFile, path: String, who: String) -> Self {
        Self { file, path, who }
    }

    /// The path of one of its keys.
    pub fn at(&self, field: &str) -> String {
        format!("{}/{field}", self.path)
    }

    fn flow(&self, context: &mut Context, clock: &Clock, supply: &Supply) -> Option<Flow> {
        let arrivals = self.arrivals(context, clock);
        // Everything else is looked at too, so that all problems are told at once.
        let made = self.journey(context, clock, supply, Arrivals::Trace([].into()));
        Some(Flow { arrivals: arrivals?, ..made? })
    }

    /// All but when its consignments come.
    pub fn journey(&self, context: &mut Context, clock: &Clock, supply: &Supply, arrivals: Arrivals) -> Option<Flow> {
        let file = self.file;
        let operators = self.operators(context);
        let scale = self.scale(context);
        let litres = parcel::litres(context, self);
        let teu = if file.size_m3.is_some() { 0 } else { file.size_teu };
        if file.size_m3.is_none() && (teu == 0 || teu > MAX_TEU) {
            context.out_of_range(&self.at("size_teu"), teu, &format!("from 1 to {MAX_TEU}"));
        }
        let commodity = file.commodity.as_ref().and_then(|name| {
            let number =
                context.lookup(|context| &context.commodities, "commodity", name, &self.at("commodity"), &self.who);
            number.map(|number| &supply.commodities[number as usize])
        });
        let tonnes = match file.size_t {
            Some(tonnes) => context.not_negative(&self.at("size_t"), tonnes),
            None => commodity.map_or(0.0, |commodity| commodity.tonnes_per_teu * f64::from(teu)),
        };
        let boxes = self.boxes(context, supply);
        let carrier = self.carrier(context, supply.fleets);
        let place = self.place(context, clock, supply);
        self.check_size(context, supply, place.as_ref(), tonnes);
        parcel::check(context, self, supply, place.as_ref());
        Some(Flow {
            id: file.id.clone(),
            place: place?,
            commodity: file.commodity.clone(),
            operators,
            arrivals,
            scale,
            teu,
            litres,
            tonnes,
            stowage: commodity.map_or(Stowage::Plain, |commodity| commodity.stowage),
            value_usd: commodity.map_or(0.0, |commodity| commodity.value_usd_per_t * tonnes),
            decay: commodity.and_then(|commodity| commodity.decay),
            boxes,
            carrier: carrier?,
        })
    }

    /// Its boxes: whole ones, as many as its size.
    fn boxes(&self, context: &mut Context, supply: &Supply) -> Option<Boxed> {
        let name = self.file.boxes.as_ref().filter(|_| self.file.size_m3.is_none())?;
        let path = self.at("boxes");
        let number = context.lookup(|context| &context.boxes, "type of boxes", name, &path, &self.who)?;
        if self.file.at.is_some() {
            context.problem(
                "E0207",
                &path,
                format!("{} stays at one hub, so it takes no boxes along", self.who),
                |problem| problem.expected("`boxes` only with `from` and `to`"),
            );
        }
        let (teu, size) = (supply.boxes[number as usize].teu, self.file.size_teu);
        let count = u16::try_from(size / teu).ok().filter(|count| *count > 0 && size.is_multiple_of(teu));
        if count.is_none() {
            let title = format!("a consignment of {} does not fill whole boxes", self.who);
            context.problem("E0324", &self.at("size_teu"), title, |problem| {
                problem
                    .found(format!("{size} TEU in boxes of {teu} TEU"))
                    .expected(format!("a multiple of {teu}, at most {} boxes", u16::MAX))
            });
        }
        Some(Boxed { kind: BoxTypeId(number), count: count? })
    }

    /// A consignment must fit on every service that it rides on.
    fn check_size(&self, context: &mut Context, supply: &Supply, place: Option<&Place>, tonnes: f64) {
        let Some(Place::Journey { route: Route::Legs(legs), .. }) = place else { return };
        for leg in legs {
            let JourneyLeg::Ride { service, .. } = leg else { continue };
            let service = &supply.services[service.index()];
            if service.groupage.is_some() || self.file.size_m3.is_some() {
                continue;
            }
            let max_t = service.capacity_kg.map_or(f64::INFINITY, |kg| kg as f64 / 1000.0);
            if self.file.size_teu > service.capacity_teu || tonnes > max_t {
                let title = format!("a consignment of {} is larger than service `{}`", self.who, service.id);
                let found = format!("{} TEU and {tonnes} t", self.file.size_teu);
                let mass = service.capacity_kg.map_or(String::new(), |_| format!(" and {max_t} t"));
                context.problem("E0409", &self.at("size_teu"), title, |problem| {
                    problem.found(found).expected(format!("at most {} TEU{mass}", service.capacity_teu))
                });
            }
        }
    }

    fn place(&self, context: &mut Context, clock: &Clock, supply: &Supply) -> Option<Place> {
        let (file, hubs) = (self.file, supply.hubs);
        if ["from", "to", "at", "procedure"].iter().any(|key| context.is_reported(&self.at(key))) {
            // One key is misspelt or of a wrong kind, which has been said; hubs in the others can still be looked at.
            for (key, name) in [("from", &file.from), ("to", &file.to)] {
                name.as_ref().map(|name| self.end(context, hubs, key, name));
            }
            return None;
        }
        match (&file.from, &file.to, &file.at, &file.procedure) {
            (Some(from), Some(to), None, None) => {
                let from = self.end(context, hubs, "from", from);
                let to = self.end(context, hubs, "to", to);
                let (from, to) = (from?, to?);
                if from == to {
                    context.problem("E0403", &self.at("to"), format!("{} ends where it begins", self.who), |problem| {
                        problem
                    });
                    return None;
                }
                let route = self.route(context, clock, supply, (from, to));
                Some(Place::Journey { from, to, route: route? })
            }
            (None, None, Some(at), Some(procedure)) => {
                let found = named_procedure(context, hubs, &self.path, &self.who, at, procedure);
                found.map(|(hub, procedure)| Place::At { hub, procedure })
            }
            _ => {
                context.problem("E0207", &self.path, format!("{} has no clear place", self.who), |problem| {
                    problem.expected("either `from` and `to`, or `at` and `procedure`")
                });
                None
            }
        }
    }

    fn end(&self, context: &mut Context, hubs: &[Hub], key: &str, name: &str) -> Option<HubId> {
        let number = context.lookup(|context| &context.hubs, "hub", name, &self.at(key), &self.who)?;
        if hubs[number as usize].kind == HubKind::Border {
            context.problem("E0408", &self.at(key), format!("{} begins or ends at a border", self.who), |problem| {
                problem.found(format!("{name:?}")).expected("a hub that is no border; borders are only crossed")
            });
        }
        Some(HubId(number))
    }

    fn route(&self, context: &mut Context, clock: &Clock, supply: &Supply, ends: (HubId, HubId)) -> Option<Route> {
        if let CarrierFile::Groupage(name) = &self.file.carried_by {
            return parcel::route(context, self, supply, name, ends);
        }
        match &self.file.route {
            RouteFile::LeastTime => Some(Route::LeastTime),
            RouteFile::Via(names) => Some(Route::Via(self.via(context, names, "route/0")?)),
            RouteFile::Legs(legs) => {
                let (services, numbers) = (supply.services, supply.numbers);
                let reader = LegReader { path: self.at("route/0"), who: &self.who, services, numbers };
                Some(Route::Legs(reader.legs(context, ends.0, ends.1, legs)?))
            }
            RouteFile::Cheapest { value_of_time_usd_per_teu_h, among, spread_usd } => {
                Some(self.cheapest(context, *value_of_time_usd_per_teu_h, *among, *spread_usd))
            }
            RouteFile::Choice { among, value_of_time_usd_per_h, usd_per_km, spread_usd, decide_at, patience } => {
                if among.is_empty() {
                    context.out_of_range(&self.at("route/among"), "none", "at least one way");
                }
                let ways: Vec<Option<RouteWay>> =
                    among.iter().enumerate().map(|(index, way)| self.way(context, clock, index, way)).collect();
                let usd = |context: &mut Context, key: &str, value: f64| {
                    context.not_negative(&self.at(&format!("route/{key}")), value)
                };
                Some(Route::Choice(WayChoice {
                    among: ways.into_iter().collect::<Option<Vec<RouteWay>>>()?,
                    value_of_time_usd_per_h: usd(context, "value_of_time_usd_per_h", *value_of_time_usd_per_h),
                    usd_per_km: usd(context, "usd_per_km", *usd_per_km),
                    spread_usd: spread_usd.map(|spread| context.positive(&self.at("route/spread_usd"), spread)),
                    decide_at: decide_at.as_ref().and_then(|name| self.decide_at(context, name)),
                    patience: patience.as_ref().map(|time| law(context, &self.at("route/patience"), time)),
                }))
            }
        }
    }

    fn decide_at(&self, context: &mut Context, name: &str) -> Option<HubId> {
        let place = self.at("route/decide_at");
        context.lookup(|context| &context.hubs, "hub", name, &place, &self.who).map(HubId)
    }

    fn cheapest(&self, context: &mut Context, value: f64, among: u32, spread_usd: Option<f64>) -> Route {
        let value = context.not_negative(&self.at("route/value_of_time_usd_per_teu_h"), value);
        let among = context.at_least_one(&self.at("route/among"), among);
        if among > MAX_WAYS {
            context.out_of_range(&self.at("route/among"), among, &format!("at most {MAX_WAYS}"));
        }
        if among > 1 && spread_usd.is_none() {
            let title = format!("{} is spread over several ways, but not by what", self.who);
            context.problem("E0122", &self.at("route/spread_usd"), title, |problem| {
                problem.expected("`spread_usd`, above 0, where `among` is above 1")
            });
        }
        let spread_usd = spread_usd.map_or(1.0, |spread| context.positive(&self.at("route/spread_usd"), spread));
        Route::Cheapest { usd_per_h: value * f64::from(self.file.size_teu), among, spread_usd }
    }

    fn way(&self, context: &mut Context, clock: &Clock, index: usize, file: &RouteWayFile) -> Option<RouteWay> {
        let path = format!("route/among/{index}");
        let day = |day: Day| clock.midnight(&clock.zone, day.0);
        let (from, until) = (file.from.map_or(i64::MIN, day), file.until.map_or(i64::MAX, day));
        if until <= from {
            context.problem("E0312", &self.at(&path), "a way ends before it begins", |problem| {
                problem.expected("`until` after `from`")
            });
        }
        let via = self.via(context, &file.via, &format!("{path}/via"))?;
        Some(RouteWay { via, from, until, extra_usd: file.extra_usd })
    }

    fn via(&self, context: &mut Context, names: &[String], path: &str) -> Option<Vec<HubId>> {
        let mut hubs = Vec::with_capacity(names.len());
        for (index, name) in names.iter().enumerate() {
            let path = self.at(&format!("{path}/{index}"));
            hubs.push(context.lookup(|context| &context.hubs, "hub", name, &path, &self.who).map(HubId));
        }
        hubs.into_iter().collect()
    }

    fn carrier(&self, context: &mut Context, fleets: &[Fleet]) -> Option<Carrier> {
        let name = match &self.file.carried_by {
            CarrierFile::Fleet(name) => name,
            CarrierFile::OwnTrucks => return Some(Carrier::OwnTrucks),
            CarrierFile::Groupage(_) => {
                parcel::check_place(context, self);
                return Some(Carrier::OwnTrucks);
            }
        };
        let path = self.at("carried_by");
        let number = context.lookup(|context| &context.fleets, "fleet", name, &path, &self.who)?;
        let capacity = fleets[number as usize].capacity_teu;
        if self.file.size_m3.is_none() && self.file.size_teu > capacity {
            let found = format!("{} TEU on trucks of {capacity} TEU", self.file.size_teu);
            context.problem(
                "E0409",
                &self.at("size_teu"),
                format!("a consignment of {} fits no truck of its fleet", self.who),
                |problem| problem.found(found).expected(format!("at most {capacity}")),
            );
        }
        if self.file.at.is_some() {
            context.problem(
                "E0207",
                &path,
                format!("{} stays at one hub, so no fleet carries it", self.who),
                |problem| problem,
            );
        }
        Some(Carrier::Fleet(FleetId(number)))
    }

    fn scale(&self, context: &mut Context) -> f64 {
        let (path, scale) = (self.at("scale"), self.file.scale);
        if !(0.0..=MAX_SCALE).contains(&scale) {
            context.out_of_range(&path, scale, &format!("from 0 to {MAX_SCALE}"));
        } else if scale == 0.0 {
            context.problem("W0301", &path, format!("{} produces nothing", self.who), |problem| {
                problem.found("a scale of 0")
            });
        }
        scale
    }

    fn operators(&self, context: &mut Context) -> Vec<Operator> {
        let file = self.file;
        if file.operators.is_empty() {
            return vec![Operator { class: file.class.clone().unwrap_or_default(), share: 1.0 }];
        }
        if file.class.is_some() {
            context.problem(
                "E0207",
                &self.at("class"),
                format!("{} has both `class` and `operators`", self.who),
                |problem| problem.expected("one of them"),
            );
        }
        context.sum_to_one(
            &self.at("operators"),
            &file.operators.iter().map(|operator| operator.share).collect::<Vec<_>>(),
        );
        let of = |(index, operator): (usize, &super::super::file::OperatorFile)| Operator {
            class: operator.class.clone(),
            share: context.share(&format!("{}/operators/{index}/share", self.path), operator.share),
        };
        file.operators.iter().enumerate().map(of).collect()
    }

    fn every(&self, context: &mut Context, gap: Millis, first: Millis, count: u32) -> Option<Arrivals> {
        let path = self.at("arrivals");
        if gap == 0 {
            context.out_of_range(&format!("{path}/time"), "0", "above 0");
            return None;
        }
        if count == 0 || count > MAX_BATCH {
            context.out_of_range(&format!("{path}/count"), count, &format!("from 1 to {MAX_BATCH}"));
        }
        Some(Arrivals::Every { gap, first, count })
    }

    fn arrivals(&self, context: &mut Context, clock: &Clock) -> Option<Arrivals> {
        let path = self.at("arrivals");
        let has_growth = !self.file.growth.is_empty();
        match &self.file.arrivals {
            ArrivalsFile::Poisson { per_h, per_day, profiles } => {
                let rate = self.rate(context, *per_h, *per_day)?;
                Some(Arrivals::Poisson(curve(context, clock, self.file, rate, profiles)))
            }
            ArrivalsFile::Batches { per_h, per_day, size, profiles } => {
                let rate = self.rate(context, *per_h, *per_day);
                let size = self.size(context, size);
                Some(Arrivals::Batches { rate: curve(context, clock, self.file, rate?, profiles), size })
            }
            ArrivalsFile::Every { time: Dur(gap), first: Dur(first), count } => {
                self.no_growth(context, has_growth);
                self.every(context, *gap, *first, *count)
            }
            ArrivalsFile::Sine { per_h, amplitude_per_h, period: Dur(period), peak_at: Dur(peak_at) } => {
                self.no_growth(context, has_growth);
                let mean = context.not_negative(&format!("{path}/per_h"), *per_h);
                if !(0.0..=mean).contains(amplitude_per_h) {
                    let place = format!("{path}/amplitude_per_h");
                    context.out_of_range(&place, amplitude_per_h, "from 0 to `per_h`: a rate is never negative");
                    return None;
                }
                let least = clock.horizon().div_ceil(MOST_PERIODS).max(MINUTE);
                if *period < least {
                    context.out_of_range(&format!("{path}/period"), Dur(*period), &format!("{} or more", Dur(least)));
                    return None;
                }
                let wave = Wave {
                    mean: mean / HOUR as f64,
                    amplitude: amplitude_per_h / HOUR as f64,
                    period: *period,
                    peak_at: *peak_at,
                };
                Some(Arrivals::Poisson(wave.curve(clock.horizon())))
            }
            ArrivalsFile::Modulated(states) => {
                self.no_growth(context, has_growth);
                self.modulated(context, &path, states)
            }
            ArrivalsFile::Trace(times) => {
                self.no_growth(context, has_growth);
                self.trace(context, &path, times, clock.horizon())
            }
            ArrivalsFile::Renewal(gap) => {
                self.no_growth(context, has_growth);
                let gap = law(context, &format!("{path}/0"), gap);
                if gap.mean() <= 0.0 {
                    context.out_of_range(&path, "gaps of 0", "a law with a mean above 0");
                    return None;
                }
                Some(Arrivals::Renewal(gap))
            }
        }
    }

    fn modulated(&self, context: &mut Context, path: &str, states: &[RateStateFile]) -> Option<Arrivals> {
        let mut built = Vec::with_capacity(states.len());
        for (index, state) in states.iter().enumerate() {
            let place = format!("{path}/0/{index}");
            let rate = context.not_negative(&format!("{place}/per_h"), state.per_h) / HOUR as f64;
            if state.mean_stay.0 == 0 {
                context.out_of_range(&format!("{place}/mean_stay"), "0", "above 0");
            }
            built.push(RateState { rate, mean_stay: state.mean_stay.0 as f64 });
        }
        if built.iter().all(|state| state.rate <= 0.0) {
            context.problem("E0308", path, format!("{} has no state with arrivals", self.who), |problem| {
                problem.expected("at least one state with `per_h` above 0")
            });
            return None;
        }
        Some(Arrivals::Modulated(built))
    }

    fn trace(&self, context: &mut Context, path: &str, times: &str, horizon: Millis) -> Option<Arrivals> {
        let number = context.lookup(|context| &context.times, "list of observed times", times, path, &self.who)?;
        let list = &context.file.times[number as usize];
        let place = format!("times/{}/minutes", list.id);
        let instants: Vec<Millis> =
            list.minutes.iter().map(|minutes| crate::units::ticks(minutes * MINUTE as f64)).collect();
        if let Some(index) = (1..instants.len()).find(|&index| instants[index] < instants[index - 1]) {
            let found = format!("{} min after {} min", list.minutes[index], list.minutes[index - 1]);
            let title = format!("{} comes at these times, but they are not in order", self.who);
            context.problem("E0312", &format!("{place}/{index}"), title, |problem| {
                problem.found(found).expected("each instant at or after the one before")
            });
            return None;
        }
        if instants.first().is_none_or(|&first| first > horizon) {
            context.problem("W0301", path, format!("{} produces nothing", self.who), |problem| {
                problem.found("no instant within the run")
            });
        }
        Some(Arrivals::Trace(instants.into()))
    }

    fn no_growth(&self, context: &mut Context, has_growth: bool) {
        if has_growth {
            context.problem("E0315", &self.at("growth"), format!("{} cannot grow", self.who), |problem| {
                problem.expected("growth only with arrivals at a rate: Poisson or Batches")
            });
        }
    }

    /// Per millisecond.
    fn rate(&self, context: &mut Context, per_h: Option<f64>, per_day: Option<f64>) -> Option<f64> {
        let (key, given, unit) = match (per_h, per_day) {
            (Some(rate), None) => ("per_h", rate, HOUR),
            (None, Some(rate)) => ("per_day", rate, DAY),
            (None, None) if context.is_reported(&self.at("arrivals")) => return None,
            _ => {
                context.problem("E0207", &self.at("arrivals"), format!("{} has no clear rate", self.who), |problem| {
                    problem.expected("one of `per_h` and `per_day`")
                });
                return None;
            }
        };
        let path = format!("{}/arrivals/{key}", self.path);
        let rate = context.not_negative(&path, given);
        if rate == 0.0 {
            context.problem("W0301", &path, format!("{} produces nothing", self.who), |problem| {
                problem.found("a rate of 0")
            });
        }
        (rate >= 0.0).then_some(rate / unit as f64)
    }

    fn size(&self, context: &mut Context, file: &SizeFile) -> BatchSize {
        let path = self.at("arrivals/size");
        let (size, least, most) = match file {
            SizeFile::Constant(count) => (BatchSize::Uniform(*count, *count), *count, *count),
            SizeFile::Uniform(low, high) => (BatchSize::Uniform(*low, (*high).max(*low)), *low, *high),
            SizeFile::Weights(counts) => {
                context.sum_to_one(&path, &counts.iter().map(|(_, share)| *share).collect::<Vec<_>>());
                let sizes = counts.iter().map(|(count, _)| *count);
                (BatchSize::Weights(counts.clone()), sizes.clone().min().unwrap_or(0), sizes.max().unwrap_or(0))
            }
        };
        if least == 0 || most > MAX_BATCH || least > most {
            context.out_of_range(
                &path,
                format!("{least} to {most}"),
                &format!("from 1 to {MAX_BATCH}, least before most"),
            );
        }
        size
    }
}
