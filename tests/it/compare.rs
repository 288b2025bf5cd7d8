//! `landbridge compare`: paired differences are those of theory, the base differs from itself by exactly zero, and what cannot be compared is refused.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::Duration;

use super::support::{bytes, landbridge, run_into, scratch, text, values, write_scenario};

/// A gate with a fleet of variants: a second lane, nothing at all, and a flow that the base does not have.
const GATE: &str = r#"(
    title: "gate",
    run: (start: "2024-03-01", horizon: "4 days", replications: 5),
    hubs: [(id: "port", kind: DryPort, country: "CN", at: (22.1, 106.8), facilities: [Stations(
        stations: [(id: "gate", kind: Gate, servers: 1)],
        procedures: [(id: "enter", steps: [Visit(at: "gate", time: Exponential(mean: "4 min"))])],
    )])],
    flows: [(id: "trucks", at: "port", procedure: "enter", arrivals: Poisson(per_h: 10))],
    overlays: [
        (id: "second lane", changes: [Set("hubs/port/facilities/Stations/stations/gate/servers", 2)]),
        (id: "as it is", changes: [Set("hubs/port/facilities/Stations/stations/gate/servers", 1)]),
        (id: "vans", changes: [New("flows", (id: "vans", at: "port", procedure: "enter", arrivals: Poisson(per_h: 2)))]),
    ],
    compare: [["second lane"], ["as it is"], ["second lane", "vans"]],
)
"#;

fn compare(scenario: &Path, place: &Path, arguments: &[&str]) -> Output {
    let mut command = landbridge();
    command.timeout(Duration::from_secs(300)).arg("compare").arg(scenario).arg("--output").arg(place).args(arguments);
    command.output().expect("the program runs")
}

fn compare_into(folder: &Path, name: &str, scenario: &Path, arguments: &[&str]) -> PathBuf {
    let place = folder.join(name);
    let output = compare(scenario, &place, &[&["--quiet"], arguments].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stdout), format!("{}\n", place.display()));
    place
}

type Cells = BTreeMap<String, String>;

/// Rows of `comparison.csv` by column.
fn rows(place: &Path) -> Vec<Cells> {
    let mut reader = csv::Reader::from_path(place.join("comparison.csv")).expect("the table can be read");
    let names = reader.headers().expect("it has a header").clone();
    let row = |row: Result<csv::StringRecord, csv::Error>| {
        let row = row.expect("rows are as wide as their header");
        names.iter().map(str::to_owned).zip(row.iter().map(str::to_owned)).collect()
    };
    reader.records().map(row).collect()
}

fn row(place: &Path, variant: &str, metric: &str, of: &str) -> Cells {
    let is_it = |row: &Cells| row["variant"] == variant && row["metric"] == metric && row["place"] == of;
    rows(place).into_iter().find(is_it).expect("the row is in the table")
}

fn number(row: &Cells, column: &str) -> f64 {
    row[column].parse().expect("the cell is a number")
}

fn v27() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/theory/v27.ron")
}

/// A hundred replications. The tolerance is 4.5 sd / sqrt(100) with the pilot's sd of one replication's difference: 1.29 min paired, 1.62 independent.
/// Exact: 30 - 13.33333 min.
fn assert_v27(row: &Cells, sd: f64) {
    let difference = number(row, "difference") * 60.0;
    assert!((difference + 16.666_67).abs() <= 4.5 * sd / 10.0, "{difference} min");
    assert_eq!((row["pairs"].as_str(), row["verdict"].as_str()), ("100", "lower"));
    assert!(number(row, "high") < 0.0 && number(row, "p_holm") < 1e-6);
}

// The factor is 1 / (1 - 2 r s / (1 + s^2)) with the correlation r of the two sides and the ratio s of their standard deviations; M/M/1 has s = 0.22 here,
// and in a hundred replications s stays below 0.30. Of independent sides |r| exceeds 0.324 once in a thousand (Student's t with 98 degrees of freedom),
// so the factor stays within 0.85 and 1.22. What is above 1.25 is therefore significantly above 1. With the pilot's r = 0.92 it is 1.6.

#[test]
fn v27_the_same_luck_narrows_a_difference() {
    // Catches streams that are not shared: a correlation of about 0.
    let folder = scratch();
    let place = compare_into(folder.path(), "paired", &v27(), &["-r", "100", "--variant", "faster gate"]);
    let row = row(&place, "faster gate", "time_in_system_mean", "network");
    assert_v27(&row, 1.29);
    assert!(number(&row, "correlation") > 0.8, "{row:?}");
    assert!((1.25..2.2).contains(&number(&row, "vrf")), "{row:?}");
}

