//! The tables of a comparison.

use std::path::Path;

use serde_json::{Map, Value, json};

use super::{ComparisonReport, crossings, reach, shares};
use crate::experiment::{Exists, Row};
use crate::report::ReportError;
use crate::report::tables::{Rows, header, number, write, write_if_any};
use crate::stats::interval;

/// Writes all CSV tables.
pub fn write_all(report: &ComparisonReport, folder: &Path) -> Result<(), ReportError> {
    write(folder, "comparison.csv", &comparison(report))?;
    write(folder, "replications.csv", &replications(report))?;
    write_if_any(folder, "causes.csv", &crossings::table(report))?;
    write_if_any(folder, "gate-shares.csv", &shares::table(report))?;
    write_if_any(folder, "reach.csv", &reach::table(report))
}

const COLUMNS: [&str; 17] = [
    "variant",
    "metric",
    "place",
    "unit",
    "base",
    "value",
    "difference",
    "low",
    "high",
    "low_all",
    "high_all",
    "pairs",
    "p",
    "p_holm",
    "vrf",
    "correlation",
    "verdict",
];

fn comparison(report: &ComparisonReport) -> Rows {
    let mut rows = header(&COLUMNS);
    for row in &report.comparison.rows {
        let cells = Cells::of(report, row);
        let names = [&*report.comparison.names[row.variant], &*row.metric.name, &*row.metric.place, row.metric.unit];
        let numbers = cells.numbers();
        let (before, after) = numbers.split_at(7);
        let text = |values: &[(&str, Option<f64>)]| values.iter().map(|(_, value)| number(*value)).collect::<Vec<_>>();
        rows.push(
            [
                names.map(str::to_owned).to_vec(),
                text(before),
                vec![cells.pairs.to_string()],
                text(after),
                vec![words(row).to_owned()],
            ]
            .concat(),
        );
    }
    rows
}

/// The comparison with all that its table has.
pub fn json(report: &ComparisonReport) -> String {
    let row = |row: &Row| {
        let cells = Cells::of(report, row);
        let mut object = Map::new();
        object.insert("variant".to_owned(), Value::from(&*report.comparison.names[row.variant]));
        object.insert("metric".to_owned(), Value::from(&*row.metric.name));
        object.insert("place".to_owned(), Value::from(&*row.metric.place));
        object.insert("unit".to_owned(), Value::from(row.metric.unit));
        object.extend(cells.numbers().into_iter().map(|(name, value)| (name.to_owned(), Value::from(value))));
        object.insert("pairs".to_owned(), Value::from(cells.pairs));
        object.insert("is_headline".to_owned(), Value::from(row.is_headline));
        object.insert("verdict".to_owned(), Value::from(words(row)));
        Value::Object(object)
    };
    let comparison = report.comparison;
    let all = json!({
        "title": report.model.title, "question": report.model.question, "pairing": comparison.pairing.name(), "confidence": 0.95,
        "tests": comparison.tests, "variants": comparison.names,
        "differences": comparison.rows.iter().map(row).collect::<Vec<_>>(),
    });
    serde_json::to_string_pretty(&all).expect("a comparison holds only texts and numbers") + "\n"
}

/// The numbers of a row; none where there is nothing to say.
struct Cells<'a> {
    row: &'a Row,
    base: Option<f64>,
    value: Option<f64>,
    pairs: usize,
    tests: usize,
}

impl<'a> Cells<'a> {
    fn of(report: &ComparisonReport, row: &'a Row) -> Self {
        // Where there are no pairs each side still has its mean.
        let mean = |number: usize| {
            let results = &report.comparison.results[number];
            let metric = results.find(&row.metric.name, &row.metric.place)?;
            interval(&results.values(metric)).map(|of| of.mean)
        };
        let (base, value) = match row.difference {
            Some(of) => (Some(of.base), Some(of.other)),
            None => (mean(0), mean(row.variant)),
        };
        Self { row, base, value, pairs: row.difference.map_or(0, |of| of.pairs), tests: report.comparison.tests }
    }

    /// Columns with numbers, but for the number of pairs.
    fn numbers(&self) -> [(&'static str, Option<f64>); 11] {
        let of = self.row.difference;
        let alone = of.and_then(|of| of.ends(1));
        let together = of.filter(|_| self.row.is_headline).and_then(|of| of.ends(self.tests));
        [
            ("base", self.base),
            ("value", self.value),
            ("difference", of.map(|of| of.mean)),
            ("low", alone.map(|ends| ends.0)),
            ("high", alone.map(|ends| ends.1)),
            ("low_all", together.map(|ends| ends.0)),
            ("high_all", together.map(|ends| ends.1)),
            ("p", of.and_then(|of| of.p)),
            ("p_holm", self.row.p_holm),
            ("vrf", of.and_then(|of| of.reduction)),
            ("correlation", of.and_then(|of| of.correlation)),
        ]
    }
}

/// What is said of a row in the tables.
fn words(row: &Row) -> &'static str {
    match row.exists {
        Exists::Both => row.verdict().words(),
        Exists::InBase => "only in the base",
        Exists::InVariant => "only in the variant",
    }
}

fn replications(report: &ComparisonReport) -> Rows {
    let mut rows = header(&["variant", "replication", "metric", "place", "unit", "value"]);
    for (name, results) in report.comparison.names.iter().zip(&report.comparison.results) {
        for (replication, values) in results.sheets.iter().enumerate() {
            for (metric, value) in results.metrics.iter().zip(values) {
                let names = [name.clone(), replication.to_string(), metric.name.clone(), metric.place.clone()];
                rows.push([names.to_vec(), vec![metric.unit.to_owned(), number(*value)]].concat());
            }
        }
    }
    rows
}
