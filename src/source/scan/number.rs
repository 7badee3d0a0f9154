//! Numbers in fixed point: digits with a decimal point, read eight bytes at a time.

use super::marks::Kernel;
use super::words::eight;

const ONES: u64 = 0x0101_0101_0101_0101;
const ZEROS: u64 = ONES * b'0' as u64;
const POINTS: u64 = ONES * b'.' as u64;

/// Most digits before the point of a number with a fraction, and most behind it; together they fit.
const WHOLE: usize = 10;
const FRACTION: usize = 8;

/// Powers of ten.
pub(super) const TENS: [i64; 19] = {
    let mut tens = [1; 19];
    let mut at = 1;
    while at < tens.len() {
        tens[at] = tens[at - 1] * 10;
        at += 1;
    }
    tens
};

/// Numbers that are read together.
pub(super) const MANY: usize = crate::cube::grid::TOGETHER;

/// Where cells of numbers begin and end.
#[derive(Debug, Default)]
pub(super) struct Spans {
    pub(super) starts: [u32; MANY],
    pub(super) ends: [u32; MANY],
    pub(super) count: usize,
}

impl Spans {
    /// The numbers of the cells, as [`fixed`] reads them; an empty one may be zero. Gives those that were not read, a bit each.
    #[inline(always)]
    pub(super) fn numbers(
        &self,
        kernel: Kernel,
        block: &[u8],
        digits: &mut [i64; MANY],
        scales: &mut [u8; MANY],
    ) -> u32 {
        let mut left = 0;
        for group in 0..self.count.min(MANY).div_ceil(4) {
            let group = 4 * group..4 * group + 4;
            let (starts, ends) = (&self.starts[group.clone()], &self.ends[group.clone()]);
            let (digits, scales) = (&mut digits[group.clone()], &mut scales[group.clone()]);
            if kernel.four(block, starts, ends, digits, scales) {
                continue;
            }
            for at in 0..4 {
                match kernel.number(block, starts[at] as usize, ends[at] as usize) {
                    Some((number, scale)) => (digits[at], scales[at]) = (number, scale as u8),
                    None => left |= 1 << (group.start + at),
                }
            }
        }
        left
    }
}

/// The digits of a number and how many of them stand behind the point; none for anything but a few digits with or
/// without a point and a minus, which the plain reader may still understand.
#[inline(always)]
pub(super) fn fixed(block: &[u8], start: usize, end: usize) -> Option<(i64, u32)> {
    let first = eight(block, start);
    let negative = first as u8 == b'-';
    let start = start + usize::from(negative);
    let first = if negative { eight(block, start) } else { first };
    let length = end - start;
    if length > WHOLE + 1 + FRACTION {
        return None;
    }
    let second = eight(block, start + 8);
    // With few branches: how long numbers are cannot be foretold.
    let (near, far) = (points(first), points(second));
    let place = if near != 0 { near.trailing_zeros() } else { 64 + far.trailing_zeros() };
    let point = if near | far == 0 { length } else { place as usize / 8 };
    let (whole, scale) = if point >= length { (length, 0) } else { (point, length - point - 1) };
    if whole > if scale > 0 { WHOLE } else { 16 } || scale > FRACTION || whole + scale == 0 {
        return None;
    }
    let behind = if scale == 0 { 0 } else { (eight(block, start + whole + 1) ^ ZEROS) << (64 - 8 * scale) };
    let above = match whole {
        0 => 0,
        1..=8 => {
            let digits = (first ^ ZEROS) << (64 - 8 * whole);
            if others(digits) != 0 {
                return None;
            }
            number(digits)
        }
        _ => {
            let (high, low) = (first ^ ZEROS, (second ^ ZEROS) << (128 - 8 * whole));
            if others(high) | others(low) != 0 {
                return None;
            }
            number(high) * TENS[whole - 8] + number(low)
        }
    };
    if others(behind) != 0 {
        return None;
    }
    let number = above * TENS[scale] + number(behind);
    Some((if negative { -number } else { number }, scale as u32))
}

/// The bytes that are points, by their highest bits.
#[inline(always)]
fn points(word: u64) -> u64 {
    let differs = word ^ POINTS;
    differs.wrapping_sub(ONES) & !differs & (ONES << 7)
}

/// The bytes that are no values of digits, by their highest bits.
#[inline(always)]
fn others(values: u64) -> u64 {
    (values | values.wrapping_add(ONES * 0x76)) & (ONES << 7)
}

/// The number of eight values of digits, the first in the lowest byte.
#[inline(always)]
fn number(values: u64) -> i64 {
    let pairs = (values.wrapping_mul(10).wrapping_add(values >> 8)) & 0x00FF_00FF_00FF_00FF;
    let fours = (pairs.wrapping_mul(100).wrapping_add(pairs >> 16)) & 0x0000_FFFF_0000_FFFF;
    ((fours.wrapping_mul(10_000).wrapping_add(fours >> 32)) & 0xFFFF_FFFF) as i64
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::source::number::decimal;
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    fn read(text: &str, behind: &str) -> Option<Decimal> {
        let block = [text.as_bytes(), behind.as_bytes(), &[b'7'; 32]].concat();
        fixed(&block, 0, text.len()).map(|(digits, scale)| Decimal::new(digits, scale))
    }

    #[test]
    fn plain_numbers_are_read() {
        for text in [
            "0",
            "1",
            "-1.50",
            "12345678",
            "123456789",
            "1234567890123456",
            "0.001",
            ".5",
            "5.",
            "-0",
            "1234567890.12345678",
            "99999999.99999999",
        ] {
            let (expected, found) = (decimal(text).unwrap(), read(text, ",").unwrap());
            assert_eq!((found, found.scale()), (expected, expected.scale()), "{text}");
        }
        for text in
            ["", "-", ".", "1,5", "12345678901234567", "1.2.3", "1e3", "+1", "1 000", "12345678901.5", "0.123456789"]
        {
            assert_eq!(read(text, ","), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_the_plain_reader_reads(
            text in "-?[0-9.,eE+ \u{b2}-]{0,18}|-?[0-9]{0,11}\\.[0-9]{0,9}|-?[0-9]{1,18}", behind in "[0-9.,\n]{0,9}"
        ) {
            if let Some(found) = read(&text, &behind) {
                let expected = decimal(&text);
                prop_assert_eq!(expected, Ok(found), "{}", text);
                prop_assert_eq!(expected.unwrap().scale(), found.scale());
            }
        }
    }
}
