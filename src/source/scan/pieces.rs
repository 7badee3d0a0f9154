//! Text in pieces of 64 bytes, each of which is one bit a byte.

use super::finder::{ENDS, Group, Rare, Seen};

/// How many bytes are looked at together.
pub(super) const PIECE: usize = 64;

/// What a piece of 64 bytes holds, a bit a byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bits {
    pub(super) delimiters: u64,
    pub(super) ends: u64,
    pub(super) returns: u64,
    pub(super) quotes: u64,
    pub(super) foreign: u64,
}

/// Delimiters and line ends of a block.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// A bit for each byte that is one of them, outside quotation marks; a word for 64 bytes.
    pub(super) words: Vec<u64>,
    /// How many there are before each of these words.
    pub(super) counts: Vec<u32>,
    /// Line ends outside quotation marks, and room for more.
    pub(super) ends: Vec<u32>,
    /// Line ends outside quotation marks.
    pub(super) rows: usize,
    /// Pieces with bytes that are not ASCII.
    pub(super) foreign: Vec<u32>,
    /// What was seen of all, and of the pieces that are whole.
    pub(super) seen: Seen,
    pub(super) whole: Seen,
}

impl Marks {
    /// The ends of rows, in order.
    pub(super) fn ends(&self) -> &[u32] {
        &self.ends[..self.rows]
    }

    /// All line ends.
    pub(super) fn lines(&self) -> usize {
        self.seen.lines
    }

    /// Whether the block ends inside quotation marks.
    pub(super) fn is_inside(&self) -> bool {
        self.seen.quotes.inside != 0
    }

    /// How many marks there are up to a byte, and with it.
    #[inline(always)]
    pub(super) fn up_to(&self, place: usize) -> u32 {
        let (Some(word), Some(count)) = (self.words.get(place / PIECE), self.counts.get(place / PIECE)) else {
            return 0;
        };
        count + (word & (!0 >> (PIECE - 1 - place % PIECE))).count_ones()
    }

    /// Whether quotation marks or line ends stand where only the plain reader knows what they mean.
    pub(super) fn is_odd(&self) -> bool {
        self.seen.quotes.odd != 0
    }
}

/// Work of which much is done at a time.
pub(super) trait Work {
    /// What comes of it.
    type Done;
    /// Does it.
    fn done(self) -> Self::Done;
}

/// For each bit whether an odd number of bits is set up to and with it.
#[inline(always)]
pub(super) fn shifted(mut bits: u64) -> u64 {
    for step in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << step;
    }
    bits
}

/// The places of the marks between two bytes, the second of which is the last.
#[inline(always)]
pub(super) fn spread(
    words: &[u64],
    (from, last): (usize, usize),
    places: &mut [u32],
    put: &mut impl FnMut(u64, u32, &mut [u32]) -> usize,
) {
    let mut count = 0;
    for (at, word) in words.iter().enumerate().take(last / PIECE + 1).skip(from / PIECE) {
        let mut marks = *word;
        if at == from / PIECE {
            marks &= !0 << (from % PIECE);
        }
        if at == last / PIECE {
            marks &= !0 >> (PIECE - 1 - last % PIECE);
        }
        count += put(marks, (at * PIECE) as u32, &mut places[count..]);
    }
}

#[inline(always)]
pub(super) fn one_by_one(mut bits: u64, place: u32, places: &mut [u32]) -> usize {
    let count = bits.count_ones() as usize;
    for slot in &mut places[..count] {
        *slot = place + bits.trailing_zeros();
        bits &= bits - 1;
    }
    count
}

/// The first line ends of a piece that begins at some place.
#[inline(always)]
pub(super) fn first_ends(mut ends: u64, place: u32, slots: &mut [u32; ENDS]) {
    for slot in slots.iter_mut().take(ends.count_ones() as usize) {
        *slot = place + ends.trailing_zeros();
        ends &= ends - 1;
    }
}

/// What of some pieces is seldom there.
#[inline(always)]
pub(super) fn rare(group: &Group, bits: &impl Fn(&[u8; PIECE]) -> Bits) -> Rare {
    let found = |rare: Rare, piece| {
        let found = bits(piece);
        Rare { returns: rare.returns | (found.returns != 0), foreign: rare.foreign | (found.foreign != 0) }
    };
    group.iter().fold(Rare::default(), found)
}

/// The bits without any special instruction.
pub(super) fn bits(piece: &[u8; PIECE], delimiter: u8) -> Bits {
    let is = |wanted: &dyn Fn(u8) -> bool| {
        piece.iter().enumerate().fold(0, |bits, (at, byte)| bits | u64::from(wanted(*byte)) << at)
    };
    Bits {
        delimiters: is(&|byte| byte == delimiter),
        ends: is(&|byte| byte == b'\n'),
        returns: is(&|byte| byte == b'\r'),
        quotes: is(&|byte| byte == b'"'),
        foreign: is(&|byte| byte >= 0x80),
    }
}
