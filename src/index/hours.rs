//! Queues at borders by hour of the day.

use super::{Sheet, View};

/// Units of a profile in one unit that waits: millionths.
pub const PARTS: f64 = 1e6;

/// Rows of each border: the mean number of units that wait at any of its stations and yards in each hour of the day.
pub fn rows(view: &View, sheet: &mut Sheet) {
    let things = &view.plan.things;
    for (number, hub) in view.model.hubs.iter().enumerate().filter(|(_, hub)| hub.border().is_some()) {
        // Who waits for the other direction of a link stands there, and not at the border at its end.
        let is_here = |thing: &usize| things[*thing].hub.index() == number && things[*thing].lane.is_none();
        let here: Vec<usize> = (0..things.len()).filter(is_here).collect();
        if here.is_empty() {
            continue;
        }
        for hour in 0..view.outcome.books.looked.len() {
            let mean = waited(view, hour, &here).map(|(area, time)| area as f64 / time as f64);
            sheet.add(&format!("queue_at:{hour:02}"), &format!("border/{}", hub.id), "units", mean);
        }
    }
}

/// The mean number of units that wait for one thing in each hour of the day, in millionths: whole numbers, to be summed over replications.
pub fn profile(view: &View, thing: usize) -> Vec<Option<u64>> {
    let rounded = |(area, time): (u64, u64)| {
        let (area, time) = (u128::from(area) * PARTS as u128, u128::from(time));
        ((area + time / 2) / time) as u64
    };
    (0..view.outcome.books.looked.len()).map(|hour| waited(view, hour, &[thing]).map(rounded)).collect()
}

/// Unit-milliseconds of waiting for these things in an hour of the day, and how long it was looked at; none where it was not.
fn waited(view: &View, hour: usize, things: &[usize]) -> Option<(u64, u64)> {
    let books = &view.outcome.books;
    let row = &books.by_hour[hour * view.plan.things.len()..];
    let time = books.looked[hour];
    (time > 0 && view.window() > 0).then(|| (things.iter().map(|&thing| row[thing]).sum(), time))
}
