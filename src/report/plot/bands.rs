//! Small multiples of a mean over time with its 95 % band: the drawing that throughput and queues share.

use jiff::civil::Date;

use super::canvas::{Align, Area, Canvas, Dash, Font, Point};
use super::figure::{enumerate, say_instead};
use super::number::{self, Scale};
use super::panels::{self, Plot};
use super::text::{self, Weight};
use super::theme::{self, Colour};
use super::time_axis;

/// The dates of a figure over time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeGrid {
    /// The day on whose midnight the first bucket begins.
    pub start: Date,
    /// Length of a bucket in hours, > 0.
    pub bucket_hours: f64,
    /// Hours from the start that statistics leave out; 0 for none.
    pub warm_up_hours: f64,
}

/// What was seen during one stretch of time; not finite where there is nothing to show.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bucket {
    /// Mean over replications.
    pub mean: f64,
    /// Lower end of the 95 % interval; the mean itself where there is one replication.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// One place or station.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// Its name, as a reader knows it.
    pub place: String,
    /// One bucket after another from the start of the [`TimeGrid`].
    pub buckets: Vec<Bucket>,
    /// What its values cannot exceed, such as the capacity of a yard.
    pub limit: Option<f64>,
}

/// Whether panels may be compared by eye.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PanelScale {
    /// One scale for all panels.
    Same,
    /// Each panel has a scale of its own; the figure says so.
    Own,
}

/// What the shared drawing needs to know.
pub(super) struct Bands<'a> {
    pub grid: TimeGrid,
    pub unit: &'a str,
    pub scale: PanelScale,
    pub panels: &'a [Panel],
    /// The buckets are hours of the day, not of a date.
    pub is_of_day: bool,
    /// Panels fill up to their limits: the fullest are shown, in the order given, each with its limit.
    pub is_fill: bool,
    pub most: usize,
    pub colour: Colour,
    /// What to say where there is nothing to draw.
    pub nothing: &'a str,
    /// What panels that are left out are called, such as 'places'.
    pub things: &'a str,
}

