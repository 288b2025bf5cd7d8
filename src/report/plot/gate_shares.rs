//! Over which border goods go from one country to another: a group a pair of countries, a row a border, its share with its interval.

use super::canvas::{Align, Area, Canvas, Font};
use super::figure::{Figure, Frame, enumerate, say_instead};
use super::legend::{self, Key};
use super::number::{self, Scale};
use super::rows::{AXIS_HEIGHT, Rows, draw_axis, draw_whisker};
use super::text;
use super::theme;

/// Lines of one column, headings included.
const IN_COLUMN: usize = 16;
/// Columns side by side.
const COLUMNS: usize = 2;

/// The share of one border.
#[derive(Clone, Debug, PartialEq)]
pub struct ShareRow {
    /// Its name.
    pub border: String,
    /// Mean share, 0 to 1, and the ends of its interval.
    pub share: (f64, f64, f64),
}

/// The borders from one country to another.
#[derive(Clone, Debug, PartialEq)]
pub struct ShareGroup {
    /// From where to where.
    pub pair: String,
    /// Its borders in any order.
    pub rows: Vec<ShareRow>,
}

/// Shares of borders.
#[derive(Clone, Debug, PartialEq)]
pub struct GateShares {
    /// Stem of the files' names.
    pub name: String,
    /// The words around the plot.
    pub frame: Frame,
    /// Groups in the order in which they are shown, as far as there is room.
    pub groups: Vec<ShareGroup>,
}

