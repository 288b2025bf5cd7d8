//! Problems drawn under the lines they are about.
//!
//! **Invariant:** control characters of the user's text never reach the terminal, and no line of it is drawn wider
//! than `WIDTH`, however long it is.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::scenario::problem::{Problem, Problems, Severity};
use crate::scenario::source::{Sources, Span, boundary};
use crate::scenario::write::is_unseen;

/// The widest drawing of a line \[columns\]; longer lines are cut around the carets.
const WIDTH: usize = 120;
/// The most carets under a line; a longer span is shown by its start.
const CARETS: usize = 80;
/// The longest line given whole to the library, whose time grows with it \[bytes\].
const LONGEST_LINE: usize = 10_000;
/// What is kept before and after the start of the carets of a line longer than that \[characters\].
const KEPT: (usize, usize) = (30, 80);
/// The longest quotation of the user's text in a message \[characters\].
const QUOTATION: usize = 200;
/// The longest label beside the carets \[characters\]; longer ones stand below as a note.
const LABEL: usize = 60;

/// Whether terminal colours are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Text only.
    Plain,
    /// With ANSI codes; the caller strips them for pipes and `NO_COLOR`.
    Ansi,
}

/// All problems that are shown, sorted, a blank line between them, then how many more there are. Empty for none.
#[must_use]
pub fn render(problems: &Problems, sources: &Sources, colour: Colour) -> String {
    let (shown, hidden) = problems.shown();
    let mut blocks: Vec<String> = shown.iter().map(|problem| render_one(problem, sources, colour)).collect();
    match hidden {
        0 => {}
        1 => blocks.push("1 more problem follows.\n".to_owned()),
        _ => blocks.push(format!("{hidden} more problems follow.\n")),
    }
    blocks.join("\n")
}

/// One problem: title, place, line with carets, notes. Ends with a line feed.
#[must_use]
pub fn render_one(problem: &Problem, sources: &Sources, colour: Colour) -> String {
    let level = match problem.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let found = problem.found.as_deref().map(printable).filter(|found| found.chars().count() <= LABEL);
    let drawings = drawings(problem, found.as_deref(), sources);
    let is_labelled = problem.place.is_some_and(|place| sources.get(place.file).is_some()) && found.is_some();

    let title = level.primary_title(printable(&problem.title)).id(problem.code);
    let group = drawings.into_iter().fold(Group::with_title(title), |group, drawing| drawing.add_to(group));
    let group = with_notes(group, problem, is_labelled);
    let renderer = match colour {
        Colour::Plain => Renderer::plain(),
        Colour::Ansi => Renderer::styled(),
    };
    renderer.term_width(WIDTH).render(&[group]) + "\n"
}

/// The lines to draw; several places in one line share its drawing.
fn drawings(problem: &Problem, found: Option<&str>, sources: &Sources) -> Vec<Drawing> {
    let label = found.map(|found| format!("found {found}"));
    let first = problem.place.map(|place| (place, AnnotationKind::Primary, label));
    let others = problem.also.iter().map(|(place, why)| (*place, AnnotationKind::Context, Some(printable(why))));
    let mut drawings: Vec<Drawing> = Vec::new();
    for (place, kind, label) in first.into_iter().chain(others) {
        let Some((mut drawing, carets)) = Drawing::of(place, sources) else {
            continue;
        };
        let annotation = kind.span(carets).label(label);
        match drawings.iter_mut().find(|drawn| drawn.is_same_line(&drawing)) {
            Some(drawn) => drawn.annotations.push(annotation),
            None => {
                drawing.annotations.push(annotation);
                drawings.push(drawing);
            }
        }
    }
    drawings
}

