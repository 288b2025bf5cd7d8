//! The known answers: which scenario, what is exact, how far a mean over replications may be off, and a bug that must be seen.
//!
//! `sd` is the standard deviation of a replication's mean, from an independent pilot simulation and not from the run under test; a mean over R
//! replications may be off by 4.5 sd / sqrt(R), which happens by chance to seven in a million. It is never widened. 0 = there is no luck in it.

mod transport;

use transport::TRANSPORT;

/// A known answer.
pub struct Case {
    /// Number in the validation plan.
    pub id: &'static str,
    /// What is simulated.
    pub what: &'static str,
    /// The scenario, in tests/theory.
    pub file: &'static str,
    /// Values changed in it (`--set`).
    pub edits: &'static [&'static str],
    /// Replications in `cargo test`, and in the full tier.
    pub replications: (u32, u32),
    /// What is compared.
    pub checks: &'static [Check],
    /// A typical bug, as changes of the scenario that have its effect: then a check must fail.
    pub bug: Option<(&'static str, &'static [&'static str])>,
}

/// A number that is known.
pub struct Check {
    /// What it is.
    pub what: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// Sum of factor x metric at place.
    pub terms: &'static [(f64, &'static str, &'static str)],
    /// Added to the sum.
    pub offset: f64,
    /// The exact answer.
    pub exact: f64,
    /// Standard deviation of a replication's mean; 0 = exact in every replication.
    pub sd: f64,
}

const fn check(
    what: &'static str,
    unit: &'static str,
    terms: &'static [(f64, &'static str, &'static str)],
    exact: f64,
    sd: f64,
) -> Check {
    Check { what, unit, terms, offset: 0.0, exact, sd }
}

impl Check {
    /// The most that a mean over so many replications may be off.
    pub fn tolerance(&self, replications: u32) -> f64 {
        if self.sd == 0.0 { 1e-9 * self.exact.abs().max(1.0) } else { 4.5 * self.sd / f64::from(replications).sqrt() }
    }
}

/// Minutes to hours and hours to minutes.
const HOUR: f64 = 60.0;
const USUAL: (u32, u32) = (30, 200);
/// One day each, from empty: 200 of them are one replication of the plan.
const DAYS: (u32, u32) = (2_000, 40_000);
/// sqrt(200)
const DAYS_IN_ONE: f64 = 14.142_135_623_730_951;

/// All cases, by number.
pub fn all() -> Vec<&'static Case> {
    let mut all: Vec<&Case> = QUEUES.iter().chain(TRANSPORT).collect();
    all.sort_by_key(|case| case.id);
    all
}

