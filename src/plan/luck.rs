//! Whether anything is left to luck.

use super::check::Finding;
use super::{Plan, Rule, Source};
use crate::engine::law::Law;
use crate::model::{Arrivals, Model};

/// Warns where nothing is: all replications are then equal, and their spread says nothing about certainty.
pub(super) fn find(plan: &Plan, model: &Model) -> Option<Finding> {
    let is_sure = |law: &Law| matches!(law, Law::Constant(_) | Law::Trace(_));
    let comes_surely = |source: &Source| match &source.arrivals {
        _ if source.keep > 0.0 && source.keep < 1.0 => false,
        Arrivals::Every { .. } | Arrivals::Trace(_) => true,
        Arrivals::Renewal(gap) => is_sure(gap),
        Arrivals::Poisson(_) | Arrivals::Modulated(_) | Arrivals::Batches { .. } => false,
    };
    let is_all_sure = plan.sources.iter().all(comes_surely)
        && plan.draws.iter().all(|draw| is_sure(&draw.law))
        && plan.things.iter().all(|thing| thing.breaks.is_none())
        && plan
            .branches
            .iter()
            .all(|branch| branch.ways.len() == 1 || matches!(branch.rule, Rule::Every(_) | Rule::AtHand(_)));
    (is_all_sure && model.run.replications > 1).then(|| {
        Finding::warning("W0509", "run/replications", "nothing is left to luck: all replications are equal")
            .found(model.run.replications.to_string())
            .expected("1, or something that varies")
            .hint("the width of an interval is 0 here, which does not mean that the result is certain")
    })
}
