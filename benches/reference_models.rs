//! The reference models: the same work for every engine, here through the scenario machinery that users run.
//!
//! `cargo bench --bench reference_models -- MODEL [SCALE] [SEED]` prints one line of JSON. An event is an activity that ends or a timeout that the
//! model needs: an arrival, an end of service, an end of a hold. Samples and the ends of warm-up and run are ours and are not counted.
//! CPU time is that of all threads; set-up is everything until the first event. docs/performance.md says what came out.

use std::error::Error;
use std::fmt::Write;
use std::sync::atomic::AtomicBool;

use landbridge::experiment::{Batch, run_batch};
use landbridge::index::{View, measure};
use landbridge::model::Model;
use landbridge::plan::{Plan, compile};
use landbridge::scenario::load;
use landbridge::sim::{Limits, Outcome, Replication, run};

type Failure = Box<dyn Error>;

/// A model: its scenario, and which results are checked.
struct Case {
    scenario: String,
    /// (name in the output, metric, place).
    checks: Vec<(&'static str, &'static str, &'static str)>,
    replications: u32,
}

const USAGE: &str = "usage: cargo bench --bench reference_models -- MODEL [SCALE] [SEED]\n\
    MODEL: hold-1e3, hold-1e5, hold-1e6, mmc, border, border-batch, corridor, million, hubs-10, hubs-100, hubs-1000, hubs-10000";

fn main() -> Result<(), Failure> {
    // Cargo adds `--bench` of its own.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let Some(name) = arguments.first() else {
        return print_line(USAGE);
    };
    let scale: f64 = arguments.get(1).map_or(Ok(1.0), |text| text.parse())?;
    let seed: u64 = arguments.get(2).map_or(Ok(1), |text| text.parse())?;
    let case = case(name, scale)?;
    let line = measured(name, scale, seed, &case)?;
    print_line(&line)
}

fn print_line(text: &str) -> Result<(), Failure> {
    use std::io::Write;
    writeln!(std::io::stdout(), "{text}")?;
    Ok(())
}

fn case(name: &str, scale: f64) -> Result<Case, Failure> {
    let wait = vec![("mean_wait_h", "wait_mean", "station/port/desk")];
    let stay = vec![("mean_time_in_system_h", "time_in_system_mean", "network")];
    Ok(match name {
        "hold-1e3" => hold(1_000, scale),
        "hold-1e5" => hold(100_000, scale),
        "hold-1e6" => hold(1_000_000, scale),
        "mmc" => Case { scenario: mmc(scale), checks: wait, replications: 1 },
        "border" => Case { scenario: border(scale), checks: stay, replications: 1 },
        "border-batch" => Case { scenario: border(scale), checks: stay, replications: 20 },
        "corridor" => Case {
            scenario: corridor(scale),
            checks: vec![
                ("dwell_a_h", "dwell_mean", "hub/a"),
                ("dwell_b_h", "dwell_mean", "hub/b"),
                ("dwell_c_h", "dwell_mean", "hub/c"),
            ],
            replications: 1,
        },
        "million" => Case { scenario: million(scale), checks: Vec::new(), replications: 1 },
        other => match other.strip_prefix("hubs-").and_then(|count| count.parse().ok()) {
            Some(count) => Case { scenario: hubs(count, scale), checks: stay, replications: 1 },
            None => return Err(USAGE.into()),
        },
    })
}

fn scenario(run: &str, stations: &str, steps: &str, rest: &str) -> String {
    format!(
        "(title: \"bench\", run: (start: \"2024-01-01\", {run}), hubs: [(id: \"port\", kind: DryPort, country: \"CN\", at: (22, 106), \
         facilities: [Stations(stations: [{stations}], procedures: [(id: \"pass\", steps: [{steps}])])])], {rest})"
    )
}

/// N pending events, each of which plans itself again after an exponential time; ten million holds.
fn hold(count: u64, scale: f64) -> Case {
    let hours = 1e7 * scale / count as f64 * 100.0;
    let scenario = scenario(
        &format!("horizon: \"{hours} h\""),
        "",
        "Spend(time: Exponential(mean: \"100 h\"))",
        &format!("circuits: [(id: \"holds\", at: \"port\", procedure: \"pass\", count: {count})]"),
    );
    Case { scenario, checks: vec![("mean_hold_h", "round_time_mean", "circuit/holds")], replications: 1 }
}

/// M/M/3 at a load of 0.9.
fn mmc(scale: f64) -> String {
    let count = (1e6 * scale).round();
    scenario(
        &format!("horizon: \"{} h\", end: After(count: {count}, of: Delivered)", (count * 1.1).ceil()),
        "(id: \"desk\", kind: Desk, servers: 3)",
        "Visit(at: \"desk\", time: Exponential(mean: \"1 h\"))",
        "flows: [(id: \"customers\", at: \"port\", procedure: \"pass\", arrivals: Poisson(per_h: 2.7))]",
    )
}

