//! The fast reader of delimited text: it looks at the columns that a question needs and adds rows up on every core.
//!
//! It knows no rule of its own. What a text means it asks the plain reader, once for each different text; a row that is out
//! of the ordinary it hands to the plain reader; and where that does not settle it, it gives up and the plain reader reads
//! everything. So its cube is the plain reader's, or there is none.

mod block;
mod cells;
#[cfg(feature = "parquet")]
mod columnar;
mod file;
mod finder;
mod finish;
#[cfg(feature = "parquet")]
mod kept;
mod marks;
mod number;
mod pieces;
mod plan;
mod registry;
mod resolver;
mod room;
mod stream;
mod unique;
mod words;
mod worker;

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::sync::Mutex;

use cells::{Cells, Sums};
use plan::Plan;
use registry::Registry;
use resolver::{Heard, Resolver, Stop};
use unique::{Order, Unique};
use worker::{Counted, Shared};

use super::error::ReadError;
use super::files::{FileSet, profile_of};
use super::loader::{Loader, MOST_BYTES};
use super::profile;
use super::progress;
use super::rows::{self, Opened, TextAt};
use crate::cube::grid::{Grid, GridSums};
use crate::model::{Code, Period};
use crate::query::Query;

/// How much text is looked at together, in bytes: it should fit into the cache of a core.
const SIZE: usize = 1 << 17;

/// Longest row that is scanned, in bytes; the plain reader takes longer ones.
const LONGEST: usize = 1 << 20;

/// Delimiters that would be taken for something else.
const NO_DELIMITERS: [u8; 4] = *b"\"\r\n ";

/// Bytes behind a block that may be looked at and belong to no row.
const PADDING: usize = 64;

/// How the work is divided.
#[derive(Debug, Clone, Copy)]
struct Hands {
    threads: usize,
    /// Bytes of a block.
    size: usize,
}

/// What was read of all files.
#[derive(Default)]
struct Scanned<S> {
    registry: Registry,
    heard: Heard,
    /// By number of the frame: a bit for each kind of partner and level of products that occurs.
    covered: Vec<u64>,
    sums: S,
    rows: u64,
    filtered: u64,
    unique: Vec<Unique>,
}

/// Reads the files of a data set into a loader, if all of them can be scanned.
pub(super) fn load<'a>(
    set: &'a FileSet,
    name: &str,
    query: &'a Query,
    may_repeat: bool,
) -> Result<Option<Loader<'a>>, ReadError> {
    match proven::<Cells>(set, name, query, may_repeat, Keeps::Facts)? {
        Some((scanned, loader)) => finish::cube(scanned, loader),
        None => Ok(None),
    }
}

/// Reads them into a grid of sums, in which months within one of some periods are added up.
pub(super) fn grid<'a>(
    set: &'a FileSet,
    name: &str,
    query: &'a Query,
    periods: &[Period],
    may_repeat: bool,
) -> Result<Option<(Loader<'a>, Grid)>, ReadError> {
    let scanned = proven::<GridSums>(set, name, query, may_repeat, Keeps::Grid(periods))?;
    Ok(scanned.and_then(|(scanned, loader)| finish::grid(scanned, loader)))
}

/// Reads all rows as they are.
#[cfg(feature = "parquet")]
pub(super) fn rows<'a>(
    set: &'a FileSet,
    name: &str,
    query: &'a Query,
) -> Result<Option<(Loader<'a>, super::export::Scanned)>, ReadError> {
    let scanned = proven::<kept::Kept>(set, name, query, true, Keeps::Rows)?;
    Ok(scanned.map(|(scanned, loader)| kept::rows(scanned, loader)))
}

/// What is kept of rows.
#[derive(Debug, Clone, Copy)]
enum Keeps<'k> {
    /// The facts of a cube.
    Facts,
    /// Sums in which months within one of some periods are added up.
    Grid(&'k [Period]),
    /// The rows themselves.
    #[cfg(feature = "parquet")]
    Rows,
}

impl Keeps<'_> {
    fn registry(self) -> Registry {
        let mut registry = Registry::default();
        match self {
            Keeps::Facts => {}
            Keeps::Grid(periods) => registry.rolled = Some(periods.to_vec()),
            #[cfg(feature = "parquet")]
            Keeps::Rows => registry.runs = Some(registry::Numbered::default()),
        }
        registry
    }

    /// Whether rows that repeat the key of another one are numbered, which only the plain reader does.
    fn numbers_parts(self) -> bool {
        !matches!(self, Keeps::Facts | Keeps::Grid(_))
    }
}

