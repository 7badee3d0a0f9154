//! Text in pieces of 64 bytes, each of which is one bit a byte.

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
    pub(super) ends: Vec<End>,
    /// Line ends outside quotation marks.
    pub(super) rows: usize,
    /// Pieces with bytes that are not ASCII.
    pub(super) foreign: Vec<u32>,
    /// What was seen of all, and of the pieces that are whole.
    pub(super) seen: Seen,
    pub(super) whole: Seen,
}

/// The end of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct End {
    pub(super) place: u32,
    /// How many marks there are in the block up to it, and with it.
    pub(super) marks: u32,
}

impl Marks {
    /// The ends of rows, in order.
    pub(super) fn ends(&self) -> &[End] {
        &self.ends[..self.rows]
    }

    /// All line ends.
    pub(super) fn lines(&self) -> usize {
        self.seen.lines
    }

    /// Whether the block ends inside quotation marks.
    pub(super) fn is_inside(&self) -> bool {
        self.seen.inside != 0
    }

    /// Whether quotation marks or line ends stand where only the plain reader knows what they mean.
    pub(super) fn is_odd(&self) -> bool {
        self.seen.odd != 0
    }

    /// A piece may write more ends than it has.
    #[cold]
    pub(super) fn make_room(&mut self) {
        self.ends.resize(2 * self.ends.len() + 2 * PIECE, End::default());
    }
}

/// Work of which much is done at a time.
pub(super) trait Work {
    /// What comes of it.
    type Done;
    /// Does it.
    fn done(self) -> Self::Done;
}

/// What was seen of a text up to a piece.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Seen {
    /// All ones inside quotation marks.
    pub(super) inside: u64,
    /// Whether a field may begin with the next byte.
    pub(super) may_open: u64,
    /// Whether the last byte was a carriage return.
    returned: u64,
    pub(super) odd: u64,
    /// Pieces that are whole.
    pieces: usize,
    /// Delimiters and line ends outside quotation marks.
    marks: u32,
    /// Line ends outside quotation marks, and all.
    rows: usize,
    pub(super) lines: usize,
    foreign: usize,
}

impl Seen {
    pub(super) fn at_beginning(inside: bool) -> Seen {
        Seen { inside: if inside { !0 } else { 0 }, may_open: u64::from(!inside), ..Seen::default() }
    }
}

/// Goes on through a text, piece by piece, from where the last whole piece ended.
#[inline(always)]
pub(super) fn run(text: &[u8], marks: &mut Marks, bits: &impl Fn(&[u8; PIECE]) -> Bits, within: &impl Fn(u64) -> u64) {
    let mut seen = marks.whole;
    marks.foreign.truncate(seen.foreign);
    marks.words.resize(text.len().div_ceil(PIECE), 0);
    let (pieces, rest) = text.as_chunks::<PIECE>();
    for piece in &pieces[seen.pieces..] {
        look(&mut seen, bits(piece), !0, within, marks);
    }
    marks.whole = seen;
    if !rest.is_empty() {
        let mut last = [b' '; PIECE];
        last[..rest.len()].copy_from_slice(rest);
        // What follows the last byte is not known: a carriage return there is not odd.
        look(&mut seen, bits(&last), !0 >> (PIECE - rest.len()), within, marks);
    }
    (marks.rows, marks.seen) = (seen.rows, seen);
}

#[inline(always)]
fn look(seen: &mut Seen, found: Bits, known: u64, within: &impl Fn(u64) -> u64, marks: &mut Marks) {
    let quoted = region(found, known, seen, within);
    if found.foreign != 0 {
        marks.foreign.push(seen.pieces as u32);
        seen.foreign += 1;
    }
    seen.lines += found.ends.count_ones() as usize;
    let word = (found.delimiters | found.ends) & !quoted;
    marks.words[seen.pieces] = word;
    let ends = found.ends & !quoted;
    if marks.ends.len() < seen.rows + PIECE {
        marks.make_room();
    }
    let place = (seen.pieces * PIECE) as u32;
    let end = |ends: u64| {
        let up_to = ends ^ ends.wrapping_sub(1);
        End { place: place + ends.trailing_zeros(), marks: seen.marks + (word & up_to).count_ones() }
    };
    // Mostly there are no more than two; how many cannot be foretold.
    let second = ends & ends.wrapping_sub(1);
    let mut others = second & second.wrapping_sub(1);
    let slots = &mut marks.ends[seen.rows..seen.rows + PIECE];
    (slots[0], slots[1]) = (end(ends), end(second));
    let mut at = 2;
    while others != 0 {
        slots[at] = end(others);
        others &= others - 1;
        at += 1;
    }
    seen.rows += ends.count_ones() as usize;
    seen.marks += word.count_ones();
    seen.pieces += 1;
}

/// The bytes inside quotation marks. A mark that opens must stand at the beginning of a field, or close a pair that
/// stands for itself; a carriage return must stand before a line end, even inside quotation marks: it is counted as one.
#[inline(always)]
fn region(found: Bits, known: u64, carry: &mut Seen, within: &impl Fn(u64) -> u64) -> u64 {
    // Without a branch: whether a piece has quotation marks cannot be foretold.
    let quoted = within(found.quotes) ^ carry.inside;
    let opening = found.quotes & quoted;
    let openers = found.delimiters | found.ends | found.quotes;
    carry.odd |= opening & !(openers << 1 | carry.may_open);
    if found.returns | carry.returned != 0 {
        carry.odd |= (found.returns << 1 | carry.returned) & !found.ends & known;
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
