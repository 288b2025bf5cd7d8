//! The command line: one file a command.

mod args;
mod batch;
mod check;
mod compare;
mod diff;
mod explain;
mod failure;
mod input;
mod precision;
mod run;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use args::{Cli, Command};

/// Why a command ended, as the status that the shell sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// 0
    Done,
    /// 2
    CommandLine,
    /// 3
    InvalidScenario,
    /// 4
    Limit,
    /// 5
    Files,
    /// 130
    Interrupted,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(match status {
            Status::Done => 0,
            Status::CommandLine => 2,
            Status::InvalidScenario => 3,
            Status::Limit => 4,
            Status::Files => 5,
            Status::Interrupted => 130,
        })
    }
}

/// Reads the command line and does what it says.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are no errors; clap prints them to stdout.
            let status = if error.use_stderr() { Status::CommandLine } else { Status::Done };
            let _ = error.print();
            return status.into();
        }
    };
    let status = match cli.command {
        Command::Run(args) => run::run(&args),
        Command::Compare(args) => compare::compare(&args),
        Command::Check(args) => check::check(&args),
        Command::Diff(args) => diff::diff(&args),
        Command::Explain { code } => explain::explain(&code),
        Command::Reference => input::print(&crate::scenario::reference()),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "landbridge", &mut script);
            input::print(&String::from_utf8_lossy(&script))
        }
    };
    status.into()
}
