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
use crate::sim::{GENERATOR, SimError};
use crate::units::spoken;

/// Runs a scenario and writes its folder.
pub fn run(args: &RunArgs) -> Status {
    match try_run(args) {
        Ok(text) => print(&text),
        Err(status) => status,
    }
}

fn try_run(args: &RunArgs) -> Result<String, Status> {
    let ready = ready(&args.scenario)?;
    let batch = Batch {
        seed: args.seed.unwrap_or(ready.model.run.seed),
        replications: args.replications.unwrap_or(ready.model.run.replications),
        threads: threads(args.threads),
        max_events: args.max_events,
    };
    check_size(&ready, args.max_events)?;
    let manifest = manifest(&ready, batch, &args.scenario.set);
    let place = args.output.clone().unwrap_or_else(|| default_place(&args.scenario.scenario, &manifest));
    let existing = if args.force { Existing::Replace } else { Existing::Keep };
    check(&place, existing).map_err(|error| files(&error))?;
    let stop = stop_sign();
    let results = simulate(&ready, batch, &stop, args.quiet)?;
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
    Ok(if args.quiet { format!("{}\n", place.display()) } else { ending(&report, &place) })
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
        overlays: Vec::new(),
        edits: edits.iter().map(|edit| format!("{}={}", edit.path, edit.value)).collect(),
        warm_up: match ready.model.run.warm_up {
            WarmUp::Fixed(time) => spoken(time),
            WarmUp::Arrivals(count) => format!("{count} arrivals"),
        },
        generator: GENERATOR,
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
            BatchError::Sim(SimError::EventLimit { .. }) => {
                (format!("error[E0703]: {error} (--max-events raises it)"), Status::Limit)
            }
            BatchError::Sim(SimError::Standstill { .. }) => (format!("error[E0704]: {error}"), Status::Limit),
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
