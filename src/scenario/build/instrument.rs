//! Policy instruments.

use super::super::file::{CheckFile, InstrumentFile, PolicyFile, PostsFile, TimeFile};
use super::civil::Clock;
use super::context::Context;
use super::law::law;
use crate::ids::HubId;
use crate::model::{Check, Hub, Instrument, Lanes, Policy, Post, Posts, Selector, Uptake};
use crate::scenario::values::Dur;
use crate::units::Millis;

pub fn instruments(context: &mut Context, clock: &Clock, hubs: &[Hub]) -> Vec<Instrument> {
    let file = context.file;
    let of_units = file.instruments.iter().filter_map(|file| instrument(context, clock, hubs, file));
    of_units.collect()
}

/// What those who have adopted it do differently; none = it changes the world and not what units do.
fn instrument(context: &mut Context, clock: &Clock, hubs: &[Hub], file: &InstrumentFile) -> Option<Instrument> {
    let (path, who) = (format!("instruments/{}", file.id), format!("instrument `{}`", file.id));
    let at = match file.policy {
        PolicyFile::TransitRegime { .. } if file.at.is_empty() => Vec::new(),
        _ => borders(context, hubs, (&who, &file.at), &path, ROAD_BORDERS),
    };
    let policy = policy(context, (hubs, &at), &file.policy, (&who, &format!("{path}/policy")))?;
    Some(Instrument {
        id: file.id.clone(),
        policy,
        hubs: at,
        uptake: uptake(context, clock, file, &path),
        operators: file.operators,
        who: selector(context, file, &path),
    })
}

