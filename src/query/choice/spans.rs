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
    let rows = rows(moments);
    let mut told = listed.clone();
    let mut open: Vec<(&Key, Own<'_>, Period)> = Vec::new();
    for (key @ (partner, product), rows) in &rows {
        let own = Own { rows, listed: &listed };
        for period in periods.iter().filter(|period| !rows.contains_key(*period)) {
            let Some(moment) = moments.get_mut(period) else { continue };
            if let Some(part) = own.tiled(*period) {
                moment.put(*partner, *product, rank(part.splits, vintage.order(part.edition), &part.fact), part);
                told.extend((*partner != WORLD).then_some(*period));
            } else if *partner != WORLD && !whole.contains(&(*period, *product)) {
                open.push((key, own, *period));
            }
        }
    }
    // Partners that are put together for a period are no list of all: the others have trade in it too.
    for ((partner, product), own, period) in open.into_iter().filter(|(_, _, period)| told.contains(period)) {
        if let (Some(found), Some(moment)) = (own.lacking(period), moments.get_mut(&period)) {
            moment.hide(*partner, *product, found);
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
#[derive(Clone, Copy)]
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

    /// A figure that is not there, where other rows of the key tell of trade in the period.
    fn lacking(&self, period: Period) -> Option<Found> {
        let tells = |(span, part): &(&Period, &Part)| match (period.contains(**span), span.contains(period)) {
            (true, _) => true,
            (false, true) => self.lacks(**span, part, period),
            (false, false) => span.common(period).is_some() && !self.goes_on(period),
        };
        let mut rows = self.rows.iter().filter(|(_, part)| !is_nothing(part));
        rows.find(tells).map(|(_, like)| Found::lacking(like))
    }

    /// Whether a row tells of trade that may lie in a period within it: of more than what stands for its parts of that
    /// length, or, where the data does not tell of each of these, not of a list to date that grows row by row.
    fn lacks(&self, whole: Period, part: &Part, like: Period) -> bool {
        let Some(told) = self.told(whole, like) else { return !self.is_to_date(whole, like) };
        let count = whole.len() / like.len();
        let slack = part.edition.rounded_to.saturating_mul(Decimal::from(count + 1));
        let whole = value(&part.fact);
        let slack = slack.saturating_add(whole.abs() / Decimal::from(COMPLETE));
        whole.saturating_sub(told).abs() > slack
    }

    /// The sum of the parts of a period that are as long as one of them, where the data tells of each.
    fn told(&self, whole: Period, like: Period) -> Option<Decimal> {
        whole.tiles(like)?.try_fold(Decimal::ZERO, |told, tile| match self.rows.get(&tile) {
            Some(part) => Some(told.saturating_add(value(&part.fact))),
            None => self.listed.contains(&tile).then_some(told),
        })
    }

    /// Whether a row that begins with a period within it is of a list to date: whatever is there once is there later too.
    fn is_to_date(&self, whole: Period, like: Period) -> bool {
        let mut later = self.listed.iter().filter(|span| span.first() == whole.first() && span.contains(whole));
        like.first() == whole.first() && later.all(|span| self.rows.contains_key(span))
    }

    /// Whether all longer rows that begin with a period are there, so that it is of a list to date that begins later.
    fn goes_on(&self, period: Period) -> bool {
        let is_longer = |span: &&Period| span.first() == period.first() && span.len() > period.len();
        let mut longer = self.listed.iter().filter(is_longer).peekable();
        longer.peek().is_some() && longer.all(|span| self.rows.contains_key(span))
    }
}

fn value(fact: &Fact) -> Decimal {
    fact.amounts.value().at_least().unwrap_or_default()
}

fn is_nothing(part: &Part) -> bool {
    let is_whole = |amounts: &Amounts| amounts.value().get().is_ok();
    is_whole(&part.fact.amounts) && value(&part.fact).is_zero()
}
