//! Rows of cells, whatever they are stored in.

mod bounded;
mod delimited;
mod encoding;

pub(super) use delimited::{open, open_text};

use super::error::ReadError;

/// A file whose header has been read.
pub(super) struct Head {
    pub(super) path: String,
    /// Number of the file in the cube's list.
    pub(super) file: u16,
    /// Line of the header.
    pub(super) header_line: u64,
    /// Headings, as they stand but for blanks around them.
    pub(super) columns: Vec<String>,
}

/// Rows one after another.
pub(super) trait Rows {
    /// Reads the next row and gives its line; none after the last.
    fn next(&mut self, record: &mut csv::ByteRecord) -> Result<Option<u64>, ReadError>;
}
