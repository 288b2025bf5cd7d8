//! Plain stations and procedures.

use std::collections::BTreeSet;

use super::super::file::{
    FacilityFile, HubFile, OrderFile, StationFile, StationKindFile, StepFile, TriggerFile, WayFile, WorkFile,
};
use super::super::suggest::did_you_mean;
use super::border::{closing, hours};
use super::context::Context;
use super::law::law;
use crate::engine::pool::MAX_CLASSES;
use crate::model::{
    LocalStation, LocalStore, Procedure, ProcedureStep, QueueOrder, StationKind, Stations, Trigger, Way, Work,
};

pub fn stations(context: &mut Context, hub: &HubFile, file: &FacilityFile) -> Stations {
    let FacilityFile::Stations { stations, stores, procedures } = file else {
        unreachable!("the caller has matched Stations");
    };
    let path = format!("hubs/{}/facilities/Stations", hub.id);
    let ids: Vec<String> =
        stations.iter().map(|item| item.id.clone()).chain(stores.iter().map(|item| item.id.clone())).collect();
    let unique: BTreeSet<&String> = ids.iter().collect();
    if unique.len() < ids.len() {
        context.problem("E0202", &format!("{path}/stores"), "a store has the id of a station", |problem| {
            problem.expected("ids that are unique among stations and stores of the facility")
        });
    }
    let stations_built: Vec<LocalStation> = stations.iter().map(|item| station(context, &path, item)).collect();
    let stores = stores
        .iter()
        .map(|item| LocalStore {
            id: item.id.clone(),
            places: context.at_least_one(&format!("{path}/stores/{}/places", item.id), item.places),
        })
        .collect();
    let mut reader = Steps { stations: stations.iter().map(|item| item.id.clone()).collect(), ids };
    let procedures = procedures
        .iter()
        .map(|procedure| {
            let path = format!("{path}/procedures/{}/steps", procedure.id);
            Procedure {
                id: procedure.id.clone(),
                triggers: procedure.on.iter().map(trigger).collect(),
                steps: reader.steps(context, &path, &procedure.steps),
            }
        })
        .collect();
    Stations { stations: stations_built, stores, procedures }
}

fn trigger(file: &TriggerFile) -> Trigger {
    match file {
        TriggerFile::Departure => Trigger::Departure,
        TriggerFile::Arrival => Trigger::Arrival,
        TriggerFile::Through => Trigger::Through,
    }
}

fn station(context: &mut Context, facility: &str, file: &StationFile) -> LocalStation {
    let path = format!("{facility}/stations/{}", file.id);
    let order = match &file.order {
        OrderFile::Fifo => QueueOrder::Fifo,
        OrderFile::Lifo => QueueOrder::Lifo,
        OrderFile::Classes(classes) => {
            if classes.len() >= MAX_CLASSES {
                let most = MAX_CLASSES - 1;
                context.out_of_range(
                    &format!("{path}/order"),
                    format!("{} classes", classes.len()),
                    &format!("at most {most} classes"),
                );
            }
            QueueOrder::Classes(classes.iter().take(MAX_CLASSES - 1).cloned().collect())
        }
    };
    LocalStation {
        id: file.id.clone(),
        kind: kind(&file.kind),
        servers: context.at_least_one(&format!("{path}/servers"), file.servers),
        hours: hours(context, &path, file.hours.as_deref()),
        closing: closing(&file.closing),
        order,
    }
}

fn kind(kind: &StationKindFile) -> StationKind {
    match kind {
        StationKindFile::Gate => StationKind::Gate,
        StationKindFile::Desk => StationKind::Desk,
        StationKindFile::Inspector => StationKind::Inspector,
        StationKindFile::Bay => StationKind::Bay,
        StationKindFile::Scanner => StationKind::Scanner,
        StationKindFile::Weighbridge => StationKind::Weighbridge,
        StationKindFile::Crane => StationKind::Crane,
        StationKindFile::Dock => StationKind::Dock,
        StationKindFile::Other => StationKind::Other,
    }
}

