//! Characters to tokens: white space, comments, brackets, words; numbers and strings are in `literal`.
//!
//! **Invariant:** every call moves forward or has reached the end, and cuts only at character boundaries.

use crate::scenario::literal;
use crate::scenario::problem::Problem;
use crate::scenario::source::{FileId, Span, line_column};
use crate::scenario::tree::{Number, continues_name, starts_name};

/// A pair of brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bracket {
    Round,
    Square,
    Curly,
}

impl Bracket {
    pub(crate) fn opening(self) -> char {
        match self {
            Bracket::Round => '(',
            Bracket::Square => '[',
            Bracket::Curly => '{',
        }
    }

    pub(crate) fn closing(self) -> char {
        match self {
            Bracket::Round => ')',
            Bracket::Square => ']',
            Bracket::Curly => '}',
        }
    }
}

/// The smallest unit of meaning.
#[derive(Clone, Debug)]
pub(crate) enum Token {
    Open(Bracket),
    Close(Bracket),
    Comma,
    Colon,
    Word(String),
    Number(Number),
    Text(String),
    End,
}

/// A syntax error; boxed, since it is much larger than a token.
pub(crate) type Refused = Box<Problem>;

/// Cuts a text into tokens.
pub(crate) struct Lexer<'a> {
    pub(crate) file: FileId,
    pub(crate) text: &'a str,
    at: usize,
    commented: bool,
}

impl<'a> Lexer<'a> {
    /// At the start of a text of at most 4 GiB.
    pub(crate) fn new(file: FileId, text: &'a str) -> Self {
        Self { file, text, at: 0, commented: false }
    }

    /// Whether any comment was skipped so far.
    pub(crate) fn commented(&self) -> bool {
        self.commented
    }

    pub(crate) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn span(&self, start: usize, end: usize) -> Span {
        let offset = |at: usize| u32::try_from(at).expect("the parser refuses texts beyond 64 MiB");
        Span { file: self.file, start: offset(start), end: offset(end) }
    }

