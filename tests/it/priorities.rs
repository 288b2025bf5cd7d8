//! Who goes first where runs of several services wait for one thing: `tests/golden/priority.ron`, and a border. Minutes are after midnight.
//!
//! Local trains 1, 2, 3 leave a at 0, 10, 20 with priority 1, the block train at 25 with priority 0; an hour to b, where local trains stop 30 min, an hour on to c.

use super::golden::timeline;

/// When who gets a thing: "01:00 block 1".
fn order(name: &str, thing: &str, edits: &[(&str, &str)]) -> Vec<String> {
    let all = timeline(name, edits);
    let got = format!(" gets {thing} ");
    let lines = all.lines().filter(|line| line.contains(&got));
    lines.filter_map(|line| Some(line.strip_prefix("day ")?.split(&got).next()?.to_owned())).collect()
}

/// Of the local trains and the block train.
fn trains(thing: &str, edits: &[(&str, &str)]) -> Vec<String> {
    order("priority", thing, edits)
}

#[test]
fn a_block_train_passes_local_ones_that_wait_for_the_single_track() {
    // Local 1 has the track until 60. Block has waited since 25, local 2 since 10, local 3 since 20.
    let single = ("links/first/trains_at_once", "1");
    let wanted = ["1 00:00 local 1", "1 01:00 block 1", "1 02:00 local 2", "1 03:00 local 3"];
    assert_eq!(trains("a/track first", &[single]), wanted);
    // Without priorities as they came.
    let wanted = ["1 00:00 local 1", "1 01:00 local 2", "1 02:00 local 3", "1 03:00 block 1"];
    assert_eq!(trains("a/track first", &[single, ("services/local/priority", "0")]), wanted);
    // Its box waits as long as the train: 35 min for the track (25 to 60), and is in c at 180, 160 min after it came.
    let all = timeline("priority", &[single]);
    assert!(all.contains("day 1 01:00 block 1 gets a/track first after 35 min (waiting:path)"), "{all}");
    assert!(all.contains("day 1 03:00 box 1 delivered after 2 h 40 min"), "{all}");
}

#[test]
fn it_passes_them_at_a_lane_too() {
    // One at a time as above; with a second place and 10 min between two: local 1 at 0, local 2 at 10; at 60 one place is free, at 70 the other.
    let one = ("links/first/one_lane", "(places: 1)");
    let wanted = ["1 00:00 local 1", "1 01:00 block 1", "1 02:00 local 2", "1 03:00 local 3"];
    assert_eq!(trains("a/lane first", &[one]), wanted);
    let two = ("links/first/one_lane", "(places: 2, headway: \"10 min\")");
    let wanted = ["1 00:00 local 1", "1 00:10 local 2", "1 01:00 block 1", "1 01:10 local 3"];
    assert_eq!(trains("a/lane first", &[two]), wanted);
}

#[test]
fn it_has_the_first_path_of_the_next_day() {
    let wanted = ["1 00:00 local 1", "2 00:00 block 1", "3 00:00 local 2", "4 00:00 local 3"];
    assert_eq!(trains("a/paths first", &[("links/first/paths_per_day", "1")]), wanted);
}

#[test]
fn it_has_the_next_track_of_a_terminal() {
    // Local 1 stands at b from 60 to 90. Local 2 comes at 70, local 3 at 80, block at 85 and stands half an hour too.
    let edits = [("hubs/b/facilities", "[Rail(tracks: 1)]"), ("services/block/calls", "[\"a\", \"b\", \"c\"]")];
    let wanted = ["1 01:00 local 1", "1 01:30 block 1", "1 02:00 local 2", "1 02:30 local 3"];
    assert_eq!(trains("b/Rail/tracks", &edits), wanted);
}

#[test]
fn it_has_the_next_hall_where_gauges_meet() {
    // The hall takes 40 min: local 1 from 60 to 100; local 2 (70), local 3 (80) and block (85) wait.
    let hall = "[BogieExchange(from_mm: 1435, to_mm: 1520, halls: 1, time: Constant(\"40 min\"))]";
    let edits =
        [("hubs/b/facilities", hall), ("links/second/gauge_mm", "[1520]"), ("services/local/calls", "[\"a\", \"c\"]")];
    let wanted = ["1 01:00 local 1", "1 01:40 block 1", "1 02:20 local 2", "1 03:00 local 3"];
    assert_eq!(trains("b/bogie exchange", &edits), wanted);
}

#[test]
fn it_has_the_next_set_of_a_pool() {
    // Local 1 ends at 60 + 30 + 60 = 150. Block leaves then, and ends at 270.
    let edits = [
        ("pools", "[(id: \"sets\", at: \"a\", count: 1)]"),
        ("services/local/sets", "\"sets\""),
        ("services/block/sets", "\"sets\""),
    ];
    let wanted = ["1 00:00 local 1", "1 02:30 block 1", "1 04:30 local 2", "1 07:00 local 3"];
    assert_eq!(trains("a/sets", &edits), wanted);
}

#[test]
fn it_passes_at_a_border_station_what_has_no_track_yet() {
    // Trains leave at 60, 65, 72 and the block train at 80; an hour to the border. Train 1: track 120, check until 130, the line until 160, check over there until 220.
    // Train 2 (125) has the track at 130 and is checked by 140, but waits for one over there until 220. Then block (140) comes before train 3 (132); it is checked by 230, and train 2 by
    // 310; only then block goes on and train 3 has the track.
    let services = "[Train(id: \"train\", calls: [\"east\", \"west\"], capacity_teu: 9, priority: 2, departs: Timetable(slots: [\"Fri 01:00\", \"Fri 01:05\", \"Fri 01:12\"])), \
                    Train(id: \"block\", calls: [\"east\", \"west\"], capacity_teu: 9, departs: Timetable(slots: [\"Fri 01:20\"]))]";
    let found = order("rail_border", "pass/rail CN exit/tracks", &[("services", services)]);
    assert_eq!(found, ["1 02:00 train 1", "1 02:10 train 2", "1 03:40 block 1", "1 05:10 train 3"]);
}
