//! A series in time: exact observations, tilings and differences of cumulatives.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::figure::{Figure, Step};
use super::ledger::COMPLETE;
use crate::cube::{At, Facts, Series, Sum};
use crate::model::{Code, Month, Period};

/// What is known of one series, each span once and in order. Spans may overlap: months beside cumulatives.
///
/// What needs the facts is given those that the series is among.
#[derive(Debug)]
pub(super) struct Timeline {
    series: Series,
    spans: Vec<(Period, Told)>,
    /// Spans by the month after their last.
    endings: OnceCell<BTreeMap<Month, Vec<Period>>>,
    /// Which spans exceed their parts of so many months, as far as these are told.
    excess: RefCell<FxHashMap<(Period, u32), Option<bool>>>,
    is_monthly: bool,
    /// Whether a figure is kept secret.
    pub(super) has_secrets: bool,
}

/// What is known of a span. A figure is made when it is asked for, as it takes much more room than where it stands.
#[derive(Debug)]
pub(super) enum Told {
    /// A fact of the series.
    Fact(At),
    /// A figure that was put together.
    Made(Box<Figure>),
    /// No trade.
    Nothing,
}

impl Told {
    fn value(&self, facts: &Facts) -> Sum {
        match self {
            Told::Fact(at) => facts.value(*at),
            Told::Made(figure) => figure.amounts.value(),
            Told::Nothing => Sum::ZERO,
        }
    }

    /// What there is of the value.
    fn least(&self, facts: &Facts) -> Decimal {
        self.value(facts).at_least().unwrap_or_default()
    }
}

impl Timeline {
    /// A timeline of some spans; of several figures of a span the first stands.
    pub(super) fn new(series: Series, mut spans: Vec<(Period, Told)>, has_secrets: bool) -> Timeline {
        spans.sort_by_key(|(period, _)| *period);
        spans.dedup_by_key(|(period, _)| *period);
        Timeline {
            series,
            is_monthly: spans.iter().all(|(span, _)| span.len() == 1),
            spans,
            endings: OnceCell::new(),
            excess: RefCell::default(),
            has_secrets,
        }
    }