/// Reads files and makes sure that no row repeats another.
fn proven<'a, S: Sums>(
    set: &'a FileSet,
    name: &str,
    query: &'a Query,
    may_repeat: bool,
    keeps: Keeps<'_>,
) -> Result<Option<(Scanned<S>, Loader<'a>)>, ReadError> {
    let orders = [Order::Products, Order::Partners, Order::Any];
    for order in if may_repeat { &orders[..] } else { &[Order::Trusted] } {
        let mut loader = Loader::new(name, query, None, &set.given);
        match all(set, name, query, *order, &mut loader, keeps) {
            Err(Stop::Plain) => return Ok(None),
            Err(Stop::Disorder) => {}
            Ok(mut scanned) => {
                let unique = std::mem::take(&mut scanned.unique);
                if Unique::is_proven(unique).map_err(ReadError::temporary)? {
                    return Ok(Some((scanned, loader)));
                }
            }
        }
    }
    Ok(None)
}

fn all<'a, S: Sums>(
    set: &'a FileSet,
    name: &str,
    query: &'a Query,
    order: Order,
    loader: &mut Loader<'a>,
    keeps: Keeps<'_>,
) -> Result<Scanned<S>, Stop> {
    progress::begin_reading(name, &set.files.paths);
    let mut scanned = Scanned::<S> { registry: keeps.registry(), ..Scanned::default() };
    let paths = &set.files.paths;
    for (at, path) in paths.iter().enumerate() {
        loader.has_more_files = at + 1 < paths.len();
        scanned = one(set, path, query, order, loader, keeps, scanned)?;
    }
    progress::end_reading();
    scanned.sums.fit(MOST_BYTES)?;
    // The plain reader keeps the texts of all codes, and tells where they are too many.
    let codes = Code::stored() + scanned.registry.unkept();
    if scanned.sums.bytes() > MOST_BYTES || codes > Code::MOST { Err(Stop::Plain) } else { Ok(scanned) }
}

fn one<'a, S: Sums>(
    set: &'a FileSet,
    path: &'a str,
    query: &'a Query,
    order: Order,
    loader: &mut Loader<'a>,
    keeps: Keeps<'_>,
    mut scanned: Scanned<S>,
) -> Result<Scanned<S>, Stop> {
    let plain = |_| Stop::Plain;
    let file = loader.begin(path);
    let opened = rows::open(path, file, set.profile.as_ref(), set.encoding.as_deref()).map_err(plain)?;
    let body = Body::of(&opened).ok_or(Stop::Plain)?;
    if let Some(note) = opened.note {
        loader.note(format!("{path}: {note}"));
    }
    let profile = profile_of(set.profile.as_ref(), &opened.head).map_err(plain)?;
    let reader = profile::begin(profile, &opened.head, loader).map_err(plain)?;
    let plan = Plan::new(profile, &reader, query).ok_or(Stop::Plain)?;
    if plan.adds_up && keeps.numbers_parts() {
        return Err(Stop::Plain);
    }
    let order = if plan.adds_up { Order::Trusted } else { order };
    let (registry, heard) = (std::mem::take(&mut scanned.registry), std::mem::take(&mut scanned.heard));
    let factors = plan.numbers.map(|number| number.map_or(1, |number| number.factor));
    let delimiter = body.delimiter();
    let cells_of_row = csv_core::ReaderBuilder::new().delimiter(delimiter).build();
    let (partners, products) = Default::default();
    let resolver = Resolver { reader, cells_of_row, query, partners, products, registry, heard, factors };
    let resolver = Mutex::new(resolver);
    let unique = Mutex::new(std::mem::take(&mut scanned.unique));
    let hands = Hands { threads: set.threads(), size: set.block_bytes.unwrap_or(SIZE).max(1) };
    let shared = Shared { plan, profile, delimiter, file, resolver, order, unique, hands };
    let counted = match &body {
        Body::Text(text) => read(set, path, text, &shared)?,
        #[cfg(feature = "parquet")]
        Body::Table(table) => columnar::scan(path, table, &shared)?,
    };
    scanned.unique = shared.unique.into_inner().map_err(|_| Stop::Plain)?;
    let resolver = shared.resolver.into_inner().map_err(|_| Stop::Plain)?;
    (scanned.registry, scanned.heard) = (resolver.registry, resolver.heard);
    counted.into_iter().enumerate().try_for_each(|(number, thread)| scanned.join(number, thread))?;
    Ok(scanned)
}

