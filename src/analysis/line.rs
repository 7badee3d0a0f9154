//! One row of a report before it has columns: a subject in a period and in its base period.

use rust_decimal::Decimal;

use super::ask::{Ask, Basis};
use super::figure::{Figure, Gap};
use super::frame::Frame;
use super::ledger::Ledger;
use super::levels::is_traded;
use super::subject::{Side, Subject};
use super::{breaks, partial};
use crate::cube::Published;
use crate::model::Measure;
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
    /// Whether the two figures count different things: other members of a group, another classification.
    pub is_break: bool,
    /// Whether the base is counted in a group that the line has left.
    pub base_in_group: bool,
    /// Place in the order, the largest first.
    pub rank: Option<u32>,
    /// Place in the order of the base period.
    pub base_rank: Option<u32>,
    /// Number of periods in a row at this rank or better.
    pub streak: Option<u32>,
    /// How often the line was kept in rankings of parts of the data.
    pub count: Option<u32>,
    /// What the indicator of structure is for it.
    pub result: Option<Result<Decimal, Why>>,
}

impl Line {
    /// Looks a line up.
    pub fn find(ledger: &Ledger<'_>, ask: &Ask, subject: Subject, frame: Frame) -> Line {
        let (mut now, mut before) = match ask.allow_partial {
            true => partial::find(ledger, ask, &subject, frame),
            false => partial::whole(ledger, ask, &subject, frame),
        };
        if ask.allow_partial {
            for figure in [&mut now, &mut before].into_iter().flatten() {
                figure.partial |= figure.get(Measure::Value).is_err();
            }
        }
        let is_break = breaks::is_break(ledger, &subject, frame, &now, &before);
        let published = published(ledger, &subject, frame, &now);
        let (base_in_group, basis) = (false, ask.basis);
        let (rank, base_rank, streak, count) = (None, None, None, None);
        let place = Place::Line;
        Line {
            subject,
            frame,
            place,
            now,
            before,
            published,
            basis,
            is_break,
            base_in_group,
            rank,
            base_rank,
            streak,
            count,
            result: None,
        }
    }

    /// A line that is made of others.
    pub fn made(like: &Line, place: Place, now: Result<Figure, Gap>, before: Result<Figure, Gap>) -> Line {
        let none = (None, None, None, None);
        let (rank, base_rank, streak, count) = none;
        let (published, is_break, base_in_group) = (None, false, false);
        Line {
            place,
            now,
            before,
            published,
            is_break,
            base_in_group,
            rank,
            base_rank,
            streak,
            count,
            result: None,
            ..like.clone()
        }
    }

    /// One measure of the period.
    pub fn value(&self, measure: Measure) -> Result<Decimal, Why> {
        let figure = self.now.as_ref().map_err(|gap| if gap.secret { Why::Confidential } else { Why::NoData })?;
        amount(figure, measure)
    }

    /// One measure of the period; a weight or quantity that some rows lack is that of the others.
    pub fn carried(&self, measure: Measure) -> Result<Decimal, Why> {
        let carried = || self.now.as_ref().ok()?.amounts.carried(measure);
        self.value(measure).or_else(|why| if why == Why::Partial { carried().ok_or(why) } else { Err(why) })
    }

    /// Whether some rows lack a measure that others carry.
    pub fn carries_less(&self, measure: Measure) -> bool {
        self.value(measure) == Err(Why::Partial) && self.carried(measure).is_ok()
    }

    /// One measure of the base period.
    pub fn base(&self, measure: Measure) -> Result<Decimal, Why> {
        if self.basis == Basis::Published && measure == Measure::Value {
            return self.implied_base();
        }
        if self.base_in_group {
            return Err(Why::Break);
        }
        let figure = self.before.as_ref().map_err(|gap| if gap.secret { Why::Confidential } else { Why::NoBase })?;
        amount(figure, measure).map_err(|why| match why {
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
        if !self.frame.is_comparable() {
            return Err(Why::Undefined);
        }
        let rate = rate(now?, base?)?;
        if self.subject.view.has_rates() { Ok(rate) } else { Err(Why::Undefined) }
    }

    /// Whether there is no trade in the period nor in its base, if there is one, or nothing is known of them.
    pub fn is_empty(&self, compares: bool) -> bool {
        let nothing = |figure: &Result<Figure, Gap>| match figure {
            Ok(figure) => !is_traded(figure),
            Err(gap) => !gap.known && !gap.secret,
        };
        nothing(&self.now) && (!compares || nothing(&self.before))
    }

    /// Whether only a part of the period is in the figure.
    pub fn is_partial(&self) -> bool {
        let partial = |figure: &Result<Figure, Gap>| figure.as_ref().is_ok_and(|figure| figure.partial);
        partial(&self.now) || partial(&self.before)
    }
}

/// A measure of a figure; of a figure that is marked partial, what there is of it.
fn amount(figure: &Figure, measure: Measure) -> Result<Decimal, Why> {
    let whole = figure.get(measure);
    match measure {
        Measure::Value if figure.partial => figure.amounts.value().at_least().ok_or(Why::NoData),
        _ => whole,
    }
}

/// The publisher's rates, where they are about the same months and the same members.
fn published(ledger: &Ledger<'_>, subject: &Subject, frame: Frame, now: &Result<Figure, Gap>) -> Option<Published> {
    let rates = ledger.published_rates(subject, frame.period)?;
    let partial = now.as_ref().is_ok_and(|figure| figure.partial);
    let same_members = match (subject.side, now) {
        (Side::Group(_), Ok(now)) => ledger
            .published_figure(subject, frame.period)
            .is_none_or(|published| published.get(Measure::Value) == now.get(Measure::Value)),
        _ => true,
    };
    let comparable = frame.base == frame.period.year_earlier() && same_members && !partial;
    Some(Published {
        growth: rates.growth.filter(|_| comparable),
        quantity_growth: rates.quantity_growth.filter(|_| comparable),
        share: rates.share.filter(|_| same_members),
    })
}

/// Growth from a base above zero, in percent.
pub(super) fn rate(now: Decimal, base: Decimal) -> Result<Decimal, Why> {
    match (now.is_zero(), base) {
        (true, base) if base.is_zero() => Err(Why::Undefined),
        (_, base) if base.is_zero() => Err(Why::ZeroBase),
        (_, base) if base < Decimal::ZERO => Err(Why::NegativeBase),
        (_, base) if now < Decimal::ZERO && base > Decimal::ZERO => Err(Why::NegativeBase),
        (_, base) => percent(less(now, base)?, base),
    }
}

/// A difference, where it has no more digits than can be kept.
pub(super) fn less(now: Decimal, base: Decimal) -> Result<Decimal, Why> {
    now.checked_sub(base).ok_or(Why::Undefined)
}

/// A part of a whole in percent.
pub(super) fn percent(part: Decimal, whole: Decimal) -> Result<Decimal, Why> {
    let relation = part.checked_div(whole).and_then(|ratio| ratio.checked_mul(Decimal::ONE_HUNDRED));
    relation.ok_or(Why::Undefined)
}
