//! Overlays change what they say and nothing else: the null law, the order of naming, and a flow at another scale.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use landbridge::observe::Log;
use landbridge::plan::{compile, loads};
use landbridge::scenario::{Edit, Loaded, load};
use landbridge::sim::{Limits, Replication, run};

use super::support::{bytes, landbridge, run_into, scratch, text, values, write_scenario};

/// A border between two towns, a dock with a queue, a fleet, and one flow of each kind of arrivals.
const SCENARIO: &str = r#"(
    title: "overlays",
    run: (start: "2024-03-01", horizon: "3 days", warm_up: Fixed("6 h"), replications: 2, seed: 7),
    calendars: [(id: "day", zone: "UTC", open: ["Mon-Sun 06:00-22:00"])],
    posts: [(id: "post",
        gate: (lanes: 2, time: LogNormal(mean: "3 min", cv: 1)),
        documents: (desks: 4, time: Exponential(mean: "15 min"), errors: 0.1, correction: Uniform(min: "1 h", max: "3 h")),
        exit: (lanes: 1, time: Constant("1 min")),
    )],
    hubs: [
        (id: "north", kind: City, country: "CN", at: (22.8, 108.3), facilities: [Stations(
            stations: [(id: "ramp", kind: Dock, servers: 2)],
            procedures: [(id: "load", on: [Departure], steps: [Visit(at: "ramp", time: Gamma(mean: "20 min", cv: 0.7))])],
        )]),
        (id: "pass", kind: Border, country: "CN", at: (22.0, 106.7), facilities: [Border(
            a: (country: "CN", hours: "day", exit: "post", entry: "post"),
            b: (country: "VN", exit: "post", entry: "post", scale: 0.5),
            between: (length_km: 1, speed_kmh: 10, places: 5),
        )]),
        (id: "south", kind: City, country: "VN", at: (21.0, 105.8)),
    ],
    links: [
        Road(id: "up", from: "north", to: "pass", length_km: 30, speed_kmh: 60, speed_cv: 0.2),
        Road(id: "down", from: "pass", to: "south", length_km: 60, speed_kmh: 50),
    ],
    fleets: [Trucks(id: "shuttle", base: "north", count: 12)],
    flows: [
        (id: "poisson", from: "north", to: "south", arrivals: Poisson(per_day: 40)),
        (id: "batches", from: "south", to: "north", arrivals: Batches(per_day: 8, size: Uniform(1, 4))),
        (id: "renewal", from: "north", to: "south", carried_by: Fleet("shuttle"), arrivals: Renewal(Erlang(k: 2, mean: "2 h"))),
        (id: "every", from: "south", to: "north", arrivals: Every(time: "80 min")),
    ],
    overlays: [OVERLAYS],
)
"#;

fn scenario(folder: &Path, overlays: &str) -> PathBuf {
    write_scenario(folder, &SCENARIO.replace("OVERLAYS", overlays))
}

/// All tables and figures of a run, without the manifest, which names the overlays.
fn results(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = bytes(folder);
    all.remove(Path::new("manifest.json")).expect("a run has a manifest");
    all
}

/// The names of files with other bytes.
fn differing(left: &BTreeMap<PathBuf, Vec<u8>>, right: &BTreeMap<PathBuf, Vec<u8>>) -> Vec<PathBuf> {
    assert_eq!(left.keys().collect::<Vec<_>>(), right.keys().collect::<Vec<_>>());
    left.keys().filter(|name| left[*name] != right[*name]).cloned().collect()
}

/// Null law, cases 1 to 3: nothing, the present value, a factor of 1 and an amount of 0.
#[test]
fn an_overlay_that_changes_nothing_changes_no_bit() {
    let folder = scratch();
    let nothing = r#"
        (id: "nothing", changes: []),
        (id: "present", changes: [
            Set("posts/post/gate/lanes", 2),
            Set("calendars/day/open", ["Mon-Sun 06:00-22:00"]),
            Set("flows/poisson/arrivals", Poisson(per_day: 40)),
            Set("links/up", Road(id: "up", from: "north", to: "pass", length_km: 30, speed_kmh: 60, speed_cv: 0.2)),
        ]),
        (id: "neutral", changes: [
            Scale("flows/poisson/scale", 1),
            Scale("posts/post/documents/desks", 1),
            Scale("posts/post/documents/errors", 1),
            Add("posts/post/exit/time/0", "0 min"),
            Scale("posts/post/exit/time/0", 1),
            Add("links/down/speed_kmh", 0),
        ]),"#;
    let path = scenario(folder.path(), nothing);
    let base = run_into(folder.path(), "base", &path, &[]);
    for names in ["nothing", "present", "neutral", "nothing,present,neutral"] {
        let varied = run_into(folder.path(), names, &path, &["--overlay", names]);
        assert_eq!(differing(&results(&base), &results(&varied)), Vec::<PathBuf>::new(), "{names}");
    }
}

