//! Runs a known answer through the command line and reads what came out.

use std::path::Path;
use std::process::Command;

use landbridge::stats::{Interval, interval};

use super::cases::{Case, Check};

/// A check and what was found.
pub struct Found {
    /// The check.
    pub check: &'static Check,
    /// Mean over replications, with its own interval.
    pub interval: Interval,
    /// How far it is off, in standard errors of the pilot; 0 where there is no luck and nothing is off.
    pub z: f64,
}

impl Found {
    /// Whether it is as near as it must be after so many replications.
    pub fn agrees(&self, replications: u32) -> bool {
        (self.interval.mean - self.check.exact).abs() <= self.check.tolerance(replications)
    }
}

/// Runs a case and compares; `bug` changes further values.
pub fn run(program: &Path, case: &'static Case, replications: u32, bug: &[&str]) -> Vec<Found> {
    let folder = tempfile::tempdir().expect("a folder for the run");
    let place = folder.path().join("run");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut command = Command::new(program);
    command.arg("run").arg(root.join(format!("tests/theory/{}.ron", case.file))).arg("--quiet");
    command.arg("--output").arg(&place).args(["--replications", &replications.to_string()]);
    for edit in case.edits.iter().chain(bug) {
        command.args(["--set", edit]);
    }
    let output = command.output().expect("the program runs");
    assert!(output.status.success(), "{}: {}", case.id, String::from_utf8_lossy(&output.stderr));
    case.checks.iter().map(|check| compared(check, &values(&place, check, replications), replications)).collect()
}

fn compared(check: &'static Check, values: &[f64], replications: u32) -> Found {
    let interval = interval(values).expect("there are replications");
    let off = interval.mean - check.exact;
    let error = check.sd / f64::from(replications).sqrt();
    let z = if check.sd > 0.0 { off / error } else { 0.0 };
    Found { check, interval, z }
}

/// The sum of the check's terms, one a replication.
fn values(place: &Path, check: &Check, replications: u32) -> Vec<f64> {
    let mut sums = vec![check.offset; replications as usize];
    let mut found = 0;
    let mut reader = csv::Reader::from_path(place.join("replications.csv")).expect("a run has this table");
    for row in reader.records() {
        let row = row.expect("rows are as wide as their header");
        let Some((factor, _, _)) = check.terms.iter().find(|term| term.1 == &row[1] && term.2 == &row[2]) else {
            continue;
        };
        let replication: usize = row[0].parse().expect("replications have numbers");
        let value: f64 = row[4].parse().expect("the metric was observed");
        sums[replication] += factor * value;
        found += 1;
    }
    assert_eq!(found, check.terms.len() * replications as usize, "{}: metrics of {:?}", check.what, check.terms);
    sums
}
