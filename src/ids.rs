//! Typed numbers of the things of a model. A number is the position in the model's list, and lists are in the order of their written ids,
//! so that the order in which a scenario is written has no influence on any result.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name(pub u32);

        impl $name {
            /// The position in the list that this number belongs to.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl From<usize> for $name {
            fn from(index: usize) -> Self {
                Self(u32::try_from(index).expect("a model has fewer than 2^32 things of one kind"))
            }
        }
    )*};
}

ids! {
    /// A hub: a place with facilities.
    HubId,
    /// A link between two hubs.
    LinkId,
    /// A calendar of opening hours.
    CalendarId,
    /// A flow of consignments.
    FlowId,
    /// A fleet of vehicles.
    FleetId,
    /// A pool of sets of vehicles that services take and bring back.
    PoolId,
    /// A service of trains or ships.
    ServiceId,
    /// A type of boxes.
    BoxTypeId,
    /// Something that is held or waited for: a station, a store, a fleet's tokens.
    ThingId,
}
