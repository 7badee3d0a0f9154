//! The digits of whole numbers, eight at a time.

use super::room::Room;

/// A number of 128 bits has at most 39 digits, and twenty-eight may stand behind the point.
pub(super) const LONGEST: usize = 48;
const EIGHT: u64 = 100_000_000;
const SIXTEEN: u128 = 10_000_000_000_000_000;
/// Powers of ten, as many as there are for the digits behind the point of a number that is put in steps.
const TENS: [u64; 9] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, EIGHT];

/// Puts a number with a point, zeros at the end of its fraction left out where it is an amount. There must be room for
/// [`LONGEST`].
#[inline(always)]
pub(super) fn number(digits: i128, scale: u32, is_amount: bool, room: &mut Room) {
    match i64::try_from(digits) {
        Ok(digits) if (scale as usize) < TENS.len() => {
            if digits < 0 {
                room.byte(b'-');
            }
            let (before, behind) = parted(digits.unsigned_abs(), scale);
            whole(before, room);
            fraction(behind, scale as usize, is_amount, room);
        }
        _ => long(digits, scale, is_amount, room),
    }
}

/// What stands before the point and behind it: to divide by a number that is known beforehand is to multiply.
#[inline(always)]
fn parted(size: u64, scale: u32) -> (u64, u64) {
    match scale {
        0 => (size, 0),
        1 => (size / 10, size % 10),
        2 => (size / 100, size % 100),
        3 => (size / 1_000, size % 1_000),
        4 => (size / 10_000, size % 10_000),
        5 => (size / 100_000, size % 100_000),
        6 => (size / 1_000_000, size % 1_000_000),
        7 => (size / 10_000_000, size % 10_000_000),
        _ => (size / EIGHT, size % EIGHT),
    }
}

#[inline(always)]
fn whole(size: u64, room: &mut Room) {
    if size >= EIGHT {
        return large(size, room);
    }
    let text = eight(size);
    let zeros = (digits_of(text).trailing_zeros() / 8).min(7);
    room.eight(text >> (8 * zeros), 8 - zeros as usize);
}

#[inline(never)]
fn large(size: u64, room: &mut Room) {
    whole(size / EIGHT, room);
    room.eight(eight(size % EIGHT), 8);
}

#[inline(always)]
fn fraction(part: u64, scale: usize, is_amount: bool, room: &mut Room) {
    if scale == 0 || is_amount && part == 0 {
        return;
    }
    room.byte(b'.');
    let text = eight(part * TENS[8 - scale]);
    let zeros = digits_of(text).leading_zeros() as usize / 8;
    room.eight(text, if is_amount { 8 - zeros } else { scale });
}

/// What the digits of a text of eight stand for, each in its byte.
#[inline(always)]
fn digits_of(text: u64) -> u64 {
    text & 0x0f0f_0f0f_0f0f_0f0f
}

/// A number of any length.
#[cold]
fn long(digits: i128, scale: u32, is_amount: bool, room: &mut Room) {
    let mut place = [b'0'; LONGEST];
    let first = write(digits.unsigned_abs(), &mut place);
    let point = LONGEST - scale as usize;
    let begin = first.min(point - 1);
    let mut end = LONGEST;
    while is_amount && end > point && place[end - 1] == b'0' {
        end -= 1;
    }
    // The point gets a place by moving what stands before it, and the sign one before that.
    let mut start = begin;
    if end > point {
        place.copy_within(begin..point, begin - 1);
        place[point - 1] = b'.';
        start -= 1;
    }
    if digits < 0 {
        start -= 1;
        place[start] = b'-';
    }
    room.bytes(&place[start..end]);
}

/// Writes digits at the end of a place; where the first one stands that is not zero.
#[inline(always)]
fn write(mut size: u128, place: &mut [u8; LONGEST]) -> usize {
    let mut at = LONGEST;
    while size > u128::from(u64::MAX) {
        let part = (size % SIXTEEN) as u64;
        size /= SIXTEEN;
        place[at - 8..at].copy_from_slice(&eight(part % EIGHT).to_le_bytes());
        place[at - 16..at - 8].copy_from_slice(&eight(part / EIGHT).to_le_bytes());
        at -= 16;
    }
    let mut size = size as u64;
    loop {
        let digits = eight(size % EIGHT);
        size /= EIGHT;
        place[at - 8..at].copy_from_slice(&digits.to_le_bytes());
        at -= 8;
        if size == 0 {
            return at + (digits_of(digits).trailing_zeros() / 8) as usize;
        }
    }
}

/// Eight digits as text, the first in the lowest byte: halves, quarters and digits are parted side by side.
#[inline(always)]
fn eight(number: u64) -> u64 {
    let fours = (number / 10_000) | ((number % 10_000) << 32);
    let hundreds = ((fours * 10_486) >> 20) & 0x7f_0000_007f;
    let twos = hundreds | ((fours - 100 * hundreds) << 16);
    let tens = ((twos * 103) >> 10) & 0x000f_000f_000f_000f;
    (tens | ((twos - 10 * tens) << 8)) | 0x3030_3030_3030_3030
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::number::{exact, fixed};
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    fn set(digits: i128, scale: u32, is_amount: bool) -> String {
        let mut room = Room::default();
        room.make(LONGEST);
        number(digits, scale, is_amount, &mut room);
        String::from_utf8_lossy(room.text()).into_owned()
    }

    proptest! {
        #[test]
        fn numbers_are_those_of_the_other_formats(
            digits in any::<i64>(), drop in 0..63_u32, more in 0..1_000_000_i128, scale in 0..12_u32
        ) {
            let digits = i128::from(digits >> drop) * (more + 1);
            if let Ok(value) = Decimal::try_from_i128_with_scale(digits, scale) {
                prop_assert_eq!(set(digits, scale, true), exact(value));
                prop_assert_eq!(set(digits, scale, false), fixed(value, 0, scale));
            }
        }
    }

    #[test]
    fn the_ends_of_what_fits() {
        let nines = "99999999";
        for digits in [0, 9, 10, 99_999_999, 100_000_000, i128::from(u64::MAX), i128::from(u64::MAX) + 1, i128::MAX] {
            assert_eq!(set(digits, 0, true), digits.to_string());
            assert_eq!(set(-digits, 0, true), (-digits).to_string());
        }
        assert_eq!(set(99_999_999, 28, false), format!("0.{}{nines}", "0".repeat(20)));
        assert_eq!(set(-1_500, 3, true), "-1.5");
    }
}
