//! The full tier of the known answers: every case with many replications, through the command line, and the page that says what came out.
//!
//! `cargo bench --bench validation` writes docs/validation.md and fails if an answer is too far off or a bug is not seen.

#[path = "../tests/it/theory/cases.rs"]
mod cases;
#[path = "../tests/it/theory/runner.rs"]
mod runner;

use std::fmt::Write;
use std::path::Path;

use cases::CASES;
use runner::Found;

const HEAD: &str = "# Known answers

Where queueing theory has an exact answer, Landbridge is held against it, through scenario files and the command line as a planner uses them
(tests/theory, tests/it/theory/cases.rs). This page is written by `cargo bench --bench validation`; a smaller tier runs in `cargo test`.

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
    for case in CASES {
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
    writeln!(
        page,
        "\n{all} answers with luck: the largest |z| is {worst:.2}; {above_two} {} above 2 ({:.1} % are to be expected).",
        if above_two == 1 { "is" } else { "are" },
        4.6
    )?;
    std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/validation.md"), &page)?;
    if failures.is_empty() { Ok(()) } else { Err(failures.join("\n").into()) }
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
