//! The same in, the same out: bytes do not depend on threads, order of writing or the number of replications, and luck stays with its owner.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::support::{bytes, run_into, scratch, text, write_scenario};

const HUBS: [&str; 4] = [
    r#"(id: "nanning", kind: City, country: "CN", at: (22.8, 108.3))"#,
    r#"(id: "pingxiang", kind: DryPort, country: "CN", at: (22.1, 106.8), facilities: [Stations(
            stations: [(id: "ramp", kind: Dock, servers: 3)],
            procedures: [(id: "load", on: [Departure], steps: [Visit(at: "ramp", time: Gamma(mean: "20 min", cv: 0.7))])],
        )])"#,
    r#"(id: "pass", kind: Border, country: "CN", at: (22.0, 106.7), facilities: [Border(
            a: (country: "CN", hours: "day", exit: "post", entry: "post"),
            b: (country: "VN", hours: "day", closing: Suspend, exit: "post", entry: "post", scale: 0.5),
            approach_places: 20,
            between: (length_km: 1, speed_kmh: 10, places: 5),
        )])"#,
    r#"(id: "hanoi", kind: City, country: "VN", at: (21.0, 105.8))"#,
];

const LINKS: [&str; 3] = [
    r#"Road(id: "north", from: "nanning", to: "pingxiang", length_km: 200, speed_kmh: 60, speed_cv: 0.2)"#,
    r#"Road(id: "hill", from: "pingxiang", to: "pass", length_km: 15, speed_kmh: 30, speed_cv: 0.3)"#,
    r#"Road(id: "south", from: "pass", to: "hanoi", length_km: 160, speed_kmh: 50, speed_cv: 0.2)"#,
];

const FLOWS: [&str; 3] = [
    r#"(id: "electronics", from: "nanning", to: "hanoi", arrivals: Poisson(per_day: 60, profiles: ["work"]))"#,
    r#"(id: "fruit", from: "hanoi", to: "nanning", arrivals: Batches(per_day: 12, size: Weights([(1, 0.5), (4, 0.5)])))"#,
    r#"(id: "drayage", from: "pingxiang", to: "hanoi", carried_by: Fleet("shuttle"), arrivals: Renewal(Erlang(k: 2, mean: "70 min")))"#,
];

/// A border with two directions, a fleet, a dock, and luck of every kind.
fn network(hubs: &[&str], links: &[&str], flows: &[&str]) -> String {
    let lines = |items: &[&str]| items.iter().map(|item| format!("        {item},\n")).collect::<String>();
    format!(
        r#"(
    title: "repeat",
    run: (start: "2024-03-01", zone: "Asia/Shanghai", horizon: "6 days", warm_up: Fixed("1 day"), replications: 3, seed: 7),
    calendars: [(id: "day", zone: "Asia/Shanghai", open: ["Mon-Sun 07:00-21:00"])],
    profiles: [(id: "work", hours: [(0, 0.3), (6, 1.6), (18, 0.7)], weekdays: [("Sat-Sun", 0.5)])],
    posts: [(id: "post",
        gate: (lanes: 2, time: LogNormal(mean: "3 min", cv: 1)),
        yard_places: 30,
        documents: (desks: 4, time: Exponential(mean: "15 min"), errors: 0.1, correction: Uniform(min: "1 h", max: "3 h")),
        risk: [(lane: "green", share: 0.8), (lane: "red", share: 0.2, check: Physical)],
        bays: (servers: 2),
        agencies: [(id: "customs", officers: 2, time: Triangular(min: "20 min", mode: "40 min", max: "2 h"), lanes: ["red"])],
        exit: (lanes: 1, time: Constant("1 min")),
    )],
    hubs: [
{}    ],
    links: [
{}    ],
    fleets: [Trucks(id: "shuttle", base: "pingxiang", count: 12)],
    flows: [
{}    ],
)
"#,
        lines(hubs),
        lines(links),
        lines(flows)
    )
}

fn plain() -> String {
    network(&HUBS, &LINKS, &FLOWS)
}

fn written(folder: &Path, name: &str, scenario: &str) -> PathBuf {
    let folder = folder.join(name);
    std::fs::create_dir(&folder).expect("the folder can be written");
    write_scenario(&folder, scenario)
}

