//! One thing that is wrong or odd, or worth knowing.

use std::fmt;

use rust_decimal::Decimal;

use crate::cube::{Cube, Origin, Series};
use crate::model::Product;
use crate::model::partner::WORLD;
use crate::table::{Cell, Role, Row};

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Severity {
    /// The data contradicts itself or cannot be read.
    Error,
    /// Something that is often a fault.
    Warning,
    /// What is there.
    Info,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        })
    }
}

/// A figure or a word that was found or expected.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) enum Seen {
    /// Nothing to show.
    #[default]
    Nothing,
    /// A figure.
    Figure(Decimal),
    /// A word.
    Word(String),
}

/// One thing that is wrong or odd, or worth knowing.
#[derive(Debug, Clone)]
pub(super) struct Finding {
    pub(super) kind: &'static str,
    pub(super) severity: Severity,
    pub(super) series: String,
    pub(super) period: String,
    pub(super) found: Seen,
    pub(super) expected: Seen,
    pub(super) message: String,
    pub(super) place: String,
    /// By which the largest of a kind are told from the others.
    pub(super) size: Decimal,
    /// How many findings it stands for.
    pub(super) stands_for: u64,
}

impl Finding {
    pub(super) fn new(kind: &'static str, severity: Severity, message: impl Into<String>) -> Finding {
        Finding {
            kind,
            severity,
            series: String::new(),
            period: String::new(),
            found: Seen::Nothing,
            expected: Seen::Nothing,
            message: message.into(),
            place: String::new(),
            size: Decimal::ZERO,
            stands_for: 1,
        }
    }

    pub(super) fn about(self, series: impl Into<String>, period: impl fmt::Display) -> Finding {
        Finding { series: series.into(), period: period.to_string(), ..self }
    }

    pub(super) fn at(self, cube: &Cube, origin: Origin) -> Finding {
        let file = cube.files.get(usize::from(origin.file)).map(String::as_str).unwrap_or_default();
        Finding { place: format!("{file}:{}", origin.line), ..self }
    }

    pub(super) fn found(self, found: Seen) -> Finding {
        Finding { found, ..self }
    }

    pub(super) fn expected(self, expected: Seen) -> Finding {
        Finding { expected, ..self }
    }

    pub(super) fn size(self, size: Decimal) -> Finding {
        Finding { size, ..self }
    }

    pub(super) fn row(self) -> Row {
        let seen = |seen: Seen| match seen {
            Seen::Nothing => Cell::Blank,
            Seen::Figure(figure) => Cell::Amount(figure),
            Seen::Word(word) => Cell::Text(word),
        };
        let role = if self.severity == Severity::Info { Role::Rest } else { Role::Line };
        let cells = vec![
            Cell::Text(self.kind.to_owned()),
            Cell::Text(self.severity.to_string()),
            Cell::Text(self.series),
            Cell::Text(self.period),
            seen(self.found),
            seen(self.expected),
            Cell::Text(self.message),
            Cell::Text(self.place),
        ];
        Row { role, cells }
    }
}

/// A whole number of rows or the like.
pub(super) fn count(number: u64) -> Seen {
    Seen::Figure(number.into())
}

/// A series by its codes: `CHN exports USA hs:85`. The world and all products are told by their codes too.
pub(super) fn name(series: &Series) -> String {
    let mut words = vec![series.flow.to_string()];
    if !series.reporter.as_str().is_empty() {
        words.insert(0, series.reporter.to_string());
    }
    if series.partner != WORLD || series.product == Product::TOTAL {
        words.push(series.partner.to_string());
    }
    words.push(series.product.to_string());
    if series.splits != 0 {
        words.push("(part of a split)".to_owned());
    }
    words.join(" ")
}

/// The largest findings of one kind, and how many there are besides.
pub(super) fn limited(findings: impl IntoIterator<Item = Finding>, most: usize) -> Vec<Finding> {
    let mut kept: Vec<Finding> = Vec::new();
    let mut rest: Option<Finding> = None;
    for finding in findings {
        kept.push(finding);
        if kept.len() >= most.saturating_mul(2).saturating_add(SLACK) {
            set_aside(&mut kept, most, &mut rest);
        }
    }
    set_aside(&mut kept, most, &mut rest);
    kept.extend(rest.map(|rest| {
        let more = format!("and {} more of this kind; --limit lists more", rest.stands_for);
        Finding {
            found: count(rest.stands_for),
            stands_for: rest.stands_for,
            ..Finding::new(rest.kind, rest.severity, more)
        }
    }));
    kept
}

/// How many findings wait before the largest are told from the others.
const SLACK: usize = 1000;

/// Sorts findings, keeps the largest and counts the others, which the first of them stands for.
fn set_aside(kept: &mut Vec<Finding>, most: usize, rest: &mut Option<Finding>) {
    kept.sort_by(|a, b| {
        let by_size = (a.severity, std::cmp::Reverse(a.size)).cmp(&(b.severity, std::cmp::Reverse(b.size)));
        by_size.then_with(|| (&a.series, &a.period, &a.place).cmp(&(&b.series, &b.period, &b.place)))
    });
    for finding in kept.drain(most.min(kept.len())..) {
        let stands_for = rest.as_ref().map_or(0, |rest| rest.stands_for) + finding.stands_for;
        let severity = rest.as_ref().map_or(finding.severity, |rest| rest.severity.min(finding.severity));
        *rest = Some(Finding { severity, stands_for, ..finding });
    }
}
