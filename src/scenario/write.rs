//! A tree to RON text that reads back as the same tree.
//!
//! What fits on a line stands on a line; anything longer has its parts on lines of their own, indented by two blanks.
//! Numbers are written as they were read. Comments are not kept.

use crate::scenario::tree::{Field, Node, Value};

/// The longest line that is filled with several values \[characters\].
const LINE: usize = 100;

/// The document with a line feed at its end. Reading it gives the same tree but for spans, provided the tree keeps
/// the invariant of [`crate::scenario::tree`] and its names satisfy [`crate::scenario::tree::is_plain_name`].
#[must_use]
pub fn write(node: &Node) -> String {
    let mut out = String::new();
    put(&mut out, node, 0, 0);
    out.push('\n');
    out
}

/// The value on one line, however long.
#[must_use]
pub fn write_line(node: &Node) -> String {
    let mut line = String::new();
    extend_line(&mut line, node, usize::MAX);
    line
}

/// Appends a value whose first line already holds `used` characters, `depth` steps of indentation deep.
fn put(out: &mut String, node: &Node, depth: usize, used: usize) {
    let comma = usize::from(depth > 0);
    if let Some(line) = on_one_line(node, LINE.saturating_sub(used + comma)) {
        out.push_str(&line);
        return;
    }
    let (opening, closing) = brackets(node);
    out.push_str(&opening);
    for part in parts(node) {
        out.push('\n');
        let start = out.len();
        indent(out, depth + 1);
        put_key(out, &part);
        let used = out[start..].chars().count();
        put(out, part.value, depth + 1, used);
        out.push(',');
    }
    if !closing.is_empty() {
        out.push('\n');
        indent(out, depth);
        out.push_str(closing);
    }
}

fn indent(out: &mut String, depth: usize) {
    out.extend(std::iter::repeat_n("  ", depth));
}

/// A field or an item.
struct Part<'a> {
    key: Option<&'a str>,
    value: &'a Node,
}

fn parts(node: &Node) -> Vec<Part<'_>> {
    match &node.value {
        Value::Record { fields, .. } => {
            fields.iter().map(|Field { name, value, .. }| Part { key: Some(name), value }).collect()
        }
        Value::List(items) | Value::Tuple { items, .. } => {
            items.iter().map(|value| Part { key: None, value }).collect()
        }
        _ => Vec::new(),
    }
}

fn put_key(out: &mut String, part: &Part<'_>) {
    if let Some(key) = part.key {
        out.push_str(key);
        out.push_str(": ");
    }
}

/// What stands before and after the parts; all of it before if there are none.
fn brackets(node: &Node) -> (String, &'static str) {
    match &node.value {
        Value::List(_) => ("[".to_owned(), "]"),
        Value::Record { name, .. } | Value::Tuple { name, .. } => (format!("{}(", name.as_deref().unwrap_or("")), ")"),
        Value::Bool(value) => (value.to_string(), ""),
        Value::Number(number) => (number.text.clone(), ""),
        Value::Text(text) => (quoted(text), ""),
        Value::Word(word) => (word.clone(), ""),
        Value::Unit => ("()".to_owned(), ""),
    }
}

/// The value without line breaks, unless it is longer than `room` characters.
fn on_one_line(node: &Node, room: usize) -> Option<String> {
    let mut line = String::new();
    extend_line(&mut line, node, room).then_some(line)
}

/// Whether the value still fitted; stops soon after it did not, so that a large tree is not written in vain.
fn extend_line(line: &mut String, node: &Node, room: usize) -> bool {
    let (opening, closing) = brackets(node);
    line.push_str(&opening);
    for (index, part) in parts(node).iter().enumerate() {
        if index > 0 {
            line.push_str(", ");
        }
        put_key(line, part);
        if !extend_line(line, part.value, room) {
            return false;
        }
    }
    line.push_str(closing);
    line.chars().count() <= room
}

/// A text in double quotes; what cannot be seen is written as an escape.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            unseen if is_unseen(unseen) => out.push_str(&format!("\\u{{{:x}}}", u32::from(unseen))),
            plain => out.push(plain),
        }
    }
    out.push('"');
    out
}

/// Control characters, and those that change the direction or take no room, so that a line is what it seems to be.
pub(crate) fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::write;
    use crate::scenario::parse::parse;
    use crate::scenario::source::FileId;
    use crate::scenario::tree::Node;

    fn read(text: &str) -> Node {
        parse(FileId(0), text).expect("a good document")
    }

    fn rewritten(text: &str) -> String {
        write(&read(text))
    }

    #[test]
    fn what_fits_stands_on_one_line() {
        assert_eq!(
            rewritten("( a:1_000 ,b : [ 'x', None,], c: LogNormal( mean:\"1 h\" ), d: (), e: G(), )"),
            "(a: 1_000, b: [\"x\", None], c: LogNormal(mean: \"1 h\"), d: (), e: G())\n"
        );
    }

    #[test]
    fn what_does_not_fit_has_its_parts_on_lines_of_their_own() {
        let long = format!("(title: \"{}\", hubs: [(id: \"a\", kind: City)], at: P(1, 2))", "x".repeat(80));
        let expected =
            format!("(\n  title: \"{}\",\n  hubs: [(id: \"a\", kind: City)],\n  at: P(1, 2),\n)\n", "x".repeat(80));
        assert_eq!(rewritten(&long), expected);
    }

    #[test]
    fn a_line_of_a_hundred_characters_is_kept_and_one_of_a_hundred_and_one_is_broken() {
        let of_length = |letters| write(&read(&format!("(a: [\"{}\"])", "x".repeat(letters))));
        let whole = of_length(91);
        assert_eq!((whole.lines().count(), whole.trim_end().len()), (1, 100));
        assert!(of_length(92).lines().count() > 1);
        let nested = |letters| {
            write(&read(&format!("(a: [\"{0}\", \"{0}\"], b: [\"{1}\"])", "x".repeat(60), "y".repeat(letters))))
        };
        let line = |text: String| text.lines().find(|line| line.contains('y')).expect("written").to_owned();
        assert_eq!(line(nested(90)).len(), 100);
        assert_eq!(line(nested(91)).trim_start(), format!("\"{}\",", "y".repeat(91)));
    }

    #[test]
    fn a_text_too_long_for_any_line_is_not_cut() {
        let text = format!("(a: \"{}\")", "x".repeat(300));
        assert!(read(&rewritten(&text)).same(&read(&text)));
    }

    #[test]
    fn characters_that_cannot_be_seen_are_escaped() {
        assert_eq!(
            rewritten(r#""a\n\t\0\u{202e}\u{200b}\"\\é中""#),
            "\"a\\n\\t\\u{0}\\u{202e}\\u{200b}\\\"\\\\é中\"\n"
        );
    }
}
