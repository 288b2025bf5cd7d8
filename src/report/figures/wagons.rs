//! The figure of what sets of vehicles do with their time: none where no service takes sets from a pool.

use super::lead::{End, Lead, lead};
use super::{Shown, frame, metric, words};
use crate::index::SetState;
use crate::report::Report;
use crate::report::plot::{PoolShares, Wagons};

/// What the sets of each pool do.
pub fn by_state(report: &Report) -> Option<Wagons> {
    let mut pools = Vec::new();
    for pool in &report.model.pools {
        let place = format!("pool/{}", pool.id);
        let of = |name: &str| metric(report, name, &place).map(|of| of.mean);
        let shares = SetState::ALL.map(|state| of(&format!("sets_{}", state.name())).unwrap_or(f64::NAN));
        if shares.iter().any(|share| share.is_finite()) {
            let idle = metric(report, &format!("sets_{}", SetState::Idle.name()), &place);
            let used = idle.and_then(|idle| Some((1.0 - idle.high()?, 1.0 - idle.low()?)));
            pools.push(PoolShares { pool: pool.id.clone(), count: pool.count, shares, used, round: of("sets_round") });
        }
    }
    let idle = format!("sets_{}", SetState::Idle.name());
    let metrics = pools.iter().filter_map(|pool: &PoolShares| {
        let metric = report.results.find(&idle, &format!("pool/{}", pool.pool))?;
        Some((metric, pool.pool.clone()))
    });
    let Lead { name, mean, verdict } = lead(report, metrics.collect(), End::Least, "less than any other pool")?;
    let title = format!("{name} are idle {} % of their time{verdict}", words(mean.scaled(100.0), 1));
    let what = "Shares of the time of all sets of each pool by what they do";
    Some(Wagons { name: "wagons".to_owned(), frame: frame(report, title, what, Shown::Intervals), pools })
}
