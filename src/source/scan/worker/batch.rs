//! Rows that are asked for, added together in steps: what their words mean, then their numbers, then the sums.
//!
//! Each step is short and does the same for all rows, so that waiting for the memory of one is waiting for that of all.

use super::super::block::{Marked, Row, RowAt};
use super::super::cells::{Figures, Sums, Together};
use super::super::number::Spans;
use super::super::plan::{Number, written};
use super::super::registry::{LEVELS, Numbers};
use super::super::resolver::Stop;
use super::{Frame, TOGETHER, Worker};
use crate::cube::Origin;
use crate::cube::grid::{Columns, NOTHING};

/// Rows that are asked for.
#[derive(Debug, Default)]
pub(super) struct Batch {
    count: usize,
    rows: [RowAt; TOGETHER],
    lines: [u64; TOGETHER],
    /// What the rows are about, and which of these each row is.
    frames: [Frame; TOGETHER],
    known: usize,
    about: [u8; TOGETHER],
    partners: [Numbers; TOGETHER],
    products: [Numbers; TOGETHER],
    cells: Spans,
    figures: Columns,
    /// Which rows are out of the ordinary, a bit a row.
    odd: u32,
}

impl Batch {
    /// Takes note of what the next rows are about.
    pub(super) fn begin(&mut self, frame: Frame) {
        self.known = if self.count == 0 { 0 } else { self.known + 1 } % TOGETHER;
        self.frames[self.known] = frame;
    }

    /// Takes a row; there must be room.
    #[inline(always)]
    pub(super) fn wait(&mut self, row: RowAt, line: u64) {
        if self.count < TOGETHER {
            (self.rows[self.count], self.lines[self.count]) = (row, line);
            self.about[self.count] = self.known as u8;
            self.count += 1;
        }
    }

    /// Forgets the rows; the next ones may be about the same.
    fn clear(&mut self) {
        self.frames[0] = self.frames[self.known % TOGETHER];
        (self.known, self.count) = (0, 0);
    }

    #[inline(always)]
    fn frame(&self, at: usize) -> &Frame {
        &self.frames[usize::from(self.about[at % TOGETHER]) % TOGETHER]
    }

    #[inline(always)]
    fn key(&self, at: usize) -> [Numbers; 3] {
        [self.frame(at).numbers, self.products[at % TOGETHER], self.partners[at % TOGETHER]]
    }

    fn row<'b>(&self, at: usize, rows: Marked<'b>) -> Row<'b> {
        rows.row(self.rows[at], self.lines[at])
    }
}

impl<S: Sums> Worker<'_, '_, S> {
    /// Adds the rows that wait.
    #[inline(always)]
    pub(super) fn add_waiting(&mut self, rows: Marked<'_>) -> Result<(), Stop> {
        if self.batch.count == 0 {
            return Ok(());
        }
        self.batch.odd = 0;
        self.look_up(rows)?;
        let is_wide = self.sums.is_wide(self.batch.frame(0).numbers);
        if is_wide {
            (0..self.batch.count.min(TOGETHER)).for_each(|at| self.sums.expect(self.batch.key(at)));
        }
        self.read_numbers(rows);
        if self.batch.odd == 0 {
            self.add_together(is_wide)?
        } else {
            self.add_alone(rows)?
        }
        self.batch.clear();
        Ok(())
    }

    /// Adds rows some of which are out of the ordinary.
    #[inline(never)]
    fn add_alone(&mut self, rows: Marked<'_>) -> Result<(), Stop> {
        for at in 0..self.batch.count {
            if self.batch.odd >> at & 1 == 1 {
                self.odd(self.batch.row(at, rows))?;
                continue;
            }
            let (frame, figures) = (*self.batch.frame(at), self.batch.figures.row(at));
            let key = self.batch.key(at);
            self.counts[0] += 1;
            self.mark(frame.mark);
            self.add(self.batch.lines[at], key, &figures, frame.unit)?;
        }
        Ok(())
    }

    /// Finds out what partners and products mean.
    #[inline(always)]
    fn look_up(&mut self, rows: Marked<'_>) -> Result<(), Stop> {
        let plan = &self.shared.plan;
        let count = self.batch.count.min(TOGETHER);
        for at in 0..count {
            let (which, start, end) = rows.filled(self.batch.rows[at], &plan.partner);
            match self.partners[which].get(rows.text, start, end) {
                Some(known) => self.batch.partners[at] = known,
                None => match self.new_partner(self.batch.row(at, rows), which, start, end)? {
                    Some(new) => self.batch.partners[at] = new,
                    None => self.batch.odd |= 1 << at,
                },
            }
        }
        for at in 0..count {
            let (which, start, end) = rows.filled(self.batch.rows[at], &plan.product);
            let list = plan.list.map_or(0, |_| self.batch.frame(at).list as usize);
            let words = self.products.get_mut(list).and_then(|products| products.get_mut(which));
            match words.and_then(|words| words.get(rows.text, start, end)) {
                Some(known) => self.batch.products[at] = known,
                None => match self.new_product(self.batch.row(at, rows), *self.batch.frame(at), which, start, end)? {
                    Some(new) => self.batch.products[at] = new,
                    None => self.batch.odd |= 1 << at,
                },
            }
        }
        Ok(())
    }

