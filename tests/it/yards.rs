//! Yards of terminals, worked out by hand: blocks by role, what happens when they are full, demurrage, and boxes that are lifted over without them. `tests/golden/yard.ron`.
//!
//! Minutes are after midnight.

use std::fs::read_to_string;
use std::path::Path;

use landbridge::index::{Sheet, View, measure};
use landbridge::plan::compile;
use landbridge::scenario::{Edit, load};

use super::golden::timeline;
use super::lives::{replicate, sheet, value};
use super::support::{scratch, write_scenario};

fn lines(edits: &[(&str, &str)]) -> Vec<String> {
    timeline("yard", edits).lines().map(str::to_owned).collect()
}

/// Every one of these lines is there.
fn assert_has(lines: &[String], wanted: &[&str]) {
    for line in wanted {
        assert!(lines.iter().any(|known| known == line), "{line}\n{lines:#?}");
    }
}

/// The text of the scenario.
fn text() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/yard.ron");
    read_to_string(path).expect("the scenario can be read")
}

#[test]
fn each_cargo_stands_in_its_block_and_waits_for_it_alone() {
    // The feeder leaves at 120 with imports 1 and 2, transit 1 and fish 1, and berths at 240. Import 1 has the only place of its block: crane 242, its truck, which comes from the
    // town, is there at 272. Until then import 2 stays aboard, for space, 32 min; transit 1 and fish 1 have blocks of their own and go ashore at 244 and 246. Import 2
    // is ashore at 274, and the feeder leaves. The truck is back at 302: for fish 1, 332, 362; then import 2, 392, 422.
    // Export 1 is in its block at 130; export 2 finds it full at 140 and is refused. The liner takes export 1 at 360, aboard 362, so export 3 has the place at 370 and
    // leaves with the next liner, a day later: aboard 1802. The train takes transit 1 at 720, aboard 723.
    assert_has(
        &lines(&[]),
        &[
            "day 1 04:00 import 1 gets port/yard/import at once",
            "day 1 04:00 transit 1 gets port/yard/rest at once",
            "day 1 04:00 fish 1 gets port/yard/plugs at once",
            "day 1 04:32 import 2 gets port/yard/import after 32 min (waiting:space)",
            "day 1 04:34 feeder 1 has spent 34 min waiting:batch",
            "day 1 05:02 import 1 delivered after 5 h 2 min",
            "day 1 06:02 fish 1 delivered after 5 h 32 min",
            "day 1 07:02 import 2 delivered after 6 h 52 min",
            "day 1 02:10 export 1 gets port/yard/export at once",
            "day 1 02:20 export 2 does not join port/yard/export",
            "day 1 02:20 export 2 leaves the model after 30 min",
            "day 1 06:10 export 3 gets port/yard/export at once",
            "day 1 08:02 export 1 delivered after 6 h 22 min",
            "day 2 08:02 export 3 delivered after 1 day 2 h 22 min",
            "day 1 13:03 transit 1 delivered after 12 h 43 min",
        ],
    );
}

#[test]
fn a_block_that_blocks_lets_trucks_wait_outside() {
    // Export 2 comes at 140 and waits until export 1 is aboard at 362, 222 min; export 3 comes at 370 and waits for export 2, which leaves with the liner of the next day, aboard 1802.
    let seen = lines(&[("hubs/port/facilities/Yard/blocks/export/when_full", "Block")]);
    assert_has(
        &seen,
        &[
            "day 1 06:02 export 2 gets port/yard/export after 3 h 42 min (waiting:space)",
            "day 2 06:02 export 3 gets port/yard/export after 23 h 52 min (waiting:space)",
        ],
    );
    assert!(!seen.iter().any(|line| line.contains("leaves the model")), "{seen:#?}");
}

#[test]
fn empties_stand_in_their_block_however_they_come() {
    // The exports are empties: they stand with the transit boxes, where there is room for all of them.
    let seen = lines(&[("flows/export/commodity", "\"boxes\"")]);
    assert_has(
        &seen,
        &["day 1 02:20 export 2 gets port/yard/rest at once", "day 1 06:10 export 3 gets port/yard/rest at once"],
    );
}

