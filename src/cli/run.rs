//! `landbridge run`.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{ProgressBar, ProgressStyle};

use super::Status;
use super::args::RunArgs;
use super::failure::tell;
use super::input::{Ready, print, ready};
use super::precision::{CAP, folder_name, goal, outcome};
use crate::experiment::{Attained, Batch, Found, Goal, Results, run_batch, run_until};
use crate::model::{Model, WarmUp};
use crate::report::folder::{Draft, Existing, check};
use crate::report::{Manifest, Report, screen, write};
use crate::scenario::{Edit, scenario_hash};
use crate::sim::{GENERATOR, Limits, Stop, StopReason};
use crate::units::spoken;

/// Runs a scenario and writes its folder.
pub fn run(args: &RunArgs) -> Status {
    match try_run(args) {
        Ok((text, Status::Done)) => print(&text),
        Ok((text, status)) => {
            print(&text);
            status
        }
        Err(status) => status,
    }
}

fn try_run(args: &RunArgs) -> Result<(String, Status), Status> {
    let ready = ready(&args.scenario)?;
    let most = if args.until_precision.is_some() { CAP } else { ready.model.run.replications };
    let batch = Batch {
        seed: args.seed.unwrap_or(ready.model.run.seed),
        replications: args.replications.unwrap_or(most),
        threads: threads(args.threads),
        max_events: args.max_events,
        max_entities: args.max_entities,
    };
    check_size(&ready, args.max_events)?;
    let stop = stop_sign();
    let goal =
        goal(args, &ready, Limits { max_events: args.max_events, max_entities: args.max_entities, stop: &stop })?;
    let mut manifest = manifest(&ready, batch, &args.scenario.set);
    let place = args
        .output
        .clone()
        .unwrap_or_else(|| default_place(&args.scenario.scenario, &run_name(&manifest, goal.as_ref())));
    let existing = if args.force { Existing::Replace } else { Existing::Keep };
    check(&place, existing).map_err(|error| files(&error))?;
    let (results, attained) = simulate(&ready, batch, goal.as_ref(), &stop, args.quiet)?;
    complete(&mut manifest, &ready.model, &results, goal.as_ref().zip(attained.as_ref()));
    manifest.partial = results.stopped.iter().map(partial).collect();
    let (place, existing) = place_of(args, place, existing, &manifest);
    if results.measured == 0 {
        anstream::eprintln!("warning[W0702]: the warm-up never ended, so nothing was measured; look at `run/warm_up`");
    }
    let report = Report {
        model: &ready.model,
        plan: &ready.plan,
        results: &results,
        resolved: &ready.resolved,
        manifest: &manifest,
    };
    let draft = Draft::new(&place, existing).map_err(|error| files(&error))?;
    write(&report, draft.path()).map_err(|error| files(&error))?;
    if stop.load(Ordering::Relaxed) {
        anstream::eprintln!("interrupted; nothing was written");
        return Err(Status::Interrupted);
    }
    draft.publish(existing).map_err(|error| files(&error))?;
    let text = if args.quiet { format!("{}\n", place.display()) } else { ending(&report, &place) };
    Ok((text, tell_stops("", &results.stopped)))
}

/// Partial results get a folder of their own, so that they are not in the way of a whole run, nor of other partial ones.
fn place_of(args: &RunArgs, place: PathBuf, existing: Existing, manifest: &Manifest) -> (PathBuf, Existing) {
    if manifest.partial.is_empty() || args.output.is_some() {
        return (place, existing);
    }
    let mut name = place.into_os_string();
    name.push("-partial");
    (name.into(), Existing::Replace)
}

/// Says which replications ended before their time, and `of` what they are, if there is a choice; the results are then partial.
pub fn tell_stops(of: &str, stopped: &[(u32, Stop)]) -> Status {
    const MOST: usize = 5;
    for (number, stop) in stopped.iter().take(MOST) {
        let (code, hint) = match stop.reason {
            StopReason::Events { .. } => ("E0703", " (--max-events raises it)"),
            StopReason::Entities { .. } => ("E0703", " (--max-entities raises it)"),
            StopReason::Standstill { .. } => ("E0704", ""),
            StopReason::Deadlock { .. } => ("E0710", ""),
        };
        anstream::eprintln!("error[{code}]: {of}replication {number}: {stop}{hint}");
    }
    if stopped.len() > MOST {
        anstream::eprintln!("and {} more replications", stopped.len() - MOST);
    }
    if stopped.is_empty() {
        return Status::Done;
    }
    anstream::eprintln!("The results are partial: they hold until then.");
    Status::Limit
}

/// Says that results could not be written.
pub fn files(error: &impl std::fmt::Display) -> Status {
    anstream::eprintln!("error[E0701]: {error}");
    Status::Files
}

/// As many threads as asked for, at most those that the machine has.
pub fn threads(asked: Option<u32>) -> usize {
    let there = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    match asked.map(|asked| asked as usize) {
        Some(asked) if asked > 4 * there => {
            anstream::eprintln!("warning[W0701]: {asked} threads are more than this machine can use; {there} are used");
            there
        }
        Some(asked) => asked,
        None => there,
    }
}

