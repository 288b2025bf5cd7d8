//! `landbridge compare`.

use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

use super::Status;
use super::args::CompareArgs;
use super::batch::{
    Place, as_written, check_size, partial, progress, show, stop_sign, tell_stops, tell_unmeasured, warm_up,
    whereabouts,
};
use super::failure::tell;
use super::input::{Ready, accept, examine};
use super::precision::find_metric;
use crate::experiment::{Batch, Case, Comparison, Pairing, Results, headline, metrics, run_cases, unlike};
use crate::report::comparison::{self, ComparisonManifest, ComparisonReport, VariantManifest};
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::scenario_hash;
use crate::sim::{GENERATOR, Limits};

/// Runs the variants of a scenario beside its base and writes what differs.
pub fn compare(args: &CompareArgs) -> Status {
    show(try_compare(args))
}

fn try_compare(args: &CompareArgs) -> Result<(String, Status), Status> {
    let all = read(args)?;
    let base = &all[0].ready;
    let batch = args.batch.batch(base, args.replications.unwrap_or(base.model.run.replications));
    for named in &all {
        check_size(&named.ready, batch.max_events)?;
    }
    let pairing = if args.independent { Pairing::Independent } else { Pairing::Paired };
    let mut manifest = manifest(args, &all, batch, pairing);
    let mut place = Place::find(&args.batch, &args.scenario.scenario, &manifest.folder_name())?;
    let stop = stop_sign();
    let limits = args.batch.limits(&stop);
    let judged = judged_by(args, base, limits)?;
    let results = simulate(&all, batch, pairing, &stop, args.batch.quiet)?;
    manifest.warm_up = warm_up(&base.model, results[0].found);
    for (named, results) in all.iter().zip(&results) {
        manifest.partial.extend(results.stopped.iter().map(|stop| format!("{}: {}", named.name, partial(stop))));
    }
    if !manifest.partial.is_empty() {
        place = place.of_partial();
    }
    let names = all.iter().map(|named| named.name.clone()).collect();
    let comparison = Comparison::new(names, results, pairing, &judged);
    let resolved = all.iter().map(|named| named.ready.resolved.as_str()).collect();
    let report = ComparisonReport { model: &base.model, comparison: &comparison, resolved, manifest: &manifest };
    place.publish(&stop, |folder| comparison::write(&report, folder))?;
    let text = if args.batch.quiet {
        format!("{}\n", place.path.display())
    } else {
        comparison::screen(&report) + &whereabouts(&place.path)
    };
    Ok((text, tell_all_stops(&comparison)))
}

/// Says which replications of which variants ended before their time.
fn tell_all_stops(comparison: &Comparison) -> Status {
    let mut status = Status::Done;
    for (name, results) in comparison.names.iter().zip(&comparison.results) {
        if tell_stops(&format!("variant `{name}`: "), &results.stopped) != Status::Done {
            status = Status::Limit;
        }
    }
    status
}

/// A variant that may be run.
struct Named {
    name: String,
    ready: Ready,
}

impl Named {
    fn case(&self, seed: u64) -> Case<'_> {
        Case { model: &self.ready.model, plan: &self.ready.plan, seed }
    }
}

/// Runs the variants, the base first.
fn simulate(
    all: &[Named],
    batch: Batch,
    pairing: Pairing,
    stop: &AtomicBool,
    is_quiet: bool,
) -> Result<Vec<Results>, Status> {
    let numbered = all.iter().enumerate();
    let cases: Vec<Case> = numbered.map(|(number, named)| named.case(pairing.seed(batch.seed, number))).collect();
    let bar = progress(u64::from(batch.replications) * cases.len() as u64, is_quiet);
    let results = run_cases(&cases, batch, stop, || bar.inc(1));
    bar.finish_and_clear();
    let results = results.map_err(|error| tell(&error.error, &all[error.case].ready))?;
    tell_unmeasured(&results);
    Ok(results)
}

/// The metrics by which variants are judged, as (name, place).
fn judged_by(args: &CompareArgs, base: &Ready, limits: Limits) -> Result<Vec<(String, String)>, Status> {
    if args.metric.is_empty() {
        return Ok(headline(&base.model, &base.plan));
    }
    let all = metrics(&base.model, &base.plan, limits).map_err(|error| tell(&error.into(), base))?;
    let found = args.metric.iter().map(|wanted| find_metric("--metric", wanted, &all, base));
    found.map(|metric| metric.map(|of| (of.name.clone(), of.place.clone()))).collect()
}

