//! Rows of a file become observations by a profile.

use super::builtin::is_builtin;
use super::places::Places;
use super::reader::{Hears, Reader, Wrong};
use super::{Absent, Profile};
use crate::cube::Origin;
use crate::source::error::ReadError;
use crate::source::loader::Loader;
use crate::source::rows::{Head, Rows};
use crate::source::{BadRow, Rejects};

/// Reads every row of a file by a profile.
pub(in crate::source) fn read(
    profile: &Profile,
    head: &Head,
    rows: &mut dyn Rows,
    loader: &mut Loader<'_>,
    rejects: &mut Rejects,
) -> Result<(), ReadError> {
    let mut reader = begin(profile, head, loader)?;
    let mut record = csv::ByteRecord::new();
    while let Some(line) = rows.next(&mut record)? {
        let origin = Origin { file: head.file, line };
        let words = match text(record) {
            Ok(words) => words,
            Err(wrong) => {
                bad(head, line, wrong, rejects)?;
                record = csv::ByteRecord::new();
                continue;
            }
        };
        reader.row(&words, origin, loader, &mut |row, loader| match row {
            Ok(row) => loader.accept(row, rejects),
            Err(wrong) => bad(head, line, wrong, rejects),
        })?;
        record = words.into_byte_record();
    }
    Ok(())
}

/// Finds the columns of a profile in a file and takes note of how it is read.
pub(in crate::source) fn begin<'p, 'q: 'p>(
    profile: &'p Profile,
    head: &Head,
    loader: &mut Loader<'q>,
) -> Result<Reader<'p>, ReadError> {
    let reader = Reader::new(profile, Places::find(profile, head, &loader.given)?, loader.query());
    if profile.is_tidy() {
        reader.places.unused.iter().for_each(|column| loader.unused(column));
    }
    // Built-in profiles name columns that some files of an office lack; in one's own it is more likely a slip.
    if !reader.places.lacking.is_empty() && !is_builtin(&profile.name) {
        let columns = reader.places.lacking.join(", ");
        loader.note(format!("{}: no column {columns}, which the profile {} names", head.path, profile.name));
    }
    loader.owns(&head.path, &reader.places.owned)?;
    loader.layout(reader.places.layout(profile, head));
    if profile.absent == Absent::Missing {
        loader.absent_is_missing();
    }
    Ok(reader)
}

fn bad(head: &Head, line: u64, (column, found, expected): Wrong, rejects: &mut Rejects) -> Result<(), ReadError> {
    rejects.take(BadRow { file: head.path.clone(), line, column, found, expected })
}

pub(in crate::source) fn text(record: csv::ByteRecord) -> Result<csv::StringRecord, Wrong> {
    csv::StringRecord::from_byte_record(record).map_err(|error| {
        let field = error.utf8_error().field();
        let record = error.into_byte_record();
        let found = String::from_utf8_lossy(record.get(field).unwrap_or_default()).into_owned();
        ("row".to_owned(), found, "text in UTF-8; --encoding NAME says which other encoding the file has".to_owned())
    })
}
