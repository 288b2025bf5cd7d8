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
            context.sum_to_one(path, &shares);
            Law::weights(&times.iter().map(|(time, share)| (ms(time), *share)).collect::<Vec<_>>())
        }
        TimeFile::Empirical(id) => return empirical(context, path, id),
    };
    made.unwrap_or_else(|error| report(context, path, time, &error))
}

fn report(context: &mut Context, path: &str, time: &TimeFile, error: &LawError) -> Law {
    let found = format!("{time:?}").replace("Dur(", "(");
    let kind = found.split([' ', '(', '{']).next().unwrap_or_default().to_owned();
    context.problem("E0308", path, format!("the law `{kind}` is not possible: {error}"), |problem| {
        problem.expected("parameters that the law allows; times here are in milliseconds")
    });
    Law::Constant(MINUTE as f64)
}

fn empirical(context: &mut Context, path: &str, id: &str) -> Law {
    let fallback = Law::Constant(MINUTE as f64);
    let Some(number) = context.lookup(|context| &context.times, "list of observed times", id, path, "a law") else {
        return fallback;
    };
    let times = context.file.times[number as usize].minutes.clone();
    for (index, minutes) in times.iter().enumerate() {
        if *minutes < 0.0 {
            context.out_of_range(&format!("times/{id}/minutes/{index}"), round(*minutes), "0 or more");
            return fallback;
        }
    }
    let observed = times.iter().map(|minutes| minutes * MINUTE as f64).collect();
    Law::empirical(observed).unwrap_or_else(|error| {
        context.problem("E0308", path, format!("the law `Empirical` is not possible: {error}"), |problem| problem);
        fallback
    })
}
