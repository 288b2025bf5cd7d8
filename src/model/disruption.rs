//! Disruptions: times at which a border, or one side of it, works less or not at all.

use crate::engine::law::Law;
use crate::ids::HubId;
use crate::units::Millis;

/// Something that shuts posts or takes servers away for a time.
#[derive(Debug, Clone)]
pub struct Disruption {
    /// The id in the scenario.
    pub id: String,
    /// The borders that it strikes, in the order of their ids.
    pub hubs: Vec<HubId>,
    /// Posts of this country only; none = both sides.
    pub side: Option<String>,
    /// Traffic that leaves this country only; none = both directions.
    pub leaving: Option<String>,
    /// Share of servers that go on working, 0 to 1; 0 = shut.
    pub working: f64,
    /// When.
    pub when: When,
    /// Time from its end until all servers work again; they come back in equal steps \[ms\].
    pub recovery: Millis,
}

/// When a disruption holds.
#[derive(Debug, Clone)]
pub enum When {
    /// From .. until \[ms since the start\], in order.
    Dated(Vec<(Millis, Millis)>),
    /// Again and again.
    Random {
        /// Time from the end of one to the start of the next \[ms\].
        between: Law,
        /// How long one lasts \[ms\].
        lasts: Law,
    },
}

impl Disruption {
    /// Whether it strikes the post of a country for the traffic that leaves another.
    pub fn strikes(&self, hub: HubId, country: &str, leaving: &str) -> bool {
        let is = |wanted: &Option<String>, found: &str| wanted.as_ref().is_none_or(|wanted| wanted == found);
        self.hubs.contains(&hub) && is(&self.side, country) && is(&self.leaving, leaving)
    }
}
