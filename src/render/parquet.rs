//! Parquet: every column by its name, words with dictionaries, figures as exact decimals.

use std::collections::HashMap;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

use rust_decimal::Decimal;

use super::Writer;
use super::machine::{Value, rows, value};
use crate::stored::{Cells, Dictionary, Field, Groups, Kind, Measured, NONE, long, short, write as store};
use crate::table::{Kind as Holds, Table};

pub(super) const WRITER: Writer =
    Writer { names: &["parquet"], extensions: &["parquet"], write: |table, _, out| write(table, out) };

fn write(table: &Table, out: &mut dyn io::Write) -> io::Result<()> {
    let columns: Vec<Column> = (0..table.columns.len()).map(|at| Column::new(table, at)).collect();
    let fields: Vec<Field> =
        table.columns.iter().zip(&columns).map(|(named, column)| column.field(&named.name)).collect();
    if fields.is_empty() {
        return Ok(());
    }
    let is_empty = columns.iter().all(|column| column.is_empty());
    store(&fields, &Answer { columns, is_given: AtomicBool::new(is_empty) }, 1, out)
}

/// A column of an answer.
enum Column {
    Words(Vec<u32>, Dictionary),
    Numbers(Vec<Option<(i128, u32)>>, Kind),
}

impl Column {
    fn new(table: &Table, at: usize) -> Column {
        let cells = || rows(table).map(|row| row.cells.get(at).map_or(Value::Nothing, value));
        match table.columns[at].kind {
            Holds::Text => Column::words(cells()),
            // Numbers with more digits than a decimal has are written as they are.
            _ => Column::numbers(cells()).unwrap_or_else(|| Column::words(cells())),
        }
    }

    fn words<'c>(cells: impl Iterator<Item = Value<'c>>) -> Column {
        let (mut texts, mut known) = (Vec::<Box<str>>::new(), HashMap::<Box<str>, u32>::new());
        let numbers = cells.map(|cell| {
            let text: Box<str> = match cell {
                Value::Nothing => return NONE,
                Value::Text(text) => text.into(),
                Value::Number(digits) => digits.into(),
            };
            *known.entry(text).or_insert_with_key(|text| {
                texts.push(text.clone());
                texts.len() as u32 - 1
            })
        });
        let numbers = numbers.collect();
        Column::Words(numbers, Dictionary::new(texts))
    }

    fn numbers<'c>(cells: impl Iterator<Item = Value<'c>>) -> Option<Column> {
        let mut measured = Measured::default();
        let number = |cell| {
            let Value::Number(digits) = cell else { return None };
            let number = Decimal::from_str_exact(&digits).ok()?;
            measured.take(number.mantissa().unsigned_abs(), number.scale(), 1);
            Some((number.mantissa(), number.scale()))
        };
        let numbers = cells.map(number).collect();
        let kind = Kind::of_numbers(&measured);
        (kind != Kind::Written).then_some(Column::Numbers(numbers, kind))
    }

    fn field(&self, name: &str) -> Field {
        let (kind, is_optional) = match self {
            Column::Words(numbers, _) => (Kind::Words, numbers.contains(&NONE)),
            Column::Numbers(numbers, kind) => (*kind, numbers.contains(&None)),
        };
        Field { name: name.to_owned(), kind, is_optional }
    }

    fn is_empty(&self) -> bool {
        match self {
            Column::Words(numbers, _) => numbers.is_empty(),
            Column::Numbers(numbers, _) => numbers.is_empty(),
        }
    }
}

/// An answer, all of whose rows are one group.
struct Answer {
    columns: Vec<Column>,
    is_given: AtomicBool,
}

impl Groups for Answer {
    type Group = ();

    fn next(&self) -> io::Result<Option<()>> {
        Ok((!self.is_given.swap(true, Ordering::Relaxed)).then_some(()))
    }

    fn cells(&self, (): &(), column: usize) -> io::Result<Cells<'_>> {
        Ok(match &self.columns[column] {
            Column::Words(numbers, dictionary) => Cells::Words(numbers.clone(), dictionary),
            Column::Numbers(numbers, Kind::Short(places)) => {
                Cells::Short(numbers.iter().map(|number| short(*number, *places)).collect::<io::Result<_>>()?)
            }
            Column::Numbers(numbers, Kind::Long(places)) => {
                Cells::Long(numbers.iter().map(|number| long(*number, *places)).collect::<io::Result<_>>()?)
            }
            Column::Numbers(..) => return Err(io::Error::other("a column of numbers of another kind")),
        })
    }
}