/// A run that would take more events than allowed is refused before it starts.
pub fn check_size(ready: &Ready, max_events: u64) -> Result<(), Status> {
    if ready.loads.events <= max_events as f64 {
        return Ok(());
    }
    anstream::eprintln!(
        "error[E0702]: one replication would take about {:.1e} events, more than the limit of {max_events} (--max-events raises it)\n\
         Look at `run/horizon` and at the rates of the flows",
        ready.loads.events
    );
    Err(Status::Limit)
}

fn manifest(ready: &Ready, batch: Batch, edits: &[Edit]) -> Manifest {
    Manifest {
        program: "landbridge",
        version: env!("CARGO_PKG_VERSION"),
        format: 1,
        title: ready.model.title.clone(),
        scenario_hash: scenario_hash(&ready.resolved),
        seed: batch.seed,
        replications: batch.replications,
        overlays: ready.overlays.clone(),
        edits: edits.iter().map(as_written).collect(),
        precision: None,
        warm_up: warm_up(&ready.model, None),
        generator: GENERATOR,
        not_stationary: ready.not_stationary(),
        partial: Vec::new(),
    }
}

/// An edit as it was given.
pub fn as_written(edit: &Edit) -> String {
    format!("{}={}", edit.path, edit.value)
}

/// A replication that ended before its time, and why.
pub fn partial((number, stop): &(u32, Stop)) -> String {
    format!("replication {number}: {stop}")
}

/// End of the warm-up in words, and how it was found.
pub fn warm_up(model: &Model, found: Option<Found>) -> String {
    match (model.run.warm_up, found) {
        (_, Some(Found { length, pilots: 1 })) => format!("{}, found by MSER in 1 pilot replication", spoken(length)),
        (_, Some(Found { length, pilots })) => {
            format!("{}, found by MSER in {pilots} pilot replications", spoken(length))
        }
        (WarmUp::Fixed(time), None) => spoken(time),
        (WarmUp::Arrivals(count), None) => format!("{count} arrivals"),
        (WarmUp::Auto, None) => "not found yet".to_owned(),
    }
}

/// What is known only after the run.
fn complete(manifest: &mut Manifest, model: &Model, results: &Results, goal: Option<(&Goal, &Attained)>) {
    manifest.replications = results.batch.replications;
    manifest.warm_up = warm_up(model, results.found);
    manifest.precision = goal.map(|(goal, attained)| outcome(goal, attained, results.batch.replications));
    if goal.is_some_and(|(_, attained)| !attained.is_reached) {
        anstream::eprintln!(
            "warning[W0711]: the precision was not reached within {} replications; --replications allows more",
            results.batch.replications
        );
    }
}

/// `<hash>-s<seed>-r<replications>`; with a goal also what is to be how precise.
fn run_name(manifest: &Manifest, goal: Option<&Goal>) -> String {
    let goal = goal.map(|goal| format!("-{}", folder_name(goal))).unwrap_or_default();
    format!("{}-s{}-r{}{goal}", &manifest.scenario_hash[..12], manifest.seed, manifest.replications)
}

/// `output/<scenario>/<name>`.
pub fn default_place(scenario: &Path, name: &str) -> PathBuf {
    let full = std::path::absolute(scenario).unwrap_or_else(|_| scenario.to_owned());
    let folder = if scenario.is_dir() { full.as_path() } else { full.parent().unwrap_or(&full) };
    let last = folder.components().next_back().map(|part| part.as_os_str().to_string_lossy().into_owned());
    Path::new("output").join(last.unwrap_or_else(|| "scenario".to_owned())).join(name)
}

/// Set by Ctrl-C.
pub fn stop_sign() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let set = Arc::clone(&stop);
    // Without a handler Ctrl-C still ends the program, only less tidily.
    let _ = ctrlc::set_handler(move || set.store(true, Ordering::Relaxed));
    stop
}

/// The results, and what came of the goal if there is one.
fn simulate(
    ready: &Ready,
    batch: Batch,
    goal: Option<&Goal>,
    stop: &AtomicBool,
    is_quiet: bool,
) -> Result<(Results, Option<Attained>), Status> {
    let bar = progress(u64::from(batch.replications), is_quiet);
    let done = || bar.inc(1);
    let results = match goal {
        None => run_batch(&ready.model, &ready.plan, batch, stop, done).map(|results| (results, None)),
        Some(goal) => run_until(&ready.model, &ready.plan, batch, goal, stop, done)
            .map(|(results, attained)| (results, Some(attained))),
    };
    bar.finish_and_clear();
    results.map_err(|error| tell(&error, ready))
}

/// A bar of replications done, unless nothing is to be said.
pub fn progress(replications: u64, is_quiet: bool) -> ProgressBar {
    let bar = if is_quiet { ProgressBar::hidden() } else { ProgressBar::new(replications) };
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} replications, {eta} left")
        .expect("the template of the progress bar is right");
    bar.set_style(style);
    bar
}

fn ending(report: &Report, place: &Path) -> String {
    let place = place.display();
    format!(
        "{}\nResults: {place}\n  summary.csv, stations.csv, dwell.csv, causes.csv, throughput.csv, queues.csv, replications.csv, summary.json\n  \
         plots/*.png, plots/*.svg, manifest.json, scenario.ron\n",
        screen(report)
    )
}
