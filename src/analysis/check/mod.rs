//! What is wrong or odd in data: rows, gaps, totals that differ from their parts, signs, unit values, codes.

mod figures;
mod finding;
mod holdings;
mod members;
mod months;
mod prices;
mod relation;
mod rows;
mod sums;

use rust_decimal::Decimal;

use super::column;
use super::ledger::Ledger;
use crate::cube::Cube;
use crate::model::{Membership, counted};
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
        let (told, holds) = asserted(*relation, cube, &figures, checks);
        findings.extend(told);
        failed |= !holds;
    }
    findings.extend(holdings::rows(cube, reading));
    findings.extend(holdings::bad(reading));
    for kind in odd(cube, reading, &figures, checks) {
        findings.extend(kind);
    }
    findings.extend(limited(holdings::mixed(cube), checks.limit));
    findings.extend(limited(holdings::coverage(cube), checks.limit));
    findings.extend(holdings::layouts(cube));
    (table(cube, findings), failed)
}

/// Each kind of oddity by itself.
fn odd(cube: &Cube, reading: &Reading, figures: &[Figures<'_>], checks: &Checks) -> Vec<Vec<Finding>> {
    type List<'f> = Box<dyn Iterator<Item = Comparison> + 'f>;
    let compare = |kind, list: &dyn for<'f> Fn(&'f Figures<'_>) -> List<'f>| -> Vec<Finding> {
        let all = figures.iter().flat_map(list).filter(|each| each.differs(checks.tolerance));
        limited(all.map(|each| difference(kind, cube, &each)), checks.limit)
    };
    let mut signs = limited(reading.rows.signs(cube), checks.limit);
    let more = reading.rows.more_signs();
    if more > 0 {
        signs.push(Finding::new("negative", Severity::Warning, "further figures below zero").found(count(more)));
    }
    vec![
        compare("partners", &|figures| Box::new(sums::partners(figures))),
        compare("products", &|figures| Box::new(sums::products(figures))),
        compare("groups", &|figures| Box::new(members::groups(figures, None))),
        compare("flows", &|figures| Box::new(sums::flows(figures))),
        compare("periods", &|figures| Box::new(months::longer(figures))),
        compare("splits", &|figures| Box::new(sums::splits(figures))),
        limited(holdings::gaps(cube), checks.limit),
        limited(prices::outliers(cube), checks.limit),
        limited(holdings::codes(cube), checks.limit),
        signs,
    ]
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

fn compared<'f>(relation: Relation, figures: &'f Figures<'_>) -> Box<dyn Iterator<Item = Comparison> + 'f> {
    let list: Box<dyn Iterator<Item = Comparison>> = match relation {
        Relation::Partners => Box::new(sums::partners(figures)),
        Relation::Products => Box::new(sums::products(figures)),
        Relation::Levels(fine, coarse) => Box::new(sums::levels(figures, fine, coarse)),
        Relation::Flows => Box::new(sums::flows(figures)),
        Relation::Year | Relation::Cumulative => Box::new(months::longer(figures)),
        Relation::Splits => Box::new(sums::splits(figures)),
        Relation::Members(only) => Box::new(members::groups(figures, only)),
    };
    Box::new(list.filter(move |each| each.relation == relation))
}

/// What an assertion comes to, and whether it holds. One that finds nothing to compare does not hold.
fn asserted(relation: Relation, cube: &Cube, figures: &[Figures<'_>], checks: &Checks) -> (Vec<Finding>, bool) {
    let (mut all, mut differing) = (0_u64, 0_u64);
    let compared = figures.iter().flat_map(|figures| compared(relation, figures));
    let failures = compared.filter(|each| {
        let differs = each.differs(checks.tolerance);
        (all, differing) = (all + 1, differing + u64::from(differs));
        differs
    });
    let failures = failures.map(|each| difference("assertion", cube, &each));
    let failures = limited(failures.map(|finding| Finding { severity: Severity::Error, ..finding }), checks.limit);
    let allowed = match checks.tolerance {
        Some(tolerance) => format!("by more than {tolerance}"),
        None => "by more than rounding explains".to_owned(),
    };
    let holds = differing == 0 && all > 0;
    let message = match (all, holds) {
        (0, _) => "nothing to compare: the data does not hold both sides".to_owned(),
        (_, true) => format!("holds: none of {all} comparisons differs {allowed}"),
        _ => format!("fails: {differing} of {all} comparisons differ {allowed}"),
    };
    let severity = if holds { Severity::Info } else { Severity::Error };
    let head = Finding::new("assertion", severity, message).about(relation.to_string(), "");
    (std::iter::once(head).chain(failures).collect(), holds)
}

fn table(cube: &Cube, findings: Vec<Finding>) -> Table {
    let number = |severity| -> u64 {
        let alike = findings.iter().filter(|finding| finding.severity == severity && finding.kind != "rows");
        alike.map(|finding| finding.stands_for).sum()
    };
    let errors = counted(number(Severity::Error), "error");
    let summary = format!("{errors}, {}", counted(number(Severity::Warning), "warning"));
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
