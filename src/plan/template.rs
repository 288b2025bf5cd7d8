//! Facilities as expansions into steps: one file a template.

pub(super) mod ahead;
pub(super) mod border;
pub(super) mod stations;
pub(super) mod transit;
