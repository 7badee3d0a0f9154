//! The figure of a claim in the answer to its question.

use rust_decimal::Decimal;

use super::field::{Field, Measured};
use super::file::{Figure, Statement};
use super::interval::Interval;
use super::stated::{Stated, Unit};
use crate::figures::question::{Answered, Answers, Question, Setting, Unanswered};
use crate::model::exact_sum;
use crate::table::{Cell, Role, Row, Table, Why};

/// Columns that name a row.
const NAMES: [&str; 8] =
    ["partner", "partner_name", "product", "product_name", "flow", "reporter", "reporter_name", "period"];

/// What the data says of a figure.
#[derive(Debug, Clone)]
pub(super) struct Computed {
    pub(super) figure: Decimal,
    pub(super) within: Interval,
}

/// The question as it is asked: with the defaults of the file, the currency of the figures, their columns, and bounds.
pub(super) fn asked(question: &Question, figures: &[Figure], options: &[Setting], answers: &dyn Answers) -> Question {
    let known = answers.options(question.words().first().map(String::as_str)).unwrap_or_default();
    let takes = |name: &str| known.iter().any(|option| option == name);
    let defaults: Vec<Setting> = options.iter().filter(|setting| takes(&setting.name)).cloned().collect();
    let mut question = question.clone().or_options(&defaults);
    let currency = figures.iter().find_map(|figure| match &figure.stated {
        Statement::Number(Stated { unit: Unit::Currency(code), .. }) => Some(code.as_str().to_owned()),
        _ => None,
    });
    if let Some(currency) = currency.filter(|_| takes("currency")) {
        question = question.or("currency", &currency);
    }
    if takes("bounds") && !question.has("bounds") {
        question = question.and("--bounds");
    }
    question
}

/// Asks, and asks again with the columns that the first answer lacks.
pub(super) fn answer(
    question: &Question,
    figures: &[Figure],
    answers: &dyn Answers,
) -> Result<(Question, Answered), Unanswered> {
    let answered = answers.answer(question)?;
    let lacks = |column: &str| answered.table.position(column).is_none();
    if question.has("columns") || !figures.iter().any(|figure| lacks(figure.field.column)) {
        return Ok((question.clone(), answered));
    }
    let mut columns: Vec<&str> = figures.iter().map(|figure| figure.field.column).collect();
    columns.dedup();
    if columns.contains(&"growth_pct") {
        columns.push("published_growth_pct");
    }
    let question = question.clone().with("columns", &columns.join(","));
    answers.answer(&question).map(|answered| (question, answered))
}

/// The row of an answer that a claim is about.
pub(super) fn row<'t>(table: &'t Table, name: Option<&str>) -> Result<&'t Row, String> {
    let lines = || table.rows.iter().filter(|row| row.role == Role::Line);
    let found: Vec<&Row> = match name {
        None if lines().next().is_none() => table.rows.iter().collect(),
        None => lines().collect(),
        Some(name) => table.rows.iter().filter(|row| is_named(table, row, name)).collect(),
    };
    match found.as_slice() {
        [only] => Ok(only),
        [] => Err(format!("the answer has no row{}", name.map(|name| format!(" `{name}`")).unwrap_or_default())),
        several => Err(format!(
            "the answer has {} rows{}; `row` names one by its partner, product, flow or period, such as row = \"{}\"",
            several.len(),
            name.map(|name| format!(" `{name}`")).unwrap_or_default(),
            label(table, several[0]),
        )),
    }
}

/// What a row is called: the first of its names that tells it from others.
fn label(table: &Table, row: &Row) -> String {
    let texts = |name: &&str| table.position(name).map(|at| &row.cells[at]);
    let differs = |name: &&&str| {
        let at = table.position(name);
        at.is_some_and(|at| table.rows.iter().any(|other| other.cells[at] != row.cells[at]))
    };
    let name = NAMES.iter().find(differs).and_then(texts);
    match name {
        Some(Cell::Text(text)) => text.clone(),
        _ => String::new(),
    }
}

fn is_named(table: &Table, row: &Row, name: &str) -> bool {
    let is = |cell: &Cell| matches!(cell, Cell::Text(text) if text.eq_ignore_ascii_case(name));
    NAMES.iter().filter_map(|column| table.position(column)).any(|at| is(&row.cells[at]))
}

/// What the data says of a field: the cell of a row, or the sum over the rows.
pub(super) fn computed(table: &Table, row: Option<&Row>, field: &Field) -> Result<Result<Computed, Why>, String> {
    let place = |name: &str| table.position(name);
    let at = place(field.column).ok_or_else(|| {
        format!("the answer has no column `{}`, which `{}` is compared with", field.column, field.name)
    })?;
    let [low, high] = field.bounds().map(|name| place(&name));
    let of = |row: &Row| {
        number(&row.cells[at]).map(|figure| {
            let end = |at: Option<usize>| at.and_then(|at| number(&row.cells[at]).ok()).unwrap_or(figure);
            Computed { figure, within: Interval::closed(end(low), end(high)) }
        })
    };
    if !field.summed {
        return Ok(row.map_or(Err(Why::Undefined), of));
    }
    let mut sum = [Decimal::ZERO; 3];
    for row in table.rows.iter().filter(|row| row.role == Role::Line) {
        let Computed { figure, within } = match of(row) {
            Ok(computed) => computed,
            Err(why) => return Ok(Err(why)),
        };
        let ends = [within.low.map_or(figure, |end| end.at), within.high.map_or(figure, |end| end.at)];
        for (sum, more) in sum.iter_mut().zip([figure, ends[0], ends[1]]) {
            *sum = exact_sum(*sum, more).map_err(|_| "the sum has more digits than a figure can have".to_owned())?;
        }
    }
    Ok(Ok(Computed { figure: sum[0], within: Interval::closed(sum[1], sum[2]) }))
}

/// The growth that the publisher printed for a row.
pub(super) fn published(table: &Table, row: Option<&Row>, field: &Field) -> Option<Decimal> {
    let at = table.position("published_growth_pct").filter(|_| field.name == "growth")?;
    match row?.cells[at] {
        Cell::Published(rate) => Some(rate),
        _ => None,
    }
}

/// The names of the rows in the order of their ranks, each with every name that it has.
pub(super) fn order(table: &Table, field: &Field) -> Result<Vec<(String, Vec<String>)>, String> {
    debug_assert_eq!(field.measured, Measured::Order);
    let at = table.position(field.column).ok_or_else(|| format!("the answer has no column `{}`", field.column))?;
    let names = |row: &Row| -> Vec<String> {
        let cells = NAMES.iter().filter_map(|column| table.position(column)).map(|at| &row.cells[at]);
        cells.filter_map(|cell| if let Cell::Text(text) = cell { Some(text.clone()) } else { None }).collect()
    };
    let ranked = table.rows.iter().filter(|row| row.role == Role::Line);
    let mut ranked: Vec<(i64, &Row)> =
        ranked.filter_map(|row| if let Cell::Count(rank) = row.cells[at] { Some((rank, row)) } else { None }).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    Ok(ranked.into_iter().map(|(_, row)| (label(table, row), names(row))).collect())
}

fn number(cell: &Cell) -> Result<Decimal, Why> {
    match cell {
        Cell::Amount(n) | Cell::Percent(n) | Cell::Points(n) | Cell::Ratio(n) | Cell::Published(n) => Ok(*n),
        Cell::Count(n) => Ok(Decimal::from(*n)),
        Cell::Missing(why) => Err(*why),
        Cell::Text(_) | Cell::Blank => Err(Why::NoData),
    }
}
