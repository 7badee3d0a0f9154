//! Questions near by: one thing of the question changed, so that the stated figures are its answer.
//!
//! What may be changed is a short list in a fixed order, and a change must fit whatever the claim states, or an amount of
//! it that is stated closely: by chance alone a rate fits something or other.

use rust_decimal::Decimal;

use super::asking::currency;
use super::field::Kind;
use super::file::{Claim, Claimed, Claims, What};
use super::judge::{Finding, Judged, PUBLISHED, Verdict, figure};
use super::rows::{Choice, chosen};
use crate::figures::question::{Answers, Question};
use crate::model::period_expr::parse_dated;
use crate::model::{Code, Month, Period};

/// A question with one thing changed.
struct Change {
    claim: Claim,
    /// Whether it is another publication or currency of the same trade, which rates alone can tell.
    is_same_trade: bool,
}

/// Currencies in which trade is usually published.
const CURRENCIES: [&str; 3] = ["CNY", "USD", "EUR"];

/// Adds to contradicted figures the question that they answer, where there is one.
pub(super) fn find(claims: &Claims, claim: &Claim, findings: &mut [Finding<'_>], answers: &dyn Answers) {
    let contradicted = |finding: &&Finding<'_>| finding.2.verdict == Verdict::Contradicted;
    let figures = |finding: &&Finding<'_>| matches!(finding.1.what, What::Figure(_));
    let wrong: Vec<Claimed> = findings.iter().filter(contradicted).map(|finding| finding.1.clone()).collect();
    let all: Vec<Claimed> = findings.iter().filter(figures).map(|finding| finding.1.clone()).collect();
    let close: Vec<Claimed> = wrong.iter().filter(|claimed| is_close(claimed)).cloned().collect();
    let rates: Vec<Claimed> = wrong.iter().filter(|claimed| is_rate(claimed)).cloned().collect();
    if wrong.is_empty() || !wrong.iter().any(|claimed| matches!(claimed.what, What::Figure(_))) {
        return;
    }
    let changes = changes(claims, claim, answers);
    let fits =
        |change: &Change, what: &[Claimed]| what.iter().all(|claimed| is_confirmed(claims, change, claimed, answers));
    let of = |what: &[Claimed], trade: bool| match what {
        [] => None,
        what => changes.iter().find(|change| (trade || change.is_same_trade) && fits(change, what)),
    };
    let together = if all.iter().any(is_amount) { of(&all, true) } else { of(&all, false) };
    let found = together
        .map(|change| (change, all))
        .or_else(|| of(&close, true).map(|change| (change, close.clone())))
        .or_else(|| of(&rates, false).map(|change| (change, rates.clone())));
    let Some((change, fitting)) = found else { return };
    for (_, claimed, judged) in findings.iter_mut().filter(|finding| finding.2.verdict == Verdict::Contradicted) {
        if fitting.contains(claimed) {
            judged.nearby = change.claim.question.clone().map(|question| in_words(question, currency(&change.claim)));
        }
    }
}

/// The question as it would be typed to get what is stated.
fn in_words(question: Question, currency: Option<Code>) -> String {
    match currency {
        Some(code) => question.or("currency", code.as_str()).to_string(),
        None => question.to_string(),
    }
}

fn is_amount(claimed: &Claimed) -> bool {
    claimed.field.kind == Kind::Amount
}

fn is_rate(claimed: &Claimed) -> bool {
    matches!(claimed.field.kind, Kind::Percent | Kind::Points)
}

/// Whether an amount is stated so closely that hardly anything fits it by chance: to one part in a hundred.
fn is_close(claimed: &Claimed) -> bool {
    let What::Figure(stated) = &claimed.what else { return false };
    let ends = stated.interval.low().zip(stated.interval.high());
    is_amount(claimed)
        && ends.is_some_and(|(low, high)| (high - low) * Decimal::ONE_HUNDRED <= high.abs().max(low.abs()))
}

/// Whether a changed question confirms a figure. Another currency or publication must give it as closely as it is stated:
/// within the bounds of a conversion many a rate would fit.
fn is_confirmed(claims: &Claims, change: &Change, claimed: &Claimed, answers: &dyn Answers) -> bool {
    let same = |own: &&Claimed| own.field == claimed.field;
    let Some(claimed) = change.claim.figures.iter().find(same) else { return false };
    let judged = figure(claims, &change.claim, claimed, answers);
    let is_sure = |judged: &Judged| match (&claimed.what, judged.interval) {
        (What::Figure(stated), Some(interval)) => {
            judged.basis == PUBLISHED || interval.width() <= stated.interval.width() || !change.is_same_trade
        }
        _ => true,
    };
    judged.is_ok_and(|judged| judged.iter().all(|judged| judged.verdict == Verdict::Confirmed && is_sure(judged)))
}

/// Everything that is tried, the most likely first.
fn changes(claims: &Claims, claim: &Claim, answers: &dyn Answers) -> Vec<Change> {
    let Some(question) = claim.question.as_ref().filter(|_| claim.needs.is_none()) else { return Vec::new() };
    let mut changes = Vec::new();
    for code in CURRENCIES {
        changes.push(in_currency(claim, question, Code::of(code)));
    }
    if !question.words().iter().any(|word| word == "balance" || word == "indicator") {
        changes.push(changed(claim, question, "basis", "published", true));
        changes.push(changed(claim, question, "basis", "computed", true));
    }
    changes.push(changed(claim, question, "vintage", "first", true));
    let periods = if ["base", "by", "rolling"].iter().any(|option| question.has(option)) {
        Vec::new()
    } else {
        periods(claims, claim, answers)
    };
    for period in periods {
        let question = question.clone().set("period", &period.to_string()).without("year");
        let claim = Claim { question: Some(question), ..claim.clone() };
        changes.push(Change { claim, is_same_trade: false });
    }
    if question.option("flow").is_some_and(|flow| !flow.contains(',')) && claim.row == Choice::Only {
        let flows = ["total", "exports", "imports"].into_iter().filter(|flow| question.option("flow") != Some(flow));
        changes.extend(flows.map(|flow| changed(claim, question, "flow", flow, false)));
    }
    changes
}

fn changed(claim: &Claim, question: &Question, option: &str, value: &str, is_same_trade: bool) -> Change {
    let claim = Claim { question: Some(question.clone().set(option, value)), ..claim.clone() };
    Change { claim, is_same_trade }
}

/// The same numbers taken to be of another currency.
fn in_currency(claim: &Claim, question: &Question, code: Code) -> Change {
    let mut change = changed(claim, question, "currency", code.as_str(), true);
    for claimed in &mut change.claim.figures {
        if let What::Figure(stated) = &mut claimed.what {
            stated.currency = stated.currency.map(|_| code);
        }
    }
    change
}

/// Periods that are easily taken for the one that was asked for: its last quarter and month, January to its end, its year,
/// a month less or more, the year before and after.
fn periods(claims: &Claims, claim: &Claim, answers: &dyn Answers) -> Vec<Period> {
    let Some(own) = asked_period(claims, claim, answers) else { return Vec::new() };
    let (first, last) = (own.first(), own.last());
    let january = Month::new(last.year(), 1);
    let since = |first: Option<Month>, last: Month| first.and_then(|first| Period::new(first, last));
    let tried = [
        since(Some(last.plus(-2)), last),
        since(Some(last), last),
        since(january, last),
        Period::year(last.year()),
        since(Some(first), last.plus(-1)),
        since(Some(first), last.plus(1)),
        Some(own.year_earlier()),
        Some(own.plus(12)),
        Period::year(last.year() - 1),
    ];
    let mut periods: Vec<Period> = Vec::new();
    for period in tried.into_iter().flatten() {
        if period != own && !periods.contains(&period) {
            periods.push(period);
        }
    }
    periods
}

/// The period of the row that is meant, which need not stand in the question.
fn asked_period(claims: &Claims, claim: &Claim, answers: &dyn Answers) -> Option<Period> {
    let judged = figure(claims, claim, claim.figures.first()?, answers).ok()?;
    let answer = answers.answer(judged.first()?.question.as_ref()?).ok()?;
    let lines = chosen(&answer.table, &claim.row).ok()?;
    parse_dated(lines.first()?.text("period")?).ok()
}
