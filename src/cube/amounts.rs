//! Sums of value, weight and quantity that know what they lack.

use rust_decimal::Decimal;

use super::Observation;
use crate::model::{Code, Measure, exact_sum};
use crate::table::Why;

/// A sum, and whether something that belongs to it is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum {
    pub(super) total: Decimal,
    pub(super) given: u32,
    pub(super) absent: u32,
    pub(super) secret: bool,
    pub(super) broken: bool,
}

impl Sum {
    /// No trade: a sum of nothing, which is complete.
    pub const ZERO: Sum = Sum { total: Decimal::ZERO, given: 0, absent: 0, secret: false, broken: false };

    /// One figure, or the lack of one.
    pub fn of(figure: Option<Decimal>) -> Sum {
        let given = u32::from(figure.is_some());
        Sum { total: figure.unwrap_or_default(), given, absent: 1 - given, secret: false, broken: false }
    }

    fn plus(self, other: Sum, factor: i32) -> Sum {
        let added = if factor < 0 { -other.total } else { other.total };
        let total = exact_sum(self.total, added);
        Sum {
            total: total.unwrap_or_default(),
            given: self.given.saturating_add(other.given),
            absent: self.absent.saturating_add(other.absent),
            secret: self.secret || other.secret,
            broken: self.broken || other.broken || total.is_err(),
        }
    }

    /// The sum, or why there is none.
    pub fn get(self) -> Result<Decimal, Why> {
        match self {
            Sum { broken: true, .. } => Err(Why::Undefined),
            Sum { absent: 0, .. } => Ok(self.total),
            Sum { secret: true, .. } => Err(Why::Confidential),
            Sum { given: 0, .. } => Err(Why::NoData),
            _ => Err(Why::Partial),
        }
    }

    /// Whether a part of it is kept secret.
    pub fn is_secret(self) -> bool {
        self.secret && self.absent > 0
    }

    /// What there is of the sum, even if something is lacking.
    pub fn at_least(self) -> Option<Decimal> {
        (!self.broken && self.given > 0 || self.absent == 0).then_some(self.total)
    }
}

/// A sum of figures, and how many rows have one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// The sum.
    pub total: Decimal,
    /// Number of rows.
    pub given: u32,
}

/// The unit of a sum of quantities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum UnitOf {
    Any,
    One(Code),
    Mixed,
}

impl UnitOf {
    /// The unit of both together.
    pub(super) fn and(self, other: UnitOf) -> UnitOf {
        match (self, other) {
            (UnitOf::Any, unit) | (unit, UnitOf::Any) => unit,
            (UnitOf::One(a), UnitOf::One(b)) if a == b => UnitOf::One(a),
            _ => UnitOf::Mixed,
        }
    }
}

/// Value, weight and quantity of the same trade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amounts {
    value: Sum,
    weight: Sum,
    quantity: Sum,
    unit: UnitOf,
    valued: Sum,
}

impl Amounts {
    /// No trade.
    pub const ZERO: Amounts =
        Amounts { value: Sum::ZERO, weight: Sum::ZERO, quantity: Sum::ZERO, unit: UnitOf::Any, valued: Sum::ZERO };

    /// Amounts of their sums, in the order of [`Amounts::sums`].
    pub(super) fn new([value, weight, quantity, valued]: [Sum; 4], unit: UnitOf) -> Amounts {
        Amounts { value, weight, quantity, unit, valued }
    }

    pub(super) fn sums(&self) -> [Sum; 4] {
        [self.value, self.weight, self.quantity, self.valued]
    }

    pub(super) fn unit(&self) -> UnitOf {
        self.unit
    }

    /// The amounts of one row.
    pub fn of(row: &Observation) -> Amounts {
        let counted = row.quantity.filter(|quantity| !quantity.is_zero());
        Amounts {
            value: Sum { secret: row.confidential, ..Sum::of(row.value) },
            weight: Sum::of(row.weight),
            quantity: Sum::of(row.quantity),
            unit: row.quantity_unit.filter(|_| row.quantity.is_some()).map_or(UnitOf::Any, UnitOf::One),
            valued: counted.and(row.value).map_or(Sum::ZERO, |value| Sum::of(Some(value))),
        }
    }

