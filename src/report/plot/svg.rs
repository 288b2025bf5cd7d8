//! A page as SVG with real text, a title and a description for screen readers.

use plotters::backend::SVGBackend;
use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontFamily, IntoFont, ShapeStyle, TextStyle};

use super::canvas::{Align, Canvas, Font, Point, Shape};
use super::figure::PlotError;
use super::theme::{self, Colour};

/// Grid units per point, for SVG and PNG alike: 300 dpi, three units a pixel.
pub(super) const UNITS: f64 = 12.5;
/// Grid units across and down: 3 x 1890 and 3 x 1181.
pub(super) const SIZE: (u32, u32) = (5670, 3543);

/// plotters writes `font-size` as its own size over this.
const PLOTTERS_SIZE_PER_EM: f64 = 1.24;
/// With [`VPos::Top`], plotters puts the baseline this many em below the position.
const PLOTTERS_TOP: f64 = 0.76;

/// The SVG text of `canvas`; `id` makes the ids of its title and description unique in a report of many figures.
pub(super) fn render(canvas: &Canvas, id: &str, title: &str, description: &str) -> Result<String, PlotError> {
    theme::register_fonts();
    let mut body = String::new();
    {
        let mut backend = SVGBackend::with_string(&mut body, SIZE);
        for shape in canvas.shapes() {
            draw(&mut backend, shape).map_err(PlotError::Draw)?;
        }
        backend.present().map_err(|error| PlotError::Draw(error.to_string()))?;
    }
    let head_end = body.find(">\n").ok_or_else(|| PlotError::Draw("no <svg> element".to_owned()))?;
    Ok(head(id, title, description) + &body[head_end + 2..])
}

/// Our own root element: centimetres, role, round joins, and the texts that a screen reader reads.
fn head(id: &str, title: &str, description: &str) -> String {
    let (width, height) = SIZE;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"16cm\" height=\"10cm\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
         aria-labelledby=\"{id}-title {id}-desc\" stroke-linejoin=\"round\">\n\
         <title id=\"{id}-title\">{}</title>\n<desc id=\"{id}-desc\">{}</desc>\n",
        escape(title),
        escape(description)
    )
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in super::text::clean(text).chars() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            _ => escaped.push(c),
        }
    }
    escaped
}

fn draw(backend: &mut SVGBackend<'_>, shape: &Shape) -> Result<(), String> {
    let drawn = match shape {
        Shape::Text { at, text, font, align } => {
            let em = font.size * UNITS;
            let style = text_style(font, *align, em * PLOTTERS_SIZE_PER_EM);
            let (x, y) = on_grid(*at);
            backend.draw_text(text, &style, (x, y - (em * PLOTTERS_TOP).round() as i32))
        }
        Shape::Line { points, width, colour } => {
            backend.draw_path(points.iter().map(|point| on_grid(*point)), &stroke(*colour, *width))
        }
        Shape::Polygon { points, colour, opacity } => {
            backend.fill_polygon(points.iter().map(|point| on_grid(*point)), &colour.mix(*opacity).filled())
        }
        Shape::Disc { centre, radius, colour } => {
            backend.draw_circle(on_grid(*centre), (radius * UNITS).round().max(1.0) as u32, &colour.filled(), true)
        }
    };
    drawn.map_err(|error| error.to_string())
}

/// The font of a text in the words of plotters, positioned by its upper edge.
pub(super) fn text_style(font: &Font, align: Align, size: f64) -> TextStyle<'static> {
    let horizontal = match align {
        Align::Left => HPos::Left,
        Align::Centre => HPos::Center,
        Align::Right => HPos::Right,
    };
    let described = (FontFamily::Name(theme::FONT_STACK), size, font.weight.style()).into_font();
    described.color(&font.colour).pos(Pos::new(horizontal, VPos::Top))
}

/// `point` in whole grid units; far beyond the page it stays representable.
pub(super) fn on_grid((x, y): Point) -> (i32, i32) {
    let unit = |value: f64| (value * UNITS).round().clamp(-1e6, 1e6) as i32;
    (unit(x), unit(y))
}

fn stroke(colour: Colour, width: f64) -> ShapeStyle {
    colour.stroke_width((width * UNITS).round().max(1.0) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_text_cannot_break_the_file() {
        let mut canvas = Canvas::default();
        canvas.text((9.0, 9.0), "<b> & \"x\" 'y' \u{1}", Font::TEXT, Align::Left);
        let svg = render(&canvas, "f", "a < b & \"c\"", "d\u{0}'e'").expect("a text can be drawn");
        assert!(svg.contains("&lt;b&gt; &amp; &quot;x&quot; &apos;y&apos;"));
        assert!(svg.contains("<title id=\"f-title\">a &lt; b &amp; &quot;c&quot;</title>"));
        assert!(svg.contains("<desc id=\"f-desc\">d &apos;e&apos;</desc>"));
        assert!(!svg.chars().any(|c| c.is_control() && c != '\n'));
    }

    #[test]
    fn text_keeps_its_size_and_its_fonts() {
        let mut canvas = Canvas::default();
        canvas.text((9.0, 9.0), "Nanning", Font::TEXT, Align::Left);
        let svg = render(&canvas, "f", "", "").expect("a text can be drawn");
        assert!(svg.contains("font-size=\"100\""), "8 pt are 100 units: {svg}");
        assert!(svg.contains("font-family=\"Noto Sans, Helvetica, Arial, sans-serif\""));
    }
}
