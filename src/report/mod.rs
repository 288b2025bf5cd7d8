//! What a run leaves behind: tables, a manifest, figures, the scenario as resolved; and the short table on the screen.
//!
//! **Invariant:** the bytes of a run's folder depend on what determines the result and on nothing else: no clock, no host, no path, no thread count.

pub mod comparison;
mod figures;
pub mod folder;
mod manifest;
pub mod plot;
mod runs;
mod screen;
mod tables;

use std::path::{Path, PathBuf};

use crate::experiment::Results;
use crate::model::Model;
use crate::plan::Plan;

pub use manifest::Manifest;
pub use screen::screen;

/// Everything that a report is made of.
pub struct Report<'a> {
    /// The domain.
    pub model: &'a Model,
    /// The plan.
    pub plan: &'a Plan,
    /// The results.
    pub results: &'a Results,
    /// The scenario as resolved.
    pub resolved: &'a str,
    /// What determines the results.
    pub manifest: &'a Manifest,
}

/// Why a report could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// A file could not be written.
    #[error("{path}: {cause}", path = path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// A table could not be written.
    #[error("{path}: {cause}", path = path.display())]
    Table {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: csv::Error,
    },
    /// A figure could not be drawn.
    #[error(transparent)]
    Figure(#[from] plot::PlotError),
}

/// Writes all files of a run into a folder that exists.
///
/// # Errors
/// At the first file that cannot be written.
pub fn write(report: &Report, folder: &Path) -> Result<(), ReportError> {
    let text = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::write(&path, text).map_err(|cause| ReportError::File { path, cause })
    };
    text("manifest.json", &report.manifest.to_json())?;
    text("scenario.ron", report.resolved)?;
    text("summary.json", &tables::summary_json(report))?;
    tables::write_all(report, folder)?;
    let plots = folder.join("plots");
    std::fs::create_dir(&plots).map_err(|cause| ReportError::File { path: plots.clone(), cause })?;
    figures::draw_all(report, &plots)?;
    Ok(())
}
