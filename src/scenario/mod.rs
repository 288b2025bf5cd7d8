//! Text -> model: reads a scenario with its tables, lays overlays and edits on, and reports every problem with its place.
//!
//! A file becomes a [`tree`] of values that know their places; tables are appended to it, `overlay` lays named changes on it and `--set` edits it; then the
//! structs of [`mod@file`] are read from the tree, and [`build`] makes the valid model of them. Problems of all these stages are shown together.

pub mod build;
mod diff;
pub mod file;
mod lex;
mod literal;
mod load;
mod overlay;
mod parse;
mod path;
pub mod problem;
pub mod record;
pub mod render;
pub mod source;
mod suggest;
mod tables;
pub mod tree;
pub mod values;
mod write;
mod written;

pub use diff::{Difference, differences};
pub use load::{Edit, Loaded, load, reference, scenario_hash};
pub use overlay::{name_overlay, stacks};
pub use path::find;
pub use suggest::did_you_mean;
