//! A series in time: exact observations, tilings and differences of cumulatives.

use std::collections::{BTreeMap, VecDeque};

use super::figure::{Figure, Step};
use crate::model::{Code, Month, Period};

/// What is known of one series, each span by its first month. Spans may overlap: months beside cumulatives.
#[derive(Debug, Default)]
pub(super) struct Timeline {
    spans: BTreeMap<Month, Vec<(Month, Figure)>>,
    /// Spans by the month after their last.
    endings: BTreeMap<Month, Vec<Period>>,
    /// Whether a figure is kept secret.
    pub(super) has_secrets: bool,
}

impl Timeline {
    /// How many figures there are.
    pub(super) fn len(&self) -> usize {
        self.spans.values().map(Vec::len).sum()
    }

    pub(super) fn insert(&mut self, period: Period, figure: Figure) {
        self.spans.entry(period.first()).or_default().push((period.last(), figure));
        self.endings.entry(period.last().plus(1)).or_default().push(period);
    }

    /// The figure for a period: observed, else tiled, else by the shortest way over differences of cumulatives.
    pub(super) fn resolve(&self, period: Period) -> Option<Figure> {
        self.exact(period).cloned().or_else(|| self.tiled(period)).or_else(|| self.difference(period))
    }

    fn exact(&self, period: Period) -> Option<&Figure> {
        let spans = self.spans.get(&period.first())?;
        spans.iter().find(|(last, _)| *last == period.last()).map(|(_, figure)| figure)
    }

    /// The fewest spans that cover each month once.
    fn tiled(&self, period: Period) -> Option<Figure> {
        let mut best: BTreeMap<Month, (u32, Option<Period>)> = BTreeMap::from([(period.first(), (0, None))]);
        for month in period.months() {
            let Some((pieces, _)) = best.get(&month).copied() else { continue };
            for (last, _) in self.spans.get(&month).into_iter().flatten().filter(|(last, _)| *last <= period.last()) {
                let piece = Period::new(month, *last);
                let entry = best.entry(last.plus(1)).or_insert((u32::MAX, None));
                if pieces + 1 < entry.0 {
                    *entry = (pieces + 1, piece);
                }
            }
        }
        let mut parts = Vec::new();
        let mut end = period.last().plus(1);
        while end > period.first() {
            let piece = best.get(&end)?.1?;
            parts.push((1, self.exact(piece)?.clone()));
            end = piece.first();
        }
        parts.reverse();
        Some(Figure::sum(Step::Tiles, period, parts))
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
        let beginning = self.spans.get(&place).into_iter().flatten().filter_map(|(last, _)| Period::new(place, *last));
        let ending = self.endings.get(&place).into_iter().flatten().copied();
        let mut ways: Vec<(i32, Period)> =
            beginning.map(|span| (1, span)).chain(ending.map(|span| (-1, span))).collect();
        ways.sort_by_key(|(sign, span)| (span.len(), -sign, span.first()));
        ways
    }

    /// The figure of the way that was found, its parts in the order of time.
    fn walked(&self, period: Period, came: &BTreeMap<Month, (Month, i32, Period)>) -> Option<Figure> {
        let mut parts = Vec::new();
        let mut place = period.last().plus(1);
        while place != period.first() {
            let (before, sign, span) = came.get(&place)?;
            parts.push((*sign, self.exact(*span)?.clone()));
            place = *before;
        }
        parts.sort_by_key(|(sign, figure)| (-sign, figure.derivation.period));
        Some(Figure::sum(Step::Difference, period, parts))
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

    /// The shortest span that holds a month, when the month has no figure of its own.
    pub(super) fn around(&self, month: Month) -> Option<Period> {
        let spans = self
            .spans
            .range(..=month)
            .flat_map(|(first, spans)| spans.iter().filter_map(|(last, _)| Period::new(*first, *last)));
        spans.filter(|span| span.last() >= month).min_by_key(|span| span.len())
    }

    /// The months of a period that no span within it covers.
    pub(super) fn missing(&self, period: Period) -> Vec<Month> {
        let covered = |month: &Month| {
            let spans = self.spans.range(period.first()..=*month).flat_map(|(_, spans)| spans);
            spans.into_iter().any(|(last, _)| last >= month && *last <= period.last())
                || self.difference(Period::month(*month)).is_some()
        };
        period.months().filter(|month| !covered(month)).collect()
    }
}
