//! The civil calendar: opening hours in local time of a zone, daylight saving included, as instants of the simulation clock, which knows none.

use std::sync::Arc;

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::super::file::CalendarFile;
use super::context::Context;
use crate::engine::hours::Hours;
use crate::model::{Calendar, End, Run};
use crate::units::{DAY, Millis};

/// Where the simulation clock stands in civil time.
pub struct Clock {
    /// The zone of the scenario.
    pub zone: TimeZone,
    /// First day.
    pub first: Date,
    start: Timestamp,
    horizon: Millis,
    /// Days after the horizon for which hours are known.
    after: Millis,
}

impl Clock {
    pub fn new(context: &mut Context, run: &Run) -> Self {
        let zone = zone(context, "run/zone", &run.zone);
        let first = context.file.run.start.0;
        let start = instant(&zone, first, 0, 0);
        let after = if run.end == End::Drain { 400 * DAY } else { 8 * DAY };
        Self { zone, first, start, horizon: run.horizon, after }
    }

    /// Milliseconds since the start; negative before it.
    pub fn since_start(&self, at: Timestamp) -> i64 {
        at.as_millisecond() - self.start.as_millisecond()
    }

    /// Midnight of a day in a zone, in milliseconds since the start.
    pub fn midnight(&self, zone: &TimeZone, date: Date) -> i64 {
        self.since_start(instant(zone, date, 0, 0))
    }

    /// All days that touch the run, one before and one after included.
    pub fn days(&self, after: Millis) -> Vec<Date> {
        let count = (self.horizon + after) / DAY + 3;
        let before = self.first.yesterday().unwrap_or(self.first);
        let dates = before.series(1.day()).take(usize::try_from(count).unwrap_or(usize::MAX));
        dates.collect()
    }

    /// The horizon \[ms\].
    pub fn horizon(&self) -> Millis {
        self.horizon
    }
}

/// The zone of this name; UTC to go on with where there is none.
pub fn zone(context: &mut Context, path: &str, name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or_else(|_| {
        context.problem("E0310", path, "there is no time zone of this name", |problem| {
            problem.found(format!("{name:?}")).expected("a name of the IANA list, like \"Asia/Shanghai\" or \"UTC\"")
        });
        TimeZone::UTC
    })
}

/// The instant of a local time; hour 24 is midnight of the next day. A time that daylight saving skips is the instant of the skip.
pub fn instant(zone: &TimeZone, date: Date, hour: i8, minute: i8) -> Timestamp {
    let (date, hour) = if hour == 24 { (date.tomorrow().unwrap_or(date), 0) } else { (date, hour) };
    let local = date.at(hour, minute, 0, 0);
    zone.to_ambiguous_timestamp(local).compatible().unwrap_or(Timestamp::MAX)
}

/// All calendars of the scenario.
pub fn calendars(context: &mut Context, clock: &Clock) -> Vec<Calendar> {
    let file = context.file;
    let mut all = Vec::with_capacity(file.calendars.len());
    for calendar in &file.calendars {
        all.push(self::calendar(context, clock, calendar));
    }
    all
}

fn calendar(context: &mut Context, clock: &Clock, file: &CalendarFile) -> Calendar {
    let path = format!("calendars/{}", file.id);
    let zone = zone(context, &format!("{path}/zone"), &file.zone);
    let mut rules = Vec::new();
    for (index, text) in file.open.iter().enumerate() {
        match Rule::parse(text) {
            Ok(rule) => rules.push(rule),
            Err(why) => {
                context.problem("E0311", &format!("{path}/open/{index}"), format!("opening hours {why}"), |problem| {
                    problem
                        .found(format!("{text:?}"))
                        .expected("days and times, like \"Mon-Fri 08:00-20:00\" or \"Mon 22:00-06:00\"")
                });
            }
        }
    }
    let closed: Vec<Date> = file.closed.iter().map(|day| day.0).collect();
    let mut intervals: Vec<(i64, i64)> = Vec::new();
    for date in clock.days(clock.after) {
        if !closed.contains(&date) {
            let of_day = rules.iter().filter(|rule| rule.days.contains(&date.weekday()));
            intervals.extend(of_day.map(|rule| rule.on(clock, &zone, date)));
        }
    }
    intervals.sort_unstable();
    if intervals.windows(2).any(|pair| pair[1].0 < pair[0].1) {
        context.problem("E0311", &format!("{path}/open"), "opening hours overlap", |problem| {
            problem.expected("hours of one day that do not overlap")
        });
    }
    if file.open.is_empty() {
        context.problem("W0302", &format!("{path}/open"), "this calendar never opens", |problem| {
            problem.hint("everything that waits for it waits for ever")
        });
    }
    let positive = intervals.iter().filter(|(_, end)| *end > 0).map(|&(from, to)| (from.max(0) as u64, to as u64));
    let is_always = file.open.iter().any(|text| text.trim() == "Mon-Sun 00:00-24:00") && closed.is_empty();
    let hours = if is_always { Hours::always() } else { Hours::new(positive.collect()) };
    let words = format!("{} ({})", file.open.join(", "), file.zone);
    Calendar { id: file.id.clone(), hours: Arc::new(hours), words }
}

