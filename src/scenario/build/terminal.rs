//! Terminals, yards, rail borders and gauge changes.

use super::super::file::{CranesFile, FacilityFile, HubFile, PilotFile, RailSideFile};
use super::border::hours;
use super::context::Context;
use super::cost::per_use;
use super::groupage;
use super::law::law;
use super::procedure::tariff;
use crate::engine::law::Law;
use crate::model::{BogieExchange, Cranes, Facility, Mode, RailBorder, RailSide, Terminal, Yard};
use crate::units::HOUR;

/// The segment of a facility's path: its id, its kind if it is the only one, else its number.
fn segment(hub: &HubFile, index: usize, kind: &str, id: Option<&String>, is_kind: fn(&FacilityFile) -> bool) -> String {
    match id {
        Some(id) => id.clone(),
        None if hub.facilities.iter().filter(|facility| is_kind(facility)).count() == 1 => kind.to_owned(),
        None => index.to_string(),
    }
}

/// A facility of this file's kinds; none if it is another.
pub fn facility(context: &mut Context, hub: &HubFile, index: usize) -> Option<Facility> {
    let path = |segment: &str| format!("hubs/{}/facilities/{segment}", hub.id);
    Some(match &hub.facilities[index] {
        FacilityFile::Rail { id, tracks, gauge_mm, cranes } => {
            let id = segment(hub, index, "Rail", id.as_ref(), |facility| matches!(facility, FacilityFile::Rail { .. }));
            let path = path(&id);
            let positions = context.at_least_one(&format!("{path}/tracks"), *tracks);
            let cranes = cranes.as_ref().map(|file| self::cranes(context, &format!("{path}/cranes"), file));
            let gauge_mm = Some(*gauge_mm);
            Facility::Terminal(Terminal {
                id,
                mode: Mode::Rail,
                gauge_mm,
                positions,
                cranes,
                pilots: None,
                draught_m: None,
            })
        }
        FacilityFile::Berths { berths, cranes, pilots, draught_m } => {
            let path = path("Berths");
            let positions = context.at_least_one(&format!("{path}/berths"), *berths);
            let cranes = cranes.as_ref().map(|file| self::cranes(context, &format!("{path}/cranes"), file));
            let pilots = pilots.as_ref().map(|file| self::pilots(context, &format!("{path}/pilots"), file));
            let draught_m = draught_m.map(|depth| context.positive(&format!("{path}/draught_m"), depth));
            let (id, mode) = ("Berths".to_owned(), Mode::Sea);
            Facility::Terminal(Terminal { id, mode, gauge_mm: None, positions, cranes, pilots, draught_m })
        }
        FacilityFile::Yard { capacity_teu, tariff: file, slow_when_full } => {
            let path = path("Yard");
            Facility::Yard(Yard {
                capacity_teu: context.at_least_one(&format!("{path}/capacity_teu"), *capacity_teu),
                tariff: file.as_ref().map(|file| tariff(context, &format!("{path}/tariff"), file)),
                slowing: slowing(context, &format!("{path}/slow_when_full"), slow_when_full),
            })
        }
        FacilityFile::RailBorder { .. } => {
            Facility::RailBorder(Box::new(rail_border(context, &path("RailBorder"), &hub.facilities[index])?))
        }
        FacilityFile::BogieExchange { from_mm, to_mm, halls, time } => {
            let path = path("BogieExchange");
            if from_mm == to_mm {
                context.problem(
                    "E0414",
                    &format!("{path}/to_mm"),
                    "bogies are exchanged for others of the same gauge",
                    |problem| problem.found(format!("{to_mm} mm")).expected("another gauge than `from_mm`"),
                );
            }
            Facility::BogieExchange(BogieExchange {
                gauges_mm: [*from_mm, *to_mm],
                halls: context.at_least_one(&format!("{path}/halls"), *halls),
                time: law(context, &format!("{path}/time"), time),
            })
        }
        FacilityFile::Park { .. } => {
            Facility::Park(Box::new(groupage::park(context, &path("Park"), &hub.facilities[index])?))
        }
        FacilityFile::Border { .. } | FacilityFile::Stations { .. } => return None,
    })
}

