//! Trains, ships, and the pools of their vehicles.

use super::{BillingFile, BreakdownsFile, MaintenanceFile, RouteFile, RunningFile, TimeFile};
use crate::scenario::record::{choice, record};
use crate::scenario::values::{Day, Dur};

choice! {
    /// A service: one run after another over the same hubs.
    ServiceFile as "service" {
        /// Trains.
        Train {
            /// Unique among services.
            id: String,
            /// Hubs at which it calls, in order; at least two. Its way leads over rail links of its gauge, least time.
            calls: Vec<String>,
            /// Gauge of its wagons at the first call \[mm\].
            gauge_mm: u32 = 1435,
            /// What one train carries at most \[TEU\], >= 1.
            capacity_teu: u32,
            /// Mass that one train carries at most \[t\]; absent = any.
            max_t: Option<f64> = None,
            /// When trains leave the first call.
            departs: DepartsFile,
            /// How long before its time a train takes cargo on at the first call.
            loading: Dur = Dur(0),
            /// Time at each later call before it may leave again: cargo that is there by then is taken on.
            stop: TimeFile = TimeFile::Constant(Dur(0)),
            /// When it is to leave each call but the last, counted from the time at which it is to leave the first: `["0 h", "26 h", "31 h"]` for four calls. It does not leave before, nor before `stop` is over;
            /// absent = as soon as `stop` is over.
            departs_after: Vec<Dur> = Vec::new(),
            /// Pool of train sets; absent = there is always one.
            sets: Option<String> = None,
            /// Time of a set from the last call back to the first; absent = at once.
            back: Option<TimeFile> = None,
            /// Who goes first where runs of several services wait for the same thing: 0 before 1, 2 and 3; first come, first served among equals.
            priority: u32 = 0,
            /// Breakdowns on the way; absent = none.
            breakdowns: Option<BreakdownsFile> = None,
            /// The workshop, for services with `sets`; absent = none.
            maintenance: Option<MaintenanceFile> = None,
            /// Freight from any call to any other \[USD/TEU\], >= 0.
            usd_per_teu: f64 = 0.0,
            /// What the owner of its boxes charges for the time in which they stand ashore; absent = nothing.
            demurrage: Option<DemurrageFile> = None,
            /// What a run costs and uses, shared by its load.
            running: Option<RunningFile> = None,
            /// Not there: planned or disused.
            off: bool = false,
        },
        /// Ships. Their way leads over sea links.
        Ship {
            /// Unique among services.
            id: String,
            /// Hubs at which it calls, in order; at least two.
            calls: Vec<String>,
            /// What one ship carries at most \[TEU\], >= 1.
            capacity_teu: u32,
            /// Mass that one ship carries at most \[t\]; absent = any.
            max_t: Option<f64> = None,
            /// Draught \[m\]; it cannot call at berths that have less water.
            draught_m: f64 = 0.0,
            /// When ships leave the first call.
            departs: DepartsFile,
            /// How long before its time a ship takes cargo on at the first call.
            loading: Dur = Dur(0),
            /// Time at each later call before it may leave again: cargo that is there by then is taken on.
            stop: TimeFile = TimeFile::Constant(Dur(0)),
            /// When it is to leave each call but the last, counted from the time at which it is to leave the first: `["0 h", "26 h", "31 h"]` for four calls. It does not leave before, nor before `stop` is over;
            /// absent = as soon as `stop` is over.
            departs_after: Vec<Dur> = Vec::new(),
            /// Pool of ships; absent = there is always one.
            sets: Option<String> = None,
            /// Time of a ship from the last call back to the first; absent = at once.
            back: Option<TimeFile> = None,
            /// Who goes first where runs of several services wait for the same thing: 0 before 1, 2 and 3; first come, first served among equals.
            priority: u32 = 0,
            /// Breakdowns on the way; absent = none.
            breakdowns: Option<BreakdownsFile> = None,
            /// The workshop, for services with `sets`; absent = none.
            maintenance: Option<MaintenanceFile> = None,
            /// Freight from any call to any other \[USD/TEU\], >= 0.
            usd_per_teu: f64 = 0.0,
            /// What the owner of its boxes charges for the time in which they stand ashore; absent = nothing.
            demurrage: Option<DemurrageFile> = None,
            /// What a run costs and uses, shared by its load.
            running: Option<RunningFile> = None,
            /// Not there: planned or disused.
            off: bool = false,
        },
        /// Trucks, truck trains or convoys, as vehicles of their own: shuttles, rounds with a load back, columns with an escort. Their way leads over roads.
        Trucks {
            /// Unique among services.
            id: String,
            /// Hubs at which it calls, in order; at least two.
            calls: Vec<String>,
            /// What one of them carries at most \[TEU\], >= 1.
            capacity_teu: u32,
            /// Mass that one of them carries at most \[t\]; absent = any.
            max_t: Option<f64> = None,
            /// Rules of driving: after so long at the wheel, a rest; absent = none.
            driver: Option<DriverFile> = None,
            /// When they leave the first call.
            departs: DepartsFile,
            /// How long before its time one takes cargo on at the first call.
            loading: Dur = Dur(0),
            /// Time at each later call before it may leave again: cargo that is there by then is taken on.
            stop: TimeFile = TimeFile::Constant(Dur(0)),
            /// When it is to leave each call but the last, counted from the time at which it is to leave the first: `["0 h", "26 h", "31 h"]` for four calls. It does not leave before, nor before `stop` is over;
            /// absent = as soon as `stop` is over.
            departs_after: Vec<Dur> = Vec::new(),
            /// Pool of vehicles; absent = there is always one.
            sets: Option<String> = None,
            /// Time of a vehicle from the last call back to the first; absent = at once.
            back: Option<TimeFile> = None,
            /// Who goes first where runs of several services wait for the same thing: 0 before 1, 2 and 3; first come, first served among equals.
            priority: u32 = 0,
            /// Breakdowns on the way; absent = none.
            breakdowns: Option<BreakdownsFile> = None,
            /// The workshop, for services with `sets`; absent = none.
            maintenance: Option<MaintenanceFile> = None,
            /// Freight from any call to any other \[USD/TEU\], >= 0.
            usd_per_teu: f64 = 0.0,
            /// What the owner of its boxes charges for the time in which they stand ashore; absent = nothing.
            demurrage: Option<DemurrageFile> = None,
            /// What a run costs and uses, shared by its load.
            running: Option<RunningFile> = None,
            /// Not there: planned or disused.
            off: bool = false,
        },
        /// Boxes that are filled with parcels at one logistics park and emptied at another. Each travels as a container consignment of its own: by truck, train and ship, across borders.
        Groupage {
            /// Unique among services.
            id: String,
            /// Hub with the `Park` at which boxes are stuffed.
            from: String,
            /// Hub with the `Park` at which they are stripped.
            to: String,
            /// What a box holds at most \[m3\], > 0.
            box_m3: f64,
            /// What it holds at most \[t\], > 0.
            box_t: f64,
            /// Mass of the empty box \[t\]. On the way a box counts with this and `box_t`, whatever is in it.
            tare_t: f64 = 0.0,
            /// Size of a box \[TEU\], >= 1.
            size_teu: u32 = 2,
            /// When a box is closed: `Full` and `FullOrAfter` look at its parcels; the others close one box at each of their times, if there is anything in it.
            departs: DepartsFile,
            /// The way of the boxes: `LeastTime` (by truck) or `Legs`.
            route: RouteFile = RouteFile::LeastTime,
            /// Not there: planned or disused.
            off: bool = false,
        },
    }
}

