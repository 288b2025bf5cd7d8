//! In which order overlays are laid on, and which ones do not go together.

use std::collections::BTreeSet;

use super::super::file::{ChangeFile, OverlayFile};
use super::super::path::canonical;
use super::super::problem::Problem;
use super::super::tree::Node;
use super::change::Change;

/// All that an overlay says it comes `after`, also by way of others; itself too if they lead in a circle.
pub fn before<'o>(all: &'o [OverlayFile], id: &str) -> BTreeSet<&'o str> {
    let mut before = BTreeSet::new();
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        let named = all.iter().filter(|overlay| overlay.id == id).flat_map(|overlay| &overlay.after);
        let new: Vec<&'o str> = named.map(String::as_str).filter(|name| before.insert(*name)).collect();
        open.extend(new);
    }
    before
}

/// The normal order: by `after`, then by id. There are no circles.
pub fn normal<'o>(all: &'o [OverlayFile], mut left: Vec<&'o OverlayFile>) -> Vec<&'o OverlayFile> {
    left.sort_by(|a, b| a.id.cmp(&b.id));
    let mut ordered = Vec::with_capacity(left.len());
    let is_free = |left: &[&OverlayFile], overlay: &OverlayFile| {
        let before = before(all, &overlay.id);
        left.iter().all(|other| !before.contains(other.id.as_str()))
    };
    while let Some(next) = left.iter().position(|overlay| is_free(&left, overlay)) {
        ordered.push(left.remove(next));
    }
    ordered
}

/// A problem for each two changes of different overlays that do not commute, unless the overlays have an order.
pub fn conflicts(tree: &Node, all: &[OverlayFile], changes: &[Change]) -> Vec<Problem> {
    let targets: Vec<Vec<String>> = changes.iter().map(|change| target(tree, change)).collect();
    let mut found = Vec::new();
    for (second, change) in changes.iter().enumerate() {
        for first in 0..second {
            let other = &changes[first];
            let is_ordered = || before(all, change.overlay).contains(other.overlay);
            let commute = commute((other.file, &targets[first]), (change.file, &targets[second]));
            if change.overlay != other.overlay && !commute && !is_ordered() {
                found.push(conflict(other, change));
            }
        }
    }
    found
}

/// What a change touches: the path of its value, or of the item that comes or goes.
fn target(tree: &Node, change: &Change) -> Vec<String> {
    let mut path = canonical(tree, change.file.path());
    match change.file {
        ChangeFile::New(_, item) | ChangeFile::Apply(item) => match item.0.field("id").and_then(Node::text) {
            Some(id) => path.push(id.trim().to_owned()),
            // An item without a name takes its place behind the others and is in nobody's way.
            None => path.push(format!("new item of {}", change.overlay)),
        },
        // An item that is known by its number: those behind it move up, so the whole list is touched.
        ChangeFile::Remove(_) if path.last().is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_digit())) => {
            path.pop();
        }
        ChangeFile::Set(..) | ChangeFile::Add(..) | ChangeFile::Scale(..) | ChangeFile::Remove(_) => {}
    }
    path
}

/// Whether two changes give the same in either order.
fn commute((a, a_path): (&ChangeFile, &[String]), (b, b_path): (&ChangeFile, &[String])) -> bool {
    if a_path == b_path {
        let both = (a, b);
        return matches!(
            both,
            (ChangeFile::Add(..), ChangeFile::Add(..)) | (ChangeFile::Scale(..), ChangeFile::Scale(..))
        );
    }
    !a_path.starts_with(b_path) && !b_path.starts_with(a_path)
}

