//! Policies as structure: what each does to three trucks that come to a border a minute apart, worked out by hand.
//!
//! The scenario is `tests/golden/policies.ron`. Trucks leave at 00:00, 00:01 and 00:02 and reach the border 30 min later. Without any policy truck 1 is
//! at the exit gate until 31 (minutes after midnight), at documents until 41, plant health 49, customs 69, quarantine 99, weighbridge 101, between the
//! posts until 107, at the entry gate 108, documents 123, customs 148, and is delivered at 149. Trucks 2 and 3 are held up by quarantine, the slowest, for
//! 30 min each: 179 and 209.

use super::golden::timeline;

/// A policy in force at the border for everybody, written as an instrument.
fn with(policy: &str, more: &str) -> Vec<String> {
    let instrument = format!("[(id: \"policy\", policy: {policy}, at: [\"pass\"]{more})]");
    timeline("policies", &[("instruments", &instrument)]).lines().map(str::to_owned).collect()
}

fn base() -> Vec<String> {
    timeline("policies", &[]).lines().map(str::to_owned).collect()
}

/// When each truck is delivered, and how long it took.
fn deliveries(lines: &[String]) -> Vec<&str> {
    lines.iter().filter(|line| line.contains("delivered")).map(String::as_str).collect()
}

fn has(lines: &[String], line: &str) -> bool {
    lines.iter().any(|known| known == line)
}

const BASE: [&str; 3] = [
    "day 1 02:29 truck 1 delivered after 2 h 29 min",
    "day 1 02:59 truck 2 delivered after 2 h 58 min",
    "day 1 03:29 truck 3 delivered after 3 h 27 min",
];

#[test]
fn without_a_policy_everything_is_done_at_each_post_in_turn() {
    let lines = base();
    assert_eq!(deliveries(&lines), BASE);
    // 2 TEU x 12 USD, and 3 USD that no law asks for.
    assert!(has(&lines, "day 1 01:41 truck 1 pays 24.00 USD for pass/CN exit/stamp"), "{lines:#?}");
    assert!(has(&lines, "day 1 01:41 truck 1 pays 3.00 USD for pass/CN exit/tea"));
}

#[test]
fn documents_handed_in_before_arrival_are_done_while_the_truck_drives() {
    // Handed in 5 min after departure. Exit: documents until 15, 25, 35, plant health until 23, 33, 43; entry: documents until 20, 35, 50.
    // Trucks are through the exit gate at 31, 32, 33: the second waits 1 min for its papers, the third 10 min. Customs from 31, 51, 71, quarantine until 81,
    // 111, 141, weighbridge 83, 113, 143, entry gate 90, 120, 150, customs 115, 145, 175.
    let lines = with("PreArrival(prepare: Constant(\"5 min\"))", "");
    assert_eq!(
        deliveries(&lines),
        [
            "day 1 01:56 truck 1 delivered after 1 h 56 min",
            "day 1 02:26 truck 2 delivered after 2 h 25 min",
            "day 1 02:56 truck 3 delivered after 2 h 54 min",
        ]
    );
    assert!(has(&lines, "day 1 00:23 truck (papers) 1 done after 23 min"));
    assert!(has(&lines, "day 1 00:20 truck (papers) 1 done after 20 min"));
    assert!(has(&lines, "day 1 00:33 truck 2 has spent 1 min waiting:papers"), "{lines:#?}");
    assert!(has(&lines, "day 1 00:43 truck 3 has spent 10 min waiting:papers"));
}

#[test]
fn under_a_single_window_agencies_look_at_papers_side_by_side() {
    // From 31: documents until 41, plant health until 39: the truck goes on at 41 in place of 49. Then as before, 8 min earlier.
    assert_eq!(
        deliveries(&with("SingleWindow(posts: Both)", "")),
        [
            "day 1 02:21 truck 1 delivered after 2 h 21 min",
            "day 1 02:51 truck 2 delivered after 2 h 50 min",
            "day 1 03:21 truck 3 delivered after 3 h 19 min",
        ]
    );
}

#[test]
fn in_a_joint_inspection_the_slowest_agency_counts_once() {
    // Customs and quarantine together 30 min: 49-79, 79-109, 109-139.
    assert_eq!(
        deliveries(&with("JointInspection(posts: Exit)", "")),
        [
            "day 1 02:09 truck 1 delivered after 2 h 9 min",
            "day 1 02:39 truck 2 delivered after 2 h 38 min",
            "day 1 03:09 truck 3 delivered after 3 h 7 min",
        ]
    );
}

