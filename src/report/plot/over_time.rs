//! Something at places over time: one panel a place, mean and 95 % band.

use super::bands::{Bands, Panel, PanelScale, TimeGrid};
use super::canvas::{Area, Canvas};
use super::figure::{Figure, Frame};
use super::theme;

/// What a figure over time is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// How much passes each place.
    Throughput,
    /// How many wait at each station.
    Queue,
    /// What lies in each yard.
    Stock,
    /// What lies in each block of yards.
    Blocks,
    /// How many wait at each border in each hour of the day.
    QueueByHour,
}

/// Throughput by place, or queue length by station, over time.
#[derive(Clone, Debug, PartialEq)]
pub struct OverTime {
    /// What it is about: also the stem of the files' names.
    pub subject: Subject,
    /// The words around the plot.
    pub frame: Frame,
    /// Dates of the buckets.
    pub grid: TimeGrid,
    /// Unit of all values, such as 'TEU per day'.
    pub unit: String,
    /// Whether panels share a scale.
    pub scale: PanelScale,
    /// Places in any order: those with the highest values are shown, highest first.
    pub panels: Vec<Panel>,
}

impl OverTime {
    fn bands(&self) -> Bands<'_> {
        let (most, colour, nothing, things) = match self.subject {
            Subject::Throughput => {
                (7, theme::BLUE, "Nothing passed any place of this figure in this run.", "places with smaller values")
            }
            Subject::Queue => (
                6,
                theme::VERMILLION,
                "No queue was seen at any station of this figure in this run.",
                "stations with shorter queues",
            ),
            Subject::Stock => {
                (6, theme::GREEN, "Nothing lay in any yard of this figure in this run.", "yards with less in them")
            }
            Subject::Blocks => {
                (8, theme::GREEN, "Nothing lay in any block of a yard in this run.", "blocks that are less full")
            }
            Subject::QueueByHour => (
                8,
                theme::VERMILLION,
                "No queue was looked at after the warm-up in this run.",
                "borders with shorter queues",
            ),
        };
        Bands {
            grid: self.grid,
            unit: &self.unit,
            scale: self.scale,
            panels: &self.panels,
            is_of_day: self.subject == Subject::QueueByHour,
            is_fill: self.subject == Subject::Blocks,
            most,
            colour,
            nothing,
            things,
        }
    }
}

impl Figure for OverTime {
    fn name(&self) -> &str {
        match self.subject {
            Subject::Throughput => "throughput",
            Subject::Queue => "queue",
            Subject::Stock => "yard-stock",
            Subject::Blocks => "yard-blocks",
            Subject::QueueByHour => "queue-by-hour",
        }
    }

    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn description(&self) -> String {
        self.bands().describe()
    }

