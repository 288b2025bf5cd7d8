//! Parcels in boxes of groupage, worked out by hand: `tests/golden/groupage.ron` and small ones below.
//!
//! Minutes are after midnight.

use std::collections::BTreeMap;
use std::fs::read_to_string;
use std::path::Path;

use landbridge::observe::{Fact, Sink};
use landbridge::units::{HOUR, Millis};

use super::golden::timeline;
use super::lives::{compiled, replicate, sheet, value};
use super::support::{mean, run_into, scratch, text, write_scenario};

fn lines(edits: &[(&str, &str)]) -> Vec<String> {
    timeline("groupage", edits).lines().map(str::to_owned).collect()
}

fn assert_has(lines: &[String], wanted: &[&str]) {
    for line in wanted {
        assert!(lines.iter().any(|known| known == line), "{line}\n{lines:#?}");
    }
}

/// When parcels are delivered, and how long that took.
fn deliveries(lines: &[String]) -> Vec<&str> {
    lines.iter().filter(|line| line.contains("delivered")).map(String::as_str).collect()
}

/// The text of the scenario of `tests/golden`.
fn golden() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/groupage.ron");
    read_to_string(path).expect("the scenario can be read")
}

#[test]
fn five_parcels_go_in_two_boxes_by_truck_and_two_trains_across_a_break_of_gauge() {
    // Created at 0, 10, 30, 40, 100 and 20 min later in the park: 20, 30, 50, 60, 120. Box 1 is full at 50: one dock, 10 + 3 x 5 min, until 75. It waits for the train at 180; a
    // crane has it aboard at 182, when the train leaves. Pass 242: 30 min, 30 min between, 15 min: 317; dry port 347, ashore 350. The shuttle comes at 360, has it at 363 and
    // is at the other park at 423: 6 + 3 x 2 min, 435. 30 min by truck: 465.
    // Box 2 has its first parcel at 60, so it is closed at 180 with two: docks until 200. The next train is at 420: 422, dry port 587, ashore 590; shuttle 600, 603, 663; 6 + 2 x 2
    // min, 673; 703.
    let seen = lines(&[]);
    assert_has(
        &seen,
        &[
            "day 1 00:50 boxes 1 is closed with 3 parcels, 6 m3",
            "day 1 01:15 boxes 1 has spent 15 min worked:stuffing",
            "day 1 03:00 boxes 2 is closed with 2 parcels, 4 m3",
            "day 1 03:00 boxes 1 is taken on from park/line block train after 1 h 45 min (waiting:timetable)",
            "day 1 05:47 boxes 1 is put off after 2 h 45 min aboard",
            "day 1 07:15 parcel 1 is put off after 6 h 55 min aboard",
        ],
    );
    assert_eq!(
        deliveries(&seen),
        [
            "day 1 07:45 parcel 1 delivered after 7 h 45 min",
            "day 1 07:45 parcel 2 delivered after 7 h 35 min",
            "day 1 07:45 parcel 3 delivered after 7 h 15 min",
            "day 1 11:43 parcel 4 delivered after 11 h 3 min",
            "day 1 11:43 parcel 5 delivered after 10 h 3 min",
        ]
    );
}

#[test]
fn the_time_of_parcels_is_that_of_their_box_and_of_its_trains() {
    // As above, in minutes. Fill: 30 + 20 + 0, 120 + 60. Stuffing 3 x 25 + 2 x 20, stripping 3 x 12 + 2 x 10. Timetable: 3 x 105 + 2 x 220 at the park, 5 x 10 at the dry port.
    // Cranes: 5 x 2 and 5 x 6. Checks at the pass: 5 x 45. Moving: 5 x (20 + 60 + 30 + 30 + 60 + 30). In all 2621, the sum of the ages 465, 455, 435, 663, 603.
    let sheet = sheet(&golden().replace("horizon: \"101 min\"", "horizon: \"1 day\""), 0);
    let daily = |class: &str, place: &str| value(&sheet, &format!("time:{class}"), place).unwrap_or(0.0) * 60.0;
    let of_network = |name: &str| name.strip_prefix("time:").map_or(0.0, |class| daily(class, "network"));
    let all: f64 = sheet.metrics.iter().filter(|row| row.place == "network").map(|row| of_network(&row.name)).sum();
    assert!((all - 2621.0).abs() < 1e-6, "{all}");
    for (class, place, minutes) in [
        ("waiting:fill", "hub/park", 230.0),
        ("worked:stuffing", "hub/park", 115.0),
        ("waiting:timetable", "hub/park", 755.0),
        ("worked:handling", "hub/park", 10.0),
        ("moving", "link/east", 300.0),
        ("worked:inspection", "hub/pass", 225.0),
        ("moving", "hub/pass", 150.0),
        ("worked:handling", "hub/dry port", 30.0),
        ("waiting:timetable", "hub/dry port", 50.0),
        ("moving", "link/west", 300.0),
        ("worked:stripping", "hub/far park", 56.0),
        ("moving", "link/last", 150.0),
    ] {
        let found = daily(class, place);
        assert!((found - minutes).abs() < 1e-6, "{class} {place}: {found}, not {minutes}");
    }
}

