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
#[cfg(feature = "parquet")]
use std::io::Read;

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
    /// The table that the rows stand in, when it is stored by columns.
    #[cfg(feature = "parquet")]
    pub(super) table: Option<crate::source::parquet::Table>,
}

impl Opened {
    /// Rows as they stand, or taken apart where the header says that their cells hold more than one thing.
    fn new((head, rows): (Head, impl Rows + 'static), note: Option<String>) -> Opened {
        if eurostat::is(&head) {
            let (head, rows) = eurostat::figures(head, rows);
            return Opened::plain(head, Box::new(rows), note);
        }
        if sdmx::is_labelled(&head) {
            return Opened::plain(sdmx::head(head), Box::new(sdmx::Codes(rows)), note);
        }
        let text = rows.text();
        Opened { text, ..Opened::plain(sdmx::without_labels(head), Box::new(rows), note) }
    }

    /// Rows that only the plain reader reads.
    fn plain(head: Head, rows: Box<dyn Rows>, note: Option<String>) -> Opened {
        Opened {
            head,
            rows,
            note,
            text: None,
            #[cfg(feature = "parquet")]
            table: None,
        }
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
    let start = raw.fill_buf().map_err(|error| input::unreadable(path, &error))?;
    if start.starts_with(b"PARE") {
        return Err(ReadError::file(path, "an encrypted Parquet file, which is not read"));
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
    let is_regular = is_regular(path);
    let (table, reader) = parquet::open(path, raw, is_regular)?;
    let (head, rows) = parquet::rows(path, file, table.clone(), reader)?;
    let as_they_stand = head.columns.clone();
    let opened = Opened::new((head, rows), None);
    let is_taken_apart = opened.head.columns != as_they_stand;
    Ok(Opened { table: Some(table).filter(|_| is_regular && !is_taken_apart), ..opened })
}

/// Whether a path is a Parquet file as it stands, and not a stream or something packed.
#[cfg(feature = "parquet")]
fn is_regular(path: &str) -> bool {
    let begins = || {
        let mut start = [0; 4];
        let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut start));
        read.is_ok() && is_parquet(&start)
    };
    path != super::STANDARD_INPUT && std::fs::metadata(path).is_ok_and(|about| about.is_file()) && begins()
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
