//! The answer to a question inside a text: rows by number or by code, cells by the names of the columns.

use std::sync::Arc;

use minijinja::Value;
use minijinja::value::{Enumerator, Object, ObjectRepr};

use super::fault::{refused, suggestion};
use super::figure::{About, Figure, Kind, Number};
use super::session::Stray;
use crate::figures::question::Question;
use crate::figures::wording::{Language, Unit};
use crate::render::visible;
use crate::table::{self, Cell, Role, Table};

/// The rows of an answer.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub(super) question: Arc<str>,
    pub(super) table: Arc<Table>,
    /// Places of the rows that are neither totals nor what is left of them.
    lines: Vec<usize>,
    pub(super) language: Language,
    pub(super) stray: Stray,
}

/// A row of an answer.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) answer: Arc<Answer>,
    pub(super) at: usize,
}

/// Columns whose words name a row.
const NAMES: [&str; 6] = ["partner", "product", "flow", "reporter", "period", "indicator"];

impl Answer {
    pub(super) fn new(question: &Question, table: Arc<Table>, language: Language, stray: Stray) -> Answer {
        let lines = table.rows.iter().enumerate().filter(|(_, row)| row.role == Role::Line).map(|(at, _)| at).collect();
        Answer { question: question.to_string().into(), table, lines, language, stray }
    }

    /// The row of a code, such as `ASEAN` or `exports`.
    fn named(&self, code: &str) -> Option<usize> {
        let is = |at: &usize| NAMES.iter().any(|name| self.word(*at, name) == Some(code));
        self.lines.iter().copied().find(is)
    }

    /// The word of a cell.
    pub(super) fn word(&self, at: usize, column: &str) -> Option<&str> {
        match self.table.rows.get(at)?.cells.get(self.table.position(column)?)? {
            Cell::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Places of the rows that a question for one figure is about.
    pub(super) fn candidates(&self) -> Vec<usize> {
        if self.lines.is_empty() { (0..self.table.rows.len()).collect() } else { self.lines.clone() }
    }
}

impl Object for Answer {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Seq(self.lines.len())
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let row = |at: usize| Value::from_object(Row { answer: Arc::clone(self), at });
        let rest = |role: Role| self.table.rows.iter().position(|row| row.role == role);
        if let Some(at) = key.as_usize() {
            return self.lines.get(at).copied().map(row);
        }
        let key = key.as_str()?;
        let text = |text: &str| Some(Value::from(visible(text).into_owned()));
        match key {
            "title" => return text(&self.table.title),
            "source" => return text(self.table.source.as_deref()?),
            "notes" => return Some(self.table.notes.iter().map(|note| visible(note).into_owned()).collect()),
            _ => {}
        }
        let special = match key {
            "whole" => rest(Role::Total),
            "others" => rest(Role::Rest),
            _ => None,
        };
        Some(self.named(key).or(special).map_or_else(|| self.unknown_row(key), row))
    }
}

impl Answer {
    fn unknown_row(&self, code: &str) -> Value {
        let codes = self.lines.iter().flat_map(|at| NAMES.iter().filter_map(|name| self.word(*at, name)));
        let known: Vec<&str> = codes.collect();
        let meant = suggestion(code, known.iter().copied());
        Value::from(refused(format!("`{}` has no row `{code}`{meant}", self.question)))
    }
}

impl Row {
    pub(super) fn figure(&self, column: &str) -> Option<Figure> {
        let at = self.answer.table.position(column)?;
        let cell = self.answer.table.rows.get(self.at)?.cells.get(at)?;
        let number = match cell {
            Cell::Text(_) => return None,
            Cell::Count(count) => Ok((*count).into()).map(|value| Number { value, kind: Kind::Count }),
            Cell::Amount(value) => Ok(Number { value: *value, kind: Kind::Amount(self.unit(column)) }),
            Cell::Percent(value) => Ok(Number { value: *value, kind: Kind::Percent }),
            Cell::Points(value) => Ok(Number { value: *value, kind: Kind::Points }),
            Cell::Ratio(value) if column == "unit_value" => {
                Ok(Number { value: *value, kind: Kind::Amount(self.unit(column)) })
            }
            Cell::Ratio(value) => Ok(Number { value: *value, kind: Kind::Ratio }),
            Cell::Published(value) => Ok(Number { value: *value, kind: Kind::Published(value.scale().max(1)) }),
            Cell::Missing(why) => Err(why.words().to_owned()),
            Cell::Blank if column.starts_with("published") => Err("no publisher printed it".to_owned()),
            Cell::Blank => Err("the row has none".to_owned()),
        };
        Some(Figure { number, about: Arc::new(self.about(column)) })
    }

    fn about(&self, column: &str) -> About {
        About {
            origin: format!("{column} of `{}`", self.answer.question),
            row: Some(self.clone()),
            language: self.answer.language,
            stray: Arc::clone(&self.answer.stray),
        }
    }

    fn unit(&self, column: &str) -> Unit {
        let word = |name: &str| self.answer.word(self.at, name).filter(|unit| !unit.is_empty());
        let quantity = || word("quantity_unit").or_else(|| word("unit"));
        let code = match column {
            "weight" => Some("kg"),
            "quantity" => quantity(),
            "unit_value" => return Unit::new(&visible(&self.of_one(quantity()))),
            _ => word("unit"),
        };
        Unit::new(&visible(code.unwrap_or(&self.answer.table.unit)))
    }

    /// The unit of a value of one piece, as programs write it: `CNY/t`.
    fn of_one(&self, quantity: Option<&str>) -> String {
        let unit = self.answer.word(self.at, "unit").unwrap_or_default();
        let quantity = quantity.unwrap_or_default();
        if unit.contains('/') || quantity == unit { unit.to_owned() } else { format!("{unit}/{quantity}") }
    }
}

impl Object for Row {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let column = key.as_str()?;
        if let Some(text) = self.answer.word(self.at, column) {
            return Some(Value::from(visible(text).into_owned()));
        }
        let table = &self.answer.table;
        let unknown = || {
            let meant = suggestion(column, table.columns.iter().map(|column| column.name.as_str()));
            let known: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
            Value::from(refused(format!(
                "`{}` has no column `{column}`{meant}; it has {}",
                self.answer.question,
                known.join(", ")
            )))
        };
        let is_word = table.position(column).is_some_and(|at| table.columns[at].kind == table::Kind::Text);
        if is_word {
            return Some(Value::from(""));
        }
        Some(self.figure(column).map_or_else(unknown, Value::from_object))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let names: Vec<Value> =
            self.answer.table.columns.iter().map(|table::Column { name, .. }| Value::from(name.as_str())).collect();
        Enumerator::Values(names)
    }
}
