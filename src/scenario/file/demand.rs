//! Commodities, fleets and flows.

use super::{BreakdownsFile, LegFile, RunningFile, TimeFile};
use crate::scenario::record::{choice, record};
use crate::scenario::values::{Day, Dur};

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
            /// Breakdowns on the way, loaded and empty; absent = none.
            breakdowns: Option<BreakdownsFile> = None,
            /// What a truck costs and uses.
            running: Option<RunningFile> = None,
        },
    }
}

record! {
    /// A closed fleet: vehicles that go round one procedure for ever, without cargo of their own.
    CircuitFile as "a circuit" {
        /// Unique among circuits and flows.
        id: String,
        /// The hub.
        at: String,
        /// The procedure that they go round.
        procedure: String,
        /// How many vehicles, >= 1.
        count: u32,
        /// (label, how many) that begin at a label of the procedure; the rest begin at its first step.
        starts: Vec<(String, u32)> = Vec::new(),
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
        /// Consignments are this many times those of `arrivals`, from 0 to 15. The ones at scale 1 keep their times and their luck: below 1 some are left out, above 1 others join them.
        scale: f64 = 1.0,
        /// Size of one consignment \[TEU\].
        size_teu: u32 = 1,
        /// Mass of one consignment \[t\]; absent = size x the commodity's tonnes per TEU.
        size_t: Option<f64> = None,
        /// Type of boxes in which it goes, as many as its size: taken from the pool of empties where it begins, given to the one where it ends. A hub without such
        /// a pool has boxes without end, and keeps what comes. Absent = boxes are not counted.
        boxes: Option<String> = None,
        /// Of parcels: volume of one \[m3\], > 0, with `size_t` its mass; they go in boxes of `Groupage` and have no TEU of their own, so `size_teu` does not count.
        size_m3: Option<f64> = None,
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
        /// Parcels in boxes of this service of `Groupage`: by a truck each to its park, in a box, and by a truck each from the other park to the end. With `Legs` the trucks may be those of fleets.
        Groupage(service: String),
    }
}

choice! {
    /// How the way through the network is chosen.
    RouteFile as "route" {
        /// Least expected time, queues not counted.
        LeastTime,
        /// Least expected time over these hubs, in this order; borders among them are crossed.
        Via(hubs: Vec<String>),
        /// Over several means of transport, in this order.
        Legs(legs: Vec<LegFile>),
        /// The cheapest way over all means of transport, by freight, cost of trucks and expected time; waits for departures count by half their distance, queues not.
        Cheapest {
            /// What an hour is worth \[USD/TEU-h\], >= 0.
            value_of_time_usd_per_teu_h: f64 = 0.0,
            /// With this the load is split over so many of the best ways, by the logit of `spread_usd`; >= 1.
            among: u32 = 1,
            /// Spread of what shippers do not agree on \[USD per consignment\], > 0; needed where `among` is above 1.
            spread_usd: Option<f64> = None,
        },
        /// One of several ways, chosen by each consignment when it begins, by expected time without queues, distance and fees; published queues count for those who have adopted `QueueInformation`.
        Choice {
            /// The ways, at least one.
            among: Vec<RouteWayFile>,
            /// What an hour is worth \[USD/h\], >= 0.
            value_of_time_usd_per_h: f64,
            /// What a kilometre costs \[USD/km\], >= 0.
            usd_per_km: f64 = 0.0,
            /// Scale of a logit \[USD\], > 0: how much shippers differ in what a way is worth to them; absent = all take the cheapest.
            spread_usd: Option<f64> = None,
            /// Hub at which the way is chosen, by what is published then; all ways lead to it by the same links. Absent = where the journey begins.
            decide_at: Option<String> = None,
            /// Who has waited so long for the first gate (or approach) of the first border after the choice goes on by the cheapest other way that leads from there: once. Absent = nobody turns round.
            patience: Option<TimeFile> = None,
        },
    }
}

record! {
    /// A way that may be chosen.
    RouteWayFile as "a way" {
        /// Hubs that it leads over, in this order; borders among them are crossed.
        via: Vec<String>,
        /// First day on which it may be chosen: a licence, an agreement, an opening; absent = always.
        from: Option<Day> = None,
        /// Day from which it may no longer be chosen; absent = never.
        until: Option<Day> = None,
        /// What else it costs \[USD\].
        extra_usd: f64 = 0.0,
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
            /// How many come at a time, >= 1.
            count: u32 = 1,
        },
        /// Independent gaps of one law.
        Renewal(gap: TimeFile),
        /// One by one, memoryless, at a rate that swings like a sine.
        Sine {
            /// Mean number an hour.
            per_h: f64,
            /// Most that the rate is above or below it, at most `per_h`.
            amplitude_per_h: f64,
            /// From peak to peak.
            period: Dur = Dur(86_400_000),
            /// The first peak, from the start.
            peak_at: Dur = Dur(43_200_000),
        },
        /// In bursts: memoryless at the rate of a state, each state kept for an exponential time, then the next one, and after the last the first again.
        Modulated(states: Vec<RateStateFile>),
        /// At the instants of the list `times` with this id, in minutes since the start.
        Trace(times: String),
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

record! {
    /// A state of a rate.
    RateStateFile as "a state of the rate" {
        /// Mean number an hour while it lasts; 0 = a pause.
        per_h: f64,
        /// Mean length of a stay in it, > 0.
        mean_stay: Dur,
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

record! {
    /// What is carried.
    CommodityFile as "a commodity" {
        /// Unique among commodities.
        id: String,
        /// Mass of one TEU \[t\], > 0.
        tonnes_per_teu: f64,
        /// Value \[USD per t\].
        value_usd_per_t: f64 = 0.0,
        /// It is kept cold on the way: in yards with blocks it stands where `for` says `Reefer`.
        reefer: bool = false,
        /// These are empty containers: in yards with blocks they stand where `for` says `Empties`.
        empties: bool = false,
        /// How it loses value with age, which counts from the beginning of the journey; absent = it does not.
        decay: Option<DecayFile> = None,
    }
}

choice! {
    /// How goods lose value with age.
    DecayFile as "loss of value" {
        /// None at first, then the same share of the first value each day, until nothing is left.
        Linear {
            /// How long none is lost.
            after: Dur = Dur(0),
            /// Share of the first value that is lost in a day, > 0.
            share_per_day: f64,
        },
        /// In equal times the same share of what is left.
        Exponential {
            /// Time in which half is lost, > 0.
            half_life: Dur,
        },
    }
}
