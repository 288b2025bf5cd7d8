//! Empty boxes, worked out by hand on `tests/golden/empties.ron`. Minutes are after midnight.
//!
//! West trains leave at 30, 90, 150, .. and need an hour; east trains leave at 60, 120, 180, .. and need an hour.

use std::fs::read_to_string;
use std::path::Path;

use landbridge::plan::compile;
use landbridge::scenario::load;

use super::golden::timeline;
use super::lives::{sheet, value};
use super::support::{scratch, write_scenario};

/// The lines of a timeline that are not about trains.
fn lines(edits: &[(&str, &str)]) -> Vec<String> {
    let text = timeline("empties", edits);
    text.lines().filter(|line| !line.contains(" train ") || line.contains(" is taken on ")).map(str::to_owned).collect()
}

/// Every one of these lines is there.
fn assert_has(lines: &[String], wanted: &[&str]) {
    for line in wanted {
        assert!(lines.iter().any(|known| known == line), "{line}\n{lines:#?}");
    }
}

/// The text of the scenario, with replacements each of which must be found.
fn text(changes: &[(&str, &str)]) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/empties.ron");
    let mut text = read_to_string(path).expect("the scenario can be read");
    for (old, new) in changes {
        assert!(text.contains(old), "{old}");
        text = text.replace(old, new);
    }
    text
}

/// A day, cut: what is told of it as rows.
const DAY: (&str, &str) = ("horizon: \"30 min\", end: Drain", "horizon: \"1 day\"");

fn assert_near(sheet: &landbridge::index::Sheet, rows: &[(&str, &str, f64)]) {
    for &(name, place, wanted) in rows {
        let found = value(sheet, name, place).unwrap_or(f64::NAN);
        assert!((found - wanted).abs() < 1e-9, "{name} {place}: {found}, not {wanted}");
    }
}

#[test]
fn the_third_of_three_boxes_waits_until_two_empties_have_come_back() {
    // Two boxes east: boxes 1 and 2 have them at 10 and 20, box 3 finds none at 25. Train 30, west at 90: with the one there three empties.
    // Review at 105: 3 - 1 can be spared, 5 - 0 are wanted, one batch of two. Train 120, east at 180: box 3 has waited 155 min. Train 210, west 270, 245 min old.
    // Reviews at 210 and later find one to spare at most, and no batch.
    let wanted = "\
day 1 00:10 box 1 created
day 1 00:10 box 1 arrives at east
day 1 00:10 box 1 gets east/boxes east at once
day 1 00:10 box 1 waits for east/line west train
day 1 00:20 box 2 created
day 1 00:20 box 2 arrives at east
day 1 00:20 box 2 gets east/boxes east at once
day 1 00:20 box 2 waits for east/line west train
day 1 00:25 box 3 created
day 1 00:25 box 3 arrives at east
day 1 00:25 box 3 waits for east/boxes east
day 1 00:30 box 1 is taken on from east/line west train after 20 min (waiting:timetable)
day 1 00:30 box 1 leaves east after 20 min
day 1 00:30 box 2 is taken on from east/line west train after 10 min (waiting:timetable)
day 1 00:30 box 2 leaves east after 10 min
day 1 01:30 box 1 is put off after 1 h aboard
day 1 01:30 box 1 arrives at west
day 1 01:30 box 2 is put off after 1 h aboard
day 1 01:30 box 2 arrives at west
day 1 01:30 west/boxes west has 1 more
day 1 01:30 box 1 leaves west after 0 min
day 1 01:30 box 1 delivered after 1 h 20 min
day 1 01:30 west/boxes west has 1 more
day 1 01:30 box 2 leaves west after 0 min
day 1 01:30 box 2 delivered after 1 h 10 min
day 1 01:45 back (empties) 1 created
day 1 01:45 back (empties) 2 created
day 1 01:45 back (empties) 1 arrives at west
day 1 01:45 back (empties) 1 gets west/boxes west at once
day 1 01:45 back (empties) 1 waits for west/line east train
day 1 01:45 back (empties) 2 arrives at west
day 1 01:45 back (empties) 2 gets west/boxes west at once
day 1 01:45 back (empties) 2 waits for west/line east train
day 1 02:00 back (empties) 1 is taken on from west/line east train after 15 min (waiting:timetable)
day 1 02:00 back (empties) 1 leaves west after 15 min
day 1 02:00 back (empties) 2 is taken on from west/line east train after 15 min (waiting:timetable)
day 1 02:00 back (empties) 2 leaves west after 15 min
day 1 03:00 back (empties) 1 is put off after 1 h aboard
day 1 03:00 back (empties) 1 arrives at east
day 1 03:00 back (empties) 2 is put off after 1 h aboard
day 1 03:00 back (empties) 2 arrives at east
day 1 03:00 east/boxes east has 1 more
day 1 03:00 box 3 gets east/boxes east after 2 h 35 min (waiting:equipment)
day 1 03:00 back (empties) 1 leaves east after 0 min
day 1 03:00 back (empties) 1 delivered after 1 h 15 min
day 1 03:00 east/boxes east has 1 more
day 1 03:00 back (empties) 2 leaves east after 0 min
day 1 03:00 back (empties) 2 delivered after 1 h 15 min
day 1 03:00 box 3 waits for east/line west train
day 1 03:30 box 3 is taken on from east/line west train after 30 min (waiting:timetable)
day 1 03:30 box 3 leaves east after 3 h 5 min
day 1 04:30 box 3 is put off after 1 h aboard
day 1 04:30 box 3 arrives at west
day 1 04:30 west/boxes west has 1 more
day 1 04:30 box 3 leaves west after 0 min
day 1 04:30 box 3 delivered after 4 h 5 min";
    assert_eq!(lines(&[]), wanted.lines().collect::<Vec<_>>());
}

