//! Where cargo flows: hubs by kind, links by mode and flow, borders with their hours, over the outlines of countries.

mod clip;
mod ground;
mod labels;
mod links;
mod outline;
mod projection;
mod scale_bar;
mod symbol;

use labels::{Label, Obstacles};
use links::Links;
use outline::{LonLat, Outlines};
use projection::Projection;
pub use symbol::HubKind;

use super::canvas::{Align, Area, Canvas, Dash, Font, Point};
use super::figure::{Figure, Frame, enumerate, say_instead};
use super::legend::{self, Key};
use super::number;
use super::text::{self, Weight};
use super::theme::{self, Mode};

/// A hub on a map.
#[derive(Clone, Debug, PartialEq)]
pub struct MapHub {
    /// Its name, as a reader knows it.
    pub name: String,
    /// Latitude in degrees, -90 to 90.
    pub lat: f64,
    /// Longitude in degrees, -180 to 180.
    pub lon: f64,
    /// What it is.
    pub kind: HubKind,
    /// Opening hours to stand below the name, such as '08:00–19:00'.
    pub hours: Option<String>,
    /// Share of the trucks that serve it which are back where they began within a night; a ring around its symbol shows it.
    pub back_by_morning: Option<f64>,
}

impl MapHub {
    fn place(&self) -> Option<LonLat> {
        let is_on_earth = self.lat.abs() <= 90.0 && self.lon.abs() <= 360.0;
        is_on_earth.then_some((self.lon, self.lat))
    }
}

/// A link on a map, one direction.
#[derive(Clone, Debug, PartialEq)]
pub struct MapLink {
    /// Index of the hub where it begins.
    pub from: usize,
    /// Index of the hub where it ends.
    pub to: usize,
    /// How cargo moves along it.
    pub mode: Mode,
    /// Flow in this direction, TEU per day; the map shows both directions together.
    pub teu_per_day: f64,
    /// Places on the way (latitude, longitude), so that a route over sea follows water.
    pub via: Vec<(f64, f64)>,
}

/// A map of a network and its flows.
#[derive(Clone, Debug, PartialEq)]
pub struct NetworkMap {
    /// Stem of the files' names.
    pub name: String,
    /// The words around the plot.
    pub frame: Frame,
    /// Hubs; those without a position are counted, not drawn.
    pub hubs: Vec<MapHub>,
    /// Links between hubs.
    pub links: Vec<MapLink>,
}

/// What became of hubs while a map was drawn, for its notes.
struct Drawn {
    /// How many names found no room.
    hidden: usize,
    /// How far the symbol stands from its place that was moved furthest.
    moved_km: f64,
}

/// Where the parts of a map go.
struct Layout {
    map: Area,
    legend: Area,
    notes: Area,
}

const NOTHING: &str = "No hub of this scenario has a position: there is no map to draw.";
/// Width of the legend beside a map.
const COLUMN: f64 = 98.0;
/// Free space beside, and above and below, the extent of the hubs, for names.
const MAP_MARGINS: (f64, f64) = (36.0, 15.0);

impl NetworkMap {
    fn located(&self) -> Vec<(&MapHub, LonLat)> {
        self.hubs.iter().filter_map(|hub| hub.place().map(|place| (hub, place))).collect()
    }

    /// TEU per day that begin or end at a hub.
    fn flow_at(&self, index: usize) -> f64 {
        let touches = |link: &&MapLink| (link.from == index || link.to == index) && link.teu_per_day.is_finite();
        self.links.iter().filter(touches).map(|link| link.teu_per_day).sum()
    }

    /// Indices of hubs in the order in which their names are placed: borders first, then by flow; equals as given.
    fn by_importance(&self) -> Vec<usize> {
        let mut hubs: Vec<usize> = (0..self.hubs.len()).collect();
        let is_border = |index: usize| self.hubs[index].kind == HubKind::BorderCrossing;
        hubs.sort_by(|a, b| is_border(*b).cmp(&is_border(*a)).then(self.flow_at(*b).total_cmp(&self.flow_at(*a))));
        hubs
    }

