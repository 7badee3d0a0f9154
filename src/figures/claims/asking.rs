//! What a claim asks: its question with the columns that its figures need, in the currency that they are stated in.

use super::field::Scope;
use super::file::{Claim, Claims, What};
use crate::figures::question::{Answers, Question};
use crate::model::Code;

/// Commands whose answers have figures that can be stated.
const REPORTS: [&str; 7] = ["growth", "share", "rank", "balance", "series", "compare", "indicator"];

/// The question of a claim for its figures in a currency.
pub(super) fn asked(
    claims: &Claims,
    claim: &Claim,
    question: &Question,
    currency: Option<Code>,
    answers: &dyn Answers,
) -> Result<Question, String> {
    let command = question.words().first().map(String::as_str).unwrap_or_default();
    if !REPORTS.contains(&command) {
        let known = REPORTS.join(", ");
        return Err(format!("`{command}` gives no figure that can be stated; expected one of {known}"));
    }
    if let Some(option) = ["columns", "bounds", "top"].into_iter().find(|option| question.has(option)) {
        return Err(format!("--{option} follows from what is stated; the question goes without it"));
    }
    let taken = answers.options(Some(command));
    let is_taken = |name: &str| taken.as_ref().is_none_or(|taken| taken.iter().any(|option| option == name));
    let options: Vec<_> = claims.options.iter().filter(|option| is_taken(&option.name)).cloned().collect();
    let question = in_currency(question.clone().or_options(&options), question, currency)?;
    if command == "indicator" {
        return Ok(question);
    }
    if question.has("count") {
        return Ok(question.with("columns", "count"));
    }
    suits(claim, &question)?;
    let columns = columns(claim, &question);
    let question = question.with("columns", &columns);
    // Weights and quantities have no bounds: nothing tells how far they were rounded.
    Ok(if measure(&question) == "value" { question.and("--bounds") } else { question })
}

fn in_currency(question: Question, own: &Question, currency: Option<Code>) -> Result<Question, String> {
    let Some(currency) = currency else { return Ok(question) };
    match own.option("currency") {
        Some(named) if !named.eq_ignore_ascii_case(currency.as_str()) => {
            Err(format!("the question asks in {named} and the figure is stated in {currency}; one of them goes"))
        }
        _ => Ok(question.set("currency", currency.as_str())),
    }
}

/// Sees that money is stated of values, and weights and pieces of what is weighed and counted.
fn suits(claim: &Claim, question: &Question) -> Result<(), String> {
    let measure = measure(question);
    let figures = claim.figures.iter().filter_map(|claimed| match &claimed.what {
        What::Figure(stated) => Some(stated),
        What::Order(_) => None,
    });
    for stated in figures.chain(claim.conditions.iter().map(|(_, condition)| condition)) {
        let text = &stated.text;
        match (measure.as_str(), stated.currency, stated.piece) {
            ("value", _, Some(_)) => {
                return Err(format!(
                    "`{text}` is no amount of money; the question takes --measure weight, quantity or unit-value"
                ));
            }
            ("weight" | "quantity", Some(_), _) => {
                return Err(format!("`{text}` is an amount of money, and the question asks for {measure}"));
            }
            _ => {}
        }
    }
    Ok(())
}

/// The value comes first, since orders and sums look at it.
fn columns(claim: &Claim, question: &Question) -> String {
    let mut columns = vec![measure(question)];
    let stated = claim.figures.iter().map(|claimed| claimed.field).filter(|field| field.scope != Scope::Number);
    for field in stated.chain(claim.conditions.iter().map(|(field, _)| *field)) {
        let own = if field.column == "value" { measure(question) } else { field.column.to_owned() };
        let beside = field.published.or((field.name == "base_order").then_some("base"));
        for column in std::iter::once(own).chain(beside.map(str::to_owned)) {
            if !columns.contains(&column) {
                columns.push(column);
            }
        }
    }
    columns.join(",")
}

/// The column of what is measured.
pub(super) fn measure(question: &Question) -> String {
    let first = question.option("measure").and_then(|measures| measures.split(',').next());
    first.map_or("value".to_owned(), |measure| measure.trim().to_lowercase().replace('-', "_"))
}

/// The currency that a claim is stated in, where one of its figures names one.
pub(super) fn currency(claim: &Claim) -> Option<Code> {
    let stated = claim.figures.iter().find_map(|claimed| match &claimed.what {
        What::Figure(stated) => stated.currency,
        What::Order(_) => None,
    });
    stated.or_else(|| claim.conditions.iter().find_map(|(_, condition)| condition.currency))
}