#[test]
fn boxes_are_counted_with_what_is_in_them() {
    // Two boxes in a day, with 3 and 2 parcels, 6 and 4 of 6 m3; 50 min and 180 min between closings. Closed 50 and 180, empty 435 and 673: 385 and 493 min. Until they are closed parcels
    // wait 230 min in all. At the park until the train leaves: 162 + 152 + 132 + 362 + 302 = 1110 min; at the other one 56.
    let sheet = sheet(&golden().replace("horizon: \"101 min\"", "horizon: \"1 day\""), 0);
    for (name, wanted) in [
        ("boxes", 2.0),
        ("parcels", 5.0),
        ("parcels_per_box", 2.5),
        ("load_mean", 5.0),
        ("load_factor", 5.0 / 6.0),
        ("full_share", 0.5),
        ("headway_mean", 130.0 / 60.0),
        ("round_mean", 439.0 / 60.0),
        ("until_closed_mean", 46.0 / 60.0),
        ("at_origin_mean", 222.0 / 60.0),
        ("at_destination_mean", 11.2 / 60.0),
    ] {
        let found = value(&sheet, name, "groupage/boxes").unwrap_or(f64::NAN);
        assert!((found - wanted).abs() < 1e-9, "{name}: {found}, not {wanted}");
    }
    assert_eq!(value(&sheet, "throughput_volume", "flow/parcel"), Some(10.0));
    assert_eq!(value(&sheet, "load_mean", "service/block train/park"), Some(2.0 / 6.0 * 2.0));
    assert!(
        sheet.metrics.iter().all(|row| !row.place.starts_with("service/boxes")),
        "boxes are told apart from trains"
    );
}

#[test]
fn a_box_is_full_by_mass_too_and_who_does_not_fit_goes_in_the_next() {
    // Boxes of 2 t: parcels of 1 t fill them at 30 and 60 without any time over; the fifth waits from 120 until 240.
    let seen = lines(&[("services/boxes/box_t", "2")]);
    let closed: Vec<&String> = seen.iter().filter(|line| line.contains("is closed")).collect();
    assert_eq!(
        closed,
        [
            "day 1 00:30 boxes 1 is closed with 2 parcels, 4 m3",
            "day 1 01:00 boxes 2 is closed with 2 parcels, 4 m3",
            "day 1 04:00 boxes 3 is closed with 1 parcels, 2 m3",
        ]
    );
    // Boxes of 5 m3: the third parcel (50) does not fit and closes box 1; with the fourth it is in box 2, which the fifth (120) closes.
    let seen = lines(&[("services/boxes/box_m3", "5")]);
    let closed: Vec<&String> = seen.iter().filter(|line| line.contains("is closed")).collect();
    assert_eq!(
        closed,
        [
            "day 1 00:50 boxes 1 is closed with 2 parcels, 4 m3",
            "day 1 02:00 boxes 2 is closed with 2 parcels, 4 m3",
            "day 1 04:00 boxes 3 is closed with 1 parcels, 2 m3",
        ]
    );
}

#[test]
fn boxes_that_are_closed_at_set_times_leave_empty_never() {
    // At 60 parcels 1 to 3 are in the line, and the fourth comes at that instant: there is room for three. At 120 the fourth is there, and the fifth. At 180 nobody is, and
    // the box of that time waits for one.
    let seen = lines(&[("services/boxes/departs", "Headway(every: \"1 h\", first: \"1 h\")")]);
    let closed: Vec<&String> = seen.iter().filter(|line| line.contains("is closed")).collect();
    assert_eq!(
        closed,
        ["day 1 01:00 boxes 1 is closed with 3 parcels, 6 m3", "day 1 02:00 boxes 2 is closed with 2 parcels, 4 m3"]
    );
    assert_has(&seen, &["day 1 01:00 parcel 1 is taken on from park/line boxes after 40 min (waiting:timetable)"]);
    assert_has(&seen, &["day 1 02:00 parcel 4 is taken on from park/line boxes after 1 h (waiting:left_behind)"]);
}

