//! What the program answers to bad input: one small file of `tests/bad` a row of the validation plan (its number stands in the file's first line),
//! run by the real program. The status is asserted, and the whole message as a snapshot.
//!
//! A refused scenario writes nothing. No answer is a panic (101) or takes ten seconds.

use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::Duration;

use super::support::{bytes, landbridge, scratch, text, values};

/// Runs a scenario; the message, and the folder if there is one.
struct Answer {
    status: Option<i32>,
    message: String,
    _scratch: tempfile::TempDir,
    place: PathBuf,
}

fn answer(name: &str) -> Answer {
    let folder = scratch();
    let place = folder.path().join("run");
    let output = landbridge()
        .timeout(Duration::from_secs(60))
        .args(["run", &format!("tests/bad/{name}.ron"), "--quiet", "--threads", "1", "--output"])
        .arg(&place)
        .output()
        .expect("the program runs");
    Answer { status: output.status.code(), message: message(&output), _scratch: folder, place }
}

/// What was said on stderr, below the status. Replications that were measured twice would change no word of it.
fn message(output: &Output) -> String {
    let status = output.status.code().map_or("killed".to_owned(), |code| code.to_string());
    format!("status {status}\n\n{}", String::from_utf8_lossy(&output.stderr))
}

/// A scenario that must be refused with this status, nothing written.
fn refused_with(status: i32, name: &str) {
    let answer = answer(name);
    assert_eq!(answer.status, Some(status), "{}", answer.message);
    let parent = answer.place.parent().expect("the place lies in a folder");
    assert_eq!(bytes(parent).len(), 0, "nothing is written");
    insta::assert_snapshot!(name, answer.message);
}

fn refused(name: &str) {
    refused_with(3, name);
}

/// A scenario that runs; what is warned of is the snapshot.
fn accepted(name: &str) -> Answer {
    let answer = answer(name);
    assert_eq!(answer.status, Some(0), "{}", answer.message);
    insta::assert_snapshot!(name, answer.message);
    answer
}

