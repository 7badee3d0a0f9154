//! The figure itself, its base and the change between them.

use rust_decimal::Decimal;

use super::{Indicator, Seen, cell};
use crate::model::{Measure, exact_sum};
use crate::table::{Cell, Kind, Why};

pub(super) const VALUE: Indicator = Indicator {
    name: "value",
    heading: "value",
    kind: Kind::Amount,
    about: "Value of the trade in the period, in units of its currency.",
    needs_base: false,
    cell: |seen| cell(seen.line.value(Measure::Value), Cell::Amount),
};

pub(super) const BASE: Indicator = Indicator {
    name: "base",
    heading: "base",
    kind: Kind::Amount,
    about: "The same figure in the base period.",
    needs_base: true,
    cell: |seen| cell(seen.line.base(seen.ask.measure()), Cell::Amount),
};

pub(super) const CHANGE: Indicator = Indicator {
    name: "change",
    heading: "change",
    kind: Kind::Amount,
    about: "Value less base.",
    needs_base: true,
    cell: |seen| cell(change(seen), Cell::Amount),
};

pub(super) fn change(seen: &Seen<'_>) -> Result<Decimal, Why> {
    let measure = seen.ask.measure();
    let (now, base) = (seen.line.value(measure)?, seen.line.base(measure)?);
    if !seen.line.frame.is_comparable() {
        return Err(Why::Undefined);
    }
    exact_sum(now, -base).map_err(|_| Why::Undefined)
}
