//! A text to its tree, or to its first syntax error.
//!
//! Codes: E0101 empty · E0102 bracket not closed · E0103 wrong closing bracket · E0104 missing comma · E0105 string not
//! closed · E0106 comment not closed · E0107 escape · E0108 number · E0109 number too large · E0110 something else
//! expected · E0111 stray character · E0112 second document · E0113 nesting · E0114 map · E0115 named and unnamed
//! mixed · E0116 header · E0117 single quotes · E0118 too large.
//!
//! **Invariant:** every recursion opens a bracket, and at most [`MAX_DEPTH`] are open, so the stack is bounded.

mod errors;

use crate::scenario::lex::{Bracket, Lexer, Refused, Token};
use crate::scenario::problem::Problem;
use crate::scenario::source::{FileId, MAX_FILE_BYTES, Span};
use crate::scenario::tree::{Field, Node, Value};

/// How many brackets may be open at once.
pub const MAX_DEPTH: usize = 128;

/// How many values a document may hold, so that its tree stays below about 1 GB; larger tables belong into CSV files.
pub const MAX_VALUES: usize = 4_000_000;

/// Reads one RON document.
///
/// Strings, raw strings, characters (as texts), numbers, lists, records, tuples, bare words, `()`, comments, trailing
/// commas; `Some(x)` reads as `x`; `#![enable(..)]` is skipped. Maps, byte strings, raw identifiers and number
/// suffixes are refused.
///
/// # Errors
/// The first syntax error, with its place, what was found, what was expected and, where it helps, what to do.
pub fn parse(file: FileId, text: &str) -> Result<Node, Box<Problem>> {
    if u64::try_from(text.len()).is_ok_and(|bytes| bytes > MAX_FILE_BYTES) {
        let problem = Problem::new("E0118", "the text is too large").found(format!("{} bytes", text.len()));
        return Err(Box::new(problem.expected(format!("at most {MAX_FILE_BYTES} bytes"))));
    }
    let mut lexer = Lexer::new(file, text);
    lexer.skip_headers()?;
    let (token, span) = lexer.next()?;
    let mut parser =
        Parser { lexer, token, span, previous: Previous::Nothing, previous_span: span, open: Vec::new(), values: 0 };
    let document = parser.value("a scenario in round brackets: `( .. )`")?;
    parser.end()?;
    Ok(document)
}

/// What was read just before the current token, for the hints that depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Previous {
    Nothing,
    Word,
    Number,
    Text,
}

struct Parser<'a> {
    lexer: Lexer<'a>,
    token: Token,
    span: Span,
    previous: Previous,
    previous_span: Span,
    open: Vec<(Bracket, Span)>,
    values: usize,
}

/// What a round bracket holds, as far as read.
enum Inside {
    Nothing,
    Fields(Vec<Field>),
    Items(Vec<Node>),
}

/// One element of a round bracket.
enum Element {
    Field(Field),
    Item(Node),
}

