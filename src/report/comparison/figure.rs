//! From a comparison to its forest plot, and the claim in its title.

use super::ComparisonReport;
use super::shown::{Shown, metric_words, place_words, relative, shown};
use crate::experiment::{Pairing, Row, Verdict};
use crate::report::plot::{Forest, ForestPanel, ForestRow, Frame, Told};
use crate::report::screen::digits;

/// Panels side by side.
const PANELS: usize = 4;

/// The forest plot of the headline metrics that change most.
pub fn forest(report: &ComparisonReport) -> Forest {
    let comparison = report.comparison;
    let metrics = shown(comparison, PANELS);
    let panel = |shown: &Shown| ForestPanel {
        metric: shown.metric.name.clone(),
        heading: format!("{}, {}", metric_words(&shown.metric.name), place_words(report.model, &shown.metric.place)),
        unit: unit_words(shown.metric.unit).to_owned(),
        rows: (1..comparison.names.len()).map(|variant| of_variant(shown, variant)).collect(),
    };
    Forest {
        name: "forest".to_owned(),
        frame: frame(report, title(report, &metrics), "Difference from the base"),
        variants: comparison.names[1..].to_vec(),
        panels: metrics.iter().map(panel).collect(),
    }
}

/// Title, subtitle and footer.
pub fn frame(report: &ComparisonReport, title: String, what: &str) -> Frame {
    let batch = report.comparison.results[0].batch;
    let luck = match report.comparison.pairing {
        Pairing::Paired => "paired replications",
        Pairing::Independent => "replications of each, with luck of their own",
    };
    let certainty = match batch.replications {
        1 => "a single replication, so no interval".to_owned(),
        count => format!("{count} {luck}, 95 % interval of each difference"),
    };
    let manifest = report.manifest;
    Frame {
        title,
        subtitle: format!("{what}; {certainty}"),
        footer: format!(
            "{} · Landbridge {} · seed {} · scenario {} · data sources: README of the scenario",
            report.model.title,
            manifest.version,
            batch.seed,
            &manifest.variants[0].scenario_hash[..12]
        ),
    }
}

fn of_variant(shown: &Shown, variant: usize) -> Option<ForestRow> {
    let row = shown.rows.iter().find(|row| row.variant == variant)?;
    let of = row.difference?;
    Some(ForestRow {
        difference: of.mean,
        ends: of.ends(1),
        change: relative(of.mean, of.base),
        told: match row.verdict() {
            Verdict::Same => Told::Same,
            Verdict::Higher | Verdict::Lower => Told::Different,
            Verdict::NotDistinguishable => Told::NotDistinguishable,
            Verdict::SinglePair | Verdict::NotJudged | Verdict::NoValue => Told::Nothing,
        },
    })
}

/// A unit in words.
fn unit_words(unit: &str) -> &str {
    match unit {
        "h" => "hours",
        "min" => "minutes",
        "TEU/day" => "TEU per day",
        other => other,
    }
}

/// The largest relative difference of which anything may be said: "Mean dwell time at Youyiguan falls by 3.1 hours (2.6 to 3.7) with twelve lanes".
fn title(report: &ComparisonReport, metrics: &[Shown]) -> String {
    let rows = || metrics.iter().flat_map(|shown| shown.rows.iter().copied());
    let change = |row: &Row| row.difference.and_then(|of| relative(of.mean, of.base)).map_or(0.0, f64::abs);
    let is_told = |row: &&Row| matches!(row.verdict(), Verdict::Higher | Verdict::Lower);
    let largest = rows().filter(is_told).fold(None::<&Row>, |most, row| match most {
        Some(most) if change(most) >= change(row) => Some(most),
        _ => Some(row),
    });
    let Some((row, of)) = largest.and_then(|row| row.difference.map(|of| (row, of))) else {
        return if rows().all(|row| matches!(row.verdict(), Verdict::Same | Verdict::NoValue)) {
            "No variant differs from the base in any of these metrics".to_owned()
        } else if rows().any(|row| row.verdict() == Verdict::SinglePair) {
            "One replication of each variant: whether they differ from the base cannot be said".to_owned()
        } else {
            "No variant is distinguishable from the base by these metrics".to_owned()
        };
    };
    let verb = if of.mean > 0.0 { "rises" } else { "falls" };
    let half = of.half_width(1).unwrap_or(0.0);
    let places = digits(of.mean, half);
    let size = of.mean.abs();
    let range =
        if half > 0.0 { format!(" ({:.places$} to {:.places$})", size - half, size + half) } else { String::new() };
    let place = match place_words(report.model, &row.metric.place).as_str() {
        "whole network" => String::new(),
        place => format!(" at {place}"),
    };
    format!(
        "{}{place} {verb} by {size:.places$} {}{range} with \u{201c}{}\u{201d}",
        metric_words(&row.metric.name),
        unit_words(row.metric.unit),
        report.comparison.names[row.variant]
    )
}
