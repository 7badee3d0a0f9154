//! Figures that are missing, partial, too long or kept secret.

use std::collections::{BTreeMap, BTreeSet};

use super::{compared, few, what};
use crate::analysis::ask::Ask;
use crate::analysis::figure::{Figure, Gap};
use crate::analysis::line::Line;
use crate::analysis::partial;
use crate::model::{Measure, Period, counted};

/// How many rows get a note of their own.
const SINGLE: usize = 3;

/// Figures that are missing: a few by name and with their months, many by their number.
pub(super) fn gaps(ask: &Ask, lines: &[&Line]) -> Vec<String> {
    let mut gaps: BTreeMap<Period, Vec<&Gap>> = BTreeMap::new();
    for (figure, period) in lines.iter().flat_map(|line| compared(ask, line)) {
        if let Err(gap) = figure {
            gaps.entry(period).or_default().push(gap);
        }
    }
    if gaps.len() > SINGLE {
        let periods: BTreeSet<Period> = gaps.keys().copied().collect();
        let first = gaps.values().flatten().next().map(|gap| gap.what.clone()).unwrap_or_default();
        return vec![format!("no data, such as on {first}, for {}", few(&periods))];
    }
    gaps.into_iter().map(|(period, gaps)| missing(period, &gaps)).collect()
}

fn missing(period: Period, gaps: &[&Gap]) -> String {
    let Some(first) = gaps.first() else { return String::new() };
    let within = first.within.map(|span| format!("; it was published only within {span}")).unwrap_or_default();
    let months = if first.months.is_empty() || first.months.len() == period.len() as usize {
        String::new()
    } else {
        format!(", missing {}", Period::list(&first.months))
    };
    match gaps.len() {
        1 => format!("no data on {} for {period}{months}{within}", first.what),
        count => format!("no data for {period} in {count} rows, such as {}{months}", first.what),
    }
}

/// The months that partial figures are about.
pub(super) fn partial(ask: &Ask, lines: &[&Line]) -> Vec<String> {
    let mut notes = BTreeSet::new();
    for line in lines {
        for (figure, period) in compared(ask, line) {
            if let Some(figure) = figure.as_ref().ok().filter(|figure| figure.partial) {
                let months = Period::list(&partial::months(figure));
                notes.insert(format!("partial: {} for {period} is of {months} only", what(line)));
            }
        }
    }
    let more = notes.len().saturating_sub(2 * SINGLE);
    let mut notes: Vec<String> = notes.into_iter().take(2 * SINGLE).collect();
    if more > 0 {
        notes.push(format!("partial: {}, which the column status marks", counted(more as u64, "more figure")));
    }
    notes
}

/// Weights and quantities that some rows lack.
pub(super) fn carried(ask: &Ask, lines: &[&Line]) -> Option<String> {
    let measures = [Measure::Weight, Measure::Quantity].into_iter();
    let shown = |measure: &Measure| ask.columns.iter().any(|column| column.name == measure.column());
    let less = measures.filter(shown).flat_map(|measure| lines.iter().filter(move |line| line.carries_less(measure)));
    let count = less.count() as u64;
    let figures = if count == 1 { "1 weight or quantity is" } else { &format!("{count} weights or quantities are") };
    (count > 0).then(|| {
        format!("partial: {figures} of the rows that carry one, for others do not; the column status marks the rows")
    })
}

/// Sums that cannot be kept to the last digit.
pub(super) fn too_long(ask: &Ask, lines: &[&Line]) -> Option<String> {
    let long = |figure: &Figure| figure.amounts.is_too_long();
    let any = lines.iter().any(|line| compared(ask, line).any(|(figure, _)| figure.as_ref().is_ok_and(long)));
    any.then(|| crate::model::TooLong.to_string())
}
