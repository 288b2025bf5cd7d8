//! A RON document as a tree of values that know their places.
//!
//! Every value keeps its span, so that all problems of a document can be shown at once, each at its place. Meaning
//! (units, ids, known keys) is left to validation.
//!
//! **Invariant of a parsed tree:** `()` is [`Value::Unit`], `Name()` is a [`Value::Record`] without fields, and a
//! [`Value::Tuple`] is never empty; `Some(x)` has been replaced by `x`.

use std::collections::BTreeMap;

use crate::scenario::source::Span;

/// A value and where it stands.
#[derive(Clone, Debug)]
pub struct Node {
    /// What is written.
    pub value: Value,
    /// From the first to the last character, the name of a variant included.
    pub span: Span,
}

/// What can be written in a scenario.
#[derive(Clone, Debug)]
pub enum Value {
    /// `true` or `false`.
    Bool(bool),
    /// A number, also `inf` and `NaN`.
    Number(Number),
    /// A string or a character, escapes resolved.
    Text(String),
    /// `[..]`.
    List(Vec<Node>),
    /// `(id: "x")` or `LogNormal(mean: "1.5 min", cv: 1.0)`.
    Record {
        /// The name before the bracket.
        name: Option<String>,
        /// In the order written; names may repeat, see [`Node::repeated_fields`].
        fields: Vec<Field>,
    },
    /// `("a", 3)` or `Constant("4 h")`.
    Tuple {
        /// The name before the bracket.
        name: Option<String>,
        /// At least one.
        items: Vec<Node>,
    },
    /// A bare name: `City`, `None`.
    Word(String),
    /// `()`.
    Unit,
}

/// A number as meant and as written.
#[derive(Clone, Debug)]
pub struct Number {
    /// The nearest `f64`; not finite only if `inf` or `NaN` was written.
    pub value: f64,
    /// The characters of the document, underscores and sign included.
    pub text: String,
}

/// One `name: value` of a record.
#[derive(Clone, Debug)]
pub struct Field {
    /// The key.
    pub name: String,
    /// Where the key stands.
    pub name_span: Span,
    /// What is behind the colon.
    pub value: Node,
}

impl Number {
    /// A number that was computed, written so that it reads back as the same `f64`.
    #[must_use]
    pub fn new(value: f64) -> Self {
        Self { value, text: format!("{value:?}") }
    }

    /// The exact whole number, for seeds and counts that an `f64` would round. `None` if it is written with a point,
    /// an exponent or as a word, or if it lies outside `i128`.
    #[must_use]
    pub fn integer(&self) -> Option<i128> {
        let text = self.text.replace('_', "");
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => ("-", rest),
            None => ("", text.strip_prefix('+').unwrap_or(&text)),
        };
        let (digits, radix) = match digits.get(..2) {
            Some("0x") => (&digits[2..], 16),
            Some("0b") => (&digits[2..], 2),
            Some("0o") => (&digits[2..], 8),
            _ => (digits, 10),
        };
        // `from_str_radix` would take a second sign.
        let plain = digits.starts_with(|first: char| first.is_ascii_alphanumeric());
        plain.then(|| i128::from_str_radix(&format!("{sign}{digits}"), radix).ok()).flatten()
    }
}

impl Node {
    /// A value at a place.
    #[must_use]
    pub fn new(value: Value, span: Span) -> Self {
        Self { value, span }
    }

    /// The name before the bracket, or the bare word: the variant.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match &self.value {
            Value::Record { name, .. } | Value::Tuple { name, .. } => name.as_deref(),
            Value::Word(word) => Some(word),
            _ => None,
        }
    }

    /// Where the variant's name stands; the whole value if it has none.
    #[must_use]
    pub fn name_span(&self) -> Span {
        let length = self.name().map(|name| u32::try_from(name.len()).unwrap_or(u32::MAX));
        let end = length.map_or(self.span.end, |length| self.span.start.saturating_add(length));
        Span { end: end.min(self.span.end), ..self.span }
    }

    /// The fields of a record; none for `()`; `None` for anything else.
    #[must_use]
    pub fn fields(&self) -> Option<&[Field]> {
        match &self.value {
            Value::Record { fields, .. } => Some(fields),
            Value::Unit => Some(&[]),
            _ => None,
        }
    }

    /// The value of the first field of this name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Node> {
        let found = self.fields()?.iter().find(|field| field.name == name);
        found.map(|field| &field.value)
    }

    /// The items of a list or a tuple.
    #[must_use]
    pub fn items(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(items) | Value::Tuple { items, .. } => Some(items),
            _ => None,
        }
    }

    /// The text, if it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Each field whose name has stood before, behind the first of that name.
    #[must_use]
    pub fn repeated_fields(&self) -> Vec<(&Field, &Field)> {
        let mut firsts: BTreeMap<&str, &Field> = BTreeMap::new();
        let mut repeated = Vec::new();
        for field in self.fields().unwrap_or_default() {
            let first = *firsts.entry(&field.name).or_insert(field);
            if !std::ptr::eq(first, field) {
                repeated.push((first, field));
            }
        }
        repeated
    }

    /// Whether both say the same, wherever they stand. Numbers are the same if they are written alike.
    #[must_use]
    pub fn same(&self, other: &Node) -> bool {
        match (&self.value, &other.value) {
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Number(a), Value::Number(b)) => a.text == b.text,
            (Value::Text(a), Value::Text(b)) | (Value::Word(a), Value::Word(b)) => a == b,
            (Value::List(a), Value::List(b)) => same_items(a, b),
            (Value::Tuple { name: p, items: a }, Value::Tuple { name: q, items: b }) => p == q && same_items(a, b),
            (Value::Record { name: p, fields: a }, Value::Record { name: q, fields: b }) => p == q && same_fields(a, b),
            (Value::Unit, Value::Unit) => true,
            _ => false,
        }
    }

    /// What kind of value this is, in words for a message: "a list of 3 items", "the text \"x\"".
    #[must_use]
    pub fn describe(&self) -> String {
        match &self.value {
            Value::Bool(value) => format!("`{value}`"),
            Value::Number(number) => format!("the number {}", number.text),
            Value::Text(text) => format!("the text {text:?}"),
            Value::List(items) => format!("a list of {}", counted(items.len(), "item")),
            Value::Record { name: Some(name), .. } | Value::Tuple { name: Some(name), .. } => format!("`{name}(..)`"),
            Value::Record { name: None, fields } => {
                format!("a record of {}", counted(fields.len(), "field"))
            }
            Value::Tuple { name: None, items } => {
                format!("a tuple of {}", counted(items.len(), "item"))
            }
            Value::Word(word) => format!("`{word}`"),
            Value::Unit => "an empty record `()`".to_owned(),
        }
    }
}