impl Parser<'_> {
    /// Steps to the next token and gives the one stepped over.
    fn advance(&mut self) -> Result<(Token, Span), Refused> {
        let (token, span) = self.lexer.next().map_err(|refused| Box::new(refused.hint_if(self.hint_at_text())))?;
        let left = (std::mem::replace(&mut self.token, token), std::mem::replace(&mut self.span, span));
        self.previous_span = left.1;
        self.previous = match left.0 {
            Token::Word(_) => Previous::Word,
            Token::Number(_) => Previous::Number,
            Token::Text(_) => Previous::Text,
            _ => Previous::Nothing,
        };
        Ok(left)
    }

    fn value(&mut self, expected: &str) -> Result<Node, Refused> {
        match &self.token {
            Token::Word(_) => {
                let (word, span) = self.advance()?;
                self.after_word(word, span)
            }
            Token::Number(_) | Token::Text(_) => self.scalar(),
            Token::Open(Bracket::Round) => self.round(None, self.span),
            Token::Open(Bracket::Square) => self.list(),
            Token::Open(Bracket::Curly) => Err(self.map()),
            _ => Err(self.no_value(expected)),
        }
    }

    fn scalar(&mut self) -> Result<Node, Refused> {
        let (token, span) = self.advance()?;
        let value = match token {
            Token::Number(number) => Value::Number(number),
            Token::Text(text) => Value::Text(text),
            _ => return Err(self.no_value("a value")),
        };
        Ok(Node::new(value, span))
    }

    /// A value that starts with this word: a variant with its bracket, or the bare word.
    fn after_word(&mut self, word: Token, span: Span) -> Result<Node, Refused> {
        let Token::Word(word) = word else {
            return Err(self.no_value("a name"));
        };
        let has_bracket = matches!(self.token, Token::Open(Bracket::Round));
        match word.as_str() {
            "Some" if has_bracket => Ok(unwrapped(self.round(None, span)?)),
            "true" | "false" if !has_bracket => Ok(Node::new(Value::Bool(word == "true"), span)),
            _ if has_bracket => self.round(Some(word), span),
            _ => Ok(Node::new(Value::Word(word), span)),
        }
    }

    fn list(&mut self) -> Result<Node, Refused> {
        let start = self.enter(Bracket::Square)?;
        let mut items = Vec::new();
        while !matches!(self.token, Token::Close(Bracket::Square)) {
            let item = self.value("an item or `]`")?;
            self.separator(Bracket::Square)?;
            items.push(item);
        }
        let end = self.leave()?;
        Ok(Node::new(Value::List(items), start.to(end)))
    }

    /// A record, a tuple or `()`; the current token is the opening bracket, `start` the name's place or the bracket's.
    fn round(&mut self, name: Option<String>, start: Span) -> Result<Node, Refused> {
        self.enter(Bracket::Round)?;
        let mut inside = Inside::Nothing;
        while !matches!(self.token, Token::Close(Bracket::Round)) {
            let place = self.span;
            let element = self.element()?;
            inside = joined(inside, element, place)?;
            self.separator(Bracket::Round)?;
        }
        let span = start.to(self.leave()?);
        let value = match inside {
            Inside::Nothing if name.is_none() => Value::Unit,
            Inside::Nothing => Value::Record { name, fields: Vec::new() },
            Inside::Fields(fields) => Value::Record { name, fields },
            Inside::Items(items) => Value::Tuple { name, items },
        };
        Ok(Node::new(value, span))
    }

    fn element(&mut self) -> Result<Element, Refused> {
        if !matches!(self.token, Token::Word(_)) {
            return self.value("a field, a value or `)`").map(Element::Item);
        }
        let (word, name_span) = self.advance()?;
        match (word, &self.token) {
            (Token::Word(name), Token::Colon) => {
                self.advance()?;
                let value = self.value(&format!("a value for `{name}`"))?;
                Ok(Element::Field(Field { name, name_span, value }))
            }
            (word, _) => self.after_word(word, name_span).map(Element::Item),
        }
    }

    fn enter(&mut self, bracket: Bracket) -> Result<Span, Refused> {
        if self.open.len() == MAX_DEPTH {
            let problem =
                Problem::new("E0113", format!("more than {MAX_DEPTH} brackets inside each other")).at(self.span);
            return Err(Box::new(problem.found(format!("one more `{}`", bracket.opening()))));
        }
        self.open.push((bracket, self.span));
        Ok(self.advance()?.1)
    }

    /// Steps over the closing bracket. What follows it does not matter to a value that is complete.
    fn leave(&mut self) -> Result<Span, Refused> {
        self.open.pop();
        Ok(self.advance()?.1)
    }

    /// What must follow a value: a comma, or the closing bracket, which stays.
    fn separator(&mut self, inside: Bracket) -> Result<(), Refused> {
        self.values += 1;
        if self.values > MAX_VALUES {
            return Err(self.too_many());
        }
        match self.token {
            Token::Comma => self.advance().map(|_| ()),
            Token::Close(bracket) if bracket == inside => Ok(()),
            Token::Close(_) => Err(self.wrong_closing()),
            Token::End => Err(self.unclosed()),
            Token::Open(Bracket::Curly) => Err(self.map()),
            _ => Err(self.missing_comma()),
        }
    }

    fn end(&self) -> Result<(), Refused> {
        let problem = match self.token {
            Token::End => return Ok(()),
            Token::Close(_) => Problem::new("E0103", "a closing bracket that closes nothing")
                .hint("remove it, or look for a bracket that is closed too early"),
            Token::Open(Bracket::Curly) => return Err(self.map()),
            _ => Problem::new("E0112", "something follows after the end of the document")
                .hint("a file holds one document; are brackets around the whole missing or closed too early?"),
        };
        let last = self.previous_span;
        let problem = problem.at(self.span).also(last, "the document ends here");
        Err(Box::new(problem.found(self.current()).expected("the end of the file")))
    }
}

