//! Unpacks pages of Zstandard with one unpacker a thread: to set one up for each column takes as long as a small page.

use std::io::Read;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use parquet::basic::Compression;
use parquet::column::page::Page;
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{ColumnChunkMetaData, ColumnChunkMetaDataBuilder};
use zstd::bulk::Decompressor;

use super::chunk::LARGEST_PAGE;
use super::values::too_short;

/// One thread's unpacker, once it is needed.
#[derive(Default)]
pub(super) struct Unpacker(Mutex<Option<Decompressor<'static>>>);

impl Unpacker {
    /// A column as one that is not packed, where its pages can be unpacked here.
    pub(super) fn take_over(
        column: &ColumnChunkMetaData,
        own: &Arc<Unpacker>,
    ) -> Result<(ColumnChunkMetaData, Option<Arc<Unpacker>>)> {
        if !matches!(column.compression(), Compression::ZSTD(_)) {
            return Ok((column.clone(), None));
        }
        let plain = ColumnChunkMetaDataBuilder::from(column.clone()).set_compression(Compression::UNCOMPRESSED);
        Ok((plain.build()?, Some(Arc::clone(own))))
    }

    pub(super) fn page(&self, mut page: Page) -> Result<Page> {
        match &mut page {
            Page::DataPageV2 { is_compressed: false, .. } => {}
            Page::DataPageV2 { buf, def_levels_byte_len, rep_levels_byte_len, .. } => {
                *buf = self.unpacked(buf, *def_levels_byte_len as usize + *rep_levels_byte_len as usize)?;
            }
            Page::DataPage { buf, .. } | Page::DictionaryPage { buf, .. } => *buf = self.unpacked(buf, 0)?,
        }
        Ok(page)
    }

    /// The bytes, of which the first ones are not packed.
    fn unpacked(&self, bytes: &Bytes, plain: usize) -> Result<Bytes> {
        let (plain, packed) = bytes.split_at_checked(plain).ok_or_else(too_short)?;
        if packed.is_empty() {
            return Ok(bytes.clone());
        }
        let mut own = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let unpacker = match &mut *own {
            Some(unpacker) => unpacker,
            None => own.insert(Decompressor::new()?),
        };
        let size = Decompressor::upper_bound(packed);
        let mut unpacked = match size {
            Some(size) if size as u64 > LARGEST_PAGE => return Err(too_large()),
            Some(size) => unpacker.decompress(packed, size)?,
            None => of_any_size(packed)?,
        };
        if !plain.is_empty() {
            unpacked.splice(0..0, plain.iter().copied());
        }
        Ok(unpacked.into())
    }
}

/// Some writers do not say how large a page is.
fn of_any_size(packed: &[u8]) -> Result<Vec<u8>> {
    let mut unpacked = Vec::new();
    zstd::stream::read::Decoder::new(packed)?.take(LARGEST_PAGE + 1).read_to_end(&mut unpacked)?;
    if unpacked.len() as u64 > LARGEST_PAGE { Err(too_large()) } else { Ok(unpacked) }
}

fn too_large() -> ParquetError {
    ParquetError::General("a page of more than 256 MB, which is not read".to_owned())
}
