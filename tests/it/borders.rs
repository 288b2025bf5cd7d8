//! What is told of borders, worked out by hand: where the time of a crossing goes, queues by the hour of the day, release times, shares of goods.
//!
//! Nothing is left to chance. East: a truck an hour each way reaches the border 12 min past. To the south it takes gate 1 + documents 30 + between 6 + gate
//! 1 = 38 min, to the north 1 + 35 + 6 + 1 = 43, and nobody waits. West: a truck every two hours to the south, and the Chinese side is open from 8 to 20.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::support::{landbridge, mean, run_into, scratch, text, write_scenario};

const BORDERS: &str = r#"(
    title: "two borders",
    run: (start: "2024-03-01", zone: "UTC", horizon: "6 days", warm_up: Fixed("2 days"), replications: 2),
    calendars: [(id: "day", zone: "UTC", open: ["Mon-Sun 08:00-20:00"])],
    posts: [
        (id: "open", gate: (lanes: 1, time: Constant("1 min"))),
        (id: "usual", gate: (lanes: 1, time: Constant("1 min")), documents: (desks: 1, time: Constant("30 min"))),
        (id: "slow", gate: (lanes: 1, time: Constant("1 min")), documents: (desks: 1, time: Constant("35 min"))),
    ],
    hubs: [
        (id: "north", kind: City, country: "CN", at: (23, 108)),
        (id: "south", kind: City, country: "VN", at: (21, 106)),
        (id: "east", kind: Border, country: "CN", at: (22, 107), facilities: [Border(
            a: (country: "CN", exit: "usual", entry: "open"), b: (country: "VN", exit: "slow", entry: "open"),
            between: (length_km: 1, speed_kmh: 10))]),
        (id: "west", kind: Border, country: "CN", at: (22, 105), facilities: [Border(
            a: (country: "CN", exit: "usual", entry: "open", hours: "day"), b: (country: "VN", exit: "slow", entry: "open"),
            between: (length_km: 1, speed_kmh: 10))]),
    ],
    links: [
        Road(id: "ne", from: "north", to: "east", length_km: 10, speed_kmh: 50),
        Road(id: "es", from: "east", to: "south", length_km: 10, speed_kmh: 50),
        Road(id: "nw", from: "north", to: "west", length_km: 10, speed_kmh: 50),
        Road(id: "ws", from: "west", to: "south", length_km: 10, speed_kmh: 50),
    ],
    flows: [
        (id: "down", from: "north", to: "south", route: Via(["east"]), arrivals: Every(time: "1 h")),
        (id: "up", from: "south", to: "north", route: Via(["east"]), arrivals: Every(time: "1 h")),
        (id: "down west", from: "north", to: "south", route: Via(["west"]), arrivals: Every(time: "2 h")),
    ],
    overlays: [
        (id: "fast desks", changes: [Set("posts/usual/documents/time", Constant("10 min"))]),
        (id: "fewer", changes: [Set("flows/down/arrivals", Every(time: "2 h"))]),
    ],
    compare: [["fast desks"], ["fewer"]],
)
"#;

fn run(folder: &Path) -> PathBuf {
    run_into(folder, "run", &write_scenario(folder, BORDERS), &[])
}

/// The numbers of a row that begins so.
fn numbers(table: &str, begin: &str) -> Vec<f64> {
    let row = table.lines().find_map(|line| line.strip_prefix(begin)).unwrap_or_else(|| panic!("{begin} in {table}"));
    row.split(',').map(|cell| cell.parse().unwrap_or(f64::NAN)).collect()
}

fn assert_near(found: f64, expected: f64, what: &str) {
    assert!((found - expected).abs() < 1e-9, "{what}: {found}, not {expected}");
}

#[test]
fn the_time_of_a_crossing_is_that_of_its_direction() {
    // Catches time that is booked to both directions or to the wrong one: it would be 40.5 min each way.
    let folder = scratch();
    let place = run(folder.path());
    let south = [("all", 38.0), ("moving", 6.0), ("worked:handling", 2.0), ("worked:document", 30.0)];
    let north = [("all", 43.0), ("moving", 6.0), ("worked:handling", 2.0), ("worked:document", 35.0)];
    for (direction, classes) in [("CN-VN", south), ("VN-CN", north)] {
        for (class, minutes) in classes {
            let found = mean(&place, &format!("crossing:{class}"), &format!("border/east/{direction}"));
            assert_near(found * 60.0, minutes, &format!("{direction} {class}"));
        }
    }
}

