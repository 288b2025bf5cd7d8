//! What the steps do, one file a kind.

pub mod aboard;
pub mod carriage;
mod carrier;
pub mod choice;
pub mod disruption;
pub mod empties;
pub mod lane;
mod leaving;
mod lifecycle;
pub mod line;
mod quota;
pub mod servers;
pub mod source;
mod station;
