//! Hubs, links, commodities and fleets.

use super::super::file::{FacilityFile, FleetFile, HubFile, HubKindFile, LinkFile};
use super::context::Context;
use super::{border, procedure};
use crate::engine::law::Law;
use crate::ids::HubId;
use crate::model::{Commodity, Facility, Fleet, Hub, HubKind, Link, Position};
use crate::units::HOUR;

/// The id of a link as written.
pub fn link_id(link: &LinkFile) -> &String {
    let LinkFile::Road { id, .. } = link;
    id
}

/// The id of a fleet as written.
pub fn fleet_id(fleet: &FleetFile) -> &String {
    let FleetFile::Trucks { id, .. } = fleet;
    id
}

pub fn commodities(context: &mut Context) -> Vec<Commodity> {
    let file = context.file;
    let mut all = Vec::with_capacity(file.commodities.len());
    for commodity in &file.commodities {
        let path = format!("commodities/{}", commodity.id);
        all.push(Commodity {
            id: commodity.id.clone(),
            tonnes_per_teu: context.positive(&format!("{path}/tonnes_per_teu"), commodity.tonnes_per_teu),
            value_usd_per_t: context.not_negative(&format!("{path}/value_usd_per_t"), commodity.value_usd_per_t),
        });
    }
    all
}

pub fn hubs(context: &mut Context) -> Vec<Hub> {
    let file = context.file;
    let mut all = Vec::with_capacity(file.hubs.len());
    for hub in &file.hubs {
        all.push(self::hub(context, hub));
    }
    all
}

fn hub(context: &mut Context, file: &HubFile) -> Hub {
    let path = format!("hubs/{}", file.id);
    let (latitude, longitude) = file.at;
    if latitude.abs() > 90.0 || longitude.abs() > 180.0 {
        let found = format!("({latitude}, {longitude})");
        context.out_of_range(&format!("{path}/at"), found, "(latitude from -90 to 90, longitude from -180 to 180)");
    }
    let mut facilities = Vec::new();
    for facility in &file.facilities {
        facilities.push(match facility {
            FacilityFile::Border { .. } => Facility::Border(Box::new(border::border(context, file, facility))),
            FacilityFile::Stations { .. } => Facility::Stations(procedure::stations(context, file, facility)),
        });
    }
    let borders = facilities.iter().filter(|facility| matches!(facility, Facility::Border(_))).count();
    let wanted = usize::from(file.kind == HubKindFile::Border);
    if borders != wanted {
        let title = format!("hub `{}` of kind {:?} has {borders} Border facilities", file.id, file.kind);
        context.problem("E0402", &format!("{path}/facilities"), title, |problem| {
            problem.expected("one Border facility at a hub of kind Border, none at any other")
        });
    }
    Hub {
        id: file.id.clone(),
        name: file.name.clone().unwrap_or_else(|| file.id.clone()),
        kind: kind(&file.kind),
        country: file.country.clone(),
        locode: file.locode.clone(),
        position: Position { latitude, longitude },
        facilities,
    }
}

fn kind(kind: &HubKindFile) -> HubKind {
    match kind {
        HubKindFile::City => HubKind::City,
        HubKindFile::Seaport => HubKind::Seaport,
        HubKindFile::DryPort => HubKind::DryPort,
        HubKindFile::RailTerminal => HubKind::RailTerminal,
        HubKindFile::Border => HubKind::Border,
        HubKindFile::FreeZone => HubKind::FreeZone,
    }
}

/// The fastest that a truck is believed to go \[km/h\].
const PLAUSIBLE_KMH: f64 = 130.0;

pub fn links(context: &mut Context, hubs: &[Hub]) -> Vec<Link> {
    let file = context.file;
    let mut all = Vec::with_capacity(file.links.len());
    for link in &file.links {
        let LinkFile::Road { off, .. } = link;
        let road = road(context, hubs, link);
        if !off {
            all.extend(road);
        }
    }
    all
}

