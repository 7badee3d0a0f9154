//! SDMX-CSV with labels: headings and cells like `M: Monthly` stand for their codes.

use super::{Head, Rows};
use crate::source::error::ReadError;

/// What parts a code from its label.
const LABEL: &str = ": ";

/// Whether a header carries labels beside its codes.
pub(super) fn is_labelled(head: &Head) -> bool {
    let first = head.columns.first().map_or("", String::as_str);
    let named = ["DATAFLOW", "STRUCTURE"].iter().any(|name| first.eq_ignore_ascii_case(name));
    named && head.columns.iter().any(|column| column.contains(LABEL))
}

/// The columns without their labels.
pub(super) fn head(head: Head) -> Head {
    let code = |column: &String| column.split_once(LABEL).map_or(column.clone(), |(code, _)| code.trim().to_owned());
    Head { columns: head.columns.iter().map(code).collect(), ..head }
}

/// Rows without their labels.
pub(super) struct Codes<R>(pub(super) R);

impl<R: Rows> Rows for Codes<R> {
    fn next(&mut self, record: &mut csv::ByteRecord) -> Result<Option<u64>, ReadError> {
        let mut labelled = csv::ByteRecord::new();
        let line = self.0.next(&mut labelled)?;
        record.clear();
        for cell in &labelled {
            let end = memchr::memmem::find(cell, LABEL.as_bytes()).unwrap_or(cell.len());
            record.push_field(&cell[..end]);
        }
        Ok(line)
    }
}