impl Bands<'_> {
    /// The panels that have a value, highest first (equals as given), at most `most`.
    fn shown(&self) -> Vec<&Panel> {
        let mut panels: Vec<(usize, &Panel)> =
            self.panels.iter().enumerate().filter(|(_, panel)| peak(panel) > f64::NEG_INFINITY).collect();
        let height = |panel: &Panel| match (self.is_fill, panel.limit) {
            (true, Some(limit)) => peak(panel) / limit,
            _ => peak(panel),
        };
        panels.sort_by(|a, b| height(b.1).total_cmp(&height(a.1)));
        panels.truncate(self.most);
        if self.is_fill {
            panels.sort_by_key(|(index, _)| *index);
        }
        panels.into_iter().map(|(_, panel)| panel).collect()
    }

    /// The limit of a panel, unless its values stay so far below it that they would not be seen.
    fn limit(&self, panel: &Panel) -> Option<f64> {
        const SEEN: f64 = 0.3;
        let is_near = |limit: f64| self.is_fill || peak(panel) >= SEEN * limit;
        panel.limit.filter(|limit| limit.is_finite() && is_near(*limit))
    }

    /// The highest that is drawn.
    fn top(&self, panel: &Panel) -> f64 {
        self.limit(panel).map_or(peak(panel), |limit| limit.max(peak(panel)))
    }

    fn hours(&self) -> f64 {
        let buckets = self.shown().iter().map(|panel| panel.buckets.len()).max().unwrap_or(0);
        let length = if self.grid.bucket_hours > 0.0 && self.grid.bucket_hours.is_finite() {
            self.grid.bucket_hours
        } else {
            24.0
        };
        buckets as f64 * length
    }

    /// The data in words.
    pub fn describe(&self) -> String {
        let shown = self.shown();
        if shown.is_empty() {
            return self.nothing.to_owned();
        }
        let said =
            |panel: &&Panel| format!("{}: mean {}", panel.place, number::label(panel.mean_after_warm_up(&self.grid)));
        let words: Vec<String> = shown.iter().map(said).collect();
        let start = self.grid.start;
        let when = if self.is_of_day { "By hour of the day".to_owned() } else { format!("Over time from {start}") };
        format!("{when}, {}. {}.", self.unit, enumerate(words.iter().map(String::as_str)))
    }

    /// Draws all panels, or says why there are none.
    pub fn draw(&self, canvas: &mut Canvas, area: Area) {
        let shown = self.shown();
        if shown.is_empty() {
            return say_instead(canvas, area, self.nothing);
        }
        let top = area.top + self.key(canvas, area, &shown);
        let cells = panels::cells(Area { top, ..area }, shown.len());
        let headings = self.headings(&shown, cells[0].width());
        let head = headings.iter().map(Vec::len).max().unwrap_or(1) as f64 * Font::HEADING.leading();
        let scales = self.scales(&shown, cells[0].height() - head);
        let labels = scales.iter().map(panels::axis_width).fold(0.0, f64::max);
        let columns = panels::columns(shown.len());
        for (index, panel) in shown.iter().enumerate() {
            let cell = cells[index];
            let (left, right) = (cell.left + labels, cell.right - 2.0);
            let plot = Plot {
                area: Area::new(left, cell.top + head + 3.0, right, cell.bottom),
                hours: self.hours(),
                scale: scales[index],
            };
            let width = plot.area.width();
            let ticks =
                if self.is_of_day { time_axis::clock(width) } else { time_axis::ticks(&self.grid, plot.hours, width) };
            self.draw_heading(canvas, cell, &headings[index], panel);
            panels::draw_ground(canvas, &plot, &ticks, self.grid.warm_up_hours);
            self.band(canvas, &plot, panel);
            draw_limit(canvas, &plot, self.limit(panel));
            if index + columns >= shown.len() {
                panels::draw_dates(canvas, &plot, &ticks);
            }
        }
    }

    /// Unit, what line and band are, what is left out; returns the height taken.
    fn key(&self, canvas: &mut Canvas, area: Area, shown: &[&Panel]) -> f64 {
        let has_band = shown.iter().any(|panel| panel.buckets.iter().any(|bucket| bucket.high > bucket.low));
        let band = if has_band { "band: 95 % interval" } else { "no interval: one replication, or no spread" };
        let mut words = vec![self.unit.to_owned(), format!("line: mean, {band}")];
        if self.grid.warm_up_hours > 0.0 {
            words.push("grey: warm-up, not counted".to_owned());
        }
        if shown.iter().any(|panel| self.limit(panel).is_some()) {
            words.push("broken line: capacity".to_owned());
        }
        if shown.len() > 1 {
            words.push(match self.scale {
                PanelScale::Same => "same scale in all panels".to_owned(),
                PanelScale::Own => "each panel has its own scale".to_owned(),
            });
        }
        let more = self.panels.len() - shown.len();
        if more > 0 {
            words.push(format!("{} more {} not shown", number::count(more), self.things));
        }
        let lines = text::wrap(&words.join(" · "), Font::QUIET.size, Weight::Regular, area.width());
        canvas.lines((area.left, area.top + Font::QUIET.size), &lines, Font::QUIET, Align::Left);
        lines.len() as f64 * Font::QUIET.leading() + 5.0
    }

    /// The scales of panels whose plots are `height` points high: a little room stays above the highest value.
    fn scales(&self, shown: &[&Panel], height: f64) -> Vec<Scale> {
        let most = (height / 16.0).clamp(1.0, 6.0) as usize;
        let peaks: Vec<f64> = shown.iter().map(|panel| self.top(panel) * 1.06).collect();
        let highest = peaks.iter().copied().fold(0.0, f64::max);
        let scale = |peak: f64| match self.scale {
            PanelScale::Same => Scale::over(highest, most),
            PanelScale::Own => Scale::over(peak, most),
        };
        peaks.into_iter().map(scale).collect()
    }

    /// Lines of the names of places: one where all fit beside their means, else up to two above them.
    fn headings(&self, shown: &[&Panel], width: f64) -> Vec<Vec<String>> {
        let room = |panel: &Panel| width - Font::QUIET.width(&self.mean_label(panel)) - 8.0;
        let is_short = |panel: &&Panel| Font::HEADING.width(&text::clean(&panel.place)) <= room(panel);
        if shown.iter().all(is_short) {
            return shown.iter().map(|panel| vec![text::clean(&panel.place)]).collect();
        }
        let names = shown.iter().map(|panel| panel.place.as_str());
        let mut lines = text::wrap_all(names, Font::HEADING, width);
        // Room for the mean below, and names of one line start where those of two do.
        let most = lines.iter().map(Vec::len).max().unwrap_or(1) + 1;
        lines.iter_mut().for_each(|lines| lines.resize(most, String::new()));
        lines
    }

    fn mean_label(&self, panel: &Panel) -> String {
        let mean = number::label(panel.mean_after_warm_up(&self.grid));
        panel.limit.map_or_else(|| format!("mean {mean}"), |limit| format!("mean {mean} of {}", number::label(limit)))
    }

    /// The name, and the mean at the right of its line or at the left of the next one.
    fn draw_heading(&self, canvas: &mut Canvas, cell: Area, lines: &[String], panel: &Panel) {
        let first = cell.top + Font::HEADING.size;
        canvas.lines((cell.left, first), lines, Font::HEADING, Align::Left);
        let mean = self.mean_label(panel);
        if lines.len() == 1 {
            canvas.text((cell.right - 2.0, first), &mean, Font::QUIET, Align::Right);
        } else {
            let used = lines.iter().take_while(|line| !line.is_empty()).count();
            let below = first + used as f64 * Font::HEADING.leading();
            canvas.text((cell.left, below), &mean, Font::QUIET, Align::Left);
        }
    }

    fn band(&self, canvas: &mut Canvas, plot: &Plot, panel: &Panel) {
        let length = plot.hours / self.longest() as f64;
        let place = |index: usize| (index as f64 + 0.5) * length;
        for run in runs(&panel.buckets) {
            let points = |value: fn(&Bucket) -> f64| -> Vec<Point> {
                run.clone().map(|index| (plot.x(place(index)), plot.y(value(&panel.buckets[index])))).collect()
            };
            let (low, high, mean) = (points(Bucket::lower), points(Bucket::upper), points(|bucket| bucket.mean));
            if run.len() == 1 {
                canvas.rule(low[0], high[0], theme::LINE * 2.0, theme::tint(self.colour, 0.3), Dash::Solid);
                canvas.disc(mean[0], 2.0, self.colour);
                continue;
            }
            canvas.polygon(high.into_iter().chain(low.into_iter().rev()).collect(), theme::tint(self.colour, 0.25));
            // Where values crowd, a thinner line keeps them apart.
            let width = match run.len() as f64 / plot.area.width() {
                crowd if crowd > 2.0 => theme::THIN,
                crowd if crowd > 0.4 => theme::LINE * 0.7,
                _ => theme::LINE,
            };
            canvas.line(mean, width, self.colour);
        }
    }

    fn longest(&self) -> usize {
        self.shown().iter().map(|panel| panel.buckets.len()).max().unwrap_or(0)
    }
}

