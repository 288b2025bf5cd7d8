//! Places and what belongs to the whole network: calendars and commodities.

use std::sync::Arc;

use super::Decay;
use super::border::Border;
use super::groupage::Park;
use super::procedure::Stations;
use super::terminal::{BogieExchange, Mode, RailBorder, Terminal};
use super::yard::Yard;
use crate::engine::hours::Hours;
use crate::units::Millis;

/// A typed place.
#[derive(Debug, Clone)]
pub struct Hub {
    /// The id in the scenario, unique among hubs.
    pub id: String,
    /// What reports call it; the id where the scenario gives no name.
    pub name: String,
    /// What kind of place it is.
    pub kind: HubKind,
    /// ISO 3166 code of the country; for a border the country of its first side.
    pub country: String,
    /// UN/LOCODE where it has one.
    pub locode: Option<String>,
    /// Where it is.
    pub position: Position,
    /// What it does with what comes.
    pub facilities: Vec<Facility>,
    /// Time that passing through takes where a way was chosen by it \[ms\].
    pub pass_time: Millis,
    /// What that costs a TEU \[USD\], >= 0.
    pub pass_usd_per_teu: f64,
    /// What changing the means of transport takes here.
    pub transfers: Vec<Transfer>,
}

/// What a change of the means of transport takes, besides what facilities do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Transfer {
    /// From this.
    pub from: Mode,
    /// To this.
    pub to: Mode,
    /// How long \[ms\].
    pub time: Millis,
    /// What it costs a TEU \[USD\], >= 0.
    pub usd_per_teu: f64,
}

impl Hub {
    /// The border at this hub, if it is one.
    pub fn border(&self) -> Option<&Border> {
        self.facilities.iter().find_map(|facility| match facility {
            Facility::Border(border) => Some(border.as_ref()),
            _ => None,
        })
    }

    /// The rail border at this hub, if it has one.
    pub fn rail_border(&self) -> Option<&RailBorder> {
        self.facilities.iter().find_map(|facility| match facility {
            Facility::RailBorder(border) => Some(border.as_ref()),
            _ => None,
        })
    }

    /// Where trains of a gauge, or ships, are loaded and unloaded here.
    pub fn terminal(&self, mode: Mode, gauge_mm: Option<u32>) -> Option<&Terminal> {
        self.facilities.iter().find_map(|facility| match facility {
            Facility::Terminal(terminal) if terminal.mode == mode && terminal.gauge_mm == gauge_mm => Some(terminal),
            _ => None,
        })
    }

    /// Where wagons get other bogies, if they do.
    pub fn exchange(&self) -> Option<&BogieExchange> {
        self.facilities.iter().find_map(|facility| match facility {
            Facility::BogieExchange(exchange) => Some(exchange),
            _ => None,
        })
    }

    /// What changing the means of transport takes, where the scenario says it.
    pub fn transfer(&self, from: Mode, to: Mode) -> Option<&Transfer> {
        self.transfers.iter().find(|transfer| transfer.from == from && transfer.to == to)
    }

    /// The yard, if there is one.
    pub fn yard(&self) -> Option<&Yard> {
        self.facilities.iter().find_map(|facility| match facility {
            Facility::Yard(yard) => Some(yard),
            _ => None,
        })
    }

    /// The logistics park, if there is one.
    pub fn park(&self) -> Option<&Park> {
        self.facilities.iter().find_map(|facility| match facility {
            Facility::Park(park) => Some(park.as_ref()),
            _ => None,
        })
    }

    /// The border at this hub, to change it.
    pub fn border_mut(&mut self) -> Option<&mut Border> {
        self.facilities.iter_mut().find_map(|facility| match facility {
            Facility::Border(border) => Some(border.as_mut()),
            _ => None,
        })
    }

    /// The countries that touch here: two at a border, otherwise one.
    pub fn countries(&self) -> Vec<&str> {
        match (self.border(), self.rail_border()) {
            (Some(border), _) => vec![&border.a.country, &border.b.country],
            (None, Some(border)) => vec![&border.a.country, &border.b.country],
            (None, None) => vec![&self.country],
        }
    }
}

/// Kinds of places, as a map shows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HubKind {
    /// A town with shippers and consignees.
    City,
    /// Where ships berth.
    Seaport,
    /// An inland terminal with customs.
    DryPort,
    /// Where trains are loaded.
    RailTerminal,
    /// Both posts of a border crossing point.
    Border,
    /// A zone with customs rules of its own.
    FreeZone,
}

/// Geographical position in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// Latitude \[degrees north\], -90 to 90.
    pub latitude: f64,
    /// Longitude \[degrees east\], -180 to 180.
    pub longitude: f64,
}

/// One facility of a hub. A new kind of facility is a variant here and a template in `plan`.
#[derive(Debug, Clone)]
pub enum Facility {
    /// Two posts and the ground between them.
    Border(Box<Border>),
    /// Tracks or berths.
    Terminal(Terminal),
    /// Space for containers.
    Yard(Yard),
    /// Two stations of a rail border.
    RailBorder(Box<RailBorder>),
    /// Halls where wagons get other bogies.
    BogieExchange(BogieExchange),
    /// Docks where boxes of groupage are stuffed and stripped.
    Park(Box<Park>),
    /// Plain stations with procedures in the planner's own steps.
    Stations(Stations),
}

/// Named opening hours.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// The id in the scenario.
    pub id: String,
    /// When it is open, in ticks since the start of the run.
    pub hours: Arc<Hours>,
    /// The hours in words, for maps and tables ("Mon-Sun 08:00-20:00, Asia/Shanghai").
    pub words: String,
}

/// What a consignment is made of.
#[derive(Debug, Clone)]
pub struct Commodity {
    /// The id in the scenario.
    pub id: String,
    /// Mass of one TEU of it \[t\], > 0.
    pub tonnes_per_teu: f64,
    /// Value \[USD per t\], >= 0.
    pub value_usd_per_t: f64,
    /// What its boxes need.
    pub stowage: Stowage,
    /// How it loses value on the way; none = it does not.
    pub decay: Option<Decay>,
}

/// What boxes need, or that they are empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stowage {
    /// Nothing besides space.
    #[default]
    Plain,
    /// A plug: what is in them is kept cold.
    Reefer,
    /// There is nothing in them.
    Empty,
}