    /// The amounts of rows that were added up: value, weight, quantity, and the value of what has a quantity.
    pub fn of_rows(rows: u32, tallies: [Tally; 4], secret: bool, unit: Option<Code>) -> Amounts {
        let sum = |Tally { total, given }: Tally| Sum {
            total,
            given,
            absent: rows.saturating_sub(given),
            secret: false,
            broken: false,
        };
        let [value, weight, quantity, valued] = tallies.map(sum);
        Amounts {
            value: Sum { secret, ..value },
            weight,
            quantity,
            unit: unit.filter(|_| quantity.given > 0).map_or(UnitOf::Any, UnitOf::One),
            valued: Sum { absent: 0, ..valued },
        }
    }

    /// Both together, or this less the other when the factor is -1.
    #[must_use]
    pub fn plus(self, other: Amounts, factor: i32) -> Amounts {
        Amounts {
            value: self.value.plus(other.value, factor),
            weight: self.weight.plus(other.weight, factor),
            quantity: self.quantity.plus(other.quantity, factor),
            unit: self.unit.and(other.unit),
            valued: self.valued.plus(other.valued, factor),
        }
    }

    /// The same trade with its value in another currency; none when an amount cannot be converted.
    pub fn converted(&self, convert: impl Fn(Decimal) -> Option<Decimal>) -> Option<Amounts> {
        let sum = |sum: Sum| Some(Sum { total: convert(sum.total)?, ..sum });
        Some(Amounts { value: sum(self.value)?, valued: sum(self.valued)?, ..*self })
    }

    /// The same trade with a value that is larger by so much.
    #[must_use]
    pub fn moved(self, by: Decimal) -> Amounts {
        let by = Sum { total: by, ..Sum::ZERO };
        let valued = if self.valued.given > 0 { self.valued.plus(by, 1) } else { self.valued };
        Amounts { value: self.value.plus(by, 1), valued, ..self }
    }

    /// Whether anything at all is given.
    pub fn is_given(&self) -> bool {
        let given = |sum: &Sum| sum.given > 0;
        given(&self.value) || given(&self.weight) || given(&self.quantity)
    }

    /// Whether a sum needs more digits than can be kept.
    pub fn is_too_long(&self) -> bool {
        self.value.broken || self.weight.broken || self.quantity.broken
    }

    /// The value of the rows that have a quantity above zero.
    pub fn valued(&self) -> Sum {
        self.valued
    }

    /// The sum of the value.
    pub fn value(&self) -> Sum {
        self.value
    }

    /// One measure of the trade, or why it does not exist.
    pub fn get(&self, measure: Measure) -> Result<Decimal, Why> {
        match measure {
            Measure::Value => self.value.get(),
            Measure::Weight => self.weight.get(),
            Measure::Quantity if self.unit == UnitOf::Mixed => Err(Why::Undefined),
            Measure::Quantity => self.quantity.get(),
            Measure::UnitValue => self.unit_value(),
        }
    }

    /// The weight or quantity of the rows that carry one.
    pub fn carried(&self, measure: Measure) -> Option<Decimal> {
        match measure {
            Measure::Weight => self.weight.at_least(),
            Measure::Quantity if self.unit != UnitOf::Mixed => self.quantity.at_least(),
            _ => None,
        }
    }

    /// Value by quantity over the rows that have both; undefined for quantities in different units.
    fn unit_value(&self) -> Result<Decimal, Why> {
        if self.unit == UnitOf::Mixed {
            return Err(Why::Undefined);
        }
        let quantity = self.quantity.at_least().filter(|_| self.quantity.given > 0).ok_or(Why::NoData)?;
        self.valued.get()?.checked_div(quantity).ok_or(Why::Undefined)
    }

    /// The unit of the quantity, when there is one for all of it.
    pub fn quantity_unit(&self) -> Option<Code> {
        match self.unit {
            UnitOf::One(unit) => Some(unit),
            UnitOf::Any | UnitOf::Mixed => None,
        }
    }
}
