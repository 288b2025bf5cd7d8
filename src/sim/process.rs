//! What the steps do, one file a kind.

mod leaving;
mod lifecycle;
pub mod servers;
pub mod source;
mod station;
