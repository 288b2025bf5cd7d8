//! Breakdowns and the workshop, worked out by hand: `tests/golden/vehicles.ron`. Minutes are after midnight.
//!
//! How often whom breaks down is luck, read here from the law itself: with seed 2 trains 1, 2, 3 break down 1, 0, 1 times, loads 1 and 2 of the fleet 1 and 0 times, and the
//! truck of each on its way home once.

use std::collections::BTreeMap;

use landbridge::engine::draw::{purpose, stream_key};
use landbridge::engine::law::Law;
use landbridge::model::TimeClass;
use landbridge::observe::{Fact, Sink};
use landbridge::plan::Plan;
use landbridge::units::Millis;

use super::golden::timeline;
use super::lives::{compiled, replicate, sheet, value};
use super::support::{mean, run_into, scratch, text, write_scenario};

/// Every one of these lines is there.
fn assert_has(lines: &str, wanted: &[&str]) {
    for line in wanted {
        assert!(lines.lines().any(|known| known == *line), "{line}\n{lines}");
    }
}

#[test]
fn the_luck_of_the_timelines_is_that_of_the_law() {
    let law = Law::repeated(1.0, Law::Constant(1.0)).expect("a law");
    let luck = |path: &str, count: u32| -> Vec<f64> {
        let key = stream_key(2, 0, purpose(&format!("{path}/breakdowns")));
        (0..count).map(|who| law.sample(key, who, 0)).collect()
    };
    assert_eq!(luck("train/1/0/line/there", 3), [1.0, 0.0, 1.0]);
    assert_eq!(luck("load/0/road/there", 2), [1.0, 0.0]);
    assert_eq!(luck("load (empty, fleet)/0/road/back", 2), [1.0, 1.0]);
}

#[test]
fn a_repair_keeps_the_train_and_its_boxes_and_every_second_set_goes_to_the_workshop() {
    // Train 1 leaves at 10, is in town at 70 and in order at 90; its set is back at 150. Train 2 has waited for it since 40: town 210, back 270, workshop until 315.
    // Train 3 has waited since 70: town 375, in order at 395, back 455. The box of 5 is aboard from 10 to 90.
    let seen = timeline("vehicles", &[]);
    assert_has(
        &seen,
        &[
            "day 1 00:10 box 1 is taken on from base/line train after 5 min (waiting:timetable)",
            "day 1 01:10 train 1 has spent 1 h moving",
            "day 1 01:30 train 1 has spent 20 min waiting:breakdown",
            "day 1 01:30 box 1 is put off after 1 h 20 min aboard",
            "day 1 02:30 train 2 gets base/sets after 1 h 50 min (waiting:vehicle)",
            "day 1 04:30 train 2 has spent 1 h moving",
            "day 1 05:15 train 2 has spent 45 min worked:handling",
            "day 1 05:15 train 3 gets base/sets after 4 h 5 min (waiting:vehicle)",
            "day 1 06:35 train 3 has spent 20 min waiting:breakdown",
        ],
    );
    let workshop = seen.lines().filter(|line| line.ends_with("worked:handling"));
    let who: Vec<&str> = workshop.filter_map(|line| line.get(12..19)).collect();
    assert_eq!(who, ["train 2", "train 4", "train 6"], "{seen}");
}

#[test]
fn a_broken_train_keeps_its_track() {
    // With a second set train 2 leaves at 40, and waits for the track until train 1 is in order: 50 min.
    let seen = timeline("vehicles", &[("pools/sets/count", "2")]);
    assert_has(
        &seen,
        &[
            "day 1 00:40 train 2 leaves with 0 TEU, 0 left behind",
            "day 1 01:30 train 2 gets base/track line after 50 min (waiting:path)",
        ],
    );
}

#[test]
fn trucks_of_a_fleet_break_down_loaded_and_empty_and_keep_the_lane() {
    // Load 1: 0 to 60, in order at 80. In 1 has waited for the lane since 30, and the empty truck follows it at 80: at the end of the road at 140, in order and at hand at 160.
    // Load 2 has waited for it since 10: 160 to 220.
    let seen = timeline("vehicles", &[]);
    assert_has(
        &seen,
        &[
            "day 1 01:20 load 1 has spent 20 min waiting:breakdown",
            "day 1 01:20 load 1 delivered after 1 h 20 min",
            "day 1 01:20 in 1 gets town/lane road after 50 min (waiting:path)",
            "day 1 02:20 load (empty, fleet) 1 has spent 1 h moving",
            "day 1 02:40 load (empty, fleet) 1 has spent 20 min waiting:breakdown",
            "day 1 02:40 load 2 gets base/fleet after 2 h 30 min (waiting:vehicle)",
            "day 1 03:40 load 2 delivered after 3 h 30 min",
        ],
    );
}