#[test]
fn queues_are_told_by_the_hour_of_the_day() {
    // West: the truck of 20:12 waits 48 of 60 minutes of hour 20, and all of 21; at 22 that of 22:12 comes to it, 48 minutes more; at 5 those of 20, 22, 0, 2
    // and 4 wait. At the gate they wait until 8:00 and one minute for each before them: 0 + 1 + .. + 5 = 15 minutes of hour 8. By 13 all are through. Catches
    // hours that are shifted, looks in place of means over the hour, and sums that are not divided by the number of days.
    let folder = scratch();
    let place = run(folder.path());
    let table = text(&place, "queues-by-hour.csv");
    for (hour, waiting) in [(20, 0.8), (21, 1.0), (22, 1.8), (5, 5.0), (13, 0.0)] {
        for place in ["west", "west/CN exit/gate"] {
            let row = numbers(&table, &format!("{place},{hour},{},units,", hour + 1));
            assert_near(row[0], waiting, &format!("{place} at {hour}"));
        }
    }
    assert_near(numbers(&table, "west/CN exit/gate,8,9,units,")[0], 0.25, "gate at 8");
    assert!(!table.contains("east/CN exit/gate"), "nobody waits in the east");
    assert!(place.join("plots/queue-by-hour.svg").exists());
}

#[test]
fn release_times_are_those_of_each_agency() {
    // Columns: number a day, mean wait, its 90 % quantile, mean work, each with two ends. Catches work per day in place of work per truck.
    let folder = scratch();
    let place = run(folder.path());
    let table = text(&place, "release-times.csv");
    let row = numbers(&table, "east,VN exit,documents,documents,");
    assert_eq!([row[0], row[3], row[6], row[9]], [24.0, 0.0, 0.0, 35.0]);
    // Of the 12 that come a day to the west, 30 min each: the truck of 20:12 waits until 8:00 at the gate and then for no desk.
    let row = numbers(&table, "west,CN exit,documents,documents,");
    assert_eq!([row[0], row[9]], [12.0, 30.0]);
    // At the gate six wait for its opening, 11.8 + 9.8 + .. + 1.8 = 40.8 h, and then a quarter of an hour for one another.
    let row = numbers(&table, "west,CN exit,gate,gate,");
    assert_near(row[12], 40.8 / 41.05, "closed");
    assert_near(row[3], 41.05 * 60.0 / 12.0, "wait");
    let agencies: Vec<&str> = table.lines().skip(1).filter_map(|line| line.split(',').nth(2)).collect();
    assert_eq!(agencies[..2], ["gate", "documents"], "in the order of the procedure");
    assert!(place.join("plots/release-times.svg").exists());
}

#[test]
fn a_side_has_its_hours_and_dollars_by_consignment_and_by_vehicle() {
    // East as above, but what goes down is on trucks of a fleet that come home empty: gate 1 + between 6 + gate 1 = 8 min, when nobody else is there. So of the
    // vehicles that go north half take 1 + 35 = 36 min on the side of Viet Nam and half 1 min: 18.5 on average, give or take 17.5.
    // Columns: consignments and vehicles a day; hours, variation by consignment; by vehicle; official, unofficial, all dollars; each with two ends.
    let folder = scratch();
    let fleet = "fleets: [Trucks(id: \"shuttle\", base: \"north\", count: 9)],\n    flows: [";
    let fees = "fees: [(id: \"stamp\", usd: 20), (id: \"tea\", usd: 5, official: false)], documents: (desks: 1, time: Constant(\"30 min\"))";
    let scenario = BORDERS
        .replace("flows: [", fleet)
        .replace("documents: (desks: 1, time: Constant(\"30 min\"))", fees)
        .replacen("route: Via([\"east\"])", "route: Via([\"east\"]), carried_by: Fleet(\"shuttle\")", 1);
    let place = run_into(folder.path(), "run", &write_scenario(folder.path(), &scenario), &[]);
    let table = text(&place, "border-indicators.csv");
    let row = |begin: &str| -> Vec<f64> { numbers(&table, begin).chunks(3).map(|of| of[0]).collect() };
    for (side, minutes) in [("CN exit", 31.0), ("between", 6.0), ("VN entry", 1.0), ("crossing", 38.0)] {
        let row = row(&format!("east,CN-VN,{side},"));
        assert_eq!(row[..2], [24.0, 24.0], "{side}");
        assert_near(row[2] * 60.0, minutes, side);
        assert_near(row[4] * 60.0, minutes, side);
        assert_eq!([row[3], row[5]], [0.0, 0.0], "{side}: nobody differs");
    }
    assert_eq!(row("east,CN-VN,CN exit,")[6..], [20.0, 5.0, 25.0]);
    assert_eq!(row("east,CN-VN,VN entry,")[6..], [0.0, 0.0, 0.0]);
    assert_eq!(row("east,CN-VN,crossing,")[6..], [20.0, 5.0, 25.0]);
    let north = row("east,VN-CN,VN exit,");
    assert_eq!(north[..2], [24.0, 48.0]);
    assert_near(north[2] * 60.0, 36.0, "by consignment");
    assert_near(north[4] * 60.0, 18.5, "by vehicle");
    assert!((north[5] - 17.5 / 18.5).abs() < 0.01 && north[3] == 0.0, "{north:?}");
    // Nothing is paid on the way north, so nothing is said of it.
    assert!(north[6..].iter().all(|usd| usd.is_nan()), "{north:?}");
    assert_near(row("east,VN-CN,crossing,")[2] * 60.0, 43.0, "36 + 6 + 1");
}

