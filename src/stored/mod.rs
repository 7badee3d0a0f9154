//! Writes tables of words, exact decimals and places in files as Parquet.
//!
//! Groups of rows are packed side by side and written one after another, so that memory holds a few of them.

mod chunk;
mod lines;
mod numbers;
mod packed;
mod words;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use parquet::basic::{ConvertedType, LogicalType, Repetition, Type as Physical};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{ColumnDescPtr, SchemaDescriptor, Type, TypePtr};

use chunk::Chunk;
pub(crate) use numbers::Measured;
pub(crate) use words::Dictionary;

/// Stands for no word.
pub(crate) const NONE: u32 = u32::MAX;

/// Rows of a page.
const PAGE: usize = 20_480;

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Words of a dictionary.
    Words,
    /// Decimals with so many places behind the point, in eight bytes.
    Short(u32),
    /// The same in sixteen bytes.
    Long(u32),
    /// Numbers of more digits than a decimal can have, as they are written.
    Written,
    /// Places in files.
    Lines,
}

impl Kind {
    /// What numbers are written as, so that none is rounded.
    pub(crate) fn of_numbers(measured: &Measured) -> Kind {
        match measured.digits() {
            Some((places, numbers::SHORT)) => Kind::Short(places),
            Some((places, _)) => Kind::Long(places),
            None => Kind::Written,
        }
    }
}

/// A column of a table.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    /// Whether some rows have nothing in it.
    pub(crate) is_optional: bool,
}

/// The cells of a column in a group of rows.
pub(crate) enum Cells<'c> {
    /// Numbers of words, or [`NONE`].
    Words(Vec<u32>, &'c Dictionary),
    /// Units of the last place, or the least number that there is.
    Short(Vec<i64>),
    Long(Vec<i128>),
    /// Words that are numbered in this group only.
    Own(Vec<u32>, Dictionary),
    /// Files by their numbers and lines, and the names of files.
    Lines(Vec<(usize, u64)>, &'c [String]),
}

/// The rows of a table.
pub(crate) trait Groups: Sync {
    type Group: Send;
    /// The next rows; asked by one thread at a time.
    fn next(&self) -> io::Result<Option<Self::Group>>;
    /// The cells of a column, by its number.
    fn cells(&self, group: &Self::Group, column: usize) -> io::Result<Cells<'_>>;
}

/// Writes a table.
pub(crate) fn write<G: Groups>(fields: &[Field], groups: &G, threads: usize, out: &mut dyn Write) -> io::Result<()> {
    let mut file = Written::begin(fields)?;
    let columns = file.columns.clone();
    let turn = Mutex::new(0);
    let (done, results) = sync_channel(threads.max(1));
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            let (columns, turn, done) = (&columns, &turn, done.clone());
            std::thread::Builder::new().spawn_scoped(scope, move || pack(groups, columns, turn, &done))?;
        }
        drop(done);
        // What is left unread when writing fails stops the others.
        file.take(results, out)
    })?;
    file.finish(out)
}

type Packed = (u64, io::Result<Vec<Chunk>>);

/// Packs groups until there are no more, or nobody takes them.
fn pack<G: Groups>(groups: &G, columns: &[ColumnDescPtr], turn: &Mutex<u64>, done: &SyncSender<Packed>) {
    loop {
        let (number, group) = {
            let mut turn = turn.lock().unwrap_or_else(PoisonError::into_inner);
            let number = *turn;
            *turn += 1;
            (number, groups.next())
        };
        let packed = match group {
            Ok(None) => return,
            Err(error) => Err(error),
            Ok(Some(group)) => {
                let one = |(at, column)| chunk(column, groups.cells(&group, at)?).map_err(fault);
                columns.iter().enumerate().map(one).collect()
            }
        };
        if done.send((number, packed)).is_err() {
            return;
        }
    }
}

fn chunk(column: &ColumnDescPtr, cells: Cells<'_>) -> Result<Chunk, ParquetError> {
    match cells {
        Cells::Words(numbers, dictionary) => words::chunk(column, &numbers, dictionary),
        Cells::Own(numbers, dictionary) => words::chunk(column, &numbers, &dictionary),
        Cells::Short(units) => numbers::short(column, &units),
        Cells::Long(units) => numbers::long(column, &units),
        Cells::Lines(places, files) => lines::chunk(column, &places, files),
    }
}

