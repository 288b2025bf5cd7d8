//! Ticks of a time axis in human steps, labelled with the dates of the scenario.

use jiff::civil::{Date, DateTime};
use jiff::{Span, ToSpan};

use super::bands::TimeGrid;
use super::canvas::Font;
use super::number::Scale;

/// Blank between two labels, in points.
const GAP: f64 = 8.0;

/// One tick.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// Hours since the start of the axis.
    pub hour: f64,
    /// Its label, such as '15 Mar' or 'Apr'.
    pub label: String,
}

/// Steps between ticks that people count in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Hours(i64),
    Days(i64),
    Week,
    HalfMonth,
    Months(i64),
    Years(i64),
}

/// From fine to coarse.
const STEPS: [Step; 18] = [
    Step::Hours(1),
    Step::Hours(3),
    Step::Hours(6),
    Step::Hours(12),
    Step::Days(1),
    Step::Days(2),
    Step::Week,
    Step::HalfMonth,
    Step::Months(1),
    Step::Months(2),
    Step::Months(3),
    Step::Months(6),
    Step::Years(1),
    Step::Years(2),
    Step::Years(5),
    Step::Years(10),
    Step::Years(50),
    Step::Years(500),
];

/// Ticks on an axis of `hours` hours over `width` points: the finest step that is no finer than the data and whose labels
/// fit. Numbers of days where the dates go beyond the calendar.
pub fn ticks(grid: &TimeGrid, hours: f64, width: f64) -> Vec<Tick> {
    let is_seen = |step: &Step| step.hours() >= grid.bucket_hours.min(24.0);
    let fitting = STEPS.into_iter().filter(is_seen).filter_map(|step| dated(grid.start, hours, step));
    let fits = |ticks: &Vec<Tick>| !ticks.is_empty() && do_labels_fit(ticks, hours, width);
    fitting.into_iter().find(fits).unwrap_or_else(|| numbered(hours, width))
}

/// Ticks of the clock on an axis of one day over `width` points: "06:00".
pub fn clock(width: f64) -> Vec<Tick> {
    let every = |step: usize| -> Vec<Tick> {
        (0..=24).step_by(step).map(|hour| Tick { hour: hour as f64, label: format!("{hour:02}:00") }).collect()
    };
    [3, 6, 12, 24].map(every).into_iter().find(|ticks| do_labels_fit(ticks, 24.0, width)).unwrap_or_default()
}

/// Middle of a tick's label, in points from the left of an axis `width` points wide: below the tick, but hardly beyond
/// the ends of the axis.
pub fn middle(tick: &Tick, hours: f64, width: f64) -> f64 {
    let half = Font::QUIET.width(&tick.label) / 2.0;
    let first = half - 14.0;
    (tick.hour / hours * width).clamp(first, (width - half + 4.0).max(first))
}

fn do_labels_fit(ticks: &[Tick], hours: f64, width: f64) -> bool {
    let place = |tick: &Tick| (middle(tick, hours, width), Font::QUIET.width(&tick.label) / 2.0);
    ticks.windows(2).all(|pair| {
        let ((left, left_half), (right, right_half)) = (place(&pair[0]), place(&pair[1]));
        left + left_half + GAP <= right - right_half
    })
}

/// The ticks of one step, or nothing where they are too many or beyond the calendar.
fn dated(start: Date, hours: f64, step: Step) -> Option<Vec<Tick>> {
    const MOST: f64 = 40.0;
    if hours / step.hours() > MOST || !hours.is_finite() {
        return None;
    }
    let origin = start.to_datetime(jiff::civil::Time::midnight());
    let mut ticks: Vec<Tick> = Vec::new();
    let mut year = None;
    let mut at = step.first_not_before(origin)?;
    loop {
        let hour = at.duration_since(origin).as_secs_f64() / 3600.0;
        if hour > hours * (1.0 + 1e-9) {
            return Some(ticks);
        }
        let is_new_year = year != Some(at.year());
        year = Some(at.year());
        ticks.push(Tick { hour, label: step.label(at, is_new_year) });
        at = step.after(at)?;
    }
}

/// Ticks at round numbers of days.
fn numbered(hours: f64, width: f64) -> Vec<Tick> {
    let days = hours / 24.0;
    let scale = Scale::over(days, (width / 70.0).clamp(1.0, 6.0) as usize);
    let tick = |day: f64| Tick { hour: day * 24.0, label: format!("day {}", scale.label(day)) };
    let ticks: Vec<Tick> = scale.ticks().into_iter().filter(|day| *day <= days).map(tick).collect();
    if do_labels_fit(&ticks, hours, width) { ticks } else { ticks.into_iter().take(1).collect() }
}

impl Step {
    fn hours(self) -> f64 {
        match self {
            Self::Hours(n) => n as f64,
            Self::Days(n) => 24.0 * n as f64,
            Self::Week => 168.0,
            Self::HalfMonth => 365.25,
            Self::Months(n) => 730.5 * n as f64,
            Self::Years(n) => 8766.0 * n as f64,
        }
    }

