//! Reading a scenario from its folder.

use std::path::{Component, Path, PathBuf};

use super::build::build;
use super::file::ScenarioFile;
use super::overlay::{lay, name_overlay, unknown_path};
use super::parse::parse;
use super::path::{find, set};
use super::problem::{Problem, Problems};
use super::record::{FromNode, Reader, Reference};
use super::source::{FileId, MAX_FILE_BYTES, ReadError, Sources, Span, read_file};
use super::tables::{TABLES, items};
use super::tree::{Node, Value};
use super::write::write;
use crate::engine::draw::purpose;
use crate::model::Model;

/// One `--set PATH=VALUE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Path of the value, items by id.
    pub path: String,
    /// The new value, in RON.
    pub value: String,
}

/// A scenario as it was found.
pub struct Loaded {
    /// All texts that were read.
    pub sources: Sources,
    /// The tree, tables, overlays and edits included; none if there was no text to read or its syntax is wrong.
    pub tree: Option<Node>,
    /// The overlays that were laid on, in their normal order.
    pub overlays: Vec<String>,
    /// What was written, overlays laid on, defaults filled in and without tables. `overlays` and `compare` are as written.
    pub file: Option<ScenarioFile>,
    /// The model; valid only if no problem is an error.
    pub model: Option<Model>,
    /// Everything that was found.
    pub problems: Problems,
    /// The scenario as it was meant, complete, without tables and without `overlays` and `compare`, since what was asked for is laid on:
    /// what `scenario.ron` of a run's folder holds.
    pub resolved: String,
}

/// The file of a scenario: `scenario.ron` in a folder, or the file itself.
pub fn scenario_file(path: &Path) -> PathBuf {
    if path.is_dir() { path.join("scenario.ron") } else { path.to_owned() }
}

/// Reads a scenario and its tables, lays the named overlays on, and then the edits of the command line.
///
/// # Errors
/// When the scenario's own file cannot be read; everything else is a problem in the result.
pub fn load(path: &Path, edits: &[Edit], overlays: &[String]) -> Result<Loaded, ReadError> {
    let file = scenario_file(path);
    let text = read_file(&file, MAX_FILE_BYTES)?;
    let mut loaded = Loaded {
        sources: Sources::new(),
        tree: None,
        overlays: overlays.to_vec(),
        file: None,
        model: None,
        problems: Problems::new(),
        resolved: String::new(),
    };
    let id = loaded.sources.add(file.display().to_string(), text.clone());
    match parse(id, &text) {
        Ok(tree) => loaded.read(tree, file.parent().unwrap_or(Path::new(".")), edits),
        Err(problem) => loaded.problems.push(*problem),
    }
    Ok(loaded)
}

impl Loaded {
    fn read(&mut self, mut tree: Node, folder: &Path, edits: &[Edit]) {
        let (sources, problems) = (&mut self.sources, &mut self.problems);
        // What says how to read comes before reading by it.
        let (before, after): (Vec<&Edit>, Vec<&Edit>) = edits.iter().partition(|edit| edit.is_of_reading());
        before.into_iter().for_each(|edit| apply(&mut tree, edit, sources, problems));
        append_tables(&mut tree, folder, sources, problems);
        self.overlays = lay(&mut tree, &self.overlays, problems);
        after.into_iter().for_each(|edit| apply(&mut tree, edit, sources, problems));
        let mut reader = Reader::default();
        let scenario = ScenarioFile::from_node(&tree, &mut reader);
        self.problems.extend(reader.problems.sorted().into_iter().cloned());
        if let Some(mut scenario) = scenario {
            let (model, problems) = build(&scenario, &tree, std::mem::take(&mut self.problems));
            scenario.tables = None;
            self.resolved = to_text(&scenario);
            (self.problems, self.model, self.file) = (problems, Some(model), Some(scenario));
        }
        self.problems = once(&self.problems, &tree);
        self.tree = Some(tree);
    }
}

impl Edit {
    /// Whether it changes what is used up before other edits are laid on.
    fn is_of_reading(&self) -> bool {
        let first = self.path.split('/').next().unwrap_or_default().trim();
        ["tables", "overlays", "compare"].contains(&first)
    }
}

