//! A comparison on one page of the screen.

use super::ComparisonReport;
use super::shown::{Shown, metric_words, place_words, relative, shown};
use crate::experiment::{Pairing, Row, Verdict};
use crate::report::plot;
use crate::report::screen::{decimals, digits};

/// Lines of a page that the table may take; the rest is what stands above and below it.
const LINES: usize = 31;
/// Characters of a line.
const WIDTH: usize = 100;
/// Characters of a name that there is room for at least; a longer one may take a line of its own.
const NAME: usize = 26;
/// Metrics at most, however few variants there are.
const METRICS: usize = 6;

type Line = [String; 7];

/// The headline metrics that change most, of each variant with its difference from the base, and what may be said of it.
pub fn screen(report: &ComparisonReport) -> String {
    let comparison = report.comparison;
    let variants = comparison.names.len() - 1;
    let heights = comparison.names[1..].iter().map(|name| if name.chars().count() + 2 > NAME { 2 } else { 1 });
    let ends = heights.scan(1, |sum, height| {
        *sum += height;
        Some(*sum)
    });
    // Lines of one metric if so many variants are listed, its heading included.
    let ends: Vec<usize> = ends.take_while(|end| *end <= LINES).collect();
    let listed = ends.len();
    let metrics = shown(comparison, (LINES / ends.last().copied().unwrap_or(LINES)).clamp(1, METRICS));
    let mut lines: Vec<Line> = vec![["", "base", "variant", "difference", "change", "VRF", ""].map(str::to_owned)];
    for shown in &metrics {
        lines.push(heading(report, shown));
        lines.extend(shown.rows.iter().take(listed).map(|row| line(report, row)));
    }
    let replications = comparison.results[0].batch.replications;
    let luck = match comparison.pairing {
        Pairing::Paired => "paired: the same consignments with the same luck in each",
        Pairing::Independent => "independent: each variant has luck of its own",
    };
    let count = |number: usize, word: &str| format!("{number} {word}{}", if number == 1 { "" } else { "s" });
    format!(
        "{}\n{} beside the base, {}; {luck}\n\n{}\n{}",
        report.model.title,
        count(variants, "variant"),
        count(replications as usize, "replication"),
        laid_out(&lines),
        notes(report, &metrics, variants - listed)
    )
}

fn heading(report: &ComparisonReport, shown: &Shown) -> Line {
    let (what, place) = (metric_words(&shown.metric.name), place_words(report.model, &shown.metric.place));
    let mut line = Line::default();
    line[0] = format!("{what}, {place} [{}]", shown.metric.unit);
    line
}

fn line(report: &ComparisonReport, row: &Row) -> Line {
    let name = format!("  {}", report.comparison.names[row.variant]);
    let Some(of) = row.difference else {
        return [&name, "n/a", "n/a", "n/a", "n/a", "n/a", Verdict::NoValue.words()].map(str::to_owned);
    };
    let half = of.half_width(1);
    let places = half.filter(|half| *half > 0.0).map_or_else(|| decimals(of.base), |half| digits(of.base, half));
    let difference = match half {
        _ if of.is_none() => "0".to_owned(),
        Some(half) => format!("{:+.places$} \u{b1} {half:.places$}", of.mean),
        None => format!("{:+.places$}", of.mean),
    };
    let change = relative(of.mean, of.base).map_or_else(|| "n/a".to_owned(), plot::change);
    let factor = of.reduction.map_or_else(|| "n/a".to_owned(), |factor| format!("{factor:.*}", decimals(factor)));
    let is_complete = of.pairs == report.comparison.results[0].sheets.len();
    let pairs = if is_complete { String::new() } else { format!(" ({} pairs)", of.pairs) };
    let verdict = format!("{}{pairs}", row.verdict().words());
    [name, format!("{:.places$}", of.base), format!("{:.places$}", of.other), difference, change, factor, verdict]
}

/// Columns side by side: names to the left, numbers to the right. A name that would make lines too long has a line of its own.
fn laid_out(lines: &[Line]) -> String {
    let width_of = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (1..7).map(width_of).collect();
    let names = lines.iter().filter(|line| !line[1].is_empty()).map(|line| line[0].chars().count());
    let room = WIDTH.saturating_sub(widths.iter().map(|width| width + 2).sum()).max(NAME);
    let first = names.filter(|width| *width <= room).max().unwrap_or(NAME);
    let mut text = String::new();
    for line in lines {
        let is_long = line[1].is_empty() || line[0].chars().count() > first;
        if is_long {
            text += &format!("{}\n", line[0].chars().take(WIDTH).collect::<String>());
        }
        if line[1].is_empty() {
            continue;
        }
        let mut written = format!("{:first$}", if is_long { "" } else { line[0].as_str() });
        for (cell, width) in line[1..6].iter().zip(&widths) {
            written += &format!("  {cell:>width$}");
        }
        text += &format!("{written}  {}\n", line[6]).replace("  \n", "\n");
    }
    text
}

/// What the words and numbers of the table mean, and what is not in it.
fn notes(report: &ComparisonReport, metrics: &[Shown], hidden: usize) -> String {
    let comparison = report.comparison;
    let mut text = String::from("\u{b1} half width of the 95 % interval of each difference alone.");
    if comparison.tests > 0 {
        text += &format!(
            "\n`higher`, `lower`: by Holm's method over all {} tests (headline metric x variant, shown or not),\n\
             at most a 5 % risk that any is chance.",
            comparison.tests
        );
    }
    text += "\nVRF: variance-reduction factor, by how much the same luck narrows the difference (1 = not at all).\n";
    let factors = metrics.iter().flat_map(|shown| &shown.rows).filter_map(|row| row.difference?.reduction);
    if comparison.pairing == Pairing::Paired && factors.fold(f64::INFINITY, f64::min) < 1.0 {
        text += "A VRF below 1: there pairing did not help.\n";
    }
    let judged = shown(comparison, usize::MAX).len();
    let mut more = Vec::new();
    if judged > metrics.len() {
        more.push(format!("{} more headline metrics, which change less", judged - metrics.len()));
    }
    if hidden > 0 {
        more.push(format!("{hidden} more variants"));
    }
    more.push(format!("{} differences in all", comparison.rows.len()));
    text + &format!("In comparison.csv: {}.\n", more.join(", "))
}
