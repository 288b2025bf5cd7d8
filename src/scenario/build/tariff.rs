//! Tariffs of stores, and demurrage.

use super::super::file::{BillingFile, DemurrageFile, TariffFile};
use super::super::values::Dur;
use super::context::Context;
use crate::model::{Billing, Tariff};

/// What a stay in a store or yard costs.
pub fn tariff(context: &mut Context, path: &str, file: &TariffFile) -> Tariff {
    let first = (file.free, context.not_negative(&format!("{path}/usd_per_day"), file.usd_per_day));
    Tariff { prices: prices(context, path, first, &file.then), billing: billing(&file.billing) }
}

/// What the owner of boxes charges for a TEU.
pub fn demurrage(context: &mut Context, path: &str, file: &DemurrageFile) -> Tariff {
    let first = (file.free, context.not_negative(&format!("{path}/usd_per_teu_day"), file.usd_per_teu_day));
    Tariff { prices: prices(context, path, first, &file.then), billing: billing(&file.billing) }
}

fn prices(context: &mut Context, path: &str, first: (Dur, f64), then: &[(Dur, f64)]) -> Vec<(u64, f64)> {
    let mut prices = vec![(first.0.0, first.1)];
    let mut before = first.0;
    for (index, &(from, price)) in then.iter().enumerate() {
        let place = format!("{path}/then/{index}");
        context.not_negative(&place, price);
        if from.0 <= before.0 {
            context.problem("E0312", &place, "prices of a tariff are not in order", |problem| {
                problem
                    .found(format!("{from} after {before}"))
                    .expected("each from a longer stay on than the one before, the first beyond `free`")
            });
        }
        prices.push((from.0, price));
        before = from;
    }
    prices
}

fn billing(file: &BillingFile) -> Billing {
    match file {
        BillingFile::ProRata => Billing::ProRata,
        BillingFile::Started => Billing::Started,
    }
}
