//! Writes steps: the one place where things, draws, cells and visits get their numbers.

mod aboard;
mod children;
mod money;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::check::Finding;
use super::step::MAX_GROUPS;
use super::{
    Account, Adoption, Branch, Cell, Draw, Exit, Mover, Passage, PlaceLabel, Plan, Role, Rule, Stage, Step, Thing,
    ThingKind, Visit,
};
use crate::engine::draw::purpose;
use crate::engine::law::Law;
use crate::ids::{FlowId, HubId, LinkId};
use crate::model::{Activity, Cause, Direction, Instrument, Model, Rank, TimeClass};

/// A plan while it is written, and whose journey is being written.
pub(super) struct Builder<'m> {
    pub model: &'m Model,
    pub plan: Plan,
    pub findings: Vec<Finding>,
    /// Account of the journey that is being written.
    pub account: u32,
    /// Class of the consignments whose journey is being written; empty = none.
    pub class: String,
    /// Priority of the runs whose way is being written, 0 first; of all others 0.
    pub priority: u8,
    /// Commodity of them, if named.
    pub commodity: Option<String>,
    /// While an empty vehicle fetches them, all time is waiting for it.
    pub fetching: bool,
    /// What moves the unit whose journey is being written.
    pub mover: Mover,
    /// It is cargo that others carry where it stays.
    pub is_carried: bool,
    /// Its place in the lines of services.
    pub rank: Rank,
    /// Instruments that have changed something, or would if anybody adopted them.
    pub used: BTreeSet<&'m str>,
    /// The journey that is being written, up to here.
    pub trip: Trip<'m>,
    /// Where it may turn round.
    pub turns: Vec<Turn<'m>>,
    /// Terminals at which boxes may be lifted over, by hub and id.
    pub direct: BTreeSet<(HubId, &'m str)>,
    things: BTreeMap<String, u32>,
    rows: BTreeMap<(u32, PlaceLabel, Option<u32>, RowKind), u32>,
    visits: BTreeMap<(u32, HubId, Option<Direction>), u32>,
    stages: BTreeMap<(u32, HubId, Option<Direction>, String), u32>,
    passages: BTreeMap<Passage, u32>,
    rides: BTreeMap<(u32, u32), u32>,
    paths: BTreeMap<String, u32>,
    path: u32,
}

/// What a journey is under and has done, up to the place to which it is written.
#[derive(Debug, Clone, Default)]
pub(super) struct Trip<'m> {
    /// Groups of papers that it has used.
    pub groups: u8,
    /// The group of papers that are on their way to a post (hub, role).
    pub lodged: BTreeMap<(HubId, &'static str), u8>,
    /// Instruments of whole journeys that its consignments have adopted.
    pub adopted: Vec<&'m Instrument>,
    /// Those of them that the way ahead meets.
    pub under: Vec<&'m Instrument>,
    /// Those under whose seal it goes, or has gone, and whether it still does.
    pub seals: Vec<(&'m Instrument, bool)>,
    /// Numbers that it holds until it is through the first gate of a border.
    pub numbers: Vec<(HubId, Direction, u32)>,
    /// Longest wait in the first queue of the next border before it turns round there; none = any.
    pub patience: Option<Law>,
    /// Steps at which it may do so.
    pub turns: Vec<u32>,
}

/// The first queue of a border, in which units may turn round.
pub(super) struct Turn<'m> {
    pub hub: HubId,
    /// The steps at which they wait.
    pub steps: Vec<u32>,
    /// The journey up to there.
    pub trip: Trip<'m>,
}

impl Trip<'_> {
    /// From the beginning, with the same instruments.
    pub fn restart(&mut self) {
        let adopted = std::mem::take(&mut self.adopted);
        *self = Self { under: adopted.clone(), adopted, ..Self::default() };
    }
}

/// The kinds of rows in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum RowKind {
    Thing,
    /// A thing that is waited for while another works with it is already held.
    Partner,
    Work,
    /// Work of a kind of its own.
    WorkAs(Activity),
    /// Waiting for a departure, and for companions after its time.
    Gather(Cause),
    Single(TimeClass),
}

