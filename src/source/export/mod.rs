//! Rows of the tidy layout as Parquet, in the order of their periods and directions of trade.
//!
//! Rows wait in a temporary file until all are known: how many decimals there are, which columns are filled, which words
//! there are. Those of one period and direction stay in the order of the data.

mod merge;
mod scanned;
mod store;
mod texts;

use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};

use merge::Merge;
pub(super) use scanned::{About, Row, Scanned};
use store::Record;
pub(super) use store::Store;
pub use texts::Texts;
pub(super) use texts::ranks;

use super::progress::begin_writing;
use super::tidy::{ABSENT, COLUMNS, MISSING};
use crate::cube::Origin;
use crate::stored::{Cells, Dictionary, Field, Groups, Kind, Measured, long, short, write};

/// Places of columns of the tidy layout.
const SOURCE: usize = COLUMNS.len() - 1;

/// How many columns there are.
const WIDTH: usize = COLUMNS.len();

/// Rows that wait to be written.
pub struct Rows(Waiting);

enum Waiting {
    Scanned(Box<Scanned>),
    Texts(Box<Texts>),
}

impl Rows {
    pub(super) fn scanned(rows: Scanned) -> Rows {
        Rows(Waiting::Scanned(Box::new(rows)))
    }

    /// Rows that were given cell by cell.
    pub fn texts(rows: Texts) -> Rows {
        Rows(Waiting::Texts(Box::new(rows)))
    }

    /// Writes them as Parquet, with the names of their files, and with whether an absent row says nothing.
    ///
    /// # Errors
    /// Those of the output and of the temporary file.
    pub fn write(self, files: &[String], absent: bool, threads: usize, out: &mut dyn Write) -> io::Result<()> {
        match self.0 {
            Waiting::Scanned(rows) => rows.sheet().write(files, absent, threads, out),
            Waiting::Texts(rows) => rows.sheet().write(files, absent, threads, out),
        }
    }
}

/// What the cells of a row are.
trait Layout<R>: Sync {
    /// The number of a word.
    fn word(&self, row: &R, column: usize) -> u32;
    /// A number, with its places behind the point.
    fn number(&self, row: &R, column: usize) -> Option<(i128, u32)>;
}

/// Rows, and what is known of their columns after the last one.
struct Sheet<R, L> {
    store: Store<R>,
    /// The order of the runs.
    ranks: Vec<u32>,
    layout: L,
    dictionaries: [Dictionary; WIDTH],
    measured: [Measured; WIDTH],
    /// How many rows have a word in each column.
    worded: [u64; WIDTH],
}

impl<R: Record, L: Layout<R>> Sheet<R, L> {
    fn write(mut self, files: &[String], absent: bool, threads: usize, out: &mut dyn Write) -> io::Result<()> {
        self.store.close()?;
        let count = self.store.count;
        if absent {
            self.dictionaries[ABSENT] = Dictionary::new(vec![MISSING.into()]);
            self.worded[ABSENT] = count;
        }
        let columns: Vec<usize> = (0..WIDTH).filter(|at| COLUMNS[*at].always || self.given(*at) > 0).collect();
        let fields: Vec<Field> = columns.iter().map(|at| self.field(*at, count)).collect();
        begin_writing(count * R::BYTES as u64);
        let merge = Mutex::new(Merge::new(std::mem::take(&mut self.store), &self.ranks, merge::MOST)?);
        let table = Table { merge, sheet: &self, columns, fields: &fields, files, absent };
        write(&fields, &table, threads, out)
    }

    fn given(&self, at: usize) -> u64 {
        self.worded[at] + self.measured[at].given
    }

    fn field(&self, at: usize, count: u64) -> Field {
        let kind = match COLUMNS[at].is_number {
            true => Kind::of_numbers(&self.measured[at]),
            false if at == SOURCE => Kind::Lines,
            false => Kind::Words,
        };
        Field { name: COLUMNS[at].name.to_owned(), kind, is_optional: at != SOURCE && self.given(at) < count }
    }
}

/// The table that is written.
struct Table<'t, R, L> {
    merge: Mutex<Merge<R>>,
    sheet: &'t Sheet<R, L>,
    columns: Vec<usize>,
    fields: &'t [Field],
    files: &'t [String],
    absent: bool,
}

impl<R: Record, L: Layout<R>> Groups for Table<'_, R, L> {
    type Group = Vec<R>;

    fn next(&self) -> io::Result<Option<Vec<R>>> {
        let rows = self.merge.lock().unwrap_or_else(PoisonError::into_inner).group()?;
        Ok((!rows.is_empty()).then_some(rows))
    }

    fn cells(&self, rows: &Vec<R>, column: usize) -> io::Result<Cells<'_>> {
        let (at, layout) = (self.columns[column], &self.sheet.layout);
        let numbers = || rows.iter().map(move |row| layout.number(row, at));
        Ok(match self.fields[column].kind {
            Kind::Words if at == ABSENT && self.absent => {
                Cells::Words(vec![0; rows.len()], &self.sheet.dictionaries[at])
            }
            Kind::Words => {
                let words = rows.iter().map(|row| layout.word(row, at));
                Cells::Words(words.collect(), &self.sheet.dictionaries[at])
            }
            Kind::Lines => {
                let origin = |row: &R| Origin::unpacked(row.place());
                let places = rows.iter().map(origin).map(|origin| (origin.file.into(), origin.line));
                Cells::Lines(places.collect(), self.files)
            }
            Kind::Short(places) => {
                Cells::Short(numbers().map(|number| short(number, places)).collect::<Result<_, _>>()?)
            }
            Kind::Long(places) => Cells::Long(numbers().map(|number| long(number, places)).collect::<Result<_, _>>()?),
            Kind::Written => texts::written(numbers()),
        })
    }
}
