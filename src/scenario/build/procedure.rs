//! Plain stations and procedures.

use std::collections::BTreeSet;

use super::super::file::{
    BreakWhenFile, BreaksFile, BrokenWorkFile, FacilityFile, GiveUpFile, HubFile, OrderFile, PreEmptFile, StationFile,
    StationKindFile, StepFile, StoreFile, TriggerFile, WayFile, WhenFullFile, WorkFile,
};
use super::super::suggest::did_you_mean;
use super::border::{closing, hours};
use super::context::Context;
use super::cost::per_use;
use super::law::law;
use super::tariff::tariff;
use crate::engine::pool::MAX_CLASSES;
use crate::model::{
    BreakWhen, Breaks, Interruption, Leaving, LocalStation, LocalStore, Procedure, ProcedureStep, QueueOrder,
    StationKind, Stations, Trigger, Way, WhenFull, Work,
};

/// Servers that are told apart at one station: their numbers travel in events.
const MAX_NAMED: u32 = u16::MAX as u32;

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
    let stores: Vec<LocalStore> = stores.iter().map(|item| store(context, &path, item)).collect();
    let mut reader = Steps { stations: &stations_built, stores: &stores, ids };
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
        TriggerFile::Transfer => Trigger::Transfer,
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
    check_full(context, &path, file);
    LocalStation {
        id: file.id.clone(),
        kind: kind(&file.kind),
        servers: servers(context, &path, file),
        hours: hours(context, &path, file.hours.as_deref()),
        closing: closing(&file.closing),
        order,
        places: file.places,
        when_full: when_full(&file.when_full),
        joins: joins(context, &format!("{path}/join"), &file.join),
        pre_empt: pre_empt(context, &path, file),
        breaks: file.breaks.as_ref().map(|breaks| self::breaks(context, &format!("{path}/breaks"), breaks)),
        per_visit: per_use(context, &format!("{path}/per_visit"), file.per_visit.as_ref()),
    }
}

fn servers(context: &mut Context, path: &str, file: &StationFile) -> u32 {
    let has_names = file.breaks.is_some() || !matches!(file.pre_empt, PreEmptFile::No);
    if has_names && file.servers > MAX_NAMED {
        let expected = format!("at most {MAX_NAMED} where servers break or are taken away");
        context.out_of_range(&format!("{path}/servers"), file.servers, &expected);
    }
    context.at_least_one(&format!("{path}/servers"), file.servers)
}

fn check_full(context: &mut Context, path: &str, file: &StationFile) {
    if matches!(file.when_full, WhenFullFile::TurnAway) && file.places.is_none() {
        let title = format!("station `{}` turns away when its places are taken, but has no `places`", file.id);
        context.problem("E0318", &format!("{path}/when_full"), title, |problem| {
            problem.expected("`places: 0` or more").hint("without `places` as many wait as come")
        });
    }
}

pub fn when_full(file: &WhenFullFile) -> WhenFull {
    match file {
        WhenFullFile::Block => WhenFull::Block,
        WhenFullFile::TurnAway => WhenFull::TurnAway,
    }
}

fn joins(context: &mut Context, path: &str, points: &[(u32, f64)]) -> Vec<(u32, f64)> {
    for (index, (number, share)) in points.iter().enumerate() {
        let place = format!("{path}/{index}");
        context.share(&place, *share);
        if index > 0 && points[index - 1].0 >= *number {
            context.problem("E0312", &place, "points are not in order", |problem| {
                problem
                    .found(format!("{number} after {}", points[index - 1].0))
                    .expected("each number larger than the one before")
            });
        }
    }
    points.to_vec()
}

fn pre_empt(context: &mut Context, path: &str, file: &StationFile) -> Option<Interruption> {
    let rule = match file.pre_empt {
        PreEmptFile::No => return None,
        PreEmptFile::Resume => Interruption::Resume,
        PreEmptFile::Restart => Interruption::Restart,
        PreEmptFile::Resample => Interruption::Resample,
    };
    if !matches!(file.order, OrderFile::Classes(_)) {
        let title = format!("station `{}` interrupts work, but knows no classes", file.id);
        context.problem("E0316", &format!("{path}/pre_empt"), title, |problem| {
            problem
                .expected("`order: Classes([..])`, first named first")
                .hint("leave out `pre_empt`, or name the classes")
        });
    }
    Some(rule)
}

