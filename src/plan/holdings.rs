//! What a unit holds at each step: followed through the plan once, so that no unit carries a list of its holdings.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::check::Finding;
use super::{Holding, Plan, Role, Step, ThingKind, empties};

type Held = BTreeMap<u32, u32>;

/// Fills [`Plan::holdings`]. All ways into a step must agree, nothing may be given back that is not held, and nothing may be held at the end.
pub(super) fn fill(plan: &mut Plan) -> Vec<Finding> {
    let mut follower = Follower { plan, held: vec![None; plan.steps.len()], open: Vec::new(), findings: Vec::new() };
    let entries =
        plan.services.iter().map(|service| service.entry).chain(plan.sources.iter().map(|source| source.entry));
    let entries = entries.chain(plan.repositions.iter().map(|one| one.entry));
    let entries: Vec<u32> = entries.chain(plan.standing.iter().map(|standing| standing.entry)).collect();
    for entry in entries {
        follower.reach(entry, Held::new());
        while let Some(step) = follower.open.pop() {
            follower.follow(step);
        }
    }
    let findings = std::mem::take(&mut follower.findings);
    let held = follower.held;
    plan.holdings = held.into_iter().map(|held| list(held.unwrap_or_default())).collect();
    findings
}

fn list(held: Held) -> Arc<[Holding]> {
    held.into_iter().map(|(thing, count)| Holding { thing, count }).collect()
}

struct Follower<'p> {
    plan: &'p Plan,
    held: Vec<Option<Held>>,
    open: Vec<u32>,
    findings: Vec<Finding>,
}

