//! Parquet: a table of columns, read row by row.

use std::fs::File;
use std::io::BufRead;

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use parquet::record::reader::RowIter;

use super::limited::Limited;
use super::{Head, Rows, check_width};
use crate::source::error::ReadError;
use crate::source::input;

/// Largest file that is read, in bytes.
const LARGEST: u64 = 16 << 30;

/// The rows of a Parquet file.
pub(super) struct Table {
    path: String,
    rows: RowIter<'static>,
    line: u64,
}

/// Reads the schema. The end of the file comes first, so what is not a file is put into one.
pub(super) fn open(path: &str, file: u16, mut raw: Box<dyn BufRead>) -> Result<(Head, Table), ReadError> {
    let unreadable = |error: std::io::Error| input::unreadable(path, &error);
    let mut whole: File = tempfile::tempfile().map_err(unreadable)?;
    std::io::copy(&mut Limited::new(&mut raw, LARGEST, "more than 16 GB of Parquet"), &mut whole)
        .map_err(unreadable)?;
    let damaged = |error: parquet::errors::ParquetError| {
        ReadError::file(path, format!("the Parquet file is damaged or of a kind that is not read: {error}"))
    };
    let reader = SerializedFileReader::new(whole).map_err(damaged)?;
    let schema = reader.metadata().file_metadata().schema_descr_ptr();
    check_width(path, 1, schema.root_schema().get_fields().len())?;
    let columns = schema.root_schema().get_fields().iter().map(|field| field.name().trim().to_owned()).collect();
    let head = Head { path: path.to_owned(), file, header_line: 1, columns };
    Ok((head, Table { path: path.to_owned(), rows: reader.into_iter(), line: 1 }))
}

impl Rows for Table {
    fn next(&mut self, record: &mut csv::ByteRecord) -> Result<Option<u64>, ReadError> {
        let Some(row) = self.rows.next() else { return Ok(None) };
        let row = row.map_err(|error| ReadError::file(&self.path, format!("the Parquet file is damaged: {error}")))?;
        record.clear();
        for (_, field) in row.get_column_iter() {
            match field {
                Field::Null => record.push_field(b""),
                Field::Str(text) => record.push_field(text.as_bytes()),
                other => record.push_field(other.to_string().as_bytes()),
            }
        }
        self.line += 1;
        Ok(Some(self.line))
    }
}
