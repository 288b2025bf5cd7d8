//! What storage and demurrage cost: by store or service, and by flow that pays.

use super::{Sheet, View};
use crate::plan::{Price, Toll};
use crate::stats::Tally;

/// Rows of each store with a tariff, of each service that charges demurrage, and of each flow at them.
pub fn rows(view: &View, sheet: &mut Sheet) {
    kind(view, sheet, "storage/", |toll| matches!(toll.price, Price::Stay(_)));
    kind(view, sheet, "", |toll| matches!(toll.price, Price::Demurrage(_)));
}

fn kind(view: &View, sheet: &mut Sheet, prefix: &str, is_meant: fn(&Toll) -> bool) {
    let tolls = || view.plan.tariffs.iter().zip(&view.outcome.books.charges).filter(|(toll, _)| is_meant(toll));
    let mut names: Vec<&str> = tolls().map(|(toll, _)| toll.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let mut all = Tally::default();
        for (toll, charges) in tolls().filter(|(toll, _)| toll.name == name) {
            all.merge(charges);
            let flow = &view.plan.accounts[toll.account as usize].name;
            charge(sheet, charges, &format!("{prefix}{name}/flow/{flow}"));
        }
        charge(sheet, &all, &format!("{prefix}{name}"));
    }
}

fn charge(sheet: &mut Sheet, charges: &Tally, place: &str) {
    sheet.add("charge_mean", place, "USD", charges.mean().map(|mean| mean / 1e6));
    sheet.add("charged_share", place, "share", charges.positive_share());
}