/// Stations, networks of them, storage, and two scenarios with the same luck.
const QUEUES: &[Case] = &[
    Case {
        id: "V01",
        what: "M/M/1: one gate lane, 8 trucks an hour, 6 min",
        file: "v01",
        edits: &["run/over=[\"60 min\"]"],
        replications: USUAL,
        checks: &[
            check("mean wait", "min", &[(1.0, "wait_mean", "station/port/gate")], 24.0, 1.31),
            check("share that waits", "", &[(1.0, "wait_share", "station/port/gate")], 0.8, 0.0061),
            check("mean stay", "min", &[(HOUR, "time_in_system_mean", "network")], 30.0, 1.31),
            check("95 % of stays below", "min", &[(HOUR, "time_in_system_p95", "network")], 89.871_97, 5.49),
            check(
                "share of stays above 60 min",
                "",
                &[(1.0, "time_in_system_over:1 h", "network")],
                0.135_335_3,
                0.0133,
            ),
        ],
        bug: Some((
            "mean and rate exchanged",
            &[
                "flows/trucks/arrivals/per_h=7.5",
                "hubs/port/facilities/Stations/procedures/enter/steps/0/time=Exponential(mean: \"7.5 min\")",
            ],
        )),
    },
    Case {
        id: "V02",
        what: "M/M/4: customs, 18 an hour, 4 officers, 12 min",
        file: "v02",
        edits: &["run/over=[\"30 min\"]"],
        replications: USUAL,
        checks: &[
            check("mean wait", "min", &[(1.0, "wait_mean", "station/port/customs")], 23.632_60, 2.59),
            check("share that waits", "", &[(1.0, "wait_share", "station/port/customs")], 0.787_753_3, 0.0114),
            check(
                "share of waits above 30 min",
                "",
                &[(1.0, "wait_over:30 min", "station/port/customs")],
                0.289_798_2,
                0.0273,
            ),
            // The spread of this one is from 60 replications of a pilot of the same length.
            check("95 % of waits below", "min", &[(1.0, "wait_p95", "station/port/customs")], 82.714_86, 8.10),
        ],
        bug: Some((
            "four queues in place of one",
            &["flows/trucks/arrivals/per_h=4.5", "hubs/port/facilities/Stations/stations/customs/servers=1"],
        )),
    },
    Case {
        id: "V03",
        what: "M/D/1: weighbridge, 50 an hour, exactly 60 s",
        file: "v03",
        edits: &[],
        replications: USUAL,
        checks: &[check("mean wait", "s", &[(60.0, "wait_mean", "station/port/bridge")], 150.0, 5.83)],
        bug: Some((
            "an exponential time in place of a constant one",
            &["hubs/port/facilities/Stations/procedures/enter/steps/0/time=Exponential(mean: \"60 s\")"],
        )),
    },
    Case {
        id: "V04",
        what: "M/G/1: scanner, 3 an hour, lognormal with mean 15 min and SCV 2.25",
        file: "v04",
        edits: &[],
        replications: USUAL,
        checks: &[check("mean wait", "min", &[(1.0, "wait_mean", "station/port/scanner")], 73.125, 4.77)],
        bug: Some((
            "the coefficient of variation ignored",
            &["hubs/port/facilities/Stations/procedures/enter/steps/0/time=LogNormal(mean: \"15 min\", cv: 1)"],
        )),
    },
    Case {
        id: "V05",
        what: "M/G/1 with three classes, the first before the others",
        file: "v05",
        edits: &[],
        replications: USUAL,
        checks: &[
            check(
                "mean wait of the first class",
                "min",
                &[(HOUR, "waiting_per_consignment", "flow/first")],
                3.114_583,
                0.0947,
            ),
            check(
                "mean wait of the second class",
                "min",
                &[(HOUR, "waiting_per_consignment", "flow/second")],
                5.662_879,
                0.323,
            ),
            check(
                "mean wait of the third class",
                "min",
                &[(HOUR, "waiting_per_consignment", "flow/third")],
                15.989_30,
                1.20,
            ),
        ],
        bug: Some((
            "priorities the other way round",
            &["hubs/port/facilities/Stations/stations/desk/order=Classes([\"third\", \"second\", \"first\"])"],
        )),
    },
    Case {
        id: "V06",
        what: "M/G/1, two classes, the first interrupts the second, the rest is done later",
        file: "v06",
        edits: &[],
        replications: USUAL,
        checks: &[
            check(
                "mean stay of the first class",
                "min",
                &[(HOUR, "time_in_system_mean", "flow/urgent")],
                8.571_429,
                0.167,
            ),
            check(
                "mean stay of the second class",
                "min",
                &[(HOUR, "time_in_system_mean", "flow/plain")],
                22.857_14,
                0.827,
            ),
        ],
        bug: Some((
            "work begins anew after an interruption",
            &["hubs/port/facilities/Stations/stations/desk/pre_empt=Restart"],
        )),
    },
    Case {
        id: "V07",
        what: "M/M/3/8: yard gate, 3 lanes, 5 places to wait, 20 an hour, 10 min; who finds it full is turned away",
        file: "v07",
        edits: &[],
        replications: USUAL,
        checks: &[
            check("share turned away", "", &[(1.0, "turned_away_share", "station/port/gate")], 0.177_570_8, 0.00406),
            check("mean wait of the others", "min", &[(1.0, "wait_mean", "station/port/gate")], 8.513_836, 0.118),
        ],
        bug: Some(("eight places to wait", &["hubs/port/facilities/Stations/stations/gate/places=8"])),
    },
    Case {
        id: "V08",
        what: "M/D/10/10: ten reefer plugs, 4 arrivals a day, exactly 2 days, no queue",
        file: "v08",
        edits: &[],
        replications: USUAL,
        checks: &[check(
            "share turned away",
            "",
            &[(1.0, "turned_away_share", "station/port/plugs")],
            0.121_661_1,
            0.00242,
        )],
        bug: Some((
            "a plug given back an hour late",
            &["hubs/port/facilities/Stations/procedures/store/steps/1/time=Constant(\"49 h\")"],
        )),
    },
    Case {
        id: "V09",
        what: "M^X/M/1: ships, 0.7 an hour, discharge 20 or 40 boxes, 2 min each",
        file: "v09",
        edits: &[],
        replications: USUAL,
        checks: &[
            check("mean stay of a box", "h", &[(1.0, "time_in_system_mean", "network")], 1.907_407, 0.0570),
            check("mean wait of a box", "h", &[(1.0 / HOUR, "wait_mean", "station/port/crane")], 1.874_074, 0.0570),
            // 21 boxes an hour, each with the stay above.
            check("boxes at the crane", "", &[(1.0, "in_system_mean", "network")], 40.055_56, 21.0 * 0.0570),
        ],
        bug: Some(("boxes that come one by one", &["flows/boxes/arrivals=Poisson(per_h: 21)"])),
    },
    Case {
        id: "V09",
        what: "the same ships, each handled as a whole",
        file: "v09_first",
        edits: &[],
        replications: USUAL,
        checks: &[check(
            "mean wait of the first box",
            "h",
            &[(1.0 / HOUR, "wait_mean", "station/port/crane")],
            1.335_185,
            0.0570,
        )],
        bug: Some(("all ships small", &["flows/ships/operators=[(class: \"small\", share: 1.0)]"])),
    },
    Case {
        id: "V13",
        what: "M/M/1//6: six shuttle trucks, a trip of 30 min, one crane, 5 min",
        file: "v13",
        edits: &[],
        replications: USUAL,
        checks: &[
            check("lifts", "1/h", &[(1.0 / 24.0, "served", "station/port/crane")], 8.820_932, 0.0702),
            check("mean wait", "min", &[(1.0, "wait_mean", "station/port/crane")], 5.812_013, 0.228),
        ],
        bug: Some(("a truck too many", &["circuits/shuttles/count=7"])),
    },
    Case {
        id: "V14",
        what: "closed network of eight trucks: crane 4, gate 2, customs 3 min, road 20 min",
        file: "v14",
        edits: &[],
        replications: USUAL,
        checks: &[
            check("rounds", "1/h", &[(1.0 / 24.0, "rounds", "circuit/trucks")], 11.969_38, 0.0828),
            Check {
                what: "mean stay at the crane",
                unit: "min",
                terms: &[(1.0, "wait_mean", "station/port/crane")],
                offset: 4.0,
                exact: 10.966_73,
                sd: 0.268,
            },
            Check {
                what: "mean stay at the gate",
                unit: "min",
                terms: &[(1.0, "wait_mean", "station/port/gate")],
                offset: 2.0,
                exact: 3.082_283,
                sd: 0.0417,
            },
            Check {
                what: "mean stay at customs",
                unit: "min",
                terms: &[(1.0, "wait_mean", "station/port/customs")],
                offset: 3.0,
                exact: 6.053_316,
                sd: 0.146,
            },
        ],
        bug: Some((
            "the crane released late",
            &["hubs/port/facilities/Stations/procedures/round/steps/0/time=Exponential(mean: \"4.5 min\")"],
        )),
    },
    Case {
        id: "V15",
        what: "Jackson network: gate, yard, rail, and a way back",
        file: "v15",
        edits: &[],
        replications: USUAL,
        checks: &[
            check(
                "number at the gate",
                "",
                &[(1.0, "queue_mean", "station/port/gate"), (1.0, "utilisation", "station/port/gate")],
                2.049_180,
                0.0411,
            ),
            check(
                "number at the yard",
                "",
                &[(1.0, "queue_mean", "station/port/yard"), (2.0, "utilisation", "station/port/yard")],
                1.013_547,
                0.0140,
            ),
            check(
                "number at the rail",
                "",
                &[(1.0, "queue_mean", "station/port/rail"), (1.0, "utilisation", "station/port/rail")],
                2.0,
                0.0419,
            ),
            check("mean stay", "h", &[(1.0, "time_in_system_mean", "network")], 0.506_272_7, 0.00627),
        ],
        bug: Some((
            "the way back not taken",
            &[
                "hubs/port/facilities/Stations/procedures/enter/steps/2/0/0/steps/1=Branch([(share: 0.0, steps: [], to: \"gate\"), (share: 1.0, steps: [])])",
            ],
        )),
    },
    Case {
        id: "V16",
        what: "tandem: gate 5 min, drive of exactly 25 min, rail 4 min, 9 an hour",
        file: "v16",
        edits: &[],
        replications: USUAL,
        checks: &[
            Check {
                what: "mean stay at the gate",
                unit: "min",
                terms: &[(1.0, "wait_mean", "station/port/gate")],
                offset: 5.0,
                exact: 20.0,
                sd: 0.674,
            },
            Check {
                what: "mean stay at the rail",
                unit: "min",
                terms: &[(1.0, "wait_mean", "station/port/rail")],
                offset: 4.0,
                exact: 10.0,
                sd: 0.170,
            },
            // The plan has no spread of the sum; that of both parts together, as if they moved as one.
            check("mean stay in all", "min", &[(HOUR, "time_in_system_mean", "network")], 55.0, 0.674 + 0.170),
        ],
        bug: Some((
            "the road is a pool of four servers",
            &[
                "hubs/port/facilities/Stations/stations=[(id: \"gate\", servers: 1), (id: \"road\", servers: 4), (id: \"rail\", servers: 1)]",
                "hubs/port/facilities/Stations/procedures/enter/steps/1=Visit(at: \"road\", time: Constant(\"25 min\"))",
            ],
        )),
    },
    Case {
        id: "V17",
        what: "a border open from 06:00 to 20:00, a truck exactly every 6 min, 3 min each",
        file: "v17",
        edits: &[],
        replications: (1, 1),
        // Truck n, counted from 20:00, comes 6n min later and is served at 06:00 + 3n min: it waits 600 - 3n min, as long as that is above 0: n = 0 .. 199.
        // The other 40 of the day do not wait. Mean: (200 x 600 - 3 x 19900) / 240 = 251.25; share 200 / 240.
        checks: &[
            check("mean wait", "min", &[(1.0, "wait_mean", "station/port/gate")], 251.25, 0.0),
            check("longest wait", "min", &[(1.0, "wait_max", "station/port/gate")], 600.0, 0.0),
            check("share that waits", "", &[(1.0, "wait_share", "station/port/gate")], 5.0 / 6.0, 0.0),
        ],
        bug: Some(("closing a minute late", &["calendars/day/open=[\"Mon-Sun 06:00-20:01\"]"])),
    },
    Case {
        id: "V18a",
        what: "a crane that breaks only while it works, once in 8 h, repair 30 min; 12 an hour, 8 arrivals an hour",
        file: "v18a",
        edits: &[],
        replications: USUAL,
        checks: &[check("mean stay", "h", &[(1.0, "time_in_system_mean", "network")], 0.375, 0.0135)],
        bug: Some((
            "a repair that blocks nobody",
            &["hubs/port/facilities/Stations/stations/crane/breaks/repair=Constant(\"0 min\")"],
        )),
    },
    Case {
        id: "V18b",
        what: "the same crane, which breaks at any time",
        file: "v18b",
        edits: &[],
        replications: USUAL,
        checks: &[check("mean stay", "h", &[(1.0, "time_in_system_mean", "network")], 0.404_411_8, 0.0141)],
        bug: Some((
            "it breaks only while it works",
            &["hubs/port/facilities/Stations/stations/crane/breaks/when=Busy"],
        )),
    },
    Case {
        id: "V19a",
        what: "M_t/M/inf: arrivals at 20 + 15 sin(2 pi t / 24 h) an hour, 3 h each, empty at 0; after 6 h",
        file: "v19a",
        edits: &["run/horizon=\"6 h\""],
        replications: DAYS,
        checks: &[check("number inside", "", &[(1.0, "in_system_end", "network")], 82.670_08, 0.492 * DAYS_IN_ONE)],
        bug: Some(("the rate of each hour's start", HOURLY)),
    },
    Case {
        id: "V19a",
        what: "the same after 12 h",
        file: "v19a",
        edits: &["run/horizon=\"12 h\""],
        replications: DAYS,
        checks: &[
            check("number inside", "", &[(1.0, "in_system_end", "network")], 81.160_54, 0.660 * DAYS_IN_ONE),
            // A Poisson number: its variance is its mean.
            check("arrivals", "", &[(0.5, "created", "network")], 354.591_6, 18.830_6),
        ],
        bug: Some(("the rate of each hour's start", HOURLY)),
    },
    Case {
        id: "V19a",
        what: "the same after 24 h",
        file: "v19a",
        edits: &["run/horizon=\"24 h\""],
        replications: DAYS,
        checks: &[check("number inside", "", &[(1.0, "in_system_end", "network")], 38.128_09, 0.438 * DAYS_IN_ONE)],
        bug: None,
    },
    Case {
        id: "V19b",
        what: "M_t/D/inf: the same, exactly 3 h each; after 6 h",
        file: "v19b",
        edits: &["run/horizon=\"6 h\""],
        replications: DAYS,
        checks: &[check("number inside", "", &[(1.0, "in_system_end", "network")], 100.514_2, 0.750 * DAYS_IN_ONE)],
        bug: Some((
            "an exponential stay",
            &["hubs/port/facilities/Stations/procedures/store/steps/0/time=Exponential(mean: \"3 h\")"],
        )),
    },
    Case {
        id: "V19b",
        what: "the same after 12 h",
        file: "v19b",
        edits: &["run/horizon=\"12 h\""],
        replications: DAYS,
        checks: &[check("number inside", "", &[(1.0, "in_system_end", "network")], 76.781_55, 0.615 * DAYS_IN_ONE)],
        bug: Some(("the rate of each hour's start", HOURLY)),
    },
    Case {
        id: "V19b",
        what: "the same after 18 h",
        file: "v19b",
        edits: &["run/horizon=\"18 h\""],
        replications: DAYS,
        checks: &[check("number inside", "", &[(1.0, "in_system_end", "network")], 19.484_77, 0.294 * DAYS_IN_ONE)],
        bug: None,
    },
    Case {
        id: "V21",
        what: "a network in which everything happens: created = delivered + lost + inside",
        file: "v21",
        edits: &["run/warm_up=None", "run/horizon=\"50 days\""],
        replications: (5, 30),
        checks: &[check(
            "consignments that vanish",
            "",
            &[
                (50.0, "created", "network"),
                (-50.0, "delivered", "network"),
                (-50.0, "lost", "network"),
                (-1.0, "in_system_end", "network"),
            ],
            0.0,
            0.0,
        )],
        bug: None,
    },
    Case {
        id: "V22",
        what: "storage: 5 days free, then 30 USD a day pro rata; exponential stay, mean 6 days",
        file: "v22",
        edits: &[],
        replications: USUAL,
        checks: &[
            check("share that pays", "", &[(1.0, "charged_share", "storage/port/yard")], 0.434_598_2, 0.0030),
            check("mean charge", "USD", &[(1.0, "charge_mean", "storage/port/yard")], 78.227_68, 0.846),
        ],
        bug: Some((
            "billing from the first day",
            &["hubs/port/facilities/Stations/stores/yard/tariff/free=\"0 days\""],
        )),
    },
    Case {
        id: "V22",
        what: "the same by started days",
        file: "v22",
        edits: &["hubs/port/facilities/Stations/stores/yard/tariff/billing=Started"],
        replications: USUAL,
        checks: &[check("mean charge", "USD", &[(1.0, "charge_mean", "storage/port/yard")], 84.927_65, 0.871)],
        bug: Some((
            "parts of days by their share",
            &["hubs/port/facilities/Stations/stores/yard/tariff/billing=ProRata"],
        )),
    },
    Case {
        id: "V22",
        what: "the same pro rata, lognormal stay, mean 6 days, cv 0.5",
        file: "v22",
        edits: &["hubs/port/facilities/Stations/procedures/store/steps/1/time=LogNormal(mean: \"6 days\", cv: 0.5)"],
        replications: USUAL,
        checks: &[
            check("mean charge", "USD", &[(1.0, "charge_mean", "storage/port/yard")], 48.025_11, 0.508),
            check("share that pays", "", &[(1.0, "charged_share", "storage/port/yard")], 0.559_528_1, 0.0035),
        ],
        bug: Some((
            "billing from the first day",
            &["hubs/port/facilities/Stations/stores/yard/tariff/free=\"0 days\""],
        )),
    },
    Case {
        id: "V23",
        what: "overload: a truck exactly every 5 min, 6 min each; 480 min",
        file: "v23",
        edits: &[],
        replications: (1, 1),
        // Arrivals at 0, 5, .., 480 min are 97; 480 / 6 = 80 are done.
        checks: &[check("number inside", "", &[(1.0, "in_system_end", "network")], 17.0, 0.0)],
        bug: Some((
            "a service of 5 min",
            &["hubs/port/facilities/Stations/procedures/enter/steps/0/time=Constant(\"5 min\")"],
        )),
    },
    Case {
        id: "V23",
        what: "the same, followed to the end",
        file: "v23",
        edits: &["run/horizon=\"479 min\"", "run/end=Drain"],
        replications: (1, 1),
        // The k-th of the 96 trucks, counted from 0, waits k min: (0 + .. + 95) / 96.
        checks: &[
            check("mean wait", "min", &[(1.0, "wait_mean", "station/port/gate")], 47.5, 0.0),
            check("longest wait", "min", &[(1.0, "wait_max", "station/port/gate")], 95.0, 0.0),
        ],
        bug: Some((
            "a service of 5 min",
            &["hubs/port/facilities/Stations/procedures/enter/steps/0/time=Constant(\"5 min\")"],
        )),
    },
];

/// Steps of an hour, each at the rate of its start, as a profile.
const HOURLY: &[&str] = &[
    "flows/boxes/arrivals=Poisson(per_h: 20, profiles: [\"wave\"])",
    "profiles=[(id: \"wave\", hours: [(0, 1.0), (1, 1.194114), (2, 1.375), (3, 1.530330), (4, 1.649519), (5, 1.724444), (6, 1.75), (7, 1.724444), \
     (8, 1.649519), (9, 1.530330), (10, 1.375), (11, 1.194114), (12, 1.0), (13, 0.805886), (14, 0.625), (15, 0.469670), (16, 0.350481), (17, 0.275556), \
     (18, 0.25), (19, 0.275556), (20, 0.350481), (21, 0.469670), (22, 0.625), (23, 0.805886)])]",
];
