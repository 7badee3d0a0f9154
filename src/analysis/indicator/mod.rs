//! Indicators: each is a column, a formula and a sentence. A new one is a file and a line in [`ALL`].

mod annual;
mod balance;
mod contribution;
mod growth;
mod measures;
mod published;
mod rank;
mod share;
mod value;

use rust_decimal::Decimal;

use super::ask::Ask;
use super::ledger::Ledger;
use super::line::Line;
use super::set::Set;
use crate::model::Measure;
use crate::table::{Cell, Kind, Why};

/// A column that a report can have.
pub struct Indicator {
    /// Name in machine formats and in `--columns`.
    pub name: &'static str,
    /// Heading for people.
    pub heading: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// What it means, in a sentence with its formula.
    pub about: &'static str,
    /// Whether it needs the base period.
    pub needs_base: bool,
    /// The cell of a line.
    pub cell: fn(&Seen<'_>) -> Cell,
}

/// Every indicator, in the order of machine formats.
pub const ALL: &[&Indicator] = &[
    &value::VALUE,
    &measures::WEIGHT,
    &measures::QUANTITY,
    &measures::UNIT_VALUE,
    &value::BASE,
    &value::CHANGE,
    &growth::GROWTH,
    &measures::WEIGHT_GROWTH,
    &measures::QUANTITY_GROWTH,
    &measures::UNIT_VALUE_GROWTH,
    &annual::ANNUAL_GROWTH,
    &annual::TREND,
    &growth::ACCELERATION,
    &contribution::CONTRIBUTION,
    &contribution::SHARE_OF_GROWTH,
    &published::GROWTH,
    &published::BASE_LOW,
    &published::BASE_HIGH,
    &share::SHARE,
    &share::BASE_SHARE,
    &share::CHANGE,
    &published::SHARE,
    &rank::RANK,
    &rank::BASE_RANK,
    &rank::CHANGE,
    &rank::STREAK,
    &rank::COUNT,
    &balance::EXPORTS,
    &balance::IMPORTS,
    &balance::BALANCE,
    &balance::COVERAGE,
    &balance::TSC,
];

/// What the cell of a line may look at.
pub struct Seen<'a> {
    /// Where figures are looked up.
    pub ledger: &'a Ledger<'a>,
    /// What was asked.
    pub ask: &'a Ask,
    /// The lines beside this one, and the whole.
    pub set: &'a Set,
    /// The line.
    pub line: &'a Line,
    /// By how much exports and imports are taken to be off.
    pub off: Off,
}

/// By how much exports and imports are taken to be larger than they are known, to learn what an error would change.
#[derive(Debug, Clone, Copy, Default)]
pub struct Off {
    /// Exports.
    pub exports: Decimal,
    /// Imports.
    pub imports: Decimal,
}

/// The indicator with this name.
pub fn by_name(name: &str) -> Option<&'static Indicator> {
    let wanted = name.trim().to_lowercase().replace('-', "_");
    ALL.iter().find(|indicator| indicator.name == wanted).copied()
}

fn cell(figure: Result<Decimal, Why>, make: fn(Decimal) -> Cell) -> Cell {
    figure.map_or_else(Cell::Missing, make)
}

/// A relation to the whole; blank where there is no whole to relate to: a balance, a quantity of different goods, a
/// data set of one flow.
fn of_whole(seen: &Seen<'_>, figure: Result<Decimal, Why>, make: fn(Decimal) -> Cell) -> Cell {
    let measure = seen.ask.measure();
    let whole = seen.set.whole.as_ref().filter(|_| seen.line.subject.view.has_rates() && measure != Measure::UnitValue);
    match whole {
        Some(whole) if measure == Measure::Value || whole.value(measure).is_ok() => cell(figure, make),
        _ => Cell::Blank,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_explained() {
        for (at, indicator) in ALL.iter().enumerate() {
            assert!(ALL[..at].iter().all(|other| other.name != indicator.name), "{}", indicator.name);
            assert!(indicator.about.ends_with('.') && !indicator.heading.is_empty(), "{}", indicator.name);
            assert!(by_name(indicator.name).is_some());
        }
    }
}
