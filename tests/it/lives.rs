//! One replication, unit by unit: what tests of luck and of single journeys compare.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

use landbridge::index::{Sheet, View, measure};
use landbridge::model::Model;
use landbridge::observe::{Fact, Sink};
use landbridge::plan::{Plan, compile};
use landbridge::scenario::{Loaded, load};
use landbridge::sim::{Limits, Outcome, Replication, run};
use landbridge::units::Millis;

use super::support::{scratch, write_scenario};

/// What happened to one unit, times in milliseconds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Life {
    /// When it came.
    pub created: Millis,
    /// How long it waited for each thing that it got, zero included, in that order.
    pub waits: Vec<Millis>,
    /// How long each service, drive and pause took, in that order.
    pub spent: Vec<Millis>,
    /// From creation to end, if it ended.
    pub age: Option<Millis>,
}

/// The lives of a replication by (flow, number within it).
pub type Lives = BTreeMap<(String, u32), Life>;

struct Watcher<'p> {
    plan: &'p Plan,
    lives: Lives,
}

impl Watcher<'_> {
    fn of(&mut self, account: u32, who: u32) -> &mut Life {
        let name = self.plan.accounts[account as usize].name.clone();
        self.lives.entry((name, who)).or_default()
    }

    fn of_cell(&mut self, cell: u32, who: u32) -> &mut Life {
        self.of(self.plan.cells[cell as usize].account, who)
    }
}

impl Sink for Watcher<'_> {
    fn record(&mut self, now: Millis, fact: Fact) {
        match fact {
            Fact::Created { account, who, .. } => self.of(account, who).created = now,
            Fact::Seized { who, cell, .. } => self.of_cell(cell, who).waits.push(0),
            Fact::Granted { who, cell, within, outside, .. }
            | Fact::Resumed { who, cell, within, outside, .. }
            | Fact::GaveUp { who, cell, within, outside, .. } => self.of_cell(cell, who).waits.push(within + outside),
            Fact::Spent { who, cell, time, .. } | Fact::Served { who, cell, time, .. } => {
                self.of_cell(cell, who).spent.push(time);
            }
            Fact::Ended { account, who, age, .. } => self.of(account, who).age = Some(age),
            _ => {}
        }
    }
}

/// A scenario without tables, read and free of errors.
pub fn loaded(scenario: &str) -> Loaded {
    let folder = scratch();
    let loaded = load(&write_scenario(folder.path(), scenario), &[], &[]).expect("the scenario can be read");
    let errors: Vec<_> = loaded.problems.errors().collect();
    assert!(errors.is_empty(), "{errors:?}\n{scenario}");
    loaded
}

/// The model and the plan of a scenario without tables or errors.
pub fn compiled(scenario: &str) -> (Model, Plan) {
    let model = loaded(scenario).model.expect("a scenario without errors has a model");
    let (plan, findings) = compile(&model);
    assert!(findings.iter().all(|finding| !finding.is_error()), "{findings:?}\n{scenario}");
    (model, plan)
}

/// Runs one replication; an audit that fails is an error.
pub fn replicate<S: Sink>(model: &Model, plan: &Plan, number: u32, sink: S) -> (Outcome, S) {
    let replication = Replication { seed: model.run.seed, number };
    let limits = Limits { max_events: 10_000_000, max_entities: u64::MAX, stop: &AtomicBool::new(false) };
    run(plan, &model.run, replication, limits, sink).unwrap_or_else(|error| panic!("{}: {error}", model.title))
}

/// The lives of one replication of a scenario.
pub fn lives(scenario: &str, number: u32) -> Lives {
    let (model, plan) = compiled(scenario);
    let watcher = Watcher { plan: &plan, lives: Lives::new() };
    replicate(&model, &plan, number, watcher).1.lives
}

/// What is measured of one replication of a scenario.
pub fn sheet(scenario: &str, number: u32) -> Sheet {
    let (model, plan) = compiled(scenario);
    let (outcome, ()) = replicate(&model, &plan, number, ());
    measure(&View { model: &model, plan: &plan, outcome: &outcome })
}

/// The value of a row, if it has one.
pub fn value(sheet: &Sheet, name: &str, place: &str) -> Option<f64> {
    let found = sheet.metrics.iter().position(|metric| metric.name == name && metric.place == place);
    found.and_then(|index| sheet.values[index])
}
