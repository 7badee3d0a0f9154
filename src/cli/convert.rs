//! The command `convert`: anything readable as tidy rows.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Seek, Write};
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use tradestat::cube::{Cube, Observation};
use tradestat::query::Query;
use tradestat::render;
use tradestat::source::ReadError;
use tradestat::source::tidy::{ABSENT, COLUMNS, Cells, MISSING};

use super::data::DataArgs;

#[derive(Debug, Args)]
pub(crate) struct ConvertArgs {
    #[command(flatten)]
    data: DataArgs,
    /// csv, tsv or parquet [default: csv, or as the ending of --output says]
    #[arg(short, long, help_heading = "Output")]
    format: Option<Layout>,
    /// Write to a file, whole or not at all
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
    /// No notes on standard error
    #[arg(short, long, help_heading = "Output")]
    quiet: bool,
}

/// What the rows are written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Layout {
    /// Comma separated values
    Csv,
    /// Tab separated values
    Tsv,
    /// Columns for other programs
    Parquet,
}

pub(crate) fn convert(args: ConvertArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let layout = args.layout()?;
    let mut spool = Spool::new().context("cannot write a temporary file")?;
    let query = Query { every_currency: true, ..Query::everything() };
    let cube = args.data.reading.watch(&args.data.data, &query, &mut |row| spool.take(row))?;
    let absent = cube.absent_is_missing;
    match &args.output {
        None => spool.write(layout, &cube.files, absent, out)?,
        Some(path) => render::write_whole(path, |file| spool.write(layout, &cube.files, absent, file))
            .with_context(|| format!("cannot write {}", path.display()))?,
    }
    if !args.quiet {
        notes(&cube);
    }
    Ok(())
}

impl ConvertArgs {
    fn layout(&self) -> anyhow::Result<Layout> {
        let ending = self.output.as_ref().and_then(|path| path.extension()).and_then(|ending| ending.to_str());
        let layout = match (self.format, ending) {
            (Some(layout), _) => layout,
            (None, Some("tsv" | "tab")) => Layout::Tsv,
            (None, Some("parquet")) => Layout::Parquet,
            (None, _) => Layout::Csv,
        };
        if layout == Layout::Parquet {
            bail!("parquet is not written yet; -f csv writes the same rows, which DuckDB, Polars and Arrow read");
        }
        Ok(layout)
    }
}

/// What is not among the rows.
fn notes(cube: &Cube) {
    let mut errors = io::stderr().lock();
    let currencies: Vec<&str> = cube.currencies.iter().map(|code| code.as_str()).collect();
    let several = (currencies.len() > 1)
        .then(|| format!("values in {}; --currency says which to answer in", currencies.join(" and ")));
    for note in cube.notes.iter().cloned().chain(several) {
        // Standard error may be closed; the rows are out already.
        let _ = writeln!(errors, "note: {}", render::visible(&note));
    }
}

/// Rows on their way: which columns are filled, and what an absent row means, is known after the last one.
struct Spool {
    rows: csv::Writer<BufWriter<File>>,
    cells: Cells,
    filled: [bool; COLUMNS.len()],
}

impl Spool {
    fn new() -> io::Result<Spool> {
        let rows = csv::Writer::from_writer(BufWriter::new(tempfile::tempfile()?));
        Ok(Spool { rows, cells: Cells::default(), filled: COLUMNS.map(|column| column.always) })
    }

    fn take(&mut self, row: &Observation) -> Result<(), ReadError> {
        // The names of the files are known at the end; until then a number stands for each.
        let cells = self.cells.of(row, &row.origin.file.to_string());
        for (filled, cell) in self.filled.iter_mut().zip(&cells) {
            *filled |= !cell.is_empty();
        }
        let cannot = |error: csv::Error| ReadError::Io { path: "temporary file".to_owned(), why: error.to_string() };
        self.rows.write_record(&cells).map_err(cannot)
    }

    fn write(self, layout: Layout, files: &[String], absent: bool, out: &mut dyn Write) -> io::Result<()> {
        let mut filled = self.filled;
        filled[ABSENT] |= absent;
        let mut spool = self.rows.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
        spool.flush()?;
        spool.rewind()?;
        let rows = BufReader::new(spool.into_inner().map_err(io::IntoInnerError::into_error)?);
        let mut rows = csv::ReaderBuilder::new().has_headers(false).from_reader(rows);
        let delimiter = if layout == Layout::Tsv { b'\t' } else { b',' };
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(out);
        let names = COLUMNS.iter().zip(filled).filter(|(_, filled)| *filled).map(|(column, _)| column.name);
        writer.write_record(names).map_err(cause)?;
        let mut row = csv::StringRecord::new();
        while rows.read_record(&mut row).map_err(cause)? {
            for (at, column) in COLUMNS.iter().enumerate().filter(|(at, _)| filled[*at]) {
                let cell = match at {
                    ABSENT if absent => MISSING.into(),
                    _ if column.name == "source" => named(&row[at], files).into(),
                    _ if column.is_number => row[at].into(),
                    _ => render::guarded(&row[at]),
                };
                writer.write_field(cell.as_bytes()).map_err(cause)?;
            }
            writer.write_record(None::<&[u8]>).map_err(cause)?;
        }
        writer.flush()
    }
}

/// File and line, the file by its name.
fn named(place: &str, files: &[String]) -> String {
    let named = place.split_once(':').and_then(|(file, line)| Some((files.get(file.parse::<usize>().ok()?)?, line)));
    let text = named.map_or_else(|| place.to_owned(), |(file, line)| format!("{file}:{line}"));
    render::guarded(&text).into_owned()
}

/// The error of the output itself, so that a closed pipe is seen as one.
fn cause(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
