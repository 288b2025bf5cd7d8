//! Golden tests: whole timelines of small scenarios, each line of which a person can check by hand. The calculation stands above each.
//!
//! A line that changes is a change of what the program does, to be explained in the changelog.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use landbridge::observe::Log;
use landbridge::plan::compile;
use landbridge::scenario::{Edit, load};
use landbridge::sim::{Limits, Replication, run};

/// What happens in the first replication of a scenario of `tests/golden`, one line a fact.
pub fn timeline(name: &str, edits: &[(&str, &str)]) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/{name}.ron"));
    let edits: Vec<Edit> =
        edits.iter().map(|&(path, value)| Edit { path: path.to_owned(), value: value.to_owned() }).collect();
    let loaded = load(&path, &edits, &[]).expect("the scenario can be read");
    assert!(!loaded.problems.has_errors(), "the scenario is right");
    let model = loaded.model.expect("a scenario without errors has a model");
    let (plan, findings) = compile(&model);
    assert!(findings.iter().all(|finding| !finding.is_error()), "the scenario compiles: {findings:?}");
    let replication = Replication { seed: model.run.seed, number: 0 };
    let limits = Limits { max_events: 10_000, max_entities: u64::MAX, stop: &AtomicBool::new(false) };
    let (_, log) = run(&plan, &model.run, replication, limits, Log::new(&plan, &model)).expect("the run ends");
    log.lines().join("\n")
}

