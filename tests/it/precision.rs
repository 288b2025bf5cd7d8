//! `--until-precision`: the fewest replications that are enough, whatever ran side by side.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use landbridge::experiment::{Attained, Batch, Goal, Results, metrics, run_batch, run_until};
use landbridge::index::Metric;
use landbridge::model::Model;
use landbridge::plan::{Plan, compile};
use landbridge::scenario::{Edit, load};
use landbridge::sim::{Limits, Replication, run};
use landbridge::stats::interval;

use super::support::{bytes, landbridge, run_into, scratch, text, values};

const SHORT: &str = "run/horizon=\"3 days\"";

fn loaded(path: &str, edits: &[(&str, &str)]) -> (Model, Plan) {
    let edits: Vec<Edit> =
        edits.iter().map(|&(path, value)| Edit { path: path.to_owned(), value: value.to_owned() }).collect();
    let model = load(path.as_ref(), &edits, &[]).expect("the scenario exists").model.expect("it is right");
    let (plan, _) = compile(&model);
    (model, plan)
}

fn first_gate() -> (Model, Plan) {
    loaded("scenarios/first-gate", &[("run/horizon", "\"3 days\"")])
}

fn batch(replications: u32, threads: usize) -> Batch {
    Batch { seed: 5, replications, threads, max_events: 10_000_000, max_entities: u64::MAX }
}

fn goal(error: f64) -> Goal {
    let metric = Metric { name: "time_in_system_mean".to_owned(), place: "network".to_owned(), unit: "h" };
    Goal { metric, error }
}

fn until(model: &Model, plan: &Plan, batch: Batch, error: f64) -> (Results, Attained) {
    run_until(model, plan, batch, &goal(error), &AtomicBool::new(false), || ()).expect("it runs")
}

#[test]
fn the_fewest_replications_that_are_enough_are_those_of_the_rule() {
    let (model, plan) = first_gate();
    let all = run_batch(&model, &plan, batch(60, 2), &AtomicBool::new(false), || ()).expect("it runs");
    let metric = all.find("time_in_system_mean", "network").expect("every run has it");
    let values = all.values(metric);
    let is_enough = |count: &usize| {
        let of = interval(&values[..*count]).expect("values");
        of.half_width.expect("values") / of.mean <= 0.05 / 1.05
    };
    let fewest = (10..=60).find(is_enough).expect("60 are enough");
    assert!(fewest > 12 && fewest < 50, "the test tells something: {fewest}");
    let (results, attained) = until(&model, &plan, batch(60, 2), 0.05);
    assert!(attained.is_reached);
    assert_eq!((results.batch.replications as usize, results.sheets.len()), (fewest, fewest));
    assert_eq!(results.sheets[..], all.sheets[..fewest]);
}

/// Sixteen threads run sixteen replications a round, one thread ten.
#[test]
fn what_ran_too_many_leaves_no_trace() {
    let (model, plan) = first_gate();
    let (one, _) = until(&model, &plan, batch(60, 1), 0.05);
    let (many, _) = until(&model, &plan, batch(60, 16), 0.05);
    let plain = run_batch(&model, &plan, batch(one.batch.replications, 2), &AtomicBool::new(false), || ());
    let plain = plain.expect("it runs");
    assert_ne!(one.batch.replications % 10, 0, "a round is cut");
    for other in [many, plain] {
        assert_eq!(one.batch.replications, other.batch.replications);
        assert_eq!(one.sheets, other.sheets);
        assert_eq!((&one.throughput, &one.queues, &one.dwell), (&other.throughput, &other.queues, &other.dwell));
        assert_eq!((one.events, one.measured, &one.moves), (other.events, other.measured, &other.moves));
    }
}

#[test]
fn a_replication_that_is_stopped_behind_the_last_one_needed_is_not_told() {
    let (model, plan) = first_gate();
    let stop = AtomicBool::new(false);
    let events = |seed, number| {
        let limits = Limits { max_events: 10_000_000, max_entities: u64::MAX, stop: &stop };
        run(&plan, &model.run, Replication { seed, number }, limits, ()).expect("it runs").0.events
    };
    let most = |seed, numbers: std::ops::Range<u32>| numbers.map(|number| events(seed, number)).max();
    let seed = (1..50).find(|&seed| most(seed, 10..16) > most(seed, 0..10).map(|events| events + 1));
    let seed = seed.expect("with one of the seeds a later replication has the most events");
    let first = most(seed, 0..10).expect("ten replications");
    let limited = Batch { seed, max_events: first + 1, ..batch(60, 16) };
    let all = run_batch(&model, &plan, Batch { replications: 16, ..limited }, &stop, || ()).expect("partial results");
    assert!(!all.stopped.is_empty());
    let (results, attained) = until(&model, &plan, limited, 0.5);
    assert_eq!((results.batch.replications, attained.is_reached, results.stopped.len()), (10, true, 0));
    let (needed, _) = run_until(&model, &plan, limited, &goal(0.001), &stop, || ()).expect("partial results");
    assert!(!needed.stopped.is_empty(), "it is told where it is needed");
}

