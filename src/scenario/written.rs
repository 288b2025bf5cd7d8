//! A value that is kept as it was written, to be put somewhere else in a tree: what overlays lay on.

use ron::value::RawValue;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::parse::parse;
use super::record::{FromNode, Reader};
use super::source::{FileId, Span};
use super::tree::{Node, Value};
use super::write::write;

/// Any value, with its place in the text. Two are equal if they say the same, wherever they stand.
#[derive(Debug, Clone)]
pub struct Written(pub Node);

impl PartialEq for Written {
    fn eq(&self, other: &Self) -> bool {
        self.0.same(&other.0)
    }
}

impl FromNode for Written {
    fn from_node(node: &Node, _reader: &mut Reader) -> Option<Self> {
        Some(Self(node.clone()))
    }
    fn stand_in() -> Self {
        Self(Node::new(Value::Unit, Span { file: FileId(0), start: 0, end: 0 }))
    }
    fn words() -> String {
        "any value".to_owned()
    }
}

impl Serialize for Written {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = write(&self.0);
        RawValue::from_ron(text.trim_end()).map_err(serde::ser::Error::custom)?.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        parse(FileId(0), raw.get_ron()).map(Self).map_err(|problem| serde::de::Error::custom(problem.title))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_keeps_its_variants_through_the_ron_crate() {
        for text in
            ["6", "\"2 h 30 min\"", "Road(id: \"x\", to: None, at: (1, 2.5))", "[Constant(\"1 h\"), City]", "()"]
        {
            let written = Written(parse(FileId(0), text).expect("a good value"));
            let back: Written = ron::from_str(&ron::to_string(&written).expect("it is written")).expect("it is read");
            assert_eq!(back, written, "{text}");
        }
    }
}
