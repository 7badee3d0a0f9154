//! The cells of rows.

use super::choice::Chosen;
use super::{Bulk, Figure, MEASURES, column, rca};
use crate::analysis::ask::Ask;
use crate::cube::grid::{ABSENT, GIVEN, MIXED};
use crate::model::{Code, Measure, View};
use crate::reference::{entity, products};
use crate::table::{Column, Kind, Piece, Why};

/// Columns of words that every answer has.
const NAMES: [&str; 8] = ["period", "reporter", "flow", "partner", "partner_name", "product", "product_name", "unit"];

/// Reasons that a figure of such an answer may lack.
const REASONS: [Why; 3] = [Why::NoData, Why::Partial, Why::Undefined];

pub(super) fn columns(ask: &Ask) -> Vec<Column> {
    let mut columns: Vec<Column> = NAMES.iter().map(|name| column(name, name, Kind::Text)).collect();
    if has_quantity_unit(ask) {
        columns.push(column("quantity_unit", "quantity unit", Kind::Text));
    }
    columns.extend(ask.columns.iter().map(|figure| column(figure.name, figure.heading, figure.kind)));
    columns.push(column("status", "status", Kind::Text));
    columns
}

fn has_quantity_unit(ask: &Ask) -> bool {
    ask.measures.iter().skip(1).any(|measure| matches!(measure, Measure::Quantity | Measure::UnitValue))
}

/// Every word of an answer, each once, and where those of a kind begin.
#[derive(Debug, Default)]
pub(super) struct Words {
    all: Vec<String>,
    frames: u32,
    sides: u32,
    products: u32,
    units: u32,
    reasons: u32,
    unit: u32,
    indicator: u32,
    measure: usize,
    has_quantity_unit: bool,
}

impl Words {
    pub(super) fn of(bulk: &Bulk<'_>, ask: &Ask) -> Words {
        let mut words = Words { has_quantity_unit: has_quantity_unit(ask), ..Words::default() };
        words.measure = MEASURES.iter().position(|measure| *measure == ask.measure()).unwrap_or(0);
        let frame = |(frame, _): &(crate::cube::grid::Frame, Vec<usize>)| {
            [frame.period.to_string(), frame.reporter.to_string(), View::from(frame.flow).to_string()]
        };
        words.frames = words.take(bulk.frames.iter().flat_map(frame));
        words.sides =
            words.take(bulk.sides.codes.iter().flat_map(|code| [code.to_string(), entity::title(*code).to_owned()]));
        let name = |product| products::name(product).unwrap_or_else(|| product.to_string());
        words.products = words.take(bulk.products.iter().flat_map(|product| [product.to_string(), name(*product)]));
        words.units = words.take(bulk.grid.units.iter().map(Code::to_string));
        words.reasons = words.take(REASONS.iter().map(|why| why.code().to_owned()));
        let currency = bulk.grid.head.currency.map(|code| code.to_string()).unwrap_or_default();
        let unit = match ask.measure() {
            Measure::Weight => "kg".to_owned(),
            Measure::Quantity => String::new(),
            Measure::Value | Measure::UnitValue => currency,
        };
        words.unit = words.take([unit].into_iter());
        words.indicator = words.take(["rca".to_owned()].into_iter());
        words
    }

    /// Adds words and gives the number of the first.
    fn take(&mut self, words: impl Iterator<Item = String>) -> u32 {
        let first = self.all.len() as u32;
        self.all.extend(words);
        first
    }

    pub(super) fn all(&self) -> &[String] {
        &self.all
    }

    fn reason(&self, why: Why) -> Piece {
        REASONS
            .iter()
            .position(|known| *known == why)
            .map_or(Piece::Nothing, |at| Piece::Word(self.reasons + at as u32))
    }
}