fn slowing(context: &mut Context, path: &str, points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    for (index, (share, factor)) in points.iter().enumerate() {
        let place = format!("{path}/{index}");
        context.share(&place, *share);
        context.positive(&place, *factor);
        if index > 0 && points[index - 1].0 >= *share {
            context.problem("E0312", &place, "points are not in order", |problem| {
                problem
                    .found(format!("{share} after {}", points[index - 1].0))
                    .expected("each share above the one before")
            });
        }
    }
    points.to_vec()
}

fn cranes(context: &mut Context, path: &str, file: &CranesFile) -> Cranes {
    let moves = context.positive(&format!("{path}/moves_per_h"), file.moves_per_h);
    Cranes {
        servers: context.at_least_one(&format!("{path}/servers"), file.servers),
        time: Law::Constant(if moves > 0.0 { HOUR as f64 / moves } else { 0.0 }),
        hours: hours(context, path, file.hours.as_deref()),
        per_move: per_use(context, &format!("{path}/per_move"), file.per_move.as_ref()),
    }
}

fn pilots(context: &mut Context, path: &str, file: &PilotFile) -> (u32, Law) {
    let servers = context.at_least_one(&format!("{path}/servers"), file.servers);
    (servers, law(context, &format!("{path}/time"), &file.time))
}

fn rail_border(context: &mut Context, path: &str, file: &FacilityFile) -> Option<RailBorder> {
    let FacilityFile::RailBorder { a, b, between, plan } = file else { return None };
    if a.country == b.country {
        context.problem(
            "E0407",
            &format!("{path}/b/country"),
            "both sides of a border are of one country",
            |problem| problem.found(format!("{:?}", b.country)).expected("two countries"),
        );
    }
    let length_km = context.positive(&format!("{path}/between/length_km"), between.length_km);
    let speed_kmh = context.positive(&format!("{path}/between/speed_kmh"), between.speed_kmh);
    let time = if speed_kmh > 0.0 { length_km / speed_kmh * HOUR as f64 } else { 0.0 };
    let at_least_one = |context: &mut Context, key: &str, value: Option<u32>| {
        value.map(|value| context.at_least_one(&format!("{path}/{key}"), value))
    };
    Some(RailBorder {
        trains_at_once: at_least_one(context, "between/trains_at_once", between.trains_at_once),
        plan: [
            at_least_one(context, "plan/a_to_b_per_day", plan.a_to_b_per_day),
            at_least_one(context, "plan/b_to_a_per_day", plan.b_to_a_per_day),
        ],
        a: rail_side(context, &format!("{path}/a"), a),
        b: rail_side(context, &format!("{path}/b"), b),
        time: Law::Constant(time),
        length_km,
        carry_over: plan.carry_over,
    })
}

fn rail_side(context: &mut Context, path: &str, file: &RailSideFile) -> RailSide {
    let share = context.share(&format!("{path}/inspected"), file.inspected);
    if share > 0.0 && file.inspection.is_none() {
        context.problem(
            "E0122",
            &format!("{path}/inspection"),
            "trains are inspected, but not for how long",
            |problem| problem.expected("`inspection`, a law of time, where `inspected` is above 0"),
        );
    }
    let inspection = file.inspection.as_ref().map(|time| (share, law(context, &format!("{path}/inspection"), time)));
    RailSide {
        country: file.country.clone(),
        tracks: file.tracks.map(|tracks| context.at_least_one(&format!("{path}/tracks"), tracks)),
        teams: context.at_least_one(&format!("{path}/teams"), file.teams),
        hours: hours(context, path, file.hours.as_deref()),
        check: law(context, &format!("{path}/train"), &file.train),
        inspection,
    }
}
