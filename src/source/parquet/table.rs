//! A Parquet file: its columns and its row groups.

use std::fs::File;
use std::sync::Arc;

use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{
    ParquetMetaData, ParquetMetaDataOptions, ParquetMetaDataReader, ParquetStatisticsPolicy, RowGroupMetaData,
};
use parquet::file::serialized_reader::SerializedPageReader;

use super::chunk::Place;
use super::column::Column;
use super::footer;
use super::kind::Kind;
use super::page::About;
use super::unpack::Unpacker;
use crate::source::error::ReadError;
use crate::source::guard;

/// A file whose schema has been read.
#[derive(Clone)]
pub(in crate::source) struct Table {
    about: Arc<ParquetMetaData>,
    columns: Arc<[About]>,
}

impl Table {
    /// Reads the schema, which stands at the end of the file.
    pub(in crate::source) fn open(path: &str, file: File) -> std::result::Result<(Table, Reader), ReadError> {
        let length = file.metadata().map_err(|error| ReadError::io(path, &error))?.len();
        let place = Place::new(file, length);
        let about = guarded(|| {
            let footer = footer::read(&place)?;
            ParquetMetaDataReader::decode_metadata_with_options(&footer, Some(&without_statistics()))
        });
        let about = about.map_err(|error| damaged(path, &error))?;
        let schema = about.file_metadata().schema_descr_ptr();
        if let Some(list) = schema.columns().iter().find(|column| column.max_rep_level() > 0) {
            let why = "found a list of values, expected a single value a row";
            return Err(ReadError::file(path, format!("column {}: {why}", list.name())));
        }
        let columns = schema.columns().iter().map(|column| About { kind: Kind::of(column), column: column.clone() });
        let table = Table { about: Arc::new(about), columns: columns.collect() };
        table.check(path)?;
        Ok((table, Reader::new(place)))
    }

    /// An error where the groups do not have the columns of the schema, or have them in other files.
    fn check(&self, path: &str) -> std::result::Result<(), ReadError> {
        let fits = |group: &RowGroupMetaData| {
            let is_possible = u32::try_from(group.num_rows()).is_ok();
            let is_here = group.columns().iter().all(|column| column.file_path().is_none());
            is_possible && is_here && group.columns().len() == self.columns.len()
        };
        let whole = self.about.row_groups().iter().all(fits);
        let why = || ParquetError::General("row groups that do not fit the schema".to_owned());
        if whole { Ok(()) } else { Err(damaged(path, &why())) }
    }

    /// The names of the columns.
    pub(in crate::source) fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|about| about.column.name())
    }

    /// What the values of a column are.
    pub(in crate::source) fn kind(&self, column: usize) -> Kind {
        self.columns[column].kind
    }

    /// How many rows each group has.
    pub(in crate::source) fn groups(&self) -> impl Iterator<Item = usize> {
        self.about.row_groups().iter().map(|group| usize::try_from(group.num_rows()).unwrap_or(0))
    }

    /// A column of a group, from its first row.
    pub(in crate::source) fn column(&self, reader: &Reader, group: usize, column: usize) -> Result<Column> {
        let group = self.about.row_group(group);
        let chunk = group.column(column);
        let rows = usize::try_from(group.num_rows())?;
        let (chunk, unpacker) = Unpacker::take_over(chunk, &reader.unpacker)?;
        let pages = guarded(|| SerializedPageReader::new(Arc::new(reader.place.of_pages()), &chunk, rows, None))?;
        Ok(Column::new(self.columns[column].clone(), pages, unpacker))
    }
}

/// What statistics say of the values is not used: it may be wrong, and the values themselves are as quick to read where
/// they are all the same.
fn without_statistics() -> ParquetMetaDataOptions {
    ParquetMetaDataOptions::new()
        .with_column_stats_policy(ParquetStatisticsPolicy::SkipAll)
        .with_size_stats_policy(ParquetStatisticsPolicy::SkipAll)
        .with_encoding_stats_policy(ParquetStatisticsPolicy::SkipAll)
}

/// A file, open for one thread.
pub(in crate::source) struct Reader {
    place: Place,
    unpacker: Arc<Unpacker>,
}

impl Reader {
    fn new(place: Place) -> Reader {
        Reader { place, unpacker: Arc::default() }
    }

    /// Opens the file of a table once more.
    pub(in crate::source) fn again(path: &str) -> std::io::Result<Reader> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        Ok(Reader::new(Place::new(file, length)))
    }
}

/// What the crate gives, or an error where it panics: it trusts what a file says of itself.
pub(super) fn guarded<T>(read: impl FnOnce() -> Result<T>) -> Result<T> {
    let panicked = || Err(ParquetError::General("what it says of itself does not fit together".to_owned()));
    guard::guarded(read).unwrap_or_else(panicked)
}

/// The error for a file that cannot be read.
pub(in crate::source) fn damaged(path: &str, error: &ParquetError) -> ReadError {
    let why = match error {
        ParquetError::General(why) | ParquetError::NYI(why) | ParquetError::EOF(why) => why.clone(),
        other => other.to_string(),
    };
    ReadError::file(path, format!("the Parquet file is damaged or of a kind that is not read: {why}"))
}