#[test]
fn a_block_is_paid_for_by_its_own_tariff_or_that_of_the_yard() {
    // Import 1 stays from 242 to 272, import 2 from 274 to 392, at 48 USD a day by share: 1 USD, and 48 x 118 / 1440 = 3.93333 USD, to a millionth. The others pay 24 USD for a started day.
    let sheet = sheet(&text(), 0);
    let mean = |place: &str| value(&sheet, "charge_mean", &format!("storage/port/yard/{place}")).unwrap_or(f64::NAN);
    assert!((mean("import") - (1.0 + 3.933333) / 2.0).abs() < 1e-9, "{}", mean("import"));
    for block in ["export", "plugs", "rest"] {
        assert!((mean(block) - 24.0).abs() < 1e-9, "{block}: {}", mean(block));
    }
    // One of three exports, all of which come within the eight hours of the run.
    let turned = value(&sheet, "turned_away_share", "station/port/yard/export").unwrap_or(f64::NAN);
    assert!((turned - 1.0 / 3.0).abs() < 1e-9, "{turned}");
    assert_eq!(value(&sheet, "turned_away", "station/port/yard/import"), None, "it turns nobody away");
}

#[test]
fn a_block_for_everything_is_a_yard() {
    let all = "[(id: \"all\", capacity_teu: 10, for: [Import, Export, Transit, Empties, Reefer])]";
    for slowing in ["[]", "[(0.0, 1.0), (1.0, 11.0)]"] {
        let slow = ("hubs/port/facilities/Yard/slow_when_full", slowing);
        let whole = ("hubs/port/facilities/Yard", "Yard(capacity_teu: 10, tariff: (usd_per_day: 24))");
        let blocks = format!("Yard(tariff: (usd_per_day: 24), blocks: {all})");
        let of_blocks = timeline("yard", &[("hubs/port/facilities/Yard", &blocks), slow]);
        assert_eq!(of_blocks.replace("port/yard/all", "port/yard"), timeline("yard", &[whole, slow]));
    }
}

#[test]
fn cranes_slow_by_the_fill_of_all_blocks_together() {
    // At 240 the first move begins as import 1 takes its place, with export 1 in the yard since 130: 2 of 8 places. The factor
    // is 1 + 8 x 2/8 = 3: 6 min, not 2. Then transit 1 and fish 1 have their places: 4 of 8, factor 5, 10 min each.
    let seen = lines(&[("hubs/port/facilities/Yard/slow_when_full", "[(0.0, 1.0), (1.0, 9.0)]")]);
    assert_has(
        &seen,
        &[
            "day 1 04:06 import 1 has spent 6 min worked:handling",
            "day 1 04:16 transit 1 has spent 10 min worked:handling",
            "day 1 04:26 fish 1 has spent 10 min worked:handling",
        ],
    );
}

/// Demurrage of the feeder's boxes.
fn demurrage(tariff: &str) -> (&'static str, &str) {
    ("services/feeder/demurrage", tariff)
}

/// What is measured with edits.
fn measured(edits: &[(&str, &str)]) -> Sheet {
    let folder = scratch();
    let edits: Vec<Edit> =
        edits.iter().map(|&(path, value)| Edit { path: path.to_owned(), value: value.to_owned() }).collect();
    let loaded = load(&write_scenario(folder.path(), &text()), &edits, &[]).expect("the scenario can be read");
    let model = loaded.model.expect("a scenario without errors has a model");
    let (plan, findings) = compile(&model);
    assert!(findings.iter().all(|finding| !finding.is_error()), "{findings:?}");
    let (outcome, ()) = replicate(&model, &plan, 0, ());
    measure(&View { model: &model, plan: &plan, outcome: &outcome })
}

fn assert_is(sheet: &Sheet, name: &str, place: &str, wanted: f64) {
    let found = value(sheet, name, place).unwrap_or(f64::NAN);
    assert!((found - wanted).abs() < 1e-9, "{name} {place}: {found}, not {wanted}");
}

