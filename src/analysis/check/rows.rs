//! What single rows say: impossible signs.

use rust_decimal::Decimal;

use super::finding::{Finding, Seen, Severity};
use crate::cube::{Cube, Observation, Origin};
use crate::model::Period;

/// What is remembered of the rows while they are read.
#[derive(Debug, Default)]
pub struct Rows {
    negative: Vec<Negative>,
    negatives: u64,
}

/// A figure below zero.
#[derive(Debug)]
struct Negative {
    series: String,
    period: Period,
    measure: &'static str,
    figure: Decimal,
    origin: Origin,
}

/// How many rows with figures below zero are remembered.
const REMEMBERED: usize = 10_000;

impl Rows {
    /// Looks at a row.
    pub fn take(&mut self, row: &Observation) {
        let figures = [("value", row.value), ("weight", row.weight), ("quantity", row.quantity)];
        for (measure, figure) in figures {
            if let Some(figure) = figure.filter(|figure| figure.is_sign_negative() && !figure.is_zero()) {
                self.negatives += 1;
                if self.negative.len() < REMEMBERED {
                    let series = format!("{} {} {} {}", row.reporter, row.flow, row.partner, row.product);
                    let series = series.trim().to_owned();
                    self.negative.push(Negative { series, period: row.period, measure, figure, origin: row.origin });
                }
            }
        }
    }

    /// Figures below zero.
    pub(super) fn signs(&self, cube: &Cube) -> impl Iterator<Item = Finding> {
        self.negative.iter().map(|row| {
            let message = format!("{} below zero, as a correction has it", row.measure);
            Finding::new("negative", Severity::Warning, message)
                .about(row.series.clone(), row.period)
                .found(Seen::Figure(row.figure))
                .expected(Seen::Word("0 or more".to_owned()))
                .size(row.figure.abs())
                .at(cube, row.origin)
        })
    }

    /// How many figures below zero there are beyond those that are remembered.
    pub(super) fn more_signs(&self) -> u64 {
        self.negatives - self.negative.len() as u64
    }
}