#[test]
fn v27_luck_of_their_own_narrows_nothing() {
    // Catches a factor that is computed from something else than the replications: it would stay as it is.
    let folder = scratch();
    let arguments = ["-r", "100", "--variant", "faster gate", "--independent"];
    let place = compare_into(folder.path(), "independent", &v27(), &arguments);
    let row = row(&place, "faster gate", "time_in_system_mean", "network");
    assert_v27(&row, 1.62);
    assert!((0.85..1.22).contains(&number(&row, "vrf")), "{row:?}");
    assert!(number(&row, "correlation").abs() < 0.324, "{row:?}");
}

#[test]
fn v27_the_difference_of_thirty_replications_is_that_of_theory() {
    let folder = scratch();
    let place = compare_into(folder.path(), "paired", &v27(), &["--variant", "faster gate"]);
    let difference = number(&row(&place, "faster gate", "time_in_system_mean", "network"), "difference") * 60.0;
    assert!((difference + 16.666_67).abs() <= 1.06, "{difference} min");
}

#[test]
fn the_base_differs_from_itself_by_exactly_zero_everywhere() {
    let folder = scratch();
    let scenario = write_scenario(folder.path(), GATE);
    let place = compare_into(folder.path(), "c", &scenario, &["--variant", "as it is"]);
    let all = rows(&place);
    assert!(all.len() > 50);
    for row in all {
        if row["verdict"] == "no value" {
            assert_eq!((row["difference"].as_str(), row["pairs"].as_str()), ("", "0"), "{row:?}");
            continue;
        }
        let zeros = ["difference", "low", "high"].map(|column| row[column].as_str());
        assert_eq!((zeros, row["verdict"].as_str()), (["0", "0", "0"], "the same"), "{row:?}");
        assert_eq!([row["p"].as_str(), row["p_holm"].as_str(), row["vrf"].as_str()], ["", "", ""], "{row:?}");
    }
    let manifest: serde_json::Value = serde_json::from_str(&text(&place, "manifest.json")).expect("it is JSON");
    assert_eq!(manifest["variants"][0]["scenario_hash"], manifest["variants"][1]["scenario_hash"]);
    assert!(!text(&place, "comparison.json").contains("NaN"));
}

#[test]
fn with_luck_of_its_own_the_base_is_not_distinguishable_from_itself() {
    let folder = scratch();
    let scenario = write_scenario(folder.path(), GATE);
    let place = compare_into(folder.path(), "c", &scenario, &["--variant", "as it is", "--independent", "-r", "20"]);
    let row = row(&place, "as it is", "time_in_system_mean", "network");
    assert!(number(&row, "difference") != 0.0);
    assert_eq!(row["verdict"], "not distinguishable", "{row:?}");
}

#[test]
fn a_comparison_does_not_depend_on_the_number_of_threads() {
    let folder = scratch();
    let scenario = write_scenario(folder.path(), GATE);
    let one = bytes(&compare_into(folder.path(), "1", &scenario, &["--threads", "1"]));
    for threads in ["2", "7"] {
        let other = bytes(&compare_into(folder.path(), threads, &scenario, &["--threads", threads]));
        assert!(one == other, "{threads} threads give other bytes");
    }
}

#[test]
fn replications_of_a_comparison_are_those_of_runs() {
    let folder = scratch();
    let scenario = write_scenario(folder.path(), GATE);
    let place = compare_into(folder.path(), "c", &scenario, &[]);
    let mut reader = csv::Reader::from_path(place.join("replications.csv")).expect("the table can be read");
    let all: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    for (variant, arguments) in [("base", &[][..]), ("second lane + vans", &["--overlay", "vans,second lane"][..])] {
        let alone = values(&run_into(folder.path(), variant, &scenario, arguments));
        let mut beside: BTreeMap<(String, String), Vec<Option<f64>>> = BTreeMap::new();
        for row in all.iter().filter(|row| &row[0] == variant) {
            let value = (!row[5].is_empty()).then(|| row[5].parse().expect("a value is a number"));
            beside.entry((row[2].to_owned(), row[3].to_owned())).or_default().push(value);
        }
        assert!(alone == beside, "{variant}");
        let number = if variant == "base" { "scenarios/0-base.ron" } else { "scenarios/3-second-lane-vans.ron" };
        assert_eq!(text(&folder.path().join(variant), "scenario.ron"), text(&place, number));
    }
}

#[test]
fn what_only_one_side_has_is_listed_as_such() {
    let folder = scratch();
    let scenario = write_scenario(folder.path(), GATE);
    let place = compare_into(folder.path(), "c", &scenario, &["--variant", "vans"]);
    let only = row(&place, "vans", "created", "flow/vans");
    assert_eq!((only["base"].as_str(), only["difference"].as_str()), ("", ""));
    assert_eq!(only["verdict"], "only in the variant");
    assert!(number(&only, "value") > 0.0);
    // More trucks come, and those of the base come as before.
    assert_eq!(row(&place, "vans", "created", "flow/trucks")["verdict"], "the same");
    let turned =
        compare_into(folder.path(), "d", &scenario, &["--variant", "vans", "--set", "flows/trucks/arrivals/per_h=0"]);
    assert_eq!(row(&turned, "vans", "time_in_system_mean", "network")["verdict"], "no value");
}

