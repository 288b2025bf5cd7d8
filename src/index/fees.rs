//! What is paid at borders: per crossing, official and unofficial apart.

use std::collections::BTreeMap;

use super::{Sheet, Spot, View, spot_name};
use crate::plan::{Plan, Price};

/// Rows of each direction across a border at which anything is paid.
pub fn rows(view: &View, sheet: &mut Sheet) {
    let mut paid: BTreeMap<Spot, [u64; 2]> = BTreeMap::new();
    for (toll, charges) in view.plan.tariffs.iter().zip(&view.outcome.books.charges) {
        if let Price::Fee { is_official, hub, direction, .. } = toll.price {
            let spot = Spot { hub, direction: Some(direction) };
            paid.entry(spot).or_default()[usize::from(!is_official)] += charges.sum();
        }
    }
    for (spot, [official, unofficial]) in paid {
        let crossings = crossings(view, view.plan, spot);
        let place = format!("border/{}", spot_name(view.model, spot));
        let each = |micro_usd: u64| (crossings > 0).then(|| micro_usd as f64 / 1e6 / crossings as f64);
        sheet.add("fee_official", &place, "USD/consignment", each(official));
        sheet.add("fee_unofficial", &place, "USD/consignment", each(unofficial));
        sheet.add("fee_all", &place, "USD/consignment", each(official + unofficial));
    }
}

/// Loaded crossings of a border in a direction that ended after the warm-up.
fn crossings(view: &View, plan: &Plan, spot: Spot) -> u64 {
    let is_here = |visit: &&(usize, &crate::plan::Visit)| {
        visit.1.hub == spot.hub && visit.1.direction == spot.direction && view.is_cargo(visit.1.account)
    };
    let visits = plan.visits.iter().enumerate();
    visits.filter(|visit| is_here(&visit)).map(|(number, _)| view.outcome.books.visits[number].count()).sum()
}
