//! `Hours`: from a day on the posts of one side keep other hours. Their opening hours change in the model itself, so nothing behind it knows of the policy.

use std::sync::Arc;

use super::super::file::{InstrumentFile, PolicyFile};
use super::civil::Clock;
use super::context::Context;
use super::instrument::{ROAD_BORDERS, borders, span};
use crate::engine::hours::Hours;
use crate::ids::{CalendarId, HubId};
use crate::model::{Calendar, Hub, Side};

/// Changes the hours of sides, in the order of the instruments' ids.
pub fn change(context: &mut Context, clock: &Clock, hubs: &mut [Hub], calendars: &mut Vec<Calendar>) {
    let file = context.file;
    for file in &file.instruments {
        let PolicyFile::Hours { side, calendar } = &file.policy else { continue };
        let path = format!("instruments/{}", file.id);
        let who = format!("instrument `{}`", file.id);
        check_everybody(context, file, &path);
        let at = borders(context, hubs, (&who, &file.at), &path, ROAD_BORDERS);
        let (from, until) = span(context, clock, file, &path);
        let place = format!("{path}/policy/calendar");
        let Some(new) = context.lookup(|context| &context.calendars, "calendar", calendar, &place, &who) else {
            continue;
        };
        let new = calendars[new as usize].clone();
        let days = days(file);
        // Days after the horizon change nothing.
        let is_within = from < clock.horizon() as i64;
        let span = (from.max(0) as u64, until.map_or(u64::MAX, |until| until.max(0) as u64));
        for hub in at {
            let Some(side) = side_of(context, hubs, hub, side, &path) else { continue };
            if is_within {
                splice(side, calendars, (&new, &days), span);
            }
        }
    }
}

fn check_everybody(context: &mut Context, file: &InstrumentFile, path: &str) {
    let who = &file.who;
    let is_for_all =
        who.commodities.is_empty() && who.classes.is_empty() && who.flows.is_empty() && who.leaving.is_none();
    let wrong = [
        ("uptake", file.uptake != 1.0),
        ("phase", !file.phase.is_empty()),
        ("operators", file.operators > 0),
        ("who", !is_for_all),
    ];
    for (key, _) in wrong.into_iter().filter(|(_, is_wrong)| *is_wrong) {
        let title = format!("instrument `{}`: `Hours` are kept for everybody, but `{key}` is given", file.id);
        context.problem("E0611", &format!("{path}/{key}"), title, |problem| {
            problem.expected(format!("no `{key}`; the days are said by `from` and `until`"))
        });
    }
}

/// The side of a country at a border.
fn side_of<'h>(
    context: &mut Context,
    hubs: &'h mut [Hub],
    hub: HubId,
    country: &str,
    path: &str,
) -> Option<&'h mut Side> {
    let hub = &mut hubs[hub.index()];
    let countries = hub.countries().join(", ");
    let (id, border) = (hub.id.clone(), hub.border_mut()?);
    let found = [&mut border.a, &mut border.b].into_iter().find(|side| side.country == country);
    if found.is_none() {
        let title = format!("border `{id}` has no side of this country");
        context.problem("E0608", &format!("{path}/policy/side"), title, |problem| {
            problem.found(format!("{country:?}")).expected(format!("one of: {countries}"))
        });
    }
    found
}

/// The days on which they are kept, in words; empty = all.
fn days(file: &InstrumentFile) -> String {
    let from = file.from.map_or_else(String::new, |day| format!(" from {}", day.0));
    let until = file.until.map_or_else(String::new, |day| format!(" until {}", day.0));
    from + &until
}

/// A calendar of its own for a side: the old hours, and the new ones in [from, until) \[ms\].
fn splice(side: &mut Side, calendars: &mut Vec<Calendar>, (new, days): (&Calendar, &str), (from, until): (u64, u64)) {
    let old = side.hours.map(|calendar| &calendars[calendar.index()]);
    let hours = match old {
        Some(old) => old.hours.spliced(&new.hours, from, until),
        None => Hours::always().spliced(&new.hours, from, until),
    };
    let id = format!("{} of {}", old.map_or("always", |old| old.id.as_str()), side.country);
    let words = match old {
        _ if days.is_empty() => new.words.clone(),
        Some(old) => format!("{}; {}{days}", old.words, new.words),
        None => format!("always; {}{days}", new.words),
    };
    side.hours = Some(CalendarId::from(calendars.len()));
    calendars.push(Calendar { id, hours: Arc::new(hours), words });
}
