//! The verdicts as a table.

use rust_decimal::Decimal;

use super::answer::Computed;
use super::field::{Field, Measured};
use super::file::Statement;
use super::interval::{End, Interval};
use super::stated::{Stated, Unit};
use crate::figures::wording::{self, AmountStyle, Language};
use crate::render::fixed;
use crate::table::{Cell, Column, Kind, Role, Row, Table, Why};

/// What becomes of a stated figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The data gives it, within its rounding.
    Confirmed,
    /// The data gives another.
    Contradicted,
    /// The data gives none.
    Unverifiable,
}

impl Verdict {
    /// The word in the column `verdict`.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Confirmed => "confirmed",
            Verdict::Contradicted => "contradicted",
            Verdict::Unverifiable => "unverifiable",
        }
    }
}

/// A stated figure and what the data says of it.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The claim.
    pub claim: String,
    /// What is stated: `value`, `growth`, ...
    pub field: String,
    /// The words.
    pub stated: String,
    /// The figures that the words allow.
    pub stated_within: Option<Interval>,
    /// The figure of the data in words.
    pub says: String,
    pub(super) computed: Option<Computed>,
    /// What becomes of it.
    pub verdict: Verdict,
    /// What a reader must know of it.
    pub about: Option<String>,
    /// The question as it was asked.
    pub question: Option<String>,
    /// A question that gives the figure.
    pub nearby: Option<String>,
}

impl Finding {
    pub(super) fn new(claim: &str, field: &str, stated: &str, verdict: Verdict) -> Finding {
        Finding {
            claim: claim.to_owned(),
            field: field.to_owned(),
            stated: stated.to_owned(),
            stated_within: None,
            says: String::new(),
            computed: None,
            verdict,
            about: None,
            question: None,
            nearby: None,
        }
    }
}

impl Statement {
    pub(super) fn words(&self) -> String {
        match self {
            Statement::Number(stated) => stated.text.clone(),
            Statement::Order(names) => names.join(", "),
        }
    }
}

/// A computed figure in the words of the stated one, with two digits more; both ends where it is not known exactly.
pub(super) fn says(computed: &Computed, field: &Field, stated: &Stated, table: &Table) -> String {
    let ends = [computed.within.low, computed.within.high].map(|end| end.map_or(computed.figure, |end| end.at));
    let texts = ends.map(|end| one(end, field, stated, table));
    if texts[0] == texts[1] { texts[0].clone() } else { format!("{} to {}", texts[0], texts[1]) }
}

fn one(figure: Decimal, field: &Field, stated: &Stated, table: &Table) -> String {
    let decimals = (stated.decimals + 2).min(6);
    match field.measured {
        Measured::Amount => {
            let unit = match stated.unit {
                Unit::Currency(code) => wording::Unit::new(code.as_str()).name(Language::English),
                _ => table.unit.clone(),
            };
            let style = AmountStyle { decimals: Some(decimals), ..AmountStyle::default() };
            let number = wording::amount(figure, &wording::Unit::new(""), &style, Language::English);
            format!("{} {unit}", number.trim()).trim().to_owned()
        }
        Measured::Percent => format!("{} %", fixed(figure, 0, decimals)),
        Measured::Points => format!("{} points", fixed(figure, 0, decimals)),
        Measured::Ratio => fixed(figure, 0, decimals.max(4)),
        Measured::Count | Measured::Order => fixed(figure, 0, 0),
    }
}

const COLUMNS: [(&str, &str, Kind, bool); 14] = [
    ("claim", "claim", Kind::Text, true),
    ("field", "field", Kind::Text, true),
    ("stated", "stated", Kind::Text, true),
    ("low", "stated from", Kind::Plain, false),
    ("high", "stated to", Kind::Plain, false),
    ("computed", "computed", Kind::Plain, false),
    ("computed_low", "computed from", Kind::Plain, false),
    ("computed_high", "computed to", Kind::Plain, false),
    ("says", "data says", Kind::Text, true),
    ("verdict", "verdict", Kind::Text, true),
    ("allowed", "allowed", Kind::Text, false),
    ("about", "about", Kind::Text, false),
    ("question", "question", Kind::Text, false),
    ("nearby", "nearby question", Kind::Text, false),
];

/// The verdicts as an answer; `allowed` are the claims whose contradictions are known.
pub fn table(title: &str, findings: &[Finding], allowed: &[String]) -> Table {
    let count = |verdict| findings.iter().filter(|finding| finding.verdict == verdict).count();
    let counts = [Verdict::Confirmed, Verdict::Contradicted, Verdict::Unverifiable]
        .map(|verdict| format!("{} {}", count(verdict), verdict.word()));
    let column = |(name, heading, kind, shown): (&str, &str, Kind, bool)| Column {
        name: name.to_owned(),
        heading: heading.to_owned(),
        kind,
        shown,
    };
    Table {
        title: title.to_owned(),
        about: vec![counts.join(" · ")],
        columns: COLUMNS.map(column).into(),
        rows: findings.iter().map(|finding| row(finding, allowed.contains(&finding.claim))).collect(),
        notes: findings.iter().filter_map(|finding| note(finding, allowed.contains(&finding.claim))).collect(),
        ..Table::default()
    }
}

fn row(finding: &Finding, allowed: bool) -> Row {
    let text = |text: &str| if text.is_empty() { Cell::Blank } else { Cell::Text(text.to_owned()) };
    let optional = |words: &Option<String>| text(words.as_deref().unwrap_or_default());
    let end = |end: Option<End>| end.map_or(Cell::Blank, |end| Cell::Amount(end.at.normalize()));
    let stated = finding.stated_within;
    let computed = finding.computed.as_ref();
    let known = finding.verdict == Verdict::Contradicted && allowed;
    let cells = vec![
        text(&finding.claim),
        text(&finding.field),
        text(&finding.stated),
        end(stated.and_then(|within| within.low)),
        end(stated.and_then(|within| within.high)),
        computed.map_or(Cell::Missing(Why::NoData), |computed| Cell::Amount(short(computed.figure))),
        end(computed.and_then(|computed| computed.within.low).map(|end| End { at: short(end.at), ..end })),
        end(computed.and_then(|computed| computed.within.high).map(|end| End { at: short(end.at), ..end })),
        text(&finding.says),
        text(finding.verdict.word()),
        text(if known { "yes" } else { "" }),
        optional(&finding.about),
        optional(&finding.question),
        optional(&finding.nearby),
    ];
    Row { role: Role::Line, cells }
}

/// Six decimals, as rates have in every format for programs.
fn short(figure: Decimal) -> Decimal {
    figure.round_dp_with_strategy(6, rust_decimal::RoundingStrategy::MidpointAwayFromZero).normalize()
}

fn note(finding: &Finding, allowed: bool) -> Option<String> {
    let Finding { claim, field, stated, says, .. } = finding;
    let about = finding.about.as_deref();
    match finding.verdict {
        Verdict::Confirmed => about.map(|about| format!("{claim}, {field}: {about}")),
        Verdict::Unverifiable => Some(format!("{claim}, {field}: {}", about.unwrap_or("the data has no such figure"))),
        Verdict::Contradicted => {
            let near = finding.nearby.as_ref().map(|question| format!("; `{question}` gives the stated figure"));
            let known = if allowed { " (allowed)" } else { "" };
            let says = if says.is_empty() { "another figure" } else { says };
            Some(format!("{claim}, {field}: stated {stated}, the data says {says}{known}{}", near.unwrap_or_default()))
        }
    }
}