/// What the rows stand in.
enum Body {
    Text(TextAt),
    #[cfg(feature = "parquet")]
    Table(crate::source::parquet::Table),
}

impl Body {
    /// What can be scanned of a file.
    fn of(opened: &Opened) -> Option<Body> {
        #[cfg(feature = "parquet")]
        if let Some(table) = &opened.table {
            return Some(Body::Table(table.clone()));
        }
        opened.text.filter(|text| !NO_DELIMITERS.contains(&text.delimiter)).map(Body::Text)
    }

    fn delimiter(&self) -> u8 {
        match self {
            Body::Text(text) => text.delimiter,
            #[cfg(feature = "parquet")]
            Body::Table(_) => b',',
        }
    }
}

fn read<S: Sums>(set: &FileSet, path: &str, text: &TextAt, shared: &Shared<'_>) -> Result<Vec<Counted<S>>, Stop> {
    if let Some((part, length)) = regular(path, text)? {
        let counted = file::scan(&part, shared)?;
        let is_same = std::fs::metadata(path)?.len() == length;
        return if is_same { Ok(counted) } else { Err(Stop::Plain) };
    }
    let mut source = rows::decoded(path, set.profile.as_ref(), set.encoding.as_deref()).map_err(|_| Stop::Plain)?;
    let mut above = Vec::new();
    source.by_ref().take(text.from).read_to_end(&mut above)?;
    let line = 1 + line_ends(&above, source.fill_buf()?.first())?;
    stream::scan(&mut source, line, shared)
}

/// The rows of a regular file of plain text, and its length.
fn regular<'f>(path: &'f str, text: &TextAt) -> Result<Option<(file::Part<'f>, u64)>, Stop> {
    let (Some(mark), false) = (text.mark, path == super::STANDARD_INPUT) else { return Ok(None) };
    let about = std::fs::metadata(path)?;
    // A file of the system's own has bytes though it has no length.
    if !about.is_file() || about.len() == 0 {
        return Ok(None);
    }
    let mut source = BufReader::new(File::open(path)?);
    if super::input::is_compressed(source.fill_buf()?) {
        return Ok(None);
    }
    let from = mark + text.from;
    let mut above = Vec::new();
    source.by_ref().take(from).read_to_end(&mut above)?;
    let line = 1 + line_ends(&above, source.fill_buf()?.first())?;
    let is_whole = above.len() as u64 == from && from <= about.len();
    if is_whole { Ok(Some((file::Part { path, from, to: about.len(), line }, about.len()))) } else { Err(Stop::Plain) }
}

/// How many lines end in a text, where it is plain: with line feeds, each alone or behind a carriage return.
fn line_ends(text: &[u8], next: Option<&u8>) -> Result<u64, Stop> {
    let is_alone = |at: usize| text.get(at + 1).or(next) != Some(&b'\n');
    if memchr::memchr_iter(b'\r', text).any(is_alone) {
        return Err(Stop::Plain);
    }
    Ok(memchr::memchr_iter(b'\n', text).count() as u64)
}

impl<S: Sums> Scanned<S> {
    fn join(&mut self, number: usize, thread: Counted<S>) -> Result<(), Stop> {
        self.rows += thread.rows;
        for (gate, count) in thread.gates {
            match gate {
                resolver::Gate::Aside(column, code) if count > 0 => {
                    *self.heard.aside.entry((column, code)).or_default() += count;
                }
                resolver::Gate::Passed => self.filtered += count,
                _ => {}
            }
        }
        for (mark, count) in thread.marks.into_iter().filter(|(_, count)| *count > 0) {
            *self.heard.marks.entry(mark).or_default() += count;
        }
        self.unique.push(thread.unique);
        self.covered.resize(self.covered.len().max(thread.covered.len()), 0);
        self.covered.iter_mut().zip(&thread.covered).for_each(|(own, bits)| *own |= bits);
        Ok(self.sums.join(number, thread.sums)?)
    }
}
