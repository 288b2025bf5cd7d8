//! Known answers of queueing theory, through the format and the command line: the smoke tier. The full tier is `cargo bench --bench validation`.
//!
//! Each case has the seed of its number: with one seed all would share the luck of flows of the same name.

#[path = "theory/cases.rs"]
mod cases;
#[path = "theory/runner.rs"]
mod runner;

use std::fmt::Write;
use std::path::{Path, PathBuf};

use super::support::{landbridge, run_into, scratch, text, write_scenario};
use cases::{Case, all};

fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_landbridge"))
}

/// All cases of a number agree, and the bug of each would have been seen.
fn holds(id: &str) {
    let cases: Vec<&'static Case> = all().into_iter().filter(|case| case.id == id).collect();
    assert!(!cases.is_empty(), "no case {id}");
    for case in cases {
        let count = case.replications.0;
        for found in runner::run(program(), case, count, &[]) {
            let (mean, exact, most) = (found.interval.mean, found.check.exact, found.check.tolerance(count));
            let answer = format!("{id}, {}: {} [{}]", case.what, found.check.what, found.check.unit);
            assert!(found.agrees(count), "{answer}: {mean}, exact {exact} +- {most} (z {:.2})", found.z);
        }
        if let Some((bug, edits)) = case.bug {
            let fewer = count.div_ceil(5);
            let is_seen = runner::run(program(), case, fewer, edits).iter().any(|found| !found.agrees(count));
            assert!(is_seen, "{id}: {bug} is not seen");
        }
    }
}

macro_rules! holds {
    ($($test:ident: $id:literal;)*) => {
        $( #[test] fn $test() { holds($id); } )*

        #[test]
        fn every_case_has_its_test() {
            let tested = [$($id),*];
            let left: Vec<&str> = all().iter().map(|case| case.id).filter(|id| !tested.contains(id)).collect();
            assert_eq!(left, Vec::<&str>::new());
        }
    };
}

holds! {
    v01_one_lane_waits_as_m_m_1: "V01";
    v02_four_officers_wait_as_erlang_c: "V02";
    v03_a_constant_service_waits_half_as_long: "V03";
    v04_an_uneven_service_waits_longer: "V04";
    v05_a_class_before_others_waits_as_cobham_says: "V05";
    v06_a_class_that_interrupts_waits_only_for_its_own: "V06";
    v07_who_finds_the_yard_full_is_turned_away: "V07";
    v08_plugs_are_lost_as_erlang_b: "V08";
    v09_boxes_of_a_ship_wait_for_one_another: "V09";
    v10_a_train_takes_whatever_there_is: "V10";
    v11_a_small_train_leaves_boxes_behind: "V11";
    v12_a_train_waits_until_it_is_full: "V12";
    v13_six_trucks_and_a_crane_are_the_machine_repair_model: "V13";
    v14_a_closed_network_moves_as_mean_value_analysis_says: "V14";
    v15_a_network_with_a_way_back_is_that_of_jackson: "V15";
    v16_a_drive_between_two_stations_is_no_server: "V16";
    v17_a_border_closed_at_night_lets_its_queue_wait: "V17";
    v18a_a_crane_that_wears_with_work_is_a_slower_crane: "V18a";
    v18b_a_crane_that_breaks_at_any_time_is_worse: "V18b";
    v19a_a_yard_under_a_rate_that_swings_is_poisson: "V19a";
    v19b_a_constant_stay_keeps_the_swing: "V19b";
    v21_nothing_is_lost_that_is_not_counted: "V21";
    v22_storage_is_paid_beyond_the_free_days: "V22";
    v25_the_way_is_chosen_by_hub_and_means_of_transport: "V25";
    v26_money_and_carbon_are_those_of_the_hand_calculation: "V26";
    v28_a_lane_of_two_directions_waits_as_polling_says: "V28";
    v23_an_overloaded_gate_grows_until_the_horizon: "V23";
}

#[test]
fn an_overload_is_announced_as_not_stationary() {
    let scenario = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/theory/v23.ron");
    let output = landbridge().arg("check").arg(scenario).output().expect("the program runs");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("load 1.20") && told.contains("not stationary"), "{told}");
}

