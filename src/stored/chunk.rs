//! A column of a group of rows: pages, packed, and what is said of them at the end of the file.

use bytes::Bytes;
use parquet::basic::{Compression, Encoding, Type as Physical, ZstdLevel};
use parquet::column::page::{CompressedPage, Page, PageWriter};
use parquet::column::writer::ColumnCloseResult;
use parquet::data_type::{ByteArray, FixedLenByteArray};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{ColumnChunkMetaData, ColumnIndexBuilder, OffsetIndexBuilder};
use parquet::file::statistics::Statistics;
use parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use parquet::schema::types::ColumnDescPtr;

use super::packed;

/// How hard pages are packed. More makes these files no smaller.
const LEVEL: i32 = 1;

/// A column of a group of rows, as it stands in the file.
pub(super) struct Chunk {
    pub(super) bytes: Bytes,
    pub(super) about: ColumnCloseResult,
}

/// The least and the greatest value, as bytes.
pub(super) type Bounds = Option<(Vec<u8>, Vec<u8>)>;

/// A page of data before it is packed.
pub(super) struct Data<'d> {
    /// Whether each row has a value; nothing where the column must have values.
    pub(super) there: Option<&'d [u32]>,
    pub(super) rows: usize,
    /// How many rows have no value.
    pub(super) empty: usize,
    pub(super) values: &'d [u8],
    pub(super) encoding: Encoding,
    pub(super) bounds: Bounds,
}

/// Pages of a column as they are packed.
pub(super) struct Pages {
    column: ColumnDescPtr,
    packer: zstd::bulk::Compressor<'static>,
    sink: TrackedWrite<Vec<u8>>,
    index: ColumnIndexBuilder,
    places: OffsetIndexBuilder,
    dictionary: Option<i64>,
    first: Option<i64>,
    unpacked: usize,
    rows: usize,
    empty: usize,
    encodings: Vec<Encoding>,
}

impl Pages {
    pub(super) fn new(column: &ColumnDescPtr) -> Result<Pages> {
        Ok(Pages {
            index: ColumnIndexBuilder::new(column.physical_type()),
            column: column.clone(),
            packer: zstd::bulk::Compressor::new(LEVEL)?,
            sink: TrackedWrite::new(Vec::new()),
            places: OffsetIndexBuilder::new(),
            dictionary: None,
            first: None,
            unpacked: 0,
            rows: 0,
            empty: 0,
            encodings: vec![Encoding::RLE],
        })
    }

    pub(super) fn dictionary(&mut self, values: &[u8], count: usize) -> Result<()> {
        let page = Page::DictionaryPage {
            buf: self.packer.compress(values)?.into(),
            num_values: number(count)?,
            encoding: Encoding::PLAIN,
            is_sorted: true,
        };
        let (place, _) = self.put(page, values.len())?;
        self.dictionary = Some(place);
        self.encodings.push(Encoding::PLAIN);
        Ok(())
    }

    pub(super) fn data(&mut self, data: Data<'_>) -> Result<()> {
        let mut bytes = Vec::new();
        if let Some(there) = data.there {
            packed::runs(there, 1, &mut bytes);
        }
        let levels = bytes.len();
        bytes.extend_from_slice(&self.packer.compress(data.values)?);
        let page = Page::DataPageV2 {
            buf: bytes.into(),
            num_values: number(data.rows)?,
            encoding: data.encoding,
            num_nulls: number(data.empty)?,
            num_rows: number(data.rows)?,
            def_levels_byte_len: number(levels)?,
            rep_levels_byte_len: 0,
            is_compressed: true,
            statistics: None,
        };
        let (place, size) = self.put(page, levels + data.values.len())?;
        self.first.get_or_insert(place);
        self.places.append_row_count(data.rows as i64);
        self.places.append_offset_and_size(place, size as i32);
        let is_empty = data.bounds.is_none();
        let (least, greatest) = data.bounds.unwrap_or_default();
        self.index.append(is_empty, least, greatest, data.empty as i64, None);
        (self.rows, self.empty) = (self.rows + data.rows, self.empty + data.empty);
        if !self.encodings.contains(&data.encoding) {
            self.encodings.push(data.encoding);
        }
        Ok(())
    }

    fn put(&mut self, page: Page, unpacked: usize) -> Result<(i64, usize)> {
        let put = SerializedPageWriter::new(&mut self.sink).write_page(CompressedPage::new(page, unpacked))?;
        self.unpacked += put.uncompressed_size;
        Ok((put.offset as i64, put.compressed_size))
    }

    pub(super) fn finish(self, bounds: Bounds) -> Result<Chunk> {
        let bytes = Bytes::from(self.sink.into_inner()?);
        let statistics = statistics(self.column.physical_type(), bounds, self.empty as u64);
        let metadata = ColumnChunkMetaData::builder(self.column)
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(LEVEL)?))
            .set_encodings(self.encodings)
            .set_total_compressed_size(bytes.len() as i64)
            .set_total_uncompressed_size(self.unpacked as i64)
            .set_num_values(self.rows as i64)
            .set_data_page_offset(self.first.unwrap_or(0))
            .set_dictionary_page_offset(self.dictionary)
            .set_statistics(statistics)
            .build()?;
        let about = ColumnCloseResult {
            bytes_written: bytes.len() as u64,
            rows_written: self.rows as u64,
            metadata,
            bloom_filter: None,
            column_index: Some(self.index.build()?),
            offset_index: Some(self.places.build()),
        };
        Ok(Chunk { bytes, about })
    }
}

fn statistics(physical: Physical, bounds: Bounds, empty: u64) -> Statistics {
    let (least, greatest) = bounds.unzip();
    let whole = |bytes: Vec<u8>| i64::from_le_bytes(bytes.try_into().unwrap_or_default());
    match physical {
        Physical::INT64 => Statistics::int64(least.map(whole), greatest.map(whole), None, Some(empty), false),
        Physical::FIXED_LEN_BYTE_ARRAY => {
            let fixed = |bytes: Vec<u8>| FixedLenByteArray::from(bytes);
            Statistics::fixed_len_byte_array(least.map(fixed), greatest.map(fixed), None, Some(empty), false)
        }
        _ => {
            let text = |bytes: Vec<u8>| ByteArray::from(bytes);
            Statistics::byte_array(least.map(text), greatest.map(text), None, Some(empty), false)
        }
    }
}

fn number(count: usize) -> Result<u32> {
    i32::try_from(count).map(|count| count as u32).map_err(|_| ParquetError::General("a page is too large".to_owned()))
}