fn with_notes(mut group: Group<'static>, problem: &Problem, found_is_drawn: bool) -> Group<'static> {
    let field = Some(&problem.field).filter(|field| !field.is_empty());
    let found = problem.found.as_ref().filter(|_| !found_is_drawn);
    let notes = [
        (Level::NOTE, "field", field),
        (Level::NOTE, "found", found),
        (Level::NOTE, "expected", problem.expected.as_ref()),
        (Level::HELP, "hint", problem.hint.as_ref()),
    ];
    for (level, name, text) in notes {
        if let Some(text) = text {
            group = group.element(level.with_name(name).message(printable(text)));
        }
    }
    group
}

/// The user's text on one line with what cannot be seen escaped, cut if it is very long.
fn printable(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars().take(QUOTATION) {
        match character {
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            unseen if is_unseen(unseen) => out.extend(unseen.escape_unicode()),
            plain => out.push(plain),
        }
    }
    if text.chars().nth(QUOTATION).is_some() {
        out.push_str("...");
    }
    out
}

/// A line with what cannot be seen replaced, character by character, so that columns stay. The pictures of control
/// characters and the width of tabs are left to the library.
fn visible(line: &str) -> String {
    let replaced = |character: char| {
        if is_unseen(character) && !character.is_ascii() { '\u{fffd}' } else { character }
    };
    line.chars().map(replaced).collect()
}

/// One line of a file and what is said about places in it.
struct Drawing {
    path: String,
    line: usize,
    text: String,
    /// The true column of the carets, if `text` is a piece of a very long line.
    cut_at: Option<usize>,
    annotations: Vec<Annotation<'static>>,
}

impl Drawing {
    /// The first line of a span, and the bytes of it to mark; none if the file is unknown.
    fn of(span: Span, sources: &Sources) -> Option<(Self, Range<usize>)> {
        let source = sources.get(span.file)?;
        let start = boundary(&source.text, span.start);
        let line_start = source.text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let line = source.text[line_start..].split('\n').next().unwrap_or("").trim_end_matches('\r');
        let marked = (start - line_start).min(line.len());
        let end = boundary(&source.text, span.end).saturating_sub(line_start).clamp(marked, line.len());

        let is_cut = line.len() > LONGEST_LINE;
        let (from, to) =
            if is_cut { (back(line, marked, KEPT.0), ahead(line, marked, KEPT.1)) } else { (0, line.len()) };
        let end = end.min(ahead(line, marked, CARETS)).min(to);
        let mut text = String::from(if from > 0 { "..." } else { "" });
        text.push_str(&visible(&line[from..marked]));
        let carets_start = text.len();
        text.push_str(&visible(&line[marked..end]));
        let carets = carets_start..text.len();
        text.push_str(&visible(&line[end..to]));
        text.push_str(if to < line.len() { "..." } else { "" });

        let (line, column) = sources.line_column(span);
        let cut_at = is_cut.then_some(column);
        Some((Self { path: printable(&source.path), line, text, cut_at, annotations: Vec::new() }, carets))
    }

    /// Whether both can be drawn in one; far apart in a long line they could not.
    fn is_same_line(&self, other: &Drawing) -> bool {
        let is_short = self.text.chars().count() <= WIDTH;
        is_short && (&self.path, self.line, &self.text) == (&other.path, other.line, &other.text)
    }

    fn add_to(self, group: Group<'static>) -> Group<'static> {
        let snippet = Snippet::source(self.text).line_start(self.line).annotations(self.annotations);
        match self.cut_at {
            None => group.element(snippet.path(self.path)),
            // The library would count the column in the piece.
            Some(column) => group.element(Origin::path(self.path).line(self.line).char_column(column)).element(snippet),
        }
    }
}

/// The offset at most `count` characters before `at`.
fn back(line: &str, at: usize, count: usize) -> usize {
    line[..at].char_indices().rev().take(count).last().map_or(at, |(start, _)| start)
}

/// The offset at most `count` characters after `at`.
fn ahead(line: &str, at: usize, count: usize) -> usize {
    line[at..].char_indices().nth(count).map_or(line.len(), |(length, _)| at + length)
}

#[cfg(test)]
mod tests {
    use super::{Colour, WIDTH, render, render_one};
    use crate::scenario::parse::parse;
    use crate::scenario::problem::{Problem, Problems};
    use crate::scenario::source::{FileId, Sources, Span};

    const TEXT: &str =
        "(\r\n  hubs: [],\r\n\tlinks: [Rail(from: \"KHG\", to: \"ALX\")],\r\n  name: \"中文\", z: 1,\r\n)\r\n";

    fn sources(text: &str) -> Sources {
        let mut sources = Sources::new();
        sources.add("khorgos/scenario.ron", text);
        sources
    }

    fn span(text: &str, what: &str) -> Span {
        let start = text.find(what).expect("the text holds it");
        let offset = |at: usize| u32::try_from(at).expect("small");
        Span { file: FileId(0), start: offset(start), end: offset(start + what.len()) }
    }

    fn unknown_hub() -> Problem {
        let problem = Problem::new("E0203", "link `a-b` ends at a hub that does not exist").at(span(TEXT, "\"ALX\""));
        problem.field("links/a-b/to").found("\"ALX\"").expected("the id of a hub: ALA, DOS").hint("did you mean `ALA`?")
    }

    fn plain(problem: &Problem, text: &str) -> String {
        render_one(problem, &sources(text), Colour::Plain)
    }

    #[test]
    fn a_problem_is_drawn_under_its_line_with_its_notes() {
        let expected = r#"error[E0203]: link `a-b` ends at a hub that does not exist
 --> khorgos/scenario.ron:3:32
  |
3 |     links: [Rail(from: "KHG", to: "ALX")],
  |                                   ^^^^^ found "ALX"
  |
  = field: links/a-b/to
  = expected: the id of a hub: ALA, DOS
  = hint: did you mean `ALA`?
"#;
        assert_eq!(plain(&unknown_hub(), TEXT), expected);
    }

    #[test]
    fn other_places_are_drawn_too_and_share_the_line_if_it_is_the_same() {
        let problem = Problem::new("W0204", "twice")
            .at(span(TEXT, "\"ALX\""))
            .also(span(TEXT, "\"KHG\""), "from here")
            .also(span(TEXT, "hubs"), "the hubs");
        let expected = r#"warning[W0204]: twice
 --> khorgos/scenario.ron:3:32
  |
3 |     links: [Rail(from: "KHG", to: "ALX")],
  |                        -----      ^^^^^
  |                        |
  |                        from here
  |
 ::: khorgos/scenario.ron:2:3
  |
2 |   hubs: [],
  |   ---- the hubs
"#;
        assert_eq!(plain(&problem, TEXT), expected);
    }

    #[test]
    fn a_problem_without_place_has_title_and_notes_only() {
        let problem = Problem::new("E0900", "nothing to compare").found("x").hint("name two variants");
        assert_eq!(
            plain(&problem, ""),
            "error[E0900]: nothing to compare\n |\n = found: x\n = hint: name two variants\n"
        );
        assert_eq!(plain(&Problem::new("E0900", "nothing"), ""), "error[E0900]: nothing\n");
    }

    #[test]
    fn a_place_in_an_unknown_file_is_left_out_and_what_was_found_is_kept() {
        let problem = Problem::new("E0900", "t").at(Span { file: FileId(9), start: 3, end: 5 }).found("x");
        assert_eq!(plain(&problem, ""), "error[E0900]: t\n |\n = found: x\n");
    }

    #[test]
    fn wide_characters_move_the_carets_but_not_the_column() {
        let drawn = plain(&Problem::new("E0001", "t").at(span(TEXT, "z")), TEXT);
        assert_eq!(
            drawn,
            "error[E0001]: t\n --> khorgos/scenario.ron:4:15\n  |\n4 |   name: \"中文\", z: 1,\n  |                 ^\n"
        );
    }

    #[test]
    fn the_end_of_the_file_and_an_empty_file_can_be_pointed_at() {
        let at = |offset| {
            Problem::new("E0001", "t").at(Span { file: FileId(0), start: offset, end: offset }).found("nothing")
        };
        assert_eq!(
            plain(&at(0), ""),
            "error[E0001]: t\n --> khorgos/scenario.ron:1:1\n  |\n1 |\n  | ^ found nothing\n"
        );
        assert_eq!(
            plain(&at(99), "(\n"),
            "error[E0001]: t\n --> khorgos/scenario.ron:2:1\n  |\n2 |\n  | ^ found nothing\n"
        );
    }

    #[test]
    fn a_span_over_lines_is_drawn_by_its_first_line() {
        let drawn = plain(&Problem::new("E0001", "t").at(span(TEXT, "[],\r\n\tlinks")), TEXT);
        assert_eq!(drawn, "error[E0001]: t\n --> khorgos/scenario.ron:2:9\n  |\n2 |   hubs: [],\n  |         ^^^\n");
    }

    #[test]
    fn control_characters_of_the_user_never_reach_the_terminal() {
        let nasty = "a\u{1b}[31m\u{9b}b\u{202e}\u{200b}\u{7f}\u{0}\u{8}c";
        let problem =
            Problem::new("E0001", nasty).at(span(nasty, "c")).field(nasty).found(nasty).expected(nasty).hint(nasty);
        let problem = problem.also(span(nasty, "b"), nasty);
        let mut sources = Sources::new();
        sources.add(nasty, nasty);
        let drawn = render_one(&problem, &sources, Colour::Plain);
        let seen = |character: char| character == '\n' || !super::is_unseen(character);
        assert!(drawn.chars().all(seen), "{drawn:?}");
        assert!(drawn.contains("= field: a\\u{1b}[31m"), "{drawn}");
    }

    #[test]
    fn long_lines_are_cut_around_the_span_and_keep_their_column() {
        for repeats in [100, 100_000] {
            let text = format!("(a: [{}\"ALX\",{}])", "1, ".repeat(repeats), "2, ".repeat(repeats));
            let everything = Span { file: FileId(0), start: 1, end: u32::try_from(text.len()).expect("small") };
            let problem =
                Problem::new("E0001", "t").at(span(&text, "\"ALX\"")).found("\"ALX\"").also(everything, "in here");
            let drawn = plain(&problem, &text);
            assert!(drawn.contains(&format!(":1:{}\n", repeats * 3 + 6)), "{drawn}");
            assert!(
                drawn.contains("\"ALX\",2, ") && drawn.contains("^^^^^ found \"ALX\"") && drawn.contains("..."),
                "{drawn}"
            );
            assert!(drawn.lines().all(|line| line.chars().count() <= WIDTH + 20), "{drawn}");
        }
    }

    #[test]
    fn a_long_finding_stands_below_and_is_cut() {
        let problem = unknown_hub().found("x".repeat(1000));
        let drawn = plain(&problem, TEXT);
        assert!(drawn.contains(&format!("= found: {}...\n", "x".repeat(200))), "{drawn}");
    }

    #[test]
    fn colours_are_added_only_when_asked_for() {
        let coloured = render_one(&unknown_hub(), &sources(TEXT), Colour::Ansi);
        assert!(coloured.contains("\u{1b}["));
        assert!(coloured.contains("error[E0203]") && !plain(&unknown_hub(), TEXT).contains('\u{1b}'));
    }

    #[test]
    fn what_is_not_shown_is_counted() {
        let all = |count: usize| {
            let mut problems = Problems::new();
            problems.extend((0..count).map(|_| Problem::new("E0900", "t")));
            render(&problems, &sources(""), Colour::Plain)
        };
        assert_eq!(all(0), "");
        assert_eq!(all(2), "error[E0900]: t\n\nerror[E0900]: t\n");
        assert!(all(51).ends_with("error[E0900]: t\n\n1 more problem follows.\n"));
        assert!(all(53).ends_with("\n\n3 more problems follow.\n"));
    }

    #[test]
    fn a_syntax_error_is_drawn_with_both_brackets() {
        let text = "(\n  a: [1, 2)\n";
        let problem = parse(FileId(0), text).expect_err("the bracket is wrong");
        let expected = "error[E0103]: a bracket is closed by another kind of bracket
 --> khorgos/scenario.ron:2:11
  |
2 |   a: [1, 2)
  |      -    ^ found `)`
  |      |
  |      `[` opened in line 2
  |
  = expected: `,` or `]`
";
        assert_eq!(plain(&problem, text), expected);
    }
}
