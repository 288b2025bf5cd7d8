//! The choice among ways: what each costs without queues, and the boards that show its queues.

use super::builder::Builder;
use super::check::Finding;
use super::route::Leg;
use super::template::border;
use super::{Adoption, Board, Choice, ChoiceOption, Rule};
use crate::engine::math::exp;
use crate::ids::HubId;
use crate::model::{Direction, FeeUnit, Flow, Instrument, Model, Policy, RouteWay, WayChoice};
use crate::units::HOUR;

/// Writes the branch of a flow among ways with these legs. `spread_usd`: scale of the logit; none = all take the cheapest.
pub(super) fn branch(
    builder: &mut Builder,
    flow: &Flow,
    choice: &WayChoice,
    ways: &[(&RouteWay, &[Leg])],
    (name, spread_usd): (&str, Option<f64>),
) -> u32 {
    let legs: Vec<&[Leg]> = ways.iter().map(|(_, legs)| *legs).collect();
    let informing = informing(builder, flow, &legs);
    let is_late = choice.decide_at.is_some() || choice.patience.is_some();
    let mut options = Vec::with_capacity(ways.len());
    for (way, legs) in ways {
        let boards = informing.map_or_else(Vec::new, |instrument| boards(builder, instrument, legs));
        for &board in &boards {
            builder.plan.boards[board as usize].is_read_late |= is_late;
        }
        let usd = cost(builder.model, flow, choice, way, legs);
        options.push(ChoiceOption { usd, from: way.from, until: way.until, boards });
    }
    builder.findings.extend(gap(&options, flow, builder.model.run.horizon));
    let usd: Vec<f64> = options.iter().map(|option| option.usd).collect();
    let branch = builder.branch(name, &shares(&usd, spread_usd));
    let informed = informing.map(|instrument| {
        builder.used.insert(&instrument.id);
        (Adoption::of(instrument), builder.purpose(&format!("instruments/{}", instrument.id)))
    });
    let usd_per_ms = choice.value_of_time_usd_per_h / HOUR as f64;
    let rule = Choice { options, usd_per_ms, spread_usd, informed };
    builder.plan.branches[branch as usize].rule = Rule::Choice(Box::new(rule));
    branch
}

/// Whether there is a day on which no way may be chosen.
fn gap(options: &[ChoiceOption], flow: &Flow, horizon: u64) -> Option<Finding> {
    let mut spans: Vec<(i64, i64)> = options.iter().map(|option| (option.from, option.until)).collect();
    spans.sort_unstable();
    let mut covered = 0;
    for (from, until) in spans {
        if from <= covered {
            covered = covered.max(until);
        }
    }
    (covered <= horizon as i64).then(|| {
        let path = format!("flows/{}/route/among", flow.id);
        Finding::error("E0410", path, format!("flow `{}`: on some days no way may be chosen", flow.id))
            .expected("ways that together are open on every day of the run")
    })
}

/// The shares of ways of these costs: a logit, or all to the cheapest, the first of equals.
pub fn shares(usd: &[f64], spread_usd: Option<f64>) -> Vec<f64> {
    let least = usd.iter().copied().fold(f64::INFINITY, f64::min);
    let Some(spread) = spread_usd else {
        let first = usd.iter().position(|&cost| cost == least);
        return (0..usd.len()).map(|way| if Some(way) == first { 1.0 } else { 0.0 }).collect();
    };
    let weights: Vec<f64> = usd.iter().map(|cost| exp(-(cost - least) / spread)).collect();
    let sum: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / sum).collect()
}

/// What a way costs without queues \[USD\]: its time at the value of time, its kilometres, the fees on it, and what else is written.
fn cost(model: &Model, flow: &Flow, choice: &WayChoice, way: &RouteWay, legs: &[Leg]) -> f64 {
    let (mut ms, mut km, mut usd) = (0.0, 0.0, way.extra_usd);
    for leg in legs {
        match *leg {
            Leg::Link { link, .. } => {
                let link = &model.links[link.index()];
                ms += link.time.mean();
                km += link.length_km;
            }
            Leg::Cross { hub, direction } => {
                let Some(crossing) = model.hubs[hub.index()].border() else { continue };
                ms += border::expected_time(crossing, direction);
                km += crossing.between.length_km;
                let (left, entered) = crossing.sides(direction);
                let fees = left.exit.fees.iter().chain(&entered.entry.fees);
                usd += fees.map(|fee| fee.usd * fee.share * counted(flow, fee.per)).sum::<f64>();
            }
            Leg::Through { .. } => {}
        }
    }
    usd + ms / HOUR as f64 * choice.value_of_time_usd_per_h + km * choice.usd_per_km
}

fn counted(flow: &Flow, per: FeeUnit) -> f64 {
    match per {
        FeeUnit::Truck => 1.0,
        FeeUnit::Teu => f64::from(flow.teu),
        FeeUnit::Tonne => flow.tonnes,
    }
}

/// The first instrument that publishes queues of a border on one of the ways to such consignments.
fn informing<'m>(builder: &Builder<'m>, flow: &Flow, ways: &[&[Leg]]) -> Option<&'m Instrument> {
    let concerns = |instrument: &Instrument, leg: &Leg| match *leg {
        Leg::Cross { hub, direction } => {
            let leaving = builder.model.hubs[hub.index()].border().map(|border| &border.sides(direction).0.country);
            let commodity = flow.commodity.as_deref();
            leaving.is_some_and(|country| instrument.concerns(hub, &flow.id, commodity, &builder.class, country))
        }
        Leg::Link { .. } | Leg::Through { .. } => false,
    };
    let publishes = |instrument: &&Instrument| {
        matches!(instrument.policy, Policy::QueueInformation { .. })
            && ways.iter().flat_map(|legs| legs.iter()).any(|leg| concerns(instrument, leg))
    };
    builder.model.instruments.iter().find(publishes)
}

/// The boards on a way, made at their first use.
fn boards(builder: &mut Builder, instrument: &Instrument, legs: &[Leg]) -> Vec<u32> {
    let Policy::QueueInformation { every, delay } = instrument.policy else { return Vec::new() };
    let mut found = Vec::new();
    for leg in legs {
        let Leg::Cross { hub, direction } = *leg else { continue };
        if instrument.hubs.contains(&hub) {
            found.push(board(builder, hub, direction, every, delay));
        }
    }
    found
}

fn board(builder: &mut Builder, hub: HubId, direction: Direction, every: u64, delay: u64) -> u32 {
    let is_same =
        |board: &Board| (board.hub, board.direction, board.every, board.delay) == (hub, direction, every, delay);
    let known = builder.plan.boards.iter().position(is_same);
    let number = known.unwrap_or_else(|| {
        let stations = border::queues(builder.model, hub, direction);
        builder.plan.boards.push(Board { hub, direction, stations, every, delay, is_read_late: false });
        builder.plan.boards.len() - 1
    });
    number as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logit_splits_by_cost_and_spread() {
        // exp(-ln 3) = 1/3: three to one.
        let split = shares(&[10.0, 10.0 + 3f64.ln() * 20.0], Some(20.0));
        assert!((split[0] - 0.75).abs() < 1e-12 && (split[1] - 0.25).abs() < 1e-12, "{split:?}");
        assert_eq!(shares(&[5.0, 5.0], Some(1.0)), [0.5, 0.5]);
    }

    #[test]
    fn without_spread_all_take_the_cheapest_and_the_first_of_equals() {
        assert_eq!(shares(&[3.0, 2.0, 2.0], None), [0.0, 1.0, 0.0]);
    }
}
