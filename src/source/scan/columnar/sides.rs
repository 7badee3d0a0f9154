//! The columns of partners or of products, and what their texts mean.

use super::super::registry::Numbers;
use super::super::resolver::Stop;
use super::texts::{EMPTY, Words};
use crate::source::parquet::{Reader, Table};

/// What a text means.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Meaning {
    /// It was not asked about.
    #[default]
    New,
    /// Only the plain reader knows.
    Odd,
    /// A partner or a product.
    Known(Numbers),
}

/// Columns of which the first one that is filled speaks for a row.
pub(super) struct Sides {
    pub(super) columns: Vec<Words>,
    /// By the list that rows are of and by column: what each text means.
    meanings: Vec<Vec<Vec<Meaning>>>,
}

impl Sides {
    pub(super) fn new(table: &Table, columns: &[usize]) -> Sides {
        let columns: Vec<Words> = columns.iter().map(|at| Words::new(table, *at, true)).collect();
        Sides { columns, meanings: Vec::new() }
    }

    pub(super) fn begin(&mut self, table: &Table, reader: &Reader, group: usize) -> Result<(), Stop> {
        self.columns.iter_mut().try_for_each(|column| column.begin(table, reader, group))
    }

    /// The first row behind the pages of a row. A column is read where those before it leave rows empty.
    pub(super) fn load(&mut self, row: usize, mut end: usize) -> Result<usize, Stop> {
        for column in &mut self.columns {
            end = end.min(column.load(row)?);
            if !column.has_empty(row, end) {
                break;
            }
        }
        Ok(end)
    }

    /// The column that speaks for a row, and the number of its text.
    #[inline(always)]
    pub(super) fn speaks(&self, row: usize) -> (usize, u32) {
        let mut found = (0, EMPTY);
        for (which, column) in self.columns.iter().enumerate() {
            found = (which, column.number(row));
            if found.1 != EMPTY {
                break;
            }
        }
        found
    }

    #[inline(always)]
    pub(super) fn meaning(&self, list: usize, (which, number): (usize, u32)) -> Meaning {
        let known = self.meanings.get(list).and_then(|columns| columns.get(which));
        known.and_then(|meanings| meanings.get(number as usize)).copied().unwrap_or_default()
    }

    pub(super) fn put(&mut self, list: usize, (which, number): (usize, u32), meaning: Meaning) {
        let meanings = grown(grown(&mut self.meanings, list), which);
        *grown(meanings, number as usize) = meaning;
    }

    pub(super) fn text(&self, (which, number): (usize, u32)) -> &str {
        self.columns.get(which).map_or("", |column| column.text(number))
    }
}

fn grown<T: Default>(list: &mut Vec<T>, at: usize) -> &mut T {
    if at >= list.len() {
        list.resize_with(at + 1, T::default);
    }
    &mut list[at]
}
