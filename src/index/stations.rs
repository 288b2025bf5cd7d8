//! Stations, stores and fleets: utilisation, queues and waiting.

use super::dwell::{QUANTILES, quantile_name, shares_over};
use super::{Sheet, View};
use crate::model::TimeClass;
use crate::plan::{ENDLESS, ThingKind};
use crate::units::{MINUTE, Millis};

/// Rows of each thing.
pub fn rows(view: &View, sheet: &mut Sheet) {
    for (number, worked) in worked(view).into_iter().enumerate() {
        thing(view, sheet, number, worked);
    }
}

/// Time worked by each thing within the window \[ms\].
pub fn worked(view: &View) -> Vec<u64> {
    let mut worked = vec![0; view.plan.things.len()];
    for (number, cell) in view.plan.cells.iter().enumerate() {
        if let (Some(thing), TimeClass::Worked(_)) = (cell.thing, cell.class) {
            worked[thing as usize] += view.booked(number);
        }
    }
    worked
}

fn thing(view: &View, sheet: &mut Sheet, number: usize, worked: u64) {
    let about = &view.plan.things[number];
    let book = &view.outcome.books.things[number];
    let place = &format!("station/{}", about.name);
    let (from, until) = (view.outcome.from.areas[number], view.outcome.until.areas[number]);
    let window = view.window();
    let open = open_time(view, about.calendar) as f64 * f64::from(about.capacity);
    let share = |time: u64, of: f64| (of > 0.0).then(|| time as f64 / of);
    if let ThingKind::Station(_) = about.kind {
        sheet.add("utilisation", place, "share", share(worked, open));
    }
    let held = (about.capacity != ENDLESS).then_some(until.1 - from.1);
    if about.kind != ThingKind::Empties {
        sheet.add("occupancy", place, "share", held.and_then(|held| share(held, open)));
    }
    sheet.add("queue_mean", place, "units", share(until.0 - from.0, window as f64));
    sheet.add("queue_max", place, "units", Some(f64::from(book.longest)));
    let (before, after) = (view.outcome.from.served[number], view.outcome.until.served[number]);
    let (served, turned_away, gave_up) = (after.0 - before.0, after.1 - before.1, after.2 - before.2);
    sheet.add("served", place, "units/day", view.per_day(served as f64));
    let came = (served + turned_away + gave_up) as f64;
    if about.limit.is_some() || !about.joins.is_empty() {
        sheet.add("turned_away", place, "units/day", view.per_day(turned_away as f64));
        sheet.add("turned_away_share", place, "share", share(turned_away, came));
    }
    if view.plan.can_be_given_up(number as u32) {
        sheet.add("gave_up", place, "units/day", view.per_day(gave_up as f64));
        sheet.add("gave_up_share", place, "share", share(gave_up, came));
    }
    sheet.add("wait_share", place, "share", book.waits.positive_share());
    let minutes = |value: Option<f64>| value.map(|value| value / MINUTE as f64);
    sheet.add("wait_mean", place, "min", minutes(book.waits.mean()));
    for share in QUANTILES {
        sheet.add(&format!("wait_{}", quantile_name(share)), place, "min", minutes(book.waits.quantile(share)));
    }
    sheet.add("wait_max", place, "min", minutes(book.waits.max().map(|value| value as f64)));
    shares_over(view, sheet, "wait", place, std::iter::once(&book.waits));
}

/// Opening time of a calendar within the window.
fn open_time(view: &View, calendar: Option<u32>) -> Millis {
    let (from, until) = (view.outcome.from.at, view.outcome.until.at);
    calendar.map_or(until - from, |calendar| view.plan.calendars[calendar as usize].open_time(from, until))
}
