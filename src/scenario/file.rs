//! What may be written in a scenario. `docs/scenario-format.md` is made from this file.

use super::record::{choice, record};
use super::values::{Day, Dur};

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
        tables: TablesFile = TablesFile::default(),
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
        /// Roads between them.
        links: Vec<LinkFile> = Vec::new(),
        /// Finite fleets.
        fleets: Vec<FleetFile> = Vec::new(),
        /// Demand.
        flows: Vec<FlowFile>,
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
        /// Distance of samples of queue lengths; absent = such that there are at most 3000, never below 10 minutes.
        sample: Option<Dur> = None,
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
        /// Columns: id, name, kind, country, lat, lon, locode, source; for borders also country_b, hours_a, hours_b, post_exit, post_entry, scale, approach_places, between_km, between_places.
        hubs: Option<String> = None,
        /// Columns: id, from, to, length_km, speed_kmh, speed_cv, both_ways, off, country, source.
        links: Option<String> = None,
        /// Columns: id, from, to, commodity, per_day, size_teu, size_t, profile, class, via, source.
        flows: Option<String> = None,
        /// Columns: id, minutes; rows of one id make one item of `times`.
        times: Option<String> = None,
        /// Columns: id, hour, factor; rows of one id make one item of `profiles`.
        profiles: Option<String> = None,
    }
}

impl Default for TablesFile {
    fn default() -> Self {
        Self { hubs: None, links: None, flows: None, times: None, profiles: None }
    }
}

record! {
    /// Opening hours of a country, an office, a gate.
    CalendarFile as "a calendar" {
        /// Unique among calendars.
        id: String,
        /// IANA time zone of the hours.
        zone: String,
        /// Weekly hours, "Mon-Sun 08:00-20:00"; past midnight as "Mon 22:00-06:00"; none = never open.
        open: Vec<String>,
        /// Days on which it stays shut.
        closed: Vec<Day> = Vec::new(),
    }
}

record! {
    /// Factors on a rate; each list names where a factor begins to hold, and it holds until the next one.
    ProfileFile as "a profile" {
        /// Unique among profiles.
        id: String,
        /// IANA time zone; absent = that of `run`.
        zone: Option<String> = None,
        /// (hour from 0 to 23, factor); the last one holds over midnight until the first.
        hours: Vec<(u32, f64)> = Vec::new(),
        /// (days, factor), days as "Mon" or "Sat-Sun"; days not named have factor 1.
        weekdays: Vec<(String, f64)> = Vec::new(),
        /// (month from 1 to 12, factor); the last one holds over the turn of the year until the first.
        months: Vec<(u32, f64)> = Vec::new(),
    }
}

record! {
    /// What is carried.
    CommodityFile as "a commodity" {
        /// Unique among commodities.
        id: String,
        /// Mass of one TEU [t], > 0.
        tonnes_per_teu: f64,
        /// Value [USD per t].
        value_usd_per_t: f64 = 0.0,
    }
}

record! {
    /// Observed times.
    TimesFile as "a list of observed times" {
        /// Unique among these lists.
        id: String,
        /// The times [min], each as likely.
        minutes: Vec<f64>,
    }
}

choice! {
    /// A length of time, by a law.
    TimeFile as "law of time" {
        /// Always the same.
        Constant(time: Dur),
        /// Memoryless.
        Exponential {
            /// Mean, > 0.
            mean: Dur,
        },
        /// Every length between as likely.
        Uniform {
            /// Least.
            min: Dur,
            /// Most.
            max: Dur,
        },
        /// A triangle.
        Triangular {
            /// Least.
            min: Dur,
            /// Most likely.
            mode: Dur,
            /// Most.
            max: Dur,
        },
        /// A smooth triangle (beta, shape 4).
        Pert {
            /// Least.
            min: Dur,
            /// Most likely.
            mode: Dur,
            /// Most.
            max: Dur,
        },
        /// Skewed, as service at borders usually is.
        LogNormal {
            /// Mean, > 0.
            mean: Dur,
            /// Standard deviation / mean, > 0.
            cv: f64,
        },
        /// Gamma.
        Gamma {
            /// Mean, > 0.
            mean: Dur,
            /// Standard deviation / mean, > 0.
            cv: f64,
        },
        /// Sum of k exponentials.
        Erlang {
            /// How many, >= 1.
            k: u32,
            /// Mean of the sum, > 0.
            mean: Dur,
        },
        /// Weibull.
        Weibull {
            /// Mean, > 0.
            mean: Dur,
            /// Standard deviation / mean, > 0.
            cv: f64,
        },
        /// A normal law of which only a part is used.
        TruncatedNormal {
            /// Mean before truncation.
            mean: Dur,
            /// Standard deviation before truncation, > 0.
            sd: Dur,
            /// Least.
            min: Dur,
            /// Most.
            max: Dur,
        },
        /// Single times with their shares, which sum to 1.
        Weights(times: Vec<(Dur, f64)>),
        /// One of the observed times of the list `times` with this id.
        Empirical(times: String),
    }
}

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
        /// Risk lanes; their shares sum to 1. Empty = nobody is checked for risk.
        risk: Vec<RiskFile> = Vec::new(),
        /// Scanners.
        scanners: Option<ServersFile> = None,
        /// Inspection bays; absent = as many as needed.
        bays: Option<BaysFile> = None,
        /// Agencies that inspect in a bay, in this order.
        agencies: Vec<AgencyFile> = Vec::new(),
        /// Exit lanes.
        exit: Option<GateFile> = None,
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
        /// Length [km], > 0.
        length_km: f64,
        /// Speed [km/h], > 0.
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

