//! The values of a page or of a dictionary, in the encoding that every writer knows.

use bytes::Bytes;
use parquet::basic::Type as Physical;
use parquet::errors::{ParquetError, Result};

use super::kind::MICROS;

/// Days from the beginning of the count that old times of 96 bits use to 1970.
const JULIAN: i64 = 2_440_588;

/// Values one after another.
#[derive(Debug)]
pub(in crate::source) enum Values {
    /// Whole numbers, and all that is stored as one.
    Whole(Vec<i64>),
    /// Floating point of 32 bits.
    Single(Vec<f32>),
    /// Floating point of 64 bits.
    Double(Doubles),
    /// Texts and other bytes.
    Bytes(Strings),
}

/// Numbers as they are stored, eight bytes each.
#[derive(Debug)]
pub(in crate::source) struct Doubles(Bytes);

impl Doubles {
    pub(in crate::source) fn len(&self) -> usize {
        self.0.len() / size_of::<f64>()
    }

    #[inline(always)]
    pub(in crate::source) fn get(&self, at: usize) -> f64 {
        let start = at * size_of::<f64>();
        f64::from_le_bytes(array(&self.0[start..start + size_of::<f64>()]))
    }

    pub(in crate::source) fn iter(&self) -> impl ExactSizeIterator<Item = f64> {
        self.0.chunks_exact(size_of::<f64>()).map(|bytes| f64::from_le_bytes(array(bytes)))
    }
}

impl FromIterator<f64> for Doubles {
    fn from_iter<T: IntoIterator<Item = f64>>(numbers: T) -> Doubles {
        Doubles(numbers.into_iter().flat_map(f64::to_le_bytes).collect())
    }
}

/// Texts in one piece of memory.
#[derive(Debug)]
pub(in crate::source) struct Strings {
    bytes: Bytes,
    places: Vec<(u32, u32)>,
}

impl Strings {
    #[inline(always)]
    pub(in crate::source) fn get(&self, at: usize) -> &[u8] {
        let (start, end) = self.places[at];
        &self.bytes[start as usize..end as usize]
    }

    /// Texts of their own.
    pub(super) fn of<'t>(texts: impl IntoIterator<Item = &'t [u8]>) -> Strings {
        let (mut bytes, mut places) = (Vec::new(), Vec::new());
        for text in texts {
            let start = bytes.len() as u32;
            bytes.extend_from_slice(text);
            places.push((start, bytes.len() as u32));
        }
        Strings { bytes: bytes.into(), places }
    }
}

impl Values {
    pub(in crate::source) fn len(&self) -> usize {
        match self {
            Values::Whole(numbers) => numbers.len(),
            Values::Single(numbers) => numbers.len(),
            Values::Double(numbers) => numbers.len(),
            Values::Bytes(texts) => texts.places.len(),
        }
    }

    /// Reads so many values; those of fixed length have so many bytes each.
    pub(super) fn read(
        physical: Physical,
        length: usize,
        bytes: &Bytes,
        count: usize,
        unsigned: bool,
    ) -> Result<Values> {
        let sized = |size: usize| {
            let whole = count.checked_mul(size).and_then(|size| bytes.get(..size));
            whole.ok_or_else(too_short).map(|bytes| bytes.chunks_exact(size.max(1)))
        };
        Ok(match physical {
            Physical::BOOLEAN => {
                let bits = bytes.get(..count.div_ceil(8)).ok_or_else(too_short)?;
                Values::Whole((0..count).map(|at| i64::from(bits[at / 8] >> (at % 8) & 1)).collect())
            }
            Physical::INT32 if unsigned => {
                Values::Whole(sized(4)?.map(|bytes| i64::from(u32::from_le_bytes(array(bytes)))).collect())
            }
            Physical::INT32 => {
                Values::Whole(sized(4)?.map(|bytes| i64::from(i32::from_le_bytes(array(bytes)))).collect())
            }
            Physical::INT64 => Values::Whole(sized(8)?.map(|bytes| i64::from_le_bytes(array(bytes))).collect()),
            Physical::INT96 => Values::Whole(sized(12)?.map(micros).collect()),
            Physical::FLOAT => Values::Single(sized(4)?.map(|bytes| f32::from_le_bytes(array(bytes))).collect()),
            Physical::DOUBLE => {
                let size = count.checked_mul(size_of::<f64>()).filter(|size| *size <= bytes.len());
                Values::Double(Doubles(bytes.slice(..size.ok_or_else(too_short)?)))
            }
            Physical::BYTE_ARRAY => Values::Bytes(Strings { bytes: bytes.clone(), places: prefixed(bytes, count)? }),
            Physical::FIXED_LEN_BYTE_ARRAY => {
                let _fits = sized(length)?;
                let place = |at: usize| ((at * length) as u32, ((at + 1) * length) as u32);
                Values::Bytes(Strings { bytes: bytes.clone(), places: (0..count).map(place).collect() })
            }
        })
    }
}

fn array<const N: usize>(bytes: &[u8]) -> [u8; N] {
    bytes.try_into().unwrap_or([0; N])
}

/// Nanoseconds of a day and the number of the day, in microseconds since 1970.
pub(super) fn micros(bytes: &[u8]) -> i64 {
    let nanos = u64::from_le_bytes(array(&bytes[..8])) as i64;
    let day = i64::from(u32::from_le_bytes(array(&bytes[8..])));
    (day - JULIAN).saturating_mul(86_400 * MICROS).saturating_add(nanos / 1_000)
}

/// Where texts stand of which each has its length before it.
fn prefixed(bytes: &[u8], count: usize) -> Result<Vec<(u32, u32)>> {
    let mut places = Vec::with_capacity(count.min(bytes.len() / 4));
    let mut at = 0;
    for _ in 0..count {
        let length = bytes.get(at..at + 4).ok_or_else(too_short)?;
        let start = at + 4;
        at = start.saturating_add(u32::from_le_bytes(array(length)) as usize);
        if at > bytes.len() {
            return Err(too_short());
        }
        places.push((start as u32, at as u32));
    }
    Ok(places)
}

pub(super) fn too_short() -> ParquetError {
    ParquetError::EOF("a page ends before its values do".to_owned())
}