/// Each problem once, since shared posts are built at every use, and with the overlay that it comes from.
fn once(problems: &Problems, tree: &Node) -> Problems {
    let mut sorted = problems.sorted();
    sorted.dedup_by(|a, b| a.code == b.code && a.place == b.place && a.field == b.field && a.title == b.title);
    let mut unique = Problems::new();
    unique.extend(sorted.into_iter().map(|problem| name_overlay(problem.clone(), tree)));
    unique
}

/// A scenario as RON, every default written out, laid out for people; overlays are left out.
fn to_text(scenario: &ScenarioFile) -> String {
    write(&to_tree(scenario))
}

fn to_tree(scenario: &ScenarioFile) -> Node {
    let scenario = ScenarioFile { overlays: Vec::new(), compare: Vec::new(), ..scenario.clone() };
    let text = ron::to_string(&scenario).expect("a scenario holds only numbers, texts and lists");
    parse(FileId(0), &text).expect("our tree reads what the ron crate writes")
}

/// A tree with every default written out; places are lost. None if it is no scenario.
pub(super) fn with_defaults(tree: &Node) -> Option<Node> {
    ScenarioFile::from_node(tree, &mut Reader::default()).as_ref().map(to_tree)
}

/// Hash of a scenario's resolved text (FNV-1a, 64 bits): tells scenarios apart, and is no proof against forgery.
pub fn scenario_hash(resolved: &str) -> String {
    format!("{:016x}", purpose(resolved))
}

/// The reference of everything that may be written, as Markdown.
pub fn reference() -> String {
    let mut reference = Reference::default();
    ScenarioFile::describe(&mut reference);
    reference.to_markdown()
}

/// Appends the rows of the tables that the scenario names.
fn append_tables(tree: &mut Node, folder: &Path, sources: &mut Sources, problems: &mut Problems) {
    for table in TABLES {
        let path = format!("tables/{}", table.list);
        let Ok(node) = find(tree, &path) else { continue };
        let (Some(name), place) = (node.text().map(str::to_owned), node.span) else { continue };
        let report = |problem: Problem| problem.at(place).field(path.clone()).found(format!("{name:?}"));
        if !is_inside(&name) {
            problems.push(
                report(Problem::new("E0133", "a table lies outside the scenario's folder"))
                    .expected("a path below it, without `..`"),
            );
            continue;
        }
        let file = folder.join(&name);
        match read_file(&file, MAX_FILE_BYTES) {
            Err(error) => problems.push(report(Problem::new("E0134", format!("a table cannot be read: {error}")))),
            Ok(text) => {
                let id = sources.add(file.display().to_string(), text.clone());
                match items(table, id, &text) {
                    Ok(rows) => append(tree, table.list, rows, place),
                    Err(found) => problems.extend(found.into_iter().map(|problem| problem.field(path.clone()))),
                }
            }
        }
    }
}

fn is_inside(name: &str) -> bool {
    Path::new(name).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

fn append(tree: &mut Node, list: &str, rows: Vec<Node>, place: Span) {
    let Value::Record { fields, .. } = &mut tree.value else { return };
    let field = fields.iter_mut().find(|field| field.name == list);
    match field.map(|field| &mut field.value.value) {
        Some(Value::List(items)) => items.extend(rows),
        Some(_) => {}
        None => {
            let value = Node::new(Value::List(rows), place);
            fields.push(super::tree::Field { name: list.to_owned(), name_span: place, value });
        }
    }
}

/// Lays one edit on the tree.
fn apply(tree: &mut Node, edit: &Edit, sources: &mut Sources, problems: &mut Problems) {
    let id = sources.add(format!("--set {}", edit.path), edit.value.clone());
    let whole = Span { file: id, start: 0, end: edit.value.len() as u32 };
    match parse(id, &edit.value) {
        Err(problem) => problems.push(problem.field(edit.path.clone())),
        Ok(value) => {
            if let Err(error) = set(tree, &edit.path, value) {
                let who = format!("`--set {}`", edit.path);
                problems.push(unknown_path(&who, &edit.path, &error, tree).at(whole));
            }
        }
    }
}
