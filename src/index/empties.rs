//! Empty boxes: what stands in pools and who waited for it, what was sent, and how uneven traffic is by direction.
//!
//! All of it is counted after the warm-up, and only where a scenario counts boxes. A *lane* is two hubs that services call at one after the other, by mode; a
//! *trade* is two hubs between which cargo in counted boxes goes, by whatever way. Both have a direction `out`, from the hub named first, and one `back`.

use super::dwell::distribution;
use super::{Sheet, View, call_place};
use crate::ids::HubId;
use crate::model::{Mode, Model, Place};
use crate::plan::{Account, Plan, Role, STOCK_LIMIT};
use crate::units::{HOUR, days};

/// Rows of pools of empties, of repositions, of lanes and trades.
pub fn rows(view: &View, sheet: &mut Sheet) {
    if !is_asked(view.plan) {
        return;
    }
    let pools: Vec<usize> = view.plan.depots().map(|(thing, _)| thing).collect();
    for (column, thing) in pools.iter().enumerate() {
        pool(view, sheet, *thing, (column, pools.len()));
    }
    for one in &view.plan.repositions {
        reposition(view, sheet, one.account as usize);
    }
    let lanes = lanes(view.plan, view.model);
    let mut all = Traffic::default();
    for lane in &lanes {
        let traffic = on_lane(view, lane);
        traffic.tell(view, sheet, &lane.place(view.model));
        all.add(&traffic);
    }
    for (one, other, place) in trades(view.plan, view.model) {
        on_trade(view, one, other).tell(view, sheet, &place);
    }
    if !lanes.is_empty() {
        sheet.add("empty_share", "network", "share", all.empty_share());
    }
    calls(view, sheet);
}

/// Whether boxes are counted anywhere.
fn is_asked(plan: &Plan) -> bool {
    plan.depots().next().is_some()
}

/// The place of the rows of a pool of empties: "empties/xian/40ft boxes".
fn depot_place(plan: &Plan, thing: usize) -> String {
    format!("empties/{}", plan.things[thing].name)
}

/// The place of the rows of a reposition: "reposition/west-east".
pub(super) fn place(view: &View, account: usize) -> String {
    let id = view.plan.accounts[account].reposition.map(|number| &view.model.repositions[number as usize].flow.id);
    format!("reposition/{}", id.map_or("", String::as_str))
}

fn pool(view: &View, sheet: &mut Sheet, thing: usize, (column, columns): (usize, usize)) {
    let place = &depot_place(view.plan, thing);
    let (from, until) = (&view.outcome.from, &view.outcome.until);
    let window = view.window();
    // The pool of the engine counts what is not there.
    let area = u64::from(STOCK_LIMIT) * window - (until.areas[thing].1 - from.areas[thing].1);
    sheet.add("stock_mean", place, "boxes", (window > 0).then(|| area as f64 / window as f64));
    let seen: Vec<u32> = view.outcome.books.empties.iter().skip(column).step_by(columns).copied().collect();
    let counted = view.outcome.samples.iter().zip(&seen).filter(|(at, _)| **at >= from.at && **at <= until.at);
    let counted: Vec<u32> = counted.map(|(_, stock)| *stock).collect();
    let none = counted.iter().filter(|stock| **stock == 0).count() as f64 / counted.len() as f64;
    sheet.add("stock_min", place, "boxes", counted.iter().min().map(|least| f64::from(*least)));
    sheet.add("none_share", place, "share", Some(none));
    sheet.add("none_days", place, "days", Some(none * days(window)));
    let given = (until.restocked[thing] - from.restocked[thing]) as f64;
    // What stood there and came, less what stands there now.
    let taken = given + f64::from(until.held[thing]) - f64::from(from.held[thing]);
    let of = |is_it: &dyn Fn(&crate::plan::Reposition) -> bool| -> Vec<usize> {
        view.plan.repositions.iter().filter(|one| is_it(one)).map(|one| one.account as usize).collect()
    };
    let created = |account: &usize| (until.created[*account] - from.created[*account]) as f64;
    let sent: f64 = of(&|one| one.from as usize == thing).iter().map(created).sum();
    let received: f64 = of(&|one| one.to as usize == thing).iter().map(|account| view.ended(*account) as f64).sum();
    for (name, count) in [("taken", taken - sent), ("given", given - received), ("sent", sent), ("received", received)]
    {
        // A sum of nothing is minus zero.
        sheet.add(name, place, "boxes/day", view.per_day(count + 0.0));
    }
    let queue = until.areas[thing].0 - from.areas[thing].0;
    sheet.add("waiting_mean", place, "shipments", (window > 0).then(|| queue as f64 / window as f64));
    waits(view, sheet, thing, sent);
}

