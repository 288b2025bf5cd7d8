//! A page as PNG at 300 dpi: drawn three times as large without smoothing of its own, then averaged down.

use std::f64::consts::TAU;
use std::path::Path;

use plotters::backend::BitMapBackend;
use plotters::prelude::DrawingBackend;
use plotters::style::{Color, RGBAColor};

use super::canvas::{Align, Canvas, Font, Point, Shape};
use super::figure::PlotError;
use super::svg::{SIZE, UNITS};
use super::text;

/// Grid units per pixel.
const FINE: u32 = 3;
/// Pixels across and down: 16 x 10 cm at 300 dpi.
pub(super) const PIXELS: (u32, u32) = (SIZE.0 / FINE, SIZE.1 / FINE);
/// 300 dpi in pixels per metre.
const PER_METRE: u32 = 11_811;
/// Lines at least this wide (points) get round joins; on thinner ones a join cannot be seen.
const ROUND_FROM: f64 = 0.6;

/// Writes `canvas` to `path`, with the resolution in the file so that word processors place it 16 cm wide.
pub(super) fn write(canvas: &Canvas, path: &Path) -> Result<(), PlotError> {
    let mut fine = vec![255; (SIZE.0 * SIZE.1 * 3) as usize];
    {
        let mut backend = BitMapBackend::with_buffer(&mut fine, SIZE);
        for shape in canvas.shapes() {
            draw(&mut backend, shape).map_err(PlotError::Draw)?;
        }
    }
    encode(&averaged(&fine), path)
}

fn encode(pixels: &[u8], path: &Path) -> Result<(), PlotError> {
    let failed = |source| PlotError::Write { path: path.to_owned(), source };
    {
        let mut backend = BitMapBackend::new(path, PIXELS);
        backend.blit_bitmap((0, 0), PIXELS, pixels).map_err(|error| PlotError::Draw(error.to_string()))?;
        backend.present().map_err(|error| failed(std::io::Error::other(error.to_string())))?;
    }
    let bytes = std::fs::read(path).map_err(failed)?;
    std::fs::write(path, with_resolution(&bytes)).map_err(failed)
}

/// Each pixel the mean of its 3 x 3 grid units.
fn averaged(fine: &[u8]) -> Vec<u8> {
    let (width, height) = (PIXELS.0 as usize, PIXELS.1 as usize);
    let (fine_row, step) = (SIZE.0 as usize * 3, FINE as usize);
    let mut coarse = Vec::with_capacity(width * height * 3);
    let mut sums = vec![0_u16; width * 3];
    for y in 0..height {
        sums.fill(0);
        for row in fine[y * step * fine_row..(y + 1) * step * fine_row].chunks_exact(fine_row) {
            for (sum, cell) in sums.chunks_exact_mut(3).zip(row.chunks_exact(step * 3)) {
                for channel in 0..3 {
                    sum[channel] += (0..step).map(|x| u16::from(cell[x * 3 + channel])).sum::<u16>();
                }
            }
        }
        coarse.extend(sums.iter().map(|sum| ((sum + 4) / 9) as u8));
    }
    coarse
}

/// The PNG file with a `pHYs` chunk after its header (which always takes the first 33 bytes).
fn with_resolution(file: &[u8]) -> Vec<u8> {
    let mut chunk = b"pHYs".to_vec();
    chunk.extend(PER_METRE.to_be_bytes());
    chunk.extend(PER_METRE.to_be_bytes());
    chunk.push(1);
    let (header, rest) = file.split_at(33.min(file.len()));
    [header, &9_u32.to_be_bytes()[..], &chunk[..], &crc32(&chunk).to_be_bytes()[..], rest].concat()
}

/// The checksum that PNG prescribes for a chunk.
fn crc32(bytes: &[u8]) -> u32 {
    let shifted = |crc: u32| {
        if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 }
    };
    !bytes.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| shifted(crc)))
}

fn draw(backend: &mut BitMapBackend<'_>, shape: &Shape) -> Result<(), String> {
    match shape {
        Shape::Text { at, text, font, align } => draw_text(backend, *at, text, font, *align),
        Shape::Line { points, width, colour } => stroke(backend, points, *width, colour.to_rgba()),
        Shape::Polygon { points, colour, opacity } => fill(backend, &scaled(points), colour.mix(*opacity)),
        Shape::Disc { centre, radius, colour } => {
            fill(backend, &circle(scaled(&[*centre])[0], radius * UNITS), colour.to_rgba())
        }
    }
}

