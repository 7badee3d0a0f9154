//! Rows that come cell by cell.

use std::io;
use std::str::FromStr;

use indexmap::IndexSet;
use rust_decimal::Decimal;
use rustc_hash::FxBuildHasher;

use super::store::{Record, Store};
use super::{Layout, SOURCE, Sheet, WIDTH};
use crate::cube::Origin;
use crate::model::{Flow, Period};
use crate::source::profile::cells;
use crate::source::tidy::COLUMNS;
use crate::stored::{Cells, Dictionary, Measured, NONE};

/// Places of columns of the tidy layout.
const PERIOD: usize = 0;
const FLOW: usize = 1;

/// Bytes of a number: its digits, and its places behind the point.
const NUMBER: usize = size_of::<i128>() + 1;
const ABSENT: u8 = u8::MAX;

type Numbered<T> = IndexSet<T, FxBuildHasher>;

/// A row: for each column the number of its word, or a number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    run: u32,
    place: u64,
    words: [u32; WIDTH],
    numbers: [Option<(i128, u32)>; WIDTH],
}

impl Record for Row {
    const BYTES: usize = 8 + WIDTH * NUMBER;

    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.place.to_le_bytes());
        for at in 0..WIDTH {
            let (digits, places) = match self.numbers[at] {
                Some((digits, places)) => (digits, places as u8),
                None => (self.words[at].into(), ABSENT),
            };
            out.extend_from_slice(&digits.to_le_bytes());
            out.push(places);
        }
    }

    fn read(bytes: &[u8]) -> Row {
        let (place, cells) = bytes.split_at(8);
        let place = u64::from_le_bytes(place.try_into().unwrap_or_default());
        let mut row = Row { run: 0, place, words: [NONE; WIDTH], numbers: [None; WIDTH] };
        for (at, cell) in cells.chunks_exact(NUMBER).enumerate() {
            let digits = i128::from_le_bytes(cell[..NUMBER - 1].try_into().unwrap_or_default());
            match cell[NUMBER - 1] {
                ABSENT => row.words[at] = digits as u32,
                places => row.numbers[at] = Some((digits, places.into())),
            }
        }
        row
    }

    fn run(&self) -> u32 {
        self.run
    }

    fn place(&self) -> u64 {
        self.place
    }
}

/// Takes rows of cells in the tidy layout, the file of each by its number.
#[derive(Default)]
pub struct Texts {
    store: Store<Row>,
    words: [Numbered<Box<str>>; WIDTH],
    runs: Numbered<(u32, u32)>,
    measured: [Measured; WIDTH],
    worded: [u64; WIDTH],
}

impl Texts {
    /// Takes a row.
    ///
    /// # Errors
    /// Those of the temporary file.
    pub fn push(&mut self, cells: &[&str; WIDTH]) -> io::Result<()> {
        let mut row = Row { run: 0, place: 0, words: [NONE; WIDTH], numbers: [None; WIDTH] };
        for (at, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            match COLUMNS[at].is_number {
                _ if at == SOURCE => row.place = origin(cell)?.packed(),
                true => {
                    let number = Decimal::from_str_exact(cell).map_err(|_| unexpected(cell))?;
                    self.measured[at].take(number.mantissa().unsigned_abs(), number.scale(), 1);
                    row.numbers[at] = Some((number.mantissa(), number.scale()));
                }
                false => {
                    self.worded[at] += 1;
                    row.words[at] = match self.words[at].get_index_of(*cell) {
                        Some(known) => known,
                        None => self.words[at].insert_full((*cell).into()).0,
                    } as u32;
                }
            }
        }
        row.run = self.runs.insert_full((row.words[PERIOD], row.words[FLOW])).0 as u32;
        self.store.push(row)
    }

    pub(super) fn sheet(self) -> Sheet<Row, ByRow> {
        let runs = self.runs.iter().map(|(period, flow)| {
            let period = self.words[PERIOD].get_index(*period as usize).and_then(|text| period_of(text));
            let flow = self.words[FLOW].get_index(*flow as usize).and_then(|text| Flow::from_str(text).ok());
            (period, flow)
        });
        let ranks = ranks(&runs.collect::<Vec<_>>());
        let dictionaries = self.words.map(|texts| Dictionary::new(texts.into_iter().collect()));
        let (measured, worded) = (self.measured, self.worded);
        Sheet { store: self.store, ranks, layout: ByRow, dictionaries, measured, worded }
    }
}

fn period_of(text: &str) -> Option<Period> {
    cells::period(text, None).ok()
}

/// The place of each of some things in their order.
pub(in crate::source) fn ranks<T: Ord>(things: &[T]) -> Vec<u32> {
    let mut order: Vec<usize> = (0..things.len()).collect();
    order.sort_by_key(|number| &things[*number]);
    let mut ranks = vec![0; things.len()];
    order.iter().enumerate().for_each(|(rank, number)| ranks[*number] = rank as u32);
    ranks
}

/// A file by its number, and a line.
fn origin(cell: &str) -> io::Result<Origin> {
    let parts = cell.split_once(':').and_then(|(file, line)| Some((file.parse().ok()?, line.parse().ok()?)));
    parts.map(|(file, line)| Origin { file, line }).ok_or_else(|| unexpected(cell))
}

fn unexpected(cell: &str) -> io::Error {
    io::Error::other(format!("a temporary file has `{cell}`, which was not written to it"))
}

/// Rows have the numbers of their words themselves.
pub(super) struct ByRow;

impl Layout<Row> for ByRow {
    fn word(&self, row: &Row, column: usize) -> u32 {
        row.words[column]
    }

    fn number(&self, row: &Row, column: usize) -> Option<(i128, u32)> {
        row.numbers[column]
    }
}

/// Numbers as they are written.
pub(super) fn written(numbers: impl Iterator<Item = Option<(i128, u32)>>) -> Cells<'static> {
    let mut texts = Numbered::<Box<str>>::default();
    let text = |(digits, places): (i128, u32)| Decimal::from_i128_with_scale(digits, places).to_string();
    let mut number = |figure| texts.insert_full(text(figure).into()).0 as u32;
    let words = numbers.map(|figure| figure.map_or(NONE, &mut number)).collect();
    Cells::Own(words, Dictionary::new(texts.into_iter().collect()))
}