fn same_items(a: &[Node], b: &[Node]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.same(b))
}

fn same_fields(a: &[Field], b: &[Field]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.name == b.name && a.value.same(&b.value))
}

fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// Whether `name` can be written as the name of a field or a variant.
#[must_use]
pub fn is_plain_name(name: &str) -> bool {
    let starts_well = name.starts_with(starts_name);
    starts_well && name.chars().all(continues_name) && !matches!(name, "true" | "false" | "inf" | "NaN" | "Some")
}

/// Whether a name can start with this character.
pub(crate) fn starts_name(character: char) -> bool {
    character.is_alphabetic() || character == '_'
}

/// Whether this character can stand inside a name.
pub(crate) fn continues_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

#[cfg(test)]
mod tests {
    use super::{Node, Number, is_plain_name};
    use crate::scenario::parse::parse;
    use crate::scenario::source::FileId;

    fn read(text: &str) -> Node {
        parse(FileId(0), text).expect("a good document")
    }

    #[test]
    fn whole_numbers_are_exact_where_an_f64_is_not() {
        let integer = |text: &str| Number { value: 0.0, text: text.to_owned() }.integer();
        assert_eq!(integer("18_446_744_073_709_551_615"), Some(i128::from(u64::MAX)));
        assert_eq!(integer("-0x1F"), Some(-31));
        assert_eq!(integer("+0b11"), Some(3));
        assert_eq!(integer("0o17"), Some(15));
        for other in ["1.0", "1e3", "inf", "NaN", "", "--1", "99999999999999999999999999999999999999999"] {
            assert_eq!(integer(other), None, "{other}");
        }
    }

    #[test]
    fn a_computed_number_is_written_so_that_it_reads_back() {
        for value in [0.1 + 0.2, -0.0, 1e300, 5e-324, 3.0, f64::INFINITY] {
            let node = read(&Number::new(value).text);
            let super::Value::Number(number) = node.value else { panic!("a number was written") };
            assert_eq!(number.value.to_bits(), value.to_bits());
        }
    }

    #[test]
    fn a_field_is_found_by_its_name_and_the_first_of_two_counts() {
        let node = read("(a: 1, b: 2, a: 3)");
        assert_eq!(node.field("a").expect("written above").describe(), "the number 1");
        assert!(node.field("c").is_none());
        let repeated = node.repeated_fields();
        assert_eq!(repeated.len(), 1);
        assert_eq!((repeated[0].0.name_span.start, repeated[0].1.name_span.start), (1, 13));
    }

    #[test]
    fn the_empty_record_has_no_fields_and_a_list_has_none_to_have() {
        assert_eq!(read("()").fields().map(<[_]>::len), Some(0));
        assert_eq!(read("Gate()").fields().map(<[_]>::len), Some(0));
        assert!(read("[]").fields().is_none());
    }

    #[test]
    fn the_span_of_a_variants_name_ends_before_its_bracket() {
        let node = read("  Gate(lanes: 3)");
        assert_eq!((node.name_span().start, node.name_span().end), (2, 6));
        let node = read("(lanes: 3)");
        assert_eq!((node.name_span().start, node.name_span().end), (0, 10));
    }

    #[test]
    fn every_kind_of_value_is_described_in_words() {
        let words = |text: &str| read(text).describe();
        assert_eq!(words("[1]"), "a list of 1 item");
        assert_eq!(words("(1, 2)"), "a tuple of 2 items");
        assert_eq!(words("(a: 1)"), "a record of 1 field");
        assert_eq!(words("Gate(lanes: 1)"), "`Gate(..)`");
        assert_eq!(words("\"4 h\""), "the text \"4 h\"");
        assert_eq!(words("City"), "`City`");
        assert_eq!(words("true"), "`true`");
        assert_eq!(words("()"), "an empty record `()`");
    }

    #[test]
    fn trees_are_the_same_wherever_they_stand() {
        assert!(read("(a: [1, B], c: D(2))").same(&read("( a : [ 1 , B ,] , c : D( 2, ) ,)")));
        for (a, b) in
            [("[1]", "[2]"), ("[1]", "(1)"), ("(a: 1)", "(b: 1)"), ("A(1)", "B(1)"), ("[1]", "[1, 1]"), ("1", "1.0")]
        {
            assert!(!read(a).same(&read(b)), "{a} {b}");
        }
    }

    #[test]
    fn words_with_a_meaning_of_their_own_are_no_names() {
        for good in ["a", "_x1", "länge"] {
            assert!(is_plain_name(good), "{good}");
        }
        for bad in ["", "1a", "a b", "a-b", "true", "inf", "Some"] {
            assert!(!is_plain_name(bad), "{bad}");
        }
    }
}
