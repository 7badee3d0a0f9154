//! Objects by column name: an array with one row a line, or one object a line.

use std::io;

use super::clean::is_unsafe;
use super::machine::{Value, rows, value};
use super::{Style, Writer};
use crate::table::{Cell, Row, Table};

pub(super) const ARRAY: Writer = Writer { names: &["json"], extensions: &["json"], write: array };

pub(super) const LINES: Writer = Writer { names: &["jsonl", "ndjson"], extensions: &["jsonl", "ndjson"], write: lines };

fn array(table: &Table, _: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let names = names(table)?;
    let mut before = "[\n";
    for row in rows(table) {
        write!(out, "{before}  {}", object(&names, row)?)?;
        before = ",\n";
    }
    writeln!(out, "{}", if before.starts_with('[') { "[]" } else { "\n]" })?;
    out.flush()
}

fn lines(table: &Table, _: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let names = names(table)?;
    for row in rows(table) {
        writeln!(out, "{}", object(&names, row)?)?;
    }
    out.flush()
}

fn names(table: &Table) -> io::Result<Vec<String>> {
    table.columns.iter().map(|column| string(&column.name)).collect()
}

fn object(names: &[String], row: &Row) -> io::Result<String> {
    let cells = row.cells.iter().chain(std::iter::repeat(&Cell::Blank));
    let pairs = names.iter().zip(cells).map(|(name, cell)| Ok(format!("{name}: {}", literal(cell)?)));
    Ok(format!("{{{}}}", pairs.collect::<io::Result<Vec<_>>>()?.join(", ")))
}

fn literal(cell: &Cell) -> io::Result<String> {
    match value(cell) {
        Value::Nothing => Ok("null".to_string()),
        Value::Number(digits) => Ok(digits),
        Value::Text(text) => string(text),
    }
}

/// A JSON string in which nothing unsafe is left bare. What is unsafe is below U+10000, so one escape holds it.
pub(super) fn string(text: &str) -> io::Result<String> {
    let quoted = serde_json::to_string(text)?;
    if !quoted.contains(is_unsafe) {
        return Ok(quoted);
    }
    let escape = |letter: char| match is_unsafe(letter) {
        true => format!("\\u{:04x}", u32::from(letter)),
        false => letter.to_string(),
    };
    Ok(quoted.chars().map(escape).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use crate::render::sample;
    use proptest::prelude::*;

    fn print(table: &Table, write: fn(&Table, &Style, &mut dyn io::Write) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        write(table, &Style::default(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn one_row_a_line() {
        let text = print(&sample::growth(), array);
        let lines: Vec<&str> = text.lines().collect();
        let row = concat!(
            r#"  {"partner": "USA", "partner_name": "United States", "value": 2713418000000, "change": -611205000000, "#,
            r#""growth_pct": -18.384230, "published_growth_pct": null, "rank": 2, "status": null},"#
        );
        assert_eq!((lines[0], lines[1], lines[lines.len() - 1]), ("[", row, "]"));
        let parsed: serde_json::Value = serde_json::from_str(&text).unwrap();
        let table = sample::growth();
        assert_eq!(parsed.as_array().map(Vec::len), Some(rows(&table).count()));
    }

    #[test]
    fn no_rows() {
        assert_eq!(print(&Table::default(), array), "[]\n");
        assert_eq!(print(&Table::default(), lines), "");
    }

    proptest! {
        #[test]
        fn every_line_reads_back(words in prop::collection::vec(any::<String>(), 1..9)) {
            let text = print(&sample::words(&words), lines);
            prop_assert!(!text.replace('\n', "").contains(is_unsafe));
            let read = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
            let read: Vec<String> = read.map(|row| row["word"].as_str().unwrap().to_string()).collect();
            prop_assert_eq!(read, words);
        }
    }
}
