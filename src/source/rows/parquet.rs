//! Parquet: a table of columns, read row by row.

use std::fs::File;
use std::io::BufRead;

use super::limited::Limited;
use super::{Head, Rows, check_width};
use crate::source::error::ReadError;
use crate::source::input;
use crate::source::parquet::{Column, Content, NONE, Reader, Table, damaged};

/// Largest file that is read from a stream, in bytes.
const LARGEST: u64 = 16 << 30;

/// Reads the schema. The end of the file comes first, so what is not a file is put into one.
pub(super) fn open(path: &str, raw: Box<dyn BufRead>, is_regular: bool) -> Result<(Table, Reader), ReadError> {
    let unreadable = |error: std::io::Error| input::unreadable(path, &error);
    if is_regular {
        return Table::open(path, File::open(path).map_err(unreadable)?);
    }
    let mut whole = tempfile::tempfile().map_err(unreadable)?;
    std::io::copy(&mut Limited::new(raw, LARGEST, "more than 16 GB of Parquet"), &mut whole).map_err(unreadable)?;
    Table::open(path, whole)
}

/// The header of a table, and its rows.
pub(super) fn rows(path: &str, file: u16, table: Table, reader: Reader) -> Result<(Head, Cells), ReadError> {
    let columns: Vec<String> = table.names().map(|name| name.trim().to_owned()).collect();
    check_width(path, 1, columns.len())?;
    let head = Head { path: path.to_owned(), file, header_line: 1, columns };
    let groups = table.groups().collect();
    let path = path.to_owned();
    Ok((head, Cells { path, table, reader, groups, group: 0, row: 0, line: 1, columns: Vec::new(), cell: Vec::new() }))
}

/// The rows of a Parquet file.
pub(super) struct Cells {
    path: String,
    table: Table,
    reader: Reader,
    /// How many rows each group has.
    groups: Vec<usize>,
    group: usize,
    row: usize,
    line: u64,
    columns: Vec<(Column, Vec<u32>)>,
    cell: Vec<u8>,
}

impl Rows for Cells {
    fn next(&mut self, record: &mut csv::ByteRecord) -> Result<Option<u64>, ReadError> {
        while self.row >= *self.groups.get(self.group).unwrap_or(&usize::MAX) {
            (self.group, self.row, self.columns) = (self.group + 1, 0, Vec::new());
        }
        if self.group == self.groups.len() {
            return Ok(None);
        }
        let wrong = |error| damaged(&self.path, &error);
        if self.columns.is_empty() {
            let open = |at| Ok((self.table.column(&self.reader, self.group, at)?, Vec::new()));
            let width = self.table.names().count();
            self.columns = (0..width).map(open).collect::<Result<_, _>>().map_err(wrong)?;
        }
        record.clear();
        for (at, (column, places)) in self.columns.iter_mut().enumerate() {
            if self.row >= column.rows().1 {
                column.seek(self.row).map_err(wrong)?;
                *places = column.page().map(|page| page.places()).unwrap_or_default();
            }
            self.cell.clear();
            let values = match column.page().map(|page| &page.content) {
                Some(Content::Plain(values)) => Some(values),
                _ => column.dictionary().map(AsRef::as_ref),
            };
            let place = places[self.row - column.rows().0];
            if let Some(values) = values.filter(|_| place != NONE) {
                self.table.kind(at).write(values, place as usize, &mut self.cell);
            }
            record.push_field(&self.cell);
        }
        self.row += 1;
        self.line += 1;
        Ok(Some(self.line))
    }
}
