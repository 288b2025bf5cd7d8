//! Laws that hold in every scenario, tried on random ones. Conservation, the ledger and Little's law are audited inside every replication: a run
//! that ends without an error has kept them.

//!
//! | law | held by |
//! |---|---|
//! | P1 nothing is lost, and Little's law | the audit at the end of every replication here |
//! | P2 shares within 0 and 1, no negative time, quantiles in order, a journey as long as its parts | `a_facility_keeps..`, `a_border_keeps..`, `a_journey_is..` |
//! | P3 all times twice as long: the same counts, times twice as long | `times_twice_as_long..` |
//! | P4 more servers or shorter services make nobody wait longer at one first-come queue | `more_servers..`, `shorter_services..` |
//! | P5 order of writing has no influence, names only on luck | `the_order_and_the_names..`, `repeat` |
//! | P6 without demand zeros and gaps, no number that is none | `without_demand..`, `no_demand_is..` |
//! | P8 a scenario as resolved resolves to itself | `a_resolved_scenario..` |
//! | P9 without a warm-up, results are those of the bare facts | `without_a_warm_up..` |
//!
//! P7 (costs), P10 (composite indices) and the second half of P9 (runs that are split) are of things that the program does not have.

use landbridge::index::Sheet;
use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};
use proptest::test_runner::{Config, RngSeed};

use super::lives::{Lives, lives, loaded, sheet, value};
use super::support::{bytes, run_into, scratch, write_scenario};

/// As many cases as given, the same ones in every run of the tests.
fn cases(cases: u32) -> Config {
    Config { cases, failure_persistence: None, rng_seed: RngSeed::Fixed(2026), ..Config::default() }
}

/// A law of time of some kind with a mean of about so many seconds.
fn law_of(mean: u32, kind: u32) -> String {
    match kind {
        0 => format!("Constant(\"{mean} s\")"),
        1 => format!("Exponential(mean: \"{mean} s\")"),
        2 => format!("Uniform(min: \"0 s\", max: \"{} s\")", 2 * mean),
        3 => format!("LogNormal(mean: \"{mean} s\", cv: 1.5)"),
        4 => format!("Gamma(mean: \"{mean} s\", cv: 0.5)"),
        5 => format!("Weights([(\"0 s\", 0.25), (\"{mean} s\", 0.75)])"),
        _ => format!("Pert(min: \"0 s\", mode: \"{mean} s\", max: \"{} s\")", 4 * mean),
    }
}

/// A law of time with a mean of about so many minutes.
fn law(minutes: std::ops::Range<u32>) -> impl Strategy<Value = String> {
    (minutes, 0..7_u32).prop_map(|(mean, kind)| law_of(60 * mean, kind))
}

fn arrivals() -> impl Strategy<Value = String> {
    (1..12_u32, 0..4_u32).prop_map(|(rate, kind)| match kind {
        0 => format!("Poisson(per_h: {rate})"),
        1 => format!("Every(time: \"{} min\", first: \"{rate} min\")", 60 / rate),
        2 => format!("Renewal(Gamma(mean: \"{} min\", cv: 2))", 60 / rate),
        _ => format!("Batches(per_h: {}, size: Uniform(1, 4))", f64::from(rate) / 2.5),
    })
}

/// Hours and what happens at their end, as keys.
fn hours() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => Just(String::new()),
        3 => prop_oneof![Just("Finish"), Just("Suspend"), Just("FitOnly")]
            .prop_map(|closing| format!("hours: \"day\", closing: {closing}")),
    ]
}

fn run_block() -> impl Strategy<Value = String> {
    let warm_up = prop_oneof![Just("None"), Just("Fixed(\"7 h\")"), Just("Arrivals(20)")];
    let end = prop_oneof![Just("Cut"), Just("Drain"), Just("After(count: 30)")];
    (warm_up, end, any::<u32>()).prop_map(|(warm_up, end, seed)| {
        format!("run: (start: \"2024-03-01\", horizon: \"50 h\", warm_up: {warm_up}, end: {end}, replications: 2, seed: {seed})")
    })
}

fn facility() -> impl Strategy<Value = String> {
    facility_with(run_block(), arrivals())
}

