//! Transit under seal.
//!
//! ```text
//! leaving `from`: +guarantee ~seal    borders between: no risk, no inspection    coming to `to`: ~check {hands guarantee: ~discharge -guarantee}
//! ```

use super::super::builder::Builder;
use super::super::{Role, Thing, ThingKind};
use crate::ids::HubId;
use crate::model::{Activity, Instrument, Model, Policy, TimeClass};

const CLASS: TimeClass = TimeClass::Worked(Activity::Inspection);

/// Whether a journey over these hubs may go under the seal of an instrument.
pub fn concerns(builder: &Builder, instrument: &Instrument, hubs: &[HubId]) -> bool {
    let Policy::TransitRegime { from, to, .. } = instrument.policy else { return false };
    let begins = hubs.iter().position(|hub| *hub == from);
    begins.is_some_and(|begins| hubs[begins..].contains(&to)) && builder.is_selected(instrument, country(builder, from))
}

fn country<'m>(builder: &Builder<'m>, hub: HubId) -> &'m str {
    &builder.model.hubs[hub.index()].country
}

/// Those whose seal is checked at a hub.
pub fn ending<'m>(builder: &Builder<'m>, hub: HubId) -> Vec<&'m Instrument> {
    let ends = |one: &Instrument| matches!(one.policy, Policy::TransitRegime { to, .. } if to == hub);
    builder.trip.seals.iter().filter(|(one, is_open)| *is_open && ends(one)).map(|(one, _)| *one).collect()
}

/// An instrument under whose seal the goods are, and that is not checked at any of these hubs.
pub fn astray<'m>(builder: &Builder<'m>, hubs: &[HubId]) -> Option<&'m Instrument> {
    let leads = |one: &Instrument| matches!(one.policy, Policy::TransitRegime { to, .. } if hubs.contains(&to));
    builder.trip.seals.iter().find(|(one, is_open)| *is_open && !leads(one)).map(|(one, _)| *one)
}

/// Where the seal of an instrument is checked.
pub fn checked_at<'m>(model: &'m Model, instrument: &Instrument) -> &'m str {
    match instrument.policy {
        Policy::TransitRegime { to, .. } => &model.hubs[to.index()].id,
        _ => "",
    }
}

/// Those under whose seal the journey goes from a hub on: once, however often it comes there.
pub fn beginning<'m>(builder: &Builder<'m>, hub: HubId) -> Vec<&'m Instrument> {
    let begins = |one: &&Instrument| matches!(one.policy, Policy::TransitRegime { from, .. } if from == hub);
    let is_new = |one: &&Instrument| builder.trip.seals.iter().all(|(known, _)| known.id != one.id);
    builder.trip.under.iter().copied().filter(begins).filter(is_new).collect()
}

/// Whether goods come to a border under seal.
pub fn is_sealed(builder: &Builder, hub: HubId) -> bool {
    let is_in_force = |one: &Instrument| one.hubs.is_empty() || one.hubs.contains(&hub);
    builder.trip.seals.iter().any(|(one, is_open)| *is_open && is_in_force(one))
}

/// A guarantee is taken and the goods are sealed.
pub fn begin<'m>(builder: &mut Builder<'m>, instrument: &'m Instrument) {
    let Policy::TransitRegime { from, seal, .. } = &instrument.policy else { return };
    let Some(guarantee) = guarantee(builder, instrument) else { return };
    builder.take(guarantee, 1);
    builder.spend(*from, &format!("{}/seal", instrument.id), seal, CLASS);
    builder.trip.seals.push((instrument, true));
}

/// The seal is checked, and the guarantee is discharged behind the goods.
pub fn end<'m>(builder: &mut Builder<'m>, instrument: &'m Instrument) {
    let Policy::TransitRegime { to, check, discharge, .. } = &instrument.policy else { return };
    let Some(guarantee) = guarantee(builder, instrument) else { return };
    builder.spend(*to, &format!("{}/check", instrument.id), check, CLASS);
    let of = &builder.plan.accounts[builder.account as usize].name;
    let name = format!("{of} (discharge, {})", instrument.id);
    builder.child(name, Role::Errand, Some(guarantee), |builder| {
        builder.spend(*to, &format!("{}/discharge", instrument.id), discharge, CLASS);
        builder.give(guarantee, 1);
    });
    close(builder, instrument);
}

/// Gives the guarantee up for a way that does not lead to where the seal is checked, which has been reported.
pub fn abandon<'m>(builder: &mut Builder<'m>, instrument: &'m Instrument) {
    if let Some(guarantee) = guarantee(builder, instrument) {
        builder.give(guarantee, 1);
    }
    close(builder, instrument);
}

fn close(builder: &mut Builder, instrument: &Instrument) {
    for (one, is_open) in &mut builder.trip.seals {
        *is_open &= one.id != instrument.id;
    }
}

fn guarantee(builder: &mut Builder, instrument: &Instrument) -> Option<u32> {
    let Policy::TransitRegime { from, guarantees, .. } = instrument.policy else { return None };
    let name = format!("{}/guarantees", instrument.id);
    let path = format!("instruments/{}/policy/guarantees", instrument.id);
    Some(builder.thing(&name, || Thing::new(&name, path, from, ThingKind::Token, guarantees)))
}
