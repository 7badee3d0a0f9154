//! Totals that many lines are related to, each added up once.

use indexmap::IndexSet;
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use crate::analysis::ask::Ask;
use crate::analysis::figure::Gap;
use crate::analysis::ledger::Ledger;
use crate::analysis::subject::Subject;
use crate::model::{Measure, Period, exact_sum};
use crate::table::Why;

/// A sum over some periods.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::analysis) struct Total {
    pub(super) sum: Decimal,
    /// Whether something that belongs to it is not there.
    pub(super) is_partial: bool,
}

/// The totals of a report.
pub(in crate::analysis) struct Totals<'l> {
    pub(in crate::analysis) ledger: &'l Ledger<'l>,
    pub(in crate::analysis) ask: &'l Ask,
    stretches: IndexSet<Vec<Period>>,
    known: FxHashMap<(Subject, usize), Result<Total, Why>>,
    gap: Option<Gap>,
}

impl<'l> Totals<'l> {
    pub(in crate::analysis) fn new(ledger: &'l Ledger<'l>, ask: &'l Ask) -> Totals<'l> {
        Totals { ledger, ask, stretches: IndexSet::new(), known: FxHashMap::default(), gap: None }
    }

    /// The sum of a subject over periods, or why there is none.
    pub(super) fn of(&mut self, subject: Subject, periods: &[Period]) -> Result<Total, Why> {
        let number = match self.stretches.get_index_of(periods) {
            Some(number) => number,
            None => self.stretches.insert_full(periods.to_vec()).0,
        };
        if let Some(known) = self.known.get(&(subject, number)) {
            return *known;
        }
        let mut total = Ok(Total::default());
        for period in periods {
            total = total.and_then(|total| self.plus(total, &subject, *period));
        }
        self.known.insert((subject, number), total);
        total
    }

    /// What the first missing total lacks, when no other months were to be taken.
    pub(in crate::analysis) fn note(&self) -> Option<String> {
        let gap = self.gap.as_ref().filter(|gap| !self.ask.allow_partial && !gap.secret)?;
        let months = Period::list(&gap.months);
        let within = gap.within.map(|span| format!("; it was published only within {span}")).unwrap_or_default();
        Some(format!(
            "no result for want of {}, missing {months}{within}; --allow-partial takes the months for which every figure is there",
            gap.what
        ))
    }

    fn plus(&mut self, total: Total, subject: &Subject, period: Period) -> Result<Total, Why> {
        let figure = self.ledger.figure(subject, period).map_err(|gap| {
            let why = if gap.secret { Why::Confidential } else { Why::NoData };
            self.gap.get_or_insert(gap);
            why
        })?;
        let measure = self.ask.measure();
        let (value, is_partial) = match figure.get(measure) {
            Err(why) if self.ask.allow_partial && measure == Measure::Value => {
                (figure.amounts.value().at_least().ok_or(why)?, true)
            }
            value => (value?, false),
        };
        let sum = exact_sum(total.sum, value).map_err(|_| Why::Undefined)?;
        Ok(Total { sum, is_partial: total.is_partial || is_partial })
    }
}
