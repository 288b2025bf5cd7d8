//! Runs of services in the first replication, call by call.

use std::collections::BTreeMap;

use super::Report;
use crate::observe::Timing;
use crate::units::Millis;

/// What a run did at one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunCall {
    /// Which call of the service.
    pub call: u8,
    /// When it came \[ms\]; at the first call when it began to take cargo on.
    pub came: Option<Millis>,
    /// When it left \[ms\].
    pub left: Option<Millis>,
}

/// The calls of each run that was seen, by (service, run), in the order of the calls.
pub fn runs(report: &Report) -> BTreeMap<(u32, u32), Vec<RunCall>> {
    let mut runs: BTreeMap<(u32, u32), Vec<RunCall>> = BTreeMap::new();
    // Boxes of groupage are on trains and trucks between their two calls.
    let is_vehicle = |mark: &&Timing| report.model.services[mark.service as usize].groupage.is_none();
    for mark in report.results.timings.marks.iter().filter(is_vehicle) {
        let calls = runs.entry((mark.service, mark.run)).or_default();
        if calls.last().is_none_or(|last| last.call != mark.call) {
            calls.push(RunCall { call: mark.call, came: None, left: None });
        }
        let Some(call) = calls.last_mut() else { continue };
        // It is told twice that a run is there: when it begins to put off, and when it begins to take on.
        if mark.is_departure {
            call.left = Some(mark.at);
        } else {
            call.came = call.came.or(Some(mark.at));
        }
    }
    runs
}
