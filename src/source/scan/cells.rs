//! Sums by numbered keys: the rows of a question, added up while they are read.

use super::marks::Kernel;
use super::number::TENS;
use super::registry::Numbers;
use crate::cube::Origin;
use crate::cube::grid::{Columns, GridSums, TOGETHER};
use crate::source::loader::MOST_BYTES;

/// Value, weight, quantity, and the value of what has a quantity.
pub(super) const MEASURES: usize = 4;

/// The sums of a key.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    /// Numbers of everything but partner and product, of the product, and of the partner.
    pub(super) key: [u32; 3],
    /// How many rows there are.
    pub(super) rows: u32,
    /// How many of them have each measure.
    pub(super) given: [u32; MEASURES],
    /// The sums, in the units of [`Cells::scales`].
    pub(super) sums: [i128; MEASURES],
    /// The first row.
    pub(super) first: u64,
}

/// Numbers of the cells of rows that are added together.
pub(super) type Found = [u32; TOGETHER];

/// Rows that are added together.
pub(super) struct Together<'r> {
    pub(super) frames: &'r [Numbers],
    pub(super) cells: &'r Found,
    pub(super) products: &'r [Numbers],
    pub(super) partners: &'r [Numbers],
    /// The numbers of the units of their quantities, 0 where they have none.
    pub(super) units: &'r [u16],
    pub(super) lines: &'r [u64],
    pub(super) figures: &'r Columns,
    pub(super) file: u16,
}

/// Stands for no cell.
const NONE: u32 = u32::MAX;

/// Cells by their keys.
#[derive(Debug, Default)]
pub(super) struct Cells {
    places: Vec<Vec<Vec<u32>>>,
    /// The cell that was added to last; many rows of a question have one key.
    last: usize,
    pub(super) cells: Vec<Cell>,
    /// Digits behind the point of the sums of each measure.
    pub(super) scales: [u32; MEASURES],
    bytes: usize,
}

pub(super) use crate::cube::grid::{Figures, TooLong};

/// What rows are added to.
pub(super) trait Sums: Default + Send {
    /// No sums yet, of some measures.
    fn of(_: [bool; 3]) -> Self {
        Self::default()
    }
    /// Adds the figures of a row: value, weight and quantity.
    fn add_row(&mut self, key: [Numbers; 3], first: u64, figures: &Figures, unit: u16) -> Result<(), TooLong>;
    /// Whether it is worth while to say beforehand what will be added to, in a frame.
    #[inline(always)]
    fn is_wide(&self, _: Numbers) -> bool {
        false
    }
    /// Takes note that the cell of a key will be looked for.
    #[inline(always)]
    fn expect(&self, _: [Numbers; 3]) {}
    /// Takes note that cells will be added to.
    #[inline(always)]
    fn fetch(&self, _: &Found) {}
    /// Finds the cell of a key.
    #[inline(always)]
    fn find(&mut self, _: [Numbers; 3]) -> Result<u32, TooLong> {
        Ok(0)
    }
    /// Adds the figures of rows whose cells were found.
    #[inline(always)]
    fn add_rows(&mut self, rows: &Together<'_>) -> Result<(), TooLong> {
        for (at, (frame, line)) in rows.frames.iter().zip(rows.lines).enumerate() {
            let first = Origin { file: rows.file, line: *line }.packed();
            let key = [*frame, rows.products[at], rows.partners[at]];
            self.add_row(key, first, &rows.figures.row(at), rows.units[at])?;
        }
        Ok(())
    }
    /// Takes the sums of a thread.
    fn join(&mut self, thread: usize, other: Self) -> Result<(), TooLong>;
    /// How much memory the sums take.
    fn bytes(&self) -> usize;
    /// Takes less memory, if it takes more than it may and can do with less.
    fn fit(&mut self, _: usize) -> Result<(), TooLong> {
        Ok(())
    }
}

impl Sums for GridSums {
    fn of(measures: [bool; 3]) -> GridSums {
        GridSums::of(measures)
    }

    #[inline(always)]
    fn is_wide(&self, frame: Numbers) -> bool {
        self.is_wide(frame.meaning)
    }

    #[inline(always)]
    fn fetch(&self, cells: &Found) {
        cells.iter().filter_map(|cell| self.first_word(*cell)).for_each(Kernel::soon);
    }

    #[inline(always)]
    fn expect(&self, key: [Numbers; 3]) {
        self.known_place(key.map(|numbers| numbers.meaning)).into_iter().for_each(Kernel::soon);
    }

    #[inline(always)]
    fn find(&mut self, key: [Numbers; 3]) -> Result<u32, TooLong> {
        self.cell(key.map(|numbers| numbers.meaning))
    }

    #[inline(always)]
    fn add_rows(&mut self, rows: &Together<'_>) -> Result<(), TooLong> {
        self.add_all(rows.cells, rows.figures, rows.units)
    }

    #[inline(always)]
    fn add_row(&mut self, key: [Numbers; 3], _: u64, figures: &Figures, unit: u16) -> Result<(), TooLong> {
        self.add(key.map(|numbers| numbers.meaning), figures, unit)
    }

    fn join(&mut self, thread: usize, other: GridSums) -> Result<(), TooLong> {
        self.join(thread, other)
    }

