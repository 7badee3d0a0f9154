//! The words of an answer: of each kind, those that stand beside one another together.

use super::{Bulk, MEASURES};
use crate::analysis::ask::Ask;
use crate::model::{Code, Measure, Product, View};
use crate::reference::{entity, products};
use crate::table::{Phrase, Piece, Why};

/// Columns of words that every answer has.
pub(super) const NAMES: [&str; 8] =
    ["period", "reporter", "flow", "partner", "partner_name", "product", "product_name", "unit"];

/// Where each kind of words stands among these.
const FRAME: usize = 0;
const SIDE: usize = 3;
const PRODUCT: usize = 5;
const UNIT: usize = 7;

/// Reasons that a figure of such an answer may lack.
const REASONS: [Why; 3] = [Why::NoData, Why::Partial, Why::Undefined];

/// Every phrase of an answer, each once, and where those of a kind begin.
#[derive(Debug, Default)]
pub(super) struct Words {
    all: Vec<Phrase>,
    frames: u32,
    sides: u32,
    products: u32,
    units: u32,
    reasons: u32,
    indicator: u32,
    pub(super) measure: usize,
}

pub(super) fn has_quantity_unit(ask: &Ask) -> bool {
    ask.measures.iter().skip(1).any(|measure| matches!(measure, Measure::Quantity | Measure::UnitValue))
}

impl Words {
    pub(super) fn of(bulk: &Bulk<'_>, ask: &Ask) -> Words {
        let measure = MEASURES.iter().position(|measure| *measure == ask.measure()).unwrap_or(0);
        let mut words = Words { measure, ..Words::default() };
        let frame = |(frame, _): &(crate::cube::grid::Frame, Vec<usize>)| {
            vec![frame.period.to_string(), frame.reporter.to_string(), View::from(frame.flow).to_string()]
        };
        words.frames = words.take(FRAME, bulk.frames.iter().map(frame));
        let side = |code: &Code| vec![code.to_string(), entity::title(*code).to_owned()];
        words.sides = words.take(SIDE, bulk.sides.codes.iter().map(side));
        let names = bulk.products.iter().zip(products::names(&bulk.products));
        let product = |(own, name): (&Product, Option<String>)| {
            let code = own.to_string();
            vec![code.clone(), name.unwrap_or(code)]
        };
        words.products = words.take(PRODUCT, names.map(product));
        words.take_units(bulk, ask);
        let figures = UNIT + 1 + usize::from(has_quantity_unit(ask));
        let status = bulk.columns.len() - 1;
        words.reasons = words.take(status, REASONS.iter().map(|why| vec![why.code().to_owned()]));
        let place = ask.columns.iter().position(|column| column.name == "indicator").unwrap_or_default();
        words.indicator = words.take(figures + place, [vec!["rca".to_owned()]].into_iter());
        words
    }

    /// The unit of the first measure, and beside it that of quantities where the answer has it: none, then each that
    /// occurs. Where quantities have no unit, it is no word.
    fn take_units(&mut self, bulk: &Bulk<'_>, ask: &Ask) {
        let currency = bulk.grid.head.currency.map(|code| code.to_string()).unwrap_or_default();
        let unit = |of_quantity: Option<&String>| match ask.measure() {
            Measure::Weight => "kg".to_owned(),
            Measure::Quantity => of_quantity.cloned().unwrap_or_default(),
            Measure::Value | Measure::UnitValue => currency.clone(),
        };
        self.units = self.all.len() as u32;
        let units = bulk.grid.units.iter().map(|code| Some(code.to_string()));
        for of_quantity in std::iter::once(None).chain(units) {
            let mut words = vec![Some(unit(of_quantity.as_ref()))];
            if has_quantity_unit(ask) {
                words.push(of_quantity);
            }
            self.all.push(Phrase { column: UNIT, words });
        }
    }

    /// Adds phrases and gives the number of the first.
    fn take(&mut self, column: usize, phrases: impl Iterator<Item = Vec<String>>) -> u32 {
        let first = self.all.len() as u32;
        self.all.extend(phrases.map(|words| Phrase { column, words: words.into_iter().map(Some).collect() }));
        first
    }

    pub(super) fn all(&self) -> &[Phrase] {
        &self.all
    }

    pub(super) fn frame(&self, frame: usize) -> Piece {
        Piece::Words(self.frames + frame as u32)
    }

    pub(super) fn side(&self, side: u32) -> Piece {
        Piece::Words(self.sides + side)
    }

    pub(super) fn product(&self, product: u32) -> Piece {
        Piece::Words(self.products + product)
    }

    /// The units where quantities have the one of this number; 0 is none.
    pub(super) fn unit(&self, number: u16) -> Piece {
        Piece::Words(self.units + u32::from(number))
    }

    pub(super) fn indicator(&self) -> Piece {
        Piece::Words(self.indicator)
    }

    pub(super) fn reason(&self, why: Why) -> Piece {
        let known = REASONS.iter().position(|known| *known == why);
        known.map_or(Piece::Nothing, |at| Piece::Words(self.reasons + at as u32))
    }
}
