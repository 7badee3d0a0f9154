//! Columns of decimals: whole numbers of units of the last place.

use parquet::basic::Encoding;
use parquet::errors::Result;
use parquet::schema::types::ColumnDescPtr;

use super::PAGE;
use super::chunk::{Chunk, Data, Pages};

/// Digits that a number of eight bytes, and one of sixteen, always has room for.
pub(super) const SHORT: u32 = 18;
pub(super) const LONG: u32 = 38;

/// Most places behind the point.
const PLACES: usize = 29;

/// What is known of the numbers of a column.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Measured {
    /// How many rows have a number.
    pub(crate) given: u64,
    /// By places behind the point: the most digits, as a number without the point.
    largest: [u128; PLACES],
    /// The places that some number has, one bit each.
    places: u32,
}

impl Measured {
    /// Takes note of so many numbers with these places, of which none has more digits.
    pub(crate) fn take(&mut self, largest: u128, places: u32, count: u64) {
        let at = (places as usize).min(PLACES - 1);
        self.given += count;
        self.largest[at] = self.largest[at].max(largest);
        self.places |= 1 << at;
    }

    /// How many places the numbers have, and how many digits they take then; none where they take too many.
    pub(super) fn digits(&self) -> Option<(u32, u32)> {
        let places = u32::BITS.saturating_sub(self.places.leading_zeros()).saturating_sub(1);
        let raised = |(at, largest): (usize, &u128)| {
            let more = 10_u128.checked_pow(places.saturating_sub(at as u32))?;
            if *largest == 0 { Some(0) } else { largest.checked_mul(more) }
        };
        let largest = self.largest.iter().enumerate().map(raised).collect::<Option<Vec<u128>>>()?;
        let largest = largest.into_iter().max().unwrap_or(0);
        [SHORT, LONG].into_iter().find(|digits| largest < 10_u128.pow(*digits)).map(|digits| (places, digits))
    }
}

/// Numbers in eight bytes; [`i64::MIN`] is none.
pub(super) fn short(column: &ColumnDescPtr, units: &[i64]) -> Result<Chunk> {
    let bytes = |units: i64| units.to_le_bytes().to_vec();
    chunk(column, units, i64::MIN, &bytes, &|units, out| {
        units.iter().for_each(|units| out.extend_from_slice(&units.to_le_bytes()));
    })
}

/// Numbers in sixteen bytes; [`i128::MIN`] is none.
pub(super) fn long(column: &ColumnDescPtr, units: &[i128]) -> Result<Chunk> {
    let bytes = |units: i128| units.to_be_bytes().to_vec();
    chunk(column, units, i128::MIN, &bytes, &|units, out| {
        units.iter().for_each(|units| out.extend_from_slice(&units.to_be_bytes()));
    })
}

fn chunk<T: Copy + Ord>(
    column: &ColumnDescPtr,
    units: &[T],
    none: T,
    bytes: &dyn Fn(T) -> Vec<u8>,
    encode: &dyn Fn(&[T], &mut Vec<u8>),
) -> Result<Chunk> {
    let is_optional = column.max_def_level() > 0;
    let mut pages = Pages::new(column)?;
    let (mut given, mut there, mut values) = (Vec::new(), Vec::new(), Vec::new());
    let mut all: Option<(T, T)> = None;
    for units in units.chunks(PAGE) {
        given.clear();
        there.clear();
        values.clear();
        given.extend(units.iter().copied().filter(|units| *units != none));
        if is_optional {
            there.extend(units.iter().map(|units| u32::from(*units != none)));
        }
        encode(&given, &mut values);
        let bounds = given.iter().copied().min().zip(given.iter().copied().max());
        if let Some((least, greatest)) = bounds {
            all = Some(all.map_or((least, greatest), |all| (all.0.min(least), all.1.max(greatest))));
        }
        pages.data(Data {
            there: is_optional.then_some(&there),
            rows: units.len(),
            empty: units.len() - given.len(),
            values: &values,
            encoding: Encoding::PLAIN,
            bounds: bounds.map(|(least, greatest)| (bytes(least), bytes(greatest))),
        })?;
    }
    pages.finish(all.map(|(least, greatest)| (bytes(least), bytes(greatest))))
}
