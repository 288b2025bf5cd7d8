//! The world: an entity for each thing and each source, and access to their components in the order of our own numbers.

use bevy_ecs::prelude::{Component, Query, World};
use bevy_ecs::system::SystemState;

use super::process::carriage::Running;
use super::process::empties::{room, stocked};
use super::process::line::Line;
use super::process::servers::Servers;
use super::process::source::SourceState;
use crate::engine::law::Law;
use crate::engine::pool::{Discipline, Pool};
use crate::plan::{Plan, Step, Thing, ThingKind};
use crate::units::Millis;

/// Number of a thing in the plan.
#[derive(Component, Debug, Clone, Copy)]
struct ThingNumber(u32);

/// Number of a source in the plan.
#[derive(Component, Debug, Clone, Copy)]
struct SourceNumber(u32);

/// A station, store or fleet at work.
#[derive(Component, Debug)]
pub struct ThingState {
    /// Servers, places or tokens, and who waits for them.
    pub pool: Pool,
    /// It is always open, nobody leaves its queue, and it does not matter which server works on whom: the short way suffices.
    pub is_plain: bool,
    /// Whether times of service are drawn there that are worth drawing before they are needed.
    pub draws_ahead: bool,
    /// The service time of whoever is next.
    pub ahead: Ahead,
    /// Servers that are told apart, where they break or are taken away from whom they serve.
    pub servers: Option<Box<Servers>>,
    /// Of a line: which runs stand there, and why cargo waits.
    pub line: Option<Box<Line>>,
}

impl ThingState {
    fn new(thing: &Thing, is_plain: bool, draws_ahead: bool) -> Self {
        let discipline = if thing.is_lifo { Discipline::Lifo } else { Discipline::Fifo };
        let servers = thing.has_named_servers().then(|| Box::new(Servers::new(thing.capacity)));
        let mut pool = stocked(thing, Pool::new(room(thing), discipline));
        let line = (thing.kind == ThingKind::Line).then(Box::default);
        if line.is_some() {
            // Nothing is granted there: runs take on whom they have room for.
            pool.shut();
        }
        Self { pool, is_plain, draws_ahead: is_plain && draws_ahead, ahead: Ahead::default(), servers, line }
    }
}

/// A draw that was made before it is needed, known by its address: the processor draws while nothing waits for the number.
#[derive(Debug, Clone, Copy, Default)]
pub struct Ahead {
    /// (draw, whose, which); none of the initial one, since draws are counted from 1 here.
    address: (u32, u32, u32),
    time: Millis,
}

impl Ahead {
    /// Keeps the time drawn at an address.
    #[inline]
    pub fn keep(&mut self, draw: u32, who: u32, round: u32, time: Millis) {
        *self = Self { address: (draw + 1, who, round), time };
    }

    /// The time drawn at an address, if that is the one kept.
    #[inline]
    pub fn of(&self, draw: u32, who: u32, round: u32) -> Option<Millis> {
        (self.address == (draw + 1, who, round)).then_some(self.time)
    }
}

/// What a source remembers.
#[derive(Component, Debug)]
pub struct Sourcing(pub SourceState);

/// Number of a service in the plan.
#[derive(Component, Debug, Clone, Copy)]
struct ServiceNumber(u32);

/// A service at work.
#[derive(Component, Debug, Default)]
pub struct Serving(pub Running);

/// What behaves, lent out for a run: in the order of our own numbers.
pub struct Parts<'w> {
    /// Stations, stores, fleets, lines.
    pub things: Vec<&'w mut ThingState>,
    /// What makes consignments.
    pub sources: Vec<&'w mut SourceState>,
    /// Trains and ships.
    pub services: Vec<&'w mut Running>,
}

type Things<'w, 's> = Query<'w, 's, (&'static ThingNumber, &'static mut ThingState)>;
type Sources<'w, 's> = Query<'w, 's, (&'static SourceNumber, &'static mut Sourcing)>;
type Services<'w, 's> = Query<'w, 's, (&'static ServiceNumber, &'static mut Serving)>;

/// The world of a plan before its first event.
pub fn build(plan: &Plan) -> World {
    let mut world = World::new();
    let is_plain = |thing: &Thing| {
        let has_hours = thing.calendar.is_some() || thing.wait_calendar.is_some();
        let is_steady = thing.disruptions.is_empty() && thing.slowing.is_none() && thing.lane.is_none();
        is_steady && !has_hours && !thing.has_named_servers() && thing.limit.is_none() && thing.joins.is_empty()
    };
    let mut draws = vec![false; plan.things.len()];
    for step in &plan.steps {
        if let Step::Serve { thing, draw, .. } = *step {
            draws[thing as usize] |= !matches!(plan.draws[draw as usize].law, Law::Constant(_));
        }
    }
    world.spawn_batch(
        plan.things.iter().zip(draws).enumerate().map(|(number, (thing, draws))| {
            (ThingNumber(number as u32), ThingState::new(thing, is_plain(thing), draws))
        }),
    );
    world.spawn_batch(
        (0..plan.sources.len()).map(|number| (SourceNumber(number as u32), Sourcing(SourceState::default()))),
    );
    world.spawn_batch((0..plan.services.len()).map(|number| (ServiceNumber(number as u32), Serving::default())));
    world
}

/// Lends the components out for a whole run, sorted by our numbers: the order of entities has no meaning.
pub fn with_components<R>(world: &mut World, run: impl FnOnce(Parts) -> R) -> R {
    let mut state: SystemState<(Things, Sources, Services)> = SystemState::new(world);
    let (mut things, mut sources, mut services) = state.get_mut(world).expect("all queries only ask for components");
    let things = things.iter_mut().map(|(number, thing)| (number.0, thing.into_inner()));
    let sources = sources.iter_mut().map(|(number, sourcing)| (number.0, &mut sourcing.into_inner().0));
    let services = services.iter_mut().map(|(number, serving)| (number.0, &mut serving.into_inner().0));
    run(Parts { things: in_order(things), sources: in_order(sources), services: in_order(services) })
}

fn in_order<T>(parts: impl Iterator<Item = (u32, T)>) -> Vec<T> {
    let mut parts: Vec<_> = parts.collect();
    parts.sort_unstable_by_key(|(number, _)| *number);
    parts.into_iter().map(|(_, part)| part).collect()
}