#[test]
fn at_one_stop_both_sides_work_together_in_the_hall_of_the_second() {
    // Exit gate until 31, 32, 33; between the posts until 37, 38, 39; entry gate 38, 39, 40. Documents of both sides together 15 min: 53, 68, 83; plant health of the
    // first side 61, 76, 91; three agencies together 30 min: 91, 121, 151.
    let lines = with("OneStop", "");
    assert_eq!(
        deliveries(&lines),
        [
            "day 1 01:32 truck 1 delivered after 1 h 32 min",
            "day 1 02:02 truck 2 delivered after 2 h 1 min",
            "day 1 02:32 truck 3 delivered after 2 h 30 min",
        ]
    );
}

#[test]
fn at_one_stop_guests_keep_the_hours_of_the_hall_if_everybody_goes_there_and_their_own_if_some_do() {
    // The Chinese side works until 01:00 and from 04:00. Everybody: as above, for its officers keep the hours of the hall, which is always open.
    let hours = "[(id: \"shift\", zone: \"UTC\", open: [\"Mon-Sun 00:00-01:00\", \"Mon-Sun 04:00-24:00\"])]";
    let one_stop = |more: &str| -> Vec<String> {
        let instrument = format!("[(id: \"policy\", policy: OneStop, at: [\"pass\"]{more})]");
        let edits =
            [("calendars", hours), ("hubs/pass/facilities/Border/a/hours", "\"shift\""), ("instruments", &instrument)];
        timeline("policies", &edits).lines().map(str::to_owned).collect()
    };
    let together = [
        "day 1 01:32 truck 1 delivered after 1 h 32 min",
        "day 1 02:02 truck 2 delivered after 2 h 1 min",
        "day 1 02:32 truck 3 delivered after 2 h 30 min",
    ];
    assert_eq!(deliveries(&one_stop("")), together);
    // Nine tenths, who by the luck of the seed are all three: Chinese officers keep their own hours. Truck 1: documents 38-53, plant health 61, agencies 240-270, south 271.
    // Truck 2: documents begun at 53 until 68, plant health 240-248, agencies 300, 301. Truck 3: documents 240-255, plant health 263, agencies 330, 331.
    let lines = one_stop(", uptake: 0.9");
    assert_eq!(
        deliveries(&lines),
        [
            "day 1 04:31 truck 1 delivered after 4 h 31 min",
            "day 1 05:01 truck 2 delivered after 5 h",
            "day 1 05:31 truck 3 delivered after 5 h 29 min",
        ],
        "{lines:#?}"
    );
}

#[test]
fn trusted_firms_have_a_lane_and_shares_of_risk_of_their_own() {
    // Gates 30 s on their own lane, nobody is inspected. Exit: gate until 30:30, documents 40:30, 50:30, 60:30, plant health 48:30, .., weighbridge 50:30, 60:30, 70:30;
    // entry: gate 57, 67, 77, documents 72, 87, 102.
    let policy = "Authorised(lanes: 1, time: Constant(\"30 s\"), risk: [(\"green\", 1.0)])";
    assert_eq!(
        deliveries(&with(policy, "")),
        [
            "day 1 01:13 truck 1 delivered after 1 h 13 min",
            "day 1 01:28 truck 2 delivered after 1 h 27 min",
            "day 1 01:43 truck 3 delivered after 1 h 41 min",
        ]
    );
}

#[test]
fn what_the_first_side_has_checked_is_not_checked_again() {
    // Without customs on entry: done with documents at 123, 153, 183.
    let recognised = [
        "day 1 02:04 truck 1 delivered after 2 h 4 min",
        "day 1 02:34 truck 2 delivered after 2 h 33 min",
        "day 1 03:04 truck 3 delivered after 3 h 2 min",
    ];
    assert_eq!(deliveries(&with("MutualRecognition(checks: [Physical])", "")), recognised);
    // Nobody was scanned, so a scan that is recognised changes nothing.
    assert_eq!(deliveries(&with("MutualRecognition(checks: [Scan])", "")), BASE);
}

