//! Growth a year, when the base lies several years back.

use rust_decimal::{Decimal, MathematicalOps};

use super::{Indicator, Seen, cell};
use crate::analysis::line::{Line, Place};
use crate::model::Measure;
use crate::table::{Cell, Kind, Why};

pub(super) const ANNUAL_GROWTH: Indicator = Indicator {
    name: "annual_growth_pct",
    heading: "a year %",
    kind: Kind::Rate,
    about: "Compound annual growth: (value / base)^(1/n) - 1, n years between the two, in percent.",
    needs_base: true,
    cell: |seen| cell(compound(seen.line, seen.ask.measure()), Cell::Percent),
};

pub(super) const TREND: Indicator = Indicator {
    name: "trend_pct",
    heading: "trend %",
    kind: Kind::Rate,
    about: "Log-linear trend: the slope of ln(value) over every year from the base to the period, as growth a year in percent.",
    needs_base: true,
    cell: |seen| cell(trend(seen), Cell::Percent),
};

fn compound(line: &Line, measure: Measure) -> Result<Decimal, Why> {
    line.growth(measure)?;
    let years = line.frame.years().ok_or(Why::Undefined)?;
    let ratio = line.value(measure)?.checked_div(line.base(measure)?).ok_or(Why::Undefined)?;
    if ratio <= Decimal::ZERO {
        return Err(Why::Undefined);
    }
    let root = if years == 1 {
        ratio
    } else {
        ratio.checked_powd(Decimal::ONE / Decimal::from(years)).ok_or(Why::Undefined)?
    };
    (root - Decimal::ONE).checked_mul(Decimal::ONE_HUNDRED).ok_or(Why::Undefined)
}

/// Least squares of ln(value) on the year.
fn trend(seen: &Seen<'_>) -> Result<Decimal, Why> {
    let line = seen.line;
    let years = line.frame.years().filter(|years| *years >= 1 && line.place == Place::Line).ok_or(Why::Undefined)?;
    let mut logs = Vec::new();
    for year in 0..=years {
        let period = line.frame.base.plus(12 * year as i32);
        let figure = seen.ledger.figure(&line.subject, period).map_err(|_| Why::NoData)?;
        let value = figure.get(seen.ask.measure())?;
        logs.push(value.checked_ln().ok_or(Why::Undefined)?);
    }
    let count = Decimal::from(logs.len());
    let middle = Decimal::from(years) / Decimal::TWO;
    let mean = logs.iter().sum::<Decimal>() / count;
    let deviations = |at: usize| Decimal::from(at) - middle;
    let covariance: Decimal = logs.iter().enumerate().map(|(at, log)| deviations(at) * (log - mean)).sum();
    let variance: Decimal = (0..logs.len()).map(|at| deviations(at) * deviations(at)).sum();
    let slope = covariance.checked_div(variance).ok_or(Why::Undefined)?;
    let growth = slope.checked_exp().ok_or(Why::Undefined)? - Decimal::ONE;
    growth.checked_mul(Decimal::ONE_HUNDRED).ok_or(Why::Undefined)
}