/// Who waited for boxes. What is sent takes its boxes at once, and is no shipment.
fn waits(view: &View, sheet: &mut Sheet, thing: usize, sent: f64) {
    let place = &depot_place(view.plan, thing);
    let waits = &view.outcome.books.things[thing].waits;
    let shipments = waits.count() as f64 - sent;
    let share = |part: f64| (shipments > 0.0).then(|| part / shipments);
    let waited = waits.positive_share().map_or(0.0, |share| share * waits.count() as f64);
    sheet.add("waited_share", place, "share", share(waited));
    sheet.add("waited_mean", place, "h", share(waits.sum() as f64 / HOUR as f64));
    sheet.add("waited_max", place, "h", waits.max().filter(|_| shipments > 0.0).map(|most| most as f64 / HOUR as f64));
}

fn reposition(view: &View, sheet: &mut Sheet, account: usize) {
    let place = &place(view, account);
    let created = (view.outcome.until.created[account] - view.outcome.from.created[account]) as f64;
    let ended = view.ended(account) as f64;
    sheet.add("sent", place, "boxes/day", view.per_day(created));
    sheet.add("received", place, "boxes/day", view.per_day(ended));
    sheet.add("throughput", place, "TEU/day", view.per_day(ended * f64::from(view.plan.accounts[account].teu)));
    sheet.add("in_system_end", place, "boxes", Some(view.outcome.inside[account] as f64));
    distribution(sheet, "time_in_system", place, std::iter::once(&view.outcome.books.accounts[account].trips));
}

/// Two hubs that services call at one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Lane {
    /// The means of transport.
    mode: Mode,
    /// The hub from which `out` leads.
    one: HubId,
    /// The other one.
    other: HubId,
}

impl Lane {
    /// The place of its rows: "lane/rail/xian - khorgos".
    fn place(&self, model: &Model) -> String {
        pair_place(model, &format!("lane/{}", self.mode.name()), self.one, self.other)
    }
}

fn pair_place(model: &Model, kind: &str, one: HubId, other: HubId) -> String {
    format!("{kind}/{} - {}", model.hubs[one.index()].id, model.hubs[other.index()].id)
}

/// The lanes of all services on which anything rides, each once. `out` is the direction of the first ride on it.
fn lanes(plan: &Plan, model: &Model) -> Vec<Lane> {
    let mut all: Vec<Lane> = Vec::new();
    // Boxes of groupage are not of these: they are on lanes themselves.
    for ride in plan.rides.iter().filter(|ride| !plan.services[ride.service as usize].is_groupage) {
        let service = &model.services[ride.service as usize];
        for pair in service.calls[usize::from(ride.from)..=usize::from(ride.to)].windows(2) {
            let lane = Lane { mode: service.mode, one: pair[0], other: pair[1] };
            let turned = Lane { one: pair[1], other: pair[0], ..lane };
            if !all.contains(&lane) && !all.contains(&turned) {
                all.push(lane);
            }
        }
    }
    all
}

/// The trades of a plan: pairs of hubs between which cargo in counted boxes or empties go, in the order in which they are first met, with the names of their rows:
/// "trade/xian - duisburg". `out` is the direction of the first flow between two.
pub fn trades(plan: &Plan, model: &Model) -> Vec<(HubId, HubId, String)> {
    let mut all: Vec<(HubId, HubId, String)> = Vec::new();
    for (from, to) in plan.accounts.iter().filter_map(|account| ends(model, account)) {
        if !all.iter().any(|(one, other, _)| [(*one, *other), (*other, *one)].contains(&(from, to))) {
            all.push((from, to, pair_place(model, "trade", from, to)));
        }
    }
    all
}

/// Where consignments in counted boxes begin and end.
fn ends(model: &Model, account: &Account) -> Option<(HubId, HubId)> {
    account.boxes.filter(|_| matches!(account.role, Role::Cargo | Role::Empties))?;
    let reposition = account.reposition.map(|number| &model.repositions[number as usize].flow);
    let flow = account.flow.map(|flow| &model.flows[flow.index()]).or(reposition)?;
    match flow.place {
        Place::Journey { from, to, .. } => Some((from, to)),
        Place::At { .. } => None,
    }
}

