//! Instruments that a whole journey is under. Whoever has adopted one goes a journey of his own from the first step, since what a unit holds
//! on the way (a guarantee, a number) must be a function of its place in the plan.

use super::builder::Builder;
use super::route::Leg;
use super::template::{ahead, transit};
use crate::ids::HubId;
use crate::model::Instrument;

/// Those that a journey over these hubs and legs is under, in the order of their ids.
pub(super) fn of_journey<'m>(builder: &Builder<'m>, hubs: &[HubId], legs: &[Leg]) -> Vec<&'m Instrument> {
    let concerns = |one: &&Instrument| transit::concerns(builder, one, hubs) || ahead::concerns(builder, one, legs);
    builder.model.instruments.iter().filter(concerns).collect()
}

/// Writes a journey once for each set of instruments that its consignments may have adopted.
pub(super) fn each_set<'m>(
    builder: &mut Builder<'m>,
    instruments: &[&'m Instrument],
    write: &dyn Fn(&mut Builder<'m>),
) {
    let Some((&first, others)) = instruments.split_first() else { return write(builder) };
    let under = |builder: &mut Builder<'m>| {
        builder.trip.under.push(first);
        each_set(builder, others, write);
        builder.trip.under.retain(|one| one.id != first.id);
    };
    builder.adopters(first, under, |builder| each_set(builder, others, write));
}
