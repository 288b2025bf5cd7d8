//! Folders that appear complete or not at all.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

/// A folder that is being filled under another name beside its place. Dropped without [`Draft::publish`], it vanishes.
#[derive(Debug)]
pub struct Draft {
    draft: PathBuf,
    place: PathBuf,
    is_published: bool,
}

/// Whether a folder that is in the way is replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// It is kept, and publishing fails.
    Keep,
    /// It is replaced, if it is a run of ours.
    Replace,
}

/// Why a folder cannot take results.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// There is a complete run.
    #[error("{path} holds a complete run; it is not overwritten (--force replaces it)", path = .0.display())]
    IsRun(PathBuf),
    /// There is something else.
    #[error("{path} exists and is no run of Landbridge; it is not touched", path = .0.display())]
    IsOther(PathBuf),
    /// The system says no.
    #[error("{path}: {cause}", path = path.display())]
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
}

/// What marks a folder as a run.
const MARK: &str = "manifest.json";

/// Whether results could be put there, before anything is computed.
///
/// # Errors
/// When a run or something else is in the way.
pub fn check(place: &Path, existing: Existing) -> Result<(), FolderError> {
    if !place.exists() && !place.is_symlink() {
        return Ok(());
    }
    let is_run = place.join(MARK).is_file() && !place.is_symlink();
    let is_empty = place.is_dir() && place.read_dir().is_ok_and(|mut entries| entries.next().is_none());
    match (is_run, existing) {
        (true, Existing::Replace) => Ok(()),
        (true, Existing::Keep) => Err(FolderError::IsRun(place.to_owned())),
        (false, _) if is_empty => Ok(()),
        (false, _) => Err(FolderError::IsOther(place.to_owned())),
    }
}

impl Draft {
    /// A new, empty folder beside `place`.
    ///
    /// # Errors
    /// When something is in the way or the folder cannot be made.
    pub fn new(place: &Path, existing: Existing) -> Result<Self, FolderError> {
        check(place, existing)?;
        let parent = match place.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let io = |path: &Path| {
            let path = path.to_owned();
            move |cause| FolderError::Io { path, cause }
        };
        std::fs::create_dir_all(parent).map_err(io(parent))?;
        let name = place.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let draft = parent.join(format!(".{name}.{}.partial", std::process::id()));
        if draft.exists() {
            // Left by a crash of a process that had our number.
            std::fs::remove_dir_all(&draft).map_err(io(&draft))?;
        }
        std::fs::create_dir(&draft).map_err(io(&draft))?;
        Ok(Self { draft, place: place.to_owned(), is_published: false })
    }

    /// Where to write.
    pub fn path(&self) -> &Path {
        &self.draft
    }

    /// Lets the folder appear in its place, at once and complete.
    ///
    /// # Errors
    /// When something came in the way, or the system says no; what was there is then still there.
    pub fn publish(mut self, existing: Existing) -> Result<(), FolderError> {
        check(&self.place, existing)?;
        let io = |cause| FolderError::Io { path: self.place.clone(), cause };
        let aside = self.draft.with_extension("replaced");
        let has_old = self.place.exists();
        if has_old {
            std::fs::rename(&self.place, &aside).map_err(io)?;
        }
        if let Err(cause) = std::fs::rename(&self.draft, &self.place) {
            if has_old {
                // Back to what was; if even that fails there is nothing left to try.
                let _ = std::fs::rename(&aside, &self.place);
            }
            return Err(io(cause));
        }
        self.is_published = true;
        if has_old {
            std::fs::remove_dir_all(&aside).map_err(|cause| FolderError::Io { path: aside, cause })?;
        }
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.is_published {
            // Nothing can be done about a draft that cannot be removed; it is hidden and named as partial.
            let _ = std::fs::remove_dir_all(&self.draft);
        }
    }
}

/// What lies in a folder of results: its files by name, and of each folder in it the kinds of file.
///
/// # Errors
/// When the folder cannot be read.
pub fn contents(place: &Path) -> io::Result<Vec<String>> {
    let mut names = BTreeSet::new();
    for entry in place.read_dir()? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !entry.file_type()?.is_dir() {
            names.insert(name);
            continue;
        }
        for inside in entry.path().read_dir()? {
            let inside = inside?.path();
            let kind = inside.extension().map(|kind| format!("*.{}", kind.to_string_lossy()));
            names.insert(format!("{name}/{}", kind.unwrap_or_default()));
        }
    }
    Ok(names.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scratch() -> tempfile::TempDir {
        tempfile::tempdir().expect("a folder for tests")
    }

    fn fill(draft: &Draft) {
        std::fs::write(draft.path().join(MARK), "{}").expect("the draft can be written");
    }

    #[test]
    fn a_draft_appears_only_when_published() {
        let folder = scratch();
        let place = folder.path().join("a/run");
        let draft = Draft::new(&place, Existing::Keep).expect("nothing is in the way");
        fill(&draft);
        assert!(!place.exists());
        draft.publish(Existing::Keep).expect("nothing is in the way");
        assert!(place.join(MARK).exists());
    }

    #[test]
    fn a_dropped_draft_leaves_nothing() {
        let folder = scratch();
        let place = folder.path().join("run");
        drop(Draft::new(&place, Existing::Keep).expect("nothing is in the way"));
        assert_eq!(folder.path().read_dir().expect("readable").count(), 0);
    }

    #[test]
    fn a_run_is_replaced_only_on_demand_and_other_things_never() {
        let folder = scratch();
        let place = folder.path().join("run");
        let draft = Draft::new(&place, Existing::Keep).expect("nothing is in the way");
        fill(&draft);
        draft.publish(Existing::Keep).expect("nothing is in the way");
        assert!(matches!(check(&place, Existing::Keep), Err(FolderError::IsRun(_))));
        let draft = Draft::new(&place, Existing::Replace).expect("a run may be replaced");
        fill(&draft);
        draft.publish(Existing::Replace).expect("a run may be replaced");
        let other = folder.path().join("other");
        std::fs::create_dir(&other).and_then(|()| std::fs::write(other.join("x"), "x")).expect("writable");
        assert!(matches!(check(&other, Existing::Replace), Err(FolderError::IsOther(_))));
        assert_eq!(folder.path().read_dir().expect("readable").count(), 2);
    }
}
