//! A page of a column, taken apart: which rows have a value, and which values these are.

use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{Encoding, Type as Physical};
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::column::reader::ColumnReaderImpl;
use parquet::data_type::{
    BoolType, ByteArrayType, DataType, DoubleType, FixedLenByteArrayType, FloatType, Int32Type, Int64Type, Int96Type,
};
use parquet::errors::{ParquetError, Result};
use parquet::schema::types::ColumnDescPtr;

use super::hybrid::{self, Part};
use super::kind::Kind;
use super::values::{Strings, Values, micros, too_short};

/// Stands for no value.
pub(in crate::source) const NONE: u32 = u32::MAX;

/// Most rows of a page: so many can be one value a few bytes long.
const MOST_ROWS: usize = 1 << 24;

/// Whether each row has a value; nothing where all have.
type There = Option<Vec<bool>>;

/// The cells of a page.
#[derive(Debug)]
pub(in crate::source) struct Cells {
    pub(in crate::source) rows: usize,
    there: There,
    pub(in crate::source) content: Content,
}

/// The values of the rows that have one.
#[derive(Debug)]
pub(in crate::source) enum Content {
    /// As they stand.
    Plain(Values),
    /// As places in the dictionary of the column.
    Coded(Codes),
}

/// Places in a dictionary: runs of one, and others one after another.
#[derive(Debug, Default)]
pub(in crate::source) struct Codes {
    pieces: Vec<Piece>,
    each: Vec<u32>,
}

#[derive(Debug)]
enum Piece {
    Same(u32, usize),
    Each(usize),
}

impl Codes {
    fn read(bytes: &[u8], count: usize, words: usize) -> Result<Codes> {
        let mut codes = Codes::default();
        let mut largest = 0;
        let bits =
            *bytes.first().ok_or_else(too_short).or_else(|error| if count == 0 { Ok(&0) } else { Err(error) })?;
        hybrid::unpack(bytes.get(1..).unwrap_or_default(), bits, count, &mut |part| match part {
            Part::Same(code, times) => {
                largest = largest.max(code);
                codes.pieces.push(Piece::Same(code, times));
            }
            Part::Each(each) => {
                largest = each.iter().copied().fold(largest, u32::max);
                codes.each.extend_from_slice(each);
                match codes.pieces.last_mut() {
                    Some(Piece::Each(times)) => *times += each.len(),
                    _ => codes.pieces.push(Piece::Each(each.len())),
                }
            }
        })?;
        let fits = count == 0 || (largest as usize) < words;
        if fits { Ok(codes) } else { Err(ParquetError::General("a value outside the dictionary of its column".into())) }
    }

    fn parts(&self, take: &mut dyn FnMut(Part<'_>)) {
        let mut each = self.each.as_slice();
        for piece in &self.pieces {
            match piece {
                Piece::Same(code, times) => take(Part::Same(*code, *times)),
                Piece::Each(times) => {
                    let (own, rest) = each.split_at(*times);
                    each = rest;
                    take(Part::Each(own));
                }
            }
        }
    }
}

impl Cells {
    /// By row the place of its value, or [`NONE`].
    pub(in crate::source) fn places(&self) -> Vec<u32> {
        let mut places = Vec::with_capacity(self.rows);
        match &self.content {
            Content::Plain(values) => places.extend(0..values.len() as u32),
            Content::Coded(codes) => codes.parts(&mut |part| match part {
                Part::Same(code, times) => places.extend(std::iter::repeat_n(code, times)),
                Part::Each(each) => places.extend_from_slice(each),
            }),
        }
        match &self.there {
            None => places,
            Some(there) => {
                let mut given = places.into_iter();
                there.iter().map(|there| if *there { given.next().unwrap_or(NONE) } else { NONE }).collect()
            }
        }
    }

    /// The same in parts; [`NONE`] where a row has no value.
    pub(in crate::source) fn parts(&self, take: &mut dyn FnMut(Part<'_>)) {
        match (&self.content, &self.there) {
            (Content::Coded(codes), None) => codes.parts(take),
            _ => take(Part::Each(&self.places())),
        }
    }

    /// Whether each row has a value.
    pub(in crate::source) fn is_full(&self) -> bool {
        self.there.is_none()
    }
}

/// What is known of a column beside its pages.
#[derive(Debug, Clone)]
pub(super) struct About {
    pub(super) kind: Kind,
    pub(super) column: ColumnDescPtr,
}

impl About {
    fn plain(&self, bytes: &Bytes, count: usize) -> Result<Values> {
        let length = usize::try_from(self.column.type_length()).unwrap_or(0);
        Values::read(self.column.physical_type(), length, bytes, count, self.kind == Kind::Unsigned)
    }

    /// The values of a dictionary.
    pub(super) fn dictionary(&self, page: &Page) -> Result<Values> {
        self.plain(page.buffer(), page.num_values() as usize)
    }

