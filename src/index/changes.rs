//! How long cargo stays where it changes its vehicle, by the modes by which it comes and goes.

use std::collections::BTreeMap;

use super::dwell::distribution;
use super::{Sheet, View};

/// Rows of each hub and pair of modes: "change/altynkol/rail to rail".
pub fn rows(view: &View, sheet: &mut Sheet) {
    let mut places: BTreeMap<(usize, [&str; 2]), Vec<usize>> = BTreeMap::new();
    for (number, visit) in view.plan.visits.iter().enumerate() {
        if let Some((from, to)) = visit.change.filter(|_| view.is_cargo(visit.account)) {
            places.entry((visit.hub.index(), [from.name(), to.name()])).or_default().push(number);
        }
    }
    for ((hub, [from, to]), visits) in places {
        let place = format!("change/{}/{from} to {to}", view.model.hubs[hub].id);
        distribution(sheet, "dwell", &place, visits.iter().map(|&visit| &view.outcome.books.visits[visit]));
    }
}
