//! What every figure must pass, and the data that tests draw it from.

use super::canvas::{Area, Canvas, Shape, text_area};
use super::figure::{Figure, page};
use super::theme;

/// All texts of a page with the ground that they take.
pub fn texts(canvas: &Canvas) -> Vec<(String, Area)> {
    let taken = |shape: &Shape| match shape {
        Shape::Text { at, text, font, align } => Some((text.clone(), text_area(*at, text, *font, *align))),
        _ => None,
    };
    canvas.shapes().iter().filter_map(taken).collect()
}

/// No text leaves the page, covers another or is too small to read.
pub fn check_page(figure: &dyn Figure) {
    let canvas = page(figure);
    let paper = Area::new(0.0, 0.0, theme::WIDTH, theme::HEIGHT);
    let texts = texts(&canvas);
    for (index, (text, area)) in texts.iter().enumerate() {
        assert!(paper.encloses(area), "{text:?} leaves the page: {area:?}");
        for (other, ground) in &texts[..index] {
            assert!(!ground.overlaps(&area.grown(-0.4)), "{text:?} covers {other:?}: {area:?} {ground:?}");
        }
    }
    for shape in canvas.shapes() {
        if let Shape::Text { font, text, .. } = shape {
            assert!(font.size >= theme::TEXT, "{text:?} is too small");
            assert!(!text.contains("NaN") && !text.contains("inf "), "{text:?}");
        }
    }
    super::to_svg(figure).expect("a figure can be drawn");
}

/// Both files are written, of the promised size, and the same figure gives the same bytes.
pub fn check_files(figure: &dyn Figure) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let read = |paths: Vec<std::path::PathBuf>| -> Vec<Vec<u8>> {
        paths.iter().map(|path| std::fs::read(path).expect("it was just written")).collect()
    };
    let first = read(super::save(figure, folder.path()).expect("a figure can be saved"));
    let again = read(super::save(figure, folder.path()).expect("a figure can be saved"));
    assert!(first == again, "the same figure gave other bytes");
    let side = |at: usize| u32::from_be_bytes(first[1][at..at + 4].try_into().expect("four bytes"));
    assert_eq!((side(16), side(20)), (1890, 1181));
    assert!(first[1].windows(4).any(|name| name == b"pHYs"));
}

/// The words on a page, for tests that look for one.
pub fn words(figure: &dyn Figure) -> String {
    texts(&page(figure)).into_iter().map(|(text, _)| text).collect::<Vec<_>>().join(" ")
}

/// A name of 60 characters, and more, that differs from the next one only at its end.
pub fn long_name(index: usize) -> String {
    format!("Youyiguan Friendship Pass with Puzhai and Nongyao, lane {index:>4}")
}
