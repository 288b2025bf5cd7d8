//! From the tree to structs, going on after every problem.
//!
//! `record!` and `choice!` declare what may be written: the struct or enum, how it is read from the tree, how it is written back, and its
//! entry in `docs/scenario-format.md`. So the key, its type, its default and its explanation stand in one place.

use std::collections::BTreeMap;

use super::path::segment;
use super::problem::{Problem, Problems};
use super::source::Span;
use super::suggest::did_you_mean;
use super::tree::{Field, Node, Value};

/// Reads values and collects what is wrong with them.
#[derive(Default)]
pub struct Reader {
    /// What was wrong so far.
    pub problems: Problems,
    path: Vec<String>,
}

/// What can be read from a node.
pub trait FromNode: Sized {
    /// Reads a value. `None` means that a problem was reported.
    fn from_node(node: &Node, reader: &mut Reader) -> Option<Self>;
    /// A harmless value to go on with where none could be read, so that one problem does not hide the others.
    fn stand_in() -> Self;
    /// The type in a planner's words, for the reference.
    fn words() -> String;
    /// Adds the entries of this type and of those inside to the reference.
    fn describe(_reference: &mut Reference) {}
}

impl Reader {
    /// The path of the value that is being read.
    pub fn path(&self) -> String {
        self.path.join("/")
    }

    /// Reads something inside, under a segment of the path.
    pub fn within<T>(&mut self, segment: &str, read: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(segment.to_owned());
        let read = read(self);
        self.path.pop();
        read
    }

    /// Reports a problem with the value that is being read.
    pub fn report(&mut self, problem: Problem, place: Span) {
        let path = self.path();
        self.problems.push(problem.at(place).field(path));
    }

    /// Reports that a value is of another kind than expected.
    pub fn wrong<T>(&mut self, node: &Node, expected: &str) -> Option<T> {
        let title = format!("{} has the wrong kind of value", self.subject());
        self.report(Problem::new("E0123", title).found(node.describe()).expected(expected), node.span);
        None
    }

    /// Reports a value of the right kind that is not possible.
    pub fn invalid<T>(&mut self, node: &Node, code: &'static str, title: &str, expected: &str) -> Option<T> {
        let title = format!("{} {title}", self.subject());
        self.report(Problem::new(code, title).found(found(node)).expected(expected), node.span);
        None
    }

    fn subject(&self) -> String {
        subject(self.path.iter().map(String::as_str))
    }
}

/// What a path leads to, in words: "`servers`", "item 2 of `hours`".
pub fn subject<'s>(path: impl DoubleEndedIterator<Item = &'s str>) -> String {
    let mut item = None;
    for segment in path.rev() {
        match segment.parse::<usize>() {
            Ok(index) => item = Some(index + 1),
            Err(_) => return item.map_or(String::new(), |item| format!("item {item} of ")) + &format!("`{segment}`"),
        }
    }
    "the scenario".to_owned()
}

/// A value as it is written, for messages.
fn found(node: &Node) -> String {
    match &node.value {
        Value::Number(number) => number.text.clone(),
        Value::Text(text) => format!("{text:?}"),
        _ => node.describe(),
    }
}

/// The fields of a record, taken one after another; what is left over is not known.
pub struct Fields<'n> {
    fields: &'n [Field],
    span: Span,
    known: Vec<&'static str>,
    /// Keys that must be there and are not, with the words for their values.
    missing: Vec<(&'static str, String)>,
    what: String,
}

impl<'n> Fields<'n> {
    /// The fields of a node; reports and gives `None` if it is no record.
    pub fn of(node: &'n Node, reader: &mut Reader, what: &str) -> Option<Self> {
        match node.fields() {
            Some(fields) => {
                let fields =
                    Self { fields, span: node.span, known: Vec::new(), missing: Vec::new(), what: what.to_owned() };
                fields.report_repeated(node, reader);
                Some(fields)
            }
            None => reader.wrong(node, &format!("{what}: fields in brackets, `(key: value, ...)`")),
        }
    }

    fn report_repeated(&self, node: &Node, reader: &mut Reader) {
        for (first, again) in node.repeated_fields() {
            let title = format!("key `{}` is given twice in {}", again.name, self.what);
            reader.report(Problem::new("E0124", title).also(first.name_span, "first here"), again.name_span);
        }
    }