    /// The same with spans that it lacks.
    pub(super) fn with(mut self, others: impl Iterator<Item = (Period, Told)>) -> Timeline {
        let own = self.spans.len();
        self.spans.extend(others);
        if self.spans.len() == own { self } else { Timeline::new(self.series, self.spans, self.has_secrets) }
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
    pub(super) fn resolve(&self, facts: &Facts, period: Period) -> Option<Figure> {
        let exact = self.told(period);
        if let Some(told) = exact.filter(|told| told.value(facts).get().is_ok()) {
            return self.figure(facts, period, told);
        }
        let found = self.tiled(facts, period).or_else(|| self.difference(facts, period));
        let is_whole = |figure: &Figure| figure.amounts.value().get().is_ok();
        let found = found.filter(|found| exact.is_none() || is_whole(found));
        found.or_else(|| self.figure(facts, period, exact?))
    }

    fn told(&self, period: Period) -> Option<&Told> {
        let at = self.spans.binary_search_by_key(&period, |(span, _)| *span).ok()?;
        Some(&self.spans[at].1)
    }

    fn figure(&self, facts: &Facts, period: Period, told: &Told) -> Option<Figure> {
        match told {
            Told::Fact(at) => Some(Figure::observed(self.series, period, &facts.fact(*at), facts.edition(*at)?)),
            Told::Made(figure) => Some(Figure::clone(figure)),
            Told::Nothing => Some(Figure::no_trade(self.series, period)),
        }
    }

    fn exact(&self, facts: &Facts, period: Period) -> Option<Figure> {
        self.figure(facts, period, self.told(period)?)
    }

    /// The spans that begin in some months.
    fn beginning(&self, from: Month, to: Month) -> &[(Period, Told)] {
        let first = self.spans.partition_point(|(span, _)| span.first() < from);
        let count = self.spans[first..].partition_point(|(span, _)| span.first() <= to);
        &self.spans[first..first + count]
    }

    /// The fewest spans that cover each month once.
    fn tiled(&self, facts: &Facts, period: Period) -> Option<Figure> {
        let within = self.beginning(period.first(), period.last());
        let figures = |pieces: &mut dyn Iterator<Item = (Period, &Told)>| -> Option<Vec<(i32, Figure)>> {
            pieces.map(|(piece, told)| Some((1, self.figure(facts, piece, told)?))).collect()
        };
        let parts = if within.iter().all(|(span, _)| span.len() == 1) {
            // No month has two figures, so that as many as there are months are one of each.
            let is_whole = within.len() == period.len() as usize;
            figures(&mut within.iter().filter(|_| is_whole).map(|(span, told)| (*span, told)))?
        } else {
            let pieces: Option<Vec<_>> =
                self.fewest(period)?.into_iter().map(|piece| Some((piece, self.told(piece)?))).collect();
            figures(&mut pieces?.into_iter())?
        };
        (!parts.is_empty()).then(|| Figure::sum(Step::Tiles, period, parts))
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
    fn difference(&self, facts: &Facts, period: Period) -> Option<Figure> {
        self.walked(facts, period, &self.way(period)?)
    }

    /// How each month on such a way is come to.
    fn way(&self, period: Period) -> Option<BTreeMap<Month, (Month, i32, Period)>> {
        // Where every span is a month, a way would go through each month of the period, and they would tile it.
        if self.is_monthly {
            return None;
        }
        let (start, end) = (period.first(), period.last().plus(1));
        let is_touched = |place: Month| self.endings().contains_key(&place) || !self.beginning(place, place).is_empty();
        if !is_touched(start) || !is_touched(end) {
            return None;
        }
        let mut came: BTreeMap<Month, (Month, i32, Period)> = BTreeMap::new();
        let mut edge = VecDeque::from([start]);
        while let Some(place) = edge.pop_front() {
            if place == end {
                return Some(came);
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

    fn endings(&self) -> &BTreeMap<Month, Vec<Period>> {
        self.endings.get_or_init(|| {
            let mut endings: BTreeMap<Month, Vec<Period>> = BTreeMap::new();
            self.spans.iter().for_each(|(span, _)| endings.entry(span.last().plus(1)).or_default().push(*span));
            endings
        })
    }

    /// The spans that begin at a place, and those that end just before it, taken backwards; the shortest first.
    fn from(&self, place: Month) -> Vec<(i32, Period)> {
        let beginning = self.beginning(place, place).iter().map(|(span, _)| (1, *span));
        let ending = self.endings().get(&place).into_iter().flatten().map(|span| (-1, *span));
        let mut ways: Vec<(i32, Period)> = beginning.chain(ending).collect();
        ways.sort_by_key(|(sign, span)| (span.len(), -sign, span.first()));
        ways
    }

    /// The figure of the way that was found, its parts in the order of time.
    fn walked(&self, facts: &Facts, period: Period, came: &BTreeMap<Month, (Month, i32, Period)>) -> Option<Figure> {
        let mut parts = Vec::new();
        let mut place = period.last().plus(1);
        while place != period.first() {
            let (before, sign, span) = came.get(&place)?;
            parts.push((*sign, self.exact(facts, *span)?));
            place = *before;
        }
        parts.sort_by_key(|(sign, figure)| (-sign, figure.derivation.period));
        Some(Figure::sum(Step::Difference, period, parts))
    }

    /// The figure for a period in another currency: each month by its own rate where there is a figure for each.
    pub(super) fn resolve_in(&self, facts: &Facts, period: Period, from: Code, to: Code) -> Option<Figure> {
        let in_currency = |figure: Figure| figure.converted(from, to);
        let months: Option<Vec<(i32, Figure)>> =
            period.months().map(|month| Some((1, in_currency(self.exact(facts, Period::month(month))?)?))).collect();
        match months {
            Some(months) if period.len() > 1 => Some(Figure::sum(Step::Tiles, period, months)),
            _ => self.resolve(facts, period).and_then(in_currency),
        }
    }

    /// Whether there was trade in a period that has no figure: within it, or around it and in none of the periods of its
    /// length, each of which is covered.
    pub(super) fn speaks_of(&self, facts: &Facts, period: Period, covered: &BTreeSet<Period>) -> bool {
        let is_nothing = |told: &Told| told.value(facts).get().is_ok_and(|value| value.is_zero());
        let others = self.spans.iter().filter(|(span, _)| span.len() != period.len());
        let mut others = others.filter(|(span, told)| span.common(period).is_some() && !is_nothing(told));
        others.any(|(span, told)| match (period.contains(*span), span.contains(period)) {
            (true, _) => true,
            (false, true) => self.exceeds_parts((*span, told.least(facts)), period, facts, covered),
            (false, false) => !self.goes_on(period, covered),
        })
    }

    /// Whether a figure tells of trade that may lie in a period within it: it is not the sum of its parts of that length,
    /// the absent ones being nothing, or, where these are not all told, not of a list to date: whatever is there once is
    /// there later too.
    fn exceeds_parts(
        &self,
        (whole, value): (Period, Decimal),
        like: Period,
        facts: &Facts,
        covered: &BTreeSet<Period>,
    ) -> bool {
        self.excess((whole, value), like, facts, covered).unwrap_or_else(|| {
            let mut later = covered.iter().filter(|span| span.first() == whole.first() && span.contains(whole));
            like.first() != whole.first() || !later.all(|span| self.told(*span).is_some())
        })
    }

    fn excess(
        &self,
        (whole, value): (Period, Decimal),
        like: Period,
        facts: &Facts,
        covered: &BTreeSet<Period>,
    ) -> Option<bool> {
        let mut tiles = whole.tiles(like)?;
        // That does not depend on which of the parts is asked about.
        let key = (whole, like.len());
        if let Some(known) = self.excess.borrow().get(&key) {
            return *known;
        }
        let told = tiles.try_fold(Decimal::ZERO, |told, tile| match self.told(tile) {
            Some(part) => Some(told.saturating_add(part.least(facts))),
            None => covered.contains(&tile).then_some(told),
        });
        let exceeds = told.map(|told| value.saturating_sub(told).abs() > value.abs() / Decimal::from(COMPLETE));
        self.excess.borrow_mut().insert(key, exceeds);
        exceeds
    }

    /// Whether all longer spans that begin with a period are there, so that it is of a list to date that begins later.
    fn goes_on(&self, period: Period, covered: &BTreeSet<Period>) -> bool {
        let is_longer = |span: &&Period| span.first() == period.first() && span.len() > period.len();
        let mut longer = covered.iter().filter(is_longer).peekable();
        longer.peek().is_some() && longer.all(|span| self.told(*span).is_some())
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
        period.months().filter(|month| !covers(*month) && self.way(Period::month(*month)).is_none()).collect()
    }
}
