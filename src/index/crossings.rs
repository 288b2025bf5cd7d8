//! Where the time of a crossing goes: the ledger of each direction across a border by class, per consignment that crossed.

use std::collections::BTreeMap;

use super::{Sheet, Spot, View, spot_name};
use crate::ids::HubId;
use crate::model::TimeClass;
use crate::plan::PlaceLabel;
use crate::units::{days, hours};

/// Rows of each direction across a border: the whole time, then one row a class, in hours per crossing.
pub fn rows(view: &View, sheet: &mut Sheet) {
    let mut sums: BTreeMap<Spot, BTreeMap<TimeClass, f64>> = BTreeMap::new();
    let shares = shares(view);
    for (number, cell) in view.plan.cells.iter().enumerate() {
        let PlaceLabel::Hub(hub) = cell.place else { continue };
        for (spot, share) in shares.get(&(cell.account, hub)).into_iter().flatten() {
            let time = hours(view.booked(number)) * share;
            *sums.entry(*spot).or_default().entry(cell.class).or_default() += time;
        }
    }
    let window = days(view.window());
    for (spot, classes) in sums {
        let place = format!("border/{}", spot_name(view.model, spot));
        // Crossings are counted in whole buckets of time, hours in the whole window: both as rates, they go together.
        let rate = crossings_a_day(view, spot).filter(|rate| *rate > 0.0 && window > 0.0);
        let each = |time: f64| rate.map(|rate| time / window / rate);
        sheet.add("crossing:all", &place, "h/crossing", each(classes.values().sum()));
        for (class, time) in classes {
            sheet.add(&format!("crossing:{}", class.name()), &place, "h/crossing", each(time));
        }
    }
}

/// The directions in which an account with cargo crosses a border, and how much of its time there belongs to each: all of it where there is one
/// direction, else by the number of crossings.
fn shares(view: &View) -> BTreeMap<(u32, HubId), Vec<(Spot, f64)>> {
    let mut crossed: BTreeMap<(u32, HubId), BTreeMap<Spot, u64>> = BTreeMap::new();
    for (visit, count) in view.plan.visits.iter().zip(&view.outcome.books.visits) {
        if visit.direction.is_some() && view.is_cargo(visit.account) {
            let spot = Spot { hub: visit.hub, direction: visit.direction };
            *crossed.entry((visit.account, visit.hub)).or_default().entry(spot).or_default() += count.count();
        }
    }
    let share = |spots: BTreeMap<Spot, u64>| {
        let (all, equal) = (spots.values().sum::<u64>(), 1.0 / spots.len() as f64);
        let of = |(spot, count): (Spot, u64)| (spot, if all > 0 { count as f64 / all as f64 } else { equal });
        spots.into_iter().map(of).collect()
    };
    crossed.into_iter().map(|(whose, spots)| (whose, share(spots))).collect()
}

/// Loaded crossings a day in the whole buckets of time after the warm-up; none where there is no such bucket.
pub fn crossings_a_day(view: &View, spot: Spot) -> Option<f64> {
    let (buckets, days) = super::hubs::whole_buckets(view);
    let width = view.plan.visits.len();
    let is_here = |number: &usize| {
        let visit = &view.plan.visits[*number];
        visit.hub == spot.hub && visit.direction == spot.direction && view.is_cargo(visit.account)
    };
    let visits: Vec<usize> = (0..width).filter(is_here).collect();
    let left = &view.outcome.books.left;
    let count: u64 =
        buckets.flat_map(|bucket| visits.iter().map(move |visit| u64::from(left[bucket * width + visit]))).sum();
    (days > 0.0).then(|| count as f64 / days)
}
