//! Comma and tab separated values: every column by its name, one row an answer.

use std::io;

use csv::{ErrorKind, Terminator, WriterBuilder};

use super::clean::{guarded, visible};
use super::machine::{Value, rows, value};
use super::{Style, Writer};
use crate::table::{Cell, Table};

pub(super) const CSV: Writer = Writer {
    names: &["csv"],
    extensions: &["csv"],
    write: |table, style: &Style, out| write(table, b',', style.terminal, out),
};

pub(super) const TSV: Writer = Writer {
    names: &["tsv"],
    extensions: &["tsv", "tab"],
    write: |table, style: &Style, out| write(table, b'\t', style.terminal, out),
};

fn write(table: &Table, delimiter: u8, terminal: bool, out: &mut dyn io::Write) -> io::Result<()> {
    if table.columns.is_empty() {
        return Ok(());
    }
    let mut builder = WriterBuilder::new();
    let mut writer = builder.delimiter(delimiter).terminator(Terminator::Any(b'\n')).from_writer(out);
    let names: Vec<_> = table.columns.iter().map(|column| guarded(&column.name)).collect();
    writer.write_record(names.iter().map(AsRef::as_ref).map(str::as_bytes)).map_err(cause)?;
    for row in rows(table) {
        for place in 0..table.columns.len() {
            writer.write_field(content(row.cells.get(place), terminal).as_bytes()).map_err(cause)?;
        }
        writer.write_record(None::<&[u8]>).map_err(cause)?;
    }
    writer.flush()
}

/// A word as it stands among others.
pub(super) fn field(word: &str, delimiter: u8, terminal: bool) -> Vec<u8> {
    let shown = if terminal { visible(word) } else { word.into() };
    let guarded = guarded(&shown);
    let is_quoted = |byte: u8| byte == delimiter || matches!(byte, b'"' | b'\r' | b'\n');
    if !guarded.bytes().any(is_quoted) {
        return guarded.into_owned().into_bytes();
    }
    let mut writer = WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    // A lone empty field would be quoted; in a row of many it is not.
    let written = writer.write_record([guarded.as_bytes(), b""]);
    let mut text = writer.into_inner().unwrap_or_default();
    if written.is_ok() {
        text.truncate(text.len().saturating_sub(2));
    }
    text
}

fn content(cell: Option<&Cell>, terminal: bool) -> String {
    match cell.map(value) {
        Some(Value::Number(digits)) => digits,
        Some(Value::Text(text)) if terminal => guarded(&visible(text)).into_owned(),
        Some(Value::Text(text)) => guarded(text).into_owned(),
        Some(Value::Nothing) | None => String::new(),
    }
}

/// The error of the output itself, so that its kind is not lost.
fn cause(error: csv::Error) -> io::Error {
    match error.into_kind() {
        ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use crate::render::sample;
    use proptest::prelude::*;

    fn print(table: &Table, delimiter: u8) -> String {
        let mut out = Vec::new();
        write(table, delimiter, false, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn read(text: &str, delimiter: u8) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
        let fields = |record: csv::StringRecord| record.iter().map(str::to_string).collect();
        reader.records().map(|record| fields(record.unwrap())).collect()
    }

    #[test]
    fn every_column_and_plain_numbers() {
        let text = print(&sample::growth(), b',');
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "partner,partner_name,value,change,growth_pct,published_growth_pct,rank,status");
        assert_eq!(lines[1], "USA,United States,2713418000000,-611205000000,-18.384230,,2,");
        assert_eq!(lines[3], "NRU,Nauru,,,,,,no_data");
        assert!(!text.contains('\r'));
    }

    #[test]
    fn words_are_guarded_and_negative_numbers_are_not() {
        let mut table = sample::growth();
        table.rows[0].cells[1] = Cell::Text("=HYPERLINK(\"x\")".into());
        let text = print(&table, b'\t');
        assert!(text.contains("\t\"'=HYPERLINK(\"\"x\"\")\"\t2713418000000\t-611205000000\t"), "{text}");
    }

    #[test]
    fn words_are_quoted_and_guarded() {
        let read = |word: &str| String::from_utf8_lossy(&field(word, b',', false)).into_owned();
        assert_eq!(read("Korea, Republic of"), "\"Korea, Republic of\"");
        assert_eq!(read("=1"), "'=1");
        assert_eq!(read(""), "");
        assert_eq!(read("a \"b\""), "\"a \"\"b\"\"\"");
    }

    proptest! {
        #[test]
        fn text_reads_back(words in prop::collection::vec("\\PC*|[=+@\\-\t\r\n\", ;a]{0,6}", 1..9), tab in any::<bool>()) {
            let delimiter = if tab { b'\t' } else { b',' };
            let table = sample::words(&words);
            let text = print(&table, delimiter);
            let expected: Vec<Vec<String>> = words.iter().map(|word| vec![guarded(word).into_owned(), "x".into()]).collect();
            prop_assert_eq!(read(&text, delimiter), expected);
        }
    }
}
