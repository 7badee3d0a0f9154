//! A table as a chart sees it: what its rows differ by, their periods, and the columns that hold figures.

use indexmap::IndexSet;
use rust_decimal::Decimal;

use crate::model::{Period, PeriodExpr};
use crate::render::visible;
use crate::table::{Cell, Kind, Role, Table};

/// Columns of words that no row is named by.
pub(super) const NO_NAMES: [&str; 5] = ["period", "base_period", "unit", "quantity_unit", "status"];

/// A table, its rows read.
pub(super) struct Answer<'t> {
    pub(super) table: &'t Table,
    /// What rows differ by, besides the period.
    pub(super) dimensions: Vec<Dimension>,
    pub(super) entries: Vec<Entry<'t>>,
    /// Every period, by the calendar.
    pub(super) periods: Vec<Period>,
}

/// Something that rows differ by, such as the partner.
pub(super) struct Dimension {
    /// Its name in machine formats.
    pub(super) name: String,
    /// How many different ones there are.
    pub(super) count: usize,
}

/// A row.
pub(super) struct Entry<'t> {
    pub(super) period: Option<Period>,
    /// A word for each dimension.
    pub(super) words: Vec<String>,
    pub(super) role: Role,
    pub(super) is_projected: bool,
    pub(super) cells: &'t [Cell],
}

/// A column of figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Measure(pub(super) usize);

impl<'t> Answer<'t> {
    pub(super) fn of(table: &'t Table) -> Answer<'t> {
        let named: Vec<(usize, Option<usize>)> = named(table);
        let columns: Vec<Vec<String>> = named.iter().map(|(code, name)| words(table, *code, *name)).collect();
        let is_line = |row: usize| table.rows[row].role != Role::Total;
        let distinct = |column: &Vec<String>| {
            column
                .iter()
                .enumerate()
                .filter(|(row, _)| is_line(*row))
                .map(|(_, word)| word)
                .collect::<IndexSet<_>>()
                .len()
        };
        let varied: Vec<(usize, usize)> =
            columns.iter().map(distinct).enumerate().filter(|(_, count)| *count > 1).collect();
        let dimensions = varied
            .iter()
            .map(|(at, count)| Dimension { name: table.columns[named[*at].0].name.clone(), count: *count });
        let dimensions: Vec<Dimension> = dimensions.collect();
        let entry = |(row, of): (usize, &'t crate::table::Row)| Entry {
            period: period(table, &of.cells),
            words: varied.iter().map(|(at, _)| columns[*at][row].clone()).collect(),
            role: of.role,
            is_projected: text(table, "status", &of.cells).is_some_and(|status| status.contains("projected")),
            cells: &of.cells,
        };
        let entries: Vec<Entry<'t>> = table.rows.iter().enumerate().map(entry).collect();
        let mut periods: Vec<Period> = entries.iter().filter_map(|entry| entry.period).collect();
        periods.sort();
        periods.dedup();
        Answer { table, dimensions, entries, periods }
    }

    /// Whether rows differ by their period.
    pub(super) fn has_time(&self) -> bool {
        self.periods.len() > 1
    }

    /// The dimension with the most words, of which a list is made.
    pub(super) fn list(&self) -> Option<usize> {
        let places = (0..self.dimensions.len()).rev();
        places.max_by_key(|at| (self.dimensions[*at].name != "flow", self.dimensions[*at].count))
    }

    /// The dimension with the most words besides that of the list.
    pub(super) fn second(&self) -> Option<usize> {
        let list = self.list()?;
        let places = (0..self.dimensions.len()).rev().filter(|at| *at != list);
        places.max_by_key(|at| (self.dimensions[*at].name != "flow", self.dimensions[*at].count))
    }

    /// Whether rows are parts of a list of partners, products or reporters, and not flows alone.
    pub(super) fn is_list(&self) -> bool {
        self.list().is_some_and(|at| self.dimensions[at].name != "flow")
    }

    /// The column of figures with this name, if it has any.
    pub(super) fn measure(&self, name: &str) -> Option<Measure> {
        self.table.position(name).map(Measure).filter(|measure| self.has_figures(*measure))
    }

    /// The columns of figures that people are shown.
    pub(super) fn measures(&self) -> Vec<Measure> {
        let shown = |at: &usize| self.table.columns[*at].shown && self.table.columns[*at].kind != Kind::Text;
        let places = (0..self.table.columns.len()).filter(shown).map(Measure);
        places.filter(|measure| self.has_figures(*measure)).collect()
    }

    /// The column that a report is about.
    pub(super) fn main(&self) -> Vec<Measure> {
        let has = |name: &str| self.table.position(name).is_some();
        let about = match () {
            () if has("contribution_pp") => &["growth_pct", "value"][..],
            () if has("share_pct") && has("share_change_pp") && !has("rank") => &["share_pct", "value"],
            () if has("balance") && has("exports") => &["balance"],
            () => &["value"],
        };
        let main = about.iter().find_map(|name| self.measure(name)).or_else(|| self.measures().first().copied());
        main.into_iter().collect()
    }

    /// The columns that share the unit of the main one.
    pub(super) fn alike(&self) -> Vec<Measure> {
        let Some(main) = self.main().first().copied() else { return Vec::new() };
        let kind = self.table.columns[main.0].kind;
        if kind != Kind::Amount {
            return vec![main];
        }
        self.measures().into_iter().filter(|measure| self.table.columns[measure.0].kind == kind).collect()
    }

    pub(super) fn has_figures(&self, measure: Measure) -> bool {
        self.entries.iter().any(|entry| entry.figure(measure).is_some())
    }

    /// The heading of a column.
    pub(super) fn heading(&self, measure: Measure) -> String {
        visible(&self.table.columns[measure.0].heading).into_owned()
    }
}

impl Entry<'_> {
    /// The figure of a column, in the column's own unit.
    pub(super) fn figure(&self, measure: Measure) -> Option<Decimal> {
        match self.cells.get(measure.0)? {
            Cell::Count(count) => Some(Decimal::from(*count)),
            Cell::Amount(figure)
            | Cell::Percent(figure)
            | Cell::Points(figure)
            | Cell::Ratio(figure)
            | Cell::Published(figure) => Some(*figure),
            Cell::Text(_) | Cell::Missing(_) | Cell::Blank => None,
        }
    }
}