impl Bulk<'_> {
    /// Tells rows one after another.
    pub(super) fn tell(&self, frame: usize, rows: &[Chosen], totals: &rca::Totals, row: &mut dyn FnMut(&[Piece])) {
        let mut pieces = vec![Piece::Nothing; self.columns.len()];
        let words = &self.words;
        let first = words.frames + 3 * frame as u32;
        (0..3).for_each(|at| pieces[at as usize] = Piece::Word(first + at));
        for chosen in rows {
            let (side, product) = (words.sides + 2 * chosen.side, words.products + 2 * chosen.product);
            pieces[3] = Piece::Word(side);
            pieces[4] = Piece::Word(side + 1);
            pieces[5] = Piece::Word(product);
            pieces[6] = Piece::Word(product + 1);
            pieces[7] = self.unit(*chosen);
            if words.has_quantity_unit {
                pieces[8] = self.quantity_unit(*chosen);
            }
            self.figures(*chosen, totals, &mut pieces[8 + usize::from(words.has_quantity_unit)..]);
            row(&pieces);
        }
    }

    /// The unit of the first measure; where quantities have none, no word.
    fn unit(&self, row: Chosen) -> Piece {
        match self.quantity_unit(row) {
            unit @ Piece::Word(_) if self.words.measure == 2 => unit,
            _ => Piece::Word(self.words.unit),
        }
    }

    fn quantity_unit(&self, row: Chosen) -> Piece {
        let block = &self.grid.sums.blocks[row.block as usize];
        let unit = block.unit_of(row.at as usize);
        let is_one = unit > 0 && block.flags[row.at as usize] & MIXED == 0;
        if is_one { Piece::Word(self.words.units + u32::from(unit) - 1) } else { Piece::Nothing }
    }

    /// The figures of a row, and at the end why one of them is lacking.
    fn figures(&self, row: Chosen, totals: &rca::Totals, pieces: &mut [Piece]) {
        let (mut missing, mut partial) = (None, self.is_partial);
        for (piece, figure) in pieces.iter_mut().zip(&self.figures) {
            *piece = match figure {
                Figure::Indicator => Piece::Word(self.words.indicator),
                Figure::Sum(measure) => match self.sum(row, *measure) {
                    Ok((sum, is_whole)) => {
                        partial |= !is_whole;
                        sum
                    }
                    Err(why) => {
                        missing = missing.or(Some(why));
                        Piece::Nothing
                    }
                },
                Figure::Rca => match self.value(row).and_then(|value| totals.rca(row, value)) {
                    Some(digits) => Piece::Rate { digits, scale: rca::PLACES },
                    None => {
                        missing =
                            missing.or(Some(if self.value(row).is_some() { Why::Undefined } else { Why::NoData }));
                        Piece::Nothing
                    }
                },
            };
        }
        let why = missing.or(partial.then_some(Why::Partial));
        if let Some(last) = pieces.last_mut() {
            *last = why.map_or(Piece::Nothing, |why| self.words.reason(why));
        }
    }

    /// A sum, and whether every row has the measure.
    fn sum(&self, row: Chosen, measure: usize) -> Result<(Piece, bool), Why> {
        let block = &self.grid.sums.blocks[row.block as usize];
        let flags = block.flags[row.at as usize];
        let (given, absent) = (flags & GIVEN[measure] != 0, flags & ABSENT[measure] != 0);
        match (given, absent) {
            _ if measure == 2 && flags & MIXED != 0 => Err(Why::Undefined),
            (false, _) => Err(Why::NoData),
            (true, true) if measure == 0 && !self.allows_partial => Err(Why::Partial),
            (true, _) => {
                let digits = i128::from(block.sum(measure, row.at as usize)) * i128::from(self.grid.factors[measure]);
                Ok((Piece::Number { digits, scale: self.grid.sums.scales[measure] }, !absent))
            }
        }
    }

    /// The first measure, by which rows are ordered.
    pub(super) fn shown_value(&self, row: Chosen) -> Option<i64> {
        let block = &self.grid.sums.blocks[row.block as usize];
        let (measure, flags) = (self.words.measure, block.flags[row.at as usize]);
        let is_mixed = measure == 2 && flags & MIXED != 0;
        let is_whole = flags & ABSENT[measure] == 0 || measure == 0 && self.allows_partial;
        (flags & GIVEN[measure] != 0 && is_whole && !is_mixed).then(|| block.sum(measure, row.at as usize))
    }
}
