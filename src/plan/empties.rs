//! Boxes whose empties are counted: cargo takes them where it begins and leaves them where it ends, and reviews send empties where they are short.
//!
//! ```text
//! at the origin:       +boxes (pool)   or comes with boxes of its own, where there is no pool
//! at the destination:  -boxes (adds to the pool there) {at once, or: ~empty_after -boxes}   or they stay there
//! reposition:          +box  the journey of a consignment of one empty box  -box
//! ```
//! What is taken of a pool is not given back there, so a unit holds boxes of a *type*: in the list of its holdings the first pool of the type stands for it.

use super::builder::Builder;
use super::check::Finding;
use super::{Plan, Role, Step, Thing, ThingKind, load};
use crate::ids::{BoxTypeId, HubId, PoolId};
use crate::model::{Activity, Boxed, PoolOf, TimeClass};
use crate::units::{DAY, Millis};

/// What a pool of empties has room for: more than any run brings together, and few enough for exact sums of their time over a century.
pub const STOCK_LIMIT: u32 = 1 << 22;

/// A type of boxes that some pool has.
#[derive(Debug, Clone)]
pub struct BoxKind {
    /// The id in the scenario.
    pub name: String,
    /// Its pools, in the order of their numbers in `Plan::things`. The first stands for the type in lists of holdings.
    pub pools: Vec<u32>,
    /// Empties in all pools at the start.
    pub initial: u64,
}

/// The boxes of the consignments of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Boxes {
    /// Number in `Plan::boxes`.
    pub kind: u32,
    /// How many each consignment has.
    pub count: u32,
    /// The pool from which they are taken; none = shippers have boxes of their own.
    pub origin: Option<u32>,
    /// The pool to which they are given; none = they stay with who receives them.
    pub end: Option<u32>,
}

/// Empties that are sent at reviews. The numbers are those of `Model::repositions`.
#[derive(Debug, Clone)]
pub struct Reposition {
    /// Number in `Plan::accounts`.
    pub account: u32,
    /// First step of a box.
    pub entry: u32,
    /// Pool that sends: a number in `Plan::things`.
    pub from: u32,
    /// Pool that receives.
    pub to: u32,
    /// When and how many.
    pub rule: crate::model::Reposition,
}

/// The pools of empties, before anything else is written.
pub(super) fn pools(builder: &mut Builder) {
    for (number, about) in builder.model.boxes.iter().enumerate() {
        builder.plan.boxes.push(BoxKind { name: about.id.clone(), pools: Vec::new(), initial: 0 });
        let is_of = |pool: &usize| builder.model.pools[*pool].boxes() == Some(BoxTypeId::from(number));
        let pools: Vec<usize> = (0..builder.model.pools.len()).filter(is_of).collect();
        for pool in pools {
            let thing = pool_thing(builder, PoolId::from(pool));
            let kind = &mut builder.plan.boxes[number];
            kind.pools.push(thing);
            kind.initial += u64::from(builder.model.pools[pool].count);
        }
    }
}

fn pool_thing(builder: &mut Builder, pool: PoolId) -> u32 {
    let about = &builder.model.pools[pool.index()];
    let name = format!("{}/{}", builder.model.hubs[about.hub.index()].id, about.id);
    let path = format!("pools/{}/count", about.id);
    builder.thing(&name, || Thing::new(&name, path, about.hub, ThingKind::Empties, about.count))
}

/// The pool of a type at a hub.
fn pool_at(builder: &Builder, hub: HubId, kind: BoxTypeId) -> Option<PoolId> {
    let is_meant = |pool: &crate::model::VehiclePool| pool.hub == hub && pool.boxes() == Some(kind);
    builder.model.pools.iter().position(is_meant).map(PoolId::from)
}

/// The boxes of a flow; none where its type has no pool, so that there is nothing to count.
pub(super) fn of_flow(
    builder: &mut Builder,
    boxed: Option<Boxed>,
    (from, to): (Option<HubId>, Option<HubId>),
) -> Option<Boxes> {
    let boxed = boxed.filter(|boxed| !builder.plan.boxes[boxed.kind.index()].pools.is_empty())?;
    let [origin, end] = [from?, to?].map(|hub| pool_at(builder, hub, boxed.kind));
    let origin = origin.map(|pool| pool_thing(builder, pool));
    let end = end.map(|pool| pool_thing(builder, pool));
    Some(Boxes { kind: boxed.kind.0, count: u32::from(boxed.count), origin, end })
}

/// What was found about the way of a reposition is said of it, and not of a flow.
pub(super) fn tell_apart(findings: &mut [Finding], id: &str) {
    for finding in findings {
        if let Some(rest) = finding.path.strip_prefix(&format!("flows/{id}")) {
            finding.path = format!("repositions/{id}{rest}");
        }
        finding.title = finding.title.replacen("flow `", "reposition `", 1);
    }
}

