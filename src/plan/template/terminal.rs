//! Terminals: cargo goes aboard and ashore over cranes and through a yard; trains stand on tracks, ships lie at berths.
//!
//! ```text
//! aboard:  (in the yard)  line of the service  crane  -yard  ride
//! ashore:  ride  +yard  crane  off
//! over:    ride  line of the next service, or +truck  crane  off  ride
//! vehicle: +position {pilot}   puts off   takes on   {pilot} -position
//! ```
//! Space before crane: a box without a place ashore stays aboard, and the vehicle stays with it.

use super::super::builder::Builder;
use super::super::{Slowing, Step, Thing, ThingKind};
use super::yard;
use crate::ids::{HubId, ServiceId};
use crate::model::{Cranes, Mode, StationKind, Struck, Terminal};

/// A place where a service is boarded or left.
#[derive(Clone, Copy)]
pub struct Stop<'m> {
    pub hub: HubId,
    pub service: ServiceId,
    pub terminal: Option<&'m Terminal>,
}

impl<'m> Stop<'m> {
    /// The call of a service, on the gauge that its wagons have there.
    pub fn new(builder: &Builder<'m>, service: ServiceId, call: u8, gauge_mm: Option<u32>) -> Self {
        let about = &builder.model.services[service.index()];
        let hub = about.calls[usize::from(call)];
        Self { hub, service, terminal: builder.model.hubs[hub.index()].terminal(about.mode, gauge_mm) }
    }

    fn cranes(&self, builder: &mut Builder<'m>) -> Option<(u32, &'m Cranes)> {
        let terminal = self.terminal?;
        let cranes = terminal.cranes.as_ref()?;
        let hub_id = &builder.model.hubs[self.hub.index()].id;
        let name = format!("{hub_id}/{}/cranes", terminal.id);
        let path = format!("hubs/{hub_id}/facilities/{}/cranes/servers", terminal.id);
        let calendar = cranes.hours.map(|hours| hours.0);
        let slowing = slowing(builder, self.hub);
        let disruptions = self.striking(builder, &terminal.id, Struck::Cranes);
        let thing = builder.thing(&name, || Thing {
            calendar,
            wait_calendar: calendar,
            disruptions,
            slowing,
            ..Thing::new(&name, path, self.hub, ThingKind::Station(StationKind::Crane), cranes.servers)
        });
        Some((thing, cranes))
    }

    /// Disruptions that strike something of a terminal.
    fn striking(&self, builder: &Builder, terminal: &str, what: Struck) -> Vec<u32> {
        let country = &builder.model.hubs[self.hub.index()].country;
        let all = builder.model.disruptions.iter().enumerate();
        let strikes = all.filter(|(_, one)| one.strikes_terminal(what, self.hub, country, terminal));
        strikes.map(|(number, _)| number as u32).collect()
    }

    /// Whether a vehicle must wait until its cargo is ashore.
    pub fn is_handled(&self) -> bool {
        self.terminal.is_some_and(|terminal| terminal.cranes.is_some())
    }

    /// A crane moves one consignment.
    fn lift(&self, builder: &mut Builder<'m>, how: &str) {
        let Some((thing, cranes)) = self.cranes(builder) else { return };
        let service = &builder.model.services[self.service.index()].id;
        let path = format!("{}/{service}/{how}", builder.model.hubs[self.hub.index()].id);
        builder.serve(thing, &path, &cranes.time);
        builder.pay_use(thing, cranes.per_move);
    }

    /// From the line to the deck.
    pub fn aboard(&self, builder: &mut Builder<'m>, line: u32) {
        builder.board(line);
        self.lift(builder, "aboard");
    }

    /// From the deck to the vehicle beside it, which stands there.
    pub fn over(&self, builder: &mut Builder<'m>) {
        self.lift(builder, "over");
        if self.is_handled() {
            builder.emit(Step::Alight);
        }
    }

    /// From the deck to the ground; the place there is taken before.
    pub fn ashore(&self, builder: &mut Builder<'m>) {
        self.lift(builder, "ashore");
        if self.is_handled() {
            builder.emit(Step::Alight);
        }
    }

    /// A vehicle takes its position.
    pub fn berth(&self, builder: &mut Builder<'m>) -> Option<u32> {
        let terminal = self.terminal?;
        let hub_id = builder.model.hubs[self.hub.index()].id.clone();
        let (what, kind, struck) = match terminal.mode {
            Mode::Sea => ("berths", StationKind::Berth, Struck::Berths),
            Mode::Rail | Mode::Road => ("tracks", StationKind::Track, Struck::Tracks),
        };
        let disruptions = self.striking(builder, &terminal.id, struck);
        let name = format!("{hub_id}/{}/{what}", terminal.id);
        let path = format!("hubs/{hub_id}/facilities/{}/{what}", terminal.id);
        let thing = builder.thing(&name, || Thing {
            disruptions,
            ..Thing::new(&name, path, self.hub, ThingKind::Station(kind), terminal.positions)
        });
        builder.take(thing, 1);
        self.pilot(builder, "in");
        Some(thing)
    }

    /// A pilot brings a ship in or out.
    pub fn pilot(&self, builder: &mut Builder<'m>, way: &str) {
        let Some(terminal) = self.terminal else { return };
        let Some((servers, time)) = &terminal.pilots else { return };
        let hub_id = builder.model.hubs[self.hub.index()].id.clone();
        let name = format!("{hub_id}/pilots");
        let path = format!("hubs/{hub_id}/facilities/Berths/pilots/servers");
        let disruptions = self.striking(builder, &terminal.id, Struck::Pilots);
        let thing = builder.thing(&name, || Thing {
            disruptions,
            ..Thing::new(&name, path, self.hub, ThingKind::Station(StationKind::Pilot), *servers)
        });
        builder.serve(thing, &format!("{hub_id}/pilot {way}"), time);
    }
}

/// How cranes slow as the yard fills, all its blocks together: they share the ground on which they move.
fn slowing(builder: &mut Builder, hub: HubId) -> Option<Slowing> {
    let yard = builder.model.hubs[hub.index()].yard().filter(|yard| !yard.slowing.is_empty())?;
    let points = yard.slowing.clone();
    Some(Slowing { stores: yard::stores(builder, hub), points })
}
