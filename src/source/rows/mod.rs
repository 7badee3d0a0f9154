//! Rows of cells, whatever they are stored in.

mod biff;
mod bounded;
mod container;
mod delimited;
mod encoding;
mod eurostat;
mod gacc_heading;
mod gacc_table;
mod held;
mod json;
mod limited;
mod package;
#[cfg(feature = "parquet")]
mod parquet;
mod sdmx;
mod sheet;
mod workbook;

pub(super) use delimited::open_text;

use std::io::BufRead;

use super::error::ReadError;
use super::input;
use super::profile::Profile;

/// A file whose header has been read.
pub(super) struct Head {
    pub(super) path: String,
    /// Number of the file in the cube's list.
    pub(super) file: u16,
    /// Line of the header.
    pub(super) header_line: u64,
    /// Headings, as they stand but for blanks around them.
    pub(super) columns: Vec<String>,
}

/// Rows one after another.
pub(super) trait Rows {
    /// Reads the next row and gives its line; none after the last.
    fn next(&mut self, record: &mut csv::ByteRecord) -> Result<Option<u64>, ReadError>;

    /// Where the rows stand in the text, when they are delimited text and nothing was read yet.
    fn text(&self) -> Option<TextAt> {
        None
    }
}

/// Where rows of delimited text stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct TextAt {
    pub(super) delimiter: u8,
    /// The first byte of the first row, in the text.
    pub(super) from: u64,
    /// How many bytes stand before the text in the file; none where the file is compressed or in another encoding.
    pub(super) mark: Option<u64>,
}

/// A row with its place, for tables that are looked at as a whole.
#[derive(Clone)]
struct Line {
    line: u64,
    cells: Vec<String>,
}

/// A file that is being read.
pub(super) struct Opened {
    pub(super) head: Head,
    pub(super) rows: Box<dyn Rows>,
    /// What must be said of how it is read.
    pub(super) note: Option<String>,
    /// Where the rows stand, when they are delimited text.
    pub(super) text: Option<TextAt>,
}

impl Opened {
    /// Rows as they stand, or taken apart where the header says that their cells hold more than one thing.
    fn new((head, rows): (Head, impl Rows + 'static), note: Option<String>) -> Opened {
        if eurostat::is(&head) {
            let (head, rows) = eurostat::figures(head, rows);
            return Opened { head, rows: Box::new(rows), note, text: None };
        }
        if sdmx::is_labelled(&head) {
            return Opened { head: sdmx::head(head), rows: Box::new(sdmx::Codes(rows)), note, text: None };
        }
        let text = rows.text();
        Opened { head: sdmx::without_labels(head), rows: Box::new(rows), note, text }
    }
}

/// Opens a file, whatever its rows are stored in, and reads its header.
pub(super) fn open(
    path: &str,
    file: u16,
    profile: Option<&Profile>,
    encoding: Option<&str>,
) -> Result<Opened, ReadError> {
    open_bytes(path, file, input::open(path)?, profile, encoding)
}

/// The same for bytes that were opened before and are not compressed.
pub(super) fn open_bytes(
    path: &str,
    file: u16,
    mut raw: Box<dyn BufRead>,
    profile: Option<&Profile>,
    encoding: Option<&str>,
) -> Result<Opened, ReadError> {
    if workbook::is(raw.fill_buf().map_err(|error| input::unreadable(path, &error))?) {
        return workbook::open(path, file, raw, profile);
    }
    if is_parquet(raw.fill_buf().map_err(|error| input::unreadable(path, &error))?) {
        return open_parquet(path, file, raw);
    }
    let rules = profile.map(|profile| &profile.file);
    let encoding::Decoded { mut text, note, mark } = delimited::decode(path, raw, rules, encoding)?;
    let start = text.fill_buf().map_err(|error| input::unreadable(path, &error))?;
    if json::is(start) {
        return Ok(Opened::new(json::open(path, file, text)?, note));
    }
    if gacc_table::is(&delimited::first_lines(start)) && suits(profile, &gacc_table::columns()) {
        let lines = delimited::all_lines(path, text, gacc_table::MOST_ROWS)?;
        return Ok(Opened::new(gacc_table::figures(path, file, &lines)?, note));
    }
    let mut opened = Opened::new(open_text(path, file, text, rules)?, note);
    opened.text = opened.text.map(|at| TextAt { mark, ..at });
    Ok(opened)
}

/// The text of a file in UTF-8, from its beginning.
pub(super) fn decoded(
    path: &str,
    profile: Option<&Profile>,
    encoding: Option<&str>,
) -> Result<Box<dyn BufRead>, ReadError> {
    let rules = profile.map(|profile| &profile.file);
    Ok(delimited::decode(path, input::open(path)?, rules, encoding)?.text)
}

/// Whether a file begins as Parquet does.
fn is_parquet(start: &[u8]) -> bool {
    start.starts_with(b"PAR1")
}

#[cfg(feature = "parquet")]
fn open_parquet(path: &str, file: u16, raw: Box<dyn BufRead>) -> Result<Opened, ReadError> {
    Ok(Opened::new(parquet::open(path, file, raw)?, None))
}

#[cfg(not(feature = "parquet"))]
fn open_parquet(path: &str, _: u16, _: Box<dyn BufRead>) -> Result<Opened, ReadError> {
    Err(ReadError::file(path, format!("a Parquet file; {WITHOUT_PARQUET}")))
}

/// What is said where Parquet was left out of the program.
pub const WITHOUT_PARQUET: &str =
    "this program was built without Parquet; `cargo install tradestat --features parquet` has it";

/// Whether a profile that was asked for, if any, is one for these columns.
fn suits(profile: Option<&Profile>, columns: &[String]) -> bool {
    profile.is_none_or(|profile| profile.recognises(columns))
}

/// Most columns of a table: as many as a sheet has.
const MOST_COLUMNS: usize = 16_384;

/// What is said of a table with more.
const TOO_WIDE: &str = "more than 16,384 columns, which no table has";

/// An error for a row with too many columns.
fn check_width(path: &str, line: u64, columns: usize) -> Result<(), ReadError> {
    if columns <= MOST_COLUMNS { Ok(()) } else { Err(ReadError::file(&format!("{path}:{line}"), TOO_WIDE)) }
}
