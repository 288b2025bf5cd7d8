//! The full tier of the known answers: every case with many replications, through the command line, and the page that says what came out.
//!
//! `cargo bench --bench validation` writes docs/validation.md and fails if an answer is too far off or a bug is not seen.

#[path = "../tests/it/theory/cases.rs"]
mod cases;
#[path = "../tests/it/theory/runner.rs"]
mod runner;

use std::fmt::Write;
use std::path::Path;

use cases::Check;
use landbridge::stats::Interval;
use runner::Found;

const HEAD: &str = "# Known answers

Where queueing theory has an exact answer, Landbridge is held against it, through scenario files and the command line as a planner uses them
(tests/theory, tests/it/theory). This page is written by `cargo bench --bench validation`; a smaller tier runs in `cargo test`.

*Interval* is that of the run itself (95 %, over replications). *z* says how many standard errors the mean lies from the exact answer; the standard
error is that of an independent pilot simulation, so that a broken model cannot widen its own tolerance. A case fails at 4.5, which happens by chance to
seven in a million. *Bug* is a typical mistake whose effect is tried each time: it must be seen.

| case | what | answer | exact | simulated | 95 % interval | z | bug that is seen |
|---|---|---|---|---|---|---|---|
";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let program = Path::new(env!("CARGO_BIN_EXE_landbridge"));
    let mut page = HEAD.to_owned();
    let (mut all, mut above_two, mut worst) = (0, 0, 0.0_f64);
    let mut failures = Vec::new();
    for case in cases::all() {
        let count = case.replications.1;
        let seen = case.bug.map(|(bug, edits)| {
            let is_seen = runner::run(program, case, count.div_ceil(5), edits).iter().any(|found| !found.agrees(count));
            (bug, is_seen)
        });
        if let Some((bug, false)) = seen {
            failures.push(format!("{}: {bug} is not seen", case.id));
        }
        for (index, found) in runner::run(program, case, count, &[]).iter().enumerate() {
            if !found.agrees(count) {
                failures.push(format!(
                    "{} {}: {} for {}",
                    case.id, found.check.what, found.interval.mean, found.check.exact
                ));
            }
            if found.check.sd > 0.0 {
                all += 1;
                above_two += u32::from(found.z.abs() > 2.0);
                worst = worst.max(found.z.abs());
            }
            let (what, bug) = if index == 0 { (case.what, seen.map_or("", |(bug, _)| bug)) } else { ("", "") };
            row(&mut page, case.id, what, found, bug)?;
        }
    }
    let (found, correlation, factor) = paired(program)?;
    if !found.agrees(PAIRED) {
        failures.push(format!("V27: {}", found.interval.mean));
    }
    all += 1;
    above_two += u32::from(found.z.abs() > 2.0);
    worst = worst.max(found.z.abs());
    row(&mut page, "V27", "M/M/1 twice with the same luck: gate 6.0 against 4.8 min, 8 an hour", &found, "")?;
    writeln!(
        page,
        "\nV27: the two variants correlate with {correlation}; pairing divides the variance of the difference by {factor} (pilot: 0.919 and 1.61)."
    )?;
    writeln!(
        page,
        "\n{all} answers with luck: the largest |z| is {worst:.2}; {above_two} {} above 2 ({:.1} % are to be expected).",
        if above_two == 1 { "is" } else { "are" },
        4.6
    )?;
    std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/validation.md"), &page)?;
    if failures.is_empty() { Ok(()) } else { Err(failures.join("\n").into()) }
}

/// Replications of the paired comparison.
const PAIRED: u32 = 200;

/// The difference of mean stays, by `landbridge compare`.
const DIFFERENCE: Check = Check {
    what: "difference of mean stays",
    unit: "min",
    terms: &[(60.0, "time_in_system_mean", "network")],
    offset: 0.0,
    exact: -16.666_667,
    sd: 1.29,
};

/// The paired comparison: the difference, the correlation of the variants and the variance reduction factor, as told.
fn paired(program: &Path) -> Result<(Found, String, String), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let place = folder.path().join("run");
    let scenario = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/theory/v27.ron");
    let mut command = std::process::Command::new(program);
    command
        .arg("compare")
        .arg(scenario)
        .args(["--quiet", "--replications", &PAIRED.to_string(), "--output"])
        .arg(&place);
    if !command.output()?.status.success() {
        return Err("landbridge compare failed".into());
    }
    let mut reader = csv::Reader::from_path(place.join("comparison.csv"))?;
    let names = reader.headers()?.clone();
    let cell = |line: &csv::StringRecord, name: &str| {
        let column = names.iter().position(|column| column == name);
        column.and_then(|column| line.get(column)).unwrap_or_default().to_owned()
    };
    for line in reader.records() {
        let line = line?;
        let names = ["variant", "metric", "place"].map(|name| cell(&line, name));
        if names == ["faster gate", "time_in_system_mean", "network"] {
            let (mean, low): (f64, f64) = (cell(&line, "difference").parse()?, cell(&line, "low").parse()?);
            let interval =
                Interval { mean: 60.0 * mean, half_width: Some(60.0 * (mean - low)), count: PAIRED as usize };
            let z = (interval.mean - DIFFERENCE.exact) / (DIFFERENCE.sd / f64::from(PAIRED).sqrt());
            let short = |name: &str| cell(&line, name).parse().map(number);
            return Ok((Found { check: &DIFFERENCE, interval, z }, short("correlation")?, short("vrf")?));
        }
    }
    Err("the comparison is not in the table".into())
}

fn row(page: &mut String, id: &str, what: &str, found: &Found, bug: &str) -> std::fmt::Result {
    let (check, interval) = (found.check, &found.interval);
    let unit = if check.unit.is_empty() { String::new() } else { format!(" \\[{}\\]", check.unit) };
    let (low, high, z) = if check.sd > 0.0 {
        (
            number(interval.low().unwrap_or(interval.mean)),
            number(interval.high().unwrap_or(interval.mean)),
            format!("{:.2}", found.z),
        )
    } else {
        (number(interval.mean), number(interval.mean), "exact".to_owned())
    };
    writeln!(
        page,
        "| {id} | {what} | {}{unit} | {} | {} | {low} .. {high} | {z} | {bug} |",
        check.what,
        number(check.exact),
        number(interval.mean),
    )
}

/// Five digits that count.
fn number(value: f64) -> String {
    if value.abs() < 1e-9 {
        return "0".to_owned();
    }
    let digits = (4 - value.abs().log10().floor() as i32).clamp(0, 8) as usize;
    format!("{value:.digits$}")
}
