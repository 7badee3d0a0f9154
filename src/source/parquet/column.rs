//! A column of a row group, page by page.

use std::sync::Arc;

use parquet::column::page::{Page, PageReader};
use parquet::errors::{ParquetError, Result};
use parquet::file::serialized_reader::SerializedPageReader;

use super::chunk::Place;
use super::page::{About, Cells};
use super::table::guarded;
use super::unpack::Unpacker;
use super::values::Values;

/// A column of a row group, and the page of it that is being read.
pub(in crate::source) struct Column {
    about: About,
    pages: SerializedPageReader<Place>,
    /// What unpacks pages that come packed.
    unpacker: Option<Arc<Unpacker>>,
    dictionary: Option<Arc<Values>>,
    is_new_dictionary: bool,
    page: Option<Cells>,
    /// The first row of the page, and the first one behind it.
    first: usize,
    next: usize,
}

impl Column {
    pub(super) fn new(about: About, pages: SerializedPageReader<Place>, unpacker: Option<Arc<Unpacker>>) -> Column {
        Column { about, pages, unpacker, dictionary: None, is_new_dictionary: false, page: None, first: 0, next: 0 }
    }

    /// Goes on to the page with a row and gives its first row; pages between are not unpacked. Whether it is another page.
    pub(in crate::source) fn seek(&mut self, row: usize) -> Result<bool> {
        if row < self.next { Ok(false) } else { guarded(|| self.go_on(row)) }
    }

    fn go_on(&mut self, row: usize) -> Result<bool> {
        let mut is_new = false;
        while row >= self.next {
            let Some(head) = self.pages.peek_next_page()? else {
                return Err(ParquetError::EOF(format!("column {} ends too early", self.about.column.name())));
            };
            if head.is_dict {
                if let Some(page) = self.next_page()? {
                    self.dictionary = Some(Arc::new(self.about.dictionary(&page)?));
                    self.is_new_dictionary = true;
                }
                continue;
            }
            let rows = head.num_rows.or(head.num_levels).unwrap_or(0);
            if self.next + rows <= row {
                self.pages.skip_next_page()?;
                (self.first, self.next, self.page) = (self.next, self.next + rows, None);
                continue;
            }
            let page = self.next_page()?;
            let cells = page.map(|page| self.about.cells(page, self.dictionary.as_ref())).transpose()?;
            let rows = cells.as_ref().map_or(0, |cells| cells.rows);
            (self.first, self.next, self.page) = (self.next, self.next + rows, cells);
            is_new = true;
        }
        Ok(is_new)
    }

    fn next_page(&mut self) -> Result<Option<Page>> {
        let page = self.pages.get_next_page()?;
        match &self.unpacker {
            Some(unpacker) => page.map(|page| unpacker.page(page)).transpose(),
            None => Ok(page),
        }
    }

    /// The first row of the page, and the first one behind it.
    pub(in crate::source) fn rows(&self) -> (usize, usize) {
        (self.first, self.next)
    }

    /// The page that was gone to.
    pub(in crate::source) fn page(&self) -> Option<&Cells> {
        self.page.as_ref()
    }

    /// Whether there is a dictionary that was not asked about before.
    pub(in crate::source) fn takes_dictionary(&mut self) -> bool {
        std::mem::take(&mut self.is_new_dictionary)
    }

    /// The values that codes of the page are places in.
    pub(in crate::source) fn dictionary(&self) -> Option<&Arc<Values>> {
        self.dictionary.as_ref()
    }
}
