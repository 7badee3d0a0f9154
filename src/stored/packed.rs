//! Small numbers as Parquet packs them: in runs and groups of eight, and as differences.

/// How many numbers are packed together.
const GROUP: usize = 8;

/// How many differences share a smallest one, and how many of them have the same width.
const BLOCK: usize = 128;
const MINIBLOCK: usize = 32;

/// How many bits numbers up to this one take, at least one.
pub(super) fn bits(largest: u32) -> u8 {
    (u32::BITS - largest.leading_zeros()).max(1) as u8
}

/// Packs numbers of so many bits: runs of one number, and groups of eight.
pub(super) fn runs(numbers: &[u32], bits: u8, out: &mut Vec<u8>) {
    let mut at = 0;
    while at < numbers.len() {
        let first = numbers[at];
        let run = numbers[at..].iter().take_while(|number| **number == first).count();
        if run >= GROUP || at + run == numbers.len() {
            varint((run as u64) << 1, out);
            out.extend_from_slice(&first.to_le_bytes()[..usize::from(bits.div_ceil(8))]);
            at += run;
        } else {
            let end = end_of_groups(numbers, at);
            varint(((end - at).div_ceil(GROUP) as u64) << 1 | 1, out);
            pack(&numbers[at..end], GROUP, bits, out);
            at = end;
        }
    }
}

/// Where groups of eight end because a run of one number begins.
fn end_of_groups(numbers: &[u32], from: usize) -> usize {
    let mut at = from + GROUP;
    while at < numbers.len() {
        let group = &numbers[at..numbers.len().min(at + GROUP)];
        if group.iter().all(|number| *number == group[0]) {
            return at;
        }
        at += GROUP;
    }
    numbers.len()
}

/// Packs differences: each block with its smallest difference, and what each is above it.
pub(super) fn differences(numbers: &[u32], out: &mut Vec<u8>) {
    varint(BLOCK as u64, out);
    varint((BLOCK / MINIBLOCK) as u64, out);
    varint(numbers.len() as u64, out);
    signed(numbers.first().copied().unwrap_or(0).into(), out);
    let steps: Vec<i64> = numbers.windows(2).map(|pair| i64::from(pair[1]) - i64::from(pair[0])).collect();
    for block in steps.chunks(BLOCK) {
        let least = block.iter().copied().min().unwrap_or(0);
        let above: Vec<u32> = block.iter().map(|step| (step - least) as u32).collect();
        signed(least, out);
        let width = |part: &[u32]| u32::BITS - part.iter().fold(0, |bits, number| bits | number).leading_zeros();
        let widths: Vec<u8> = above.chunks(MINIBLOCK).map(|part| width(part) as u8).collect();
        out.extend((0..BLOCK / MINIBLOCK).map(|part| widths.get(part).copied().unwrap_or(0)));
        above.chunks(MINIBLOCK).zip(&widths).for_each(|(part, bits)| pack(part, MINIBLOCK, *bits, out));
    }
}

/// Packs numbers one after another, the lowest bit first, and zeros up to a multiple of so many.
fn pack(numbers: &[u32], whole: usize, bits: u8, out: &mut Vec<u8>) {
    let (mut word, mut filled) = (0_u64, 0);
    let padding = numbers.len().next_multiple_of(whole) - numbers.len();
    for number in numbers.iter().copied().chain(std::iter::repeat_n(0, padding)) {
        word |= u64::from(number) << filled;
        filled += u32::from(bits);
        if filled >= u32::BITS {
            out.extend_from_slice(&(word as u32).to_le_bytes());
            (word, filled) = (word >> u32::BITS, filled - u32::BITS);
        }
    }
    out.extend_from_slice(&word.to_le_bytes()[..filled.div_ceil(8) as usize]);
}

/// A number in groups of seven bits, the last one first.
fn varint(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn signed(number: i64, out: &mut Vec<u8>) {
    varint((number << 1 ^ number >> 63) as u64, out);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    /// The numbers that were packed, by the words of the format.
    fn unpacked(mut bytes: &[u8], bits: u8, count: usize) -> Vec<u32> {
        let mut numbers = Vec::new();
        while numbers.len() < count {
            let end = bytes.iter().position(|byte| byte & 0x80 == 0).unwrap();
            let head = bytes[..=end].iter().rev().fold(0, |head, byte| head << 7 | usize::from(byte & 0x7f));
            bytes = &bytes[end + 1..];
            let size = if head & 1 == 0 { usize::from(bits.div_ceil(8)) } else { (head >> 1) * usize::from(bits) };
            let (own, rest) = bytes.split_at(size);
            let bit = |at: usize| u32::from(own[at / 8] >> (at % 8) & 1);
            let number = |first: usize| (0..usize::from(bits)).rev().fold(0, |sum, at| sum << 1 | bit(first + at));
            match head & 1 {
                0 => numbers.extend(std::iter::repeat_n(number(0), head >> 1)),
                _ => numbers.extend((0..(head >> 1) * GROUP).map(|at| number(at * usize::from(bits)))),
            }
            bytes = rest;
        }
        numbers.truncate(count);
        numbers
    }

    proptest! {
        #[test]
        fn runs_come_back(
            runs in prop::collection::vec((any::<u32>(), prop_oneof![1..3_usize, 1..40_usize]), 0..60), shift in 0..32_u32
        ) {
            let numbers: Vec<u32> =
                runs.iter().flat_map(|(number, times)| std::iter::repeat_n(number >> shift, *times)).collect();
            let bits = bits(numbers.iter().copied().max().unwrap_or(0));
            let mut out = Vec::new();
            super::runs(&numbers, bits, &mut out);
            prop_assert_eq!(unpacked(&out, bits, numbers.len()), numbers);
        }
    }

    /// The examples of the format.
    #[test]
    fn differences_are_as_the_format_says() {
        let mut out = Vec::new();
        differences(&[1, 2, 3, 4, 5], &mut out);
        assert_eq!(out, [0x80, 1, 4, 5, 2, 2, 0, 0, 0, 0]);
        out.clear();
        differences(&[7, 5, 3, 1, 2, 3, 4, 5], &mut out);
        assert_eq!(out, [0x80, 1, 4, 8, 14, 3, 2, 0, 0, 0, 0b1100_0000, 0b0011_1111, 0, 0, 0, 0, 0, 0]);
    }
}
