//! The same in, the same out: bytes do not depend on threads, order of writing or the number of replications, and luck stays with its owner.
//!
//! | rule | held by |
//! |---|---|
//! | R1 the same bytes with any threads and order, again and again | `bytes_do_not_depend_on..`, `twenty_batches_in_turn..`, `replications_may_end_in_any_order..` |
//! | R2 the same bytes as when the hashes were taken | `results_are_those_of_the_stored_hashes` |
//! | R3 a draw belongs to the name of its owner | `an_isolated_hub..`, `a_flow_beside_another..` |
//! | R4 one draw a decision, and no other moves | `a_choice_more_or_another_share..` |
//! | R5 a replication is the same whether few or many are run | `a_replication_is_the_same..` |
//! | R6 nothing of the host reaches a result | `language_zone_and_machine..`, `numbers_are_written_as_shortly..`; `.ci/clippy.toml` bans clocks and hash maps |
//! | R7 ties by (time, phase, insertion) | `those_who_come_at_one_instant..`; tests of `engine::calendar` against a standard heap |
//! | R8 the generator is named and pinned | `the_manifest_says..`; tests of `engine::draw` and `engine::law` |
//! | R9 the manifest says what determines a result, the folder has no timings | `the_manifest_says..`, R1 |
//! | R10 other seeds and replications are other luck | `another_seed_is_other_luck`, `replications_are_uncorrelated..`; tests of `engine::draw` |
//!
//! Runs are not resumed and not split: there is nothing to test of that.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use landbridge::engine::draw::bits;
use landbridge::experiment::{Batch, Gathered, run_batch};
use landbridge::index::View;
use landbridge::observe::Timings;
use landbridge::scenario::scenario_hash;
use sha2::{Digest, Sha256};

use super::lives::{Life, Lives, compiled, lives, replicate};
use super::support::{bytes, landbridge, run_into, scratch, text, write_scenario};

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

/// A scenario of `tests/golden`.
fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/{name}.ron"))
}

#[test]
fn twenty_batches_in_turn_with_other_threads_give_the_same_results() {
    let scenario = std::fs::read_to_string(golden("laws")).expect("the scenario can be read");
    let (model, plan) = compiled(&scenario);
    let batch = |threads| Batch {
        seed: model.run.seed,
        replications: 24,
        threads,
        max_events: u64::MAX,
        max_entities: u64::MAX,
    };
    let results = |threads| {
        let stop = AtomicBool::new(false);
        let mut results = run_batch(&model, &plan, batch(threads), &stop, || ()).expect("all replications end");
        results.batch.threads = 0;
        format!("{results:?}")
    };
    let first = results(1);
    for number in 0..20 {
        let threads = [7, 2, 1, 24][number % 4];
        assert!(results(threads) == first, "batch {number} with {threads} threads gives other results");
    }
}

#[test]
fn replications_may_end_in_any_order_twenty_times_in_a_row() {
    const COUNT: u32 = 7;
    let scenario = std::fs::read_to_string(golden("laws")).expect("the scenario can be read");
    let (model, plan) = compiled(&scenario);
    let batch =
        Batch { seed: model.run.seed, replications: COUNT, threads: 1, max_events: u64::MAX, max_entities: u64::MAX };
    let one = |number: &u32| {
        let (outcome, ()) = replicate(&model, &plan, *number, ());
        Gathered::of(&View { model: &model, plan: &plan, outcome: &outcome }, *number, Timings::none())
    };
    let results = |order: &[u32], first: usize| {
        // Two groups, each in its order, as two threads would give them.
        let (left, right) = order.split_at(first);
        let group = |order: &[u32]| order.iter().map(one).fold(Gathered::default(), Gathered::merge);
        let merged = group(right).merge(group(left));
        format!("{:?}", merged.into_results(batch).expect("all replications end"))
    };
    let ascending: Vec<u32> = (0..COUNT).collect();
    let expected = results(&ascending, 0);
    let descending: Vec<u32> = (0..COUNT).rev().collect();
    assert!(results(&descending, 0) == expected, "descending order gives other results");
    for round in 0..20 {
        let mut order = ascending.clone();
        order.sort_by_key(|&number| bits(1, number, round));
        assert!(results(&order, round as usize % 7) == expected, "{order:?} gives other results");
    }
}