/// One line of opening hours.
struct Rule {
    days: Vec<Weekday>,
    from: (i8, i8),
    to: (i8, i8),
}

impl Rule {
    fn parse(text: &str) -> Result<Self, String> {
        let (days, times) = text.trim().split_once(' ').ok_or("need days and times")?;
        let (from, to) = times.trim().split_once('-').ok_or("need two times with a hyphen between")?;
        let (from, to) = (time(from)?, time(to)?);
        if from == to || from.0 == 24 {
            return Err("begin where they end".to_owned());
        }
        Ok(Self { days: weekdays(days)?, from, to })
    }

    /// Opening and closing on one day, in milliseconds since the start; what ends before it begins ends on the next day.
    fn on(&self, clock: &Clock, zone: &TimeZone, date: Date) -> (i64, i64) {
        let end_date = if self.to < self.from { date.tomorrow().unwrap_or(date) } else { date };
        let at = |date, (hour, minute)| clock.since_start(instant(zone, date, hour, minute));
        (at(date, self.from), at(end_date, self.to))
    }
}

/// Days of the week and a time: "Tue,Fri 21:30".
pub fn weekly(text: &str) -> Result<(Vec<Weekday>, (i8, i8)), String> {
    let (days, at) = text.trim().split_once(' ').ok_or("need days and a time")?;
    Ok((weekdays(days)?, time(at)?))
}

fn time(text: &str) -> Result<(i8, i8), String> {
    let wrong = || format!("have a time that does not exist: `{}`", text.trim());
    let (hour, minute) = text.trim().split_once(':').ok_or_else(wrong)?;
    let hour: i8 = hour.parse().map_err(|_| wrong())?;
    let minute: i8 = minute.parse().map_err(|_| wrong())?;
    let exists = (0..24).contains(&hour) && (0..60).contains(&minute) || (hour, minute) == (24, 0);
    if exists { Ok((hour, minute)) } else { Err(wrong()) }
}

const NAMES: [(&str, Weekday); 7] = [
    ("Mon", Weekday::Monday),
    ("Tue", Weekday::Tuesday),
    ("Wed", Weekday::Wednesday),
    ("Thu", Weekday::Thursday),
    ("Fri", Weekday::Friday),
    ("Sat", Weekday::Saturday),
    ("Sun", Weekday::Sunday),
];

/// "Mon", "Mon-Fri", "Sat,Sun".
pub fn weekdays(text: &str) -> Result<Vec<Weekday>, String> {
    let number = |name: &str| {
        let name = name.trim();
        let place = NAMES.iter().position(|(known, _)| *known == name);
        place.ok_or_else(|| format!("name a day that does not exist: `{name}` (Mon, Tue, Wed, Thu, Fri, Sat, Sun)"))
    };
    let mut days = Vec::new();
    for part in text.split(',') {
        let (from, to) = match part.split_once('-') {
            Some((from, to)) => (number(from)?, number(to)?),
            None => (number(part)?, number(part)?),
        };
        let last = if to < from { to + 7 } else { to };
        days.extend((from..=last).map(|day| NAMES[day % 7].1));
    }
    Ok(days)
}
