//! What `convert` writes as Parquet, as another reader sees it.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use parquet::basic::Compression;
use parquet::column::reader::get_typed_column_reader;
use parquet::data_type::{ByteArrayType, Int64Type};
use parquet::file::metadata::{ColumnChunkMetaData, PageIndexPolicy, ParquetMetaData, ParquetMetaDataReader};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;

/// The rows of a file as cells; decimals without zeros at their end.
pub(crate) fn rows(path: &Path) -> (Vec<String>, Vec<Vec<String>>) {
    let reader = SerializedFileReader::new(File::open(path).unwrap()).unwrap();
    let columns = reader.metadata().file_metadata().schema_descr().columns().iter();
    let names = columns.map(|column| column.name().to_owned()).collect();
    let rows = reader.get_row_iter(None).unwrap().map(|row| {
        let row = row.unwrap();
        row.get_column_iter().map(|(_, field)| cell(field)).collect()
    });
    (names, rows.collect())
}

fn cell(field: &Field) -> String {
    match field {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        Field::Decimal(number) => {
            let bytes = number.data();
            let start = if bytes[0] & 0x80 == 0 { 0 } else { -1 };
            let units = bytes.iter().fold(start, |units: i128, byte| units << 8 | i128::from(*byte));
            plain(&rust_decimal::Decimal::from_i128_with_scale(units, number.scale() as u32).to_string())
        }
        other => panic!("{other:?}"),
    }
}

/// A number without zeros at its end.
pub(crate) fn plain(text: &str) -> String {
    let number: Result<rust_decimal::Decimal, _> = text.parse();
    number.map_or_else(|_| text.to_owned(), |number| number.normalize().to_string())
}

/// Fails where what is said of pages and groups is not what their values are.
pub(crate) fn check_statistics(path: &Path) {
    let file = File::open(path).unwrap();
    let about: ParquetMetaData =
        ParquetMetaDataReader::new().with_page_index_policy(PageIndexPolicy::Required).parse_and_finish(&file).unwrap();
    let reader = SerializedFileReader::new(file).unwrap();
    for (number, group) in about.row_groups().iter().enumerate() {
        let rows = group.num_rows() as usize;
        let source = reader.get_row_group(number).unwrap();
        for (at, column) in group.columns().iter().enumerate() {
            assert!(matches!(column.compression(), Compression::ZSTD(_)));
            let values = source.get_column_reader(at).unwrap();
            let (mut there, mut numbers, mut texts) = (Vec::new(), Vec::new(), Vec::new());
            let optional = column.column_descr().max_def_level() > 0;
            match column.column_type() {
                parquet::basic::Type::INT64 => {
                    let mut values = get_typed_column_reader::<Int64Type>(values);
                    values.read_records(rows, optional.then_some(&mut there), None, &mut numbers).unwrap();
                }
                _ => {
                    let mut values = get_typed_column_reader::<ByteArrayType>(values);
                    values.read_records(rows, optional.then_some(&mut there), None, &mut texts).unwrap();
                }
            }
            let said = column.statistics().unwrap();
            let empty = there.iter().filter(|level| **level == 0).count();
            assert_eq!(said.null_count_opt(), Some(empty as u64));
            let bound = |least: bool| {
                let number = if least { numbers.iter().min() } else { numbers.iter().max() };
                let texts = texts.iter().map(|text| text.data().to_vec());
                let text = if least { texts.min() } else { texts.max() };
                number.map(|number: &i64| number.to_le_bytes().to_vec()).or(text)
            };
            assert_eq!(said.min_bytes_opt().map(<[u8]>::to_vec), bound(true), "{}", column.column_path());
            assert_eq!(said.max_bytes_opt().map(<[u8]>::to_vec), bound(false), "{}", column.column_path());
            assert!(column.column_index_length().is_some() && column.offset_index_length().is_some());
        }
    }
}

/// The columns of the first group by their names.
pub(crate) fn columns(path: &Path) -> BTreeMap<String, ColumnChunkMetaData> {
    let reader = SerializedFileReader::new(File::open(path).unwrap()).unwrap();
    let group = reader.metadata().row_group(0).clone();
    group.columns().iter().map(|column| (column.column_path().string(), column.clone())).collect()
}