record! {
    /// A pool of identical servers with one queue.
    StationFile as "a station" {
        /// Unique in the facility.
        id: String,
        /// How many servers, >= 1.
        servers: u32,
        /// What it is: names the cause of waiting.
        kind: StationKindFile = StationKindFile::Other,
        /// Calendar; absent = always open.
        hours: Option<String> = None,
        /// What happens to work in hand at closing time.
        closing: ClosingFile = ClosingFile::Finish,
        /// Who is next.
        order: OrderFile = OrderFile::Fifo,
    }
}

choice! {
    /// What a station is.
    StationKindFile as "kind of station" {
        /// Entrance or exit lanes.
        Gate,
        /// Desks for documents.
        Desk,
        /// Officers who inspect goods.
        Inspector,
        /// Inspection bays.
        Bay,
        /// Scanners.
        Scanner,
        /// Weighbridges.
        Weighbridge,
        /// Cranes.
        Crane,
        /// Ramps of a warehouse.
        Dock,
        /// Anything else.
        Other,
    }
}

choice! {
    /// Who is next in a queue.
    OrderFile as "queue order" {
        /// First come, first served.
        Fifo,
        /// Last come, first served.
        Lifo,
        /// By class, first named first, at most three; classes not named come last.
        Classes(classes: Vec<String>),
    }
}

record! {
    /// Finite space.
    StoreFile as "a store" {
        /// Unique in the facility, stations included.
        id: String,
        /// Places, >= 1.
        places: u32,
    }
}

record! {
    /// A named list of steps.
    ProcedureFile as "a procedure" {
        /// Unique in the facility.
        id: String,
        /// When journeys go through it; empty = only flows that name it.
        on: Vec<TriggerFile> = Vec::new(),
        /// What is done, in order.
        steps: Vec<StepFile>,
    }
}

choice! {
    /// When journeys go through a procedure of a hub.
    TriggerFile as "trigger" {
        /// The journey starts at the hub.
        Departure,
        /// The journey ends at the hub.
        Arrival,
        /// The journey passes the hub.
        Through,
    }
}

choice! {
    /// One step of a procedure.
    StepFile as "step" {
        /// Wait for one server of a station, be served, leave it.
        Visit {
            /// The station.
            at: String,
            /// Service time.
            time: TimeFile,
            /// Service times of single classes in place of `time`.
            time_by_class: Vec<(String, TimeFile)> = Vec::new(),
        },
        /// Wait for and then hold servers or places.
        Take {
            /// Station or store.
            what: String,
            /// How many, >= 1.
            count: u32 = 1,
        },
        /// Give back what is held.
        Give {
            /// Station or store.
            what: String,
            /// How many, >= 1.
            count: u32 = 1,
        },
        /// Time passes.
        Spend {
            /// How long.
            time: TimeFile,
            /// What is done meanwhile.
            work: WorkFile = WorkFile::Handling,
        },
        /// A named place for `to`.
        Label(name: String),
        /// One way of several, by share.
        Branch(ways: Vec<WayFile>),
    }
}

choice! {
    /// What is done while time passes.
    WorkFile as "work" {
        /// Work on the consignment.
        Handling,
        /// Driving.
        Moving,
        /// Nothing, by the owner's choice.
        Stored,
        /// Work by a station that is held, within its hours.
        Station(id: String),
    }
}

