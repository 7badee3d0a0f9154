//! A series in time: exact observations, tilings and differences of cumulatives.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::figure::{Figure, Step};
use super::ledger::COMPLETE;
use crate::model::{Code, Month, Period};

/// What is known of one series, each span once and in order. Spans may overlap: months beside cumulatives.
#[derive(Debug, Default)]
pub(super) struct Timeline {
    spans: Vec<(Period, Figure)>,
    /// Spans by the month after their last.
    endings: OnceCell<BTreeMap<Month, Vec<Period>>>,
    /// Which spans exceed their parts of so many months.
    excess: RefCell<FxHashMap<(Period, u32), bool>>,
    /// Whether a figure is kept secret.
    pub(super) has_secrets: bool,
}

impl Timeline {
    /// A timeline of some spans; of several figures of a span the first stands.
    pub(super) fn new(mut spans: Vec<(Period, Figure)>, has_secrets: bool) -> Timeline {
        spans.sort_by_key(|(period, _)| *period);
        spans.dedup_by_key(|(period, _)| *period);
        Timeline { spans, endings: OnceCell::new(), excess: RefCell::default(), has_secrets }
    }

    /// The same with spans that it lacks.
    pub(super) fn with(mut self, others: impl Iterator<Item = (Period, Figure)>) -> Timeline {
        let own = self.spans.len();
        self.spans.extend(others);
        if self.spans.len() == own { self } else { Timeline::new(self.spans, self.has_secrets) }
    }

    /// How many months each span has, where all have as many.
    pub(super) fn common_length(&self) -> Option<u32> {
        let first = self.spans.first()?.0.len();
        self.spans.iter().all(|(span, _)| span.len() == first).then_some(first)
    }

    /// How many figures there are.
    pub(super) fn len(&self) -> usize {
        self.spans.len()
    }

    /// The figure for a period: observed and whole, else tiled, else by the shortest way over differences of cumulatives.
    pub(super) fn resolve(&self, period: Period) -> Option<Figure> {
        let is_whole = |figure: &Figure| figure.amounts.value().get().is_ok();
        let exact = self.exact(period);
        if let Some(figure) = exact.filter(|figure| is_whole(figure)) {
            return Some(figure.clone());
        }
        let found = self.tiled(period).or_else(|| self.difference(period));
        found.filter(|found| exact.is_none() || is_whole(found)).or_else(|| exact.cloned())
    }

    fn exact(&self, period: Period) -> Option<&Figure> {
        let at = self.spans.binary_search_by_key(&period, |(span, _)| *span).ok()?;
        Some(&self.spans[at].1)
    }

    /// The spans that begin in some months.
    fn beginning(&self, from: Month, to: Month) -> &[(Period, Figure)] {
        let first = self.spans.partition_point(|(span, _)| span.first() < from);
        let count = self.spans[first..].partition_point(|(span, _)| span.first() <= to);
        &self.spans[first..first + count]
    }

    /// The fewest spans that cover each month once.
    fn tiled(&self, period: Period) -> Option<Figure> {
        let within = self.beginning(period.first(), period.last());
        let is_monthly = within.iter().all(|(span, _)| span.len() == 1);
        let parts: Vec<(i32, &Figure)> = if is_monthly {
            // No month has two figures, so that as many as there are months are one of each.
            (within.len() == period.len() as usize).then(|| within.iter().map(|(_, figure)| (1, figure)).collect())?
        } else {
            self.fewest(period)?.into_iter().map(|piece| Some((1, self.exact(piece)?))).collect::<Option<_>>()?
        };
        Some(Figure::sum_of(Step::Tiles, period, &parts))
    }

    fn fewest(&self, period: Period) -> Option<Vec<Period>> {
        let mut best: BTreeMap<Month, (u32, Option<Period>)> = BTreeMap::from([(period.first(), (0, None))]);
        for month in period.months() {
            let Some((pieces, _)) = best.get(&month).copied() else { continue };
            for (piece, _) in self.beginning(month, month).iter().filter(|(span, _)| span.last() <= period.last()) {
                let entry = best.entry(piece.last().plus(1)).or_insert((u32::MAX, None));
                if pieces + 1 < entry.0 {
                    *entry = (pieces + 1, Some(*piece));
                }
            }
        }
        let mut parts = Vec::new();
        let mut end = period.last().plus(1);
        while end > period.first() {
            let piece = best.get(&end)?.1?;
            parts.push(piece);
            end = piece.first();
        }
        parts.reverse();
        Some(parts)
    }

    /// The fewest spans that lead from the beginning of a period to its end, forwards (added) or backwards (taken away):
    /// January to November less January to October is a way to November.
    fn difference(&self, period: Period) -> Option<Figure> {
        let (start, end) = (period.first(), period.last().plus(1));
        let mut came: BTreeMap<Month, (Month, i32, Period)> = BTreeMap::new();
        let mut edge = VecDeque::from([start]);
        while let Some(place) = edge.pop_front() {
            if place == end {
                return self.walked(period, &came);
            }
            for (sign, span) in self.from(place) {
                let next = if sign > 0 { span.last().plus(1) } else { span.first() };
                if next != start && !came.contains_key(&next) {
                    came.insert(next, (place, sign, span));
                    edge.push_back(next);
                }
            }
        }
        None
    }

