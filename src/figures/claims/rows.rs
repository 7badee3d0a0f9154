//! The rows of an answer, and which of them a claim is about.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;

use super::interval::Interval;
use super::stated::Stated;
use super::unit::in_stated_unit;
use crate::reference::{entity, name};
use crate::table::{Cell, Role, Row, Table, Why};

/// The row that is meant: by a name of it, or by columns.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(
    untagged,
    expecting = "expected a name such as \"ASEAN\", or columns such as { partner = \"ASEAN\", flow = \"exports\" }"
)]
pub enum Choice {
    /// The only one.
    #[default]
    Only,
    /// The one that has this name.
    Named(String),
    /// The one that has these in its columns.
    By(BTreeMap<String, String>),
}

/// Columns by which rows are told apart.
const IDENTITY: [&str; 8] =
    ["period", "reporter", "flow", "group", "partner", "partner_name", "product", "product_name"];

/// A row of an answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    table: &'a Table,
    row: &'a Row,
}

/// What an answer says of one column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading {
    /// The figure, or why there is none.
    pub(super) figure: Result<Decimal, Why>,
    /// Where it lies; nothing where that could be anywhere.
    pub(super) interval: Option<Interval>,
}

/// Why no row, or more than one, is the one that is meant.
pub(super) enum Unclear {
    /// The choice is none.
    Wrong(String),
    /// What was chosen is known and is not in the answer.
    Absent(String),
}

impl<'a> Line<'a> {
    fn cell(&self, column: &str) -> Option<&'a Cell> {
        self.row.cells.get(self.table.position(column)?)
    }

    /// The words of a column.
    pub(super) fn text(&self, column: &str) -> Option<&'a str> {
        match self.cell(column) {
            Some(Cell::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// What tells the row from the others, in one word: `ASEAN`, `hs:85`, `2025`.
    pub(super) fn name(&self) -> String {
        let columns = ["product", "group", "partner", "reporter", "flow", "period"];
        let differs =
            |column: &&str| self.table.rows.iter().any(|row| Line { row, ..*self }.text(column) != self.text(column));
        let told = columns.iter().find(|column| differs(column)).and_then(|column| self.text(column));
        told.or_else(|| self.text("reporter")).unwrap_or_default().to_owned()
    }

    /// Whether one of the columns that tell rows apart has a name.
    pub(super) fn is_named(&self, wanted: &str) -> bool {
        IDENTITY.iter().any(|column| self.has(column, wanted))
    }

    /// Its period and what it is about, as far as that is not everything: `2025 ASEAN`.
    pub(super) fn label(&self) -> String {
        let told = ["period", "group", "partner", "product"].into_iter().filter_map(|column| self.text(column));
        told.filter(|name| !["WORLD", "TOTAL"].contains(name)).collect::<Vec<_>>().join(" ")
    }

    /// What the row says in a column.
    pub(super) fn read(&self, column: &str) -> Reading {
        let figure = match self.cell(column) {
            Some(Cell::Amount(n) | Cell::Percent(n) | Cell::Points(n) | Cell::Ratio(n) | Cell::Published(n)) => Ok(*n),
            Some(Cell::Count(n)) => Ok(Decimal::from(*n)),
            Some(Cell::Missing(why)) => Err(*why),
            Some(Cell::Text(_) | Cell::Blank) | None => Err(Why::NoData),
        };
        let number = |column: &str| self.read(column).figure.ok();
        let interval = match bounds(column).map(|name| name.filter(|name| self.table.position(name).is_some())) {
            [Some(low), Some(high)] => number(&low).zip(number(&high)).map(|(low, high)| Interval::between(low, high)),
            _ => figure.ok().map(Interval::exactly),
        };
        Reading { figure, interval }
    }

    /// What the row says in a column, in the unit in which a figure is stated.
    pub(super) fn read_as(&self, column: &str, stated: &Stated) -> Result<Reading, String> {
        in_stated_unit(self.read(column), self.text("unit").unwrap_or_default(), stated)
    }

    /// What the publisher printed, with its rounding: half a unit of the last digit, of which there is one at least.
    pub(super) fn printed(&self, column: &str) -> Option<(Decimal, Interval)> {
        let rate = self.read(column).figure.ok()?;
        Some((rate, Interval::around(rate, Decimal::new(5, rate.scale().clamp(1, 27) + 1))))
    }

    pub(super) fn is(&self, role: Role) -> bool {
        self.row.role == role
    }

    /// Whether the row has a name in one of its columns.
    fn has(&self, column: &str, wanted: &str) -> bool {
        let code = entity::find(wanted).map(|entity| entity.code);
        self.text(column).is_some_and(|text| {
            name::folded(text) == name::folded(wanted) || code.is_some_and(|code| code.as_str() == text)
        })
    }
}

/// The columns with the bounds of a column: `growth_low_pct` and `growth_high_pct`.
fn bounds(column: &str) -> [Option<String>; 2] {
    let unit = ["_pct", "_pp"].into_iter().find(|unit| column.ends_with(unit)).unwrap_or("");
    let name = &column[..column.len() - unit.len()];
    ["low", "high"].map(|end| Some(format!("{name}_{end}{unit}")))
}

/// Every row.
pub(super) fn lines(table: &Table) -> Vec<Line<'_>> {
    table.rows.iter().map(|row| Line { table, row }).collect()
}