#[test]
fn a_truck_passes_a_gate_in_the_time_that_it_takes() {
    // 08:00 + 5 min = 08:05, no wait.
    insta::assert_snapshot!(timeline("one_truck", &[]), @r"
    day 1 08:00 truck 1 created
    day 1 08:00 truck 1 arrives at port
    day 1 08:00 truck 1 gets port/gate at once
    day 1 08:05 truck 1 has spent 5 min worked:handling
    day 1 08:05 truck 1 leaves port after 5 min
    day 1 08:05 truck 1 delivered after 5 min
    ");
}

#[test]
fn the_second_of_two_trucks_waits_until_the_lane_is_free() {
    // Truck 1: 08:00 - 08:05. Truck 2 comes at 08:02, waits 08:05 - 08:02 = 3 min, is done at 08:10: 8 min in all.
    // Arrivals end at the horizon, 08:03; `Drain` follows both trucks to their ends beyond it.
    insta::assert_snapshot!(timeline("two_trucks", &[]), @r"
    day 1 08:00 truck 1 created
    day 1 08:00 truck 1 arrives at port
    day 1 08:00 truck 1 gets port/gate at once
    day 1 08:02 truck 2 created
    day 1 08:02 truck 2 arrives at port
    day 1 08:02 truck 2 waits for port/gate
    day 1 08:05 truck 1 has spent 5 min worked:handling
    day 1 08:05 truck 2 gets port/gate after 3 min (waiting:queue:gate)
    day 1 08:05 truck 1 leaves port after 5 min
    day 1 08:05 truck 1 delivered after 5 min
    day 1 08:10 truck 2 has spent 5 min worked:handling
    day 1 08:10 truck 2 leaves port after 8 min
    day 1 08:10 truck 2 delivered after 8 min
    ");
}

#[test]
fn a_run_that_is_cut_ends_at_its_horizon() {
    // As above, but the run ends at 08:03, before anybody is done.
    insta::assert_snapshot!(timeline("two_trucks", &[("run/end", "Cut")]), @r"
    day 1 08:00 truck 1 created
    day 1 08:00 truck 1 arrives at port
    day 1 08:00 truck 1 gets port/gate at once
    day 1 08:02 truck 2 created
    day 1 08:02 truck 2 arrives at port
    day 1 08:02 truck 2 waits for port/gate
    ");
}

#[test]
fn work_in_hand_is_finished_after_hours_under_finish() {
    // Truck 1: 17:50 + 15 min = 18:05, 5 min after closing. Truck 2 comes at 17:55 and may not begin at 18:05: it waits 5 min until closing (queue)
    // and 18:00 - 08:00 = 14 h (closed), is done at 08:15: 14 h 20 min in all.
    insta::assert_snapshot!(timeline("closing", &[]), @r"
    day 1 17:50 truck 1 created
    day 1 17:50 truck 1 arrives at port
    day 1 17:50 truck 1 gets port/gate at once
    day 1 17:55 truck 2 created
    day 1 17:55 truck 2 arrives at port
    day 1 17:55 truck 2 waits for port/gate
    day 1 18:05 truck 1 has spent 15 min worked:handling
    day 1 18:05 truck 1 leaves port after 15 min
    day 1 18:05 truck 1 delivered after 15 min
    day 2 08:00 truck 2 gets port/gate after 14 h (waiting:closed) and 5 min (waiting:queue:gate)
    day 2 08:15 truck 2 has spent 15 min worked:handling
    day 2 08:15 truck 2 leaves port after 14 h 20 min
    day 2 08:15 truck 2 delivered after 14 h 20 min
    ");
}

#[test]
fn work_in_hand_rests_over_night_under_suspend() {
    // Truck 1: 10 min of its 15 until 18:00, rests 14 h, the last 5 min from 08:00 to 08:05. Truck 2: 5 min of queue until 18:00, 14 h closed,
    // 5 min of queue until 08:05; done at 08:20.
    insta::assert_snapshot!(timeline("closing", &[("hubs/port/facilities/Stations/stations/gate/closing", "Suspend")]), @r"
    day 1 17:50 truck 1 created
    day 1 17:50 truck 1 arrives at port
    day 1 17:50 truck 1 gets port/gate at once
    day 1 17:55 truck 2 created
    day 1 17:55 truck 2 arrives at port
    day 1 17:55 truck 2 waits for port/gate
    day 2 08:05 truck 1 has spent 15 min worked:handling
    day 2 08:05 truck 1 has spent 14 h waiting:closed
    day 2 08:05 truck 2 gets port/gate after 14 h (waiting:closed) and 10 min (waiting:queue:gate)
    day 2 08:05 truck 1 leaves port after 14 h 15 min
    day 2 08:05 truck 1 delivered after 14 h 15 min
    day 2 08:20 truck 2 has spent 15 min worked:handling
    day 2 08:20 truck 2 leaves port after 14 h 25 min
    day 2 08:20 truck 2 delivered after 14 h 25 min
    ");
}

#[test]
fn nothing_is_begun_that_cannot_end_in_time_under_fit_only() {
    // Truck 1: 10 min are left at 17:50, 15 are needed: it waits 10 min (queue: the gate is open) and 14 h (closed), 08:00 - 08:15.
    // Truck 2: 5 min until 18:00 and 15 min behind truck 1 (queue), 14 h closed, 08:15 - 08:30.
    insta::assert_snapshot!(timeline("closing", &[("hubs/port/facilities/Stations/stations/gate/closing", "FitOnly")]), @r"
    day 1 17:50 truck 1 created
    day 1 17:50 truck 1 arrives at port
    day 1 17:50 truck 1 waits for port/gate
    day 1 17:55 truck 2 created
    day 1 17:55 truck 2 arrives at port
    day 1 17:55 truck 2 waits for port/gate
    day 2 08:00 truck 1 gets port/gate after 14 h (waiting:closed) and 10 min (waiting:queue:gate)
    day 2 08:15 truck 1 has spent 15 min worked:handling
    day 2 08:15 truck 2 gets port/gate after 14 h (waiting:closed) and 20 min (waiting:queue:gate)
    day 2 08:15 truck 1 leaves port after 14 h 25 min
    day 2 08:15 truck 1 delivered after 14 h 25 min
    day 2 08:30 truck 2 has spent 15 min worked:handling
    day 2 08:30 truck 2 leaves port after 14 h 35 min
    day 2 08:30 truck 2 delivered after 14 h 35 min
    ");
}

#[test]
fn the_fast_lane_is_served_before_those_who_came_earlier() {
    // One lane, 10 min each. Slow 1 at 00:00, done 00:10. Waiting by then: slow 2 (00:01), slow 3 (00:02), fast 1 (00:02:30), slow 4 (00:03).
    // Order: fast 1 at 00:10 (7 min 30 s), then the slow ones as they came: 00:20 (19 min), 00:30 (28 min), 00:40 (37 min).
    insta::assert_snapshot!(timeline("priorities", &[]), @r"
    day 1 00:00 slow 1 created
    day 1 00:00 slow 1 arrives at port
    day 1 00:00 slow 1 gets port/gate at once
    day 1 00:01 slow 2 created
    day 1 00:01 slow 2 arrives at port
    day 1 00:01 slow 2 waits for port/gate
    day 1 00:02 slow 3 created
    day 1 00:02 slow 3 arrives at port
    day 1 00:02 slow 3 waits for port/gate
    day 1 00:02:30.000 fast 1 created
    day 1 00:02:30.000 fast 1 arrives at port
    day 1 00:02:30.000 fast 1 waits for port/gate
    day 1 00:03 slow 4 created
    day 1 00:03 slow 4 arrives at port
    day 1 00:03 slow 4 waits for port/gate
    day 1 00:10 slow 1 has spent 10 min worked:handling
    day 1 00:10 fast 1 gets port/gate after 7 min 30 s (waiting:queue:gate)
    day 1 00:10 slow 1 leaves port after 10 min
    day 1 00:10 slow 1 delivered after 10 min
    day 1 00:20 fast 1 has spent 10 min worked:handling
    day 1 00:20 slow 2 gets port/gate after 19 min (waiting:queue:gate)
    day 1 00:20 fast 1 leaves port after 17 min 30 s
    day 1 00:20 fast 1 delivered after 17 min 30 s
    day 1 00:30 slow 2 has spent 10 min worked:handling
    day 1 00:30 slow 3 gets port/gate after 28 min (waiting:queue:gate)
    day 1 00:30 slow 2 leaves port after 29 min
    day 1 00:30 slow 2 delivered after 29 min
    day 1 00:40 slow 3 has spent 10 min worked:handling
    day 1 00:40 slow 4 gets port/gate after 37 min (waiting:queue:gate)
    day 1 00:40 slow 3 leaves port after 38 min
    day 1 00:40 slow 3 delivered after 38 min
    day 1 00:50 slow 4 has spent 10 min worked:handling
    day 1 00:50 slow 4 leaves port after 47 min
    day 1 00:50 slow 4 delivered after 47 min
    ");
}

#[test]
fn wrong_papers_are_corrected_and_handed_in_again() {
    // One desk, 4 min a time. Which papers are wrong is luck of seed 3: those of truck 1 at 00:04, 00:14 and 00:24, each time 6 min of correction
    // and back to the desk; right at 00:34. Truck 2 comes at 00:20 and finds truck 1 there until 00:24: waits 4 min, is right at once, 00:28.
    insta::assert_snapshot!(timeline("loop", &[]), @r"
    day 1 00:00 truck 1 created
    day 1 00:00 truck 1 arrives at port
    day 1 00:00 truck 1 gets port/desk at once
    day 1 00:04 truck 1 has spent 4 min worked:document
    day 1 00:10 truck 1 has spent 6 min worked:handling
    day 1 00:10 truck 1 gets port/desk at once
    day 1 00:14 truck 1 has spent 4 min worked:document
    day 1 00:20 truck 1 has spent 6 min worked:handling
    day 1 00:20 truck 1 gets port/desk at once
    day 1 00:20 truck 2 created
    day 1 00:20 truck 2 arrives at port
    day 1 00:20 truck 2 waits for port/desk
    day 1 00:24 truck 1 has spent 4 min worked:document
    day 1 00:24 truck 2 gets port/desk after 4 min (waiting:queue:desk)
    day 1 00:28 truck 2 has spent 4 min worked:document
    day 1 00:28 truck 2 leaves port after 8 min
    day 1 00:28 truck 2 delivered after 8 min
    day 1 00:30 truck 1 has spent 6 min worked:handling
    day 1 00:30 truck 1 gets port/desk at once
    day 1 00:34 truck 1 has spent 4 min worked:document
    day 1 00:34 truck 1 leaves port after 34 min
    day 1 00:34 truck 1 delivered after 34 min
    ");
}

#[test]
fn a_batch_comes_at_one_instant_and_is_served_one_by_one() {
    // One batch of three within the hour, at an instant that is luck of seed 2. 10 min each: waits 0, 10, 20 min, ends after 10, 20, 30 min.
    insta::assert_snapshot!(timeline("batch", &[]), @r"
    day 1 00:48:38.591 truck 1 created
    day 1 00:48:38.591 truck 2 created
    day 1 00:48:38.591 truck 3 created
    day 1 00:48:38.591 truck 1 arrives at port
    day 1 00:48:38.591 truck 1 gets port/gate at once
    day 1 00:48:38.591 truck 2 arrives at port
    day 1 00:48:38.591 truck 2 waits for port/gate
    day 1 00:48:38.591 truck 3 arrives at port
    day 1 00:48:38.591 truck 3 waits for port/gate
    day 1 00:58:38.591 truck 1 has spent 10 min worked:handling
    day 1 00:58:38.591 truck 2 gets port/gate after 10 min (waiting:queue:gate)
    day 1 00:58:38.591 truck 1 leaves port after 10 min
    day 1 00:58:38.591 truck 1 delivered after 10 min
    day 1 01:08:38.591 truck 2 has spent 10 min worked:handling
    day 1 01:08:38.591 truck 3 gets port/gate after 20 min (waiting:queue:gate)
    day 1 01:08:38.591 truck 2 leaves port after 20 min
    day 1 01:08:38.591 truck 2 delivered after 20 min
    day 1 01:18:38.591 truck 3 has spent 10 min worked:handling
    day 1 01:18:38.591 truck 3 leaves port after 30 min
    day 1 01:18:38.591 truck 3 delivered after 30 min
    ");
}

#[test]
fn two_trucks_carry_three_loads_and_the_third_waits_for_an_empty_return() {
    // 60 km at 60 km/h = 1 h. Load 1: 00:00 - 01:00, its truck is back at 02:00. Load 2: 00:10 - 01:10, back at 02:10.
    // Load 3 comes at 00:20, waits 02:00 - 00:20 = 1 h 40 min for the first truck, is delivered at 03:00; that truck is back at 04:00.
    insta::assert_snapshot!(timeline("fleet", &[]), @r"
    day 1 00:00 load 1 created
    day 1 00:00 load 1 arrives at port
    day 1 00:00 load 1 gets port/drayage at once
    day 1 00:00 load 1 leaves port after 0 min
    day 1 00:10 load 2 created
    day 1 00:10 load 2 arrives at port
    day 1 00:10 load 2 gets port/drayage at once
    day 1 00:10 load 2 leaves port after 0 min
    day 1 00:20 load 3 created
    day 1 00:20 load 3 arrives at port
    day 1 00:20 load 3 waits for port/drayage
    day 1 01:00 load 1 has spent 1 h moving
    day 1 01:00 load (empty, drayage) 1 created
    day 1 01:00 load 1 delivered after 1 h
    day 1 01:10 load 2 has spent 1 h moving
    day 1 01:10 load (empty, drayage) 2 created
    day 1 01:10 load 2 delivered after 1 h
    day 1 02:00 load (empty, drayage) 1 has spent 1 h moving
    day 1 02:00 load 3 gets port/drayage after 1 h 40 min (waiting:vehicle)
    day 1 02:00 load (empty, drayage) 1 delivered after 1 h
    day 1 02:00 load 3 leaves port after 1 h 40 min
    day 1 02:10 load (empty, drayage) 2 has spent 1 h moving
    day 1 02:10 load (empty, drayage) 2 delivered after 1 h
    day 1 03:00 load 3 has spent 1 h moving
    day 1 03:00 load (empty, drayage) 3 created
    day 1 03:00 load 3 delivered after 2 h 40 min
    day 1 04:00 load (empty, drayage) 3 has spent 1 h moving
    day 1 04:00 load (empty, drayage) 3 delivered after 1 h
    ");
}

#[test]
fn a_border_shut_on_one_side_fills_from_there_back_to_the_approach() {
    // Trucks leave every 10 min from 00:00 and reach the border 1 km = 1 min later; lanes take 1 min, the ground between 1 km at 10 km/h = 6 min.
    // Side b opens at 08:00. Truck n reaches the border at 00:(10n - 9).
    // 1 and 2 get the two places between the posts and stand before the lane of side b from 00:08 and 00:18.
    // 3 and 4 get the two places of the yard at 00:22 and 00:32 and wait for the ground between.
    // 5 is through the lane's work at 00:42, finds the yard full and blocks the lane. 6 has the second place of the approach and waits for the
    // lane from 00:51. 7 finds the approach full at 01:01.
    // 08:00 truck 1 is served (waited 08:00 - 00:08 = 7 h 52 min, closed); 08:01 it is done and frees one place between; at that instant 3 moves
    // (08:01 - 00:22: 7 h 38 min closed_opposite until 08:00 and 1 min space after it), 5 gets its yard place (7 h 18 min + 1 min), the lane is
    // free for 6 (08:01 - 00:51 = 7 h 10 min), the approach for 7 (08:01 - 01:01 = 7 h).
    // 2 is served 08:01 - 08:02 and lets 4 move. 3 drives 08:01 - 08:07, served until 08:08, lets 5 move (waited 7 min); 4 drives 08:02 - 08:08,
    // served until 08:09, lets 6 move; 5 drives until 08:14, served until 08:15, lets 7 move; 7 drives until 08:21, is done at 08:22.
    // Each needs 1 min from the border to its end: 08:02, 08:03, 08:09, 08:10, 08:16, 08:17, 08:23.
    // The lines are in `snapshots`, since there are many.
    insta::assert_snapshot!("border", timeline("border", &[]));
}

#[test]
fn boxes_change_from_ship_to_train_to_train_to_truck() {
    // The ship leaves overseas at 02:00 with the three boxes that came at 00:00, 00:30 and 01:00, and is in port 40 km / 20 km/h = 2 h later. Its crane
    // lifts one in 2 min: 04:02, 04:04, 04:06, and then it may go. A block train with three places stands there since midnight; its crane needs 3 min:
    // 04:02 - 04:05, 04:05 - 04:08, 04:08 - 04:11. It is full at 04:06 (until then `fill`) and leaves at 04:11 (`batch`); the next one comes at once.
    // 50 km at 50 km/h: 05:11; check 1 h: 06:11; 10 km at 20 km/h: 06:41; check 30 min: 07:11; 10 km at 20 km/h: 07:41 at the dry port.
    // Crane 3 min each: 07:44, 07:47, 07:50. The shuttle of 00:00 and 04:00 had no two boxes; that of 08:00 takes all three: 08:03, 08:06, 08:09 aboard.
    // Each pays the yard for a started day. 60 km at 60 km/h: 09:09. Two trucks: 09:39; they are back at 10:09, so the third box arrives at 10:39.
    // The wagons go back 3 h after 07:50: 10:50.
    insta::assert_snapshot!("land_bridge", timeline("land_bridge", &[]));
}

#[test]
fn a_fleet_of_tokens_and_one_of_vehicles_deliver_at_the_same_times() {
    let delivered = |route: Option<&str>| {
        let edits: Vec<(&str, &str)> = route.map(|route| ("flows/load/route", route)).into_iter().collect();
        let lines = timeline("rounds", &edits);
        let loads = lines.lines().filter(|line| line.contains(" load ") && line.contains("delivered"));
        loads.filter(|line| !line.contains("(empty")).map(str::to_owned).collect::<Vec<_>>()
    };
    let tokens = delivered(None);
    // 3.6 loads an hour for 10 days; 8 trucks that are away for 2 h each are busy nine tenths of their time, so many loads wait.
    assert!(tokens.len() > 800, "{}", tokens.len());
    assert_eq!(delivered(Some("Legs([Ride(service: \"rounds\", to: \"town\")])")), tokens);
}

#[test]
fn trucks_cross_in_columns_with_the_one_escort() {
    // Trucks come to the gate at 00:30, 00:40, 00:50 and 01:00. The first two leave at 00:40 (the first has waited 10 min for the second), are at the pass 1 h later and in
    // the south at 01:50. The escort is back 30 min after 01:40: trucks 3 and 4 leave at 02:10, after 1 h 20 min and 1 h 10 min without an escort, and are there at 03:20.
    let lines = timeline("convoy", &[]);
    for line in [
        "day 1 00:40 column 1 leaves with 2 TEU, 0 left behind",
        "day 1 01:40 truck 1 is put off after 1 h 10 min aboard",
        "day 1 01:50 truck 2 delivered after 1 h 40 min",
        "day 1 02:10 truck 3 is taken on from gate/line column after 1 h 20 min (waiting:vehicle)",
        "day 1 02:10 truck 4 is taken on from gate/line column after 1 h 10 min (waiting:vehicle)",
        "day 1 03:20 truck 4 delivered after 2 h 50 min",
    ] {
        assert!(lines.lines().any(|known| known == line), "{line}: {lines}");
    }
}

#[test]
fn cranes_slow_as_the_yard_fills_and_stop_in_a_gale() {
    // Of ten places one is taken when the first box is lifted at 07:41: 3 min x (1 + 10 x 0.1) = 6 min. Three are when the second is, at 07:47: 3 x 4 = 12 min.
    let slow = ("hubs/dry port/facilities/Yard/slow_when_full", "[(0.0, 1.0), (1.0, 11.0)]");
    let lines = timeline("land_bridge", &[slow, ("services/shuttle/departs", "Headway(every: \"4 h\")")]);
    for line in [
        "day 1 07:47 box 1 has spent 6 min worked:handling",
        "day 1 07:59 box 2 has spent 12 min worked:handling",
        "day 1 08:11 box 3 has spent 12 min worked:handling",
    ] {
        assert!(lines.lines().any(|known| known == line), "{line}: {lines}");
    }
    // The gale lasts until midnight: 16 h 19 min after 07:41.
    let gale = "[(id: \"gale\", at: [\"dry port\"], when: Dated([(\"2024-03-01\", \"2024-03-02\")]))]";
    let lines = timeline("land_bridge", &[("disruptions", gale)]);
    let line = "day 2 00:00 box 1 gets dry port/narrow/cranes after 16 h 19 min (waiting:closure)";
    assert!(lines.lines().any(|known| known == line), "{lines}");
}
