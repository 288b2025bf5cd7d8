//! Throughput of hubs. Consignments and vehicles are counted apart: an empty truck on its way home is a vehicle and no consignment.

use std::ops::Range;

use super::{Sheet, View, spot_name, spots};

/// Rows of each hub, and of each direction across a border.
pub fn rows(view: &View, sheet: &mut Sheet) {
    let width = view.plan.visits.len();
    let left = &view.outcome.books.left;
    let (buckets, days) = whole_buckets(view);
    for spot in spots(view.plan) {
        let (mut consignments, mut teu, mut vehicles) = (0.0, 0.0, 0.0);
        for (number, visit) in view.plan.visits.iter().enumerate() {
            if visit.hub != spot.hub || visit.direction != spot.direction {
                continue;
            }
            let count: f64 = buckets.clone().map(|bucket| f64::from(left[bucket * width + number])).sum();
            vehicles += if visit.is_vehicle { count } else { 0.0 };
            if view.is_cargo(visit.account) {
                consignments += count;
                teu += count * f64::from(view.plan.accounts[visit.account as usize].teu);
            }
        }
        let place = format!("hub/{}", spot_name(view.model, spot));
        let daily = |count: f64| (days > 0.0).then(|| count / days);
        sheet.add("consignments", &place, "consignments/day", daily(consignments));
        sheet.add("throughput", &place, "TEU/day", daily(teu));
        sheet.add("vehicles", &place, "vehicles/day", daily(vehicles));
    }
}

/// The whole buckets of time after the warm-up, and how many days they are: throughput over time and its mean are of the same counts.
pub fn whole_buckets(view: &View) -> (Range<usize>, f64) {
    let bucket = view.model.run.bucket;
    let first = view.outcome.from.at.div_ceil(bucket) as usize;
    let last = (view.outcome.until.at / bucket) as usize;
    (first..last, last.saturating_sub(first) as f64 * crate::units::days(bucket))
}
