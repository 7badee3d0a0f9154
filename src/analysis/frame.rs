//! The periods of a report: what was typed, resolved against what the data covers.

use super::Unanswerable;
use crate::model::{Month, Period, PeriodExpr};

/// What to compare a period with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// The same months of the year before.
    YearEarlier,
    /// The period of the same length just before.
    Previous,
    /// A period of its own.
    Fixed(PeriodExpr),
}

/// Length of the parts of a period that get a row each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A row a month.
    Month,
    /// A row a quarter.
    Quarter,
    /// A row a year.
    Year,
}

/// A period of a report and what it is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Frame {
    /// The period.
    pub period: Period,
    /// What it is compared with.
    pub base: Period,
}

impl Step {
    fn months(self) -> u32 {
        match self {
            Step::Month => 1,
            Step::Quarter => 3,
            Step::Year => 12,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Step::Month => "month",
            Step::Quarter => "quarter",
            Step::Year => "calendar year",
        }
    }
}

impl Frame {
    /// Whether like is compared with like: as many months, and the same ones of a year or runs of any.
    pub fn is_comparable(&self) -> bool {
        self.period.len() == self.base.len()
    }

    /// The number of years between the two, when it is a whole number above zero.
    pub fn years(&self) -> Option<u32> {
        let months = self.period.first().since(self.base.first());
        (self.is_comparable() && months > 0 && months % 12 == 0).then_some(months as u32 / 12)
    }
}

/// What can be asked of the data while a period is resolved.
pub(super) trait Covered {
    /// Whether the rows of the report have a figure for a period.
    fn has(&self, period: Period) -> bool;
    /// Every period that stands in the data for the rows of the report.
    fn periods(&self) -> Vec<Period>;
}

/// The periods of a report.
pub(super) struct Typed {
    pub period: Option<PeriodExpr>,
    pub all_periods: bool,
    pub year: Option<i32>,
    pub base: Base,
    pub step: Option<Step>,
    pub rolling: Option<u32>,
    pub allow_partial: bool,
}

/// Resolves what was typed into one frame a row.
pub(super) fn frames(typed: &Typed, data: &dyn Covered) -> Result<Vec<Frame>, Unanswerable> {
    let whole = whole(typed, data)?;
    let shift = shift(typed, whole, data)?;
    let Some(step) = typed.step.or_else(|| typed.all_periods.then(|| finest(data))) else {
        let period = rolled(whole, typed.rolling)?;
        return Ok(vec![Frame { period, base: shift.apply(period) }]);
    };
    let parts = whole.parts(step.months());
    if parts.is_empty() {
        return Err(Unanswerable(format!("{whole} does not hold a whole {}", step.name())));
    }
    if matches!(shift, Shift::To(_)) && parts.len() > 1 {
        return Err(Unanswerable(format!("--base must be as long as {whole} for one row a {}", step.name())));
    }
    parts
        .into_iter()
        .map(|part| {
            let period = rolled(part, typed.rolling)?;
            Ok(Frame { period, base: shift.apply(period) })
        })
        .collect()
}

/// The shortest of months, quarters and years that the data has figures for.
fn finest(data: &dyn Covered) -> Step {
    let shortest = data.periods().iter().map(|period| period.len()).min();
    match shortest.unwrap_or(1) {
        1 | 2 => Step::Month,
        3..=11 => Step::Quarter,
        _ => Step::Year,
    }
}

/// Months of the period that was asked for which no row is about, because they form no whole quarter or year.
pub(super) fn outside(typed: &Typed, data: &dyn Covered, frames: &[Frame]) -> Vec<Month> {
    let Ok(whole) = whole(typed, data) else { return Vec::new() };
    let inside = |month: &Month| frames.iter().any(|frame| frame.period.contains(Period::month(*month)));
    whole.months().filter(|month| !inside(month)).collect()
}

fn whole(typed: &Typed, data: &dyn Covered) -> Result<Period, Unanswerable> {
    match (typed.period, typed.year) {
        (None, None) if typed.all_periods => everything(data),
        (None, None) if !typed.allow_partial => newest(data),
        (period, year) => resolve(period, year, data),
    }
}

/// The year to date where the data covers it, else the newest month or other period that stands in it.
fn newest(data: &dyn Covered) -> Result<Period, Unanswerable> {
    let to_date = resolve(None, None, data)?;
    let newest = latest(None, data).filter(|newest| !data.has(to_date) && data.has(*newest));
    Ok(newest.unwrap_or(to_date))
}

/// From the first month of the data to the last.
fn everything(data: &dyn Covered) -> Result<Period, Unanswerable> {
    let periods = data.periods();
    let first = periods.iter().map(|period| period.first()).min();
    let last = periods.iter().map(|period| period.last()).max();
    let whole = first.zip(last).and_then(|(first, last)| Period::new(first, last));
    whole.ok_or_else(|| {
        Unanswerable("the data set holds nothing on what was asked; `tradestat info` shows what it holds".to_owned())
    })
}

/// How to get from a period to its base.
enum Shift {
    By(i32),
    Before,
    To(Period),
}