/// A large and two small parcels every two minutes, which fill a box, by the only truck of a fleet from park to park.
const BY_ROAD: &str = r#"(
    title: "by road",
    run: (start: "2024-03-01", replications: 1, horizon: "5 min", end: Drain),
    energies: [(id: "diesel", unit: "L", kg_wtw: 3, kg_ttw: 2)],
    hubs: [
        (id: "park", kind: DryPort, country: "CN", at: (34.7, 119.4), facilities: [
            Park(docks: 1, stuffing: (per_box: Constant("10 min"), per_parcel: Constant("5 min")), per_use: (usd: 30)),
        ]),
        (id: "other", kind: DryPort, country: "CN", at: (34.7, 113.8), facilities: [Park(docks: 1, stuffing: (per_box: Constant("20 min")))]),
    ],
    links: [Road(id: "road", from: "park", to: "other", length_km: 60, speed_kmh: 60, usd_per_teu: 6)],
    fleets: [Trucks(id: "truck", base: "park", count: 1, running: (usd_per_km: 2, usd_per_h: 30, energy: "diesel", per_km: 0.3, per_km_empty: 0.2))],
    services: [Groupage(id: "boxes", from: "park", to: "other", box_m3: 6, box_t: 20, departs: Full,
        route: Legs([Road(to: "other", fleet: "truck")]))],
    flows: [
        (id: "large", from: "park", to: "other", size_m3: 3, size_t: 1, arrivals: Every(time: "2 min"), carried_by: Groupage("boxes")),
        (id: "small", from: "park", to: "other", size_m3: 1.5, size_t: 2, arrivals: Every(time: "2 min", count: 2), carried_by: Groupage("boxes")),
    ],
)"#;

#[test]
fn boxes_queue_for_docks_and_trucks_and_their_parcels_with_them() {
    // At 0, 2 and 4 a large and two small parcels: 6 m3 at a time, three boxes. Stuffing takes 25 min: 0 - 25, 25 - 50, 50 - 75; boxes 2 and 3 wait for the dock 23 and 46 min. The truck
    // has box 1 at 25, is there at 85 and back at 145; box 2 waits 95 min, until 145, there at 205, back at 265; box 3 waits 190 min, there at 325. Stripping: 105, 225, 345. Ages 105, 223,
    // 341 min, three parcels each.
    let sheet = sheet(BY_ROAD, 0);
    let trips = value(&sheet, "time_in_system_mean", "network").unwrap_or(f64::NAN);
    assert!((trips - (105.0 + 223.0 + 341.0) / 180.0).abs() < 1e-9, "{trips}");
}

#[test]
fn parcels_share_the_cost_of_their_boxes_by_volume() {
    // A box: 60 km there and back, 2 h at the wheel: 4 x 60 + 2 x 30 = 300 USD and 18 + 12 L; 30 for stuffing, 12 freight for its two TEU: 342. A large parcel has half of a box, a small one a
    // quarter. Tonne-kilometres are those of parcels: 60 and 120.
    let sheet = sheet(BY_ROAD, 0);
    for (name, place, wanted) in [
        ("usd_per_box", "groupage/boxes", 342.0),
        ("usd_per_parcel", "groupage/boxes", 114.0),
        ("usd_per_m3", "groupage/boxes", 57.0),
        ("usd_total", "flow/large", 171.0),
        ("usd_total", "flow/small", 85.5),
        ("usd_road_km", "flow/small", 60.0),
        ("usd_freight", "flow/large", 6.0),
        ("usd_handling", "flow/large", 15.0),
        ("co2e_wtw", "flow/large", 45.0),
        ("tkm_road", "flow/large", 60.0),
        ("tkm_road", "flow/small", 120.0),
    ] {
        let found = value(&sheet, name, place).unwrap_or(f64::NAN);
        assert!((found - wanted).abs() < 1e-9, "{name} {place}: {found}, not {wanted}");
    }
}

/// When units of each account were created, and when they ended.
#[derive(Default)]
struct Spans(BTreeMap<(u32, u32), (Millis, Option<Millis>)>);

impl Sink for Spans {
    fn record(&mut self, now: Millis, fact: Fact) {
        match fact {
            Fact::Created { account, who } => {
                self.0.insert((account, who), (now, None));
            }
            Fact::Ended { account, who, .. } => {
                self.0.entry((account, who)).and_modify(|span| span.1 = Some(now));
            }
            _ => {}
        }
    }
}

