//! Trains at rail borders: how many, and how long they are at each side. Their cargo is there as long.

use super::{Sheet, View};
use crate::plan::Role;
use crate::stats::Tally;
use crate::units::HOUR;

/// Rows of each direction across each rail border.
pub fn rows(view: &View, sheet: &mut Sheet) {
    for (index, hub) in view.model.hubs.iter().enumerate() {
        let Some(border) = hub.rail_border() else { continue };
        for direction in [crate::model::Direction::AToB, crate::model::Direction::BToA] {
            let (left, entered) = border.sides(direction);
            let place = &format!("rail border/{}/{}-{}", hub.id, left.country, entered.country);
            let is_run = |account: u32| view.plan.accounts[account as usize].role == Role::Run;
            let mut crossings = Tally::default();
            for (number, visit) in view.plan.visits.iter().enumerate() {
                if visit.hub.index() == index && visit.direction == Some(direction) && is_run(visit.account) {
                    crossings.merge(&view.outcome.books.visits[number]);
                }
            }
            sheet.add("trains", place, "trains/day", view.per_day(crossings.count() as f64));
            let in_hours = |tally: &Tally| tally.mean().map(|mean| mean / HOUR as f64);
            sheet.add("train_crossing_mean", place, "h", in_hours(&crossings));
            sheet.add("train_crossing_p95", place, "h", crossings.quantile(0.95).map(|time| time / HOUR as f64));
            let sides = [("exit", format!("{} exit", left.country)), ("entry", format!("{} entry", entered.country))];
            for (role, stage) in sides {
                let mut times = Tally::default();
                for (number, about) in view.plan.stages.iter().enumerate() {
                    let is_here = about.hub.index() == index && about.direction == Some(direction);
                    if is_here && about.name == stage && is_run(about.account) {
                        times.merge(&view.outcome.books.stages[number]);
                    }
                }
                sheet.add(&format!("train_{role}_mean"), place, "h", in_hours(&times));
            }
        }
    }
}
