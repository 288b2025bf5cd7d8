//! Who may use whom. The source is read as text: an edge that is not in the table fails, with file and line.

use std::path::{Path, PathBuf};

/// A room (a folder or file right under `src`) and what it may use of the others. `room::Item` allows that item only.
/// `units` and `ids` are open to all. `docs/architecture.md` has the same table.
const ROOMS: &[(&str, &[&str])] = &[
    ("units", &[]),
    ("ids", &[]),
    ("stats", &[]),
    ("engine", &[]),
    ("model", &["engine"]),
    ("scenario", &["model", "engine"]),
    ("plan", &["model", "engine"]),
    ("observe", &["model", "plan", "stats"]),
    ("sim", &["model", "plan", "engine", "observe"]),
    ("index", &["model", "plan", "sim::Outcome", "stats"]),
    ("experiment", &["model", "plan", "sim", "stats", "index", "scenario", "observe::Content", "observe::Timings"]),
    ("report", &["model", "plan", "observe", "stats", "index", "experiment", "scenario"]),
    ("cli", &["scenario", "model", "plan", "engine", "sim", "observe", "stats", "index", "experiment", "report"]),
];

/// Open to all, but for what uses nothing at all.
const OPEN: &[&str] = &["units", "ids"];
const CLOSED: &[(&str, &str)] =
    &[("units", "ids"), ("ids", "units"), ("engine", "ids"), ("stats", "ids"), ("stats", "units")];

/// Crates that are used in one place only.
const CRATES: &[(&str, &str)] =
    &[("bevy_ecs", "src/sim"), ("rand", "src/engine"), ("rand_distr", "src/engine"), ("plotters", "src/report/plot")];

/// Lines that a file may have without its tests.
const LONGEST: usize = 600;

/// A source file: its path from the root of the crate, and its lines.
struct Source {
    path: String,
    lines: Vec<String>,
    /// How many of the lines come before the tests.
    before_tests: usize,
}

impl Source {
    fn read(root: &Path, file: &Path) -> Self {
        let text = std::fs::read_to_string(file).expect("sources can be read");
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let is_tests = |pair: &[String]| pair[0] == "#[cfg(test)]" && pair[1].contains("mod tests");
        let before_tests = lines.windows(2).position(is_tests).unwrap_or(lines.len());
        let path = file.strip_prefix(root).expect("sources lie under the root").display().to_string();
        Self { path: path.replace('\\', "/"), lines, before_tests }
    }

    /// The module of the file: `src/plan/template/border.rs` is [plan, template, border].
    fn module(&self) -> Vec<&str> {
        let inner = self.path.strip_prefix("src/").unwrap_or(&self.path);
        let name = inner.strip_suffix("/mod.rs").or(inner.strip_suffix(".rs")).unwrap_or(inner);
        name.split('/').collect()
    }

    fn room(&self) -> &str {
        self.module()[0]
    }

    /// Lines with code, with their numbers; comments are left out.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.lines.iter().enumerate().map(|(index, line)| (index + 1, line.trim()));
        lines.filter(|(_, line)| !line.starts_with("//"))
    }

    /// Code that is not a test.
    fn code_before_tests(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code().take_while(|(number, _)| *number <= self.before_tests)
    }
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    collect(&root.join("src"), &mut files);
    files.sort();
    assert!(files.len() > 20, "the sources are found");
    files.iter().map(|file| Source::read(root, file)).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in folder.read_dir().expect("src can be read") {
        let path = entry.expect("src can be read").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// The paths behind `crate::`, and behind as many `super::` as lead out of the room, that a line of code names.
fn named(line: &str, depth: usize) -> Vec<String> {
    let mut paths = Vec::new();
    let out = "super::".repeat(depth);
    for way in ["crate::", out.as_str()] {
        for (at, _) in line.match_indices(way) {
            let is_whole =
                !line[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_' || before == ':');
            if is_whole {
                paths.extend(spread(&line[at + way.len()..]));
            }
        }
    }
    paths
}

/// `a::b::C` is itself; `{a::B, c}` and `a::{B, C}` are their members. What is in deeper braces goes with its parent.
fn spread(text: &str) -> Vec<String> {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).unwrap_or(text.len());
    let (path, rest) = text.split_at(end);
    match rest.strip_prefix('{') {
        Some(inside) if path.is_empty() || path.ends_with("::") => {
            let inside = inside.split('}').next().unwrap_or(inside);
            let items = inside.split(',').filter_map(|item| item.split_whitespace().next());
            let members: Vec<String> = items.map(|item| format!("{path}{item}")).collect();
            // Members on lines of their own: the parent stands for them.
            if members.is_empty() { vec![path.trim_end_matches("::").to_owned()] } else { members }
        }
        _ => vec![path.trim_end_matches("::").to_owned()],
    }
}

/// What a room may use, itself and the rooms that are open to all included.
fn allowed(room: &str) -> Vec<&'static str> {
    let (name, own) = ROOMS.iter().find(|(name, _)| *name == room).expect("every room is in the table");
    let is_open = |open: &&&str| *open != name && !CLOSED.contains(&(*name, **open));
    let open = OPEN.iter().filter(is_open).copied();
    std::iter::once(*name).chain(own.iter().copied()).chain(open).collect()
}