#[test]
fn goods_are_shared_among_the_borders_between_two_countries() {
    // 24 trucks a day go south in the east, 12 in the west; all that go north go east. Catches shares of all crossings in both directions.
    let folder = scratch();
    let place = run(folder.path());
    let table = text(&place, "gate-shares.csv");
    assert_near(numbers(&table, "CN,VN,east,share,")[0], 2.0 / 3.0, "east");
    assert_near(numbers(&table, "CN,VN,west,share,")[0], 1.0 / 3.0, "west");
    assert_near(numbers(&table, "VN,CN,east,share,")[0], 1.0, "north");
    // The figure has the pair that has a choice.
    let figure = text(&place, "plots/gate-shares.svg");
    assert!(figure.contains("CN to VN") && figure.contains("67 %") && !figure.contains("VN to CN"));
}

#[test]
fn a_comparison_tells_which_cause_changed_and_what_was_diverted() {
    // Columns: base, value, difference. Catches differences of the wrong sign, and of the base from itself.
    let folder = scratch();
    let scenario = write_scenario(folder.path(), BORDERS);
    let place = folder.path().join("compare");
    let mut command = landbridge();
    command.timeout(Duration::from_secs(300)).arg("compare").arg(&scenario).arg("--quiet").arg("--output").arg(&place);
    command.assert().success();
    let causes = text(&place, "causes.csv");
    let of = |begin: &str| numbers(&causes, begin)[..3].iter().map(|hours| (hours * 60.0).round()).collect::<Vec<_>>();
    assert_eq!(of("fast desks,east/CN-VN,worked,document,h/crossing,"), [30.0, 10.0, -20.0]);
    assert_eq!(of("fast desks,east/CN-VN,all,,h/crossing,"), [38.0, 18.0, -20.0]);
    assert_eq!(of("fast desks,east/VN-CN,all,,h/crossing,"), [43.0, 43.0, 0.0]);
    let shares = numbers(&text(&place, "gate-shares.csv"), "fewer,CN,VN,east,share,");
    assert_near(shares[2], 0.5 - 2.0 / 3.0, "diverted");
    assert!(place.join("plots/waterfall.svg").exists());
}

#[test]
fn without_a_border_nothing_of_this_is_written() {
    let folder = scratch();
    let scenario = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/first-gate");
    let place = run_into(folder.path(), "run", &scenario, &["--replications", "1"]);
    for name in [
        "queues-by-hour.csv",
        "release-times.csv",
        "gate-shares.csv",
        "border-indicators.csv",
        "plots/queue-by-hour.svg",
        "plots/gate-shares.svg",
    ] {
        assert!(!place.join(name).exists(), "{name}");
    }
}

#[test]
fn agencies_stand_in_the_order_of_their_procedure() {
    // The lanes of risk make the plan come to quarantine before the scanner, and in other posts to the exit lane before an agency.
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/guangxi-indochina");
    let loaded = landbridge::scenario::load(&path, &[], &[]).expect("the scenario can be read");
    let model = loaded.model.expect("the scenario is right");
    let (plan, _) = landbridge::plan::compile(&model);
    let all = landbridge::index::releases(&model, &plan);
    let order = ["gate", "documents", "permit", "scanner", "agency", "weighbridge", "exit lane"];
    let rank = |kind: &str| order.iter().position(|known| *known == kind).expect("the kind is known");
    let is_same_post =
        |a: usize, b: usize| plan.things[all[a].0].hub == plan.things[all[b].0].hub && all[a].1.post == all[b].1.post;
    let mut posts = 1;
    for next in 1..all.len() {
        if is_same_post(next - 1, next) {
            assert!(rank(all[next - 1].1.kind) <= rank(all[next].1.kind), "{:?} before {:?}", all[next - 1], all[next]);
        } else {
            posts += 1;
            assert!(!(0..next - 1).any(|before| is_same_post(before, next)), "{:?} stands apart", all[next]);
        }
    }
    assert!(posts > 20, "{posts}");
}