fn conflict(first: &Change, second: &Change) -> Problem {
    let (a, b) = (first.overlay, second.overlay);
    let what = |change: &Change| format!("{} in overlay `{}`", change.file.name(), change.overlay);
    Problem::new("E0603", format!("overlays `{a}` and `{b}` change the same value"))
        .at(second.path_at)
        .field(second.file.path())
        .found(what(second))
        .also(first.path_at, what(first))
        .expected("changes of different values, or an order of the two")
        .hint(format!("write `after: [\"{a}\"]` into overlay `{b}`, or the other way round"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::parse::parse;
    use crate::scenario::record::{FromNode, Reader};
    use crate::scenario::source::FileId;

    const TREE: &str =
        r#"(a: (n: 1, m: 2), list: [(id: "x", n: 1), (id: "y", n: 1)], plain: [1, 2], facilities: [Yard(n: 1)])"#;

    fn read(text: &str) -> Vec<OverlayFile> {
        let tree = parse(FileId(0), text).expect("good RON");
        Vec::from_node(&tree, &mut Reader::default()).expect("overlays")
    }

    /// The number of conflicts of overlays `a` and `b` with one change each.
    fn conflicts_of(a: &str, b: &str, after: &str) -> usize {
        let text = format!(
            "(overlays: [(id: \"a\", changes: [{a}]), (id: \"b\", after: [{after}], changes: [{b}])], {}",
            &TREE[1..]
        );
        let tree = parse(FileId(0), &text).expect("good RON");
        let all: Vec<OverlayFile> = super::super::read(&tree, "overlays").expect("overlays");
        let changes: Vec<Change> = all.iter().flat_map(|overlay| super::super::change::of(overlay, &tree)).collect();
        conflicts(&tree, &all, &changes).len()
    }

    #[test]
    fn the_normal_order_is_by_after_and_then_by_id() {
        let all = read(
            r#"[(id: "a", after: ["c"], changes: []), (id: "b", changes: []), (id: "c", after: ["d"], changes: []), (id: "d", changes: [])]"#,
        );
        let order = |names: &[&str]| -> Vec<String> {
            let chosen = all.iter().rev().filter(|overlay| names.contains(&overlay.id.as_str())).collect();
            normal(&all, chosen).iter().map(|overlay| overlay.id.clone()).collect()
        };
        assert_eq!(order(&["a", "b", "c", "d"]), ["b", "d", "c", "a"]);
        assert_eq!(order(&["a", "d"]), ["d", "a"], "also by way of one that is not laid on");
    }

    #[test]
    fn a_circle_comes_before_itself() {
        let all = read(
            r#"[(id: "a", after: ["b"], changes: []), (id: "b", after: ["a"], changes: []), (id: "c", after: ["a"], changes: [])]"#,
        );
        assert!(before(&all, "a").contains("a") && !before(&all, "c").contains("c"));
    }

    #[test]
    fn different_paths_and_like_arithmetic_commute() {
        for (a, b) in [
            (r#"Set("a/n", 2)"#, r#"Set("a/m", 2)"#),
            (r#"Add("a/n", 2)"#, r#"Add("a/n", 3)"#),
            (r#"Scale("a/n", 2)"#, r#"Scale("a/n", 3)"#),
            (r#"New("list", (id: "p"))"#, r#"New("list", (id: "q"))"#),
            (r#"New("list", (id: "p"))"#, r#"Set("list/x/n", 2)"#),
            (r#"Remove("list/x")"#, r#"Set("list/y/n", 2)"#),
        ] {
            assert_eq!(conflicts_of(a, b, ""), 0, "{a} {b}");
        }
    }

    #[test]
    fn what_does_not_commute_is_a_conflict_unless_there_is_an_order() {
        for (a, b) in [
            (r#"Set("a/n", 2)"#, r#"Set("a/n", 2)"#),
            (r#"Set("a/n", 2)"#, r#"Scale("a/n", 2)"#),
            (r#"Add("a/n", 2)"#, r#"Scale("a/n", 2)"#),
            (r#"Set("a", (n: 1))"#, r#"Set("a/n", 2)"#),
            (r#"Remove("list/x")"#, r#"Set("list/x/n", 2)"#),
            (r#"New("list", (id: "p"))"#, r#"New("list", (id: "p"))"#),
            (r#"New("list", (id: "p", n: 1))"#, r#"Set("list/p/n", 2)"#),
            (r#"Set("list/0/n", 2)"#, r#"Set("list/x/n", 3)"#),
            (r#"Set("facilities/0/n", 2)"#, r#"Set("facilities/Yard/n", 3)"#),
            (r#"Remove("plain/0")"#, r#"Set("plain/1", 3)"#),
        ] {
            assert_eq!(conflicts_of(a, b, ""), 1, "{a} {b}");
            assert_eq!(conflicts_of(a, b, "\"a\""), 0, "{a} {b} in order");
        }
    }
}
