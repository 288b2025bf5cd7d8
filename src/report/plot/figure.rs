//! The frame that every figure shares, and the one way to write a figure to files.

use std::path::{Path, PathBuf};

use super::canvas::{Align, Area, Canvas, Font};
use super::text::{self, Weight};
use super::{png, svg, theme};

/// The words around a plot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// The question that the figure answers, or its answer; wraps to two lines.
    pub title: String,
    /// What is shown, unit, replications, interval.
    pub subtitle: String,
    /// Scenario, version, seed, sources.
    pub footer: String,
}

/// A figure: plain data that knows how to draw itself.
pub trait Figure {
    /// Stem of the files' names: letters, digits, `-`, `_`, `.`.
    fn name(&self) -> &str;

    /// The words around the plot.
    fn frame(&self) -> &Frame;

    /// What a screen reader says after the title: the data in a few sentences.
    fn description(&self) -> String;

    /// Draws the plot inside `area`.
    fn draw(&self, canvas: &mut Canvas, area: Area);
}

/// Why a figure could not be written.
#[derive(Debug, thiserror::Error)]
pub enum PlotError {
    /// The name would not be a file's name in the folder.
    #[error("a figure cannot be called {0:?}: letters, digits, '-', '_' and '.' make a file's name")]
    Name(String),
    /// A file could not be written.
    #[error("cannot write {path}: {source}")]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The drawing library failed: a bug of ours, since no data should cause it.
    #[error("cannot draw a figure: {0}")]
    Draw(String),
}

/// Writes `NAME.svg` and `NAME.png` (1890 x 1181 pixels, 300 dpi) into `folder`, which must exist, and returns their paths. The same
/// figure gives the same bytes.
///
/// # Errors
/// [`PlotError::Name`] where the name is no file name, [`PlotError::Write`] where a file cannot be written.
pub fn save(figure: &dyn Figure, folder: &Path) -> Result<Vec<PathBuf>, PlotError> {
    let name = file_stem(figure.name())?;
    let canvas = page(figure);
    let (svg_path, png_path) = (folder.join(format!("{name}.svg")), folder.join(format!("{name}.png")));
    let text = to_svg(figure)?;
    std::fs::write(&svg_path, text).map_err(|source| PlotError::Write { path: svg_path.clone(), source })?;
    png::write(&canvas, &png_path)?;
    Ok(vec![svg_path, png_path])
}

/// The figure as the text of an SVG file, to stand in an HTML page.
///
/// # Errors
/// [`PlotError::Name`] where the name is no file name.
pub fn to_svg(figure: &dyn Figure) -> Result<String, PlotError> {
    let name = file_stem(figure.name())?;
    let frame = figure.frame();
    let subtitle = frame.subtitle.trim_end_matches(['.', ' ']);
    let description = format!("{subtitle}. {}", figure.description());
    svg::render(&page(figure), name, &frame.title, &description)
}

fn file_stem(name: &str) -> Result<&str, PlotError> {
    let is_fit = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let is_name = name.starts_with(|c: char| c.is_ascii_alphanumeric()) && name.chars().all(is_fit);
    if is_name { Ok(name) } else { Err(PlotError::Name(name.to_owned())) }
}

/// The whole page: ground, title, subtitle, plot, footer.
pub(super) fn page(figure: &dyn Figure) -> Canvas {
    let mut canvas = Canvas::default();
    canvas.rect(Area::new(0.0, 0.0, theme::WIDTH + 1.0, theme::HEIGHT + 1.0), theme::WHITE);
    let top = header(&mut canvas, figure.frame());
    let bottom = footer(&mut canvas, &figure.frame().footer);
    let area = Area::new(theme::MARGIN, top + 8.0, theme::WIDTH - theme::MARGIN, bottom - 6.0);
    figure.draw(&mut canvas, area);
    canvas
}

/// Draws title and subtitle; returns the lower edge of both.
fn header(canvas: &mut Canvas, frame: &Frame) -> f64 {
    let width = theme::WIDTH - 2.0 * theme::MARGIN;
    let mut font = Font { size: theme::TITLE, ..Font::HEADING };
    while text::wrap(&frame.title, font.size, Weight::Bold, width).len() > 2 && font.size > theme::TEXT {
        font.size = (font.size - 0.5).max(theme::TEXT);
    }
    let mut bottom = theme::MARGIN - 2.0;
    for (words, font) in [(&frame.title, font), (&frame.subtitle, Font { size: theme::SUBTITLE, ..Font::QUIET })] {
        let lines = text::wrap(words, font.size, font.weight, width);
        canvas.lines((theme::MARGIN, bottom + font.size * 1.05), &lines, font, Align::Left);
        bottom += lines.len() as f64 * font.leading() + 1.0;
    }
    bottom
}

/// Draws the footer; returns its upper edge.
fn footer(canvas: &mut Canvas, words: &str) -> f64 {
    let lines = text::wrap(words, Font::QUIET.size, Weight::Regular, theme::WIDTH - 2.0 * theme::MARGIN);
    let top = theme::HEIGHT - theme::MARGIN + 2.0 - lines.len() as f64 * Font::QUIET.leading();
    canvas.lines((theme::MARGIN, top + Font::QUIET.size), &lines, Font::QUIET, Align::Left);
    top
}

/// Says in words why there is no plot, in the middle of `area`.
pub(super) fn say_instead(canvas: &mut Canvas, area: Area, words: &str) {
    let font = Font { size: theme::SUBTITLE, ..Font::QUIET };
    let lines = text::wrap(words, font.size, font.weight, area.width() * 0.7);
    let (x, y) = area.centre();
    canvas.rule((x - 18.0, y - 14.0), (x + 18.0, y - 14.0), theme::THIN, theme::GRID, super::canvas::Dash::Solid);
    canvas.lines((x, y + 2.0), &lines, font, Align::Centre);
}

/// A list of names for a description: the first few, and how many more.
pub(super) fn enumerate<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> String {
    const SPOKEN: usize = 12;
    let more = names.len().saturating_sub(SPOKEN);
    let spoken: Vec<&str> = names.take(SPOKEN).collect();
    if more == 0 { spoken.join(", ") } else { format!("{} and {more} more", spoken.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_name_of_a_file_is_a_name() {
        for bad in ["", "../x", "a/b", ".hidden", "a b", "x\u{0}"] {
            assert!(matches!(file_stem(bad), Err(PlotError::Name(_))), "{bad:?}");
        }
        assert!(file_stem("dwell-2027.base").is_ok());
    }

    #[test]
    fn a_long_title_is_never_cut() {
        let words = "The dwell time of consignments at the border falls ".repeat(8);
        let frame = Frame { title: words.clone(), ..Frame::default() };
        let mut canvas = Canvas::default();
        header(&mut canvas, &frame);
        let drawn: Vec<String> = super::super::checks::texts(&canvas).into_iter().map(|(text, _)| text).collect();
        assert_eq!(drawn.join(" "), words.trim());
    }
}
