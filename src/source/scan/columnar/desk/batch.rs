//! Rows that are added together, in the steps in which those of delimited text are.

use std::ops::Range;

use super::super::super::cells::{Sums, Together};
use super::super::super::registry::Numbers;
use super::super::super::resolver::Stop;
use super::{Desk, Frame};
use crate::cube::grid::TOGETHER;

/// Rows and what their words mean.
#[derive(Default)]
struct Batch {
    rows: Range<usize>,
    frames: [Frame; TOGETHER],
    numbers: [Numbers; TOGETHER],
    products: [Numbers; TOGETHER],
    partners: [Numbers; TOGETHER],
}

impl Batch {
    #[inline(always)]
    fn key(&self, at: usize) -> [Numbers; 3] {
        [self.numbers[at], self.products[at], self.partners[at]]
    }
}

impl<S: Sums> Desk<'_, '_, S> {
    /// Adds rows that are asked for.
    pub(super) fn add_rows(&mut self, from: usize, to: usize) -> Result<(), Stop> {
        let mut batch = Batch { rows: from..from, ..Batch::default() };
        while batch.rows.end < to {
            batch.rows = batch.rows.end..to.min(batch.rows.end + TOGETHER);
            if self.look_up(&mut batch)? && self.read_numbers(&batch) {
                self.add_together(&batch)?;
            } else {
                self.add_alone(batch.rows.clone())?;
            }
        }
        Ok(())
    }

    /// What the words of rows mean, where all of it is known and the first columns say it.
    #[inline(always)]
    fn look_up(&mut self, batch: &mut Batch) -> Result<bool, Stop> {
        let (mut frame, mut until, mut is_known) = (Frame::default(), batch.rows.start, true);
        for (at, row) in batch.rows.clone().enumerate() {
            if row >= until {
                (frame, until) = self.frame(row, batch.rows.end)?;
            }
            let list = self.shared.plan.list.map_or(0, |list| self.ids[list] as usize);
            (batch.frames[at], batch.numbers[at]) = (frame, frame.numbers);
            match (self.partners.quick(0, row), self.products.quick(list, row)) {
                (Some(partner), Some(product)) => (batch.partners[at], batch.products[at]) = (*partner, *product),
                _ => is_known = false,
            }
        }
        Ok(is_known)
    }

    /// Their figures; whether none is out of the ordinary.
    #[inline(always)]
    fn read_numbers(&mut self, batch: &Batch) -> bool {
        if self.sums.is_wide(batch.numbers[0]) {
            (0..batch.rows.len()).for_each(|at| self.sums.expect(batch.key(at)));
        }
        let mut is_plain = true;
        for (measure, digits) in self.digits.iter().enumerate() {
            if let Some(digits) = digits {
                is_plain &= digits.take(&batch.rows, measure, &mut self.figures);
            }
        }
        if self.shared.plan.has_units {
            self.figures.without_zeros(2, &batch.frames.map(|frame| frame.unit == 0));
        }
        is_plain
    }

    #[inline(always)]
    fn add_together(&mut self, batch: &Batch) -> Result<(), Stop> {
        let count = batch.rows.len().min(TOGETHER);
        let mut cells = [0; TOGETHER];
        for (at, cell) in cells.iter_mut().enumerate().take(count) {
            *cell = self.sums.find(batch.key(at))?;
        }
        if self.sums.is_wide(batch.numbers[0]) {
            self.sums.fetch(&cells);
        }
        for at in 0..count {
            let key = batch.key(at);
            self.unique.take(key.map(|numbers| numbers.identity))?;
            self.cover(key)?;
            self.mark(batch.frames[at].mark);
        }
        self.kinds[0].1 += count as u64;
        let first = self.part.line + batch.rows.start as u64;
        let lines: [u64; TOGETHER] = std::array::from_fn(|at| first + at as u64);
        Ok(self.sums.add_rows(&Together {
            frames: &batch.numbers[..count],
            cells: &cells,
            products: &batch.products,
            partners: &batch.partners,
            units: &batch.frames.map(|frame| frame.unit as u16)[..count],
            lines: &lines,
            figures: &self.figures,
            file: self.shared.file,
        })?)
    }

    /// Adds rows some of which are out of the ordinary.
    #[inline(never)]
    fn add_alone(&mut self, rows: Range<usize>) -> Result<(), Stop> {
        let (mut frame, mut until) = (Frame::default(), rows.start);
        for row in rows.clone() {
            if row >= until {
                (frame, until) = self.frame(row, rows.end)?;
            }
            let list = self.shared.plan.list.map_or(0, |list| self.ids[list] as usize);
            self.other(row, &frame, list)?;
        }
        Ok(())
    }
}
