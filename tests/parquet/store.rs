//! A table as a Parquet file: each column of any of the kinds that hold its cells.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, FixedLenByteArray, FixedLenByteArrayType};
use parquet::data_type::{Int32Type, Int64Type};
use parquet::file::properties::{WriterProperties, WriterVersion};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;
use proptest::prelude::*;
use proptest::sample::select;

use crate::table::{Cut, NAMES, Periods, Table};

/// What a column is stored as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Int32,
    Int64,
    Double,
    /// Hundredths as whole numbers.
    Decimal,
    /// Hundredths in twelve bytes.
    LongDecimal,
    Date,
}

pub(crate) type Kinds = [Kind; NAMES.len()];

/// Kinds of columns that hold the cells of a table.
pub(crate) fn kinds(periods: Periods) -> impl Strategy<Value = Kinds> {
    let period = match periods {
        Periods::Numbers => vec![Kind::Text, Kind::Int32, Kind::Int64],
        Periods::Days => vec![Kind::Text, Kind::Date],
    };
    let value = vec![Kind::Text, Kind::Double, Kind::Decimal, Kind::LongDecimal];
    let quantity = vec![Kind::Text, Kind::Int32, Kind::Int64, Kind::Double];
    let loaded = vec![Kind::Text, Kind::Date];
    (select(period), select(value), select(quantity), select(loaded)).prop_map(|(period, value, quantity, loaded)| {
        [period, Kind::Text, Kind::Text, Kind::Text, Kind::Text, value, quantity, loaded]
    })
}

pub(crate) fn write(path: &Path, table: &Table, kinds: &Kinds, cut: Cut) {
    let fields = NAMES.iter().zip(kinds).map(|(name, kind)| Arc::new(field(name, *kind))).collect();
    let schema = Type::group_type_builder("trade").with_fields(fields).build().unwrap();
    let packing = if cut.is_packed { Compression::ZSTD(ZstdLevel::default()) } else { Compression::UNCOMPRESSED };
    let version = if cut.is_second_version { WriterVersion::PARQUET_2_0 } else { WriterVersion::PARQUET_1_0 };
    let properties = WriterProperties::builder()
        .set_compression(packing)
        .set_writer_version(version)
        .set_dictionary_enabled(cut.has_dictionary)
        .set_write_batch_size(cut.page)
        .set_data_page_row_count_limit(cut.page)
        .build();
    let file = File::create(path).unwrap();
    let mut writer = SerializedFileWriter::new(file, Arc::new(schema), Arc::new(properties)).unwrap();
    for rows in table.0.chunks(cut.group) {
        let part = Table(rows.to_vec());
        let mut group = writer.next_row_group().unwrap();
        for (at, kind) in kinds.iter().enumerate() {
            let mut column = group.next_column().unwrap().unwrap();
            store(&mut column, *kind, &part.column(at).collect::<Vec<_>>());
            column.close().unwrap();
        }
        group.close().unwrap();
    }
    writer.close().unwrap();
}

fn field(name: &str, kind: Kind) -> Type {
    let of = |physical| Type::primitive_type_builder(name, physical).with_repetition(Repetition::OPTIONAL);
    let decimal = |precision| Some(LogicalType::decimal(2, precision));
    match kind {
        Kind::Text => of(Physical::BYTE_ARRAY).with_logical_type(Some(LogicalType::String)),
        Kind::Int32 => of(Physical::INT32),
        Kind::Int64 => of(Physical::INT64),
        Kind::Double => of(Physical::DOUBLE),
        Kind::Decimal => of(Physical::INT64).with_logical_type(decimal(18)).with_precision(18).with_scale(2),
        Kind::LongDecimal => of(Physical::FIXED_LEN_BYTE_ARRAY)
            .with_length(12)
            .with_logical_type(decimal(28))
            .with_precision(28)
            .with_scale(2),
        Kind::Date => of(Physical::INT32).with_logical_type(Some(LogicalType::Date)),
    }
    .build()
    .unwrap()
}

fn store(column: &mut SerializedColumnWriter<'_>, kind: Kind, cells: &[&str]) {
    let hundredths = |cell: &str| cell.replace('.', "").parse::<i64>().unwrap();
    match kind {
        Kind::Text => put::<ByteArrayType>(column, cells, |cell| ByteArray::from(cell)),
        Kind::Int32 => put::<Int32Type>(column, cells, |cell| cell.parse().unwrap()),
        Kind::Int64 => put::<Int64Type>(column, cells, |cell| cell.parse().unwrap()),
        Kind::Double => put::<DoubleType>(column, cells, |cell| cell.parse().unwrap()),
        Kind::Decimal => put::<Int64Type>(column, cells, hundredths),
        Kind::LongDecimal => put::<FixedLenByteArrayType>(column, cells, |cell| {
            let units = i128::from(hundredths(cell)).to_be_bytes();
            FixedLenByteArray::from(units[4..].to_vec())
        }),
        Kind::Date => put::<Int32Type>(column, cells, |cell| {
            let day: chrono::NaiveDate = cell.parse().unwrap();
            day.to_epoch_days()
        }),
    }
}

fn put<T: DataType>(column: &mut SerializedColumnWriter<'_>, cells: &[&str], value: impl Fn(&str) -> T::T) {
    let levels: Vec<i16> = cells.iter().map(|cell| i16::from(!cell.is_empty())).collect();
    let values: Vec<T::T> = cells.iter().filter(|cell| !cell.is_empty()).map(|cell| value(cell)).collect();
    column.typed::<T>().write_batch(&values, Some(&levels), None).unwrap();
}
