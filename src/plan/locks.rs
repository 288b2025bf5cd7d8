//! Things that can lock: takers that hold one thing while they wait for another, in a circle.

use std::collections::BTreeSet;

use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use super::check::Finding;
use super::{Plan, Step};

/// Every circle of things that are taken while others of the circle are held.
pub(super) fn circles(plan: &Plan) -> Vec<Vec<u32>> {
    let mut edges: BTreeSet<(u32, u32)> = BTreeSet::new();
    for (step, holdings) in plan.steps.iter().zip(&plan.holdings) {
        if let Step::Take { thing, .. } | Step::Serve { thing, .. } = *step {
            edges.extend(holdings.iter().map(|holding| (holding.thing, thing)));
        }
    }
    let mut graph: DiGraph<u32, ()> = DiGraph::new();
    for thing in 0..plan.things.len() {
        graph.add_node(thing as u32);
    }
    for &(held, wanted) in &edges {
        graph.add_edge(NodeIndex::new(held as usize), NodeIndex::new(wanted as usize), ());
    }
    let mut circles: Vec<Vec<u32>> = tarjan_scc(&graph)
        .into_iter()
        .map(|component| component.into_iter().map(|node| graph[node]).collect::<Vec<u32>>())
        .filter(|component| component.len() > 1 || edges.contains(&(component[0], component[0])))
        .collect();
    for circle in &mut circles {
        circle.sort_unstable();
    }
    circles.sort();
    circles
}

/// Warns of every circle.
pub(super) fn warnings(plan: &Plan) -> Vec<Finding> {
    plan.circles.iter().map(|circle| warning(plan, circle)).collect()
}

fn warning(plan: &Plan, circle: &[u32]) -> Finding {
    let names: Vec<&str> = circle.iter().map(|&thing| plan.things[thing as usize].name.as_str()).collect();
    let chain = format!("{} -> {}", names.join(" -> "), names[0]);
    let path = plan.things[circle[0] as usize].path.clone();
    Finding::warning(
        "W0501",
        path,
        format!("these can lock: each is waited for by somebody who holds another: {chain}"),
    )
    .expected("one order in which all takers take them")
    .hint("give back before the next Take, or take them in the same order everywhere")
}
