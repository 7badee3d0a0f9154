//! Sums of millions of keys, kept in as few bytes as they need: for answers that list them all.

mod cell;
mod columns;
mod sums;

use super::Cube;
use crate::model::{Class, Code, Flow, PartnerKind, Period, Product};

pub use cell::Cell;
pub use columns::{Columns, Figures, NOTHING, TOGETHER};
pub use sums::{ABSENT, GIVEN, GridSums, MIXED, TooLong};

/// Value, weight and quantity.
pub const MEASURES: usize = 3;

/// Sums by period, direction, product and partner, and what is known of the data beside them.
#[derive(Debug, Default)]
pub struct Grid {
    /// Everything but facts.
    pub head: Cube,
    /// By what value, weight and quantity are multiplied.
    pub factors: [i64; MEASURES],
    /// What the numbers of a key stand for.
    pub frames: Vec<Frame>,
    /// Partners.
    pub sides: Vec<Side>,
    /// Products.
    pub goods: Vec<Goods>,
    /// Units of quantities, by their numbers from 1.
    pub units: Vec<Code>,
    /// The sums.
    pub sums: GridSums,
}

/// Everything of a key but its product and partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Frame {
    /// The months.
    pub period: Period,
    /// Direction of trade.
    pub flow: Flow,
    /// Who reports.
    pub reporter: Code,
    /// Splits in which the rows are parts, one bit each.
    pub splits: u8,
}

/// A partner of rows; none where the question does not ask for them.
#[derive(Debug, Clone, Copy)]
pub struct Side {
    /// The partner.
    pub partner: Option<Code>,
    /// What its code stands for.
    pub kind: PartnerKind,
}

/// What rows of a product are added to.
#[derive(Debug, Clone)]
pub struct Goods {
    /// The products.
    pub products: Vec<Product>,
    /// The list of the rows.
    pub class: Class,
    /// Their digits.
    pub digits: u8,
}