/// Null law, case 4.
#[test]
fn an_isolated_hub_flow_or_link_that_is_new_leaves_all_old_rows_as_they_are() {
    let folder = scratch();
    let island = r#"
        (id: "island", changes: [
            New("hubs", (id: "island", kind: DryPort, country: "TH", at: (13.7, 100.5), facilities: [Stations(
                stations: [(id: "gate", kind: Gate, servers: 1)],
                procedures: [(id: "enter", steps: [Visit(at: "gate", time: Exponential(mean: "5 min"))])],
            )])),
            New("hubs", (id: "a village", kind: City, country: "TH", at: (13.8, 100.6))),
            New("links", Road(id: "a lane", from: "island", to: "a village", length_km: 10, speed_kmh: 30)),
            New("flows", (id: "a flow", from: "a village", to: "island", arrivals: Poisson(per_h: 2))),
            New("flows", (id: "visitors", at: "island", procedure: "enter", arrivals: Poisson(per_h: 5))),
        ]),"#;
    let path = scenario(folder.path(), island);
    let base = run_into(folder.path(), "base", &path, &[]);
    let wider = run_into(folder.path(), "wider", &path, &["--overlay", "island"]);
    for table in ["replications.csv", "stations.csv", "causes.csv", "dwell.csv"] {
        let (base, wider) = (text(&base, table), text(&wider, table));
        let there: BTreeSet<&str> = wider.lines().collect();
        // Rows of the whole network are sums over all hubs, the new ones too.
        let missing: Vec<&str> =
            base.lines().filter(|line| !line.contains("network") && !there.contains(line)).collect();
        assert_eq!(missing, Vec::<&str>::new(), "{table}");
        assert!(wider.lines().count() > base.lines().count(), "{table} has the new rows");
    }
}

const THREE: &str = r#"
    (id: "c", changes: [Scale("flows/poisson/scale", 1.2), New("links", Road(id: "z", from: "north", to: "pass", length_km: 40, speed_kmh: 60))]),
    (id: "a", after: ["c"], changes: [Set("flows/poisson/scale", 0.5), Scale("posts/post/gate/lanes", 2)]),
    (id: "b", changes: [Scale("posts/post/gate/lanes", 3), New("links", Road(id: "y", from: "north", to: "pass", length_km: 50, speed_kmh: 60))]),"#;

#[test]
fn the_order_of_naming_changes_no_byte_and_the_manifest_has_the_normal_order() {
    let folder = scratch();
    let path = scenario(folder.path(), THREE);
    let first = run_into(folder.path(), "1", &path, &["--overlay", "a,b,c"]);
    let second = run_into(folder.path(), "2", &path, &["--overlay", "c", "--overlay", "b,a"]);
    assert_eq!(differing(&bytes(&first), &bytes(&second)), Vec::<PathBuf>::new());
    let manifest: serde_json::Value = serde_json::from_str(&text(&first, "manifest.json")).expect("JSON");
    assert_eq!(manifest["overlays"], serde_json::json!(["b", "c", "a"]));
    let resolved = text(&first, "scenario.ron");
    assert!(resolved.contains("scale: 0.5") && resolved.contains("lanes: 12"), "a is laid on c, and 2 x 2 x 3 = 12");
    assert!(
        resolved.contains("overlays: []") && resolved.contains("compare: []"),
        "what is laid on is not there twice"
    );
    let again = run_into(folder.path(), "3", &first.join("scenario.ron"), &[]);
    assert_eq!(text(&again, "replications.csv"), text(&first, "replications.csv"));
}

fn read(overlays: &str, names: &[&str], edits: &[(&str, &str)]) -> Loaded {
    let folder = scratch();
    let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
    let edit = |&(path, value): &(&str, &str)| Edit { path: path.to_owned(), value: value.to_owned() };
    let edits: Vec<Edit> = edits.iter().map(edit).collect();
    load(&scenario(folder.path(), overlays), &edits, &names).expect("the scenario can be read")
}

