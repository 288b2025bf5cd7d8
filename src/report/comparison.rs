//! What a comparison leaves behind: differences with their intervals as table and JSON, the values of all replications, a forest plot, the scenarios
//! as resolved; and one page on the screen.

mod beside;
mod crossings;
mod figure;
mod reach;
mod screen;
mod shares;
mod shown;
mod tables;

use std::path::Path;

use serde::Serialize;

use super::{ReportError, plot};
use crate::experiment::Comparison;
use crate::model::Model;

pub use screen::screen;

/// Everything that a report of a comparison is made of.
pub struct ComparisonReport<'a> {
    /// The domain of the base.
    pub model: &'a Model,
    /// The results and their differences.
    pub comparison: &'a Comparison,
    /// The scenarios as resolved, the base first.
    pub resolved: Vec<&'a str>,
    /// What determines the results.
    pub manifest: &'a ComparisonManifest,
}

/// What has to be equal for two comparisons to be equal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ComparisonManifest {
    /// The program.
    pub program: &'static str,
    /// Its version.
    pub version: &'static str,
    /// The layout of the folder.
    pub format: u32,
    /// What made it.
    pub command: &'static str,
    /// Title of the scenario.
    pub title: String,
    /// Master seed.
    pub seed: u64,
    /// Number of replications of each variant.
    pub replications: u32,
    /// "paired" or "independent".
    pub pairing: &'static str,
    /// The variants, the base first.
    pub variants: Vec<VariantManifest>,
    /// The metrics asked for ("METRIC@PLACE"); empty = those that are judged by default.
    pub metrics: Vec<String>,
    /// Edits of the command line ("PATH=VALUE"), in their order.
    pub edits: Vec<String>,
    /// End of the warm-up, the same for all, and how it was found where the scenario does not say it.
    pub warm_up: String,
    /// The random generator.
    pub generator: &'static str,
    /// Replications that ended before their time, of which variant and why; left out where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub partial: Vec<String>,
}

/// One variant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VariantManifest {
    /// What it is called.
    pub name: String,
    /// The overlays that are laid on, in their normal order.
    pub overlays: Vec<String>,
    /// Hash of the scenario as resolved, 16 hexadecimal digits.
    pub scenario_hash: String,
}

impl ComparisonManifest {
    /// `compare-<hash of all>-s<seed>-r<replications>`, and whether variants have luck of their own.
    pub fn folder_name(&self) -> String {
        let names = self.variants.iter().map(|variant| format!("{}\n{}\n", variant.name, variant.scenario_hash));
        let all = names.chain(self.metrics.iter().cloned()).collect::<String>();
        let hash = crate::scenario::scenario_hash(&all);
        let luck = if self.pairing == "independent" { "-independent" } else { "" };
        format!("compare-{}-s{}-r{}{luck}", &hash[..12], self.seed, self.replications)
    }

    fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("a manifest holds only texts and numbers") + "\n"
    }
}

/// Writes all files of a comparison into a folder that exists.
///
/// # Errors
/// At the first file that cannot be written.
pub fn write(report: &ComparisonReport, folder: &Path) -> Result<(), ReportError> {
    let text = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::write(&path, text).map_err(|cause| ReportError::File { path, cause })
    };
    let inside = |name: &str| {
        let path = folder.join(name);
        std::fs::create_dir(&path).map_err(|cause| ReportError::File { path: path.clone(), cause }).map(|()| path)
    };
    text("manifest.json", &report.manifest.to_json())?;
    text("comparison.json", &tables::json(report))?;
    tables::write_all(report, folder)?;
    inside("scenarios")?;
    for (number, (name, resolved)) in report.comparison.names.iter().zip(&report.resolved).enumerate() {
        text(&format!("scenarios/{}.ron", file_stem(number, name)), resolved)?;
    }
    let plots = inside("plots")?;
    plot::save(&figure::forest(report), &plots)?;
    if let Some(waterfall) = crossings::figure(report) {
        plot::save(&waterfall, &plots)?;
    }
    if let Some(reach) = reach::figure(report) {
        plot::save(&reach, &plots)?;
    }
    Ok(())
}

/// "2-night-shift": a file's name on every system, whatever an overlay is called.
fn file_stem(number: usize, name: &str) -> String {
    const LONGEST: usize = 40;
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut stem = words.collect::<Vec<_>>().join("-").to_ascii_lowercase();
    stem.truncate(LONGEST);
    if stem.is_empty() { number.to_string() } else { format!("{number}-{stem}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_variant_is_made_the_name_of_a_file() {
        assert_eq!(file_stem(0, "base"), "0-base");
        assert_eq!(file_stem(2, "../Twelve lanes + one/stop"), "2-twelve-lanes-one-stop");
        assert_eq!(file_stem(3, "\u{591c}\u{73ed}"), "3");
        assert_eq!(file_stem(4, &"x".repeat(300)).len(), 42);
    }
}