#[test]
fn a_warm_up_that_is_found_is_the_same_for_all_variants() {
    let folder = scratch();
    let scenario = write_scenario(folder.path(), GATE);
    let auto = ["--set", "run/warm_up=Auto", "--set", "run/horizon=\"10 days\""];
    let of = |name: &str, variant: &str| {
        compare_into(folder.path(), name, &scenario, &[&["--variant", variant], &auto[..]].concat())
    };
    let same = of("c", "as it is");
    assert!(rows(&same).iter().all(|row| ["the same", "no value"].contains(&row["verdict"].as_str())));
    // Trucks of the base and of the variant are counted over the same time, though each alone settles after a time of its own.
    let lanes = of("d", "second lane");
    assert_eq!(row(&lanes, "second lane", "created", "network")["verdict"], "the same");
    assert!(text(&lanes, "manifest.json").contains("found by MSER in 5 pilot replications"));
}

#[test]
fn a_metric_that_is_asked_for_is_judged() {
    let folder = scratch();
    let scenario = write_scenario(folder.path(), GATE);
    let metric = "wait_mean@station/port/gate";
    let output = compare(&scenario, &folder.path().join("c"), &["--metric", metric, "-r", "10"]);
    let page = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(page.contains("wait_mean, station/port/gate [min]") && !page.contains("Throughput"), "{page}");
    let place = folder.path().join("c");
    assert_eq!(row(&place, "second lane", "wait_mean", "station/port/gate")["verdict"], "lower");
    assert_eq!(row(&place, "second lane", "throughput", "network")["verdict"], "not judged");
}

#[test]
fn one_replication_has_differences_and_no_verdict() {
    let folder = scratch();
    let scenario = write_scenario(folder.path(), GATE);
    let place = compare_into(folder.path(), "c", &scenario, &["-r", "1"]);
    let row = row(&place, "second lane", "time_in_system_mean", "network");
    assert_eq!((row["low"].as_str(), row["p"].as_str(), row["verdict"].as_str()), ("", "", "one pair only"));
    assert!(number(&row, "difference") < 0.0);
}

#[test]
fn the_answer_for_the_land_ports_is_one_page() {
    let folder = scratch();
    let place = folder.path().join("c");
    let scenario = Path::new("scenarios/guangxi-indochina");
    let output = compare(scenario, &place, &["-r", "2", "--set", "run/horizon=\"22 days\""]);
    let page = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(page.lines().count() <= 45, "{} lines", page.lines().count());
    for line in page.lines().filter(|line| !line.starts_with("Results: ")) {
        assert!(line.chars().count() <= 100, "{line}");
    }
    assert!(page.contains("Throughput, whole network") && page.contains("Holm"), "{page}");
}

#[test]
fn a_comparison_is_not_overwritten_without_force() {
    let folder = scratch();
    let scenario = write_scenario(folder.path(), GATE);
    let place = compare_into(folder.path(), "c", &scenario, &[]);
    let before = bytes(&place);
    let output = compare(&scenario, &place, &["--seed", "2"]);
    assert_eq!(output.status.code(), Some(5));
    assert_eq!(bytes(&place), before);
    compare_into(folder.path(), "c", &scenario, &["--seed", "2", "--force"]);
    assert_ne!(bytes(&place), before);
}

/// The answer to what cannot be compared: status and words, nothing written.
fn refused(scenario: &str, arguments: &[&str]) -> String {
    let folder = scratch();
    let output = compare(Path::new(scenario), &folder.path().join("c"), arguments);
    assert_eq!(bytes(folder.path()).len(), 0, "nothing is written");
    let status = output.status.code().map_or("killed".to_owned(), |code| code.to_string());
    format!("status {status}\n\n{}", String::from_utf8_lossy(&output.stderr))
}

#[test]
fn what_cannot_be_compared_is_refused_with_its_place() {
    for name in ["compare_nothing", "compare_twice", "compare_unlike"] {
        insta::assert_snapshot!(name, refused(&format!("tests/bad/{name}.ron"), &[]));
    }
    let gate = "tests/bad/compare_nothing.ron";
    let wrong: [&[&str]; 5] = [
        &["--variant", "second lain"],
        &["--variant", "second lane", "--variant", "second lane"],
        &["--overlay", "second lane"],
        &["--variant", "second lane", "--metric", "dwel_mean@hub/port"],
        &["--variant", "second lane", "--max-events", "100"],
    ];
    insta::assert_snapshot!("compare_command_line", wrong.map(|arguments| refused(gate, arguments)).join("\n"));
}
