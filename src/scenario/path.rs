//! Finding and replacing values by path, as `--set` and overlays name them: "hubs/khorgos/facilities/RailBorder/plan".
//!
//! A segment names a field of a record. In a list it names the item with that `id`, else the only item of that kind
//! (variant name), else, if all digits, the item of that index, from 0. In a tuple it is an index. Ids may hold blanks
//! and slashes: the longest run of segments that is an id wins.

use crate::scenario::source::Span;
use crate::scenario::tree::{Field, Node, Value, is_plain_name};

/// A path that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no `{segment}` {}", at_place(reached))]
pub struct PathError {
    /// The part of the path that exists; empty at the root.
    pub reached: String,
    /// The first segment that does not exist.
    pub segment: String,
    /// Number of that segment in the path, from 0.
    pub index: usize,
    /// What is at `reached`, in words: "a list of 3 items".
    pub found: String,
    /// What the segment could have been: names of fields, ids, kinds. Indices are not listed.
    pub possible: Vec<String>,
    /// Where the value at `reached` stands.
    pub ancestor: Span,
}

fn at_place(reached: &str) -> String {
    if reached.is_empty() { "at the top".to_owned() } else { format!("in `{reached}`") }
}

/// The value at a path.
///
/// # Errors
/// Tells how far the path leads, what is there, and what could follow.
pub fn find<'a>(root: &'a Node, path: &str) -> Result<&'a Node, PathError> {
    let steps = locate(root, path).map_err(|stop| stop.error)?;
    Ok(steps.iter().fold(root, |node, step| child(node, *step)))
}

/// Replaces the value at a path. If only the last segment is missing and its parent is a record, the field is added.
///
/// # Errors
/// Tells how far the path leads, what is there, and what could follow; the tree is then unchanged.
pub fn set(root: &mut Node, path: &str, value: Node) -> Result<(), PathError> {
    match locate(root, path) {
        Ok(steps) => *descend(root, &steps) = value,
        Err(stop) => {
            let takes_field = stop.is_last && is_plain_name(&stop.error.segment);
            let parent = descend(root, &stop.steps);
            if !takes_field || parent.fields().is_none() {
                return Err(stop.error);
            }
            add_field(parent, stop.error.segment, value);
        }
    }
    Ok(())
}

/// A path in the one form in which it names its value, whatever form it was written in; what does not exist stays as written.
#[must_use]
pub fn canonical(root: &Node, path: &str) -> Vec<String> {
    let segments: Vec<&str> = path.split('/').map(str::trim).collect();
    let mut node = root;
    let mut names = Vec::new();
    let mut done = 0;
    while let Some((step, used)) = take(node, &segments[done..]) {
        names.push(match &node.value {
            Value::Record { fields, .. } => fields[step].name.clone(),
            Value::List(items) => segment(items, step),
            _ => step.to_string(),
        });
        node = child(node, step);
        done += used;
    }
    names.extend(segments[done..].iter().map(|&segment| segment.to_owned()));
    names
}

/// Takes an item out of its list or a key out of its record. Whether it did: the items of a tuple belong together.
///
/// # Errors
/// Tells how far the path leads, what is there, and what could follow; the tree is then unchanged.
pub fn remove(root: &mut Node, path: &str) -> Result<bool, PathError> {
    let mut steps = locate(root, path).map_err(|stop| stop.error)?;
    let last = steps.pop().expect("a path has at least one segment");
    match &mut descend(root, &steps).value {
        Value::Record { fields, .. } => drop(fields.remove(last)),
        Value::List(items) => drop(items.remove(last)),
        _ => return Ok(false),
    }
    Ok(true)
}

fn add_field(record: &mut Node, name: String, value: Node) {
    let field = Field { name, name_span: value.span, value };
    match &mut record.value {
        Value::Record { fields, .. } => fields.push(field),
        other => *other = Value::Record { name: None, fields: vec![field] },
    }
}

