//! Facilities as expansions into steps: one file a template.

pub(super) mod ahead;
pub(super) mod border;
pub(super) mod groupage;
pub(super) mod rail_border;
pub(super) mod service;
pub(super) mod stations;
pub(super) mod terminal;
pub(super) mod transit;
