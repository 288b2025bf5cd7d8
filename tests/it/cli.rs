//! The command line: help, statuses, folders, pipes and interruption.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::support::{bytes, landbridge, run_into, scratch, text, write_scenario};

/// A gate that takes a moment to run.
const GATE: &str = r#"(
    title: "gate",
    run: (start: "2024-03-01", horizon: "2 days", replications: 2),
    hubs: [(id: "port", kind: DryPort, country: "CN", at: (22.1, 106.8), facilities: [Stations(
        stations: [(id: "gate", kind: Gate, servers: 1)],
        procedures: [(id: "enter", steps: [Visit(at: "gate", time: Exponential(mean: "2 min"))])],
    )])],
    flows: [(id: "trucks", at: "port", procedure: "enter", arrivals: Poisson(per_h: 10))],
)
"#;

/// Runs the program and tells status, stdout and stderr.
fn told(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = landbridge().args(arguments).timeout(Duration::from_secs(60)).output().expect("the program runs");
    let words = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), words(&output.stdout), words(&output.stderr))
}

fn path_of(path: &Path) -> &str {
    path.to_str().expect("folders for tests have plain names")
}

#[test]
fn help_teaches_each_command_with_an_example() {
    for command in ["run", "compare", "check", "diff", "explain", "reference", "completions"] {
        let (status, out, err) = told(&[command, "--help"]);
        assert_eq!((status, err.as_str()), (Some(0), ""));
        assert!(out.contains("Example:\n  landbridge "), "{command} has no example:\n{out}");
        insta::assert_snapshot!(format!("help_{command}"), out);
    }
    let (status, out, err) = told(&["--help"]);
    assert_eq!((status, err.as_str()), (Some(0), ""));
    insta::assert_snapshot!("help", out);
}

#[test]
fn examples_of_the_help_are_commands_that_work() {
    let help = ["run", "compare", "check", "diff", "explain", "reference", "completions"]
        .map(|command| told(&[command, "--help"]).1);
    let folder = scratch();
    let lines = help.iter().flat_map(|help| help.lines()).filter_map(|line| line.strip_prefix("  landbridge "));
    for (number, line) in lines.filter(|line| !line.contains('[')).enumerate() {
        let mut words: Vec<&str> = line.split(" > ").next().unwrap_or(line).split_whitespace().collect();
        let place = folder.path().join(number.to_string());
        if ["run", "compare"].contains(&words[0]) {
            words.extend(["--output", path_of(&place), "--set", "run/horizon=\"2 days\""]);
        }
        let (status, _, err) = told(&words);
        assert_eq!(status, Some(0), "landbridge {line}: {err}");
    }
}

#[test]
fn the_version_is_that_of_the_crate() {
    assert_eq!(told(&["--version"]), (Some(0), format!("landbridge {}\n", env!("CARGO_PKG_VERSION")), String::new()));
}

#[test]
fn a_wrong_command_line_is_status_2() {
    for wrong in [&["sail"] as &[&str], &[], &["run"], &["run", "x", "--replicas", "3"], &["explain", "E9999"]] {
        let (status, out, err) = told(wrong);
        assert_eq!((status, out.as_str()), (Some(2), ""), "{wrong:?}");
        assert!(!err.is_empty(), "{wrong:?} says why");
    }
}

#[test]
fn a_missing_scenario_is_status_5() {
    let (status, out, err) = told(&["run", "scenarios/nowhere"]);
    assert_eq!((status, out.as_str()), (Some(5), ""));
    assert_eq!(err, "error[E0100]: there is no file `scenarios/nowhere`\n");
}

#[test]
fn an_invalid_scenario_is_status_3_for_check_and_run() {
    assert_eq!(told(&["check", "tests/bad/rate_negative.ron"]).0, Some(3));
    assert_eq!(told(&["run", "tests/bad/rate_negative.ron"]).0, Some(3));
}

