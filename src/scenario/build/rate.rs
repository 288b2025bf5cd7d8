//! Arrival rates over time: profiles and growth on a mean rate.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;

use super::super::file::{FlowFile, ProfileFile};
use super::civil::{Clock, instant, weekdays, zone};
use super::context::Context;
use crate::engine::math::cos_turns;
use crate::model::{RateCurve, RatePiece};
use crate::units::Millis;

/// Factors over time: (from, factor), each until the next.
type Steps = Vec<(i64, f64)>;

/// The curve of a flow: `rate` \[per ms\] times its profiles times its growth.
pub fn curve(context: &mut Context, clock: &Clock, flow: &FlowFile, rate: f64, profiles: &[String]) -> RateCurve {
    let path = format!("flows/{}/arrivals/profiles", flow.id);
    let mut factors: Vec<Steps> = Vec::new();
    for (index, name) in profiles.iter().enumerate() {
        let who = format!("flow `{}`", flow.id);
        let place = format!("{path}/{index}");
        if let Some(number) = context.lookup(|context| &context.profiles, "profile", name, &place, &who) {
            let profile = &context.file.profiles[number as usize];
            factors.push(steps(context, clock, profile));
        }
    }
    let growth = growth(context, clock, flow);
    if factors.is_empty() && growth.is_empty() {
        return RateCurve::constant(rate);
    }
    let mut breaks: BTreeSet<i64> = BTreeSet::from([0]);
    breaks.extend(factors.iter().flatten().map(|(from, _)| *from));
    breaks.extend(growth.iter().map(|(from, _)| *from));
    let breaks: Vec<i64> = breaks.into_iter().filter(|&at| at >= 0 && at as Millis <= clock.horizon()).collect();
    let mut pieces: Vec<RatePiece> = Vec::with_capacity(breaks.len());
    for (index, &from) in breaks.iter().enumerate() {
        let to = breaks.get(index + 1).copied().unwrap_or(clock.horizon() as i64 + 1);
        let factor: f64 = factors.iter().map(|steps| factor_at(steps, from)).product();
        let (low, high) = (rate * factor * growth_at(&growth, from), rate * factor * growth_at(&growth, to));
        let piece = RatePiece { start: from as Millis, rate: low, slope: (high - low) / (to - from) as f64 };
        let same = pieces.last().is_some_and(|last| last.rate == piece.rate && last.slope == 0.0 && piece.slope == 0.0);
        if !same {
            pieces.push(piece);
        }
    }
    RateCurve { pieces }
}

/// A rate that swings like a sine.
pub struct Wave {
    /// Mean \[per ms\].
    pub mean: f64,
    /// Most above or below it \[per ms\].
    pub amplitude: f64,
    /// From peak to peak \[ms\].
    pub period: Millis,
    /// A peak \[ms since start\].
    pub peak_at: Millis,
}

impl Wave {
    /// Straight pieces between points of the sine, 96 a period: at most 0.06 % of the amplitude away from it.
    pub fn curve(&self, horizon: Millis) -> RateCurve {
        const PIECES: u64 = 96;
        let at = |index: u64| (u128::from(index) * u128::from(self.period) / u128::from(PIECES)) as Millis;
        let rate = |time: Millis| {
            let phase = (time as f64 - self.peak_at as f64) / self.period as f64;
            (self.mean + self.amplitude * cos_turns(phase)).max(0.0)
        };
        let pieces = (0..).map(|index| (at(index), at(index + 1))).take_while(|(from, _)| *from <= horizon);
        let piece = |(from, to): (Millis, Millis)| {
            let (low, high) = (rate(from), rate(to));
            RatePiece { start: from, rate: low, slope: (high - low) / (to - from) as f64 }
        };
        RateCurve { pieces: pieces.map(piece).collect() }
    }
}

fn factor_at(steps: &Steps, at: i64) -> f64 {
    let behind = steps.partition_point(|(from, _)| *from <= at);
    steps[behind.saturating_sub(1)].1
}