/// Who passes: a loaded truck or an empty one on its way home.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Load {
    Full,
    Empty,
}

impl<'m> Builder<'m> {
    pub fn new(model: &'m Model) -> Self {
        let plan = Plan {
            steps: Vec::new(),
            origin: Vec::new(),
            paths: Vec::new(),
            draws: Vec::new(),
            branches: Vec::new(),
            things: Vec::new(),
            calendars: model.calendars.iter().map(|calendar| Arc::clone(&calendar.hours)).collect(),
            accounts: Vec::new(),
            cells: Vec::new(),
            visits: Vec::new(),
            stages: Vec::new(),
            sources: Vec::new(),
            boxes: Vec::new(),
            repositions: Vec::new(),
            standing: Vec::new(),
            tariffs: Vec::new(),
            exits: BTreeMap::new(),
            hands: BTreeMap::new(),
            circles: Vec::new(),
            boards: Vec::new(),
            disruptions: model.disruptions.clone(),
            lanes: Vec::new(),
            services: Vec::new(),
            rides: Vec::new(),
            moves: Vec::new(),
            holdings: Vec::new(),
        };
        let mut builder = Self {
            model,
            plan,
            findings: Vec::new(),
            account: 0,
            class: String::new(),
            priority: 0,
            commodity: None,
            fetching: false,
            mover: Mover::OwnTruck,
            is_carried: false,
            rank: Rank::Cargo,
            used: BTreeSet::new(),
            trip: Trip::default(),
            turns: Vec::new(),
            direct: BTreeSet::new(),
            things: BTreeMap::new(),
            rows: BTreeMap::new(),
            visits: BTreeMap::new(),
            stages: BTreeMap::new(),
            passages: BTreeMap::new(),
            rides: BTreeMap::new(),
            paths: BTreeMap::new(),
            path: 0,
        };
        builder.at("");
        builder
    }

    /// Steps that follow were written here.
    pub fn at(&mut self, path: &str) {
        if let Some(&number) = self.paths.get(path) {
            self.path = number;
            return;
        }
        self.path = number(self.plan.paths.len());
        self.plan.paths.push(path.to_owned());
        self.paths.insert(path.to_owned(), self.path);
    }

    /// Begins the journeys of an account.
    pub fn open_account(&mut self, name: String, flow: Option<FlowId>, role: Role, teu: u32) -> u32 {
        self.account = number(self.plan.accounts.len());
        let cargo = flow.filter(|_| role == Role::Cargo).map(|flow| &self.model.flows[flow.index()]);
        let kg = cargo.map_or(0.0, |flow| flow.tonnes * 1000.0).round() as u64;
        let decay = cargo.and_then(|flow| flow.decay);
        let litres = cargo.map_or(0, |flow| flow.litres);
        let (parent, groupage, reposition, boxes) = (None, None, None, None);
        let account = Account { name, flow, role, teu, litres, kg, decay, parent, groupage, reposition, boxes };
        self.plan.accounts.push(account);
        self.account
    }

    /// The number that the next step will have.
    pub fn next(&self) -> u32 {
        number(self.plan.steps.len())
    }

    pub fn emit(&mut self, step: Step) -> u32 {
        let at = self.next();
        self.plan.steps.push(step);
        self.plan.origin.push(self.path);
        at
    }

    /// The number of a thing, made at its first use.
    pub fn thing(&mut self, name: &str, make: impl FnOnce() -> Thing) -> u32 {
        if let Some(&thing) = self.things.get(name) {
            return thing;
        }
        let thing = number(self.plan.things.len());
        self.plan.things.push(make());
        self.things.insert(name.to_owned(), thing);
        thing
    }

    /// The purpose of a draw of the account that is being written.
    pub fn purpose(&self, path: &str) -> u64 {
        // Papers have the luck of their consignment: it is the same whether work is done on paper or at the gate.
        let account = &self.plan.accounts[self.account as usize];
        let owner = account.parent.map_or(account, |parent| &self.plan.accounts[parent as usize]);
        purpose(&format!("{}/{path}", owner.name))
    }

