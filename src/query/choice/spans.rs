//! Rows of one key whose periods lie within one another: months beside quarters, years or cumulatives.
//!
//! Where other rows tell of a period and a key has none for it, the key's own rows say whether it had no trade then: what
//! they tile is its figure, and where they speak of trade that no row tells of in that period, something is lacking.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::moment::{IsPart, Moment};
use super::stand::{Found, rank};
use super::{COMPLETE, Part};
use crate::cube::{Amounts, Fact};
use crate::model::partner::WORLD;
use crate::model::{Code, Period, Product};
use crate::query::Vintage;

type Key = (Code, Product);

/// The moments of one reporter and direction of trade, each completed from the others.
pub(super) fn complete(moments: &mut BTreeMap<Period, &mut Moment>, vintage: Vintage, is_part: IsPart<'_>) {
    let periods: Vec<Period> = moments.keys().copied().collect();
    if !Period::overlap(&periods) {
        return;
    }
    let of_partners = |(_, moment): &(&Period, &&mut Moment)| moment.partners().any(|partner| partner != WORLD);
    let listed: BTreeSet<Period> = moments.iter().filter(of_partners).map(|(period, _)| *period).collect();
    let whole: BTreeSet<(Period, Product)> = moments
        .iter()
        .flat_map(|(period, moment)| {
            moment.products_listed_whole(is_part).into_iter().map(|product| (*period, product))
        })
        .collect();
    for ((partner, product), rows) in rows(moments) {
        for period in periods.iter().filter(|period| !rows.contains_key(*period)) {
            let own = Own { rows: &rows, listed: &listed };
            let Some(moment) = moments.get_mut(period) else { continue };
            let is_open = partner != WORLD && !whole.contains(&(*period, product));
            if let Some(part) = own.tiled(*period) {
                moment.put(partner, product, rank(part.splits, vintage.order(part.edition), &part.fact), part);
            } else if let Some(found) = own.lacking(*period).filter(|_| is_open) {
                moment.hide(partner, product, found);
            }
        }
    }
}

/// The rows of each key by period.
fn rows(moments: &BTreeMap<Period, &mut Moment>) -> BTreeMap<Key, BTreeMap<Period, Part>> {
    let mut rows: BTreeMap<Key, BTreeMap<Period, Part>> = BTreeMap::new();
    for (period, moment) in moments {
        for (partner, product, part) in moment.rows() {
            rows.entry((partner, product)).or_default().insert(*period, part);
        }
    }
    rows
}

/// What one key has, and the periods that rows of partners tell of.
struct Own<'o> {
    rows: &'o BTreeMap<Period, Part>,
    listed: &'o BTreeSet<Period>,
}

impl Own<'_> {
    /// The sum of rows that cover each month of a period once.
    fn tiled(&self, period: Period) -> Option<Part> {
        let mut sum: Option<Part> = None;
        let mut next = period.first();
        while next <= period.last() {
            let begins = |(span, _): &(&Period, &Part)| span.first() == next && period.contains(**span);
            let (span, part) = self.rows.iter().filter(begins).max_by_key(|(span, _)| span.len())?;
            match &mut sum {
                None => sum = Some(*part),
                Some(sum) => sum.fact.add(&part.fact),
            }
            next = span.last().plus(1);
        }
        sum
    }

    /// A figure that is not there, where the other rows tell of trade in the period.
    fn lacking(&self, period: Period) -> Option<Found> {
        let tells = |(span, part): &(&Period, &Part)| {
            period.contains(**span) || span.contains(period) && self.lacks(**span, part, period)
        };
        let rows = self.rows.iter().filter(|(_, part)| self.listed.contains(&period) && !is_nothing(part));
        rows.into_iter().find(tells).map(|(_, like)| Found::lacking(like))
    }

    /// Whether a row tells of more than what stands for its parts of some length, each of which the data tells of.
    fn lacks(&self, whole: Period, part: &Part, like: Period) -> bool {
        let before = like.first().since(whole.first());
        let len = like.len() as i32;
        if whole.len() as i32 % len != 0 || before % len != 0 {
            return false;
        }
        let tiles = (0..whole.len() as i32 / len).map(|at| like.plus(at * len - before));
        let mut told = Decimal::ZERO;
        for tile in tiles {
            match self.rows.get(&tile) {
                Some(part) => told = told.saturating_add(value(&part.fact)),
                None if self.listed.contains(&tile) => {}
                None => return false,
            }
        }
        let slack = part.edition.rounded_to.saturating_mul(Decimal::from(whole.len() as i32 / len + 1));
        let whole = value(&part.fact);
        let slack = slack.saturating_add(whole.abs() / Decimal::from(COMPLETE));
        whole.saturating_sub(told).abs() > slack
    }
}

fn value(fact: &Fact) -> Decimal {
    fact.amounts.value().at_least().unwrap_or_default()
}

fn is_nothing(part: &Part) -> bool {
    let is_whole = |amounts: &Amounts| amounts.value().get().is_ok();
    is_whole(&part.fact.amounts) && value(&part.fact).is_zero()
}
