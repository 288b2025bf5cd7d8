//! placeholder until the figures are in
#[derive(Debug, thiserror::Error)]
#[error("figure")]
pub struct PlotError;
