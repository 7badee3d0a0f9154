//! Text in pieces of 64 bytes, each of which is one bit a byte.

use super::marks::Marks;

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

/// What is carried from one piece to the next.
struct Carry {
    /// All ones inside quotation marks.
    inside: u64,
    /// Whether a field may begin with the next byte.
    may_open: u64,
    /// Whether the last byte was a carriage return.
    returned: u64,
}

/// Goes through a text piece by piece.
#[inline(always)]
pub(super) fn run(
    text: &[u8],
    inside: bool,
    marks: &mut Marks,
    bits: &impl Fn(&[u8; PIECE]) -> Bits,
    within: &impl Fn(u64) -> u64,
    put: &mut impl FnMut(u64, u32, &mut [u32]) -> usize,
) {
    let carry = Carry { inside: if inside { !0 } else { 0 }, may_open: u64::from(!inside), returned: 0 };
    let mut seen = Seen { carry, odd: 0, count: 0, quoted: 0, lines: 0, place: 0 };
    let places = marks.places.as_mut_slice();
    let (pieces, rest) = text.as_chunks::<PIECE>();
    for piece in pieces {
        seen.look(bits(piece), !0, within, put, places, &mut marks.foreign);
    }
    if !rest.is_empty() {
        let mut last = [b' '; PIECE];
        last[..rest.len()].copy_from_slice(rest);
        // What follows the last byte is not known: a carriage return there is not odd.
        seen.look(bits(&last), !0 >> (PIECE - rest.len()), within, put, places, &mut marks.foreign);
    }
    (marks.count, marks.lines) = (seen.count, seen.lines as usize);
    marks.rows = (seen.lines - seen.quoted) as usize;
    marks.inside = seen.carry.inside != 0;
    marks.is_odd = seen.odd != 0;
}

/// What was seen of a text so far.
struct Seen {
    carry: Carry,
    odd: u64,
    count: usize,
    /// Line ends inside quotation marks.
    quoted: u32,
    lines: u32,
    place: u32,
}

impl Seen {
    #[inline(always)]
    fn look(
        &mut self,
        found: Bits,
        known: u64,
        within: &impl Fn(u64) -> u64,
        put: &mut impl FnMut(u64, u32, &mut [u32]) -> usize,
        places: &mut [u32],
        foreign: &mut Vec<(u32, u32)>,
    ) {
        let quoted = region(found, known, &mut self.carry, within, &mut self.odd);
        if found.foreign != 0 {
            foreign.push((self.place, self.count as u32));
        }
        self.lines += found.ends.count_ones();
        if found.ends & quoted != 0 {
            self.quoted += (found.ends & quoted).count_ones();
        }
        let marks = (found.delimiters | found.ends) & !quoted;
        self.count += put(marks, self.place, &mut places[self.count..]);
        self.place += PIECE as u32;
    }
}

/// The bytes inside quotation marks. A mark that opens must stand at the beginning of a field, or close a pair that
/// stands for itself; a carriage return must stand before a line end, even inside quotation marks: it is counted as one.
#[inline(always)]
fn region(found: Bits, known: u64, carry: &mut Carry, within: &impl Fn(u64) -> u64, odd: &mut u64) -> u64 {
    let quoted = if found.quotes == 0 { carry.inside } else { within(found.quotes) ^ carry.inside };
    let opening = found.quotes & quoted;
    let openers = found.delimiters | found.ends | found.quotes;
    *odd |= opening & !(openers << 1 | carry.may_open);
    if found.returns | carry.returned != 0 {
        *odd |= (found.returns << 1 | carry.returned) & !found.ends & known;
        carry.returned = found.returns >> 63;
    }
    carry.inside = ((quoted as i64) >> 63) as u64;
    carry.may_open = openers >> 63;
    quoted
}

/// For each bit whether an odd number of bits is set up to and with it.
#[inline(always)]
pub(super) fn shifted(mut bits: u64) -> u64 {
    for step in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << step;
    }
    bits
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