/// Names first, so that a difference does not print whole files.
fn assert_same(left: &BTreeMap<PathBuf, Vec<u8>>, right: &BTreeMap<PathBuf, Vec<u8>>) {
    assert_eq!(left.keys().collect::<Vec<_>>(), right.keys().collect::<Vec<_>>());
    let differing: Vec<&PathBuf> = left.keys().filter(|name| left[*name] != right[*name]).collect();
    assert_eq!(differing, Vec::<&PathBuf>::new(), "files with other bytes");
}

#[test]
fn bytes_do_not_depend_on_the_number_of_threads() {
    let folder = scratch();
    let scenario = write_scenario(folder.path(), &plain());
    let run = |threads: &str| bytes(&run_into(folder.path(), threads, &scenario, &["--threads", threads]));
    let one = run("1");
    assert!(one.len() >= 9, "all tables are there: {:?}", one.keys());
    assert_same(&one, &run("2"));
    assert_same(&one, &run("7"));
}

#[test]
fn another_seed_is_other_luck() {
    let folder = scratch();
    let scenario = write_scenario(folder.path(), &plain());
    let run = |seed: &str| text(&run_into(folder.path(), seed, &scenario, &["--seed", seed]), "replications.csv");
    let (first, second) = (run("7"), run("8"));
    let differing = first.lines().zip(second.lines()).filter(|(a, b)| a != b).count();
    assert_eq!(first.lines().count(), second.lines().count());
    assert!(differing * 2 > first.lines().count(), "only {differing} rows differ");
}

#[test]
fn a_replication_is_the_same_whether_three_or_six_are_run() {
    let folder = scratch();
    let scenario = write_scenario(folder.path(), &plain());
    let run =
        |count: &str| text(&run_into(folder.path(), count, &scenario, &["--replications", count]), "replications.csv");
    let (three, six) = (run("3"), run("6"));
    assert!(six.starts_with(&three) && six.len() > three.len(), "the first three of six are the three");
}

#[test]
fn the_order_of_writing_has_no_influence() {
    let folder = scratch();
    let reversed = |items: &[&'static str]| items.iter().rev().copied().collect::<Vec<_>>();
    let turned = network(&reversed(&HUBS), &reversed(&LINKS), &reversed(&FLOWS));
    let run = |name: &str, scenario: &str| {
        let scenario = written(folder.path(), name, scenario);
        bytes(&run_into(&folder.path().join(name), "run", &scenario, &[]))
    };
    let (plain, turned) = (run("plain", &plain()), run("turned", &turned));
    for table in plain.keys().filter(|name| name.extension() == Some("csv".as_ref())) {
        assert!(plain[table] == turned[table], "{} differs", table.display());
    }
}

#[test]
fn an_isolated_hub_changes_nobody_elses_luck() {
    let folder = scratch();
    let island = r#"(id: "island", kind: DryPort, country: "TH", at: (13.7, 100.5), facilities: [Stations(
            stations: [(id: "gate", kind: Gate, servers: 1)],
            procedures: [(id: "enter", steps: [Visit(at: "gate", time: Exponential(mean: "5 min"))])],
        )])"#;
    let flow = r#"(id: "aloha", at: "island", procedure: "enter", arrivals: Poisson(per_h: 5))"#;
    let wider = network(&[HUBS.as_slice(), &[island]].concat(), &LINKS, &[FLOWS.as_slice(), &[flow]].concat());
    let run = |name: &str, scenario: &str| {
        let scenario = written(folder.path(), name, scenario);
        text(&run_into(&folder.path().join(name), "run", &scenario, &[]), "replications.csv")
    };
    let (plain, wider) = (run("plain", &plain()), run("wider", &wider));
    // Rows of the whole network are sums over all hubs, the new one too.
    let of_places = |line: &&str| !line.contains(",network,");
    let wider: Vec<&str> = wider.lines().filter(of_places).collect();
    let missing: Vec<&str> = plain.lines().filter(of_places).filter(|line| !wider.contains(line)).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn the_resolved_scenario_of_a_run_gives_the_same_run() {
    let folder = scratch();
    let scenario = write_scenario(folder.path(), &plain());
    let first = run_into(folder.path(), "first", &scenario, &["--set", "flows/electronics/arrivals/per_day=70"]);
    let again = run_into(folder.path(), "again", &first.join("scenario.ron"), &[]);
    assert_eq!(text(&first, "replications.csv"), text(&again, "replications.csv"));
    assert_eq!(text(&first, "scenario.ron"), text(&again, "scenario.ron"), "resolving again changes nothing");
}