/// Two ways to write the same numbers, and the table of replications.
fn same_in_other_units(name: &str, edits: &[&str]) {
    let folder = scratch();
    let scenario = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/theory/{name}.ron"));
    let with = |place: &str, edits: &[&str]| {
        let mut arguments = vec!["--replications", "2"];
        edits.iter().for_each(|edit| arguments.extend(["--set", edit]));
        text(&run_into(folder.path(), place, &scenario, &arguments), "replications.csv")
    };
    assert!(with("plain", &[]) == with("other", edits), "{name}: other units, other results");
}

#[test]
fn units_of_time_do_not_matter() {
    const STEPS: &str = "hubs/port/facilities/Stations/procedures";
    let time = |procedure: &str, step: u32, law: &str| format!("{STEPS}/{procedure}/steps/{step}/time={law}");
    same_in_other_units(
        "v01",
        &["flows/trucks/arrivals=Poisson(per_day: 192)", &time("enter", 0, "Exponential(mean: \"0.1 h\")")],
    );
    same_in_other_units("v05", &["flows/first/arrivals=Poisson(per_day: 48)", &time("two", 0, "Constant(\"300 s\")")]);
    same_in_other_units(
        "v13",
        &[&time("shuttle", 0, "Exponential(mean: \"0.5 h\")"), &time("shuttle", 1, "Exponential(mean: \"300 s\")")],
    );
    same_in_other_units(
        "v16",
        &["flows/trucks/arrivals=Poisson(per_day: 216)", &time("enter", 1, "Constant(\"1500 s\")")],
    );
}

/// A case inside a network of 200 other hubs: its own rows are the same.
#[test]
fn two_hundred_other_hubs_change_nothing() {
    let folder = scratch();
    let mut others = String::new();
    let mut flows = String::new();
    for hub in 0..200 {
        let _ = write!(
            others,
            "(id: \"other {hub}\", kind: DryPort, country: \"CN\", at: (30, {}), facilities: [Stations(stations: [(id: \"gate\", servers: 1)],
             procedures: [(id: \"enter\", steps: [Visit(at: \"gate\", time: Exponential(mean: \"5 min\"))])])]),",
            60 + hub % 60
        );
        let _ = write!(
            flows,
            "(id: \"flow {hub}\", at: \"other {hub}\", procedure: \"enter\", arrivals: Poisson(per_h: 1)),"
        );
    }
    for name in ["v01", "v02", "v03"] {
        let scenario = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/theory/{name}.ron"));
        let plain = std::fs::read_to_string(&scenario).expect("the case is there");
        let wide =
            plain.replace("hubs: [", &format!("hubs: [{others}")).replace("flows: [", &format!("flows: [{flows}"));
        // A run that ends after so many services anywhere would end earlier: both end at the same instant.
        let cut = [
            "--replications",
            "2",
            "--set",
            "run/end=Cut",
            "--set",
            "run/warm_up=None",
            "--set",
            "run/horizon=\"20 days\"",
        ];
        let own = |text: String| -> Vec<String> {
            let is_own = |line: &&str| line.contains("station/port/") || line.contains("flow/trucks,");
            text.lines().filter(is_own).map(str::to_owned).collect()
        };
        let run = |place: String, scenario: PathBuf| {
            own(text(&run_into(folder.path(), &place, &scenario, &cut), "replications.csv"))
        };
        let inside = folder.path().join(name);
        std::fs::create_dir(&inside).expect("the folder can be written");
        let (alone, among) =
            (run(format!("{name} alone"), scenario), run(format!("{name} among"), write_scenario(&inside, &wide)));
        assert!(alone.len() > 20, "{} rows", alone.len());
        assert!(alone == among, "{name}: other hubs change it");
    }
}
