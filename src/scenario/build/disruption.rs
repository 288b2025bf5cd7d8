//! Disruptions.

use super::super::file::{DisruptionFile, WhenFile};
use super::civil::Clock;
use super::context::Context;
use super::instrument::borders;
use super::law::law;
use crate::model::{Disruption, Facility, Hub, When};

pub fn disruptions(context: &mut Context, clock: &Clock, hubs: &[Hub]) -> Vec<Disruption> {
    let file = context.file;
    file.disruptions.iter().map(|file| disruption(context, clock, hubs, file)).collect()
}

/// Disruptions strike posts, teams and cranes.
const STRUCK: (fn(&Hub) -> bool, &str) =
    (can_be_struck, "a hub with a `Border`, a `RailBorder`, or cranes of `Rail` or `Berths`");

fn disruption(context: &mut Context, clock: &Clock, hubs: &[Hub], file: &DisruptionFile) -> Disruption {
    let path = format!("disruptions/{}", file.id);
    let at = borders(context, hubs, (&format!("disruption `{}`", file.id), &file.at), &path, STRUCK);
    for (key, country) in [("side", &file.side), ("leaving", &file.leaving)] {
        let Some(country) = country else { continue };
        let touches = |hub: &crate::ids::HubId| hubs[hub.index()].countries().contains(&country.as_str());
        if !at.is_empty() && !at.iter().any(touches) {
            let title = format!("disruption `{}` names a country that none of its borders touches", file.id);
            context.problem("E0608", &format!("{path}/{key}"), title, |problem| problem.found(format!("{country:?}")));
        }
    }
    Disruption {
        id: file.id.clone(),
        hubs: at,
        side: file.side.clone(),
        leaving: file.leaving.clone(),
        working: context.share(&format!("{path}/working"), file.working),
        when: when(context, clock, &file.when, &format!("{path}/when")),
        recovery: file.recovery.0,
    }
}

/// Borders, and terminals with cranes.
fn can_be_struck(hub: &Hub) -> bool {
    let has_cranes =
        |facility: &Facility| matches!(facility, Facility::Terminal(terminal) if terminal.cranes.is_some());
    hub.border().is_some() || hub.rail_border().is_some() || hub.facilities.iter().any(has_cranes)
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
