//! The texts that a scenario is read from, and places in them.
//!
//! In: paths. Out: text that is UTF-8 without NUL or byte order mark, and spans turned into lines and columns.
//!
//! **Invariant:** a [`Span`] made by the reader lies on character boundaries of its file's text.

use std::fs::{File, Metadata};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

/// The largest file that is read \[bytes\], unless the caller says otherwise.
pub const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A file of [`Sources`], by its number in the order of adding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileId(pub u16);

/// A place: bytes `start..end` of one file's text. Ordered by file, then start, then end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte; equal to `start` for a place between two characters.
    pub end: u32,
}

impl Span {
    /// From the start of `self` to the end of `last`, which follows it in the same file.
    #[must_use]
    pub fn to(self, last: Span) -> Span {
        Span { end: last.end.max(self.end), ..self }
    }

    /// The place between `self` and what follows it.
    #[must_use]
    pub fn after(self) -> Span {
        Span { start: self.end, ..self }
    }
}

/// One text and the name under which messages show it.
#[derive(Clone, Debug)]
pub struct Source {
    /// The path as the user knows it.
    pub path: String,
    /// The whole text.
    pub text: String,
}

/// All texts read for one scenario.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// No files yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text under the path that messages show.
    ///
    /// # Panics
    /// Beyond 65,536 files, more than a scenario can name.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        let id = u16::try_from(self.files.len()).expect("a scenario names at most 65,536 files");
        self.files.push(Source { path: path.into(), text: text.into() });
        FileId(id)
    }

    /// The file of this number, if it was added here.
    #[must_use]
    pub fn get(&self, file: FileId) -> Option<&Source> {
        self.files.get(usize::from(file.0))
    }

    /// Line and column of the span's start, both from 1; columns count characters. (1, 1) for a file that is not here.
    #[must_use]
    pub fn line_column(&self, span: Span) -> (usize, usize) {
        self.get(span.file).map_or((1, 1), |source| line_column(&source.text, span.start))
    }
}

/// Line and column of a byte offset, both from 1; columns count characters. An offset beyond the end counts as the end.
#[must_use]
pub fn line_column(text: &str, offset: u32) -> (usize, usize) {
    let before = &text[..boundary(text, offset)];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    (line, before[line_start..].chars().count() + 1)
}

/// The character boundary at or before a byte offset.
pub(crate) fn boundary(text: &str, offset: u32) -> usize {
    text.floor_char_boundary(usize::try_from(offset).unwrap_or(usize::MAX))
}

/// Why a file could not be taken as a text.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// Nothing of that name.
    #[error("there is no file `{}`", path.display())]
    Missing {
        /// The path asked for.
        path: PathBuf,
    },
    /// A folder.
    #[error("`{}` is a directory, not a file", path.display())]
    Directory {
        /// The path asked for.
        path: PathBuf,
    },
    /// A device, pipe or socket: its length is unknown and it may never end.
    #[error("`{}` is not a regular file but a device, a pipe or a socket", path.display())]
    NotRegular {
        /// The path asked for.
        path: PathBuf,
    },
    /// More bytes than allowed.
    #[error("`{}` is larger than the limit of {limit_bytes} bytes", path.display())]
    TooLarge {
        /// The path asked for.
        path: PathBuf,
        /// The limit \[bytes\].
        limit_bytes: u64,
    },
    /// Two bytes a character, as some editors save 'Unicode'.
    #[error("`{}` is written in UTF-16; save it as UTF-8", path.display())]
    Utf16 {
        /// The path asked for.
        path: PathBuf,
    },
    /// Bytes that are no UTF-8 text.
    #[error("`{}` is not UTF-8 text: byte {offset} (counted from 0) does not belong to any character", path.display())]
    NotUtf8 {
        /// The path asked for.
        path: PathBuf,
        /// Offset of the first bad byte in the file.
        offset: usize,
    },
    /// A zero byte: a binary file.
    #[error("`{}` holds a NUL character at byte {offset} (counted from 0); is it a binary file?", path.display())]
    Nul {
        /// The path asked for.
        path: PathBuf,
        /// Offset of the first zero byte in the file.
        offset: usize,
    },
    /// Anything else that the operating system says.
    #[error("`{}` cannot be read: {cause}", path.display())]
    Other {
        /// The path asked for.
        path: PathBuf,
        /// The operating system's words.
        #[source]
        cause: std::io::Error,
    },
}

/// Reads a regular file of at most `limit_bytes` as UTF-8 text. A byte order mark is dropped; CRLF stays.
///
/// # Errors
/// One [`ReadError`] per kind of bad file. The limit is checked while reading, so a growing file cannot exceed it.
pub fn read_file(path: &Path, limit_bytes: u64) -> Result<String, ReadError> {
    let failed = |cause| from_system(path, cause);
    // Asked before opening, since opening a pipe waits for its writer.
    require_regular(path, &std::fs::metadata(path).map_err(failed)?)?;
    let file = File::open(path).map_err(failed)?;
    require_regular(path, &file.metadata().map_err(failed)?)?;

    let mut bytes = Vec::new();
    file.take(limit_bytes.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= limit_bytes) {
        as_text(path, bytes)
    } else {
        Err(ReadError::TooLarge { path: path.to_owned(), limit_bytes })
    }
}