    /// What is written at a span of this text.
    pub(crate) fn written(&self, span: Span) -> &'a str {
        let index = |offset: u32| usize::try_from(offset).expect("at least 32-bit addresses");
        &self.text[index(span.start)..index(span.end)]
    }

    /// What is written between two places of this text, the first before the second.
    pub(crate) fn between(&self, first: Span, second: Span) -> &'a str {
        self.written(Span { start: first.end, end: second.start, ..first })
    }

    /// The line as words.
    pub(crate) fn line(&self, span: Span) -> String {
        format!("line {}", line_column(self.text, span.start).0)
    }

    /// The next token and its place; [`Token::End`] again and again at the end.
    pub(crate) fn next(&mut self) -> Result<(Token, Span), Refused> {
        self.skip_blank()?;
        let start = self.at;
        let token = match self.peek() {
            None => Token::End,
            Some(character) => self.token(character)?,
        };
        Ok((token, self.span(start, self.at)))
    }

    fn token(&mut self, first: char) -> Result<Token, Refused> {
        let sign = match first {
            '(' => Token::Open(Bracket::Round),
            '[' => Token::Open(Bracket::Square),
            '{' => Token::Open(Bracket::Curly),
            ')' => Token::Close(Bracket::Round),
            ']' => Token::Close(Bracket::Square),
            '}' => Token::Close(Bracket::Curly),
            ',' => Token::Comma,
            ':' => Token::Colon,
            _ => return self.long_token(first),
        };
        self.at += 1;
        Ok(sign)
    }

    fn long_token(&mut self, first: char) -> Result<Token, Refused> {
        let rest = self.rest();
        let read = match first {
            '"' => literal::string(rest).map(text_token),
            '\'' => literal::character(rest).map(text_token),
            'r' if literal::starts_raw_string(rest) => literal::raw_string(rest).map(text_token),
            '0'..='9' | '+' | '-' | '.' => literal::number(rest).map(number_token),
            // A raw name: the ron crate writes one for a name that it also knows as a keyword.
            'r' if rest[1..].starts_with('#') && rest[2..].starts_with(starts_name) => {
                let (token, length) = word(&rest[2..]);
                Ok((token, length + 2))
            }
            _ if starts_name(first) => Ok(word(rest)),
            _ => return Err(self.stray(first)),
        };
        let (token, length) = read.map_err(|bad| self.refuse(*bad))?;
        self.at += length;
        Ok(token)
    }

    /// Gives an error of a literal, whose offsets start with the literal, its place in the file.
    fn refuse(&self, bad: literal::Bad) -> Refused {
        let place = self.span(self.at + bad.range.start, self.at + bad.range.end);
        let opened =
            bad.unclosed.then(|| format!("it was opened in {} and runs to the end of the file", self.line(place)));
        Box::new(bad.problem.at(place).hint_if(opened))
    }

    fn stray(&self, character: char) -> Refused {
        let place = self.span(self.at, self.at + character.len_utf8());
        let problem = Problem::new("E0111", "a character that has no meaning here").at(place);
        let problem =
            problem.found(format!("`{character}`")).expected("a name, a number, text in quotes, or a bracket");
        Box::new(problem.hint_if(hint_for(character).map(str::to_owned)))
    }

    fn skip_blank(&mut self) -> Result<(), Refused> {
        loop {
            let rest = self.rest();
            let is_blank = |character: char| character.is_whitespace() || character == '\u{feff}';
            let solid = rest.trim_start_matches(is_blank);
            self.at += rest.len() - solid.len();
            if solid.starts_with("//") {
                self.at += solid.find('\n').unwrap_or(solid.len());
            } else if solid.starts_with("/*") {
                self.at += self.block_comment(solid)?;
            } else {
                return Ok(());
            }
            self.commented = true;
        }
    }

    /// The length of the comment that the text starts with; comments nest.
    fn block_comment(&self, text: &str) -> Result<usize, Refused> {
        let mut depth = 0_usize;
        let mut at = 0;
        while let Some(two) = text.as_bytes().get(at..at + 2) {
            match two {
                b"/*" => depth += 1,
                b"*/" => depth -= 1,
                _ => {
                    at += 1;
                    continue;
                }
            }
            at += 2;
            if depth == 0 {
                return Ok(at);
            }
        }
        let place = self.span(self.at, self.at + 2);
        let problem =
            Problem::new("E0106", "a comment is not closed").at(place).found("the end of the file").expected("`*/`");
        Err(Box::new(
            problem.hint(format!("it was opened in {}; comments nest, so each `/*` needs its `*/`", self.line(place))),
        ))
    }

    /// Skips `#![..]` lines at the start: extensions that we read anyway.
    pub(crate) fn skip_headers(&mut self) -> Result<(), Refused> {
        loop {
            self.skip_blank()?;
            if !self.rest().starts_with("#!") {
                return Ok(());
            }
            let Some(length) = self.rest().find(']') else {
                let place = self.span(self.at, self.at + 2);
                let problem = Problem::new("E0116", "a header is not closed").at(place);
                return Err(Box::new(problem.found("the end of the file").expected("`#![enable(..)]`")));
            };
            self.at += length + 1;
        }
    }
}

fn text_token((text, length): (String, usize)) -> (Token, usize) {
    (Token::Text(text), length)
}

fn number_token((number, length): (Number, usize)) -> (Token, usize) {
    (Token::Number(number), length)
}

fn word(rest: &str) -> (Token, usize) {
    let length = rest.find(|character| !continues_name(character)).unwrap_or(rest.len());
    let name = &rest[..length];
    let token = match name {
        "inf" => Token::Number(Number { value: f64::INFINITY, text: name.to_owned() }),
        "NaN" => Token::Number(Number { value: f64::NAN, text: name.to_owned() }),
        _ => Token::Word(name.to_owned()),
    };
    (token, length)
}

fn hint_for(character: char) -> Option<&'static str> {
    match character {
        '=' => Some("a field is written with a colon: `name: value`"),
        ';' => Some("fields and items are separated by commas"),
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{ab}' | '\u{bb}' | '`' => {
            Some("text stands in plain double quotes: \"..\"")
        }
        '\u{2018}' | '\u{2019}' => Some("text stands in plain double quotes: \"..\""),
        '\u{2212}' | '\u{2013}' | '\u{2014}' => Some("minus is the plain hyphen: -"),
        '#' | '%' => Some("a comment starts with `//`"),
        '/' => Some("a comment starts with `//` or stands between `/*` and `*/`"),
        '<' => Some("was the file left with the marks of a merge conflict?"),
        _ => None,
    }
}