fn breaks(context: &mut Context, path: &str, file: &BreaksFile) -> Breaks {
    let between = law(context, &format!("{path}/between"), &file.between);
    if between.mean() <= 0.0 {
        context.out_of_range(&format!("{path}/between"), "0", "a law with a mean above 0");
    }
    Breaks {
        when: match file.when {
            BreakWhenFile::Busy => BreakWhen::Busy,
            BreakWhenFile::Always => BreakWhen::Always,
        },
        between,
        repair: law(context, &format!("{path}/repair"), &file.repair),
        work: match file.work {
            BrokenWorkFile::Resume => Interruption::Resume,
            BrokenWorkFile::Restart => Interruption::Restart,
            BrokenWorkFile::Resample => Interruption::Resample,
        },
    }
}

fn store(context: &mut Context, facility: &str, file: &StoreFile) -> LocalStore {
    let path = format!("{facility}/stores/{}", file.id);
    LocalStore {
        id: file.id.clone(),
        places: context.at_least_one(&format!("{path}/places"), file.places),
        when_full: when_full(&file.when_full),
        tariff: file.tariff.as_ref().map(|file| tariff(context, &format!("{path}/tariff"), file)),
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

/// Reads steps; knows the stations and stores of the facility.
struct Steps<'f> {
    stations: &'f [LocalStation],
    stores: &'f [LocalStore],
    ids: Vec<String>,
}

impl Steps<'_> {
    fn steps(&mut self, context: &mut Context, path: &str, steps: &[StepFile]) -> Vec<ProcedureStep> {
        let mut all = Vec::with_capacity(steps.len());
        for (index, step) in steps.iter().enumerate() {
            all.extend(self.step(context, &format!("{path}/{index}"), step));
        }
        all
    }

    fn step(&mut self, context: &mut Context, path: &str, step: &StepFile) -> Option<ProcedureStep> {
        Some(match step {
            StepFile::Visit { at, time, time_by_class, give_up, turned_away_to } => {
                let station = self.station(context, &format!("{path}/at"), at);
                let leaving = self.leaving(context, path, at, give_up.as_ref(), turned_away_to.as_ref());
                let time = law(context, &format!("{path}/time"), time);
                let of_class = |(index, (class, time)): (usize, &(String, _))| {
                    (class.clone(), law(context, &format!("{path}/time_by_class/{index}"), time))
                };
                ProcedureStep::Visit {
                    station: station?,
                    time,
                    by_class: time_by_class.iter().enumerate().map(of_class).collect(),
                    leaving,
                }
            }
            StepFile::Take { what, count, give_up, turned_away_to } => {
                let count = count_of(context, path, *count);
                let found = Self::named(context, &self.ids, &format!("{path}/what"), what, "station or store");
                let leaving = self.leaving(context, path, what, give_up.as_ref(), turned_away_to.as_ref());
                found.map(|_| ProcedureStep::Take { thing: what.clone(), count, leaving })?
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
                        self.station(context, &format!("{path}/work"), id)?;
                        Work::Station(id.clone())
                    }
                };
                ProcedureStep::Spend { time, work }
            }
            StepFile::Label(name) => ProcedureStep::Label(name.clone()),
            StepFile::Branch(ways) => ProcedureStep::Branch(self.ways(context, path, ways)),
        })
    }

    fn station(&self, context: &mut Context, path: &str, name: &str) -> Option<usize> {
        let names: Vec<String> = self.stations.iter().map(|station| station.id.clone()).collect();
        Self::named(context, &names, path, name, "station")
    }

    /// How the queue of a thing may be left at a step.
    fn leaving(
        &self,
        context: &mut Context,
        path: &str,
        thing: &str,
        give_up: Option<&GiveUpFile>,
        turned_away_to: Option<&String>,
    ) -> Leaving {
        let patience = give_up.map(|give_up| law(context, &format!("{path}/give_up/after"), &give_up.after));
        let station = self.stations.iter().find(|station| station.id == thing);
        let blocks = station.is_some_and(|it| it.places.is_some() && it.when_full == WhenFull::Block);
        if blocks && patience.is_some() {
            let title = format!(
                "nobody can give up waiting for `{thing}`: its places are taken before the last server is left"
            );
            context.problem("E0317", &format!("{path}/give_up"), title, |problem| {
                problem.expected("`when_full: TurnAway` at the station, or no `places`")
            });
        }
        let station_turns =
            station.is_some_and(|it| it.when_full == WhenFull::TurnAway && it.places.is_some() || !it.joins.is_empty());
        let store_turns = self.stores.iter().any(|store| store.id == thing && store.when_full == WhenFull::TurnAway);
        if turned_away_to.is_some() && !station_turns && !store_turns {
            let title = format!("`{thing}` turns nobody away");
            context.problem("E0317", &format!("{path}/turned_away_to"), title, |problem| {
                problem.expected("`places` with `when_full: TurnAway`, or `join`, at what is waited for")
            });
        }
        Leaving {
            patience,
            impatient_to: give_up.and_then(|give_up| give_up.to.clone()),
            turned_away_to: turned_away_to.cloned(),
        }
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
