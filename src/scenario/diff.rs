//! What two resolved scenarios say differently, as paths.

use super::parse::parse;
use super::path::segment;
use super::source::FileId;
use super::tree::{Field, Node, Value};
use super::write::write_line;

/// One value that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Its path, as `--set` takes it.
    pub path: String,
    /// What the first scenario says, in RON on one line; none if it has nothing there.
    pub old: Option<String>,
    /// What the second one says.
    pub new: Option<String>,
}

/// The differences of two resolved texts ([`super::Loaded::resolved`]), in the order of the first one. Since every default is written out there, a
/// default that was written is no difference; and since the order of the scenario's own lists has no meaning, neither is another order.
///
/// # Panics
/// If one of the texts is no RON that the program has written.
pub fn differences(old: &str, new: &str) -> Vec<Difference> {
    let read = |text| parse(FileId(0), text).expect("a resolved text is good RON");
    let mut walk = Walk::default();
    walk.compare(&read(old), &read(new));
    walk.found
}

#[derive(Default)]
struct Walk {
    path: Vec<String>,
    found: Vec<Difference>,
}

impl Walk {
    fn compare(&mut self, old: &Node, new: &Node) {
        if old.same(new) {
            return;
        }
        let is_one_variant = old.name() == new.name();
        match (&old.value, &new.value) {
            (Value::List(a), Value::List(b)) => self.lists(old, new, a, b),
            (Value::Tuple { items: a, .. }, Value::Tuple { items: b, .. }) if is_one_variant && a.len() == b.len() => {
                self.by_number(a, b);
            }
            _ => match (old.fields(), new.fields()) {
                (Some(a), Some(b)) if is_one_variant => self.by_name(&pairs(a), &pairs(b)),
                _ => self.report(Some(old), Some(new)),
            },
        }
    }

    /// Lists by the names of their items if all have one, else by number if they are equally long, else as a whole.
    fn lists(&mut self, old: &Node, new: &Node, a: &[Node], b: &[Node]) {
        match (named(a), named(b)) {
            (Some(a), Some(b)) => {
                self.order(&a, &b);
                self.by_name(&a, &b);
            }
            _ if a.len() == b.len() => self.by_number(a, b),
            _ => self.report(Some(old), Some(new)),
        }
    }

    /// In a list inside an item the order can matter, as that of the agencies of a post.
    fn order(&mut self, a: &[(String, Node)], b: &[(String, Node)]) {
        let common = |of: &[(String, Node)], other: &[(String, Node)]| -> Vec<String> {
            of.iter()
                .map(|(name, _)| name.clone())
                .filter(|name| other.iter().any(|(there, _)| there == name))
                .collect()
        };
        let (a, b) = (common(a, b), common(b, a));
        if self.path.len() > 1 && a != b {
            self.found.push(Difference {
                path: self.path.join("/"),
                old: Some(format!("{a:?}")),
                new: Some(format!("{b:?}")),
            });
        }
    }

    fn by_name(&mut self, a: &[(String, Node)], b: &[(String, Node)]) {
        for (name, old) in a {
            let new = b.iter().find(|(other, _)| other == name).map(|(_, new)| new);
            self.at(name, Some(old), new);
        }
        for (name, new) in b.iter().filter(|(name, _)| a.iter().all(|(other, _)| other != name)) {
            self.at(name, None, Some(new));
        }
    }

    fn by_number(&mut self, a: &[Node], b: &[Node]) {
        for (index, (old, new)) in a.iter().zip(b).enumerate() {
            self.at(&index.to_string(), Some(old), Some(new));
        }
    }

    fn at(&mut self, segment: &str, old: Option<&Node>, new: Option<&Node>) {
        self.path.push(segment.to_owned());
        match (old, new) {
            (Some(old), Some(new)) => self.compare(old, new),
            _ => self.report(old, new),
        }
        self.path.pop();
    }

    fn report(&mut self, old: Option<&Node>, new: Option<&Node>) {
        self.found.push(Difference { path: self.path.join("/"), old: old.map(write_line), new: new.map(write_line) });
    }
}

fn pairs(fields: &[Field]) -> Vec<(String, Node)> {
    fields.iter().map(|field| (field.name.clone(), field.value.clone())).collect()
}

/// The items with the segments that name them; none if one is known by its number only.
fn named(items: &[Node]) -> Option<Vec<(String, Node)>> {
    let is_number = |name: &str| name.bytes().all(|byte| byte.is_ascii_digit());
    let name = |(index, item): (usize, &Node)| {
        let name = segment(items, index);
        let is_id = item.field("id").is_some();
        (is_id || !is_number(&name)).then(|| (name, item.clone()))
    };
    items.iter().enumerate().map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(old: &str, new: &str) -> Vec<String> {
        let show = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
        let line = |found: Difference| format!("{}: {} -> {}", found.path, show(found.old), show(found.new));
        differences(old, new).into_iter().map(line).collect()
    }

    #[test]
    fn the_same_has_no_differences_in_any_order_of_the_scenarios_lists() {
        assert_eq!(lines("(a: [(id: \"x\"), (id: \"y\")])", "(a: [(id: \"y\"), (id: \"x\")])"), Vec::<String>::new());
    }

    #[test]
    fn the_order_inside_an_item_is_a_difference() {
        let post = |order: &str| format!("(posts: [(id: \"p\", agencies: [{order}])])");
        let found = lines(&post("(id: \"x\"), (id: \"y\")"), &post("(id: \"y\"), (id: \"x\")"));
        assert_eq!(found, ["posts/p/agencies: [\"x\", \"y\"] -> [\"y\", \"x\"]"]);
    }

    #[test]
    fn values_are_found_by_id_by_kind_and_by_number() {
        let text = |lanes: u32, hour: u32, law: &str| {
            format!("(hubs: [(id: \"a/b\", facilities: [Gate(lanes: {lanes}, time: {law})], hours: [({hour}, 0.3)])])")
        };
        assert_eq!(
            lines(&text(2, 0, "Constant(\"1 h\")"), &text(3, 6, "Constant(\"2 h\")")),
            [
                "hubs/a/b/facilities/Gate/lanes: 2 -> 3",
                "hubs/a/b/facilities/Gate/time/0: \"1 h\" -> \"2 h\"",
                "hubs/a/b/hours/0/0: 0 -> 6"
            ]
        );
        let found = lines(&text(2, 0, "Constant(\"1 h\")"), &text(2, 0, "Exponential(mean: \"1 h\")"));
        assert_eq!(found, ["hubs/a/b/facilities/Gate/time: Constant(\"1 h\") -> Exponential(mean: \"1 h\")"]);
    }

    #[test]
    fn what_comes_and_goes_is_shown_whole() {
        assert_eq!(
            lines("(a: [(id: \"x\", n: 1)], b: [1])", "(a: [(id: \"y\", n: 2)], b: [1, 2])"),
            ["a/x: (id: \"x\", n: 1) -> -", "a/y: - -> (id: \"y\", n: 2)", "b: [1] -> [1, 2]"]
        );
    }
}
