//! The layouts that can be read, told apart by their headers.

use std::io::BufRead;

use super::error::ReadError;
use super::input;
use super::loader::Loader;
use super::{Rejects, tidy};

/// A way in which files are laid out.
pub struct Layout {
    /// Name for people.
    pub name: &'static str,
    /// What it looks like, for people.
    pub about: &'static str,
    /// Whether a file with this header is laid out so.
    pub recognises: fn(&[String]) -> bool,
    /// Reads every row of a file.
    pub(super) read: fn(Head, &mut Loader<'_>, &mut Rejects) -> Result<(), ReadError>,
}

/// Every layout, the first that recognises a header reads the file.
pub const LAYOUTS: &[&Layout] = &[&tidy::LAYOUT];

/// A file whose header has been read.
pub(super) struct Head {
    pub(super) path: String,
    pub(super) file: u16,
    pub(super) columns: Vec<String>,
    pub(super) rows: csv::Reader<Box<dyn BufRead>>,
}

/// Reads a file into the loader by the layout that its header shows.
pub(super) fn read(path: &str, loader: &mut Loader<'_>, rejects: &mut Rejects) -> Result<(), ReadError> {
    read_text(path, input::open(path)?, loader, rejects)
}

/// Reads a text that was opened before.
pub(super) fn read_text(
    path: &str,
    text: Box<dyn BufRead>,
    loader: &mut Loader<'_>,
    rejects: &mut Rejects,
) -> Result<(), ReadError> {
    let file = loader.begin(path);
    let mut rows = csv::ReaderBuilder::new().flexible(true).delimiter(delimiter(path)).from_reader(text);
    let header = rows.byte_headers().map_err(|error| fault(path, &error))?;
    let columns: Vec<String> = header.iter().map(column).collect();
    let head = Head { path: path.to_owned(), file, columns, rows };
    match LAYOUTS.iter().find(|layout| (layout.recognises)(&head.columns)) {
        Some(layout) => (layout.read)(head, loader, rejects),
        None => Err(ReadError::file(path, unknown_header(&head.columns))),
    }
}

fn delimiter(path: &str) -> u8 {
    if path.contains(".tsv") { b'\t' } else { b',' }
}

fn column(name: &[u8]) -> String {
    String::from_utf8_lossy(name).trim().to_lowercase()
}

fn unknown_header(columns: &[String]) -> String {
    let known: Vec<&str> = tidy::COLUMNS.to_vec();
    let found = super::error::excerpt(&columns.join(","));
    let lacking: Vec<&str> =
        ["period", "flow", "value"].into_iter().filter(|name| !columns.iter().any(|c| c == name)).collect();
    let near = lacking.iter().find_map(|name| {
        let near = crate::reference::name::nearest(name, columns.iter().map(String::as_str));
        near.first().map(|column| format!(" (is `{column}` meant for {name}?)"))
    });
    format!(
        "1: header: found `{found}`, expected at least period, flow and value{}; further columns may be {}; --set COLUMN=VALUE gives a column that the file lacks",
        near.unwrap_or_default(),
        known.iter().filter(|name| !["period", "flow", "value"].contains(name)).copied().collect::<Vec<_>>().join(", ")
    )
}

/// A fault that the reader of the rows found.
pub(super) fn fault(path: &str, error: &csv::Error) -> ReadError {
    match error.kind() {
        csv::ErrorKind::Io(error) => input::unreadable(path, error),
        _ => ReadError::file(path, error.to_string()),
    }
}
