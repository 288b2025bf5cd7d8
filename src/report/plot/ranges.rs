//! How long something takes, row by row: from what 5 % to what 95 % do not exceed, and the mean with its 95 % interval.

use super::canvas::{Align, Area, Canvas, Dash, Font};
use super::figure::{Figure, Frame, enumerate, say_instead};
use super::legend::{self, Key};
use super::number::{self, Scale};
use super::rows::{AXIS_HEIGHT, Rows, draw_axis, draw_halo};
use super::text;
use super::theme;

/// Lines in a column, headings included.
const IN_COLUMN: usize = 16;
/// Columns.
const COLUMNS: usize = 2;

/// A distribution of times in hours.
#[derive(Clone, Debug, PartialEq)]
pub struct RangeRow {
    /// What it belongs to: rows of one group stand below its name.
    pub group: String,
    /// Its name within the group.
    pub name: String,
    /// Its name where groups are not shown.
    pub alone: String,
    /// 5 % take no longer.
    pub p5: f64,
    /// 95 % take no longer.
    pub p95: f64,
    /// Mean over replications of their means, and the ends of its 95 % interval (the mean itself with a single replication).
    pub mean: (f64, f64, f64),
}

impl RangeRow {
    fn is_known(&self) -> bool {
        [self.p5, self.p95, self.mean.0].into_iter().all(f64::is_finite)
    }

    fn reach(&self) -> f64 {
        self.p95.max(self.mean.0).max(self.mean.2)
    }
}

/// Times by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranges {
    /// Stem of the files' names.
    pub name: String,
    /// The words around the plot.
    pub frame: Frame,
    /// What a time is, such as 'from door to door'.
    pub what: String,
    /// Rows in any order.
    pub rows: Vec<RangeRow>,
}

const NOTHING: &str = "Nothing of what this figure shows came to its end in this run.";

/// One line of a column.
enum Line<'a> {
    Group(&'a str),
    Row(&'a RangeRow, &'a str),
}

/// Hours or days, whichever gives numbers that are easy to read.
#[derive(Clone, Copy)]
struct Unit {
    hours: f64,
    word: &'static str,
}

impl Ranges {
    /// Longest mean first; equals stay in the order given.
    fn sorted(&self) -> Vec<&RangeRow> {
        let mut rows: Vec<&RangeRow> = self.rows.iter().filter(|row| row.is_known()).collect();
        rows.sort_by(|a, b| b.mean.0.total_cmp(&a.mean.0));
        rows
    }

    /// Columns of lines, and how many rows are left out: with the names of groups where there is room, the group with the longest first.
    fn columns(&self) -> (Vec<Vec<Line<'_>>>, usize) {
        let rows = self.sorted();
        let mut groups: Vec<&str> = Vec::new();
        for row in &rows {
            if !groups.contains(&row.group.as_str()) {
                groups.push(&row.group);
            }
        }
        let is_grouped = groups.len() < rows.len() && groups.len() + rows.len() <= IN_COLUMN * COLUMNS;
        let block = |group: &&'_ str| {
            let of_group = rows.iter().filter(|row| row.group == *group);
            let lines: Vec<Line> = of_group.map(|row| Line::Row(row, &row.name)).collect();
            let name = lines.first().map_or("", Line::group);
            std::iter::once(Line::Group(name)).chain(lines).collect()
        };
        let grouped = if is_grouped { fill(groups.iter().map(block).collect()) } else { Vec::new() };
        // A group stays in one column, which may then be too long.
        if is_grouped && grouped.iter().all(|column| column.len() <= IN_COLUMN + 2) {
            return (grouped, 0);
        }
        let alone = rows.iter().take(IN_COLUMN * COLUMNS).map(|row| vec![Line::Row(row, &row.alone)]);
        (fill(alone.collect()), rows.len().saturating_sub(IN_COLUMN * COLUMNS))
    }

    fn unit(&self) -> Unit {
        let longest = self.sorted().iter().map(|row| row.reach()).fold(0.0, f64::max);
        if longest > 72.0 { Unit { hours: 24.0, word: "days" } } else { Unit { hours: 1.0, word: "hours" } }
    }

    fn draw_keys(&self, canvas: &mut Canvas, area: Area, hidden: usize) -> f64 {
        let word = self.unit().word;
        let mut keys = vec![
            Key::new(22.0, format!("{word} {}, from 5 % to 95 % of consignments", self.what), |canvas, (x, y)| {
                draw_range(canvas, (x, x + 22.0), y);
            }),
            Key::new(10.0, "mean", |canvas, (x, y)| canvas.disc((x + 5.0, y), 2.4, theme::INK)),
        ];
        if self.sorted().iter().any(|row| row.mean.2 > row.mean.1) {
            keys.push(Key::new(10.0, "its 95 % interval", |canvas, (x, y)| draw_interval(canvas, (x, x + 10.0), y)));
        }
        if hidden > 0 {
            keys.push(Key::words(format!("{} more with shorter means not shown", number::count(hidden))));
        }
        legend::draw(canvas, area, &keys) + 4.0
    }
}

