//! A page that is complete in one file: real tables, readable and printable without its script, which only sorts.

mod page;
mod table;

use std::io;

pub use page::{Page, escaped};
pub use table::{Heading, section};

use super::{Style, Writer};
use crate::table::Table;

pub(super) const WRITER: Writer = Writer { names: &["html"], extensions: &["html", "htm"], write };

fn write(table: &Table, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let title = if table.title.is_empty() { "Answer" } else { &table.title };
    let body = section(table, style, Heading::First);
    out.write_all(Page { title, rules: "", body: &body }.to_string().as_bytes())?;
    out.flush()
}
