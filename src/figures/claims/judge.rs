//! What becomes of each stated figure.

use super::answer::{self, Computed};
use super::field::{Field, Measured};
use super::file::{Asked, Claim, Claims, ClaimsError, Figure, Statement};
use super::interval::Interval;
use super::nearby;
use super::outcome::{Finding, Verdict, says};
use super::stated::Stated;
use crate::figures::question::{Answered, Answers, Question, Unanswered};
use crate::table::{Row, Table};
use rust_decimal::Decimal;

/// Computes every stated figure again.
///
/// # Errors
/// A question that is none, or an answer in which a figure has no place.
pub fn judge(claims: &Claims, answers: &dyn Answers) -> Result<Vec<Finding>, ClaimsError> {
    let mut findings = Vec::new();
    for claim in &claims.claims {
        findings.extend(of_claim(claim, claims, answers)?);
    }
    Ok(findings)
}

fn of_claim(claim: &Claim, claims: &Claims, answers: &dyn Answers) -> Result<Vec<Finding>, ClaimsError> {
    let fault = |message: String| ClaimsError {
        place: claim.place.clone(),
        message: format!("claim `{}`: {message}", claim.id),
    };
    let (question, row, figures) = match &claim.asked {
        Asked::Nothing(needs, stated) => {
            let finding = |(field, stated): &(String, String)| Finding {
                about: Some(format!("it would take {needs}")),
                ..Finding::new(&claim.id, field, stated, Verdict::Unverifiable)
            };
            return Ok(stated.iter().map(finding).collect());
        }
        Asked::Figures(question, row, figures) => (question, row.as_deref(), figures),
    };
    let asked = answer::asked(question, figures, &claims.options, answers);
    let (asked, answered) = match answer::answer(&asked, figures, answers) {
        Ok(answered) => answered,
        Err(Unanswered::Wrong(why)) => return Err(fault(why)),
        Err(Unanswered::Lacking(why)) => {
            let finding = |figure: &Figure| Finding {
                about: Some(why.clone()),
                question: Some(nearby::without_bounds(&asked)),
                ..Finding::new(&claim.id, figure.field.name, &figure.stated.words(), Verdict::Unverifiable)
            };
            return Ok(figures.iter().map(finding).collect());
        }
    };
    let mut findings = judged(&claim.id, &answered, row, figures).map_err(fault)?;
    for finding in &mut findings {
        finding.question = Some(nearby::without_bounds(&asked));
    }
    let is_wrong = |finding: &Finding| finding.verdict == Verdict::Contradicted;
    let wrong: Vec<bool> = findings.iter().map(is_wrong).collect();
    let near = wrong.contains(&true).then(|| nearby::find(&asked, figures, &wrong, row, &answered, answers)).flatten();
    for (at, finding) in findings.iter_mut().enumerate() {
        finding.nearby = near.as_ref().filter(|near| wrong[at] && near.fits[at]).map(|near| near.question.clone());
    }
    Ok(findings)
}

/// The verdict on each figure of an answer.
pub(super) fn judged(
    id: &str,
    answered: &Answered,
    row: Option<&str>,
    figures: &[Figure],
) -> Result<Vec<Finding>, String> {
    let table = answered.table.as_ref();
    let needs_row = figures.iter().any(|figure| !figure.field.summed && figure.field.measured != Measured::Order);
    let row = if needs_row { Some(answer::row(table, row)?) } else { None };
    figures
        .iter()
        .map(|figure| match &figure.stated {
            Statement::Order(names) => in_order(id, table, figure.field, names),
            Statement::Number(stated) => number(id, table, row, figure.field, stated),
        })
        .collect()
}

fn number(id: &str, table: &Table, row: Option<&Row>, field: &Field, stated: &Stated) -> Result<Finding, String> {
    let mut finding = Finding::new(id, field.name, &stated.text, Verdict::Unverifiable);
    finding.stated_within = Some(stated.interval);
    let printed = answer::published(table, row, field);
    let fits_printed = printed.is_some_and(|rate| printed_within(rate).is_some_and(|own| own.meets(&stated.interval)));
    match answer::computed(table, row, field)? {
        Ok(computed) => {
            let fits = computed.within.meets(&stated.interval);
            finding.verdict = if fits || fits_printed { Verdict::Confirmed } else { Verdict::Contradicted };
            finding.says = says(&computed, field, stated, table);
            if !fits && fits_printed {
                finding.about = printed
                    .map(|rate| format!("as the publisher printed it ({rate} %); the levels give {}", finding.says));
            }
            finding.computed = Some(computed);
        }
        Err(why) => {
            let reason = table.notes.iter().find(|note| note.contains("missing") || note.contains("no ")).cloned();
            finding.about = Some(reason.unwrap_or_else(|| format!("the data has no such figure ({})", why.code())));
            if let Some((rate, within)) = printed.and_then(|rate| Some((rate, printed_within(rate)?))) {
                finding.verdict = if fits_printed { Verdict::Confirmed } else { Verdict::Contradicted };
                finding.computed = Some(Computed { figure: rate, within });
                finding.says = format!("{rate} %");
                finding.about = Some("as the publisher printed it; the data has no level to compare with".to_owned());
            }
        }
    }
    Ok(finding)
}

/// What a printed rate was rounded from.
fn printed_within(rate: Decimal) -> Option<Interval> {
    Interval::around(rate, Decimal::new(5, rate.scale().max(1) + 1))
}

fn in_order(id: &str, table: &Table, field: &Field, names: &[String]) -> Result<Finding, String> {
    let ranked = answer::order(table, field)?;
    let is = |(_, own): &(String, Vec<String>), name: &String| own.iter().any(|word| word.eq_ignore_ascii_case(name));
    if let Some(unknown) = names.iter().find(|name| !ranked.iter().any(|row| is(row, name))) {
        let known: Vec<&str> = ranked.iter().take(10).map(|(label, _)| label.as_str()).collect();
        return Err(format!("{}: the answer ranks no `{unknown}`; it ranks {}", field.name, known.join(", ")));
    }
    let fits = ranked.iter().zip(names).all(|(row, name)| is(row, name));
    let verdict = if fits { Verdict::Confirmed } else { Verdict::Contradicted };
    let says = ranked.iter().take(names.len()).map(|(label, _)| label.as_str()).collect::<Vec<_>>().join(", ");
    Ok(Finding { says, ..Finding::new(id, field.name, &names.join(", "), verdict) })
}

/// Whether each figure of a question fits what was stated of it; none where it has no answer.
pub(super) fn fits(
    question: &Question,
    figures: &[Figure],
    row: Option<&str>,
    answers: &dyn Answers,
) -> Option<Vec<bool>> {
    let (_, answered) = answer::answer(question, figures, answers).ok()?;
    let findings = judged("", &answered, row, figures).ok()?;
    Some(findings.iter().map(|finding| finding.verdict == Verdict::Confirmed).collect())
}