    /// The value of a key that must be there.
    pub fn required<T: FromNode>(&mut self, reader: &mut Reader, key: &'static str) -> T {
        let given = self.given(reader, key);
        given.unwrap_or_else(|| {
            self.missing.push((key, T::words()));
            T::stand_in()
        })
    }

    /// The value of a key, or its default.
    pub fn or<T: FromNode>(&mut self, reader: &mut Reader, key: &'static str, default: T) -> T {
        self.given(reader, key).unwrap_or(default)
    }

    /// The value of a key if it is there; a stand-in where it cannot be read.
    fn given<T: FromNode>(&mut self, reader: &mut Reader, key: &'static str) -> Option<T> {
        self.known.push(key);
        let field = self.fields.iter().find(|field| field.name == key)?;
        Some(reader.within(key, |reader| T::from_node(&field.value, reader)).unwrap_or_else(T::stand_in))
    }

    /// Reports keys that nobody asked for, and keys that are missing. A misspelt key is one problem, not two: its field is the key that was
    /// meant, so that nothing is said about that key's stand-in either.
    pub fn finish(self, reader: &mut Reader) {
        let is_given = |key: &str| self.fields.iter().any(|field| field.name == key);
        let mut meant = Vec::new();
        for field in self.fields.iter().filter(|field| !self.known.contains(&field.name.as_str())) {
            let suggestion = did_you_mean(&field.name, self.known.iter().copied());
            let title = format!("{} has no key `{}`", self.what, field.name);
            let problem = Problem::new("E0121", title)
                .found(format!("`{}`", field.name))
                .expected(format!("one of: {}", self.known.join(", ")))
                .hint_if(suggestion.map(|name| format!("did you mean `{name}`?")));
            let key = suggestion.filter(|key| !is_given(key)).unwrap_or(&field.name);
            reader.within(key, |reader| reader.report(problem, field.name_span));
            meant.push(key);
        }
        for (key, words) in self.missing.iter().filter(|(key, _)| !meant.contains(key)) {
            let title = format!("{} needs the key `{key}`", self.what);
            let problem = Problem::new("E0122", title).expected(format!("{key}: {words}"));
            reader.within(key, |reader| reader.report(problem, self.span));
        }
    }
}

/// Reports a variant that does not exist.
pub fn unknown_variant<T>(node: &Node, reader: &mut Reader, what: &str, known: &[&'static str]) -> Option<T> {
    let Some(name) = node.name() else { return reader.wrong(node, &format!("{what}: one of {}", known.join(", "))) };
    let hint = did_you_mean(name, known.iter().copied()).map(|name| format!("did you mean `{name}`?"));
    let problem = Problem::new("E0125", format!("`{name}` is no {what}")).found(format!("`{name}`"));
    reader.report(problem.expected(format!("one of: {}", known.join(", "))).hint_if(hint), node.name_span());
    None
}

/// The values behind the name of a tuple variant; reports and gives `None` unless there are exactly so many.
pub fn exactly<'n>(node: &'n Node, reader: &mut Reader, count: usize, words: &str) -> Option<&'n [Node]> {
    match &node.value {
        Value::Tuple { items, .. } if items.len() == count => Some(items),
        _ => reader.wrong(node, words),
    }
}

impl<T: FromNode> FromNode for Option<T> {
    fn from_node(node: &Node, reader: &mut Reader) -> Option<Self> {
        match &node.value {
            Value::Word(word) if word == "None" => Some(None),
            _ => T::from_node(node, reader).map(Some),
        }
    }
    fn stand_in() -> Self {
        None
    }
    fn words() -> String {
        T::words()
    }
    fn describe(reference: &mut Reference) {
        T::describe(reference);
    }
}

impl<T: FromNode> FromNode for Vec<T> {
    fn from_node(node: &Node, reader: &mut Reader) -> Option<Self> {
        let Value::List(items) = &node.value else { return reader.wrong(node, &Self::words()) };
        report_duplicate_ids(items, reader);
        let mut all = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            all.extend(reader.within(&segment(items, index), |reader| T::from_node(item, reader)));
        }
        Some(all)
    }
    fn stand_in() -> Self {
        Self::new()
    }
    fn words() -> String {
        format!("a list of: {}", T::words())
    }
    fn describe(reference: &mut Reference) {
        T::describe(reference);
    }
}

