//! Exchange rates by month.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{LazyLock, Mutex, PoisonError};

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use crate::model::{Code, Month, Period, period_expr};

const TEXT: &str = include_str!("../../data/reference/exchange_rates.csv");

/// The currency that rates are quoted against.
pub const DOLLAR: Code = Code::fixed("USD");

/// Rates of a currency by month, and who published them.
type Rates = BTreeMap<Month, (Decimal, &'static str)>;

static READ: LazyLock<Mutex<FxHashMap<Code, &'static Rates>>> = LazyLock::new(Mutex::default);

/// The rates of one currency, read when they are first needed.
fn rates(currency: Code) -> &'static Rates {
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    read.entry(currency).or_insert_with(|| Box::leak(Box::new(lines(currency).filter_map(rate).collect())))
}

/// The lines of the list that are about a currency.
fn lines(currency: Code) -> impl Iterator<Item = &'static str> {
    TEXT.lines().filter(move |line| line.split(',').nth(1) == Some(currency.as_str()))
}

fn rate(line: &'static str) -> Option<(Month, (Decimal, &'static str))> {
    let mut cells = line.splitn(4, ',');
    let month = period_expr::parse_dated(cells.next()?).ok()?.first();
    let per_dollar = cells.nth(1)?.parse().ok()?;
    Some((month, (per_dollar, cells.next()?)))
}

/// Whether the program has any rate for a currency.
pub fn known(currency: Code) -> bool {
    currency == DOLLAR || !rates(currency).is_empty()
}

/// Every currency with a rate.
pub fn currencies() -> Vec<Code> {
    let listed = TEXT.lines().skip(1).filter_map(|line| line.split(',').nth(1));
    let codes: BTreeSet<&str> = listed.chain([DOLLAR.as_str()]).collect();
    codes.into_iter().map(Code::of).collect()
}

/// The first and last month with a rate for a currency, and the source of the last.
pub fn coverage(currency: Code) -> Option<(Month, Month, &'static str)> {
    let rates = rates(currency);
    let ((first, _), (last, (_, source))) = (rates.first_key_value()?, rates.last_key_value()?);
    Some((*first, *last, source))
}

/// The same amount in another currency, at the mean of the monthly rates of the period; none where a month has no rate.
///
/// The result is rounded to the hundredth: a converted amount is an estimate.
pub fn convert(amount: Decimal, from: Code, to: Code, period: Period) -> Option<Decimal> {
    let (from, to) = (mean(from, period)?, mean(to, period)?);
    Some(amount.checked_mul(to)?.checked_div(from)?.round_dp(2))
}

/// The mean rate of a period: units of one currency for one of another.
pub fn cross(from: Code, to: Code, period: Period) -> Option<Decimal> {
    mean(to, period)?.checked_div(mean(from, period)?)
}

fn mean(currency: Code, period: Period) -> Option<Decimal> {
    if currency == DOLLAR {
        return Some(Decimal::ONE);
    }
    let rates = rates(currency);
    let mut sum = Decimal::ZERO;
    for month in period.months() {
        sum += rates.get(&month)?.0;
    }
    Some(sum / Decimal::from(period.len()))
}
