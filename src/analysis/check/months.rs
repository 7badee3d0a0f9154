//! Longer periods beside the months that they hold, and cumulatives beside the one before.

use super::figures::{Figures, Held, Total};
use super::relation::{Comparison, Relation};
use super::sums::compared;
use crate::cube::Series;
use crate::model::Period;

/// Every longer period beside its months, or beside the cumulative before it and one month.
pub(super) fn longer<'f>(figures: &'f Figures<'_>) -> impl Iterator<Item = Comparison> + 'f {
    let longer = figures.each().filter(|(_, period, _)| period.len() > 1);
    longer.filter_map(|(series, period, whole)| {
        let year = period.len() == 12 && period.first().number() == 1;
        let relation = if year { Relation::Year } else { Relation::Cumulative };
        let of = |total: &Total| format!("{} months", total.parts);
        let months = months(figures, series, period);
        let own = months.and_then(|total| compared(relation, (series, period), &whole, &total, of(&total)));
        own.or_else(|| step(figures, (series, period), &whole))
    })
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
    total.add(&figures.get(series, before)?);
    total.add(&figures.get(series, Period::month(period.last()))?);
    compared(Relation::Cumulative, key, whole, &total, format!("{before} and {}", period.last()))
}
