//! Hubs, links, commodities and fleets.

use super::super::file::{
    CommodityFile, DecayFile, FacilityFile, FleetFile, HubFile, HubKindFile, LinkFile, ModeFile, TimeFile, TransferFile,
};
use super::context::Context;
use super::law::law;
use super::{border, cost, lane, procedure, terminal, vehicle};
use crate::engine::law::Law;
use crate::ids::HubId;
use crate::model::{Commodity, Decay, Facility, Fleet, Hub, HubKind, Link, Mode, Position, Stowage, Transfer};
use crate::units::HOUR;

/// The id of a link as written.
pub fn link_id(link: &LinkFile) -> &String {
    let (LinkFile::Road { id, .. } | LinkFile::Rail { id, .. } | LinkFile::Sea { id, .. }) = link;
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
            stowage: stowage(context, &path, commodity),
            decay: commodity.decay.as_ref().map(|decay| self::decay(context, &format!("{path}/decay"), decay)),
        });
    }
    all
}

fn stowage(context: &mut Context, path: &str, file: &CommodityFile) -> Stowage {
    match (file.reefer, file.empties) {
        (false, false) => Stowage::Plain,
        (true, false) => Stowage::Reefer,
        (false, true) => Stowage::Empty,
        (true, true) => {
            let title = format!("commodity `{}` is kept cold in empty containers", file.id);
            context.problem("E0343", &format!("{path}/empties"), title, |problem| {
                problem
                    .found("`reefer` and `empties`")
                    .expected("one of them")
                    .hint("an empty reefer needs no plug: `empties`")
            });
            Stowage::Empty
        }
    }
}

