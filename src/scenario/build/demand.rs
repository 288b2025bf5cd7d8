//! Flows.

use super::super::file::{ArrivalsFile, CarrierFile, FlowFile, RouteFile, SizeFile};
use super::super::suggest::did_you_mean;
use super::super::values::Dur;
use super::civil::Clock;
use super::context::Context;
use super::law::law;
use super::rate::curve;
use crate::ids::{FleetId, HubId};
use crate::model::{
    Arrivals, BatchSize, Carrier, Commodity, Facility, Fleet, Flow, Hub, HubKind, Operator, Place, Route,
};
use crate::units::{DAY, HOUR};

/// The largest TEU that one consignment may have.
const MAX_TEU: u32 = 100_000;
/// The largest batch.
const MAX_BATCH: u32 = 1_000_000;

pub fn flows(
    context: &mut Context,
    clock: &Clock,
    hubs: &[Hub],
    commodities: &[Commodity],
    fleets: &[Fleet],
) -> Vec<Flow> {
    let file = context.file;
    let mut all = Vec::with_capacity(file.flows.len());
    for flow in &file.flows {
        all.extend(FlowReader::new(flow).flow(context, clock, hubs, commodities, fleets));
    }
    all
}

struct FlowReader<'f> {
    file: &'f FlowFile,
    path: String,
    who: String,
}

impl<'f> FlowReader<'f> {
    fn new(file: &'f FlowFile) -> Self {
        Self { file, path: format!("flows/{}", file.id), who: format!("flow `{}`", file.id) }
    }

    fn at(&self, field: &str) -> String {
        format!("{}/{field}", self.path)
    }

    fn flow(
        &self,
        context: &mut Context,
        clock: &Clock,
        hubs: &[Hub],
        commodities: &[Commodity],
        fleets: &[Fleet],
    ) -> Option<Flow> {
        let file = self.file;
        let arrivals = self.arrivals(context, clock);
        let operators = self.operators(context);
        let teu = file.size_teu;
        if teu == 0 || teu > MAX_TEU {
            context.out_of_range(&self.at("size_teu"), teu, &format!("from 1 to {MAX_TEU}"));
        }
        let commodity = file.commodity.as_ref().and_then(|name| {
            let number =
                context.lookup(|context| &context.commodities, "commodity", name, &self.at("commodity"), &self.who);
            number.map(|number| &commodities[number as usize])
        });
        let tonnes = match file.size_t {
            Some(tonnes) => context.not_negative(&self.at("size_t"), tonnes),
            None => commodity.map_or(0.0, |commodity| commodity.tonnes_per_teu * f64::from(teu)),
        };
        let carrier = self.carrier(context, fleets);
        let place = self.place(context, hubs);
        Some(Flow {
            id: file.id.clone(),
            place: place?,
            commodity: file.commodity.clone(),
            operators,
            arrivals: arrivals?,
            teu,
            tonnes,
            value_usd: commodity.map_or(0.0, |commodity| commodity.value_usd_per_t * tonnes),
            carrier: carrier?,
        })
    }

    fn place(&self, context: &mut Context, hubs: &[Hub]) -> Option<Place> {
        let file = self.file;
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
                let route = self.route(context);
                let (from, to) = (from?, to?);
                if from == to {
                    context.problem("E0403", &self.at("to"), format!("{} ends where it begins", self.who), |problem| {
                        problem
                    });
                    return None;
                }
                Some(Place::Journey { from, to, route: route? })
            }
            (None, None, Some(at), Some(procedure)) => self.procedure(context, hubs, at, procedure),
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

    fn procedure(&self, context: &mut Context, hubs: &[Hub], at: &str, name: &str) -> Option<Place> {
        let hub = context.lookup(|context| &context.hubs, "hub", at, &self.at("at"), &self.who)?;
        let mut names = Vec::new();
        for (number, facility) in hubs[hub as usize].facilities.iter().enumerate() {
            let Facility::Stations(stations) = facility else { continue };
            for (procedure, known) in stations.procedures.iter().enumerate() {
                if known.id == name {
                    return Some(Place::At { hub: HubId(hub), procedure: (number, procedure) });
                }
                names.push(known.id.clone());
            }
        }
        let hint = did_you_mean(name, names.iter().map(String::as_str)).map(|name| format!("did you mean `{name}`?"));
        let title = format!("{} names a procedure that hub `{at}` does not have", self.who);
        context.problem("E0203", &self.at("procedure"), title, |problem| {
            problem.found(format!("{name:?}")).expected(format!("one of: {}", names.join(", "))).hint_if(hint)
        });
        None
    }

    fn route(&self, context: &mut Context) -> Option<Route> {
        match &self.file.route {
            RouteFile::LeastTime => Some(Route::LeastTime),
            RouteFile::Via(names) => {
                let mut hubs = Vec::with_capacity(names.len());
                for (index, name) in names.iter().enumerate() {
                    let path = self.at(&format!("route/0/{index}"));
                    hubs.push(context.lookup(|context| &context.hubs, "hub", name, &path, &self.who).map(HubId));
                }
                Some(Route::Via(hubs.into_iter().collect::<Option<Vec<HubId>>>()?))
            }
        }
    }

    fn carrier(&self, context: &mut Context, fleets: &[Fleet]) -> Option<Carrier> {
        let CarrierFile::Fleet(name) = &self.file.carried_by else { return Some(Carrier::OwnTrucks) };
        let path = self.at("carried_by");
        let number = context.lookup(|context| &context.fleets, "fleet", name, &path, &self.who)?;
        let capacity = fleets[number as usize].capacity_teu;
        if self.file.size_teu > capacity {
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
            ArrivalsFile::Every { time: Dur(gap), first: Dur(first) } => {
                if *gap == 0 {
                    context.out_of_range(&format!("{path}/time"), "0", "above 0");
                    return None;
                }
                self.no_growth(context, has_growth);
                Some(Arrivals::Every { gap: *gap, first: *first })
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