#[test]
fn the_metrics_of_a_moment_are_those_of_a_run() {
    for (path, horizon) in [("scenarios/first-gate", "\"3 days\""), ("scenarios/guangxi-indochina", "\"21 days\"")] {
        let (model, plan) = loaded(path, &[("run/horizon", horizon)]);
        let stop = AtomicBool::new(false);
        let limits = Limits { max_events: 10_000_000, max_entities: u64::MAX, stop: &stop };
        let known = metrics(&model, &plan, limits).expect("a moment passes");
        let results = run_batch(&model, &plan, batch(1, 1), &stop, || ()).expect("it runs");
        assert_eq!(known, results.metrics, "{path}");
    }
}

fn manifest(place: &Path) -> serde_json::Value {
    serde_json::from_str(&text(place, "manifest.json")).expect("a manifest is JSON")
}

#[test]
fn the_manifest_says_how_many_it_took() {
    let folder = scratch();
    let scenario = PathBuf::from("scenarios/first-gate");
    let run = |name: &str, threads: &str| {
        let arguments = ["--until-precision", "0.05", "--threads", threads, "--seed", "5", "--set", SHORT];
        run_into(folder.path(), name, &scenario, &arguments)
    };
    let place = run("one", "1");
    assert_eq!(bytes(&place), bytes(&run("two", "2")));
    let count = values(&place)[&("delivered".to_owned(), "network".to_owned())].len();
    assert_eq!(manifest(&place)["replications"], count);
    let said = manifest(&place)["precision"].as_str().expect("a text").to_owned();
    assert!(said.starts_with("0.05 of time_in_system_mean@network reached: 0.04"), "{said}");
    assert!(said.ends_with(&format!(" at {count}")), "{said}");
}

/// What is said on both outputs, and the status.
fn told(scenario: &str, place: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = landbridge()
        .timeout(std::time::Duration::from_secs(120))
        .args(["run", scenario, "--output"])
        .arg(place)
        .args(arguments)
        .output()
        .expect("it runs");
    let words = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), words(&output.stdout), words(&output.stderr))
}

#[test]
fn a_precision_that_the_most_replications_do_not_give_is_told() {
    let folder = scratch();
    let place = folder.path().join("run");
    let arguments = ["--until-precision", "0.0001", "-r", "11", "--set", SHORT];
    let (status, out, err) = told("scenarios/first-gate", &place, &arguments);
    assert_eq!(status, Some(0), "{err}");
    insta::assert_snapshot!("not_reached", err);
    let line = out.lines().nth(1).expect("a second line");
    assert_eq!(line.strip_prefix("Precision: "), manifest(&place)["precision"].as_str());
    assert!(line.contains(" not reached: ") && line.ends_with(" at 11"), "{line}");
}

#[test]
fn a_metric_that_is_never_observed_stays_empty_and_is_never_precise() {
    let folder = scratch();
    let place = folder.path().join("run");
    let (status, _, err) = told("tests/bad/nothing_finished.ron", &place, &["--until-precision", "0.1", "-r", "12"]);
    assert_eq!(status, Some(0), "{err}");
    let said = manifest(&place)["precision"].as_str().expect("a text").to_owned();
    assert_eq!(said, "0.1 of time_in_system_mean@network not reached: no values at 12");
    let all = values(&place);
    assert_eq!(all[&("time_in_system_mean".to_owned(), "network".to_owned())], vec![None; 12]);
    let row = text(&place, "summary.csv");
    assert!(row.contains("time_in_system_mean,network,h,,,,0\n"), "{row}");
    for (name, content) in bytes(&place).into_iter().filter(|(name, _)| name.extension() != Some("png".as_ref())) {
        assert!(!String::from_utf8_lossy(&content).contains("NaN"), "{}", name.display());
    }
}

#[test]
fn an_unknown_metric_says_which_there_are() {
    let folder = scratch();
    let of = |metric: &str| {
        let arguments = ["--until-precision", "0.1", "--precision-of", metric];
        let (status, _, err) = told("scenarios/first-gate", &folder.path().join("run"), &arguments);
        assert_eq!(status, Some(2), "{err}");
        err
    };
    let wrong = ["wait_mean@station/dry port/gates", "wiat_mean@station/dry port/gate", "wait_mean"];
    insta::assert_snapshot!("unknown_metric", wrong.map(of).join("\n"));
    assert_eq!(bytes(folder.path()).len(), 0, "nothing is written");
}

#[test]
fn precisions_that_cannot_be_are_refused_by_the_command_line() {
    let folder = scratch();
    let of = |arguments: &[&str]| {
        let (status, _, err) = told("scenarios/first-gate", &folder.path().join("run"), arguments);
        assert_eq!(status, Some(2), "{err}");
        err
    };
    let wrong: [&[&str]; 6] = [
        &["--until-precision", "0"],
        &["--until-precision", "1"],
        &["--until-precision", "NaN"],
        &["--until-precision", "2 %"],
        &["--until-precision", "0.1", "-r", "9"],
        &["--precision-of", "delivered@network"],
    ];
    insta::assert_snapshot!("wrong_precision", wrong.map(of).join("\n"));
}
