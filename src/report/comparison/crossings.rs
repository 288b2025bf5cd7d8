//! Where the time of a crossing goes in each variant: the table of causes, and the figure that shows where a queue went.

use super::ComparisonReport;
use super::beside::Beside;
use super::figure::frame;
use super::shown::place_words;
use crate::experiment::{Comparison, Results};
use crate::report::plot::{Part, Waterfall, WaterfallBar, WaterfallPanel, label};
use crate::report::tables::{Rows, header};
use crate::stats::{Difference, interval};

const WHOLE: &str = "crossing:all";

/// One class of time of one direction across a border, in a variant beside the base.
struct Row {
    variant: usize,
    /// "border/youyiguan/CN-VN".
    place: String,
    /// "crossing:waiting:queue:desk".
    name: String,
    beside: Beside,
}

/// Values of a class by replication; a class that cannot be there takes no time wherever the border is crossed. None where it is not crossed at all.
fn column(of: &Results, name: &str, place: &str) -> Option<Vec<Option<f64>>> {
    let whole = of.find(WHOLE, place)?;
    let class = of.find(name, place);
    Some(of.sheets.iter().map(|sheet| class.map_or(sheet[whole].map(|_| 0.0), |class| sheet[class])).collect())
}

/// All rows, variant by variant: directions and classes of the base in their order, then those that only the variant has.
fn rows(comparison: &Comparison) -> Vec<Row> {
    let mut rows = Vec::new();
    for variant in 1..comparison.results.len() {
        let sides = [&comparison.results[0], &comparison.results[variant]];
        let crossings = sides.iter().flat_map(|of| &of.metrics).filter(|metric| metric.name.starts_with("crossing:"));
        let mut keys: Vec<(&str, &str)> = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        for metric in crossings {
            if seen.insert((&*metric.place, &*metric.name)) {
                keys.push((&metric.place, &metric.name));
            }
        }
        // What only the variant has stands with its place.
        let first = |place: &str| keys.iter().position(|key| key.0 == place);
        let mut ordered = keys.clone();
        ordered.sort_by_key(|key| first(key.0));
        rows.extend(ordered.into_iter().map(|(place, name)| row(comparison, variant, place, name)));
    }
    rows
}

fn row(comparison: &Comparison, variant: usize, place: &str, name: &str) -> Row {
    let beside = Beside::new(comparison, variant, |of| column(of, name, place));
    Row { variant, place: place.to_owned(), name: name.to_owned(), beside }
}

/// The table of causes: empty but for its header where nobody crosses a border.
pub fn table(report: &ComparisonReport) -> Rows {
    let columns =
        ["variant", "border", "class", "cause", "unit", "base", "value", "difference", "low", "high", "pairs"];
    let mut table = header(&columns);
    for row in rows(report.comparison) {
        let class = row.name.trim_start_matches("crossing:");
        let (class, cause) = class.split_once(':').unwrap_or((class, ""));
        let border = row.place.trim_start_matches("border/");
        let names = [&*report.comparison.names[row.variant], border, class, cause, "h/crossing"];
        table.push([names.map(str::to_owned).to_vec(), row.beside.cells()].concat());
    }
    table
}

/// The figure: directions that change most in any variant first. None where nobody crosses a border.
pub fn figure(report: &ComparisonReport) -> Option<Waterfall> {
    let comparison = report.comparison;
    let rows = rows(comparison);
    let wholes: Vec<&Row> = rows.iter().filter(|row| row.name == WHOLE).collect();
    let mut places: Vec<&str> = Vec::new();
    for whole in &wholes {
        if !places.contains(&&*whole.place) {
            places.push(&whole.place);
        }
    }
    let change = |place: &str| {
        let of = wholes.iter().filter(|row| row.place == place).filter_map(|row| row.beside.difference);
        of.map(|of| of.mean.abs()).fold(0.0, f64::max)
    };
    places.sort_by(|a, b| change(b).total_cmp(&change(a)));
    let panel = |place: &&str| WaterfallPanel {
        place: border_words(report, place),
        bars: (0..comparison.names.len()).map(|variant| bar(comparison, &rows, place, variant)).collect(),
    };
    let what = "Hours per crossing, by cause";
    (!places.is_empty()).then(|| Waterfall {
        name: "waterfall".to_owned(),
        frame: frame(report, title(report, &rows), what),
        variants: comparison.names.clone(),
        panels: places.iter().map(panel).collect(),
    })
}

