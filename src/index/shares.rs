//! Over which border consignments go from one country to another.

use std::collections::BTreeMap;

use super::crossings::crossings_a_day;
use super::{Sheet, Spot, View, spot_name, spots};

/// Rows of each direction across a border: its share of the loaded crossings from one country to the other.
pub fn rows(view: &View, sheet: &mut Sheet) {
    let mut pairs: BTreeMap<(&str, &str), f64> = BTreeMap::new();
    let all: Vec<(Spot, (&str, &str), Option<f64>)> = spots(view.plan)
        .into_iter()
        .filter_map(|spot| Some((spot, countries(view, spot)?, crossings_a_day(view, spot))))
        .collect();
    for (_, pair, rate) in &all {
        *pairs.entry(*pair).or_default() += rate.unwrap_or(0.0);
    }
    for (spot, pair, rate) in all {
        let sum = pairs.get(&pair).copied().filter(|sum| *sum > 0.0);
        let share = sum.zip(rate).map(|(sum, rate)| rate / sum);
        sheet.add("gate_share", &format!("border/{}", spot_name(view.model, spot)), "share", share);
    }
}

/// The country that is left and the one that is entered.
fn countries<'v>(view: &View<'v>, spot: Spot) -> Option<(&'v str, &'v str)> {
    let model = view.model;
    let (left, entered) = model.hubs[spot.hub.index()].border()?.sides(spot.direction?);
    Some((&left.country, &entered.country))
}