record! {
    /// What the owner of boxes charges for the time in which they stand ashore: from coming off a run until they leave the hub by another means of transport, or their journey ends. Who goes on by the same means (from ship to ship, from train to train) pays nothing.
    DemurrageFile as "demurrage" {
        /// Time that costs nothing.
        free: Dur = Dur(0),
        /// Price of what is beyond it \[USD/TEU a day\], >= 0.
        usd_per_teu_day: f64,
        /// (length of the stay, price from then on \[USD/TEU a day\]), in order, the first after `free`.
        then: Vec<(Dur, f64)> = Vec::new(),
        /// How parts of a day count.
        billing: BillingFile = BillingFile::Started,
    }
}

record! {
    /// Rules of driving.
    DriverFile as "rules of driving" {
        /// Longest time at the wheel without a rest, > 0.
        max_drive: Dur,
        /// Length of a rest. It is taken at the end of the link on which the time is reached; at the last call none is.
        rest: Dur,
    }
}

choice! {
    /// When runs of a service leave the first call.
    DepartsFile as "rule of departure" {
        /// At equal distances.
        Headway {
            /// The distance, > 0.
            every: Dur,
            /// The first departure, since the start of the run.
            first: Dur = Dur(0),
            /// A run with less than this aboard or waiting is put off to the next departure \[TEU\].
            at_least_teu: u32 = 0,
        },
        /// At listed times of the week.
        Timetable {
            /// Days and times, like "Mon 08:00", "Tue,Fri 21:30" or "Mon-Sun 06:00".
            slots: Vec<String>,
            /// IANA time zone of the times.
            zone: String = "UTC".to_owned(),
            /// First day on which it runs; absent = from the start.
            from: Option<Day> = None,
            /// First day on which it runs no more; absent = to the end.
            until: Option<Day> = None,
            /// A run with less than this aboard or waiting is put off to the next departure \[TEU\].
            at_least_teu: u32 = 0,
        },
        /// As soon as it is full; the next run stands ready at once, if there is a set for it.
        Full,
        /// As soon as it is full, and at the latest so long after its first cargo came.
        FullOrAfter(wait: Dur),
    }
}

record! {
    /// Things of a kind at a place: sets of vehicles, of which runs of services take one each and bring it back, or empty boxes.
    PoolFile as "a pool" {
        /// Unique among pools.
        id: String,
        /// Hub where they stand at the start.
        at: String,
        /// How many at the start, >= 1; of empties >= 0.
        count: u32,
        /// What they are.
        what: PoolOfFile = PoolOfFile::Sets,
        /// Of empties: how long after delivery a box is unloaded, cleaned and back in the pool; absent = at once.
        empty_after: Option<TimeFile> = None,
    }
}

choice! {
    /// What a pool holds.
    PoolOfFile as "content of a pool" {
        /// Sets of vehicles of services.
        Sets,
        /// Empty boxes of this type: cargo in such boxes takes them where it begins, and leaves them where it ends.
        Empties(boxes: String),
    }
}

choice! {
    /// One leg of a journey over several means of transport.
    LegFile as "leg" {
        /// By a service.
        Ride {
            /// Its id.
            service: String,
            /// Hub at which it is left: one of its later calls.
            to: String,
        },
        /// By road, the fastest way.
        Road {
            /// Hub where it ends.
            to: String,
            /// Fleet whose trucks carry it; absent = as many trucks as come.
            fleet: Option<String> = None,
        },
    }
}
