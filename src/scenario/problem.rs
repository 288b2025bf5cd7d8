//! What is wrong with an input: place, field, found, expected, hint. All problems are collected before any is shown.

use crate::scenario::source::Span;

/// How many problems are shown; the rest is counted.
pub const SHOWN_AT_MOST: usize = 50;

/// Whether the run is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is run.
    Error,
    /// The run goes on.
    Warning,
}

/// One thing wrong, in words for a planner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// "E0203" for an error, "W0101" for a warning; never reused for another meaning.
    pub code: &'static str,
    /// One line without the place: "link `a-b` ends at a hub that does not exist".
    pub title: String,
    /// Where to look first; none for what no file says.
    pub place: Option<Span>,
    /// Other places that matter and why, e.g. the first of two duplicates.
    pub also: Vec<(Span, String)>,
    /// Path of the value, items by id: "links/khorgos-almaty/to". Empty if there is none.
    pub field: String,
    /// What stands there, quoted as in the file.
    pub found: Option<String>,
    /// What could stand there.
    pub expected: Option<String>,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Problem {
    /// A problem without place; the code's first letter, E or W, is its severity.
    #[must_use]
    pub fn new(code: &'static str, title: impl Into<String>) -> Self {
        Self {
            code,
            title: title.into(),
            place: None,
            also: Vec::new(),
            field: String::new(),
            found: None,
            expected: None,
            hint: None,
        }
    }

    /// The same problem at a place.
    #[must_use]
    pub fn at(mut self, place: Span) -> Self {
        self.place = Some(place);
        self
    }

    /// The same problem with one more place, and what it has to do with it.
    #[must_use]
    pub fn also(mut self, place: Span, why: impl Into<String>) -> Self {
        self.also.push((place, why.into()));
        self
    }

    /// The same problem with the path of its value.
    #[must_use]
    pub fn field(mut self, path: impl Into<String>) -> Self {
        self.field = path.into();
        self
    }

    /// The same problem with what stands there.
    #[must_use]
    pub fn found(mut self, found: impl Into<String>) -> Self {
        self.found = Some(found.into());
        self
    }

    /// The same problem with what could stand there.
    #[must_use]
    pub fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = Some(expected.into());
        self
    }

    /// The same problem with advice.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same problem with advice, if there is any.
    #[must_use]
    pub fn hint_if(mut self, hint: Option<String>) -> Self {
        self.hint = hint.or(self.hint);
        self
    }

    /// A code that starts with W warns, any other is an error.
    #[must_use]
    pub fn severity(&self) -> Severity {
        if self.code.starts_with('W') { Severity::Warning } else { Severity::Error }
    }

    /// What decides the order: place, code, then the words, so that it does not depend on who reports first.
    fn rank(&self) -> (Option<Span>, &str, &str, &str) {
        (self.place, self.code, &self.field, &self.title)
    }
}

/// All problems of one reading.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    all: Vec<Problem>,
}

impl Problems {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, problem: Problem) {
        self.all.push(problem);
    }

    /// Whether nothing was reported, not even a warning.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether the run is refused.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.errors().next().is_some()
    }

    /// The errors, in the order reported.
    pub fn errors(&self) -> impl Iterator<Item = &Problem> {
        self.of(Severity::Error)
    }

    /// The warnings, in the order reported.
    pub fn warnings(&self) -> impl Iterator<Item = &Problem> {
        self.of(Severity::Warning)
    }

    fn of(&self, severity: Severity) -> impl Iterator<Item = &Problem> {
        self.all.iter().filter(move |problem| problem.severity() == severity)
    }

    /// All, by file, place and code; first those without a place.
    #[must_use]
    pub fn sorted(&self) -> Vec<&Problem> {
        let mut sorted: Vec<&Problem> = self.all.iter().collect();
        sorted.sort_by_key(|problem| problem.rank());
        sorted
    }

    /// The first [`SHOWN_AT_MOST`], sorted, and how many more there are. Warnings give way to errors, so that what
    /// stops the run is never among those left out while a warning is shown.
    #[must_use]
    pub fn shown(&self) -> (Vec<&Problem>, usize) {
        let mut shown = self.sorted();
        shown.sort_by_key(|problem| problem.severity());
        shown.truncate(SHOWN_AT_MOST);
        shown.sort_by_key(|problem| problem.rank());
        let hidden = self.all.len() - shown.len();
        (shown, hidden)
    }
}

impl Extend<Problem> for Problems {
    fn extend<I: IntoIterator<Item = Problem>>(&mut self, problems: I) {
        self.all.extend(problems);
    }
}

#[cfg(test)]
mod tests {
    use super::{Problem, Problems, Severity};
    use crate::scenario::source::{FileId, Span};

    fn at(code: &'static str, file: u16, start: u32) -> Problem {
        Problem::new(code, "title").at(Span { file: FileId(file), start, end: start + 1 })
    }

    #[test]
    fn the_first_letter_of_the_code_is_the_severity() {
        assert_eq!(Problem::new("E0203", "").severity(), Severity::Error);
        assert_eq!(Problem::new("W0203", "").severity(), Severity::Warning);
    }

    #[test]
    fn errors_and_warnings_are_told_apart() {
        let mut problems = Problems::new();
        assert!(problems.is_empty() && !problems.has_errors());
        problems.push(at("W0001", 0, 0));
        assert!(!problems.is_empty() && !problems.has_errors());
        problems.extend([at("E0001", 0, 0)]);
        assert!(problems.has_errors());
        assert_eq!((problems.errors().count(), problems.warnings().count()), (1, 1));
    }

    #[test]
    fn the_order_is_by_file_place_and_code_whoever_reports_first() {
        let ranked =
            [Problem::new("E0900", "x"), at("E0005", 0, 2), at("E0003", 0, 7), at("E0004", 0, 7), at("E0001", 1, 0)];
        let mut problems = Problems::new();
        problems.extend(ranked.iter().rev().cloned());
        assert_eq!(problems.sorted(), ranked.iter().collect::<Vec<_>>());
    }

    #[test]
    fn fifty_are_shown_and_errors_go_before_warnings() {
        let mut problems = Problems::new();
        problems.extend((0..60).map(|start| at("W0001", 0, start)));
        problems.push(at("E0001", 0, 1000));
        let (shown, hidden) = problems.shown();
        assert_eq!((shown.len(), hidden), (50, 11));
        assert_eq!(shown.last().expect("fifty").code, "E0001");
    }
}