/// A train an hour over twice 45 km for 100 days, half an hour to repair, exponential; three sets.
fn busy(more: &str) -> String {
    let pieces = [("line", "base", "middle"), ("line on", "middle", "town")];
    let link = |kind: &str, name: &str, (from, to): (&str, &str)| {
        let time = "Gamma(mean: \"30 min\", cv: 0.3)";
        format!("{kind}(id: \"{name}\", from: \"{from}\", to: \"{to}\", length_km: 45, time: {time})")
    };
    let of = |(name, from, to): (&str, &str, &str)| {
        [link("Rail", name, (from, to)), link("Road", &name.replace("line", "road"), (from, to))]
    };
    let links: Vec<String> = pieces.into_iter().flat_map(of).collect();
    format!(
        "(title: \"busy\", run: (start: \"2024-03-01\", horizon: \"100 days\", replications: 2, seed: 4), \
          hubs: [(id: \"base\", kind: RailTerminal, country: \"CN\", at: (34.7, 112.0)), (id: \"middle\", kind: City, country: \"CN\", at: (34.7, 112.3)), \
                 (id: \"town\", kind: RailTerminal, country: \"CN\", at: (34.7, 112.6))], \
          links: [{}], \
          fleets: [Trucks(id: \"fleet\", base: \"base\", count: 4{more})], \
          services: [Train(id: \"train\", calls: [\"base\", \"town\"], capacity_teu: 4, departs: Headway(every: \"1 h\"){more})], \
          flows: [(id: \"box\", from: \"base\", to: \"town\", arrivals: Poisson(per_h: 2), route: Legs([Ride(service: \"train\", to: \"town\")])), \
                  (id: \"load\", from: \"base\", to: \"town\", carried_by: Fleet(\"fleet\"), arrivals: Poisson(per_h: 0.5))])",
        links.join(", ")
    )
}

const BREAKDOWNS: &str = ", breakdowns: (mean_km: 60, repair: Exponential(mean: \"30 min\"))";

#[test]
fn a_run_is_broken_for_as_long_as_its_distance_says() {
    // 90 km / 60 km x 30 min = 45 min. Variance of one: 1.5 x (30^2 + 30^2) min^2; 2400 runs.
    let of_one = (1.5_f64 * 1800.0).sqrt() / 60.0;
    let found = value(&sheet(&busy(BREAKDOWNS), 0), "breakdown_mean", "service/train").expect("trains have run");
    assert!((found - 0.75).abs() < 4.5 * of_one / 2390_f64.sqrt(), "{found}");
    assert_eq!(value(&sheet(&busy(""), 0), "breakdown_mean", "service/train"), None);
}

/// Drives by account, who and cell.
struct Drives<'p> {
    plan: &'p Plan,
    times: BTreeMap<(String, u32, String), Vec<Millis>>,
}

impl Sink for Drives<'_> {
    fn record(&mut self, now: Millis, fact: Fact) {
        let (account, who, what, time) = match fact {
            Fact::Spent { who, cell, time } if self.plan.cells[cell as usize].class == TimeClass::Moving => {
                let cell = &self.plan.cells[cell as usize];
                (cell.account, who, format!("{:?}", cell.place), time)
            }
            Fact::Created { account, who } if self.plan.accounts[account as usize].flow.is_some() => {
                (account, who, "created".to_owned(), now)
            }
            _ => return,
        };
        let name = self.plan.accounts[account as usize].name.clone();
        self.times.entry((name, who, what)).or_default().push(time);
    }
}

#[test]
fn breakdowns_change_no_other_draw() {
    let drives = |more: &str| {
        let (model, plan) = compiled(&busy(more));
        replicate(&model, &plan, 1, Drives { plan: &plan, times: BTreeMap::new() }).1.times
    };
    let (without, with) = (drives(""), drives(BREAKDOWNS));
    let is_empty_truck = |key: &(String, u32, String)| key.0.contains("(empty") && key.2 == "created";
    let both: Vec<_> = without.keys().filter(|key| with.contains_key(key) && !is_empty_truck(key)).collect();
    assert!(both.len() > 10_000, "{}", both.len());
    for key in both {
        assert_eq!(without[key], with[key], "{key:?}");
    }
}

#[test]
fn the_table_of_services_says_how_long_runs_are_broken() {
    let folder = scratch();
    let scenario = write_scenario(folder.path(), &busy(BREAKDOWNS).replace("100 days", "10 days"));
    let place = run_into(folder.path(), "run", &scenario, &[]);
    let table = text(&place, "services.csv");
    let mut lines = table.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let (header, row) = (lines.next().expect("a header"), lines.next().expect("a row"));
    let column = header.iter().position(|name| *name == "breakdown_mean_h_per_run").expect("the column is there");
    let told: f64 = row[column].parse().expect("a number");
    assert!((told - mean(&place, "breakdown_mean", "service/train")).abs() < 1e-9);
    // What trains wait for, their boxes wait for.
    assert!(mean(&place, "time:waiting:breakdown", "link/line") > 0.0);
}
