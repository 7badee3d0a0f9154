//! A series in time: exact observations, tilings and differences of cumulatives.

use std::collections::BTreeMap;

use super::figure::{Figure, Step};
use crate::model::{Code, Month, Period};

/// What is known of one series, each span by its first month. Spans may overlap: months beside cumulatives.
#[derive(Debug, Default)]
pub(super) struct Timeline {
    spans: BTreeMap<Month, Vec<(Month, Figure)>>,
    /// Whether a figure is kept secret.
    pub(super) has_secrets: bool,
}

impl Timeline {
    pub(super) fn insert(&mut self, period: Period, figure: Figure) {
        self.spans.entry(period.first()).or_default().push((period.last(), figure));
    }

    /// The figure for a period: observed, else tiled, else a difference of cumulatives.
    pub(super) fn resolve(&self, period: Period) -> Option<Figure> {
        self.exact_or_tiled(period).or_else(|| self.difference(period)).or_else(|| self.by_years(period))
    }

    fn exact_or_tiled(&self, period: Period) -> Option<Figure> {
        self.exact(period).cloned().or_else(|| self.tiled(period))
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

    /// A longer span less what it has before or after the period.
    fn difference(&self, period: Period) -> Option<Figure> {
        let ending = self.spans.range(..period.first()).rev().filter_map(|(first, spans)| {
            let (last, whole) = spans.iter().find(|(last, _)| *last == period.last())?;
            Some((Period::new(*first, *last)?, whole, Period::new(*first, period.first().plus(-1))?))
        });
        let starting = self.spans.get(&period.first()).into_iter().flatten().filter_map(|(last, whole)| {
            let rest = Period::new(period.last().plus(1), *last)?;
            Some((Period::new(period.first(), *last)?, whole, rest))
        });
        let mut ways: Vec<_> = ending.chain(starting).collect();
        ways.sort_by_key(|(whole, _, _)| (whole.len(), whole.first()));
        ways.into_iter().find_map(|(_, whole, rest)| {
            let parts = vec![(1, whole.clone()), (-1, self.exact_or_tiled(rest)?)];
            Some(Figure::sum(Step::Difference, period, parts))
        })
    }

    /// A period across calendar years, each year's part by its own way.
    fn by_years(&self, period: Period) -> Option<Figure> {
        let years = period.first().year()..=period.last().year();
        if years.clone().count() < 2 {
            return None;
        }
        let parts = years.map(|year| period.common(Period::year(year)?));
        let figures = parts.map(|part| Some((1, self.exact_or_tiled(part?).or_else(|| self.difference(part?))?)));
        Some(Figure::sum(Step::Tiles, period, figures.collect::<Option<_>>()?))
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
