//! Whether the data supports what is stated: two intervals meet, or they do not.

use rust_decimal::Decimal;

use super::asking::{asked, currency, measure};
use super::field::Scope;
use super::file::{BadClaims, Claim, Claimed, Claims, What};
use super::interval::Interval;
use super::rows::{Line, Reading, Unclear, chosen, lines, single};
use super::said::{printed, range, says, why};
use super::stated::Stated;
use super::{nearby, order, several};
use crate::figures::question::{Answered, Answers, Question, Unanswered};
use crate::figures::toml_place::{place, unknown};
use crate::table::{Role, Table, Why};

/// The basis of a figure that its publisher printed.
pub(super) const PUBLISHED: &str = "published";

/// What the data says of a stated figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It may be what was stated.
    Confirmed,
    /// It cannot be what was stated.
    Contradicted,
    /// It says nothing that decides.
    Unverifiable,
}

impl Verdict {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Confirmed => "confirmed",
            Verdict::Contradicted => "contradicted",
            Verdict::Unverifiable => "unverifiable",
        }
    }
}

/// A stated figure and the verdict on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// The verdict.
    pub verdict: Verdict,
    /// What the data gives, in the unit in which the figure was stated.
    pub figure: Option<Decimal>,
    /// Where that lies, given rounding in print and rates of conversion.
    pub interval: Option<Interval>,
    /// The same in words.
    pub says: String,
    /// Whether it was published or computed.
    pub basis: &'static str,
    /// The unit of an amount.
    pub unit: String,
    /// Why, where the verdict alone does not tell.
    pub reason: String,
    /// A question near by that the figure does answer.
    pub nearby: Option<String>,
    /// The question that was asked.
    pub question: Option<Question>,
}

impl Judged {
    /// A verdict on nothing that could be read.
    pub(super) fn unverifiable(reason: String) -> Judged {
        let (figure, interval, says) = (None, None, String::new());
        let (unit, basis, nearby, question) = (String::new(), "", None, None);
        Judged { verdict: Verdict::Unverifiable, figure, interval, says, basis, unit, reason, nearby, question }
    }
}

/// A claim, one of its figures, and the verdict on that.
pub type Finding<'a> = (&'a Claim, &'a Claimed, Judged);

/// Judges every figure of every claim.
///
/// # Errors
/// A question that is none, with its place; what the data lacks is a verdict and no error.
pub fn judge<'a>(claims: &'a Claims, answers: &dyn Answers) -> Result<Vec<Finding<'a>>, BadClaims> {
    refuse_unknown_options(claims, answers)?;
    let mut findings = Vec::new();
    for claim in &claims.claims {
        let wrong = |message: String| BadClaims {
            place: format!("{}:{}", claims.name, claim.line),
            message: format!("claim `{}`: {message}", claim.id),
        };
        let mut own: Vec<Finding<'a>> = Vec::new();
        for claimed in &claim.figures {
            let judged = figure(claims, claim, claimed, answers).map_err(wrong)?;
            own.extend(judged.into_iter().map(|judged| (claim, claimed, judged)));
        }
        nearby::find(claims, claim, &mut own, answers);
        findings.extend(own);
    }
    Ok(findings)
}

fn refuse_unknown_options(claims: &Claims, answers: &dyn Answers) -> Result<(), BadClaims> {
    let Some((line, message)) = unknown(&claims.options, answers.options(None)) else { return Ok(()) };
    Err(BadClaims { place: place(&claims.name, line), message })
}

/// Judges one figure; where something further would have to be known, every row that may be meant is shown.
pub(super) fn figure(
    claims: &Claims,
    claim: &Claim,
    claimed: &Claimed,
    answers: &dyn Answers,
) -> Result<Vec<Judged>, String> {
    let lacking = |why: &str| {
        let needs = claim.needs.iter().map(|needs| format!("it would take {needs}"));
        std::iter::once(why.to_owned()).filter(|why| !why.is_empty()).chain(needs).collect::<Vec<_>>().join("; ")
    };
    let Some(own_question) = &claim.question else { return Ok(vec![Judged::unverifiable(lacking(""))]) };
    let own = match &claimed.what {
        What::Figure(stated) => stated.currency,
        What::Order(_) => None,
    };
    let question = asked(claims, claim, own_question, own.or(currency(claim)), answers)?;
    let answer = match answers.answer(&question) {
        Ok(answer) => answer,
        Err(Unanswered::Wrong(why)) => return Err(why.replace(&question.to_string(), &own_question.to_string())),
        Err(Unanswered::Lacking(why)) => {
            let judged = Judged::unverifiable(lacking(&why));
            return Ok(vec![Judged { question: Some(question), ..judged }]);
        }
    };
    let found = match chosen(&answer.table, &claim.row) {
        Ok(found) => found,
        Err(Unclear::Wrong(why)) => return Err(why),
        Err(Unclear::Absent(why)) => {
            let judged = Judged::unverifiable(lacking(&why));
            return Ok(vec![Judged { question: Some(question), ..judged }]);
        }
    };
    let judged = of_rows(claim, claimed, &question, &answer, &found)?;
    let told = |judged: Judged| match judged.verdict {
        Verdict::Unverifiable => Judged { reason: lacking(&judged.reason), ..judged },
        _ => judged,
    };
    Ok(judged.into_iter().map(|judged| Judged { question: Some(question.clone()), ..told(judged) }).collect())
}