fn from_system(path: &Path, cause: std::io::Error) -> ReadError {
    let path = path.to_owned();
    match cause.kind() {
        ErrorKind::NotFound => ReadError::Missing { path },
        _ => ReadError::Other { path, cause },
    }
}

fn require_regular(path: &Path, metadata: &Metadata) -> Result<(), ReadError> {
    let path = path.to_owned();
    if metadata.is_file() {
        Ok(())
    } else if metadata.is_dir() {
        Err(ReadError::Directory { path })
    } else {
        Err(ReadError::NotRegular { path })
    }
}

fn as_text(path: &Path, bytes: Vec<u8>) -> Result<String, ReadError> {
    let path = path.to_owned();
    if looks_like_utf16(&bytes) {
        return Err(ReadError::Utf16 { path });
    }
    let mut text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(bad) => {
            return Err(ReadError::NotUtf8 { path, offset: bad.utf8_error().valid_up_to() });
        }
    };
    if let Some(offset) = text.find('\0') {
        return Err(ReadError::Nul { path, offset });
    }
    if text.starts_with(BYTE_ORDER_MARK) {
        text.drain(..BYTE_ORDER_MARK.len());
    }
    Ok(text)
}

/// By its mark, or, without one, by ASCII characters whose other byte is zero.
fn looks_like_utf16(bytes: &[u8]) -> bool {
    match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => true,
        [first, 0, third, 0, ..] | [0, first, 0, third, ..] => *first != 0 && *third != 0,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{FileId, ReadError, Sources, Span, read_file};

    fn read_bytes(bytes: &[u8]) -> Result<String, ReadError> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("scenario.ron");
        std::fs::write(&path, bytes).expect("writing into the temporary folder");
        read_file(&path, 20)
    }

    fn message(bytes: &[u8]) -> String {
        let text = read_bytes(bytes).expect_err("the bytes are refused").to_string();
        text.split_once("` ").expect("the path stands first").1.to_owned()
    }

    #[test]
    fn columns_count_characters_and_lines_count_newlines() {
        let mut sources = Sources::new();
        let file = sources.add("a.ron", "äö\r\n中文 x");
        let at = |start| sources.line_column(Span { file, start, end: start });
        assert_eq!(at(0), (1, 1));
        assert_eq!(at(4), (1, 3));
        assert_eq!(at(6), (2, 1));
        assert_eq!(at(13), (2, 4));
        assert_eq!(at(999), (2, 5));
    }

    #[test]
    fn a_span_of_an_unknown_file_does_not_panic() {
        assert_eq!(Sources::new().line_column(Span { file: FileId(3), start: 1, end: 2 }), (1, 1));
    }

    #[test]
    fn files_are_numbered_in_the_order_of_adding() {
        let mut sources = Sources::new();
        assert_eq!(sources.add("a", ""), FileId(0));
        assert_eq!(sources.add("b", "x"), FileId(1));
        assert_eq!(sources.get(FileId(1)).expect("added above").path, "b");
    }

    #[test]
    fn the_byte_order_mark_is_dropped_and_crlf_is_kept() {
        assert_eq!(read_bytes(b"\xef\xbb\xbf(a\r\n)").expect("good text"), "(a\r\n)");
    }

    #[test]
    fn a_file_of_the_limit_is_read_and_one_byte_more_is_refused() {
        assert_eq!(read_bytes(&[b'x'; 20]).expect("at the limit").len(), 20);
        assert_eq!(message(&[b'x'; 21]), "is larger than the limit of 20 bytes");
    }

    #[test]
    fn utf16_is_named_with_and_without_its_mark() {
        for bytes in [&b"\xff\xfe(\0"[..], b"\xfe\xff\0(", b"(\0a\0", b"\0(\0a"] {
            assert_eq!(message(bytes), "is written in UTF-16; save it as UTF-8");
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_named_by_their_offset() {
        assert!(message(b"(a\xff)").starts_with("is not UTF-8 text: byte 2 "));
        assert!(message(b"(ab\0)").starts_with("holds a NUL character at byte 3 "));
    }

    #[test]
    fn a_missing_file_and_a_directory_are_told_apart() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let missing = read_file(&folder.path().join("no.ron"), 20);
        assert!(matches!(missing, Err(ReadError::Missing { .. })));
        assert!(matches!(read_file(folder.path(), 20), Err(ReadError::Directory { .. })));
        let under_a_file = folder.path().join("f");
        std::fs::write(&under_a_file, "").expect("writing into the temporary folder");
        let other = read_file(&under_a_file.join("x"), 20).expect_err("a file has no children");
        assert!(other.to_string().contains("cannot be read: "));
    }

    #[cfg(unix)]
    #[test]
    fn a_device_and_a_pipe_are_refused_without_waiting() {
        let zero = read_file(std::path::Path::new("/dev/zero"), 20);
        assert!(matches!(zero, Err(ReadError::NotRegular { .. })));
        let folder = tempfile::tempdir().expect("a temporary folder");
        let pipe = folder.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo is there");
        assert!(made.success());
        assert!(matches!(read_file(&pipe, 20), Err(ReadError::NotRegular { .. })));
    }
}
