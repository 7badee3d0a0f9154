//! JSON: an array of rows, each an object or an array below a row of headings, alone or as `data` of an object.

use std::cell::Cell;
use std::fmt;
use std::io::{BufRead, BufReader};
use std::rc::Rc;

use rustc_hash::FxHashMap;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::held::{Held, Replay};
use super::limited::Limited;
use super::{Head, MOST_COLUMNS, TOO_WIDE};
use crate::model::counted;
use crate::source::error::{ReadError, excerpt};
use crate::source::input;

/// Largest text that is read, in bytes.
const LARGEST: u64 = 512 << 20;

const TOO_LARGE: &str = "more than 512 MB of JSON; delimited text of any size is read";

/// Longest row, or what stands before and after the rows, in bytes.
const LONGEST_ROW: u64 = 16 << 20;

const TOO_LONG: &str = "a row of more than 16 MB";

/// Names under which databases hand over their rows.
const ROWS: [&str; 2] = ["data", "dataset"];

/// Whether a text begins like JSON.
pub(super) fn is(start: &[u8]) -> bool {
    matches!(start.trim_ascii_start(), [b'[' | b'{', ..])
}

/// Reads a text whole: which columns there are is known after the last row only.
pub(super) fn open(path: &str, file: u16, text: Box<dyn BufRead>) -> Result<(Head, Replay), ReadError> {
    let text = Limited::new(Limited::new(text, LARGEST, TOO_LARGE), LONGEST_ROW, TOO_LONG);
    let (columns, places) = (Vec::new(), FxHashMap::default());
    let mut table = Table { columns, places, rows: Held::new(), count: 0, left: text.left() };
    let mut parser = serde_json::Deserializer::from_reader(BufReader::with_capacity(1 << 16, text));
    let read = Document(&mut table).deserialize(&mut parser).and_then(|()| parser.end());
    read.map_err(|error| fault(path, table.count, error))?;
    if table.columns.is_empty() {
        return Err(ReadError::file(path, "the JSON holds no row"));
    }
    let head = Head { path: path.to_owned(), file, header_line: 1, columns: table.columns };
    let width = head.columns.len();
    Ok((head, table.rows.into_rows(path, width)))
}

fn fault(path: &str, rows: u64, error: serde_json::Error) -> ReadError {
    let (line, after) = (error.line(), counted(rows, "row"));
    if error.is_io() {
        let error = std::io::Error::from(error);
        return match error.kind() {
            std::io::ErrorKind::FileTooLarge => ReadError::file(path, format!("{error}, after {after} of JSON")),
            _ => input::unreadable(path, &error),
        };
    }
    let said = error.to_string();
    let what = said.split(" at line ").next().unwrap_or_default();
    ReadError::line(path, line as u64, format!("{what}, after {after} of JSON"))
}

/// The columns in the order of their first appearance, and the rows.
struct Table {
    columns: Vec<String>,
    places: FxHashMap<String, usize>,
    rows: Held,
    count: u64,
    /// How many bytes the row may still have.
    left: Rc<Cell<u64>>,
}

impl Table {
    fn place<E: Error>(&mut self, column: &str) -> Result<usize, E> {
        if let Some(place) = self.places.get(column) {
            return Ok(*place);
        }
        if self.columns.len() == MOST_COLUMNS {
            return Err(E::custom(TOO_WIDE));
        }
        self.columns.push(column.trim().to_owned());
        self.places.insert(column.to_owned(), self.columns.len() - 1);
        Ok(self.columns.len() - 1)
    }

    /// Takes a row of headings. One that is there already echoes what was asked for and is left without a name.
    fn head(&mut self, cells: Vec<String>) {
        for cell in cells {
            let known = self.columns.contains(&cell);
            self.columns.push(if known { String::new() } else { cell });
        }
    }

    fn push<E: Error>(&mut self, cells: &[String]) -> Result<(), E> {
        self.left.set(LONGEST_ROW);
        self.rows.push(self.count, cells).map_err(E::custom)
    }
}

/// The text of a cell: a string's letters, a number's digits as they stand, nothing for null.
fn text(cell: &RawValue) -> Result<String, serde_json::Error> {
    match cell.get() {
        "null" => Ok(String::new()),
        quoted if quoted.starts_with('"') => serde_json::from_str(quoted),
        literal => Ok(literal.to_owned()),
    }
}

struct Document<'t>(&'t mut Table);