macro_rules! refused {
    ($($test:ident: $file:literal;)*) => { $( #[test] fn $test() { refused($file); } )* };
}

#[test]
fn a_pool_that_drains_and_one_that_nobody_uses_are_warned_of() {
    accepted("empties_drain");
}

#[test]
fn a_policy_that_changes_nothing_is_warned_of() {
    accepted("policies_idle");
}

refused! {
    policies_disruptions_and_choices_say_all_that_is_wrong: "policies";
    policies_of_whole_journeys_say_all_that_is_wrong: "policies_on_the_way";
    mistakes_in_services_and_their_facilities_are_all_told: "services";
    mistakes_in_links_of_one_lane_are_all_told: "lanes";
    mistakes_in_what_vehicles_need_are_all_told: "vehicles";
    mistakes_in_timetables_and_priorities_are_all_told: "timetables";
    mistakes_in_yards_are_all_told: "yards";
    cargo_without_a_block_is_told_with_its_yard: "yards_cargo";
    a_train_without_a_way_on_its_gauge_is_told_where_it_ends: "services_way";
    mistakes_in_boxes_pools_and_repositions_are_all_told: "empties";
    boxes_that_are_not_there_and_a_reposition_without_a_way: "empties_short";
    mistakes_in_groupage_are_all_told: "groupage";
    boxes_of_groupage_need_a_way_and_are_never_lost: "groupage_way";
    a_choice_has_a_way_on_every_day: "policies_gap";
    a_choice_on_the_way_and_a_turn_need_ways_from_there: "choice_on_the_way";
}

refused! {
    interruption_needs_classes: "pre_empt_without_classes";
    a_way_out_of_a_queue_must_be_there: "no_way_out";
    servers_that_break_cannot_be_held: "break_held";
    more_vehicles_cannot_start_than_there_are: "circuit_starts";
    arrivals_in_bursts_need_a_rate: "bursts_without_rate";
    a_trace_is_in_order: "trace_order";
    shares_that_join_are_in_order: "join_order";
    a_sine_never_falls_below_zero: "sine_amplitude";
    a_sine_has_not_millions_of_pieces: "sine_period";
    who_is_turned_away_must_find_no_place: "turn_away_nowhere";
    one_store_with_a_tariff_at_a_time: "two_tariffs";
    servers_with_names_are_numbered_in_sixteen_bits: "named_servers";
}

refused! {
    a_misspelt_key_an_unknown_hub_and_a_negative_rate_are_three_messages_in_one_pass: "acceptance";
    a_misspelt_key_that_may_be_left_out_hides_nothing_either: "acceptance_optional";
    a_misspelt_key_hides_nothing_else_of_its_record: "misspelt_in_one_record";
    a_rate_is_not_negative: "rate_negative";
    a_rate_is_a_number: "rate_not_finite";
    an_exponential_law_has_a_mean: "mean_zero";
    a_law_names_the_relation_that_its_parameters_break: "law_parameters";
    weights_sum_to_one_and_are_not_negative: "weights";
    servers_are_a_whole_number_above_zero: "servers";
    shares_are_shown_with_their_sum_and_never_adjusted: "shares";
    a_link_to_an_unknown_hub_says_which_one_was_meant: "unknown_hub";
    an_id_given_twice_is_shown_at_both_places: "duplicate_id";
    ids_that_differ_only_in_case_or_blanks_are_told_apart: "near_duplicate_id";
    a_link_does_not_end_where_it_begins: "link_loop";
    lengths_and_speeds_are_above_zero: "link_numbers";
    a_flow_without_a_way_is_refused: "no_path";
    a_border_that_can_only_be_touched_is_refused: "via_touched";
    a_yard_has_places: "no_places";
    a_consignment_fits_the_trucks_of_its_fleet: "larger_than_truck";
    a_step_takes_no_more_than_there_is: "take_more_than_there_is";
    a_run_has_a_length: "horizon_zero";
    a_length_of_time_is_not_negative: "horizon_negative";
    a_run_is_not_longer_than_the_clock: "horizon_too_long";
    a_warm_up_is_shorter_than_the_run: "warm_up_too_long";
    a_run_in_which_nothing_settles_has_no_warm_up_of_its_own: "warm_up_unsettled";
    there_is_at_least_one_replication: "replications_zero";
    there_are_not_too_many_replications: "replications_too_many";
    a_batch_has_a_size_that_can_be: "batch_too_large";
    a_time_has_a_unit: "units";
    a_time_is_no_rate: "time_for_rate";
    hours_that_cannot_be_say_why: "calendar";
    points_of_a_profile_are_in_order_and_not_negative: "profile";
    a_profile_that_nobody_uses_is_checked_too: "profile_unused";
    a_post_that_nobody_uses_is_checked_too: "post_unused";
    a_day_exists: "dates";
    unknown_keys_and_variants_say_which_were_meant: "unknown_names";
    a_missing_key_and_values_of_another_type_are_told: "missing_and_wrong_types";
    a_label_that_no_step_has_is_told: "unknown_label";
    a_text_ends: "unclosed_text";
    a_comment_ends: "unclosed_comment";
    a_file_of_comments_is_no_scenario: "comments_only";
    a_file_holds_one_scenario: "two_documents";
    counts_are_whole_and_not_too_large: "numbers";
    a_number_has_a_largest_size: "number_too_large";
    a_number_is_written_as_one: "number_syntax";
    names_are_not_empty_and_hold_no_invisible_characters: "names";
    a_table_lies_in_the_folder_of_its_scenario: "table_outside";
    a_table_exists: "table_missing";
    a_bad_row_is_told_with_its_line: "table_rows";
    a_table_has_the_columns_of_its_list: "table_columns";
    a_scenario_has_a_flow: "no_flow";
}

#[test]
fn names_of_overlays_exist_and_lead_in_no_circle() {
    refused("overlay_names");
}

/// `check` tries every overlay alone and every variant of `compare`.
fn refused_by_check(name: &str) {
    let output = landbridge().args(["check", &format!("tests/bad/{name}.ron")]).output().expect("the program runs");
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(3), b"".as_slice()));
    insta::assert_snapshot!(name, message(&output));
}

#[test]
fn a_change_that_fits_nothing_is_found_before_anybody_lays_it_on() {
    refused_by_check("overlay_changes");
}