impl<'a> Line<'a> {
    fn group(&self) -> &'a str {
        match self {
            Line::Group(name) => name,
            Line::Row(row, _) => &row.group,
        }
    }
}

/// Blocks in columns: the first takes what is at least half of all lines, where more than one column is needed.
fn fill(blocks: Vec<Vec<Line>>) -> Vec<Vec<Line>> {
    let count: usize = blocks.iter().map(Vec::len).sum();
    let columns = if count > IN_COLUMN { COLUMNS } else { 1 };
    let each = count.div_ceil(columns);
    let mut filled: Vec<Vec<Line>> = vec![Vec::new()];
    for block in blocks {
        let is_full = filled.last().is_some_and(|column| column.len() >= each);
        if is_full && filled.len() < columns {
            filled.push(Vec::new());
        }
        filled.last_mut().expect("there is a first column").extend(block);
    }
    filled
}

impl Figure for Ranges {
    fn name(&self) -> &str {
        &self.name
    }

    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn description(&self) -> String {
        let said = |row: &&RangeRow| {
            let [mean, p5, p95] = [row.mean.0, row.p5, row.p95].map(number::label);
            format!("{}: mean {mean} h, from {p5} to {p95} h", row.alone)
        };
        let words: Vec<String> = self.sorted().iter().map(said).collect();
        if words.is_empty() {
            return NOTHING.to_owned();
        }
        format!("Times {}, longest first. {}.", self.what, enumerate(words.iter().map(String::as_str)))
    }

    fn draw(&self, canvas: &mut Canvas, area: Area) {
        let (columns, hidden) = self.columns();
        if self.sorted().is_empty() {
            return say_instead(canvas, area, NOTHING);
        }
        let top = area.top + self.draw_keys(canvas, area, hidden);
        let unit = self.unit();
        let longest = self.sorted().iter().map(|row| row.reach() / unit.hours).fold(0.0, f64::max);
        let most = columns.iter().map(Vec::len).max().unwrap_or(1) as f64;
        let width = (area.width() - (columns.len() - 1) as f64 * theme::GUTTER) / columns.len() as f64;
        let height = ((area.bottom - AXIS_HEIGHT - top) / most).min(26.0);
        for (number, lines) in columns.iter().enumerate() {
            let left = area.left + number as f64 * (width + theme::GUTTER);
            let bottom = top + height * lines.len() as f64;
            let column = Area { left, top, right: left + width, bottom };
            draw_column(canvas, column, lines, (unit, longest));
        }
    }
}

fn draw_column(canvas: &mut Canvas, column: Area, lines: &[Line], (unit, longest): (Unit, f64)) {
    let names = lines.iter().map(|line| match line {
        Line::Group(_) => "",
        Line::Row(_, name) => *name,
    });
    let mean = |row: &RangeRow| told(row.mean.0 / unit.hours);
    let labels = lines.iter().map(|line| match line {
        Line::Group(_) => 0.0,
        Line::Row(row, _) => Font::HEADING.width(&mean(row)),
    });
    let room = labels.fold(0.0, f64::max) + 6.0;
    let rows = Rows::new(column, names, 0.5, room);
    let scale = Scale::over(longest * 1.02, if rows.plot.width() > 150.0 { 6 } else { 3 });
    draw_axis(canvas, rows.plot, &scale, |value| scale.label(value));
    rows.draw_names(canvas);
    let x = |hours: f64| rows.plot.left + scale.share(hours / unit.hours) * rows.plot.width();
    for (index, line) in lines.iter().enumerate() {
        let strip = rows.strip(index, 0.6);
        let y = strip.centre().1;
        match line {
            Line::Group(name) => {
                let name = text::shorten(name, Font::HEADING.size, Font::HEADING.weight, column.width() - room);
                let width = Font::HEADING.width(&name) + 3.0;
                // The grid does not run through it.
                canvas.rect(Area::new(column.left, y - 5.0, column.left + width, y + 5.0), theme::WHITE);
                canvas.text_beside((column.left, y), &name, Font::HEADING, Align::Left);
            }
            Line::Row(row, _) => {
                draw_range(canvas, (x(row.p5), x(row.p95)), y);
                draw_interval(canvas, (x(row.mean.1), x(row.mean.2)), y);
                canvas.disc((x(row.mean.0), y), 2.4, theme::INK);
                canvas.text_beside((column.right, y), &mean(row), Font::HEADING, Align::Right);
            }
        }
    }
}

