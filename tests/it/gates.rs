//! The choice among gates, worked out by hand on `tests/golden/gates.ron`: trucks 1 to 11 leave at 0, 2, .. 20 min.

use std::fs::read_to_string;
use std::path::Path;

use super::golden::timeline;
use super::lives::{sheet, value};

/// The numbers of the trucks that go over the far gate.
fn over_far(edits: &[(&str, &str)]) -> Vec<u32> {
    far(&timeline("gates", edits))
}

/// The same, in a timeline, in the order in which they come there.
fn far(lines: &str) -> Vec<u32> {
    let of_far = lines.lines().filter(|line| line.ends_with("arrives at far"));
    of_far
        .filter_map(|line| {
            line.split_whitespace()
                .find_map(|word| word.parse().ok().filter(|&number: &u32| line.contains(&format!("truck {number} "))))
        })
        .collect()
}

const INFORMED: &str = "[(id: \"boards\", policy: QueueInformation(every: \"5 min\"), at: [\"near\", \"far\"])]";

#[test]
fn without_information_all_take_the_way_that_is_shorter_without_queues() {
    assert!(over_far(&[]).is_empty());
    // A toll of 11 USD makes the far one cheaper: 43 against 42.
    assert_eq!(over_far(&[("flows/truck/route/among/0/extra_usd", "11")]).len(), 11);
}

#[test]
fn who_sees_the_queue_goes_where_it_is_shorter() {
    // Truck 1 is in the near gate from 10 to 20. The look at 10 sees nobody waiting; that at 15 trucks 2 and 3 (since 12 and 14), 10 min each: 32 + 20 > 42.
    // Trucks that leave at 16, 18 and 20 see it: numbers 9, 10 and 11.
    assert_eq!(over_far(&[("instruments", INFORMED)]), [9, 10, 11]);
}

#[test]
fn what_is_published_late_is_seen_late() {
    // Published at 18, after truck 10 has left.
    let late = INFORMED.replace("every: \"5 min\"", "every: \"5 min\", delay: \"3 min\"");
    assert_eq!(over_far(&[("instruments", &late)]), [11]);
}

#[test]
fn nobody_is_informed_where_nobody_adopts_it_and_all_where_all_do() {
    let some = |uptake: &str| {
        let text = INFORMED.replace("at: [", &format!("uptake: {uptake}, at: ["));
        timeline("gates", &[("instruments", &text)])
    };
    assert_eq!(some("0"), timeline("gates", &[]));
    assert_eq!(some("1"), timeline("gates", &[("instruments", INFORMED)]));
}

#[test]
fn a_gate_without_a_licence_is_not_chosen_before_its_day() {
    assert_eq!(over_far(&[("flows/truck/route/among/0/from", "\"2024-03-02\"")]).len(), 11);
    assert!(over_far(&[("flows/truck/route/among/0/from", "\"2024-03-01\"")]).is_empty());
    assert_eq!(over_far(&[("flows/truck/route/among/0/until", "\"2024-03-01\"")]).len(), 11);
}

#[test]
fn shippers_who_differ_split_as_a_logit_says() {
    // V24: at a spread of 10 / ln 3 USD, ten dollars more divide by three: a quarter goes over the far gate. 600 trucks, standard deviation 10.6.
    let spread = (10.0 / 3f64.ln()).to_string();
    let edits = [
        ("flows/truck/route/spread_usd", spread.as_str()),
        ("run/horizon", "\"1200 min\""),
        ("posts/out/gate/time", "Constant(\"0 min\")"),
    ];
    let count = over_far(&edits).len();
    assert!((150 - 48..=150 + 48).contains(&count), "{count}");
}

/// Trucks 1 to 11 on `tests/golden/forks.ron`: they are at the fork from 20 to 40, at the near gate from 30 to 50 or at the far one from 40 to 60.
fn forks(edits: &[(&str, &str)]) -> String {
    timeline("forks", edits)
}

const AT_THE_FORK: (&str, &str) = ("flows/truck/route/decide_at", "\"fork\"");

#[test]
fn who_chooses_on_the_way_sees_what_is_published_there() {
    // The look at 35 sees trucks 2 and 3 waiting at the near gate: 20 min more than the 10 by which the far way is longer. Trucks 9, 10 and 11 are at the fork at 36, 38
    // and 40. At the origin all have left by 20, before anybody waits.
    assert_eq!(far(&forks(&[("instruments", INFORMED), AT_THE_FORK])), [9, 10, 11]);
    assert!(far(&forks(&[("instruments", INFORMED)])).is_empty());
    // Without information the place of the choice changes nothing.
    assert_eq!(forks(&[AT_THE_FORK]), forks(&[]));
}

#[test]
fn what_is_asked_before_the_road_is_asked_where_the_way_is_chosen() {
    // One number of the near gate: truck 1 takes it at the fork at 20 and is through the gate at 40. Truck 2 waits at the fork from 22 to 40, not at home.
    let number = "[(id: \"numbers\", policy: VirtualQueue(places: 1), at: [\"near\"])]";
    let lines = forks(&[("instruments", number), AT_THE_FORK]);
    for line in [
        "day 1 00:40 truck 2 gets near/numbers after 18 min (waiting:quota)",
        "day 1 00:40 truck 2 leaves fork after 18 min",
    ] {
        assert!(lines.lines().any(|known| known == line), "{lines}");
    }
}