#[test]
fn who_finds_no_empty_and_gets_none_waits_for_equipment_to_the_end() {
    // No reposition, 10 h: box 3 waits from 25 to 600, 575 min of the 600.
    let text = text(&[
        ("horizon: \"30 min\", end: Drain", "horizon: \"10 h\""),
        ("repositions: [(", "/* [("),
        ("\"east\")]))],\n)", "*/ )"),
    ]);
    let sheet = sheet(&text, 0);
    let of_day = 24.0 / 10.0;
    assert_near(
        &sheet,
        &[
            ("time:waiting:equipment", "network", 575.0 / 60.0 * of_day),
            ("time:waiting:equipment", "hub/east", 575.0 / 60.0 * of_day),
            ("waiting_mean", "empties/east/boxes east", 575.0 / 600.0),
            ("in_system_end", "network", 1.0),
        ],
    );
}

#[test]
fn nobody_is_passed_at_a_pool_though_fewer_would_do() {
    // One box east, three west. Pair 1 (10) needs two, single 1 (15) one: it stands behind. Review at 105: 2 of 3 can be spared. The first is east at 180: pair 1 has its two
    // after 170 min; the second is for single 1, after 165 min.
    let flow = |id: &str, teu: u32, times: &str| {
        format!(
            "(id: \"{id}\", from: \"east\", to: \"west\", size_teu: {teu}, boxes: \"40ft\", arrivals: Trace(\"{times}\"), route: Legs([Ride(service: \"west train\", to: \"west\")]))"
        )
    };
    let flows = format!("[{}, {}]", flow("pair", 4, "one"), flow("single", 2, "two"));
    let seen = lines(&[
        ("times", "[(id: \"one\", minutes: [10]), (id: \"two\", minutes: [15])]"),
        ("flows", &flows),
        ("pools/boxes east/count", "1"),
        ("pools/boxes west/count", "3"),
    ]);
    assert_has(
        &seen,
        &[
            "day 1 03:00 pair 1 gets east/boxes east after 2 h 50 min (waiting:equipment)",
            "day 1 03:00 single 1 gets east/boxes east after 2 h 45 min (waiting:equipment)",
            "day 1 04:30 west/boxes west has 2 more",
        ],
    );
}

