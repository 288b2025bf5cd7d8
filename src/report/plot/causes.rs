//! What consignments wait for: hours per consignment by place, stacked by cause, longest first.

use super::canvas::{Align, Area, Canvas, Font};
use super::figure::{Figure, Frame, enumerate, say_instead};
use super::legend::{self, Key};
use super::number::{self, Scale};
use super::rows::{AXIS_HEIGHT, Rows, draw_axis};
use super::theme::{self, Cause};

/// Rows in all; what comes after them is counted, not drawn.
const MOST: usize = 14;

/// Waiting at one place.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceCauses {
    /// Name of the place.
    pub place: String,
    /// Hours per consignment by cause; the same cause twice adds up, what is not above zero is left out.
    pub hours: Vec<(Cause, f64)>,
}

impl PlaceCauses {
    /// Hours of every cause, in the order of [`Cause::ALL`].
    fn stack(&self) -> Vec<(Cause, f64)> {
        let hours = |cause: Cause| {
            let parts = self.hours.iter().filter(|(other, hours)| *other == cause && hours.is_finite() && *hours > 0.0);
            (cause, parts.map(|(_, hours)| hours).sum::<f64>())
        };
        Cause::ALL.into_iter().map(hours).filter(|(_, hours)| *hours > 0.0).collect()
    }

    fn total(&self) -> f64 {
        self.stack().iter().map(|(_, hours)| hours).sum()
    }
}

/// Causes of waiting by place.
#[derive(Clone, Debug, PartialEq)]
pub struct Causes {
    /// Stem of the files' names.
    pub name: String,
    /// The words around the plot.
    pub frame: Frame,
    /// Places in any order.
    pub places: Vec<PlaceCauses>,
}

const NOTHING: &str = "No consignment waited at any place of this figure in this run.";

impl Causes {
    /// Places where anybody waited, longest first; equals stay in the order given.
    fn sorted(&self) -> Vec<&PlaceCauses> {
        let mut places: Vec<&PlaceCauses> = self.places.iter().filter(|place| place.total() > 0.0).collect();
        places.sort_by(|a, b| b.total().total_cmp(&a.total()));
        places
    }
}

impl Figure for Causes {
    fn name(&self) -> &str {
        &self.name
    }

    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn description(&self) -> String {
        let said = |place: &&PlaceCauses| {
            let causes: Vec<String> = place
                .stack()
                .iter()
                .map(|(cause, hours)| format!("{} {} h", cause.label(), number::label(*hours)))
                .collect();
            format!("{}: {} h ({})", place.place, number::label(place.total()), causes.join(", "))
        };
        let words: Vec<String> = self.sorted().iter().map(said).collect();
        if words.is_empty() {
            return NOTHING.to_owned();
        }
        format!("Hours waited per consignment, longest first. {}.", enumerate(words.iter().map(String::as_str)))
    }

    fn draw(&self, canvas: &mut Canvas, area: Area) {
        let places = self.sorted();
        if places.is_empty() {
            return say_instead(canvas, area, NOTHING);
        }
        let shown = &places[..places.len().min(MOST)];
        let bottom = area.bottom - AXIS_HEIGHT - Font::QUIET.leading();
        let room = Font::HEADING.width(&hours_label(places[0].total())) + 8.0;
        // The legend's height depends on what is labelled in the bars, and that on their width, which rows below it share.
        let names = || shown.iter().map(|place| place.place.as_str());
        let trial = Stacks::new(Rows::new(Area { bottom, ..area }, names(), 0.34, room), shown);
        let keys = trial.keys(places.len() - shown.len());
        let height = legend::draw(canvas, area, &keys);
        let top = area.top + if height > 0.0 { height + 4.0 } else { 0.0 };
        Stacks { rows: Rows::new(Area { top, bottom, ..area }, names(), 0.34, room), ..trial }.draw(canvas, area);
    }
}

/// The bars of a figure.
struct Stacks<'a> {
    rows: Rows,
    places: &'a [&'a PlaceCauses],
    scale: Scale,
}

