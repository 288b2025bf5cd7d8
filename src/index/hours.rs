//! Queues at borders by hour of the day.

use super::{Sheet, View};

/// Rows of each border: the mean number of units that wait at any of its stations and yards in each hour of the day.
pub fn rows(view: &View, sheet: &mut Sheet) {
    let things = &view.plan.things;
    for (number, hub) in view.model.hubs.iter().enumerate().filter(|(_, hub)| hub.border().is_some()) {
        let here: Vec<usize> = (0..things.len()).filter(|&thing| things[thing].hub.index() == number).collect();
        if here.is_empty() {
            continue;
        }
        for (hour, &looks) in view.outcome.books.looks.iter().enumerate() {
            let row = &view.outcome.books.by_hour[hour * things.len()..];
            let sum: u64 = here.iter().map(|&thing| row[thing]).sum();
            let mean = (looks > 0).then(|| sum as f64 / looks as f64);
            sheet.add(&format!("queue_at:{hour:02}"), &format!("border/{}", hub.id), "units", mean);
        }
    }
}
