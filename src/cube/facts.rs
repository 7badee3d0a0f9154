//! Facts by series and span, kept in columns.

use std::collections::BTreeSet;

use indexmap::map::Entry;
use indexmap::{IndexMap, IndexSet};
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::columns::Columns;
use super::{Edition, Fact, Series, Span, Sum};
use crate::model::{Code, Period};

/// Stands for no fact at the end of a chain.
const NONE: u32 = u32::MAX;

/// Facts, each found by its series and span. Series are numbered as they come, and so are spans and facts; the facts of a
/// series are chained.
#[derive(Debug, Default)]
pub struct Facts {
    series: IndexMap<Series, Chain, FxBuildHasher>,
    spans: IndexSet<Span, FxBuildHasher>,
    by_period: FxHashMap<Period, Vec<u32>>,
    /// By numbers of series and span: the next fact of the series.
    places: IndexMap<(u32, u32), u32, FxBuildHasher>,
    columns: Columns,
}

#[derive(Debug, Clone, Copy)]
struct Chain {
    first: u32,
    last: u32,
}

impl Facts {
    /// Adds a fact to what is known of a series in a span.
    pub fn add(&mut self, series: Series, span: Span, fact: &Fact) {
        let place = (self.number(series), self.numbered(span));
        self.add_at(place, fact);
    }

    /// The same by the numbers of the series and the span.
    pub(crate) fn add_at(&mut self, place: (u32, u32), fact: &Fact) {
        let entry = self.places.entry(place);
        let at = entry.index();
        if let Entry::Occupied(_) = entry {
            return self.columns.add(at, fact);
        }
        entry.or_insert(NONE);
        self.columns.push(fact);
        let chain = &mut self.series[place.0 as usize];
        if chain.first == NONE {
            chain.first = at as u32;
        } else {
            self.places[chain.last as usize] = at as u32;
        }
        chain.last = at as u32;
    }

    /// The number of a series, which a fact must be added to next if it is new.
    pub(crate) fn number(&mut self, series: Series) -> u32 {
        let entry = self.series.entry(series);
        let number = entry.index() as u32;
        entry.or_insert(Chain { first: NONE, last: NONE });
        number
    }

    /// The number of a span, which a fact must be added to next if it is new.
    pub(crate) fn numbered(&mut self, span: Span) -> u32 {
        let (number, is_new) = self.spans.insert_full(span);
        if is_new {
            self.by_period.entry(span.period).or_default().push(number as u32);
        }
        number as u32
    }

    /// The publication of a fact.
    pub(crate) fn edition(&self, at: At) -> Option<Edition> {
        self.spans.get_index(at.span as usize).map(|span| span.edition)
    }

    /// What is known at a place.
    pub(crate) fn fact(&self, at: At) -> Fact {
        self.columns.get(at.fact as usize)
    }

    /// The value at a place.
    pub(crate) fn value(&self, at: At) -> Sum {
        self.columns.value(at.fact as usize)
    }

    /// Whether value, weight or quantity is given at a place.
    pub(crate) fn is_given(&self, at: At) -> bool {
        self.columns.is_given(at.fact as usize)
    }

    /// Whether there are several publications of some period in one currency.
    pub fn has_editions(&self) -> bool {
        let figures = |numbers: &Vec<u32>| -> Vec<Code> {
            let spans = numbers.iter().filter_map(|number| self.spans.get_index(*number as usize));
            spans.filter(|span| !span.edition.is_rate()).map(|span| span.edition.currency).collect()
        };
        self.by_period.values().map(figures).any(|mut currencies| {
            let count = currencies.len();
            currencies.sort();
            currencies.dedup();
            currencies.len() < count
        })
    }

    /// What is known of a series.
    pub fn get(&self, series: &Series) -> Option<Spans<'_>> {
        self.series.get_index_of(series).map(|number| Spans { facts: self, number })
    }

    /// Every series, in the order of their first rows.
    pub fn series(&self) -> impl Iterator<Item = &Series> {
        self.series.keys()
    }

    /// Every series and what is known of it.
    pub fn iter(&self) -> impl Iterator<Item = (&Series, Spans<'_>)> {
        self.series.keys().enumerate().map(|(number, series)| (series, Spans { facts: self, number }))
    }

    /// How many facts there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// About how much memory the facts take.
    pub fn bytes(&self) -> usize {
        // An index map keeps a hash beside each entry, and a table of places that is at most seven eighths full.
        let indexed = |entry: usize| entry + size_of::<usize>() + 2 * size_of::<usize>();
        self.series.len() * indexed(size_of::<(Series, Chain)>())
            + self.places.len() * indexed(size_of::<((u32, u32), u32)>())
            + self.columns.bytes()
    }
}

/// Where a fact stands, by numbers: it is kept for less than the fact takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    span: u32,
    fact: u32,
}

/// What is known of one series.
#[derive(Debug, Clone, Copy)]
pub struct Spans<'f> {
    facts: &'f Facts,
    number: usize,
}

impl<'f> Spans<'f> {
    /// Each span, in the order of the rows.
    pub fn keys(self) -> impl Iterator<Item = &'f Span> {
        self.chain().map(|(span, ..)| span)
    }

    /// Each fact and its span, in the order of the rows.
    pub fn iter(self) -> impl Iterator<Item = (&'f Span, Fact)> {
        self.chain().map(move |(span, at)| (span, self.facts.fact(at)))
    }

    /// The periods, in order.
    pub fn periods(self) -> BTreeSet<Period> {
        self.keys().map(|span| span.period).collect()
    }

    /// Each fact and its span, in the order of the spans.
    pub fn sorted(self) -> Vec<(&'f Span, Fact)> {
        self.places().into_iter().map(|(span, at)| (span, self.facts.fact(at))).collect()
    }

    /// Where each fact stands, in the order of the spans.
    pub(crate) fn places(self) -> Vec<(&'f Span, At)> {
        let mut found: Vec<(&Span, At)> = self.chain().collect();
        found.sort_unstable_by_key(|(span, _)| *span);
        found
    }

    /// The publications of a period, in order.
    pub fn editions(self, period: Period) -> impl Iterator<Item = (&'f Span, Fact)> {
        let mut found: Vec<(&Span, usize)> = Vec::new();
        for number in self.facts.by_period.get(&period).into_iter().flatten() {
            let span = self.facts.spans.get_index(*number as usize);
            let at = self.facts.places.get_index_of(&(self.number as u32, *number));
            found.extend(span.zip(at));
        }
        found.sort_unstable();
        found.into_iter().map(move |(span, at)| (span, self.facts.columns.get(at)))
    }

    fn chain(self) -> impl Iterator<Item = (&'f Span, At)> {
        let facts = self.facts;
        let mut next = facts.series[self.number].first;
        std::iter::from_fn(move || {
            let ((_, span), after) = facts.places.get_index(next as usize)?;
            let at = At { span: *span, fact: next };
            next = *after;
            Some((facts.spans.get_index(*span as usize)?, at))
        })
    }
}