/// One to three stations, a yard around them, a way back.
fn facility_with(
    run: impl Strategy<Value = String>,
    arrivals: impl Strategy<Value = String>,
) -> impl Strategy<Value = String> {
    let station = (1..4_u32, law(1..20), hours());
    let parts = (proptest::collection::vec(station, 1..4), 0..80_u32, 0..30_u32, run, arrivals);
    parts.prop_map(|(stations, back, places, run, arrivals)| {
        let mut list = String::new();
        let mut steps = String::from("Label(\"begin\"), ");
        // A yard that is full makes trucks wait outside with nothing held, so this cannot lock.
        let yard = |step: &str| if places > 0 { format!("{step}(what: \"yard\"), ") } else { String::new() };
        steps += &yard("Take");
        for (number, (servers, time, hours)) in stations.iter().enumerate() {
            list += &format!("(id: \"s{number}\", kind: Desk, servers: {servers}, {hours}), ");
            steps += &format!("Visit(at: \"s{number}\", time: {time}), ");
        }
        steps += &yard("Give");
        let back = f64::from(back) / 100.0;
        steps += &format!(
            "Branch([(share: {back}, steps: [Spend(time: Constant(\"3 min\"))], to: \"begin\"), (share: {}, steps: [])])",
            1.0 - back
        );
        format!(
            "(title: \"laws\", {run}, calendars: [(id: \"day\", zone: \"UTC\", open: [\"Mon-Sun 06:00-20:00\"])],
            hubs: [(id: \"port\", kind: DryPort, country: \"CN\", at: (22, 106), facilities: [Stations(
                stations: [{list}], stores: [(id: \"yard\", places: {})], procedures: [(id: \"enter\", steps: [{steps}])])])],
            flows: [(id: \"trucks\", at: \"port\", procedure: \"enter\", arrivals: {arrivals})])",
            places.max(1)
        )
    })
}

/// A border with flows in both directions, one of them carried by a fleet.
fn border() -> impl Strategy<Value = String> {
    let parts =
        (hours(), hours(), law(1..8), law(1..30), 1..10_u32, 1..6_u32, 1..6_u32, run_block(), (arrivals(), arrivals()));
    parts.prop_map(|(a, b, gate, desk, approach, between, fleet, run, (there, back))| {
        format!(
            "(title: \"laws\", {run}, calendars: [(id: \"day\", zone: \"Asia/Shanghai\", open: [\"Mon-Sun 06:00-20:00\"])],
            posts: [(id: \"post\", gate: (lanes: 1, time: {gate}), yard_places: {approach},
                documents: (desks: 2, time: {desk}, errors: 0.2, correction: Exponential(mean: \"1 h\")),
                risk: [(lane: \"green\", share: 0.5), (lane: \"yellow\", share: 0.3, check: Scan, hits: 0.5), (lane: \"red\", share: 0.2, check: Physical)],
                scanners: (servers: 1, time: Constant(\"5 min\")), bays: (servers: 1),
                agencies: [(id: \"customs\", officers: 1, time: {desk}, lanes: [\"red\"]), (id: \"plants\", officers: 1, time: {gate}, share: 0.3)],
                exit: (lanes: 1, time: {gate}))],
            hubs: [(id: \"north\", kind: City, country: \"CN\", at: (23, 108)), (id: \"south\", kind: City, country: \"VN\", at: (21, 106)),
                (id: \"pass\", kind: Border, country: \"CN\", at: (22, 107), facilities: [Border(
                    a: (country: \"CN\", exit: \"post\", entry: \"post\", {a}), b: (country: \"VN\", exit: \"post\", entry: \"post\", {b}),
                    approach_places: {approach}, between: (length_km: 1, speed_kmh: 10, places: {between}))])],
            links: [Road(id: \"n\", from: \"north\", to: \"pass\", length_km: 30, speed_kmh: 60, speed_cv: 0.3),
                Road(id: \"s\", from: \"pass\", to: \"south\", length_km: 20, speed_kmh: 50)],
            fleets: [Trucks(id: \"shuttle\", base: \"north\", count: {fleet})],
            flows: [(id: \"there\", from: \"north\", to: \"south\", arrivals: {there}, carried_by: Fleet(\"shuttle\")),
                (id: \"back\", from: \"south\", to: \"north\", arrivals: {back}),
                (id: \"own\", from: \"north\", to: \"south\", arrivals: {back})])"
        )
    })
}

/// What must hold of every sheet.
fn assert_lawful(sheet: &Sheet, scenario: &str) {
    let finishes_after_hours = scenario.contains("closing: Finish");
    for (metric, value) in sheet.metrics.iter().zip(&sheet.values) {
        let Some(value) = *value else { continue };
        let (name, place) = (&metric.name, &metric.place);
        assert!(value.is_finite() && value >= 0.0, "{name} of {place} is {value}");
        // Work in hand at closing time is done after hours: it is then more than the hours that are open.
        let may_exceed = match name.as_str() {
            "utilisation" => finishes_after_hours,
            _ => false,
        };
        assert!(metric.unit != "share" || may_exceed || value <= 1.0 + 1e-12, "{name} of {place} is {value}");
    }
    for metric in sheet.metrics.iter().filter(|metric| metric.name.ends_with("_p05")) {
        let base = metric.name.trim_end_matches("p05");
        let steps = ["p05", "p25", "p50", "p75", "p95", "max"]
            .map(|step| value(sheet, &format!("{base}{step}"), &metric.place));
        let known: Vec<f64> = steps.into_iter().flatten().collect();
        assert!(known.is_sorted(), "quantiles of {base} at {}: {known:?}", metric.place);
        let mean = value(sheet, &format!("{base}mean"), &metric.place);
        assert!(
            mean.is_none_or(|mean| mean <= known[known.len() - 1] + 1e-9),
            "the mean of {base} is above its maximum"
        );
    }
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn a_facility_keeps_the_laws(scenario in facility()) {
        (0..2).for_each(|number| assert_lawful(&sheet(&scenario, number), &scenario));
    }

    #[test]
    fn a_border_keeps_the_laws(scenario in border()) {
        (0..2).for_each(|number| assert_lawful(&sheet(&scenario, number), &scenario));
    }

    #[test]
    fn a_journey_is_as_long_as_its_parts(scenario in facility()) {
        for ((flow, who), life) in lives(&scenario, 0) {
            let parts = life.waits.iter().chain(&life.spent).sum::<u64>();
            assert!(life.age.is_none_or(|age| age == parts), "{flow} {who}: {life:?}\n{scenario}");
        }
    }

    #[test]
    fn a_resolved_scenario_resolves_to_itself(facility in facility(), border in border()) {
        for scenario in [facility, border] {
            let once = loaded(&scenario).resolved;
            assert_eq!(once, loaded(&once).resolved);
        }
    }

    #[test]
    fn without_demand_everything_is_zero_or_empty(
        scenario in facility_with(run_block(), prop_oneof![
            Just("Poisson(per_h: 0)".to_owned()),
            Just("Batches(per_h: 0, size: Uniform(1, 4))".to_owned()),
            Just("Every(time: \"1 day\", first: \"51 h\")".to_owned()),
        ]),
    ) {
        let sheet = sheet(&scenario, 0);
        assert_eq!(value(&sheet, "in_system_end", "network"), Some(0.0));
        for (metric, value) in sheet.metrics.iter().zip(&sheet.values) {
            assert!(value.is_none_or(|value| value == 0.0), "{} of {} is {value:?}", metric.name, metric.place);
        }
    }
}

/// One first-come queue: what arrives at what serves.
fn queue(servers: u32, service: &str, arrivals: &str) -> String {
    format!(
        "(title: \"queue\", run: (start: \"2024-03-01\", horizon: \"40 h\", end: Drain, replications: 1, seed: 3),
        hubs: [(id: \"port\", kind: DryPort, country: \"CN\", at: (22, 106), facilities: [Stations(
            stations: [(id: \"gate\", kind: Gate, servers: {servers})],
            procedures: [(id: \"enter\", steps: [Visit(at: \"gate\", time: {service})])])])],
        flows: [(id: \"trucks\", at: \"port\", procedure: \"enter\", arrivals: {arrivals})])"
    )
}

/// Each truck of `less` waits at most as long as the same truck of `more`.
fn assert_nobody_waits_longer(less: &Lives, more: &Lives) {
    assert_eq!(less.len(), more.len(), "the same trucks come");
    for (who, life) in less {
        assert!(life.waits[0] <= more[who].waits[0], "{who:?} waits {:?} and not {:?}", life.waits, more[who].waits);
    }
}

proptest! {
    #![proptest_config(cases(120))]

    #[test]
    fn more_servers_make_nobody_wait_longer(servers in 1..4_u32, service in law(5..40), arrivals in arrivals()) {
        let with = |servers| lives(&queue(servers, &service, &arrivals), 0);
        let few = with(servers);
        assert_nobody_waits_longer(&with(servers + 1), &few);
        assert_nobody_waits_longer(&with(servers + 7), &few);
    }

    #[test]
    fn shorter_services_make_nobody_wait_longer(
        servers in 1..4_u32, mean in 5..40_u32, kind in 0..7_u32, percent in 1..20_u32, arrivals in arrivals(),
    ) {
        let with = |percent: u32| lives(&queue(servers, &law_of(60 * mean * percent / 100, kind), &arrivals), 0);
        assert_nobody_waits_longer(&with(5 * percent), &with(100));
    }

    #[test]
    fn without_a_warm_up_results_are_those_of_the_bare_facts(
        servers in 1..4_u32, service in law(5..40), arrivals in arrivals(),
    ) {
        let scenario = queue(servers, &service, &arrivals);
        let (sheet, lives) = (sheet(&scenario, 0), lives(&scenario, 0));
        let waits: Vec<f64> = lives.values().map(|life| life.waits[0] as f64 / 60e3).collect();
        let ages: Vec<f64> = lives.values().filter_map(|life| life.age).map(|age| age as f64 / 3.6e6).collect();
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        let near = |name: &str, place: &str, expected: f64| {
            let found = value(&sheet, name, place).expect("something was observed");
            assert!((found - expected).abs() <= 1e-9 * expected.max(1.0), "{name}: {found}, expected {expected}");
        };
        near("created", "network", lives.len() as f64 * 24.0 / 40.0);
        near("wait_mean", "station/port/gate", mean(&waits));
        near("wait_max", "station/port/gate", waits.iter().copied().fold(0.0, f64::max));
        near("wait_share", "station/port/gate", waits.iter().filter(|&&wait| wait > 0.0).count() as f64 / waits.len() as f64);
        near("time_in_system_mean", "network", mean(&ages));
        near("time_in_system_max", "network", ages.iter().copied().fold(0.0, f64::max));
    }
}

/// The scenario with every length of time doubled and every rate halved.
fn twice_as_long(scenario: &str) -> String {
    let lengths = scenario.split('"').map(|part| match part.split_once(' ') {
        Some((number, unit @ ("s" | "min" | "h"))) => {
            format!("{} {unit}", 2 * number.parse::<u32>().expect("lengths are whole numbers"))
        }
        _ => part.to_owned(),
    });
    let lengths = lengths.collect::<Vec<_>>().join("\"");
    let mut rates = lengths.split("per_h: ");
    let mut doubled = rates.next().unwrap_or_default().to_owned();
    for part in rates {
        let end = part.find([')', ',']).expect("a rate is followed by something");
        let rate: f64 = part[..end].parse().expect("rates are numbers");
        doubled += &format!("per_h: {}{}", rate / 2.0, &part[end..]);
    }
    doubled
}

/// How a value of this unit grows when time runs at half the speed; none where that is not known.
fn growth(unit: &str) -> Option<f64> {
    match unit {
        "h" | "min" | "h/consignment" => Some(2.0),
        "share" | "units" | "consignments" | "h/day" => Some(1.0),
        "consignments/day" | "TEU/day" | "t/day" | "units/day" | "vehicles/day" => Some(0.5),
        _ => None,
    }
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn times_twice_as_long_give_the_same_counts_and_times_twice_as_long(
        scenario in facility_with(
            prop_oneof![Just("Cut"), Just("Drain")].prop_map(|end| format!(
                "run: (start: \"2024-03-01\", horizon: \"50 h\", warm_up: Fixed(\"7 h\"), end: {end}, replications: 1, seed: 8)"
            )),
            arrivals(),
        ),
    ) {
        // Opening hours stay those of the day.
        let scenario = ["Finish", "Suspend", "FitOnly"].iter().fold(scenario, |scenario, closing| {
            scenario.replace(&format!("hours: \"day\", closing: {closing}"), "")
        });
        let (once, twice) = (sheet(&scenario, 0), sheet(&twice_as_long(&scenario), 0));
        assert_eq!(once.metrics, twice.metrics);
        let mut compared = 0;
        for (index, metric) in once.metrics.iter().enumerate() {
            let Some(growth) = growth(metric.unit) else { continue };
            let (Some(once), Some(twice)) = (once.values[index], twice.values[index]) else {
                assert_eq!(once.values[index].is_some(), twice.values[index].is_some(), "{metric:?}");
                continue;
            };
            // Each draw is rounded to 1 ms: that moves a few waits by as much, and at an end of the window a unit in or out.
            let error = (twice - growth * once).abs();
            assert!(error <= 0.005 * twice + 0.001, "{metric:?}: {once}, then {twice}\n{scenario}");
            compared += 1;
        }
        assert!(compared > 30, "{compared} rows compared");
    }
}

/// Flows to one station, which they ask for at the same instants: the order of planning decides who is first.
fn rivals(flows: &[(String, u32)], service: &str) -> String {
    let flow = |(id, gap): &(String, u32)| {
        format!("(id: \"{id}\", at: \"port\", procedure: \"enter\", arrivals: Every(time: \"{gap} min\"))")
    };
    format!(
        "(title: \"rivals\", run: (start: \"2024-03-01\", horizon: \"30 h\", replications: 1, seed: 3),
        hubs: [(id: \"port\", kind: DryPort, country: \"CN\", at: (22, 106), facilities: [Stations(
            stations: [(id: \"gate\", kind: Gate, servers: 1)],
            procedures: [(id: \"enter\", steps: [Visit(at: \"gate\", time: {service})])])])],
        flows: [{}])",
        flows.iter().map(flow).collect::<Vec<_>>().join(", ")
    )
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn the_order_and_the_names_of_flows_are_no_part_of_the_model(
        gaps in proptest::collection::vec((2..12_u32).prop_map(|gap| 5 * gap), 3),
        order in Just(vec![0, 1, 2]).prop_shuffle(),
        service in law(2..9),
    ) {
        let named = |prefix: &str, order: &[usize]| {
            let flows: Vec<(String, u32)> = order.iter().map(|&flow| (format!("{prefix}{flow}"), gaps[flow])).collect();
            sheet(&rivals(&flows, &service), 0)
        };
        let plain = named("truck", &[0, 1, 2]);
        assert_eq!(plain, named("truck", &order), "the order of writing");
        let renamed = named("wagon", &[0, 1, 2]);
        let names = |sheet: &Sheet| {
            let place = |place: &str| place.replace("truck", "wagon");
            sheet.metrics.iter().map(|metric| (metric.name.clone(), place(&metric.place))).collect::<Vec<_>>()
        };
        assert_eq!(names(&plain), names(&renamed));
        // A name is in the address of each draw: where nothing is drawn it has no influence, elsewhere it is other luck.
        assert_eq!(plain.values == renamed.values, service.starts_with("Constant"));
    }
}

#[test]
fn no_demand_is_no_number_that_is_none() {
    let folder = scratch();
    let scenario = write_scenario(
        folder.path(),
        r#"(title: "nothing", run: (start: "2024-03-01", horizon: "3 days", replications: 3),
        hubs: [(id: "port", kind: DryPort, country: "CN", at: (22, 106), facilities: [Stations(
            stations: [(id: "gate", kind: Gate, servers: 1)],
            procedures: [(id: "enter", steps: [Visit(at: "gate", time: Constant("5 min"))])])])],
        flows: [(id: "trucks", at: "port", procedure: "enter", arrivals: Poisson(per_h: 0))])"#,
    );
    let place = run_into(folder.path(), "run", &scenario, &[]);
    for (name, content) in bytes(&place) {
        if name.extension() != Some("png".as_ref()) {
            let words = String::from_utf8(content).expect("tables and figures are text").to_lowercase();
            let bad = words
                .split(|letter: char| !letter.is_ascii_alphanumeric())
                .find(|word| ["nan", "inf", "infinity"].contains(word));
            assert_eq!(bad, None, "{}", name.display());
        }
    }
}