/// Numbers that look like luck: the same for ever.
struct Dice(u64);

impl Dice {
    fn up_to(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most + 1
    }
}

const LINKS: &str = r#"links: [
        Road(id: "one", from: "a", to: "pass", length_km: 90, speed_kmh: 60, speed_cv: 0.3), Road(id: "two", from: "pass", to: "mid", length_km: 90, speed_kmh: 60),
        Road(id: "three", from: "mid", to: "b", length_km: 120, speed_kmh: 60, speed_cv: 0.2), Road(id: "four", from: "b", to: "town", length_km: 30, speed_kmh: 60),
        Rail(id: "line", from: "a", to: "rail pass", length_km: 90, speed_kmh: 50, speed_cv: 0.2), Rail(id: "line on", from: "rail pass", to: "mid", length_km: 90, speed_kmh: 50),
        Sea(id: "lane", from: "mid", to: "b", length_km: 200, speed_kmh: 20, speed_cv: 0.2),
    ],"#;

/// Parks, a road border with papers, a train, a ship, stations that break, small yards: whatever a box may meet.
fn any_scenario(dice: &mut Dice) -> String {
    let departs = match dice.up_to(4) {
        1 => "Full".to_owned(),
        2 => format!("Headway(every: \"{} h\")", dice.up_to(9)),
        _ => format!("FullOrAfter(\"{} h\")", dice.up_to(30)),
    };
    let route = match dice.up_to(4) {
        1 => "LeastTime",
        2 => "Legs([Road(to: \"b\", fleet: \"trucks\")])",
        3 => "Legs([Ride(service: \"train\", to: \"mid\"), Ride(service: \"ship\", to: \"b\")])",
        _ => "Legs([Ride(service: \"convoy\", to: \"mid\"), Ride(service: \"ship\", to: \"b\")])",
    };
    let (docks, yard, trucks) = (dice.up_to(3), 2 + dice.up_to(6), dice.up_to(3));
    let (box_m3, box_t, per_day) = (3 + dice.up_to(20), 2 + dice.up_to(9), 5 + dice.up_to(60));
    let (warm_up, horizon, every) = (10 + dice.up_to(50), 80 + dice.up_to(99), 2 + dice.up_to(9));
    let end = if dice.up_to(2) == 1 { "Cut" } else { "Drain" };
    format!(
        r#"(
    title: "any",
    run: (start: "2024-03-01", replications: 1, seed: {warm_up}, horizon: "{horizon} h", warm_up: Fixed("{warm_up} h"), end: {end}),
    calendars: [(id: "day", zone: "UTC", open: ["Mon-Sun 06:00-20:00"])],
    posts: [(id: "post", gate: (lanes: 2, time: Exponential(mean: "5 min")), yard_places: 3,
        documents: (desks: 1, time: Exponential(mean: "9 min"), errors: 0.3, correction: Some(Exponential(mean: "2 h"))),
        permits: [(id: "plant", desks: 1, time: Exponential(mean: "9 min"))])],
    hubs: [
        (id: "a", kind: DryPort, country: "CN", at: (34.7, 119.4), facilities: [
            Park(docks: {docks}, hours: "day", stuffing: (per_box: Exponential(mean: "20 min"), per_parcel: Exponential(mean: "4 min"))),
            Rail(tracks: 1, cranes: (servers: 1, moves_per_h: 20)), Yard(capacity_teu: {yard}),
            Stations(stations: [(id: "seal", servers: 1, breaks: (when: Busy, between: Exponential(mean: "30 min"), repair: Exponential(mean: "50 min")))],
                procedures: [(id: "seal", on: [Departure], steps: [Visit(at: "seal", time: Exponential(mean: "10 min"))])]),
        ]),
        (id: "pass", kind: Border, country: "CN", at: (22.0, 106.7), facilities: [Border(
            a: (country: "CN", hours: "day", exit: "post", entry: "post"), b: (country: "VN", exit: "post", entry: "post"),
            between: (length_km: 2, speed_kmh: 20, places: 2))]),
        (id: "mid", kind: Seaport, country: "VN", at: (20.8, 106.7), facilities: [
            Rail(tracks: 1, cranes: (servers: 1, moves_per_h: 10)), Berths(berths: 1, cranes: (servers: 1, moves_per_h: 9)), Yard(capacity_teu: {yard})]),
        (id: "b", kind: Seaport, country: "VN", at: (16.0, 108.2), facilities: [
            Park(docks: {docks}, stuffing: (per_parcel: Exponential(mean: "6 min"))), Berths(berths: 1), Yard(capacity_teu: {yard})]),
        (id: "town", kind: City, country: "VN", at: (16.1, 108.1), facilities: [Park(docks: 1, stuffing: (per_box: Exponential(mean: "10 min")))]),
        (id: "rail pass", kind: Border, country: "CN", at: (22.1, 106.6), facilities: [RailBorder(
            a: (country: "CN", tracks: 1, train: Exponential(mean: "1 h")), b: (country: "VN", train: Exponential(mean: "1 h"), hours: "day"),
            between: (length_km: 5, speed_kmh: 20), plan: (a_to_b_per_day: 5))]),
    ],
    {LINKS}
    fleets: [Trucks(id: "trucks", base: "mid", count: {trucks})],
    services: [
        Train(id: "train", calls: ["a", "mid"], capacity_teu: 4, departs: Headway(every: "{every} h")),
        Trucks(id: "convoy", calls: ["a", "mid"], capacity_teu: 4, departs: FullOrAfter("{every} h"), driver: Some((max_drive: "2 h", rest: "1 h"))),
        Ship(id: "ship", calls: ["mid", "b"], capacity_teu: 8, departs: FullOrAfter("{every} h")),
        Groupage(id: "boxes", from: "a", to: "b", box_m3: {box_m3}, box_t: {box_t}, departs: {departs}, route: {route}),
        Groupage(id: "last", from: "b", to: "town", box_m3: 4, box_t: 9, departs: FullOrAfter("{every} h")),
    ],
    instruments: [(id: "window", at: ["pass"], policy: SingleWindow(), uptake: 0.5)],
    flows: [
        (id: "parcels", from: "a", to: "town", size_m3: 1.2, size_t: 0.4, arrivals: Poisson(per_day: {per_day}), carried_by: Groupage("boxes")),
        (id: "large parcels", from: "a", to: "b", size_m3: 2.7, size_t: 1.6, arrivals: Poisson(per_day: 9), carried_by: Groupage("boxes")),
        (id: "in two boxes", from: "a", to: "town", size_m3: 0.9, size_t: 0.2, arrivals: Poisson(per_day: 9), route: Legs([Ride(service: "boxes", to: "b"), Ride(service: "last", to: "town")])),
        (id: "containers", from: "a", to: "b", size_teu: 2, arrivals: Poisson(per_day: 3), route: Legs([Ride(service: "train", to: "mid"), Ride(service: "ship", to: "b")])),
    ],
)"#
    )
}