/// What went both ways.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Traffic {
    /// Laden boxes out and back \[TEU\].
    laden: [f64; 2],
    /// Empty ones.
    empty: [f64; 2],
    /// Both kinds times distance: laden, empty \[TEU-km\].
    teu_km: [f64; 2],
}

impl Traffic {
    fn count(&mut self, role: Role, is_back: bool, teu: f64, km: f64) {
        let is_empty = usize::from(role == Role::Empties);
        [&mut self.laden, &mut self.empty][is_empty][usize::from(is_back)] += teu;
        self.teu_km[is_empty] += teu * km;
    }

    fn add(&mut self, other: &Self) {
        self.teu_km.iter_mut().zip(other.teu_km).for_each(|(mine, theirs)| *mine += theirs);
    }

    fn empty_share(&self) -> Option<f64> {
        let all = self.teu_km[0] + self.teu_km[1];
        (all > 0.0).then(|| self.teu_km[1] / all)
    }

    fn tell(&self, view: &View, sheet: &mut Sheet, place: &str) {
        for (name, teu) in ["laden_out", "laden_back"].into_iter().zip(self.laden) {
            sheet.add(name, place, "TEU/day", view.per_day(teu));
        }
        for (name, teu) in ["empty_out", "empty_back"].into_iter().zip(self.empty) {
            sheet.add(name, place, "TEU/day", view.per_day(teu));
        }
        let [out, back] = self.laden;
        sheet.add("imbalance", place, "share", (out + back > 0.0).then(|| (out - back).abs() / (out + back)));
        let boxes = out + back + self.empty[0] + self.empty[1];
        let by_boxes = (boxes > 0.0).then(|| (self.empty[0] + self.empty[1]) / boxes);
        sheet.add("empty_share", place, "share", self.empty_share().or(by_boxes));
    }
}

/// What services have carried from one hub of a lane to the other.
fn on_lane(view: &View, lane: &Lane) -> Traffic {
    let mut traffic = Traffic::default();
    for (number, ride) in view.plan.rides.iter().enumerate() {
        let service = &view.model.services[ride.service as usize];
        let account = &view.plan.accounts[view.plan.cells[ride.first_cell as usize].account as usize];
        let teu = view.outcome.books.landed[number] as f64 * f64::from(account.teu);
        for call in usize::from(ride.from)..usize::from(ride.to) {
            let here = (service.mode, service.calls[call], service.calls[call + 1]);
            let is_back = match here {
                (mode, one, other) if (mode, one, other) == (lane.mode, lane.one, lane.other) => false,
                (mode, one, other) if (mode, other, one) == (lane.mode, lane.one, lane.other) => true,
                _ => continue,
            };
            let km = &view.plan.services[ride.service as usize].km;
            traffic.count(account.role, is_back, teu, km[call + 1] - km[call]);
        }
    }
    traffic
}

/// Cargo in counted boxes, and empties, from hub to hub by whatever way.
fn on_trade(view: &View, one: HubId, other: HubId) -> Traffic {
    let mut traffic = Traffic::default();
    for (number, account) in view.plan.accounts.iter().enumerate() {
        let Some(ends) = ends(view.model, account) else { continue };
        if ends == (one, other) || ends == (other, one) {
            let teu = view.ended(number) as f64 * f64::from(account.teu);
            traffic.count(account.role, ends == (other, one), teu, 0.0);
        }
    }
    traffic
}

/// The part of empties in what services have aboard behind each call.
fn calls(view: &View, sheet: &mut Sheet) {
    if view.plan.repositions.is_empty() {
        return;
    }
    for (number, service) in view.model.services.iter().enumerate().filter(|(_, service)| service.groupage.is_none()) {
        for call in 0..service.calls.len() - 1 {
            let mut aboard = [0.0; 2];
            for (index, ride) in view.plan.rides.iter().enumerate() {
                let is_aboard = usize::from(ride.from) <= call && call < usize::from(ride.to);
                if ride.service as usize == number && is_aboard {
                    let account = &view.plan.accounts[view.plan.cells[ride.first_cell as usize].account as usize];
                    let teu = view.outcome.books.landed[index] as f64 * f64::from(account.teu);
                    aboard[usize::from(account.role == Role::Empties)] += teu;
                }
            }
            let all = aboard[0] + aboard[1];
            let share = (all > 0.0).then(|| aboard[1] / all);
            sheet.add("empty_share", &call_place(view.model, service, call), "share", share);
        }
    }
}