/// The rows that a claim may be about: those that were chosen, else every row that is no sum or rest of others.
pub(super) fn chosen<'a>(table: &'a Table, choice: &Choice) -> Result<Vec<Line<'a>>, Unclear> {
    let all = lines(table);
    let found: Vec<Line<'a>> = match choice {
        Choice::Only => all.iter().copied().filter(|line| line.is(Role::Line)).collect(),
        Choice::Named(wanted) => all.iter().copied().filter(|line| line.is_named(wanted)).collect(),
        Choice::By(columns) => {
            if let Some(column) = columns.keys().find(|column| table.position(column).is_none()) {
                let near = name::suggestion(&name::nearest(column, IDENTITY.into_iter()));
                return Err(Unclear::Wrong(format!("row: the answer has no column `{column}`{near}")));
            }
            let has = |line: &Line<'_>, column: &str, wanted: &str| {
                line.has(column, wanted) || line.has(&format!("{column}_name"), wanted)
            };
            let fits = |line: &Line<'a>| columns.iter().all(|(column, wanted)| has(line, column, wanted));
            all.iter().copied().filter(fits).collect()
        }
    };
    if found.is_empty() { Err(absent(choice, &all)) } else { Ok(found) }
}

fn absent(choice: &Choice, all: &[Line<'_>]) -> Unclear {
    let words: Vec<&str> = match choice {
        Choice::Only => Vec::new(),
        Choice::Named(word) => vec![word],
        Choice::By(columns) => columns.values().map(String::as_str).collect(),
    };
    let wanted = if words.is_empty() { "its own".to_owned() } else { format!("of {}", words.join(", ")) };
    let has = if all.is_empty() { "none".to_owned() } else { labels(all) };
    let message = format!("the answer has no row {wanted}; it has {has}");
    let named = IDENTITY.iter().flat_map(|column| all.iter().filter_map(|line| line.text(column)));
    let is_known = |word: &&str| {
        entity::find(word).is_some() || named.clone().any(|name| name::folded(name) == name::folded(word))
    };
    if words.iter().all(is_known) { Unclear::Absent(message) } else { Unclear::Wrong(format!("row: {message}")) }
}

/// The one row that is meant.
pub(super) fn single<'a>(found: &[Line<'a>]) -> Result<Line<'a>, Unclear> {
    match found {
        [line] => Ok(*line),
        several => Err(Unclear::Wrong(format!(
            "the answer has {} rows ({}); `row`, or a narrower question, says which is meant",
            several.len(),
            labels(several)
        ))),
    }
}

/// The rows in words, the first few of them.
fn labels(lines: &[Line<'_>]) -> String {
    let label = |line: &Line<'_>| match (line.text("flow"), line.label()) {
        (Some(flow), label) if label.is_empty() => flow.to_owned(),
        (Some(flow), label) => format!("{flow} {label}"),
        (None, label) => label,
    };
    let first: Vec<String> = lines.iter().take(5).map(label).collect();
    let more = lines.len() - first.len();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", first.join("; "))
}
