//! Trains that call, load, wait and run late, worked out by hand: `tests/golden/services.ron` and `tests/golden/rail_border.ron`.
//!
//! Minutes are after midnight.

use std::fs::read_to_string;
use std::path::Path;

use super::golden::timeline;
use super::lives::{sheet, value};

fn lines(name: &str, edits: &[(&str, &str)]) -> Vec<String> {
    timeline(name, edits).lines().map(str::to_owned).collect()
}

/// Every one of these lines is there.
fn assert_has(lines: &[String], wanted: &[&str]) {
    for line in wanted {
        assert!(lines.iter().any(|known| known == line), "{line}\n{lines:#?}");
    }
}

/// The only flow: boxes from east to middle at these minutes.
fn to_middle(minutes: &str) -> [(&'static str, String); 2] {
    let times = format!("[(id: \"boxes\", minutes: {minutes})]");
    let flow = "[(id: \"box\", from: \"east\", to: \"middle\", commodity: \"steel\", arrivals: Trace(\"boxes\"), \
                route: Legs([Ride(service: \"train\", to: \"middle\")]))]";
    [("times", times), ("flows", flow.to_owned())]
}

/// Boxes from east to middle at these minutes, with other edits.
fn boxes(minutes: &str, edits: &[(&str, &str)]) -> Vec<String> {
    let flows = to_middle(minutes);
    let flows = flows.iter().map(|(path, value)| (*path, value.as_str()));
    let all: Vec<(&str, &str)> = flows.chain(edits.iter().copied()).collect();
    lines("services", &all)
}

/// The text of a scenario of `tests/golden`.
fn text(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/{name}.ron"));
    read_to_string(path).expect("the scenario can be read")
}

/// The lines that say when boxes are delivered, and how long they took.
fn deliveries(lines: &[String]) -> Vec<&str> {
    lines.iter().filter(|line| line.contains("delivered")).map(String::as_str).collect()
}

#[test]
fn a_train_with_three_calls_puts_off_and_takes_on_in_the_middle() {
    // Train 1 at 60: near 1 (10), far 1 (15) and near 2 (20) fill it, far 2 (30) is left behind. Aboard at 62, 64, 66; it leaves at 66 and is at the middle at 126. Near 1 is
    // ashore at 128, near 2 at 130. From then 10 min, until 140: late 1 (100) is aboard at 132, late 2 (134) at 136; far 1 has the third place, so late 3 (139) is left
    // behind, who waited 1 min for the time of departure. West at 170: far 1 ashore 172, late 1 174, late 2 176.
    // Train 2 at 180: far 2, who waited 36 min until the full departure at 66 and 114 min behind it. 182, middle 242; late 3 is taken on at once and aboard at 244; 252, west
    // 282: far 2 ashore 284, late 3 286.
    insta::assert_snapshot!("services", timeline("services", &[]));
}

#[test]
fn the_time_of_cargo_is_booked_where_and_for_what_it_is_spent() {
    // As above, in minutes, with a horizon behind the end. East, timetable: 50 + 45 + 40 + 36; left behind: far 2 114; crane: far 1 2, near 2 4; lifts 4 x 2; aboard until train 1 leaves: near 1 4, far 1 2.
    // Middle, timetable: late 1 30, late 3 1, and aboard far 1 10, late 1 8, late 2 4, far 2 10, late 3 8; left behind: late 3 102; far 1 aboard while others go ashore 4; crane:
    // near 2 2; lifts 5 x 2. West, crane: 2 + 4 and 2; lifts 5 x 2. Moving: 4 x 60 and 5 x 30. In all 902, the sum of the seven ages.
    let sheet = sheet(&text("services").replace("horizon: \"140 min\"", "horizon: \"6 h\""), 0);
    let daily = |class: &str, place: &str| value(&sheet, &format!("time:{class}"), place).unwrap_or(0.0);
    let of_network = |name: &str| name.strip_prefix("time:").map_or(0.0, |class| daily(class, "network"));
    let all: f64 = sheet.metrics.iter().filter(|row| row.place == "network").map(|row| of_network(&row.name)).sum();
    for (class, place, minutes) in [
        ("waiting:timetable", "hub/east", 171.0),
        ("waiting:left_behind", "hub/east", 114.0),
        ("waiting:queue:crane", "hub/east", 6.0),
        ("worked:handling", "hub/east", 8.0),
        ("waiting:batch", "hub/east", 6.0),
        ("moving", "link/first", 240.0),
        ("waiting:timetable", "hub/middle", 71.0),
        ("waiting:left_behind", "hub/middle", 102.0),
        ("waiting:batch", "hub/middle", 4.0),
        ("waiting:queue:crane", "hub/middle", 2.0),
        ("worked:handling", "hub/middle", 10.0),
        ("moving", "link/second", 150.0),
        ("waiting:queue:crane", "hub/west", 8.0),
        ("worked:handling", "hub/west", 10.0),
    ] {
        let found = daily(class, place) / all * 902.0;
        assert!((found - minutes).abs() < 1e-9, "{class} {place}: {found}, not {minutes}");
    }
}

#[test]
fn a_run_is_paid_for_both_ways_and_shared_by_mass_and_distance() {
    // Two runs of 90 km and 1.5 h, and as much back: 2 x (180 x 10 + 3 x 250) = 5100 USD; 180 x 5.5 + 180 x 3 = 1530 L. Carried: two boxes near, 20 t x 60 km each, two far,
    // 10 t x 90 km, three late, 10 t x 30 km: 5100 t-km. So a t-km costs 1 USD and takes 0.3 L.
    let running = "sets: \"wagons\", back: Constant(\"30 min\"), \
                   running: (usd_per_km: 10, usd_per_h: 250, energy: \"diesel\", per_km: 5.5, per_km_empty: 3), capacity_teu: 3";
    let scenario = text("services")
        .replace("    services: [", "    energies: [(id: \"diesel\", unit: \"L\", kg_wtw: 3, kg_ttw: 2)],\n    pools: [(id: \"wagons\", at: \"east\", count: 9)],\n    services: [")
        .replace("capacity_teu: 3", running)
        .replace("commodity: \"steel\", arrivals: Trace(\"near\")", "size_t: 20, arrivals: Trace(\"near\")");
    let sheet = sheet(&scenario, 0);
    for (flow, tkm) in [("flow/near", 1200.0), ("flow/far", 900.0), ("flow/late", 300.0)] {
        for (name, each) in [("usd_services", 1.0), ("energy:diesel (L)", 0.3), ("co2e_wtw", 0.9), ("tkm_rail", 1.0)] {
            let found = value(&sheet, name, flow).unwrap_or(f64::NAN);
            assert!((found - tkm * each).abs() < 1e-6, "{name} {flow}: {found}, not {}", tkm * each);
        }
    }
}

#[test]
fn each_train_has_luck_of_its_own_and_its_boxes_share_it() {
    let seen = boxes(
        "[10, 20, 62]",
        &[
            ("links/first/time", "Exponential(mean: \"60 min\")"),
            ("hubs/east/facilities/Rail/cranes/moves_per_h", "60"),
            ("services/train/departs", "Timetable(slots: [\"Fri 01:00\", \"Fri 01:05\"])"),
        ],
    );
    let time = |train: &str| {
        let of_train = format!("{train} has spent ");
        let line = seen.iter().find(|line| line.contains(&of_train) && line.ends_with("moving")).expect("it moves");
        line.split(&of_train).nth(1).map(str::to_owned)
    };
    assert_ne!(time("train 1"), time("train 2"), "{seen:#?}");
    let off = |name: &str| {
        let line = seen.iter().find(|line| line.contains(&format!("{name} is put off"))).expect("it comes");
        line.split(name).next().map(str::to_owned)
    };
    assert_eq!(off("box 1"), off("box 2"));
    assert_ne!(off("box 1"), off("box 3"));
}

#[test]
fn mass_fills_a_train_too_and_is_free_again_where_cargo_is_put_off() {
    // 25 t, boxes of 10 t: near 1 and far 1 at 60. Aboard 64, middle 124; near 1 is ashore at 126. There is mass for one more until 136: late 1 (100), not late 2 (134).
    let seen = lines("services", &[("services/train/max_t", "25")]);
    assert_has(
        &seen,
        &[
            "day 1 01:04 train 1 leaves with 2 TEU, 2 left behind",
            "day 1 02:16 train 1 leaves with 2 TEU, 1 left behind",
        ],
    );
}

#[test]
fn the_second_of_two_trains_takes_on_when_the_first_has_left() {
    // Train 1 at 60 takes boxes 1 and 2, aboard at 65 and 70. Train 2 stands there since 65, when its time comes, and finds boxes 3 and 4 at 70: aboard 75 and 80.
    // At the middle at 130 and 140: ashore 132, 134, 142, 144.
    let two = [
        ("services/train/capacity_teu", "2"),
        ("hubs/east/facilities/Rail/cranes/moves_per_h", "12"),
        ("services/train/departs", "Timetable(slots: [\"Fri 01:00\", \"Fri 01:05\"])"),
    ];
    let seen = boxes("[10, 20, 30, 40]", &two);
    assert_has(
        &seen,
        &[
            "day 1 01:05 train 2 is ready at its call 1",
            "day 1 01:10 train 1 leaves with 2 TEU, 2 left behind",
            "day 1 01:10 box 3 is taken on from east/line train after 40 min (waiting:timetable)",
            "day 1 01:20 train 2 has spent 5 min waiting:timetable",
            "day 1 01:20 train 2 has spent 10 min waiting:batch",
            "day 1 01:20 train 2 leaves with 2 TEU, 0 left behind",
        ],
    );
    let delivered = [
        "day 1 02:12 box 1 delivered after 2 h 2 min",
        "day 1 02:14 box 2 delivered after 1 h 54 min",
        "day 1 02:22 box 3 delivered after 1 h 52 min",
        "day 1 02:24 box 4 delivered after 1 h 44 min",
    ];
    assert_eq!(deliveries(&seen), delivered);
    // What waits for the second is enough for it, though it has none of it aboard when its time comes.
    let least = ("services/train/departs", "Timetable(slots: [\"Fri 01:00\", \"Fri 01:05\"], at_least_teu: 2)");
    assert_eq!(deliveries(&boxes("[10, 20, 30, 40]", &[two[0], two[1], least])), delivered);
    // One box is not enough: at 70 train 2 takes it on and stays.
    let seen = boxes("[10, 20, 30]", &[two[0], two[1], least, ("run/end", "Cut"), ("run/horizon", "\"3 h\"")]);
    assert_has(&seen, &["day 1 01:10 box 3 is taken on from east/line train after 40 min (waiting:timetable)"]);
    assert!(!seen.iter().any(|line| line.contains("train 2 leaves")), "{seen:#?}");
    // One track: train 2 stands before the terminal until 70.
    let seen = boxes("[10, 20, 30, 40]", &[two[0], two[1], two[2], ("hubs/east/facilities/Rail/tracks", "1")]);
    assert_has(&seen, &["day 1 01:10 train 2 gets east/Rail/tracks after 5 min (waiting:queue:track)"]);
    assert_eq!(deliveries(&seen), delivered);
}

#[test]
fn a_train_with_too_little_stays_for_the_next_departure() {
    // Loading 20 min. Train 1 takes box 1 (10) on at 40; at 60 one box is too little. It takes the departure at 120 in place of another train: box 2 (90) is taken on at
    // once. At the middle at 180: 182, 184.
    let departs = "Headway(every: \"1 h\", first: \"1 h\", at_least_teu: 2)";
    let deferred =
        [("services/train/departs", departs), ("services/train/loading", "\"20 min\""), ("run/horizon", "\"100 min\"")];
    let seen = boxes("[10, 90]", &deferred);
    assert_has(
        &seen,
        &[
            "day 1 00:40 box 1 is taken on from east/line train after 30 min (waiting:timetable)",
            "day 1 01:30 box 2 is taken on from east/line train after 0 min (waiting:timetable)",
            "day 1 02:00 train 1 leaves with 2 TEU, 0 left behind",
        ],
    );
    assert_eq!(
        deliveries(&seen),
        ["day 1 03:02 box 1 delivered after 2 h 52 min", "day 1 03:04 box 2 delivered after 1 h 34 min"]
    );
    let before_two = |line: &&String| line.starts_with("day 1 00") || line.starts_with("day 1 01");
    assert_eq!(seen.iter().filter(before_two).filter(|line| line.ends_with("created")).count(), 3, "{seen:#?}");
    // A later box alone is again too little: nothing begins at 180.
    let seen_later = boxes("[10, 90, 150]", &[deferred[0], ("run/horizon", "\"200 min\""), ("run/end", "Cut")]);
    assert!(!seen_later.iter().any(|line| line.contains("train 2")), "{seen_later:#?}");
    // Without loading time nothing begins at 60: box 1 waits 50 min for a time of departure and 60 for cargo, box 2 (90) 30 min for cargo.
    let seen = boxes("[10, 90]", &[deferred[0], deferred[2]]);
    assert_has(
        &seen,
        &[
            "day 1 02:00 box 1 is taken on from east/line train after 50 min (waiting:timetable) and 1 h (waiting:fill)",
            "day 1 02:04 train 1 leaves with 2 TEU, 0 left behind",
        ],
    );
}

#[test]
fn two_trains_that_are_put_off_both_leave_later() {
    // Both load from 30 and 35 on. At 60 and 65 there is one box of the two that are needed; box 2 comes at 80. Train 1 has both a week later.
    let departs = "Timetable(slots: [\"Fri 01:00\", \"Fri 01:05\"], at_least_teu: 2)";
    let seen = boxes(
        "[10, 80]",
        &[("services/train/departs", departs), ("services/train/loading", "\"30 min\""), ("run/horizon", "\"9 days\"")],
    );
    assert_has(&seen, &["day 8 01:00 train 1 leaves with 2 TEU, 0 left behind"]);
    assert_eq!(deliveries(&seen).len(), 2, "{seen:#?}");
    // Box 2 comes at 62: train 1 takes the departure of train 2 at 65, which stays.
    let seen = boxes("[10, 62]", &[("services/train/departs", departs), ("services/train/loading", "\"30 min\"")]);
    assert_has(&seen, &["day 1 01:05 train 1 leaves with 2 TEU, 0 left behind"]);
    assert_eq!(deliveries(&seen).len(), 2, "{seen:#?}");
}

#[test]
fn what_waits_counts_for_the_least_of_a_train_that_can_take_no_more() {
    // 15 t: one box of 10 t. Box 1 (10) is aboard from 40, box 2 (20) waits for want of mass. At 60 two are less than three; at 120, with box 3 (90), there are three: train 1
    // leaves with one of them. Box 2 waits 40 min for a time of departure, 60 for cargo until 120, and is left behind; so is box 3, who waited 30 min for a time.
    let seen = boxes(
        "[10, 20, 90]",
        &[
            ("services/train/departs", "Headway(every: \"1 h\", first: \"1 h\", at_least_teu: 3)"),
            ("services/train/loading", "\"20 min\""),
            ("services/train/max_t", "15"),
            ("run/horizon", "\"165 min\""),
            ("run/end", "Cut"),
        ],
    );
    assert_has(
        &seen,
        &[
            "day 1 02:00 train 1 leaves with 1 TEU, 2 left behind",
            "day 1 02:40 box 2 is taken on from east/line train after 40 min (waiting:timetable) and 40 min (waiting:left_behind) and 1 h (waiting:fill)",
        ],
    );
}

#[test]
fn a_set_that_is_late_is_what_cargo_waits_for() {
    // One set. Train 1: 60, aboard 62, middle 122, ashore 124, 134, west 164, back 194. Train 2 should leave at 120 and has its set at 194. Box 2 (100) waits 20 min for its
    // time and 74 for the set, box 3 (150) only for the set: 44 min. Aboard 196, 198; middle 258: 260, 262.
    let seen = boxes(
        "[10, 100, 150]",
        &[
            ("pools", "[(id: \"wagons\", at: \"east\", count: 1)]"),
            ("services/train/sets", "\"wagons\""),
            ("services/train/back", "Constant(\"30 min\")"),
            ("services/train/departs", "Headway(every: \"1 h\", first: \"1 h\")"),
            ("run/horizon", "\"160 min\""),
        ],
    );
    assert_has(
        &seen,
        &[
            "day 1 03:14 train 2 gets east/wagons after 1 h 14 min (waiting:vehicle)",
            "day 1 03:14 box 2 is taken on from east/line train after 20 min (waiting:timetable) and 1 h 14 min (waiting:vehicle)",
            "day 1 03:14 box 3 is taken on from east/line train after 44 min (waiting:vehicle)",
            "day 1 03:18 train 2 leaves with 2 TEU, 0 left behind",
        ],
    );
    assert_eq!(
        deliveries(&seen)[1..],
        ["day 1 04:20 box 2 delivered after 2 h 40 min", "day 1 04:22 box 3 delivered after 1 h 52 min",]
    );
}

#[test]
fn a_train_that_is_not_full_leaves_so_long_after_its_first_box() {
    // Three places. Box 1 comes at 10, box 2 at 20: train 1 leaves at 40. Box 3 comes at 50: train 2, which stands there since 40, leaves at 80. Boxes 4, 5, 6 fill train 3 at
    // 100, which leaves when the last is aboard, at 102.
    let seen = boxes("[10, 20, 50, 90, 95, 100]", &[("services/train/departs", "FullOrAfter(\"30 min\")")]);
    assert_has(
        &seen,
        &[
            "day 1 00:40 train 1 leaves with 2 TEU, 0 left behind",
            "day 1 01:20 train 2 leaves with 1 TEU, 0 left behind",
            "day 1 01:42 train 3 leaves with 3 TEU, 0 left behind",
        ],
    );
}

#[test]
fn on_a_single_track_trains_of_both_directions_wait_for_each_other() {
    // Train 1 is on the first link from 62 to 122. The other leaves the middle at 70 and waits until 122.
    let services = "[
        Train(id: \"train\", calls: [\"east\", \"middle\"], capacity_teu: 3, departs: Timetable(slots: [\"Fri 01:00\"])),
        Train(id: \"back\", calls: [\"middle\", \"east\"], capacity_teu: 3, departs: Timetable(slots: [\"Fri 01:10\"])),
    ]";
    let seen = boxes("[10]", &[("services", services), ("links/first/trains_at_once", "1")]);
    assert_has(&seen, &["day 1 02:02 back 1 gets east/track first after 52 min (waiting:path)"]);
}

#[test]
fn a_train_takes_the_faster_of_two_lines() {
    let links = "[
        Rail(id: \"around\", from: \"east\", to: \"middle\", length_km: 90, speed_kmh: 60),
        Rail(id: \"first\", from: \"east\", to: \"middle\", length_km: 60, speed_kmh: 60),
        Rail(id: \"second\", from: \"middle\", to: \"west\", length_km: 30, speed_kmh: 60),
        Rail(id: \"long\", from: \"middle\", to: \"west\", length_km: 60, speed_kmh: 60),
    ]";
    assert_eq!(timeline("services", &[("links", links)]), timeline("services", &[]));
}

#[test]
fn wagons_change_their_bogies_where_gauges_meet() {
    // To the west the line is wide. The train comes on the narrow side of the middle at 122 and puts box 1 off there; at 134 it goes into the hall for 20 min; 30 min: 184 at the
    // wide tracks in the west, where far 1 is ashore at 186.
    let hub = |id: &str, rails: &str, at: &str| {
        format!("(id: \"{id}\", kind: RailTerminal, country: \"CN\", at: ({at}), facilities: [{rails}])")
    };
    let rail = |id: &str, gauge: u32| {
        format!("Rail(id: \"{id}\", tracks: 1, gauge_mm: {gauge}, cranes: (servers: 1, moves_per_h: 30))")
    };
    let (narrow, wide) = (rail("narrow", 1435), rail("wide", 1520));
    let hall = "BogieExchange(from_mm: 1435, to_mm: 1520, halls: 1, time: Constant(\"20 min\"))";
    let hubs = format!(
        "[{}, {}, {}]",
        hub("east", &narrow, "34.7, 112.0"),
        hub("middle", &format!("{narrow}, {wide}, {hall}"), "34.7, 111.0"),
        hub("west", &format!("{narrow}, {wide}"), "34.7, 110.5")
    );
    let links = "[
        Rail(id: \"first\", from: \"east\", to: \"middle\", length_km: 60, speed_kmh: 60),
        Rail(id: \"second\", from: \"middle\", to: \"west\", gauge_mm: [1520], length_km: 30, speed_kmh: 60),
    ]";
    let times = "[(id: \"near\", minutes: [10]), (id: \"far\", minutes: [15]), (id: \"late\", minutes: [20])]";
    let seen = lines("services", &[("hubs", &hubs), ("links", links), ("times", times), ("run/horizon", "\"1 h\"")]);
    assert_has(
        &seen,
        &[
            "day 1 02:04 train 1 gets middle/narrow/tracks at once",
            "day 1 02:16 train 1 gets middle/bogie exchange at once",
            "day 1 02:36 train 1 has spent 20 min worked:handling",
            "day 1 03:06 train 1 gets west/wide/tracks at once",
            "day 1 03:08 far 1 delivered after 2 h 53 min",
        ],
    );
    // On from the west it is on the wide gauge, and stands on the wide side of the middle.
    let calls = ("services/train/calls", "[\"east\", \"middle\", \"west\", \"middle\"]");
    let seen =
        lines("services", &[("hubs", &hubs), ("links", links), ("times", times), ("run/horizon", "\"1 h\""), calls]);
    assert!(seen.iter().any(|line| line.ends_with("train 1 gets middle/wide/tracks at once")), "{seen:#?}");
}

#[test]
fn a_hub_that_is_called_at_twice_has_a_line_for_each_call() {
    // East, middle, east, west. Near 1 (10) and near 2 (20) are taken on at the first call: aboard 62, 64, middle 124, ashore 126, 128, 138, east 198. There far 1 (15) and far 2
    // (30), who would ride around otherwise, are taken on: until 208, past the middle, west 298, ashore 300, 302.
    let flows = "[
        (id: \"near\", from: \"east\", to: \"middle\", arrivals: Trace(\"near\"), route: Legs([Ride(service: \"train\", to: \"middle\")])),
        (id: \"far\", from: \"east\", to: \"west\", arrivals: Trace(\"far\"), route: Legs([Ride(service: \"train\", to: \"west\")])),
    ]";
    let seen = lines(
        "services",
        &[
            ("services/train/calls", "[\"east\", \"middle\", \"east\", \"west\"]"),
            ("services/train/departs", "Timetable(slots: [\"Fri 01:00\"])"),
            ("flows", flows),
            ("run/horizon", "\"1 h\""),
        ],
    );
    assert_has(
        &seen,
        &[
            "day 1 01:04 train 1 leaves with 2 TEU, 0 left behind",
            "day 1 03:18 far 1 is taken on from east/line train (call 3) after 3 h 3 min (waiting:timetable)",
            "day 1 03:28 train 1 leaves with 2 TEU, 0 left behind",
        ],
    );
    assert_eq!(
        deliveries(&seen),
        [
            "day 1 02:06 near 1 delivered after 1 h 56 min",
            "day 1 02:08 near 2 delivered after 1 h 48 min",
            "day 1 05:00 far 1 delivered after 4 h 45 min",
            "day 1 05:02 far 2 delivered after 4 h 32 min",
        ]
    );
}

#[test]
fn a_pilot_brings_a_ship_in_and_out() {
    // Loading at the first port: pilot 60-70, box 1 (10) aboard at 72, pilot out until 82. 40 km at 20 km/h: 202 at the other port, which has no pilots.
    let seen = boxes(
        "[10]",
        &[
            ("hubs/east/kind", "Seaport"),
            (
                "hubs/east/facilities",
                "[Berths(berths: 1, cranes: (servers: 1, moves_per_h: 30), pilots: (servers: 1, time: Constant(\"10 min\")))]",
            ),
            ("hubs/middle/kind", "Seaport"),
            ("hubs/middle/facilities", "[]"),
            ("links", "[Sea(id: \"lane\", from: \"east\", to: \"middle\", length_km: 40, speed_kmh: 20)]"),
            (
                "services",
                "[Ship(id: \"train\", calls: [\"east\", \"middle\"], capacity_teu: 3, departs: Headway(every: \"9 h\", first: \"1 h\"))]",
            ),
        ],
    );
    assert_has(
        &seen,
        &["day 1 01:22 train 1 leaves east after 22 min", "day 1 03:22 box 1 delivered after 3 h 12 min"],
    );
}

#[test]
fn a_train_leaves_a_border_station_when_the_other_has_a_track_for_it() {
    // Train 1: 60, pass 120, check until 130, line until 160, check until 220, west 250. Train 2: pass 125, track at 130, check until 140, the other side's track at 220, line
    // until 250, check until 310, west 340. Train 3: pass 132, track at 220, check until 230, the other side's track at 310, line 340, check 400, west 430.
    let seen = lines("rail_border", &[]);
    assert_has(
        &seen,
        &[
            "day 1 02:10 train 2 gets pass/rail CN exit/tracks after 5 min (waiting:space)",
            "day 1 03:40 train 2 gets pass/rail KZ entry/tracks after 1 h 20 min (waiting:space)",
            "day 1 03:40 train 3 gets pass/rail CN exit/tracks after 1 h 28 min (waiting:space)",
            "day 1 05:10 train 3 gets pass/rail KZ entry/tracks after 1 h 20 min (waiting:space)",
        ],
    );
    assert_eq!(
        deliveries(&seen),
        [
            "day 1 04:10 box 1 delivered after 4 h 10 min",
            "day 1 05:40 box 2 delivered after 4 h 39 min",
            "day 1 07:10 box 3 delivered after 6 h 4 min",
        ]
    );
}

#[test]
fn a_train_leaves_a_border_station_when_the_line_is_free() {
    // Two tracks on the second side: train 2 has one at 140, the line at 160, is across at 190 and checked behind train 1 until 280. It leaves its first track at 160 to train 3.
    let seen = lines("rail_border", &[("hubs/pass/facilities/RailBorder/b/tracks", "2")]);
    assert_has(
        &seen,
        &[
            "day 1 02:40 train 2 gets pass/rail/line between after 20 min (waiting:path)",
            "day 1 02:40 train 3 gets pass/rail CN exit/tracks after 28 min (waiting:space)",
            "day 1 03:40 train 2 gets pass/rail KZ entry/check after 30 min (waiting:queue:inspector)",
        ],
    );
}

#[test]
fn a_train_beyond_the_exchange_plan_of_a_day_waits_until_midnight() {
    // Two a day: train 3 has its track at 220, is checked until 230, and waits until 1440; it holds no track of the other side meanwhile.
    let seen =
        lines("rail_border", &[("hubs/pass/facilities/RailBorder/plan", "(a_to_b_per_day: 2, b_to_a_per_day: 1)")]);
    assert_has(
        &seen,
        &[
            "day 2 00:00 train 3 gets pass/rail CN-KZ/exchange plan after 20 h 10 min (waiting:quota)",
            "day 2 00:00 train 3 gets pass/rail KZ entry/tracks at once",
        ],
    );
}

#[test]
fn a_truck_that_is_put_off_is_late_against_the_departure_that_it_takes() {
    // The truck of 01:00 has one load of the two that it needs; with the second (95 min) it takes the departure of 04:00 and is back 2 h later. Reckoned from 01:00 that would
    // be 5 h.
    let service = "Trucks(id: \"rounds\", calls: [\"port\", \"town\", \"port\"], capacity_teu: 2, \
                   departs: Headway(every: \"3 h\", first: \"1 h\", at_least_teu: 2), loading: \"30 min\")";
    let scenario = text("rounds")
        .replace("Trucks(id: \"rounds\", calls: [\"port\", \"town\"], capacity_teu: 1, departs: Full, sets: \"vehicles\", back: Constant(\"1 h\"))", service)
        .replace("carried_by: Fleet(\"drayage\")", "route: Legs([Ride(service: \"rounds\", to: \"town\")])")
        .replace("arrivals: Poisson(per_h: 3.6)", "arrivals: Trace(\"loads\")")
        .replace("    hubs: [", "    times: [(id: \"loads\", minutes: [35, 95])],\n    hubs: [");
    let sheet = sheet(&scenario, 0);
    assert_eq!(value(&sheet, "departures", "service/rounds/port"), Some(0.1), "one in ten days");
    assert_eq!(value(&sheet, "round_mean", "service/rounds"), Some(2.0));
    assert_eq!(value(&sheet, "reach:04", "reach/port"), Some(1.0));
}
