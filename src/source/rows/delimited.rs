//! Delimited text: its encoding, its delimiter, its title lines, its header.

use std::io::{BufRead, BufReader, Read};
use std::rc::Rc;

use super::bounded::{Bounded, LineEnds};
use super::encoding::{self, Decoded};
use super::limited::Limited;
use super::{Head, Line, Rows, TextAt, check_width, eurostat};
use crate::source::error::ReadError;
use crate::source::input;
use crate::source::profile::FileRules;

/// Delimiters that are told from one another by how often they stand in the header.
const DELIMITERS: [u8; 4] = *b",;\t|";

/// Largest monthly table of customs, which is held whole, in bytes.
const LARGEST_TABLE: u64 = 4 << 20;

/// A delimited file that is being read.
pub(crate) struct Delimited {
    path: String,
    rows: csv::Reader<Box<dyn Read>>,
    ends: Rc<LineEnds>,
    width: usize,
    first: Option<(u64, csv::ByteRecord)>,
    text: TextAt,
}

/// Decodes a file into UTF-8, by the encoding that was named or by looking.
pub(super) fn decode(
    path: &str,
    raw: Box<dyn BufRead>,
    rules: Option<&FileRules>,
    encoding: Option<&str>,
) -> Result<Decoded, ReadError> {
    let name = encoding.or(rules.and_then(|rules| rules.encoding.as_deref()));
    let chosen = match name {
        Some(name) => Some(encoding::named(name).ok_or_else(|| {
            ReadError::Question(format!(
                "`{name}` is not an encoding; expected a name such as utf-8, gb18030, latin-1 or windows-1252"
            ))
        })?),
        None => None,
    };
    encoding::decode(raw, chosen).map_err(|error| input::unreadable(path, &error))
}

/// Reads the header of a text in UTF-8.
pub(crate) fn open_text(
    path: &str,
    file: u16,
    mut text: Box<dyn BufRead>,
    rules: Option<&FileRules>,
) -> Result<(Head, Delimited), ReadError> {
    let plain = FileRules::default();
    let rules = rules.unwrap_or(&plain);
    let (skipped, above) = skip_lines(path, rules.skip_lines, &mut text)?;
    let start = text.fill_buf().map_err(|error| input::unreadable(path, &error))?;
    if start.is_empty() {
        return Err(ReadError::file(path, "the file is empty; expected a header such as period,flow,value"));
    }
    if start.iter().take(512).any(|byte| *byte == 0) {
        return Err(ReadError::file(path, "this is no text (it holds zero bytes); expected a table of delimited text"));
    }
    let delimiter = match rules.delimiter {
        Some(mark) => u8::try_from(mark).ok().filter(u8::is_ascii).ok_or_else(|| {
            ReadError::Question(format!("the profile has the delimiter `{mark}`, expected one like , or ; or a tab"))
        })?,
        None => delimiter(start),
    };
    let (bounded, ends) = Bounded::below(skipped, text, delimiter);
    let bounded: Box<dyn Read> = Box::new(bounded);
    let mut rows =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(bounded);
    let mut record = csv::ByteRecord::new();
    rows.read_byte_record(&mut record).map_err(|error| fault(path, &ends, &error))?;
    let line = line_of(&rows, &ends, &record);
    check_width(path, line, record.len())?;
    let columns: Vec<String> = match rules.header {
        true => record.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect(),
        false => (1..=record.len()).map(|at| at.to_string()).collect(),
    };
    let first = (!rules.header).then_some((line, record));
    let head = Head { path: path.to_owned(), file, header_line: line, columns };
    let width = head.columns.len();
    let below = if rules.header { rows.position().byte() } else { 0 };
    let text = TextAt { delimiter, from: above + below, mark: None };
    Ok((head, Delimited { path: path.to_owned(), rows, ends, width, first, text }))
}

/// The first lines of a text whose cells are divided by bars, as far as they are there.
pub(super) fn first_lines(start: &[u8]) -> Vec<Line> {
    let start = String::from_utf8_lossy(&start[..start.len().min(1 << 13)]).into_owned();
    let lines = start.lines().flat_map(|line| line.split('\r'));
    lines.zip(1..).map(|(text, line)| Line { line, cells: cells(text) }).collect()
}

/// Every line of such a text.
pub(super) fn all_lines(path: &str, text: Box<dyn BufRead>, most: usize) -> Result<Vec<Line>, ReadError> {
    let mut lines = Vec::new();
    let text = BufReader::new(Limited::new(text, LARGEST_TABLE, "more than 4 MB, expected a monthly table of customs"));
    for read in text.lines() {
        let text = read.map_err(|error| input::unreadable(path, &error))?;
        for text in text.split('\r') {
            let line = lines.len() as u64 + 1;
            check_width(path, line, memchr::memchr_iter(b'|', text.as_bytes()).count())?;
            lines.push(Line { line, cells: cells(text) });
            if lines.len() > most {
                let why = format!("more than {most} rows, expected a monthly table of customs");
                return Err(ReadError::file(path, why));
            }
        }
    }
    Ok(lines)
}

fn cells(text: &str) -> Vec<String> {
    text.split('|').map(str::to_owned).collect()
}

/// Skips lines, as far as they are there; gives how many lines and how many bytes.
fn skip_lines(path: &str, count: usize, text: &mut Box<dyn BufRead>) -> Result<(u64, u64), ReadError> {
    let mut bytes = 0;
    for skipped in 0..count {
        if text.fill_buf().map_err(|error| input::unreadable(path, &error))?.is_empty() {
            return Ok((skipped as u64, bytes));
        }
        bytes += skip_line(text).map_err(|error| input::unreadable(path, &error))?;
    }
    Ok((count as u64, bytes))
}