#[test]
fn the_wait_for_a_number_is_spent_where_the_number_is_taken() {
    // Trucks 1 to 11 want the number at home at 0, 2, .. 20; each has it until it is through the gate, 40 min after it has got it. So the k-th waits 38 (k - 1) min.
    let number = "[(id: \"numbers\", policy: VirtualQueue(places: 1), at: [\"near\"])]";
    let lines = forks(&[("instruments", number)]);
    assert!(lines.contains("day 1 06:40 truck 11 gets near/numbers after 6 h 20 min (waiting:quota)"), "{lines}");
    let scenario = text("forks").replace("    flows: [", &format!("    instruments: {number},\n    flows: ["));
    let sheet = sheet(&scenario, 0);
    let of = |place: &str| value(&sheet, "time:waiting:quota", place).unwrap_or(0.0);
    assert!(of("hub/north") > 0.0 && of("hub/north") == of("network"), "{} {}", of("hub/north"), of("network"));
    assert_eq!(of("hub/near"), 0.0);
}

/// The text of a scenario of `tests/golden`.
fn text(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/{name}.ron"));
    read_to_string(path).expect("the scenario can be read")
}

#[test]
fn who_turns_round_has_not_crossed() {
    // Eleven trucks within a day, of which seven turn round at the near border and cross at the far one.
    let patient = text("forks")
        .replace("horizon: \"20 min\"", "horizon: \"1 day\"")
        .replace(
            "    hubs: [",
            "    times: [(id: \"eleven\", minutes: [0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20])],\n    hubs: [",
        )
        .replace("Every(time: \"2 min\")", "Trace(\"eleven\")")
        .replace("value_of_time_usd_per_h: 60", "value_of_time_usd_per_h: 60, patience: Constant(\"15 min\")");
    let sheet = sheet(&patient, 0);
    let count = |place: &str| value(&sheet, "consignments", place).unwrap_or(0.0);
    assert_eq!((count("hub/near/CN-VN"), count("hub/far/CN-VN")), (4.0, 7.0));
}

#[test]
fn a_guarantee_is_discharged_alone_and_a_number_is_kept() {
    // One number of the near gate, sealed transit to the fork. Truck 1: sealed until 1, number, fork 21, seal checked 22, near gate 32-42. The discharge takes 2 h, but the
    // number is free at 42: truck 2 (2), sealed until 3, has waited 39 min for it.
    let law = |minutes: u32| format!("Constant(\"{minutes} min\")");
    let (seal, discharge) = (law(1), law(120));
    let both = format!(
        "[(id: \"numbers\", policy: VirtualQueue(places: 1), at: [\"near\"]), (id: \"seal\", policy: \
         TransitRegime(from: \"north\", to: \"fork\", seal: {seal}, check: {seal}, guarantees: 99, discharge: {discharge}))]"
    );
    let lines = forks(&[("instruments", &both)]);
    let line = "day 1 00:42 truck 2 gets near/numbers after 39 min (waiting:quota)";
    assert!(lines.lines().any(|known| known == line), "{lines}");
}

#[test]
fn a_seal_counts_at_the_borders_that_are_named() {
    // Truck 1: sealed until 1, near gate 11-21, customs until 41 unless its seal counts here; between 22 or 42, entry gate 23 or 43, south 33 or 53, seal checked 34 or 54.
    let first = |at: &str| -> String {
        let transit = "TransitRegime(from: \"north\", to: \"south\", seal: Constant(\"1 min\"), check: Constant(\"1 min\"), guarantees: 99)";
        let instruments = format!("[(id: \"seal\", policy: {transit}{at})]");
        let customs = "[(id: \"customs\", officers: 9, time: Constant(\"20 min\"))]";
        let lines = timeline("gates", &[("instruments", &instruments), ("posts/out/agencies", customs)]);
        lines.lines().find(|line| line.contains("truck 1 delivered")).unwrap_or_default().to_owned()
    };
    assert_eq!(first(", at: [\"far\"]"), "day 1 00:54 truck 1 delivered after 54 min");
    for here in ["", ", at: [\"near\"]"] {
        assert_eq!(first(here), "day 1 00:34 truck 1 delivered after 34 min", "{here}");
    }
}

