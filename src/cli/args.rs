//! What can be written on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

use crate::scenario::Edit;

/// Simulates logistics hubs, land borders and the corridors between them.
///
/// A planner writes a scenario (a RON file, with CSV tables where a spreadsheet is easier); Landbridge runs seeded replications of it in parallel
/// and writes tables and figures of throughput, dwell time, queues and the causes of delay, each with its certainty.
#[derive(Debug, Parser)]
#[command(name = "landbridge", version, max_term_width = 110, after_help = AFTER)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const AFTER: &str = "\
Examples:
  landbridge check scenarios/first-gate               is the scenario right, and what load does it put on each station?
  landbridge run scenarios/guangxi-indochina          run it; results appear under output/guangxi-indochina/
  landbridge run scenarios/first-gate --set flows/trucks/arrivals/per_h=50
  landbridge compare scenarios/guangxi-indochina      what do its overlays change?
  landbridge explain E0203                            more about a message

Exit status: 0 done, 2 command line, 3 invalid scenario, 4 stopped by a limit, 5 files, 130 interrupted.";

const DIFF: &str = "\
One line a value, parted by tabs: path, value in A, ->, value in B; `-` where there is none. Nothing if they say the same.
Values are those after all defaults are filled in, so a default that is written out is no difference.

Example:
  landbridge diff scenarios/first-gate scenarios/guangxi-indochina
  landbridge diff scenarios/first-gate --set run/seed=2";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run a scenario and write its results
    #[command(after_help = "Example:\n  landbridge run scenarios/first-gate --replications 10 --seed 7")]
    Run(RunArgs),
    /// Run variants of a scenario beside its base and say what differs
    #[command(after_help = "Example:\n  landbridge compare scenarios/first-gate --replications 10")]
    Compare(CompareArgs),
    /// Check a scenario and show its network, loads and running time, without running it
    #[command(after_help = "Example:\n  landbridge check scenarios/first-gate")]
    Check(CheckArgs),
    /// Show what two scenarios, or a scenario with and without overlays, say differently
    #[command(after_help = DIFF)]
    Diff(DiffArgs),
    /// Say more about the number of a message
    #[command(after_help = "Example:\n  landbridge explain E0203")]
    Explain {
        /// The number, like E0203
        code: String,
    },
    /// Print the reference of the scenario format (Markdown)
    #[command(after_help = "Example:\n  landbridge reference")]
    Reference,
    /// Print a script that completes commands in your shell
    #[command(after_help = "Example:\n  landbridge completions bash > landbridge.bash")]
    Completions {
        /// The shell
        shell: Shell,
    },
}

/// Which scenario, with which edits.
#[derive(Debug, Args)]
pub struct ScenarioArgs {
    /// Folder with a scenario.ron, or the file itself
    pub scenario: PathBuf,
    /// Lay an overlay of the scenario on; several as a,b or by naming the option again
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub overlay: Vec<String>,
    /// Change a value: items by id, like flows/trucks/arrivals/per_h=50 (may be given several times)
    #[arg(long, value_name = "PATH=VALUE", value_parser = edit)]
    pub set: Vec<Edit>,
    /// Treat warnings as errors
    #[arg(long)]
    pub strict: bool,
}

/// Arguments of `diff`.
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// A: folder with a scenario.ron, or the file itself
    pub scenario: PathBuf,
    /// B [default: A, with the overlays and edits below]
    #[arg(required_unless_present_any = ["overlay", "set"])]
    pub other: Option<PathBuf>,
    /// Lay an overlay of B on B; several as a,b or by naming the option again
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub overlay: Vec<String>,
    /// Change a value of B (may be given several times)
    #[arg(long, value_name = "PATH=VALUE", value_parser = edit)]
    pub set: Vec<Edit>,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// The scenario.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
}

/// How a batch is run and where its results go, for `run` and `compare`.
#[derive(Debug, Args)]
pub struct BatchArgs {
    /// Master seed [default: that of the scenario]
    #[arg(short, long, value_name = "S", allow_negative_numbers = true)]
    pub seed: Option<u64>,
    /// Threads [default: as many as the machine has]; results do not depend on it
    #[arg(short, long, value_name = "T", value_parser = clap::value_parser!(u32).range(1..))]
    pub threads: Option<u32>,
    /// Folder of the results [default: output/SCENARIO/NAME, with a name made of what determines them]
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Replace complete results that are in the way
    #[arg(long)]
    pub force: bool,
    /// Most events of one replication
    #[arg(long, value_name = "N", default_value_t = 2_000_000_000)]
    pub max_events: u64,
    /// Most consignments and vehicles at once in one replication
    #[arg(long, value_name = "N", default_value_t = 20_000_000)]
    pub max_entities: u64,
    /// Print only the path of the results
    #[arg(short, long)]
    pub quiet: bool,
}

/// Arguments of `run`.
#[derive(Debug, Args)]
pub struct RunArgs {
    /// The scenario.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// Number of replications, with --until-precision the most [default: that of the scenario, or 1000]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub replications: Option<u32>,
    /// Run as many replications as it takes to know a mean to this relative error, with 95 % confidence: 0.02 is 2 %
    #[arg(long, value_name = "ERROR", value_parser = relative_error)]
    pub until_precision: Option<f64>,
    /// Which mean, as in summary.csv [default: time_in_system_mean@network]
    #[arg(long, value_name = "METRIC@PLACE", requires = "until_precision")]
    pub precision_of: Option<String>,
    /// How it is run and where results go.
    #[command(flatten)]
    pub batch: BatchArgs,
}

/// Arguments of `compare`.
#[derive(Debug, Args)]
pub struct CompareArgs {
    /// The scenario; `--overlay` and `--set` change every variant, the base too.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// Compare this variant: overlays as a,b (may be given several times) [default: the list `compare` of the scenario]
    #[arg(long, value_name = "OVERLAYS", value_parser = stack)]
    pub variant: Vec<Stack>,
    /// Judge variants by this metric, like dwell_mean@hub/pass (may be given several times)
    /// [default: throughput and time in the network, dwell time at borders]
    #[arg(long, value_name = "METRIC@PLACE")]
    pub metric: Vec<String>,
    /// Give each variant luck of its own instead of the same consignments with the same luck
    #[arg(long)]
    pub independent: bool,
    /// Number of replications of each variant [default: that of the scenario]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub replications: Option<u32>,
    /// How it is run and where results go.
    #[command(flatten)]
    pub batch: BatchArgs,
}

/// The overlays of one variant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stack(pub Vec<String>);

#[expect(clippy::unnecessary_wraps, reason = "the form that clap asks for")]
fn stack(text: &str) -> Result<Stack, String> {
    let names = text.split(',').map(str::trim).filter(|name| !name.is_empty());
    Ok(Stack(names.map(str::to_owned).collect()))
}

fn relative_error(text: &str) -> Result<f64, String> {
    let error = text.parse().map_err(|_| "expected a number like 0.02".to_owned())?;
    let is_share = 0.0 < error && error < 1.0;
    is_share.then_some(error).ok_or_else(|| "expected a number above 0 and below 1".to_owned())
}

fn edit(text: &str) -> Result<Edit, String> {
    let (path, value) = text.split_once('=').ok_or("expected PATH=VALUE")?;
    if path.trim().is_empty() || value.trim().is_empty() {
        return Err("expected PATH=VALUE".to_owned());
    }
    Ok(Edit { path: path.trim().to_owned(), value: value.to_owned() })
}
