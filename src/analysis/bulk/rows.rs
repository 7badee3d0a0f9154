//! The cells of rows.

use std::ops::Range;

use super::gather::Rows;
use super::rca::{self, Totals};
use super::words::{NAMES, has_quantity_unit};
use super::{Bulk, Figure, column};
use crate::analysis::ask::Ask;
use crate::cube::grid::{ABSENT, Cell, GIVEN, MIXED};
use crate::table::{Column, Kind, Piece, Why};

pub(super) fn columns(ask: &Ask) -> Vec<Column> {
    let mut columns: Vec<Column> = NAMES.iter().map(|name| column(name, name, Kind::Text)).collect();
    if has_quantity_unit(ask) {
        columns.push(column("quantity_unit", "quantity unit", Kind::Text));
    }
    columns.extend(ask.columns.iter().map(|figure| column(figure.name, figure.heading, figure.kind)));
    columns.push(column("status", "status", Kind::Text));
    columns
}

impl Bulk<'_> {
    /// Tells the rows of some partners one after another: period, reporter and flow; partner; product; units; figures; status.
    pub(super) fn tell(
        &self,
        frame: usize,
        rows: &Rows,
        sides: Range<usize>,
        totals: &Totals,
        row: &mut dyn FnMut(&[Piece]),
    ) {
        let words = &self.words;
        let mut pieces = vec![Piece::Nothing; 4 + self.figures.len() + 1];
        pieces[0] = words.frame(frame);
        let mut order = Vec::new();
        for side in sides {
            pieces[1] = words.side(side as u32);
            let of_side = totals.of_side(side);
            let mut tell = |cell: Cell| {
                pieces[2] = words.product(cell.tag());
                // Quantities in several units have none.
                pieces[3] = words.unit(if cell.has(MIXED) { 0 } else { cell.unit() });
                self.figures(&cell, of_side, totals, &mut pieces[4..]);
                row(&pieces);
            };
            match self.by_product {
                true => rows.of_side(side).for_each(|at| tell(rows.cell(at))),
                false => self.ordered(rows, side, &mut order).for_each(|at| tell(rows.cell(at))),
            }
        }
    }

    /// The figures of a row, and at the end why one of them is lacking.
    #[inline(always)]
    fn figures(&self, cell: &Cell, of_side: i128, totals: &Totals, pieces: &mut [Piece]) {
        let (mut missing, mut partial) = (None, self.is_partial);
        for (piece, figure) in pieces.iter_mut().zip(&self.figures) {
            let found = match figure {
                Figure::Indicator => Ok(self.words.indicator()),
                Figure::Sum(measure) => {
                    partial |= cell.has(ABSENT[*measure]) && cell.has(GIVEN[*measure]);
                    self.sum(cell, *measure)
                }
                Figure::Rca => self.rca(cell, of_side, totals),
            };
            *piece = found.unwrap_or_else(|why| {
                missing = missing.or(Some(why));
                Piece::Nothing
            });
        }
        let why = missing.or(partial.then_some(Why::Partial));
        if let Some(last) = pieces.last_mut() {
            *last = why.map_or(Piece::Nothing, |why| self.words.reason(why));
        }
    }

    /// The sum of a measure, as far as rows have it.
    #[inline(always)]
    fn sum(&self, cell: &Cell, measure: usize) -> Result<Piece, Why> {
        match (cell.has(GIVEN[measure]), cell.has(ABSENT[measure])) {
            _ if measure == 2 && cell.has(MIXED) => Err(Why::Undefined),
            (false, _) => Err(Why::NoData),
            (true, true) if measure == 0 && !self.allows_partial => Err(Why::Partial),
            (true, _) => {
                let digits = i128::from(self.grid.sums.sum(measure, cell)) * i128::from(self.grid.factors[measure]);
                Ok(Piece::Number { digits, scale: self.grid.sums.scales[measure] })
            }
        }
    }

    fn rca(&self, cell: &Cell, of_side: i128, totals: &Totals) -> Result<Piece, Why> {
        let value = self.value(cell).ok_or(Why::NoData)?;
        let digits = totals.rca(of_side, cell.tag(), value).ok_or(Why::Undefined)?;
        Ok(Piece::Rate { digits, scale: rca::PLACES })
    }

    /// The first measure, by which rows are ordered.
    #[inline(always)]
    pub(super) fn shown_value(&self, cell: &Cell) -> Option<i64> {
        let measure = self.words.measure;
        let is_mixed = measure == 2 && cell.has(MIXED);
        let is_whole = !cell.has(ABSENT[measure]) || measure == 0 && self.allows_partial;
        (cell.has(GIVEN[measure]) && is_whole && !is_mixed).then(|| self.grid.sums.sum(measure, cell))
    }
}