/// The columns that name a row, each with the column that puts its codes into words.
fn named(table: &Table) -> Vec<(usize, Option<usize>)> {
    let is_word = |at: &usize| table.columns[*at].kind == Kind::Text;
    let is_code_of_none = |at: &usize| {
        let name = table.columns[*at].name.as_str();
        !NO_NAMES.contains(&name) && name.strip_suffix("_name").is_none_or(|code| table.position(code).is_none())
    };
    let places = (0..table.columns.len()).filter(is_word).filter(is_code_of_none);
    places.map(|at| (at, table.position(&format!("{}_name", table.columns[at].name)))).collect()
}

/// The words of a column; a name that several codes share is told apart by the code.
fn words(table: &Table, code: usize, name: Option<usize>) -> Vec<String> {
    let word = |at: usize, cells: &[Cell]| match cells.get(at) {
        Some(Cell::Text(text)) => visible(text).into_owned(),
        _ => String::new(),
    };
    let codes = table.rows.iter().map(|row| word(code, &row.cells));
    let Some(name) = name else { return codes.collect() };
    let pairs: Vec<(String, String)> = codes.zip(table.rows.iter().map(|row| word(name, &row.cells))).collect();
    let different: IndexSet<&(String, String)> = pairs.iter().collect();
    let shared = |name: &str| different.iter().filter(|pair| pair.1 == name).count() > 1;
    let mut shared_names = IndexSet::new();
    shared_names.extend(different.iter().map(|pair| pair.1.as_str()).filter(|name| shared(name)));
    let label = |(code, name): &(String, String)| match (name.is_empty(), shared_names.contains(name.as_str())) {
        (true, _) => code.clone(),
        (false, true) => format!("{name} ({code})"),
        (false, false) => name.clone(),
    };
    pairs.iter().map(label).collect()
}

fn text<'t>(table: &Table, column: &str, cells: &'t [Cell]) -> Option<&'t str> {
    match cells.get(table.position(column)?)? {
        Cell::Text(text) => Some(text),
        _ => None,
    }
}

fn period(table: &Table, cells: &[Cell]) -> Option<Period> {
    match text(table, "period", cells)?.parse() {
        Ok(PeriodExpr::Dated(period)) => Some(period),
        _ => None,
    }
}