#[test]
fn a_pool_at_which_somebody_waits_can_spare_nothing() {
    // Pair 1 (10) needs two boxes of west, where one stands. Reviews every 45 min could take that one; they leave it.
    let flow = "[(id: \"pair\", from: \"west\", to: \"east\", size_teu: 4, boxes: \"40ft\", arrivals: Trace(\"one\"), route: Legs([Ride(service: \"east train\", to: \"east\")]))]";
    let review =
        [("repositions/back/review", "\"45 min\""), ("repositions/back/batch", "1"), ("repositions/back/keep", "0")];
    let edits =
        [("times", "[(id: \"one\", minutes: [10])]"), ("flows", flow), ("run/horizon", "\"5 h\""), ("run/end", "Cut")];
    let seen = lines(&[review.as_slice(), &edits].concat());
    assert_has(&seen, &["day 1 00:10 pair 1 waits for west/boxes west"]);
    assert!(!seen.iter().any(|line| line.contains("(empties)")), "{seen:#?}");
}

/// Cargo from west to east at 100 and 110, empties at 105, trains of one box at 120, 180, 240, 300.
fn in_line(aboard: &str) -> Vec<String> {
    lines(&[
        ("run/horizon", "\"2 h\""),
        ("times", "[(id: \"laden\", minutes: [100, 110])]"),
        ("flows", "[(id: \"laden\", from: \"west\", to: \"east\", size_teu: 2, arrivals: Trace(\"laden\"), route: Legs([Ride(service: \"east train\", to: \"east\")]))]"),
        ("services/east train/capacity_teu", "2"),
        ("pools/boxes west/count", "3"),
        ("repositions/back/aboard", aboard),
    ])
    .into_iter()
    .filter(|line| line.contains(" is taken on "))
    .collect()
}

#[test]
fn empties_go_behind_cargo_with_it_or_before_it() {
    let line = |minute: &str, who: &str, wait: &str| {
        format!("day 1 {minute} {who} is taken on from west/line east train after {wait}")
    };
    let after = [
        line("02:00", "laden 1", "20 min (waiting:timetable)"),
        line("03:00", "laden 2", "10 min (waiting:timetable) and 1 h (waiting:left_behind)"),
        line("04:00", "back (empties) 1", "15 min (waiting:timetable) and 2 h (waiting:left_behind)"),
        line("05:00", "back (empties) 2", "15 min (waiting:timetable) and 3 h (waiting:left_behind)"),
    ];
    assert_eq!(in_line("AfterCargo"), after);
    let with = [
        line("02:00", "laden 1", "20 min (waiting:timetable)"),
        line("03:00", "back (empties) 1", "15 min (waiting:timetable) and 1 h (waiting:left_behind)"),
        line("04:00", "back (empties) 2", "15 min (waiting:timetable) and 2 h (waiting:left_behind)"),
        line("05:00", "laden 2", "10 min (waiting:timetable) and 3 h (waiting:left_behind)"),
    ];
    assert_eq!(in_line("WithCargo"), with);
    let before = [
        line("02:00", "back (empties) 1", "15 min (waiting:timetable)"),
        line("03:00", "back (empties) 2", "15 min (waiting:timetable) and 1 h (waiting:left_behind)"),
        line("04:00", "laden 1", "20 min (waiting:timetable) and 2 h (waiting:left_behind)"),
        line("05:00", "laden 2", "10 min (waiting:timetable) and 3 h (waiting:left_behind)"),
    ];
    assert_eq!(in_line("BeforeCargo"), before);
}

