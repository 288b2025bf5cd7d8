//! What the steps do, one file a kind.

pub mod choice;
pub mod disruption;
mod leaving;
mod lifecycle;
mod quota;
pub mod servers;
pub mod source;
mod station;