impl<T: FromNode> FromNode for Box<T> {
    fn from_node(node: &Node, reader: &mut Reader) -> Option<Self> {
        T::from_node(node, reader).map(Box::new)
    }
    fn stand_in() -> Self {
        Self::new(T::stand_in())
    }
    fn words() -> String {
        T::words()
    }
    fn describe(reference: &mut Reference) {
        T::describe(reference);
    }
}

impl<A: FromNode, B: FromNode> FromNode for (A, B) {
    fn from_node(node: &Node, reader: &mut Reader) -> Option<Self> {
        let items = exactly(node, reader, 2, &Self::words())?;
        let first = reader.within("0", |reader| A::from_node(&items[0], reader));
        let second = reader.within("1", |reader| B::from_node(&items[1], reader));
        Some((first.unwrap_or_else(A::stand_in), second.unwrap_or_else(B::stand_in)))
    }
    fn stand_in() -> Self {
        (A::stand_in(), B::stand_in())
    }
    fn words() -> String {
        format!("({}, {})", A::words(), B::words())
    }
    fn describe(reference: &mut Reference) {
        A::describe(reference);
        B::describe(reference);
    }
}

fn report_duplicate_ids(items: &[Node], reader: &mut Reader) {
    let mut known: BTreeMap<String, &Node> = BTreeMap::new();
    for id in items.iter().filter_map(|item| item.field("id")) {
        let Some(text) = id.text() else { continue };
        let first = *known.entry(text.trim().to_lowercase()).or_insert(id);
        if !std::ptr::eq(first, id) {
            let title = match first.text() == Some(text) {
                true => format!("id {text:?} is given twice in one list"),
                false => format!("id {text:?} differs from another of its list only in capitals or blanks"),
            };
            let problem =
                Problem::new("E0202", title).found(format!("{text:?}")).expected("an id of its own for each item");
            let problem = problem.also(first.span, "first here");
            reader.within(text, |reader| reader.within("id", |reader| reader.report(problem, id.span)));
        }
    }
}

/// What may be written, collected for `docs/scenario-format.md`.
#[derive(Debug, Default)]
pub struct Reference {
    entries: Vec<(String, String)>,
}

impl Reference {
    /// Adds an entry unless it is there; true if it is new, so that entries of its fields follow.
    pub fn open(&mut self, name: &str) -> bool {
        let is_new = self.entries.iter().all(|(known, _)| known != name);
        if is_new {
            self.entries.push((name.to_owned(), String::new()));
        }
        is_new
    }

    /// Fills an entry.
    pub fn fill(&mut self, name: &str, text: String) {
        if let Some((_, entry)) = self.entries.iter_mut().find(|(known, _)| known == name) {
            *entry = text;
        }
    }

    /// All entries as Markdown, in the order in which they are met from the top.
    pub fn to_markdown(&self) -> String {
        self.entries.iter().map(|(name, text)| format!("### {name}\n\n{text}\n")).collect::<Vec<_>>().join("\n")
    }
}

/// Lines of documentation joined and trimmed.
pub fn doc(lines: &[&str]) -> String {
    lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ")
}

