//! What the steps do, one file a kind.

mod lifecycle;
pub mod source;
mod station;
