//! Instructions of ARM.

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
