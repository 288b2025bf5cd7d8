//! Laws of time.

use super::super::file::TimeFile;
use super::super::values::Dur;
use super::context::{Context, round};
use crate::engine::law::{Law, LawError};
use crate::units::MINUTE;

/// The law written at a path; a constant of a minute to go on with where it cannot be.
pub fn law(context: &mut Context, path: &str, time: &TimeFile) -> Law {
    let ms = |duration: &Dur| duration.0 as f64;
    let made = match time {
        TimeFile::Constant(time) => Law::constant(ms(time)),
        TimeFile::Exponential { mean } => Law::exponential(ms(mean)),
        TimeFile::Uniform { min, max } => Law::uniform(ms(min), ms(max)),
        TimeFile::Triangular { min, mode, max } => Law::triangular(ms(min), ms(mode), ms(max)),
        TimeFile::Pert { min, mode, max } => Law::pert(ms(min), ms(mode), ms(max)),
        TimeFile::LogNormal { mean, cv } => Law::lognormal(ms(mean), *cv),
        TimeFile::Gamma { mean, cv } => Law::gamma(ms(mean), *cv),
        TimeFile::Erlang { k, mean } => Law::erlang(*k, ms(mean)),
        TimeFile::Weibull { mean, cv } => Law::weibull(ms(mean), *cv),
        TimeFile::TruncatedNormal { mean, sd, min, max } => Law::truncated_normal(ms(mean), ms(sd), ms(min), ms(max)),
        TimeFile::Weights(times) => {
            let shares: Vec<f64> = times.iter().map(|(_, share)| *share).collect();
            if !context.sum_to_one(path, &shares) {
                return fallback();
            }
            Law::weights(&times.iter().map(|(time, share)| (ms(time), *share)).collect::<Vec<_>>())
        }
        TimeFile::Empirical(id) => return observed(context, path, id, Law::empirical),
        TimeFile::Trace(id) => return observed(context, path, id, Law::trace),
    };
    made.unwrap_or_else(|error| {
        report(context, path, time, &error);
        fallback()
    })
}

fn fallback() -> Law {
    Law::Constant(MINUTE as f64)
}

fn report(context: &mut Context, path: &str, time: &TimeFile, error: &LawError) {
    let written = format!("{time:?}");
    let kind = written.split([' ', '(', '{']).next().unwrap_or_default();
    let title = |why: String| format!("the law `{kind}` is not possible: {why}");
    let (place, title, found, expected) = match *error {
        LawError::NotPositive { name, value } => {
            (name, title(format!("`{name}` must be above 0")), quantity(name, value), "above 0".to_owned())
        }
        LawError::Negative { name, value } => {
            ("", title(format!("a {name} is negative")), quantity(name, value), "0 or more".to_owned())
        }
        LawError::OutOfRange { name, value, least, most } => (
            name,
            title(format!("`{name}` is too small or too large")),
            quantity(name, value),
            format!("from {least} to {most}"),
        ),
        LawError::OutOfOrder { less, more, found, limit } => {
            let (less, more) = (as_written(less), as_written(more));
            let found = format!("{less} {}, {more} {}", quantity(less, found), quantity(more, limit));
            ("", title(format!("`{less}` is above `{more}`")), found, format!("`{less}` at or below `{more}`"))
        }
        LawError::NothingLeft { .. } => (
            "",
            title("nothing of it lies between `min` and `max`".to_owned()),
            "no probability there".to_owned(),
            "`min` and `max` not so far from the mean".to_owned(),
        ),
        LawError::NotFinite { .. } | LawError::TooLarge { .. } | LawError::NoValues | LawError::NoWeight => {
            ("", title(error.to_string()), "numbers without sense".to_owned(), "numbers that make a law".to_owned())
        }
    };
    let place = if place.is_empty() { path.to_owned() } else { format!("{path}/{place}") };
    context.problem("E0308", &place, title, |problem| problem.found(found).expected(expected));
}

/// The parameter as the scenario calls it.
fn as_written(name: &'static str) -> &'static str {
    match name {
        "low" => "min",
        "high" => "max",
        name => name,
    }
}

/// A value of a parameter in a planner's words.
fn quantity(name: &str, value: f64) -> String {
    match name {
        "cv" | "k" | "weight" => round(value).to_string(),
        _ => Dur(value.max(0.0) as u64).to_string(),
    }
}

fn observed(context: &mut Context, path: &str, id: &str, make: fn(Vec<f64>) -> Result<Law, LawError>) -> Law {
    let found = context.lookup(|context| &context.times, "list of observed times", id, path, "a law");
    let Some(number) = found else { return fallback() };
    let times = context.file.times[number as usize].minutes.iter().map(|minutes| minutes * MINUTE as f64);
    // What is wrong with the list is reported once, at the list.
    make(times.collect()).unwrap_or_else(|_| fallback())
}

/// Checks all lists of observed times, those too that no law uses.
pub fn check_times(context: &mut Context) {
    for times in &context.file.times {
        let path = format!("times/{}/minutes", times.id);
        if times.minutes.is_empty() && !context.is_reported(&path) {
            context.problem("E0308", &path, "a list of observed times is empty", |problem| {
                problem.expected("at least one time [min]")
            });
        }
        for (index, minutes) in times.minutes.iter().enumerate() {
            context.not_negative(&format!("{path}/{index}"), *minutes);
        }
    }
}
