//! What commands share: a scenario that is right, or all its problems on stderr; text on stdout.

use std::io::Write;

use super::Status;
use super::args::ScenarioArgs;
use crate::model::Model;
use crate::plan::{Finding, Load, Loads, Plan, Thing, ThingKind, compile, loads};
use crate::scenario::file::ScenarioFile;
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::render::{Colour, render};
use crate::scenario::source::{Sources, Span};
use crate::scenario::tree::Node;
use crate::scenario::{Loaded, find, load, name_overlay};

/// A scenario that may be run.
pub struct Ready {
    pub model: Model,
    pub plan: Plan,
    pub loads: Loads,
    /// What is written, with the overlays of which there is a choice.
    pub file: ScenarioFile,
    /// The overlays that are laid on, in their normal order.
    pub overlays: Vec<String>,
    /// The scenario as resolved.
    pub resolved: String,
    sources: Sources,
    tree: Option<Node>,
}

impl Ready {
    /// Shows a problem that came up later with the value at a path of the scenario.
    pub fn refuse(&self, path: &str, problem: Problem) -> Status {
        show(self.located(path, problem), &self.sources);
        Status::InvalidScenario
    }

    /// A problem with the value at a path of the scenario, and the overlay that has laid it on.
    pub fn located(&self, path: &str, problem: Problem) -> Problem {
        let mut problem = problem.field(path);
        let Some(tree) = &self.tree else { return problem };
        problem.place = Some(place(tree, path));
        name_overlay(problem, tree)
    }

    /// Shows a problem with an argument of the command line.
    pub fn refuse_argument(&self, name: &str, text: &str, problem: Problem) -> Status {
        let mut sources = self.sources.clone();
        let file = sources.add(name, text);
        show(problem.at(Span { file, start: 0, end: text.len() as u32 }), &sources);
        Status::CommandLine
    }
}

fn show(problem: Problem, sources: &Sources) {
    let mut problems = Problems::new();
    problems.push(problem);
    anstream::eprint!("{}", render(&problems, sources, Colour::Ansi));
    anstream::eprintln!("\n1 error. Nothing was written.");
}

/// Where the value at a path stands; its nearest ancestor where it was left out.
fn place(tree: &Node, path: &str) -> Span {
    match find(tree, path) {
        Ok(node) => node.span,
        Err(error) => error.ancestor,
    }
}

/// What reading and compiling a scenario has found.
pub struct Examined {
    /// The texts that the problems are about.
    pub sources: Sources,
    /// Errors and warnings, of the model and of the plan.
    pub problems: Problems,
    /// None if there are errors.
    pub ready: Option<Ready>,
}

/// Reads, checks and compiles a scenario. Problems are printed to stderr.
pub fn ready(args: &ScenarioArgs) -> Result<Ready, Status> {
    accept(examine(args, &args.overlay)?, args)
}

/// Prints the problems to stderr; what may be run, if they are no reason to refuse it.
pub fn accept(examined: Examined, args: &ScenarioArgs) -> Result<Ready, Status> {
    let Examined { sources, problems, ready } = examined;
    let is_refused = problems.has_errors() || args.strict && problems.warnings().next().is_some();
    match ready {
        Some(ready) if !is_refused => {
            if !problems.is_empty() {
                anstream::eprint!("{}", render(&problems, &sources, Colour::Ansi));
            }
            Ok(ready)
        }
        _ => Err(refuse(&problems, &sources)),
    }
}

/// Prints problems and that nothing is done.
pub fn refuse(problems: &Problems, sources: &Sources) -> Status {
    anstream::eprintln!("{}\n{}", render(problems, sources, Colour::Ansi), refusal(problems));
    Status::InvalidScenario
}

/// Reads and compiles a scenario with these overlays in place of those of the command line. Nothing is printed unless there is no text to read.
pub fn examine(args: &ScenarioArgs, overlays: &[String]) -> Result<Examined, Status> {
    let loaded = load(&args.scenario, &args.set, overlays).map_err(|error| {
        anstream::eprintln!("error[E0100]: {error}");
        Status::Files
    })?;
    let Loaded { sources, tree, overlays, file, model, mut problems, resolved } = loaded;
    let mut ready = None;
    if let (Some(model), Some(file), false) = (model, file, problems.has_errors()) {
        let (plan, findings) = compile(&model);
        let has_errors = findings.iter().any(Finding::is_error);
        problems.extend(findings.into_iter().map(|finding| to_problem(finding, tree.as_ref())));
        if !has_errors {
            let loads = loads(&plan, model.run.horizon);
            problems.extend(overloads(&plan, &loads).into_iter().map(|finding| to_problem(finding, tree.as_ref())));
            let (sources, tree) = (sources.clone(), tree.clone());
            ready = Some(Ready { model, plan, loads, file, overlays, resolved, sources, tree });
        }
    }
    Ok(Examined { sources, problems, ready })
}