    /// Where hubs are drawn: their places on the page, moved apart where symbols would hide one another; and how far, at
    /// most, in points.
    fn on_page(&self, projection: &Projection) -> (Vec<Option<Point>>, f64) {
        let place = |hub: &MapHub| hub.place().and_then(|place| projection.project(place));
        let places: Vec<Option<Point>> = self.hubs.iter().map(place).collect();
        let true_points: Vec<Point> = places.iter().copied().flatten().collect();
        let mut points = true_points.clone();
        symbol::spread(&mut points);
        let moves = points.iter().zip(&true_points).map(|(a, b)| (a.0 - b.0).hypot(a.1 - b.1));
        let furthest = moves.fold(0.0, f64::max);
        let mut points = points.into_iter();
        let drawn = places.into_iter().map(|place| place.and_then(|_| points.next()));
        (drawn.collect(), furthest)
    }

    fn keys<'a>(&'a self, links: &'a Links) -> Vec<Key<'a>> {
        const SAMPLE: f64 = 20.0;
        let stroke = |canvas: &mut Canvas, (x, y): Point, width: f64, colour| {
            canvas.rule((x, y), (x + SAMPLE, y), width, colour, Dash::Solid);
        };
        let mut keys: Vec<Key> = Vec::new();
        for kind in HubKind::ALL.into_iter().filter(|kind| self.located().iter().any(|(hub, _)| hub.kind == *kind)) {
            keys.push(Key::new(10.0, kind.label(), move |canvas, (x, y)| symbol::draw(canvas, (x + 5.0, y), kind)));
        }
        if self.hubs.iter().any(|hub| hub.back_by_morning.is_some()) {
            for (share, words) in [(1.0, "all trucks back in 12 h"), (0.0, "none back in 12 h")] {
                keys.push(Key::new(10.0, words, move |canvas, (x, y)| {
                    symbol::draw_ring(canvas, (x + 5.0, y), 4.2, share);
                }));
            }
        }
        for mode in links.modes() {
            keys.push(Key::new(SAMPLE, mode.label(), move |canvas, at| stroke(canvas, at, 2.5, mode.colour())));
        }
        let words = ["TEU per day", "(both ways)"];
        for (flow, words) in sample_flows(links.largest).into_iter().zip(words) {
            let words = format!("{} {words}", number::label(flow));
            keys.push(Key::new(SAMPLE, words, move |canvas, at| stroke(canvas, at, links.width(flow), theme::GREY)));
        }
        if links.has_idle() {
            keys.push(Key::new(SAMPLE, "no flow", |canvas, (x, y)| {
                links::draw_idle(canvas, (x, y), (x + SAMPLE, y));
            }));
        }
        keys
    }

    /// What a reader must know besides the keys.
    fn notes(&self, drawn: &Drawn) -> String {
        let mut notes = Vec::new();
        let lost = self.hubs.len() - self.located().len();
        if lost > 0 {
            notes.push(format!("Without a position: {}.", number::count(lost)));
        }
        if drawn.hidden > 0 {
            notes.push(format!("Names without room: {}.", number::count(drawn.hidden)));
        }
        if drawn.moved_km > 0.5 {
            let km = number::label(drawn.moved_km);
            notes.push(format!("Symbols moved apart by up to {km} km."));
        }
        notes.push("Borders: Natural Earth, not authoritative.".to_owned());
        notes.join(" ")
    }

