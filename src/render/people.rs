//! Cells for people: scaled amounts, thousands separators, few decimals.

use std::borrow::Cow;

use rust_decimal::{Decimal, RoundingStrategy};

use super::clean::visible;
use super::number::{fixed, fraction_digits, grouped};
use super::{Scale, Style};
use crate::table::{Cell, Column, Kind, Table};

/// Digits after the point of growth, shares and points.
const RATE: u32 = 2;
/// Digits after the point of indices and coefficients.
const RATIO: u32 = 4;
/// The most digits after the point of an amount.
const AMOUNT: u32 = 2;
/// The most digits after the point of a quantity whose unit differs by row.
const PLAIN: u32 = 3;
/// The most that anyone may ask for; a decimal holds no more.
const MOST: u32 = 28;

/// How the numbers of one table are printed: one scale and one number of places for all its amounts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    pub(super) scale: Scale,
    places: u32,
    decimals: Option<u32>,
}

impl Look {
    /// The look that suits the amounts of `table`.
    pub(super) fn of(table: &Table, style: &Style) -> Look {
        let largest = amounts(table).map(|amount| amount.abs()).max().unwrap_or_default();
        let scale = style.unit.settle(largest);
        let digits = amounts(table).map(fraction_digits).max().unwrap_or(0).min(AMOUNT);
        let places = if scale.power() > 0 { AMOUNT } else { digits };
        Look { scale, places, decimals: style.decimals.map(|decimals| decimals.min(MOST)) }
    }

    /// The cell as people read it. Nothing in it is unsafe to print.
    pub(super) fn show<'a>(&self, cell: &'a Cell, column: &Column) -> Cow<'a, str> {
        match (cell, self.figure(cell, column)) {
            (Cell::Text(text), _) => visible(text),
            (Cell::Missing(why), _) => Cow::Borrowed(why.mark()),
            (_, Some(figure)) => Cow::Owned(figure.text()),
            (_, None) => Cow::Borrowed(""),
        }
    }

    /// How a number is printed; nothing for what is none.
    pub(super) fn figure(&self, cell: &Cell, column: &Column) -> Option<Figure> {
        let power = if column.kind == Kind::Amount { self.scale.power() } else { 0 };
        let (value, power, places) = match cell {
            Cell::Text(_) | Cell::Missing(_) | Cell::Blank => return None,
            Cell::Count(count) => (Decimal::from(*count), 0, 0),
            Cell::Amount(amount) => {
                (*amount, power, self.decimals.unwrap_or_else(|| self.amount(*amount, column.kind)))
            }
            Cell::Percent(rate) | Cell::Points(rate) => (*rate, 0, self.decimals.unwrap_or(RATE)),
            Cell::Ratio(ratio) => (*ratio, 0, self.decimals.unwrap_or(RATIO)),
            Cell::Published(rate) => (*rate, 0, rate.scale().max(1)),
        };
        Some(Figure { value, power, places, signed: is_change(column) })
    }

    /// Digits after the point of an amount.
    fn amount(&self, amount: Decimal, kind: Kind) -> u32 {
        match kind {
            Kind::Amount => self.places,
            _ => fraction_digits(amount.round_dp_with_strategy(PLAIN, RoundingStrategy::MidpointAwayFromZero)),
        }
    }
}

/// A number, and how people read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Figure {
    value: Decimal,
    /// The power of ten that it is divided by.
    pub(super) power: u32,
    /// Digits after the point.
    pub(super) places: u32,
    /// Whether a rise has a sign, as a fall has one.
    pub(super) signed: bool,
}

impl Figure {
    fn text(&self) -> String {
        let number = fixed(self.value, self.power, self.places);
        let sign = if self.signed && is_positive(&number) { "+" } else { "" };
        grouped(&format!("{sign}{number}"))
    }
}

/// A column of changes prints its rises with a sign, as its falls have one. Its name says so.
fn is_change(column: &Column) -> bool {
    column.name.contains("change")
}

fn is_positive(number: &str) -> bool {
    !number.starts_with('-') && number.contains(|digit: char| digit.is_ascii_digit() && digit != '0')
}

/// The amounts that share the unit of the table.
fn amounts(table: &Table) -> impl Iterator<Item = Decimal> {
    let cells = table.rows.iter().flat_map(|row| row.cells.iter().zip(&table.columns));
    cells.filter_map(|(cell, column)| match cell {
        Cell::Amount(amount) if column.shown && column.kind == Kind::Amount => Some(*amount),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use crate::table::{Role, Row, Why};

    fn column(name: &str, kind: Kind) -> Column {
        Column { name: name.into(), heading: name.into(), kind, shown: true }
    }

    fn shown(cell: Cell, column: &Column, style: &Style) -> String {
        let rows = vec![Row { role: Role::Line, cells: vec![cell.clone()] }];
        let table = Table { columns: vec![column.clone()], rows, ..Table::default() };
        Look::of(&table, style).show(&cell, column).into_owned()
    }

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn amounts_share_one_scale() {
        let value = column("value", Kind::Amount);
        let print = |text: &str, style: &Style| shown(Cell::Amount(decimal(text)), &value, style);
        let auto = Style::default();
        assert_eq!(print("41207640000000", &auto), "41,207.64");
        assert_eq!(print("24458", &auto), "24,458");
        assert_eq!(print("24458.5", &auto), "24,458.5");
        assert_eq!(print("-24458.12345", &auto), "-24,458.12");
        assert_eq!(print("24458.0", &auto), "24,458");
        let yi = Style { unit: Scale::HundredMillion, decimals: Some(1), ..auto };
        assert_eq!(print("41207640000000", &yi), "412,076.4");
    }

    #[test]
    fn rates_have_few_decimals() {
        let rate = column("growth_pct", Kind::Rate);
        let auto = Style::default();
        let one = Style { decimals: Some(1), ..auto };
        let print = |cell: fn(Decimal) -> Cell, text: &str, style: &Style| shown(cell(decimal(text)), &rate, style);
        assert_eq!(print(Cell::Percent, "3.5714", &auto), "3.57");
        assert_eq!(print(Cell::Percent, "-0.04", &one), "0.0");
        assert_eq!(print(Cell::Percent, "12345.678", &auto), "12,345.68");
        assert_eq!(print(Cell::Ratio, "0.12345", &auto), "0.1235");
        assert_eq!(print(Cell::Published, "14", &auto), "14.0");
        assert_eq!(print(Cell::Published, "3.57", &one), "3.57");
        assert_eq!(shown(Cell::Missing(Why::NoData), &rate, &auto), "..");
    }

    #[test]
    fn changes_have_a_sign() {
        let change = column("share_change_pp", Kind::Rate);
        let print = |cell: Cell| shown(cell, &change, &Style::default());
        assert_eq!(print(Cell::Points(decimal("1.25"))), "+1.25");
        assert_eq!(print(Cell::Points(decimal("-1.25"))), "-1.25");
        assert_eq!(print(Cell::Points(decimal("0.001"))), "0.00");
        assert_eq!(print(Cell::Count(1234)), "+1,234");
        assert_eq!(print(Cell::Missing(Why::Undefined)), "-");
    }

    #[test]
    fn quantities_stay_as_they_are() {
        let quantity = column("quantity", Kind::Plain);
        let print = |text: &str| shown(Cell::Amount(decimal(text)), &quantity, &Style::default());
        assert_eq!(print("123456789012"), "123,456,789,012");
        assert_eq!(print("1234.5675"), "1,234.568");
        assert_eq!(print("-0.0001"), "0");
    }
}
