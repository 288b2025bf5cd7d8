//! `landbridge check`.

use std::collections::BTreeSet;

use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, Table};

use super::Status;
use super::args::{CheckArgs, ScenarioArgs};
use super::input::{Ready, accept, examine, print};
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::stacks;
use crate::units::spoken;

/// Checks a scenario and shows what it puts on its network. Unless overlays are named, each one is tried, and each variant of `compare`.
pub fn check(args: &CheckArgs) -> Status {
    match try_check(&args.scenario) {
        Ok(text) => print(&text),
        Err(status) => status,
    }
}

fn try_check(args: &ScenarioArgs) -> Result<String, Status> {
    let mut examined = examine(args, &args.overlay)?;
    if let Some(ready) = examined.ready.as_ref().filter(|_| args.overlay.is_empty()) {
        let found = of_variants(args, &stacks(&ready.file), &examined.problems)?;
        examined.problems.extend(found);
    }
    accept(examined, args).map(|ready| overview(&ready))
}

/// The problems that only appear with overlays laid on, each once, with the overlays in their titles. All variants are read from the same texts, so
/// places of one are places of all.
fn of_variants(args: &ScenarioArgs, stacks: &[Vec<String>], base: &Problems) -> Result<Vec<Problem>, Status> {
    let key = |problem: &Problem| (problem.code, problem.place, problem.field.clone(), problem.title.clone());
    let mut seen: BTreeSet<_> = base.sorted().into_iter().map(key).collect();
    let mut found = Vec::new();
    for stack in stacks {
        let variant = examine(args, stack)?.problems;
        for problem in variant.sorted().into_iter().filter(|problem| seen.insert(key(problem))) {
            found.push(Problem { title: with_overlays(problem, stack), ..problem.clone() });
        }
    }
    Ok(found)
}

fn with_overlays(problem: &Problem, stack: &[String]) -> String {
    match stack {
        // These name their overlays themselves.
        _ if problem.code.starts_with("E06") => problem.title.clone(),
        [one] => format!("with overlay `{one}`: {}", problem.title),
        several => format!("with overlays `{}`: {}", several.join("`, `"), problem.title),
    }
}

/// Events that one processor handles in a second, roughly: for the guess of the running time only.
const EVENTS_PER_SECOND: f64 = 5e6;

fn overview(ready: &Ready) -> String {
    let model = &ready.model;
    let mut text = format!("{}\n", model.title);
    if !model.question.is_empty() {
        text += &format!("{}\n", model.question);
    }
    let counts = [
        (model.hubs.len(), "hubs"),
        (model.links.len(), "links"),
        (model.fleets.len(), "fleets"),
        (model.flows.len(), "flows"),
        (ready.plan.things.len(), "stations, stores and fleets in use"),
        (ready.plan.steps.len(), "steps"),
    ];
    let counts: Vec<String> = counts.iter().map(|(count, what)| format!("{what}: {count}")).collect();
    text += &format!("\n{}\n", counts.join(", "));
    text += &overlays(ready);
    text += &format!("\nLinks\n{}\n", links(ready));
    text += &format!(
        "\nOffered load (mean over opening hours; a load of 1 or more grows without end; for stores and fleets without the time that holders wait)\n{}\n",
        load_table(ready)
    );
    let run = &model.run;
    let total = ready.loads.events * f64::from(run.replications);
    text += &format!(
        "\nOne replication: {}, about {:.0} consignments and {:.0} events. {} replications: about {:.0} s on one processor.\n",
        spoken(run.horizon),
        ready.loads.consignments,
        ready.loads.events,
        run.replications,
        (total / EVENTS_PER_SECOND).ceil()
    );
    text + "No errors found.\n"
}

fn overlays(ready: &Ready) -> String {
    let all: Vec<&str> = ready.file.overlays.iter().map(|overlay| overlay.id.as_str()).collect();
    match (ready.overlays.as_slice(), all.as_slice()) {
        ([], []) => String::new(),
        ([], all) => {
            format!(
                "overlays, each laid on and checked: {}; variants to compare: {}\n",
                all.join(", "),
                ready.file.compare.len()
            )
        }
        (laid_on, _) => format!("overlays laid on: {}\n", laid_on.join(", ")),
    }
}

fn plain_table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(NOTHING).set_header(header.to_vec());
    table
}

fn links(ready: &Ready) -> Table {
    let mut table = plain_table(&["link", "from", "", "to", "km", "mean h", "country"]);
    for column in [4, 5] {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    for link in &ready.model.links {
        let hub = |hub: crate::ids::HubId| ready.model.hubs[hub.index()].id.clone();
        table.add_row(vec![
            link.id.clone(),
            hub(link.from),
            if link.both_ways { "<->" } else { "->" }.to_owned(),
            hub(link.to),
            format!("{:.1}", link.length_km),
            format!("{:.2}", link.time.mean() / crate::units::HOUR as f64),
            link.country.clone(),
        ]);
    }
    table
}

fn load_table(ready: &Ready) -> Table {
    let mut table = plain_table(&["station", "units/day", "needed", "there", "open %", "load"]);
    for column in 1..6 {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    for (thing, load) in ready.plan.things.iter().zip(&ready.loads.things) {
        table.add_row(vec![
            thing.name.clone(),
            format!("{:.1}", load.per_day),
            format!("{:.2}", load.offered),
            thing.capacity_text(),
            format!("{:.0}", load.open_share * 100.0),
            format!("{:.2}{}", load.utilisation, if load.utilisation >= 1.0 { " !" } else { "" }),
        ]);
    }
    table
}
