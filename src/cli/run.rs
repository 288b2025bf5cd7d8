//! `landbridge run`.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{ProgressBar, ProgressStyle};

use super::Status;
use super::args::RunArgs;
use super::input::{Ready, print, ready};
use crate::experiment::{Batch, BatchError, Results, run_batch};
use crate::model::WarmUp;
use crate::report::folder::{Draft, Existing, check};
use crate::report::{Manifest, Report, screen, write};
use crate::scenario::{Edit, scenario_hash};
use crate::sim::{GENERATOR, SimError, Stop, StopReason};
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
    let batch = Batch {
        seed: args.seed.unwrap_or(ready.model.run.seed),
        replications: args.replications.unwrap_or(ready.model.run.replications),
        threads: threads(args.threads),
        max_events: args.max_events,
        max_entities: args.max_entities,
    };
    check_size(&ready, args.max_events)?;
    let mut manifest = manifest(&ready, batch, &args.scenario.set);
    let place = args.output.clone().unwrap_or_else(|| default_place(&args.scenario.scenario, &manifest));
    let existing = if args.force { Existing::Replace } else { Existing::Keep };
    check(&place, existing).map_err(|error| files(&error))?;
    let stop = stop_sign();
    let results = simulate(&ready, batch, &stop, args.quiet)?;
    manifest.partial = results.stopped.iter().map(|(number, stop)| format!("replication {number}: {stop}")).collect();
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
    Ok((text, tell_stops(&results.stopped)))
}

/// Says which replications ended before their time; the results are then partial.
fn tell_stops(stopped: &[(u32, Stop)]) -> Status {
    const MOST: usize = 5;
    for (number, stop) in stopped.iter().take(MOST) {
        let (code, hint) = match stop.reason {
            StopReason::Events { .. } => ("E0703", " (--max-events raises it)"),
            StopReason::Entities { .. } => ("E0703", " (--max-entities raises it)"),
            StopReason::Standstill { .. } => ("E0704", ""),
            StopReason::Deadlock { .. } => ("E0710", ""),
        };
        anstream::eprintln!("error[{code}]: replication {number}: {stop}{hint}");
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

fn files(error: &impl std::fmt::Display) -> Status {
    anstream::eprintln!("error[E0701]: {error}");
    Status::Files
}

/// As many threads as asked for, at most those that the machine has.
fn threads(asked: Option<u32>) -> usize {
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
fn check_size(ready: &Ready, max_events: u64) -> Result<(), Status> {
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
        edits: edits.iter().map(|edit| format!("{}={}", edit.path, edit.value)).collect(),
        warm_up: match ready.model.run.warm_up {
            WarmUp::Fixed(time) => spoken(time),
            WarmUp::Arrivals(count) => format!("{count} arrivals"),
        },
        generator: GENERATOR,
        partial: Vec::new(),
    }
}

/// `output/<scenario>/<hash>-s<seed>-r<replications>`.
fn default_place(scenario: &Path, manifest: &Manifest) -> PathBuf {
    let full = std::path::absolute(scenario).unwrap_or_else(|_| scenario.to_owned());
    let folder = if scenario.is_dir() { full.as_path() } else { full.parent().unwrap_or(&full) };
    let name = folder.components().next_back().map(|part| part.as_os_str().to_string_lossy().into_owned());
    let run = format!("{}-s{}-r{}", &manifest.scenario_hash[..12], manifest.seed, manifest.replications);
    Path::new("output").join(name.unwrap_or_else(|| "scenario".to_owned())).join(run)
}

/// Set by Ctrl-C.
fn stop_sign() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let set = Arc::clone(&stop);
    // Without a handler Ctrl-C still ends the program, only less tidily.
    let _ = ctrlc::set_handler(move || set.store(true, Ordering::Relaxed));
    stop
}

fn simulate(ready: &Ready, batch: Batch, stop: &AtomicBool, is_quiet: bool) -> Result<Results, Status> {
    let bar = if is_quiet { ProgressBar::hidden() } else { ProgressBar::new(u64::from(batch.replications)) };
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} replications, {eta} left")
        .expect("the template of the progress bar is right");
    bar.set_style(style);
    let results = run_batch(&ready.model, &ready.plan, batch, stop, || bar.inc(1));
    bar.finish_and_clear();
    results.map_err(|error| {
        let (text, status) = match &error {
            BatchError::Sim(SimError::Interrupted) => {
                ("interrupted; nothing was written".to_owned(), Status::Interrupted)
            }
            BatchError::Sim(SimError::Audit { .. }) => (format!("error[E0705]: {error}"), Status::Limit),
            BatchError::Threads(_) => (format!("error[E0706]: {error}"), Status::Limit),
        };
        anstream::eprintln!("{text}");
        status
    })
}

fn ending(report: &Report, place: &Path) -> String {
    let place = place.display();
    format!(
        "{}\nResults: {place}\n  summary.csv, stations.csv, dwell.csv, causes.csv, throughput.csv, queues.csv, replications.csv, summary.json\n  \
         plots/*.png, plots/*.svg, manifest.json, scenario.ron\n",
        screen(report)
    )
}
