//! A report as a workbook: a sheet a table, a sheet of its texts, a sheet of notes and sources.

use std::io;

use super::{Report, Shown};
use crate::render::xlsx::Book;

impl Report {
    /// The report as the bytes of a workbook.
    ///
    /// # Errors
    /// Where a table is larger than a sheet, and those of the output.
    pub fn book(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let mut book = Book::default();
        let mut lines = vec![self.title.as_str()];
        for part in &self.parts {
            match &part.shown {
                Shown::Text(text) => lines.extend(part.title.as_deref().into_iter().chain(text.lines())),
                Shown::Table(table, style) => {
                    let name =
                        part.title.as_deref().unwrap_or_else(|| table.title.split(',').next().unwrap_or_default());
                    book.table(name, table, style)?;
                }
            }
        }
        if lines.len() > 1 {
            book.text("Text", &lines)?;
        }
        out.write_all(&book.finish()?)
    }
}
