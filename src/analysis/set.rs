//! Lines that are parts of one whole: their order, their ranks, and what they leave of the whole.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::figure::{Figure, Gap, Step};
use super::line::{Line, Place};
use super::subject::Side;
use crate::model::{Measure, PartnerKind};
use crate::reference::partners;

/// Lines of one period, direction and reporter that are parts of one whole.
pub struct Set {
    /// The lines in order; others and the residual at the end.
    pub lines: Vec<Line>,
    /// What the lines are parts of.
    pub whole: Option<Line>,
    /// What the lines add to.
    pub adds: Adds,
    /// The part of the whole that the lines of the list are, in percent; none when it is not a list of all.
    pub listed_pct: Option<Decimal>,
    /// Lines without data in the period, which are not shown.
    pub without_data: usize,
}

/// What lines add to, if they may be added at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Adds {
    /// The whole: all of its parts are listed, and what they leave is a residual.
    ToWhole,
    /// A sum of their own: some parts that share nothing.
    Together,
    /// Nothing: they overlap.
    Never,
}

impl Set {
    /// Gives ranks, the largest first; equal values share the better rank.
    pub fn rank(&mut self, measure: Measure) {
        let now: Vec<Option<Decimal>> =
            self.lines.iter().map(|line| rankable(line, line.value(measure).ok())).collect();
        let before: Vec<Option<Decimal>> =
            self.lines.iter().map(|line| rankable(line, line.base(measure).ok())).collect();
        let (ranking, base_ranking) = (Ranking::of(&now), Ranking::of(&before));
        for ((line, now), before) in self.lines.iter_mut().zip(now).zip(before) {
            line.rank = ranking.place(now);
            line.base_rank = base_ranking.place(before);
        }
    }

    /// Puts the largest first; lines without a figure come last, by their codes.
    pub fn order_by_rank(&mut self, measure: Measure) {
        self.lines
            .sort_by(|a, b| descending(a.value(measure).ok(), b.value(measure).ok()).then(a.subject.cmp(&b.subject)));
    }

    /// Takes note of how much of the whole the lines are, before some are hidden.
    pub fn measure_list(&mut self, measure: Measure) {
        let whole =
            self.whole.as_ref().filter(|_| self.adds == Adds::ToWhole).and_then(|whole| whole.value(measure).ok());
        let mut values = self.lines.iter().filter_map(|line| line.value(measure).ok());
        let listed = values.try_fold(Decimal::ZERO, Decimal::checked_add);
        let hundredfold = listed.and_then(|listed| listed.checked_mul(Decimal::ONE_HUNDRED));
        self.listed_pct = whole.zip(hundredfold).and_then(|(whole, listed)| listed.checked_div(whole));
    }

    /// What the lines leave of the whole, as a line of its own when it is not nothing. What they leave of the base counts
    /// only where the report compares: lines that have but a base are left out of another.
    pub fn add_residual(&mut self, compares: bool) {
        let Some(whole) = self.whole.clone().filter(|_| self.adds == Adds::ToWhole) else { return };
        let residual = self.rest_of(&whole, &self.lines, Place::Residual);
        let is_nothing = |figure: &Result<Figure, Gap>| {
            figure.as_ref().map_or(true, |figure| figure.amounts.value().at_least().is_none_or(|rest| rest.is_zero()))
        };
        if !is_nothing(&residual.now) || compares && !is_nothing(&residual.before) {
            self.lines.push(residual);
        }
    }

    /// Keeps the first lines and puts the rest into one, so that the total stays whole.
    pub fn keep_top(&mut self, top: usize, compares: bool) {
        if self.lines.iter().filter(|line| line.place == Place::Line).count() <= top {
            return self.add_residual(compares);
        }
        let hidden = self.lines.split_off(top);
        let others = match (self.adds, &self.whole) {
            (Adds::Never, _) => return,
            (Adds::ToWhole, Some(whole)) => self.rest_of(whole, &self.lines, Place::Others),
            _ => sum_of(&hidden),
        };
        self.lines.push(others);
    }

    /// The whole less some lines. A base is missing when a line with a figure has none.
    fn rest_of(&self, whole: &Line, lines: &[Line], place: Place) -> Line {
        let less = |whole: &Result<Figure, Gap>, parts: Vec<Figure>| {
            let whole = whole.clone()?;
            let period = whole.derivation.period;
            let parts = parts.into_iter().map(|part| (-1, part));
            Ok(Figure::sum(Step::Rest, period, std::iter::once((1, whole)).chain(parts)))
        };
        let now = less(&whole.now, lines.iter().filter_map(|line| line.now.clone().ok()).collect());
        let own = lines.iter().filter(|line| !line.base_in_group);
        let before = match lines.iter().find(|line| line.now.is_ok() && line.before.is_err()) {
            Some(line) => line.before.clone(),
            None => less(&whole.before, own.filter_map(|line| line.before.clone().ok()).collect()),
        };
        Line::made(whole, place, now, before)
    }
}

/// Lines added up. A base is missing when a line with a figure has none.
fn sum_of(hidden: &[Line]) -> Line {
    let sum = |figures: Vec<Figure>, period| {
        Ok(Figure::sum(Step::Rest, period, figures.into_iter().map(|figure| (1, figure))))
    };
    let frame = hidden[0].frame;
    let now = sum(hidden.iter().filter_map(|line| line.now.clone().ok()).collect(), frame.period);
    let before = match hidden.iter().find(|line| line.now.is_ok() && line.before.is_err()) {
        Some(line) => line.before.clone(),
        None => sum(hidden.iter().filter_map(|line| line.before.clone().ok()).collect(), frame.base),
    };
    Line::made(&hidden[0], Place::Others, now, before)
}

/// The values that take part in a ranking: areas that are no country, and what is left over, do not.
fn rankable(line: &Line, value: Option<Decimal>) -> Option<Decimal> {
    let area = match line.subject.side {
        Side::One(code) => partners::by_code(code).is_some_and(|partner| partner.kind == PartnerKind::Area),
        Side::World | Side::Group(_) => false,
    };
    value.filter(|_| line.place == Place::Line && !area)
}

/// Values in their order.
pub(super) struct Ranking {
    largest_first: Vec<Decimal>,
}

impl Ranking {
    pub(super) fn of(values: &[Option<Decimal>]) -> Ranking {
        let mut largest_first: Vec<Decimal> = values.iter().flatten().copied().collect();
        largest_first.sort_unstable_by(|a, b| b.cmp(a));
        Ranking { largest_first }
    }

    /// The place of one of the values; equal values share the better place.
    pub(super) fn place(&self, value: Option<Decimal>) -> Option<u32> {
        let own = value?;
        Some(self.largest_first.partition_point(|value| *value > own) as u32 + 1)
    }
}

pub(super) fn descending<T: Ord>(a: Option<T>, b: Option<T>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => b.cmp(&a),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}