#[test]
fn demurrage_is_paid_from_ashore_to_the_gate_beside_the_yard() {
    // Twenty minutes free, then 144 USD a day, 0.1 a minute; from an hour on 0.2 a minute. Ashore to gate: import 1 from 242 to 272, 30 min: 10 x 0.1 = 1 USD. Import 2 from 274
    // to 392, 118 min: 4 + 58 x 0.2 = 15.6. Fish 1 from 246 to 332, 86 min: 4 + 26 x 0.2 = 9.2. Transit 1 goes on by train, from 244 to 723, 479 min: 4 + 419 x 0.2 = 87.8.
    let tariff = "(free: \"20 min\", usd_per_teu_day: 144, then: [(\"1 h\", 288)], billing: ProRata)";
    let sheet = measured(&[demurrage(tariff)]);
    for (flow, usd) in [("import", (1.0 + 15.6) / 2.0), ("fish", 9.2), ("transit", 87.8)] {
        assert_is(&sheet, "usd_demurrage", &format!("flow/{flow}"), usd);
        assert_is(&sheet, "charge_mean", &format!("demurrage/feeder/flow/{flow}"), usd);
    }
    assert_is(&sheet, "usd_demurrage", "flow/export", 0.0);
    assert_is(&sheet, "charge_mean", "demurrage/feeder", (1.0 + 15.6 + 9.2 + 87.8) / 4.0);
    // The tariff of the yard goes on as before, and both are in the total: 24 + 9.2.
    assert_is(&sheet, "usd_storage", "flow/fish", 24.0);
    assert_is(&sheet, "usd_total", "flow/fish", 33.2);
    // What is still there at the horizon has not been charged, as in a yard: at 300 only import 1 has gone.
    let cut = measured(&[demurrage(tariff), ("run/horizon", "\"5 h\""), ("run/end", "Cut")]);
    assert_is(&cut, "charge_mean", "demurrage/feeder", 1.0);
}

#[test]
fn demurrage_counts_days_that_are_begun_at_their_price_and_every_teu() {
    // The train leaves three days later: transit 1 stands from 244 to 5043, 4799 min. A day is free; the days that begin after 1, 2 and 3 days cost 10, 20 and 20 USD.
    let late = ("services/train/departs", "Headway(every: \"1 day\", first: \"84 h\")");
    let of_train = |billing: &str, teu: &str| {
        let tariff = format!("(free: \"1 day\", usd_per_teu_day: 10, then: [(\"2 days\", 20)], billing: {billing})");
        measured(&[demurrage(&tariff), late, ("flows/transit/size_teu", teu)])
    };
    assert_is(&of_train("Started", "1"), "usd_demurrage", "flow/transit", 50.0);
    // By share: a day at 10 and 1919 min at 20 = 10 + 26.652778, to a millionth.
    assert_is(&of_train("ProRata", "1"), "usd_demurrage", "flow/transit", 36.652778);
    assert_is(&of_train("ProRata", "2"), "usd_demurrage", "flow/transit", 73.305556);
}

#[test]
fn boxes_that_change_ships_pay_no_demurrage() {
    // From the feeder to the liner, which now ends at a third port.
    let scenario = text()
        .replace("Ship(id: \"feeder\",", "Ship(id: \"feeder\", demurrage: (usd_per_teu_day: 144),")
        .replace(
            "(id: \"inland\", kind: RailTerminal, country: \"CN\"",
            "(id: \"inland\", kind: Seaport, country: \"JP\"",
        )
        .replace("Rail(id: \"line\",", "Sea(id: \"line\",")
        .replace("Train(id: \"train\"", "Ship(id: \"train\"");
    let sheet = sheet(&scenario, 0);
    assert_eq!(value(&sheet, "charge_mean", "demurrage/feeder/flow/transit"), None);
    assert_is(&sheet, "charge_mean", "demurrage/feeder/flow/fish", 144.0);
}

/// The quay lifts over directly; trucks are based at the port; the train stands there from 120 to 360.
const DIRECT: [(&str, &str); 3] = [
    ("hubs/port/facilities/Berths/direct", "true"),
    ("fleets/drayage/base", "\"port\""),
    (
        "services/train",
        "Train(id: \"train\", calls: [\"port\", \"inland\"], capacity_teu: 1, loading: \"4 h\", departs: Headway(every: \"1 day\", first: \"6 h\"))",
    ),
];

