//! One change of a tree.

use super::super::file::{ChangeFile, OverlayFile};
use super::super::load::with_defaults;
use super::super::path::{PathError, find, remove, set};
use super::super::problem::Problem;
use super::super::source::Span;
use super::super::suggest::did_you_mean;
use super::super::tree::{Node, Number, Value};
use super::super::values::Dur;
use super::decimal::{product, sum};
use super::place;
use crate::units::MAX_TIME;

/// A change of an overlay, with its places in the text.
pub struct Change<'o> {
    /// The overlay's id.
    pub overlay: &'o str,
    /// What is written.
    pub file: &'o ChangeFile,
    /// Where its path stands.
    pub path_at: Span,
    /// Where its value stands; its path if it has none.
    value_at: Span,
}

/// The changes of an overlay of a tree.
pub fn of<'o>(overlay: &'o OverlayFile, tree: &Node) -> Vec<Change<'o>> {
    let change = |(index, file): (usize, &'o ChangeFile)| {
        let at = |part: usize| place(tree, &format!("overlays/{}/changes/{index}/{part}", overlay.id));
        let last = usize::from(!matches!(file, ChangeFile::Remove(_) | ChangeFile::Apply(_)));
        Change { overlay: &overlay.id, file, path_at: at(0), value_at: at(last) }
    };
    overlay.changes.iter().enumerate().map(change).collect()
}

/// Lists that are used up before overlays are laid on.
const OUT_OF_REACH: [&str; 3] = ["tables", "overlays", "compare"];

impl Change<'_> {
    /// Changes the tree.
    ///
    /// # Errors
    /// What is wrong, at its place; the tree is then unchanged.
    pub fn lay_on(&self, tree: &mut Node) -> Result<(), Box<Problem>> {
        let path = self.file.path();
        let first = path.split('/').next().unwrap_or_default().trim();
        if OUT_OF_REACH.contains(&first) {
            let problem = self.problem(format!("an overlay cannot change `{first}`"), self.path_at);
            return Err(Box::new(
                problem.expected("a path into the rest of the scenario; rows of tables are items of their list"),
            ));
        }
        match self.file {
            ChangeFile::Set(_, value) => set(tree, path, value.0.clone()).map_err(|error| self.unknown(&error, tree)),
            ChangeFile::New(_, item) | ChangeFile::Apply(item) => self.append(tree, &item.0),
            ChangeFile::Remove(_) => match remove(tree, path) {
                Ok(true) => Ok(()),
                Ok(false) => Err(self.unfit(tree, "an item of a list, or a key")),
                Err(error) => Err(self.unknown(&error, tree)),
            },
            ChangeFile::Add(_, amount) => self.compute(tree, |old| added(old, &amount.0)),
            ChangeFile::Scale(_, factor) => self.compute(tree, |old| scaled(old, &Number::new(*factor))),
        }
    }

    /// Puts an item at the end of a list; the list may have been left out.
    fn append(&self, tree: &mut Node, item: &Node) -> Result<(), Box<Problem>> {
        let path = self.file.path();
        let mut list = find(tree, path).cloned().unwrap_or_else(|_| Node::new(Value::List(Vec::new()), self.path_at));
        match &mut list.value {
            Value::List(items) => items.push(item.clone()),
            _ => return Err(self.unfit(tree, "a list")),
        }
        set(tree, path, list).map_err(|error| self.unknown(&error, tree))
    }

    /// Replaces a number or a length of time by one that is computed from it. A value that was left out has its default.
    fn compute(&self, tree: &mut Node, new: impl Fn(&Node) -> Result<Value, String>) -> Result<(), Box<Problem>> {
        let path = self.file.path();
        let old = find(tree, path).cloned().or_else(|error| {
            let complete = with_defaults(tree);
            complete.and_then(|complete| find(&complete, path).ok().cloned()).ok_or(error)
        });
        let old = old.map_err(|error| self.unknown(&error, tree))?;
        let value = new(&old).map_err(|expected| self.wrong(&old, &expected))?;
        set(tree, path, Node::new(value, self.value_at)).map_err(|error| self.unknown(&error, tree))
    }

    fn problem(&self, title: String, place: Span) -> Problem {
        Problem::new("E0605", title).at(place).field(self.file.path())
    }

    fn unfit(&self, tree: &Node, expected: &str) -> Box<Problem> {
        match find(tree, self.file.path()) {
            Ok(there) => self.wrong(there, expected),
            Err(error) => self.unknown(&error, tree),
        }
    }

    /// The change does not fit what is there.
    fn wrong(&self, there: &Node, expected: &str) -> Box<Problem> {
        let title =
            format!("overlay `{}`: this `{}` does not fit the value at its path", self.overlay, self.file.name());
        Box::new(
            self.problem(title, self.value_at).found(format!("{} at the path", there.describe())).expected(expected),
        )
    }

    fn unknown(&self, error: &PathError, tree: &Node) -> Box<Problem> {
        let who = format!("overlay `{}`", self.overlay);
        Box::new(unknown_path(&who, self.file.path(), error, tree).at(self.path_at))
    }
}

