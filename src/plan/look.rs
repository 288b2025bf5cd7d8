//! What others ask a plan.

use super::{BoxKind, Plan, Step, Thing, ThingKind};

impl Plan {
    /// The yards of hubs, in the order of things.
    pub fn yards(&self) -> impl Iterator<Item = &Thing> {
        self.things.iter().filter(|thing| thing.is_yard())
    }

    /// Whether units may give up waiting for a thing.
    pub fn can_be_given_up(&self, thing: u32) -> bool {
        let waits_for = |step: &u32| match self.steps[*step as usize] {
            Step::Serve { thing: at, .. } | Step::Take { thing: at, .. } => at == thing,
            _ => false,
        };
        self.exits.iter().any(|(step, exit)| exit.patience.is_some() && waits_for(step))
    }

    /// The pools of empties, in the order of things.
    pub fn depots(&self) -> impl Iterator<Item = (usize, &Thing)> {
        self.things.iter().enumerate().filter(|(_, thing)| thing.kind == ThingKind::Empties)
    }

    /// The type of the boxes of a pool of empties.
    pub fn kind_of(&self, pool: u32) -> Option<(usize, &BoxKind)> {
        self.boxes.iter().enumerate().find(|(_, kind)| kind.pools.contains(&pool))
    }

    /// The thing that stands for a type of boxes in lists of holdings.
    pub fn stand_in(&self, kind: u32) -> Option<u32> {
        self.boxes.get(kind as usize)?.pools.first().copied()
    }
}