#[test]
fn whatever_boxes_meet_each_millisecond_of_a_parcel_is_accounted_for_at_any_time() {
    let mut dice = Dice(7);
    let mut delivered = 0;
    for _ in 0..40 {
        let scenario = any_scenario(&mut dice);
        let (model, plan) = compiled(&scenario);
        // The audit at the end is part of it.
        let (outcome, Spans(spans)) = replicate(&model, &plan, 0, Spans::default());
        for marks in [&outcome.from, &outcome.until] {
            let mut ledger = vec![0; plan.accounts.len()];
            for (cell, time) in plan.cells.iter().zip(&marks.ledger) {
                ledger[cell.account as usize] += time;
            }
            for (account, about) in plan.accounts.iter().enumerate().filter(|(_, about)| about.litres > 0) {
                let of = spans.range((account as u32, 0)..(account as u32 + 1, 0)).map(|(_, span)| span);
                let until = |at: Millis| at.min(marks.at);
                let lived: Millis = of.map(|(born, end)| until(end.unwrap_or(marks.at)) - until(*born)).sum();
                assert_eq!(ledger[account], lived, "{} at {} h\n{scenario}", about.name, marks.at / HOUR);
                delivered += outcome.books.accounts[account].ended;
            }
        }
    }
    assert!(delivered > 2000, "{delivered}");
}

#[test]
fn boxes_are_in_tables_and_on_the_screen() {
    let folder = scratch();
    let scenario = write_scenario(folder.path(), &golden().replace("101 min", "1 day"));
    let place = run_into(folder.path(), "run", &scenario, &[]);
    assert!((mean(&place, "boxes", "groupage/boxes") - 2.0).abs() < 1e-9);
    let table = text(&place, "groupage.csv");
    assert!(table.lines().any(|line| line.starts_with("boxes,park,far park,parcels_per_box,parcels,2.5")), "{table}");
    assert!(!text(&place, "services.csv").contains("boxes"));
    assert!(!text(&place, "train-runs.csv").contains("boxes"));
}
