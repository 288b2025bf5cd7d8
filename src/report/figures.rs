//! placeholder
use super::{Report, ReportError};
pub fn draw_all(_report: &Report, _folder: &std::path::Path) -> Result<(), ReportError> {
    Ok(())
}