/// Where a path ends too early.
struct Stop {
    /// Children taken until there.
    steps: Vec<usize>,
    /// Whether the missing segment is the last one.
    is_last: bool,
    error: PathError,
}

/// The children to take, by number, from the root to the value.
fn locate(root: &Node, path: &str) -> Result<Vec<usize>, Box<Stop>> {
    let segments: Vec<&str> = path.split('/').map(str::trim).collect();
    let mut node = root;
    let mut steps = Vec::new();
    let mut done = 0;
    while done < segments.len() {
        let Some((step, used)) = take(node, &segments[done..]) else {
            let error = PathError {
                reached: segments[..done].join("/"),
                segment: segments[done].to_owned(),
                index: done,
                found: node.describe(),
                possible: possible(node),
                ancestor: node.span,
            };
            return Err(Box::new(Stop { steps, is_last: done + 1 == segments.len(), error }));
        };
        node = child(node, step);
        steps.push(step);
        done += used;
    }
    Ok(steps)
}

/// The child that the first segments lead to, and how many of them name it.
fn take(node: &Node, segments: &[&str]) -> Option<(usize, usize)> {
    let first = segments.first()?;
    if let Some(fields) = node.fields() {
        return fields.iter().position(|field| field.name == *first).map(|step| (step, 1));
    }
    let items = node.items()?;
    let is_list = matches!(node.value, Value::List(_));
    let named =
        is_list.then(|| by_id(items, segments).or_else(|| by_kind(items, first).map(|step| (step, 1)))).flatten();
    named.or_else(|| by_index(items, first).map(|step| (step, 1)))
}

fn by_id(items: &[Node], segments: &[&str]) -> Option<(usize, usize)> {
    // Ids without a slash are the rule, so long joins are tried only as far as some id could need them.
    let slashes = items.iter().filter_map(id).map(|id| id.matches('/').count()).max()?;
    let longest = segments.len().min(slashes + 1);
    (1..=longest).rev().find_map(|used| {
        let wanted = segments[..used].join("/");
        items.iter().position(|item| id(item) == Some(&wanted)).map(|step| (step, used))
    })
}

fn id(item: &Node) -> Option<&str> {
    item.field("id").and_then(Node::text).map(str::trim)
}

fn by_kind(items: &[Node], kind: &str) -> Option<usize> {
    let mut of_kind = items.iter().enumerate().filter(|(_, item)| item.name() == Some(kind));
    match (of_kind.next(), of_kind.next()) {
        (Some((step, _)), None) => Some(step),
        _ => None,
    }
}

fn by_index(items: &[Node], digits: &str) -> Option<usize> {
    let all_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let index: usize = all_digits.then(|| digits.parse().ok()).flatten()?;
    (index < items.len()).then_some(index)
}

/// The segment of a path that names an item: its id, else its kind if it is the only one, else its number.
pub(super) fn segment(items: &[Node], index: usize) -> String {
    if let Some(id) = items[index].field("id").and_then(Node::text) {
        return id.to_owned();
    }
    match items[index].name() {
        Some(name) if items.iter().filter(|item| item.name() == Some(name)).count() == 1 => name.to_owned(),
        _ => index.to_string(),
    }
}

/// The names that lead further from here: fields, or ids and the kinds that occur once.
fn possible(node: &Node) -> Vec<String> {
    if let Some(fields) = node.fields() {
        return fields.iter().map(|field| field.name.clone()).collect();
    }
    let Value::List(items) = &node.value else {
        return Vec::new();
    };
    let name = |item| id(item).or_else(|| item.name().filter(|kind| by_kind(items, kind).is_some()));
    items.iter().filter_map(name).map(str::to_owned).collect()
}

fn child(node: &Node, step: usize) -> &Node {
    match &node.value {
        Value::Record { fields, .. } => &fields[step].value,
        Value::List(items) | Value::Tuple { items, .. } => &items[step],
        _ => unreachable!("steps lead only through values with children"),
    }
}

