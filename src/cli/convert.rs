//! The command `convert`: anything readable as tidy rows.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Seek, Write};
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use tradestat::cube::{Cube, Observation};
use tradestat::query::Query;
use tradestat::render;
use tradestat::source::tidy::{self, ABSENT, COLUMNS, Column, MISSING, SPLITS};
use tradestat::source::{Counted, Found, ReadError, Repeats, WITHOUT_PARQUET, begin_writing, identity};

use super::data::DataArgs;
use super::file;
use super::progress::messages;

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
    /// No notes and no progress on standard error
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
    if layout == Layout::Parquet
        && let Some(cube) = scanned(&args, out)?
    {
        args.tell(&cube);
        return Ok(());
    }
    let mut spool = Spool::new().context("cannot write a temporary file")?;
    let cube = args.data.reading.watch(&args.data.data, &Query::nothing(), &mut |row| spool.take(row))?;
    let (absent, threads) = (cube.absent_is_missing, args.data.reading.threads());
    args.write(out, |out| spool.write(layout, &cube.files, absent, threads, out))?;
    args.tell(&cube);
    Ok(())
}

/// Writes rows as the fast reader gives them, if it can read the data.
#[cfg(feature = "parquet")]
fn scanned(args: &ConvertArgs, out: &mut dyn Write) -> anyhow::Result<Option<Cube>> {
    let Some((cube, rows)) = args.data.rows()? else { return Ok(None) };
    let threads = args.data.reading.threads();
    args.write(out, |out| rows.write(&cube.files, cube.absent_is_missing, threads, out))?;
    Ok(Some(cube))
}

#[cfg(not(feature = "parquet"))]
fn scanned(_: &ConvertArgs, _: &mut dyn Write) -> anyhow::Result<Option<Cube>> {
    Ok(None)
}

impl ConvertArgs {
    fn write(&self, out: &mut dyn Write, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> anyhow::Result<()> {
        match &self.output {
            None => Ok(write(out)?),
            Some(path) => file::write(path, write),
        }
    }

    fn tell(&self, cube: &Cube) {
        if !self.quiet {
            notes(cube);
        }
    }

    fn layout(&self) -> anyhow::Result<Layout> {
        let ending = self.output.as_ref().and_then(|path| path.extension()).and_then(|ending| ending.to_str());
        let layout = match (self.format, ending) {
            (Some(layout), _) => layout,
            (None, Some("tsv" | "tab")) => Layout::Tsv,
            (None, Some("parquet")) => Layout::Parquet,
            (None, _) => Layout::Csv,
        };
        if layout == Layout::Parquet && !cfg!(feature = "parquet") {
            bail!("-f parquet: {WITHOUT_PARQUET}; -f csv writes the same rows");
        }
        Ok(layout)
    }
}

/// What is not among the rows.
fn notes(cube: &Cube) {
    let mut errors = messages();
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
    count: u64,
    repeats: Repeats,
    filled: [bool; COLUMNS.len()],
}

impl Spool {
    fn new() -> io::Result<Spool> {
        let rows = csv::Writer::from_writer(BufWriter::new(tempfile::tempfile()?));
        Ok(Spool { rows, count: 0, repeats: Repeats::default(), filled: COLUMNS.map(|column| column.always) })
    }

    fn take(&mut self, row: &Observation) -> Result<(), ReadError> {
        // The names of the files are known at the end; until then a number stands for each.
        let cells = tidy::cells(row, &row.origin.file.to_string());
        for (filled, cell) in self.filled.iter_mut().zip(&cells) {
            *filled |= !cell.is_empty();
        }
        if row.adds_up {
            self.repeats.push(identity(row), self.count, row.origin).map_err(ReadError::temporary)?;
        }
        self.count += 1;
        self.rows.write_record(&cells).map_err(|error| ReadError::temporary(cause(error)))
    }

    fn write(
        self,
        layout: Layout,
        files: &[String],
        absent: bool,
        threads: usize,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let mut rows = self.spooled(files, absent)?;
        begin_writing(rows.bytes);
        match layout {
            Layout::Csv => delimited(&mut rows, b',', out),
            Layout::Tsv => delimited(&mut rows, b'\t', out),
            Layout::Parquet => parquet(&mut rows, threads, out),
        }
    }

