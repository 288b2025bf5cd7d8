//! The `run` block.

use super::super::file::{CountedFile, EndFile, WarmUpFile};
use super::super::values::Dur;
use super::context::Context;
use crate::model::{Counted, End, Run, WarmUp};
use crate::units::{DAY, HOUR, MAX_TIME, MINUTE, Millis};

/// Replications that a run may have.
pub const MAX_REPLICATIONS: u32 = 100_000;

pub fn run(context: &mut Context) -> Run {
    let file = &context.file.run;
    let horizon = horizon(context);
    let warm_up = match file.warm_up {
        WarmUpFile::None => WarmUp::Fixed(0),
        WarmUpFile::Fixed(Dur(time)) => {
            if time >= horizon {
                context.problem("E0309", "run/warm_up", "the warm-up is not shorter than the run", |problem| {
                    problem.found(Dur(time).to_string()).expected(format!("less than the horizon, {}", Dur(horizon)))
                });
            }
            WarmUp::Fixed(time)
        }
        WarmUpFile::Arrivals(count) => WarmUp::Arrivals(count),
        WarmUpFile::Auto => WarmUp::Auto,
    };
    let end = match &file.end {
        EndFile::Cut => End::Cut,
        EndFile::Drain => End::Drain,
        EndFile::After { count, of } => {
            if *count == 0 {
                context.out_of_range("run/end/count", count, "1 or more");
            }
            End::After(*count, counted(of))
        }
    };
    if file.replications == 0 || file.replications > MAX_REPLICATIONS {
        context.out_of_range("run/replications", file.replications, &format!("from 1 to {MAX_REPLICATIONS}"));
    }
    let bucket = positive(context, "run/bucket", file.bucket, if horizon <= 10 * DAY { HOUR } else { DAY });
    let sample = positive(context, "run/sample", file.sample, default_sample(horizon));
    let start = file.start.0;
    Run {
        start: (start.year(), start.month(), start.day()),
        zone: file.zone.clone(),
        horizon,
        warm_up,
        end,
        replications: file.replications,
        seed: file.seed,
        bucket,
        sample,
        over: file.over.iter().map(|Dur(limit)| *limit).collect(),
    }
}

/// Distances that divide a day, so that days can be summed up; the first that gives at most so many samples.
fn default_sample(horizon: Millis) -> Millis {
    const MOST: Millis = 720;
    let steps = [10 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR, 4 * HOUR, 6 * HOUR, 8 * HOUR, 12 * HOUR, DAY];
    steps.into_iter().find(|step| horizon / step <= MOST).unwrap_or((horizon / MOST).next_multiple_of(DAY))
}

fn horizon(context: &mut Context) -> Millis {
    let Dur(horizon) = context.file.run.horizon;
    if horizon == 0 || horizon > MAX_TIME / 2 {
        context.out_of_range("run/horizon", Dur(horizon), &format!("above 0 and at most {} days", MAX_TIME / 2 / DAY));
    }
    horizon.clamp(1, MAX_TIME / 2)
}

fn positive(context: &mut Context, path: &str, given: Option<Dur>, default: Millis) -> Millis {
    match given {
        Some(Dur(0)) => {
            context.out_of_range(path, "0", "above 0");
            default
        }
        Some(Dur(time)) => time,
        None => default,
    }
}

fn counted(of: &CountedFile) -> Counted {
    match of {
        CountedFile::Started => Counted::Started,
        CountedFile::Finished => Counted::Finished,
        CountedFile::Delivered => Counted::Delivered,
    }
}