    /// The cells of a page of data.
    pub(super) fn cells(&self, page: Page, dictionary: Option<&Arc<Values>>) -> Result<Cells> {
        let rows = page.num_values() as usize;
        if rows > MOST_ROWS {
            return Err(ParquetError::General("a page of more than 16777216 rows, which is not read".into()));
        }
        let (levels, values, encoding) = match &page {
            Page::DataPage { buf, def_level_encoding, encoding, .. } => {
                if self.is_optional() && *def_level_encoding != Encoding::RLE {
                    return self.others(page, dictionary, rows);
                }
                let (levels, values) = if self.is_optional() { sized(buf)? } else { (Bytes::new(), buf.clone()) };
                (levels, values, *encoding)
            }
            Page::DataPageV2 { buf, def_levels_byte_len, rep_levels_byte_len, encoding, .. } => {
                let (from, to) = (*rep_levels_byte_len as usize, *def_levels_byte_len as usize);
                if from + to > buf.len() {
                    return Err(too_short());
                }
                (buf.slice(from..from + to), buf.slice(from + to..), *encoding)
            }
            Page::DictionaryPage { .. } => return Err(ParquetError::General("two dictionaries of a column".into())),
        };
        let there = if self.is_optional() { there(&levels, rows)? } else { None };
        let count = there.as_ref().map_or(rows, |there| there.iter().filter(|there| **there).count());
        let content = match (encoding, dictionary) {
            (Encoding::PLAIN, _) => Content::Plain(self.plain(&values, count)?),
            #[allow(deprecated)]
            (Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY, Some(words)) => {
                Content::Coded(Codes::read(&values, count, words.len())?)
            }
            _ => return self.others(page, dictionary, rows),
        };
        Ok(Cells { rows, there, content })
    }

    fn is_optional(&self) -> bool {
        self.column.max_def_level() > 0
    }

    /// The cells of a page in a rarer encoding.
    fn others(&self, page: Page, dictionary: Option<&Arc<Values>>, rows: usize) -> Result<Cells> {
        if dictionary.is_some() && matches!(page.encoding(), Encoding::RLE_DICTIONARY) {
            return Err(ParquetError::General("levels in an encoding that is not read".into()));
        }
        let (there, values) = match self.column.physical_type() {
            Physical::BOOLEAN => {
                let (there, values) = self.typed::<BoolType>(page, rows)?;
                (there, Values::Whole(values.into_iter().map(i64::from).collect()))
            }
            Physical::INT32 => {
                let (there, values) = self.typed::<Int32Type>(page, rows)?;
                let unsigned = self.kind == Kind::Unsigned;
                let wide = |value: i32| if unsigned { i64::from(value as u32) } else { i64::from(value) };
                (there, Values::Whole(values.into_iter().map(wide).collect()))
            }
            Physical::INT64 => {
                let (there, values) = self.typed::<Int64Type>(page, rows)?;
                (there, Values::Whole(values))
            }
            Physical::INT96 => {
                let (there, values) = self.typed::<Int96Type>(page, rows)?;
                let bytes = |value: &parquet::data_type::Int96| -> Vec<u8> {
                    value.data().iter().flat_map(|word| word.to_le_bytes()).collect()
                };
                (there, Values::Whole(values.iter().map(|value| micros(&bytes(value))).collect()))
            }
            Physical::FLOAT => {
                let (there, values) = self.typed::<FloatType>(page, rows)?;
                (there, Values::Single(values))
            }
            Physical::DOUBLE => {
                let (there, values) = self.typed::<DoubleType>(page, rows)?;
                (there, Values::Double(values.into_iter().collect()))
            }
            Physical::BYTE_ARRAY => {
                let (there, values) = self.typed::<ByteArrayType>(page, rows)?;
                (there, Values::Bytes(Strings::of(values.iter().map(parquet::data_type::ByteArray::data))))
            }
            Physical::FIXED_LEN_BYTE_ARRAY => {
                let (there, values) = self.typed::<FixedLenByteArrayType>(page, rows)?;
                (there, Values::Bytes(Strings::of(values.iter().map(|value| value.data()))))
            }
        };
        Ok(Cells { rows, there, content: Content::Plain(values) })
    }

    fn typed<T: DataType>(&self, page: Page, rows: usize) -> Result<(There, Vec<T::T>)> {
        let mut reader = ColumnReaderImpl::<T>::new(self.column.clone(), Box::new(One(Some(page))));
        let (mut values, mut levels) = (Vec::new(), Vec::new());
        let optional = self.is_optional().then_some(&mut levels);
        let (read, _, _) = reader.read_records(rows, optional, None, &mut values)?;
        if read != rows {
            return Err(too_short());
        }
        let there = self.is_optional().then(|| levels.iter().map(|level| *level > 0).collect());
        Ok((there, values))
    }
}

/// A page alone.
struct One(Option<Page>);

impl Iterator for One {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Result<Page>> {
        self.0.take().map(Ok)
    }
}

impl PageReader for One {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        Ok(self.0.take())
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        let about = |page: &Page| PageMetadata {
            num_rows: None,
            num_levels: Some(page.num_values() as usize),
            is_dict: page.is_dictionary_page(),
        };
        Ok(self.0.as_ref().map(about))
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.0 = None;
        Ok(())
    }
}

/// Bytes that stand behind their number, and the bytes behind these.
fn sized(bytes: &Bytes) -> Result<(Bytes, Bytes)> {
    let length = bytes.get(..4).and_then(|length| length.try_into().ok()).ok_or_else(too_short)?;
    let end = 4_usize.saturating_add(u32::from_le_bytes(length) as usize);
    if end > bytes.len() { Err(too_short()) } else { Ok((bytes.slice(4..end), bytes.slice(end..))) }
}

/// Which rows have a value; nothing where all have.
fn there(levels: &[u8], rows: usize) -> Result<There> {
    let mut there = Vec::new();
    let mut full = 0;
    hybrid::unpack(levels, 1, rows, &mut |part| match part {
        Part::Same(1, times) if there.is_empty() => full += times,
        Part::Same(level, times) => {
            there.resize(std::mem::take(&mut full) + there.len(), true);
            there.resize(there.len() + times, level != 0);
        }
        Part::Each(each) => {
            there.resize(std::mem::take(&mut full) + there.len(), true);
            there.extend(each.iter().map(|level| *level != 0));
        }
    })?;
    Ok(if there.iter().all(|there| *there) { None } else { Some(there) })
}
