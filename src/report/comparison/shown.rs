//! Which metrics of a comparison are shown where there is room for few, and what they are called there.

use crate::experiment::{Comparison, Row, Verdict};
use crate::index::Metric;
use crate::model::Model;

/// A headline metric with its rows, one a variant that has it too, in the order of variants.
pub struct Shown<'a> {
    /// What is measured.
    pub metric: &'a Metric,
    /// The rows, not empty.
    pub rows: Vec<&'a Row>,
}

impl Shown<'_> {
    /// The largest change of a variant relative to the base; a change from nothing counts as the whole.
    fn change(&self) -> f64 {
        let change =
            |row: &&Row| row.difference.map_or(0.0, |of| relative(of.mean, of.base).unwrap_or(of.mean.signum()));
        self.rows.iter().map(|row| change(row).abs()).fold(0.0, f64::max)
    }

    /// Whether nothing can be told of it, or that no variant changes it.
    fn is_quiet(&self) -> bool {
        self.rows.iter().all(|row| matches!(row.verdict(), Verdict::Same | Verdict::NoValue))
    }
}

/// A difference as a share of the base; none where the base is zero.
pub fn relative(difference: f64, base: f64) -> Option<f64> {
    (base != 0.0).then(|| difference / base)
}

/// At most `most` headline metrics: first those of the network, then those that change most; what no variant changes comes last.
pub fn shown(comparison: &Comparison, most: usize) -> Vec<Shown<'_>> {
    let mut all: Vec<Shown> = Vec::new();
    for row in comparison.rows.iter().filter(|row| row.is_headline) {
        match all.iter_mut().find(|shown| *shown.metric == row.metric) {
            Some(shown) => shown.rows.push(row),
            None => all.push(Shown { metric: &row.metric, rows: vec![row] }),
        }
    }
    let is_of_network = |shown: &Shown| shown.metric.place == "network";
    all.sort_by(|a, b| {
        let rank = |shown: &Shown| (!is_of_network(shown), shown.is_quiet());
        let order = rank(a).cmp(&rank(b));
        // Metrics of the network stay in the order in which they are judged.
        if is_of_network(a) { order } else { order.then(b.change().total_cmp(&a.change())) }
    });
    all.truncate(most);
    all
}

/// "Mean dwell time" for `dwell_mean`; other metrics keep their name.
pub fn metric_words(name: &str) -> &str {
    match name {
        "throughput" => "Throughput",
        "time_in_system_mean" => "Mean time in the system",
        "dwell_mean" => "Mean dwell time",
        "value_lost" => "Value lost on the way",
        other => other,
    }
}

/// A place as a reader knows it: "whole network", "Youyiguan CN\u{2192}VN".
pub fn place_words(model: &Model, place: &str) -> String {
    let Some(inside) = place.strip_prefix("hub/") else {
        return if place == "network" { "whole network".to_owned() } else { place.to_owned() };
    };
    let rest = |id: &str| inside.strip_prefix(id).filter(|rest| rest.is_empty() || rest.starts_with('/'));
    match model.hubs.iter().find_map(|hub| rest(&hub.id).map(|rest| (hub, rest))) {
        Some((hub, rest)) if rest.contains("/flow/") => format!("{}{}", hub.name, rest.replace('/', " ")),
        Some((hub, rest)) => format!("{}{}", hub.name, rest.replace('/', " ").replace('-', "\u{2192}")),
        None => inside.to_owned(),
    }
}
