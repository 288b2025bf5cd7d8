//! `warm_up: Auto`: as long as the network needs to settle, and refused where it does not.

use std::path::{Path, PathBuf};

use super::support::{bytes, landbridge, run_into, scratch, text, values, write_scenario};

/// A yard in which every box stays for a time that is always the same: the number inside grows until then and is level after it.
fn yard(folder: &Path, run: &str, stay: &str, arrivals: &str) -> PathBuf {
    let text = format!(
        "(title: \"yard\", run: (start: \"2024-03-01\", warm_up: Auto, {run}),
          hubs: [(id: \"port\", kind: DryPort, country: \"XX\", at: (0, 0), facilities: [Stations(
            stations: [(id: \"place\", kind: Gate, servers: 10000)],
            procedures: [(id: \"stay\", steps: [Visit(at: \"place\", time: Constant(\"{stay}\"))])])])],
          flows: [(id: \"boxes\", at: \"port\", procedure: \"stay\", arrivals: {arrivals})])"
    );
    write_scenario(folder, &text)
}

fn manifest(place: &Path, key: &str) -> String {
    let manifest: serde_json::Value = serde_json::from_str(&text(place, "manifest.json")).expect("a manifest is JSON");
    manifest[key].as_str().expect("a text").to_owned()
}

fn found(run: &str, stay: &str, arrivals: &str, arguments: &[&str]) -> String {
    let folder = scratch();
    let scenario = yard(folder.path(), run, stay, arrivals);
    manifest(&run_into(folder.path(), "run", &scenario, arguments), "warm_up")
}

#[test]
fn what_fills_for_ten_hours_is_warm_after_ten_hours() {
    let run = "horizon: \"5 days\", replications: 3";
    let expected = "10 h, found by MSER in 3 pilot replications";
    assert_eq!(found(run, "10 h", "Every(time: \"10 min\")", &[]), expected);
    // 10 h 20 min end within the 13th batch of 50 min: the next one begins at 10 h 50 min.
    let expected = "10 h 50 min, found by MSER in 3 pilot replications";
    assert_eq!(found(run, "10 h 20 min", "Every(time: \"10 min\")", &[]), expected);
}

/// A box a day at 09:00 stays for 60 h: two or three are inside, by the hour a wave without end. By the day there are 15, 39 and from then on 60 box-hours.
#[test]
fn a_long_run_is_looked_at_day_by_day() {
    let run = "horizon: \"40 days\", replications: 1, sample: \"1 h\"";
    let expected = "2 days, found by MSER in 1 pilot replication";
    assert_eq!(found(run, "60 h", "Every(time: \"1 day\", first: \"9 h\")", &[]), expected);
}

#[test]
fn the_warm_up_is_left_out_of_results_as_one_of_that_length() {
    let folder = scratch();
    let scenario = yard(folder.path(), "horizon: \"5 days\", replications: 2", "10 h", "Poisson(per_h: 30)");
    let auto = run_into(folder.path(), "auto", &scenario, &[]);
    let length = manifest(&auto, "warm_up").split(',').next().expect("a length").to_owned();
    assert_ne!(length, "0 min", "an empty yard needs time to fill");
    let edit = format!("run/warm_up=Fixed(\"{length}\")");
    let fixed = run_into(folder.path(), "fixed", &scenario, &["--set", &edit]);
    assert_eq!(values(&auto), values(&fixed));
    let name = Path::new("plots/queue.svg");
    let hashless = |place: &Path| {
        let figure = String::from_utf8(bytes(place)[name].clone()).expect("SVG is text");
        figure.lines().filter(|line| !line.contains("scenario ")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(hashless(&auto), hashless(&fixed), "figures shade the same time");
}

#[test]
fn the_warm_up_depends_on_scenario_and_seed_only() {
    let folder = scratch();
    let scenario = yard(folder.path(), "horizon: \"5 days\", replications: 12", "10 h", "Poisson(per_h: 5)");
    let run = |name: &str, arguments: &[&str]| run_into(folder.path(), name, &scenario, arguments);
    let one = run("one", &["--threads", "1", "-r", "3"]);
    let two = run("two", &["--threads", "3", "-r", "3"]);
    assert_eq!(bytes(&one), bytes(&two));
    assert_eq!(manifest(&run("all", &[]), "warm_up"), manifest(&one, "warm_up"));
    assert!(manifest(&one, "warm_up").ends_with("in 10 pilot replications"));
}

#[test]
fn the_screen_names_the_warm_up_found() {
    let folder = scratch();
    let scenario = yard(folder.path(), "horizon: \"5 days\", replications: 2", "10 h", "Every(time: \"10 min\")");
    let output = landbridge().arg("run").arg(&scenario).arg("--output").arg(folder.path().join("run")).output();
    let screen = String::from_utf8(output.expect("it runs").stdout).expect("the screen is text");
    assert_eq!(screen.lines().nth(1), Some("Warm-up: 10 h, found by MSER in 2 pilot replications"));
}
