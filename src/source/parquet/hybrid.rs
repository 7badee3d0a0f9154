//! Small numbers as Parquet packs them: runs of one number, and groups of eight in few bits each.

use parquet::errors::{ParquetError, Result};

/// How many numbers are unpacked at a time.
const BATCH: usize = 512;

/// A part of the numbers.
#[derive(Debug)]
pub(in crate::source) enum Part<'p> {
    /// One number so many times.
    Same(u32, usize),
    /// Numbers one after another.
    Each(&'p [u32]),
}

/// Unpacks so many numbers of so many bits, part by part.
pub(super) fn unpack(bytes: &[u8], bits: u8, count: usize, take: &mut dyn FnMut(Part<'_>)) -> Result<()> {
    let too_short = || ParquetError::EOF("a page ends before its values do".to_owned());
    if bits > 32 {
        return Err(ParquetError::General(format!("values of {bits} bits, expected at most 32")));
    }
    let (mut at, mut left) = (0, count);
    while left > 0 {
        let (head, width) = varint(&bytes[at..]).ok_or_else(too_short)?;
        at += width;
        if head & 1 == 0 {
            let width = usize::from(bits.div_ceil(8));
            let number = bytes.get(at..at + width).ok_or_else(too_short)?;
            let number = number.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte));
            let times = ((head >> 1) as usize).min(left);
            if times == 0 {
                return Err(too_short());
            }
            take(Part::Same(number, times));
            (at, left) = (at + width, left - times);
        } else {
            let groups = (head >> 1) as usize;
            let size = groups.checked_mul(usize::from(bits)).ok_or_else(too_short)?;
            let times = groups.saturating_mul(8).min(left);
            // The last group may be cut off where no value stands.
            let packed = &bytes[at..at.saturating_add(size).min(bytes.len())];
            if times == 0 || packed.len() * 8 < times * usize::from(bits) {
                return Err(too_short());
            }
            each(packed, bits, times, take);
            (at, left) = (at + packed.len(), left - times);
        }
    }
    Ok(())
}

fn each(packed: &[u8], bits: u8, count: usize, take: &mut dyn FnMut(Part<'_>)) {
    let mut numbers = [0; BATCH];
    let bits = usize::from(bits);
    for first in (0..count).step_by(BATCH) {
        let numbers = &mut numbers[..BATCH.min(count - first)];
        // As many numbers as there are in a batch begin at a whole byte.
        let bytes = &packed[first * bits / 8..];
        for (at, number) in numbers.iter_mut().enumerate() {
            let shift = at * bits % 8;
            *number = (eight(bytes, at * bits / 8) >> shift & ((1 << bits) - 1)) as u32;
        }
        take(Part::Each(numbers));
    }
}

/// Eight bytes, with zeros behind the end.
#[inline(always)]
fn eight(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..at + 8).and_then(|bytes| bytes.try_into().ok()) {
        Some(bytes) => u64::from_le_bytes(bytes),
        None => bytes[at.min(bytes.len())..].iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)),
    }
}

/// A number in groups of seven bits, the last one first, and how many bytes it takes.
fn varint(bytes: &[u8]) -> Option<(u64, usize)> {
    let mut number = 0;
    for (at, byte) in bytes.iter().take(9).enumerate() {
        number |= u64::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return Some((number, at + 1));
        }
    }
    None
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn all(bytes: &[u8], bits: u8, count: usize) -> Result<Vec<u32>> {
        let mut numbers = Vec::new();
        unpack(bytes, bits, count, &mut |part| match part {
            Part::Same(number, times) => numbers.extend(std::iter::repeat_n(number, times)),
            Part::Each(each) => numbers.extend(each),
        })?;
        Ok(numbers)
    }

    #[test]
    fn runs_and_groups() {
        // The example of the format: 0 to 7 in three bits each.
        let packed = [0b0000_0011, 0b1000_1000, 0b1100_0110, 0b1111_1010];
        assert_eq!(all(&packed, 3, 8).unwrap(), [0, 1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(all(&packed, 3, 5).unwrap(), [0, 1, 2, 3, 4]);
        assert_eq!(all(&[6, 9], 4, 3).unwrap(), [9; 3]);
        assert_eq!(all(&[6], 0, 3).unwrap(), [0; 3]);
        assert_eq!(all(&[2, 7, 3, 0xAA], 1, 9).unwrap(), [7, 0, 1, 0, 1, 0, 1, 0, 1]);
    }

    #[test]
    fn what_ends_too_early_is_an_error() {
        for (bytes, bits, count) in [(&[][..], 1, 1), (&[3], 8, 1), (&[6], 8, 1), (&[0, 1], 8, 1), (&[0x80], 1, 1)] {
            assert!(all(bytes, bits, count).is_err(), "{bytes:?}");
        }
        assert!(all(&[2, 0], 40, 1).is_err());
    }

    #[test]
    fn many_numbers_of_any_width() {
        for bits in 1..=32_u8 {
            let numbers: Vec<u32> =
                (0..1_601_u32).map(|at| at.wrapping_mul(0x9E37_79B9) >> (32 - u32::from(bits))).collect();
            let mut packed = vec![0; 1_608 * usize::from(bits) / 8];
            for (at, number) in numbers.iter().enumerate() {
                for bit in 0..usize::from(bits) {
                    let place = at * usize::from(bits) + bit;
                    packed[place / 8] |= u8::from(number >> bit & 1 == 1) << (place % 8);
                }
            }
            let groups = 201_u32 << 1 | 1;
            let bytes = [vec![(groups & 0x7f) as u8 | 0x80, (groups >> 7) as u8], packed].concat();
            assert_eq!(all(&bytes, bits, numbers.len()).unwrap(), numbers, "{bits} bits");
        }
    }
}