/// Gate, documents, an inspection of one in five, exit.
fn border(scale: f64) -> String {
    scenario(
        &format!("horizon: \"{} days\"", 365.0 * scale),
        "(id: \"gate\", kind: Gate, servers: 4), (id: \"documents\", kind: Desk, servers: 6), \
         (id: \"inspection\", kind: Inspector, servers: 4), (id: \"exit\", kind: Gate, servers: 2)",
        "Visit(at: \"gate\", time: Exponential(mean: \"2 min\")), Visit(at: \"documents\", time: LogNormal(mean: \"3 min\", cv: 0.8)), \
         Branch([(share: 0.2, steps: [Visit(at: \"inspection\", time: Triangular(min: \"5 min\", mode: \"8 min\", max: \"20 min\"))]), \
         (share: 0.8)]), Visit(at: \"exit\", time: Exponential(mean: \"1 min\"))",
        "flows: [(id: \"trucks\", at: \"port\", procedure: \"pass\", arrivals: Poisson(per_h: 100))]",
    )
}

/// Containers by ship, train, train and truck over three hubs.
fn corridor(scale: f64) -> String {
    format!(
        "(title: \"corridor\", run: (start: \"2024-01-01\", horizon: \"{} days\", bucket: \"30 days\", sample: \"30 days\"), hubs: [ \
         (id: \"a\", kind: Seaport, country: \"CN\", at: (34.7, 119.4)), \
         (id: \"b\", kind: DryPort, country: \"CN\", at: (44.2, 80.4), facilities: [Stations(stations: [(id: \"cranes\", kind: Crane, servers: 3)], \
         procedures: [(id: \"lift\", on: [Transfer], steps: [Visit(at: \"cranes\", time: Constant(\"3 min\"))])])]), \
         (id: \"c\", kind: DryPort, country: \"CN\", at: (41.3, 69.2)), (id: \"d\", kind: City, country: \"CN\", at: (41.0, 69.0))], \
         links: [Rail(id: \"one\", from: \"a\", to: \"b\", length_km: 1000, time: Triangular(min: \"20 h\", mode: \"24 h\", max: \"28 h\")), \
         Rail(id: \"two\", from: \"b\", to: \"c\", length_km: 1000, time: Constant(\"30 h\")), \
         Road(id: \"out\", from: \"c\", to: \"d\", length_km: 50, time: Constant(\"0 h\"), both_ways: false), \
         Road(id: \"home\", from: \"d\", to: \"c\", length_km: 50, time: Constant(\"3 h\"), both_ways: false)], \
         services: [Train(id: \"first\", calls: [\"a\", \"b\"], capacity_teu: 80, \
         departs: Headway(every: \"90 min\", first: \"45 min\", at_least_teu: 40)), \
         Train(id: \"second\", calls: [\"b\", \"c\"], capacity_teu: 60, \
         departs: Headway(every: \"75 min\", first: \"37.5 min\", at_least_teu: 1))], \
         fleets: [Trucks(id: \"trucks\", base: \"c\", count: 150)], \
         flows: [(id: \"boxes\", from: \"a\", to: \"d\", arrivals: Every(time: \"12 h\", count: 500), \
         route: Legs([Ride(service: \"first\", to: \"b\"), Ride(service: \"second\", to: \"c\"), Road(to: \"d\", fleet: \"trucks\")]))])",
        365.0 * scale
    )
}

/// A million consignments that wait for one crane.
fn million(scale: f64) -> String {
    scenario(
        &format!("horizon: \"{} min\"", 1000.0 * scale),
        "(id: \"crane\", kind: Crane, servers: 1)",
        "Visit(at: \"crane\", time: Constant(\"1000 days\"))",
        "flows: [(id: \"boxes\", at: \"port\", procedure: \"pass\", arrivals: Every(time: \"60 ms\"))]",
    )
}

/// So many towns in a ring, each with a ramp and a flow to the next but two; the events are as many for every number of hubs.
fn hubs(count: usize, scale: f64) -> String {
    let mut text = format!(
        "(title: \"hubs\", run: (start: \"2024-01-01\", horizon: \"{} days\", bucket: \"30 days\", sample: \"30 days\"), hubs: [",
        60.0 * scale
    );
    let per_day = 10_000.0 / count as f64;
    for hub in 0..count {
        let angle = hub as f64 / count as f64 * std::f64::consts::TAU;
        let _ = write!(
            text,
            "(id: \"h{hub}\", kind: City, country: \"CN\", at: ({:.4}, {:.4}), facilities: [Stations(stations: [(id: \"ramp\", kind: Dock, \
             servers: {})], procedures: [(id: \"load\", on: [Departure, Arrival], steps: [Visit(at: \"ramp\", time: Exponential(mean: \"10 min\"))])])]),",
            30.0 + 10.0 * angle.sin(),
            100.0 + 10.0 * angle.cos(),
            (per_day / 144.0 * 2.5).ceil() + 1.0,
        );
    }
    text += "], links: [";
    for hub in 0..count {
        let next = (hub + 1) % count;
        let _ = write!(
            text,
            "Road(id: \"r{hub}\", from: \"h{hub}\", to: \"h{next}\", length_km: 50, speed_kmh: 60, speed_cv: 0.2),"
        );
    }
    text += "], flows: [";
    for hub in 0..count {
        let to = (hub + 3) % count;
        let _ =
            write!(text, "(id: \"f{hub}\", from: \"h{hub}\", to: \"h{to}\", arrivals: Poisson(per_day: {per_day})),");
    }
    text + "])"
}