    pub fn draw(&mut self, path: &str, law: &Law) -> u32 {
        let purpose = self.purpose(path);
        self.plan.draws.push(Draw { purpose, law: law.clone() });
        number(self.plan.draws.len() - 1)
    }

    pub fn serve(&mut self, thing: u32, path: &str, law: &Law) -> u32 {
        let draw = self.draw(path, law);
        let (class, cell) = (self.queue_class(thing), self.thing_row(thing));
        self.emit(Step::Serve { class, thing, draw, cell })
    }

    pub fn take(&mut self, thing: u32, count: u16) -> u32 {
        self.take_at(self.plan.things[thing as usize].hub, thing, count)
    }

    /// Takes something at another hub than that of the thing: the wait is there.
    pub fn take_at(&mut self, hub: HubId, thing: u32, count: u16) -> u32 {
        let (class, cell) = (self.queue_class(thing), self.row(PlaceLabel::Hub(hub), Some(thing), RowKind::Thing));
        self.emit(Step::Take { class, count, thing, cell })
    }

    /// Takes something of a link: the wait is there.
    pub fn take_on(&mut self, link: LinkId, thing: u32) {
        let (class, cell) = (self.queue_class(thing), self.row(PlaceLabel::Link(link), Some(thing), RowKind::Thing));
        self.emit(Step::Take { class, count: 1, thing, cell });
    }

    /// Lets units leave the queue of a `Serve` or `Take`, or not join it. Where that leads is filled in when labels are known.
    pub fn exit(&mut self, step: u32, thing: u32, path: &str, patience: Option<&Law>) {
        let about = &self.plan.things[thing as usize];
        let (is_limited, is_chosen) = (about.limit.is_some(), !about.joins.is_empty());
        if patience.is_none() && !is_limited && !is_chosen {
            return;
        }
        let patience = patience.map(|law| self.draw(&format!("{path}/patience"), law));
        let joining = is_chosen.then(|| self.draw(&format!("{path}/joining"), &Law::Uniform { low: 0.0, high: 1.0 }));
        self.plan.exits.insert(step, Exit { patience, joining, impatient_to: None, turned_away_to: None });
    }

    /// Lets units turn round in the first queue of a border, if they would. Where that leads is written behind the journey.
    pub fn may_turn(&mut self, step: u32, thing: u32) {
        let Some(patience) = self.trip.patience.clone() else { return };
        let path = format!("{}/turn", self.model.hubs[self.plan.things[thing as usize].hub.index()].id);
        self.exit(step, thing, &path, Some(&patience));
        self.trip.turns.push(step);
    }

    pub fn give(&mut self, thing: u32, count: u16) {
        self.emit(Step::Give { count, thing });
    }

    pub fn work(&mut self, thing: u32, path: &str, law: &Law) {
        let draw = self.draw(path, law);
        let hub = self.plan.things[thing as usize].hub;
        let cell = self.row(PlaceLabel::Hub(hub), Some(thing), RowKind::Work);
        self.emit(Step::Work { thing, draw, cell });
    }

    pub fn spend(&mut self, hub: HubId, path: &str, law: &Law, class: TimeClass) {
        let draw = self.draw(path, law);
        let cell = self.row(PlaceLabel::Hub(hub), None, RowKind::Single(class));
        self.emit(Step::Spend { draw, cell });
    }

    /// Time passes on a link without driving.
    pub fn stand(&mut self, link: LinkId, path: &str, law: &Law, class: TimeClass) {
        let draw = self.draw(path, law);
        let cell = self.row(PlaceLabel::Link(link), None, RowKind::Single(class));
        self.emit(Step::Spend { draw, cell });
    }

    pub fn drive(&mut self, place: PlaceLabel, path: &str, law: &Law) {
        let draw = self.draw(path, law);
        let cell = self.row(place, None, RowKind::Single(TimeClass::Moving));
        let link = match place {
            PlaceLabel::Link(link) => Some(link),
            PlaceLabel::Hub(_) => None,
        };
        let passage = self.passage(link, self.mover);
        self.emit(Step::Move { passage, draw, cell });
    }

