//! Sums of several threads, read as one: a key may have a cell in each.

use super::sums::{GridSums, UNIT, said};
use super::{MEASURES, TOGETHER};

/// The sums of a key, those of all threads together.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cell([i64; Cell::WORDS]);

/// Where a number of whoever keeps cells stands in the first word, above what is said of the sums.
const TAG: u32 = 32;

impl Cell {
    /// Most words of a cell.
    pub const WORDS: usize = 1 + MEASURES;

    /// The first words of a list.
    #[inline(always)]
    pub fn of(words: &[i64]) -> Cell {
        let few = || {
            let mut cell = [0; Cell::WORDS];
            cell.iter_mut().zip(words).for_each(|(word, own)| *word = *own);
            cell
        };
        Cell(words.first_chunk().copied().unwrap_or_else(few))
    }

    /// Its words, of which no more than the width of the sums say anything.
    #[inline(always)]
    pub fn words(&self) -> &[i64; Cell::WORDS] {
        &self.0
    }

    /// What is said of the sums.
    pub fn flags(&self) -> u8 {
        self.0[0] as u8
    }

    /// Whether something is said of the sums.
    #[inline(always)]
    pub fn has(&self, flag: u8) -> bool {
        self.0[0] as u8 & flag != 0
    }

    /// The number of the unit of a quantity, 0 where there is none.
    #[inline(always)]
    pub fn unit(&self) -> u16 {
        (self.0[0] >> UNIT) as u16
    }

    /// The same with a number.
    #[inline(always)]
    pub fn tagged(self, tag: u32) -> Cell {
        let mut words = self.0;
        words[0] = words[0] & ((1 << TAG) - 1) | i64::from(tag) << TAG;
        Cell(words)
    }

    /// Its number.
    #[inline(always)]
    pub fn tag(&self) -> u32 {
        (self.0[0] >> TAG) as u32
    }

    /// The sums of both; [`GridSums::settle`] made sure that there is room for them.
    #[inline(always)]
    fn and(self, other: Cell) -> Cell {
        let mut words = self.0;
        for (word, own) in words.iter_mut().zip(other.0).skip(1) {
            *word = word.wrapping_add(own);
        }
        words[0] = said(words[0], other.0[0] as u8, other.unit());
        Cell(words)
    }
}

impl GridSums {
    /// The partners of a product in a frame, in their order.
    #[inline(always)]
    pub fn sides_of(&self, frame: usize, goods: usize, mut each: impl FnMut(usize)) {
        self.walk(frame, goods, |_, side| each(side));
    }

    /// The partners of a product in a frame, in their order, and their sums.
    #[inline(always)]
    pub fn cells_of(&self, frame: usize, goods: usize, mut each: impl FnMut(usize, Cell)) {
        self.walk(frame, goods, |parts, side| {
            let mut sums: Option<Cell> = None;
            for (part, numbers) in parts {
                if let Some(number @ 1..) = numbers.get(side) {
                    let own = Cell::of(part.cell_of(number - 1));
                    sums = Some(sums.map_or(own, |sums| sums.and(own)));
                }
            }
            each(side, sums.unwrap_or_default());
        });
    }

    /// The same as a list.
    pub fn of_goods(&self, frame: usize, goods: usize) -> Vec<(usize, Cell)> {
        let mut rows = Vec::new();
        self.cells_of(frame, goods, |side, cell| rows.push((side, cell)));
        rows
    }

    /// The partners of a product in a frame, each with the threads' numbers of cells.
    #[inline(always)]
    fn walk<'g>(&'g self, frame: usize, goods: usize, mut each: impl FnMut(&[(&'g GridSums, &'g [u32])], usize)) {
        let parts: Vec<_> = self.parts().map(|part| (part, part.sides(frame, goods))).collect();
        let most = parts.iter().map(|(_, numbers)| numbers.len()).max().unwrap_or(0);
        for from in (0..most).step_by(TOGETHER) {
            // Which of them there are cannot be foretold.
            let mut known = 0_u32;
            for numbers in parts.iter().filter_map(|(_, numbers)| numbers.get(from..)?.first_chunk::<TOGETHER>()) {
                for (at, number) in numbers.iter().enumerate() {
                    known |= u32::from(*number > 0) << at;
                }
            }
            while known != 0 {
                each(&parts, from + known.trailing_zeros() as usize);
                known &= known - 1;
            }
        }
    }

    /// The sum of a measure in a cell, where rows have it.
    #[inline(always)]
    pub fn sum(&self, measure: usize, cell: &Cell) -> i64 {
        self.word(measure).map_or(0, |word| cell.words()[word % Cell::WORDS])
    }
}