#[test]
fn who_has_waited_too_long_goes_on_by_the_other_way_once() {
    // Each is 10 min in the near gate. Truck 1 30-40, truck 2 40-50. Truck 3 (since 34) would wait until 50 and turns round at 49; truck 4 (36) is in at 50. Trucks 5
    // to 8 (38 to 44) turn at 53 to 59; truck 9 (46) is in at 60; trucks 10 and 11 turn at 63 and 65.
    let lines = forks(&[("flows/truck/route/patience", "Constant(\"15 min\")")]);
    assert_eq!(far(&lines), [3, 5, 6, 7, 8, 10, 11]);
    // Truck 3: fork 59, far 79, gate 89, between 90, entry gate 91, south 101. Truck 7: turns at 57, far 87, where 5 (83) is in from 89, 6 (85) from 99: its own turn is
    // at 109, after 22 min, for nobody turns round twice.
    for line in [
        "day 1 00:49 truck 3 leaves near after 15 min",
        "day 1 01:41 truck 3 delivered after 1 h 37 min",
        "day 1 01:49 truck 7 gets far/CN exit/gate after 22 min (waiting:queue:gate)",
    ] {
        assert!(lines.lines().any(|known| known == line), "{line}: {lines}");
    }
    assert_eq!(
        forks(&[("flows/truck/route/patience", "Constant(\"90 h\")")]),
        forks(&[]),
        "nobody is so patient in vain"
    );
}

#[test]
fn who_turns_round_gives_his_number_back() {
    // Three numbers, patience of 5 min. Truck 2 is at the gate at 32 and turns at 37: truck 4 has its number then. Truck 3 turns at 39, truck 1 is through at 40.
    let number = "[(id: \"numbers\", policy: VirtualQueue(places: 3), at: [\"near\"])]";
    let lines = forks(&[("instruments", number), ("flows/truck/route/patience", "Constant(\"5 min\")")]);
    for (at, truck, wait) in [("00:37", 4, "31 min"), ("00:39", 5, "31 min"), ("00:40", 6, "30 min")] {
        let line = format!("day 1 {at} truck {truck} gets near/numbers after {wait} (waiting:quota)");
        assert!(lines.lines().any(|known| known == line), "{line}: {lines}");
    }
}

#[test]
fn who_waits_for_a_place_before_the_gate_may_turn_round_too() {
    // One place before the near gate: truck 2 has it from 40 on (waits 8 min for it), truck 3 turns at 49 without it.
    let lines = forks(&[
        ("flows/truck/route/patience", "Constant(\"15 min\")"),
        ("hubs/near/facilities/Border/approach_places", "1"),
    ]);
    assert_eq!(far(&lines), [3, 5, 6, 7, 8, 10, 11]);
    let line = "day 1 00:40 truck 2 gets near/approach CN-VN after 8 min (waiting:space)";
    assert!(lines.lines().any(|known| known == line), "{lines}");
}

#[test]
fn choices_on_the_way_go_together_with_policies_of_whole_journeys_and_lose_nobody() {
    let all = "[
        (id: \"a\", policy: TransitRegime(from: \"fork\", to: \"south\", seal: Constant(\"1 min\"), check: Constant(\"1 min\"), guarantees: 9), uptake: 0.5),
        (id: \"b\", policy: VirtualQueue(places: 3), at: [\"near\", \"far\"], uptake: 0.6),
        (id: \"c\", policy: Appointment(slots: 4), at: [\"far\"], uptake: 0.7),
        (id: \"d\", policy: GreenLane(lanes: 1, time: Constant(\"2 min\")), at: [\"near\"], uptake: 0.3),
        (id: \"e\", policy: OneStop, at: [\"near\"], uptake: 0.4),
        (id: \"f\", policy: QueueInformation(every: \"5 min\"), at: [\"near\", \"far\"], uptake: 0.5),
        (id: \"g\", policy: PreArrival(), at: [\"near\", \"far\"], uptake: 0.5),
    ]";
    for (place, patience) in [
        ("None", "Some(Exponential(mean: \"9 min\"))"),
        ("Some(\"fork\")", "None"),
        ("Some(\"fork\")", "Some(Constant(\"5 min\"))"),
    ] {
        let lines = forks(&[
            ("instruments", all),
            ("posts/out/documents", "(desks: 1, time: Constant(\"1 min\"))"),
            ("run/horizon", "\"200 min\""),
            ("flows/truck/route/decide_at", place),
            ("flows/truck/route/patience", patience),
        ]);
        let count = |what: &str| lines.lines().filter(|line| line.contains(what) && !line.contains("truck (")).count();
        assert_eq!((count("created"), count("delivered")), (101, 101), "{place} {patience}");
    }
}

/// The way back from the far gate is long: turning round at it and crossing at the near one would be 60 minutes quicker.
const LONG: (&str, &str) = ("links/from far/length_km", "100");

fn crossed(edits: &[(&str, &str)]) -> (usize, usize) {
    let lines = timeline("gates", edits);
    let over = |hub: &str| lines.lines().filter(|line| line.ends_with(&format!("arrives at {hub}"))).count();
    (over("near"), over("far"))
}

#[test]
fn a_border_that_is_named_is_crossed_and_not_only_touched() {
    assert_eq!(crossed(&[LONG, ("flows/truck/route", "Via([\"far\"])")]), (0, 11));
    // The same of a way of a choice, where the near one has a toll.
    let toll = ("flows/truck/route/among/0/extra_usd", "1000");
    assert_eq!(crossed(&[LONG, toll]), (0, 11));
}
