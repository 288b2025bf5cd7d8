//! What determines a result, and nothing else.

use serde::Serialize;

/// What has to be equal for results to be equal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Manifest {
    /// The program.
    pub program: &'static str,
    /// Its version.
    pub version: &'static str,
    /// The layout of a run's folder.
    pub format: u32,
    /// Title of the scenario.
    pub title: String,
    /// Hash of the scenario as resolved, 16 hexadecimal digits.
    pub scenario_hash: String,
    /// Master seed.
    pub seed: u64,
    /// Number of replications that the results are of.
    pub replications: u32,
    /// Overlays, in their order.
    pub overlays: Vec<String>,
    /// Edits of the command line ("PATH=VALUE"), in their order.
    pub edits: Vec<String>,
    /// What came of a precision that was asked for, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub precision: Option<String>,
    /// End of the warm-up as resolved, and how it was found where the scenario does not say it.
    pub warm_up: String,
    /// The random generator.
    pub generator: &'static str,
    /// Things that are asked for more than they have, so that means depend on the length of the run; left out where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_stationary: Vec<String>,
    /// Replications that ended before their time, and why; left out where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub partial: Vec<String>,
}

impl Manifest {
    /// The manifest as JSON, keys in the order of the struct.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("a manifest holds only texts and numbers") + "\n"
    }
}
