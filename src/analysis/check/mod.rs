//! What is wrong or odd in data: rows, gaps, totals that differ from their parts, signs, unit values, codes.

mod figures;
mod finding;
mod holdings;
mod members;
mod months;
mod relation;
mod rows;
mod sums;

use rust_decimal::Decimal;

use super::column;
use super::ledger::Ledger;
use crate::cube::Cube;
use crate::model::Membership;
use crate::query::Vintage;
use crate::table::{Kind, Table};
use figures::Figures;
use finding::{Finding, Seen, Severity, count, limited, name};
use relation::Comparison;

pub use relation::{Relation, UnknownRelation};
pub use rows::Rows;

/// A row that could not be used.
#[derive(Debug, Clone)]
pub struct BadRow {
    /// File and line.
    pub place: String,
    /// The column.
    pub column: String,
    /// What was found.
    pub found: String,
    /// What was expected.
    pub expected: String,
    /// Whether the row repeats the key of another one.
    pub repeats: bool,
}

/// How the reading went.
#[derive(Debug, Default)]
pub struct Reading {
    /// The first rows that could not be used.
    pub bad: Vec<BadRow>,
    /// How many there are.
    pub bad_count: u64,
    /// How many of them repeat the key of another row.
    pub repeats: u64,
    /// What single rows say.
    pub rows: Rows,
}

/// What is checked.
#[derive(Debug, Clone, Default)]
pub struct Checks {
    /// What must hold.
    pub assertions: Vec<Relation>,
    /// By how much a whole and its parts may differ; none for what rounding explains.
    pub tolerance: Option<Decimal>,
    /// How many findings of a kind are listed.
    pub limit: usize,
}

/// What is wrong or odd in a cube of everything, and whether an assertion failed.
pub fn check(cube: &Cube, reading: &Reading, checks: &Checks) -> (Table, bool) {
    let ledger = Ledger::new(cube, Vintage::Newest, Membership::Historical);
    let figures: Vec<Figures<'_>> = cube.currencies.iter().map(|code| Figures::of(&ledger, *code)).collect();
    let mut findings = Vec::new();
    let mut failed = false;
    for relation in &checks.assertions {
        let (told, holds) = asserted(*relation, &figures, checks);
        findings.extend(told);
        failed |= !holds;
    }
    findings.extend(holdings::rows(cube, reading));
    findings.extend(holdings::bad(reading));
    for kind in odd(cube, reading, &figures, checks) {
        findings.extend(limited(kind, checks.limit));
    }
    findings.extend(limited(holdings::mixed(cube), checks.limit));
    findings.extend(limited(holdings::coverage(cube), checks.limit));
    findings.extend(holdings::layouts(cube));
    (table(cube, findings), failed)
}

