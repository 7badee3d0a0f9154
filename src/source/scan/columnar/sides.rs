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
    /// The list that rows were of last, and what the texts of the first column mean in it, taken from the others.
    list: usize,
    known: Vec<Meaning>,
    /// Whether the first column speaks for every row of its page.
    is_filled: bool,
}

impl Sides {
    pub(super) fn new(table: &Table, columns: &[usize]) -> Sides {
        let columns: Vec<Words> = columns.iter().map(|at| Words::new(table, *at, true)).collect();
        Sides { columns, meanings: Vec::new(), list: 0, known: Vec::new(), is_filled: false }
    }

    pub(super) fn begin(&mut self, table: &Table, reader: &Reader, group: usize) -> Result<(), Stop> {
        self.columns.iter_mut().try_for_each(|column| column.begin(table, reader, group))
    }

    /// The first row behind the pages of a row. A column is read where those before it leave rows empty.
    pub(super) fn load(&mut self, row: usize, mut end: usize) -> Result<usize, Stop> {
        self.is_filled = false;
        for (which, column) in self.columns.iter_mut().enumerate() {
            end = end.min(column.load(row)?);
            if !column.has_empty(row, end) {
                self.is_filled = which == 0;
                break;
            }
        }
        Ok(end)
    }

    /// What the first column says of a row, where that is known and the other columns need not be asked.
    #[inline(always)]
    pub(super) fn quick(&self, list: usize, row: usize) -> Option<&Numbers> {
        let column = self.columns.first().filter(|_| self.is_filled && self.list == list)?;
        match self.known.get(column.number(row) as usize) {
            Some(Meaning::Known(numbers)) => Some(numbers),
            _ => None,
        }
    }

    /// The column that speaks for a row, and the number of its text.
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

    pub(super) fn meaning(&mut self, list: usize, (which, number): (usize, u32)) -> Meaning {
        self.meanings(list, which).get(number as usize).copied().unwrap_or_default()
    }

    pub(super) fn put(&mut self, list: usize, (which, number): (usize, u32), meaning: Meaning) {
        *grown(self.meanings(list, which), number as usize) = meaning;
    }

    fn meanings(&mut self, list: usize, which: usize) -> &mut Vec<Meaning> {
        if list != self.list {
            std::mem::swap(grown(grown(&mut self.meanings, self.list), 0), &mut self.known);
            std::mem::swap(grown(grown(&mut self.meanings, list), 0), &mut self.known);
            self.list = list;
        }
        if which == 0 { &mut self.known } else { grown(grown(&mut self.meanings, list), which) }
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
