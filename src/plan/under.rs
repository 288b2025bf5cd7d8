//! Instruments that a whole journey is under. Whoever has adopted one goes a journey of his own from the first step, since what a unit holds
//! on the way (a guarantee, a number) must be a function of its place in the plan.

use super::builder::Builder;
use super::check::Finding;
use super::route::Leg;
use super::template::{ahead, transit};
use crate::ids::HubId;
use crate::model::Instrument;

/// Whether a journey over these hubs and legs is under an instrument.
pub(super) fn concerns(builder: &Builder, instrument: &Instrument, hubs: &[HubId], legs: &[Leg]) -> bool {
    transit::concerns(builder, instrument, hubs) || ahead::concerns(builder, instrument, legs)
}

/// From here on a journey leads over these hubs and legs: it is under no instrument that they do not meet, and must not be sealed for another way.
pub(super) fn go_on(builder: &mut Builder, hubs: &[HubId], legs: &[Leg], flow: &str) -> Option<Finding> {
    let astray = transit::astray(builder, hubs).map(|one| {
        transit::abandon(builder, one);
        let to = transit::checked_at(builder.model, one);
        let title = format!("flow `{flow}` goes under the seal of `{}` on a way that does not lead to `{to}`, where it is checked", one.id);
        Finding::error("E0423", format!("instruments/{}/policy/to", one.id), title)
            .expected("a hub on all ways that may still be chosen where the seal is put on")
            .hint("check the seal where all ways lead to, seal where the way is chosen already, or say in `who` whom it concerns")
    });
    let adopted = builder.trip.adopted.iter().copied();
    builder.trip.under = adopted.filter(|one| concerns(builder, one, hubs, legs)).collect();
    astray
}

/// Writes a journey once for each set of instruments that its consignments may have adopted.
pub(super) fn each_set<'m>(
    builder: &mut Builder<'m>,
    instruments: &[&'m Instrument],
    write: &dyn Fn(&mut Builder<'m>),
) {
    let Some((&first, others)) = instruments.split_first() else { return write(builder) };
    let under = |builder: &mut Builder<'m>| {
        builder.trip.adopted.push(first);
        each_set(builder, others, write);
        builder.trip.adopted.retain(|one| one.id != first.id);
    };
    builder.adopters(first, under, |builder| each_set(builder, others, write));
}
