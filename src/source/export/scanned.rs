//! Rows of the fast reader: numbers for what they are about, and figures in fixed point.

use super::store::{Record, Store};
use super::{Layout, Sheet, WIDTH};
use crate::cube::Observation;
use crate::source::tidy::{self, COLUMNS};
use crate::stored::{Dictionary, Measured, NONE};

/// Figures of a row: value, weight and quantity.
type Figures = [Option<(i64, u32)>; 3];

/// Places of columns of the tidy layout.
const PARTNER: usize = 3;
const PRODUCT: usize = 4;
const FIGURES: [usize; 3] = [8, 9, 10];

/// Bits for the places of a figure behind its point, and what stands there where it is none.
const BITS: u32 = 5;
const ABSENT: u16 = (1 << BITS) - 1;

/// A row.
#[derive(Debug, Clone, Copy)]
pub(in crate::source) struct Row {
    run: u32,
    about: u32,
    product: u32,
    partner: u32,
    place: u64,
    places: u16,
    digits: [i64; 3],
}

impl Row {
    /// A row by the numbers of its run, of what it is about, of its product and of its partner.
    #[inline(always)]
    pub(in crate::source) fn new([run, about, product, partner]: [u32; 4], place: u64, figures: &Figures) -> Row {
        let mut row = Row { run, about, product, partner, place, places: 0, digits: [0; 3] };
        for (at, figure) in figures.iter().enumerate() {
            let (digits, places) = figure.map_or((0, ABSENT), |(digits, places)| (digits, places as u16));
            row.digits[at] = digits;
            row.places |= places << (at as u32 * BITS);
        }
        row
    }

    #[inline(always)]
    fn figure(&self, at: usize) -> Option<(i64, u32)> {
        let places = self.places >> (at as u32 * BITS) & ABSENT;
        (places != ABSENT).then_some((self.digits[at], places.into()))
    }
}

impl Record for Row {
    const BYTES: usize = 3 * 4 + 8 + 2 + 3 * 8;

    fn write(&self, out: &mut Vec<u8>) {
        let mut bytes = [0; Row::BYTES];
        bytes[..4].copy_from_slice(&self.about.to_le_bytes());
        bytes[4..8].copy_from_slice(&self.product.to_le_bytes());
        bytes[8..12].copy_from_slice(&self.partner.to_le_bytes());
        bytes[12..20].copy_from_slice(&self.place.to_le_bytes());
        bytes[20..22].copy_from_slice(&self.places.to_le_bytes());
        for (bytes, digits) in bytes[22..].chunks_exact_mut(8).zip(&self.digits) {
            bytes.copy_from_slice(&digits.to_le_bytes());
        }
        out.extend_from_slice(&bytes);
    }

    fn read(bytes: &[u8]) -> Row {
        let short = |at: usize| u32::from_le_bytes(array(&bytes[at..at + 4]));
        let long = |at: usize| u64::from_le_bytes(array(&bytes[at..at + 8]));
        Row {
            run: 0,
            about: short(0),
            product: short(4),
            partner: short(8),
            place: long(12),
            places: u16::from_le_bytes(array(&bytes[20..22])),
            digits: [long(22) as i64, long(30) as i64, long(38) as i64],
        }
    }

    #[inline(always)]
    fn run(&self) -> u32 {
        self.run
    }

    #[inline(always)]
    fn place(&self) -> u64 {
        self.place
    }
}

#[inline(always)]
fn array<const N: usize>(bytes: &[u8]) -> [u8; N] {
    bytes.try_into().unwrap_or([0; N])
}

/// What rows are about, but for partner and product.
pub(in crate::source) struct About {
    pub(in crate::source) row: Observation,
    /// By what its figures are multiplied.
    pub(in crate::source) factors: [i64; 3],
    /// How many rows are about it.
    pub(in crate::source) count: u64,
}

/// All rows, and what their numbers stand for.
pub(in crate::source) struct Scanned {
    pub(in crate::source) store: Store<Row>,
    pub(in crate::source) about: Vec<About>,
    pub(in crate::source) products: Vec<Box<str>>,
    pub(in crate::source) partners: Vec<Box<str>>,
    pub(in crate::source) ranks: Vec<u32>,
    pub(in crate::source) measured: [Measured; 3],
}

impl Scanned {
    pub(super) fn sheet(self) -> Sheet<Row, Words> {
        let mut texts: [indexmap::IndexSet<Box<str>, rustc_hash::FxBuildHasher>; WIDTH] = Default::default();
        let mut worded = [0; WIDTH];
        let (mut words, mut factors) = (Vec::new(), Vec::new());
        for about in self.about {
            let cells = tidy::cells(&about.row, "");
            let mut numbers = [NONE; WIDTH];
            for (at, cell) in cells.iter().enumerate().filter(|(at, cell)| is_word(*at) && !cell.is_empty()) {
                numbers[at] = texts[at].insert_full(cell.as_str().into()).0 as u32;
                worded[at] += about.count;
            }
            words.push(numbers);
            factors.push(about.factors);
        }
        let mut dictionaries = texts.map(|texts| Dictionary::new(texts.into_iter().collect()));
        for (at, texts) in [(PARTNER, self.partners), (PRODUCT, self.products)] {
            dictionaries[at] = Dictionary::new(texts);
            worded[at] = self.store.count;
        }
        let mut measured = [Measured::default(); WIDTH];
        FIGURES.iter().zip(self.measured).for_each(|(at, known)| measured[*at] = known);
        Sheet { store: self.store, ranks: self.ranks, layout: Words { words, factors }, dictionaries, measured, worded }
    }
}

/// Whether a column has words that are the same for all rows about the same.
fn is_word(at: usize) -> bool {
    !COLUMNS[at].is_number && at != PARTNER && at != PRODUCT && at != super::SOURCE
}

/// The numbers of words by what rows are about.
pub(super) struct Words {
    words: Vec<[u32; WIDTH]>,
    factors: Vec<[i64; 3]>,
}

impl Layout<Row> for Words {
    #[inline(always)]
    fn word(&self, row: &Row, column: usize) -> u32 {
        match column {
            PARTNER => row.partner,
            PRODUCT => row.product,
            _ => self.words[row.about as usize][column],
        }
    }

    #[inline(always)]
    fn number(&self, row: &Row, column: usize) -> Option<(i128, u32)> {
        let at = FIGURES.iter().position(|figure| *figure == column)?;
        let (digits, places) = row.figure(at)?;
        Some((i128::from(digits) * i128::from(self.factors[row.about as usize][at]), places))
    }
}