    #[inline(always)]
    fn read_numbers(&mut self, rows: Marked<'_>) {
        let plan = &self.shared.plan;
        for (measure, number) in plan.numbers.iter().enumerate() {
            if let Some(number) = number {
                self.read_column(rows, measure, *number);
            }
        }
        if plan.has_units {
            let has_none: [bool; TOGETHER] = std::array::from_fn(|at| self.batch.frame(at).unit == 0);
            self.batch.figures.without_zeros(2, &has_none);
        }
    }

    #[inline(always)]
    fn read_column(&mut self, rows: Marked<'_>, measure: usize, number: Number) {
        let count = self.batch.count.min(TOGETHER);
        let Batch { rows: places, cells, figures, .. } = &mut self.batch;
        let (digits, scales) = (&mut figures.digits[measure], &mut figures.scales[measure]);
        for (at, place) in places.iter().enumerate().take(count) {
            let (start, end) = rows.cell(*place, number.at);
            (cells.starts[at], cells.ends[at]) = (start as u32, end as u32);
        }
        for at in count..TOGETHER {
            (cells.starts[at], cells.ends[at]) = (cells.starts[0], cells.ends[0]);
        }
        cells.count = count;
        let mut left = (1 << TOGETHER) - 1;
        if number.is_plain {
            left = cells.numbers(self.kernel, rows.text, digits, scales);
        }
        for (at, scale) in scales.iter_mut().enumerate() {
            // An empty cell has no number; so has a row that is not there.
            if cells.starts[at] == cells.ends[at] || at >= count {
                (digits[at], *scale) = (0, NOTHING);
                left &= !(1 << at);
            }
        }
        while left != 0 {
            let at = left.trailing_zeros() as usize;
            self.read_alone(rows.text, measure, at);
            left &= left - 1;
        }
    }

    #[inline(never)]
    fn read_alone(&mut self, text: &[u8], measure: usize, at: usize) {
        let (start, end) = (self.batch.cells.starts[at] as usize, self.batch.cells.ends[at] as usize);
        let figure = written(self.shared.profile, &text[start..end]);
        match figure {
            Ok(figure) => self.batch.figures.put(measure, at, figure),
            // Only the plain reader knows.
            Err(()) => {
                self.batch.odd |= 1 << at;
                self.batch.figures.put(measure, at, None);
            }
        }
    }

    /// Takes note that a row has a mark of the publisher's, if it has one.
    #[inline(always)]
    fn mark(&mut self, mark: u32) {
        if mark > 0 {
            self.marks[mark as usize - 1].1 += 1;
        }
    }

    /// Adds the rows of the batch, none of which is odd.
    #[inline(always)]
    fn add_together(&mut self, is_wide: bool) -> Result<(), Stop> {
        let count = self.batch.count.min(TOGETHER);
        let mut cells = [0; TOGETHER];
        for (at, cell) in cells.iter_mut().enumerate().take(count) {
            *cell = self.sums.find(self.batch.key(at))?;
        }
        if is_wide {
            self.sums.fetch(&cells);
        }
        let (mut covered, mut levels, mut last) = (0, 0, self.batch.frame(0).numbers.cover);
        let (mut frames, mut units) = ([Numbers::default(); TOGETHER], [0; TOGETHER]);
        for at in 0..count {
            let Frame { numbers, mark, unit, .. } = *self.batch.frame(at);
            let (product, partner) = (self.batch.products[at], self.batch.partners[at]);
            self.unique.take([numbers.identity, product.identity, partner.identity])?;
            if numbers.cover != last {
                self.cover(last, levels, covered)?;
                (covered, last) = (0, numbers.cover);
            }
            levels |= product.cover;
            covered |= 1_u64.wrapping_shl(partner.cover * LEVELS as u32 + product.cover);
            self.mark(mark);
            (frames[at], units[at]) = (numbers, unit as u16);
        }
        self.cover(last, levels, covered)?;
        self.counts[0] += count as u64;
        let Batch { products, partners, lines, figures, .. } = &self.batch;
        let (frames, units, file) = (&frames[..count], &units[..count], self.shared.file);
        Ok(self.sums.add_rows(&Together { frames, cells: &cells, products, partners, units, lines, figures, file })?)
    }

    /// Takes note of what rows of a frame cover.
    #[inline(always)]
    fn cover(&mut self, frame: u32, levels: u32, bits: u64) -> Result<(), Stop> {
        if levels as usize >= LEVELS {
            return Err(Stop::Plain);
        }
        let frame = frame as usize;
        if frame >= self.covered.len() {
            self.covered.resize(frame + 1, 0);
        }
        self.covered[frame] |= bits;
        Ok(())
    }

    /// Adds a row.
    pub(super) fn add(&mut self, line: u64, key: [Numbers; 3], figures: &Figures, unit: u32) -> Result<(), Stop> {
        self.unique.take(key.map(|numbers| numbers.identity))?;
        let [frame, level, kind] = key.map(|numbers| numbers.cover);
        self.cover(frame, level, 1_u64.wrapping_shl(kind * LEVELS as u32 + level))?;
        let first = Origin { file: self.shared.file, line }.packed();
        Ok(self.sums.add_row(key, first, figures, unit as u16)?)
    }
}
