//! Disruptions.

use super::super::file::{DisruptionFile, StruckFile, WhenFile};
use super::super::suggest::did_you_mean;
use super::civil::Clock;
use super::context::Context;
use super::instrument::borders;
use super::law::law;
use crate::ids::HubId;
use crate::model::{Disruption, Facility, Hub, Mode, Struck, Terminal, When};

pub fn disruptions(context: &mut Context, clock: &Clock, hubs: &[Hub]) -> Vec<Disruption> {
    let file = context.file;
    file.disruptions.iter().map(|file| disruption(context, clock, hubs, file)).collect()
}

/// What is struck where nothing is said: posts, teams and cranes.
const USUAL: &str = "a hub with a `Border`, a `RailBorder`, or cranes of `Rail` or `Berths`";

fn disruption(context: &mut Context, clock: &Clock, hubs: &[Hub], file: &DisruptionFile) -> Disruption {
    let path = format!("disruptions/{}", file.id);
    let who = format!("disruption `{}`", file.id);
    let at = match file.what.as_slice() {
        [] => {
            let is_usual = |hub: &Hub| Struck::USUAL.iter().any(|what| has(hub, *what));
            borders(context, hubs, (&who, &file.at), &path, (is_usual, USUAL))
        }
        _ => borders(context, hubs, (&who, &file.at), &path, (|_: &Hub| true, USUAL)),
    };
    let what = what(context, hubs, file, &path, &at);
    check_terminal(context, hubs, file, &path, &at);
    for (key, country) in [("side", &file.side), ("leaving", &file.leaving)] {
        let Some(country) = country else { continue };
        let touches = |hub: &HubId| hubs[hub.index()].countries().contains(&country.as_str());
        if !at.is_empty() && !at.iter().any(touches) {
            let title = format!("disruption `{}` names a country that none of its borders touches", file.id);
            context.problem("E0608", &format!("{path}/{key}"), title, |problem| problem.found(format!("{country:?}")));
        }
    }
    Disruption {
        id: file.id.clone(),
        hubs: at,
        what,
        terminal: file.terminal.clone(),
        side: file.side.clone(),
        leaving: file.leaving.clone(),
        working: context.share(&format!("{path}/working"), file.working),
        when: when(context, clock, &file.when, &format!("{path}/when")),
        recovery: file.recovery.0,
    }
}

/// What is struck: each kind must be at one of the hubs at least.
fn what(context: &mut Context, hubs: &[Hub], file: &DisruptionFile, path: &str, at: &[HubId]) -> Vec<Struck> {
    if file.what.is_empty() {
        return Struck::USUAL.to_vec();
    }
    let mut all = Vec::with_capacity(file.what.len());
    for (index, what) in file.what.iter().enumerate() {
        let what = struck(what);
        all.push(what);
        if at.is_empty() || at.iter().any(|hub| has(&hubs[hub.index()], what)) {
            continue;
        }
        let title = format!("disruption `{}` strikes what none of its hubs has", file.id);
        context.problem("E0608", &format!("{path}/what/{index}"), title, |problem| {
            problem.found(format!("`{}`", what.name())).expected(where_it_is(what))
        });
    }
    all
}

/// A terminal that is named must be there, and posts and teams belong to none.
fn check_terminal(context: &mut Context, hubs: &[Hub], file: &DisruptionFile, path: &str, at: &[HubId]) {
    let Some(name) = &file.terminal else { return };
    let ids: Vec<&str> =
        at.iter().flat_map(|hub| terminals(&hubs[hub.index()])).map(|terminal| terminal.id.as_str()).collect();
    if !at.is_empty() && !ids.contains(&name.as_str()) {
        let hint = did_you_mean(name, ids.iter().copied()).map(|name| format!("did you mean `{name}`?"));
        let title = format!("disruption `{}` names a terminal that none of its hubs has", file.id);
        context.problem("E0608", &format!("{path}/terminal"), title, |problem| {
            let expected = match ids.as_slice() {
                [] => "a hub with `Rail` or `Berths`".to_owned(),
                ids => format!("one of: {}", ids.join(", ")),
            };
            problem.found(format!("{name:?}")).expected(expected).hint_if(hint)
        });
    }
    let is_apart = |what: &StruckFile| matches!(what, StruckFile::Posts | StruckFile::Teams);
    if let Some(index) = file.what.iter().position(is_apart) {
        let title = format!("disruption `{}` strikes one terminal, and what belongs to none", file.id);
        context.problem("E0608", &format!("{path}/what/{index}"), title, |problem| {
            problem
                .found(format!("`{}`", struck(&file.what[index]).name()))
                .expected("`Cranes`, `Berths`, `Tracks` or `Pilots` where `terminal` is given")
        });
    }
}

fn terminals(hub: &Hub) -> impl Iterator<Item = &Terminal> {
    hub.facilities.iter().filter_map(|facility| match facility {
        Facility::Terminal(terminal) => Some(terminal),
        _ => None,
    })
}

fn has(hub: &Hub, what: Struck) -> bool {
    match what {
        Struck::Posts => hub.border().is_some(),
        Struck::Teams => hub.rail_border().is_some(),
        Struck::Cranes => terminals(hub).any(|terminal| terminal.cranes.is_some()),
        Struck::Berths => terminals(hub).any(|terminal| terminal.mode == Mode::Sea),
        Struck::Tracks => terminals(hub).any(|terminal| terminal.mode == Mode::Rail),
        Struck::Pilots => terminals(hub).any(|terminal| terminal.pilots.is_some()),
    }
}

fn where_it_is(what: Struck) -> &'static str {
    match what {
        Struck::Posts => "a hub with a `Border`",
        Struck::Teams => "a hub with a `RailBorder`",
        Struck::Cranes => "a hub with cranes of `Rail` or `Berths`",
        Struck::Berths => "a hub with `Berths`",
        Struck::Tracks => "a hub with `Rail`; tracks of a rail border are not struck, its `Teams` are",
        Struck::Pilots => "a hub with pilots of `Berths`",
    }
}

fn struck(file: &StruckFile) -> Struck {
    match file {
        StruckFile::Posts => Struck::Posts,
        StruckFile::Teams => Struck::Teams,
        StruckFile::Cranes => Struck::Cranes,
        StruckFile::Berths => Struck::Berths,
        StruckFile::Tracks => Struck::Tracks,
        StruckFile::Pilots => Struck::Pilots,
    }
}

fn when(context: &mut Context, clock: &Clock, file: &WhenFile, path: &str) -> When {
    match file {
        WhenFile::Dated(days) => {
            let mut spans = Vec::with_capacity(days.len());
            let mut last = i64::MIN;
            for (index, (from, until)) in days.iter().enumerate() {
                let (from, until) = (clock.midnight(&clock.zone, from.0), clock.midnight(&clock.zone, until.0));
                if until <= from || from < last {
                    let title = "days of a disruption are not in order";
                    context.problem("E0312", &format!("{path}/{index}"), title, |problem| {
                        problem.expected("a first day before the day of the return, and after the disruption before")
                    });
                }
                last = until;
                if until > 0 {
                    spans.push((from.max(0) as u64, until as u64));
                }
            }
            When::Dated(spans)
        }
        WhenFile::Random { between, lasts } => When::Random {
            between: law(context, &format!("{path}/between"), between),
            lasts: law(context, &format!("{path}/lasts"), lasts),
        },
    }
}
