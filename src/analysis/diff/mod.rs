//! Two publications of the same series: what was added, changed and deleted, and what that does to the totals.

mod snapshot;

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::ledger::Ledger;
use super::line::percent;
use super::subject::{Reporter, Side, Subject};
use super::{Unanswerable, column};
use crate::cube::Origin;
use crate::model::{Code, Flow, Measure, Period, Product, View, counted};
use crate::table::{Cell, Kind, Role, Row, Table, Why};

pub use snapshot::{Entry, Key, Snapshot, edition, says};

/// A data set in a comparison: its rows, and the figures that follow from them.
pub struct Dataset<'a> {
    /// The rows.
    pub rows: &'a Snapshot,
    /// The figures.
    pub ledger: &'a Ledger<'a>,
}

/// What became of a figure.
struct Change {
    kind: &'static str,
    key: Key,
    measure: Measure,
    old: Option<Decimal>,
    new: Option<Decimal>,
    places: (Option<Origin>, Option<Origin>),
}

/// The differences of two data sets, and whether there are any.
pub fn diff(old: &Dataset<'_>, new: &Dataset<'_>, top: Option<usize>) -> Result<(Table, bool), Unanswerable> {
    let currency = same_currency(old, new)?;
    let mut changes = changes(old.rows, new.rows);
    let differs = !changes.is_empty();
    let mut table = Table {
        title: format!("{} against {}", new.ledger.cube.name, old.ledger.cube.name),
        about: vec![summary(&changes, old, new)],
        columns: columns(&changes),
        ..Table::default()
    };
    table.about.extend(currency.map(|code| format!("values in {code}")));
    let totals: BTreeSet<_> =
        changes.iter().map(|change| (change.key.period, change.key.reporter, change.key.flow)).collect();
    if let Some(top) = top {
        changes.sort_by_key(|change| (change.measure, std::cmp::Reverse(change.size()), change.key));
        if changes.len() > top {
            table.notes.push(format!("the {top} largest of {} differences", changes.len()));
        }
        changes.truncate(top);
    }
    table.rows.extend(changes.iter().map(|change| change.row(old, new)));
    table
        .rows
        .extend(totals.into_iter().filter_map(|(period, reporter, flow)| total(old, new, period, reporter, flow)));
    for cube in [old.ledger.cube, new.ledger.cube] {
        let told = cube.notes.iter().map(|note| format!("{}: {note}", cube.name));
        told.for_each(|note| {
            if !table.notes.contains(&note) {
                table.notes.push(note)
            }
        });
    }
    Ok((table, differs))
}

fn same_currency(old: &Dataset<'_>, new: &Dataset<'_>) -> Result<Option<Code>, Unanswerable> {
    match (old.ledger.cube.currency, new.ledger.cube.currency) {
        (Some(old), Some(new)) if old != new => Err(Unanswerable(format!(
            "the first data set is in {old} and the second in {new}; they cannot be compared"
        ))),
        (old, new) => Ok(new.or(old)),
    }
}

fn columns(changes: &[Change]) -> Vec<crate::table::Column> {
    let several = |part: &dyn Fn(&Change) -> String| changes.iter().map(part).collect::<BTreeSet<_>>().len() > 1;
    let text = |name: &str, shown| column(name, name, Kind::Text, shown);
    vec![
        column("kind", "", Kind::Text, true),
        text("period", true),
        text("reporter", several(&|change| change.key.reporter.to_string())),
        text("flow", true),
        text("partner", true),
        text("product", true),
        text("splits", changes.iter().any(|change| !change.key.splits.as_str().is_empty())),
        text("measure", several(&|change| change.measure.to_string())),
        column("old", "old", Kind::Plain, true),
        column("new", "new", Kind::Plain, true),
        column("difference", "difference", Kind::Plain, true),
        column("change_pct", "change", Kind::Rate, true),
        column("old_place", "old place", Kind::Text, false),
        column("new_place", "new place", Kind::Text, false),
        text("status", false),
    ]
}

fn summary(changes: &[Change], old: &Dataset<'_>, new: &Dataset<'_>) -> String {
    let count = |kind: &str| {
        let keys: BTreeSet<_> = changes.iter().filter(|change| change.kind == kind).map(|change| change.key).collect();
        keys.len()
    };
    format!(
        "{} before, {} now: {} added, {} changed, {} deleted",
        counted(old.rows.keys, "key"),
        new.rows.keys,
        count("added"),
        count("changed"),
        count("deleted")
    )
}