/// A path that leads nowhere, without a place.
pub fn unknown_path(who: &str, path: &str, error: &PathError, tree: &Node) -> Problem {
    let names = error.possible.iter().map(String::as_str);
    let meant = did_you_mean(&error.segment, names).map(|name| format!("did you mean `{name}`?"));
    let post = find(tree, &error.reached).ok().and_then(Node::text);
    let shared = post.filter(|post| find(tree, &format!("posts/{post}")).is_ok());
    let hint = shared.map(|post| {
        format!("this is only the name of a post; change `posts/{post}/..`, which every side that uses it will feel")
    });
    let problem = Problem::new("E0601", format!("{who}: there is no `{}`", error.segment)).field(path);
    let problem = match error.possible.is_empty() {
        true => problem.found(format!("{} at `{}`", error.found, error.reached)).expected("a path that ends there"),
        false => problem.expected(format!("one of: {}", error.possible.join(", "))),
    };
    problem.hint_if(meant.or(hint))
}

/// What is expected where a change does not fit.
const AMOUNT: &str = "a number or a length of time";

fn added(old: &Node, amount: &Node) -> Result<Value, String> {
    match (&old.value, &amount.value) {
        (Value::Number(old), Value::Number(amount)) => Ok(Value::Number(sum(old, amount))),
        (Value::Text(old), Value::Text(amount)) => {
            let old = Dur::parse(old).map_err(|_| AMOUNT.to_owned())?;
            let (sign, size) = amount.trim().strip_prefix('-').map_or((1, amount.trim()), |size| (-1, size));
            let size = Dur::parse(size).map_err(|why| format!("an amount that is a length of time; this one {why}"))?;
            duration(i128::from(old.0) + sign * i128::from(size.0))
        }
        (Value::Number(_), _) => Err("an amount that is a number".to_owned()),
        (Value::Text(text), _) if Dur::parse(text).is_ok() => {
            Err("an amount that is a length of time, like \"30 min\" or \"-30 min\"".to_owned())
        }
        _ => Err(AMOUNT.to_owned()),
    }
}

fn scaled(old: &Node, factor: &Number) -> Result<Value, String> {
    match &old.value {
        Value::Number(old) => Ok(Value::Number(product(old, factor))),
        Value::Text(text) => {
            let old = Dur::parse(text).map_err(|_| AMOUNT.to_owned())?;
            duration((old.0 as f64 * factor.value).round() as i128)
        }
        _ => Err(AMOUNT.to_owned()),
    }
}

/// So many milliseconds as a text.
fn duration(time: i128) -> Result<Value, String> {
    match u64::try_from(time) {
        Ok(time) if time <= MAX_TIME => Ok(Value::Text(Dur(time).to_string())),
        Ok(_) => Err("a result that the clock can hold".to_owned()),
        Err(_) => Err("a result that is not below zero".to_owned()),
    }
}
