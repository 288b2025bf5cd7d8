//! What is counted, and when: the edges of the measured window, and who is told of when several fail.

use std::path::Path;

use super::support::{landbridge, mean, run_into, scratch, values, write_scenario};

/// One gate of one lane; `run` and `flow` complete the scenario.
fn gate(folder: &Path, run: &str, calendars: &str, station: &str, arrivals: &str) -> std::path::PathBuf {
    let text = format!(
        "(title: \"gate\", run: (start: \"2024-03-01\", {run}), calendars: [{calendars}],
          hubs: [(id: \"port\", kind: DryPort, country: \"XX\", at: (0, 0), facilities: [Stations(
            stations: [(id: \"gate\", kind: Gate, servers: 1{station})],
            procedures: [(id: \"enter\", steps: [Visit(at: \"gate\", time: Constant(\"30 min\"))])])])],
          flows: [(id: \"trucks\", at: \"port\", procedure: \"enter\", arrivals: {arrivals})])"
    );
    write_scenario(folder, &text)
}

/// Four trucks come at 00:00, 00:10, 00:20, 00:30; service begins at 00:00, 00:30, 01:00, 01:30. Within the horizon of 35 minutes two begin:
/// two in 35 minutes are 82.3 a day. Counting those served while the rest is followed would give four, 164.6.
#[test]
fn served_a_day_counts_until_the_horizon_though_the_rest_is_followed() {
    let folder = scratch();
    let run = "replications: 1, horizon: \"35 min\", end: Drain";
    let scenario = gate(folder.path(), run, "", "", "Every(time: \"10 min\")");
    let place = run_into(folder.path(), "run", &scenario, &[]);
    let served = mean(&place, "served", "station/port/gate");
    assert!((served - 2.0 * 1440.0 / 35.0).abs() < 1e-9, "{served}");
}

/// Open from 00:00 to 00:20 only: the lane works on one truck until 00:30. Held within hours for 20 of 20 minutes; work is 30 of 20.
#[test]
fn a_lane_that_works_after_hours_is_not_held_more_than_it_is_open() {
    let folder = scratch();
    let run = "replications: 1, horizon: \"1 h\"";
    let calendar = "(id: \"short\", zone: \"UTC\", open: [\"Mon-Sun 00:00-00:20\"])";
    let scenario = gate(folder.path(), run, calendar, ", hours: \"short\"", "Every(time: \"3 h\")");
    let place = run_into(folder.path(), "run", &scenario, &[]);
    assert_eq!(mean(&place, "occupancy", "station/port/gate"), 1.0);
    assert_eq!(mean(&place, "utilisation", "station/port/gate"), 1.5);
}

#[test]
fn a_warm_up_that_never_ends_is_warned_of_and_measures_nothing() {
    let folder = scratch();
    let run = "replications: 1, horizon: \"2 h\", warm_up: Arrivals(1000), end: Drain";
    let scenario = gate(folder.path(), run, "", "", "Every(time: \"10 min\")");
    let place = folder.path().join("run");
    let output = landbridge().arg("run").arg(&scenario).arg("--output").arg(&place).output().expect("it runs");
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("W0702"));
    let throughput = values(&place).remove(&("throughput".to_owned(), "network".to_owned()));
    assert_eq!(throughput, Some(vec![None]));
}

/// Every replication reaches the limit. What each found until then is kept, so the folder is the same for every number of threads.
#[test]
fn replications_that_reach_a_limit_leave_partial_results_that_are_marked() {
    let folder = scratch();
    let run = "replications: 4, horizon: \"100 days\", sample: \"30 min\"";
    let scenario = gate(folder.path(), run, "", "", "Poisson(per_h: 27)");
    let with = |threads: &str| {
        // 129,600 events are expected and allowed; with the samples of the queue each replication has some 134,400, so all are stopped.
        let place = folder.path().join(threads);
        let mut command = landbridge();
        command.args(["run", scenario.to_str().expect("plain"), "--threads", threads, "--max-events", "131080"]);
        command.args(["--set", "hubs/port/facilities/Stations/procedures/enter/steps/0/time=Constant(\"1 min\")"]);
        let output = command.arg("--output").arg(&place).output().expect("it runs");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(4), "{told}");
        assert!(told.contains("replication 0") && told.contains("partial"), "{told}");
        super::support::bytes(&place)
    };
    let one = with("1");
    assert_eq!(one.keys().collect::<Vec<_>>(), with("3").keys().collect::<Vec<_>>());
    assert!(one == with("4"), "bytes depend on threads");
    let manifest = String::from_utf8_lossy(&one[Path::new("manifest.json")]).into_owned();
    assert_eq!(manifest.matches("the limit of 131080 events").count(), 4, "{manifest}");
}

/// All 24 trucks a day are scanned and have a hit. The agency works on every lane: it sees each truck once, as one of the physical lane.
#[test]
fn a_truck_with_a_scanner_hit_is_inspected_once() {
    let folder = scratch();
    let side = |country: &str| format!("(country: \"{country}\", exit: \"post\", entry: \"open\")");
    let text = format!(
        "(title: \"hits\", run: (start: \"2024-03-01\", horizon: \"10 days\"),
          posts: [(id: \"open\", gate: (lanes: 1, time: Constant(\"1 min\"))),
            (id: \"post\", gate: (lanes: 1, time: Constant(\"1 min\")), scanners: (servers: 1, time: Constant(\"1 min\")),
             risk: [(lane: \"yellow\", share: 1, check: Scan, hits: 1), (lane: \"red\", share: 0, check: Physical)],
             agencies: [(id: \"quarantine\", officers: 1, time: Constant(\"1 min\"))])],
          hubs: [(id: \"north\", kind: City, country: \"CN\", at: (23, 108)), (id: \"south\", kind: City, country: \"VN\", at: (21, 106)),
            (id: \"pass\", kind: Border, country: \"CN\", at: (22, 107),
             facilities: [Border(a: {}, b: {}, between: (length_km: 1, speed_kmh: 10))])],
          links: [Road(id: \"n\", from: \"north\", to: \"pass\", length_km: 10, speed_kmh: 50),
                  Road(id: \"s\", from: \"pass\", to: \"south\", length_km: 10, speed_kmh: 50)],
          flows: [(id: \"trucks\", from: \"north\", to: \"south\", arrivals: Poisson(per_day: 24))])",
        side("CN"),
        side("VN")
    );
    let loaded = landbridge::scenario::load(&write_scenario(folder.path(), &text), &[], &[]).expect("readable");
    assert!(!loaded.problems.has_errors(), "{:?}", loaded.problems);
    let model = loaded.model.expect("a model");
    let (plan, _) = landbridge::plan::compile(&model);
    let loads = landbridge::plan::loads(&plan, model.run.horizon);
    let of = |name: &str| {
        let thing = plan.things.iter().position(|thing| thing.name == name).expect("it is in use");
        loads.things[thing].per_day
    };
    assert!((of("pass/CN exit/scanners") - 24.0).abs() < 1e-9);
    assert!((of("pass/CN exit/quarantine") - 24.0).abs() < 1e-9, "{}", of("pass/CN exit/quarantine"));
}

/// A truck with one vehicle: an hour out, 20 minutes there, an hour back; the departures are at 01:00, 02:00, 03:00.
fn shuttle(folder: &Path, driver: &str) -> std::path::PathBuf {
    let text = format!(
        "(title: \"shuttle\", run: (start: \"2024-03-01\", replications: 1, horizon: \"8 h 10 min\"),
          hubs: [(id: \"base\", kind: DryPort, country: \"XX\", at: (0, 0)), (id: \"town\", kind: City, country: \"XX\", at: (0, 0.5))],
          links: [Road(id: \"road\", from: \"base\", to: \"town\", length_km: 60, speed_kmh: 60)],
          pools: [(id: \"truck\", at: \"base\", count: 1)],
          services: [Trucks(id: \"shuttle\", calls: [\"base\", \"town\", \"base\"], capacity_teu: 1, sets: \"truck\", {driver}
            stop: Constant(\"20 min\"), departs: Headway(every: \"1 h\", first: \"1 h\"))],
          flows: [(id: \"loads\", from: \"base\", to: \"town\", arrivals: Every(time: \"1 h\"), route: Legs([Ride(service: \"shuttle\", to: \"town\")]))])"
    );
    write_scenario(folder, &text)
}

/// It leaves at 01:00, 03:20 and 05:40 and is back at 03:20, 05:40 and 08:00: 2 h 20 min, 3 h 40 min and 5 h after it should have left.
#[test]
fn reach_counts_from_the_planned_departure_until_the_truck_is_back() {
    let folder = scratch();
    let place = run_into(folder.path(), "run", &shuttle(folder.path(), ""), &[]);
    for (hours, share) in [("02", 0.0), ("04", 2.0 / 3.0), ("06", 1.0), ("48", 1.0)] {
        let found = mean(&place, &format!("reach:{hours}"), "reach/base");
        assert!((found - share).abs() < 1e-9, "{hours} h: {found}");
    }
    assert_eq!(mean(&place, "reach:12", "reach/base/town"), 1.0);
    let round = mean(&place, "round_mean", "service/shuttle");
    assert!((round - 7.0 / 3.0).abs() < 1e-9, "{round}");
    assert!(place.join("reach.csv").is_file() && place.join("plots/overnight-reach.svg").is_file());
}

/// An hour at the wheel is reached in the town and at the base: the driver rests for an hour in the town; at the base the run is over.
#[test]
fn a_driver_does_not_rest_where_the_run_ends() {
    let folder = scratch();
    let scenario = shuttle(folder.path(), "driver: (max_drive: \"1 h\", rest: \"1 h\"),");
    let place = run_into(folder.path(), "run", &scenario, &[]);
    let round = mean(&place, "round_mean", "service/shuttle");
    assert!((round - 10.0 / 3.0).abs() < 1e-9, "{round}");
}
