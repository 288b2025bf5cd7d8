//! Where the time of consignments goes: the ledger by place and class.

use std::collections::BTreeMap;

use super::{Sheet, View};
use crate::plan::PlaceLabel;
use crate::units::{HOUR, hours};

/// Rows of each place and class of time: hours a day, and hours for each consignment that ended in the window.
pub fn rows(view: &View, sheet: &mut Sheet) {
    let mut sums: BTreeMap<(String, String), u64> = BTreeMap::new();
    for (number, cell) in view.plan.cells.iter().enumerate() {
        if view.is_cargo(cell.account) {
            let class = cell.class.name();
            *sums.entry(("network".to_owned(), class.clone())).or_default() += view.booked(number);
            *sums.entry((place_name(view, cell.place), class)).or_default() += view.booked(number);
        }
    }
    let ended: u64 = (0..view.plan.accounts.len())
        .filter(|&account| view.is_cargo(account as u32))
        .map(|account| view.ended(account))
        .sum();
    for ((place, class), time) in sums {
        sheet.add(&format!("time:{class}"), &place, "h/day", view.per_day(hours(time)));
        if place == "network" {
            let each = (ended > 0).then(|| time as f64 / HOUR as f64 / ended as f64);
            sheet.add(&format!("each:{class}"), &place, "h/consignment", each);
        }
    }
}

fn place_name(view: &View, place: PlaceLabel) -> String {
    match place {
        PlaceLabel::Hub(hub) => format!("hub/{}", view.model.hubs[hub.index()].id),
        PlaceLabel::Link(link) => format!("link/{}", view.model.links[link.index()].id),
    }
}
