//! Links on which one direction drives at a time.

use super::Thing;
use crate::ids::LinkId;
use crate::model::OneLane;

/// A link on which one direction drives at a time.
#[derive(Debug, Clone, Copy)]
pub struct Lane {
    /// Which link.
    pub link: LinkId,
    /// Who drives when.
    pub rules: OneLane,
    /// What is taken at its ends, by those who drive from `from` of the link and those from `to`: numbers in `Plan::things`.
    pub sides: [u32; 2],
}

/// The capacity of what holds as many as come.
pub const ENDLESS: u32 = u32::MAX;

impl Thing {
    /// Its capacity in words; empty where as many may be there as come.
    pub fn capacity_text(&self) -> String {
        if self.capacity == ENDLESS { String::new() } else { self.capacity.to_string() }
    }
}
