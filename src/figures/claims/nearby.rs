//! The question that was perhaps meant: one that gives the stated figures and differs in one thing.

use super::field::Measured;
use super::file::{Figure, Statement};
use super::judge;
use crate::figures::question::{Answered, Answers, Question};
use crate::model::period_expr::parse_dated;
use crate::model::{Month, Period};
use crate::table::Cell;

/// A question near the one of a claim, and which of the claim's figures it gives.
pub(super) struct Near {
    pub(super) question: String,
    pub(super) fits: Vec<bool>,
}

/// Digits of an amount that do not come out by chance.
const TELLING: usize = 3;

/// The first question that gives all that the data contradicts; else the first that gives an amount of several digits.
///
/// Rates fit something by chance: alone they are looked for in another currency, basis or publication only.
pub(super) fn find(
    asked: &Question,
    figures: &[Figure],
    wrong: &[bool],
    row: Option<&str>,
    answered: &Answered,
    answers: &dyn Answers,
) -> Option<Near> {
    if (0..figures.len()).any(|at| wrong[at] && is_open(&figures[at])) {
        return None;
    }
    let tells = |at: usize| wrong[at] && is_telling(&figures[at]);
    let telling = (0..figures.len()).any(tells);
    let mut best: Option<Near> = None;
    for (option, value) in variants(asked, telling, answered, answers) {
        let question = asked.clone().set(&option, &value);
        let Some(fits) = judge::fits(&question, figures, row, answers) else { continue };
        let all = wrong.iter().zip(&fits).all(|(wrong, fits)| !wrong || *fits);
        let some = (0..figures.len()).any(|at| tells(at) && fits[at]);
        if all || some && best.is_none() {
            best = Some(Near { question: without_bounds(&question), fits });
        }
        if all {
            break;
        }
    }
    best
}

/// A figure that leaves a side open, which many questions give.
fn is_open(figure: &Figure) -> bool {
    matches!(&figure.stated, Statement::Number(stated) if stated.interval.low.is_none() || stated.interval.high.is_none())
}

fn is_telling(figure: &Figure) -> bool {
    let digits = |figure: &Figure| match &figure.stated {
        Statement::Number(stated) => stated.digits,
        Statement::Order(_) => 0,
    };
    figure.field.measured == Measured::Amount && digits(figure) >= TELLING
}

fn variants(asked: &Question, telling: bool, answered: &Answered, answers: &dyn Answers) -> Vec<(String, String)> {
    let known = answers.options(asked.words().first().map(String::as_str)).unwrap_or_default();
    let takes = |option: &str| known.iter().any(|name| name == option);
    let mut variants: Vec<(&str, String)> = Vec::new();
    variants.extend(["CNY", "USD", "EUR"].map(|code| ("currency", code.to_owned())));
    variants.extend(["published", "computed"].map(|basis| ("basis", basis.to_owned())));
    variants.push(("vintage", "first".to_owned()));
    if telling {
        variants.extend(["exports", "imports", "total"].map(|flow| ("flow", flow.to_owned())));
        variants.extend(periods(answered).into_iter().map(|period| ("period", period.to_string())));
    }
    variants.into_iter().filter(|(option, _)| takes(option)).map(|(option, value)| (option.to_owned(), value)).collect()
}

/// Periods near the one of an answer: its last month, quarter and half, the year to date, its year, the same a year
/// earlier and later, and its quarters.
fn periods(answered: &Answered) -> Vec<Period> {
    let table = answered.table.as_ref();
    let first = table.position("period").and_then(|at| table.rows.first().map(|row| &row.cells[at]));
    let Some(own) = first.and_then(|cell| if let Cell::Text(text) = cell { parse_dated(text).ok() } else { None })
    else {
        return Vec::new();
    };
    let (first, last) = (own.first(), own.last());
    let span = |first: Month, last: Month| Period::new(first, last);
    let january = Month::new(last.year(), 1);
    let mut near = vec![span(last, last), span(last.plus(-2), last), span(last.plus(-5), last)];
    near.extend(january.map(|january| span(january, last)));
    near.extend(january.map(|january| span(january, january.plus(11))));
    near.extend([-12, 12].map(|shift| span(first.plus(shift), last.plus(shift))));
    near.extend(own.months().step_by(3).map(|month| span(month, month.plus(2).min(last))));
    let mut kept: Vec<Period> = Vec::new();
    for period in near.into_iter().flatten().filter(|period| *period != own) {
        if !kept.contains(&period) && kept.len() < 16 {
            kept.push(period);
        }
    }
    kept
}

/// The question as a person types it.
pub(super) fn without_bounds(question: &Question) -> String {
    question.to_string().replace(" --bounds", "")
}