#[test]
fn a_hub_without_a_pool_has_boxes_without_end_and_keeps_what_comes() {
    // A pool east only, empty. Home 1 and 2 come with boxes of their own from west at 10 and 20: train 60, east 120. Out 1 (30) waits 90 min for the first; train 150,
    // west 210, where its box stays. One is left.
    let flow = |id: &str, from: &str, to: &str, train: &str| {
        format!(
            "(id: \"{id}\", from: \"{from}\", to: \"{to}\", size_teu: 2, boxes: \"40ft\", arrivals: Trace(\"{id}\"), route: Legs([Ride(service: \"{train}\", to: \"{to}\")]))"
        )
    };
    let flows =
        format!("[{}, {}]", flow("home", "west", "east", "east train"), flow("out", "east", "west", "west train"));
    let edits = [
        ("times", "[(id: \"home\", minutes: [10, 20]), (id: \"out\", minutes: [30])]"),
        ("flows", flows.as_str()),
        ("pools", "[(id: \"boxes east\", at: \"east\", count: 0, what: Empties(\"40ft\"))]"),
        ("repositions", "[]"),
    ];
    let seen = lines(&edits);
    assert_has(
        &seen,
        &[
            "day 1 02:00 east/boxes east has 1 more",
            "day 1 02:00 out 1 gets east/boxes east after 1 h 30 min (waiting:equipment)",
            "day 1 03:30 out 1 delivered after 3 h",
        ],
    );
    assert_eq!(seen.iter().filter(|line| line.contains(" more")).count(), 2, "{seen:#?}");
}

#[test]
fn a_box_is_in_the_pool_when_it_is_unloaded_and_clean() {
    // As in the first test, but a box is back 45 min after delivery: at 135. The review at 105 finds one and keeps it; that at 210 sends two: train 240, east 300.
    // Box 3 has waited 275 min: train 330, west 390.
    let seen = lines(&[("pools/boxes west/empty_after", "Constant(\"45 min\")")]);
    assert_has(
        &seen,
        &[
            "day 1 01:30 box 1 delivered after 1 h 20 min",
            "day 1 02:15 box (boxes to empty) 1 has spent 45 min worked:handling",
            "day 1 02:15 west/boxes west has 1 more",
            "day 1 05:00 box 3 gets east/boxes east after 4 h 35 min (waiting:equipment)",
            "day 1 06:30 box 3 delivered after 6 h 5 min",
        ],
    );
}

#[test]
fn trucks_take_boxes_along_and_go_home_without_them() {
    // Two boxes west, one truck. Box 1 (10) has both: town 40, where its box stays; the truck is home at 70. Box 2 (20) has its box and waits 50 min for the truck: town 100.
    // Its truck is home at 130. Box 3 (25) has no box and does not ask for the truck: none comes.
    let flow = "[(id: \"box\", from: \"west\", to: \"town\", size_teu: 2, boxes: \"40ft\", arrivals: Trace(\"boxes\"), carried_by: Fleet(\"drayage\"))]";
    let pools = "[(id: \"boxes west\", at: \"west\", count: 2, what: Empties(\"40ft\")), (id: \"boxes town\", at: \"town\", count: 0, what: Empties(\"40ft\"))]";
    let edits = [
        ("flows", flow),
        ("pools", pools),
        ("repositions", "[]"),
        ("services", "[]"),
        ("run/horizon", "\"3 h\""),
        ("run/end", "Cut"),
    ];
    let seen = lines(&edits);
    assert_has(
        &seen,
        &[
            "day 1 00:40 town/boxes town has 1 more",
            "day 1 01:10 box 2 gets west/drayage after 50 min (waiting:vehicle)",
            "day 1 01:40 town/boxes town has 1 more",
            "day 1 02:10 box (empty, drayage) 2 delivered after 30 min",
        ],
    );
    assert!(!seen.iter().any(|line| line.contains("box 3 gets")), "{seen:#?}");
}