/// SHA-256 over all tables of a run, one after the other by name: that of `cat *.csv | sha256sum`.
fn hash_of_tables(folder: &Path) -> String {
    let mut hash = Sha256::new();
    let files = bytes(folder);
    let tables = files.iter().filter(|(name, _)| name.extension() == Some("csv".as_ref()));
    tables.for_each(|(_, content)| hash.update(content));
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn results_are_those_of_the_stored_hashes() {
    let folder = scratch();
    let mut found = String::new();
    for name in ["batch", "border", "corridor", "fleet", "laws", "loop"] {
        let place = run_into(folder.path(), name, &golden(name), &["--replications", "3"]);
        writeln!(found, "{}  {name}", hash_of_tables(&place)).expect("a text takes any line");
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/hashes.txt");
    if std::env::var_os("UPDATE_HASHES").is_some() {
        std::fs::write(&path, &found).expect("the hashes can be written");
    }
    let stored = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        stored == found,
        "results changed: tables of the same scenarios and seeds are not those of tests/golden/hashes.txt.\n\
         If that is meant, write a line under *Changed* in docs/changelog.md and run the test with UPDATE_HASHES=1.\n\
         stored:\n{stored}\nfound:\n{found}"
    );
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

/// Two stations with a choice between them, passed by these flows.
fn stations(choice: &str, flows: &[&str]) -> String {
    let flows: String = flows.iter().map(|flow| format!("        {flow},\n")).collect();
    format!(
        r#"(
    title: "stations",
    run: (start: "2024-03-01", horizon: "2 days", end: Drain, replications: 1, seed: 5),
    hubs: [(id: "port", kind: DryPort, country: "CN", at: (22.1, 106.8), facilities: [Stations(
        stations: [(id: "gate", kind: Gate, servers: 2), (id: "desk", kind: Desk, servers: 2)],
        procedures: [
            (id: "enter", steps: [
                Visit(at: "gate", time: Exponential(mean: "5 min")),
                {choice}
                Visit(at: "desk", time: Gamma(mean: "6 min", cv: 0.8)),
            ]),
            (id: "pass", steps: [Visit(at: "gate", time: LogNormal(mean: "4 min", cv: 1))]),
        ],
    )])],
    flows: [
{flows}    ],
)
"#
    )
}

const TRUCKS: &str = r#"(id: "trucks", at: "port", procedure: "enter", arrivals: Poisson(per_h: 9))"#;
const BATCHES: &str =
    r#"(id: "batches", at: "port", procedure: "pass", arrivals: Batches(per_h: 2, size: Uniform(1, 4)))"#;
const CARS: &str = r#"(id: "cars", at: "port", procedure: "pass", arrivals: Renewal(Exponential(mean: "12 min")))"#;
const EVEN: &str = r#"Branch([(share: 0.5, steps: [Spend(time: Constant("7 min"))]), (share: 0.5, steps: [])]),"#;

/// Arrivals and drawn times of a flow, without waits and what follows from them.
fn luck<'l>(lives: &'l Lives, flow: &'l str) -> Vec<(u64, &'l [u64])> {
    lives.iter().filter(|((name, _), _)| name == flow).map(|(_, life)| (life.created, life.spent.as_slice())).collect()
}

#[test]
fn a_flow_beside_another_changes_its_waits_and_not_its_luck() {
    let alone = lives(&stations(EVEN, &[TRUCKS, BATCHES]), 0);
    let beside = lives(&stations(EVEN, &[CARS, TRUCKS, BATCHES]), 0);
    for flow in ["trucks", "batches"] {
        assert!(luck(&alone, flow).len() > 50);
        assert!(luck(&alone, flow) == luck(&beside, flow), "another luck of {flow}");
    }
    let waited = |lives: &Lives| lives.values().map(|life| life.waits[0]).sum::<u64>();
    assert!(waited(&beside) > waited(&alone), "they share the gate");
}

#[test]
fn a_choice_more_or_another_share_moves_no_other_draw() {
    const SEVEN: u64 = 7 * 60_000;
    let sure = "Branch([(share: 1, steps: [])]),";
    let rare = EVEN.replace("0.5, steps: [Spend", "0.2, steps: [Spend").replace("0.5, steps: []", "0.8, steps: []");
    let [none, few, half] = [sure, &rare, EVEN].map(|choice| lives(&stations(choice, &[TRUCKS, BATCHES]), 0));
    assert!(luck(&none, "batches") == luck(&half, "batches"), "another flow met other luck");
    assert!(luck(&few, "batches") == luck(&half, "batches"), "another flow met other luck");
    let without = |life: &Life| life.spent.iter().copied().filter(|&time| time != SEVEN).collect::<Vec<_>>();
    let mut taken = [0, 0];
    for (who, life) in &none {
        let (few, half) = (&few[who], &half[who]);
        assert_eq!((life.created, without(life)), (few.created, without(few)), "{who:?}");
        assert_eq!((life.created, without(life)), (half.created, without(half)), "{who:?}");
        let [in_few, in_half] = [few, half].map(|life| life.spent.contains(&SEVEN));
        assert!(in_half || !in_few, "{who:?} is among the fewer and not among the more");
        taken[0] += u32::from(in_few);
        taken[1] += u32::from(in_half);
    }
    assert!(0 < taken[0] && taken[0] < taken[1], "{taken:?}");
}

#[test]
fn language_zone_and_machine_reach_no_result() {
    let folder = scratch();
    let here = bytes(&run_into(folder.path(), "here", &golden("laws"), &[]));
    let there = folder.path().join("there");
    let mut command = landbridge();
    for (name, value) in [
        ("LC_ALL", "de_DE.UTF-8"),
        ("LANG", "tr_TR.UTF-8"),
        ("TZ", "Asia/Tokyo"),
        ("RAYON_NUM_THREADS", "5"),
        ("COLUMNS", "40"),
        ("HOME", "/nonexistent"),
        ("USER", "somebody"),
        ("HOSTNAME", "elsewhere"),
    ] {
        command.env(name, value);
    }
    command.current_dir(folder.path()).arg("run").arg(golden("laws")).args(["--quiet", "--output"]).arg(&there);
    command.assert().success();
    assert_same(&here, &bytes(&there));
}

