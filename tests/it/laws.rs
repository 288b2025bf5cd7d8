//! Laws that hold in every scenario, tried on random ones. Conservation, the ledger and Little's law are audited inside every replication: a run
//! that ends without an error has kept them.

use std::sync::atomic::AtomicBool;

use landbridge::index::{Sheet, View, measure};
use landbridge::plan::compile;
use landbridge::scenario::load;
use landbridge::sim::{Limits, Replication, run};
use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};
use proptest::test_runner::Config;

use super::support::{bytes, run_into, scratch, write_scenario};

/// A law of time with a mean of about so many minutes.
fn law(minutes: std::ops::Range<u32>) -> impl Strategy<Value = String> {
    (minutes, 0..7_u32).prop_map(|(mean, kind)| match kind {
        0 => format!("Constant(\"{mean} min\")"),
        1 => format!("Exponential(mean: \"{mean} min\")"),
        2 => format!("Uniform(min: \"0 min\", max: \"{} min\")", 2 * mean),
        3 => format!("LogNormal(mean: \"{mean} min\", cv: 1.5)"),
        4 => format!("Gamma(mean: \"{mean} min\", cv: 0.5)"),
        5 => format!("Weights([(\"0 min\", 0.25), (\"{mean} min\", 0.75)])"),
        _ => format!("Pert(min: \"0 min\", mode: \"{mean} min\", max: \"{} min\")", 4 * mean),
    })
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

/// One to three stations, a yard around them, a way back.
fn facility() -> impl Strategy<Value = String> {
    let station = (1..4_u32, law(1..20), hours());
    let parts = (proptest::collection::vec(station, 1..4), 0..80_u32, 0..30_u32, run_block(), arrivals());
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

/// Runs two replications; an audit that fails is an error.
fn sheets(scenario: &str) -> Vec<Sheet> {
    let folder = scratch();
    let path = write_scenario(folder.path(), scenario);
    let loaded = load(&path, &[]).expect("the scenario can be read");
    let errors: Vec<_> = loaded.problems.errors().collect();
    assert!(errors.is_empty(), "{errors:?}\n{scenario}");
    let model = loaded.model.expect("a scenario without errors has a model");
    let (plan, findings) = compile(&model);
    assert!(findings.iter().all(|finding| !finding.is_error()), "{findings:?}\n{scenario}");
    let one = |number| {
        let replication = Replication { seed: model.run.seed, number };
        let limits = Limits { max_events: 10_000_000, max_entities: u64::MAX, stop: &AtomicBool::new(false) };
        let (outcome, ()) =
            run(&plan, &model.run, replication, limits, ()).unwrap_or_else(|error| panic!("{error}\n{scenario}"));
        measure(&View { model: &model, plan: &plan, outcome: &outcome })
    };
    (0..2).map(one).collect()
}

fn value(sheet: &Sheet, name: &str, place: &str) -> Option<f64> {
    let found = sheet.metrics.iter().position(|metric| metric.name == name && metric.place == place);
    found.and_then(|index| sheet.values[index])
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
    #![proptest_config(Config { cases: 40, failure_persistence: None, ..Config::default() })]

    #[test]
    fn a_facility_keeps_the_laws(scenario in facility()) {
        sheets(&scenario).iter().for_each(|sheet| assert_lawful(sheet, &scenario));
    }

    #[test]
    fn a_border_keeps_the_laws(scenario in border()) {
        sheets(&scenario).iter().for_each(|sheet| assert_lawful(sheet, &scenario));
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