/// `Some(x)` is read as x.
fn unwrapped(some: Node) -> Node {
    match some.value {
        Value::Tuple { mut items, .. } if items.len() == 1 => items.swap_remove(0),
        value => Node::new(value, some.span),
    }
}

fn joined(inside: Inside, element: Element, place: Span) -> Result<Inside, Refused> {
    match (inside, element) {
        (Inside::Nothing, Element::Field(field)) => Ok(Inside::Fields(vec![field])),
        (Inside::Nothing, Element::Item(item)) => Ok(Inside::Items(vec![item])),
        (Inside::Fields(mut fields), Element::Field(field)) => {
            fields.push(field);
            Ok(Inside::Fields(fields))
        }
        (Inside::Items(mut items), Element::Item(item)) => {
            items.push(item);
            Ok(Inside::Items(items))
        }
        (Inside::Fields(fields), Element::Item(item)) => Err(errors::mixed(
            item.span,
            "a value without a name",
            "`name: value`, as before",
            fields.first().map(|field| field.name_span),
        )),
        (Inside::Items(items), Element::Field(field)) => {
            let found = format!("the name `{}`", field.name);
            Err(errors::mixed(place, &found, "a value without a name, as before", items.first().map(|item| item.span)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_DEPTH, MAX_VALUES, parse};
    use crate::scenario::problem::Problem;
    use crate::scenario::source::{FileId, MAX_FILE_BYTES};
    use crate::scenario::tree::{Node, Value};

    fn read(text: &str) -> Node {
        match parse(FileId(0), text) {
            Ok(node) => node,
            Err(problem) => panic!("{text}: {problem:?}"),
        }
    }

    fn problem(text: &str) -> Problem {
        match parse(FileId(0), text) {
            Ok(node) => panic!("{text} was read as {node:?}"),
            Err(problem) => *problem,
        }
    }

    /// Code, the text at the place, what was found and expected.
    fn check(text: &str, expected: &str) {
        let problem = problem(text);
        let place = problem.place.expect("a syntax error has a place");
        let range = usize::try_from(place.start).expect("small")..usize::try_from(place.end).expect("small");
        let words = [problem.found, problem.expected].map(Option::unwrap_or_default);
        let start = range.start;
        assert_eq!(
            format!("{} {start} [{}] found {}; expected {}", problem.code, &text[range], words[0], words[1]),
            expected,
            "{text}"
        );
    }

    fn hint(text: &str) -> String {
        problem(text).hint.unwrap_or_default()
    }

    fn value(text: &str) -> f64 {
        match read(text).value {
            Value::Number(number) => number.value,
            other => panic!("{text} is {other:?}"),
        }
    }

    fn text(text: &str) -> String {
        read(text).text().expect("a text").to_owned()
    }

    #[test]
    fn every_kind_of_value_is_told_from_the_others() {
        assert!(matches!(read("true").value, Value::Bool(true)));
        assert!(matches!(read("false").value, Value::Bool(false)));
        assert!(matches!(read("City").value, Value::Word(word) if word == "City"));
        assert!(matches!(read("None").value, Value::Word(word) if word == "None"));
        assert!(matches!(read("( )").value, Value::Unit));
        assert!(matches!(read("[]").value, Value::List(items) if items.is_empty()));
        assert!(matches!(read("(id: 1)").value, Value::Record { name: None, fields } if fields.len() == 1));
        assert!(
            matches!(read("L(a: 1, b: 2)").value, Value::Record { name: Some(name), fields } if name == "L" && fields.len() == 2)
        );
        assert!(matches!(read("G()").value, Value::Record { name: Some(_), fields } if fields.is_empty()));
        assert!(matches!(read("(\"a\", 3)").value, Value::Tuple { name: None, items } if items.len() == 2));
        assert!(
            matches!(read("Constant(\"4 h\")").value, Value::Tuple { name: Some(name), items } if name == "Constant" && items.len() == 1)
        );
    }

    #[test]
    fn some_x_reads_as_x() {
        for (some, plain) in [
            ("Some(3)", "3"),
            ("Some((a: 1))", "(a: 1)"),
            ("Some(a: 1)", "(a: 1)"),
            ("Some(Some([]),)", "[]"),
            ("Some(G(1))", "G(1)"),
        ] {
            assert!(read(some).same(&read(plain)), "{some}");
        }
        assert!(matches!(read("Some").value, Value::Word(_)));
    }

    #[test]
    fn trailing_commas_comments_and_headers_say_nothing() {
        let text = "#![enable(implicit_some)]\r\n#![enable(x, y)]\n// c\n(a: /* 1 /* 2 */ 3 */ 1, b: [1, 2,],) // end";
        assert!(read(text).same(&read("(a:1,b:[1,2])")));
    }

    #[test]
    fn numbers_are_read_in_every_notation() {
        for (text, expected) in [
            ("1_000", 1000.0),
            ("-2.5", -2.5),
            ("+3", 3.0),
            ("6.0e6", 6e6),
            ("1E-3", 1e-3),
            ("2.", 2.0),
            (".5", 0.5),
            ("0x1F", 31.0),
            ("-0xff", -255.0),
            ("0b101", 5.0),
            ("0o17", 15.0),
            ("0x1e_3", 483.0),
            ("inf", f64::INFINITY),
            ("-inf", f64::NEG_INFINITY),
            ("99999999999999999999", 1e20),
            ("1e-400", 0.0),
        ] {
            assert_eq!(value(text).to_bits(), f64::to_bits(expected), "{text}");
        }
        assert!(value("NaN").is_nan() && value("-NaN").is_nan());
        assert!(value("-0.0").is_sign_negative());
    }

    #[test]
    fn a_number_beyond_f64_is_an_error() {
        check("(a: 1e400)", "E0109 4 [1e400] found `1e400`; expected a number of at most 1.8e308 in size");
        assert_eq!(problem("-1e400").code, "E0109");
        assert_eq!(problem(&format!("0x{}", "f".repeat(40))).code, "E0109");
    }

    #[test]
    fn a_malformed_number_is_shown_whole() {
        check("[1.2.3]", "E0108 1 [1.2.3] found `1.2.3`; expected a number such as 4, -2.5, 1_000, 6.0e6 or 0x1F");
        for text in ["0x", "1e", "1e+", "-", "+", ".", "1._5", "0xg", "0b2", "--1", "1u8", "1__e", "-_1", "0x_1", "4ä"]
        {
            assert_eq!(problem(text).code, "E0108", "{text}");
        }
        assert_eq!(hint("4h"), "a quantity with its unit is a text: \"4 h\"");
    }

    #[test]
    fn strings_keep_their_lines_and_resolve_their_escapes() {
        assert_eq!(text("\"a\r\nb 中\""), "a\r\nb 中");
        assert_eq!(text(r#""\n\r\t\0\\\"\'\x41\u{e9}\u{1F600}""#), "\n\r\t\0\\\"'Aé😀");
        assert_eq!(text(r####"r##"a"#\n"##"####), "a\"#\\n");
        assert_eq!(text("r\"C:\\x\""), "C:\\x");
        assert_eq!((text("'x'"), text(r"'\''"), text("'中'")), ("x".to_owned(), "'".to_owned(), "中".to_owned()));
    }

    #[test]
    fn a_bad_escape_is_shown_alone() {
        check(r#""C:\data""#, r#"E0107 3 [\d] found `\d`; expected one of \n \r \t \0 \\ \" \' \x41 \u{e9}"#);
        for text in [r#""\u{110000}""#, r#""\u{}""#, r#""\u41""#, r#""\x4""#, r#""\xéé""#, r#""\u{+1}""#, r#""\"#] {
            assert_eq!(problem(text).code, "E0107", "{text}");
        }
    }

    #[test]
    fn single_quotes_hold_one_character() {
        for text in ["'ab'", "''", "'", "'\n'", "'a"] {
            assert_eq!(problem(text).code, "E0117", "{text}");
        }
    }

    #[test]
    fn an_unclosed_bracket_is_shown_where_it_was_opened() {
        check("(a: [1,\n 2,\n", "E0102 4 [[] found the end of the file; expected `]`");
        assert_eq!(hint("(\n a: [1,\n 2,\n"), "it was opened in line 2; the file ends in line 4");
        check("(a:", "E0102 0 [(] found the end of the file; expected `)`");
        check("(a: 1", "E0102 0 [(] found the end of the file; expected `)`");
    }

    #[test]
    fn a_bracket_closed_by_another_kind_names_both() {
        check("(a: [1, 2)", "E0103 9 [)] found `)`; expected `,` or `]`");
        check("(a: [1, )", "E0103 8 [)] found `)`; expected `,` or `]`");
        assert_eq!(problem("(a: [1, 2)").also[0].1, "`[` opened in line 1");
        check("(a: 1))", "E0103 6 [)] found `)`; expected the end of the file");
        assert_eq!(problem(")").code, "E0110");
    }

    #[test]
    fn a_missing_comma_is_shown_where_it_belongs() {
        check("(a: 1\n b: 2)", "E0104 5 [] found `b` without a comma before it; expected `,` or `)`");
        check("[Some(1) 2]", "E0104 8 [] found `2` without a comma before it; expected `,` or `]`");
    }

    #[test]
    fn what_was_meant_instead_of_a_comma_is_guessed() {
        assert_eq!(hint("(dwell: 4 h)"), "a quantity with its unit is a text: \"4 h\"");
        assert_eq!(hint("(start: 2024-03-01)"), "dates and times are texts: \"2024-03-01\", \"08:30\"");
        assert_eq!(hint("(opens: 8:30)"), "dates and times are texts: \"2024-03-01\", \"08:30\"");
        assert_eq!(hint("(\"a\": 1)"), "the name of a field stands without quotes: `name: value`");
        assert_eq!(hint("(id \"a\")"), "a field is written with a colon: `id: \"a\"`");
        assert_eq!(hint("(id: quay yard)"), "a text of several words stands in double quotes");
        assert_eq!(hint("(a = 1)"), "a field is written with a colon: `name: value`");
        assert_eq!(hint("(a: “x”)"), "text stands in plain double quotes: \"..\"");
    }

    #[test]
    fn a_text_over_lines_before_an_error_is_suspected() {
        let suspicion = "the text before it starts in line 2 and runs over lines: is its closing quote missing?";
        assert_eq!(hint("(\n id: \"a,\n kind: \"x\",\n)"), suspicion);
        assert_eq!(hint("(\n id: \"a,\n kind: \"=\",\n)"), suspicion);
    }

    #[test]
    fn an_unclosed_string_or_comment_is_shown_where_it_was_opened() {
        check("(a: \"x)\n", "E0105 4 [\"] found the end of the file; expected `\"`");
        assert_eq!(hint("(\na: \"x)\n"), "it was opened in line 2 and runs to the end of the file");
        check("(a: r#\"x\")", "E0105 4 [r#\"] found the end of the file; expected `\"#`");
        check("(a: /* 1 /* 2 */ 3)", "E0106 4 [/*] found the end of the file; expected `*/`");
        assert_eq!(problem("/*/").code, "E0106");
        assert_eq!(problem("#![enable(x)").code, "E0116");
    }

    #[test]
    fn nothing_to_read_is_an_error_and_comments_are_nothing() {
        check("", "E0101 0 [] found nothing; expected a scenario in round brackets: `( .. )`");
        assert_eq!(problem(" \r\n\t").title, "the file is empty");
        assert_eq!(problem("// a\n/* b */").title, "the file holds only comments");
    }

    #[test]
    fn a_second_document_is_an_error_at_its_start() {
        check("(a: 1)\n(b: 2)", "E0112 7 [(] found `(`; expected the end of the file");
        assert_eq!(problem("(a: 1)\n(b: 2)").also[0].0.start, 5);
        assert_eq!(problem("(a: 1), b: 2").code, "E0112");
    }

    #[test]
    fn maps_are_refused_with_advice() {
        for text in ["{\"a\": 1}", "(a: {})", "[{}]", "(a: 1 {)", "G {}", "[1 {]"] {
            assert_eq!(problem(text).code, "E0114", "{text}");
        }
        assert!(hint("{}").starts_with("use a list of items with an id"));
    }

    #[test]
    fn named_and_unnamed_values_do_not_mix() {
        check("(a: 1, 2)", "E0115 7 [2] found a value without a name; expected `name: value`, as before");
        check("(1, a: 2)", "E0115 4 [a] found the name `a`; expected a value without a name, as before");
        assert_eq!(problem("(1, a: 2)").also[0].0.start, 1);
    }

    #[test]
    fn a_missing_value_is_named_with_its_field() {
        check("(a: )", "E0110 4 [)] found `)`; expected a value for `a`");
        check("(a: , b: 1)", "E0110 4 [,] found `,`; expected a value for `a`");
        check("[1,,2]", "E0110 3 [,] found `,`; expected an item or `]`");
        check("(: 1)", "E0110 1 [:] found `:`; expected a field, a value or `)`");
    }

    #[test]
    fn a_character_without_meaning_is_an_error() {
        check("(a: €)", "E0111 4 [€] found `€`; expected a name, a number, text in quotes, or a bracket");
    }

    #[test]
    fn nesting_is_limited_and_never_overflows_the_stack() {
        let nested = |depth: usize, open: &str, close: &str| format!("{}1{}", open.repeat(depth), close.repeat(depth));
        for (open, close) in [("(", ")"), ("[", "]"), ("Some(", ")"), ("(a:", ")"), ("G(", ")")] {
            assert!(parse(FileId(0), &nested(MAX_DEPTH, open, close)).is_ok(), "{open}");
            assert_eq!(problem(&nested(MAX_DEPTH + 1, open, close)).code, "E0113", "{open}");
            assert_eq!(problem(&open.repeat(100_000)).code, "E0113", "{open}");
        }
        assert_eq!(problem(&"/*".repeat(100_000)).code, "E0106");
    }

    #[test]
    fn a_text_beyond_the_limit_is_refused() {
        let bytes = usize::try_from(MAX_FILE_BYTES).expect("at least 32-bit addresses") + 1;
        assert_eq!(problem(&" ".repeat(bytes)).code, "E0118");
    }

    #[test]
    fn the_number_of_values_is_limited() {
        let list = format!("[{}]", "1,".repeat(MAX_VALUES + 1));
        assert_eq!(problem(&list).code, "E0118");
    }

    #[test]
    fn spans_cover_a_value_from_its_name_to_its_bracket() {
        let text = "( a : Gate( lanes : 3 ) , )";
        let root = read(text);
        let written =
            |start: u32, end: u32| &text[usize::try_from(start).expect("small")..usize::try_from(end).expect("small")];
        let field = &root.fields().expect("a record")[0];
        assert_eq!(written(root.span.start, root.span.end), text);
        assert_eq!(written(field.name_span.start, field.name_span.end), "a");
        assert_eq!(written(field.value.span.start, field.value.span.end), "Gate( lanes : 3 )");
    }

    #[test]
    fn a_very_long_token_is_quoted_shortly() {
        let problem = problem(&format!("(a: 1 {})", "x".repeat(100_000)));
        assert!(problem.found.expect("named").len() < 100);
    }
}
