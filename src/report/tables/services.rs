//! Tables of trains and ships: their runs, the sets of their pools, the yards between them, costs.

use super::{Rows, header, interval_cells, number, of_metric, scaled};
use crate::index::SetState;
use crate::plan::{Account, Role};
use crate::report::Report;
use crate::report::runs::runs;
use crate::units::hours;

/// Kinds of money in a cost, in the order of a stack.
pub const USD_KINDS: [&str; 8] = [
    "usd_road_km",
    "usd_road_h",
    "usd_services",
    "usd_freight",
    "usd_handling",
    "usd_storage",
    "usd_demurrage",
    "usd_fees",
];
/// Places of emissions, in the order of a stack.
pub const CO2E_KINDS: [&str; 4] = ["co2e_road", "co2e_rail", "co2e_sea", "co2e_hubs"];

/// The level of each yard over time.
pub fn yard_stock(report: &Report) -> Rows {
    let mut rows = header(&["yard", "capacity_teu", "from_h", "to_h", "unit", "mean", "ci_low", "ci_high", "n"]);
    let (span, stocks) = report.results.yard_stocks(&report.model.run);
    for (yard, stock) in report.plan.yards().zip(stocks) {
        for (index, point) in stock.into_iter().enumerate() {
            let from = index as u64 * span;
            let at = [from, from + span].map(|at| number(Some(hours(at))));
            let names = vec![yard.name.clone(), yard.capacity.to_string()];
            rows.push([names, at.to_vec(), vec!["TEU".to_owned()], interval_cells(Some(point))].concat());
        }
    }
    rows
}

/// Comings and goings of the runs of the first replication, up to some weeks after the warm-up.
pub fn train_runs(report: &Report) -> Rows {
    let mut rows = header(&["service", "run", "call", "hub", "km", "came_h", "left_h"]);
    for ((service, run), calls) in runs(report) {
        let (about, plan) = (&report.model.services[service as usize], &report.plan.services[service as usize]);
        for call in calls {
            let number_of_call = usize::from(call.call);
            let at = [call.came, call.left].map(|at| number(at.map(hours)));
            rows.push(vec![
                about.id.clone(),
                run.to_string(),
                (number_of_call + 1).to_string(),
                report.model.hubs[about.calls[number_of_call].index()].id.clone(),
                number(Some(plan.km[number_of_call])),
                at[0].clone(),
                at[1].clone(),
            ]);
        }
    }
    rows
}

/// What the sets of each pool do: shares of their time, and days from a departure of a set to its next.
pub fn sets(report: &Report) -> Rows {
    let mut rows = header(&["pool", "sets", "state", "unit", "mean", "ci_low", "ci_high", "n"]);
    for pool in &report.model.pools {
        let states = SetState::ALL.map(|state| format!("sets_{}", state.name()));
        for metric in states.into_iter().chain(["sets_round".to_owned()]) {
            let Some(found) = report.results.find(&metric, &format!("pool/{}", pool.id)) else { continue };
            let state = metric.strip_prefix("sets_").unwrap_or(&metric).to_owned();
            let unit = report.results.metrics[found].unit.to_owned();
            let names = vec![pool.id.clone(), pool.count.to_string(), state, unit];
            rows.push([names, interval_cells(of_metric(report, found))].concat());
        }
    }
    rows
}

/// What one TEU of each flow, or one of its parcels, and of empties that are sent, costs and emits, by kind.
pub fn costs(report: &Report) -> Rows {
    let mut rows = header(&["flow", "kind", "unit", "mean", "ci_low", "ci_high", "n"]);
    let kinds = USD_KINDS.iter().chain(&["usd_total"]).chain(&CO2E_KINDS).chain(&["co2e_wtw", "co2e_ttw"]);
    for (account, place) in report.plan.accounts.iter().filter_map(|account| Some((account, payer(report, account)?))) {
        for kind in kinds.clone() {
            let Some(found) = report.results.find(kind, &place) else { continue };
            let each = of_metric(report, found).map(|of| scaled(of, 1.0 / f64::from(account.teu.max(1))));
            // Parcels have no TEU.
            let of = if account.teu > 0 { "TEU" } else { "parcel" };
            let unit = if kind.starts_with("usd") { format!("USD/{of}") } else { format!("kg/{of}") };
            let names = vec![account.name.clone(), (*kind).to_owned(), unit];
            rows.push([names, interval_cells(each)].concat());
        }
    }
    rows
}

/// The place of the metrics of what an account costs: of cargo and of empties that are sent.
pub fn payer(report: &Report, account: &Account) -> Option<String> {
    let id = |number: u32| report.model.repositions[number as usize].flow.id.as_str();
    match account.role {
        Role::Cargo => Some(format!("flow/{}", account.name)),
        Role::Empties => account.reposition.map(|number| format!("reposition/{}", id(number))),
        Role::EmptyReturn | Role::Circuit | Role::Paper | Role::Errand | Role::Run => None,
    }
}
