//! Where the delimiters and line ends of a block of text stand, found many bytes at a time.
//!
//! A block is looked at in pieces of 64 bytes, each of which becomes one bit a byte: delimiters, line ends, quotation marks.
//! What stands inside quotation marks is masked out. Which instructions make the bits is decided once, at run time; this
//! is, with its parts, the only file of the program with unsafe code, for what the compiler cannot check: that the machine has them.
#![allow(unsafe_code)]

#[cfg(target_arch = "aarch64")]
mod arm;
#[cfg(test)]
mod tests;
#[cfg(target_arch = "x86_64")]
mod x86;

use super::finder::{Group, Seen, Ways};
use super::number::fixed;
use super::pieces::{Bits, PIECE, bits, first_ends, one_by_one, rare, shifted, spread};
pub(super) use super::pieces::{Marks, Work};

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
            Kernel::Sse2 => run(&|piece| x86::bits_sse(piece, delimiter), text, marks),
            #[cfg(target_arch = "aarch64")]
            Kernel::Neon => run(&|piece| arm::bits(piece, delimiter), text, marks),
            Kernel::Plain => run(&|piece| bits(piece, delimiter), text, marks),
        }
    }

    /// Lets the machine fetch what will soon be looked at, where it can be told to; anything else goes on meanwhile.
    #[inline(always)]
    #[cfg_attr(not(target_arch = "x86_64"), allow(unused_variables))]
    pub(super) fn soon<T>(place: &T) {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: every machine of this kind has this instruction, and it changes nothing.
        unsafe {
            use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
            _mm_prefetch::<_MM_HINT_T0>(std::ptr::from_ref(place).cast());
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

/// Finds marks with nothing but the bits of pieces.
fn run(bits: &impl Fn(&[u8; PIECE]) -> Bits, text: &[u8], marks: &mut Marks) {
    let rare = |group: &Group| rare(group, bits);
    Ways { bits, rare, within: shifted, ends: first_ends }.run(text, marks);
}
