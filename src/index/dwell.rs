//! Dwell time: from arrival at to departure from a hub, and in its parts.

use super::{Sheet, Spot, View, spot_name, spots};
use crate::stats::{Histogram, Tally};
use crate::units::{HOUR, spoken};

/// The quantiles that are reported of every distribution of time.
pub const QUANTILES: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// "p05", "p50".
pub fn quantile_name(share: f64) -> String {
    format!("p{:02.0}", share * 100.0)
}

/// Mean, quantiles and number of a distribution of time, in hours.
pub fn distribution<'t>(sheet: &mut Sheet, name: &str, place: &str, parts: impl Iterator<Item = &'t Tally>) {
    let mut all = Tally::default();
    parts.for_each(|part| all.merge(part));
    let hour = HOUR as f64;
    sheet.add(&format!("{name}_mean"), place, "h", all.mean().map(|mean| mean / hour));
    for share in QUANTILES {
        let value = all.quantile(share).map(|value| value / hour);
        sheet.add(&format!("{name}_{}", quantile_name(share)), place, "h", value);
    }
    sheet.add(&format!("{name}_max"), place, "h", all.max().map(|value| value as f64 / hour));
}

/// The share of a distribution of time above each limit that the scenario names: "wait_over:30 min".
pub fn shares_over<'t>(
    view: &View,
    sheet: &mut Sheet,
    name: &str,
    place: &str,
    parts: impl Iterator<Item = &'t Tally>,
) {
    let limits = &view.model.run.over;
    if limits.is_empty() {
        return;
    }
    let mut all = Histogram::default();
    parts.for_each(|part| all.merge(part.histogram()));
    for &limit in limits {
        sheet.add(&format!("{name}_over:{}", spoken(limit)), place, "share", all.share_above(limit));
    }
}

/// Rows of each hub, each flow at it, and each stage.
pub fn rows(view: &View, sheet: &mut Sheet) {
    let visits = &view.plan.visits;
    for spot in spots(view.plan) {
        let here: Vec<usize> = (0..visits.len())
            .filter(|&visit| visits[visit].hub == spot.hub && visits[visit].direction == spot.direction)
            .filter(|&visit| visits[visit].has_dwell && view.is_cargo(visits[visit].account))
            .collect();
        if here.is_empty() {
            continue;
        }
        let name = spot_name(view.model, spot);
        let tallies = here.iter().map(|&visit| &view.outcome.books.visits[visit]);
        distribution(sheet, "dwell", &format!("hub/{name}"), tallies);
        for visit in here {
            let flow = &view.plan.accounts[visits[visit].account as usize].name;
            let place = format!("hub/{name}/flow/{flow}");
            distribution(sheet, "dwell", &place, std::iter::once(&view.outcome.books.visits[visit]));
        }
        stages(view, sheet, spot, &name);
    }
}

/// The parts of a stay, in the order in which they are gone through.
fn stages(view: &View, sheet: &mut Sheet, spot: Spot, name: &str) {
    let stages = &view.plan.stages;
    let mut names: Vec<&str> = Vec::new();
    for stage in stages.iter().filter(|stage| stage.hub == spot.hub && stage.direction == spot.direction) {
        if !names.contains(&stage.name.as_str()) {
            names.push(&stage.name);
        }
    }
    for stage_name in names {
        let here = (0..stages.len()).filter(|&stage| {
            let about = &stages[stage];
            let is_here = about.hub == spot.hub && about.direction == spot.direction && about.name == stage_name;
            is_here && view.is_cargo(about.account)
        });
        let tallies = here.map(|stage| &view.outcome.books.stages[stage]);
        distribution(sheet, "dwell", &format!("stage/{name}/{stage_name}"), tallies);
    }
}