/// Goes past the end of a line, whichever of its marks ends it; gives how many bytes that is.
fn skip_line(text: &mut Box<dyn BufRead>) -> std::io::Result<u64> {
    let mut bytes = 0;
    loop {
        let start = text.fill_buf()?;
        let end = memchr::memchr2(b'\n', b'\r', start);
        let length = end.map_or(start.len(), |end| end + 1);
        let (is_over, is_return) = (end.is_some() || start.is_empty(), end.is_some_and(|end| start[end] == b'\r'));
        text.consume(length);
        bytes += length as u64;
        if is_over {
            let pair = is_return && text.fill_buf()?.first() == Some(&b'\n');
            text.consume(usize::from(pair));
            return Ok(bytes + u64::from(pair));
        }
    }
}

/// The delimiter that stands most often in the first line; a comma when none does. Eurostat's tabs divide cells that
/// hold commas.
fn delimiter(start: &[u8]) -> u8 {
    let line = start.split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
    if eurostat::begins(line) {
        return b'\t';
    }
    let mut counts = [0_usize; DELIMITERS.len()];
    let mut quoted = false;
    for byte in line {
        match DELIMITERS.iter().position(|delimiter| delimiter == byte) {
            _ if *byte == b'"' => quoted = !quoted,
            Some(at) if !quoted => counts[at] += 1,
            _ => {}
        }
    }
    let most = counts.iter().copied().max().unwrap_or(0);
    counts.iter().position(|count| *count == most).map_or(b',', |at| DELIMITERS[at])
}

impl Rows for Delimited {
    fn next(&mut self, record: &mut csv::ByteRecord) -> Result<Option<u64>, ReadError> {
        if let Some((line, first)) = self.first.take() {
            *record = first;
            return Ok(Some(line));
        }
        let more = self.rows.read_byte_record(record).map_err(|error| fault(&self.path, &self.ends, &error))?;
        if !more {
            return Ok(None);
        }
        // A mark at the end of every row makes one field more than there are headings, and it is empty.
        if record.len() == self.width + 1 && record.get(self.width).is_some_and(<[u8]>::is_empty) {
            record.truncate(self.width);
        }
        Ok(Some(line_of(&self.rows, &self.ends, record)))
    }

    fn text(&self) -> Option<TextAt> {
        Some(self.text)
    }
}

/// The line in which a row that was just read begins: that of its last byte, less the line ends inside it.
fn line_of(rows: &csv::Reader<Box<dyn Read>>, ends: &LineEnds, record: &csv::ByteRecord) -> u64 {
    let end = rows.position().byte();
    // A line end stands behind the row, if it is not the last one.
    let last = ends.line_before(if ends.is_over() { end + 1 } else { end.saturating_sub(1).max(1) });
    last.saturating_sub(record.as_slice().iter().filter(|byte| **byte == b'\n').count() as u64).max(1)
}

/// A fault that the reader of the rows found.
fn fault(path: &str, ends: &LineEnds, error: &csv::Error) -> ReadError {
    match error.kind() {
        csv::ErrorKind::Io(error) if error.kind() == std::io::ErrorKind::FileTooLarge => {
            ReadError::file(&format!("{path}:{}", ends.row()), error.to_string())
        }
        csv::ErrorKind::Io(error) => input::unreadable(path, error),
        _ => ReadError::file(path, error.to_string()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn any_mark_ends_a_title_and_the_header() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a title; of two, or three, parts", "", "a;b", "1,5;2,5", "3,5;4,5"].join(end);
            let rules = FileRules { skip_lines: 2, ..FileRules::default() };
            let (head, mut rows) = open_text("x", 0, Box::new(std::io::Cursor::new(text)), Some(&rules)).unwrap();
            assert_eq!((head.columns, head.header_line), (vec!["a".to_owned(), "b".to_owned()], 3), "{end:?}");
            let mut record = csv::ByteRecord::new();
            assert_eq!(rows.next(&mut record).unwrap(), Some(4), "{end:?}");
            assert_eq!(record, vec!["1,5", "2,5"]);
        }
    }

    #[test]
    fn the_last_row_needs_no_line_end() {
        for (text, line) in
            [("a\n5", 2), ("a\n\"5\n6\n", 2), ("a,b\n1,2\n3,\"4\n\"", 3), ("a,b\n1,2\n\n3,\"4\n\"\n", 4), ("a\r\n5", 2)]
        {
            let (_, mut rows) = open_text("x", 0, Box::new(std::io::Cursor::new(text)), None).unwrap();
            let (mut record, mut last) = (csv::ByteRecord::new(), 0);
            while let Some(line) = rows.next(&mut record).unwrap() {
                last = line;
            }
            assert_eq!(last, line, "{text:?}");
        }
    }

    #[test]
    fn any_mark_ends_a_line_of_bars() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a|b", "", "c"].join(end);
            let told = |lines: Vec<Line>| -> Vec<(u64, usize)> {
                lines.iter().map(|line| (line.line, line.cells.len())).collect()
            };
            assert_eq!(told(first_lines(text.as_bytes())), [(1, 2), (2, 1), (3, 1)], "{end:?}");
            let all = all_lines("x", Box::new(std::io::Cursor::new(text)), 9).unwrap();
            assert_eq!(told(all), [(1, 2), (2, 1), (3, 1)], "{end:?}");
        }
    }
}
