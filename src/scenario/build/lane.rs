//! Links on which one direction drives at a time.

use super::super::file::{OneLaneFile, TurnFile, WhenIdleFile};
use super::context::Context;
use crate::model::{Link, OneLane, TurnRule, WhenIdle};

/// A link with its lane, if it is one. `path` is that of the link.
pub fn with_lane(context: &mut Context, path: &str, file: Option<&OneLaneFile>, link: Link) -> Link {
    let Some(file) = file else { return link };
    let path = format!("{path}/one_lane");
    check(context, &path, &link);
    let places = file.places.map(|places| context.at_least_one(&format!("{path}/places"), places));
    let when_idle = match file.when_idle {
        WhenIdleFile::Stay => WhenIdle::Stay,
        WhenIdleFile::Cycle => WhenIdle::Cycle,
    };
    let rule = rule(context, &format!("{path}/rule"), &file.rule);
    let one_lane = Some(OneLane { rule, switch: file.switch.0, when_idle, places, headway: file.headway.0 });
    Link { one_lane, ..link }
}

fn rule(context: &mut Context, path: &str, file: &TurnFile) -> TurnRule {
    match *file {
        TurnFile::Exhaustive => TurnRule::Exhaustive,
        TurnFile::Gated => TurnRule::Gated,
        TurnFile::Limited(vehicles) => TurnRule::Limited(context.at_least_one(path, vehicles)),
        TurnFile::Timed { green } => {
            if green.0 == 0 {
                context.out_of_range(&format!("{path}/green"), "0", "above 0");
            }
            TurnRule::Timed(green.0.max(1))
        }
    }
}

/// Directions can only take turns where there are two, and one rule says who may be on a link.
fn check(context: &mut Context, path: &str, link: &Link) {
    if !link.both_ways {
        let title = format!("link `{}` is driven one way only, so no direction waits for the other", link.id);
        context.problem("E0440", path, title, |problem| {
            problem.found("both_ways: false").expected("`one_lane` on a link that is driven both ways")
        });
    }
    if let Some(trains) = link.trains_at_once {
        let title = format!("link `{}` has two rules of who may be on it", link.id);
        context.problem("E0440", path, title, |problem| {
            problem
                .found(format!("`one_lane` and trains_at_once: {trains}"))
                .expected("one of them")
                .hint("`one_lane: (places: ..)` limits the vehicles of the direction that drives")
        });
    }
}
