//! What goods that lose value on the way are still worth at delivery.

use super::{Sheet, View};
use crate::model::Decay;

/// The value of consignments that were delivered within the window: at first, and at delivery \[USD\].
#[derive(Default, Clone, Copy)]
struct Worth {
    first: f64,
    left: f64,
}

/// Rows of each flow of perishable goods, and of all of them together.
pub fn rows(view: &View, sheet: &mut Sheet) {
    let mut all: Option<Worth> = None;
    for (account, about) in view.plan.accounts.iter().enumerate().filter(|(_, about)| about.decay.is_some()) {
        let Some(flow) = about.flow.map(|flow| &view.model.flows[flow.index()]) else { continue };
        let left = view.outcome.until.value_left[account] - view.outcome.from.value_left[account];
        let share = (view.ended(account) > 0).then(|| left as f64 / Decay::PARTS as f64 / view.ended(account) as f64);
        let worth = Worth {
            first: view.ended(account) as f64 * flow.value_usd,
            left: left as f64 / Decay::PARTS as f64 * flow.value_usd,
        };
        add(view, sheet, &format!("flow/{}", about.name), share, worth);
        let sum = all.unwrap_or_default();
        all = Some(Worth { first: sum.first + worth.first, left: sum.left + worth.left });
    }
    if let Some(worth) = all {
        let share = (worth.first > 0.0).then(|| worth.left / worth.first);
        add(view, sheet, "network", share, worth);
    }
}

fn add(view: &View, sheet: &mut Sheet, place: &str, share: Option<f64>, worth: Worth) {
    sheet.add("value_left", place, "share", share);
    sheet.add("value_lost", place, "USD/day", view.per_day(worth.first - worth.left));
}