fn road(context: &mut Context, hubs: &[Hub], file: &LinkFile) -> Option<Link> {
    let LinkFile::Road { id, from, to, length_km, speed_kmh, speed_cv, both_ways, country, .. } = file;
    let path = format!("links/{id}");
    let who = format!("link `{id}`");
    let length_km = context.positive(&format!("{path}/length_km"), *length_km);
    let speed_kmh = context.positive(&format!("{path}/speed_kmh"), *speed_kmh);
    let speed_cv = context.not_negative(&format!("{path}/speed_cv"), *speed_cv);
    if speed_kmh > PLAUSIBLE_KMH {
        context.problem(
            "W0303",
            &format!("{path}/speed_kmh"),
            format!("{who} is driven at {speed_kmh} km/h"),
            |problem| problem.expected(format!("up to {PLAUSIBLE_KMH} km/h")).hint("is this a mistake of units?"),
        );
    }
    let start = context.lookup(|context| &context.hubs, "hub", from, &format!("{path}/from"), &who);
    let end = context.lookup(|context| &context.hubs, "hub", to, &format!("{path}/to"), &who);
    let (start, end) = (start?, end?);
    if start == end {
        context.problem("E0403", &path, format!("{who} begins and ends at the same hub"), |problem| {
            problem.found(format!("{from:?}"))
        });
        return None;
    }
    let country = link_country(context, &path, &who, &hubs[start as usize], &hubs[end as usize], country.as_deref())?;
    let mean = length_km / speed_kmh * HOUR as f64;
    // Speed is lognormal, so is its inverse: the mean time is longer than at the mean speed by (1 + cv^2).
    let time =
        if speed_cv > 0.0 { Law::lognormal(mean * (1.0 + speed_cv * speed_cv), speed_cv) } else { Law::constant(mean) };
    Some(Link {
        id: id.clone(),
        from: HubId(start),
        to: HubId(end),
        country,
        length_km,
        time: time.ok()?,
        both_ways: *both_ways,
    })
}

/// The country that both ends touch.
fn link_country(
    context: &mut Context,
    path: &str,
    who: &str,
    from: &Hub,
    to: &Hub,
    given: Option<&str>,
) -> Option<String> {
    let of_to = to.countries();
    let shared: Vec<&str> = from.countries().into_iter().filter(|country| of_to.contains(country)).collect();
    match (given, shared.as_slice()) {
        (Some(given), shared) if shared.contains(&given) => Some(given.to_owned()),
        (None, [only]) => Some((*only).to_owned()),
        (Some(given), _) => {
            context.problem(
                "E0404",
                &format!("{path}/country"),
                format!("{who} cannot lie in this country"),
                |problem| {
                    problem
                        .found(format!("{given:?}"))
                        .expected(format!("a country at both ends: {}", shared.join(", ")))
                },
            );
            None
        }
        (None, []) => {
            let ends = format!("{} ({}) and {} ({})", from.id, from.countries().join("/"), to.id, of_to.join("/"));
            context.problem(
                "E0405",
                path,
                format!("{who} leads from one country to another without a border"),
                |problem| problem.found(ends).expected("a hub of kind Border between two countries"),
            );
            None
        }
        (None, several) => {
            context.problem("E0406", path, format!("{who} could lie in several countries"), |problem| {
                problem.expected(format!("`country` with one of: {}", several.join(", ")))
            });
            None
        }
    }
}

pub fn fleets(context: &mut Context) -> Vec<Fleet> {
    let file = context.file;
    let mut all = Vec::with_capacity(file.fleets.len());
    for fleet in &file.fleets {
        let FleetFile::Trucks { id, base, count, capacity_teu } = fleet;
        let path = format!("fleets/{id}");
        let base =
            context.lookup(|context| &context.hubs, "hub", base, &format!("{path}/base"), &format!("fleet `{id}`"));
        let count = context.at_least_one(&format!("{path}/count"), *count);
        let capacity_teu = context.at_least_one(&format!("{path}/capacity_teu"), *capacity_teu);
        all.push(Fleet { id: id.clone(), base: HubId(base.unwrap_or(0)), count, capacity_teu });
    }
    all
}
