//! The world: an entity for each thing and each source, and access to their components in the order of our own numbers.

use bevy_ecs::prelude::{Component, Query, World};
use bevy_ecs::system::SystemState;

use super::process::source::SourceState;
use crate::engine::pool::{Discipline, Pool};
use crate::plan::Plan;

/// Number of a thing in the plan.
#[derive(Component, Debug, Clone, Copy)]
struct ThingNumber(u32);

/// Number of a source in the plan.
#[derive(Component, Debug, Clone, Copy)]
struct SourceNumber(u32);

/// Servers, places or tokens.
#[derive(Component, Debug)]
pub struct Seats(pub Pool);

/// What a source remembers.
#[derive(Component, Debug)]
pub struct Sourcing(pub SourceState);

type Things<'w, 's> = Query<'w, 's, (&'static ThingNumber, &'static mut Seats)>;
type Sources<'w, 's> = Query<'w, 's, (&'static SourceNumber, &'static mut Sourcing)>;

/// The world of a plan before its first event.
pub fn build(plan: &Plan) -> World {
    let mut world = World::new();
    world.spawn_batch(plan.things.iter().enumerate().map(|(number, thing)| {
        let discipline = if thing.is_lifo { Discipline::Lifo } else { Discipline::Fifo };
        (ThingNumber(number as u32), Seats(Pool::new(thing.capacity, discipline)))
    }));
    world.spawn_batch(
        (0..plan.sources.len()).map(|number| (SourceNumber(number as u32), Sourcing(SourceState::default()))),
    );
    world
}

/// Lends the components out for a whole run, sorted by our numbers: the order of entities has no meaning.
pub fn with_components<R>(world: &mut World, run: impl FnOnce(Vec<&mut Pool>, Vec<&mut SourceState>) -> R) -> R {
    let mut state: SystemState<(Things, Sources)> = SystemState::new(world);
    let (mut things, mut sources) = state.get_mut(world).expect("both queries only ask for components");
    let mut things: Vec<_> = things.iter_mut().map(|(number, seats)| (number.0, seats.into_inner())).collect();
    let mut sources: Vec<_> = sources.iter_mut().map(|(number, sourcing)| (number.0, sourcing.into_inner())).collect();
    things.sort_unstable_by_key(|(number, _)| *number);
    sources.sort_unstable_by_key(|(number, _)| *number);
    run(
        things.into_iter().map(|(_, seats)| &mut seats.0).collect(),
        sources.into_iter().map(|(_, sourcing)| &mut sourcing.0).collect(),
    )
}
