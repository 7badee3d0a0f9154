//! Instructions of x86-64.

use std::arch::x86_64::*;
use std::mem::transmute;

use super::super::finder::{ENDS, Group, Rare, TOGETHER, Ways};
use super::super::pieces::{Bits, PIECE, first_ends, one_by_one, spread};
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
    let rare = |group: &Group| {
        // SAFETY: as above, for each of them.
        let [a, b, c, d]: [__m512i; TOGETHER] = unsafe { transmute(*group) };
        let any = _mm512_or_si512(_mm512_or_si512(a, b), _mm512_or_si512(c, d));
        let (a, b) = (_mm512_xor_si512(a, returns), _mm512_xor_si512(b, returns));
        let (c, d) = (_mm512_xor_si512(c, returns), _mm512_xor_si512(d, returns));
        let least = _mm512_min_epu8(_mm512_min_epu8(a, b), _mm512_min_epu8(c, d));
        Rare { returns: _mm512_testn_epi8_mask(least, least) != 0, foreign: _mm512_movepi8_mask(any) != 0 }
    };
    let numbers = every_byte();
    let ends = |ends: u64, place: u32, slots: &mut [u32; ENDS]| {
        let first = _mm512_castsi512_si128(_mm512_maskz_compress_epi8(ends, numbers));
        let places = _mm512_add_epi32(_mm512_cvtepu8_epi32(first), _mm512_set1_epi32(place as i32));
        // SAFETY: as above, for sixteen numbers of four bytes.
        *slots = unsafe { transmute::<__m512i, [u32; ENDS]>(places) };
    };
    Ways { bits, rare, within: |quotes| multiplied(quotes), ends }.run(text, marks);
}

/// The numbers of the bytes of a piece.
#[target_feature(enable = "avx512f")]
fn every_byte() -> __m512i {
    let numbers: [u8; PIECE] = std::array::from_fn(|at| at as u8);
    // SAFETY: sixty-four bytes are what the register holds; any bits are valid.
    unsafe { transmute(numbers) }
}

/// # Safety
/// As for [`find_512`].
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,pclmulqdq,popcnt,bmi1,bmi2,lzcnt")]
pub(super) fn places_512(words: &[u64], between: (usize, usize), places: &mut [u32]) {
    let numbers = every_byte();
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
    let rare = |group: &Group| {
        // SAFETY: as above, for each of them.
        let parts: [__m256i; 2 * TOGETHER] = unsafe { transmute(*group) };
        let wanted = _mm256_set1_epi8(b'\r' as i8);
        let (mut returns, mut any) = (_mm256_setzero_si256(), _mm256_setzero_si256());
        for part in parts {
            returns = _mm256_or_si256(returns, _mm256_cmpeq_epi8(part, wanted));
            any = _mm256_or_si256(any, part);
        }
        Rare { returns: _mm256_movemask_epi8(returns) != 0, foreign: _mm256_movemask_epi8(any) != 0 }
    };
    Ways { bits, rare, within: |quotes| multiplied(quotes), ends: first_ends }.run(text, marks);
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