#[test]
fn two_overlays_of_a_variant_that_change_one_value_are_shown_at_both_places() {
    refused_by_check("overlay_conflict");
}

#[test]
fn too_many_events_are_refused_before_the_run() {
    refused_with(4, "too_many_events");
    refused_with(4, "too_many_at_once");
}

/// A scenario that is stopped before its time: what was found until then is written, and marked.
fn stopped(name: &str) {
    let answer = answer(name);
    assert_eq!(answer.status, Some(4), "{}", answer.message);
    let manifest = std::fs::read_to_string(answer.place.join("manifest.json")).expect("partial results are written");
    assert!(manifest.contains("\"partial\""), "{manifest}");
    insta::assert_snapshot!(name, answer.message);
}

#[test]
fn a_loop_that_takes_no_time_is_stopped_and_its_place_named() {
    stopped("zero_time_loop");
}

#[test]
fn a_deadlock_is_found_while_others_go_on_and_its_circle_is_named() {
    stopped("deadlock");
}

#[test]
fn two_full_yards_that_face_each_other_are_a_deadlock() {
    stopped("yards_lock");
}

#[test]
fn a_place_too_few_for_a_box_is_no_place_where_yards_lock() {
    let folder = scratch();
    let mut command = landbridge();
    command.args(["run", "tests/bad/yards_lock.ron", "--quiet", "--output"]).arg(folder.path().join("run"));
    for edit in ["flows/westward/size_teu=2", "flows/eastward/size_teu=2", "hubs/east/facilities/Yard/capacity_teu=5"] {
        command.args(["--set", edit]);
    }
    let answer =
        command.args(["--set", "hubs/west/facilities/Yard/capacity_teu=5"]).output().expect("the program runs");
    let message = String::from_utf8_lossy(&answer.stderr);
    assert!(answer.status.code() == Some(4) && message.contains("deadlock after"), "{message}");
}

#[test]
fn a_list_of_arrivals_after_the_end_is_warned_of() {
    accepted("trace_after_the_end");
}

#[test]
fn more_vehicles_than_the_limit_are_stopped_before_they_stand() {
    let folder = scratch();
    let place = folder.path().join("run");
    let mut command = landbridge();
    command.args([
        "run",
        "tests/theory/v13.ron",
        "--quiet",
        "--replications",
        "1",
        "--set",
        "circuits/shuttles/count=30000000",
    ]);
    command.args(["--set", "run/horizon=\"1 s\"", "--set", "run/warm_up=None", "--output"]).arg(&place);
    let output = command.output().expect("the program runs");
    insta::assert_snapshot!("many_vehicles", message(&output));
    assert_eq!(output.status.code(), Some(4));
}

#[test]
fn too_many_consignments_at_once_are_stopped() {
    let folder = scratch();
    let place = folder.path().join("run");
    let mut command = landbridge();
    command.args(["run", "tests/theory/v23.ron", "--quiet", "--max-entities", "10", "--output"]).arg(&place);
    let output = command.output().expect("the program runs");
    insta::assert_snapshot!("max_entities", message(&output));
    assert_eq!(output.status.code(), Some(4));
    assert!(place.join("summary.csv").exists(), "partial results are written");
}

#[test]
fn a_rate_of_nothing_is_warned_of_and_leaves_no_nan() {
    let answer = accepted("rate_zero");
    for (name, content) in bytes(&answer.place) {
        let content = String::from_utf8_lossy(&content);
        assert!(!content.contains("NaN") && !content.contains("inf,"), "{} holds NaN or inf", name.display());
    }
}

#[test]
fn a_border_that_never_opens_is_warned_of() {
    let answer = accepted("border_never_open");
    let delivered = &values(&answer.place)[&("delivered".to_owned(), "network".to_owned())];
    assert_eq!(delivered, &[Some(0.0), Some(0.0)]);
}

#[test]
fn a_gate_that_never_opens_keeps_all_who_come() {
    let answer = accepted("station_never_open");
    let of = |metric: &str| values(&answer.place)[&(metric.to_owned(), "network".to_owned())].clone();
    // `created` is a day's number of a run of two days.
    let created: Vec<Option<f64>> = of("created").iter().map(|value| value.map(|value| value * 2.0)).collect();
    assert_eq!(of("in_system_end"), created);
}

