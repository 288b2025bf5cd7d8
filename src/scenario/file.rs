//! What may be written in a scenario. `docs/scenario-format.md` is made from this file and those below it.

mod border;
mod cost;
mod demand;
mod disruption;
mod empties;
mod instrument;
mod lane;
mod overlay;
mod service;
mod station;
mod terminal;
mod time;
mod vehicle;

use super::record::{choice, record};
use super::values::{Day, Dur};

pub use border::{
    AgencyFile, AgencyKindFile, BaysFile, BetweenFile, CheckFile, ClosingFile, DocumentsFile, FeeFile, FeeUnitFile,
    GateFile, PermitFile, PostFile, RiskFile, ServersFile, SideFile,
};
pub use cost::{EnergyFile, RunningFile, UseFile};
pub use demand::{
    ArrivalsFile, CarrierFile, CircuitFile, CommodityFile, DecayFile, FleetFile, FlowFile, OperatorFile, RateStateFile,
    RouteFile, RouteWayFile, SizeFile,
};
pub use disruption::{DisruptionFile, StruckFile, WhenFile};
pub use empties::{AboardFile, BoxTypeFile, RepositionFile};
pub use instrument::{InstrumentFile, PolicyFile, PostsFile, SelectorFile};
pub use lane::{OneLaneFile, TurnFile, WhenIdleFile};
pub use overlay::{ChangeFile, OverlayFile};
pub use service::{DemurrageFile, DepartsFile, DriverFile, LegFile, PoolFile, PoolOfFile, ServiceFile};
pub use station::{
    BillingFile, BreakWhenFile, BreaksFile, BrokenWorkFile, GiveUpFile, OrderFile, PreEmptFile, ProcedureFile,
    StationFile, StationKindFile, StepFile, StoreFile, TariffFile, TriggerFile, WayFile, WhenFullFile, WorkFile,
};
pub use terminal::{
    BlockFile, BoxWorkFile, CranesFile, ExchangePlanFile, PilotFile, RailBetweenFile, RailSideFile, YardCargoFile,
};
pub use time::{CalendarFile, ProfileFile, TimeFile, TimesFile};
pub use vehicle::{BreakdownsFile, MaintenanceFile};

record! {
    /// A whole scenario: one file, `scenario.ron`, with tables beside it where a spreadsheet is easier.
    ScenarioFile as "a scenario" {
        /// What it is called on reports.
        title: String,
        /// The question that it answers.
        question: String = String::new(),
        /// Clock, replications and measuring.
        run: RunFile,
        /// CSV tables whose rows are appended to the lists of the same name.
        tables: Option<TablesFile> = None,
        /// Opening hours.
        calendars: Vec<CalendarFile> = Vec::new(),
        /// How a rate changes over the day, the week and the year.
        profiles: Vec<ProfileFile> = Vec::new(),
        /// What is carried.
        commodities: Vec<CommodityFile> = Vec::new(),
        /// Observed times, for the law `Empirical`.
        times: Vec<TimesFile> = Vec::new(),
        /// Posts of a border, written once and used by many.
        posts: Vec<PostFile> = Vec::new(),
        /// Places.
        hubs: Vec<HubFile>,
        /// Roads, railways and sea lanes between them.
        links: Vec<LinkFile> = Vec::new(),
        /// Types of boxes whose empties are counted.
        boxes: Vec<BoxTypeFile> = Vec::new(),
        /// Pools of vehicles of services, and of empty boxes.
        pools: Vec<PoolFile> = Vec::new(),
        /// Trains and ships.
        services: Vec<ServiceFile> = Vec::new(),
        /// What is burnt or used, with what it emits.
        energies: Vec<EnergyFile> = Vec::new(),
        /// What trucks cost that come with their consignments, or carry them where no fleet is named.
        own_trucks: RunningFile = RunningFile { usd_per_km: 0.0, usd_per_h: 0.0, energy: None, per_km: 0.0, per_km_empty: None, per_tkm: 0.0 },
        /// Finite fleets.
        fleets: Vec<FleetFile> = Vec::new(),
        /// Closed fleets, which go round for ever.
        circuits: Vec<CircuitFile> = Vec::new(),
        /// Demand.
        flows: Vec<FlowFile> = Vec::new(),
        /// Empty boxes that are sent where they are short.
        repositions: Vec<RepositionFile> = Vec::new(),
        /// Policies in force at borders; overlays bring more with `Apply`.
        instruments: Vec<InstrumentFile> = Vec::new(),
        /// Times at which borders and terminals work less or not at all.
        disruptions: Vec<DisruptionFile> = Vec::new(),
        /// Named changes under discussion.
        overlays: Vec<OverlayFile> = Vec::new(),
        /// The variants that `landbridge compare` runs: each a list of overlays; `[]` is the scenario without any.
        compare: Vec<Vec<String>> = Vec::new(),
    }
}

