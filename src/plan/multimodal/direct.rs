//! Boxes that are lifted from a train or ship right onto the vehicle that takes them on, where it stands ready.
//!
//! ```text
//! at hand:      line of the next service, or +truck   crane  off   (no place ashore, no second crane)
//! not at hand:  +yard  crane  off  ..  as everywhere
//! ```
//! The vehicle is boarded or taken before the crane begins, so that it cannot leave meanwhile.

use super::super::Mover;
use super::super::Step;
use super::super::builder::Builder;
use super::super::check::Finding;
use super::super::journey::{fleet_thing, has_procedure};
use super::{Part, Writer, change, visit};
use crate::ids::HubId;
use crate::model::{Facility, Model, Trigger};

/// A change of vehicles at which boxes may be lifted over.
pub(super) struct Over<'p> {
    before: &'p Part,
    after: &'p Part,
    next: Next,
}

/// When the next vehicle is at hand.
#[derive(Clone, Copy)]
enum Next {
    /// A truck of no fleet: always.
    Truck,
    /// A truck of a fleet that is based there: when one is free.
    Fleet(u32),
    /// A run of a service, whose line this is: when it stands there and has room.
    Run(u32),
}

impl<'m> Writer<'m, '_> {
    /// The change of vehicles between two legs, if boxes may be lifted over there.
    pub(super) fn next_vehicle<'p>(
        &self,
        builder: &mut Builder<'m>,
        hub: HubId,
        (before, after): (&'p Part, &'p Part),
    ) -> Option<Over<'p>> {
        let &Part::Ride { service, to, .. } = before else { return None };
        if self.cargo.is_parcel {
            return None;
        }
        let terminal = self.stop(builder, service, to).terminal.filter(|terminal| terminal.is_direct)?;
        if is_held(builder.model, hub, (before, after)) {
            return None;
        }
        let next = match after {
            Part::Ride { service, from, .. } => {
                Next::Run(builder.plan.services[service.index()].lines[usize::from(*from)])
            }
            Part::Road { fleet: None, .. } => Next::Truck,
            Part::Road { fleet: Some(fleet), fetch, .. } if fetch.is_empty() => {
                Next::Fleet(fleet_thing(builder, *fleet))
            }
            Part::Road { .. } => return None,
        };
        builder.direct.insert((hub, &terminal.id));
        Some(Over { before, after, next })
    }

    /// Writes the way of those whose next vehicle is at hand, up to leaving with it, and behind it the beginning of that of the others; none if there are no others.
    pub(super) fn lift_over(&self, builder: &mut Builder<'m>, hub: HubId, over: &Over) -> Option<u32> {
        let branch = match over.next {
            Next::Truck => None,
            Next::Fleet(vehicle) | Next::Run(vehicle) => Some(builder.at_hand(vehicle)),
        };
        branch.into_iter().for_each(|branch| builder.aim(branch, 0));
        match (over.next, over.after) {
            (Next::Run(line), _) => builder.board(line),
            (Next::Fleet(trucks), &Part::Road { fleet: Some(fleet), .. }) => {
                builder.mover = Mover::Fleet(fleet);
                builder.take(trucks, 1);
            }
            _ => builder.mover = Mover::OwnTruck,
        }
        if let &Part::Ride { service, to, .. } = over.before {
            self.stop(builder, service, to).over(builder);
        }
        let ends = (Some(over.before), Some(over.after));
        let visit = visit(builder, hub, ends, true);
        builder.emit(Step::Enter { visit });
        change(builder, hub, over.before.mode(builder.model), over.after.mode(builder.model), self.cargo.teu);
        self.leave(builder, ends, visit);
        let branch = branch?;
        let jump = builder.jump();
        builder.aim(branch, 1);
        Some(jump)
    }
}

/// Whether something holds boxes at a hub that change their vehicle there: papers, or a time that the change takes.
fn is_held(model: &Model, hub: HubId, (before, after): (&Part, &Part)) -> bool {
    let about = &model.hubs[hub.index()];
    let (from, to) = (before.mode(model), after.mode(model));
    let takes_time = about.transfer(from, to).is_some_and(|transfer| from != to && transfer.time > 0);
    takes_time || about.pass_time > 0 || has_procedure(model, hub, Trigger::Transfer)
}

/// Terminals that say `direct` and at which nothing can be lifted over.
pub(in super::super) fn idle(builder: &Builder) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, hub) in builder.model.hubs.iter().enumerate() {
        for facility in &hub.facilities {
            let Facility::Terminal(terminal) = facility else { continue };
            if !terminal.is_direct || builder.direct.contains(&(HubId::from(number), terminal.id.as_str())) {
                continue;
            }
            let path = format!("hubs/{}/facilities/{}/direct", hub.id, terminal.id);
            let title = format!("nothing is lifted over directly at `{}/{}`", hub.id, terminal.id);
            findings.push(
                Finding::warning("W0432", path, title)
                    .expected("cargo that comes off a run here and goes on by another service, by trucks based here, or by trucks of no fleet")
                    .hint("a procedure `on: [Transfer]`, a `pass_time` or a time in `transfers` holds all boxes in the yard"),
            );
        }
    }
    findings
}