/// A file as it grows. The crate writes into memory, which is emptied after each group.
struct Written {
    writer: SerializedFileWriter<Vec<u8>>,
    columns: Vec<ColumnDescPtr>,
}

impl Written {
    fn begin(fields: &[Field]) -> io::Result<Written> {
        let schema = schema(fields).map_err(fault)?;
        let columns = SchemaDescriptor::new(Arc::clone(&schema)).columns().to_vec();
        let made_by = concat!("tradestat version ", env!("CARGO_PKG_VERSION"), " (build release)");
        let properties = WriterProperties::builder().set_created_by(made_by.to_owned()).build();
        let writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties)).map_err(fault)?;
        Ok(Written { writer, columns })
    }

    /// Writes groups in their order, whichever is done first.
    fn take(&mut self, results: Receiver<Packed>, out: &mut dyn Write) -> io::Result<()> {
        let (mut waiting, mut next) = (BTreeMap::new(), 0);
        for (number, packed) in results {
            waiting.insert(number, packed);
            while let Some(packed) = waiting.remove(&next) {
                self.group(packed?).map_err(fault)?;
                self.pass_on(out)?;
                next += 1;
            }
        }
        Ok(())
    }

    fn group(&mut self, chunks: Vec<Chunk>) -> Result<(), ParquetError> {
        let mut group = self.writer.next_row_group()?;
        for Chunk { bytes, about } in chunks {
            group.append_column(&bytes, about)?;
        }
        group.close().map(drop)
    }

    fn pass_on(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let bytes = self.writer.inner_mut();
        out.write_all(bytes)?;
        bytes.clear();
        Ok(())
    }

    fn finish(mut self, out: &mut dyn Write) -> io::Result<()> {
        self.writer.finish().map_err(fault)?;
        self.pass_on(out)
    }
}

/// A number as units of the last of so many places; the least number that there is stands for none.
pub(crate) fn short(number: Option<(i128, u32)>, places: u32) -> io::Result<i64> {
    let units = long(number, places)?;
    if units == i128::MIN { Ok(i64::MIN) } else { i64::try_from(units).map_err(|_| too_long()) }
}

/// The same in sixteen bytes.
#[inline(always)]
pub(crate) fn long(number: Option<(i128, u32)>, places: u32) -> io::Result<i128> {
    let Some((digits, own)) = number else { return Ok(i128::MIN) };
    let raised = places.checked_sub(own).and_then(|more| digits.checked_mul(10_i128.checked_pow(more)?));
    raised.ok_or_else(too_long)
}

/// It was measured that there is room for each number.
fn too_long() -> io::Error {
    io::Error::other("a number has more digits than were counted")
}

fn schema(fields: &[Field]) -> Result<TypePtr, ParquetError> {
    let fields = fields.iter().map(|field| column(field).map(Arc::new)).collect::<Result<Vec<_>, _>>()?;
    Type::group_type_builder("trade").with_fields(fields).build().map(Arc::new)
}

fn column(field: &Field) -> Result<Type, ParquetError> {
    let repetition = if field.is_optional { Repetition::OPTIONAL } else { Repetition::REQUIRED };
    let decimal = |physical: Physical, places: u32, digits: u32| {
        Type::primitive_type_builder(&field.name, physical)
            .with_repetition(repetition)
            .with_logical_type(Some(LogicalType::decimal(places as i32, digits as i32)))
            .with_converted_type(ConvertedType::DECIMAL)
            .with_precision(digits as i32)
            .with_scale(places as i32)
    };
    match field.kind {
        Kind::Short(places) => decimal(Physical::INT64, places, numbers::SHORT).build(),
        Kind::Long(places) => {
            let bytes = size_of::<i128>() as i32;
            decimal(Physical::FIXED_LEN_BYTE_ARRAY, places, numbers::LONG).with_length(bytes).build()
        }
        Kind::Words | Kind::Written | Kind::Lines => Type::primitive_type_builder(&field.name, Physical::BYTE_ARRAY)
            .with_repetition(repetition)
            .with_logical_type(Some(LogicalType::String))
            .build(),
    }
}

fn fault(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(error) => match error.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(error) => io::Error::other(error),
        },
        other => io::Error::other(other.to_string()),
    }
}