/// A reposition whose journey is written.
pub(super) fn listed(builder: &mut Builder, account: u32, entry: u32, rule: &crate::model::Reposition) {
    let [from, to] = [rule.from, rule.to].map(|pool| pool_thing(builder, pool));
    builder.plan.repositions.push(Reposition { account, entry, from, to, rule: rule.clone() });
}

/// A consignment gets its boxes where it begins.
pub(super) fn take(builder: &mut Builder) {
    let Some(Boxes { kind, count, origin, .. }) = builder.boxes() else { return };
    match origin {
        Some(pool) => builder.take(pool, count as u16),
        None => builder.emit(Step::Bring { kind, count: count as u16 }),
    };
}

/// It leaves them where it ends. With `empty_after` a child without cargo does so later.
pub(super) fn give(builder: &mut Builder, hub: HubId) {
    let Some(Boxes { kind, count, end, .. }) = builder.boxes() else { return };
    let Some(thing) = end else {
        builder.emit(Step::Keep { kind, count: count as u16 });
        return;
    };
    let pool = pool_at(builder, hub, BoxTypeId(kind)).map(|pool| &builder.model.pools[pool.index()]);
    let is_cargo = builder.plan.accounts[builder.account as usize].role == Role::Cargo;
    let after = pool.and_then(|pool| match &pool.what {
        PoolOf::Empties { empty_after: Some(time), .. } if is_cargo => Some(time),
        PoolOf::Empties { .. } | PoolOf::Sets => None,
    });
    let restock = Step::Restock { thing, count: count as u16 };
    let (Some(time), Some(hands)) = (after, builder.plan.stand_in(kind)) else {
        builder.emit(restock);
        return;
    };
    let of = &builder.plan.accounts[builder.account as usize].name;
    let name = format!("{of} (boxes to empty)");
    builder.child_with(name, Role::Errand, Some((hands, count)), |builder| {
        builder.spend(hub, "empty after", time, TimeClass::Worked(Activity::Handling));
        builder.emit(restock);
    });
}

/// Boxes a day that are taken of a pool and that come to it, without repositions.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Balance {
    taken: f64,
    given: f64,
}

/// Warns of pools that can only drain, and of those that nobody uses.
pub(super) fn warnings(plan: &Plan) -> Vec<Finding> {
    if plan.depots().next().is_none() {
        return Vec::new();
    }
    let rates = load::rates_of_cargo(plan);
    let mut balances = vec![Balance::default(); plan.things.len()];
    for (step, rate) in plan.steps.iter().zip(&rates) {
        match *step {
            Step::Take { thing, count, .. } => balances[thing as usize].taken += rate * f64::from(count),
            Step::Restock { thing, count } => balances[thing as usize].given += rate * f64::from(count),
            _ => {}
        }
    }
    let is_used = |pool: u32| plan.repositions.iter().any(|one| one.from == pool || one.to == pool);
    let mut all = Vec::new();
    for (number, thing) in plan.depots() {
        let balance = balances[number];
        if plan.repositions.iter().all(|one| one.to as usize != number) {
            all.extend(drain(thing, balance));
        }
        if balance == Balance::default() && !is_used(number as u32) {
            all.push(idle(thing));
        }
    }
    all
}

/// A difference that is more than rounding: the same rate, added up in another order, must not be one.
const NOTICED: f64 = 1e-6;

fn drain(thing: &Thing, balance: Balance) -> Option<Finding> {
    let weekly = |rate: f64| rate * (7 * DAY) as f64;
    let (taken, given) = (weekly(balance.taken), weekly(balance.given));
    if taken <= given * (1.0 + NOTICED) {
        return None;
    }
    let weeks = f64::from(thing.capacity) / (taken - given);
    let title =
        format!("`{}` loses {:.1} boxes a week: {taken:.1} are taken, {given:.1} come back", thing.name, taken - given);
    let found = format!("{} at the start, which last {weeks:.1} weeks; then cargo waits", thing.capacity);
    Some(
        Finding::warning("W0424", thing.path.clone(), title)
            .found(found)
            .expected("as many boxes that come as are taken")
            .hint("let cargo in such boxes end there, or send empties there with `repositions`"),
    )
}

fn idle(thing: &Thing) -> Finding {
    Finding::warning("W0425", thing.path.clone(), format!("nobody takes a box from `{}` or brings one", thing.name))
        .expected("a flow with these `boxes` that begins or ends at its hub, or a reposition")
}

/// How long the boxes of a pool are waited for, at most, is not known before a run; what is, are more boxes than there are at all.
pub(super) fn too_many(plan: &Plan, thing: u32, count: u32) -> Option<u64> {
    let (number, kind) = plan.kind_of(thing)?;
    let comes = |step: &Step| matches!(step, Step::Bring { kind, .. } if *kind as usize == number);
    (u64::from(count) > kind.initial && !plan.steps.iter().any(comes)).then_some(kind.initial)
}

/// Time between reviews, for the size of a run.
pub(super) fn reviews(plan: &Plan, horizon: Millis) -> f64 {
    plan.repositions.iter().map(|one| horizon as f64 / one.rule.review as f64).sum()
}