    fn fit(&mut self, most: usize) -> Result<(), TooLong> {
        self.fit(most)
    }

    fn bytes(&self) -> usize {
        self.bytes()
    }
}

impl Sums for Cells {
    #[inline(always)]
    fn add_row(&mut self, key: [Numbers; 3], first: u64, figures: &Figures, _: u16) -> Result<(), TooLong> {
        let at = self.at(key.map(|numbers| numbers.meaning), first)?;
        self.add(at, figures)
    }

    fn bytes(&self) -> usize {
        self.bytes + self.cells.len() * size_of::<Cell>()
    }

    fn join(&mut self, _: usize, mut other: Cells) -> Result<(), TooLong> {
        if self.cells.is_empty() {
            *self = other;
            return Ok(());
        }
        for measure in 0..MEASURES {
            let scale = self.scales[measure].max(other.scales[measure]);
            self.rescale(measure, scale)?;
            other.rescale(measure, scale)?;
        }
        for cell in other.cells {
            let at = self.at(cell.key, cell.first)?;
            let own = &mut self.cells[at];
            own.rows = own.rows.saturating_add(cell.rows);
            own.first = own.first.min(cell.first);
            for measure in 0..MEASURES {
                own.given[measure] = own.given[measure].saturating_add(cell.given[measure]);
                own.sums[measure] = own.sums[measure].checked_add(cell.sums[measure]).ok_or(TooLong)?;
            }
        }
        Ok(())
    }
}

impl Cells {
    /// The number of a key's cell, which is made when it is first asked for.
    #[inline(always)]
    fn at(&mut self, key: [u32; 3], first: u64) -> Result<usize, TooLong> {
        if self.cells.get(self.last).is_some_and(|cell| is_same(cell.key, key)) {
            return Ok(self.last);
        }
        let [frame, product, partner] = key.map(|number| number as usize);
        let known =
            self.places.get(frame).and_then(|places| places.get(product)).and_then(|places| places.get(partner));
        match known {
            Some(at) if *at != NONE => {
                self.last = *at as usize;
                Ok(self.last)
            }
            _ => self.new_cell(key, first),
        }
    }

    #[cold]
    fn new_cell(&mut self, key: [u32; 3], first: u64) -> Result<usize, TooLong> {
        if self.bytes() > MOST_BYTES {
            return Err(TooLong);
        }
        let [frame, product, partner] = key.map(|number| number as usize);
        let before = self.places.len();
        let frames = grown(&mut self.places, frame);
        let products = frames.len();
        let partners = grown(frames, product);
        let count = partners.len();
        if partner >= count {
            partners.resize((partner + 1).next_multiple_of(8), NONE);
        }
        partners[partner] = self.cells.len() as u32;
        let (added, more) = (partners.len() - count, (product + 1).saturating_sub(products));
        let vectors = more + (frame + 1).saturating_sub(before);
        self.bytes += added * size_of::<u32>() + vectors * size_of::<Vec<u32>>();
        self.cells.push(Cell { key, first, ..Cell::default() });
        Ok(self.cells.len() - 1)
    }

    /// Adds the figures of a row: value, weight and quantity.
    #[inline(always)]
    fn add(&mut self, at: usize, figures: &Figures) -> Result<(), TooLong> {
        for (measure, figure) in figures.iter().enumerate() {
            let Some((digits, scale)) = *figure else { continue };
            let aligned = self.aligned(measure, digits, scale)?;
            let cell = &mut self.cells[at];
            cell.sums[measure] += i128::from(aligned);
            cell.given[measure] += 1;
        }
        if let [Some((digits, scale)), _, Some((1.. | ..=-1, _))] = *figures {
            let aligned = self.aligned(3, digits, scale)?;
            let cell = &mut self.cells[at];
            cell.sums[3] += i128::from(aligned);
            cell.given[3] += 1;
        }
        self.cells[at].rows += 1;
        Ok(())
    }

    #[inline(always)]
    fn aligned(&mut self, measure: usize, digits: i64, scale: u32) -> Result<i64, TooLong> {
        if scale > self.scales[measure] {
            self.rescale(measure, scale)?;
        }
        let factor = TENS.get((self.scales[measure] - scale) as usize).ok_or(TooLong)?;
        digits.checked_mul(*factor).ok_or(TooLong)
    }

    #[cold]
    fn rescale(&mut self, measure: usize, scale: u32) -> Result<(), TooLong> {
        if scale == self.scales[measure] {
            return Ok(());
        }
        let factor = TENS.get((scale - self.scales[measure]) as usize).ok_or(TooLong)?;
        for cell in &mut self.cells {
            cell.sums[measure] = cell.sums[measure].checked_mul(i128::from(*factor)).ok_or(TooLong)?;
        }
        self.scales[measure] = scale;
        Ok(())
    }
}

/// Number by number: keys that were just put together would be waited for as a whole.
#[inline(always)]
fn is_same([own, product, partner]: [u32; 3], other: [u32; 3]) -> bool {
    own == other[0] && product == other[1] && partner == other[2]
}

fn grown<T: Default>(list: &mut Vec<T>, at: usize) -> &mut T {
    if at >= list.len() {
        list.resize_with(at + 1, T::default);
    }
    &mut list[at]
}
