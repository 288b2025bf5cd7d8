//! The syntax errors: what was found, what was expected, and what was probably meant.

use super::{MAX_VALUES, Parser, Previous};
use crate::scenario::lex::{Refused, Token};
use crate::scenario::problem::Problem;
use crate::scenario::source::Span;

/// The longest piece of the text that is quoted \[characters\].
const QUOTED: usize = 40;

impl Parser<'_> {
    /// The current token as it is written.
    pub(super) fn current(&self) -> String {
        match self.token {
            Token::End => "the end of the file".to_owned(),
            _ => format!("`{}`", self.quoted(self.span)),
        }
    }

    /// What is written at a span, cut if it is long.
    fn quoted(&self, span: Span) -> String {
        let written = self.lexer.written(span);
        match written.char_indices().nth(QUOTED) {
            Some((end, _)) => format!("{}...", &written[..end]),
            None => written.to_owned(),
        }
    }

    /// Why the token after the current one may be wrong: the current one is a text over several lines.
    pub(super) fn hint_at_text(&self) -> Option<String> {
        let is_text = matches!(self.token, Token::Text(_));
        is_text.then(|| self.quote_hint(self.span)).flatten()
    }

    fn quote_hint(&self, text: Span) -> Option<String> {
        self.lexer.written(text).contains('\n').then(|| {
            format!(
                "the text before it starts in {} and runs over lines: is its closing quote missing?",
                self.lexer.line(text)
            )
        })
    }

    pub(super) fn no_value(&self, expected: &str) -> Refused {
        match (&self.token, self.open.last()) {
            (Token::End, None) => self.empty(expected),
            (Token::End, Some(_)) => self.unclosed(),
            (Token::Close(found), Some((open, _))) if found != open => self.wrong_closing(),
            _ => {
                let problem = Problem::new("E0110", "a value is missing").at(self.span);
                let hint = matches!(self.token, Token::Comma).then(|| "is there one comma too many?".to_owned());
                Box::new(problem.found(self.current()).expected(expected).hint_if(hint))
            }
        }
    }

    fn empty(&self, expected: &str) -> Refused {
        let (title, found) = match self.lexer.commented() {
            true => ("the file holds only comments", "nothing but comments"),
            false => ("the file is empty", "nothing"),
        };
        Box::new(Problem::new("E0101", title).at(self.span).found(found).expected(expected))
    }

    pub(super) fn unclosed(&self) -> Refused {
        let Some((bracket, opened)) = self.open.last().copied() else {
            return self.empty("a value");
        };
        let problem = Problem::new("E0102", format!("a `{}` is not closed", bracket.opening())).at(opened);
        let problem = problem.found("the end of the file").expected(format!("`{}`", bracket.closing()));
        let hint =
            format!("it was opened in {}; the file ends in {}", self.lexer.line(opened), self.lexer.line(self.span));
        Box::new(problem.hint(hint))
    }

    pub(super) fn wrong_closing(&self) -> Refused {
        let problem =
            Problem::new("E0103", "a bracket is closed by another kind of bracket").at(self.span).found(self.current());
        let Some((bracket, opened)) = self.open.last().copied() else {
            return Box::new(problem);
        };
        let problem = problem.expected(format!("`,` or `{}`", bracket.closing()));
        let why = format!("`{}` opened in {}", bracket.opening(), self.lexer.line(opened));
        Box::new(problem.also(opened, why))
    }

    pub(super) fn too_many(&self) -> Refused {
        let problem = Problem::new("E0118", "the document holds too many values").at(self.previous_span);
        let problem = problem.expected(format!("at most {MAX_VALUES} values"));
        Box::new(problem.hint("large tables stand in CSV files, named under `tables`"))
    }

    pub(super) fn map(&self) -> Refused {
        let problem = Problem::new("E0114", "maps in curly brackets are not used in scenarios").at(self.span);
        let problem = problem.found("`{`").expected("a list `[..]` or a record `(..)`");
        Box::new(problem.hint("use a list of items with an id: [(id: \"a\", ..), (id: \"b\", ..)]"))
    }

    pub(super) fn missing_comma(&self) -> Refused {
        let closing = self.open.last().map_or(')', |(bracket, _)| bracket.closing());
        let problem = Problem::new("E0104", "a comma is missing").at(self.previous_span.after());
        let problem = problem.found(format!("{} without a comma before it", self.current()));
        Box::new(problem.expected(format!("`,` or `{closing}`")).hint_if(self.comma_hint()))
    }

    /// What was meant, if it was not a comma.
    fn comma_hint(&self) -> Option<String> {
        let last = self.previous_span;
        if matches!(self.previous, Previous::Text) && !matches!(self.token, Token::Colon) {
            return self.quote_hint(last);
        }
        let is_beside = !self.lexer.between(last, self.span).contains('\n');
        let starts_field = self.lexer.rest().trim_start().starts_with(':');
        if !is_beside || starts_field {
            return None;
        }
        let (before, now) = (self.quoted(last), self.quoted(self.span));
        match (self.previous, &self.token) {
            (Previous::Text, Token::Colon) => {
                Some("the name of a field stands without quotes: `name: value`".to_owned())
            }
            (Previous::Number, Token::Word(_)) => {
                Some(format!("a quantity with its unit is a text: \"{before} {now}\""))
            }
            (Previous::Number, Token::Number(_) | Token::Colon) if last.end == self.span.start => {
                Some("dates and times are texts: \"2024-03-01\", \"08:30\"".to_owned())
            }
            (Previous::Word, Token::Word(_)) => Some("a text of several words stands in double quotes".to_owned()),
            (Previous::Word, Token::Number(_) | Token::Text(_) | Token::Open(_)) => {
                Some(format!("a field is written with a colon: `{before}: {now}`"))
            }
            _ => None,
        }
    }
}

/// Reports the two ways of filling a bracket in one.
pub(super) fn mixed(place: Span, found: &str, expected: &str, first: Option<Span>) -> Refused {
    let problem =
        Problem::new("E0115", "values with and without names in one bracket").at(place).found(found).expected(expected);
    Box::new(match first {
        Some(first) => problem.also(first, "the first one here"),
        None => problem,
    })
}