fn decay(context: &mut Context, path: &str, file: &DecayFile) -> Decay {
    match *file {
        DecayFile::Linear { after, share_per_day } => Decay::Linear {
            after: after.0,
            share_per_day: context.positive(&format!("{path}/share_per_day"), share_per_day),
        },
        DecayFile::Exponential { half_life } => {
            if half_life.0 == 0 {
                context.out_of_range(&format!("{path}/half_life"), "0", "above 0");
            }
            Decay::Exponential { half_life: half_life.0.max(1) }
        }
    }
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
    for (index, facility) in file.facilities.iter().enumerate() {
        facilities.extend(match facility {
            FacilityFile::Border { .. } => Some(Facility::Border(Box::new(border::border(context, file, facility)))),
            FacilityFile::Stations { .. } => Some(Facility::Stations(procedure::stations(context, file, facility))),
            _ => terminal::facility(context, file, index),
        });
    }
    let borders = facilities.iter().filter(|facility| matches!(facility, Facility::Border(_))).count();
    let rail_borders = facilities.iter().filter(|facility| matches!(facility, Facility::RailBorder(_))).count();
    let is_border = file.kind == HubKindFile::Border;
    if borders > 1 || rail_borders > 1 || is_border != (borders + rail_borders > 0) {
        let title = format!(
            "hub `{}` of kind {:?} has {borders} Border and {rail_borders} RailBorder facilities",
            file.id, file.kind
        );
        context.problem("E0402", &format!("{path}/facilities"), title, |problem| {
            problem.expected("a Border, a RailBorder or one of each at a hub of kind Border, none at any other")
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
        pass_time: file.pass_time.0,
        pass_usd_per_teu: context.not_negative(&format!("{path}/pass_usd_per_teu"), file.pass_usd_per_teu),
        transfers: transfers(context, &path, &file.transfers),
    }
}

fn transfers(context: &mut Context, path: &str, files: &[TransferFile]) -> Vec<Transfer> {
    let of = |(index, file): (usize, &TransferFile)| Transfer {
        from: mode(&file.from),
        to: mode(&file.to),
        time: file.time.0,
        usd_per_teu: context.not_negative(&format!("{path}/transfers/{index}/usd_per_teu"), file.usd_per_teu),
    };
    files.iter().enumerate().map(of).collect()
}

fn mode(file: &ModeFile) -> Mode {
    match file {
        ModeFile::Road => Mode::Road,
        ModeFile::Rail => Mode::Rail,
        ModeFile::Sea => Mode::Sea,
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

pub fn links(context: &mut Context, hubs: &[Hub]) -> Vec<Link> {
    let file = context.file;
    let mut all = Vec::with_capacity(file.links.len());
    for link in &file.links {
        let (LinkFile::Road { off, .. } | LinkFile::Rail { off, .. } | LinkFile::Sea { off, .. }) = link;
        let link = self::link(context, hubs, link);
        if !off {
            all.extend(link);
        }
    }
    all
}

/// What all kinds of links have in common, as written.
struct Common<'f> {
    from: &'f str,
    to: &'f str,
    length_km: f64,
    speed_kmh: Option<f64>,
    speed_cv: f64,
    time: Option<&'f TimeFile>,
    usd_per_teu: f64,
    both_ways: bool,
}

fn link(context: &mut Context, hubs: &[Hub], file: &LinkFile) -> Option<Link> {
    let id = link_id(file);
    let path = format!("links/{id}");
    match file {
        LinkFile::Road {
            from,
            to,
            length_km,
            speed_kmh,
            speed_cv,
            time,
            usd_per_teu,
            both_ways,
            one_lane,
            country,
            ..
        } => {
            let (length_km, speed_kmh, speed_cv) = (*length_km, *speed_kmh, *speed_cv);
            let (time, usd_per_teu, both_ways) = (time.as_ref(), *usd_per_teu, *both_ways);
            let common = Common { from, to, length_km, speed_kmh, speed_cv, time, usd_per_teu, both_ways };
            let link = way(context, hubs, id, Mode::Road, &common, country.as_deref())?;
            Some(lane::with_lane(context, &path, one_lane.as_ref(), link))
        }
        LinkFile::Rail { from, to, length_km, speed_kmh, speed_cv, time, usd_per_teu, both_ways, country, .. } => {
            let (length_km, speed_kmh, speed_cv) = (*length_km, *speed_kmh, *speed_cv);
            let (time, usd_per_teu, both_ways) = (time.as_ref(), *usd_per_teu, *both_ways);
            let common = Common { from, to, length_km, speed_kmh, speed_cv, time, usd_per_teu, both_ways };
            let link = way(context, hubs, id, Mode::Rail, &common, country.as_deref());
            railway(context, &path, file, link)
        }
        LinkFile::Sea {
            from, to, length_km, speed_kmh, speed_cv, time, usd_per_teu, both_ways, open_access, ..
        } => {
            let (length_km, speed_kmh, speed_cv) = (*length_km, *speed_kmh, *speed_cv);
            let (time, usd_per_teu, both_ways) = (time.as_ref(), *usd_per_teu, *both_ways);
            let common = Common { from, to, length_km, speed_kmh, speed_cv, time, usd_per_teu, both_ways };
            let link = way(context, hubs, id, Mode::Sea, &common, None)?;
            Some(Link { is_open: *open_access, ..link })
        }
    }
}

/// What railways have besides.
fn railway(context: &mut Context, path: &str, file: &LinkFile, link: Option<Link>) -> Option<Link> {
    let LinkFile::Rail { gauge_mm, trains_at_once, paths_per_day, one_lane, open_access, .. } = file else {
        return link;
    };
    if gauge_mm.is_empty() {
        context.out_of_range(&format!("{path}/gauge_mm"), "none", "at least one gauge");
    }
    let trains_at_once = trains_at_once.map(|trains| context.at_least_one(&format!("{path}/trains_at_once"), trains));
    let paths_per_day = paths_per_day.map(|paths| context.at_least_one(&format!("{path}/paths_per_day"), paths));
    let link = Link { gauges_mm: gauge_mm.clone(), trains_at_once, paths_per_day, is_open: *open_access, ..link? };
    Some(lane::with_lane(context, path, one_lane.as_ref(), link))
}

/// The fastest that a vehicle is believed to go \[km/h\].
fn plausible_kmh(mode: Mode) -> f64 {
    match mode {
        Mode::Road => 130.0,
        Mode::Rail => 200.0,
        Mode::Sea => 60.0,
    }
}

fn way(
    context: &mut Context,
    hubs: &[Hub],
    id: &str,
    mode: Mode,
    common: &Common,
    country: Option<&str>,
) -> Option<Link> {
    let path = format!("links/{id}");
    let who = format!("link `{id}`");
    let length_km = context.positive(&format!("{path}/length_km"), common.length_km);
    let time = travel_time(context, &path, &who, mode, common);
    let start = context.lookup(|context| &context.hubs, "hub", common.from, &format!("{path}/from"), &who);
    let end = context.lookup(|context| &context.hubs, "hub", common.to, &format!("{path}/to"), &who);
    let (start, end) = (start?, end?);
    if start == end {
        context.problem("E0403", &path, format!("{who} begins and ends at the same hub"), |problem| {
            problem.found(format!("{:?}", common.from))
        });
        return None;
    }
    let country = match mode {
        Mode::Sea => String::new(),
        _ => link_country(context, &path, &who, &hubs[start as usize], &hubs[end as usize], country)?,
    };
    Some(Link {
        id: id.to_owned(),
        from: HubId(start),
        to: HubId(end),
        country,
        mode,
        gauges_mm: Vec::new(),
        trains_at_once: None,
        paths_per_day: None,
        one_lane: None,
        is_open: mode == Mode::Road,
        usd_per_teu: context.not_negative(&format!("{path}/usd_per_teu"), common.usd_per_teu),
        length_km,
        time: time?,
        both_ways: common.both_ways,
    })
}

/// The law of the time from end to end: as written, or from length and speed.
fn travel_time(context: &mut Context, path: &str, who: &str, mode: Mode, common: &Common) -> Option<Law> {
    if let Some(time) = common.time {
        return Some(law(context, &format!("{path}/time"), time));
    }
    let Some(speed) = common.speed_kmh else {
        context.problem("E0122", path, format!("{who} has neither `speed_kmh` nor `time`"), |problem| {
            problem.expected("one of them")
        });
        return None;
    };
    let speed_kmh = context.positive(&format!("{path}/speed_kmh"), speed);
    let speed_cv = context.not_negative(&format!("{path}/speed_cv"), common.speed_cv);
    let plausible = plausible_kmh(mode);
    if speed_kmh > plausible {
        let (path, title) = (format!("{path}/speed_kmh"), format!("{who} is driven at {speed_kmh} km/h"));
        context.problem("W0303", &path, title, |problem| {
            problem.expected(format!("up to {plausible} km/h")).hint("is this a mistake of units?")
        });
    }
    let mean = common.length_km / speed_kmh * HOUR as f64;
    // Speed is lognormal, so is its inverse: the mean time is longer than at the mean speed by (1 + cv^2).
    let time =
        if speed_cv > 0.0 { Law::lognormal(mean * (1.0 + speed_cv * speed_cv), speed_cv) } else { Law::constant(mean) };
    time.ok()
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
        let FleetFile::Trucks { id, base, count, capacity_teu, breakdowns, running } = fleet;
        let path = format!("fleets/{id}");
        let base =
            context.lookup(|context| &context.hubs, "hub", base, &format!("{path}/base"), &format!("fleet `{id}`"));
        let count = context.at_least_one(&format!("{path}/count"), *count);
        let capacity_teu = context.at_least_one(&format!("{path}/capacity_teu"), *capacity_teu);
        let breakdowns = vehicle::breakdowns(context, &path, breakdowns.as_ref());
        let running = cost::running(context, &format!("{path}/running"), running.as_ref());
        all.push(Fleet { id: id.clone(), base: HubId(base.unwrap_or(0)), count, capacity_teu, breakdowns, running });
    }
    all
}