record! {
    /// How a scenario is run and measured.
    RunFile as "`run`" {
        /// Day on which it starts, at midnight of `zone`.
        start: Day,
        /// IANA time zone of the start, of profiles without a zone of their own, and of the axes of figures.
        zone: String = "UTC".to_owned(),
        /// Length of the run, warm-up included.
        horizon: Dur,
        /// Start that is discarded.
        warm_up: WarmUpFile = WarmUpFile::None,
        /// How a replication ends.
        end: EndFile = EndFile::Cut,
        /// Number of replications unless the command line says another.
        replications: u32 = 30,
        /// Master seed unless the command line says another.
        seed: u64 = 1,
        /// Length of a bucket of throughput over time; absent = a day, or an hour in runs of up to ten days.
        bucket: Option<Dur> = None,
        /// Distance of samples of queue lengths; absent = the shortest of 10 min, 1, 2, 3, 4, 6, 8, 12 and 24 h that gives at most 720 samples.
        sample: Option<Dur> = None,
        /// Limits of time: the shares of waits and of times in the system above each are told.
        over: Vec<Dur> = Vec::new(),
    }
}

choice! {
    /// The start of a run that is left out of all results.
    WarmUpFile as "warm-up" {
        /// Nothing is discarded.
        None,
        /// A length of time.
        Fixed(time: Dur),
        /// Until so many consignments have been created.
        Arrivals(count: u64),
        /// As long as the number of consignments in the network needs to settle: found by MSER in up to 10 pilot replications, day by day in runs of more than 20 days.
        Auto,
    }
}

choice! {
    /// How a replication ends.
    EndFile as "end of a run" {
        /// At the horizon; what is inside stays inside.
        Cut,
        /// Sources stop at the horizon and what is inside is followed to its end; time averages still end at the horizon.
        Drain,
        /// After so many, counted from the end of the warm-up, or at the horizon if that comes first.
        After {
            /// How many.
            count: u64,
            /// Of what.
            of: CountedFile = CountedFile::Delivered,
        },
    }
}

choice! {
    /// What is counted for `After`.
    CountedFile as "thing to count" {
        /// Services started, at any station.
        Started,
        /// Consignments that left the model.
        Finished,
        /// Consignments delivered.
        Delivered,
    }
}

record! {
    /// CSV tables, paths relative to the scenario's folder.
    TablesFile as "`tables`" {
        /// Columns: id, name, kind, country, lat, lon, locode, source, notes; for borders also country_b, hours_a, hours_b, post_exit, post_entry, scale, approach_places, between_km, between_kmh, between_places.
        hubs: Option<String> = None,
        /// Columns: id, from, to, length_km, speed_kmh, speed_cv, both_ways, off, country, source, notes.
        links: Option<String> = None,
        /// Columns: id, from, to, commodity, per_day, size_teu, size_t, boxes, profile, class, via, source, notes.
        flows: Option<String> = None,
        /// Columns: id, minutes; rows of one id make one item of `times`.
        times: Option<String> = None,
        /// Columns: id, hour, factor; rows of one id make one item of `profiles`.
        profiles: Option<String> = None,
    }
}

record! {
    /// A typed place.
    HubFile as "a hub" {
        /// Unique among hubs.
        id: String,
        /// What reports call it; absent = the id.
        name: Option<String> = None,
        /// What kind of place it is.
        kind: HubKindFile,
        /// ISO 3166 code; for a border the country of side `a`.
        country: String,
        /// UN/LOCODE where it has one.
        locode: Option<String> = None,
        /// (latitude, longitude) in degrees.
        at: (f64, f64),
        /// What it does with what comes.
        facilities: Vec<FacilityFile> = Vec::new(),
        /// Time that passing through takes cargo of a `Cheapest` route.
        pass_time: Dur = Dur(0),
        /// What passing through costs it \[USD/TEU\], >= 0.
        pass_usd_per_teu: f64 = 0.0,
        /// What changing the means of transport takes here, besides what its facilities do.
        transfers: Vec<TransferFile> = Vec::new(),
    }
}

