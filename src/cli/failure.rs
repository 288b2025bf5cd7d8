//! What is said of replications that gave no results.

use super::Status;
use super::input::Ready;
use crate::experiment::{BatchError, Unsettled};
use crate::scenario::problem::Problem;
use crate::sim::SimError;

/// Says why there are no results.
pub fn tell(error: &BatchError, ready: &Ready) -> Status {
    let (text, status) = match error {
        BatchError::Unsettled(unsettled) => return ready.refuse("run/warm_up", too_short(*unsettled)),
        BatchError::Sim(SimError::Interrupted) => ("interrupted; nothing was written".to_owned(), Status::Interrupted),
        BatchError::Sim(SimError::Audit { .. }) => (format!("error[E0705]: {error}"), Status::Limit),
        BatchError::Threads(_) => (format!("error[E0706]: {error}"), Status::Limit),
    };
    anstream::eprintln!("{text}");
    status
}

fn too_short(unsettled: Unsettled) -> Problem {
    Problem::new("E0711", "the run is too short to find its warm-up")
        .found(unsettled.to_string())
        .expected("a number of consignments that has settled before the middle of the run")
        .hint("lengthen `run/horizon`, or say the length yourself: Fixed(\"2 days\"); a network that is asked for more than it has never settles")
}