#[test]
fn the_last_leg_by_truck_gives_the_box_where_it_ends() {
    // By train to west and by truck to town: boxes 1 and 2 are west at 90; the truck brings the first to town at 120, is home at 150 and brings the second at 180.
    let flow = "[(id: \"box\", from: \"east\", to: \"town\", size_teu: 2, boxes: \"40ft\", arrivals: Trace(\"boxes\"), \
                route: Legs([Ride(service: \"west train\", to: \"west\"), Road(to: \"town\", fleet: \"drayage\")]))]";
    let pools = "[(id: \"boxes east\", at: \"east\", count: 3, what: Empties(\"40ft\")), (id: \"boxes town\", at: \"town\", count: 0, what: Empties(\"40ft\"))]";
    let back = "[(id: \"back\", from: \"boxes town\", to: \"boxes east\", review: \"200 min\", batch: 2, carried_by: Fleet(\"drayage\"), \
                route: Legs([Road(to: \"west\", fleet: \"drayage\"), Ride(service: \"east train\", to: \"east\")]))]";
    let seen = lines(&[
        ("flows", flow),
        ("pools", pools),
        ("repositions", back),
        ("run/horizon", "\"6 h\""),
        ("run/end", "Cut"),
    ]);
    // Box 3 is west at 90 too, and in town at 240. At 200 two are to spare. The truck that is home at 210 brings box 3 first; it fetches the first empty from 270 on (town 300, west
    // 330) and is free there at once.
    assert_has(
        &seen,
        &[
            "day 1 02:00 town/boxes town has 1 more",
            "day 1 03:00 town/boxes town has 1 more",
            "day 1 03:20 back (empties) 2 created",
            "day 1 04:00 town/boxes town has 1 more",
            "day 1 05:30 back (empties) 1 arrives at west",
        ],
    );
}

#[test]
fn the_box_of_who_gives_up_goes_back_to_its_pool() {
    // One gate, 30 min: truck 1 from 10 to 40; truck 2 waits from 20 for at most 5 min and leaves the model at 25, when its box goes back. Truck 3 comes at 25 and takes one.
    let flow =
        "[(id: \"box\", from: \"west\", to: \"town\", size_teu: 2, boxes: \"40ft\", arrivals: Trace(\"boxes\"))]";
    let gate = "[Stations(stations: [(id: \"gate\", servers: 1)], procedures: [(id: \"out\", on: [Departure], \
                steps: [Visit(at: \"gate\", time: Constant(\"30 min\"), give_up: (after: Constant(\"5 min\")))])])]";
    let pools = "[(id: \"boxes west\", at: \"west\", count: 2, what: Empties(\"40ft\"))]";
    let edits = [("flows", flow), ("pools", pools), ("repositions", "[]"), ("hubs/west/facilities", gate)];
    let seen = lines(&edits);
    assert_has(
        &seen,
        &[
            "day 1 00:25 box 2 leaves the model after 5 min",
            "day 1 00:25 west/boxes west has 1 more",
            "day 1 00:25 box 3 gets west/boxes west at once",
        ],
    );
}

#[test]
fn what_is_on_the_way_counts_as_there() {
    // East has 1 and wants 3, west has 5 and keeps 1. At 45 two are sent, with the train of 60, east at 120. At 90 they are on the way: nothing is sent. Without a target four
    // are sent at 45, of which the train takes two.
    let sent = |target: &str| -> Vec<String> {
        let edits = [
            (
                "flows",
                "[(id: \"box\", from: \"east\", to: \"west\", size_teu: 2, arrivals: Trace(\"boxes\"), route: Legs([Ride(service: \"west train\", to: \"west\")]))]",
            ),
            ("pools/boxes east/count", "1"),
            ("pools/boxes west/count", "5"),
            ("repositions/back/batch", "1"),
            ("repositions/back/review", "\"45 min\""),
            ("repositions/back/target", target),
            ("run/horizon", "\"130 min\""),
            ("run/end", "Cut"),
        ];
        lines(&edits).into_iter().filter(|line| line.contains("(empties)") && line.ends_with("created")).collect()
    };
    let at_45 = |who: u32| format!("day 1 00:45 back (empties) {who} created");
    assert_eq!(sent("3"), [at_45(1), at_45(2)]);
    assert_eq!(sent("None"), [1, 2, 3, 4].map(at_45));
}

