//! Panels over time: where they go, their grids and their dates.

use super::canvas::{Align, Area, Canvas, Dash, Font};
use super::number::Scale;
use super::theme;
use super::time_axis::{self, Tick};

/// A plot of one panel: where it is, and how it maps hours and values.
pub(super) struct Plot {
    pub area: Area,
    pub hours: f64,
    pub scale: Scale,
}

impl Plot {
    pub fn x(&self, hour: f64) -> f64 {
        self.area.left + (hour / self.hours).clamp(0.0, 1.0) * self.area.width()
    }

    pub fn y(&self, value: f64) -> f64 {
        self.area.bottom - self.scale.share(value) * self.area.height()
    }
}

/// How many of `panels` panels stand side by side.
pub(super) fn columns(panels: usize) -> usize {
    match panels {
        0..=3 => 1,
        4 => 2,
        5 | 6 => 3,
        _ => 4,
    }
}

/// Where panels with their headings go: row by row, with room for dates below each column's last one.
pub(super) fn cells(area: Area, panels: usize) -> Vec<Area> {
    let (columns, rows) = (columns(panels), panels.div_ceil(columns(panels)));
    let dates = Font::QUIET.leading() + 3.0;
    // A column that ends a row early has its dates above the next row's headings.
    let gap = if panels.is_multiple_of(columns) { 7.0 } else { dates + 3.0 };
    let width = (area.width() - (columns - 1) as f64 * theme::GUTTER) / columns as f64;
    let height = (area.height() - dates - (rows - 1) as f64 * gap) / rows as f64;
    let cell = |index: usize| {
        let left = area.left + (index % columns) as f64 * (width + theme::GUTTER);
        let top = area.top + (index / columns) as f64 * (height + gap);
        Area::new(left, top, left + width, top + height)
    };
    (0..panels).map(cell).collect()
}

/// Room for the numbers left of a plot.
pub(super) fn axis_width(scale: &Scale) -> f64 {
    let widths = scale.ticks().into_iter().map(|value| Font::QUIET.width(&scale.label(value)));
    widths.fold(0.0, f64::max) + 4.5
}

/// The labels of `ticks` below a plot.
pub(super) fn draw_dates(canvas: &mut Canvas, plot: &Plot, ticks: &[Tick]) {
    for tick in ticks {
        let x = plot.area.left + time_axis::middle(tick, plot.hours, plot.area.width());
        let at = (x, plot.area.bottom + Font::QUIET.size + 4.0);
        canvas.text(at, &tick.label, Font::QUIET, Align::Centre);
    }
}

/// Warm-up zone, grid, axis and the numbers beside it.
pub(super) fn draw_ground(canvas: &mut Canvas, plot: &Plot, ticks: &[Tick], warm_up_hours: f64) {
    let Area { left, top, right, bottom } = plot.area;
    let end = plot.x(warm_up_hours);
    if warm_up_hours > 0.0 {
        canvas.rect(Area::new(left, top, end, bottom), theme::SHADE);
    }
    for value in plot.scale.ticks() {
        let y = plot.y(value);
        let colour = if value == 0.0 { theme::AXIS } else { theme::GRID };
        canvas.rule((left, y), (right, y), theme::HAIR, colour, Dash::Solid);
        canvas.text_beside((left - 3.5, y), &plot.scale.label(value), Font::QUIET, Align::Right);
    }
    for x in ticks.iter().map(|tick| plot.x(tick.hour)) {
        canvas.rule((x, bottom), (x, bottom + 2.5), theme::HAIR, theme::AXIS, Dash::Solid);
    }
    if warm_up_hours > 0.0 {
        canvas.rule((end, top), (end, bottom), theme::THIN, theme::AXIS, Dash::Broken(2.0));
    }
}