/// Each kind of oddity by itself.
fn odd(cube: &Cube, reading: &Reading, figures: &[Figures<'_>], checks: &Checks) -> Vec<Vec<Finding>> {
    let compare = |kind, list: &dyn Fn(&Figures<'_>) -> Vec<Comparison>| -> Vec<Finding> {
        let all = figures.iter().flat_map(list);
        all.filter(|each| each.differs(checks.tolerance)).map(|each| difference(kind, cube, &each)).collect()
    };
    let mut signs = limited(reading.rows.signs(cube), checks.limit);
    let more = reading.rows.more_signs();
    if more > 0 {
        signs.push(Finding::new("negative", Severity::Warning, "further figures below zero").found(count(more)));
    }
    vec![
        compare("partners", &sums::partners),
        compare("products", &sums::products),
        compare("groups", &|figures| members::groups(figures, None)),
        compare("flows", &sums::flows),
        compare("periods", &months::longer),
        compare("splits", &sums::splits),
        holdings::gaps(cube),
        reading.rows.outliers(cube),
        holdings::codes(cube),
    ]
    .into_iter()
    .chain([signs])
    .collect()
}

/// Parts that fall short of their whole by more than this part of it are an incomplete list, and no fault of it.
const INCOMPLETE: Decimal = Decimal::from_parts(5, 0, 0, false, 2);

/// Parts that exceed their whole are counted twice or wrong; parts that fall short may only be incomplete.
fn difference(kind: &'static str, cube: &Cube, each: &Comparison) -> Finding {
    let difference = each.difference();
    let exceeds = difference.is_sign_negative() == each.whole.is_sign_negative();
    let listed = each.complete && difference.abs() <= each.whole.abs().saturating_mul(INCOMPLETE);
    let severity = match (exceeds, listed) {
        (true, _) => Severity::Error,
        (false, true) => Severity::Warning,
        (false, false) => Severity::Info,
    };
    let word = if exceeds { "more" } else { "less" };
    let message = format!("{} add to {} {word} than the whole; {}", each.of, difference.abs(), each.relation);
    Finding::new(kind, severity, message)
        .about(name(&each.series), each.period)
        .found(Seen::Figure(each.whole))
        .expected(Seen::Figure(each.parts))
        .size(difference.abs())
        .at(cube, each.origin)
}

fn compared(relation: Relation, figures: &Figures<'_>) -> Vec<Comparison> {
    let mut list = match relation {
        Relation::Partners => sums::partners(figures),
        Relation::Products => sums::products(figures),
        Relation::Levels(fine, coarse) => sums::levels(figures, fine, coarse),
        Relation::Flows => sums::flows(figures),
        Relation::Year | Relation::Cumulative => months::longer(figures),
        Relation::Splits => sums::splits(figures),
        Relation::Members(only) => members::groups(figures, only),
    };
    list.retain(|each| each.relation == relation);
    list
}

/// What an assertion comes to, and whether it holds. One that finds nothing to compare does not hold.
fn asserted(relation: Relation, figures: &[Figures<'_>], checks: &Checks) -> (Vec<Finding>, bool) {
    let all: Vec<Comparison> = figures.iter().flat_map(|figures| compared(relation, figures)).collect();
    let differing: Vec<&Comparison> = all.iter().filter(|each| each.differs(checks.tolerance)).collect();
    let allowed = match checks.tolerance {
        Some(tolerance) => format!("by more than {tolerance}"),
        None => "by more than rounding explains".to_owned(),
    };
    let holds = differing.is_empty() && !all.is_empty();
    let message = match (all.is_empty(), holds) {
        (true, _) => "nothing to compare: the data does not hold both sides".to_owned(),
        (_, true) => format!("holds: none of {} comparisons differs {allowed}", all.len()),
        _ => format!("fails: {} of {} comparisons differ {allowed}", differing.len(), all.len()),
    };
    let severity = if holds { Severity::Info } else { Severity::Error };
    let head = Finding::new("assertion", severity, message).about(relation.to_string(), "");
    let listed = figures.first().map(|figures| figures.cube).into_iter();
    let failures = listed.flat_map(|cube| differing.iter().map(|each| difference("assertion", cube, each)));
    let failures = failures.map(|finding| Finding { severity: Severity::Error, ..finding }).collect();
    (std::iter::once(head).chain(limited(failures, checks.limit)).collect(), holds)
}

fn table(cube: &Cube, findings: Vec<Finding>) -> Table {
    let number = |severity| -> u64 {
        let alike = findings.iter().filter(|finding| finding.severity == severity && finding.kind != "rows");
        alike.map(|finding| finding.stands_for).sum()
    };
    let summary = format!("{} errors, {} warnings", number(Severity::Error), number(Severity::Warning));
    Table {
        title: format!("Check of {}", cube.name),
        about: vec![summary],
        columns: vec![
            column("kind", "kind", Kind::Text, true),
            column("severity", "severity", Kind::Text, true),
            column("series", "series", Kind::Text, true),
            column("period", "period", Kind::Text, true),
            column("found", "found", Kind::Plain, true),
            column("expected", "expected", Kind::Plain, true),
            column("message", "message", Kind::Text, true),
            column("place", "place", Kind::Text, true),
        ],
        rows: findings.into_iter().map(Finding::row).collect(),
        source: cube.source.clone(),
        notes: cube.notes.clone(),
        ..Table::default()
    }
}
