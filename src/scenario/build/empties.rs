//! Boxes whose empties are counted: their types, their pools, and how they are sent.

use super::super::file::{AboardFile, ArrivalsFile, FlowFile, PoolFile, PoolOfFile, RepositionFile};
use super::civil::Clock;
use super::context::Context;
use super::demand::{FlowReader, Supply};
use super::law::law;
use crate::ids::{BoxTypeId, HubId, PoolId};
use crate::model::{Arrivals, BoxType, Flow, PoolOf, Rank, Reposition, Stowage, VehiclePool};

/// The most TEU that a box is believed to take up.
const MAX_TEU: u32 = 10;
/// The most boxes that a pool may have at the start.
const MAX_COUNT: u32 = 1_000_000;

pub fn types(context: &mut Context) -> Vec<BoxType> {
    let file = context.file;
    let mut all = Vec::with_capacity(file.boxes.len());
    for one in &file.boxes {
        let path = format!("boxes/{}", one.id);
        let teu = context.at_least_one(&format!("{path}/teu"), one.teu);
        if teu > MAX_TEU {
            context.out_of_range(&format!("{path}/teu"), teu, &format!("from 1 to {MAX_TEU}"));
        }
        let tare_t = context.positive(&format!("{path}/tare_t"), one.tare_t);
        all.push(BoxType { id: one.id.clone(), teu, tare_t });
    }
    all
}

/// What a pool holds, and how many.
pub fn content(context: &mut Context, path: &str, file: &PoolFile) -> Option<(PoolOf, u32)> {
    let PoolOfFile::Empties(boxes) = &file.what else {
        if file.empty_after.is_some() {
            let title = format!("pool `{}` is of sets of vehicles, which are never unloaded into it", file.id);
            context.problem("E0207", &format!("{path}/empty_after"), title, |problem| {
                problem.expected("`empty_after` only with `what: Empties(..)`")
            });
        }
        return Some((PoolOf::Sets, context.at_least_one(&format!("{path}/count"), file.count)));
    };
    if file.count > MAX_COUNT {
        context.out_of_range(&format!("{path}/count"), file.count, &format!("at most {MAX_COUNT}"));
    }
    let empty_after = file.empty_after.as_ref().map(|time| law(context, &format!("{path}/empty_after"), time));
    let who = format!("pool `{}`", file.id);
    let kind = context
        .lookup(|context| &context.boxes, "type of boxes", boxes, &format!("{path}/what/0"), &who)
        .map(BoxTypeId);
    Some((PoolOf::Empties { kind: kind?, empty_after }, file.count))
}

/// Two pools of one type at one hub would leave open which of them is meant.
pub fn check_pools(context: &mut Context, pools: &[VehiclePool]) {
    for (index, pool) in pools.iter().enumerate() {
        let Some(kind) = pool.boxes() else { continue };
        // A hub that does not exist has been reported.
        if !context.hubs.contains_key(&context.file.pools[index].at) {
            continue;
        }
        let is_same = |other: &&VehiclePool| other.hub == pool.hub && other.boxes() == Some(kind);
        let Some(first) = pools[..index].iter().find(is_same) else { continue };
        let title = format!("pools `{}` and `{}` have empties of one type at one hub", first.id, pool.id);
        context.problem("E0424", &format!("pools/{}/at", pool.id), title, |problem| {
            problem.expected("one pool of each type of boxes at a hub").hint("make one pool of both")
        });
    }
}

pub fn repositions(context: &mut Context, clock: &Clock, supply: &Supply, pools: &[VehiclePool]) -> Vec<Reposition> {
    let file = context.file;
    let mut all = Vec::with_capacity(file.repositions.len());
    for one in &file.repositions {
        all.extend(reposition(context, clock, supply, (pools, one)));
    }
    all
}

