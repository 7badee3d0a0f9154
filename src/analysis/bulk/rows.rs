//! The cells of rows.

use super::choice::Chosen;
use super::words::{NAMES, has_quantity_unit};
use super::{Bulk, Figure, column, rca};
use crate::analysis::ask::Ask;
use crate::cube::grid::{ABSENT, GIVEN, GridSums, MIXED};
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

/// The sums of a row.
#[derive(Clone, Copy)]
struct Cell<'b> {
    sums: &'b GridSums,
    at: u32,
    flags: u8,
}

impl Cell<'_> {
    fn has(self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    fn value(self) -> Option<i64> {
        self.has(GIVEN[0]).then(|| self.sums.sum(0, self.at))
    }

    /// The number of the one unit of its quantities, 0 where there is none.
    fn unit(self) -> u16 {
        if self.has(MIXED) { 0 } else { self.sums.unit_of(self.at) }
    }
}

impl Bulk<'_> {
    /// Tells rows one after another: period, reporter and flow; partner; product; units; figures; status.
    pub(super) fn tell(&self, frame: usize, rows: &[Chosen], totals: &rca::Totals, row: &mut dyn FnMut(&[Piece])) {
        let words = &self.words;
        let mut pieces = vec![Piece::Nothing; 4 + self.figures.len() + 1];
        pieces[0] = words.frame(frame);
        for chosen in rows {
            let cell = self.cell(*chosen);
            pieces[1] = words.side(chosen.side);
            pieces[2] = words.product(chosen.product);
            pieces[3] = words.unit(cell.unit());
            self.figures(*chosen, cell, totals, &mut pieces[4..]);
            row(&pieces);
        }
    }

    #[inline(always)]
    fn cell(&self, row: Chosen) -> Cell<'_> {
        let sums = &self.grid.sums;
        Cell { sums, at: row.at, flags: sums.flags(row.at) }
    }

    /// The figures of a row, and at the end why one of them is lacking.
    #[inline(always)]
    fn figures(&self, row: Chosen, cell: Cell<'_>, totals: &rca::Totals, pieces: &mut [Piece]) {
        let (mut missing, mut partial) = (None, self.is_partial);
        for (piece, figure) in pieces.iter_mut().zip(&self.figures) {
            let found = match figure {
                Figure::Indicator => Ok(self.words.indicator()),
                Figure::Sum(measure) => {
                    partial |= cell.has(ABSENT[*measure]) && cell.has(GIVEN[*measure]);
                    self.sum(cell, *measure)
                }
                Figure::Rca => rca(row, cell, totals),
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
    fn sum(&self, cell: Cell<'_>, measure: usize) -> Result<Piece, Why> {
        match (cell.has(GIVEN[measure]), cell.has(ABSENT[measure])) {
            _ if measure == 2 && cell.has(MIXED) => Err(Why::Undefined),
            (false, _) => Err(Why::NoData),
            (true, true) if measure == 0 && !self.allows_partial => Err(Why::Partial),
            (true, _) => {
                let digits = i128::from(cell.sums.sum(measure, cell.at)) * i128::from(self.grid.factors[measure]);
                Ok(Piece::Number { digits, scale: self.grid.sums.scales[measure] })
            }
        }
    }

    /// The first measure, by which rows are ordered.
    pub(super) fn shown_value(&self, row: Chosen) -> Option<i64> {
        let (cell, measure) = (self.cell(row), self.words.measure);
        let is_mixed = measure == 2 && cell.has(MIXED);
        let is_whole = !cell.has(ABSENT[measure]) || measure == 0 && self.allows_partial;
        (cell.has(GIVEN[measure]) && is_whole && !is_mixed).then(|| cell.sums.sum(measure, cell.at))
    }
}

fn rca(row: Chosen, cell: Cell<'_>, totals: &rca::Totals) -> Result<Piece, Why> {
    let value = cell.value().ok_or(Why::NoData)?;
    let digits = totals.rca(row, value).ok_or(Why::Undefined)?;
    Ok(Piece::Rate { digits, scale: rca::PLACES })
}