fn measured(name: &str, scale: f64, seed: u64, case: &Case) -> Result<String, Failure> {
    let (model, plan) = compiled(&case.scenario)?;
    let mut line = format!("{{\"peer\":\"landbridge\",\"model\":\"{name}\",\"scale\":{scale},\"seed\":{seed}");
    let setup = cpu_seconds();
    let clock = wall_clock();
    let before = memory("VmRSS");
    let (events, checks) =
        if case.replications > 1 { batch(&model, &plan, seed, case)? } else { single(&model, &plan, seed, case)? };
    let (cpu, wall) = (cpu_seconds() - setup, clock.elapsed().as_secs_f64());
    let _ = write!(line, ",\"events\":{events},\"setup_cpu\":{setup:.4},\"run_cpu\":{cpu:.4},\"wall\":{wall:.4}");
    let _ = write!(
        line,
        ",\"events_per_cpu_s\":{:.0},\"peak_rss_mb\":{:.1}",
        events as f64 / cpu,
        memory("VmHWM") / 1024.0
    );
    if name == "million" {
        let grown = (memory("VmHWM") - before) * 1024.0;
        let _ = write!(line, ",\"bytes_per_container\":{:.1}", grown / events as f64);
    }
    let _ = write!(line, ",\"checks\":{{{checks}}}}}");
    Ok(line)
}

fn compiled(scenario: &str) -> Result<(Model, Plan), Failure> {
    let file = std::env::temp_dir().join(format!("landbridge-bench-{}.ron", std::process::id()));
    std::fs::write(&file, scenario)?;
    let loaded = load(&file, &[], &[]);
    std::fs::remove_file(&file)?;
    let loaded = loaded?;
    if let Some(problem) = loaded.problems.errors().next() {
        return Err(format!("{}: {}", problem.field, problem.title).into());
    }
    let model = loaded.model.ok_or("no model")?;
    let (plan, _) = compile(&model);
    Ok((model, plan))
}

fn single(model: &Model, plan: &Plan, seed: u64, case: &Case) -> Result<(u64, String), Failure> {
    let limits = Limits { max_events: u64::MAX, max_entities: u64::MAX, stop: &AtomicBool::new(false) };
    let (outcome, ()) = run(plan, &model.run, Replication { seed, number: 0 }, limits, ())?;
    let sheet = measure(&View { model, plan, outcome: &outcome });
    let mut checks = Vec::new();
    for (label, metric, place) in &case.checks {
        let found = sheet.metrics.iter().position(|known| known.name == *metric && known.place == *place);
        let value = found.and_then(|index| sheet.values[index]).ok_or("a metric is missing")?;
        let value = if sheet.metrics[found.unwrap_or(0)].unit == "min" { value / 60.0 } else { value };
        checks.push(format!("\"{label}\":{value:.6}"));
    }
    Ok((counted(&outcome), checks.join(",")))
}

/// Events without our own.
fn counted(outcome: &Outcome) -> u64 {
    outcome.events - outcome.samples.len() as u64 - 2
}

fn batch(model: &Model, plan: &Plan, seed: u64, case: &Case) -> Result<(u64, String), Failure> {
    let threads = std::thread::available_parallelism()?.get().min(2);
    let batch = Batch { seed, replications: case.replications, threads, max_events: u64::MAX, max_entities: u64::MAX };
    let results = run_batch(model, plan, batch, &AtomicBool::new(false), || {})?;
    let mut checks = Vec::new();
    for (label, metric, place) in &case.checks {
        let values = results.values(results.find(metric, place).ok_or("a metric is missing")?);
        checks.push(format!("\"{label}\":{:.6}", values.iter().sum::<f64>() / values.len() as f64));
    }
    Ok((results.events, checks.join(",")))
}

#[expect(
    clippy::disallowed_methods,
    reason = "a benchmark measures the wall clock; no result of a simulation depends on it"
)]
fn wall_clock() -> std::time::Instant {
    std::time::Instant::now()
}

/// CPU time of all threads so far \[s\]; 0 where the system does not tell.
fn cpu_seconds() -> f64 {
    let Ok(text) = std::fs::read_to_string("/proc/self/stat") else { return 0.0 };
    let fields: Vec<&str> = text.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |index: usize| fields.get(index).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    // Fields 14 and 15 of proc(5), counted from 1; the clock of user space has 100 ticks a second on Linux.
    (ticks(11) + ticks(12)) / 100.0
}

/// A line of /proc/self/status \[kB\]; 0 where there is none.
fn memory(key: &str) -> f64 {
    let Ok(text) = std::fs::read_to_string("/proc/self/status") else { return 0.0 };
    let line = text.lines().find(|line| line.starts_with(key));
    line.and_then(|line| line.split_whitespace().nth(1)).and_then(|number| number.parse().ok()).unwrap_or(0.0)
}
