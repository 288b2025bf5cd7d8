//! The two-post road border and its shared posts.

use super::TimeFile;
use crate::scenario::record::{choice, record};

record! {
    /// One post of a border for one direction, written once and used by many. A side's `scale` multiplies its servers and places, rounded up.
    PostFile as "a post" {
        /// Unique among posts.
        id: String,
        /// Entrance lanes.
        gate: GateFile,
        /// Trucks that fit inside; absent = as many as come. When it is full, lanes stay blocked.
        yard_places: Option<u32> = None,
        /// Desks where documents are handed in.
        documents: Option<DocumentsFile> = None,
        /// Other agencies that look at papers, after the documents and in this order; `SingleWindow` lets them work side by side.
        permits: Vec<PermitFile> = Vec::new(),
        /// Risk lanes; their shares sum to 1. Empty = nobody is checked for risk.
        risk: Vec<RiskFile> = Vec::new(),
        /// Scanners.
        scanners: Option<ServersFile> = None,
        /// Inspection bays; absent = as many as needed.
        bays: Option<BaysFile> = None,
        /// Agencies that inspect in a bay, in this order.
        agencies: Vec<AgencyFile> = Vec::new(),
        /// Weighbridges, passed by every loaded truck before the exit lanes.
        weighbridge: Option<ServersFile> = None,
        /// What every loaded truck pays before the exit lanes.
        fees: Vec<FeeFile> = Vec::new(),
        /// Exit lanes.
        exit: Option<GateFile> = None,
    }
}

record! {
    /// An agency that looks at papers: a permit, a certificate, a quarantine release.
    PermitFile as "a permit" {
        /// Unique in the post.
        id: String,
        /// Its kind, a label.
        kind: AgencyKindFile = AgencyKindFile::Phytosanitary,
        /// How many desks, >= 1.
        desks: u32,
        /// Time that one takes.
        time: TimeFile,
        /// Calendar of their own; absent = the side's hours.
        hours: Option<String> = None,
        /// Commodities that need it; empty = all.
        commodities: Vec<String> = Vec::new(),
        /// Share of those that need it.
        share: f64 = 1.0,
    }
}

record! {
    /// Money paid at a post.
    FeeFile as "a fee" {
        /// Unique in the post.
        id: String,
        /// How much \[USD\], >= 0.
        usd: f64,
        /// For each of what.
        per: FeeUnitFile = FeeUnitFile::Truck,
        /// Laid down by law; false = paid all the same. Reports keep the two apart.
        official: bool = true,
        /// Share of trucks that pay it.
        share: f64 = 1.0,
    }
}

choice! {
    /// What a fee is counted by.
    FeeUnitFile as "unit of a fee" {
        /// Each truck.
        Truck,
        /// Each TEU on it.
        Teu,
        /// Each tonne on it.
        Tonne,
    }
}

record! {
    /// Lanes of a gate.
    GateFile as "lanes" {
        /// How many, >= 1.
        lanes: u32,
        /// Time that one truck takes a lane.
        time: TimeFile,
        /// Calendar of their own; absent = the side's hours.
        hours: Option<String> = None,
    }
}

record! {
    /// Desks for documents.
    DocumentsFile as "desks for documents" {
        /// How many, >= 1.
        desks: u32,
        /// Time that one declaration takes.
        time: TimeFile,
        /// Calendar of their own; absent = the side's hours.
        hours: Option<String> = None,
        /// Share of declarations with an error; they are corrected and handed in again.
        errors: f64 = 0.0,
        /// Time until an error is corrected; needed where `errors` is above 0.
        correction: Option<TimeFile> = None,
    }
}

record! {
    /// One outcome of risk assessment.
    RiskFile as "a risk lane" {
        /// Its name.
        lane: String,
        /// Share of trucks.
        share: f64,
        /// What is done to them.
        check: CheckFile = CheckFile::None,
        /// After a scan, share that goes on to the physical check.
        hits: f64 = 0.0,
    }
}

choice! {
    /// What a risk lane does.
    CheckFile as "check" {
        /// Documents only.
        None,
        /// Through the scanner.
        Scan,
        /// Into a bay, where agencies work on the goods.
        Physical,
    }
}

record! {
    /// Identical servers.
    ServersFile as "servers" {
        /// How many, >= 1.
        servers: u32,
        /// Time that one truck takes.
        time: TimeFile,
        /// Calendar of their own; absent = the side's hours.
        hours: Option<String> = None,
    }
}

record! {
    /// Inspection bays.
    BaysFile as "bays" {
        /// How many, >= 1.
        servers: u32,
    }
}

record! {
    /// An agency with officers of its own.
    AgencyFile as "an agency" {
        /// Unique in the post.
        id: String,
        /// Its kind, a label.
        kind: AgencyKindFile = AgencyKindFile::Customs,
        /// How many officers, >= 1.
        officers: u32,
        /// Time that one inspection takes.
        time: TimeFile,
        /// Calendar of their own; absent = the side's hours.
        hours: Option<String> = None,
        /// Risk lanes that it works on; empty = all.
        lanes: Vec<String> = Vec::new(),
        /// Commodities that it works on; empty = all.
        commodities: Vec<String> = Vec::new(),
        /// Share of those that it inspects.
        share: f64 = 1.0,
    }
}

choice! {
    /// Kinds of agencies, as time-release studies name them.
    AgencyKindFile as "kind of agency" {
        /// Customs.
        Customs,
        /// Plant health.
        Phytosanitary,
        /// Animal health.
        Veterinary,
        /// Public health.
        Health,
        /// Border security.
        Security,
        /// Transport inspection.
        Transport,
        /// Weights and standards.
        Standards,
    }
}

record! {
    /// One country's side of a border.
    SideFile as "a side" {
        /// ISO 3166 code.
        country: String,
        /// Calendar of the posts; absent = always open.
        hours: Option<String> = None,
        /// What happens to work in hand at closing time.
        closing: ClosingFile = ClosingFile::Finish,
        /// Post for leaving traffic.
        exit: String,
        /// Post for entering traffic.
        entry: String,
        /// Factor on servers and places of both posts, rounded up.
        scale: f64 = 1.0,
    }
}

record! {
    /// The ground between the posts.
    BetweenFile as "the ground between the posts" {
        /// Length \[km\], > 0.
        length_km: f64,
        /// Speed \[km/h\], > 0.
        speed_kmh: f64,
        /// Trucks that fit, each direction its own; absent = as many as come.
        places: Option<u32> = None,
    }
}

choice! {
    /// What happens to work at closing time. Nothing is ever started at or after closing.
    ClosingFile as "closing rule" {
        /// Work in hand is done after hours.
        Finish,
        /// The rest is done when it opens again.
        Suspend,
        /// Nothing is started that cannot end in time.
        FitOnly,
    }
}
