//! Numbers in fixed point: digits with a decimal point, read sixteen bytes at a time.

const ZEROS: u128 = 0x3030_3030_3030_3030_3030_3030_3030_3030;
const ONES: u128 = 0x0101_0101_0101_0101_0101_0101_0101_0101;
const POINTS: u128 = ONES * b'.' as u128;

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

/// The digits of a number and how many of them stand behind the point; none for anything but at most sixteen digits with
/// or without a point and a minus, which the plain reader may still understand. `word` holds the first sixteen bytes.
#[inline(always)]
pub(super) fn fixed(word: u128, length: usize) -> Option<(i64, u32)> {
    let negative = word as u8 == b'-';
    let (word, length) = if negative { (word >> 8, length - 1) } else { (word, length) };
    if length == 0 || length > 16 - usize::from(negative) {
        return None;
    }
    let word = if length == 16 { word } else { word & ((1 << (8 * length)) - 1) };
    let differs = word ^ POINTS;
    let points = differs.wrapping_sub(ONES) & !differs & (ONES << 7);
    let (digits, count, scale) = match points {
        0 => (word, length, 0),
        _ => {
            let point = points.trailing_zeros() as usize / 8;
            let whole = word & ((1 << (8 * point)) - 1);
            let fraction = if point == 15 { 0 } else { word >> (8 * (point + 1)) };
            (whole | fraction << (8 * point), length - 1, length - point - 1)
        }
    };
    if count == 0 {
        return None;
    }
    let missing = 8 * (16 - count);
    let digits = if missing == 0 { digits } else { digits << missing | ZEROS & ((1 << missing) - 1) };
    let values = digits ^ ZEROS;
    if (values | values.wrapping_add(ONES * 6)) & (ONES * 0xF0) != 0 {
        return None;
    }
    let number = (eight(values as u64) * 100_000_000 + eight((values >> 64) as u64)) as i64;
    Some((if negative { -number } else { number }, scale as u32))
}

/// Eight digits, the first in the lowest byte.
#[inline(always)]
fn eight(values: u64) -> u64 {
    let pairs = (values.wrapping_mul(10).wrapping_add(values >> 8)) & 0x00FF_00FF_00FF_00FF;
    let fours = (pairs.wrapping_mul(100).wrapping_add(pairs >> 16)) & 0x0000_FFFF_0000_FFFF;
    (fours.wrapping_mul(10_000).wrapping_add(fours >> 32)) & 0xFFFF_FFFF
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::source::number::decimal;
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    fn read(text: &str) -> Option<Decimal> {
        let mut bytes = [b'7'; 16];
        let length = text.len().min(16);
        bytes[..length].copy_from_slice(&text.as_bytes()[..length]);
        fixed(u128::from_le_bytes(bytes), text.len()).map(|(digits, scale)| Decimal::new(digits, scale))
    }

    #[test]
    fn plain_numbers_are_read() {
        for text in
            ["0", "1", "-1.50", "123456789012345", "0.001", ".5", "5.", "-0", "1234567890.1234", "999999999999999.9"]
        {
            let expected = decimal(text).unwrap();
            let found = read(text);
            assert!(
                text.len() > 16 || found.is_some_and(|found| found == expected && found.scale() == expected.scale()),
                "{text} {found:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_the_plain_reader_reads(text in "-?[0-9.,eE+ \u{b2}-]{0,18}|-?[0-9]{1,9}\\.[0-9]{1,6}") {
            if let Some(found) = read(&text) {
                let expected = decimal(&text);
                prop_assert_eq!(expected, Ok(found), "{}", text);
            }
        }
    }
}
