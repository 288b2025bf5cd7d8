//! What several kinds of tests need: the program itself, and its tables as rows.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use assert_cmd::Command;

/// The program, run in the folder of the crate, so that paths in messages are the same on every machine. Ten seconds are a hang.
pub fn landbridge() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_landbridge"));
    command
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("RUST_BACKTRACE")
        .env_remove("COLUMNS")
        .timeout(Duration::from_secs(10));
    command
}

/// A folder that vanishes after the test.
pub fn scratch() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder for tests")
}

/// Writes a scenario into a folder and tells where.
pub fn write_scenario(folder: &Path, text: &str) -> PathBuf {
    let path = folder.join("scenario.ron");
    std::fs::write(&path, text).expect("the folder can be written");
    path
}

/// Runs a scenario with further arguments; the run's folder is `name` in the scratch folder.
pub fn run_into(folder: &Path, name: &str, scenario: &Path, arguments: &[&str]) -> PathBuf {
    let place = folder.join(name);
    let mut command = landbridge();
    command.timeout(Duration::from_secs(300)).arg("run").arg(scenario).arg("--quiet").arg("--output").arg(&place);
    command.args(arguments).assert().success();
    place
}

/// All files of a folder with their bytes, by path below it.
pub fn bytes(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(here) = open.pop() {
        for entry in here.read_dir().expect("the folder of a run can be read") {
            let path = entry.expect("an entry of it").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("it is below the folder").to_owned();
                all.insert(name, std::fs::read(&path).expect("a file of a run can be read"));
            }
        }
    }
    all
}

/// One file of a run's folder as text.
pub fn text(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).expect("a table of a run can be read")
}

/// Values of `replications.csv` by (metric, place), in the order of replications; empty cells are none.
pub fn values(folder: &Path) -> BTreeMap<(String, String), Vec<Option<f64>>> {
    let mut reader = csv::Reader::from_path(folder.join("replications.csv")).expect("a table of a run can be read");
    let mut all: BTreeMap<(String, String), Vec<Option<f64>>> = BTreeMap::new();
    for row in reader.records() {
        let row = row.expect("rows are as wide as their header");
        let value = (!row[4].is_empty()).then(|| row[4].parse().expect("a value is a number"));
        all.entry((row[1].to_owned(), row[2].to_owned())).or_default().push(value);
    }
    all
}

/// The mean over replications of one metric.
pub fn mean(folder: &Path, metric: &str, place: &str) -> f64 {
    let all = values(folder);
    let found = all.get(&(metric.to_owned(), place.to_owned())).expect("the metric is in the table");
    let found: Vec<f64> = found.iter().flatten().copied().collect();
    found.iter().sum::<f64>() / found.len() as f64
}
