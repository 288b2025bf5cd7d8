//! What `run` and `compare` share: how a batch is run, where its results go, and what is said of it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{ProgressBar, ProgressStyle};

use super::Status;
use super::args::BatchArgs;
use super::input::{Ready, print};
use crate::experiment::{Batch, Found, Results};
use crate::model::{Model, WarmUp};
use crate::report::folder::{Draft, Existing, check, contents};
use crate::scenario::Edit;
use crate::sim::{Limits, Stop, StopReason};
use crate::units::spoken;

/// Prints what a command has to say; its status, unless it cannot be printed.
pub fn show(said: Result<(String, Status), Status>) -> Status {
    match said {
        Ok((text, Status::Done)) => print(&text),
        Ok((text, status)) => {
            print(&text);
            status
        }
        Err(status) => status,
    }
}

impl BatchArgs {
    /// The batch of a scenario.
    pub fn batch(&self, ready: &Ready, replications: u32) -> Batch {
        Batch {
            seed: self.seed.unwrap_or(ready.model.run.seed),
            replications,
            threads: threads(self.threads),
            max_events: self.max_events,
            max_entities: self.max_entities,
        }
    }

    /// The limits of a replication.
    pub fn limits<'s>(&self, stop: &'s AtomicBool) -> Limits<'s> {
        Limits { max_events: self.max_events, max_entities: self.max_entities, stop }
    }
}

/// Where results go.
pub struct Place {
    /// The folder.
    pub path: PathBuf,
    existing: Existing,
    is_given: bool,
}

impl Place {
    /// The folder that is asked for, or one of this name; nothing may be in the way.
    pub fn find(args: &BatchArgs, scenario: &Path, name: &str) -> Result<Self, Status> {
        let existing = if args.force { Existing::Replace } else { Existing::Keep };
        let path = args.output.clone().unwrap_or_else(|| default_place(scenario, name));
        check(&path, existing).map_err(|error| files(&error))?;
        Ok(Self { path, existing, is_given: args.output.is_some() })
    }

    /// Partial results get a folder of their own unless one was asked for, so that they are not in the way of whole ones, nor of other partial ones.
    pub fn of_partial(self) -> Self {
        if self.is_given {
            return self;
        }
        let mut path = self.path.into_os_string();
        path.push("-partial");
        Self { path: path.into(), existing: Existing::Replace, is_given: false }
    }

    /// Lets the results be written and the folder appear, complete or not at all.
    pub fn publish<E: std::fmt::Display>(
        &self,
        stop: &AtomicBool,
        write: impl FnOnce(&Path) -> Result<(), E>,
    ) -> Result<(), Status> {
        let draft = Draft::new(&self.path, self.existing).map_err(|error| files(&error))?;
        write(draft.path()).map_err(|error| files(&error))?;
        if stop.load(Ordering::Relaxed) {
            anstream::eprintln!("interrupted; nothing was written");
            return Err(Status::Interrupted);
        }
        draft.publish(self.existing).map_err(|error| files(&error))
    }
}

/// Where results are and what is among them, for the end of a page.
pub fn whereabouts(place: &Path) -> String {
    const WIDTH: usize = 100;
    let mut text = format!("\nResults: {}\n", place.display());
    let mut line = String::new();
    // A folder that cannot be read any more has been told by its path; there is nothing to add.
    for name in contents(place).unwrap_or_default() {
        if line.len() + name.len() + 4 > WIDTH {
            text += &format!("  {line}\n");
            line.clear();
        }
        line += if line.is_empty() { "" } else { ", " };
        line += &name;
    }
    if line.is_empty() { text } else { format!("{text}  {line}\n") }
}

/// `output/<scenario>/<name>`.
fn default_place(scenario: &Path, name: &str) -> PathBuf {
    let full = std::path::absolute(scenario).unwrap_or_else(|_| scenario.to_owned());
    let folder = if scenario.is_dir() { full.as_path() } else { full.parent().unwrap_or(&full) };
    let last = folder.components().next_back().map(|part| part.as_os_str().to_string_lossy().into_owned());
    Path::new("output").join(last.unwrap_or_else(|| "scenario".to_owned())).join(name)
}