#[test]
fn linked_data_let_the_second_side_begin_when_the_first_is_done_with_papers() {
    // Papers of the first side are done at 49, 59, 69; the second side's at 64, 79, 94, long before the trucks are there. Customs on entry from 108, 138, 168.
    let linked = [
        "day 1 02:14 truck 1 delivered after 2 h 14 min",
        "day 1 02:44 truck 2 delivered after 2 h 43 min",
        "day 1 03:14 truck 3 delivered after 3 h 12 min",
    ];
    assert_eq!(deliveries(&with("DataLink(errors: 0)", "")), linked);
    // 65 min on entry: papers are done at 114, 179, 244, and the trucks, which are through the gate at 108, 138 and 168, wait for them. Customs until 139, 204, 269.
    let link = "[(id: \"policy\", policy: DataLink(errors: 0), at: [\"pass\"])]";
    let slow = timeline("policies", &[("instruments", link), ("posts/in/documents/time", "Constant(\"65 min\")")]);
    let slow: Vec<String> = slow.lines().map(str::to_owned).collect();
    assert_eq!(
        deliveries(&slow),
        [
            "day 1 02:20 truck 1 delivered after 2 h 20 min",
            "day 1 03:25 truck 2 delivered after 3 h 24 min",
            "day 1 04:30 truck 3 delivered after 4 h 28 min",
        ]
    );
    assert!(has(&slow, "day 1 01:54 truck 1 has spent 6 min waiting:papers"), "{slow:#?}");
    assert!(has(&slow, "day 1 02:59 truck 2 has spent 41 min waiting:papers"), "{slow:#?}");
    // All data wrong: everybody goes to the desk after all.
    assert_eq!(deliveries(&with("DataLink(errors: 1)", "")), BASE);
}

#[test]
fn a_quota_lets_as_many_pass_as_each_period_brings() {
    // One an hour: truck 2 waits from 31 to 60, truck 3 from 32 to 120. Quarantine holds truck 2 up no less than before, so only truck 3 is later.
    let lines = with("Quota(count: 1, every: \"1 h\")", "");
    assert_eq!(deliveries(&lines), [BASE[0], BASE[1], "day 1 03:59 truck 3 delivered after 3 h 57 min"]);
    assert!(has(&lines, "day 1 02:00 truck 3 gets pass/policy after 1 h 28 min (waiting:quota)"), "{lines:#?}");
    // Two that may be carried over do not bring more than one in the first period.
    assert_eq!(deliveries(&with("Quota(count: 1, every: \"1 h\", carry_over: 2)", "")), deliveries(&lines));
}

/// Sealed transit with seals of 3 min, checks of 4 min, two guarantees and an hour of discharge.
fn transit(from: &str, to: &str) -> String {
    let law = |minutes: u32| format!("Constant(\"{minutes} min\")");
    let (seal, check, discharge) = (law(3), law(4), law(60));
    format!(
        "TransitRegime(from: \"{from}\", to: \"{to}\", seal: {seal}, check: {check}, guarantees: 2, discharge: {discharge})"
    )
}

#[test]
fn nobody_looks_into_sealed_goods_and_a_guarantee_is_bound_until_it_is_discharged() {
    // Truck 1: sealed until 3, at the border 33, gate 34, documents 44, plant health 52, weighbridge 54, between 60, entry gate 61, documents 76, south 77, seal
    // checked 81. Truck 2 a minute behind: at the border 34, documents 54, plant health 62, weighbridge 64, entry gate 71, documents 76-91, south 92, check 96.
    // Truck 3 finds no guarantee; the first is discharged at 81 + 60 = 141. Sealed 144, border 174, .. documents 217, south 218, check 222.
    let lines = with(&transit("north", "south"), "");
    assert_eq!(
        deliveries(&lines),
        [
            "day 1 01:21 truck 1 delivered after 1 h 21 min",
            "day 1 01:36 truck 2 delivered after 1 h 35 min",
            "day 1 03:42 truck 3 delivered after 3 h 40 min",
        ],
        "{lines:#?}"
    );
    assert!(has(&lines, "day 1 02:21 truck 3 gets policy/guarantees after 2 h 19 min (waiting:quota)"), "{lines:#?}");
    assert!(has(&lines, "day 1 02:21 truck (discharge, policy) 1 done after 1 h"), "{lines:#?}");
}