/// Reads, checks and compiles the base and all variants. Problems are printed to stderr, each once.
fn read(args: &CompareArgs) -> Result<Vec<Named>, Status> {
    let common = &args.scenario.overlay;
    let mut base = examine(&args.scenario, common)?;
    let mut others = Vec::new();
    if let Some(ready) = &base.ready {
        let (stacks, wrong) = stacks(args, ready);
        base.problems.extend(wrong);
        for stack in stacks {
            let own = stack.into_iter().filter(|overlay| !common.contains(overlay));
            let variant = examine(&args.scenario, &common.iter().cloned().chain(own).collect::<Vec<_>>())?;
            add_new(&mut base.problems, &variant.problems);
            if let Some(other) = variant.ready {
                base.problems.extend(mismatches(ready, &other));
                others.push(other);
            }
        }
    }
    let base = Named { name: "base".to_owned(), ready: accept(base, &args.scenario)? };
    let laid_on = base.ready.overlays.clone();
    let named = |ready: Ready| Named { name: name(&ready, &laid_on), ready };
    Ok(std::iter::once(base).chain(others.into_iter().map(named)).collect())
}

/// What a variant is called: its overlays, without those of the base.
fn name(ready: &Ready, base: &[String]) -> String {
    let own: Vec<&str> = ready.overlays.iter().filter(|id| !base.contains(id)).map(String::as_str).collect();
    own.join(" + ")
}

/// Problems that are not there yet: the variants share their text, and most of their problems.
fn add_new(problems: &mut Problems, more: &Problems) {
    for problem in more.sorted() {
        if !problems.sorted().contains(&problem) {
            problems.push(problem.clone());
        }
    }
}

/// The overlays of each variant, without the base: those of the command line, else those of the scenario. And what is wrong with them.
fn stacks(args: &CompareArgs, base: &Ready) -> (Vec<Vec<String>>, Vec<Problem>) {
    let is_given = !args.variant.is_empty();
    let given = args.variant.iter().map(|stack| stack.0.clone());
    let stacks = if is_given { given.collect() } else { base.file.compare.clone() };
    // As sets, on top of what every variant has: the order of naming does not matter.
    let set = |stack: &[String]| stack.iter().chain(&base.overlays).cloned().collect::<BTreeSet<String>>();
    let mut seen: Vec<BTreeSet<String>> = Vec::new();
    let (mut others, mut problems) = (Vec::new(), Vec::new());
    for (index, stack) in stacks.into_iter().enumerate() {
        let overlays = set(&stack);
        if seen.contains(&overlays) {
            let problem = twice(&stack);
            problems.push(match is_given {
                true => problem.field(format!("--variant {}", stack.join(","))),
                false => base.located(&format!("compare/{index}"), problem),
            });
        } else if overlays != set(&[]) {
            others.push(stack);
        }
        seen.push(overlays);
    }
    if others.is_empty() && problems.is_empty() {
        problems.push(nothing_to_compare(base));
    }
    (others, problems)
}

fn twice(stack: &[String]) -> Problem {
    let name = if stack.is_empty() { "the base".to_owned() } else { format!("`{}`", stack.join(", ")) };
    let problem = Problem::new("E0721", format!("a variant is compared twice: {name}"));
    problem.expected("each set of overlays once, whatever their order")
}

fn nothing_to_compare(base: &Ready) -> Problem {
    let problem = Problem::new("E0720", "there is nothing to compare with the base")
        .expected("a list of variants, each a list of overlays: `compare: [[], [\"id of an overlay\"]]`");
    let overlays: Vec<&str> = base.file.overlays.iter().map(|overlay| overlay.id.as_str()).collect();
    let problem = match overlays.first() {
        None => problem.hint("write overlays first: `overlays: [(id: \"more lanes\", changes: [Set(\"path\", 3)])]`"),
        Some(first) => problem.hint(format!("or name them: `--variant {first:?}`; overlays: {}", overlays.join(", "))),
    };
    if base.file.compare.is_empty() { problem.field("compare") } else { base.located("compare", problem) }
}

/// What a variant measures in another way than the base.
fn mismatches(base: &Ready, variant: &Ready) -> Vec<Problem> {
    let problem = |key: &str| {
        let path = format!("run/{key}");
        let of = variant.overlays.join(" + ");
        let title = format!("variant `{of}` is not measured as the base is: `{path}` differs");
        let problem = Problem::new("E0722", title).expected("the same as in the base");
        variant.located(&path, problem.hint("to change it for all variants, change the scenario or use --set"))
    };
    unlike(&base.model.run, &variant.model.run).into_iter().map(problem).collect()
}

fn manifest(args: &CompareArgs, all: &[Named], batch: Batch, pairing: Pairing) -> ComparisonManifest {
    let variant = |named: &Named| VariantManifest {
        name: named.name.clone(),
        overlays: named.ready.overlays.clone(),
        scenario_hash: scenario_hash(&named.ready.resolved),
    };
    ComparisonManifest {
        program: "landbridge",
        version: env!("CARGO_PKG_VERSION"),
        format: 1,
        command: "compare",
        title: all[0].ready.model.title.clone(),
        seed: batch.seed,
        replications: batch.replications,
        pairing: pairing.name(),
        variants: all.iter().map(variant).collect(),
        metrics: args.metric.clone(),
        edits: args.scenario.set.iter().map(as_written).collect(),
        warm_up: warm_up(&all[0].ready.model, None),
        generator: GENERATOR,
        partial: Vec::new(),
    }
}
