//! Disruptions: times at which a border, one side of it, or a terminal works less or not at all.

use crate::engine::law::Law;
use crate::ids::HubId;
use crate::units::Millis;

/// Something that shuts posts, berths or tracks, or takes servers away, for a time.
#[derive(Debug, Clone)]
pub struct Disruption {
    /// The id in the scenario.
    pub id: String,
    /// The borders and terminals that it strikes, in the order of their ids.
    pub hubs: Vec<HubId>,
    /// What it strikes there.
    pub what: Vec<Struck>,
    /// Only this terminal of its hubs; none = all, and posts and teams besides.
    pub terminal: Option<String>,
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

/// What a disruption takes servers away from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Struck {
    /// Posts of roads.
    Posts,
    /// Teams that check trains at borders.
    Teams,
    /// Cranes of terminals.
    Cranes,
    /// Berths of ports.
    Berths,
    /// Tracks of rail terminals.
    Tracks,
    /// Pilots of ports.
    Pilots,
}

impl Struck {
    /// What is struck where nothing is said.
    pub const USUAL: [Self; 3] = [Self::Posts, Self::Teams, Self::Cranes];

    /// The name in messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Posts => "Posts",
            Self::Teams => "Teams",
            Self::Cranes => "Cranes",
            Self::Berths => "Berths",
            Self::Tracks => "Tracks",
            Self::Pilots => "Pilots",
        }
    }
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
    /// Whether it strikes posts or teams of a country for the traffic that leaves another.
    pub fn strikes(&self, what: Struck, hub: HubId, country: &str, leaving: &str) -> bool {
        self.terminal.is_none() && self.is_there(what, hub, country, leaving)
    }

    /// Whether it strikes a terminal of a hub in this country.
    pub fn strikes_terminal(&self, what: Struck, hub: HubId, country: &str, terminal: &str) -> bool {
        self.terminal.as_ref().is_none_or(|wanted| wanted == terminal) && self.is_there(what, hub, country, country)
    }

    fn is_there(&self, what: Struck, hub: HubId, country: &str, leaving: &str) -> bool {
        let is = |wanted: &Option<String>, found: &str| wanted.as_ref().is_none_or(|wanted| wanted == found);
        self.what.contains(&what) && self.hubs.contains(&hub) && is(&self.side, country) && is(&self.leaving, leaving)
    }
}
