//! Where the delimiters and line ends of a block of text stand, found many bytes at a time.
//!
//! A block is looked at in pieces of 64 bytes, each of which becomes one bit a byte: delimiters, line ends, quotation marks.
//! What stands inside quotation marks is masked out. Which instructions make the bits is decided once, at run time; this
//! is the only file of the program with unsafe code, for what the compiler cannot check: that the machine has them.
#![allow(unsafe_code)]

use super::number::fixed;
pub(super) use super::pieces::{End, Marks, Work};
use super::pieces::{PIECE, Seen, bits, one_by_one, run, shifted, spread};

/// The instructions that make the bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kernel {
    #[cfg(target_arch = "x86_64")]
    Avx512,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    Sse2,
    #[cfg(target_arch = "aarch64")]
    Neon,
    #[cfg_attr(any(target_arch = "x86_64", target_arch = "aarch64"), allow(dead_code))]
    Plain,
}

impl Kernel {
    /// The fastest that this machine has.
    pub(super) fn best() -> Kernel {
        #[cfg(target_arch = "x86_64")]
        {
            match x86::has() {
                (true, true) => Kernel::Avx512,
                (true, false) => Kernel::Avx2,
                _ => Kernel::Sse2,
            }
        }
        #[cfg(target_arch = "aarch64")]
        {
            Kernel::Neon
        }
        #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
        {
            Kernel::Plain
        }
    }

    /// Finds the marks of a block that begins inside or outside quotation marks; outside, it begins with a field.
    pub(super) fn find(self, text: &[u8], delimiter: u8, inside: bool, marks: &mut Marks) {
        marks.whole = Seen::at_beginning(inside);
        self.go_on(text, delimiter, marks);
    }

    /// Finds the marks of what was added to a block, which begins as it did.
    pub(super) fn go_on(self, text: &[u8], delimiter: u8, marks: &mut Marks) {
        match self {
            // SAFETY: `best` and the tests choose a kernel only where the machine has its instructions.
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx512 => unsafe { x86::find_512(text, delimiter, marks) },
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx2 => unsafe { x86::find_2(text, delimiter, marks) },
            #[cfg(target_arch = "x86_64")]
            Kernel::Sse2 => run(text, marks, &|piece| x86::bits_sse(piece, delimiter), &shifted),
            #[cfg(target_arch = "aarch64")]
            Kernel::Neon => run(text, marks, &|piece| arm::bits(piece, delimiter), &shifted),
            Kernel::Plain => run(text, marks, &|piece| bits(piece, delimiter), &shifted),
        }
    }

    /// Does work with these instructions: what they are needed for stands in its place then and is not called.
    #[inline(always)]
    pub(super) fn done<W: Work>(self, work: W) -> W::Done {
        match self {
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx512 => unsafe { x86::done_512(work) },
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx2 => unsafe { x86::done_2(work) },
            _ => work.done(),
        }
    }

    /// A number as [`fixed`] reads it, if it has no more than sixteen bytes beside a minus.
    #[inline(always)]
    pub(super) fn number(self, block: &[u8], start: usize, end: usize) -> Option<(i64, u32)> {
        #[cfg(target_arch = "x86_64")]
        if let (Kernel::Avx512 | Kernel::Avx2, Some(from)) = (self, end.checked_sub(PIECE / 4))
            && let Some(sixteen) = block.get(from..end).and_then(|bytes| bytes.first_chunk())
        {
            let negative = usize::from(block.get(start) == Some(&b'-'));
            // SAFETY: as above.
            if let Some((digits, scale)) = unsafe { x86::number(sixteen, end - start - negative) } {
                return Some((if negative == 1 { -digits } else { digits }, scale));
            }
        }
        fixed(block, start, end)
    }

