//! Landbridge.

pub mod cli;
pub mod engine;
pub mod experiment;
pub mod ids;
pub mod index;
pub mod model;
pub mod observe;
pub mod plan;
pub mod report;
pub mod scenario;
pub mod sim;
pub mod stats;
pub mod units;