/// A key as it is written: one that is a word of Rust has `r#` before it in the source.
pub fn key(name: &'static str) -> &'static str {
    name.strip_prefix("r#").unwrap_or(name)
}

/// Declares a record: `key: Type` must be given, `key: Type = default` may be left out.
macro_rules! record {
    (
        $(#[doc = $doc:literal])*
        $name:ident as $words:literal {
            $( $(#[doc = $field_doc:literal])* $field:ident : $type:ty $(= $default:expr)? ),* $(,)?
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name { $( $(#[doc = $field_doc])* pub $field: $type, )* }

        impl $crate::scenario::record::FromNode for $name {
            fn from_node(
                node: &$crate::scenario::tree::Node,
                reader: &mut $crate::scenario::record::Reader,
            ) -> Option<Self> {
                if node.name().is_some() {
                    return reader.wrong(node, concat!($words, " without a name before its bracket"));
                }
                let mut fields = $crate::scenario::record::Fields::of(node, reader, $words)?;
                $( let $field = $crate::scenario::record::record!(@read fields, reader, $field: $type $(= $default)?); )*
                fields.finish(reader);
                Some(Self { $( $field, )* })
            }
            fn stand_in() -> Self {
                Self { $( $field: $crate::scenario::record::record!(@stand_in $type $(, $default)?), )* }
            }
            fn words() -> String {
                concat!($words, " (", stringify!($name), ")").to_owned()
            }
            fn describe(reference: &mut $crate::scenario::record::Reference) {
                let title = stringify!($name).trim_end_matches("File");
                if !reference.open(title) {
                    return;
                }
                $( <$type as $crate::scenario::record::FromNode>::describe(reference); )*
                let mut text = format!("{}\n\n| key | value | default | meaning |\n|---|---|---|---|\n",
                    $crate::scenario::record::doc(&[$($doc),*]));
                $( text += &$crate::scenario::record::row(
                    $crate::scenario::record::key(stringify!($field)),
                    &<$type as $crate::scenario::record::FromNode>::words(),
                    $crate::scenario::record::record!(@default $($default)?),
                    &$crate::scenario::record::doc(&[$($field_doc),*]),
                ); )*
                reference.fill(title, text);
            }
        }
    };
    (@read $fields:ident, $reader:ident, $field:ident : $type:ty) => {
        $fields.required::<$type>($reader, $crate::scenario::record::key(stringify!($field)))
    };
    (@read $fields:ident, $reader:ident, $field:ident : $type:ty = $default:expr) => {
        $fields.or::<$type>($reader, $crate::scenario::record::key(stringify!($field)), $default)
    };
    (@stand_in $type:ty) => { <$type as $crate::scenario::record::FromNode>::stand_in() };
    (@stand_in $type:ty, $default:expr) => { $default };
    (@default) => { None };
    (@default $default:expr) => { Some(stringify!($default)) };
}

/// Declares a choice between variants: a bare word, a word with values in brackets, or a word with keys in brackets.
macro_rules! choice {
    (
        $(#[doc = $doc:literal])*
        $name:ident as $words:literal {
            $( $(#[doc = $variant_doc:literal])* $variant:ident
                $( ( $($item:ident : $item_type:ty),+ ) )?
                $( { $( $(#[doc = $field_doc:literal])* $field:ident : $type:ty $(= $default:expr)? ),* $(,)? } )?
            ),* $(,)?
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub enum $name { $( $(#[doc = $variant_doc])* $variant
            $( ( $($item_type),+ ) )?
            $( { $( $(#[doc = $field_doc])* $field: $type, )* } )?
        , )* }

        impl $crate::scenario::record::FromNode for $name {
            fn from_node(
                node: &$crate::scenario::tree::Node,
                reader: &mut $crate::scenario::record::Reader,
            ) -> Option<Self> {
                match node.name() {
                    $( Some(stringify!($variant)) => {
                        $crate::scenario::record::choice!(@variant node, reader, $name, $variant
                            $( ( $($item : $item_type),+ ) )?
                            $( { $( $field : $type $(= $default)? ),* } )?)
                    } )*
                    _ => $crate::scenario::record::unknown_variant(node, reader, $words, &[$( stringify!($variant) ),*]),
                }
            }
            fn stand_in() -> Self {
                let all: &[fn() -> Self] = &[ $( || $name::$variant
                    $( ( $( <$item_type as $crate::scenario::record::FromNode>::stand_in() ),+ ) )?
                    $( { $( $field: $crate::scenario::record::record!(@stand_in $type $(, $default)?), )* } )?
                ),* ];
                all[0]()
            }
            fn words() -> String {
                concat!($words, " (", stringify!($name), ")").to_owned()
            }
            fn describe(reference: &mut $crate::scenario::record::Reference) {
                let title = stringify!($name).trim_end_matches("File");
                if !reference.open(title) {
                    return;
                }
                $( $( $( <$item_type as $crate::scenario::record::FromNode>::describe(reference); )+ )?
                   $( $( <$type as $crate::scenario::record::FromNode>::describe(reference); )* )? )*
                let mut text = format!("{}\n\n| written | meaning |\n|---|---|\n", $crate::scenario::record::doc(&[$($doc),*]));
                $( text += &$crate::scenario::record::variant_row(
                    stringify!($variant),
                    &[ $( $( <$item_type as $crate::scenario::record::FromNode>::words() ),+ )? ],
                    &[ $( $( (
                        stringify!($field),
                        <$type as $crate::scenario::record::FromNode>::words(),
                        $crate::scenario::record::record!(@default $($default)?),
                        $crate::scenario::record::doc(&[$($field_doc),*]),
                    ) ),* )? ],
                    &$crate::scenario::record::doc(&[$($variant_doc),*]),
                ); )*
                reference.fill(title, text);
            }
        }
    };
    (@variant $node:ident, $reader:ident, $name:ident, $variant:ident) => {
        match &$node.value {
            $crate::scenario::tree::Value::Word(_) => Some($name::$variant),
            _ => $reader.wrong($node, concat!("`", stringify!($variant), "` without brackets")),
        }
    };
    (@variant $node:ident, $reader:ident, $name:ident, $variant:ident ( $($item:ident : $item_type:ty),+ )) => {{
        let words: Vec<String> = vec![$( <$item_type as $crate::scenario::record::FromNode>::words() ),+];
        let expected = format!(concat!(stringify!($variant), "({})"), words.join(", "));
        let items = $crate::scenario::record::exactly($node, $reader, words.len(), &expected)?;
        let mut items = items.iter();
        $( let $item = items.next()
            .and_then(|item| <$item_type as $crate::scenario::record::FromNode>::from_node(item, $reader))
            .unwrap_or_else(<$item_type as $crate::scenario::record::FromNode>::stand_in); )+
        Some($name::$variant($( $item ),+))
    }};
    (@variant $node:ident, $reader:ident, $name:ident, $variant:ident { $( $field:ident : $type:ty $(= $default:expr)? ),* }) => {{
        let mut fields = $crate::scenario::record::Fields::of($node, $reader, concat!("`", stringify!($variant), "`"))?;
        $( let $field = $crate::scenario::record::record!(@read fields, $reader, $field: $type $(= $default)?); )*
        fields.finish($reader);
        Some($name::$variant { $( $field, )* })
    }};
}

pub(crate) use {choice, record};

/// A row of the reference.
pub fn row(key: &str, words: &str, default: Option<&str>, meaning: &str) -> String {
    let default = match default {
        None => "must be given".to_owned(),
        Some("None") => "left out".to_owned(),
        Some(default) => format!("`{}`", plain_default(default)),
    };
    format!("| `{key}` | {} | {default} | {meaning} |\n", words.replace("File)", ")"))
}

/// A row of the reference for one variant, and one for each of its keys.
pub fn variant_row(
    name: &str,
    items: &[String],
    fields: &[(&str, String, Option<&str>, String)],
    meaning: &str,
) -> String {
    let keys: Vec<&str> = fields.iter().map(|(key, ..)| *key).collect();
    let written = match (items, keys.as_slice()) {
        ([], []) => name.to_owned(),
        ([], keys) => format!("{name}({}: ..)", keys.join(": .., ")),
        (items, _) => format!("{name}({})", items.join(", ")),
    };
    let mut text = format!("| `{}` | {meaning} |\n", written.replace("File)", ")"));
    for (key, words, default, meaning) in fields {
        let default = match default {
            None => "must be given".to_owned(),
            Some("None") => "may be left out".to_owned(),
            Some(default) => format!("default `{}`", plain_default(default)),
        };
        text += &format!("| - `{key}`: {}; {default} | {meaning} |\n", words.replace("File)", ")"));
    }
    text
}

/// A default as a planner would write it.
fn plain_default(default: &str) -> String {
    let plain = default.replace("Vec::new()", "[]").replace("String::new()", "\"\"").replace(".to_owned()", "");
    match plain.split_once("File::") {
        Some((_, "default()")) => "()".to_owned(),
        Some((_, variant)) => variant.to_owned(),
        None => plain.replace("Dur(0)", "\"0 min\""),
    }
}
