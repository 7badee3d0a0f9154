//! What is known of a series in a period.

use std::hash::{Hash, Hasher};

use rust_decimal::Decimal;

use super::{Amounts, Origin, Published};
use crate::model::{Code, Flow, Month, Period, Product, Revision};

/// A series over time: everything that tells a fact but its period and its edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Series {
    /// Who reports.
    pub reporter: Code,
    /// Direction of trade.
    pub flow: Flow,
    /// The other side.
    pub partner: Code,
    /// What was traded.
    pub product: Product,
    /// Digits of the rows that were added up: a chapter may come from a row of its own or from its subheadings.
    pub digits: u8,
    /// Splits in which the rows are parts and not the total, one bit each.
    pub splits: u8,
}

/// Which publication of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edition {
    /// When it was published, where the data says so.
    pub vintage: Option<Month>,
    /// What it was rounded to in print; zero when it is exact.
    pub rounded_to: Decimal,
    /// Currency that it was published in.
    pub currency: Code,
}

impl Hash for Edition {
    /// A decimal takes long, and most figures are exact.
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.vintage.hash(state);
        self.currency.hash(state);
        if !self.rounded_to.is_zero() {
            self.rounded_to.hash(state);
        }
    }
}

impl Edition {
    /// Whether only a rate was published, and no figure.
    pub fn is_rate(self) -> bool {
        self.rounded_to == Decimal::MAX
    }
}

/// A fact's place in time and among publications.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The months.
    pub period: Period,
    /// The publication.
    pub edition: Edition,
}

/// The figures of a series in a span.
#[derive(Debug, Clone, Copy)]
pub struct Fact {
    /// The amounts.
    pub amounts: Amounts,
    /// The publisher's own rates.
    pub published: Published,
    /// First row that it was read from.
    pub origin: Origin,
    /// Number of rows.
    pub rows: u32,
    /// Editions of the Harmonized System that the rows are of.
    pub revisions: Revisions,
}

/// Editions of a classification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revisions {
    /// None is known.
    Unknown,
    /// This one.
    One(Revision),
    /// Several.
    Several,
}

impl Revisions {
    /// The editions of both.
    #[must_use]
    pub fn and(self, other: Revisions) -> Revisions {
        match (self, other) {
            (Revisions::Unknown, known) | (known, Revisions::Unknown) => known,
            (a, b) if a == b => a,
            _ => Revisions::Several,
        }
    }
}

impl Fact {
    /// Adds another fact; the publisher's rates of the parts say nothing of the sum.
    pub fn add(&mut self, other: &Fact) {
        self.amounts = self.amounts.plus(other.amounts, 1);
        self.published = Published::default();
        self.origin = self.origin.min(other.origin);
        self.rows = self.rows.saturating_add(other.rows);
        self.revisions = self.revisions.and(other.revisions);
    }
}
