//! Exchange rates by month.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::sheet;
use crate::model::{Code, Month, Period, period_expr};

const TEXT: &str = include_str!("../../data/reference/exchange_rates.csv");

/// The currency that rates are quoted against.
pub const DOLLAR: Code = Code::fixed("USD");

struct Rate {
    per_dollar: Decimal,
    source: &'static str,
}

static RATES: LazyLock<HashMap<(Code, Month), Rate>> =
    LazyLock::new(|| sheet::rows(TEXT).filter_map(|row| rate(&row)).collect());

static KNOWN: LazyLock<HashSet<Code>> = LazyLock::new(|| RATES.keys().map(|(code, _)| *code).collect());

fn rate(row: &csv::StringRecord) -> Option<((Code, Month), Rate)> {
    let month = period_expr::parse_dated(row.get(0)?).ok()?.first();
    let per_dollar = row.get(2)?.parse().ok()?;
    Some(((Code::of(row.get(1)?), month), Rate { per_dollar, source: sheet::keep(row.get(3)?) }))
}

/// Whether the program has any rate for a currency.
pub fn known(currency: Code) -> bool {
    currency == DOLLAR || KNOWN.contains(&currency)
}

/// Every currency with a rate.
pub fn currencies() -> Vec<Code> {
    let mut codes: Vec<Code> = RATES.keys().map(|(code, _)| *code).chain([DOLLAR]).collect();
    codes.sort();
    codes.dedup();
    codes
}

/// The first and last month with a rate for a currency, and its source.
pub fn coverage(currency: Code) -> Option<(Month, Month, &'static str)> {
    let months = || RATES.iter().filter(|((code, _), _)| *code == currency);
    let first = months().map(|((_, month), _)| *month).min()?;
    let (last, source) = months().map(|((_, month), rate)| (*month, rate.source)).max()?;
    Some((first, last, source))
}

/// The same amount in another currency, at the mean of the monthly rates of the period; none where a month has no rate.
///
/// The result is rounded to the hundredth: a converted amount is an estimate.
pub fn convert(amount: Decimal, from: Code, to: Code, period: Period) -> Option<Decimal> {
    let (from, to) = (mean(from, period)?, mean(to, period)?);
    Some(amount.checked_mul(to)?.checked_div(from)?.round_dp(2))
}

fn mean(currency: Code, period: Period) -> Option<Decimal> {
    if currency == DOLLAR {
        return Some(Decimal::ONE);
    }
    let mut sum = Decimal::ZERO;
    for month in period.months() {
        sum += RATES.get(&(currency, month))?.per_dollar;
    }
    Some(sum / Decimal::from(period.len()))
}