/// Checks all profiles, those too that no flow uses.
pub fn check_profiles(context: &mut Context, clock: &Clock) {
    for profile in &context.file.profiles {
        steps(context, clock, profile);
    }
}

/// A profile as factors over the run, checked on the way.
fn steps(context: &mut Context, clock: &Clock, profile: &ProfileFile) -> Steps {
    let path = format!("profiles/{}", profile.id);
    let zone = match &profile.zone {
        Some(name) => zone(context, &format!("{path}/zone"), name),
        None => clock.zone.clone(),
    };
    check_points(context, &format!("{path}/hours"), &profile.hours, 0, 23);
    check_points(context, &format!("{path}/months"), &profile.months, 1, 12);
    let mut of_weekday = Vec::new();
    for (index, (text, factor)) in profile.weekdays.iter().enumerate() {
        let place = format!("{path}/weekdays/{index}");
        context.not_negative(&place, *factor);
        match weekdays(text) {
            Ok(days) => of_weekday.extend(days.into_iter().map(|day| (day, *factor))),
            Err(why) => context
                .problem("E0311", &place, format!("the days {why}"), |problem| problem.found(format!("{text:?}"))),
        }
    }
    let mut steps = Steps::new();
    for date in clock.days(0) {
        let month = cyclic(&profile.months, date.month() as u32);
        let day = of_weekday.iter().find(|(day, _)| *day == date.weekday()).map_or(1.0, |(_, factor)| *factor);
        let mut add = |hour: u32, factor: f64| steps.push((at_hour(clock, &zone, date, hour), month * day * factor));
        add(0, cyclic(&profile.hours, 0));
        for &(hour, factor) in profile.hours.iter().filter(|(hour, _)| (1..24).contains(hour)) {
            add(hour, factor);
        }
    }
    steps
}

fn at_hour(clock: &Clock, zone: &TimeZone, date: jiff::civil::Date, hour: u32) -> i64 {
    clock.since_start(instant(zone, date, hour as i8, 0))
}

/// The factor that holds at a point of a circle: that of the last point at or before it, else of the very last.
fn cyclic(points: &[(u32, f64)], at: u32) -> f64 {
    let before = points.iter().rev().find(|(from, _)| *from <= at).or(points.last());
    before.map_or(1.0, |(_, factor)| *factor)
}

fn check_points(context: &mut Context, path: &str, points: &[(u32, f64)], least: u32, most: u32) {
    for (index, (point, factor)) in points.iter().enumerate() {
        let place = format!("{path}/{index}");
        context.not_negative(&place, *factor);
        if !(least..=most).contains(point) {
            context.out_of_range(&place, point, &format!("from {least} to {most}"));
        }
        if index > 0 && points[index - 1].0 >= *point {
            context.problem("E0312", &place, "points are not in order", |problem| {
                problem
                    .found(format!("{} after {}", point, points[index - 1].0))
                    .expected("each point later than the one before")
            });
        }
    }
}

/// Growth as (instant, factor), linear between.
fn growth(context: &mut Context, clock: &Clock, flow: &FlowFile) -> Steps {
    let mut points = Steps::new();
    for (index, (day, factor)) in flow.growth.iter().enumerate() {
        let path = format!("flows/{}/growth/{index}", flow.id);
        context.not_negative(&path, *factor);
        let at = clock.midnight(&clock.zone, day.0);
        if points.last().is_some_and(|(before, _)| *before >= at) {
            context.problem("E0312", &path, "dates of growth are not in order", |problem| {
                problem.found(day.0.to_string()).expected("each date later than the one before")
            });
            return Steps::new();
        }
        points.push((at, *factor));
    }
    points
}

fn growth_at(points: &Steps, at: i64) -> f64 {
    let behind = points.partition_point(|(from, _)| *from <= at);
    match (behind.checked_sub(1).map(|index| points[index]), points.get(behind)) {
        (None, None) => 1.0,
        (None, Some(&(_, factor))) | (Some((_, factor)), None) => factor,
        (Some((from, low)), Some(&(to, high))) => low + (high - low) * (at - from) as f64 / (to - from) as f64,
    }
}