    pub fn passage(&mut self, link: Option<LinkId>, by: Mover) -> u32 {
        let passage = Passage { account: self.account, link, by, is_empty: self.fetching };
        let next = number(self.plan.moves.len());
        let passage_number = *self.passages.entry(passage).or_insert(next);
        if passage_number == next {
            self.plan.moves.push(passage);
        }
        passage_number
    }

    /// A choice by share whose targets are filled in with [`Self::aim`] when they are known.
    pub fn branch(&mut self, path: &str, shares: &[f64]) -> u32 {
        let mut sum = 0.0;
        let mut ways: Vec<(f64, u32)> = Vec::with_capacity(shares.len());
        for share in shares {
            sum += share;
            ways.push((sum, u32::MAX));
        }
        if let Some(last) = ways.last_mut() {
            last.0 = 1.0;
        }
        let purpose = self.purpose(path);
        self.plan.branches.push(Branch { purpose, ways, rule: Rule::Shares });
        let branch = number(self.plan.branches.len() - 1);
        self.emit(Step::Branch { branch });
        branch
    }

    /// A choice between the way of those whose next vehicle is at hand and that of the others. Before a run it is thought that none is.
    pub fn at_hand(&mut self, vehicle: u32) -> u32 {
        let branch = self.branch("at hand", &[0.0, 1.0]);
        self.plan.branches[branch as usize].rule = Rule::AtHand(vehicle);
        branch
    }

    /// Lets one way of a choice go on at the next step.
    pub fn aim(&mut self, branch: u32, way: usize) {
        let next = self.next();
        self.plan.branches[branch as usize].ways[way].1 = next;
    }

    /// A jump whose target is filled in with [`Self::land`].
    pub fn jump(&mut self) -> u32 {
        self.emit(Step::Goto { to: u32::MAX })
    }

    /// Lets jumps go on at the next step.
    pub fn land(&mut self, jumps: &[u32]) {
        let to = self.next();
        for &jump in jumps {
            self.plan.steps[jump as usize] = Step::Goto { to };
        }
    }

    /// Lets a share of the units do some steps and the rest pass by.
    pub fn optional(&mut self, path: &str, share: f64, steps: impl FnOnce(&mut Self)) {
        self.either(path, share, steps, |_| {});
    }

    /// Lets every so-many-th unit do some steps and the rest pass by.
    pub fn every_run(&mut self, number: u32, steps: impl FnOnce(&mut Self)) {
        if number == 1 {
            return steps(self);
        }
        let share = 1.0 / f64::from(number);
        let branch = self.branch("every", &[share, 1.0 - share]);
        self.plan.branches[branch as usize].rule = Rule::Every(number);
        self.two_ways(branch, steps, |_| {});
    }

    /// Lets a share of the units do one thing and the rest another.
    pub fn either(&mut self, path: &str, share: f64, some: impl FnOnce(&mut Self), rest: impl FnOnce(&mut Self)) {
        if share <= 0.0 {
            return rest(self);
        }
        if share >= 1.0 {
            return some(self);
        }
        let branch = self.branch(path, &[share, 1.0 - share]);
        self.two_ways(branch, some, rest);
    }

    /// Writes the two ways of a branch, which meet again behind them.
    fn two_ways(&mut self, branch: u32, some: impl FnOnce(&mut Self), rest: impl FnOnce(&mut Self)) {
        self.aim(branch, 0);
        some(self);
        let jump = self.jump();
        self.aim(branch, 1);
        rest(self);
        self.land(&[jump]);
    }

    /// Lets those who have adopted an instrument do one thing and the rest another. Nothing is written of an instrument that nobody adopts.
    pub fn adopters(&mut self, instrument: &'m Instrument, some: impl FnOnce(&mut Self), rest: impl FnOnce(&mut Self)) {
        self.used.insert(&instrument.id);
        let horizon = self.model.run.horizon;
        match instrument.uptake.always(horizon) {
            Some(0.0) => return rest(self),
            Some(1.0) => return some(self),
            Some(_) | None => {}
        }
        let share = instrument.uptake.mean(horizon);
        let branch = self.branch(&format!("instruments/{}", instrument.id), &[share, 1.0 - share]);
        self.plan.branches[branch as usize].rule = Rule::Adoption(Adoption::of(instrument));
        self.two_ways(branch, some, rest);
    }

