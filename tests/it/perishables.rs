//! Goods that lose value on the way, worked out by hand on two trucks: one is on the road for a day, the other for four.

use std::path::Path;

use super::support::{landbridge, mean, run_into, scratch, text, write_scenario};

const GARDENS: &str = r#"(
    title: "two gardens",
    run: (start: "2024-03-01", zone: "UTC", horizon: "10 days", replications: 2),
    commodities: [
        (id: "fruit", tonnes_per_teu: 9, value_usd_per_t: 1000, decay: Linear(after: "2 days", share_per_day: 0.08)),
        (id: "stones", tonnes_per_teu: 9, value_usd_per_t: 1000),
    ],
    hubs: [
        (id: "near garden", kind: City, country: "TH", at: (15, 101)),
        (id: "far garden", kind: City, country: "TH", at: (14, 101)),
        (id: "market", kind: City, country: "TH", at: (16, 101)),
    ],
    links: [
        Road(id: "near", from: "near garden", to: "market", length_km: 480, speed_kmh: 20),
        Road(id: "far", from: "far garden", to: "market", length_km: 1920, speed_kmh: 20),
    ],
    flows: [
        (id: "near fruit", from: "near garden", to: "market", commodity: "fruit", size_teu: 2, arrivals: Every(time: "20 days")),
        (id: "far fruit", from: "far garden", to: "market", commodity: "fruit", size_teu: 2, arrivals: Every(time: "20 days")),
        (id: "stones", from: "far garden", to: "market", commodity: "stones", size_teu: 2, arrivals: Every(time: "20 days")),
    ],
    overlays: [(id: "better road", changes: [Set("links/far/speed_kmh", 32)])],
    compare: [["better road"]],
)
"#;

fn run(folder: &Path, scenario: &str) -> std::path::PathBuf {
    run_into(folder, "run", &write_scenario(folder, scenario), &[])
}

fn assert_near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-6, "{found}, not {expected}");
}

#[test]
fn fruit_keeps_its_value_for_two_days_and_then_loses_it_day_by_day() {
    // Each truck has 18 t of 1,000 USD. The far one is two days late: it has lost 2 x 8 % = 2,880 USD, in a window of ten days.
    let folder = scratch();
    let place = run(folder.path(), GARDENS);
    assert_near(mean(&place, "value_left", "flow/near fruit"), 1.0);
    assert_near(mean(&place, "value_left", "flow/far fruit"), 0.84);
    assert_near(mean(&place, "value_lost", "flow/far fruit"), 288.0);
    // Of 36,000 USD of fruit 33,120 arrive: stones are no fruit.
    assert_near(mean(&place, "value_left", "network"), 0.92);
    assert_near(mean(&place, "value_lost", "network"), 288.0);
    assert!(!text(&place, "summary.csv").contains("value_left,flow/stones"));
    let table = text(&place, "perishables.csv");
    assert!(table.contains("far fruit,fruit,0.1,") && table.contains(",96,") && !table.contains("stones"), "{table}");
}

#[test]
fn value_may_be_halved_again_and_again() {
    // A half-life of four days: the near truck keeps 2^(-1/4).
    let folder = scratch();
    let place = run(
        folder.path(),
        &GARDENS.replace("Linear(after: \"2 days\", share_per_day: 0.08)", "Exponential(half_life: \"4 days\")"),
    );
    assert_near(mean(&place, "value_left", "flow/far fruit"), 0.5);
    assert_near(mean(&place, "value_left", "flow/near fruit"), 0.5f64.powf(0.25));
}

#[test]
fn nothing_is_worth_less_than_nothing() {
    let folder = scratch();
    let place = run(folder.path(), &GARDENS.replace("share_per_day: 0.08", "share_per_day: 0.8"));
    assert_near(mean(&place, "value_left", "flow/far fruit"), 0.0);
}

#[test]
fn what_a_better_road_saves_is_compared_pair_by_pair() {
    // At 32 km/h the far truck takes 60 h: half a day late, 4 %, 720 USD.
    let folder = scratch();
    let place = folder.path().join("compare");
    let scenario = write_scenario(folder.path(), GARDENS);
    landbridge().arg("compare").arg(&scenario).arg("--quiet").arg("--output").arg(&place).assert().success();
    let table = text(&place, "comparison.csv");
    let row = table.lines().find(|line| line.contains("better road,value_lost,network")).expect("value is compared");
    let cells: Vec<f64> = row.split(',').filter_map(|cell| cell.parse().ok()).collect();
    assert!([288.0, 72.0, -216.0].iter().all(|value| cells.iter().any(|cell| (cell - value).abs() < 1e-6)), "{row}");
    assert!(row.contains("lower"), "it is a metric by which variants are judged: {row}");
}
