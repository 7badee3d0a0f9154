//! The sums of a grid: each key has a cell, and all of a cell stands in one place.

mod join;

use super::MEASURES;
use super::columns::{Columns, Figures, NOTHING, TOGETHER};

/// Sums by the numbers of frame, product and partner.
#[derive(Debug)]
pub struct GridSums {
    /// By frame, product and partner: the number of a cell from 1.
    places: Vec<Vec<Vec<u32>>>,
    /// How many cells each frame has.
    counts: Vec<u32>,
    /// Cells side by side: what is to be said of a sum, and a sum of each measure that is kept.
    slabs: Vec<Vec<i64>>,
    /// How many cells the last slab has.
    filled: usize,
    /// Words of a cell, and where each measure stands in it.
    width: usize,
    words: [Option<usize>; MEASURES],
    /// Digits behind the point of each measure.
    pub scales: [u32; MEASURES],
    places_taken: usize,
    /// All bits that the size of any sum has.
    reach: i64,
    /// Those of other threads, which stand beside these: a key may have a cell in each.
    others: Vec<GridSums>,
}

/// A sum that needs more digits than there is room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLong;

/// Some row has the measure.
pub const GIVEN: [u8; MEASURES] = [1, 2, 4];
/// Some row lacks it.
pub const ABSENT: [u8; MEASURES] = [8, 16, 32];
/// Quantities are in different units.
pub const MIXED: u8 = 64;

/// Where the number of a unit stands in the first word of a cell, above what is to be said of the sums.
pub(super) const UNIT: u32 = 8;

/// Cells of a slab.
const SLAB_BITS: u32 = 15;
const SLAB: usize = 1 << SLAB_BITS;

/// Most partners and most products of a grid.
const MOST_SIDES: usize = 1 << 14;
const MOST_GOODS: usize = 1 << 18;

impl Default for GridSums {
    fn default() -> GridSums {
        GridSums::of([true; MEASURES])
    }
}

impl GridSums {
    /// No sums yet; figures of measures that are not kept are taken for absent.
    pub fn of(kept: [bool; MEASURES]) -> GridSums {
        let mut width = 1;
        let words = kept.map(|is_kept| {
            width += usize::from(is_kept);
            is_kept.then_some(width - 1)
        });
        GridSums {
            places: Vec::new(),
            counts: Vec::new(),
            slabs: Vec::new(),
            filled: SLAB,
            width,
            words,
            scales: [0; MEASURES],
            places_taken: 0,
            reach: 0,
            others: Vec::new(),
        }
    }

    /// How much memory the sums take.
    pub fn bytes(&self) -> usize {
        let own = self.cells() * self.width * size_of::<i64>() + self.places_taken * size_of::<u32>();
        own + self.others.iter().map(GridSums::bytes).sum::<usize>()
    }

    fn cells(&self) -> usize {
        self.slabs.len() * SLAB + self.filled - SLAB
    }

    /// Adds the figures of a row; the unit of the quantity is a number, 0 where it has none.
    #[inline(always)]
    pub fn add(&mut self, key: [u32; 3], figures: &Figures, unit: u16) -> Result<(), TooLong> {
        let at = self.cell(key)?;
        let mut about = 0;
        for (measure, figure) in figures.iter().enumerate() {
            let (Some((digits, scale)), Some(word)) = (*figure, self.words[measure]) else {
                about |= ABSENT[measure];
                continue;
            };
            about |= GIVEN[measure];
            if scale > self.scales[measure] {
                self.rescale(measure, scale)?;
            }
            let aligned = digits.checked_mul(ten_to(self.scales[measure] - scale)?).ok_or(TooLong)?;
            let sum = &mut words(&mut self.slabs, self.width, at)[word];
            *sum = sum.checked_add(aligned).ok_or(TooLong)?;
            self.reach |= size(*sum);
        }
        let unit = if about & GIVEN[MEASURES - 1] == 0 { 0 } else { unit };
        let cell = words(&mut self.slabs, self.width, at);
        cell[0] = said(cell[0], about, unit);
        Ok(())
    }

    /// Where the number of a key's cell stands, if there is such a place.
    #[inline(always)]
    pub fn known_place(&self, [frame, goods, side]: [u32; 3]) -> Option<&u32> {
        self.places.get(frame as usize)?.get(goods as usize)?.get(side as usize)
    }