#[test]
fn a_pool_tells_what_stood_there_and_a_lane_how_uneven_it_is() {
    // The first test over a day. East: 2 to 10, 1 to 20, none to 180, then 1: (20 + 10 + 1260) / 1440. West: 1 to 90, 3 to 105, 1 to 270, 2: (90 + 45 + 165 + 2340) / 1440.
    // Samples every 10 min, 145 of them: none at 20, 30, .., 170. Out 3 boxes of 2 TEU, back 2 empties: 4 of 10 TEU-km are empty.
    let sheet = sheet(&text(&[DAY]), 0);
    let (east, west) = ("empties/east/boxes east", "empties/west/boxes west");
    assert_near(
        &sheet,
        &[
            ("stock_mean", east, 1290.0 / 1440.0),
            ("stock_mean", west, 2640.0 / 1440.0),
            ("stock_min", east, 0.0),
            ("stock_min", west, 1.0),
            ("none_share", east, 16.0 / 145.0),
            ("none_days", east, 16.0 / 145.0),
            ("taken", east, 3.0),
            ("given", east, 0.0),
            ("received", east, 2.0),
            ("taken", west, 0.0),
            ("given", west, 3.0),
            ("sent", west, 2.0),
            ("waited_share", east, 1.0 / 3.0),
            ("waited_mean", east, 155.0 / 60.0 / 3.0),
            ("waited_max", east, 155.0 / 60.0),
            ("sent", "reposition/back", 2.0),
            ("time_in_system_mean", "reposition/back", 1.25),
            ("laden_out", "lane/rail/east - west", 6.0),
            ("laden_back", "lane/rail/east - west", 0.0),
            ("empty_back", "lane/rail/east - west", 4.0),
            ("imbalance", "lane/rail/east - west", 1.0),
            ("empty_share", "lane/rail/east - west", 0.4),
            ("laden_out", "trade/east - west", 6.0),
            ("empty_back", "trade/east - west", 4.0),
            ("empty_share", "network", 0.4),
            ("empty_share", "service/east train/west", 1.0),
            ("empty_share", "service/west train/east", 0.0),
        ],
    );
    assert_eq!(value(&sheet, "waited_share", west), None, "only empties were taken there");
}

#[test]
fn an_uneven_lane_is_as_uneven_as_its_formula() {
    // Out 3 boxes of 2 TEU; back two empties and, from west at 30 and 40, two laden ones of 1 TEU: |6 - 2| / (6 + 2) of the laden, 4 / 12 TEU-km empty.
    let laden = "(id: \"laden\", from: \"west\", to: \"east\", arrivals: Trace(\"laden\"), route: Legs([Ride(service: \"east train\", to: \"east\")])),";
    let times = "times: [(id: \"laden\", minutes: [30, 40]), ";
    let sheet = sheet(&text(&[DAY, ("flows: [", &format!("flows: [{laden}")), ("times: [", times)]), 0);
    let lane = "lane/rail/east - west";
    assert_near(&sheet, &[("imbalance", lane, 0.5), ("laden_back", lane, 2.0), ("empty_share", lane, 4.0 / 12.0)]);
    assert_near(&sheet, &[("imbalance", "trade/east - west", 1.0)]);
}

#[test]
fn empties_bear_their_part_of_a_train_and_cargo_bears_them() {
    // 200 min, cut: east trains of 60 and 120 have come, 60 km each at 10 USD and 5 L a km; they carried nothing but two empties. 1200 USD and 600 L, half of it each. Two boxes
    // of 20 t were delivered over 60 km: 600 USD and 900 kg a box, 1800 kg for 2400 t-km.
    let running = "capacity_teu: 4, running: (usd_per_km: 10, energy: \"diesel\", per_km: 5),";
    let sheet = sheet(
        &text(&[
            ("horizon: \"30 min\", end: Drain", "horizon: \"200 min\""),
            ("capacity_teu: 4,", running),
            ("    boxes: [(", "    energies: [(id: \"diesel\", unit: \"L\", kg_wtw: 3, kg_ttw: 2)],\n    boxes: [("),
        ]),
        0,
    );
    assert_near(
        &sheet,
        &[
            ("usd_services", "reposition/back", 600.0),
            ("usd_per_teu", "reposition/back", 300.0),
            ("co2e_wtw", "reposition/back", 900.0),
            ("tkm_rail", "reposition/back", 240.0),
            ("usd_total", "flow/box", 0.0),
            ("usd_empty_repositioning", "network", 600.0),
            ("co2e_empty_repositioning", "network", 900.0),
            ("usd_total", "network", 600.0),
            ("tkm_rail", "network", 1200.0),
            ("co2e_intensity", "network", 750.0),
        ],
    );
}

