//! What storage costs: by store, and by flow that pays.

use super::{Sheet, View};
use crate::plan::{Price, Toll};
use crate::stats::Tally;

/// Rows of each store with a tariff, and of each flow at it.
pub fn rows(view: &View, sheet: &mut Sheet) {
    let tolls = &view.plan.tariffs;
    let is_stay = |toll: &&Toll| matches!(toll.price, Price::Stay(_));
    let mut names: Vec<&str> = tolls.iter().filter(is_stay).map(|toll| toll.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let mut all = Tally::default();
        for (toll, charges) in tolls.iter().zip(&view.outcome.books.charges).filter(|(toll, _)| toll.name == name) {
            all.merge(charges);
            let flow = &view.plan.accounts[toll.account as usize].name;
            charge(sheet, charges, &format!("storage/{name}/flow/{flow}"));
        }
        charge(sheet, &all, &format!("storage/{name}"));
    }
}

fn charge(sheet: &mut Sheet, charges: &Tally, place: &str) {
    sheet.add("charge_mean", place, "USD", charges.mean().map(|mean| mean / 1e6));
    sheet.add("charged_share", place, "share", charges.positive_share());
}
