//! Verdicts as a table: the columns that programs rely on, and the words that people read.

use rust_decimal::Decimal;

use super::field::Kind as Of;
use super::file::{Claim, Claimed, What};
use super::judge::{Finding, Judged, Verdict};
use crate::model::counted;
use crate::table::{Cell, Column, Kind, Role, Row, Table};

/// Name, heading, kind and whether people see it.
const COLUMNS: [(&str, &str, Kind, bool); 17] = [
    ("claim", "claim", Kind::Text, true),
    ("field", "field", Kind::Text, true),
    ("stated", "stated", Kind::Text, true),
    ("low", "from", Kind::Plain, false),
    ("high", "to", Kind::Plain, false),
    ("computed", "computed", Kind::Plain, false),
    ("verdict", "verdict", Kind::Text, true),
    ("says", "the data says", Kind::Text, true),
    ("computed_low", "computed from", Kind::Plain, false),
    ("computed_high", "computed to", Kind::Plain, false),
    ("unit", "unit", Kind::Text, false),
    ("basis", "basis", Kind::Text, false),
    ("about", "about", Kind::Text, false),
    ("nearby", "nearby question", Kind::Text, false),
    ("question", "question", Kind::Text, false),
    ("allowed", "allowed", Kind::Text, false),
    ("text", "sentence", Kind::Text, false),
];

/// The verdicts on a file of claims. `allowed` names claims whose contradictions are known.
pub fn table(name: &str, findings: &[Finding<'_>], allowed: &[String]) -> Table {
    let column = |(name, heading, kind, shown): (&str, &str, Kind, bool)| Column {
        name: name.to_owned(),
        heading: heading.to_owned(),
        kind,
        shown,
    };
    let is_allowed = |claim: &Claim| allowed.contains(&claim.id);
    let rows = findings.iter().map(|(claim, claimed, judged)| Row {
        role: Role::Line,
        cells: cells(claim, claimed, judged, is_allowed(claim)),
    });
    let mut notes: Vec<String> = Vec::new();
    for (claim, claimed, judged) in findings {
        let note = note(claim, claimed, judged, is_allowed(claim));
        notes.extend(note.filter(|note| !notes.contains(note)));
    }
    Table {
        title: format!("Claims of {name}"),
        about: vec![summary(findings)],
        columns: COLUMNS.into_iter().map(column).collect(),
        rows: rows.collect(),
        notes,
        ..Table::default()
    }
}

/// Whether a contradiction is none of those that are known.
pub fn is_contradicted(findings: &[Finding<'_>], allowed: &[String]) -> bool {
    findings.iter().any(|(claim, _, judged)| judged.verdict == Verdict::Contradicted && !allowed.contains(&claim.id))
}

fn summary(findings: &[Finding<'_>]) -> String {
    let count = |verdict| findings.iter().filter(|(_, _, judged)| judged.verdict == verdict).count();
    let of = |verdict: Verdict| format!("{} {}", count(verdict), verdict.name());
    let verdicts = [Verdict::Confirmed, Verdict::Contradicted, Verdict::Unverifiable].map(of);
    format!("{}: {}", counted(findings.len() as u64, "figure"), verdicts.join(", "))
}

fn cells(claim: &Claim, claimed: &Claimed, judged: &Judged, is_allowed: bool) -> Vec<Cell> {
    let kind = claimed.field.kind;
    let number = |figure: Option<Decimal>| figure.map_or(Cell::Blank, |figure| cell(figure, kind));
    let text = |text: String| if text.is_empty() { Cell::Blank } else { Cell::Text(text) };
    let (stated, low, high) = match &claimed.what {
        What::Figure(stated) => (stated.text.clone(), stated.interval.low(), stated.interval.high()),
        What::Order(names) => (names.join(", "), None, None),
    };
    let ends = judged.interval.map_or((None, None), |interval| (interval.low(), interval.high()));
    let unit = if kind == Of::Amount { judged.unit.clone() } else { String::new() };
    vec![
        text(claim.id.clone()),
        text(claimed.field.name.to_owned()),
        text(stated),
        number(low),
        number(high),
        number(judged.figure),
        text(judged.verdict.name().to_owned()),
        text(judged.says.clone()),
        number(ends.0),
        number(ends.1),
        text(unit),
        text(judged.basis.to_owned()),
        text(judged.reason.clone()),
        text(judged.nearby.clone().unwrap_or_default()),
        text(judged.question.as_ref().map(ToString::to_string).unwrap_or_default()),
        text(if is_allowed { "yes".to_owned() } else { String::new() }),
        text(claim.text.clone().unwrap_or_default()),
    ]
}

fn cell(figure: Decimal, kind: Of) -> Cell {
    match kind {
        Of::Percent => Cell::Percent(figure),
        Of::Points => Cell::Points(figure),
        Of::Ratio => Cell::Ratio(figure),
        Of::Amount | Of::Count | Of::Order => Cell::Amount(figure),
    }
}

/// What a reader must know of a verdict, below the table.
fn note(claim: &Claim, claimed: &Claimed, judged: &Judged, is_allowed: bool) -> Option<String> {
    let nearby = judged.nearby.as_ref().map(|change| format!("`{change}` gives the stated figure"));
    let known = (is_allowed && judged.verdict == Verdict::Contradicted).then(|| "known and allowed".to_owned());
    let reason = Some(judged.reason.clone()).filter(|reason| !reason.is_empty());
    let parts: Vec<String> = [reason, nearby, known].into_iter().flatten().collect();
    let subject = match judged.verdict {
        Verdict::Unverifiable => claim.id.clone(),
        _ => format!("{}, {}", claim.id, claimed.field.name),
    };
    (!parts.is_empty()).then(|| format!("{subject}: {}", parts.join("; ")))
}
