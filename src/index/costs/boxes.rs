//! What boxes of groupage cost and emit, shared by their parcels in proportion to volume.

use super::{Sums, length_of, mode_of};
use crate::ids::ServiceId;
use crate::index::groupage::place;
use crate::index::{Sheet, View};
use crate::model::LITRES_PER_M3;
use crate::plan::{Mover, Passage};

/// Adds the shares of boxes to the flows of their parcels, and tells what a box costs.
pub fn share(view: &View, sheet: &mut Sheet, boxes: &[Sums], flows: &mut [Sums]) {
    for (number, service) in view.model.services.iter().enumerate().filter(|(_, service)| service.groupage.is_some()) {
        let carried = carried(view, ServiceId::from(number));
        let volume = |(account, count): &(u32, u64)| {
            let litres = view.plan.accounts[*account as usize].litres;
            *count as f64 * f64::from(litres) / f64::from(LITRES_PER_M3)
        };
        let (all_m3, parcels) =
            (carried.iter().map(volume).sum::<f64>(), carried.iter().map(|(_, count)| count).sum::<u64>());
        let usd: f64 = boxes[number].usd.iter().sum();
        let each = |count: f64| (count > 0.0).then(|| usd / count);
        let emptied = view.outcome.books.services[number].rounds.count() as f64;
        sheet.add("usd_per_box", &place(service), "USD/box", each(emptied));
        sheet.add("usd_per_parcel", &place(service), "USD/parcel", each(parcels as f64));
        sheet.add("usd_per_m3", &place(service), "USD/m3", each(all_m3));
        let km = km_by_mode(view, number as u32);
        for of in carried.iter().filter(|_| all_m3 > 0.0) {
            let account = &view.plan.accounts[of.0 as usize];
            let Some(flow) = account.flow else { continue };
            let mut part = boxes[number].times(volume(of) / all_m3);
            // A box counts with its own mass on the train; what its parcels have moved is their own.
            let tonnes = of.1 as f64 * account.kg as f64 / 1000.0;
            part.tkm = km.map(|km| km * tonnes);
            flows[flow.index()].add(&part);
        }
    }
}

/// Accounts of parcels, and how many of each the boxes of a service have brought after the warm-up.
fn carried(view: &View, service: ServiceId) -> Vec<(u32, u64)> {
    let is_count = |passage: &Passage| passage.link.is_none() && passage.by == Mover::Service(service);
    let moves = view.plan.moves.iter().zip(&view.outcome.books.moves);
    moves.filter(|(passage, _)| is_count(passage)).map(|(passage, count)| (passage.account, *count)).collect()
}

/// Length of the way of a box, by mode \[km\].
fn km_by_mode(view: &View, account: u32) -> [f64; 3] {
    let mut km = [0.0; 3];
    for passage in view.plan.moves.iter().filter(|passage| passage.account == account && !passage.is_empty) {
        km[mode_of(view, passage)] += length_of(view, passage).unwrap_or(0.0);
    }
    km
}

impl Sums {
    fn times(&self, share: f64) -> Self {
        let of = |list: &[f64]| list.iter().map(|sum| sum * share).collect();
        Self {
            usd: self.usd.map(|sum| sum * share),
            energy: of(&self.energy),
            at_hubs: of(&self.at_hubs),
            kg_by_mode: self.kg_by_mode.map(|sum| sum * share),
            tkm: self.tkm.map(|sum| sum * share),
        }
    }
}
