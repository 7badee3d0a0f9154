//! The rows of a data set by their keys, one publication of each.

use std::collections::BTreeMap;
use std::hash::Hash;

use rust_decimal::Decimal;

use crate::cube::{Amounts, Observation, Origin};
use crate::model::{Code, Flow, Measure, Month, Period, Product};
use crate::query::Vintage;

/// What tells one figure from another, but for its publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The months.
    pub period: Period,
    /// Who reports.
    pub reporter: Code,
    /// Direction of trade.
    pub flow: Flow,
    /// The other side.
    pub partner: Code,
    /// What was traded.
    pub product: Product,
    /// The parts of splits; empty for their total.
    pub splits: Code,
    /// Currency of the value.
    pub currency: Code,
}

/// The figures of a key.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// Value, weight and quantity.
    pub amounts: Amounts,
    /// First row of the figure.
    pub origin: Origin,
    edition: (Decimal, Option<Month>),
}

/// The rows of a data set that are looked at.
#[derive(Debug)]
pub struct Snapshot {
    /// The figures by their keys.
    pub rows: BTreeMap<Key, Entry>,
    /// How many keys the data set has.
    pub keys: u64,
    vintage: Vintage,
}

impl Key {
    /// The key of a row; none for a row that is not out in the month of the vintage, or that has no figure.
    pub fn of(row: &Observation, vintage: Vintage) -> Option<Key> {
        let later = matches!((vintage, row.vintage), (Vintage::AsOf(month), Some(out)) if out > month);
        let empty = row.value.is_none() && row.weight.is_none() && row.quantity.is_none() && !row.confidential;
        (!later && !empty).then(|| Key {
            period: row.period,
            reporter: row.reporter,
            flow: row.flow,
            partner: row.partner,
            product: row.product,
            splits: without_ordinal(row.split_codes),
            currency: row.currency,
        })
    }
}

/// What a row says of its key.
pub fn says(row: &Observation) -> impl Hash {
    (row.value, row.weight, row.quantity, row.quantity_unit, row.confidential)
}

/// Which publication a row is.
pub fn edition(row: &Observation) -> impl Hash {
    (row.rounded_to, row.vintage)
}

impl Snapshot {
    /// A snapshot that takes one publication of each figure.
    pub fn of(vintage: Vintage, keys: u64) -> Snapshot {
        Snapshot { rows: BTreeMap::new(), keys, vintage }
    }

    /// Takes a row of a key. Rows of one publication with the same key are parts of one figure.
    pub fn take(&mut self, key: Key, row: &Observation) {
        let edition = (row.rounded_to.unwrap_or_default(), row.vintage);
        let entry = Entry { amounts: Amounts::of(row), origin: row.origin, edition };
        let first = self.vintage == Vintage::First;
        let known = self.rows.entry(key).or_insert(Entry { amounts: Amounts::ZERO, ..entry });
        if known.edition == edition {
            known.amounts = known.amounts.plus(entry.amounts, 1);
        } else if is_preferred(edition, known.edition, first) {
            *known = entry;
        }
    }
}

impl Entry {
    /// A measure, where there is one.
    pub fn get(&self, measure: Measure) -> Option<Decimal> {
        self.amounts.get(measure).ok()
    }
}

/// Exact before rounded, then by the month of publication.
fn is_preferred(new: (Decimal, Option<Month>), known: (Decimal, Option<Month>), first: bool) -> bool {
    match new.0.cmp(&known.0) {
        std::cmp::Ordering::Equal if first => new.1 < known.1,
        std::cmp::Ordering::Equal => new.1 > known.1,
        order => order.is_lt(),
    }
}

/// Rows that are told apart by a number alone are parts of one figure.
fn without_ordinal(splits: Code) -> Code {
    splits.as_str().split_once('#').map_or(splits, |(codes, _)| Code::of(codes))
}
