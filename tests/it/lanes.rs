//! Links on which one direction drives at a time, worked out by hand: `tests/golden/one_lane.ron`. Minutes are after midnight.
//!
//! A bridge of 10 min, 2 min to change its direction, a minute between two that follow one another. From a come out 1 and out 2 at 0, out 3 at 5, out 4 at 14;
//! from b come in 1 at 1, in 2 at 3, in 3 at 20.

use std::fs::read_to_string;
use std::path::Path;

use landbridge::observe::{Fact, Sink};
use landbridge::plan::Plan;
use landbridge::units::{MINUTE, Millis};

use super::golden::timeline;
use super::lives::{compiled, replicate, sheet, value};

const RULE: &str = "links/bridge/one_lane/rule";

/// When who gets onto the bridge: "00:26 in 1".
fn entries(edits: &[(&str, &str)]) -> Vec<String> {
    let all = timeline("one_lane", edits);
    let onto = all.lines().filter(|line| line.contains("gets") && line.contains("/lane bridge"));
    onto.filter_map(|line| Some(line.strip_prefix("day 1 ")?.split(" gets").next()?.to_owned())).collect()
}

#[test]
fn under_exhaustive_a_direction_keeps_the_lane_while_anybody_of_it_is_there() {
    // Out 2 follows at 1. Out 3 (5) and out 4 (14) come while others of theirs are on the bridge. Out 4 leaves it at 24; change until 26; in 1 to 3 follow one another.
    let wanted = ["00:00 out 1", "00:01 out 2", "00:05 out 3", "00:14 out 4", "00:26 in 1", "00:27 in 2", "00:28 in 3"];
    assert_eq!(entries(&[]), wanted);
    // One at a time: out 1 to 4 at 0, 10, 20, 30; out 4 leaves at 40.
    let one = entries(&[("links/bridge/one_lane/places", "1")]);
    let wanted = ["00:00 out 1", "00:10 out 2", "00:20 out 3", "00:30 out 4", "00:42 in 1", "00:52 in 2", "01:02 in 3"];
    assert_eq!(one, wanted);
}

#[test]
fn under_gated_a_turn_is_for_those_who_wait_when_it_begins() {
    // Out 1, then out 2 as nobody is there from b. Out 3 (5) is not of the gate. Out 2 leaves at 11, change until 13: the gate of in 1 and in 2, not of in 3 (20). In 2 leaves at 24,
    // change until 26: out 3 and out 4, who leaves at 37; in 3 at 39.
    let wanted = ["00:00 out 1", "00:01 out 2", "00:13 in 1", "00:14 in 2", "00:26 out 3", "00:27 out 4", "00:39 in 3"];
    assert_eq!(entries(&[(RULE, "Gated")]), wanted);
}

#[test]
fn under_limited_a_turn_is_for_so_many() {
    // Out 1 and out 2 as above; then one each: 10 min over the bridge and 2 min to change.
    let wanted = ["00:00 out 1", "00:01 out 2", "00:13 in 1", "00:25 out 3", "00:37 in 2", "00:49 out 4", "01:01 in 3"];
    assert_eq!(entries(&[(RULE, "Limited(1)")]), wanted);
    // Two each: out 2 begins the second half of the first turn; in 1 and in 2 at 13 and 14, in 2 leaves at 24; out 3 and out 4 at 26 and 27; in 3 at 39.
    let wanted = ["00:00 out 1", "00:01 out 2", "00:13 in 1", "00:14 in 2", "00:26 out 3", "00:27 out 4", "00:39 in 3"];
    assert_eq!(entries(&[(RULE, "Limited(2)")]), wanted);
}

#[test]
fn under_timed_a_turn_ends_by_the_clock_and_those_on_the_way_drive_on() {
    // Green until 8: out 1 to 3. Out 3 leaves at 15; change until 17; green until 25: in 1, in 2, in 3 (20) at once. In 3 leaves at 30; out 4 (14) at 32.
    let wanted = ["00:00 out 1", "00:01 out 2", "00:05 out 3", "00:17 in 1", "00:18 in 2", "00:20 in 3", "00:32 out 4"];
    assert_eq!(entries(&[(RULE, "Timed(green: \"8 min\")")]), wanted);
}

#[test]
fn a_lane_that_goes_on_changing_lets_wait_for_the_turn() {
    let cycle = ("links/bridge/one_lane/when_idle", "Cycle");
    let out = |minutes| ("times/out/minutes", minutes);
    let inward = |minutes| ("times/in/minutes", minutes);
    // A change takes 2 min: at 5 it goes on to b, at 6 nobody is there, at 8 it is at a: out 1, who leaves at 18. At 19 it goes on to b, and is there at 20.
    assert_eq!(entries(&[cycle, out("[5]"), inward("[19]")]), ["00:08 out 1", "00:20 in 1"]);
    // A light: a until 8, b from 10 to 18, a from 20 to 28. Out 1 (9) at 20, who leaves at 30; in 1 (21) at 32. He leaves at 42; out 2 (41) at 44.
    let light = (RULE, "Timed(green: \"8 min\")");
    assert_eq!(entries(&[cycle, light, out("[9, 41]"), inward("[21]")]), ["00:20 out 1", "00:32 in 1", "00:44 out 2"]);
}