#[test]
fn goods_are_inspected_where_they_are_not_yet_or_no_longer_sealed() {
    // A seal that ends at the border is checked before it, one that begins there is put on behind it: 7 min more than without, of which trucks 2 and 3 wait as before.
    // With two guarantees truck 3 would wait for the first, so there are three.
    for (from, to) in [("north", "pass"), ("pass", "south")] {
        let policy = transit(from, to).replace("guarantees: 2", "guarantees: 3");
        assert_eq!(
            deliveries(&with(&policy, "")),
            [
                "day 1 02:36 truck 1 delivered after 2 h 36 min",
                "day 1 03:06 truck 2 delivered after 3 h 5 min",
                "day 1 03:36 truck 3 delivered after 3 h 34 min",
            ],
            "{from} {to}"
        );
    }
    assert_eq!(deliveries(&with(&transit("south", "north"), "")), BASE, "nobody goes that way");
}

#[test]
fn a_number_taken_at_home_keeps_the_others_there_until_one_is_through_the_gate() {
    // One number. Truck 1 is through the exit gate at 31, truck 2 leaves then and is through at 62, truck 3 leaves at 62 and is through at 93. Truck 2: documents 72,
    // plant health 80, customs 100, quarantine 130, weighbridge 132, entry gate 139, documents 154, customs 179. Truck 3: 103, 111, 131, 161, 163, 170, 185, 210.
    let lines = with("VirtualQueue(places: 1)", "");
    assert_eq!(
        deliveries(&lines),
        [BASE[0], "day 1 03:00 truck 2 delivered after 2 h 59 min", "day 1 03:31 truck 3 delivered after 3 h 29 min",]
    );
    assert!(has(&lines, "day 1 00:31 truck 2 gets pass/policy after 30 min (waiting:quota)"), "{lines:#?}");
    assert!(has(&lines, "day 1 01:02 truck 3 leaves north after 1 h"), "the wait is at home: {lines:#?}");
    // Three numbers hold nobody up.
    assert_eq!(deliveries(&with("VirtualQueue(places: 3)", "")), BASE);
}

#[test]
fn a_slot_is_taken_at_home_and_given_out_by_the_lead_before_its_window() {
    // One slot an hour, given out at 0, 60, 120. Truck 2 leaves at 60: gate 91, documents 101, plant health 109, customs 129, quarantine 159, weighbridge 161, entry
    // gate 168, documents 183, customs 208. Truck 3 an hour later.
    let lines = with("Appointment(slots: 1, every: \"1 h\")", "");
    assert_eq!(
        deliveries(&lines),
        [BASE[0], "day 1 03:29 truck 2 delivered after 3 h 28 min", "day 1 04:29 truck 3 delivered after 4 h 27 min",]
    );
    assert!(has(&lines, "day 1 01:00 truck 2 gets pass/policy after 59 min (waiting:quota)"), "{lines:#?}");
    assert!(has(&lines, "day 1 01:00 truck 2 leaves north after 59 min"), "the wait is at home: {lines:#?}");
    // Given out half an hour before, at 30 and 90: both trucks are half an hour earlier.
    assert_eq!(
        deliveries(&with("Appointment(slots: 1, every: \"1 h\", lead: \"30 min\")", "")),
        [BASE[0], "day 1 02:59 truck 2 delivered after 2 h 58 min", "day 1 03:59 truck 3 delivered after 3 h 57 min",]
    );
}

/// So many shuttles that are loaded in 5 min, driven in so many, and unloaded in 4.
fn shuttles(count: u32, drive: u32) -> String {
    let law = |minutes: u32| format!("Constant(\"{minutes} min\")");
    format!("Shuttles(count: {count}, load: {}, unload: {}, drive: {})", law(5), law(4), law(drive))
}

#[test]
fn loads_cross_on_shuttles_that_come_back_empty() {
    // One shuttle, 20 min each way. The exit post is left at 101, 131, 161 as before. Truck 1: loaded 106, across 126, unloaded 130, documents 145, customs 170, south
    // 171; the shuttle is back at 150. Truck 2 waits 19 min for it: 155, 175, 179, documents 194, customs 219, south 220; back at 199. Truck 3 waits 38 min: 204, 224,
    // 228, 243, 268, 269.
    let lines = with(&shuttles(1, 20), "");
    assert_eq!(
        deliveries(&lines)[..2],
        [
            "day 1 02:30 truck (empty, policy) 1 delivered after 20 min",
            "day 1 02:51 truck 1 delivered after 2 h 51 min"
        ]
    );
    let loads: Vec<&str> = deliveries(&lines).into_iter().filter(|line| !line.contains('(')).collect();
    assert_eq!(
        loads,
        [
            "day 1 02:51 truck 1 delivered after 2 h 51 min",
            "day 1 03:40 truck 2 delivered after 3 h 39 min",
            "day 1 04:29 truck 3 delivered after 4 h 27 min",
        ],
        "{lines:#?}"
    );
    assert!(has(&lines, "day 1 02:30 truck 2 gets pass/policy CN-VN after 19 min (waiting:vehicle)"), "{lines:#?}");
}