#[test]
fn a_timetable_that_cannot_be_kept_is_warned_of() {
    accepted("timetable_too_short");
}

#[test]
fn an_overload_is_warned_of_with_its_load() {
    accepted("overload");
}

#[test]
fn trains_that_cannot_take_what_comes_are_warned_of_behind_the_call_where_they_are_full() {
    accepted("services_full");
}

#[test]
fn an_implausible_speed_is_warned_of() {
    accepted("implausible_speed");
}

#[test]
fn an_empty_week_is_warned_of() {
    accepted("calendar_empty");
}

#[test]
fn hours_past_midnight_and_hours_that_daylight_saving_skips_are_taken() {
    accepted("calendar_past_midnight");
    let answer = accepted("skipped_hour");
    // 2024-03-31 has no 02:30 in Berlin; clocks go from 02:00 to 03:00, so the gate is open 03:00 - 06:00: three hours, one lane.
    let resolved = text(&answer.place, "scenario.ron");
    assert!(resolved.contains("Sun 02:30-06:00"), "hours stay as they were written");
}

#[test]
fn things_that_can_lock_are_warned_of() {
    accepted("can_lock");
}

#[test]
fn a_scenario_without_luck_is_warned_of_and_its_intervals_are_points() {
    let answer = accepted("no_randomness");
    for line in text(&answer.place, "summary.csv").lines().skip(1).filter(|line| !line.ends_with(",0")) {
        let cells: Vec<&str> = line.rsplitn(5, ',').collect();
        assert_eq!((cells[1], cells[2]), (cells[3], cells[3]), "{line}");
    }
}

#[test]
fn one_replication_has_no_interval() {
    let folder = scratch();
    let place = folder.path().join("run");
    let command = ["run", "scenarios/first-gate", "--set", "run/horizon=\"2 days\"", "-q", "-r", "1", "--output"];
    landbridge().timeout(Duration::from_secs(60)).args(command).arg(&place).assert().success();
    for line in text(&place, "summary.csv").lines().skip(1) {
        let cells: Vec<&str> = line.rsplitn(5, ',').collect();
        assert_eq!((cells[1], cells[2]), ("", ""), "an interval of one value: {line}");
    }
}

#[test]
fn what_was_not_observed_is_empty_in_tables_and_null_in_json() {
    let answer = accepted("nothing_finished");
    let dwell = text(&answer.place, "dwell.csv");
    assert!(dwell.lines().any(|line| line.ends_with(",mean,h,,,,0")), "{dwell}");
    let summary: serde_json::Value =
        serde_json::from_str(&text(&answer.place, "summary.json")).expect("the summary is JSON");
    let metrics = summary["metrics"].as_array().expect("a list of metrics");
    let dwell = metrics.iter().find(|metric| metric["metric"] == "dwell_mean").expect("dwell is a metric");
    assert!(dwell["mean"].is_null() && dwell["n"] == 0, "{dwell}");
}

#[test]
fn numbers_with_underscores_and_minus_zero_are_numbers() {
    accepted("numbers_accepted");
}

#[test]
fn strange_names_are_only_data() {
    let answer = accepted("names_accepted");
    let parent = answer.place.parent().expect("the place lies in a folder");
    let beside: Vec<PathBuf> = bytes(parent).into_keys().filter(|path| !path.starts_with("run")).collect();
    assert_eq!(beside, Vec::<PathBuf>::new(), "nothing is written beside the folder of the run");
    for (name, content) in bytes(&answer.place).into_iter().filter(|(name, _)| name.extension() == Some("csv".as_ref()))
    {
        let mut reader = csv::Reader::from_reader(content.as_slice());
        for cell in reader.records().flat_map(|row| row.expect("a row").iter().map(str::to_owned).collect::<Vec<_>>()) {
            let is_formula = cell.starts_with(['=', '+', '@']) || cell.starts_with('-') && cell.parse::<f64>().is_err();
            assert!(!is_formula, "a formula in {}: {cell}", name.display());
        }
    }
    for (name, content) in bytes(&answer.place).into_iter().filter(|(name, _)| name.extension() == Some("svg".as_ref()))
    {
        let content = String::from_utf8(content).expect("SVG is text");
        assert!(!content.contains("<b>") && !content.contains("&amp;'\""), "unescaped text in {}", name.display());
    }
}