#[test]
fn what_finds_its_vehicle_is_lifted_over_in_one_move() {
    // At 240 come imports 1 and 2, transits 1 and 2, fish 1, in this order. Import 1 takes the only truck; import 2, which has the place that import 1 does not need, and fish 1 go ashore. Transit 1 has the only
    // place of the train; transit 2 goes ashore. Who boards walks on after the others, so the crane takes import 1 (242), import 2 (244), transit 2 (246), fish 1 (248), transit 1 (250).
    // Import 1: town 272, truck back at 302. Import 2: 302, 332, truck back at 362. Fish 1: 362, 392. The train leaves at 360 and is inland at 420; transit 2 goes a day later, aboard 1563.
    let two = (
        "times",
        "[(id: \"for the town\", minutes: [0, 10]), (id: \"inland\", minutes: [20, 25]), (id: \"cold\", minutes: [30]), (id: \"from the town\", minutes: [100, 110, 340])]",
    );
    let seen = lines(&[DIRECT[0], DIRECT[1], DIRECT[2], two]);
    assert_has(
        &seen,
        &[
            "day 1 04:02 import 1 leaves port after 0 min",
            "day 1 04:32 import 1 delivered after 4 h 32 min",
            "day 1 04:00 import 2 gets port/yard/import at once",
            "day 1 05:32 import 2 delivered after 5 h 22 min",
            "day 1 04:08 transit 1 gets port/Berths/cranes after 8 min (waiting:queue:crane)",
            "day 1 04:10 transit 1 leaves port after 0 min",
            "day 1 04:10 feeder 1 leaves port after 10 min",
            "day 1 06:00 train 1 leaves with 1 TEU, 1 left behind",
            "day 1 07:00 transit 1 delivered after 6 h 40 min",
            "day 1 06:32 fish 1 delivered after 6 h 2 min",
            "day 1 04:00 transit 2 gets port/yard/rest at once",
            "day 2 02:03 transit 2 has spent 3 min worked:handling",
            "day 2 07:00 transit 2 delivered after 1 day 6 h 35 min",
        ],
    );
    let never = ["import 1 gets port/yard", "transit 1 gets port/yard", "transit 1 gets port/Rail/cranes"];
    assert!(!seen.iter().any(|line| never.iter().any(|words| line.contains(words))), "{seen:#?}");
}

#[test]
fn trucks_of_no_fleet_are_always_at_hand() {
    // Import 1 is lifted over by 242, import 2 by 244, and both drive on at once: in the town at 272 and 274.
    let route = "Legs([Ride(service: \"feeder\", to: \"port\"), Road(to: \"town\")])";
    let seen = lines(&[DIRECT[0], ("flows/import/route", route)]);
    assert_has(
        &seen,
        &["day 1 04:32 import 1 delivered after 4 h 32 min", "day 1 04:34 import 2 delivered after 4 h 24 min"],
    );
    assert!(!seen.iter().any(|line| line.contains("port/yard/import")), "{seen:#?}");
}

#[test]
fn where_no_vehicle_is_ever_at_hand_all_is_as_before() {
    // The truck is based in the town, the train comes at 720.
    assert_eq!(timeline("yard", &[DIRECT[0]]), timeline("yard", &[]));
}

#[test]
fn papers_hold_what_could_be_lifted_over() {
    let papers = "Stations(stations: [(id: \"desk\", kind: Desk, servers: 1)], \
                  procedures: [(id: \"papers\", on: [Transfer], steps: [Visit(at: \"desk\", time: Constant(\"5 min\"))])])";
    let scenario = text().replace("Berths(berths: 1,", &format!("{papers}, Berths(berths: 1, direct: true,"));
    let model = super::lives::loaded(&scenario).model.expect("a scenario without errors has a model");
    let (_, findings) = compile(&model);
    assert!(findings.iter().any(|finding| finding.code == "W0432"), "{findings:?}");
}
