//! What vehicles need now and then.

use super::super::file::{BreakdownsFile, MaintenanceFile};
use super::context::Context;
use super::law::law;
use crate::model::{Breakdowns, Maintenance};

/// Breakdowns, written at a path.
pub fn breakdowns(context: &mut Context, path: &str, file: Option<&BreakdownsFile>) -> Option<Breakdowns> {
    let file = file?;
    let path = format!("{path}/breakdowns");
    if file.mean_km < 1.0 {
        context.out_of_range(&format!("{path}/mean_km"), file.mean_km, "1 or more");
    }
    Some(Breakdowns { mean_km: file.mean_km.max(1.0), repair: law(context, &format!("{path}/repair"), &file.repair) })
}

/// The workshop of a service, which needs sets that can be there.
pub fn maintenance(
    context: &mut Context,
    path: &str,
    file: Option<&MaintenanceFile>,
    sets: Option<&String>,
) -> Option<Maintenance> {
    let file = file?;
    let path = format!("{path}/maintenance");
    if sets.is_none() {
        context.problem(
            "E0441",
            &path,
            "a service without `sets` has nothing that could be in the workshop",
            |problem| {
                problem
                    .expected("`sets`, the pool of the vehicles that are maintained")
                    .hint("write a pool in `pools` and name it in `sets` of the service")
            },
        );
    }
    Some(Maintenance {
        every_runs: context.at_least_one(&format!("{path}/every_runs"), file.every_runs),
        time: law(context, &format!("{path}/time"), &file.time),
    })
}
