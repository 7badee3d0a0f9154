//! What of the data a report needs: years, directions of trade and measures, as far as they are known before it is read.

use std::collections::BTreeSet;

use tradestat::analysis::frame::Base;
use tradestat::analysis::{Ask, Dimension};
use tradestat::model::{Flow, Measure, Period, PeriodExpr, View};
use tradestat::query::Query;

/// Columns that look at other periods than the rows' own and their bases.
const FURTHER: [&str; 3] = ["streak", "trend_pct", "acceleration_pp"];

/// Columns that look at exports and imports whatever the rows are about.
const BOTH: [&str; 5] = ["exports", "imports", "balance", "coverage_pct", "tsc"];

/// Asks the data for no more than the report needs.
pub(super) fn narrow(query: &mut Query, ask: &Ask, flows_chosen: bool) {
    query.years = years(ask);
    let listed = ask.differs_by(Dimension::Flow);
    query.flows = if flows_chosen || listed { flows(ask) } else { None };
    query.unread = [Measure::Weight, Measure::Quantity].into_iter().filter(|measure| !reads(ask, *measure)).collect();
}

/// Asks the data for all years and directions of trade again; whether that is more than before.
pub(super) fn widen(query: &mut Query) -> bool {
    let years = query.years.take();
    let flows = query.flows.take();
    years.is_some() || flows.is_some()
}

fn has(ask: &Ask, names: &[&str]) -> bool {
    ask.columns.iter().any(|column| names.contains(&column.name))
}

fn years(ask: &Ask) -> Option<BTreeSet<i32>> {
    if has(ask, &FURTHER) {
        return None;
    }
    let period = period(ask)?;
    let base = match ask.base {
        Base::YearEarlier if period.len() > 12 && ask.step.is_none() => period.plus(-(period.len() as i32)),
        Base::YearEarlier => period.plus(-12),
        Base::Previous => period.previous(),
        Base::Fixed(PeriodExpr::Dated(base)) => base,
        Base::Fixed(PeriodExpr::Months(_, _)) => Period::year(period.first().year() - 1)?,
        Base::Fixed(_) => return None,
    };
    let bases = ask.compares().then_some(base);
    let before = ask.rolling.map_or(0, |months| 1 - months as i32);
    let of = |period: Period| period.first().plus(before).year()..=period.last().year();
    Some(of(period).chain(bases.into_iter().flat_map(of)).collect())
}

/// The period as far as it is known; a year where only its months are not.
fn period(ask: &Ask) -> Option<Period> {
    match (ask.period, ask.year) {
        (Some(PeriodExpr::Dated(period)), _) => Some(period),
        (Some(PeriodExpr::Months(first, last)), Some(year)) => Period::within_year(year, first, last),
        (Some(PeriodExpr::ToDate(Some(year))), _) => Period::year(year),
        (Some(PeriodExpr::ToDate(None)) | None, Some(year)) => Period::year(year),
        _ => None,
    }
}

/// The directions of trade that rows and their whole are made of.
fn flows(ask: &Ask) -> Option<BTreeSet<Flow>> {
    if has(ask, &BOTH) {
        return None;
    }
    let whole = ask.split().is_none().then_some(View::Total);
    let views = ask.views.iter().copied().chain(whole);
    Some(views.flat_map(|view| view.flows().map(|(flow, _)| flow).chain(view.published_as())).collect())
}

fn reads(ask: &Ask, measure: Measure) -> bool {
    let is_of = |name: &str| match measure {
        Measure::Weight => name.starts_with("weight"),
        _ => name.starts_with("quantity") || name.starts_with("unit_value"),
    };
    let asked = ask.measures.iter().any(|asked| is_of(asked.column()));
    asked
        || ask.columns.iter().any(|column| is_of(column.name))
        || ask.sort.as_ref().is_some_and(|sort| is_of(&sort.column))
}