    /// The rows again, from the first.
    fn spooled(self, files: &[String], absent: bool) -> io::Result<Spooled<'_>> {
        let mut filled = self.filled;
        let repeats = self.repeats.find()?;
        filled[ABSENT] |= absent;
        filled[SPLITS] |= !repeats.is_empty();
        let mut spool = self.rows.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
        spool.flush()?;
        spool.rewind()?;
        let file = spool.into_inner().map_err(io::IntoInnerError::into_error)?;
        let bytes = file.metadata()?.len();
        let rows = BufReader::with_capacity(1 << 16, Counted(file));
        Ok(Spooled {
            bytes,
            rows: csv::ReaderBuilder::new().has_headers(false).from_reader(rows),
            filled,
            files,
            absent,
            row: 0,
            repeats,
        })
    }
}

/// Rows whose columns are known.
struct Spooled<'f> {
    bytes: u64,
    rows: csv::Reader<BufReader<Counted<File>>>,
    filled: [bool; COLUMNS.len()],
    files: &'f [String],
    absent: bool,
    row: u64,
    repeats: Found,
}

impl Spooled<'_> {
    fn columns(&self) -> impl Iterator<Item = (usize, &'static Column)> {
        let filled = self.filled;
        COLUMNS.iter().enumerate().filter(move |(at, _)| filled[*at])
    }

    /// The cells of the next row.
    fn next(&mut self, row: &mut csv::StringRecord) -> io::Result<Option<Vec<String>>> {
        if !self.rows.read_record(row).map_err(cause)? {
            return Ok(None);
        }
        let repeat = self.repeats.at(self.row)?;
        self.row += 1;
        let cell = |(at, column): (usize, &Column)| match at {
            ABSENT if self.absent => MISSING.to_owned(),
            SPLITS => tidy::numbered(&row[at], repeat.map(|repeat| repeat.ordinal)),
            _ if column.name == "source" => named(&row[at], self.files),
            _ => row[at].to_owned(),
        };
        Ok(Some(self.columns().map(cell).collect()))
    }
}

fn delimited(rows: &mut Spooled<'_>, delimiter: u8, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(out);
    let columns: Vec<&Column> = rows.columns().map(|(_, column)| column).collect();
    writer.write_record(columns.iter().map(|column| column.name)).map_err(cause)?;
    let mut row = csv::StringRecord::new();
    while let Some(cells) = rows.next(&mut row)? {
        for (column, cell) in columns.iter().zip(&cells) {
            let safe = if column.is_number { cell.into() } else { render::guarded(cell) };
            writer.write_field(safe.as_bytes()).map_err(cause)?;
        }
        writer.write_record(None::<&[u8]>).map_err(cause)?;
    }
    writer.flush()
}

#[cfg(feature = "parquet")]
fn parquet(rows: &mut Spooled<'_>, threads: usize, out: &mut dyn Write) -> io::Result<()> {
    use tradestat::source::export::{Rows, Texts};
    let mut texts = Texts::default();
    let mut row = csv::StringRecord::new();
    while rows.rows.read_record(&mut row).map_err(cause)? {
        let repeat = rows.repeats.at(rows.row)?;
        rows.row += 1;
        let splits = tidy::numbered(&row[SPLITS], repeat.map(|repeat| repeat.ordinal));
        texts.push(&std::array::from_fn(|at| if at == SPLITS { splits.as_str() } else { &row[at] }))?;
    }
    Rows::texts(texts).write(rows.files, rows.absent, threads, out)
}

#[cfg(not(feature = "parquet"))]
fn parquet(_: &mut Spooled<'_>, _: usize, _: &mut dyn Write) -> io::Result<()> {
    Err(io::Error::new(io::ErrorKind::Unsupported, WITHOUT_PARQUET))
}

/// File and line, the file by its name.
fn named(place: &str, files: &[String]) -> String {
    let named = place.split_once(':').and_then(|(file, line)| Some((files.get(file.parse::<usize>().ok()?)?, line)));
    named.map_or_else(|| place.to_owned(), |(file, line)| format!("{file}:{line}"))
}

/// The error of the output itself, so that a closed pipe is seen as one.
fn cause(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
