//! Terminals that are shut: berths, tracks, cranes and pilots struck by disruptions, worked out by hand on `tests/golden/yard.ron` and `land_bridge.ron`.
//!
//! Minutes are after midnight.

use super::golden::timeline;

fn lines(edits: &[(&str, &str)]) -> Vec<String> {
    timeline("yard", edits).lines().map(str::to_owned).collect()
}

/// Every one of these lines is there.
fn assert_has(lines: &[String], wanted: &[&str]) {
    for line in wanted {
        assert!(lines.iter().any(|known| known == line), "{line}\n{lines:#?}");
    }
}

/// A closure of the first day at the port.
fn shut(what: &str, more: &str) -> String {
    format!("[(id: \"shut\", at: [\"port\"], what: [{what}], {more} when: Dated([(\"2024-03-01\", \"2024-03-02\")]))]")
}

#[test]
fn ships_wait_outside_a_port_whose_berths_are_shut() {
    // The feeder comes at 240 and waits 1200 min. It puts off as ever, 34 min, until 1474: import 2 waits for the truck that fetches import 1. The liner comes at 360 and waits 1080 min
    // for the end of the closure and 34 for the feeder; at 1474 it takes export 1 on, aboard 1476. The tracks are open: the train leaves at 720 with nothing.
    let seen = lines(&[("disruptions", &shut("Berths", ""))]);
    assert_has(
        &seen,
        &[
            "day 2 00:00 feeder 1 gets port/Berths/berths after 20 h (waiting:closure)",
            "day 2 00:02 import 1 has spent 2 min worked:handling",
            "day 2 00:34 feeder 1 leaves port after 20 h 34 min",
            "day 2 00:34 liner 1 gets port/Berths/berths after 34 min (waiting:queue:berth) and 18 h (waiting:closure)",
            "day 2 00:36 liner 1 leaves with 1 TEU, 0 left behind",
            "day 1 12:00 train 1 leaves with 0 TEU, 0 left behind",
        ],
    );
}

#[test]
fn trains_wait_before_a_terminal_whose_tracks_are_shut() {
    // The train comes at 720 and waits until 1440: transit 1, ashore since 244, is aboard at 1443. The ships come and go.
    assert_has(
        &lines(&[("disruptions", &shut("Tracks", ""))]),
        &[
            "day 1 04:34 feeder 1 leaves port after 34 min",
            "day 2 00:00 train 1 gets port/Rail/tracks after 12 h (waiting:closure)",
            "day 2 00:03 transit 1 has spent 3 min worked:handling",
        ],
    );
}

#[test]
fn a_part_of_the_berths_is_shut() {
    // Two berths, one of them shut. The feeder has the other from 240 to 274; the liner comes at 250 and waits for it, as long as the closure lasts: 24 min. Without it both lie there.
    let (two, early) = (
        ("hubs/port/facilities/Berths/berths", "2"),
        ("services/liner/departs", "Headway(every: \"1 day\", first: \"250 min\")"),
    );
    let seen = lines(&[two, early, ("disruptions", &shut("Berths", "working: 0.5,"))]);
    assert_has(
        &seen,
        &[
            "day 1 04:00 feeder 1 gets port/Berths/berths at once",
            "day 1 04:34 liner 1 gets port/Berths/berths after 24 min (waiting:closure)",
        ],
    );
    assert_has(&lines(&[two, early]), &["day 1 04:10 liner 1 gets port/Berths/berths at once"]);
}

#[test]
fn berths_come_back_in_steps() {
    // Two berths, all shut until 1440, back in four steps over 8 h: none at 1440 and 1560, one of two at 1680, where the feeder comes in, 1440 min after 240. At 1714 it makes room
    // for the liner, which waited since 360: 1354 min.
    let two = ("hubs/port/facilities/Berths/berths", "2");
    assert_has(
        &lines(&[two, ("disruptions", &shut("Berths", "recovery: \"8 h\","))]),
        &[
            "day 2 04:00 feeder 1 gets port/Berths/berths after 1 day (waiting:closure)",
            "day 2 04:34 liner 1 gets port/Berths/berths after 22 h 34 min (waiting:closure)",
        ],
    );
}

#[test]
fn who_lies_there_is_finished_and_nobody_is_brought_in_without_pilots() {
    // Shut on the second day: the feeder of the first is brought in by 245. Export 1 is aboard at 367, so export 3 has the place in the yard at 370. It waits for the liner of day 2, 1800, which finds the pilots gone until day 3, 2880: 18 h.
    let pilots = ("hubs/port/facilities/Berths/pilots", "(servers: 1, time: Constant(\"5 min\"))");
    let gone = "[(id: \"fog\", at: [\"port\"], what: [Pilots], when: Dated([(\"2024-03-02\", \"2024-03-03\")]))]";
    assert_has(
        &lines(&[pilots, ("disruptions", gone)]),
        &[
            "day 1 04:05 feeder 1 has spent 5 min worked:handling",
            "day 2 06:00 liner 2 gets port/Berths/berths at once",
            "day 3 00:00 liner 2 gets port/pilots after 18 h (waiting:closure)",
        ],
    );
}

#[test]
fn one_terminal_of_a_hub_is_struck_alone() {
    // Cranes of the wide gauge stop until midnight; box 1 is lifted off the narrow train at 461 = 07:41 as ever. The shuttle of 08:00 calls it when box 2 is there too, and its crane begins at midnight.
    let gale = "[(id: \"gale\", at: [\"dry port\"], what: [Cranes], terminal: \"wide\", when: Dated([(\"2024-03-01\", \"2024-03-02\")]))]";
    let lines: Vec<String> = timeline("land_bridge", &[("disruptions", gale)]).lines().map(str::to_owned).collect();
    assert_has(&lines, &["day 1 07:41 box 1 gets dry port/narrow/cranes at once"]);
    let begins = |line: &&String| {
        line.starts_with("day 2 00:00 box 1 gets dry port/wide/cranes after") && line.ends_with("(waiting:closure)")
    };
    assert!(lines.iter().any(|line| begins(&line)), "{lines:#?}");
}

#[test]
fn cranes_are_struck_where_nothing_is_said() {
    let of = |what: &str| {
        format!("[(id: \"gale\", at: [\"dry port\"], {what} when: Dated([(\"2024-03-01\", \"2024-03-02\")]))]")
    };
    let usual = timeline("land_bridge", &[("disruptions", &of(""))]);
    assert_eq!(timeline("land_bridge", &[("disruptions", &of("what: [Cranes],"))]), usual);
    assert_ne!(timeline("land_bridge", &[("disruptions", &of("what: [Tracks],"))]), usual);
}