fn is_allowed(allowed: &[&str], path: &str) -> bool {
    allowed
        .iter()
        .any(|allowed| path.strip_prefix(allowed).is_some_and(|rest| rest.is_empty() || rest.starts_with("::")))
}

fn fail_if_any(what: &str, wrong: &[String]) {
    assert!(wrong.is_empty(), "{what}:\n  {}\n", wrong.join("\n  "));
}

#[test]
fn no_room_uses_a_room_that_it_may_not() {
    let rooms: Vec<&str> = ROOMS.iter().map(|(room, _)| *room).collect();
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| !["lib", "main"].contains(&source.room())) {
        let (room, depth) = (source.room(), source.module().len());
        if !rooms.contains(&room) {
            wrong.push(format!("{}: the room `{room}` is not in the table", source.path));
            continue;
        }
        let allowed = allowed(room);
        for (number, line) in source.code_before_tests() {
            for path in named(line, depth).iter().filter(|path| !is_allowed(&allowed, path)) {
                let may = allowed.join(", ");
                wrong.push(format!("{}:{number} uses `{path}`; `{room}` may use: {may}", source.path));
            }
        }
    }
    fail_if_any(
        "A room uses another that it may not. Move the code, or argue for the edge and add it to the table",
        &wrong,
    );
}

#[test]
fn crates_are_used_only_in_the_room_that_they_are_for() {
    let mut wrong = Vec::new();
    for source in sources() {
        for (number, line) in source.code() {
            for (name, place) in CRATES.iter().filter(|(_, place)| !source.path.starts_with(place)) {
                if uses_crate(line, name) {
                    wrong.push(format!("{}:{number} uses `{name}`, which belongs to {place} only", source.path));
                }
            }
        }
    }
    fail_if_any("A crate is used outside its room", &wrong);
}

fn uses_crate(line: &str, name: &str) -> bool {
    has_word(line, &format!("{name}::")) || line.starts_with(&format!("use {name};"))
}

/// Whether a text stands in a line as a word of its own, not as the end of a longer path.
fn has_word(line: &str, text: &str) -> bool {
    let is_inside = |before: char| before.is_alphanumeric() || before == '_' || before == ':';
    line.match_indices(text).any(|(at, _)| !line[..at].ends_with(is_inside))
}

#[test]
fn nothing_is_unsafe() {
    let mut wrong = Vec::new();
    for source in sources() {
        for (number, line) in source.code() {
            if ["unsafe {", "unsafe fn", "unsafe impl"].iter().any(|text| has_word(line, text)) {
                wrong.push(format!("{}:{number} {line}", source.path));
            }
        }
    }
    fail_if_any("There is unsafe code", &wrong);
}

#[test]
fn no_file_is_too_long_to_read() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| source.before_tests > LONGEST) {
        wrong.push(format!("{} has {} lines without its tests", source.path, source.before_tests));
    }
    fail_if_any(&format!("A file has more than {LONGEST} lines: one idea a file"), &wrong);
}

#[test]
fn the_table_of_the_documentation_is_this_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/architecture.md");
    let text = std::fs::read_to_string(path).expect("docs/architecture.md can be read");
    let mut wrong = Vec::new();
    for (room, _) in ROOMS {
        let may: Vec<String> = allowed(room).iter().skip(1).map(|name| format!("`{name}`")).collect();
        let row = format!("| `{room}` | {} |", if may.is_empty() { "-".to_owned() } else { may.join(", ") });
        if !text.lines().any(|line| line == row) {
            wrong.push(row);
        }
    }
    fail_if_any("docs/architecture.md lacks rows of the table of rooms", &wrong);
}

#[test]
fn the_paths_of_a_line_are_found() {
    assert_eq!(named("use crate::sim::{Limits, Outcome};", 2), ["sim::Limits", "sim::Outcome"]);
    assert_eq!(named("use crate::{plan::Plan, units};", 2), ["plan::Plan", "units"]);
    assert_eq!(named("use crate::model::{", 2), ["model"]);
    assert_eq!(named("let x: crate::model::Cause = $crate::model::X;", 2).len(), 2);
    assert_eq!(named("use super::super::plan::Plan;", 2), ["plan::Plan"]);
    assert_eq!(named("use super::super::plan::Plan;", 3), Vec::<String>::new());
    assert!(is_allowed(&["sim::Outcome"], "sim::Outcome") && !is_allowed(&["sim::Outcome"], "sim::Outcomes"));
}
