//! The figures of many facts, each measure in a column of its own that is there only once something fills it.

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::amounts::{Amounts, Sum, UnitOf};
use super::{Fact, Origin, Published, Revisions};
use crate::model::{TooLong, exact_sum};

/// Bits of what is odd about a fact.
const SECRET: u8 = 1;
const BROKEN: [u8; MEASURES] = [2, 4, 8, 16];

/// Value, weight, quantity, and the value of what has a quantity.
const MEASURES: usize = 4;

/// Figures by the number of their fact.
#[derive(Debug, Default)]
pub(super) struct Columns {
    rows: Vec<u32>,
    origins: Vec<u64>,
    odd: Vec<u8>,
    revisions: Vec<Revisions>,
    sums: [Sums; MEASURES],
    units: Vec<UnitOf>,
    published: FxHashMap<u32, Published>,
}

/// One measure: sums, and of how many rows.
#[derive(Debug, Default)]
struct Sums {
    totals: Vec<Decimal>,
    given: Vec<u32>,
}

impl Sums {
    fn set(&mut self, at: usize, sum: Sum) {
        if self.given.len() <= at {
            if sum.given == 0 {
                return;
            }
            self.totals.resize(at + 1, Decimal::ZERO);
            self.given.resize(at + 1, 0);
        }
        (self.totals[at], self.given[at]) = (sum.total, sum.given);
    }

    fn add(&mut self, at: usize, sum: Sum) -> Result<(), TooLong> {
        if sum.given == 0 && sum.total.is_zero() && sum.total.scale() == 0 {
            return Ok(());
        }
        let (total, given) = self.get(at);
        let added = exact_sum(total, sum.total);
        self.set(at, Sum { total: added.unwrap_or_default(), given: given.saturating_add(sum.given), ..sum });
        added.map(|_| ())
    }

    fn get(&self, at: usize) -> (Decimal, u32) {
        match self.given.get(at) {
            Some(given) => (self.totals[at], *given),
            None => (Decimal::ZERO, 0),
        }
    }

    fn bytes(&self) -> usize {
        self.given.len() * (size_of::<Decimal>() + size_of::<u32>())
    }
}

impl Columns {
    /// Takes a fact and numbers it.
    pub(super) fn push(&mut self, fact: &Fact) {
        let at = self.rows.len();
        self.rows.push(0);
        self.origins.push(0);
        self.odd.push(0);
        self.revisions.push(Revisions::Unknown);
        self.set(at, fact);
    }

    /// Adds to a fact; the publisher's rates of the parts say nothing of the sum.
    pub(super) fn add(&mut self, at: usize, fact: &Fact) {
        let sums = fact.amounts.sums();
        self.odd[at] |= if sums[0].secret { SECRET } else { 0 };
        for ((column, sum), broken) in self.sums.iter_mut().zip(sums).zip(BROKEN) {
            let added = column.add(at, sum);
            self.odd[at] |= if sum.broken || added.is_err() { broken } else { 0 };
        }
        self.rows[at] = self.rows[at].saturating_add(fact.rows);
        self.origins[at] = self.origins[at].min(fact.origin.packed());
        self.revisions[at] = self.revisions[at].and(fact.revisions);
        let known = self.units.get(at).copied().unwrap_or(UnitOf::Any);
        self.set_unit(at, known.and(fact.amounts.unit()));
        if !self.published.is_empty() {
            self.published.remove(&(at as u32));
        }
    }

    fn set_unit(&mut self, at: usize, unit: UnitOf) {
        if self.units.len() <= at && unit != UnitOf::Any {
            self.units.resize(at + 1, UnitOf::Any);
        }
        if let Some(place) = self.units.get_mut(at) {
            *place = unit;
        }
    }

    fn set(&mut self, at: usize, fact: &Fact) {
        let sums = fact.amounts.sums();
        self.rows[at] = fact.rows;
        self.origins[at] = fact.origin.packed();
        self.revisions[at] = fact.revisions;
        self.odd[at] = if sums[0].secret { SECRET } else { 0 };
        for ((column, sum), broken) in self.sums.iter_mut().zip(sums).zip(BROKEN) {
            column.set(at, sum);
            self.odd[at] |= if sum.broken { broken } else { 0 };
        }
        self.set_unit(at, fact.amounts.unit());
        if fact.published != Published::default() {
            self.published.insert(at as u32, fact.published);
        }
    }

    fn sum(&self, at: usize, measure: usize) -> Sum {
        let (rows, odd) = (self.rows[at], self.odd[at]);
        let (total, given) = self.sums[measure].get(at);
        // A row that carries no figure leaves the sum incomplete; a value by quantity is of those that do.
        let absent = if measure + 1 == MEASURES { 0 } else { rows.saturating_sub(given) };
        Sum { total, given, absent, secret: measure == 0 && odd & SECRET > 0, broken: odd & BROKEN[measure] > 0 }
    }

    pub(super) fn value(&self, at: usize) -> Sum {
        self.sum(at, 0)
    }

    /// Whether value, weight or quantity is given.
    pub(super) fn is_given(&self, at: usize) -> bool {
        self.sums[..MEASURES - 1].iter().any(|sums| sums.given.get(at).is_some_and(|given| *given > 0))
    }

    pub(super) fn get(&self, at: usize) -> Fact {
        Fact {
            amounts: Amounts::new(
                [0, 1, 2, 3].map(|measure| self.sum(at, measure)),
                self.units.get(at).copied().unwrap_or(UnitOf::Any),
            ),
            published: self.published.get(&(at as u32)).copied().unwrap_or_default(),
            origin: Origin::unpacked(self.origins[at]),
            rows: self.rows[at],
            revisions: self.revisions[at],
        }
    }

    /// How much memory the figures take.
    pub(super) fn bytes(&self) -> usize {
        let each = size_of::<u32>() + size_of::<u64>() + size_of::<u8>() + size_of::<Revisions>();
        let published = self.published.len() * 2 * size_of::<(u32, Published)>();
        let sums: usize = self.sums.iter().map(Sums::bytes).sum();
        self.rows.len() * each + sums + self.units.len() * size_of::<UnitOf>() + published
    }
}