    /// The spans that begin at a place, and those that end just before it, taken backwards; the shortest first.
    fn from(&self, place: Month) -> Vec<(i32, Period)> {
        let endings = self.endings.get_or_init(|| {
            let mut endings: BTreeMap<Month, Vec<Period>> = BTreeMap::new();
            self.spans.iter().for_each(|(span, _)| endings.entry(span.last().plus(1)).or_default().push(*span));
            endings
        });
        let beginning = self.beginning(place, place).iter().map(|(span, _)| (1, *span));
        let ending = endings.get(&place).into_iter().flatten().map(|span| (-1, *span));
        let mut ways: Vec<(i32, Period)> = beginning.chain(ending).collect();
        ways.sort_by_key(|(sign, span)| (span.len(), -sign, span.first()));
        ways
    }

    /// The figure of the way that was found, its parts in the order of time.
    fn walked(&self, period: Period, came: &BTreeMap<Month, (Month, i32, Period)>) -> Option<Figure> {
        let mut parts = Vec::new();
        let mut place = period.last().plus(1);
        while place != period.first() {
            let (before, sign, span) = came.get(&place)?;
            parts.push((*sign, self.exact(*span)?));
            place = *before;
        }
        parts.sort_by_key(|(sign, figure)| (-sign, figure.derivation.period));
        Some(Figure::sum_of(Step::Difference, period, &parts))
    }

    /// The figure for a period in another currency: each month by its own rate where there is a figure for each.
    pub(super) fn resolve_in(&self, period: Period, from: Code, to: Code) -> Option<Figure> {
        let in_currency = |figure: Figure| figure.converted(from, to);
        let months: Option<Vec<(i32, Figure)>> =
            period.months().map(|month| Some((1, in_currency(self.exact(Period::month(month))?.clone())?))).collect();
        match months {
            Some(months) if period.len() > 1 => Some(Figure::sum(Step::Tiles, period, months)),
            _ => self.resolve(period).and_then(in_currency),
        }
    }

    /// Whether there was trade in a period that has no figure: within it, or around it and in none of the periods of its
    /// length, each of which is covered.
    pub(super) fn speaks_of(&self, period: Period, covered: &BTreeSet<Period>) -> bool {
        let mut others = self.spans.iter().filter(|(span, figure)| span.len() != period.len() && !is_nothing(figure));
        others.any(|(span, figure)| {
            period.contains(*span) || span.contains(period) && self.exceeds_parts(*span, figure, period, covered)
        })
    }

    /// Whether a figure is not the sum of its parts that are as long as a period, the absent ones being nothing.
    fn exceeds_parts(&self, whole: Period, figure: &Figure, like: Period, covered: &BTreeSet<Period>) -> bool {
        let (len, before) = (like.len() as i32, like.first().since(whole.first()));
        if whole.len() as i32 % len != 0 || before % len != 0 {
            return false;
        }
        // That does not depend on which of the parts is asked about.
        let key = (whole, like.len());
        if let Some(known) = self.excess.borrow().get(&key) {
            return *known;
        }
        let exceeds =
            self.exceeds(figure, covered, (0..whole.len() as i32 / len).map(|at| like.plus(at * len - before)));
        self.excess.borrow_mut().insert(key, exceeds);
        exceeds
    }

    /// Whether a figure is not the sum of some periods, of which the absent ones that are covered are nothing.
    fn exceeds(&self, figure: &Figure, covered: &BTreeSet<Period>, mut tiles: impl Iterator<Item = Period>) -> bool {
        let told = tiles.try_fold(Decimal::ZERO, |told, tile| match self.exact(tile) {
            Some(part) => Some(told.saturating_add(value(part))),
            None => covered.contains(&tile).then_some(told),
        });
        let whole = value(figure);
        told.is_some_and(|told| whole.saturating_sub(told).abs() > whole.abs() / Decimal::from(COMPLETE))
    }

    /// The shortest span that holds a month, when the month has no figure of its own.
    pub(super) fn around(&self, month: Month) -> Option<Period> {
        let begun = self.spans.partition_point(|(span, _)| span.first() <= month);
        let spans = self.spans[..begun].iter().map(|(span, _)| *span);
        spans.filter(|span| span.last() >= month).min_by_key(|span| span.len())
    }

    /// The months of a period that no span within it covers.
    pub(super) fn missing(&self, period: Period) -> Vec<Month> {
        let within = self.beginning(period.first(), period.last());
        let covers =
            |month: Month| within.iter().any(|(span, _)| period.contains(*span) && span.contains(Period::month(month)));
        period.months().filter(|month| !covers(*month) && self.difference(Period::month(*month)).is_none()).collect()
    }
}

fn value(figure: &Figure) -> Decimal {
    figure.amounts.value().at_least().unwrap_or_default()
}

fn is_nothing(figure: &Figure) -> bool {
    figure.amounts.value().get().is_ok_and(|value| value.is_zero())
}