/// A broken line where values must end.
fn draw_limit(canvas: &mut Canvas, plot: &Plot, limit: Option<f64>) {
    if let Some(limit) = limit {
        let y = plot.y(limit);
        canvas.rule((plot.area.left, y), (plot.area.right, y), theme::THIN, theme::INK, Dash::Broken(3.0));
    }
}

impl Panel {
    /// Mean of the buckets that begin after the warm-up; of all where none does.
    pub fn mean_after_warm_up(&self, grid: &TimeGrid) -> f64 {
        let begins = |index: usize| index as f64 * grid.bucket_hours;
        let mean = |values: Vec<f64>| values.iter().sum::<f64>() / values.len() as f64;
        let finite = |from: f64| -> Vec<f64> {
            let counted = self
                .buckets
                .iter()
                .enumerate()
                .filter(|(index, bucket)| begins(*index) >= from && bucket.mean.is_finite());
            counted.map(|(_, bucket)| bucket.mean).collect()
        };
        let counted = finite(grid.warm_up_hours - 1e-9);
        if counted.is_empty() { mean(finite(f64::NEG_INFINITY)) } else { mean(counted) }
    }
}

impl Bucket {
    fn lower(&self) -> f64 {
        if self.low.is_finite() { self.low } else { self.mean }
    }

    fn upper(&self) -> f64 {
        if self.high.is_finite() { self.high } else { self.mean }
    }
}

/// Stretches of buckets without a hole.
fn runs(buckets: &[Bucket]) -> Vec<std::ops::Range<usize>> {
    let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
    for index in (0..buckets.len()).filter(|index| buckets[*index].mean.is_finite()) {
        match runs.last_mut() {
            Some(run) if run.end == index => run.end = index + 1,
            _ => runs.push(index..index + 1),
        }
    }
    runs
}

/// Highest value of a panel, its band included; minus infinity where it has none.
fn peak(panel: &Panel) -> f64 {
    let finite = panel.buckets.iter().filter(|bucket| bucket.mean.is_finite());
    finite.map(|bucket| bucket.upper().max(bucket.mean)).fold(f64::NEG_INFINITY, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(mean: f64) -> Bucket {
        Bucket { mean, low: mean, high: mean }
    }

    #[test]
    fn a_hole_in_the_data_is_a_hole_in_the_line() {
        let buckets = [1.0, 2.0, f64::NAN, 3.0].map(bucket);
        assert_eq!(runs(&buckets), [0..2, 3..4]);
    }

    #[test]
    fn the_mean_leaves_the_warm_up_out() {
        let panel = Panel { place: String::new(), buckets: [0.0, 10.0, 20.0].map(bucket).to_vec(), limit: None };
        let grid = TimeGrid { start: jiff::civil::date(2027, 1, 1), bucket_hours: 24.0, warm_up_hours: 24.0 };
        assert_eq!(panel.mean_after_warm_up(&grid), 15.0);
    }
}
