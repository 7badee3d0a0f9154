//! Longer periods beside the months that they hold, and cumulatives beside the one before.

use super::figures::{Figures, Held, Total};
use super::relation::{Comparison, Relation};
use super::sums::compared;
use crate::cube::Series;
use crate::model::Period;

/// Every longer period beside its months, or beside the cumulative before it and one month.
pub(super) fn longer(figures: &Figures<'_>) -> Vec<Comparison> {
    let mut found = Vec::new();
    for (series, periods) in &figures.periods {
        for period in periods.iter().filter(|period| period.len() > 1) {
            let Some(whole) = figures.get(*series, *period) else { continue };
            let year = period.len() == 12 && period.first().number() == 1;
            let relation = if year { Relation::Year } else { Relation::Cumulative };
            let key = (*series, *period);
            let months = months(figures, *series, *period);
            let of = |total: &Total| format!("{} months", total.parts);
            let own = months.and_then(|total| compared(relation, key, whole, &total, of(&total)));
            found.extend(own.or_else(|| step(figures, key, whole)));
        }
    }
    found
}

/// The sum of the months of a period, if all are there and at least one of them has a row.
fn months(figures: &Figures<'_>, series: Series, period: Period) -> Option<Total> {
    let mut total = Total::default();
    let mut rows = 0;
    for month in period.months().map(Period::month) {
        rows += u32::from(figures.get(series, month).is_some());
        total.add(&figures.or_no_trade(series, month)?);
    }
    (rows > 0).then_some(total)
}

/// A cumulative beside the one of a month before and that month.
fn step(figures: &Figures<'_>, key: (Series, Period), whole: &Held) -> Option<Comparison> {
    let (series, period) = key;
    let before = Period::new(period.first(), period.last().plus(-1)).filter(|before| before.len() > 1)?;
    let mut total = Total::default();
    total.add(figures.get(series, before)?);
    total.add(figures.get(series, Period::month(period.last()))?);
    compared(Relation::Cumulative, key, whole, &total, format!("{before} and {}", period.last()))
}