fn reposition(
    context: &mut Context,
    clock: &Clock,
    supply: &Supply,
    (pools, file): (&[VehiclePool], &RepositionFile),
) -> Option<Reposition> {
    let path = format!("repositions/{}", file.id);
    if context.file.flows.iter().any(|flow| flow.id == file.id) {
        let title = format!("reposition `{}` has the id of a flow", file.id);
        context.problem("E0202", &format!("{path}/id"), title, |problem| {
            problem.expected("an id that is unique among flows and repositions")
        });
    }
    if file.review.0 == 0 {
        context.out_of_range(&format!("{path}/review"), "0", "above 0");
    }
    let batch = context.at_least_one(&format!("{path}/batch"), file.batch);
    check_target(context, &path, file);
    let from = end(context, &path, file, ("from", &file.from));
    let to = end(context, &path, file, ("to", &file.to));
    let ((from, kind), (to, kind_there)) = (from?, to?);
    let [one, other] = [from, to].map(|pool| &pools[pool.index()]);
    if one.hub == other.hub || kind != kind_there {
        let title = format!("reposition `{}` cannot send empties from `{}` to `{}`", file.id, one.id, other.id);
        let found = if one.hub == other.hub { "two pools at one hub" } else { "pools of different types of boxes" };
        context.problem("E0425", &format!("{path}/to"), title, |problem| {
            problem.found(found).expected("two pools of one type of boxes at different hubs")
        });
        return None;
    }
    let flow = as_flow(context, file, (one.hub, other.hub), kind);
    let who = format!("reposition `{}`", file.id);
    let flow = FlowReader::at_path(&flow, path, who).journey(context, clock, supply, Arrivals::Trace([].into()))?;
    let rank = match file.aboard {
        AboardFile::BeforeCargo => Rank::First,
        AboardFile::WithCargo => Rank::Cargo,
        AboardFile::AfterCargo => Rank::Last,
    };
    let flow = Flow { stowage: Stowage::Empty, ..flow };
    Some(Reposition { flow, from, to, review: file.review.0.max(1), keep: file.keep, target: file.target, batch, rank })
}

/// What is wanted must be something, and a whole batch of it.
fn check_target(context: &mut Context, path: &str, file: &RepositionFile) {
    let Some(target) = file.target else { return };
    if target < file.batch.max(1) {
        context.out_of_range(&format!("{path}/target"), target, &format!("at least one batch, {}", file.batch.max(1)));
    }
}

/// A pool of empties that is named as an end, and its type of boxes.
fn end(
    context: &mut Context,
    path: &str,
    file: &RepositionFile,
    (key, name): (&str, &str),
) -> Option<(PoolId, BoxTypeId)> {
    let (place, who) = (format!("{path}/{key}"), format!("reposition `{}`", file.id));
    let number = context.lookup(|context| &context.pools, "pool", name, &place, &who)?;
    let PoolOfFile::Empties(boxes) = &context.file.pools[number as usize].what else {
        context.problem("E0424", &place, format!("{who} names a pool of vehicles"), |problem| {
            problem.found(format!("{name:?}")).expected("a pool with `what: Empties(..)`")
        });
        return None;
    };
    // A type that does not exist has been reported at the pool.
    let kind = context.boxes.get(boxes).copied();
    Some((PoolId(number), BoxTypeId(kind?)))
}

/// One box as a flow that makes nothing by itself: its way is found and checked as that of cargo.
fn as_flow(context: &Context, file: &RepositionFile, (from, to): (HubId, HubId), kind: BoxTypeId) -> FlowFile {
    let hub = |hub: HubId| Some(context.file.hubs[hub.index()].id.clone());
    let about = &context.file.boxes[kind.index()];
    FlowFile {
        id: file.id.clone(),
        from: hub(from),
        to: hub(to),
        at: None,
        procedure: None,
        commodity: None,
        class: file.class.clone(),
        operators: Vec::new(),
        arrivals: ArrivalsFile::Trace(String::new()), // never read: reviews send them
        growth: Vec::new(),
        scale: 1.0,
        size_teu: about.teu,
        size_t: Some(about.tare_t),
        size_m3: None,
        boxes: Some(about.id.clone()),
        carried_by: file.carried_by.clone(),
        route: file.route.clone(),
    }
}