fn descend<'a>(root: &'a mut Node, steps: &[usize]) -> &'a mut Node {
    steps.iter().fold(root, |node, step| match &mut node.value {
        Value::Record { fields, .. } => &mut fields[*step].value,
        Value::List(items) | Value::Tuple { items, .. } => &mut items[*step],
        _ => unreachable!("steps lead only through values with children"),
    })
}

#[cfg(test)]
mod tests {
    use super::{PathError, canonical, find, remove, set};
    use crate::scenario::parse::parse;
    use crate::scenario::source::FileId;
    use crate::scenario::tree::Node;
    use crate::scenario::write::write;

    const TEXT: &str = r#"(
        links: [Rail(id: "khorgos-almaty", to: "ALA"), Road(id: "a/b", to: "B"), Road(id: "a", b: (to: "C"))],
        facilities: [Gate(lanes: 3), Yard(id: "quay yard", teu: 6000), Yard(id: "transfer yard", teu: 1), Land],
        at: (35.1, 129.05), time: Constant("4 h"), hours: [(0, 0.3), (6, 1.0)], run: (), kind: City,
    )"#;

    fn tree() -> Node {
        parse(FileId(0), TEXT).expect("a good document")
    }

    fn at(path: &str) -> String {
        find(&tree(), path).expect("the path exists").describe()
    }

    fn failure(path: &str) -> PathError {
        find(&tree(), path).expect_err("the path does not exist")
    }

    fn after_set(text: &str, path: &str, value: &str) -> Result<String, PathError> {
        let read = |text| parse(FileId(0), text).expect("a good document");
        let mut root = read(text);
        set(&mut root, path, read(value)).map(|()| write(&root).trim_end().to_owned())
    }

    #[test]
    fn a_segment_names_a_field_or_the_item_with_that_id() {
        assert_eq!(at("links/khorgos-almaty/to"), "the text \"ALA\"");
        assert_eq!(at("facilities/quay yard/teu"), "the number 6000");
        assert_eq!(at("facilities/ quay yard /teu"), "the number 6000");
    }

    #[test]
    fn the_only_item_of_a_kind_is_named_by_its_kind() {
        assert_eq!(at("facilities/Gate/lanes"), "the number 3");
        assert_eq!(at("facilities/Land"), "`Land`");
        assert_eq!(at("links/Rail/to"), "the text \"ALA\"");
        assert_eq!(failure("facilities/Yard/teu").segment, "Yard");
    }

    #[test]
    fn digits_are_an_index_from_zero_in_lists_and_tuples() {
        assert_eq!(at("facilities/0/lanes"), "the number 3");
        assert_eq!(at("at/1"), "the number 129.05");
        assert_eq!(at("time/0"), "the text \"4 h\"");
        assert_eq!(at("hours/1/1"), "the number 1.0");
        assert_eq!(failure("hours/2").segment, "2");
        assert_eq!(failure("at/99999999999999999999999").segment, "99999999999999999999999");
    }

    #[test]
    fn an_id_of_digits_comes_before_an_index() {
        let root = parse(FileId(0), r#"[(id: "1", a: 10), (id: "0", a: 20)]"#).expect("a good document");
        assert_eq!(find(&root, "0/a").expect("the id exists").describe(), "the number 20");
    }

    #[test]
    fn an_id_with_a_slash_is_found_and_the_longest_wins() {
        assert_eq!(at("links/a/b/to"), "the text \"B\"");
        assert_eq!(at("links/a/b"), "`Road(..)`");
        assert_eq!(at("links/2/b/to"), "the text \"C\"");
    }

    #[test]
    fn an_error_says_how_far_the_path_leads_and_what_could_follow() {
        let error = failure("links/khorgos-almaty/too");
        assert_eq!((error.reached.as_str(), error.segment.as_str(), error.index), ("links/khorgos-almaty", "too", 2));
        assert_eq!(error.possible, ["id", "to"]);
        assert_eq!(error.found, "`Rail(..)`");
        assert_eq!(error.to_string(), "there is no `too` in `links/khorgos-almaty`");
        let start = usize::try_from(error.ancestor.start).expect("small");
        assert!(TEXT[start..].starts_with("Rail(id: \"khorgos-almaty\""));
    }

    #[test]
    fn possible_names_of_a_list_are_ids_and_kinds_that_occur_once() {
        assert_eq!(failure("facilities/x").possible, ["Gate", "quay yard", "transfer yard", "Land"]);
        assert_eq!(failure("hours/x").possible, Vec::<String>::new());
        assert_eq!(failure("x").possible, ["links", "facilities", "at", "time", "hours", "run", "kind"]);
        assert_eq!(failure("x").to_string(), "there is no `x` at the top");
    }

    #[test]
    fn nothing_lies_below_a_number_a_text_or_a_word() {
        assert_eq!(failure("links/khorgos-almaty/to/x").found, "the text \"ALA\"");
        assert_eq!(failure("kind/City").found, "`City`");
        assert_eq!(failure("run/start").found, "an empty record `()`");
        assert_eq!(failure("").segment, "");
        assert_eq!(failure("links/").segment, "");
        assert_eq!(failure("/links").index, 0);
    }

    #[test]
    fn every_way_to_name_a_value_has_one_canonical_form() {
        for (written, form) in [
            ("links/khorgos-almaty/to", "links|khorgos-almaty|to"),
            ("links/0/to", "links|khorgos-almaty|to"),
            ("links/a/b/to", "links|a/b|to"),
            ("facilities/0/lanes", "facilities|Gate|lanes"),
            ("facilities/ quay yard ", "facilities|quay yard"),
            ("hours/1/0", "hours|1|0"),
            ("links/new/to", "links|new|to"),
        ] {
            assert_eq!(canonical(&tree(), written).join("|"), form, "{written}");
        }
    }

    #[test]
    fn items_and_keys_are_taken_out_and_parts_of_a_tuple_are_not() {
        let after = |path: &str| {
            let mut root = parse(FileId(0), "(a: [(id: \"x\"), 2], b: (1, 2), c: 3)").expect("a good document");
            let is_removed = remove(&mut root, path);
            (is_removed, write(&root).trim_end().to_owned())
        };
        assert_eq!(after("a/x"), (Ok(true), "(a: [2], b: (1, 2), c: 3)".to_owned()));
        assert_eq!(after("c"), (Ok(true), "(a: [(id: \"x\"), 2], b: (1, 2))".to_owned()));
        assert_eq!(after("b/0").0, Ok(false));
        assert!(after("a/y").0.is_err());
    }

    #[test]
    fn setting_replaces_the_value_and_keeps_the_rest() {
        assert_eq!(
            after_set("(a: [(id: \"x\", n: 1)], b: 2)", "a/x/n", "Constant(\"3 h\")").expect("it exists"),
            "(a: [(id: \"x\", n: Constant(\"3 h\"))], b: 2)"
        );
        assert_eq!(after_set("[1, 2]", "1", "[]").expect("it exists"), "[1, []]");
    }

    #[test]
    fn a_missing_last_segment_is_added_to_a_record() {
        assert_eq!(after_set("(a: (b: 1))", "a/c", "2").expect("added"), "(a: (b: 1, c: 2))");
        assert_eq!(after_set("(a: Gate())", "a/c", "2").expect("added"), "(a: Gate(c: 2))");
        assert_eq!(after_set("(a: ())", "a/c", "2").expect("added"), "(a: (c: 2))");
    }

    #[test]
    fn nothing_is_added_to_lists_to_words_deeper_down_or_under_a_name_that_cannot_be_written() {
        for (text, path) in [
            ("(a: [])", "a/x"),
            ("(a: B)", "a/x"),
            ("(a: (b: 1))", "a/c/d"),
            ("(a: (b: 1))", "a/tax holiday"),
            ("(a: 1)", ""),
        ] {
            assert!(after_set(text, path, "2").is_err(), "{text} {path}");
        }
    }
}