    /// Legend and notes beside the map, or below where the network is wide or the column too short for them.
    fn layout(area: Area, keys: &[Key], notes: &str, places: &[LonLat]) -> Layout {
        let height = |width: f64, ground: Area| {
            let lines = text::wrap(notes, theme::TEXT, Weight::Regular, width).len() as f64;
            legend::draw(&mut Canvas::default(), ground, keys) + (lines + 0.3) * Font::QUIET.leading()
        };
        let left = area.right - COLUMN;
        // Too narrow for two keys beside one another: each has a line of its own.
        let column = Area { left, right: left + 1.0, ..area };
        if Projection::aspect(places) > 2.0 || height(COLUMN, column) > area.height() {
            let bottom = area.bottom - height(area.width(), area) - 3.0;
            let legend = Area { top: bottom + 3.0, ..area };
            return Layout { map: Area { bottom, ..area }, legend, notes: area };
        }
        let map = Area { right: left - 8.0, ..area };
        Layout { map, legend: column, notes: Area { left, ..area } }
    }

    /// Draws the map itself.
    fn draw_map<'a>(&'a self, canvas: &mut Canvas, area: Area, links: &Links) -> Drawn {
        let places: Vec<LonLat> = self.located().into_iter().map(|(_, place)| place).chain(links.places()).collect();
        let projection = Projection::fitted(&places, area, MAP_MARGINS);
        let outlines = outline::decode();
        ground::draw(canvas, area, &outlines, &projection);
        let (on_page, moved) = self.on_page(&projection);
        let along_links = links.draw(canvas, &projection, &on_page, area);
        let found =
            self.by_importance().into_iter().filter_map(|index| on_page[index].map(|at| (&self.hubs[index], at)));
        let hubs: Vec<(&MapHub, Point)> = found.collect();
        let points: Vec<Point> = hubs.iter().map(|(_, at)| *at).collect();
        let bar = scale_bar::draw(canvas, area, projection.points_per_km, &points);
        for (hub, at) in hubs.iter().rev() {
            if let Some(share) = hub.back_by_morning {
                symbol::draw_ring(canvas, *at, symbol::RING, share);
            }
            symbol::draw(canvas, *at, hub.kind);
        }
        let named =
            |(hub, at): &(&'a MapHub, Point)| (*at, hub.name.as_str(), hub.hours.as_deref().unwrap_or_default());
        let names = Label::all(&hubs.iter().map(named).collect::<Vec<_>>());
        let obstacles = Obstacles { area: area.grown(-1.0), hubs: &points, links: &along_links, taken: vec![bar] };
        let (mut taken, hidden) = labels::draw(canvas, &names, obstacles);
        taken.extend(points.iter().map(|at| symbol::area_of(*at)));
        taken.extend(along_links.iter().map(|(x, y)| Area::new(*x, *y, *x, *y).grown(2.0)));
        self.draw_countries(canvas, area, &outlines, &projection, taken);
        Drawn { hidden, moved_km: moved / projection.points_per_km }
    }

    /// Names of the countries in which hubs lie, where there is room beside what is `taken`.
    fn draw_countries(
        &self,
        canvas: &mut Canvas,
        area: Area,
        outlines: &Outlines,
        projection: &Projection,
        mut taken: Vec<Area>,
    ) {
        let hubs: Vec<LonLat> = self.located().into_iter().map(|(_, place)| place).collect();
        let font = Font::TEXT.coloured(theme::COUNTRY);
        for (name, rings) in ground::countries(outlines, &hubs, projection, area) {
            if let Some(place) = ground::place_for_name(&name, font, &rings, area, &taken) {
                canvas.text_beside(place.centre(), &name, font, Align::Centre);
                taken.push(place);
            }
        }
    }
}

impl Figure for NetworkMap {
    fn name(&self) -> &str {
        &self.name
    }

    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn description(&self) -> String {
        let located = self.located();
        if located.is_empty() {
            return NOTHING.to_owned();
        }
        let said = |(hub, _): &(&MapHub, LonLat)| match (&hub.hours, hub.back_by_morning) {
            (Some(hours), _) => format!("{} ({}, {hours})", hub.name, hub.kind.label()),
            (None, Some(share)) => {
                format!("{} ({}, {:.0} % of trucks back in 12 h)", hub.name, hub.kind.label(), share * 100.0)
            }
            (None, None) => format!("{} ({})", hub.name, hub.kind.label()),
        };
        let words: Vec<String> = located.iter().map(said).collect();
        let largest = Links::new(&self.hubs, &self.links).largest;
        let flows = format!("The largest flow is {} TEU per day.", number::label(largest));
        format!("Map of {}. {flows}", enumerate(words.iter().map(String::as_str)))
    }