    /// Four numbers together, if the machine can and they are short and have no minus; empty ones are zero.
    #[inline(always)]
    #[cfg_attr(not(target_arch = "x86_64"), allow(unused_variables))]
    pub(super) fn four(
        self,
        block: &[u8],
        starts: &[u32],
        ends: &[u32],
        digits: &mut [i64],
        scales: &mut [u8],
    ) -> bool {
        #[cfg(target_arch = "x86_64")]
        if self == Kernel::Avx512 {
            let text = |at: usize| block.get(..ends[at] as usize).and_then(|text| text.last_chunk::<16>());
            let length = |at: usize| ends[at].wrapping_sub(starts[at]);
            let lengths = [length(0), length(1), length(2), length(3)];
            let texts = (text(0), text(1), text(2), text(3), digits.first_chunk_mut(), scales.first_chunk_mut());
            if let (Some(a), Some(b), Some(c), Some(d), Some(digits), Some(scales)) = texts {
                // SAFETY: as above.
                return unsafe { x86::four([*a, *b, *c, *d], lengths, digits, scales) };
            }
        }
        false
    }

    /// The places of so many marks, which stand between two bytes, the last of them included; before them that of the byte
    /// before the first, which is a mark or none.
    pub(super) fn places(self, words: &[u64], between: (usize, usize), count: usize, places: &mut Vec<u32>) {
        // A piece may write more places than it has.
        if places.len() < count + 2 * PIECE {
            places.resize(count + 2 * PIECE, 0);
        }
        let Some((before, places)) = places.split_first_mut() else { return };
        *before = (between.0 as u32).wrapping_sub(1);
        match self {
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx512 => unsafe { x86::places_512(words, between, places) },
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx2 => unsafe { x86::places_2(words, between, places) },
            _ => spread(words, between, places, &mut one_by_one),
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;
    use std::mem::transmute;

    use super::super::pieces::{Bits, PIECE, one_by_one, run, spread};
    use super::{Marks, Work};

    /// Whether the machine has the instructions of [`find_2`], and those that [`find_512`] needs beside them.
    pub(super) fn has() -> (bool, bool) {
        macro_rules! all {
            ($($name:tt),*) => { true $(&& is_x86_feature_detected!($name))* };
        }
        let has_2 = all!("avx2", "pclmulqdq", "popcnt", "bmi1", "bmi2", "lzcnt");
        (has_2, all!("avx512f", "avx512bw", "avx512vl", "avx512vbmi", "avx512vbmi2"))
    }

    /// # Safety
    /// The machine must have AVX-512 with bytes and compression, and carry-less multiplication.
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,pclmulqdq,popcnt,bmi1,bmi2,lzcnt")]
    pub(super) fn find_512(text: &[u8], delimiter: u8, marks: &mut Marks) {
        let all = |byte: u8| _mm512_set1_epi8(byte as i8);
        let (delimiters, ends, returns, quotes) = (all(delimiter), all(b'\n'), all(b'\r'), all(b'"'));
        let bits = |piece: &[u8; PIECE]| {
            // SAFETY: sixty-four bytes are what the register holds; any bits are valid.
            let bytes: __m512i = unsafe { transmute(*piece) };
            Bits {
                delimiters: _mm512_cmpeq_epi8_mask(bytes, delimiters),
                ends: _mm512_cmpeq_epi8_mask(bytes, ends),
                returns: _mm512_cmpeq_epi8_mask(bytes, returns),
                quotes: _mm512_cmpeq_epi8_mask(bytes, quotes),
                foreign: _mm512_movepi8_mask(bytes),
            }
        };
        run(text, marks, &bits, &|quotes| multiplied(quotes));
    }

    /// # Safety
    /// As for [`find_512`].
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,pclmulqdq,popcnt,bmi1,bmi2,lzcnt")]
    pub(super) fn places_512(words: &[u64], between: (usize, usize), places: &mut [u32]) {
        let numbers: [u8; PIECE] = std::array::from_fn(|at| at as u8);
        // SAFETY: as above.
        let numbers: __m512i = unsafe { transmute(numbers) };
        let mut put = |bits: u64, place: u32, places: &mut [u32]| {
            let count = bits.count_ones() as usize;
            let packed = _mm512_maskz_compress_epi8(bits, numbers);
            let own = _mm512_set1_epi32(place as i32);
            let wide = |part: __m128i| -> [u32; 16] {
                // SAFETY: as above, for sixteen numbers of four bytes.
                unsafe { transmute(_mm512_add_epi32(_mm512_cvtepu8_epi32(part), own)) }
            };
            let Some((slots, _)) = places.split_first_chunk_mut::<PIECE>() else { return 0 };
            let (slots, _) = slots.as_chunks_mut::<16>();
            // Whether there are more than sixteen cannot be foretold.
            slots[0] = wide(_mm512_extracti32x4_epi32::<0>(packed));
            slots[1] = wide(_mm512_extracti32x4_epi32::<1>(packed));
            if count > 32 {
                slots[2] = wide(_mm512_extracti32x4_epi32::<2>(packed));
                slots[3] = wide(_mm512_extracti32x4_epi32::<3>(packed));
            }
            count
        };
        spread(words, between, places, &mut put);
    }

    /// # Safety
    /// As for [`find_512`].
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,pclmulqdq,popcnt,bmi1,bmi2,lzcnt")]
    pub(super) fn done_512<W: Work>(work: W) -> W::Done {
        work.done()
    }

    /// # Safety
    /// As for [`find_2`].
    #[target_feature(enable = "avx2,pclmulqdq,popcnt,bmi1,bmi2,lzcnt")]
    pub(super) fn done_2<W: Work>(work: W) -> W::Done {
        work.done()
    }

    /// # Safety
    /// The machine must have AVX2 and carry-less multiplication.
    #[target_feature(enable = "avx2,pclmulqdq,popcnt,bmi1,bmi2,lzcnt")]
    pub(super) fn find_2(text: &[u8], delimiter: u8, marks: &mut Marks) {
        let bits = |piece: &[u8; PIECE]| {
            // SAFETY: twice thirty-two bytes are what two registers hold; any bits are valid.
            let [low, high]: [__m256i; 2] = unsafe { transmute(*piece) };
            let mask = |low: __m256i, high: __m256i| {
                u64::from(_mm256_movemask_epi8(low) as u32) | u64::from(_mm256_movemask_epi8(high) as u32) << 32
            };
            let is = |byte: u8| {
                let wanted = _mm256_set1_epi8(byte as i8);
                mask(_mm256_cmpeq_epi8(low, wanted), _mm256_cmpeq_epi8(high, wanted))
            };
            Bits {
                delimiters: is(delimiter),
                ends: is(b'\n'),
                returns: is(b'\r'),
                quotes: is(b'"'),
                foreign: mask(low, high),
            }
        };
        run(text, marks, &bits, &|quotes| multiplied(quotes));
    }

    /// # Safety
    /// As for [`find_2`].
    #[target_feature(enable = "avx2,pclmulqdq,popcnt,bmi1,bmi2,lzcnt")]
    pub(super) fn places_2(words: &[u64], between: (usize, usize), places: &mut [u32]) {
        spread(words, between, places, &mut one_by_one);
    }

    /// The last so many of sixteen bytes, where they are digits with or without a point: the number that the digits make,
    /// and how many of them stand behind the point.
    ///
    /// # Safety
    /// As for [`find_2`].
    #[inline]
    #[target_feature(enable = "avx2,pclmulqdq,popcnt,bmi1,bmi2,lzcnt")]
    pub(super) fn number(bytes: &[u8; 16], length: usize) -> Option<(i64, u32)> {
        if length == 0 || length > 16 {
            return None;
        }
        // SAFETY: sixteen bytes are what the register holds; any bits are valid.
        let bytes: __m128i = unsafe { transmute(*bytes) };
        let all = |byte: usize| _mm_set1_epi8(byte as i8);
        let order = _mm_set_epi8(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
        let points = _mm_movemask_epi8(_mm_cmpeq_epi8(bytes, all(usize::from(b'.')))) as u32 >> (16 - length);
        let behind = if points == 0 { length } else { points.trailing_zeros() as usize + 1 };
        let (count, scale) = (length - usize::from(points != 0), length - behind);
        // What stands before the point is moved up to it; of a second one a byte is left that is no digit.
        let moved = if points == 0 { 0 } else { 16 - scale };
        let from = _mm_add_epi8(order, _mm_cmpgt_epi8(all(moved), order));
        let values = _mm_shuffle_epi8(_mm_sub_epi8(bytes, all(usize::from(b'0'))), from);
        let digits = _mm_and_si128(values, _mm_cmpgt_epi8(order, all(15_usize.wrapping_sub(count))));
        let differ = _mm_xor_si128(digits, _mm_min_epu8(digits, all(9)));
        if count == 0 || _mm_testz_si128(differ, differ) == 0 {
            return None;
        }
        let pairs = _mm_maddubs_epi16(digits, _mm_set1_epi16(10 | 1 << 8));
        let fours = _mm_madd_epi16(pairs, _mm_set1_epi32(100 | 1 << 16));
        let eights = _mm_madd_epi16(_mm_packus_epi32(fours, fours), _mm_set1_epi32(10_000 | 1 << 16));
        let both = _mm_cvtsi128_si64(eights) as u64;
        Some(((both & 0xFFFF_FFFF) as i64 * 100_000_000 + (both >> 32) as i64, scale as u32))
    }

    /// Four texts, each the end of sixteen bytes, that are digits with or without a point: the numbers that the digits make,
    /// and how many of them stand behind the point. Whether all of them are; an empty one is zero.
    ///
    /// # Safety
    /// As for [`find_512`].
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,pclmulqdq,popcnt,bmi1,bmi2,lzcnt")]
    pub(super) fn four(texts: [[u8; 16]; 4], lengths: [u32; 4], digits: &mut [i64; 4], scales: &mut [u8; 4]) -> bool {
        const FIRST: u64 = 0x0001_0001_0001_0001;
        // SAFETY: sixteen bytes are what the register holds; any bits are valid.
        let [a, b, c, d]: [__m128i; 4] = unsafe { transmute(texts) };
        let low = _mm512_inserti32x4::<1>(_mm512_castsi128_si512(a), b);
        let bytes = _mm512_inserti32x4::<3>(_mm512_inserti32x4::<2>(low, c), d);
        if lengths.iter().any(|length| *length > 16) {
            return false;
        }
        // A bit for each byte of the four: those before the texts, the points, and those up to them.
        let before = |at: usize| ((1_u64 << (16 - lengths[at])) - 1) << (16 * at);
        let outside = before(0) | before(1) | before(2) | before(3);
        let points = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(b'.' as i8)) & !outside;
        let some = |bits: u64| (((bits & (FIRST * 0x7FFF)) + FIRST * 0x7FFF) | bits) >> 15 & FIRST;
        let pointed = some(points);
        let up_to = (points << 1).wrapping_sub(pointed);
        // What stands before a point is moved up to it; of a second one a byte is left that is no digit.
        let order = _mm512_broadcast_i32x4(_mm_set_epi8(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0));
        let from = _mm512_mask_sub_epi8(order, up_to, order, _mm512_set1_epi8(1));
        let values = _mm512_shuffle_epi8(_mm512_sub_epi8(bytes, _mm512_set1_epi8(b'0' as i8)), from);
        let inside = !(outside | (outside << 1 | FIRST) & (pointed << 16).wrapping_sub(pointed));
        let values = _mm512_maskz_mov_epi8(inside, values);
        let others = _mm512_cmpgt_epu8_mask(values, _mm512_set1_epi8(9));
        if others | pointed & !some(inside) != 0 {
            return false;
        }
        let pairs = _mm512_maddubs_epi16(values, _mm512_set1_epi16(10 | 1 << 8));
        let fours = _mm512_madd_epi16(pairs, _mm512_set1_epi32(100 | 1 << 16));
        let eights = _mm512_madd_epi16(_mm512_packus_epi32(fours, fours), _mm512_set1_epi32(10_000 | 1 << 16));
        let high = _mm512_mul_epu32(eights, _mm512_set1_epi64(100_000_000));
        let whole = _mm512_add_epi64(high, _mm512_srli_epi64::<32>(eights));
        let packed = _mm512_castsi512_si256(_mm512_maskz_compress_epi64(0b0101_0101, whole));
        // SAFETY: as above, for four numbers of eight bytes.
        *digits = unsafe { transmute::<__m256i, [i64; 4]>(packed) };
        let scale = |at: usize| ((points >> (16 * at)) as u16 as u32).leading_zeros() as u8 & 15;
        *scales = [scale(0), scale(1), scale(2), scale(3)];
        true
    }

    /// As [`super::shifted`], by multiplication without carry.
    #[target_feature(enable = "pclmulqdq")]
    fn multiplied(bits: u64) -> u64 {
        let product = _mm_clmulepi64_si128::<0>(_mm_set_epi64x(0, bits as i64), _mm_set1_epi8(-1));
        _mm_cvtsi128_si64(product) as u64
    }

    pub(super) fn bits_sse(piece: &[u8; PIECE], delimiter: u8) -> Bits {
        // SAFETY: four times sixteen bytes are what four registers hold; any bits are valid.
        let parts: [__m128i; 4] = unsafe { transmute(*piece) };
        let mask = |of: &dyn Fn(__m128i) -> i32| {
            parts.iter().rev().fold(0, |mask, part| mask << 16 | u64::from(of(*part) as u32 & 0xFFFF))
        };
        // SAFETY: every machine of this kind has these instructions, here and below.
        let is = |byte: u8| mask(&|part| unsafe { _mm_movemask_epi8(_mm_cmpeq_epi8(part, _mm_set1_epi8(byte as i8))) });
        Bits {
            delimiters: is(delimiter),
            ends: is(b'\n'),
            returns: is(b'\r'),
            quotes: is(b'"'),
            // SAFETY: as above.
            foreign: mask(&|part| unsafe { _mm_movemask_epi8(part) }),
        }
    }
}

#[cfg(target_arch = "aarch64")]
mod arm {
    use std::arch::aarch64::*;
    use std::mem::transmute;

    use super::super::pieces::{Bits, PIECE};

    const WEIGHTS: [u8; 16] = [1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128];

    pub(super) fn bits(piece: &[u8; PIECE], delimiter: u8) -> Bits {
        // SAFETY: every machine of this kind has these instructions; sixteen bytes are what a register holds.
        unsafe {
            let parts: [uint8x16_t; 4] = transmute(*piece);
            let weights: uint8x16_t = transmute(WEIGHTS);
            let mask = |of: &dyn Fn(uint8x16_t) -> uint8x16_t| {
                let [a, b, c, d] = parts.map(|part| vandq_u8(of(part), weights));
                let four = vpaddq_u8(vpaddq_u8(a, b), vpaddq_u8(c, d));
                vgetq_lane_u64::<0>(vreinterpretq_u64_u8(vpaddq_u8(four, four)))
            };
            let is = |byte: u8| mask(&|part| vceqq_u8(part, vdupq_n_u8(byte)));
            let high = vdupq_n_u8(0x80);
            Bits {
                delimiters: is(delimiter),
                ends: is(b'\n'),
                returns: is(b'\r'),
                quotes: is(b'"'),
                foreign: mask(&|part| vcgeq_u8(part, high)),
            }
        }
    }
}

#[cfg(test)]
mod tests;