#[test]
fn numbers_are_written_as_shortly_as_they_can_be_read_back() {
    let folder = scratch();
    let place = run_into(folder.path(), "run", &golden("corridor"), &[]);
    let mut count = 0;
    for (name, content) in bytes(&place) {
        if name.extension() == Some("csv".as_ref()) {
            let table = String::from_utf8(content).expect("tables are text");
            for cell in table.lines().flat_map(|line| line.split(',')) {
                if let Ok(number) = cell.parse::<f64>() {
                    assert_eq!(number.to_string(), cell, "{}", name.display());
                    count += 1;
                }
            }
        }
    }
    assert!(count > 1_000, "{count} numbers");
}

#[test]
fn those_who_come_at_one_instant_are_served_in_the_order_of_planning() {
    // All three come every hour on the hour to one gate; the gate takes them one by one. Flows are planned in the order of their ids.
    let flow = |id: &str| format!(r#"(id: "{id}", at: "port", procedure: "enter", arrivals: Every(time: "1 h"))"#);
    let scenario = |ids: [&str; 3]| {
        let flows = ids.map(flow).join(",");
        format!(
            r#"(title: "ties", run: (start: "2024-03-01", horizon: "5 h", end: Drain, replications: 1),
            hubs: [(id: "port", kind: DryPort, country: "CN", at: (22, 106), facilities: [Stations(
                stations: [(id: "gate", kind: Gate, servers: 1)],
                procedures: [(id: "enter", steps: [Visit(at: "gate", time: Constant("10 min"))])])])],
            flows: [{flows}])"#
        )
    };
    let found = lives(&scenario(["c", "a", "b"]), 0);
    assert_eq!(found, lives(&scenario(["a", "b", "c"]), 0));
    assert_eq!(found.len(), 18, "on the hour from 0 to 5");
    for ((flow, _), life) in found {
        let before = ["a", "b", "c"].iter().position(|id| *id == flow).expect("a flow of the scenario");
        assert_eq!(life.waits, [before as u64 * 10 * 60_000], "{flow}");
    }
}

#[test]
fn the_manifest_says_what_determines_the_results_and_nothing_else() {
    let folder = scratch();
    let edit = "flows/poisson/arrivals/per_h=9";
    let place = run_into(
        folder.path(),
        "run",
        &golden("laws"),
        &["--seed", "12", "--replications", "4", "--threads", "2", "--set", edit],
    );
    let manifest: serde_json::Value = serde_json::from_str(&text(&place, "manifest.json")).expect("JSON");
    let keys: BTreeSet<&str> = manifest.as_object().expect("an object").keys().map(String::as_str).collect();
    let expected = [
        "program",
        "version",
        "format",
        "title",
        "scenario_hash",
        "seed",
        "replications",
        "overlays",
        "edits",
        "warm_up",
        "generator",
    ];
    assert_eq!(keys, BTreeSet::from(expected), "a new key must not tell of clock, machine, path or threads");
    assert_eq!(manifest["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(manifest["scenario_hash"], scenario_hash(&text(&place, "scenario.ron")));
    assert_eq!((&manifest["seed"], &manifest["replications"]), (&12.into(), &4.into()));
    assert_eq!(manifest["edits"], serde_json::json!([edit]));
    assert_eq!(manifest["warm_up"], "6 h");
    let generator = manifest["generator"].as_str().expect("a name");
    assert!(generator.starts_with("SplitMix64 finaliser, counter-based"), "{generator}");
    let away = folder.path().display().to_string();
    for (name, content) in bytes(&place) {
        let tells = content.windows(away.len()).any(|part| part == away.as_bytes());
        assert!(!tells, "{} tells where it was written", name.display());
    }
}

#[test]
fn replications_are_uncorrelated_in_every_pair() {
    let scenario = stations(EVEN, &[TRUCKS]);
    let gate: Vec<Vec<f64>> =
        (0..12).map(|number| lives(&scenario, number).values().map(|life| life.spent[0] as f64).collect()).collect();
    for (i, a) in gate.iter().enumerate() {
        for (j, b) in gate[..i].iter().enumerate() {
            let n = a.len().min(b.len());
            let found = correlation(&a[..n], &b[..n]);
            assert!(n > 300 && found.abs() < 4.5 / (n as f64).sqrt(), "{i} and {j}: {found} of {n}");
        }
    }
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len() as f64;
    let (mean_a, mean_b) = (a.iter().sum::<f64>() / n, b.iter().sum::<f64>() / n);
    let product = |a: &[f64], mean_a: f64, b: &[f64], mean_b: f64| {
        a.iter().zip(b).map(|(a, b)| (a - mean_a) * (b - mean_b)).sum::<f64>()
    };
    product(a, mean_a, b, mean_b) / (product(a, mean_a, a, mean_a) * product(b, mean_b, b, mean_b)).sqrt()
}
