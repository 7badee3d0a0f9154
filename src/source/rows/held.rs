//! Rows that are held in memory because what they are stored in cannot be read row by row.

use super::Rows;
use crate::source::error::ReadError;

/// Most text that is held, in bytes.
const MOST: usize = 192 << 20;

/// What is said of a table that is too large.
pub(super) const TOO_LARGE: &str = "more than 192 MB of cells; delimited text of any size is read";

/// Rows in the order of reading, stored as one text.
pub(super) struct Held {
    text: csv::Writer<Vec<u8>>,
    lines: Vec<u32>,
    /// Whether a row without its last cells is a fault, and not one whose last cells are empty.
    pub(super) is_exact: bool,
}

impl Held {
    pub(super) fn new() -> Held {
        Held {
            text: csv::WriterBuilder::new().flexible(true).from_writer(Vec::new()),
            lines: Vec::new(),
            is_exact: false,
        }
    }

    /// Adds a row; what is said when there are too many.
    pub(super) fn push<C: AsRef<[u8]>>(
        &mut self,
        line: u64,
        cells: impl IntoIterator<Item = C>,
    ) -> Result<(), &'static str> {
        self.text.write_record(cells).map_err(|_| TOO_LARGE)?;
        self.lines.push(u32::try_from(line).unwrap_or(u32::MAX));
        if self.text.get_ref().len() + self.lines.len() * size_of::<u32>() > MOST { Err(TOO_LARGE) } else { Ok(()) }
    }

    /// Gives the rows one after another, each with at least as many cells as there are columns unless they are exact.
    pub(super) fn into_rows(self, path: &str, width: usize) -> Replay {
        let text = std::io::Cursor::new(self.text.into_inner().unwrap_or_default());
        let rows = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text);
        let width = if self.is_exact { 0 } else { width };
        Replay { path: path.to_owned(), rows, lines: self.lines.into_iter(), width }
    }
}

/// Rows that were held.
pub(super) struct Replay {
    path: String,
    rows: csv::Reader<std::io::Cursor<Vec<u8>>>,
    lines: std::vec::IntoIter<u32>,
    width: usize,
}

impl Rows for Replay {
    fn next(&mut self, record: &mut csv::ByteRecord) -> Result<Option<u64>, ReadError> {
        let Some(line) = self.lines.next() else { return Ok(None) };
        self.rows.read_byte_record(record).map_err(|error| ReadError::file(&self.path, error.to_string()))?;
        while record.len() < self.width {
            record.push_field(b"");
        }
        Ok(Some(line.into()))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back_with_their_lines_and_missing_cells_are_empty() {
        let mut held = Held::new();
        held.push(3, ["a", "b,\"c\"\n", ""]).unwrap();
        held.push(7, [""]).unwrap();
        let mut rows = held.into_rows("x", 3);
        let mut record = csv::ByteRecord::new();
        assert_eq!(rows.next(&mut record).unwrap(), Some(3));
        assert_eq!(record, vec!["a", "b,\"c\"\n", ""]);
        assert_eq!(rows.next(&mut record).unwrap(), Some(7));
        assert_eq!(record, vec!["", "", ""]);
        assert_eq!(rows.next(&mut record).unwrap(), None);
    }
}
