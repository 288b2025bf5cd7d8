//! Laws of time, opening hours and profiles.

use crate::scenario::record::{choice, record};
use crate::scenario::values::{Day, Dur};

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
        /// The n-th consignment of a flow has the n-th time of the list `times` with this id; after the last comes the first again.
        Trace(times: String),
    }
}

record! {
    /// Observed times.
    TimesFile as "a list of observed times" {
        /// Unique among these lists.
        id: String,
        /// The times \[min\], each as likely.
        minutes: Vec<f64>,
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