fn border_words(report: &ComparisonReport, place: &str) -> String {
    place_words(report.model, &place.replacen("border/", "hub/", 1))
}

/// The bar of a variant; the base is number 0.
fn bar(comparison: &Comparison, rows: &[Row], place: &str, variant: usize) -> Option<WaterfallBar> {
    let results = &comparison.results[variant];
    results.find(WHOLE, place)?;
    let mut parts = Vec::new();
    for metric in results.metrics.iter().filter(|metric| metric.place == place) {
        let Some(class) = metric.name.strip_prefix("crossing:").filter(|class| *class != "all") else { continue };
        let values = column(results, &metric.name, place).unwrap_or_default();
        if let Some(of) = interval(&values.into_iter().flatten().collect::<Vec<f64>>()) {
            parts.push((Part::from_class(class), of.mean));
        }
    }
    let whole = rows.iter().find(|row| row.variant == variant && row.place == place && row.name == WHOLE);
    let of = whole.and_then(|row| row.beside.difference);
    Some(WaterfallBar { parts, difference: of.map(|of| of.mean), ends: of.and_then(|of| of.ends(1)) })
}

/// The largest difference that is there, and the class that has the largest part in it: "A crossing of Youyiguan CN→VN takes 3.1 hours less (2.6 to 3.7)
/// with “twelve lanes”: desk queue −2.8 h".
fn title(report: &ComparisonReport, rows: &[Row]) -> String {
    let wholes: Vec<&Row> = rows.iter().filter(|row| row.name == WHOLE).collect();
    let tests = wholes.len().max(1);
    // All of them are looked at, so all intervals together have to hold.
    let is_there = |of: &Difference| of.ends(tests).is_some_and(|(low, high)| low > 0.0 || high < 0.0);
    let told = wholes.iter().filter_map(|row| row.beside.difference.filter(is_there).map(|of| (*row, of)));
    let largest = told.fold(None::<(&Row, Difference)>, |most, one| match most {
        Some(most) if most.1.mean.abs() >= one.1.mean.abs() => Some(most),
        _ => Some(one),
    });
    let Some((row, of)) = largest else {
        return if wholes.iter().all(|row| row.beside.difference.is_none_or(|of| of.is_none())) {
            "No variant changes how long a crossing takes".to_owned()
        } else if report.comparison.results[0].sheets.len() == 1 {
            "One replication of each variant: whether crossings take longer or shorter cannot be said".to_owned()
        } else {
            "Of no variant it can be said that crossings take longer or shorter".to_owned()
        };
    };
    let parts = rows.iter().filter(|part| part.variant == row.variant && part.place == row.place && part.name != WHOLE);
    let parts = parts.filter_map(|part| part.beside.difference.map(|of| (part, of.mean)));
    let cause = parts.fold(None::<(&Row, f64)>, |most, one| match most {
        Some(most) if most.1.abs() >= one.1.abs() => Some(most),
        _ => Some(one),
    });
    let half = of.half_width(tests).unwrap_or(0.0);
    let (size, word) = (of.mean.abs(), if of.mean > 0.0 { "more" } else { "less" });
    let (low, high) = (label(size - half), label(size + half));
    let mostly = cause.map_or_else(String::new, |(part, change)| {
        let class = Part::from_class(part.name.trim_start_matches("crossing:"));
        format!(": {} {}{} h", class.label(), if change > 0.0 { "+" } else { "\u{2212}" }, label(change.abs()))
    });
    format!(
        "Crossing {} takes {} hours {word} ({low} to {high}) with \u{201c}{}\u{201d}{mostly}",
        border_words(report, &row.place),
        label(size),
        report.comparison.names[row.variant]
    )
}
