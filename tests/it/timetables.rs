//! Timetables of later calls, worked out by hand on `tests/golden/services.ron`: a train at 60 and every 2 h, an hour to middle, 10 min there, half an hour on to west; cranes need
//! 2 min a box. Minutes are after midnight.

use std::fs::read_to_string;
use std::path::Path;

use super::golden::timeline;
use super::lives::{sheet, value};

const TIMES: &str = "services/train/departs_after";

/// Every one of these lines is there.
fn assert_has(lines: &str, wanted: &[&str]) {
    for line in wanted {
        assert!(lines.lines().any(|known| known == *line), "{line}\n{lines}");
    }
}

#[test]
fn a_train_does_not_leave_a_later_call_before_its_time() {
    // Train 1 is to leave at 60, but boxes are lifted until 66. Middle 126; two ashore until 130; late 1 and 2 are aboard at 132 and 136, and it is full. It leaves at 60 + 95 = 155, not at 140:
    // late 3 (139) waits 16 min for the time and is left behind. West 185, ashore 187, 189, 191. Train 2, to leave at 180, leaves at 182; middle 242; late 3 has waited 87 min since 155. It leaves at 275.
    let seen = timeline("services", &[(TIMES, "[\"0 h\", \"95 min\"]")]);
    assert_has(
        &seen,
        &[
            "day 1 01:06 train 1 leaves with 3 TEU, 1 left behind",
            "day 1 01:06 train 1 leaves its call 1 late by 6 min",
            "day 1 02:35 train 1 leaves with 3 TEU, 1 left behind",
            "day 1 03:07 far 1 delivered after 2 h 52 min",
            "day 1 03:11 late 2 delivered after 57 min",
            "day 1 03:02 train 2 leaves its call 1 late by 2 min",
            "day 1 04:02 late 3 is taken on from middle/line train after 16 min (waiting:timetable) and 1 h 27 min (waiting:left_behind)",
            "day 1 04:35 train 2 leaves with 2 TEU, 0 left behind",
        ],
    );
    assert!(!seen.contains("its call 2 late"), "{seen}");
    // What it waits for, its riders wait for: 10 min of its stop and 15 more until 155.
    assert_has(&seen, &["day 1 02:35 train 1 has spent 25 min waiting:timetable"]);
}

#[test]
fn it_does_not_leave_before_its_stop_is_over_and_is_late_then() {
    // To leave middle at 130 and 250. Train 1 has put off its boxes at 130, stays 10 min and is 10 min late; train 2 comes at 242, stays until 252 and is 2 min late.
    let seen = timeline("services", &[(TIMES, "[\"0 h\", \"70 min\"]")]);
    assert_has(
        &seen,
        &[
            "day 1 02:20 train 1 leaves with 3 TEU, 1 left behind",
            "day 1 02:20 train 1 leaves its call 2 late by 10 min",
            "day 1 04:12 train 2 leaves its call 2 late by 2 min",
        ],
    );
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/services.ron");
    let scenario = read_to_string(path).expect("the scenario can be read");
    let timed = scenario.replace("stop: Constant", "departs_after: [\"0 h\", \"70 min\"], stop: Constant");
    let found = sheet(&timed, 0);
    assert_eq!(value(&found, "late_mean", "service/train/east"), Some(4.0));
    assert_eq!(value(&found, "late_mean", "service/train/middle"), Some(6.0));
    assert_eq!(value(&found, "late_share", "service/train/middle"), Some(1.0));
    assert_eq!(value(&sheet(&scenario, 0), "late_mean", "service/train/east"), None);
}

#[test]
fn where_the_first_call_has_no_timetable_times_count_from_its_departure() {
    // Full at 20 and all aboard at 22. Middle 82, boxes off until 86. To leave at 22 + 95 = 117: late 1 (100) is aboard too.
    let seen = timeline("services", &[("services/train/departs", "Full"), (TIMES, "[\"0 h\", \"95 min\"]")]);
    assert_has(
        &seen,
        &[
            "day 1 00:22 train 1 leaves with 3 TEU, 0 left behind",
            "day 1 01:57 train 1 leaves with 2 TEU, 0 left behind",
        ],
    );
    assert!(!seen.contains("late by"), "{seen}");
}

#[test]
fn a_train_that_is_put_off_keeps_the_timetable_of_the_departure_that_it_takes() {
    // With at least 4 TEU, departures at 60 and 75, loading from 30: near 1, far 1, near 2 are aboard at 36. At 60 there are no more: train 1 is put off. At 75 far 2 (70) waits besides: train 1 takes
    // that departure and is in time. Middle 135, boxes off until 139; to leave at 75 + 95 = 170.
    let departs = ("services/train/departs", "Timetable(slots: [\"Fri 01:00\", \"Fri 01:15\"], at_least_teu: 4)");
    let far = ("times/far/minutes", "[15, 70]");
    let loading = ("services/train/loading", "\"30 min\"");
    let seen = timeline("services", &[departs, loading, far, (TIMES, "[\"0 h\", \"95 min\"]")]);
    assert_has(
        &seen,
        &[
            "day 1 01:15 train 1 leaves with 3 TEU, 1 left behind",
            "day 1 02:50 train 1 leaves with 3 TEU, 1 left behind",
        ],
    );
    assert!(!seen.contains("late by"), "{seen}");
}
