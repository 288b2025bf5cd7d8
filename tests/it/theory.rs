//! Known answers of queueing theory, through the format and the command line.
//!
//! Numbers V01 to V23 are the cases of the validation plan. A tolerance is 4.5 standard deviations of a replication's mean / sqrt(30), taken from
//! an independent pilot simulation and not from the run under test. It is never loosened. In each test stands the bug that it catches and what a
//! scenario with that bug gave when it was tried by hand: more than the tolerance away. Each case has the seed of its number: with one seed all would
//! share the luck of the flow `trucks`.

use std::path::{Path, PathBuf};

use super::support::{landbridge, mean, run_into, scratch};

fn scenario(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/theory/{name}.ron"))
}

/// A run of a case, and what is asserted of it.
struct Case {
    folder: tempfile::TempDir,
    place: PathBuf,
}

impl Case {
    fn run(name: &str, arguments: &[&str]) -> Self {
        let folder = scratch();
        let place = run_into(folder.path(), "run", &scenario(name), arguments);
        Self { folder, place }
    }

    fn agrees(&self, metric: &str, place: &str, exact: f64, tolerance: f64) -> &Self {
        let found = mean(&self.place, metric, place);
        let at = self.folder.path().display();
        assert!(
            (found - exact).abs() <= tolerance,
            "{metric} of {place}: {found}, exact {exact} +- {tolerance} ({at})"
        );
        self
    }
}

/// For cases without luck.
const EXACTLY: f64 = 1e-9;

#[test]
fn v01_one_lane_waits_as_m_m_1() {
    // Catches mean and rate exchanged, and hours for minutes: a mean of 7.5 min at 7.5 an hour gave 106.8 min. The stay for the wait is 30.
    Case::run("v01", &[])
        .agrees("wait_mean", "station/port/gate", 24.0, 1.08)
        .agrees("wait_share", "station/port/gate", 0.8, 0.0050)
        .agrees("time_in_system_mean", "network", 30.0 / 60.0, 1.08 / 60.0)
        .agrees("time_in_system_p95", "network", 89.87197 / 60.0, 4.51 / 60.0);
}

#[test]
fn v02_four_officers_wait_as_erlang_c() {
    // Catches four queues for one: 105 to 116 min. Last come, first served has the same mean, but its 95th percentile is 89.8 min.
    // The spread of the 95th percentile (8.10 min) is from 60 replications of an independent pilot of the same length.
    Case::run("v02", &[])
        .agrees("wait_mean", "station/port/customs", 23.63260, 2.13)
        .agrees("wait_share", "station/port/customs", 0.787_753_3, 0.0094)
        .agrees("wait_p95", "station/port/customs", 82.71486, 6.66);
}

#[test]
fn v03_a_constant_service_waits_half_as_long() {
    // Catches an exponential service for a constant one: 4.90 min.
    Case::run("v03", &[]).agrees("wait_mean", "station/port/bridge", 2.5, 4.79 / 60.0);
}

#[test]
fn v04_an_uneven_service_waits_longer() {
    // Catches a cv that is ignored (1 for 1.5): 44.7 min.
    Case::run("v04", &[]).agrees("wait_mean", "station/port/scanner", 73.125, 3.92);
}

#[test]
fn v15_a_network_with_a_way_back_is_that_of_jackson() {
    // Catches a way back that is not taken: 1.66, 0.917 and 1.99 at the stations, 0.457 h in all.
    let case = Case::run("v15", &[]);
    let number = |station: &str, servers: f64| {
        let place = format!("station/port/{station}");
        mean(&case.place, "queue_mean", &place) + servers * mean(&case.place, "utilisation", &place)
    };
    for (station, servers, exact, tolerance) in
        [("gate", 1.0, 2.049_180, 0.0337), ("yard", 2.0, 1.013_547, 0.0115), ("rail", 1.0, 2.0, 0.0344)]
    {
        let found = number(station, servers);
        assert!((found - exact).abs() <= tolerance, "number at {station}: {found}, exact {exact} +- {tolerance}");
    }
    case.agrees("time_in_system_mean", "network", 0.506_272_7, 0.00515);
}

#[test]
fn v16_a_drive_between_two_stations_is_no_server() {
    // Catches a road that is a pool of four servers: the rail waits 3.07 min, 94 min in all.
    // The plan's answers are of the stay, wait and service: 20 and 10 min.
    Case::run("v16", &[])
        .agrees("wait_mean", "station/port/gate", 20.0 - 5.0, 0.554)
        .agrees("wait_mean", "station/port/rail", 10.0 - 4.0, 0.139)
        .agrees("time_in_system_mean", "network", 55.0 / 60.0, (0.554 + 0.139) / 60.0);
}

#[test]
fn v17_a_border_closed_at_night_lets_its_queue_wait() {
    // Truck n, counted from 20:00, comes 6n min later and is served at 06:00 + 3n min: it waits 600 - 3n min, as long as that is above 0: n = 0 .. 199.
    // The other 40 of the day, 16:00 - 20:00, do not wait. Mean: (200 x 600 - 3 x 19900) / 240 = 251.25; share 200 / 240.
    // Catches a bound that is a minute off: closing at 20:01 gives 246.26 min, 594 and 0.825; opening at 06:01 gives 252.09, 601 and 0.8375.
    Case::run("v17", &[])
        .agrees("wait_mean", "station/port/gate", 251.25, EXACTLY)
        .agrees("wait_max", "station/port/gate", 600.0, EXACTLY)
        .agrees("wait_share", "station/port/gate", 5.0 / 6.0, EXACTLY);
}

#[test]
fn v23_an_overloaded_gate_grows_until_the_horizon_and_is_announced() {
    // Catches a run that does not end, and a service of 5 min for 6: 1 in the system.
    // Arrivals at 0, 5, .., 480 min are 97; 480 / 6 = 80 are done.
    Case::run("v23", &[]).agrees("in_system_end", "network", 17.0, EXACTLY);
    // The k-th of the 96 trucks until 479 min, counted from 0, waits k min: (0 + .. + 95) / 96.
    Case::run("v23", &["--set", "run/horizon=\"479 min\"", "--set", "run/end=Drain"])
        .agrees("wait_mean", "station/port/gate", 47.5, EXACTLY)
        .agrees("wait_max", "station/port/gate", 95.0, EXACTLY);
    let output = landbridge().arg("check").arg(scenario("v23")).output().expect("the program runs");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("load 1.20") && told.contains("not stationary"), "{told}");
}
