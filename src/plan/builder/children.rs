//! What goes on behind a unit, without cargo.

use super::super::{Boxes, Holding, Role, Step};
use super::{Builder, number};

impl Builder<'_> {
    /// Starts a child without cargo that takes over one thing that is held, or all (none), and does these steps; the unit goes on without waiting for it.
    pub fn child(&mut self, name: String, role: Role, hands: Option<u32>, steps: impl FnOnce(&mut Self)) {
        self.child_with(name, role, hands.map(|thing| (thing, 1)), steps);
    }

    /// The same with so many of one thing.
    pub fn child_with(&mut self, name: String, role: Role, hands: Option<(u32, u32)>, steps: impl FnOnce(&mut Self)) {
        let parent = self.account;
        let split = self.emit(Step::End); // replaced below, when the child's account is known
        let skip = self.jump();
        let known = self.plan.accounts.iter().position(|account| account.name == name);
        let account = match known {
            Some(account) => number(account),
            None => self.open_account(name, self.plan.accounts[parent as usize].flow, role, 0),
        };
        let (groupage, reposition) = {
            let about = &self.plan.accounts[parent as usize];
            (about.groupage, about.reposition)
        };
        let child = &mut self.plan.accounts[account as usize];
        (child.groupage, child.reposition) = (groupage, reposition);
        self.account = account;
        let entry = self.next();
        steps(self);
        self.emit(Step::End);
        self.plan.steps[split as usize] = Step::Split { entry, account };
        self.plan.hands.extend(hands.map(|(thing, count)| (split, Holding { thing, count })));
        self.account = parent;
        self.land(&[skip]);
    }

    /// The boxes of the consignments whose journey is being written, where they are counted.
    pub fn boxes(&self) -> Option<Boxes> {
        self.plan.accounts[self.account as usize].boxes
    }
}
