//! Overlays: changes under discussion, each with a name.

use crate::scenario::record::{choice, record};
use crate::scenario::written::Written;

record! {
    /// A named change of the scenario, laid on with `--overlay` and by `compare`. [Overlays](overlays.md) says how several go together.
    OverlayFile as "an overlay" {
        /// Unique among overlays; without a comma.
        id: String,
        /// What it is, in a sentence.
        text: String = String::new(),
        /// What it costs once \[USD\], >= 0.
        capex_usd: f64 = 0.0,
        /// What it costs a year \[USD\], >= 0.
        running_usd_per_year: f64 = 0.0,
        /// Overlays that are laid on before this one, if they are laid on at all.
        after: Vec<String> = Vec::new(),
        /// What it changes, in this order.
        changes: Vec<ChangeFile>,
    }
}

choice! {
    /// One change at a path, which names items by their id: "posts/CN export/gate/lanes".
    ChangeFile as "change" {
        /// The value at the path becomes this one.
        Set(path: String, value: Written),
        /// A number grows by this number, a length of time by this length of time; with a minus it shrinks.
        Add(path: String, amount: Written),
        /// A number or a length of time is multiplied.
        Scale(path: String, factor: f64),
        /// One more item in the list at the path.
        New(path: String, item: Written),
        /// A policy comes into force: one more of `instruments`.
        Apply(instrument: Written),
        /// The item at the path is taken out of its list; a key goes back to its default.
        Remove(path: String),
    }
}

impl ChangeFile {
    /// Where it changes something.
    pub fn path(&self) -> &str {
        match self {
            Self::Set(path, _)
            | Self::Add(path, _)
            | Self::Scale(path, _)
            | Self::New(path, _)
            | Self::Remove(path) => path,
            Self::Apply(_) => "instruments",
        }
    }

    /// Its name as it is written.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Set(..) => "Set",
            Self::Add(..) => "Add",
            Self::Scale(..) => "Scale",
            Self::New(..) => "New",
            Self::Remove(..) => "Remove",
            Self::Apply(..) => "Apply",
        }
    }
}