    /// The number of a key's cell, which is made when it is first asked for.
    #[inline(always)]
    pub fn cell(&mut self, [frame, goods, side]: [u32; 3]) -> Result<u32, TooLong> {
        match self.known_place([frame, goods, side]) {
            Some(number @ 1..) => Ok(number - 1),
            _ => self.new_cell(frame, goods, side),
        }
    }

    /// Whether a frame has so many keys that neither their places nor their cells stay close to the machine's hands.
    #[inline(always)]
    pub fn is_wide(&self, frame: u32) -> bool {
        self.counts.get(frame as usize).is_some_and(|count| *count as usize > SLAB)
    }

    /// The first word of a cell.
    #[inline(always)]
    pub fn first_word(&self, cell: u32) -> Option<&i64> {
        self.slabs.get((cell >> SLAB_BITS) as usize)?.get(cell as usize % SLAB * self.width)
    }

    /// Adds rows, as many as are added together at most: their cells, figures and the units of their quantities.
    #[inline(always)]
    pub fn add_all(&mut self, cells: &[u32; TOGETHER], columns: &Columns, units: &[u16]) -> Result<(), TooLong> {
        let mut aligned = Aligned::default();
        for measure in 0..MEASURES {
            self.align(measure, columns, &mut aligned)?;
        }
        let (mut is_too_long, mut reach) = (false, 0);
        for (at, (cell, unit)) in cells.iter().zip(units).enumerate() {
            let cell = words(&mut self.slabs, self.width, *cell);
            for (sum, digits) in cell[1..].iter_mut().zip(&aligned.digits) {
                let (added, is_over) = sum.overflowing_add(digits[at]);
                *sum = added;
                is_too_long |= is_over;
                reach |= size(added);
            }
            let unit = if aligned.about[at] & GIVEN[MEASURES - 1] == 0 { 0 } else { *unit };
            cell[0] = said(cell[0], aligned.about[at], unit);
        }
        self.reach |= reach;
        if is_too_long { Err(TooLong) } else { Ok(()) }
    }

    /// Puts the figures of a measure into the unit of the sums, which becomes a smaller one where they need it.
    #[inline(always)]
    fn align(&mut self, measure: usize, columns: &Columns, aligned: &mut Aligned) -> Result<(), TooLong> {
        let Some(word) = self.words[measure] else {
            aligned.about.iter_mut().for_each(|about| *about |= ABSENT[measure]);
            return Ok(());
        };
        let scales = &columns.scales[measure];
        let most = scales.iter().fold(0, |most, scale| most.max(scale.wrapping_add(1)));
        if u32::from(most) > self.scales[measure] + 1 {
            self.rescale(measure, u32::from(most) - 1)?;
        }
        let (own, mut is_too_long) = (self.scales[measure], false);
        let rows =
            columns.digits[measure].iter().zip(scales).zip(&mut aligned.about).zip(&mut aligned.digits[word - 1]);
        for (((digits, scale), about), slot) in rows {
            let is_given = *scale != NOTHING;
            *about |= if is_given { GIVEN[measure] } else { ABSENT[measure] };
            // What is not there has no digits.
            let factor = TENS[(own.wrapping_sub(u32::from(*scale)) % TENS.len() as u32) as usize];
            let (digits, is_over) = digits.overflowing_mul(factor);
            (*slot, is_too_long) = (digits, is_too_long | is_over);
        }
        if is_too_long { Err(TooLong) } else { Ok(()) }
    }

    #[cold]
    fn new_cell(&mut self, frame: u32, goods: u32, side: u32) -> Result<u32, TooLong> {
        if self.filled == SLAB {
            self.slabs.push(vec![0; SLAB * self.width]);
            self.filled = 0;
        }
        let cell = u32::try_from(self.cells()).map_err(|_| TooLong)?;
        *self.place(frame as usize, goods as usize, side as usize)? = cell + 1;
        self.counts[frame as usize] += 1;
        self.filled += 1;
        // New memory that is read before it is written to is waited for twice.
        words(&mut self.slabs, self.width, cell)[0] = 0;
        Ok(cell)
    }

