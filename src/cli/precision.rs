//! `--until-precision`: which metric is meant, and what came of it.

use super::Status;
use super::args::RunArgs;
use super::input::Ready;
use crate::experiment::{Attained, FIRST, Goal, metrics};
use crate::index::Metric;
use crate::scenario::did_you_mean;
use crate::scenario::problem::Problem;
use crate::sim::Limits;

/// What is to be precise unless `--precision-of` says another.
const DEFAULT: &str = "time_in_system_mean@network";

/// Most replications unless `--replications` says another.
pub const CAP: u32 = 1000;

/// The most that a folder's name tells of a metric \[letters\].
const LONGEST_NAME: usize = 120;

/// The goal of the command line, if it has one.
pub fn goal(args: &RunArgs, ready: &Ready, limits: Limits) -> Result<Option<Goal>, Status> {
    let Some(error) = args.until_precision else { return Ok(None) };
    if let Some(cap) = args.replications.filter(|&cap| cap < FIRST) {
        anstream::eprintln!(
            "error: --until-precision judges {FIRST} replications or more, and --replications allows only {cap}"
        );
        return Err(Status::CommandLine);
    }
    let wanted = args.precision_of.as_deref().unwrap_or(DEFAULT);
    let all = metrics(&ready.model, &ready.plan, limits).map_err(|error| super::failure::tell(&error.into(), ready))?;
    find_metric("--precision-of", wanted, &all, ready).map(|metric| Some(Goal { metric: metric.clone(), error }))
}

/// The metric that an argument of the command line names, among all that there are.
pub fn find_metric<'a>(argument: &str, wanted: &str, all: &'a [Metric], ready: &Ready) -> Result<&'a Metric, Status> {
    let found = all.iter().find(|metric| name(metric) == wanted);
    found.ok_or_else(|| ready.refuse_argument(argument, wanted, unknown(argument, wanted, all)))
}

/// "wait_mean@station/port/gate"
fn name(metric: &Metric) -> String {
    format!("{}@{}", metric.name, metric.place)
}

fn unknown(argument: &str, wanted: &str, all: &[Metric]) -> Problem {
    let names: Vec<String> = all.iter().map(name).collect();
    let metric = wanted.split('@').next().unwrap_or(wanted);
    let mut there: Vec<&str> = all.iter().filter(|of| of.name == metric).map(|of| of.place.as_str()).collect();
    let what = if there.is_empty() {
        // A few of the many; the whole list would hide them.
        there = all.iter().map(|of| of.name.as_str()).filter(|name| name.ends_with("_mean")).collect();
        there.sort_unstable();
        there.dedup();
        "METRIC@PLACE with the words of summary.csv; metrics are, among others".to_owned()
    } else {
        format!("{metric}@PLACE with one of the places")
    };
    let hint = did_you_mean(wanted, names.iter().map(String::as_str)).map(|name| format!("did you mean `{name}`?"));
    Problem::new("E0712", format!("`{argument}` names a metric that does not exist"))
        .found(format!("{wanted:?}"))
        .expected(format!("{what}: {}", there.join(", ")))
        .hint_if(hint)
}

/// What came of a goal: "0.02 of time_in_system_mean@network reached: 0.0187 at 34".
pub fn outcome(goal: &Goal, attained: &Attained, replications: u32) -> String {
    let verdict = if attained.is_reached { "reached" } else { "not reached" };
    let found = match attained.interval {
        None => "no values".to_owned(),
        Some(interval) => interval.relative().map_or("a mean of 0".to_owned(), two_digits),
    };
    format!("{} of {} {verdict}: {found} at {replications}", goal.error, name(&goal.metric))
}

/// A goal as part of a folder's name: "p0.02-wait_mean-station-port-gate". Another scenario, seed or cap is another name anyway.
pub fn folder_name(goal: &Goal) -> String {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() || letter == '_' { letter } else { '-' };
    let name: String = name(&goal.metric).chars().take(LONGEST_NAME).map(plain).collect();
    format!("p{}-{name}", goal.error)
}

/// Two digits that count: 0.031, 1.2, 340.
fn two_digits(value: f64) -> String {
    let digits = if value > 0.0 { (1.0 - value.log10().floor()).clamp(0.0, 12.0) as usize } else { 0 };
    format!("{value:.digits$}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::interval;

    fn goal() -> Goal {
        let metric = Metric { name: "wait_mean".to_owned(), place: "station/port/gate".to_owned(), unit: "min" };
        Goal { metric, error: 0.02 }
    }

    #[test]
    fn what_came_of_a_goal_is_one_line() {
        let attained = |is_reached, values: &[f64]| Attained { is_reached, interval: interval(values) };
        let said = |attained: Attained, count| outcome(&goal(), &attained, count);
        let of = "0.02 of wait_mean@station/port/gate";
        assert_eq!(said(attained(true, &[1.0, 1.002]), 34), format!("{of} reached: 0.013 at 34"));
        assert_eq!(said(attained(false, &[1.0, 1.1, 1.2]), 200), format!("{of} not reached: 0.23 at 200"));
        assert_eq!(said(attained(false, &[]), 200), format!("{of} not reached: no values at 200"));
        assert_eq!(said(attained(false, &[1.0, -1.0]), 10), format!("{of} not reached: a mean of 0 at 10"));
    }
}