    fn draw(&self, canvas: &mut Canvas, area: Area) {
        let located = self.located();
        if located.is_empty() {
            return say_instead(canvas, area, NOTHING);
        }
        let links = Links::new(&self.hubs, &self.links);
        let keys = self.keys(&links);
        let places: Vec<LonLat> = located.into_iter().map(|(_, place)| place).chain(links.places()).collect();
        // What must be noted is known when the map is drawn, and the notes take room from the map: tried until it fits.
        let mut notes = self.notes(&Drawn { hidden: 0, moved_km: 0.0 });
        for _ in 0..3 {
            let map = Self::layout(area, &keys, &notes, &places).map;
            let tried = self.notes(&self.draw_map(&mut Canvas::default(), map, &links));
            if tried.len() <= notes.len() {
                break;
            }
            notes = tried;
        }
        let layout = Self::layout(area, &keys, &notes, &places);
        let drawn = self.draw_map(canvas, layout.map, &links);
        legend::draw(canvas, layout.legend, &keys);
        draw_notes(canvas, layout.notes, &self.notes(&drawn));
    }
}

/// Round flows that show the range of widths: near the largest, and a fifth of it.
fn sample_flows(largest: f64) -> Vec<f64> {
    if largest <= 0.0 {
        return vec![];
    }
    let high = number::round_down(largest);
    vec![high, high / 5.0]
}