/// The borders named by `at` of somebody, in the order of their ids.
pub fn borders(
    context: &mut Context,
    hubs: &[Hub],
    (who, at): (&str, &[String]),
    path: &str,
    (is_meant, expected): (impl Fn(&Hub) -> bool, &str),
) -> Vec<HubId> {
    let mut found = Vec::with_capacity(at.len());
    for (index, name) in at.iter().enumerate() {
        let place = format!("{path}/at/{index}");
        let Some(number) = context.lookup(|context| &context.hubs, "hub", name, &place, who) else { continue };
        if !is_meant(&hubs[number as usize]) {
            context.problem("E0608", &place, format!("{who} names a hub that is no border"), |problem| {
                problem.found(format!("{name:?}")).expected(expected)
            });
        }
        found.push(HubId(number));
    }
    if at.is_empty() && !context.is_reported(&format!("{path}/at")) {
        context.problem("E0608", &format!("{path}/at"), format!("{who} names no border"), |problem| {
            problem.expected("the id of at least one border")
        });
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Policies are in force at the posts of roads.
pub const ROAD_BORDERS: (fn(&Hub) -> bool, &str) = (|hub| hub.border().is_some(), "a hub with a `Border`");

fn selector(context: &mut Context, file: &InstrumentFile, path: &str) -> Selector {
    let who = format!("instrument `{}`", file.id);
    for (index, name) in file.who.commodities.iter().enumerate() {
        let place = format!("{path}/who/commodities/{index}");
        context.lookup(|context| &context.commodities, "commodity", name, &place, &who);
    }
    for (index, name) in file.who.flows.iter().enumerate() {
        let place = format!("{path}/who/flows/{index}");
        context.lookup(|context| &context.flows, "flow", name, &place, &who);
    }
    Selector {
        commodities: file.who.commodities.clone(),
        classes: file.who.classes.clone(),
        flows: file.who.flows.clone(),
        leaving: file.who.leaving.clone(),
    }
}

/// First instant, and the instant from which it is no longer in force \[ms since the start, may be before it\].
pub fn span(context: &mut Context, clock: &Clock, file: &InstrumentFile, path: &str) -> (i64, Option<i64>) {
    let midnight = |day| clock.midnight(&clock.zone, day);
    let from = file.from.map_or(0, |day| midnight(day.0));
    let until = file.until.map(|day| midnight(day.0));
    if until.is_some_and(|until| until <= from) {
        let expected = "a day after `from`, or after the start of the run";
        context.problem("E0609", &format!("{path}/until"), "an instrument ends before it begins", |problem| {
            problem.expected(expected)
        });
    }
    (from, until)
}

/// The share over time: from `phase`, or a step at `from` and one back at `until`.
fn uptake(context: &mut Context, clock: &Clock, file: &InstrumentFile, path: &str) -> Uptake {
    let midnight = |day| clock.midnight(&clock.zone, day);
    let share = context.share(&format!("{path}/uptake"), file.uptake);
    if file.phase.is_empty() {
        let (from, until) = span(context, clock, file, path);
        let mut points = vec![(from, share)];
        points.extend(until.into_iter().flat_map(|until| [(until, share), (until, 0.0)]));
        return Uptake { points };
    }
    if file.from.is_some() || file.until.is_some() || file.uptake != 1.0 {
        context.problem(
            "E0609",
            &format!("{path}/phase"),
            "an instrument has two descriptions of its uptake",
            |problem| problem.expected("either `phase`, or `from`, `until` and `uptake`"),
        );
    }
    let mut points: Vec<(i64, f64)> = Vec::with_capacity(file.phase.len());
    for (index, (day, share)) in file.phase.iter().enumerate() {
        let place = format!("{path}/phase/{index}");
        let (at, share) = (midnight(day.0), context.share(&place, *share));
        if points.last().is_some_and(|(last, _)| *last >= at) {
            context.problem("E0312", &place, "days of a phase are not in order", |problem| {
                problem.expected("a day after the one before")
            });
        }
        points.push((at, share));
    }
    Uptake { points }
}

fn policy(
    context: &mut Context,
    (hubs, at): (&[Hub], &[HubId]),
    file: &PolicyFile,
    (who, path): (&str, &str),
) -> Option<Policy> {
    Some(match file {
        PolicyFile::Hours { .. } => return None,
        PolicyFile::PreArrival { prepare, posts } => {
            Policy::PreArrival { prepare: law(context, &format!("{path}/prepare"), prepare), posts: self::posts(posts) }
        }
        PolicyFile::SingleWindow { posts } => Policy::SingleWindow { posts: self::posts(posts) },
        PolicyFile::JointInspection { posts } => Policy::JointInspection { posts: self::posts(posts) },
        PolicyFile::OneStop => Policy::OneStop,
        PolicyFile::Authorised { lanes, time, risk, posts } => {
            check_risk(context, hubs, at, risk, &format!("{path}/risk"));
            Policy::OwnLane { lane: lane(context, path, *lanes, time), risk: risk.clone(), posts: self::posts(posts) }
        }
        PolicyFile::GreenLane { lanes, time, posts } => {
            Policy::OwnLane { lane: lane(context, path, *lanes, time), risk: Vec::new(), posts: self::posts(posts) }
        }
        PolicyFile::MutualRecognition { checks } => {
            Policy::MutualRecognition { checks: recognised(context, checks, path) }
        }
        PolicyFile::DataLink { errors } => {
            Policy::DataLink { errors: context.share(&format!("{path}/errors"), *errors) }
        }
        PolicyFile::QueueInformation { every, delay } => {
            Policy::QueueInformation { every: period(context, path, *every), delay: delay.0 }
        }
        PolicyFile::TransitRegime { .. } => transit(context, file, who, path),
        PolicyFile::Shuttles { count, load, unload, drive } => Policy::Shuttles {
            count: context.at_least_one(&format!("{path}/count"), *count),
            load: law(context, &format!("{path}/load"), load),
            unload: law(context, &format!("{path}/unload"), unload),
            drive: law(context, &format!("{path}/drive"), drive),
        },
        PolicyFile::VirtualQueue { places } => {
            Policy::VirtualQueue { places: context.at_least_one(&format!("{path}/places"), *places) }
        }
        PolicyFile::Appointment { slots, every, lead } => Policy::Appointment {
            slots: context.at_least_one(&format!("{path}/slots"), *slots),
            every: period(context, path, *every),
            lead: lead.0,
        },
        PolicyFile::Quota { count, every, carry_over } => Policy::Quota {
            count: context.at_least_one(&format!("{path}/count"), *count),
            every: period(context, path, *every),
            carry_over: *carry_over,
        },
    })
}

/// The length of a period, above zero.
fn period(context: &mut Context, path: &str, every: Dur) -> Millis {
    if every.0 == 0 {
        context.out_of_range(&format!("{path}/every"), every, "above 0");
    }
    every.0.max(1)
}

fn transit(context: &mut Context, file: &PolicyFile, who: &str, path: &str) -> Policy {
    let PolicyFile::TransitRegime { from, to, seal, check, guarantees, discharge } = file else {
        unreachable!("the caller has matched a TransitRegime");
    };
    let mut end = |key: &str, name: &str| {
        let place = format!("{path}/{key}");
        let number = context.lookup(|context| &context.hubs, "hub", name, &place, who);
        HubId(number.unwrap_or_default())
    };
    let (begins, ends) = (end("from", from), end("to", to));
    if from == to {
        let title = format!("{who} checks the seal at the hub at which it seals");
        context.problem("E0610", &format!("{path}/to"), title, |problem| {
            problem.found(format!("{to:?}")).expected("a hub later on the way than `from`")
        });
    }
    Policy::TransitRegime {
        from: begins,
        to: ends,
        seal: law(context, &format!("{path}/seal"), seal),
        check: law(context, &format!("{path}/check"), check),
        guarantees: context.at_least_one(&format!("{path}/guarantees"), *guarantees),
        discharge: law(context, &format!("{path}/discharge"), discharge),
    }
}

fn posts(file: &PostsFile) -> Posts {
    Posts { exit: *file != PostsFile::Entry, entry: *file != PostsFile::Exit }
}

fn lane(context: &mut Context, path: &str, lanes: u32, time: &TimeFile) -> Lanes {
    let servers = context.at_least_one(&format!("{path}/lanes"), lanes);
    Lanes { servers, time: law(context, &format!("{path}/time"), time), hours: None }
}

fn recognised(context: &mut Context, checks: &[CheckFile], path: &str) -> Vec<Check> {
    if checks.is_empty() || checks.contains(&CheckFile::None) {
        context.problem("E0608", &format!("{path}/checks"), "no check to recognise", |problem| {
            problem.expected("`Scan`, `Physical` or both")
        });
    }
    let check = |file: &CheckFile| match file {
        CheckFile::None => None,
        CheckFile::Scan => Some(Check::Scan),
        CheckFile::Physical => Some(Check::Physical),
    };
    checks.iter().filter_map(check).collect()
}

/// Shares sum to one, and each post at these borders that assesses risk has the lanes that they name.
fn check_risk(context: &mut Context, hubs: &[Hub], at: &[HubId], risk: &[(String, f64)], path: &str) {
    if risk.is_empty() {
        return;
    }
    for (index, (_, share)) in risk.iter().enumerate() {
        context.share(&format!("{path}/{index}"), *share);
    }
    context.sum_to_one(path, &risk.iter().map(|(_, share)| *share).collect::<Vec<_>>());
    let borders = at.iter().filter_map(|hub| hubs[hub.index()].border());
    let posts: Vec<&Post> =
        borders.flat_map(|border| [&border.a, &border.b]).flat_map(|side| [&side.exit, &side.entry]).collect();
    for (index, (name, _)) in risk.iter().enumerate() {
        let lacks = |post: &&&Post| !post.risk.is_empty() && post.risk.iter().all(|lane| lane.lane != *name);
        let Some(post) = posts.iter().find(lacks) else { continue };
        let lanes: Vec<&str> = post.risk.iter().map(|lane| lane.lane.as_str()).collect();
        let title = format!("post `{}` has no risk lane of this name", post.id);
        let expected = format!("one of: {}", lanes.join(", "));
        context.problem("E0203", &format!("{path}/{index}"), title, |problem| {
            problem.found(format!("{name:?}")).expected(expected)
        });
    }
}