impl<'a> Stacks<'a> {
    fn new(rows: Rows, places: &'a [&'a PlaceCauses]) -> Self {
        let longest = places.first().map_or(0.0, |place| place.total());
        Self { scale: Scale::over(longest, 6), rows, places }
    }

    /// The row with the longest part of `cause`, where its name fits inside.
    fn named_in(&self, cause: Cause) -> Option<usize> {
        let hours = |place: &PlaceCauses| {
            place.stack().iter().find(|(other, _)| *other == cause).map_or(0.0, |(_, hours)| *hours)
        };
        let widths = self.places.iter().map(|place| hours(place) / self.scale.end * self.rows.plot.width()).enumerate();
        let (row, width) = widths.fold((0, 0.0), |best, row| if row.1 > best.1 { row } else { best });
        let is_tall = self.rows.strip(0, 0.74).height() >= 9.0;
        (is_tall && width >= Font::TEXT.width(cause.label()) + 6.0).then_some(row)
    }

    /// Keys for all causes in the order of the stack; none where every cause is named in a bar.
    fn keys(&self, more: usize) -> Vec<Key<'static>> {
        // What is too thin to be seen anywhere needs no key.
        let thinnest = 0.4 / self.rows.plot.width() * self.scale.end;
        let is_seen = |place: &PlaceCauses, cause: &Cause| {
            place.stack().iter().any(|(other, hours)| other == cause && *hours >= thinnest)
        };
        let is_shown = |cause: &Cause| self.places.iter().any(|place| is_seen(place, cause));
        let shown: Vec<Cause> = Cause::ALL.into_iter().filter(is_shown).collect();
        let mut keys: Vec<Key> = Vec::new();
        if shown.iter().any(|cause| self.named_in(*cause).is_none()) {
            keys.extend(shown.iter().map(|cause| Key::fill(cause.colour(), cause.label())));
        }
        if more > 0 {
            keys.push(Key::words(format!("{} more places with shorter waits not shown", number::count(more))));
        }
        keys
    }

    fn draw(&self, canvas: &mut Canvas, area: Area) {
        let plot = self.rows.plot;
        draw_axis(canvas, plot, &self.scale, |value| self.scale.label(value));
        self.rows.draw_names(canvas);
        let x = |hours: f64| plot.left + self.scale.share(hours) * plot.width();
        for (row, place) in self.places.iter().enumerate() {
            let strip = self.rows.strip(row, 0.74);
            let mut from = 0.0;
            for (cause, hours) in place.stack() {
                let part = Area { left: x(from), right: x(from + hours), ..strip };
                canvas.rect(part, cause.colour());
                // A thin white edge tells neighbours apart in greyscale.
                canvas.rect(Area { left: (part.right - 0.5).max(part.left), ..part }, theme::WHITE);
                self.label(canvas, part, cause, hours, row);
                from += hours;
            }
            let at = (x(place.total()) + 4.0, strip.centre().1);
            canvas.text_beside(at, &hours_label(place.total()), Font::HEADING, Align::Left);
        }
        let below = plot.bottom + AXIS_HEIGHT + Font::QUIET.size;
        canvas.text((plot.left, below.min(area.bottom)), "hours waited per consignment", Font::QUIET, Align::Left);
    }

    /// Name and hours, or one of them, inside a part that is wide enough.
    fn label(&self, canvas: &mut Canvas, part: Area, cause: Cause, hours: f64, row: usize) {
        if part.height() < 9.0 {
            return;
        }
        let value = number::label(hours);
        let both = format!("{} {value}", cause.label());
        let fits = |words: &String| Font::TEXT.width(words) + 5.0 <= part.width();
        let is_named_here = self.named_in(cause) == Some(row);
        let mut choices = vec![value];
        if is_named_here {
            choices.splice(0..0, [both, cause.label().to_owned()]);
        }
        if let Some(words) = choices.iter().find(|words| fits(words)) {
            canvas.text_beside(
                part.centre(),
                words,
                Font::TEXT.coloured(theme::text_on(cause.colour())),
                Align::Centre,
            );
        }
    }
}

fn hours_label(hours: f64) -> String {
    format!("{} h", number::label(hours))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::plot::checks::{check_files, check_page, long_name, words};
    use crate::report::plot::to_svg;

    fn frame() -> Frame {
        Frame { title: "Title".into(), subtitle: "Subtitle".into(), footer: "Footer".into() }
    }

    fn figure(places: Vec<PlaceCauses>) -> Causes {
        Causes { name: "causes".into(), frame: frame(), places }
    }

    fn place(name: &str, hours: &[(Cause, f64)]) -> PlaceCauses {
        PlaceCauses { place: name.into(), hours: hours.to_vec() }
    }

    #[test]
    fn nothing_is_said_in_words() {
        for figure in [figure(vec![]), figure(vec![place("Mohan", &[(Cause::Space, 0.0), (Cause::Other, f64::NAN)])])] {
            check_page(&figure);
            assert!(words(&figure).contains("No consignment waited"));
        }
    }

    #[test]
    fn one_value_is_drawn() {
        for hours in [1e-9, 0.3, 5.0, 1e12] {
            check_page(&figure(vec![place("Mohan", &[(Cause::Vehicle, hours)])]));
        }
    }

    #[test]
    fn a_small_figure_is_as_stored() {
        let places = vec![
            place("Mohan", &[(Cause::Closed, 4.0), (Cause::QueueDesk, 1.0), (Cause::QueueDesk, 0.5)]),
            place("A <B & C>", &[(Cause::Vehicle, 9.0)]),
        ];
        let figure = figure(places);
        check_files(&figure);
        insta::assert_snapshot!(to_svg(&figure).expect("a figure can be drawn"));
    }

    #[test]
    fn causes_named_in_their_bars_need_no_legend() {
        let named = figure(vec![place("Mohan", &[(Cause::Closed, 5.0), (Cause::Vehicle, 5.0)])]);
        assert_eq!(words(&named).matches("closed").count(), 1);
        let hidden = figure(vec![place("Mohan", &[(Cause::Closed, 99.0), (Cause::Vehicle, 1.0)])]);
        assert_eq!(words(&hidden).matches("closed").count(), 2);
    }

    #[test]
    fn thirty_places_with_long_names_and_all_causes_fit() {
        let hours: Vec<(Cause, f64)> =
            Cause::ALL.into_iter().zip([3.0, 1.0, 0.2, 4.0, 2.0, 0.1, 0.7, 5.0, 2.0, 1.0]).collect();
        let figure = figure((0..30).map(|index| place(&long_name(index), &hours)).collect());
        check_page(&figure);
        assert!(words(&figure).contains("16 more places"));
    }
}
