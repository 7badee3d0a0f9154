//! Writes tables of text and exact decimals as Parquet.

use std::fs::File;
use std::io;
use std::sync::Arc;

use parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, FixedLenByteArray, FixedLenByteArrayType};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;
use rust_decimal::Decimal;

/// Most digits that a decimal of Parquet has.
const DIGITS: u32 = 38;

/// Bytes of such a decimal.
const BYTES: i32 = 16;

/// Rows that are written together.
const GROUP: usize = 1 << 16;

/// A column of text, or of decimals with so many digits after the point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// Decimals.
    Decimal(u32),
}

/// What is known of a column of numbers while its cells go by.
#[derive(Debug, Clone, Copy, Default)]
pub struct Digits {
    before: u32,
    after: u32,
}

impl Digits {
    /// Looks at a cell.
    pub fn take(&mut self, cell: &str) {
        let digits = cell.trim_start_matches('-');
        let (before, after) = digits.split_once('.').unwrap_or((digits, ""));
        self.before = self.before.max(before.len() as u32);
        self.after = self.after.max(after.len() as u32);
    }

    /// Decimals where all cells fit into the digits of one kind, else text, so that none is rounded.
    pub fn kind(self) -> Kind {
        if self.before + self.after <= DIGITS { Kind::Decimal(self.after) } else { Kind::Text }
    }
}

/// Rows of cells on their way into a file.
pub struct Writer {
    writer: SerializedFileWriter<File>,
    kinds: Vec<Kind>,
    columns: Vec<Vec<String>>,
}

impl Writer {
    /// A table with these columns.
    pub fn new(file: File, columns: &[(&str, Kind)]) -> io::Result<Writer> {
        let fields = columns.iter().map(|(name, kind)| field(name, *kind).map(Arc::new));
        let fields = fields.collect::<Result<Vec<_>, _>>().map_err(fault)?;
        let schema = Type::group_type_builder("trade").with_fields(fields).build().map_err(fault)?;
        let properties = WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::default())).build();
        let writer = SerializedFileWriter::new(file, Arc::new(schema), Arc::new(properties)).map_err(fault)?;
        let kinds: Vec<Kind> = columns.iter().map(|(_, kind)| *kind).collect();
        Ok(Writer { writer, columns: vec![Vec::new(); kinds.len()], kinds })
    }

    /// Adds a row; an empty cell is none.
    pub fn push(&mut self, cells: impl IntoIterator<Item = String>) -> io::Result<()> {
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            column.push(cell);
        }
        if self.columns.first().is_some_and(|column| column.len() >= GROUP) { self.flush() } else { Ok(()) }
    }

    /// Writes what is left, and the end of the file.
    pub fn finish(mut self) -> io::Result<()> {
        self.flush()?;
        self.writer.close().map(drop).map_err(fault)
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut group = self.writer.next_row_group().map_err(fault)?;
        for (kind, cells) in self.kinds.iter().zip(&mut self.columns) {
            let Some(mut column) = group.next_column().map_err(fault)? else { break };
            write(&mut column, *kind, cells).map_err(fault)?;
            column.close().map_err(fault)?;
            cells.clear();
        }
        group.close().map(drop).map_err(fault)
    }
}

fn field(name: &str, kind: Kind) -> Result<Type, ParquetError> {
    match kind {
        Kind::Text => Type::primitive_type_builder(name, Physical::BYTE_ARRAY)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(Some(LogicalType::String))
            .build(),
        Kind::Decimal(places) => Type::primitive_type_builder(name, Physical::FIXED_LEN_BYTE_ARRAY)
            .with_repetition(Repetition::OPTIONAL)
            .with_length(BYTES)
            .with_converted_type(ConvertedType::DECIMAL)
            .with_precision(DIGITS as i32)
            .with_scale(places as i32)
            .build(),
    }
}

fn write(column: &mut SerializedColumnWriter<'_>, kind: Kind, cells: &[String]) -> Result<(), ParquetError> {
    let there: Vec<i16> = cells.iter().map(|cell| i16::from(!cell.is_empty())).collect();
    let filled = || cells.iter().filter(|cell| !cell.is_empty());
    match kind {
        Kind::Text => {
            let values: Vec<ByteArray> = filled().map(|cell| ByteArray::from(cell.as_str())).collect();
            column.typed::<ByteArrayType>().write_batch(&values, Some(&there), None)?;
        }
        Kind::Decimal(places) => {
            let values = filled().map(|cell| decimal(cell, places)).collect::<Result<Vec<_>, _>>()?;
            column.typed::<FixedLenByteArrayType>().write_batch(&values, Some(&there), None)?;
        }
    }
    Ok(())
}

/// The digits of a decimal as Parquet has them: a whole number of units of the last place, the first byte first.
fn decimal(cell: &str, places: u32) -> Result<FixedLenByteArray, ParquetError> {
    let too_long = || ParquetError::General(format!("`{cell}` has more digits than a decimal of Parquet"));
    let number = Decimal::from_str_exact(cell).map_err(|_| too_long())?;
    let raised = places.checked_sub(number.scale()).and_then(|places| 10_i128.checked_pow(places));
    let units = raised.and_then(|raised| number.mantissa().checked_mul(raised)).ok_or_else(too_long)?;
    Ok(FixedLenByteArray::from(units.to_be_bytes().to_vec()))
}

fn fault(error: ParquetError) -> io::Error {
    io::Error::other(error.to_string())
}