#[test]
fn overlays_that_are_not_laid_on_are_not_part_of_the_resolved_scenario() {
    let with = read(THREE, &[], &[("compare", r#"[[], ["a"]]"#)]);
    assert!(!with.problems.has_errors());
    assert_eq!(with.resolved, read("", &[], &[]).resolved);
    let file = with.file.expect("it is read");
    assert_eq!(file.overlays.iter().map(|overlay| overlay.id.as_str()).collect::<Vec<_>>(), ["c", "a", "b"]);
}

#[test]
fn edits_come_after_overlays_and_edits_of_an_overlay_before_it() {
    let loaded = read(THREE, &["b"], &[("overlays/b/changes/0/1", "5"), ("posts/post/documents/desks", "9")]);
    assert!(!loaded.problems.has_errors(), "{:?}", loaded.problems);
    let post = &loaded.file.expect("it is read").posts[0];
    assert_eq!((post.gate.lanes, post.documents.as_ref().map(|documents| documents.desks)), (10, Some(9)));
}

#[test]
fn a_length_of_time_stays_one_and_what_is_left_out_or_removed_has_its_default() {
    let change = r#"(id: "x", changes: [
        Add("posts/post/exit/time/0", "1 h 30 min"), Scale("posts/post/documents/correction/max", 0.5), Add("run/horizon", "-1 day"),
        Add("hubs/pass/facilities/Border/a/scale", 0.25), Scale("flows/every/arrivals/first", 3), Remove("flows/renewal/carried_by"),
    ])"#;
    let resolved = read(change, &["x"], &[]).resolved;
    let found: Vec<String> = landbridge::scenario::differences(&read("", &[], &[]).resolved, &resolved)
        .into_iter()
        .map(|found| format!("{} {} {}", found.path, found.old.unwrap_or_default(), found.new.unwrap_or_default()))
        .collect();
    assert_eq!(
        found,
        [
            r#"run/horizon "3 days" "2 days""#,
            r#"posts/post/documents/correction/max "3 h" "1 h 30 min""#,
            r#"posts/post/exit/time/0 "1 min" "1 h 31 min""#,
            "hubs/pass/facilities/Border/a/scale 1.0 1.25",
            r#"flows/renewal/carried_by Fleet("shuttle") OwnTrucks"#,
        ]
    );
}

/// One flow through a station that is never busy, so that what happens to one does not depend on the others.
const ALONE: &str = r#"(
    title: "alone",
    run: (start: "2024-03-01", horizon: "20 days", end: Drain, replications: 1, seed: 3),
    hubs: [(id: "port", kind: DryPort, country: "CN", at: (22.1, 106.8), facilities: [Stations(
        stations: [(id: "gate", kind: Gate, servers: 1000)],
        procedures: [(id: "enter", steps: [Visit(at: "gate", time: Exponential(mean: "5 min")), Visit(at: "gate", time: Gamma(mean: "1 h", cv: 0.5))])],
    )])],
    flows: [(id: "trucks", at: "port", procedure: "enter", arrivals: ARRIVALS)],
)"#;

const ARRIVALS: [&str; 5] = [
    "Poisson(per_h: 4)",
    "Every(time: \"15 min\")",
    "Renewal(LogNormal(mean: \"15 min\", cv: 0.7))",
    "Batches(per_h: 2, size: Uniform(1, 3))",
    "Modulated([(per_h: 12, mean_stay: \"1 h\"), (per_h: 0, mean_stay: \"2 h\")])",
];

/// What happens to each consignment, by its name, and the number expected by `loads`.
fn lives(arrivals: &str, scale: &str) -> (BTreeMap<String, Vec<String>>, f64) {
    let folder = scratch();
    let path = write_scenario(folder.path(), &ALONE.replace("ARRIVALS", arrivals));
    let edit = Edit { path: "flows/trucks/scale".to_owned(), value: scale.to_owned() };
    let loaded = load(&path, &[edit], &[]).expect("the scenario can be read");
    let model = loaded.model.expect("the scenario is right");
    let (plan, _) = compile(&model);
    let limits = Limits { max_events: 1_000_000, max_entities: u64::MAX, stop: &AtomicBool::new(false) };
    let replication = Replication { seed: 3, number: 0 };
    let (_, log) = run(&plan, &model.run, replication, limits, Log::new(&plan, &model)).expect("the run ends");
    let mut lives: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in log.lines() {
        let name = line.split_whitespace().skip_while(|word| *word != "trucks").nth(1).expect("a line names a truck");
        lives.entry(name.to_owned()).or_default().push(line.clone());
    }
    (lives, loads(&plan, model.run.horizon).consignments)
}