fn of_rows(
    claim: &Claim,
    claimed: &Claimed,
    question: &Question,
    answer: &Answered,
    found: &[Line<'_>],
) -> Result<Vec<Judged>, String> {
    let table = &answer.table;
    let ranks = ["rank", "base_rank", "rank_change", "streak"].contains(&claimed.field.column);
    if ranks && question.has("by") && lines(table).iter().filter(|line| line.is(Role::Line)).count() == 1 {
        let only = found.first().map(Line::name).unwrap_or_default();
        return Ok(vec![Judged::unverifiable(format!(
            "a ranking takes more than one row; the data holds {only} only"
        ))]);
    }
    let column = if claimed.field.column == "value" { measure(question) } else { claimed.field.column.to_owned() };
    let stated = match &claimed.what {
        What::Figure(stated) => stated,
        What::Order(names) => {
            let value = if claimed.field.column == "base_rank" { "base".to_owned() } else { measure(question) };
            return order::judge(names, found, claimed.field.column, &value).map(|judged| vec![judged]);
        }
    };
    match claimed.field.scope {
        Scope::Sum => several::sum(stated, found, &column, table).map(|judged| vec![judged]),
        Scope::Number if !question.has("count") => {
            Ok(vec![several::number(stated, found, &claim.conditions, &measure(question))])
        }
        _ if claim.needs.is_some() && found.len() > 1 => {
            Ok(found.iter().map(|line| shown(claimed, stated, line, &column, table)).collect())
        }
        _ => match single(found) {
            Ok(line) => Ok(vec![one(claimed, stated, &line, &column, table)]),
            Err(Unclear::Wrong(why) | Unclear::Absent(why)) => Err(why),
        },
    }
}

/// One of several rows that may be meant, by its name.
fn shown(claimed: &Claimed, stated: &Stated, line: &Line<'_>, column: &str, table: &Table) -> Judged {
    let judged = one(claimed, stated, line, column, table);
    let says = if judged.says.is_empty() { "-".to_owned() } else { judged.says };
    let (verdict, reason) = (Verdict::Unverifiable, String::new());
    Judged { verdict, reason, says: format!("{says} ({})", line.label()), ..judged }
}

/// The verdict on a figure of one row: against what was printed, and against what the levels give.
fn one(claimed: &Claimed, stated: &Stated, line: &Line<'_>, column: &str, table: &Table) -> Judged {
    let kind = claimed.field.kind;
    let unit = match (stated.piece, stated.currency) {
        (Some(piece), Some(currency)) => format!("{currency}/{piece}"),
        (Some(piece), None) => piece.to_owned(),
        _ => line.text("unit").unwrap_or_default().to_owned(),
    };
    let judged = Judged { unit, ..Judged::unverifiable(String::new()) };
    let Reading { figure, interval } = match line.read_as(column, stated) {
        Ok(reading) => reading,
        Err(reason) => return Judged { reason, ..judged },
    };
    let print = claimed.field.published.and_then(|column| line.printed(column));
    if let Some((rate, around)) = print.filter(|(_, around)| around.meets(&stated.interval)) {
        let (figure, interval) = (figure.unwrap_or(rate), interval.unwrap_or(around));
        let (figure, interval, says) = (Some(figure), Some(interval), printed(rate));
        return Judged { verdict: Verdict::Confirmed, figure, interval, says, basis: PUBLISHED, ..judged };
    }
    if line.text("status") == Some(Why::Partial.code()) {
        return Judged { reason: "only a part of it is known".to_owned(), ..judged };
    }
    let (Ok(figure), Some(interval)) = (figure, interval) else {
        return match (print, figure) {
            (Some((rate, around)), _) => {
                let (verdict, figure, says) = (Verdict::Contradicted, Some(rate), printed(rate));
                Judged { verdict, figure, interval: Some(around), says, basis: PUBLISHED, ..judged }
            }
            (None, Ok(figure)) => {
                let (reason, says) = ("rounding in print leaves it open".to_owned(), says(figure, kind, stated));
                Judged { figure: Some(figure), says, reason, ..judged }
            }
            (None, Err(gap)) => Judged { reason: why(Some(gap), measured(column, table), table), ..judged },
        };
    };
    let verdict = if interval.meets(&stated.interval) { Verdict::Confirmed } else { Verdict::Contradicted };
    let is_rounding = Interval::exactly(figure).meets(&stated.interval);
    let range = range(&interval, kind, stated).filter(|_| !is_rounding);
    let allows = range.map(|range| format!("the data allows {range}")).into_iter();
    let turns = (verdict == Verdict::Contradicted).then(|| turned(figure, &stated.interval)).flatten();
    let print =
        print.filter(|_| verdict == Verdict::Contradicted).map(|(rate, _)| format!("published is {}", printed(rate)));
    let reason = allows.chain(turns.map(str::to_owned)).chain(print).collect::<Vec<_>>().join("; ");
    let says = says(figure, kind, stated);
    Judged { verdict, figure: Some(figure), interval: Some(interval), says, reason, basis: "computed", ..judged }
}

/// That a figure is on the other side of nothing.
fn turned(figure: Decimal, stated: &Interval) -> Option<&'static str> {
    let (low, high) = (stated.low().unwrap_or(Decimal::MIN), stated.high().unwrap_or(Decimal::MAX));
    match figure.is_sign_negative() {
        true if low >= Decimal::ZERO => Some("it is below zero"),
        false if high <= Decimal::ZERO => Some("it is above zero"),
        _ => None,
    }
}

/// The first column of figures, in a word.
fn measured<'a>(column: &'a str, table: &Table) -> &'a str {
    ["quantity", "weight", "unit_value"].into_iter().find(|name| table.position(name).is_some()).unwrap_or(column)
}
