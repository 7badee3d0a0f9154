//! Exports against imports.

use rust_decimal::Decimal;

use super::{Indicator, Seen, cell};
use crate::analysis::line::{Line, Place, percent};
use crate::analysis::set::Adds;
use crate::analysis::subject::Subject;
use crate::model::{View, exact_sum};
use crate::table::{Cell, Kind, Why};

pub(super) const EXPORTS: Indicator = Indicator {
    name: "exports",
    heading: "exports",
    kind: Kind::Amount,
    about: "Exports, usually valued FOB.",
    needs_base: false,
    cell: |seen| cell(of(seen, View::Exports), Cell::Amount),
};

pub(super) const IMPORTS: Indicator = Indicator {
    name: "imports",
    heading: "imports",
    kind: Kind::Amount,
    about: "Imports, usually valued CIF.",
    needs_base: false,
    cell: |seen| cell(of(seen, View::Imports), Cell::Amount),
};

pub(super) const BALANCE: Indicator = Indicator {
    name: "balance",
    heading: "balance",
    kind: Kind::Amount,
    about: "Exports less imports.",
    needs_base: false,
    cell: |seen| cell(balance(seen), Cell::Amount),
};

pub(super) const COVERAGE: Indicator = Indicator {
    name: "coverage_pct",
    heading: "coverage %",
    kind: Kind::Rate,
    about: "Exports as a part of imports, in percent.",
    needs_base: false,
    cell: |seen| cell(coverage(seen), Cell::Percent),
};

pub(super) const TSC: Indicator = Indicator {
    name: "tsc",
    heading: "specialisation",
    kind: Kind::Rate,
    about: "Trade specialisation coefficient: (exports - imports) / (exports + imports), from -1 to 1.",
    needs_base: false,
    cell: |seen| cell(specialisation(seen), Cell::Ratio),
};

fn of(seen: &Seen<'_>, view: View) -> Result<Decimal, Why> {
    let off = if view == View::Exports { seen.off.exports } else { seen.off.imports };
    let direct = |line: &Line| {
        let subject = Subject { view, ..line.subject };
        let figure = seen.ledger.figure(&subject, line.frame.period).map_err(|_| Why::NoData)?;
        exact_sum(figure.get(seen.ask.measure())?, off).map_err(|_| Why::Undefined)
    };
    if matches!(seen.line.place, Place::Line | Place::Whole) {
        return direct(seen.line);
    }
    let whole = seen.set.whole.as_ref().filter(|_| seen.set.adds == Adds::ToWhole).ok_or(Why::Undefined)?;
    let shown = seen.set.lines.iter().filter(|line| line.place == Place::Line).filter_map(|line| direct(line).ok());
    shown.map(Ok).fold(direct(whole), |rest, part| exact_sum(rest?, -part?).map_err(|_| Why::Undefined))
}

fn balance(seen: &Seen<'_>) -> Result<Decimal, Why> {
    exact_sum(of(seen, View::Exports)?, -of(seen, View::Imports)?).map_err(|_| Why::Undefined)
}

fn coverage(seen: &Seen<'_>) -> Result<Decimal, Why> {
    match (of(seen, View::Exports)?, of(seen, View::Imports)?) {
        (exports, imports) if exports.is_zero() && imports.is_zero() => Err(Why::Undefined),
        (_, imports) if imports.is_zero() => Err(Why::ZeroBase),
        (exports, imports) => percent(exports, imports),
    }
}

fn specialisation(seen: &Seen<'_>) -> Result<Decimal, Why> {
    let trade = exact_sum(of(seen, View::Exports)?, of(seen, View::Imports)?).map_err(|_| Why::Undefined)?;
    balance(seen)?.checked_div(trade).ok_or(Why::Undefined)
}