    /// The first tick at or after midnight of the start.
    fn first_not_before(self, origin: DateTime) -> Option<DateTime> {
        let date = origin.date();
        let first = match self {
            Self::Hours(_) | Self::Days(_) => date,
            Self::Week => date.checked_add(((7 - date.weekday().to_monday_zero_offset()) % 7).days()).ok()?,
            Self::HalfMonth if date.day() > 1 && date.day() <= 15 => date.with().day(15).build().ok()?,
            Self::HalfMonth | Self::Months(_) | Self::Years(_) => self.first_of_period(date)?,
        };
        Some(first.to_datetime(jiff::civil::Time::midnight()))
    }

    /// The first day of the period of months or years that starts at or after `date`.
    fn first_of_period(self, date: Date) -> Option<Date> {
        let mut first = date.first_of_month();
        while first < date || !self.starts_at(first) {
            first = first.checked_add(1.month()).ok()?;
        }
        Some(first)
    }

    fn starts_at(self, first: Date) -> bool {
        match self {
            Self::Months(n) => (i64::from(first.month()) - 1) % n == 0,
            Self::Years(n) => first.month() == 1 && i64::from(first.year()) % n == 0,
            _ => true,
        }
    }

    fn after(self, at: DateTime) -> Option<DateTime> {
        let span: Span = match self {
            Self::Hours(n) => n.hours(),
            Self::Days(n) => n.days(),
            Self::Week => 7.days(),
            Self::HalfMonth if at.day() == 1 => 14.days(),
            Self::HalfMonth => return at.first_of_month().checked_add(1.month()).ok(),
            Self::Months(n) => n.months(),
            Self::Years(n) => n.years(),
        };
        at.checked_add(span).ok()
    }

    /// '06:00', '15 Mar', 'Apr', '2027'; the first label of a year names it.
    fn label(self, at: DateTime, is_new_year: bool) -> String {
        match self {
            Self::Years(_) => at.strftime("%Y").to_string(),
            Self::Months(_) if is_new_year => at.strftime("%b %Y").to_string(),
            Self::Months(_) => at.strftime("%b").to_string(),
            Self::Hours(_) if at.hour() != 0 => at.strftime("%H:%M").to_string(),
            _ if is_new_year => at.strftime("%-d %b %Y").to_string(),
            _ => at.strftime("%-d %b").to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn grid(start: Date, bucket_hours: f64) -> TimeGrid {
        TimeGrid { start, bucket_hours, warm_up_hours: 0.0 }
    }

    fn check(start: Date, days: f64, width: f64, expected: &str) {
        let ticks = ticks(&grid(start, 1.0), days * 24.0, width);
        let labels: Vec<String> = ticks.into_iter().map(|tick| tick.label).collect();
        assert_eq!(labels.join(", "), expected);
    }

    #[test]
    fn ticks_are_no_finer_than_the_data() {
        let labels = ticks(&grid(date(2027, 3, 1), 24.0), 48.0, 400.0).into_iter().map(|tick| tick.label);
        assert_eq!(labels.collect::<Vec<_>>(), ["1 Mar 2027", "2 Mar", "3 Mar"]);
    }

    #[test]
    fn steps_are_those_that_people_count_in() {
        let start = date(2027, 3, 1);
        check(start, 1.0, 240.0, "1 Mar 2027, 06:00, 12:00, 18:00, 2 Mar");
        check(start, 5.0, 250.0, "1 Mar 2027, 2 Mar, 3 Mar, 4 Mar, 5 Mar, 6 Mar");
        check(start, 42.0, 400.0, "1 Mar 2027, 8 Mar, 15 Mar, 22 Mar, 29 Mar, 5 Apr, 12 Apr");
        check(start, 60.0, 250.0, "1 Mar 2027, 15 Mar, 1 Apr, 15 Apr");
        check(start, 360.0, 420.0, "Mar 2027, Apr, May, Jun, Jul, Aug, Sep, Oct, Nov, Dec, Jan 2028, Feb");
        // A narrow panel of a season.
        check(start, 120.0, 105.0, "Mar 2027, May");
        check(start, 720.0, 330.0, "Apr 2027, Jul, Oct, Jan 2028, Apr, Jul, Oct, Jan 2029");
        check(start, 3650.0, 200.0, "2028, 2030, 2032, 2034, 2036");
    }

    #[test]
    fn a_start_in_the_middle_of_a_period_waits_for_the_next_one() {
        check(date(2027, 3, 10), 60.0, 250.0, "15 Mar 2027, 1 Apr, 15 Apr, 1 May");
        check(date(2027, 12, 20), 150.0, 250.0, "Jan 2028, Feb, Mar, Apr, May");
    }

    #[test]
    fn dates_beyond_the_calendar_become_numbers_of_days() {
        check(date(9990, 1, 1), 36_500.0, 300.0, "day 0, day 10\u{2009}000, day 20\u{2009}000, day 30\u{2009}000");
    }

    #[test]
    fn no_width_and_no_time_give_ticks_that_do_not_overlap() {
        assert!(ticks(&grid(date(2027, 1, 1), 1.0), 24.0, 5.0).len() <= 1);
        assert!(ticks(&grid(date(2027, 1, 1), 1.0), 0.0, 100.0).len() <= 1);
    }
}