    /// A group of papers for this journey; none if it has as many as a record can count.
    pub fn group(&mut self) -> Option<u8> {
        let group = self.trip.groups;
        self.trip.groups += 1;
        (group < MAX_GROUPS).then_some(group)
    }

    /// Sends papers on their way, which do these steps.
    pub fn send(&mut self, group: u8, steps: impl FnOnce(&mut Self)) {
        let parent = self.account;
        let sent = self.emit(Step::End); // replaced below, when the papers' first step is known
        let skip = self.jump();
        let about = &self.plan.accounts[parent as usize];
        let (name, flow) = (format!("{} (papers)", about.name), about.flow);
        let known = self.plan.accounts.iter().position(|account| account.name == name);
        let account = match known {
            Some(account) => number(account),
            None => self.open_account(name, flow, Role::Paper, 0),
        };
        self.account = account;
        self.plan.accounts[account as usize].parent = Some(parent);
        self.plan.accounts[account as usize].groupage = self.plan.accounts[parent as usize].groupage;
        let entry = self.next();
        steps(self);
        self.emit(Step::End);
        self.plan.steps[sent as usize] = Step::Send { entry, account, group };
        self.account = parent;
        self.land(&[skip]);
    }

    /// Whether an instrument concerns the consignments whose journey is being written. `leaving`: the country that they leave.
    pub fn is_selected(&self, instrument: &Instrument, leaving: &str) -> bool {
        let about = &self.plan.accounts[self.account as usize];
        // The record of a run has no place for papers on their way: they are handed in at the desk.
        if about.role == Role::Run && instrument.policy.sends_papers() {
            return false;
        }
        let flow = about.flow;
        let flow = flow.map_or("", |flow| self.model.flows[flow.index()].id.as_str());
        instrument.who.selects(flow, self.commodity.as_deref(), &self.class, leaving)
    }

    /// Waits until the papers of a group are done.
    pub fn await_papers(&mut self, hub: HubId, group: u8) {
        let cell = self.row(PlaceLabel::Hub(hub), None, RowKind::Single(TimeClass::Waiting(Cause::Papers)));
        self.emit(Step::Await { group, cell });
    }

    /// Holds all of several stations and lets them work together until the longest of their times is over.
    pub fn together(&mut self, team: &[(u32, String, Law)]) {
        for (place, (thing, ..)) in team.iter().enumerate() {
            let kind = if place == 0 { RowKind::Thing } else { RowKind::Partner };
            let hub = self.plan.things[*thing as usize].hub;
            let (class, cell) = (self.queue_class(*thing), self.row(PlaceLabel::Hub(hub), Some(*thing), kind));
            self.emit(Step::Take { class, count: 1, thing: *thing, cell });
        }
        let draws: Vec<u32> = team.iter().map(|(_, path, law)| self.draw(path, law)).collect();
        if let (Some(&draw), Some((thing, ..))) = (draws.first(), team.first()) {
            let about = &self.plan.things[*thing as usize];
            let (hub, class) = (about.hub, work_of(about));
            let cell = self.row(PlaceLabel::Hub(hub), None, RowKind::Single(class));
            self.emit(Step::Together { draw, count: draws.len() as u8, cell });
        }
        for (thing, ..) in team.iter().rev() {
            self.give(*thing, 1);
        }
    }

    pub fn visit(&mut self, hub: HubId, direction: Option<Direction>, has_dwell: bool) -> u32 {
        let key = (self.account, hub, direction);
        if let Some(&visit) = self.visits.get(&key) {
            self.plan.visits[visit as usize].has_dwell |= has_dwell;
            return visit;
        }
        let visit = number(self.plan.visits.len());
        let is_vehicle = !self.is_carried;
        self.plan.visits.push(Visit { account: self.account, hub, direction, has_dwell, is_vehicle, change: None });
        self.visits.insert(key, visit);
        visit
    }