/// Runs a scenario of this content, which lies as `scenario.ron` in a folder of its own so that paths are the same everywhere.
fn of_content(content: &[u8]) -> Output {
    let folder = scratch();
    std::fs::write(folder.path().join("scenario.ron"), content).expect("the folder can be written");
    let output = landbridge().current_dir(folder.path()).args(["check", "scenario.ron"]).output();
    output.expect("the program runs")
}

fn good() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad/rate_zero.ron");
    std::fs::read_to_string(path).expect("the scenario exists").replace("per_h: 0", "per_h: 1")
}

#[test]
fn brackets_without_end_are_refused_at_a_limit() {
    let output = of_content("(".repeat(100_000).as_bytes());
    insta::assert_snapshot!("deep_nesting", message(&output));
    let output = of_content(format!("(title: {}", "[".repeat(100_000)).as_bytes());
    assert_eq!(output.status.code(), Some(3));
}

#[test]
fn bytes_that_are_no_text_are_refused_with_their_offset() {
    let mut latin = good().into_bytes();
    latin[40] = 0xe9;
    insta::assert_snapshot!("not_utf8", message(&of_content(&latin)));
    let utf16: Vec<u8> = std::iter::once(0xfeff).chain(good().encode_utf16()).flat_map(u16::to_le_bytes).collect();
    insta::assert_snapshot!("utf16", message(&of_content(&utf16)));
    insta::assert_snapshot!("nul", message(&of_content(good().replace("bad", "b\0d").as_bytes())));
    insta::assert_snapshot!("empty", message(&of_content(b"")));
}

#[test]
fn a_byte_order_mark_and_line_ends_of_windows_are_taken() {
    let output = of_content(format!("\u{feff}{}", good().replace('\n', "\r\n")).as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", message(&output));
}

#[test]
fn files_that_are_none_or_never_end_are_refused() {
    let folder = scratch();
    let run =
        |path: &str| message(&landbridge().current_dir(folder.path()).args(["check", path]).output().expect("runs"));
    let huge = std::fs::File::create(folder.path().join("huge.ron")).expect("the folder can be written");
    huge.set_len(2 << 30).expect("a sparse file of 2 GB");
    std::fs::create_dir(folder.path().join("empty")).expect("the folder can be written");
    insta::assert_snapshot!("too_large", run("huge.ron"));
    insta::assert_snapshot!("folder_without_scenario", run("empty"));
    insta::assert_snapshot!("missing_file", run("nothing.ron"));
    #[cfg(unix)]
    {
        insta::assert_snapshot!("device", run("/dev/zero"));
        let made = std::process::Command::new("mkfifo").arg(folder.path().join("pipe")).status();
        assert!(made.expect("mkfifo is there").success());
        insta::assert_snapshot!("pipe", run("pipe"));
    }
}

#[test]
fn seeds_and_threads_that_cannot_be_are_refused_by_the_command_line() {
    let of = |arguments: &[&str]| {
        let output = landbridge().arg("run").arg("tests/bad/rate_zero.ron").args(arguments).output().expect("runs");
        assert_eq!(output.status.code(), Some(2), "{}", message(&output));
        message(&output)
    };
    let wrong: [&[&str]; 6] = [
        &["--seed", "-1"],
        &["--seed", "18446744073709551616"],
        &["--seed", "abc"],
        &["--threads", "0"],
        &["--replications", "0"],
        &["--replications", "1000000000"],
    ];
    insta::assert_snapshot!("command_line", wrong.map(of).join("\n"));
}

#[test]
fn more_threads_than_the_machine_can_use_are_fewer_with_a_warning() {
    let folder = scratch();
    let output = landbridge()
        .timeout(Duration::from_secs(60))
        .args(["run", "tests/bad/calendar_past_midnight.ron", "-q", "--threads", "1000000", "--output"])
        .arg(folder.path().join("run"))
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(0));
    assert!(message(&output).contains("warning[W0701]: 1000000 threads are more than this machine can use"));
}
