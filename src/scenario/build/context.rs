//! What building needs everywhere: names, places of values, and where problems go.

use std::collections::BTreeMap;

use super::super::file::ScenarioFile;
use super::super::path::find;
use super::super::problem::{Problem, Problems};
use super::super::record::subject;
use super::super::source::Span;
use super::super::suggest::did_you_mean;
use super::super::tree::Node;

/// The numbers of names of one list.
pub type Names = BTreeMap<String, u32>;

/// A scenario that is being built.
pub struct Context<'f> {
    pub file: &'f ScenarioFile,
    tree: &'f Node,
    problems: Problems,
    /// Paths at which reading has already found something: what follows from it is not reported again.
    known_bad: Vec<String>,
    pub boxes: Names,
    pub calendars: Names,
    pub commodities: Names,
    pub hubs: Names,
    pub energies: Names,
    pub fleets: Names,
    pub pools: Names,
    pub services: Names,
    pub flows: Names,
    pub posts: Names,
    pub profiles: Names,
    pub times: Names,
}

impl<'f> Context<'f> {
    pub fn new(file: &'f ScenarioFile, tree: &'f Node, read: Problems) -> Self {
        let names = |ids: Vec<&String>| -> Names {
            ids.into_iter().enumerate().map(|(index, id)| (id.clone(), index as u32)).collect()
        };
        let known_bad = read.errors().map(|problem| problem.field.clone()).collect();
        Self {
            file,
            tree,
            problems: read,
            known_bad,
            boxes: names(file.boxes.iter().map(|item| &item.id).collect()),
            calendars: names(file.calendars.iter().map(|item| &item.id).collect()),
            commodities: names(file.commodities.iter().map(|item| &item.id).collect()),
            hubs: names(file.hubs.iter().map(|item| &item.id).collect()),
            energies: names(file.energies.iter().map(|item| &item.id).collect()),
            pools: names(file.pools.iter().map(|item| &item.id).collect()),
            services: names(file.services.iter().map(super::service::service_id).collect()),
            fleets: names(file.fleets.iter().map(super::network::fleet_id).collect()),
            flows: names(file.flows.iter().map(|item| &item.id).collect()),
            posts: names(file.posts.iter().map(|item| &item.id).collect()),
            profiles: names(file.profiles.iter().map(|item| &item.id).collect()),
            times: names(file.times.iter().map(|item| &item.id).collect()),
        }
    }

    /// Reports a problem with the value at a path, unless reading has already reported that value.
    pub fn problem(
        &mut self,
        code: &'static str,
        path: &str,
        title: impl Into<String>,
        fill: impl FnOnce(Problem) -> Problem,
    ) {
        let inside = |bad: &String| !bad.is_empty() && (path == bad || path.starts_with(&format!("{bad}/")));
        if self.known_bad.iter().any(inside) {
            return;
        }
        let problem = Problem::new(code, title).at(self.span(path)).field(path);
        self.problems.push(fill(problem));
    }

    /// Whether reading has reported the value at a path or one inside.
    pub fn is_reported(&self, path: &str) -> bool {
        let is_at = |bad: &String| bad == path || bad.starts_with(&format!("{path}/"));
        self.known_bad.iter().any(is_at)
    }

    /// Where the value at a path stands; its nearest ancestor where it was left out.
    fn span(&self, path: &str) -> Span {
        match find(self.tree, path) {
            Ok(node) => node.span,
            Err(error) => error.ancestor,
        }
    }

    /// The number of a name, or a problem that says which names there are.
    pub fn lookup(&mut self, list: fn(&Self) -> &Names, what: &str, name: &str, path: &str, who: &str) -> Option<u32> {
        if let Some(&number) = list(self).get(name) {
            return Some(number);
        }
        let names: Vec<String> = list(self).keys().cloned().collect();
        let article = if what.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
        let hint = did_you_mean(name, names.iter().map(String::as_str)).map(|name| format!("did you mean `{name}`?"));
        let expected = match names.len() {
            0 => format!("the id of {article} {what}, but the scenario has none"),
            1..=12 => format!("the id of {article} {what}: {}", names.join(", ")),
            _ => format!("the id of {article} {what}: {}, .. ({} in all)", names[..12].join(", "), names.len()),
        };
        self.problem("E0203", path, format!("{who} names {article} {what} that does not exist"), |problem| {
            problem.found(format!("{name:?}")).expected(expected).hint_if(hint)
        });
        None
    }

    /// Reports a number that is out of its range.
    pub fn out_of_range(&mut self, path: &str, found: impl std::fmt::Display, expected: &str) {
        let title = format!("{} is out of range", subject(path.split('/')));
        let found = found.to_string();
        self.problem("E0303", path, title, |problem| problem.found(found).expected(expected));
    }

    /// A number that must be above zero.
    pub fn positive(&mut self, path: &str, value: f64) -> f64 {
        if value <= 0.0 {
            self.out_of_range(path, value, "above 0");
        }
        value
    }

    /// A number that must not be negative.
    pub fn not_negative(&mut self, path: &str, value: f64) -> f64 {
        if value < 0.0 {
            self.out_of_range(path, value, "0 or more");
        }
        value
    }

    /// A count that must be at least one.
    pub fn at_least_one(&mut self, path: &str, value: u32) -> u32 {
        if value == 0 {
            self.out_of_range(path, value, "1 or more");
        }
        value.max(1)
    }

    /// A share.
    pub fn share(&mut self, path: &str, value: f64) -> f64 {
        if !(0.0..=1.0).contains(&value) {
            self.out_of_range(path, value, "a share from 0 to 1");
        }
        value.clamp(0.0, 1.0)
    }

    /// Shares that must sum to one; whether they do.
    pub fn sum_to_one(&mut self, path: &str, shares: &[f64]) -> bool {
        let sum = shares.iter().fold(0.0, |sum, share| sum + share);
        let is_one = (sum - 1.0).abs() <= 1e-9;
        if !is_one {
            let found = format!("a sum of {}", round(sum));
            self.problem("E0307", path, "shares do not sum to 1", |problem| {
                problem
                    .found(found)
                    .expected("a sum of 1")
                    .hint("shares are never adjusted silently: change one of them")
            });
        }
        is_one
    }

    /// Reports an id that is no name. `index` counts in the order of writing.
    pub fn check_id(&mut self, list: &str, index: usize, id: &str) {
        let path = if id.is_empty() { format!("{list}/{index}/id") } else { format!("{list}/{id}/id") };
        self.check_name(&path, id);
    }

    /// Reports an id at a path that is no name.
    pub fn check_name(&mut self, path: &str, id: &str) {
        // What could not be read stands as an empty text here and has been reported.
        let is_written = || find(self.tree, path).is_ok_and(|node| node.text() == Some(id));
        if id.trim().is_empty() && !is_written() {
            return;
        }
        if id.trim().is_empty() {
            self.problem("E0305", path, "an id is empty", |problem| problem.expected("a name"));
        } else if id.trim() != id {
            self.problem("E0305", path, "an id has spaces around it", |problem| problem.found(format!("{id:?}")));
        } else if id.len() > MAX_ID {
            self.problem("E0305", path, "an id is too long", |problem| {
                problem.expected(format!("at most {MAX_ID} bytes")).hint("put the long form into `name`")
            });
        }
    }

    pub fn into_problems(self) -> Problems {
        self.problems
    }
}

/// The longest id \[bytes\].
const MAX_ID: usize = 100;

/// A number for a message, without the noise of its last bits.
pub fn round(value: f64) -> f64 {
    (value * 1e9).round() / 1e9
}
