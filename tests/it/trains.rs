//! What is told of trains and ships beyond their timelines: sets by state, yards over time, runs of the first replication.

use std::path::{Path, PathBuf};

use super::support::{mean, run_into, scratch, text};

/// Ten days of the land bridge.
fn ten_days(folder: &Path) -> PathBuf {
    let scenario = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/land_bridge.ron");
    let arguments = ["--set", "run/horizon=\"10 days\"", "--set", "run/end=Cut", "--replications", "2"];
    run_into(folder, "run", &scenario, &arguments)
}

/// The cells of a table, a row a line.
fn rows(place: &Path, name: &str) -> Vec<Vec<String>> {
    text(place, name).lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

#[test]
fn states_of_sets_add_up() {
    let folder = scratch();
    let place = ten_days(folder.path());
    let states = ["loading", "moving", "border", "waiting", "handled", "unloading", "back", "idle"];
    let shares = states.map(|state| mean(&place, &format!("sets_{state}"), "pool/wagons"));
    assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{shares:?}");
    // An hour and a half on links, three hours back; the last round is not over.
    let [moving, back] = [shares[1], shares[6]];
    assert!(moving > 0.0 && (back / moving - 2.0).abs() < 0.3, "{shares:?}");
}

#[test]
fn runs_are_told_of_the_first_replication_in_order() {
    let folder = scratch();
    let place = ten_days(folder.path());
    let runs = rows(&place, "train-runs.csv");
    let feeder: Vec<&Vec<String>> = runs.iter().filter(|row| row[0] == "feeder").collect();
    // Every four days from 02:00, over a lane of 40 km at 20 km/h.
    let first: Vec<&str> = feeder[0].iter().map(String::as_str).collect();
    assert_eq!(first[1..5], ["0", "1", "overseas", "0"]);
    assert_eq!(first[6], "2");
    let second: Vec<&str> = feeder[1].iter().map(String::as_str).collect();
    assert_eq!(second, ["feeder", "0", "2", "port", "40", "4", ""]);
    let number = |cell: &String| cell.parse::<f64>().ok();
    assert!(runs.iter().all(|row| number(&row[5]).zip(number(&row[6])).is_none_or(|(came, left)| came <= left)));
}

#[test]
fn a_yard_never_holds_more_than_its_capacity() {
    let folder = scratch();
    let place = ten_days(folder.path());
    let stock = rows(&place, "yard-stock.csv");
    let level = |row: &Vec<String>| row[5].parse::<f64>().expect("a level is a number");
    assert!(stock.iter().all(|row| (0.0..=10.0).contains(&level(row))));
    assert!(stock.iter().any(|row| row[0] == "port/yard" && level(row) > 0.0));
}
