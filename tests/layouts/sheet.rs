//! A table before it is put on paper: titles, headings and cells.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Letters, or digits that are a code.
    Text(String),
    /// A number, by its digits.
    Number(String),
}

impl Cell {
    pub(crate) fn text(text: impl Into<String>) -> Cell {
        let text = text.into();
        if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
    }

    /// A number or nothing.
    pub(crate) fn number(number: Option<Decimal>) -> Cell {
        number.map_or(Cell::Empty, |number| Cell::Number(number.to_string()))
    }

    pub(crate) fn letters(&self) -> &str {
        match self {
            Cell::Empty => "",
            Cell::Text(text) | Cell::Number(text) => text,
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::text(text)
    }
}

/// Cells by their headings.
pub(crate) type Named = BTreeMap<&'static str, Cell>;

/// A table.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sheet {
    /// Lines above the headings.
    pub(crate) above: Vec<String>,
    /// The headings; none where a profile tells columns by their places.
    pub(crate) header: Vec<String>,
    pub(crate) rows: Vec<Vec<Cell>>,
}

impl Sheet {
    /// Cells put below their headings; the others stay empty.
    pub(crate) fn of(header: &[&'static str], rows: impl IntoIterator<Item = Named>) -> Sheet {
        let row = |mut row: Named| {
            let cells = header.iter().map(|name| row.remove(name).unwrap_or_default()).collect();
            assert!(row.is_empty(), "no such headings: {row:?}");
            cells
        };
        let rows = rows.into_iter().map(row).collect();
        Sheet { header: header.iter().map(|name| (*name).to_owned()).collect(), rows, above: Vec::new() }
    }

    /// The headings and the rows.
    pub(crate) fn lines(&self) -> Vec<Vec<Cell>> {
        let header = self.header.iter().map(|name| Cell::text(name.as_str())).collect();
        [vec![header], self.rows.clone()].concat()
    }

    /// The same with its columns in another order.
    pub(crate) fn with_columns(&self, order: &[usize]) -> Sheet {
        let moved = |row: &Vec<Cell>| order.iter().map(|at| row[*at].clone()).collect();
        Sheet {
            header: order.iter().map(|at| self.header[*at].clone()).collect(),
            rows: self.rows.iter().map(moved).collect(),
            above: self.above.clone(),
        }
    }
}