/// plotters' own text loses the blank left of each letter, which makes the spacing uneven.
fn draw_text(backend: &mut BitMapBackend<'_>, at: Point, text: &str, font: &Font, align: Align) -> Result<(), String> {
    let width = font.width(text);
    let left = match align {
        Align::Left => at.0,
        Align::Centre => at.0 - width / 2.0,
        Align::Right => at.0 - width,
    };
    for (glyph, advance) in text::letters(text, font.weight) {
        let size = font.size * UNITS;
        let place = ((left + advance * font.size) * UNITS, at.1 * UNITS);
        let Some(outline) = text::outline(glyph, size, place, font.weight) else {
            continue;
        };
        let corner = outline.px_bounds().min;
        let mut drawn = Ok(());
        outline.draw(|x, y, coverage| {
            let pixel = (corner.x as i32 + x as i32, corner.y as i32 + y as i32);
            let colour = font.colour.mix(f64::from(coverage.min(1.0))).to_backend_color();
            if let Err(error) = backend.draw_pixel(pixel, colour) {
                drawn = Err(error.to_string());
            }
        });
        drawn?;
    }
    Ok(())
}

fn scaled(points: &[Point]) -> Vec<Point> {
    points.iter().map(|(x, y)| (x * UNITS, y * UNITS)).collect()
}

fn circle(centre: Point, radius: f64) -> Vec<Point> {
    let corners = (radius * 1.5).clamp(10.0, 90.0) as u32;
    let corner = |index| {
        let (sin, cos) = (TAU * f64::from(index) / f64::from(corners)).sin_cos();
        (centre.0 + radius * cos, centre.1 + radius * sin)
    };
    (0..corners).map(corner).collect()
}

/// plotters' own wide lines have gaps and spikes at sharp corners: each piece is a rectangle here, each joint a disc.
fn stroke(backend: &mut BitMapBackend<'_>, points: &[Point], width: f64, colour: RGBAColor) -> Result<(), String> {
    let points = scaled(points);
    let half = (width * UNITS / 2.0).max(0.5);
    for pair in points.windows(2) {
        let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
        let length = (x1 - x0).hypot(y1 - y0);
        if length > 0.0 {
            let (nx, ny) = ((y1 - y0) / length * half, (x0 - x1) / length * half);
            fill(backend, &[(x0 + nx, y0 + ny), (x1 + nx, y1 + ny), (x1 - nx, y1 - ny), (x0 - nx, y0 - ny)], colour)?;
        }
    }
    if width >= ROUND_FROM && points.len() > 2 {
        for joint in &points[1..points.len() - 1] {
            fill(backend, &circle(*joint, half), colour)?;
        }
    }
    Ok(())
}

/// Fills a polygon row by row (even-odd rule): a grid unit is inside where its middle is.
fn fill(backend: &mut BitMapBackend<'_>, corners: &[Point], colour: RGBAColor) -> Result<(), String> {
    let top = corners.iter().map(|(_, y)| *y).fold(f64::INFINITY, f64::min);
    let bottom = corners.iter().map(|(_, y)| *y).fold(f64::NEG_INFINITY, f64::max);
    let rows = (top - 0.5).ceil().max(0.0) as i32..(bottom - 0.5).ceil().min(f64::from(SIZE.1)) as i32;
    let mut crossings = Vec::new();
    for row in rows {
        let middle = f64::from(row) + 0.5;
        crossings.clear();
        for (index, (x0, y0)) in corners.iter().enumerate() {
            let (x1, y1) = corners[(index + 1) % corners.len()];
            if (*y0 <= middle) != (y1 <= middle) {
                crossings.push(x0 + (middle - y0) / (y1 - y0) * (x1 - x0));
            }
        }
        crossings.sort_by(f64::total_cmp);
        for span in crossings.chunks_exact(2) {
            let column = |x: f64| (x - 0.5).ceil().clamp(0.0, f64::from(SIZE.0)) as i32;
            let (from, to) = (column(span[0]), column(span[1]));
            if from < to {
                let drawn = backend.draw_rect((from, row), (to, row + 1), &colour, true);
                drawn.map_err(|error| error.to_string())?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_the_standard() {
        assert_eq!(crc32(b"IEND"), 0xAE42_6082);
    }

    #[test]
    fn a_polygon_covers_its_area() {
        let mut fine = vec![255; (SIZE.0 * SIZE.1 * 3) as usize];
        let mut backend = BitMapBackend::with_buffer(&mut fine, SIZE);
        let black = super::super::theme::BLACK.to_rgba();
        fill(&mut backend, &[(10.0, 10.0), (40.0, 10.0), (40.0, 20.0), (10.0, 20.0)], black).expect("it can be drawn");
        drop(backend);
        assert_eq!(fine.chunks_exact(3).filter(|pixel| pixel[0] == 0).count(), 300);
    }
}
