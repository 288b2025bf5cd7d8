//! What should be known before a run: findings of compilation, in a planner's words.

/// Something found while compiling. The code says whether it is an error (E) or a warning (W); the command line shows it with its place in the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Number of the message ("E0402").
    pub code: &'static str,
    /// Field path of the scenario.
    pub path: String,
    /// One sentence.
    pub title: String,
    /// What is there.
    pub found: Option<String>,
    /// What should be.
    pub expected: Option<String>,
    /// What to do.
    pub hint: Option<String>,
}

impl Finding {
    /// A finding that forbids the run.
    pub fn error(code: &'static str, path: impl Into<String>, title: impl Into<String>) -> Self {
        Self { code, path: path.into(), title: title.into(), found: None, expected: None, hint: None }
    }

    /// A finding that the planner should know.
    pub fn warning(code: &'static str, path: impl Into<String>, title: impl Into<String>) -> Self {
        Self::error(code, path, title)
    }

    /// Says what is there.
    pub fn found(mut self, found: impl Into<String>) -> Self {
        self.found = Some(found.into());
        self
    }

    /// Says what should be.
    pub fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = Some(expected.into());
        self
    }

    /// Says what to do.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Whether it forbids the run.
    pub fn is_error(&self) -> bool {
        self.code.starts_with('E')
    }
}
