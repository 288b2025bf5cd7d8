//! Overlays: named changes, laid on the tree of a scenario before its structs are read.
//!
//! Several overlays are laid on in their *normal order*: what one says it comes `after` first, then by id. So the order of naming them never
//! matters. Changes at different paths commute; two overlays that would not are a problem unless one comes `after` the other.

mod change;
mod decimal;
mod order;

use super::file::{OverlayFile, ScenarioFile};
use super::problem::{Problem, Problems};
use super::record::{FromNode, Reader};
use super::source::Span;
use super::suggest::did_you_mean;
use super::tree::{Node, Value};
use change::Change;

pub use change::unknown_path;

/// Lays overlays on a tree and tells their normal order. Nothing is laid on if they are named or written wrongly.
pub fn lay(tree: &mut Node, names: &[String], problems: &mut Problems) -> Vec<String> {
    // What cannot be read is reported when the scenario is read.
    let (Some(all), Some(compare)) = (read::<OverlayFile>(tree, "overlays"), read::<Vec<String>>(tree, "compare"))
    else {
        return names.to_vec();
    };
    let mut found = check_names(tree, &all, &compare);
    let chosen = choose(&all, names, &mut found);
    if !found.is_empty() {
        problems.extend(found);
        return names.to_vec();
    }
    let ordered = order::normal(&all, chosen);
    let changes: Vec<Change> = ordered.iter().flat_map(|overlay| change::of(overlay, tree)).collect();
    found = order::conflicts(tree, &all, &changes);
    if found.is_empty() {
        found.extend(changes.iter().filter_map(|change| change.lay_on(tree).err()).map(|problem| *problem));
    }
    problems.extend(found);
    ordered.iter().map(|overlay| overlay.id.clone()).collect()
}

/// A list of the scenario; none if something in it cannot be read.
fn read<T: FromNode>(tree: &Node, key: &str) -> Option<Vec<T>> {
    let Some(node) = tree.field(key) else { return Some(Vec::new()) };
    let mut reader = Reader::default();
    Vec::<T>::from_node(node, &mut reader).filter(|_| !reader.problems.has_errors())
}

/// Names in `after` and `compare` that do not exist, overlays that come after themselves, ids that cannot be named.
fn check_names(tree: &Node, all: &[OverlayFile], compare: &[Vec<String>]) -> Vec<Problem> {
    let mut found = Vec::new();
    for overlay in all {
        let path = format!("overlays/{}/after", overlay.id);
        found.extend(unknown(all, &overlay.after, Some((tree, &path))));
        if order::before(all, &overlay.id).contains(overlay.id.as_str()) {
            let problem = Problem::new("E0604", format!("overlay `{}` comes after itself", overlay.id));
            let problem = problem.at(place(tree, &path)).field(&path).found(overlay.after.join(", "));
            found.push(problem.expected("overlays that do not come after this one, also not by way of others"));
        }
        if overlay.id.contains(',') {
            let path = format!("overlays/{}/id", overlay.id);
            let problem = Problem::new("E0305", "the id of an overlay has a comma").at(place(tree, &path)).field(path);
            found.push(problem.found(format!("{:?}", overlay.id)).expected("an id that `--overlay a,b` can name"));
        }
    }
    for (index, stack) in compare.iter().enumerate() {
        let path = format!("compare/{index}");
        found.extend(unknown(all, stack, Some((tree, &path))));
        found.extend(repeated(stack, Some((tree, &path))));
    }
    found
}

/// The overlays of these names.
fn choose<'o>(all: &'o [OverlayFile], names: &[String], found: &mut Vec<Problem>) -> Vec<&'o OverlayFile> {
    found.extend(unknown(all, names, None));
    found.extend(repeated(names, None));
    all.iter().filter(|overlay| names.contains(&overlay.id)).collect()
}

/// Where a list of names stands: the tree and the path; nowhere for the command line.
type Written<'t> = Option<(&'t Node, &'t str)>;

/// A problem for each name that no overlay has.
fn unknown(all: &[OverlayFile], names: &[String], written: Written) -> Vec<Problem> {
    let ids = || all.iter().map(|overlay| overlay.id.as_str());
    let is_unknown = |name: &&String| ids().all(|id| id != name.as_str());
    let wrong = names.iter().enumerate().filter(|(_, name)| is_unknown(name));
    wrong
        .map(|(index, name)| {
            let hint = did_you_mean(name, ids()).map(|name| format!("did you mean `{name}`?"));
            let expected = match all.len() {
                0 => "the id of an overlay, but the scenario has none".to_owned(),
                _ => format!("one of: {}", ids().collect::<Vec<_>>().join(", ")),
            };
            let problem = Problem::new("E0602", format!("there is no overlay `{name}`")).expected(expected);
            at(problem.hint_if(hint), written, index, name)
        })
        .collect()
}

/// A problem for each name that has stood before.
fn repeated(names: &[String], written: Written) -> Vec<Problem> {
    let again = names.iter().enumerate().filter(|(index, name)| names[..*index].contains(name));
    again
        .map(|(index, name)| {
            let problem = Problem::new("E0606", format!("overlay `{name}` is named twice"));
            at(problem.expected("each overlay at most once"), written, index, name)
        })
        .collect()
}

/// A problem with a name of a list, at its place if it has one.
fn at(problem: Problem, written: Written, index: usize, name: &str) -> Problem {
    match written {
        Some((tree, path)) => {
            let path = format!("{path}/{index}");
            problem.at(place(tree, &path)).field(path).found(format!("{name:?}"))
        }
        None => problem,
    }
}

/// Where the value at a path stands; its nearest ancestor where it was left out.
fn place(tree: &Node, path: &str) -> Span {
    match super::path::find(tree, path) {
        Ok(node) => node.span,
        Err(error) => error.ancestor,
    }
}

/// The stacks of overlays that are worth checking: each overlay with those that it comes after, and each variant of `compare`; each once, none empty.
pub fn stacks(file: &ScenarioFile) -> Vec<Vec<String>> {
    let with_before = |overlay: &OverlayFile| {
        let before = order::before(&file.overlays, &overlay.id).into_iter();
        before.map(str::to_owned).chain([overlay.id.clone()]).collect::<Vec<_>>()
    };
    let all = file.overlays.iter().map(with_before).chain(file.compare.iter().cloned());
    let mut stacks: Vec<Vec<String>> = Vec::new();
    for stack in all.filter(|stack| !stack.is_empty()) {
        if !stacks.contains(&stack) {
            stacks.push(stack);
        }
    }
    stacks
}

/// Adds to a problem with a value that an overlay has laid on which overlay that is.
pub fn name_overlay(problem: Problem, tree: &Node) -> Problem {
    // A problem of an overlay as such has it in its title.
    let is_laid_on = !problem.code.starts_with("E06") && !problem.field.starts_with("overlays");
    let Some(place) = problem.place.filter(|_| is_laid_on) else { return problem };
    let is_around =
        |node: &&Node| node.span.file == place.file && node.span.start <= place.start && place.end <= node.span.end;
    let overlays = match tree.field("overlays").map(|node| &node.value) {
        Some(Value::List(items)) => items.as_slice(),
        _ => &[],
    };
    let id = overlays.iter().find(is_around).and_then(|overlay| overlay.field("id"));
    match id.and_then(|id| Some((id.span, id.text()?))) {
        Some((span, _)) if problem.also.iter().any(|(other, _)| *other == span) => problem,
        Some((span, id)) => problem.also(span, format!("laid on by overlay `{id}`")),
        None => problem,
    }
}