fn refusal(problems: &Problems) -> String {
    let count = |number: usize, word: &str| format!("{number} {word}{}", if number == 1 { "" } else { "s" });
    let (errors, warnings) = (problems.errors().count(), problems.warnings().count());
    let warnings = if warnings == 0 { String::new() } else { format!(", {}", count(warnings, "warning")) };
    format!("{}{warnings}. Nothing was run.", count(errors, "error"))
}

/// A finding of the compiler with its place in the file.
fn to_problem(finding: Finding, tree: Option<&Node>) -> Problem {
    let mut problem = Problem::new(finding.code, finding.title).field(finding.path.clone()).hint_if(finding.hint);
    problem.found = finding.found;
    problem.expected = finding.expected;
    if let Some(tree) = tree {
        problem.place = Some(place(tree, &finding.path));
        problem = name_overlay(problem, tree);
    }
    problem
}

/// Whether the queue of a thing cannot grow without end, since those who come are turned away or give up.
fn is_relieved(plan: &Plan, thing: u32) -> bool {
    let about = &plan.things[thing as usize];
    let none_join_at_last = about.joins.last().is_some_and(|(_, share)| *share <= 0.0);
    about.limit.is_some() || none_join_at_last || plan.can_be_given_up(thing)
}

/// The things that are asked for more than they have, and their loads.
fn overloaded<'p>(plan: &'p Plan, loads: &'p Loads) -> impl Iterator<Item = (&'p Thing, &'p Load)> {
    let things = plan.things.iter().enumerate().zip(&loads.things);
    let over = things.filter(|((number, _), load)| load.utilisation >= 1.0 && !is_relieved(plan, *number as u32));
    over.map(|((_, thing), load)| (thing, load))
}

impl Ready {
    /// What grows as long as the run lasts, in words: means are then not stationary.
    pub fn not_stationary(&self) -> Vec<String> {
        overloaded(&self.plan, &self.loads)
            .map(|(thing, load)| format!("{} (load {:.2})", thing.name, load.utilisation))
            .collect()
    }
}

/// Warns of every thing that is asked for more than it has.
fn overloads(plan: &Plan, loads: &Loads) -> Vec<Finding> {
    let over = overloaded(plan, loads);
    over.map(|(thing, load)| {
        if load.open_share == 0.0 {
            let title = format!("`{}` never opens: what comes waits for ever", thing.name);
            let found = format!("{:.1} a day, and no opening hours before the end of the run", load.per_day);
            return Finding::warning("W0502", thing.path.clone(), title).found(found).expected("hours within the run");
        }
        if thing.kind == ThingKind::Line {
            let title =
                format!("`{}`: more comes than the departures can take, so what waits grows without end", thing.name);
            let unit = if is_of_parcels(plan, &thing.name) { "m3" } else { "TEU" };
            let found = format!("{:.1} {unit} a day, a load of {:.2}", load.offered, load.utilisation);
            let hint = "let it run more often, or with more places";
            return Finding::warning("W0502", thing.path.clone(), title)
                .found(found)
                .expected("a load below 1")
                .hint(hint);
        }
        let title = format!("`{}` is asked for more than it has: its queue grows without end", thing.name);
        let found = format!(
            "{:.2} needed on average while it is open, {} there (load {:.2})",
            load.offered, thing.capacity, load.utilisation
        );
        let hint = "results depend on the length of the run; means are not stationary";
        Finding::warning("W0502", thing.path.clone(), title).found(found).expected("a load below 1").hint(hint)
    })
    .collect()
}

/// Whether parcels wait in a line.
fn is_of_parcels(plan: &Plan, line: &str) -> bool {
    let boxes = plan.services.iter().filter(|service| service.is_groupage);
    boxes.flat_map(|service| &service.lines).any(|thing| plan.things[*thing as usize].name == line)
}

/// Prints to stdout; a closed pipe is nobody's fault.
pub fn print(text: &str) -> Status {
    let mut out = anstream::stdout();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Status::Done,
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Status::Done,
        Err(error) => {
            anstream::eprintln!("error[E0100]: the results cannot be printed: {error}");
            Status::Files
        }
    }
}
