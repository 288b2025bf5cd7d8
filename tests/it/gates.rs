//! The choice among gates, worked out by hand on `tests/golden/gates.ron`: trucks 1 to 11 leave at 0, 2, .. 20 min.

use super::golden::timeline;

/// The numbers of the trucks that go over the far gate.
fn over_far(edits: &[(&str, &str)]) -> Vec<u32> {
    let lines = timeline("gates", edits);
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