const MEASURES: [Measure; 3] = [Measure::Value, Measure::Weight, Measure::Quantity];

fn changes(old: &Snapshot, new: &Snapshot) -> Vec<Change> {
    let keys: BTreeSet<&Key> = old.rows.keys().chain(new.rows.keys()).collect();
    let mut changes = Vec::new();
    for key in keys {
        let (before, now) = (old.rows.get(key), new.rows.get(key));
        let kind = match (before, now) {
            (None, _) => "added",
            (_, None) => "deleted",
            _ => "changed",
        };
        let change = |measure| {
            let get = |entry: Option<&Entry>| entry.and_then(|entry| entry.get(measure));
            let places = (before.map(|entry| entry.origin), now.map(|entry| entry.origin));
            Change { kind, key: *key, measure, old: get(before), new: get(now), places }
        };
        let differs =
            |change: &Change| change.old != change.new || kind != "changed" && change.measure == Measure::Value;
        changes.extend(MEASURES.into_iter().map(change).filter(differs));
    }
    changes
}

impl Change {
    fn size(&self) -> Decimal {
        self.new.unwrap_or_default().saturating_sub(self.old.unwrap_or_default()).abs()
    }

    fn row(&self, old: &Dataset<'_>, new: &Dataset<'_>) -> Row {
        let words = [
            self.kind.to_owned(),
            self.key.period.to_string(),
            self.key.reporter.to_string(),
            self.key.flow.to_string(),
            self.key.partner.to_string(),
            self.key.product.to_string(),
            self.key.splits.to_string(),
            self.measure.to_string(),
        ];
        let places = [place(old, self.places.0), place(new, self.places.1)];
        row(Role::Line, words, (self.old, self.new), places)
    }
}

fn place(side: &Dataset<'_>, origin: Option<Origin>) -> String {
    let named = |origin: Origin| {
        let file = side.ledger.cube.files.get(usize::from(origin.file))?;
        Some(format!("{file}:{}", origin.line))
    };
    origin.and_then(named).unwrap_or_default()
}

/// What the differences do to all trade of a reporter in a period; none where neither data set tells it.
fn total(old: &Dataset<'_>, new: &Dataset<'_>, period: Period, reporter: Code, flow: Flow) -> Option<Row> {
    let view = match flow {
        Flow::Total => View::Total,
        Flow::Export => View::Exports,
        Flow::Import => View::Imports,
        Flow::ReExport => View::ReExports,
        Flow::ReImport => View::ReImports,
    };
    let subject = Subject { reporter: Reporter::One(reporter), view, side: Side::World, product: Product::TOTAL };
    let value = |side: &Dataset<'_>| side.ledger.figure(&subject, period).ok()?.get(Measure::Value).ok();
    let (before, now) = (value(old), value(new));
    before.or(now)?;
    let words = [
        "total".to_owned(),
        period.to_string(),
        reporter.to_string(),
        flow.to_string(),
        subject.side.code().to_string(),
        Product::TOTAL.to_string(),
        String::new(),
        Measure::Value.to_string(),
    ];
    Some(row(Role::Rest, words, (before, now), [String::new(), String::new()]))
}

fn row(role: Role, words: [String; 8], (old, new): (Option<Decimal>, Option<Decimal>), places: [String; 2]) -> Row {
    let amount = |amount: Option<Decimal>| amount.map_or(Cell::Missing(Why::NoData), Cell::Amount);
    let difference = old.zip(new).map(|(old, new)| crate::model::exact_sum(new, -old).map_err(|_| Why::Undefined));
    let relative = match (old, difference) {
        (Some(old), Some(Ok(_))) if old.is_zero() => Err(Why::ZeroBase),
        (Some(old), Some(Ok(difference))) => percent(difference, old.abs()),
        (None, _) => Err(Why::NoBase),
        _ => Err(Why::NoData),
    };
    let mut cells: Vec<Cell> = words.into_iter().map(Cell::Text).collect();
    cells.extend([amount(old), amount(new)]);
    cells.push(
        difference.map_or(Cell::Missing(Why::NoData), |difference| difference.map_or_else(Cell::Missing, Cell::Amount)),
    );
    let status = relative.as_ref().err().map_or(Cell::Blank, |why| Cell::Text(why.code().to_owned()));
    cells.push(relative.map_or_else(Cell::Missing, Cell::Percent));
    cells.extend(places.into_iter().map(Cell::Text));
    cells.push(status);
    Row { role, cells }
}