/// A heading or a border.
enum Line<'a> {
    Pair(&'a str),
    Border(&'a ShareRow),
}

const NOTHING: &str = "Nobody crossed a border in this run.";

impl ShareGroup {
    /// Borders with a share, the largest first; equals stay in the order given.
    fn sorted(&self) -> Vec<&ShareRow> {
        let mut rows: Vec<&ShareRow> = self.rows.iter().filter(|row| row.share.0.is_finite()).collect();
        rows.sort_by(|a, b| b.share.0.total_cmp(&a.share.0));
        rows
    }
}

impl GateShares {
    fn groups(&self) -> Vec<(&str, Vec<&ShareRow>)> {
        let groups = self.groups.iter().map(|group| (&*group.pair, group.sorted()));
        groups.filter(|(_, rows)| !rows.is_empty()).collect()
    }

    /// The lines of each column, and how many borders have no room. A group that begins stands whole, unless it fills a column alone.
    fn columns(&self) -> (Vec<Vec<Line<'_>>>, usize) {
        let mut columns: Vec<Vec<Line>> = vec![Vec::new()];
        let mut hidden = 0;
        for (pair, rows) in self.groups() {
            let is_full = |column: &Vec<Line>| !column.is_empty() && column.len() + rows.len() + 1 > IN_COLUMN;
            if columns.last().is_some_and(is_full) {
                columns.push(Vec::new());
            }
            if columns.len() > COLUMNS {
                hidden += rows.len();
                continue;
            }
            let column = columns.last_mut().expect("there is a first column");
            let room = (IN_COLUMN - 1 - column.len()).min(rows.len());
            hidden += rows.len() - room;
            column.push(Line::Pair(pair));
            column.extend(rows.into_iter().take(room).map(Line::Border));
        }
        columns.truncate(COLUMNS);
        (columns, hidden)
    }

    fn has_interval(&self) -> bool {
        self.groups.iter().flat_map(|group| &group.rows).any(|row| row.share.2 > row.share.1)
    }
}

impl Figure for GateShares {
    fn name(&self) -> &str {
        &self.name
    }

    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn description(&self) -> String {
        let mut words = Vec::new();
        for (pair, rows) in self.groups() {
            words.extend(rows.iter().map(|row| format!("{pair}, {}: {}", row.border, percent(row.share.0))));
        }
        if words.is_empty() {
            return NOTHING.to_owned();
        }
        format!("Shares of borders. {}.", enumerate(words.iter().map(String::as_str)))
    }

    fn draw(&self, canvas: &mut Canvas, area: Area) {
        let (columns, hidden) = self.columns();
        if columns[0].is_empty() {
            return say_instead(canvas, area, NOTHING);
        }
        let mut keys = vec![Key::fill(theme::BLUE, "share of loaded crossings between the two countries")];
        if self.has_interval() {
            keys.push(Key::new(12.0, "95 % interval", |canvas, (x, y)| draw_whisker(canvas, x, x + 12.0, y)));
        }
        if hidden > 0 {
            keys.push(Key::words(format!("{} more rows in the table", number::count(hidden))));
        }
        let top = area.top + legend::draw(canvas, area, &keys) + 4.0;
        let count = columns.len() as f64;
        let width = (area.width() - (count - 1.0) * theme::GUTTER) / count;
        let longest = columns.iter().map(Vec::len).max().unwrap_or(1) as f64;
        for (index, lines) in columns.iter().enumerate() {
            let left = area.left + index as f64 * (width + theme::GUTTER);
            let bottom = top + (area.bottom - AXIS_HEIGHT - top) * lines.len() as f64 / longest;
            draw_column(canvas, Area::new(left, top, left + width, bottom), lines);
        }
    }
}

fn draw_column(canvas: &mut Canvas, area: Area, lines: &[Line]) {
    let room = Font::TEXT.width("100 %") + 6.0;
    let names = lines.iter().map(|line| match line {
        Line::Pair(_) => "",
        Line::Border(row) => &*row.border,
    });
    let rows = Rows::new(area, names, 0.54, room);
    let scale = Scale { end: 1.0, step: if rows.plot.width() > 140.0 { 0.25 } else { 0.5 } };
    draw_axis(canvas, rows.plot, &scale, percent);
    rows.draw_names(canvas);
    let x = |share: f64| rows.plot.left + scale.share(share) * rows.plot.width();
    for (index, line) in lines.iter().enumerate() {
        let strip = rows.strip(index, 0.62);
        let middle = strip.centre().1;
        match line {
            Line::Pair(pair) => {
                let words = text::shorten(pair, Font::HEADING.size, Font::HEADING.weight, area.width());
                canvas.text_beside((area.left, middle), &words, Font::HEADING, Align::Left);
            }
            Line::Border(row) => {
                let (mean, low, high) = row.share;
                canvas.rect(Area { right: x(mean), ..strip }, theme::BLUE);
                draw_whisker(canvas, x(low), x(high), middle);
                canvas.text_beside((area.right, middle), &percent(mean), Font::TEXT, Align::Right);
            }
        }
    }
}

/// "62 %"; below one in ten with a digit more.
fn percent(share: f64) -> String {
    let value = share * 100.0;
    if value > 0.0 && value < 9.95 { format!("{value:.1} %") } else { format!("{value:.0} %") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::plot::checks::{check_files, check_page, long_name, words};
    use crate::report::plot::to_svg;

    fn figure(groups: Vec<ShareGroup>) -> GateShares {
        let frame = Frame { title: "Title".into(), subtitle: "Subtitle".into(), footer: "Footer".into() };
        GateShares { name: "gate-shares".into(), frame, groups }
    }

    fn group(pair: &str, shares: &[(&str, f64)]) -> ShareGroup {
        let row = |(border, share): &(&str, f64)| ShareRow {
            border: (*border).into(),
            share: (*share, share - 0.02, share + 0.02),
        };
        ShareGroup { pair: pair.into(), rows: shares.iter().map(row).collect() }
    }

    #[test]
    fn nothing_is_said_in_words() {
        for figure in [figure(vec![]), figure(vec![group("CN to VN", &[("Mohan", f64::NAN)])])] {
            check_page(&figure);
            assert!(words(&figure).contains("Nobody crossed"));
        }
    }

    #[test]
    fn one_value_is_drawn_of_any_size() {
        for share in [0.0, 1e-9, 0.5, 1.0] {
            check_page(&figure(vec![group("CN to VN", &[("Mohan", share)])]));
        }
    }

    #[test]
    fn a_small_figure_is_as_stored() {
        let groups = vec![
            group("CN to VN", &[("A <B & C>", 0.074), ("Youyiguan", 0.926)]),
            group("LA to CN", &[("Mohan", 1.0)]),
        ];
        let figure = figure(groups);
        check_files(&figure);
        let words = words(&figure);
        assert!(words.find("Youyiguan") < words.find("A <B"), "the largest first: {words}");
        insta::assert_snapshot!(to_svg(&figure).expect("a figure can be drawn"));
    }

    #[test]
    fn every_border_is_drawn_or_counted() {
        for (pairs, borders) in [(1, 1), (1, 16), (2, 15), (3, 7), (12, 2), (30, 3), (1, 60)] {
            let names: Vec<String> = (0..borders).map(long_name).collect();
            let shares: Vec<(&str, f64)> = names.iter().map(|name| (name.as_str(), 1.0 / borders as f64)).collect();
            let figure = figure((0..pairs).map(|n| group(&long_name(n), &shares)).collect());
            check_page(&figure);
            let (columns, hidden) = figure.columns();
            let drawn = columns.iter().flatten().filter(|line| matches!(line, Line::Border(_))).count();
            assert_eq!(drawn + hidden, pairs * borders);
            assert!(columns.iter().all(|column| column.len() <= IN_COLUMN));
        }
    }
}
