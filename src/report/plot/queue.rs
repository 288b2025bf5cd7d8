//! How long queues are, over time: the stations or places with the longest ones, mean and 95 % band.

use super::bands::{Bands, Panel, PanelScale, TimeGrid};
use super::canvas::{Area, Canvas};
use super::figure::{Figure, Frame};
use super::theme;

/// Queue lengths over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Queue {
    /// Stem of the files' names.
    pub name: String,
    /// The words around the plot.
    pub frame: Frame,
    /// Dates of the buckets.
    pub grid: TimeGrid,
    /// Unit of all values, such as 'trucks waiting'.
    pub unit: String,
    /// Whether panels share a scale.
    pub scale: PanelScale,
    /// Stations or places in any order: the six whose queue is ever longest are shown, longest first.
    pub panels: Vec<Panel>,
}

impl Queue {
    fn bands(&self) -> Bands<'_> {
        Bands {
            grid: self.grid,
            unit: &self.unit,
            scale: self.scale,
            panels: &self.panels,
            most: 6,
            colour: theme::VERMILLION,
            nothing: "No queue was seen at any station of this figure in this run.",
            things: "stations with shorter queues",
        }
    }
}

impl Figure for Queue {
    fn name(&self) -> &str {
        &self.name
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

    fn figure(panels: Vec<Panel>) -> Queue {
        let frame = Frame { title: "Title".into(), subtitle: "Subtitle".into(), footer: "Footer".into() };
        let grid = TimeGrid { start: jiff::civil::date(2027, 3, 1), bucket_hours: 24.0, warm_up_hours: 48.0 };
        Queue { name: "queue".into(), frame, grid, unit: "trucks waiting".into(), scale: PanelScale::Same, panels }
    }

    fn panel(place: &str, means: &[f64]) -> Panel {
        let bucket = |mean: &f64| Bucket { mean: *mean, low: mean * 0.9, high: mean * 1.1 };
        Panel { place: place.into(), buckets: means.iter().map(bucket).collect() }
    }

    #[test]
    fn nothing_is_said_in_words() {
        for panels in [vec![], vec![panel("Mohan", &[])], vec![panel("Mohan", &[f64::NAN, f64::NAN])]] {
            let figure = figure(panels);
            check_page(&figure);
            assert!(words(&figure).contains("No queue was seen"));
        }
    }

    #[test]
    fn one_value_is_a_point() {
        for value in [0.0, 1e-9, 7.0, 1e300] {
            check_page(&figure(vec![panel("Mohan", &[value])]));
        }
    }

    #[test]
    fn a_small_figure_is_as_stored() {
        let panels = vec![
            panel("Mohan", &[10.0, 20.0, 30.0, 25.0, 24.0]),
            panel("Dongxing <A & B>", &[5.0, 8.0, f64::NAN, 9.0, 9.5]),
        ];
        let figure = figure(panels);
        check_files(&figure);
        insta::assert_snapshot!(to_svg(&figure).expect("a figure can be drawn"));
    }

    #[test]
    fn twelve_places_with_long_names_over_ten_years_fit() {
        let means: Vec<f64> = (0..3650).map(|day| 1e6 + 5e5 * f64::from(day % 97)).collect();
        let panels: Vec<Panel> = (0..12).map(|index| panel(&long_name(index), &means)).collect();
        for scale in [PanelScale::Same, PanelScale::Own] {
            let mut figure = figure(panels.clone());
            figure.scale = scale;
            figure.frame.title = long_name(1).repeat(3);
            check_page(&figure);
            assert!(words(&figure).contains("6 more stations"));
        }
    }

    #[test]
    fn every_number_of_panels_fits() {
        for count in 2..=7 {
            let panels: Vec<Panel> =
                (0..count).map(|index| panel(&format!("Place {index}"), &[1.0, 2.0, 3.0])).collect();
            check_page(&figure(panels));
        }
    }
}
