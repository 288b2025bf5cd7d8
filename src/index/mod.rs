//! Indicators: what is measured of one replication, one file a subject.
//!
//! A replication becomes a [`Sheet`]: the same rows in the same order for every replication of a plan, so that `experiment` can put the sheets
//! side by side. A row without observations has no value; it is never zero.

mod causes;
mod changes;
mod costs;
mod crossings;
mod dwell;
mod empties;
mod fees;
mod flows;
mod groupage;
mod hours;
mod hubs;
mod perishables;
mod pools;
mod rail_borders;
mod reach;
mod releases;
mod services;
mod shares;
mod stations;
mod storage;
mod tfi;

use crate::ids::HubId;
use crate::model::{Direction, Model};
use crate::plan::{Plan, Role};
use crate::sim::Outcome;
use crate::units::{DAY, Millis};

pub use dwell::{QUANTILES, quantile_name};
pub use empties::trades;
pub use groupage::place as groupage_place;
pub use hours::{PARTS, profile};
pub use pools::SetState;
pub use reach::{OVERNIGHT, reach_hours, reach_name};
pub use releases::{Release, releases};
pub use services::call_place;

/// What a row is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Metric {
    /// Name of the indicator ("dwell_mean").
    pub name: String,
    /// Where: "network", "flow/..", "hub/..", "stage/..", "station/..", "border/..".
    pub place: String,
    /// Unit of the value.
    pub unit: &'static str,
}

/// All rows of one replication.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    /// What the rows are about.
    pub metrics: Vec<Metric>,
    /// Their values.
    pub values: Vec<Option<f64>>,
}

impl Sheet {
    /// Adds a row.
    pub fn add(&mut self, name: &str, place: &str, unit: &'static str, value: Option<f64>) {
        self.metrics.push(Metric { name: name.to_owned(), place: place.to_owned(), unit });
        self.values.push(value.filter(|value| value.is_finite()));
    }
}

/// One replication with what is needed to read it.
pub struct View<'a> {
    /// The domain.
    pub model: &'a Model,
    /// The plan.
    pub plan: &'a Plan,
    /// What happened.
    pub outcome: &'a Outcome,
}

impl View<'_> {
    /// Length of the measured window \[ms\]: from the end of the warm-up until time averages end.
    pub fn window(&self) -> Millis {
        self.outcome.until.at - self.outcome.from.at
    }

    /// A count within the window as a rate \[per day\].
    pub fn per_day(&self, count: f64) -> Option<f64> {
        (self.window() > 0).then(|| count * DAY as f64 / self.window() as f64)
    }

    /// Time booked to a cell of the ledger within the window \[ms\].
    pub fn booked(&self, cell: usize) -> u64 {
        self.outcome.until.ledger[cell] - self.outcome.from.ledger[cell]
    }

    /// Units of an account that ended within the window.
    pub fn ended(&self, account: usize) -> u64 {
        self.outcome.until.ended[account] - self.outcome.from.ended[account]
    }

    /// Whether an account is of consignments.
    pub fn is_cargo(&self, account: u32) -> bool {
        self.plan.accounts[account as usize].role == Role::Cargo
    }
}

/// Everything measured of one replication.
pub fn measure(view: &View) -> Sheet {
    let mut sheet = Sheet::default();
    flows::rows(view, &mut sheet);
    perishables::rows(view, &mut sheet);
    hubs::rows(view, &mut sheet);
    dwell::rows(view, &mut sheet);
    changes::rows(view, &mut sheet);
    stations::rows(view, &mut sheet);
    storage::rows(view, &mut sheet);
    fees::rows(view, &mut sheet);
    causes::rows(view, &mut sheet);
    crossings::rows(view, &mut sheet);
    hours::rows(view, &mut sheet);
    releases::rows(view, &mut sheet);
    shares::rows(view, &mut sheet);
    services::rows(view, &mut sheet);
    groupage::rows(view, &mut sheet);
    pools::rows(view, &mut sheet);
    empties::rows(view, &mut sheet);
    reach::rows(view, &mut sheet);
    costs::rows(view, &mut sheet);
    rail_borders::rows(view, &mut sheet);
    tfi::rows(view, &mut sheet);
    sheet
}

/// A place where consignments are counted: a hub, or one direction across a border.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// Where.
    pub hub: HubId,
    /// Across a border, which way.
    pub direction: Option<Direction>,
}

/// The spots of a plan, in the order of their hubs.
pub fn spots(plan: &Plan) -> Vec<Spot> {
    let mut spots: Vec<Spot> =
        plan.visits.iter().map(|visit| Spot { hub: visit.hub, direction: visit.direction }).collect();
    spots.sort_unstable();
    spots.dedup();
    spots
}

/// The name of a spot: "youyiguan", "youyiguan/CN-VN".
pub fn spot_name(model: &Model, spot: Spot) -> String {
    let hub = &model.hubs[spot.hub.index()];
    let Some(direction) = spot.direction else { return hub.id.clone() };
    let rail = hub
        .rail_border()
        .map(|border| border.sides(direction))
        .map(|(left, entered)| (&left.country, &entered.country));
    let road =
        hub.border().map(|border| border.sides(direction)).map(|(left, entered)| (&left.country, &entered.country));
    road.or(rail).map_or_else(|| hub.id.clone(), |(left, entered)| format!("{}/{left}-{entered}", hub.id))
}