    fn draw(&self, canvas: &mut Canvas, area: Area) {
        self.bands().draw(canvas, area);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::plot::bands::Bucket;
    use crate::report::plot::checks::{check_files, check_page, long_name, words};
    use crate::report::plot::to_svg;

    const SUBJECTS: [Subject; 2] = [Subject::Throughput, Subject::Queue];

    fn figure(subject: Subject, panels: Vec<Panel>) -> OverTime {
        let frame = Frame { title: "Title".into(), subtitle: "Subtitle".into(), footer: "Footer".into() };
        let grid = TimeGrid { start: jiff::civil::date(2027, 3, 1), bucket_hours: 24.0, warm_up_hours: 48.0 };
        let unit = match subject {
            Subject::Throughput => "TEU per day",
            Subject::Stock | Subject::Blocks => "TEU",
            Subject::Queue | Subject::QueueByHour => "trucks waiting",
        };
        OverTime { subject, frame, grid, unit: unit.into(), scale: PanelScale::Same, panels }
    }

    fn panel(place: &str, means: &[f64]) -> Panel {
        let bucket = |mean: &f64| Bucket { mean: *mean, low: mean * 0.9, high: mean * 1.1 };
        Panel { place: place.into(), buckets: means.iter().map(bucket).collect(), limit: None }
    }

    #[test]
    fn nothing_is_said_in_words() {
        for panels in [vec![], vec![panel("Mohan", &[])], vec![panel("Mohan", &[f64::NAN, f64::NAN])]] {
            for (subject, said) in SUBJECTS.into_iter().zip(["Nothing passed any place", "No queue was seen"]) {
                let figure = figure(subject, panels.clone());
                check_page(&figure);
                assert!(words(&figure).contains(said));
            }
        }
    }

    #[test]
    fn a_capacity_is_a_line_where_values_come_near_it_and_words_where_not() {
        let yards = vec![
            Panel { limit: Some(40.0), ..panel("Altynkol <A & B>", &[10.0, 20.0, 30.0]) },
            Panel { limit: Some(18_000.0), ..panel("Dostyk", &[5.0, 8.0, 9.0]) },
        ];
        let figure = OverTime { scale: PanelScale::Own, ..figure(Subject::Stock, yards) };
        check_files(&figure);
        let words = words(&figure);
        assert!(words.contains("broken line: capacity") && words.contains("of 18\u{2009}000"), "{words}");
        insta::assert_snapshot!("stock", to_svg(&figure).expect("a figure can be drawn"));
    }

    #[test]
    fn the_fullest_blocks_stand_in_their_order_below_their_capacity() {
        let block = |name: &str, limit: f64, means: &[f64]| Panel { limit: Some(limit), ..panel(name, means) };
        let mut blocks = vec![
            block("Port: export", 10.0, &[2.0, 9.0, 10.0]),
            block("Port: import", 2000.0, &[100.0, 300.0, 350.0]),
            block("Port: plugs", 40.0, &[10.0, 20.0, 30.0]),
        ];
        let figure_of =
            |blocks: &[Panel]| OverTime { scale: PanelScale::Own, ..figure(Subject::Blocks, blocks.to_vec()) };
        let drawn = figure_of(&blocks);
        check_files(&drawn);
        let said = words(&drawn);
        assert!(said.find("export") < said.find("import") && said.find("import") < said.find("plugs"), "{said}");
        assert!(said.contains("2\u{2009}000") && said.contains("broken line: capacity"), "{said}");
        insta::assert_snapshot!("blocks", to_svg(&drawn).expect("a figure can be drawn"));
        blocks.extend((0..20).map(|index| block(&long_name(index), 100.0, &[1.0, 5.0])));
        let many = figure_of(&blocks);
        check_page(&many);
        assert!(words(&many).contains("15 more blocks that are less full not shown"));
        for count in 1..=8 {
            check_page(&figure_of(&(0..count).map(|index| block(&long_name(index), 5e4, &[4e4])).collect::<Vec<_>>()));
        }
    }

    #[test]
    fn thirty_yards_fit() {
        let yard = |index: usize| Panel { limit: Some(1e6), ..panel(&long_name(index), &[4e5, 9e5, 1e6]) };
        for count in [1, 2, 4, 6, 7, 30] {
            check_page(&figure(Subject::Stock, (0..count).map(yard).collect()));
        }
        let none = figure(Subject::Stock, vec![]);
        check_page(&none);
        assert!(words(&none).contains("Nothing lay in any yard"));
    }

    #[test]
    fn hours_of_the_day_have_the_clock_below_them() {
        let means: Vec<f64> = (0..24).map(f64::from).collect();
        for count in 1..=9 {
            let panels = (0..count).map(|index| panel(&long_name(index), &means)).collect();
            let mut figure = figure(Subject::QueueByHour, panels);
            figure.grid = TimeGrid { bucket_hours: 1.0, warm_up_hours: 0.0, ..figure.grid };
            check_page(&figure);
            let words = words(&figure);
            assert!(words.contains("12:00") && !words.contains("Mar"), "{words}");
        }
    }

    #[test]
    fn one_value_is_a_point() {
        for value in [0.0, 1e-9, 7.0, 1e300] {
            check_page(&figure(Subject::Queue, vec![panel("Mohan", &[value])]));
        }
    }

    #[test]
    fn a_small_figure_is_as_stored() {
        let panels = vec![
            panel("Mohan", &[10.0, 20.0, 30.0, 25.0, 24.0]),
            panel("Dongxing <A & B>", &[5.0, 8.0, f64::NAN, 9.0, 9.5]),
        ];
        for subject in SUBJECTS {
            let figure = figure(subject, panels.clone());
            check_files(&figure);
            insta::assert_snapshot!(figure.name(), to_svg(&figure).expect("a figure can be drawn"));
        }
    }

    #[test]
    fn twelve_places_with_long_names_over_ten_years_fit() {
        let means: Vec<f64> = (0..3650).map(|day| 1e6 + 5e5 * f64::from(day % 97)).collect();
        let panels: Vec<Panel> = (0..12).map(|index| panel(&long_name(index), &means)).collect();
        for scale in [PanelScale::Same, PanelScale::Own] {
            for (subject, said) in SUBJECTS.into_iter().zip(["5 more places", "6 more stations"]) {
                let mut figure = figure(subject, panels.clone());
                figure.scale = scale;
                figure.frame.title = long_name(1).repeat(3);
                check_page(&figure);
                assert!(words(&figure).contains(said));
            }
        }
    }

    #[test]
    fn every_number_of_panels_fits() {
        for count in 2..=7 {
            let panels: Vec<Panel> =
                (0..count).map(|index| panel(&format!("Place {index}"), &[1.0, 2.0, 3.0])).collect();
            check_page(&figure(Subject::Throughput, panels));
        }
    }
}