    pub fn stage(&mut self, hub: HubId, direction: Option<Direction>, name: &str) {
        if self.fetching {
            return;
        }
        let key = (self.account, hub, direction, name.to_owned());
        let stage = self.stages.get(&key).copied().unwrap_or_else(|| {
            let stage = number(self.plan.stages.len());
            self.plan.stages.push(Stage { account: self.account, hub, direction, name: name.to_owned() });
            self.stages.insert(key, stage);
            stage
        });
        self.emit(Step::Stage { stage });
    }

    /// Number of the priority class, in the queue of a thing, of the consignments or runs whose journey is being written.
    fn queue_class(&self, thing: u32) -> u8 {
        let classes = &self.plan.things[thing as usize].classes;
        if classes.is_empty() {
            return self.priority;
        }
        let place = classes.iter().position(|class| *class == self.class).unwrap_or(classes.len());
        u8::try_from(place).expect("a station has at most MAX_CLASSES classes, which was checked")
    }

    fn thing_row(&mut self, thing: u32) -> u32 {
        let hub = self.plan.things[thing as usize].hub;
        self.row(PlaceLabel::Hub(hub), Some(thing), RowKind::Thing)
    }

    fn row(&mut self, place: PlaceLabel, thing: Option<u32>, kind: RowKind) -> u32 {
        let key = (self.account, place, thing, kind);
        let fetching = self.fetching;
        if !fetching && let Some(&row) = self.rows.get(&key) {
            return row;
        }
        let first = number(self.plan.cells.len());
        for class in self.classes_of(thing, kind) {
            let class = if fetching { TimeClass::Waiting(Cause::Vehicle) } else { class };
            self.plan.cells.push(Cell { account: self.account, place, thing, class });
        }
        if !fetching {
            self.rows.insert(key, first);
        }
        first
    }

    fn classes_of(&self, thing: Option<u32>, kind: RowKind) -> Vec<TimeClass> {
        let thing = thing.map(|thing| &self.plan.things[thing as usize]);
        match (kind, thing) {
            (RowKind::Single(class), _) => vec![class],
            (RowKind::WorkAs(activity), _) => vec![TimeClass::Worked(activity), TimeClass::Waiting(Cause::Closed)],
            (RowKind::Work, Some(thing)) => vec![work_of(thing), TimeClass::Waiting(Cause::Closed)],
            (RowKind::Thing, Some(Thing { kind: ThingKind::Line, cause, .. })) => {
                [*cause, Cause::LeftBehind, Cause::Fill, Cause::Vehicle].map(TimeClass::Waiting).to_vec()
            }
            (RowKind::Thing, Some(thing)) => {
                let mut classes =
                    vec![TimeClass::Waiting(thing.cause), TimeClass::Waiting(thing.cause_shut), work_of(thing)];
                classes.extend(thing.breaks.as_ref().map(|_| TimeClass::Waiting(Cause::Breakdown)));
                classes.extend((!thing.disruptions.is_empty()).then_some(TimeClass::Waiting(Cause::Closure)));
                classes
            }
            (RowKind::Partner, Some(thing)) => {
                let mut classes =
                    vec![TimeClass::Waiting(Cause::Partner), TimeClass::Waiting(thing.cause_shut), work_of(thing)];
                classes.extend((!thing.disruptions.is_empty()).then_some(TimeClass::Waiting(Cause::Closure)));
                classes
            }
            (RowKind::Gather(due), _) => vec![TimeClass::Waiting(due), TimeClass::Waiting(Cause::Batch)],
            (RowKind::Work | RowKind::Thing | RowKind::Partner, None) => Vec::new(),
        }
    }
}

fn work_of(thing: &Thing) -> TimeClass {
    TimeClass::Worked(match thing.kind {
        ThingKind::Station(kind) => kind.activity(),
        ThingKind::Store
        | ThingKind::Fleet
        | ThingKind::Quota
        | ThingKind::Token
        | ThingKind::Line
        | ThingKind::Empties => Activity::Handling,
    })
}

fn number(index: usize) -> u32 {
    u32::try_from(index).expect("a plan has fewer than 2^32 entries of one kind")
}