#[test]
fn shuttles_go_from_yard_to_yard_and_leave_the_ground_between_alone() {
    let with_yard = |post: &str, count: u32| -> Vec<String> {
        let instrument = format!("[(id: \"policy\", policy: {}, at: [\"pass\"])]", shuttles(count, 10));
        let edits =
            [("instruments", instrument.as_str()), (post, "1"), ("hubs/pass/facilities/Border/between/places", "1")];
        timeline("policies", &edits).lines().map(str::to_owned).collect()
    };
    // One place in the entry yard. Truck 1: 106, 116, unloaded 120, documents 135, customs 160. Truck 2 leaves the exit post at 131: 136, 146, waits on the second
    // shuttle for the place until 160, unloaded 164, documents 179, customs 204, south 205.
    let lines = with_yard("posts/in/yard_places", 2);
    assert!(has(&lines, "day 1 02:40 truck 2 gets pass/VN entry/yard after 14 min (waiting:space)"), "{lines:#?}");
    assert!(has(&lines, "day 1 03:25 truck 2 delivered after 3 h 24 min"), "{lines:#?}");
    assert!(!lines.iter().any(|line| line.contains("between CN-VN") || line.contains("entry/gate")), "{lines:#?}");
    // One place in the exit yard: truck 1 has left it when it is loaded, at 106; truck 2 stands in the gate lane since 32.
    let lines = with_yard("posts/out/yard_places", 1);
    assert!(has(&lines, "day 1 01:46 truck 2 gets pass/CN exit/yard after 1 h 14 min (waiting:space)"), "{lines:#?}");
}

