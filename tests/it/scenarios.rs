//! Every scenario that we ship is right, runs, and is read the same by our tree and by the ron crate.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use landbridge::plan::compile;
use landbridge::scenario::file::ScenarioFile;
use landbridge::scenario::load;
use landbridge::sim::{Limits, Replication, run};

use super::support::{landbridge, mean, run_into};

fn shipped() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let entries = folder.read_dir().expect("the folder of scenarios");
    let mut all: Vec<PathBuf> =
        entries.map(|entry| entry.expect("readable").path()).filter(|path| path.is_dir()).collect();
    all.sort();
    assert!(all.len() >= 2, "scenarios are shipped");
    all
}

#[test]
fn every_scenario_has_neither_errors_nor_warnings_and_a_readme() {
    for scenario in shipped() {
        let loaded = load(&scenario, &[], &[]).expect("readable");
        assert!(loaded.problems.is_empty(), "{}: {:?}", scenario.display(), loaded.problems);
        let (_, findings) = compile(&loaded.model.expect("no errors"));
        assert!(findings.is_empty(), "{}: {findings:?}", scenario.display());
        assert!(scenario.join("README.md").is_file(), "{} needs a README.md", scenario.display());
    }
}

fn without_overlays(file: ScenarioFile) -> ScenarioFile {
    ScenarioFile { overlays: Vec::new(), compare: Vec::new(), ..file }
}

#[test]
fn every_overlay_and_every_variant_of_a_scenario_is_right() {
    for scenario in shipped() {
        let output = landbridge().args(["check", "--strict"]).arg(&scenario).output().expect("it runs");
        assert!(output.status.success() && output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(String::from_utf8_lossy(&output.stdout).contains("overlays, each laid on and checked"));
    }
}

#[test]
fn our_tree_and_the_ron_crate_read_the_same() {
    for scenario in shipped() {
        let loaded = load(&scenario, &[], &[]).expect("readable");
        let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
        let by_ron: ScenarioFile = options.from_str(&loaded.resolved).expect("the ron crate reads what we write");
        let file = loaded.file.expect("no errors");
        // Overlays are no part of the resolved scenario; the ron crate reads them as they are written.
        let written: ScenarioFile = options.from_str(&ron::to_string(&file).expect("it is written")).expect("and read");
        assert_eq!(written, file, "{}", scenario.display());
        assert_eq!(by_ron, without_overlays(file), "{}", scenario.display());
    }
}

#[test]
fn writing_what_was_read_is_a_fixed_point() {
    let folder = tempfile::tempdir().expect("a folder");
    for scenario in shipped() {
        let first = load(&scenario, &[], &[]).expect("readable");
        let path = folder.path().join("scenario.ron");
        std::fs::write(&path, &first.resolved).expect("writable");
        let second = load(&path, &[], &[]).expect("readable");
        assert_eq!(first.file.map(without_overlays), second.file, "{}", scenario.display());
        assert_eq!(first.resolved, second.resolved, "{}", scenario.display());
    }
}

/// Conservation and the ledger are audited inside; here they are added up once more from the outside.
#[test]
fn every_millisecond_of_every_flow_is_accounted_for() {
    for scenario in shipped() {
        let model = load(&scenario, &[], &[]).expect("readable").model.expect("no errors");
        let (plan, _) = compile(&model);
        let stop = AtomicBool::new(false);
        let limits = Limits { max_events: u64::MAX, max_entities: u64::MAX, stop: &stop };
        let (outcome, ()) = run(&plan, &model.run, Replication { seed: 3, number: 0 }, limits, ()).expect("it runs");
        for (number, account) in plan.accounts.iter().enumerate() {
            let cells = plan.cells.iter().zip(&outcome.end.ledger).filter(|(cell, _)| cell.account as usize == number);
            let booked: u64 = cells.map(|(_, time)| time).sum();
            assert!(booked > 0, "{} has consignments", account.name);
            assert_eq!(booked, outcome.books.accounts[number].lived, "{}", account.name);
        }
    }
}

/// Counts that the land ports were sized for: 347 vehicles a day at Tan Thanh, which is Puzhai (LS24D), and some 1,340 at the three gates together (YYG24).
/// The fruit season of the run puts a few per cent on top.
#[test]
fn the_land_ports_pass_what_was_counted_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let scenario = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/guangxi-indochina");
    let place = run_into(folder.path(), "run", &scenario, &["--replications", "1"]);
    let vehicles = |border: &str| -> f64 {
        let of = |direction: &str| mean(&place, "vehicles", &format!("hub/{border}/{direction}"));
        of("CN-VN") + of("VN-CN")
    };
    let near = |found: f64, counted: f64| (found / counted - 1.0).abs() < 0.08;
    assert!(near(vehicles("puzhai"), 347.0), "{}", vehicles("puzhai"));
    let gates: f64 = ["youyiguan", "puzhai", "nongyao"].into_iter().map(vehicles).sum();
    assert!(near(gates, 1340.0), "{gates}");
}