#[test]
fn a_limit_is_status_4_and_writes_nothing() {
    let folder = scratch();
    let scenario = write_scenario(folder.path(), GATE);
    let place = folder.path().join("run");
    let arguments = ["run", path_of(&scenario), "--max-events", "100", "--output", path_of(&place)];
    let (status, _, err) = told(&arguments);
    assert_eq!(status, Some(4), "{err}");
    assert!(err.contains("E0702") && err.contains("--max-events"), "{err}");
    assert!(!place.exists());
}

#[test]
fn a_run_is_not_overwritten_without_force() {
    let folder = scratch();
    let scenario = write_scenario(folder.path(), GATE);
    let place = run_into(folder.path(), "run", &scenario, &["--seed", "1"]);
    let before = bytes(&place);
    let (status, _, err) = told(&["run", path_of(&scenario), "--seed", "2", "--output", path_of(&place)]);
    assert_eq!(status, Some(5));
    assert!(err.contains("holds a complete run; it is not overwritten (--force replaces it)"), "{err}");
    assert_eq!(bytes(&place), before, "what was there is untouched");
    run_into(folder.path(), "run", &scenario, &["--seed", "2", "--force"]);
    assert_ne!(bytes(&place), before);
    assert!(text(&place, "manifest.json").contains("\"seed\": 2"));
    let entries = folder.path().read_dir().expect("readable").count();
    assert_eq!(entries, 2, "the scenario and the run, nothing half-written");
}

#[test]
fn what_is_no_run_is_never_touched() {
    let folder = scratch();
    let scenario = write_scenario(folder.path(), GATE);
    let file = folder.path().join("notes");
    std::fs::write(&file, "mine").expect("the folder can be written");
    let mine = folder.path().join("mine");
    std::fs::create_dir(&mine).expect("the folder can be written");
    std::fs::write(mine.join("thesis"), "mine").expect("the folder can be written");
    let beneath = file.join("run");
    for place in [&file, &mine, &beneath] {
        let (status, _, err) = told(&["run", path_of(&scenario), "--force", "--output", path_of(place)]);
        assert_eq!(status, Some(5), "{err}");
        assert!(err.starts_with("error[E0701]: "), "{err}");
    }
    assert_eq!(std::fs::read(&file).expect("it is there"), b"mine");
    assert_eq!(std::fs::read(mine.join("thesis")).expect("it is there"), b"mine");
}

#[test]
fn folders_above_a_run_are_made() {
    let folder = scratch();
    let scenario = write_scenario(folder.path(), GATE);
    let place = run_into(folder.path(), "a/b/run", &scenario, &[]);
    assert!(place.join("manifest.json").is_file());
}

