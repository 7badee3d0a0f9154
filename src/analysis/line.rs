//! One row of a report before it has columns: a subject in a period and in its base period.

use rust_decimal::Decimal;

use super::ask::{Ask, Basis};
use super::figure::{Figure, Gap, Step};
use super::frame::Frame;
use super::ledger::Ledger;
use super::subject::Subject;
use crate::cube::Published;
use crate::model::{Measure, Period};
use crate::table::Why;

/// Where a line stands among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// One of many.
    Line,
    /// The lines that are not shown, together.
    Others,
    /// What the lines leave of the whole.
    Residual,
    /// The whole.
    Whole,
}

/// A subject in a period, beside its base.
#[derive(Debug, Clone)]
pub struct Line {
    /// What it is about.
    pub subject: Subject,
    /// The periods.
    pub frame: Frame,
    /// Where it stands.
    pub place: Place,
    /// The figure of the period.
    pub now: Result<Figure, Gap>,
    /// The figure of the base period.
    pub before: Result<Figure, Gap>,
    /// The publisher's own rates.
    pub published: Option<Published>,
    /// What growth is measured against.
    pub basis: Basis,
    /// Place in the order, the largest first.
    pub rank: Option<u32>,
    /// Place in the order of the base period.
    pub base_rank: Option<u32>,
    /// Number of periods in a row at this rank or better.
    pub streak: Option<u32>,
    /// How often the line was kept in rankings of parts of the data.
    pub count: Option<u32>,
}

impl Line {
    /// Looks a line up.
    pub fn find(ledger: &Ledger<'_>, ask: &Ask, subject: Subject, frame: Frame) -> Line {
        let mut now = ledger.figure(&subject, frame.period);
        let mut before = ledger.figure(&subject, frame.base);
        if ask.allow_partial && (now.is_err() || before.is_err() && ask.compares()) {
            (now, before) = common_months(ledger, &subject, frame, ask.compares(), (now, before));
        }
        let comparable = frame.base == frame.period.year_earlier();
        let published = ledger.published_rates(&subject, frame.period);
        let published = published.map(|rates| Published { growth: rates.growth.filter(|_| comparable), ..rates });
        Line {
            subject,
            frame,
            place: Place::Line,
            now,
            before,
            published,
            basis: ask.basis,
            rank: None,
            base_rank: None,
            streak: None,
            count: None,
        }
    }

    /// A line that is made of others.
    pub fn made(like: &Line, place: Place, now: Result<Figure, Gap>, before: Result<Figure, Gap>) -> Line {
        let none = (None, None, None, None);
        let (rank, base_rank, streak, count) = none;
        Line { place, now, before, published: None, rank, base_rank, streak, count, ..like.clone() }
    }

    /// One measure of the period.
    pub fn value(&self, measure: Measure) -> Result<Decimal, Why> {
        self.now.as_ref().map_err(|_| Why::NoData)?.get(measure)
    }

    /// One measure of the base period.
    pub fn base(&self, measure: Measure) -> Result<Decimal, Why> {
        if self.basis == Basis::Published && measure == Measure::Value {
            return self.implied_base();
        }
        self.before.as_ref().map_err(|_| Why::NoBase)?.get(measure).map_err(|why| match why {
            Why::NoData => Why::NoBase,
            other => other,
        })
    }

    /// The base that the publisher's rate implies.
    fn implied_base(&self) -> Result<Decimal, Why> {
        let growth = self.published.and_then(|rates| rates.growth).ok_or(Why::NoBase)?;
        let factor = Decimal::ONE + growth / Decimal::ONE_HUNDRED;
        self.value(Measure::Value)?.checked_div(factor).map(|base| base.round_dp(2)).ok_or(Why::Undefined)
    }

    /// By how much the measure grew, in percent, or why there is no rate.
    pub fn growth(&self, measure: Measure) -> Result<Decimal, Why> {
        let (now, base) = (self.value(measure), self.base(measure));
        if !self.subject.view.has_rates() || !self.frame.is_comparable() {
            return Err(Why::Undefined);
        }
        rate(now?, base?)
    }

    /// Whether there is no trade in either period, or nothing is known of both.
    pub fn is_empty(&self) -> bool {
        let nothing = |figure: &Result<Figure, Gap>| match figure {
            Ok(figure) => matches!(figure.derivation.step, Step::NoTrade(_)) || is_untraded(figure),
            Err(_) => true,
        };
        nothing(&self.now) && nothing(&self.before)
    }

    /// Whether only a part of the period is in the figure.
    pub fn is_partial(&self) -> bool {
        let partial = |figure: &Result<Figure, Gap>| figure.as_ref().is_ok_and(|figure| figure.partial);
        partial(&self.now) || partial(&self.before)
    }
}

fn is_untraded(figure: &Figure) -> bool {
    let mut traded = false;
    figure.derivation.walk(&mut |step| traded |= matches!(step.step, Step::Observed { .. }));
    !traded
}

/// Growth from a base above zero, in percent.
pub(super) fn rate(now: Decimal, base: Decimal) -> Result<Decimal, Why> {
    match (now.is_zero(), base) {
        (true, base) if base.is_zero() => Err(Why::Undefined),
        (_, base) if base.is_zero() => Err(Why::ZeroBase),
        (_, base) if base < Decimal::ZERO => Err(Why::NegativeBase),
        (_, base) if now < Decimal::ZERO && base > Decimal::ZERO => Err(Why::NegativeBase),
        (_, base) => percent(now - base, base),
    }
}

/// A part of a whole in percent.
pub(super) fn percent(part: Decimal, whole: Decimal) -> Result<Decimal, Why> {
    let relation = part.checked_div(whole).and_then(|ratio| ratio.checked_mul(Decimal::ONE_HUNDRED));
    relation.ok_or(Why::Undefined)
}

type Pair = (Result<Figure, Gap>, Result<Figure, Gap>);

/// Both periods reduced to the months that both have; as they were when no month is common.
fn common_months(ledger: &Ledger<'_>, subject: &Subject, frame: Frame, compares: bool, whole: Pair) -> Pair {
    let (mut now, mut before) = (Vec::new(), Vec::new());
    let shift = frame.base.first().since(frame.period.first());
    for month in frame.period.months().map(Period::month) {
        let base = ledger.figure(subject, month.plus(shift));
        match (ledger.figure(subject, month), base) {
            (Ok(figure), Ok(base)) => {
                now.push((1, figure));
                before.push((1, base));
            }
            (Ok(figure), Err(_)) if !compares => now.push((1, figure)),
            _ => {}
        }
    }
    if now.is_empty() {
        return whole;
    }
    let sum = |parts: Vec<(i32, Figure)>, period| {
        let mut figure = Figure::sum(Step::Tiles, period, parts);
        figure.partial = true;
        figure
    };
    let base = if compares { Ok(sum(before, frame.base)) } else { whole.1 };
    (Ok(sum(now, frame.period)), base)
}