/// Notes at the lower edge of `area`.
fn draw_notes(canvas: &mut Canvas, area: Area, notes: &str) {
    let lines = text::wrap(notes, theme::TEXT, Weight::Regular, area.width());
    let first = area.bottom - (lines.len() as f64 - 1.0) * Font::QUIET.leading() - 1.0;
    canvas.lines((area.left, first), &lines, Font::QUIET, Align::Left);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::plot::checks::{check_files, check_page, long_name, words};
    use crate::report::plot::to_svg;

    fn frame() -> Frame {
        Frame { title: "Title".into(), subtitle: "Subtitle".into(), footer: "Footer".into() }
    }

    fn hub(name: &str, lat: f64, lon: f64, kind: HubKind) -> MapHub {
        MapHub { name: name.into(), lat, lon, kind, hours: None, back_by_morning: None }
    }

    fn link(from: usize, to: usize, mode: Mode, teu_per_day: f64) -> MapLink {
        MapLink { from, to, mode, teu_per_day, via: vec![] }
    }

    fn figure(hubs: Vec<MapHub>, links: Vec<MapLink>) -> NetworkMap {
        NetworkMap { name: "map".into(), frame: frame(), hubs, links }
    }

    #[test]
    fn nothing_is_said_in_words() {
        for figure in [
            figure(vec![], vec![]),
            figure(vec![hub("Nowhere", f64::NAN, 7.0, HubKind::City)], vec![link(0, 1, Mode::Road, 5.0)]),
        ] {
            check_page(&figure);
            assert!(words(&figure).contains("No hub of this scenario has a position"));
        }
    }

    #[test]
    fn one_hub_is_drawn_anywhere() {
        for (lat, lon) in [(6.7, -1.6), (0.0, -150.0), (89.0, 10.0), (-18.0, 179.9), (64.0, -172.0)] {
            check_page(&figure(vec![hub("Alone", lat, lon, HubKind::City)], vec![]));
        }
    }

    #[test]
    fn a_small_figure_is_as_stored() {
        let mut hubs = vec![
            hub("Tema", 5.63, 0.02, HubKind::Seaport),
            hub("Boankra <A & B>", 6.69, -1.41, HubKind::DryPort),
            hub("Paga", 10.99, -1.11, HubKind::BorderCrossing),
        ];
        hubs[2].hours = Some("06:00–18:00".into());
        let links = vec![
            link(0, 1, Mode::Road, 300.0),
            link(0, 1, Mode::Rail, 0.0),
            link(1, 2, Mode::Road, 120.0),
            link(7, 0, Mode::Sea, 1.0),
        ];
        let figure = figure(hubs, links);
        check_files(&figure);
        insta::assert_snapshot!(to_svg(&figure).expect("a figure can be drawn"));
    }

    #[test]
    fn thirty_hubs_with_long_names_fit_or_are_counted() {
        let kinds = HubKind::ALL.into_iter().cycle();
        let place = |index: usize| (14.0 + (index * 7 % 30) as f64 * 0.4, 99.0 + (index * 11 % 30) as f64 * 0.3);
        let mut hubs: Vec<MapHub> = (0..30)
            .zip(kinds)
            .map(|(index, kind)| hub(&long_name(index), place(index).0, place(index).1, kind))
            .collect();
        for hub in &mut hubs {
            hub.hours = Some("08:00–12:00, 14:00–19:30".into());
        }
        let links =
            (0..29).map(|index| link(index, index + 1, Mode::ALL[index % 3], 10f64.powi(index as i32 % 5))).collect();
        check_page(&figure(hubs, links));
    }

    #[test]
    fn a_full_legend_under_a_long_title_finds_room() {
        let kinds = HubKind::ALL.into_iter().enumerate();
        let hubs: Vec<MapHub> =
            kinds.map(|(index, kind)| hub(&long_name(index), 10.0 + index as f64, 100.0, kind)).collect();
        let mut links: Vec<MapLink> =
            Mode::ALL.into_iter().enumerate().map(|(index, mode)| link(index, index + 1, mode, 9e7)).collect();
        links.push(link(4, 5, Mode::Road, 0.0));
        let mut figure = figure(hubs, links);
        figure.frame.title = "The dwell time of consignments at the border falls ".repeat(4);
        figure.frame.footer = "Scenario, version, seed, sources, assumptions and the date of the run. ".repeat(4);
        check_page(&figure);
    }

    #[test]
    fn a_symbol_that_was_moved_is_told() {
        let near = |lon: f64| hub("Pass", 22.0, lon, HubKind::BorderCrossing);
        let far = hub("Bangkok", 13.75, 100.5, HubKind::City);
        assert!(
            words(&figure(vec![near(106.7), near(106.75), far.clone()], vec![]))
                .contains("Symbols moved apart by up to")
        );
        assert!(!words(&figure(vec![near(106.7), far], vec![])).contains("Symbols moved apart"));
    }

    #[test]
    fn a_share_of_trucks_back_by_morning_is_a_ring_with_its_key() {
        for share in [0.0, 0.3, 0.5, 1.0, 7.0, f64::NAN] {
            let mut hubs =
                vec![hub("Zhengzhou", 34.76, 113.65, HubKind::DryPort), hub("Wuhan", 30.58, 114.27, HubKind::City)];
            hubs[1].back_by_morning = Some(share);
            let figure = figure(hubs, vec![link(0, 1, Mode::Road, 20.0)]);
            check_page(&figure);
            assert!(words(&figure).contains("back in 12 h"));
        }
    }

    #[test]
    fn a_network_across_a_continent_has_its_legend_below() {
        let hubs = vec![
            hub("Lianyungang", 34.73, 119.45, HubKind::Seaport),
            hub("Khorgos", 44.2, 80.4, HubKind::BorderCrossing),
            hub("Duisburg", 51.43, 6.77, HubKind::RailTerminal),
        ];
        check_page(&figure(hubs, vec![link(0, 1, Mode::Rail, 900.0), link(1, 2, Mode::Rail, 400.0)]));
    }
}