#[test]
fn a_flow_scaled_down_keeps_some_of_its_consignments_with_their_times_and_their_luck() {
    for arrivals in ARRIVALS {
        let (base, expected) = lives(arrivals, "1");
        let (half, expected_half) = lives(arrivals, "0.5");
        let (more, _) = lives(arrivals, "0.8");
        assert!(half.iter().all(|(name, life)| base.get(name) == Some(life)), "{arrivals}");
        assert!(half.keys().all(|name| more.contains_key(name)), "{arrivals}: those of 0.5 are among those of 0.8");
        // Half of n, within 4.5 standard deviations of a binomial.
        let n = base.len() as f64;
        assert!((half.len() as f64 - n / 2.0).abs() < 4.5 * (n / 4.0).sqrt(), "{arrivals}: {} of {n}", half.len());
        assert!((expected_half - expected / 2.0).abs() < 1e-9 * expected, "{arrivals}");
    }
}

#[test]
fn a_flow_scaled_up_has_all_its_consignments_and_others_at_other_times() {
    for arrivals in ARRIVALS {
        let (base, expected) = lives(arrivals, "1");
        let (more, expected_more) = lives(arrivals, "2.5");
        assert!(base.iter().all(|(name, life)| more.get(name) == Some(life)), "{arrivals}");
        let n = base.len() as f64;
        // Variance / mean of counts: below 3 for batches of up to three; 1 + 2 x 0.5 x 12^2 / (1.5^2 x 12 x 0.5) = 11.7 for the bursts.
        let dispersion = if arrivals.starts_with("Modulated") { 12.0 } else { 3.0 };
        let most = 4.5 * (dispersion * (1.0 + 0.25 + 1.5 * 1.5) * n).sqrt();
        assert!((more.len() as f64 - 2.5 * n).abs() < most, "{arrivals}: {} of {n}", more.len());
        assert!((expected_more - 2.5 * expected).abs() < 1e-9 * expected, "{arrivals}");
        let when = |life: &Vec<String>| life[0].split(" trucks").next().map(str::to_owned);
        let times: BTreeSet<_> = base.values().map(when).collect();
        let new: Vec<_> = more.iter().filter(|(name, _)| !base.contains_key(*name)).collect();
        let together = new.iter().filter(|(_, life)| times.contains(&when(life))).count();
        assert!(together * 100 < new.len(), "{arrivals}: {together} of {} come with one of the base", new.len());
    }
}

#[test]
fn a_flow_at_scale_1_is_the_flow_and_at_scale_0_nothing_comes() {
    for arrivals in ARRIVALS {
        assert!(lives(arrivals, "0").0.is_empty());
    }
    let folder = scratch();
    let path = write_scenario(folder.path(), &ALONE.replace("ARRIVALS", ARRIVALS[0]));
    let plain = run_into(folder.path(), "plain", &path, &[]);
    let one = run_into(folder.path(), "one", &path, &["--set", "flows/trucks/scale=1.0"]);
    assert_eq!(differing(&results(&plain), &results(&one)), Vec::<PathBuf>::new());
    let none = run_into(folder.path(), "none", &path, &["--set", "flows/trucks/scale=0"]);
    assert_eq!(values(&none)[&("created".to_owned(), "network".to_owned())], [Some(0.0)]);
}

fn diff(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = landbridge().arg("diff").args(arguments).output().expect("the program runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn diff_says_what_an_overlay_changes_one_line_a_value() {
    let line = "hubs/dry port/facilities/Stations/stations/gate/servers\t2\t->\t3\n";
    assert_eq!(diff(&["scenarios/first-gate", "--overlay", "third lane"]), (Some(0), line.to_owned(), String::new()));
}

#[test]
fn a_scenario_and_what_it_resolves_to_say_the_same() {
    let folder = scratch();
    let scenario = scenario(folder.path(), THREE);
    let resolved = run_into(folder.path(), "run", &scenario, &[]).join("scenario.ron");
    let both = [scenario.to_str().expect("UTF-8"), resolved.to_str().expect("UTF-8")];
    assert_eq!(diff(&both), (Some(0), String::new(), String::new()));
}

#[test]
fn diff_needs_two_right_scenarios() {
    assert_eq!(diff(&["scenarios/first-gate"]).0, Some(2));
    assert_eq!(diff(&["scenarios/first-gate", "scenarios/nowhere"]).0, Some(5));
    let (status, out, err) = diff(&["scenarios/first-gate", "--overlay", "third lan"]);
    assert_eq!((status, out.as_str()), (Some(3), ""));
    assert!(err.contains("E0602") && err.contains("did you mean `third lane`?"), "{err}");
}
