//! Answers from a part of a period: the months that both periods have, and no others.

use super::figure::{Figure, Gap, Step};
use super::frame::Frame;
use super::ledger::Ledger;
use super::subject::Subject;
use crate::model::Period;

type Parts = Vec<(i32, Figure)>;
type Pair = (Result<Figure, Gap>, Result<Figure, Gap>);

/// Both periods reduced to what both have, in the longest spans that the data holds; as they were when nothing is common.
pub(super) fn common(ledger: &Ledger<'_>, subject: &Subject, frame: Frame, compares: bool, whole: Pair) -> Pair {
    let shift = frame.base.first().since(frame.period.first());
    let (mut now, mut before): (Parts, Parts) = (Vec::new(), Vec::new());
    for span in spans(ledger, subject, frame.period, shift) {
        let taken = now.iter().any(|(_, figure)| figure.derivation.period.common(span).is_some());
        if taken || compares && !frame.is_comparable() {
            continue;
        }
        let figures = (ledger.figure(subject, span), ledger.figure(subject, span.plus(shift)));
        match figures {
            (Ok(figure), Ok(base)) if compares => {
                now.push((1, figure));
                before.push((1, base));
            }
            (Ok(figure), _) if !compares => now.push((1, figure)),
            _ => {}
        }
    }
    if now.is_empty() {
        return whole;
    }
    let base = if compares { Ok(part(before, frame.base)) } else { whole.1 };
    (Ok(part(now, frame.period)), base)
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

fn part(mut parts: Vec<(i32, Figure)>, period: Period) -> Figure {
    parts.sort_by_key(|(_, figure)| figure.derivation.period);
    let mut figure = Figure::sum(Step::Tiles, period, parts);
    figure.partial = true;
    figure
}

/// The months that a partial figure is about.
pub(super) fn months(figure: &Figure) -> Vec<crate::model::Month> {
    figure.derivation.parts.iter().flat_map(|(_, part)| part.period.months()).collect()
}