    /// Where the number of a key's cell stands.
    fn place(&mut self, frame: usize, goods: usize, side: usize) -> Result<&mut u32, TooLong> {
        if side >= MOST_SIDES || goods >= MOST_GOODS {
            return Err(TooLong);
        }
        if self.places.len() <= frame {
            self.places.resize_with(frame + 1, Vec::new);
            self.counts.resize(frame + 1, 0);
        }
        let frame = &mut self.places[frame];
        if frame.len() <= goods {
            frame.resize_with(goods + 1, Vec::new);
        }
        let sides = &mut frame[goods];
        if sides.len() <= side {
            let length = (side + 1).next_multiple_of(TOGETHER);
            self.places_taken += length - sides.len();
            sides.resize(length, 0);
        }
        Ok(&mut sides[side])
    }

    #[cold]
    fn rescale(&mut self, measure: usize, scale: u32) -> Result<(), TooLong> {
        if scale <= self.scales[measure] {
            return Ok(());
        }
        if scale as usize >= MOST_DIGITS {
            return Err(TooLong);
        }
        let factor = ten_to(scale - self.scales[measure])?;
        if let Some(word) = self.words[measure] {
            for sum in self.slabs.iter_mut().flat_map(|slab| slab.iter_mut().skip(word).step_by(self.width)) {
                *sum = sum.checked_mul(factor).ok_or(TooLong)?;
                self.reach |= size(*sum);
            }
        }
        self.scales[measure] = scale;
        Ok(())
    }

    /// The sums of each thread.
    pub(super) fn parts(&self) -> impl Iterator<Item = &GridSums> + Clone {
        std::iter::once(self).chain(&self.others)
    }

    /// How many keys a frame has at most; exactly so many where no two threads have one of them.
    pub fn count(&self, frame: usize) -> usize {
        self.parts().map(|part| part.counts.get(frame).map_or(0, |count| *count as usize)).sum()
    }

    /// Of the partners of a product in a frame, the numbers of their cells from 1.
    #[inline]
    pub(super) fn sides(&self, frame: usize, goods: usize) -> &[u32] {
        self.places.get(frame).and_then(|frame| frame.get(goods)).map_or(&[], Vec::as_slice)
    }

    /// In which word of a cell a measure stands.
    pub(super) fn word(&self, measure: usize) -> Option<usize> {
        self.words[measure]
    }

    /// How many words a cell has.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The words of a cell, and some of the next one.
    #[inline]
    pub(super) fn cell_of(&self, cell: u32) -> &[i64] {
        &self.slabs[(cell >> SLAB_BITS) as usize][cell as usize % SLAB * self.width..]
    }
}

#[inline(always)]
fn words(slabs: &mut [Vec<i64>], width: usize, cell: u32) -> &mut [i64] {
    let from = cell as usize % SLAB * width;
    &mut slabs[(cell >> SLAB_BITS) as usize][from..from + width]
}

/// Figures of rows in the unit of the sums, in the order of the words of a cell, and what is to be said of them.
#[derive(Default)]
struct Aligned {
    digits: [[i64; TOGETHER]; MEASURES],
    about: [u8; TOGETHER],
}

/// What is said of a cell once rows are added of which something is to be said, and whose quantities have a unit.
#[inline(always)]
pub(super) fn said(word: i64, about: u8, unit: u16) -> i64 {
    let known = (word >> UNIT) as u16;
    if unit == 0 || unit == known {
        return word | i64::from(about);
    }
    let mixed = if known == 0 { 0 } else { MIXED };
    i64::from(word as u8 | about | mixed) | i64::from(unit) << UNIT
}

/// The bits that the size of a number has.
#[inline(always)]
fn size(number: i64) -> i64 {
    number ^ (number >> (i64::BITS - 1))
}

/// Powers of ten, as far as there is room for them.
const TENS: [i64; 32] = {
    let mut tens = [1; 32];
    let mut at = 1;
    while at < MOST_DIGITS {
        tens[at] = tens[at - 1] * 10;
        at += 1;
    }
    tens
};

const MOST_DIGITS: usize = 19;

fn ten_to(power: u32) -> Result<i64, TooLong> {
    TENS.get(power as usize).filter(|_| (power as usize) < MOST_DIGITS).copied().ok_or(TooLong)
}