/// Reads steps; knows the names of the facility.
struct Steps {
    stations: Vec<String>,
    ids: Vec<String>,
}

impl Steps {
    fn steps(&mut self, context: &mut Context, path: &str, steps: &[StepFile]) -> Vec<ProcedureStep> {
        let mut all = Vec::with_capacity(steps.len());
        for (index, step) in steps.iter().enumerate() {
            all.extend(self.step(context, &format!("{path}/{index}"), step));
        }
        all
    }

    fn step(&mut self, context: &mut Context, path: &str, step: &StepFile) -> Option<ProcedureStep> {
        Some(match step {
            StepFile::Visit { at, time, time_by_class } => {
                let station = Self::named(context, &self.stations, &format!("{path}/at"), at, "station");
                let time = law(context, &format!("{path}/time"), time);
                let of_class = |(index, (class, time)): (usize, &(String, _))| {
                    (class.clone(), law(context, &format!("{path}/time_by_class/{index}"), time))
                };
                ProcedureStep::Visit {
                    station: station?,
                    time,
                    by_class: time_by_class.iter().enumerate().map(of_class).collect(),
                }
            }
            StepFile::Take { what, count } => {
                let count = count_of(context, path, *count);
                let found = Self::named(context, &self.ids, &format!("{path}/what"), what, "station or store");
                found.map(|_| ProcedureStep::Take { thing: what.clone(), count })?
            }
            StepFile::Give { what, count } => {
                let count = count_of(context, path, *count);
                let found = Self::named(context, &self.ids, &format!("{path}/what"), what, "station or store");
                found.map(|_| ProcedureStep::Give { thing: what.clone(), count })?
            }
            StepFile::Spend { time, work } => {
                let time = law(context, &format!("{path}/time"), time);
                let work = match work {
                    WorkFile::Handling => Work::Handling,
                    WorkFile::Moving => Work::Moving,
                    WorkFile::Stored => Work::Stored,
                    WorkFile::Station(id) => {
                        Self::named(context, &self.stations, &format!("{path}/work"), id, "station")?;
                        Work::Station(id.clone())
                    }
                };
                ProcedureStep::Spend { time, work }
            }
            StepFile::Label(name) => ProcedureStep::Label(name.clone()),
            StepFile::Branch(ways) => ProcedureStep::Branch(self.ways(context, path, ways)),
        })
    }

    fn ways(&mut self, context: &mut Context, path: &str, ways: &[WayFile]) -> Vec<Way> {
        context.sum_to_one(path, &ways.iter().map(|way| way.share).collect::<Vec<_>>());
        let mut all = Vec::with_capacity(ways.len());
        for (index, way) in ways.iter().enumerate() {
            let place = format!("{path}/0/{index}");
            let share = context.share(&format!("{place}/share"), way.share);
            all.push(Way {
                share,
                steps: self.steps(context, &format!("{place}/steps"), &way.steps),
                to: way.to.clone(),
            });
        }
        all
    }

    fn named(context: &mut Context, names: &[String], path: &str, name: &str, what: &str) -> Option<usize> {
        let found = names.iter().position(|known| known == name);
        if found.is_none() {
            let hint =
                did_you_mean(name, names.iter().map(String::as_str)).map(|name| format!("did you mean `{name}`?"));
            context.problem("E0203", path, format!("a step names a {what} that does not exist"), |problem| {
                problem
                    .found(format!("{name:?}"))
                    .expected(format!("a {what} of this facility: {}", names.join(", ")))
                    .hint_if(hint)
            });
        }
        found
    }
}

fn count_of(context: &mut Context, path: &str, count: u32) -> u32 {
    let most = u32::from(u16::MAX);
    if count > most {
        context.out_of_range(&format!("{path}/count"), count, &format!("at most {most}"));
    }
    context.at_least_one(&format!("{path}/count"), count).min(most)
}
