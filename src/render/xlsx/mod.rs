//! A workbook: a sheet a table with numbers as numbers, and a sheet of notes and sources.

mod book;
mod digits;
mod drawing;
mod graph;
mod grid;
mod name;
mod notes;
mod text;
mod words;

use std::io;

pub use book::Book;
pub use graph::{Form, Graph, Paint, Series};

use super::{Style, Writer};
use crate::table::Table;

pub(super) const WRITER: Writer = Writer { names: &["xlsx"], extensions: &["xlsx"], write };

fn write(table: &Table, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let mut book = Book::default();
    let name = table.title.split(',').next().unwrap_or_default();
    book.table(name, table, style)?;
    out.write_all(&book.finish()?)?;
    out.flush()
}
