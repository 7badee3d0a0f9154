//! Rows as the program's own layout writes them, so that reading them back gives the same facts.

use rust_decimal::Decimal;

use crate::cube::Observation;

/// What stands after the code of each split: `C01||` is the part C01 of the first of two splits.
pub(super) const BAR: char = '|';

/// What stands before a number that tells rows apart that share a key and are added up.
pub(super) const ORDINAL: char = '#';

/// A column of the layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name in the header.
    pub name: &'static str,
    /// Whether its cells are numbers.
    pub is_number: bool,
    /// Whether it is written even where no row fills it.
    pub always: bool,
}

const fn column(name: &'static str, is_number: bool, always: bool) -> Column {
    Column { name, is_number, always }
}

/// Every column, in order. One that no row fills is left out, but for the first few.
pub const COLUMNS: [Column; 20] = [
    column("period", false, true),
    column("flow", false, true),
    column("reporter", false, false),
    column("partner", false, true),
    column("product", false, true),
    column("classification", false, false),
    column("splits", false, false),
    column("currency", false, false),
    column("value", true, true),
    column("weight", true, false),
    column("quantity", true, false),
    column("quantity_unit", false, false),
    column("published_growth_pct", true, false),
    column("published_quantity_growth_pct", true, false),
    column("published_share_pct", true, false),
    column("rounded_to", true, false),
    column("status", false, false),
    column("vintage", false, false),
    column("absent", false, false),
    column("source", false, true),
];

/// Place of the column that says what an absent row means; it is known only after the last row.
pub const ABSENT: usize = 18;

/// What stands there where an absent row says nothing.
pub const MISSING: &str = "missing";

/// Place of the column that says of which splits a row is a part, and which of several parts of a figure it is.
pub const SPLITS: usize = 6;

/// The cells of a row in the order of the columns.
pub fn cells(row: &Observation, file: &str) -> [String; COLUMNS.len()] {
    let number = |figure: Option<Decimal>| figure.map_or_else(String::new, |figure| figure.to_string());
    let word = |word: Option<&dyn std::fmt::Display>| word.map_or_else(String::new, ToString::to_string);
    let secret = if row.confidential { "confidential" } else { "" };
    [
        row.period.to_string(),
        row.flow.to_string(),
        row.reporter.to_string(),
        row.partner.to_string(),
        row.product.to_string(),
        word(row.revision.as_ref().map(|revision| revision as _)),
        row.split_codes.to_string(),
        row.currency.to_string(),
        number(row.value),
        number(row.weight),
        number(row.quantity),
        word(row.quantity_unit.as_ref().map(|unit| unit as _)),
        number(row.published.growth),
        number(row.published.quantity_growth),
        number(row.published.share),
        number(row.rounded_to),
        secret.to_owned(),
        word(row.vintage.as_ref().map(|month| month as _)),
        String::new(),
        format!("{file}:{}", row.origin.line),
    ]
}

/// The codes of splits, with a number where the row is not the first of its key.
pub fn numbered(splits: &str, ordinal: Option<u64>) -> String {
    ordinal.map_or_else(|| splits.to_owned(), |ordinal| format!("{splits}{ORDINAL}{ordinal}"))
}

/// In which splits a row is a part, one bit each, by what its column of splits says.
pub(super) fn parts(codes: &str) -> u8 {
    let codes = codes.split_once(ORDINAL).map_or(codes, |(codes, _)| codes);
    let filled = codes.split(BAR).enumerate().filter(|(_, code)| !code.is_empty());
    filled.fold(0, |parts, (bit, _)| parts | 1 << bit.min(7))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_by_their_places() {
        assert_eq!(parts("C01|"), 1);
        assert_eq!(parts("|2100|"), 2);
        assert_eq!(parts("C01||9|#3"), 5);
        assert_eq!(parts("#2"), 0);
        assert_eq!(parts("||||||||X|Y|"), 128);
    }
}