impl<'de> DeserializeSeed<'de> for Document<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, parser: D) -> Result<(), D::Error> {
        parser.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Document<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of rows")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<(), A::Error> {
        while rows.next_element_seed(Row(&mut *self.0))?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        let mut found = false;
        while let Some(name) = fields.next_key::<String>()? {
            if !found && ROWS.contains(&name.as_str()) {
                fields.next_value_seed(Document(&mut *self.0))?;
                found = true;
            } else {
                fields.next_value::<IgnoredAny>()?;
            }
        }
        if found { Ok(()) } else { Err(A::Error::custom("found no array `data`, which would hold the rows")) }
    }
}

struct Row<'t>(&'t mut Table);

impl<'de> DeserializeSeed<'de> for Row<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, parser: D) -> Result<(), D::Error> {
        parser.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Row<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a row, which is an object or an array")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        let table = self.0;
        let mut cells = vec![None; table.columns.len()];
        while let Some(name) = fields.next_key::<String>()? {
            let place = table.place(&name)?;
            cells.resize(cells.len().max(place + 1), None);
            let cell = text(&fields.next_value::<Box<RawValue>>()?).map_err(A::Error::custom)?;
            if cells[place].replace(cell).is_some() {
                return Err(A::Error::custom(format!("found `{}` twice in one row, expected it once", excerpt(&name))));
            }
        }
        table.count += 1;
        table.push(&cells.into_iter().map(Option::unwrap_or_default).collect::<Vec<_>>())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        let mut cells = Vec::with_capacity(self.0.columns.len());
        while let Some(cell) = fields.next_element::<Box<RawValue>>()? {
            cells.push(text(&cell).map_err(A::Error::custom)?);
            if cells.len() > MOST_COLUMNS {
                return Err(A::Error::custom(TOO_WIDE));
            }
        }
        self.0.count += 1;
        if self.0.count == 1 {
            self.0.head(cells);
            self.0.rows.is_exact = true;
            return Ok(());
        }
        self.0.push(&cells)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::source::rows::Rows;

    fn read(text: &str) -> Result<Vec<Vec<String>>, String> {
        let text = Box::new(std::io::Cursor::new(text.to_owned()));
        let (head, mut rows) = open("x.json", 0, text).map_err(|error| error.to_string())?;
        let mut all = vec![head.columns];
        let mut record = csv::ByteRecord::new();
        while rows.next(&mut record).unwrap().is_some() {
            all.push(record.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect());
        }
        Ok(all)
    }

    #[test]
    fn objects_give_the_union_of_their_keys_and_numbers_keep_every_digit() {
        let text = r#"{"count": 2, "data": [{"a": 12345678901234567890.10, "b": null}, {"c": "é\n", "a": true}]}"#;
        let expected = [vec!["a", "b", "c"], vec!["12345678901234567890.10", "", ""], vec!["true", "", "é\n"]];
        assert_eq!(read(text).unwrap(), expected);
    }

    #[test]
    fn arrays_have_their_headings_in_the_first() {
        let text = r#"[["E_COMMODITY","time","E_COMMODITY"],["8542","2024-01","8542"]]"#;
        assert_eq!(read(text).unwrap(), [vec!["E_COMMODITY", "time", ""], vec!["8542", "2024-01", "8542"]]);
    }

    #[test]
    fn what_is_no_table_is_told_with_its_place() {
        for (text, found) in [
            ("{\"error\": \"no\"}", "no array `data`"),
            ("[]", "no row"),
            ("[1]", "a row, which is an object or an array"),
            ("[{\"a\": 1},\n{\"a\": ]", "x.json:2: expected value"),
            ("[{\"a\": 1}", "after 1 row of JSON"),
        ] {
            let said = read(text).unwrap_err();
            assert!(said.contains(found), "{text}: {said}");
        }
    }

    #[test]
    fn hostile_rows_are_refused_while_they_are_read() {
        let too_wide = "x.json:1: more than 16,384 columns, which no table has, after 1 row of JSON";
        assert!(read(&format!("[[\"a\"],[{}1]]", "1,".repeat(16_384))).unwrap_err().contains(too_wide));
        let fields: Vec<String> = (0..16_385).map(|field| format!("\"{field}\":1")).collect();
        assert!(read(&format!("[{{}},{{{}}}]", fields.join(","))).unwrap_err().contains(too_wide));
        let long = format!("[{{\"a\": 1}},{{\"b\": \"{}\"}}]", "x".repeat(17 << 20));
        assert!(read(&long).unwrap_err().contains("a row of more than 16 MB, after 1 row of JSON"));
        assert!(read(&"[".repeat(100_000)).is_err());
        assert!(read(&"{\"data\":".repeat(100_000)).is_err());
    }
}