#[test]
fn without_output_a_run_has_a_name_made_of_what_determines_it() {
    let folder = scratch();
    std::fs::create_dir(folder.path().join("gate")).expect("the folder can be written");
    write_scenario(&folder.path().join("gate"), GATE);
    let run = |arguments: &[&str]| {
        let mut command = landbridge();
        command.timeout(Duration::from_secs(60)).current_dir(folder.path()).args(["run", "gate", "--quiet"]);
        let output = command.args(arguments).output().expect("the program runs");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let (status, first) = run(&["--seed", "5"]);
    assert_eq!(status, Some(0));
    assert!(first.starts_with("output/gate/") && first.ends_with("-s5-r2\n"), "{first}");
    assert!(folder.path().join(first.trim()).join("manifest.json").is_file());
    let (status, other) = run(&["--seed", "5", "--set", "flows/trucks/arrivals/per_h=11"]);
    assert_eq!(status, Some(0));
    assert_ne!(other, first, "another rate is another scenario");
    assert_eq!(run(&["--seed", "5"]).0, Some(5), "the same run is there already");
}

/// So a whole run under the same name is not kept out, and the limit can be tried again.
#[test]
fn partial_results_have_a_folder_of_their_own() {
    let folder = scratch();
    std::fs::create_dir(folder.path().join("gate")).expect("the folder can be written");
    let variants = "overlays: [(id: \"more\", changes: [Scale(\"flows/trucks/arrivals/per_h\", 1.1)])], compare: [[\"more\"]],\n    flows:";
    write_scenario(&folder.path().join("gate"), &GATE.replacen("flows:", variants, 1));
    let run = |arguments: &[&str]| {
        let mut command = landbridge();
        command.timeout(Duration::from_secs(60)).current_dir(folder.path()).args(arguments).arg("--quiet");
        let output = command.output().expect("the program runs");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    for command in ["run", "compare"] {
        let limited = [command, "gate", "--max-entities", "2"];
        let (status, partial) = run(&limited);
        assert_eq!(status, Some(4));
        assert!(partial.ends_with("-partial"), "{partial}");
        assert_eq!(run(&limited), (Some(4), partial.clone()), "and may be tried again");
        let (status, whole) = run(&[command, "gate"]);
        assert_eq!((status, format!("{whole}-partial")), (Some(0), partial), "the whole one is not kept out");
    }
}

#[test]
fn quiet_prints_only_the_path() {
    let folder = scratch();
    let scenario = write_scenario(folder.path(), GATE);
    let place = folder.path().join("run");
    let told = told(&["run", path_of(&scenario), "--quiet", "--output", path_of(&place)]);
    assert_eq!(told, (Some(0), format!("{}\n", place.display()), String::new()));
}

#[test]
fn a_run_ends_with_a_table_and_the_paths_written() {
    let folder = scratch();
    let scenario = write_scenario(folder.path(), GATE);
    let place = folder.path().join("run");
    let (status, out, err) = told(&["run", path_of(&scenario), "--output", path_of(&place)]);
    assert_eq!((status, err.as_str()), (Some(0), ""), "no progress bar where nobody looks");
    assert!(out.contains("port/gate"), "{out}");
    assert!(out.contains(&format!("Results: {}", place.display())), "{out}");
    for name in out.split_whitespace().map(|word| word.trim_end_matches(',')).filter(|word| word.ends_with(".csv")) {
        assert!(place.join(name).is_file(), "{name} is announced and not there");
    }
}

#[test]
fn the_end_of_a_page_names_everything_that_was_written() {
    // Also tables that only some scenarios have: there is a border in this one, and none in the other tests here.
    let folder = scratch();
    for (name, command) in [("run", "run"), ("compared", "compare")] {
        let place = folder.path().join(name);
        let scenario = "scenarios/guangxi-indochina";
        let few = ["--set", "run/horizon=\"22 days\"", "-r", "1"];
        let (status, out, err) = told(&[&[command, scenario, "--output", path_of(&place)], &few[..]].concat());
        assert_eq!(status, Some(0), "{err}");
        let (_, end) = out.split_once("Results: ").expect("the page ends with what was written");
        let written =
            place.read_dir().expect("there is a folder").map(|entry| entry.expect("it is readable").file_name());
        for name in written.map(|name| name.to_string_lossy().into_owned()) {
            assert!(end.contains(&name), "{name} was written and is not named: {end}");
        }
        assert!(end.lines().skip(1).all(|line| line.len() <= 100), "{end}");
    }
}

#[test]
fn an_edit_changes_a_value_and_a_wrong_one_says_what_there_is() {
    let folder = scratch();
    let scenario = write_scenario(folder.path(), GATE);
    let check = |edit: &str| told(&["check", path_of(&scenario), "--set", edit]);
    let (status, out, _) = check("flows/trucks/arrivals/per_h=20");
    assert_eq!(status, Some(0));
    assert!(out.contains("480.0"), "20 an hour are 480 a day: {out}");
    let mut all = String::new();
    for wrong in [
        "flows/truks/arrivals/per_h=20",
        "flows/trucks/arrivals/per_hour=20",
        "flows/trucks/arrivals/per_h=many",
        "flows/trucks/arrivals/per_h=-1",
        "flows/trucks/arrivals/per_h=(",
    ] {
        let (status, _, err) = check(wrong);
        assert_eq!(status, Some(3), "{wrong}: {err}");
        all += &format!("--set {wrong}\n{}\n", err.replace(path_of(&scenario), "scenario.ron"));
    }
    insta::assert_snapshot!("wrong_edits", all);
    for wrong in ["per_h", "=3", "per_h="] {
        assert_eq!(check(wrong).0, Some(2), "{wrong}");
    }
}

#[test]
fn strict_makes_warnings_errors() {
    assert_eq!(told(&["check", "tests/bad/rate_zero.ron"]).0, Some(0));
    let (status, out, err) = told(&["check", "tests/bad/rate_zero.ron", "--strict"]);
    assert_eq!((status, out.as_str()), (Some(3), ""));
    assert!(err.ends_with("Nothing was run.\n"), "{err}");
}

#[test]
fn completions_name_the_options() {
    for shell in ["bash", "zsh", "fish"] {
        let (status, out, err) = told(&["completions", shell]);
        assert_eq!((status, err.as_str()), (Some(0), ""));
        assert!(out.contains("replications") && out.contains("landbridge"), "{shell}");
    }
}

#[test]
fn a_pipe_that_nobody_reads_is_no_error() {
    for arguments in
        [&["check", "tests/theory/v15.ron"] as &[&str], &["--help"], &["reference"], &["completions", "bash"]]
    {
        let mut child = Command::new(env!("CARGO_BIN_EXE_landbridge"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        drop(child.stdout.take());
        let mut err = String::new();
        child.stderr.take().expect("stderr is piped").read_to_string(&mut err).expect("it is text");
        let status = child.wait().expect("the program ends");
        assert_eq!((status.code(), err.as_str()), (Some(0), ""), "{arguments:?}");
    }
}

#[test]
fn a_run_whose_reader_has_gone_is_written_all_the_same() {
    let folder = scratch();
    let scenario = write_scenario(folder.path(), GATE);
    let place = folder.path().join("run");
    let mut child = Command::new(env!("CARGO_BIN_EXE_landbridge"))
        .args(["run", path_of(&scenario), "--output", path_of(&place)])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    assert_eq!(child.wait().expect("the program ends").code(), Some(0));
    assert!(place.join("summary.csv").is_file());
}

#[test]
fn colour_is_for_people_only() {
    let escape = '\u{1b}';
    let coloured = |no_colour: Option<&str>, force: Option<&str>| {
        let mut command = landbridge();
        command.args(["check", "tests/bad/rate_negative.ron"]).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
        no_colour.map(|value| command.env("NO_COLOR", value));
        force.map(|value| command.env("CLICOLOR_FORCE", value));
        let output = command.output().expect("the program runs");
        String::from_utf8_lossy(&output.stderr).contains(escape)
    };
    assert!(!coloured(None, None), "a pipe gets no colour");
    assert!(coloured(None, Some("1")), "colour can be forced");
    assert!(!coloured(Some("1"), None), "NO_COLOR is honoured");
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_no_folder() {
    let folder = scratch();
    // Hundreds of simulated years: long enough for any machine.
    let long = GATE.replace("2 days", "100000 days").replace("per_h: 10", "per_h: 29");
    let scenario = write_scenario(folder.path(), &long);
    for signal in ["-INT", "-TERM"] {
        let place = folder.path().join("output/run");
        let child = Command::new(env!("CARGO_BIN_EXE_landbridge"))
            .args(["run", path_of(&scenario), "--output", path_of(&place)])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        std::thread::sleep(Duration::from_millis(700));
        let sent = Command::new("kill").args([signal, &child.id().to_string()]).status().expect("kill is there");
        assert!(sent.success());
        let output = child.wait_with_output().expect("the program ends");
        assert_eq!(output.status.code(), Some(130), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(String::from_utf8_lossy(&output.stderr), "interrupted; nothing was written\n");
        assert_eq!(output.stdout, b"");
        assert!(!place.exists() && !folder.path().join("output").exists(), "nothing is left, not even a draft");
    }
}
