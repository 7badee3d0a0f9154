//! Answers from a part of a period: the months that both periods have, and no others.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::ask::Ask;
use super::figure::{Figure, Gap, Step};
use super::frame::Frame;
use super::ledger::{Ledger, Months};
use super::subject::{Reporter, Subject};
use crate::model::{Code, Flow, Month, Period};

type Parts = Vec<(i32, Figure)>;
type Pair = (Result<Figure, Gap>, Result<Figure, Gap>);

/// Both periods, reduced to what both have where one of them lacks something; as they are when nothing is common.
pub(super) fn find(ledger: &Ledger<'_>, ask: &Ask, subject: &Subject, frame: Frame) -> Pair {
    let covered = ledger.covered_months(subject);
    let is_there =
        |period: Period| period.months().all(|month| covered.contains(&month)) && ledger.has_figure(subject, period);
    let lacks = !is_there(frame.period) || ask.compares() && !is_there(frame.base);
    let shift = ask.compares().then(|| frame.base.first().since(frame.period.first()));
    let parts = (lacks && (shift.is_none() || frame.is_comparable()))
        .then(|| ledger.quietly(|| common(ledger, subject, frame.period, shift)));
    match parts.filter(|(now, _)| !now.is_empty()) {
        None => whole(ledger, ask, subject, frame),
        Some((now, _)) if shift.is_none() => (Ok(part(now, frame.period)), base(ledger, ask, subject, frame)),
        Some((now, before)) => (Ok(part(now, frame.period)), Ok(part(before, frame.base))),
    }
}

/// The figures of the whole periods.
pub(super) fn whole(ledger: &Ledger<'_>, ask: &Ask, subject: &Subject, frame: Frame) -> Pair {
    (ledger.figure(subject, frame.period), base(ledger, ask, subject, frame))
}

fn base(ledger: &Ledger<'_>, ask: &Ask, subject: &Subject, frame: Frame) -> Result<Figure, Gap> {
    if ask.looks_back() { ledger.figure(subject, frame.base) } else { Err(Gap::default()) }
}

fn common(ledger: &Ledger<'_>, subject: &Subject, period: Period, shift: Option<i32>) -> (Parts, Parts) {
    by_runs(ledger, subject, period, shift).unwrap_or_else(|| by_spans(ledger, subject, period, shift))
}

/// The runs of months that the data covers, where there is a figure for each of them.
fn by_runs(ledger: &Ledger<'_>, subject: &Subject, period: Period, shift: Option<i32>) -> Option<(Parts, Parts)> {
    let covered = ledger.covered_months(subject);
    let both =
        |month: &Month| covered.contains(month) && shift.is_none_or(|shift| covered.contains(&month.plus(shift)));
    let months: Vec<Month> = period.months().filter(both).collect();
    let runs = Period::runs(&months);
    let moved = |months: i32| {
        let figures = runs.iter().map(|run| Some((1, ledger.figure(subject, run.plus(months)).ok()?)));
        figures.collect::<Option<Parts>>()
    };
    Some((moved(0)?, shift.map_or_else(|| Some(Parts::new()), moved)?))
}

impl Ledger<'_> {
    /// The months in which every reporter of a subject has rows of each of its flows.
    fn covered_months(&self, subject: &Subject) -> Months {
        let key = (subject.reporter, subject.view);
        if let Some(known) = self.covered_months.borrow().get(&key) {
            return Rc::clone(known);
        }
        let reporters = match subject.reporter {
            Reporter::One(code) => vec![code],
            Reporter::All => self.reporters(),
        };
        let of = |reporter: Code| {
            let parts = subject.view.flows().map(|(flow, _)| self.months_with_rows(reporter, flow));
            let published = subject.view.published_as().map(|flow| self.months_with_rows(reporter, flow));
            &common_to_all(parts) | &published.unwrap_or_default()
        };
        let months = Rc::new(common_to_all(reporters.into_iter().map(of)));
        self.covered_months.borrow_mut().insert(key, Rc::clone(&months));
        months
    }

    fn months_with_rows(&self, reporter: Code, flow: Flow) -> BTreeSet<Month> {
        let rows = self.cube.coverage.iter().filter(|(key, _)| key.reporter == reporter && key.flow == flow);
        rows.flat_map(|(_, periods)| periods).flat_map(|period| period.months()).collect()
    }
}

fn common_to_all(sets: impl Iterator<Item = BTreeSet<Month>>) -> BTreeSet<Month> {
    sets.reduce(|one, other| &one & &other).unwrap_or_default()
}

/// The longest spans that stand in the data, and single months.
fn by_spans(ledger: &Ledger<'_>, subject: &Subject, period: Period, shift: Option<i32>) -> (Parts, Parts) {
    let (mut now, mut before): (Parts, Parts) = (Vec::new(), Vec::new());
    for span in spans(ledger, subject, period, shift.unwrap_or_default()) {
        if now.iter().any(|(_, figure)| figure.derivation.period.common(span).is_some()) {
            continue;
        }
        let Ok(figure) = ledger.figure(subject, span) else { continue };
        match shift.map(|shift| ledger.figure(subject, span.plus(shift))) {
            None => now.push((1, figure)),
            Some(Ok(base)) => {
                now.push((1, figure));
                before.push((1, base));
            }
            Some(Err(_)) => {}
        }
    }
    (now, before)
}

/// Spans within a period that stand in the data now or in the base, and single months; the longest first.
fn spans(ledger: &Ledger<'_>, subject: &Subject, period: Period, shift: i32) -> Vec<Period> {
    let known = ledger.spans_of(subject);
    let moved = known.iter().map(|span| span.plus(-shift));
    let all = known.iter().copied().chain(moved).chain(period.months().map(Period::month));
    let mut spans: Vec<Period> = all.filter(|span| period.contains(*span)).collect();
    spans.sort_by_key(|span| (std::cmp::Reverse(span.len()), span.first()));
    spans.dedup();
    spans
}

fn part(mut parts: Parts, period: Period) -> Figure {
    parts.sort_by_key(|(_, figure)| figure.derivation.period);
    let mut figure = match parts.as_slice() {
        [(_, only)] if only.derivation.step == Step::Tiles => parts.remove(0).1,
        _ => Figure::sum(Step::Tiles, period, parts),
    };
    figure.derivation.period = period;
    figure.partial = true;
    figure
}

/// The figure of a subject over some runs of months of a period; none when one of them has none.
pub(super) fn over(ledger: &Ledger<'_>, subject: &Subject, runs: &[Period], period: Period) -> Option<Figure> {
    let figures = runs.iter().map(|run| Some((1, ledger.figure(subject, *run).ok()?)));
    figures.collect::<Option<Parts>>().filter(|parts| !parts.is_empty()).map(|parts| part(parts, period))
}

/// The months that a partial figure is about.
pub(super) fn months(figure: &Figure) -> Vec<Month> {
    figure.derivation.parts.iter().flat_map(|(_, part)| part.period.months()).collect()
}