#[test]
fn a_box_of_groupage_goes_before_empties_and_both_share_their_train() {
    // The only parcel comes in west at 70 and fills its box: stuffed until 71, train 120, east at 180, stripped until 181, 111 min old. Of the empties of 105 one has room beside it, the
    // other takes train 180: 75 and 135 min. 250 min, cut: three east trains of 600 USD have come, and carried 20 t and twice 4 t over 60 km. Two boxes of 20 t and the parcel of
    // 1 t are delivered: 1800 USD and 2460 t-km of three consignments.
    let park = "facilities: [Park(docks: 1, stuffing: (per_box: Constant(\"1 min\")), stripping: (per_box: Constant(\"1 min\")))], country";
    let boxes = "services: [
        Groupage(id: \"groupage\", from: \"west\", to: \"east\", box_m3: 2, box_t: 16, tare_t: 4, size_teu: 2, departs: Full, route: Legs([Ride(service: \"east train\", to: \"east\")])),";
    let parcels = "flows: [(id: \"parcel\", from: \"west\", to: \"east\", size_m3: 2, size_t: 1, arrivals: Trace(\"parcels\"), carried_by: Groupage(\"groupage\")), ";
    let sheet = sheet(
        &text(&[
            ("horizon: \"30 min\", end: Drain", "horizon: \"250 min\""),
            ("kind: RailTerminal, country", &format!("kind: RailTerminal, {park}")),
            ("services: [", boxes),
            ("flows: [", parcels),
            ("times: [", "times: [(id: \"parcels\", minutes: [70]), "),
            ("capacity_teu: 4,", "capacity_teu: 4, running: (usd_per_km: 10),"),
        ]),
        0,
    );
    let (lane, daily) = ("lane/rail/west - east", 1440.0 / 250.0);
    assert_near(
        &sheet,
        &[
            ("time_in_system_mean", "flow/parcel", 111.0 / 60.0),
            ("time_in_system_mean", "reposition/back", 1.75),
            ("usd_per_box", "groupage/groupage", 1800.0 * 20.0 / 28.0),
            ("usd_total", "flow/parcel", 1800.0 * 20.0 / 28.0),
            ("usd_total", "reposition/back", 1800.0 * 4.0 / 28.0),
            ("usd_empty_repositioning", "network", 600.0 * 8.0 / 28.0),
            ("usd_total", "network", 600.0),
            ("tkm_rail", "network", 820.0),
            ("laden_back", lane, 4.0 * daily),
            ("laden_out", lane, 2.0 * daily),
            ("empty_out", lane, 4.0 * daily),
            ("empty_share", "service/east train/west", 4.0 / 6.0),
        ],
    );
    assert_eq!(value(&sheet, "usd_per_teu", "network"), None, "parcels have no TEU");
    let lanes = sheet.metrics.iter().filter(|row| row.place.starts_with("lane/"));
    assert!(
        lanes.map(|row| row.place.as_str()).all(|place| place == lane),
        "boxes of groupage are no lane of their own"
    );
}

#[test]
fn boxes_that_no_pool_has_change_nothing() {
    let none = [
        ("pools: [", "pools: [] /* ["),
        ("40ft\")),\n    ],", "40ft\"))] */,"),
        ("repositions: [(", "/* [("),
        ("\"east\")]))],\n)", "*/ )"),
        DAY,
    ];
    let counted = text(&none);
    let plain = counted.replace("boxes: \"40ft\", ", "");
    assert_ne!(counted, plain);
    assert_eq!(sheet(&counted, 0), sheet(&plain, 0));
}

#[test]
fn a_pool_and_a_reposition_beside_a_scenario_leave_its_rows_as_they_are() {
    let base = text(&[
        DAY,
        ("pools: [", "pools: [] /* ["),
        ("40ft\")),\n    ],", "40ft\"))] */,"),
        ("repositions: [(", "/* [("),
        ("\"east\")]))],\n)", "*/ )"),
    ]);
    let beside = text(&[
        DAY,
        ("count: 2", "count: 0"),
        ("count: 1, what", "count: 0, what"),
        ("size_teu: 2, size_t: 20, boxes: \"40ft\"", "size_teu: 2, size_t: 20"),
    ]);
    let (base, beside) = (sheet(&base, 0), sheet(&beside, 0));
    for (row, old) in base.metrics.iter().zip(&base.values) {
        assert_eq!(value(&beside, &row.name, &row.place), *old, "{row:?}");
    }
    assert!(value(&beside, "sent", "reposition/back").is_some_and(|sent| sent == 0.0));
}

#[test]
fn no_box_is_lost_whoever_takes_brings_gives_up_or_is_cut_off() {
    // The audit counts them at the end of each replication and makes it fail.
    let flow = |id: &str, from: &str, to: &str, teu: u32, train: &str| {
        format!(
            "(id: \"{id}\", from: \"{from}\", to: \"{to}\", size_teu: {teu}, boxes: \"40ft\", arrivals: Poisson(per_h: 3), route: Legs([{train}])),"
        )
    };
    let ride = |train: &str, to: &str| format!("Ride(service: \"{train}\", to: \"{to}\")");
    let truck = "Road(to: \"town\", fleet: \"drayage\")";
    let flows = [
        flow("out", "east", "west", 2, &ride("west train", "west")),
        flow("pairs", "east", "west", 4, &ride("west train", "west")),
        flow("home", "west", "east", 2, &ride("east train", "east")),
        flow("on", "east", "town", 2, &format!("{}, {truck}", ride("west train", "west"))),
    ];
    let flows = format!("flows: [{}", flows.concat());
    let scenario = text(&[
        DAY,
        ("flows: [", &flows),
        ("count: 2, what", "count: 30, what"),
        (
            "count: 1, what: Empties(\"40ft\")",
            "count: 20, what: Empties(\"40ft\"), empty_after: Exponential(mean: \"3 h\")",
        ),
    ]);
    for replication in 0..20 {
        let sheet = sheet(&scenario, replication);
        assert!(value(&sheet, "taken", "empties/east/boxes east").is_some_and(|taken| taken > 10.0));
    }
}

#[test]
fn a_pool_that_drains_is_told_before_the_run_with_its_balance_a_week() {
    // Every 6 h one box west and every 8 h one east: 28 and 21 a week. East loses 7 a week and has 14; west gains.
    let home = "(id: \"home\", from: \"west\", to: \"east\", size_teu: 2, boxes: \"40ft\", arrivals: Every(time: \"8 h\"), route: Legs([Ride(service: \"east train\", to: \"east\")])),";
    let drains = [
        DAY,
        ("Trace(\"boxes\")", "Every(time: \"6 h\")"),
        ("flows: [", &format!("flows: [{home}")),
        ("count: 2, what", "count: 14, what"),
    ];
    let with = warnings(&text(&drains));
    assert!(with.is_empty(), "what comes by reposition is not known before: {with:?}");
    let without = [drains.as_slice(), &[("repositions: [(", "/* [("), ("\"east\")]))],\n)", "*/ )")]].concat();
    let told = warnings(&text(&without));
    let wanted = "`east/boxes east` loses 7.0 boxes a week: 28.0 are taken, 21.0 come back; 14 at the start, which last 2.0 weeks; then cargo waits";
    assert_eq!(told, [wanted]);
}

/// What is warned of pools before a run.
fn warnings(text: &str) -> Vec<String> {
    let folder = scratch();
    let loaded = load(&write_scenario(folder.path(), text), &[], &[]).expect("the scenario can be read");
    let model = loaded.model.expect("a scenario without errors has a model");
    let (_, findings) = compile(&model);
    let told = findings.into_iter().filter(|finding| finding.code == "W0424");
    told.map(|finding| format!("{}; {}", finding.title, finding.found.unwrap_or_default())).collect()
}