#[test]
fn empty_trucks_and_runs_of_services_wait_their_turn_too() {
    // A load of the fleet at 0, unloaded at 10: its truck goes home empty. In 1 (8) waits from 8, the shuttle that leaves b at 9 behind it, the empty truck behind that: change from 10 to 12.
    let seen = entries(&[
        ("fleets", "[Trucks(id: \"fleet\", base: \"a\", count: 1)]"),
        (
            "services",
            "[Trucks(id: \"shuttle\", calls: [\"b\", \"a\"], capacity_teu: 1, departs: Headway(every: \"9 h\", first: \"9 min\"))]",
        ),
        ("flows/out/carried_by", "Fleet(\"fleet\")"),
        ("times/out/minutes", "[0]"),
        ("times/in/minutes", "[8]"),
    ]);
    assert_eq!(seen, ["00:00 out 1", "00:12 in 1", "00:13 shuttle 1", "00:14 out (empty, fleet) 1"]);
}

#[test]
fn waiting_for_the_other_direction_is_waiting_for_the_path() {
    let all = timeline("one_lane", &[]);
    assert!(all.contains("day 1 00:26 in 1 gets b/lane bridge after 25 min (waiting:path)"), "{all}");
    assert!(all.contains("day 1 00:01 out 2 gets a/lane bridge after 1 min (waiting:path)"), "{all}");
    // At the link: out 2 one minute, in 1 to 3 25, 24 and 8; over it seven times 10.
    let text = read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/one_lane.ron"));
    let sheet = sheet(&text.expect("the scenario can be read"), 0);
    let daily = |class: &str| value(&sheet, &format!("time:{class}"), "link/bridge").unwrap_or(f64::NAN);
    assert!((daily("waiting:path") / daily("moving") - 58.0 / 70.0).abs() < 1e-9, "{}", daily("waiting:path"));
}

/// Watches a lane: who is on it, and when the last one came and left.
struct Watch<'p> {
    plan: &'p Plan,
    on: [u32; 2],
    last: Option<(usize, Millis)>,
    left: Millis,
    entered: [u32; 2],
}

impl Watch<'_> {
    fn enters(&mut self, now: Millis, thing: u32) {
        let Some((_, side)) = self.plan.things[thing as usize].lane else { return };
        let side = usize::from(side);
        assert_eq!(self.on[1 - side], 0, "both directions at {now}");
        if let Some((last, at)) = self.last {
            let (since, least) = if last == side { (at, MINUTE) } else { (self.left, 2 * MINUTE) };
            assert!(now >= since + least, "too soon at {now}");
        }
        self.on[side] += 1;
        assert!(self.on[side] <= 3, "no place at {now}");
        self.entered[side] += 1;
        self.last = Some((side, now));
    }
}

impl Sink for Watch<'_> {
    fn record(&mut self, now: Millis, fact: Fact) {
        match fact {
            Fact::Seized { thing, .. } | Fact::Granted { thing, .. } => self.enters(now, thing),
            Fact::Moved { passage, .. } => {
                let account = self.plan.moves[passage as usize].account;
                let side = usize::from(self.plan.accounts[account as usize].name == "in");
                self.on[side] -= 1;
                self.left = now;
            }
            _ => {}
        }
    }
}

#[test]
fn whatever_the_rule_one_direction_at_a_time_is_on_the_lane() {
    for rule in ["Exhaustive", "Gated", "Limited(3)", "Timed(green: \"7 min\")"] {
        for when_idle in ["Stay", "Cycle"] {
            let text = format!(
                "(title: \"lane\", run: (start: \"2024-03-01\", horizon: \"4 days\", end: Drain, replications: 2), \
                  hubs: [(id: \"a\", kind: City, country: \"CN\", at: (34.7, 112.0)), (id: \"b\", kind: City, country: \"CN\", at: (34.7, 112.1))], \
                  links: [Road(id: \"bridge\", from: \"a\", to: \"b\", length_km: 5, time: Gamma(mean: \"6 min\", cv: 0.5), \
                    one_lane: (rule: {rule}, switch: \"2 min\", when_idle: {when_idle}, places: 3, headway: \"1 min\"))], \
                  flows: [(id: \"out\", from: \"a\", to: \"b\", arrivals: Poisson(per_h: 4)), (id: \"in\", from: \"b\", to: \"a\", arrivals: Poisson(per_h: 5))])"
            );
            let (model, plan) = compiled(&text);
            let watch = Watch { plan: &plan, on: [0; 2], last: None, left: 0, entered: [0; 2] };
            let (outcome, watch) = replicate(&model, &plan, 1, watch);
            assert_eq!(watch.on, [0, 0], "{rule} {when_idle}: all have left");
            // Flows are in the order of their ids.
            assert_eq!(
                watch.entered.map(u64::from),
                [outcome.books.accounts[1].created, outcome.books.accounts[0].created]
            );
        }
    }
}