#[test]
fn each_direction_has_shuttles_of_its_own() {
    // Two trucks each way. From the south, 1 min to the border: exit gate 2, documents 12, plant health 20, customs 40, quarantine 70, weighbridge 72; loaded 77, across 97,
    // unloaded 101, documents 116, customs 141, north 171; the shuttle is back at 121. The second: weighbridge 102, waits 19 min for it; loaded 126, 146, 150, 165, 190, 220.
    // From the north as if nobody came from there: loaded from 101 on, delivered at 171 and 220.
    let instrument = format!("[(id: \"policy\", policy: {}, at: [\"pass\"])]", shuttles(1, 20));
    let flows = "[
        (id: \"truck\", from: \"north\", to: \"south\", commodity: \"fruit\", size_teu: 2, arrivals: Every(time: \"1 min\")),
        (id: \"back\", from: \"south\", to: \"north\", commodity: \"fruit\", size_teu: 2, arrivals: Every(time: \"1 min\")),
    ]";
    let edits = [("instruments", instrument.as_str()), ("flows", flows), ("run/horizon", "\"1 min\"")];
    let lines: Vec<String> = timeline("policies", &edits).lines().map(str::to_owned).collect();
    let loads: Vec<&str> = deliveries(&lines).into_iter().filter(|line| !line.contains('(')).collect();
    assert_eq!(
        loads,
        [
            "day 1 02:51 back 1 delivered after 2 h 51 min",
            "day 1 02:51 truck 1 delivered after 2 h 51 min",
            "day 1 03:40 back 2 delivered after 3 h 39 min",
            "day 1 03:40 truck 2 delivered after 3 h 39 min",
        ],
        "{lines:#?}"
    );
    assert!(has(&lines, "day 1 01:41 truck 1 gets pass/policy CN-VN at once"), "{lines:#?}");
    assert!(has(&lines, "day 1 02:01 back 2 gets pass/policy VN-CN after 19 min (waiting:vehicle)"), "{lines:#?}");
}

/// The three trucks, or one every twelve hours for 25 hours, where a side keeps hours from one in the morning.
fn with_hours(side: &str, more: &str, trucks: &[(&'static str, &'static str)]) -> Vec<String> {
    let hours =
        format!("[(id: \"policy\", policy: Hours(side: \"{side}\", calendar: \"late\"), at: [\"pass\"]{more})]");
    let mut edits = trucks.to_vec();
    edits.push(("calendars", LATE));
    edits.push(("instruments", &hours));
    timeline("policies", &edits).lines().map(str::to_owned).collect()
}

const LATE: &str = "[(id: \"late\", zone: \"UTC\", open: [\"Mon-Sun 01:00-24:00\"])]";
const TWICE_A_DAY: [(&str, &str); 2] = [("flows/truck/arrivals", "Every(time: \"12 h\")"), ("run/horizon", "\"25 h\"")];

#[test]
fn other_hours_hold_for_the_posts_of_a_side() {
    // The Chinese side opens at 60. Truck 1: exit gate 61, documents 71, plant health 79, customs 99, quarantine 129, weighbridge 131, between 137, entry gate 138,
    // documents 153, customs 178, south 179; the others 30 min apart.
    let lines = with_hours("CN", "", &[]);
    assert_eq!(
        deliveries(&lines),
        [
            "day 1 02:59 truck 1 delivered after 2 h 59 min",
            "day 1 03:29 truck 2 delivered after 3 h 28 min",
            "day 1 03:59 truck 3 delivered after 3 h 57 min",
        ]
    );
    assert!(has(&lines, "day 1 01:00 truck 1 gets pass/CN exit/gate after 30 min (waiting:closed)"), "{lines:#?}");
    // The Vietnamese side opens long before anybody is there.
    assert_eq!(deliveries(&with_hours("VN", "", &[])), BASE);
    // The other way its exit post is the one that opens late, and the Chinese entry post is open.
    let back = [("flows/truck/from", "\"south\""), ("flows/truck/to", "\"north\"")];
    let lines = with_hours("VN", "", &back);
    assert!(has(&lines, "day 1 01:00 truck 1 gets pass/VN exit/gate after 59 min (waiting:closed)"), "{lines:#?}");
    let lines = with_hours("CN", "", &[back[0], back[1], ("links/last/length_km", "1380")]);
    // 23 h of road: 23:00 at the exit post, documents 23:11, plant health 23:19, customs 23:39, quarantine 00:09, weighbridge 00:11, 00:17 at the entry gate: shut until 01:00.
    assert!(has(&lines, "day 2 01:00 truck 1 gets pass/CN entry/gate after 43 min (waiting:closed)"), "{lines:#?}");
}

#[test]
fn other_hours_hold_from_their_first_day_until_their_last() {
    // Trucks leave at 00:00, 12:00 and 24:00. Before 01:00 the side is shut on the days on which the hours hold.
    let open =
        |lines: &[String]| -> Vec<bool> { deliveries(lines).iter().map(|line| line.ends_with("2 h 29 min")).collect() };
    assert_eq!(open(&with_hours("CN", ", from: \"2024-03-02\"", &TWICE_A_DAY)), [true, true, false]);
    assert_eq!(open(&with_hours("CN", ", until: \"2024-03-02\"", &TWICE_A_DAY)), [false, true, true]);
    // From a day after the horizon on: as the base, to the byte, though trucks are on their way then.
    let before = with_hours("CN", ", from: \"2024-03-03\"", &TWICE_A_DAY);
    let mut edits = TWICE_A_DAY.to_vec();
    edits.push(("calendars", LATE));
    assert_eq!(before.join("\n"), timeline("policies", &edits));
    // A truck that is followed beyond the horizon finds the side as it was: 24 h 30 min of road, at the gate at 00:30 of the second day.
    let late = [("links/first/length_km", "1470")];
    let lines = with_hours("CN", ", from: \"2024-03-02\"", &late);
    assert!(has(&lines, "day 2 00:30 truck 1 gets pass/CN exit/gate at once"), "{lines:#?}");
}

const TRANSIT: &str = "TransitRegime(from: \"north\", to: \"south\", seal: Constant(\"3 min\"), check: Constant(\"4 min\"), guarantees: 2)";

const POLICIES: [&str; 13] = [
    "PreArrival(prepare: Constant(\"5 min\"))",
    "SingleWindow(posts: Both)",
    "JointInspection(posts: Exit)",
    "OneStop",
    "Authorised(lanes: 1, time: Constant(\"30 s\"), risk: [(\"green\", 1.0)])",
    "GreenLane(lanes: 1, time: Constant(\"30 s\"))",
    "MutualRecognition(checks: [Physical])",
    "DataLink(errors: 0.1)",
    "Quota(count: 1, every: \"1 h\")",
    TRANSIT,
    "VirtualQueue(places: 1)",
    "Appointment(slots: 1, every: \"1 h\", lead: \"10 min\")",
    "Shuttles(count: 2, load: Constant(\"5 min\"), unload: Constant(\"4 min\"), drive: Constant(\"20 min\"))",
];

#[test]
fn a_policy_that_nobody_adopts_changes_nothing() {
    let base = base();
    for policy in POLICIES {
        for nobody in [
            ", uptake: 0",
            ", from: \"2024-03-02\"",
            ", phase: [(\"2024-03-02\", 0.5)]",
            ", who: (leaving: \"VN\")",
            ", who: (classes: [\"trusted\"])",
        ] {
            assert_eq!(with(policy, nobody), base, "{policy}{nobody}");
        }
    }
}

#[test]
fn a_policy_for_all_who_are_named_is_one_for_everybody() {
    for policy in POLICIES {
        let everybody = with(policy, "");
        for named in [
            ", who: (commodities: [\"fruit\"])",
            ", who: (flows: [\"truck\"])",
            ", who: (leaving: \"CN\")",
            ", operators: 3",
        ] {
            assert_eq!(with(policy, named), everybody, "{policy}{named}");
        }
    }
}

#[test]
fn whoever_adopts_at_a_small_share_adopts_at_a_larger_one() {
    let trusted = |uptake: &str| -> Vec<String> {
        let policy = "GreenLane(lanes: 9, time: Constant(\"30 s\"))";
        let edits = [
            ("instruments", format!("[(id: \"policy\", policy: {policy}, at: [\"pass\"], {uptake})]")),
            ("run/horizon", "\"3 h\"".to_owned()),
        ];
        let edits: Vec<(&str, &str)> = edits.iter().map(|(path, value)| (*path, value.as_str())).collect();
        let lines = timeline("policies", &edits);
        lines.lines().filter(|line| line.contains("CN exit/policy lane at once")).map(str::to_owned).collect()
    };
    let (few, many) = (trusted("uptake: 0.2"), trusted("uptake: 0.6"));
    assert!(few.iter().all(|line| many.contains(line)), "{few:#?}");
    // Of 181 trucks: 36 and 109, standard deviations 5.4 and 6.6.
    assert!((15..=58).contains(&few.len()) && (82..=136).contains(&many.len()), "{} {}", few.len(), many.len());
    // Ten firms that send in turn: all trucks of a firm or none.
    let firms = trusted("uptake: 0.5, operators: 10").len();
    assert!(firms.is_multiple_of(18) || firms % 18 <= 1, "{firms}");
}

#[test]
fn policies_that_some_adopt_go_together_and_lose_nobody() {
    // Every replication is audited: consignments, their time, what is held, and Little's law. All policies at once, each for a share of its own.
    let laws = [
        ("posts/out/documents/time", "LogNormal(mean: \"3 min\", cv: 1)"),
        ("posts/out/permits/plant health/time", "Exponential(mean: \"2 min\")"),
        ("posts/in/documents/time", "LogNormal(mean: \"3 min\", cv: 1)"),
        ("posts/out/agencies/customs/officers", "9"),
        ("posts/out/agencies/quarantine/officers", "9"),
        ("posts/in/agencies/customs/officers", "9"),
        ("posts/out/documents/errors", "0.2"),
        ("posts/out/documents/correction", "Constant(\"20 min\")"),
        ("posts/out/yard_places", "20"),
        ("posts/in/yard_places", "20"),
        ("hubs/pass/facilities/Border/between/places", "3"),
        ("flows/truck/arrivals", "Poisson(per_h: 12)"),
        ("run/horizon", "\"12 h\""),
    ];
    for shift in 0..10 {
        let one = |(number, policy): (usize, &&str)| {
            let share = ((number * 3 + shift) % 10) as f64 / 10.0;
            let policy = policy
                .replace("count: 1", "count: 20")
                .replace("guarantees: 2", "guarantees: 20")
                .replace("slots: 1", "slots: 20")
                .replace("count: 2,", "count: 9,");
            format!("(id: \"p{number}\", policy: {policy}, at: [\"pass\"], uptake: {share})")
        };
        let all: Vec<String> = POLICIES.iter().enumerate().map(one).collect();
        let instruments = format!("[{}]", all.join(", "));
        let mut edits = laws.to_vec();
        edits.push(("instruments", &instruments));
        let lines = timeline("policies", &edits);
        let count = |what: &str| lines.lines().filter(|line| line.contains(what) && !line.contains("truck (")).count();
        assert!(
            count("created") > 80 && count("created") == count("delivered"),
            "{} {}",
            count("created"),
            count("delivered")
        );
    }
}

/// The three trucks with a disruption of the Chinese side.
fn disrupted(disruption: &str) -> Vec<String> {
    let disruptions = format!("[(id: \"strike\", at: [\"pass\"], {disruption})]");
    let edits = [
        ("run/horizon", "\"3 h\""),
        ("flows/truck/arrivals", "Trace(\"a minute apart\")"),
        ("disruptions", &disruptions),
    ];
    timeline("policies", &edits).lines().map(str::to_owned).collect()
}

#[test]
fn while_a_side_is_shut_nothing_is_begun_there_and_the_wait_is_called_closure() {
    // Shut 40-70, 110-140, 180-210. Truck 1: documents until 41, as begun before 40; plant health 70-78, customs 98, quarantine 128, weighbridge 140-142, entry 149,
    // 164, 189. Truck 2: documents 70-80, plant health 88, customs 98-118, quarantine 140-170, weighbridge 172, entry 179, 194, 219. Truck 3: documents 90, plant
    // health 98, customs 140-160, quarantine 170-200, weighbridge 210-212, entry 219, 234, 259.
    let lines = disrupted("side: \"CN\", when: Random(between: Constant(\"40 min\"), lasts: Constant(\"30 min\"))");
    assert_eq!(
        deliveries(&lines),
        [
            "day 1 03:10 truck 1 delivered after 3 h 10 min",
            "day 1 03:40 truck 2 delivered after 3 h 39 min",
            "day 1 04:20 truck 3 delivered after 4 h 18 min",
        ],
        "{lines:#?}"
    );
    assert!(has(&lines, "day 1 01:10 truck 1 gets pass/CN exit/plant health after 29 min (waiting:closure)"));
    let wait =
        "day 1 01:10 truck 2 gets pass/CN exit/documents after 8 min (waiting:queue:desk) and 30 min (waiting:closure)";
    assert!(has(&lines, wait), "{lines:#?}");
}

#[test]
fn a_disruption_of_others_or_of_nothing_changes_nothing() {
    let spells = "when: Random(between: Constant(\"40 min\"), lasts: Constant(\"30 min\"))";
    for (harmless, why) in [
        (format!("leaving: \"VN\", {spells}"), "nobody goes that way"),
        (format!("working: 1, {spells}"), "everybody goes on working"),
        ("when: Dated([(\"2024-03-02\", \"2024-03-04\")])".to_owned(), "it begins when all have gone"),
    ] {
        assert_eq!(deliveries(&disrupted(&harmless)), BASE, "{why}");
    }
}

#[test]
fn servers_come_back_in_steps() {
    // Four desks for documents, shut from 20 to 40; recovered in 40 min: one desk from 50, two from 60. Gate: shut with one lane until all four steps are over, at 80.
    let lines = timeline(
        "policies",
        &[
            ("run/horizon", "\"1 h\""),
            ("posts/out/gate/lanes", "4"),
            ("flows/truck/arrivals", "Trace(\"at once\")"),
            (
                "disruptions",
                "[(id: \"strike\", at: [\"pass\"], side: \"CN\", recovery: \"40 min\", \
                 when: Random(between: Constant(\"20 min\"), lasts: Constant(\"20 min\")))]",
            ),
        ],
    );
    // One lane from 50: truck 1 until 51, truck 2 until 52, truck 3 until 53.
    for (at, wait) in [("00:50", "20 min"), ("00:51", "21 min"), ("00:52", "22 min")] {
        let line = format!("day 1 {at} truck");
        let found = lines.lines().any(|known| {
            known.starts_with(&line)
                && known.contains("gets pass/CN exit/gate")
                && known.contains(&format!("after {wait} (waiting:closure)"))
        });
        assert!(found, "{line}: {lines}");
    }
}
