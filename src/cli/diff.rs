//! `landbridge diff`.

use std::path::Path;

use super::Status;
use super::args::DiffArgs;
use super::input::{print, refuse};
use crate::scenario::{Difference, Edit, differences, load};

/// Prints what two scenarios say differently.
pub fn diff(args: &DiffArgs) -> Status {
    let other = args.other.as_deref().unwrap_or(&args.scenario);
    let both = resolved(&args.scenario, &[], &[]).and_then(|old| Ok((old, resolved(other, &args.set, &args.overlay)?)));
    match both {
        Ok((old, new)) => print(&differences(&old, &new).iter().map(line).collect::<String>()),
        Err(status) => status,
    }
}

/// A scenario as resolved; its errors are printed. Warnings matter only to those who run it.
fn resolved(path: &Path, edits: &[Edit], overlays: &[String]) -> Result<String, Status> {
    let loaded = load(path, edits, overlays).map_err(|error| {
        anstream::eprintln!("error[E0100]: {error}");
        Status::Files
    })?;
    if loaded.problems.has_errors() {
        return Err(refuse(&loaded.problems, &loaded.sources));
    }
    Ok(loaded.resolved)
}

/// Path, old value, arrow, new value, parted by tabs; no value holds a tab.
fn line(difference: &Difference) -> String {
    let show = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
    format!("{}\t{}\t->\t{}\n", difference.path, show(&difference.old), show(&difference.new))
}
