//! Timelines of stations that are more than servers and a queue: each line was worked out by hand, the calculation stands above it.

use super::golden::timeline;

/// All these lines are in the timeline of a scenario of `tests/golden`.
fn holds(name: &str, edits: &[(&str, &str)], expected: &[&str]) {
    let found = timeline(name, edits);
    let missing: Vec<&&str> = expected.iter().filter(|line| !found.lines().any(|known| known == **line)).collect();
    assert!(missing.is_empty(), "{missing:?} is not in\n{found}");
}

#[test]
fn who_loses_patience_leaves_and_who_finds_no_place_goes_on() {
    // Truck 1 is served until 00:10, truck 2 waits from 00:01. Truck 3 waits from 00:02 and gives up at 00:14, while 2 is served until 00:20.
    // Truck 4 finds both places taken at 00:03 and goes to the exit.
    let lines = [
        "day 1 00:03 truck 4 does not join port/gate",
        "day 1 00:04 truck 4 delivered after 1 min",
        "day 1 00:10 truck 2 gets port/gate after 9 min (waiting:queue:gate)",
        "day 1 00:14 truck 3 waits no longer for port/gate after 12 min",
        "day 1 00:14 truck 3 leaves the model after 12 min",
        "day 1 00:21 truck 2 delivered after 20 min",
    ];
    holds("leaving", &[], &lines);
}

#[test]
fn who_gives_up_can_go_on_at_a_label() {
    let step = "hubs/port/facilities/Stations/procedures/enter/steps/0/give_up/to";
    holds("leaving", &[(step, "\"out\"")], &["day 1 00:15 truck 3 delivered after 13 min"]);
}

#[test]
fn a_truck_that_cannot_go_on_keeps_its_lane() {
    // Truck 1: first lane until 00:05, crane until 00:25. Truck 2: lane until 00:10, then the place, crane from 00:25. Truck 3 is done at the lane at
    // 00:15 and keeps it until the place is free at 00:25; crane from 00:45.
    let lines = [
        "day 1 00:25 truck 2 gets port/second after 15 min (waiting:queue:crane)",
        "day 1 00:25 truck 3 gets port/second/places after 10 min (waiting:space)",
        "day 1 00:45 truck 3 gets port/second after 20 min (waiting:queue:crane)",
        "day 1 01:05 truck 3 delivered after 1 h 5 min",
    ];
    holds("blocking", &[], &lines);
    // Without places a truck keeps its lane until the crane itself is free: truck 2 from 00:10 to 00:25, so truck 3 has its lane from 00:25.
    let places = "hubs/port/facilities/Stations/stations/second/places";
    let lines = [
        "day 1 00:25 truck 2 gets port/second after 15 min (waiting:queue:crane)",
        "day 1 00:25 truck 3 gets port/first after 25 min (waiting:queue:gate)",
        "day 1 00:45 truck 3 gets port/second after 15 min (waiting:queue:crane)",
        "day 1 01:05 truck 3 delivered after 1 h 5 min",
    ];
    holds("blocking", &[(places, "0")], &lines);
}

#[test]
fn interrupted_work_is_resumed_or_done_again() {
    // Plain from 00:00, urgent from 00:04 to 00:07; the other 6 min of plain until 00:13, or all 10 until 00:17.
    let lines = [
        "day 1 00:04 plain 1 has spent 4 min worked:document",
        "day 1 00:04 urgent 1 gets port/desk at once",
        "day 1 00:07 plain 1 has port/desk again after 3 min",
        "day 1 00:13 plain 1 delivered after 13 min",
    ];
    holds("interruption", &[], &lines);
    for rule in ["Restart", "Resample"] {
        let edit = [("hubs/port/facilities/Stations/stations/desk/pre_empt", rule)];
        holds("interruption", &edit, &["day 1 00:17 plain 1 delivered after 17 min"]);
    }
}

#[test]
fn a_broken_server_keeps_whom_it_serves() {
    // Broken from 00:08 to 00:13 and from 00:21 to 00:26. Box 1: 6 min from 00:02, then 4 min from 00:13, done at 00:17. Box 2: 4 min from 00:17,
    // then 6 min from 00:26, beyond the end of the run.
    let lines = [
        "day 1 00:08 port/crane breaks",
        "day 1 00:13 box 1 has spent 5 min waiting:breakdown",
        "day 1 00:17 box 1 delivered after 15 min",
        "day 1 00:17 box 2 gets port/crane after 14 min (waiting:queue:crane)",
        "day 1 00:21 box 2 has spent 4 min worked:handling",
        "day 1 00:26 box 2 has spent 5 min waiting:breakdown",
    ];
    holds("breakdown", &[], &lines);
    // Only work wears: box 1 has worked 8 min at 00:10, is repaired until 00:15 and done at 00:17. Box 2 then works 6 min until 00:23.
    let lines =
        ["day 1 00:10 port/crane breaks", "day 1 00:17 box 1 delivered after 15 min", "day 1 00:23 port/crane breaks"];
    holds("breakdown", &[("hubs/port/facilities/Stations/stations/crane/breaks/when", "Busy")], &lines);
}

#[test]
fn work_begun_anew_after_a_breakdown_is_all_of_it_also_after_an_interruption() {
    // Plain works from 00:00 to 00:04, urgent until 00:07, plain 2 min until the desk has worked 9 min at 00:09; repaired at 00:10 it begins all
    // 10 min anew, and the desk breaks again after 9 of them.
    let desk = "hubs/port/facilities/Stations/stations/desk/breaks";
    let breaks = r#"(when: Busy, between: Constant("9 min"), repair: Constant("1 min"), work: Restart)"#;
    let lines = [
        "day 1 00:09 plain 1 has spent 2 min worked:document",
        "day 1 00:10 plain 1 has spent 1 min waiting:breakdown",
        "day 1 00:19 plain 1 has spent 9 min worked:document",
    ];
    holds("interruption", &[(desk, breaks), ("run/end", "Cut")], &lines);
}

#[test]
fn whoever_waits_for_a_repair_is_in_no_deadlock() {
    // The desk breaks at 00:05, before the truck comes at 00:06 and takes the crane, and is repaired at 03:05.
    holds("repair", &[], &["day 1 03:05 truck 1 gets port/desk after 2 h 59 min (waiting:queue:desk)"]);
}