/// A mean beside its row: what is next to nothing needs no digits.
fn told(value: f64) -> String {
    if value > 0.0 && value < 0.0095 { "<0.01".to_owned() } else { number::label(value) }
}

/// A bar from 5 to 95 %.
fn draw_range(canvas: &mut Canvas, (from, to): (f64, f64), y: f64) {
    canvas.rect(Area::new(from, y - 2.2, to.max(from + 0.8), y + 2.2), theme::tint(theme::BLUE, 0.45));
}

/// A line over the interval of a mean.
fn draw_interval(canvas: &mut Canvas, (from, to): (f64, f64), y: f64) {
    if from.is_finite() && to - from >= 0.3 {
        draw_halo(canvas, from, to, y);
        canvas.rule((from, y), (to, y), theme::LINE, theme::INK, Dash::Solid);
        for end in [from, to] {
            canvas.rule((end, y - 3.4), (end, y + 3.4), theme::THIN, theme::INK, Dash::Solid);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::plot::checks::{check_files, check_page, long_name, words};
    use crate::report::plot::to_svg;

    fn figure(rows: Vec<RangeRow>) -> Ranges {
        let frame = Frame { title: "Title".into(), subtitle: "Subtitle".into(), footer: "Footer".into() };
        Ranges { name: "door-to-door".into(), frame, what: "from door to door".into(), rows }
    }

    fn row(group: &str, name: &str, mean: f64) -> RangeRow {
        RangeRow {
            group: group.into(),
            name: name.into(),
            alone: format!("{group} · {name}"),
            p5: mean * 0.6,
            p95: mean * 1.7,
            mean: (mean, mean * 0.95, mean * 1.05),
        }
    }

    #[test]
    fn nothing_is_said_in_words() {
        for figure in [figure(vec![]), figure(vec![row("a", "b", f64::NAN)])] {
            check_page(&figure);
            assert!(words(&figure).contains("Nothing of what"));
        }
    }

    #[test]
    fn one_value_is_drawn_of_any_size() {
        for hours in [0.0, 1e-6, 5.0, 1e12] {
            check_page(&figure(vec![row("Tashkent", "box", hours)]));
        }
    }

    #[test]
    fn a_small_figure_is_as_stored() {
        let rows = vec![row("A <B & C>", "one", 200.0), row("Tashkent", "two", 400.0), row("Tashkent", "three", 90.0)];
        let figure = figure(rows);
        check_files(&figure);
        let words = words(&figure);
        assert!(words.find("three") < words.find("A <B"), "groups stay together: {words}");
        insta::assert_snapshot!(to_svg(&figure).expect("a figure can be drawn"));
    }

    #[test]
    fn every_number_of_rows_and_groups_fits() {
        for (groups, each) in [(1, 1), (1, 15), (2, 7), (8, 2), (1, 29), (10, 2), (30, 1), (3, 20), (100, 1)] {
            let names: Vec<(String, String)> =
                (0..groups * each).map(|n| (long_name(n % groups), long_name(n + 100))).collect();
            let hours = |n: usize| 1e4 - n as f64;
            let rows = names.iter().enumerate().map(|(n, (group, name))| row(group, name, hours(n)));
            let figure = figure(rows.collect());
            check_page(&figure);
            let (columns, hidden) = figure.columns();
            let drawn = columns.iter().flatten().filter(|line| matches!(line, Line::Row(..))).count();
            assert_eq!(drawn + hidden, groups * each);
        }
    }
}