impl Follower<'_> {
    /// A way into a step, with what is held on it.
    fn reach(&mut self, step: u32, held: Held) {
        match self.held.get(step as usize) {
            None => {} // a jump to a label that does not exist, which has been reported
            Some(None) => {
                self.held[step as usize] = Some(held);
                self.open.push(step);
            }
            Some(Some(known)) if *known == held => {}
            Some(Some(known)) => {
                let found = format!("{} on one way, {} on another", self.names(known), self.names(&held));
                let finding = self.finding(step, "E0504", "two ways lead to one step, but do not hold the same there");
                self.findings.push(finding.found(found).hint("give back on one way what the other does not hold"));
            }
        }
    }

    fn follow(&mut self, at: u32) {
        let held = self.held[at as usize].clone().unwrap_or_default();
        if let Some(exit) = self.plan.exits.get(&at) {
            for to in [exit.impatient_to, exit.turned_away_to].into_iter().flatten() {
                self.reach(to, held.clone());
            }
        }
        self.check_stay(at, &held);
        match self.plan.steps[at as usize] {
            Step::Take { thing, count, .. } => self.follow_take(at, held, (thing, u32::from(count))),
            Step::Bring { .. } | Step::Restock { .. } | Step::Keep { .. } => self.follow_boxes(at, held),
            Step::Give { thing, count } => self.give_and_go_on(at, held, thing, u32::from(count)),
            Step::Clear { thing } => self.give_and_go_on(at, held, thing, 1),
            Step::Work { thing, .. } | Step::WorkEach { thing, .. } => {
                self.check_work(at, thing, &held);
                self.reach(at + 1, held);
            }
            Step::Branch { branch } => {
                for &(_, to) in &self.plan.branches[branch as usize].ways {
                    self.reach(to, held.clone());
                }
            }
            Step::Goto { to } => self.reach(to, held),
            Step::Lap { to } => {
                self.check_empty(at, "a round", &held);
                self.reach(to, Held::new());
            }
            Step::Split { entry, .. } => self.part(at, entry, held),
            Step::Send { entry, .. } => {
                self.reach(entry, Held::new());
                self.reach(at + 1, held);
            }
            Step::End => self.check_empty(at, "a journey", &held),
            Step::Enter { .. }
            | Step::Leave { .. }
            | Step::Pass { .. }
            | Step::Stage { .. }
            | Step::Stamp
            | Step::Charge { .. }
            | Step::Pay { .. }
            | Step::Serve { .. }
            | Step::Spend { .. }
            | Step::Await { .. }
            | Step::Together { .. }
            | Step::Board { .. }
            | Step::Ride { .. }
            | Step::Alight
            | Step::Gather { .. }
            | Step::Release { .. }
            | Step::Move { .. } => self.reach(at + 1, held),
        }
    }

    /// What is taken is held, but that what is taken of a quota is used up, and boxes of a pool become boxes of their type.
    fn follow_take(&mut self, at: u32, mut held: Held, (thing, count): (u32, u32)) {
        match self.plan.things[thing as usize].kind {
            ThingKind::Empties => return self.follow_boxes(at, held),
            ThingKind::Quota => {}
            ThingKind::Station(_) | ThingKind::Store | ThingKind::Fleet | ThingKind::Token | ThingKind::Line => {
                self.take(at, &mut held, thing, count);
            }
        }
        self.reach(at + 1, held);
    }

    /// Boxes are taken, brought along, given to a pool or left.
    fn follow_boxes(&mut self, at: u32, mut held: Held) {
        match self.plan.steps[at as usize] {
            Step::Take { thing, count, cell, .. } => self.take_boxes(at, &mut held, (thing, u32::from(count)), cell),
            Step::Bring { kind, count } => {
                if let Some(thing) = self.plan.stand_in(kind) {
                    *held.entry(thing).or_default() += u32::from(count);
                }
            }
            Step::Restock { thing, count } => {
                let kind = self.plan.kind_of(thing).map_or(0, |(kind, _)| kind as u32);
                self.leave_boxes(at, &mut held, kind, u32::from(count));
            }
            Step::Keep { kind, count } => self.leave_boxes(at, &mut held, kind, u32::from(count)),
            _ => {}
        }
        self.reach(at + 1, held);
    }

    /// A child takes over all that is held, or one thing.
    fn part(&mut self, at: u32, entry: u32, mut held: Held) {
        let Some(&Holding { thing, count }) = self.plan.hands.get(&at) else {
            self.reach(entry, held);
            return self.reach(at + 1, Held::new());
        };
        self.give(at, &mut held, thing, count);
        self.reach(entry, Held::from([(thing, count)]));
        self.reach(at + 1, held);
    }

    /// Work in the open is done on what the unit holds.
    fn check_work(&mut self, at: u32, thing: u32, held: &Held) {
        self.check_named(at, thing);
        if !held.contains_key(&thing) {
            let name = &self.plan.things[thing as usize].name;
            let finding = self.finding(at, "E0506", &format!("works on `{name}` without holding it"));
            self.findings.push(finding.hint("put a Take of it before, or use Visit"));
        }
    }

    /// A round and a journey end with empty hands.
    fn check_empty(&mut self, at: u32, what: &str, held: &Held) {
        if !held.is_empty() {
            let found = self.names(held);
            let finding = self.finding(at, "E0505", &format!("something is still held at the end of {what}"));
            self.findings.push(finding.found(found).hint("give back what was taken, on every way"));
        }
    }

    /// Servers that break or are taken away work only in a visit as a whole.
    fn check_named(&mut self, at: u32, thing: u32) {
        let about = &self.plan.things[thing as usize];
        if about.has_named_servers() {
            let title = format!("`{}` breaks or is interrupted: it cannot be held", about.name);
            let finding = self.finding(at, "E0509", &title).expected("a Visit, with no station behind it that blocks");
            self.findings
                .push(finding.hint("use Visit in place of Take and Give, and leave out `places` of the next station"));
        }
    }

    /// A stay in a store with a tariff is measured by one clock a unit: a second one, or a new hub, would set it back.
    fn check_stay(&mut self, at: u32, held: &Held) {
        let has_tariff = |thing: &u32| {
            let name = &self.plan.things[*thing as usize].name;
            self.plan.tariffs.iter().any(|toll| toll.name == *name)
        };
        let stays = held.keys().filter(|thing| has_tariff(thing)).count();
        let most = match self.plan.steps[at as usize] {
            Step::Stamp => 1,
            // Space ashore is taken before a stay begins; its clock begins with the stay.
            Step::Enter { .. } if self.plan.steps.get(at as usize + 1) == Some(&Step::Stamp) => 1,
            Step::Enter { .. } | Step::Stage { .. } => 0,
            _ => return,
        };
        if stays > most {
            let found = self.names(held);
            let finding = self.finding(at, "E0510", "a unit stays in a store with a tariff while another stay begins");
            let expected = "one store with a tariff at a time, given back before the hub is left";
            self.findings.push(finding.found(found).expected(expected));
        }
    }

    /// Boxes of a pool become boxes of their type: where they are left is another matter.
    fn take_boxes(&mut self, at: u32, held: &mut Held, (thing, count): (u32, u32), cell: u32) {
        let Some((kind, _)) = self.plan.kind_of(thing) else { return };
        let role = self.plan.accounts[self.plan.cells[cell as usize].account as usize].role;
        // What is sent at a review is there.
        if let Some(all) = empties::too_many(self.plan, thing, count).filter(|_| role == Role::Cargo) {
            let name = &self.plan.things[thing as usize].name;
            let title = format!(
                "takes {count} boxes of `{name}` at once, but all pools together have {all}: this waits for ever"
            );
            let finding = self.finding(at, "E0513", &title);
            self.findings.push(
                finding.expected(format!("at most {all}")).hint("more boxes at the start, or smaller consignments"),
            );
        }
        let stand_in = self.plan.stand_in(kind as u32).unwrap_or(thing);
        *held.entry(stand_in).or_default() += count;
    }

    fn leave_boxes(&mut self, at: u32, held: &mut Held, kind: u32, count: u32) {
        if let Some(thing) = self.plan.stand_in(kind) {
            self.give(at, held, thing, count);
        }
    }

    fn take(&mut self, at: u32, held: &mut Held, thing: u32, count: u32) {
        *held.entry(thing).or_default() += count;
        self.check_capacity(at, thing, held[&thing]);
    }

    fn check_capacity(&mut self, at: u32, thing: u32, count: u32) {
        let thing = &self.plan.things[thing as usize];
        if count > thing.capacity {
            let title = format!("takes {count} of `{}`, which has {}: this waits for ever", thing.name, thing.capacity);
            let finding = self.finding(at, "E0503", &title);
            self.findings.push(finding.expected(format!("at most {}", thing.capacity)));
        }
    }

    fn give_and_go_on(&mut self, at: u32, mut held: Held, thing: u32, count: u32) {
        self.give(at, &mut held, thing, count);
        self.reach(at + 1, held);
    }

    fn give(&mut self, at: u32, held: &mut Held, thing: u32, count: u32) {
        let has = held.get(&thing).copied().unwrap_or(0);
        if has < count {
            let name = &self.plan.things[thing as usize].name;
            let title = format!("gives back {count} of `{name}`, but holds {has}");
            let finding = self.finding(at, "E0507", &title);
            self.findings.push(finding.hint("put a Take of as many before it, on every way"));
        }
        match has.saturating_sub(count) {
            0 => held.remove(&thing),
            left => held.insert(thing, left),
        };
    }

    fn finding(&self, step: u32, code: &'static str, title: &str) -> Finding {
        let path = &self.plan.paths[self.plan.origin[step as usize] as usize];
        Finding::error(code, path.clone(), title)
    }

    fn names(&self, held: &Held) -> String {
        if held.is_empty() {
            return "nothing".to_owned();
        }
        let name = |(thing, count): (&u32, &u32)| format!("{count} of `{}`", self.plan.things[*thing as usize].name);
        held.iter().map(name).collect::<Vec<_>>().join(", ")
    }
}