record! {
    /// A change of the means of transport.
    TransferFile as "a transfer" {
        /// From this.
        from: ModeFile,
        /// To this.
        to: ModeFile,
        /// How long it takes.
        time: Dur = Dur(0),
        /// What it costs \[USD/TEU\], >= 0.
        usd_per_teu: f64 = 0.0,
    }
}

choice! {
    /// Means of transport.
    ModeFile as "means of transport" {
        /// Trucks.
        Road,
        /// Trains.
        Rail,
        /// Ships.
        Sea,
    }
}

choice! {
    /// Kinds of places.
    HubKindFile as "kind of hub" {
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
}

choice! {
    /// A facility of a hub.
    FacilityFile as "facility" {
        /// The two posts of a road border and the ground between them.
        Border {
            /// The first side.
            a: SideFile,
            /// The second side.
            b: SideFile,
            /// Places for trucks before the first gate, each direction its own; absent = as many as come.
            approach_places: Option<u32> = None,
            /// The ground between the posts.
            between: BetweenFile,
        },
        /// Tracks of a rail terminal for one gauge, with what lifts containers there.
        Rail {
            /// Names it where a hub has several; absent = `Rail`.
            id: Option<String> = None,
            /// How many tracks, >= 1; a train stands on one while it is loaded and unloaded.
            tracks: u32,
            /// Gauge \[mm\].
            gauge_mm: u32 = 1435,
            /// What lifts containers on and off trains; absent = no time is taken.
            cranes: Option<CranesFile> = None,
            /// What comes off a run here and whose next vehicle is at hand is lifted over in one move and takes no place ashore: a run of its next service that takes cargo on and has room, a free truck of a fleet that is based here, or a truck of no fleet. Not where a procedure `on: [Transfer]` or a time for passing or changing holds it.
            direct: bool = false,
        },
        /// Berths of a port, with quay cranes and pilots.
        Berths {
            /// How many, >= 1; a ship lies at one while it is loaded and unloaded.
            berths: u32,
            /// What lifts containers on and off ships; absent = no time is taken.
            cranes: Option<CranesFile> = None,
            /// Pilots, who bring each ship in and out.
            pilots: Option<PilotFile> = None,
            /// Depth of water \[m\]; absent = any ship can call.
            draught_m: Option<f64> = None,
            /// As at `Rail`.
            direct: bool = false,
        },
        /// Space where containers stand from one vehicle to the next.
        Yard {
            /// How much \[TEU\], >= 1; left out where `blocks` are given.
            capacity_teu: Option<u32> = None,
            /// What a stay costs.
            tariff: Option<TariffFile> = None,
            /// Parts for some of its cargo each, in place of `capacity_teu`. All cargo that comes must have one.
            blocks: Vec<BlockFile> = Vec::new(),
            /// (share of the yard that is taken, all blocks together, factor on the time of a crane's move), in order: linear between points, constant before the first and after the last.
            slow_when_full: Vec<(f64, f64)> = Vec::new(),
        },
        /// Two stations of a rail border, one a side.
        RailBorder {
            /// The first side.
            a: RailSideFile,
            /// The second side.
            b: RailSideFile,
            /// The line between.
            between: RailBetweenFile,
            /// How many trains a day the other side accepts.
            plan: ExchangePlanFile = ExchangePlanFile { a_to_b_per_day: None, b_to_a_per_day: None, carry_over: 0 },
        },
        /// Halls where wagons get bogies of another gauge: trains go on with their load.
        BogieExchange {
            /// Gauge on one side \[mm\].
            from_mm: u32,
            /// Gauge on the other side \[mm\].
            to_mm: u32,
            /// Trains at once, >= 1.
            halls: u32,
            /// Time for one train.
            time: TimeFile,
        },
        /// A logistics park: docks where boxes of groupage are stuffed with parcels and stripped of them.
        Park {
            /// Docks with a team each, >= 1; a box stands at one while it is stuffed or stripped.
            docks: u32,
            /// Calendar of the docks; absent = always at work. Work in hand at closing time is finished.
            hours: Option<String> = None,
            /// Work of stuffing a box.
            stuffing: BoxWorkFile,
            /// Work of stripping one; absent = as long as stuffing.
            stripping: Option<BoxWorkFile> = None,
            /// What the work on one box costs and takes.
            per_use: Option<UseFile> = None,
        },
        /// Plain stations with procedures in your own steps.
        Stations {
            /// Pools of identical servers.
            stations: Vec<StationFile>,
            /// Finite space.
            stores: Vec<StoreFile> = Vec::new(),
            /// What is done here.
            procedures: Vec<ProcedureFile>,
        },
    }
}

choice! {
    /// A link between two hubs.
    LinkFile as "link" {
        /// A road within one country.
        Road {
            /// Unique among links.
            id: String,
            /// Hub at one end.
            from: String,
            /// Hub at the other end.
            to: String,
            /// Length \[km\], > 0.
            length_km: f64,
            /// Mean speed \[km/h\], > 0; may be left out where `time` is given.
            speed_kmh: Option<f64> = None,
            /// Standard deviation / mean of the speed (lognormal), >= 0.
            speed_cv: f64 = 0.0,
            /// Time from end to end, in place of the speed.
            time: Option<TimeFile> = None,
            /// Freight for its whole length \[USD/TEU\], >= 0, besides what vehicles cost.
            usd_per_teu: f64 = 0.0,
            /// May be driven both ways.
            both_ways: bool = true,
            /// One direction drives at a time: a narrow bridge, works on the road; absent = both drive as they come.
            one_lane: Option<OneLaneFile> = None,
            /// Not there: planned or disused.
            off: bool = false,
            /// Country in which it lies, where its ends leave a doubt.
            country: Option<String> = None,
        },
        /// A railway within one country. Trains of services run on it; cargo without a service only where `open_access` says so.
        Rail {
            /// Unique among links.
            id: String,
            /// Hub at one end.
            from: String,
            /// Hub at the other end.
            to: String,
            /// Length \[km\], > 0.
            length_km: f64,
            /// Gauges \[mm\]; two of a line that trains of both can use.
            gauge_mm: Vec<u32> = vec![1435],
            /// Mean speed with stops on the way \[km/h\], > 0; may be left out where `time` is given.
            speed_kmh: Option<f64> = None,
            /// Standard deviation / mean of the speed (lognormal), >= 0.
            speed_cv: f64 = 0.0,
            /// Time from end to end, in place of the speed.
            time: Option<TimeFile> = None,
            /// Freight of cargo that uses it without a service, for its whole length \[USD/TEU\], >= 0.
            usd_per_teu: f64 = 0.0,
            /// May be used both ways.
            both_ways: bool = true,
            /// Trains on it at once, both directions together; absent = as many as come.
            trains_at_once: Option<u32> = None,
            /// Trains that may enter it in a day, each direction its own; absent = as many as come.
            paths_per_day: Option<u32> = None,
            /// One direction drives at a time: a single track on which trains of one direction follow one another; not with `trains_at_once`.
            one_lane: Option<OneLaneFile> = None,
            /// Cargo can use it without a service, as it would a road.
            open_access: bool = false,
            /// Not there: planned or disused.
            off: bool = false,
            /// Country in which it lies, where its ends leave a doubt.
            country: Option<String> = None,
        },
        /// A sea lane. Ships of services sail on it; cargo without a service only where `open_access` says so.
        Sea {
            /// Unique among links.
            id: String,
            /// Hub at one end.
            from: String,
            /// Hub at the other end.
            to: String,
            /// Length \[km\], > 0.
            length_km: f64,
            /// Mean speed \[km/h\], > 0; may be left out where `time` is given.
            speed_kmh: Option<f64> = None,
            /// Standard deviation / mean of the speed (lognormal), >= 0.
            speed_cv: f64 = 0.0,
            /// Time from end to end, in place of the speed.
            time: Option<TimeFile> = None,
            /// Freight of cargo that uses it without a service, for its whole length \[USD/TEU\], >= 0.
            usd_per_teu: f64 = 0.0,
            /// May be used both ways.
            both_ways: bool = true,
            /// Cargo can use it without a service, as it would a road.
            open_access: bool = false,
            /// Not there: planned or disused.
            off: bool = false,
        },
    }
}