record! {
    /// One way of a branch.
    WayFile as "a way" {
        /// Share of consignments; the shares of all ways sum to 1.
        share: f64,
        /// What those do.
        steps: Vec<StepFile> = Vec::new(),
        /// Label at which they then go on; absent = behind the branch.
        to: Option<String> = None,
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
            /// Length [km], > 0.
            length_km: f64,
            /// Mean speed [km/h], > 0.
            speed_kmh: f64,
            /// Standard deviation / mean of the speed (lognormal), >= 0.
            speed_cv: f64 = 0.0,
            /// May be driven both ways.
            both_ways: bool = true,
            /// Not there: planned or disused.
            off: bool = false,
            /// Country in which it lies, where its ends leave a doubt.
            country: Option<String> = None,
        },
    }
}

choice! {
    /// A finite fleet.
    FleetFile as "fleet" {
        /// Trucks that carry a consignment each and drive home empty.
        Trucks {
            /// Unique among fleets.
            id: String,
            /// Hub where they stand.
            base: String,
            /// How many, >= 1.
            count: u32,
            /// TEU that one carries.
            capacity_teu: u32 = 2,
        },
    }
}

record! {
    /// Consignments of one kind from one place to another, or through one procedure of a hub.
    FlowFile as "a flow" {
        /// Unique among flows.
        id: String,
        /// Hub where they begin.
        from: Option<String> = None,
        /// Hub where they end.
        to: Option<String> = None,
        /// Hub of a single procedure, in place of `from` and `to`.
        at: Option<String> = None,
        /// The procedure, with `at`.
        procedure: Option<String> = None,
        /// What they are.
        commodity: Option<String> = None,
        /// Their class, for priorities.
        class: Option<String> = None,
        /// Classes with their shares, in place of `class`; the shares sum to 1.
        operators: Vec<OperatorFile> = Vec::new(),
        /// When they come.
        arrivals: ArrivalsFile,
        /// (date, factor) on the rate: linear between dates, constant before the first and after the last.
        growth: Vec<(Day, f64)> = Vec::new(),
        /// Size of one consignment [TEU].
        size_teu: u32 = 1,
        /// Mass of one consignment [t]; absent = size x the commodity's tonnes per TEU.
        size_t: Option<f64> = None,
        /// What carries them.
        carried_by: CarrierFile = CarrierFile::OwnTrucks,
        /// How the way is chosen.
        route: RouteFile = RouteFile::LeastTime,
    }
}

record! {
    /// A class and its share.
    OperatorFile as "a class of operators" {
        /// Its name.
        class: String,
        /// Share of consignments.
        share: f64,
    }
}

choice! {
    /// What carries a flow.
    CarrierFile as "carrier" {
        /// Every consignment is a truck with its load, as many as come.
        OwnTrucks,
        /// Trucks of a fleet, one a consignment.
        Fleet(id: String),
    }
}

choice! {
    /// How the way through the network is chosen.
    RouteFile as "route" {
        /// Least expected time, queues not counted.
        LeastTime,
        /// Least expected time over these hubs, in this order.
        Via(hubs: Vec<String>),
    }
}

choice! {
    /// When consignments come.
    ArrivalsFile as "law of arrivals" {
        /// One by one, memoryless, at a rate: one of the keys is given.
        Poisson {
            /// Mean number an hour.
            per_h: Option<f64> = None,
            /// Mean number a day.
            per_day: Option<f64> = None,
            /// Profiles that multiply the rate.
            profiles: Vec<String> = Vec::new(),
        },
        /// At equal distances.
        Every {
            /// The distance, > 0.
            time: Dur,
            /// When the first one comes, from the start.
            first: Dur = Dur(0),
        },
        /// Independent gaps of one law.
        Renewal(gap: TimeFile),
        /// Several at once, memoryless, at a rate of batches: one of the keys is given.
        Batches {
            /// Mean number of batches an hour.
            per_h: Option<f64> = None,
            /// Mean number of batches a day.
            per_day: Option<f64> = None,
            /// Consignments in a batch.
            size: SizeFile,
            /// Profiles that multiply the rate.
            profiles: Vec<String> = Vec::new(),
        },
    }
}

choice! {
    /// Consignments in a batch.
    SizeFile as "size of a batch" {
        /// Always the same, >= 1.
        Constant(count: u32),
        /// Whole numbers from least to most, each as likely.
        Uniform(least: u32, most: u32),
        /// Numbers with their shares, which sum to 1.
        Weights(counts: Vec<(u32, f64)>),
    }
}