/// Says that a warm-up never ended, unless the run itself was cut short.
pub fn tell_unmeasured<'r>(results: impl IntoIterator<Item = &'r Results>) {
    let is_unmeasured = |results: &Results| results.measured == 0 && results.stopped.is_empty();
    if results.into_iter().any(is_unmeasured) {
        anstream::eprintln!("warning[W0702]: the warm-up never ended, so nothing was measured; look at `run/warm_up`");
    }
}

/// Says which replications ended before their time, and `of` what they are, if there is a choice; the results are then partial.
pub fn tell_stops(of: &str, stopped: &[(u32, Stop)]) -> Status {
    const MOST: usize = 5;
    for (number, stop) in stopped.iter().take(MOST) {
        let (code, hint) = match stop.reason {
            StopReason::Events { .. } => ("E0703", " (--max-events raises it)"),
            StopReason::Entities { .. } => ("E0703", " (--max-entities raises it)"),
            StopReason::Standstill { .. } => ("E0704", ""),
            StopReason::Deadlock { .. } => ("E0710", ""),
        };
        anstream::eprintln!("error[{code}]: {of}replication {number}: {stop}{hint}");
    }
    if stopped.len() > MOST {
        anstream::eprintln!("and {} more replications", stopped.len() - MOST);
    }
    if stopped.is_empty() {
        return Status::Done;
    }
    anstream::eprintln!("The results are partial: they hold until then.");
    Status::Limit
}

/// Says that results could not be written.
fn files(error: &impl std::fmt::Display) -> Status {
    anstream::eprintln!("error[E0701]: {error}");
    Status::Files
}

/// As many threads as asked for, at most those that the machine has.
fn threads(asked: Option<u32>) -> usize {
    let there = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    match asked.map(|asked| asked as usize) {
        Some(asked) if asked > 4 * there => {
            anstream::eprintln!("warning[W0701]: {asked} threads are more than this machine can use; {there} are used");
            there
        }
        Some(asked) => asked,
        None => there,
    }
}

/// A run that would take more events than allowed is refused before it starts.
pub fn check_size(ready: &Ready, max_events: u64) -> Result<(), Status> {
    if ready.loads.events <= max_events as f64 {
        return Ok(());
    }
    anstream::eprintln!(
        "error[E0702]: one replication would take about {:.1e} events, more than the limit of {max_events} (--max-events raises it)\n\
         Look at `run/horizon` and at the rates of the flows",
        ready.loads.events
    );
    Err(Status::Limit)
}

/// An edit as it was given.
pub fn as_written(edit: &Edit) -> String {
    format!("{}={}", edit.path, edit.value)
}

/// A replication that ended before its time, and why.
pub fn partial((number, stop): &(u32, Stop)) -> String {
    format!("replication {number}: {stop}")
}

/// End of the warm-up in words, and how it was found.
pub fn warm_up(model: &Model, found: Option<Found>) -> String {
    match (model.run.warm_up, found) {
        (_, Some(Found { length, pilots: 1 })) => format!("{}, found by MSER in 1 pilot replication", spoken(length)),
        (_, Some(Found { length, pilots })) => {
            format!("{}, found by MSER in {pilots} pilot replications", spoken(length))
        }
        (WarmUp::Fixed(time), None) => spoken(time),
        (WarmUp::Arrivals(count), None) => format!("{count} arrivals"),
        (WarmUp::Auto, None) => "not found yet".to_owned(),
    }
}

/// Set by Ctrl-C.
pub fn stop_sign() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let set = Arc::clone(&stop);
    // Without a handler Ctrl-C still ends the program, only less tidily.
    let _ = ctrlc::set_handler(move || set.store(true, Ordering::Relaxed));
    stop
}

/// A bar of replications done, unless nothing is to be said.
pub fn progress(replications: u64, is_quiet: bool) -> ProgressBar {
    let bar = if is_quiet { ProgressBar::hidden() } else { ProgressBar::new(replications) };
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} replications, {eta} left")
        .expect("the template of the progress bar is right");
    bar.set_style(style);
    bar
}
