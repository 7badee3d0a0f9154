//! Cells for programs: plain decimals with a point, nothing for what is missing.

use super::number::{exact, fixed};
use crate::table::{Cell, Role, Row, Table};

/// Digits after the point of every rate.
const PLACES: u32 = 6;

/// A cell as programs read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value<'a> {
    /// Missing or blank.
    Nothing,
    /// Digits, which are a JSON number too.
    Number(String),
    /// Words.
    Text(&'a str),
}

/// The rows for programs: lines that add up. A total beside its parts would be added to them.
pub(super) fn rows(table: &Table) -> impl Iterator<Item = &Row> {
    table.rows.iter().filter(|row| row.role != Role::Total)
}

/// The cell, in plain units and without thousands separators.
pub(super) fn value(cell: &Cell) -> Value<'_> {
    match cell {
        Cell::Text(text) => Value::Text(text),
        Cell::Count(count) => Value::Number(count.to_string()),
        Cell::Amount(amount) => Value::Number(exact(*amount)),
        Cell::Percent(rate) | Cell::Points(rate) | Cell::Ratio(rate) => Value::Number(fixed(*rate, 0, PLACES)),
        Cell::Published(rate) => Value::Number(exact(*rate)),
        Cell::Missing(_) | Cell::Blank => Value::Nothing,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use crate::table::Why;
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    fn number(cell: &Cell) -> String {
        match value(cell) {
            Value::Number(digits) => digits,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn each_kind_has_its_digits() {
        let decimal = |text: &str| text.parse::<Decimal>().unwrap();
        assert_eq!(number(&Cell::Amount(decimal("41207640000000.50"))), "41207640000000.5");
        assert_eq!(number(&Cell::Amount(decimal("100"))), "100");
        assert_eq!(number(&Cell::Percent(decimal("3.5714285714"))), "3.571429");
        assert_eq!(number(&Cell::Points(decimal("-0.0000004"))), "0.000000");
        assert_eq!(number(&Cell::Ratio(decimal("1"))), "1.000000");
        assert_eq!(number(&Cell::Published(decimal("3.60"))), "3.6");
        assert_eq!(number(&Cell::Published(decimal("14.0"))), "14");
        assert_eq!(number(&Cell::Count(-12_345)), "-12345");
        assert_eq!(value(&Cell::Missing(Why::NoBase)), Value::Nothing);
        assert_eq!(value(&Cell::Blank), Value::Nothing);
    }

    proptest! {
        #[test]
        fn amounts_read_back(mantissa in any::<i64>(), scale in 0u32..28) {
            let amount = Decimal::new(mantissa, scale);
            let digits = number(&Cell::Amount(amount));
            prop_assert_eq!(digits.parse::<Decimal>().unwrap(), amount);
            prop_assert!(!digits.contains(['e', 'E', ',']));
        }

        #[test]
        fn rates_read_back_to_six_places(mantissa in any::<i64>(), scale in 0u32..=6) {
            let rate = Decimal::new(mantissa, scale);
            prop_assert_eq!(number(&Cell::Percent(rate)).parse::<Decimal>().unwrap(), rate);
        }
    }
}