impl Shift {
    fn apply(&self, period: Period) -> Period {
        match self {
            Shift::By(months) => period.plus(*months),
            Shift::Before => period.previous(),
            Shift::To(base) => *base,
        }
    }
}

fn shift(typed: &Typed, whole: Period, data: &dyn Covered) -> Result<Shift, Unanswerable> {
    let base = match typed.base {
        Base::YearEarlier if whole.len() > 12 && typed.step.is_none() => return Ok(Shift::By(-(whole.len() as i32))),
        Base::YearEarlier => return Ok(Shift::By(-12)),
        Base::Previous => return Ok(Shift::Before),
        Base::Fixed(PeriodExpr::Dated(base)) => base,
        Base::Fixed(PeriodExpr::Months(first, last)) => {
            Period::within_year(whole.first().year() - 1, first, last).unwrap_or(whole.year_earlier())
        }
        Base::Fixed(expr) => resolve(Some(expr), None, data)?,
    };
    let months = base.first().since(whole.first());
    Ok(if base.len() == whole.len() { Shift::By(months) } else { Shift::To(base) })
}

fn rolled(part: Period, rolling: Option<u32>) -> Result<Period, Unanswerable> {
    let Some(months) = rolling else { return Ok(part) };
    if months < part.len() {
        return Err(Unanswerable(format!(
            "--rolling {months} is shorter than the rows; expected at least {}",
            part.len()
        )));
    }
    Ok(ending(part.last(), months))
}

fn ending(last: Month, months: u32) -> Period {
    Period::new(last.plus(1 - months as i32), last).unwrap_or(Period::month(last))
}

fn resolve(expr: Option<PeriodExpr>, year: Option<i32>, data: &dyn Covered) -> Result<Period, Unanswerable> {
    let none = || {
        Unanswerable("the data set holds nothing on what was asked; `tradestat info` shows what it holds".to_owned())
    };
    match expr {
        Some(PeriodExpr::Dated(period)) => match year {
            Some(year) if year != period.last().year() => {
                Err(Unanswerable(format!("--period {period} names its year; --year {year} contradicts it")))
            }
            _ => Ok(period),
        },
        Some(PeriodExpr::Months(first, last)) => of_months(first, last, year, data),
        Some(PeriodExpr::ToDate(own)) => to_date(own.or(year), data).ok_or_else(none),
        Some(PeriodExpr::Latest) => latest(year, data).ok_or_else(none),
        Some(PeriodExpr::Last(months)) => {
            let last = newest_month(year, data).ok_or_else(none)?;
            Ok(ending(last, months))
        }
        None if year.is_some() => whole_or_to_date(year, data).ok_or_else(none),
        None => to_date(None, data).ok_or_else(none),
    }
}

/// Some months of the year that was named, or of the newest year in which the data covers them.
fn of_months(first: u32, last: u32, year: Option<i32>, data: &dyn Covered) -> Result<Period, Unanswerable> {
    let within = |year| Period::within_year(year, first, last);
    if let Some(period) = year.and_then(within) {
        return Ok(period);
    }
    let periods = data.periods();
    let newest = periods.iter().map(|period| period.last().year()).max();
    let oldest = periods.iter().map(|period| period.first().year()).min();
    let years = oldest.zip(newest).map(|(oldest, newest)| (oldest..=newest).rev()).into_iter().flatten();
    let mut candidates = years.filter_map(within);
    let found = candidates.find(|period| data.has(*period));
    found.ok_or_else(|| {
        let wanted = PeriodExpr::Months(first, last);
        Unanswerable(format!("no year of the data covers {wanted}; it covers {}", spans(&periods)))
    })
}

fn newest_month(year: Option<i32>, data: &dyn Covered) -> Option<Month> {
    let lasts = data.periods().into_iter().map(Period::last);
    lasts.filter(|last| year.is_none_or(|year| last.year() == year)).max()
}

/// January to the newest month; the newest year where the data is annual.
fn to_date(year: Option<i32>, data: &dyn Covered) -> Option<Period> {
    let last = newest_month(year, data)?;
    Period::within_year(last.year(), 1, last.number())
}

fn whole_or_to_date(year: Option<i32>, data: &dyn Covered) -> Option<Period> {
    let whole = Period::year(year?)?;
    if data.has(whole) { Some(whole) } else { to_date(year, data).or(Some(whole)) }
}

/// The newest month, or the newest year where the data is annual.
fn latest(year: Option<i32>, data: &dyn Covered) -> Option<Period> {
    let last = newest_month(year, data)?;
    let month = Period::month(last);
    if data.has(month) {
        return Some(month);
    }
    data.periods().into_iter().filter(|period| period.last() == last).min_by_key(|period| period.len())
}

/// What a list of periods covers, in a few words.
pub(super) fn spans(periods: &[Period]) -> String {
    let months: Vec<Month> = periods.iter().flat_map(|period| period.months()).collect();
    let runs = Period::runs(&months);
    match runs.len() {
        0 => "nothing".to_owned(),
        1..=6 => runs.iter().map(Period::to_string).collect::<Vec<_>>().join(", "),
        count => {
            let shown: Vec<String> = runs[count - 5..].iter().map(Period::to_string).collect();
            format!("{} and {} earlier stretches", shown.join(", "), count - 5)
        }
    }
}
