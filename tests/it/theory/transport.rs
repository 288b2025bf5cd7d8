//! Known answers of trains, of ways over several means of transport, and of money and carbon.

use super::{Case, Check, HOUR, USUAL, check};

/// Numbers V10 to V12, V25 and V26.
pub const TRANSPORT: &[Case] = &[
    Case {
        id: "V10",
        what: "a train every 4 h that takes whatever there is, 10 boxes an hour",
        file: "v10",
        edits: &[],
        replications: USUAL,
        checks: &[
            check("mean wait", "h", &[(1.0 / HOUR, "wait_mean", "station/port/line shuttle")], 2.0, 0.003_06),
            check("mean load", "boxes", &[(1.0, "load_mean", "service/shuttle/port")], 40.0, 0.142),
            // The standard deviation of that of 2,500 loads, nearly normal: 6.3246 / sqrt(2 x 2500).
            check(
                "standard deviation of the load",
                "boxes",
                &[(1.0, "load_sd", "service/shuttle/port")],
                6.324_555,
                0.0894,
            ),
        ],
        bug: Some(("a train that leaves 4 h after its first box", &["services/shuttle/departs=FullOrAfter(\"4 h\")"])),
    },
    Case {
        id: "V11",
        what: "a train every 2 h for 12 boxes, 5 boxes an hour",
        file: "v11",
        edits: &[],
        replications: USUAL,
        checks: &[
            check("left behind", "boxes", &[(1.0, "left_behind_mean", "service/shuttle/port")], 1.197_090, 0.0357),
            check("mean wait", "h", &[(1.0 / HOUR, "wait_mean", "station/port/line shuttle")], 1.239_418, 0.008_66),
            check("full trains", "share", &[(1.0, "full_share", "service/shuttle/port")], 0.423_565_6, 0.004_35),
        ],
        bug: Some(("a train without end", &["services/shuttle/capacity_teu=1000"])),
    },
    Case {
        id: "V12",
        what: "a train that leaves with 20 boxes, 4 boxes an hour",
        file: "v12",
        edits: &[],
        replications: USUAL,
        checks: &[
            check("mean wait", "h", &[(1.0, "waiting_per_consignment", "flow/boxes")], 2.375, 0.0137),
            check("mean headway", "h", &[(1.0, "headway_mean", "service/shuttle/port")], 5.0, 0.0232),
            Check {
                what: "boxes that wait",
                unit: "",
                terms: &[(1.0, "in_system_mean", "network")],
                // 4 boxes an hour are on their way for 2 h.
                offset: -8.0,
                exact: 9.5,
                // From a pilot of our own: 200 replications of the recursion of counts (mean 17.49999 before the offset).
                sd: 0.0388,
            },
        ],
        bug: Some(("one box more", &["services/shuttle/capacity_teu=21"])),
    },
    Case {
        id: "V25",
        what: "roads and railways with changes of means: the cheapest way is road, road over B",
        file: "v25",
        edits: &[],
        replications: (2, 2),
        checks: &[
            check("freight", "USD", &[(1.0, "usd_freight", "flow/box")], 530.0, 0.0),
            check("time", "h", &[(1.0, "time_in_system_mean", "flow/box")], 9.0, 0.0),
        ],
        bug: Some(("the cheapest way to B first", &["links/ab road/off=true"])),
    },
    Case {
        id: "V25",
        what: "without the road to B: rail, then road",
        file: "v25",
        edits: &["links/ab road/off=true"],
        replications: (2, 2),
        checks: &[
            check("freight", "USD", &[(1.0, "usd_freight", "flow/box")], 540.0, 0.0),
            check("time", "h", &[(1.0, "time_in_system_mean", "flow/box")], 14.0, 0.0),
        ],
        bug: None,
    },
    Case {
        id: "V25",
        what: "without the roads at B: rail to C, then road",
        file: "v25",
        edits: &["links/ab road/off=true", "links/bd road/off=true"],
        replications: (2, 2),
        checks: &[
            check("freight", "USD", &[(1.0, "usd_freight", "flow/box")], 550.0, 0.0),
            check("time", "h", &[(1.0, "time_in_system_mean", "flow/box")], 18.0, 0.0),
        ],
        bug: None,
    },
    Case {
        id: "V25",
        what: "without rail to B and the road on from it: road over C",
        file: "v25",
        edits: &["links/ab rail/off=true", "links/bd road/off=true"],
        replications: (2, 2),
        checks: &[
            check("freight", "USD", &[(1.0, "usd_freight", "flow/box")], 580.0, 0.0),
            check("time", "h", &[(1.0, "time_in_system_mean", "flow/box")], 12.0, 0.0),
        ],
        bug: None,
    },
    Case {
        id: "V25",
        what: "without the road to C besides: road, rail, road",
        file: "v25",
        edits: &["links/ab rail/off=true", "links/bd road/off=true", "links/ac road/off=true"],
        replications: (2, 2),
        checks: &[
            check("freight", "USD", &[(1.0, "usd_freight", "flow/box")], 660.0, 0.0),
            check("time", "h", &[(1.0, "time_in_system_mean", "flow/box")], 19.0, 0.0),
        ],
        bug: None,
    },
    Case {
        id: "V26",
        what: "ten boxes stored, lifted, driven 100 km, the trucks back empty: money and carbon by hand",
        file: "v26",
        edits: &[],
        replications: (2, 2),
        checks: &[
            check("cost of a box", "USD", &[(1.0, "usd_total", "flow/boxes")], 378.0, 0.0),
            check("cost of a TEU", "USD", &[(1.0, "usd_per_teu", "flow/boxes")], 189.0, 0.0),
            check("diesel for a box", "L", &[(1.0, "energy:diesel (L)", "flow/boxes")], 54.0, 0.0),
            check("CO2e of a box, well to wheel", "kg", &[(1.0, "co2e_wtw", "flow/boxes")], 178.16, 0.0),
            check("CO2e of a box, tank to wheel", "kg", &[(1.0, "co2e_ttw", "flow/boxes")], 144.72, 0.0),
            check("intensity", "g/t-km", &[(1.0, "co2e_intensity", "flow/boxes")], 1781.6 / 12.0, 0.0),
        ],
        bug: Some(("no empty kilometres", &["fleets/trucks/running/per_km_empty=0"])),
    },
    Case {
        id: "V28",
        what: "a road of one lane, 9 vehicles an hour from each end, 2 min each, 1 min to change: until nobody waits",
        file: "v28",
        edits: &[],
        replications: USUAL,
        // Polling with N = 2, rho = 0.6, E[S2] = 8, change r = 1: (N lambda E[S2] + r (N - rho)) / (2 (1 - rho)); Takagi 1988.
        checks: &[check("mean wait", "min", LANE_WAITS, 4.75, 0.134)],
        bug: Some(("a gate", &["links/lane/one_lane/rule=Gated"])),
    },
    Case {
        id: "V28",
        what: "the same: for those who wait when the turn begins",
        file: "v28",
        edits: &["links/lane/one_lane/rule=Gated"],
        replications: USUAL,
        // r (N + rho) in place of r (N - rho).
        checks: &[check("mean wait", "min", LANE_WAITS, 6.25, 0.167)],
        bug: Some(("it stays where it is", &["links/lane/one_lane/when_idle=Stay"])),
    },
    Case {
        id: "V28",
        what: "the same: one vehicle a turn",
        file: "v28",
        edits: &["links/lane/one_lane/rule=Limited(1)"],
        replications: USUAL,
        // As before, but over 2 (1 - rho - N lambda r).
        checks: &[check("mean wait", "min", LANE_WAITS, 25.0, 2.48)],
        bug: Some(("two a turn", &["links/lane/one_lane/rule=Limited(2)"])),
    },
];

/// The mean wait at both ends of a lane, which are alike.
const LANE_WAITS: &[(f64, &str, &str)] =
    &[(0.5, "wait_mean", "station/a/lane lane"), (0.5, "wait_mean", "station/b/lane lane")];
