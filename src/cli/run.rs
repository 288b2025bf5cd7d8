//! `landbridge run`.

use std::sync::atomic::AtomicBool;

use super::Status;
use super::args::RunArgs;
use super::batch::{
    Place, as_written, check_size, partial, progress, show, stop_sign, tell_stops, tell_unmeasured, warm_up,
    whereabouts,
};
use super::failure::tell;
use super::input::{Ready, ready};
use super::precision::{CAP, folder_name, goal, outcome};
use crate::experiment::{Attained, Batch, Goal, Results, run_batch, run_until};
use crate::model::Model;
use crate::report::{Manifest, Report, screen, write};
use crate::scenario::{Edit, scenario_hash};
use crate::sim::GENERATOR;

/// Runs a scenario and writes its folder.
pub fn run(args: &RunArgs) -> Status {
    show(try_run(args))
}

fn try_run(args: &RunArgs) -> Result<(String, Status), Status> {
    let ready = ready(&args.scenario)?;
    let most = if args.until_precision.is_some() { CAP } else { ready.model.run.replications };
    let batch = args.batch.batch(&ready, args.replications.unwrap_or(most));
    check_size(&ready, batch.max_events)?;
    let stop = stop_sign();
    let goal = goal(args, &ready, args.batch.limits(&stop))?;
    let mut manifest = manifest(&ready, batch, &args.scenario.set);
    let mut place = Place::find(&args.batch, &args.scenario.scenario, &run_name(&manifest, goal.as_ref()))?;
    let (results, attained) = simulate(&ready, batch, goal.as_ref(), &stop, args.batch.quiet)?;
    complete(&mut manifest, &ready.model, &results, goal.as_ref().zip(attained.as_ref()));
    manifest.partial = results.stopped.iter().map(partial).collect();
    if !manifest.partial.is_empty() {
        place = place.of_partial();
    }
    tell_unmeasured([&results]);
    let report = Report {
        model: &ready.model,
        plan: &ready.plan,
        results: &results,
        resolved: &ready.resolved,
        manifest: &manifest,
    };
    place.publish(&stop, |folder| write(&report, folder))?;
    let text = if args.batch.quiet {
        format!("{}\n", place.path.display())
    } else {
        screen(&report) + &whereabouts(&place.path)
    };
    Ok((text, tell_stops("", &results.stopped)))
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
