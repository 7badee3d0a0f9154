//! A table as people read it: the columns that are shown, every cell as text, and what its marks mean.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::Style;
use super::clean::visible;
use super::people::Look;
use crate::table::{Cell, Kind, Role, Table, Why};

/// The text of a table, safe to print.
pub(super) struct Sheet<'a> {
    /// `billion yuan`; empty when no amount is shown or it has no unit.
    pub(super) unit: String,
    /// The columns.
    pub(super) heads: Vec<Head<'a>>,
    /// Where each of them stands in the table.
    pub(super) places: Vec<usize>,
    /// The rows.
    pub(super) rows: Vec<(Role, Vec<Cow<'a, str>>)>,
    /// Each mark that occurs, and what it stands for here.
    pub(super) legend: Vec<(&'static str, String)>,
}

/// The top of a column.
pub(super) struct Head<'a> {
    /// The heading.
    pub(super) text: Cow<'a, str>,
    /// Whether the column is set to the right, as numbers are.
    pub(super) right: bool,
    /// Whether its cells are names, which may be cut: a name that is cut is still read, a code or a number is not.
    pub(super) names: bool,
}

impl<'a> Sheet<'a> {
    /// What is shown of `table`.
    pub(super) fn of(table: &'a Table, style: &Style) -> Sheet<'a> {
        let look = Look::of(table, style);
        let shown = shown(table);
        let amounts = shown.iter().any(|&place| table.columns[place].kind == Kind::Amount);
        let label = match (amounts, style.chinese) {
            (false, _) => String::new(),
            (true, false) => look.scale.label(&table.unit),
            (true, true) => look.scale.chinese_label(&table.unit),
        };
        let show = |row: &'a [Cell], place: usize| look.show(cell(row, place), &table.columns[place]);
        let rows =
            table.rows.iter().map(|row| (row.role, shown.iter().map(|&place| show(&row.cells, place)).collect()));
        Sheet {
            unit: visible(&label).into_owned(),
            heads: shown.iter().map(|&place| head(table, place)).collect(),
            rows: rows.collect(),
            legend: legend(table, &shown),
            places: shown,
        }
    }

    /// Whether there is nothing to set in columns.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty() || self.heads.is_empty()
    }
}

/// Positions of the columns to show: those that want to be, and that say something.
fn shown(table: &Table) -> Vec<usize> {
    let says = |place: usize| cells(table, place).any(|cell| *cell != Cell::Blank);
    let columns = table.columns.iter().enumerate();
    columns.filter(|(place, column)| column.shown && says(*place)).map(|(place, _)| place).collect()
}

fn head(table: &Table, place: usize) -> Head<'_> {
    let column = &table.columns[place];
    let text = visible(&column.heading);
    let left = column.kind == Kind::Text;
    Head { text, right: !left, names: left && are_names(table, place) }
}

/// Whether the cells are words, and some have a blank or letters beyond ASCII, which codes and periods never have.
fn are_names(table: &Table, place: usize) -> bool {
    let is_word = |cell: &Cell| matches!(cell, Cell::Text(_) | Cell::Missing(_) | Cell::Blank);
    let is_name = |cell: &Cell| matches!(cell, Cell::Text(text) if !text.bytes().all(|byte| byte.is_ascii_graphic()));
    cells(table, place).all(is_word) && cells(table, place).any(is_name)
}

fn legend(table: &Table, shown: &[usize]) -> Vec<(&'static str, String)> {
    let reasons: BTreeSet<Why> = shown
        .iter()
        .flat_map(|&place| cells(table, place))
        .filter_map(|cell| if let Cell::Missing(why) = cell { Some(*why) } else { None })
        .collect();
    let mut legend: Vec<(&'static str, String)> = Vec::new();
    for why in reasons {
        match legend.iter_mut().find(|(mark, _)| *mark == why.mark()) {
            Some((_, meaning)) => *meaning = format!("{meaning}, {}", why.words()),
            None => legend.push((why.mark(), why.words().to_string())),
        }
    }
    legend
}

fn cells(table: &Table, place: usize) -> impl Iterator<Item = &Cell> {
    table.rows.iter().map(move |row| cell(&row.cells, place))
}

/// A cell of a row, which may be shorter than the columns are many.
pub(super) fn cell(row: &[Cell], place: usize) -> &Cell {
    row.get(place).unwrap_or(&Cell::Blank)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    #[test]
    fn hidden_and_blank_columns_are_left_out() {
        let table = sample::growth();
        let sheet = Sheet::of(&table, &Style::default());
        let heads: Vec<&str> = sheet.heads.iter().map(|head| head.text.as_ref()).collect();
        assert!(!heads.contains(&"Code"), "not shown");
        assert!(!heads.contains(&"Published %"), "blank in every row");
        assert_eq!(sheet.unit, "billion yuan");
        assert!(sheet.rows.iter().all(|(_, cells)| cells.len() == heads.len()));
    }

    #[test]
    fn names_may_be_cut_but_codes_may_not() {
        let mut table = sample::growth();
        table.columns[0].shown = true;
        let names: Vec<bool> = Sheet::of(&table, &Style::default()).heads.iter().map(|head| head.names).collect();
        assert_eq!(names, [false, true, false, false, false, false]);
    }

    #[test]
    fn the_legend_explains_the_marks_that_occur() {
        let table = sample::growth();
        let legend = Sheet::of(&table, &Style::default()).legend;
        assert_eq!(legend, [("..", "no data, no data for the base".into()), ("-", "base of zero".into())]);
    }

    #[test]
    fn a_short_row_is_blank_at_its_end() {
        let mut table = sample::growth();
        table.rows[0].cells.truncate(2);
        assert_eq!(Sheet::of(&table, &Style::default()).rows[0].1.last().map(AsRef::as_ref), Some(""));
    }
}
