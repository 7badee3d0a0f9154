//! Goes through a block of text and finds its marks.

use super::pieces::{Bits, Marks, PIECE};

/// How many pieces are looked at together.
pub(super) const TOGETHER: usize = 4;

/// Most line ends of a piece that are written in one go.
pub(super) const ENDS: usize = 16;

/// Room for the line ends of some pieces, and for what is written behind the last of them.
const SLOTS: usize = ENDS * (TOGETHER + 1);

/// What was seen of a text up to a piece.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Seen {
    pub(super) quotes: Quotes,
    /// Whether the last byte was a carriage return.
    returned: u64,
    /// Pieces that are whole.
    pieces: usize,
    /// Delimiters and line ends outside quotation marks.
    marks: u32,
    /// Line ends outside quotation marks, and all.
    rows: usize,
    pub(super) lines: usize,
    foreign: usize,
}

/// What was seen of quotation marks.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Quotes {
    /// All ones inside of them.
    pub(super) inside: u64,
    /// Whether a field may begin with the next byte.
    may_open: u64,
    /// Whether something stands where only the plain reader knows what it means.
    pub(super) odd: u64,
}

impl Seen {
    pub(super) fn at_beginning(inside: bool) -> Seen {
        let quotes = Quotes { inside: if inside { !0 } else { 0 }, may_open: u64::from(!inside), odd: 0 };
        Seen { quotes, ..Seen::default() }
    }
}

/// Pieces that are looked at together.
pub(super) type Group = [[u8; PIECE]; TOGETHER];

/// What of some pieces is seldom there.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Rare {
    pub(super) returns: bool,
    pub(super) foreign: bool,
}

/// How pieces are looked at with the instructions of a machine.
pub(super) struct Ways<B, R, W, P> {
    pub(super) bits: B,
    /// What of some pieces is seldom there.
    pub(super) rare: R,
    /// For each bit whether an odd number of bits is set up to and with it.
    pub(super) within: W,
    /// Writes down the first line ends of a piece that begins at some place.
    pub(super) ends: P,
}

impl<B, R, W, P> Ways<B, R, W, P>
where
    B: Fn(&[u8; PIECE]) -> Bits,
    R: Fn(&Group) -> Rare,
    W: Fn(u64) -> u64,
    P: Fn(u64, u32, &mut [u32; ENDS]),
{
    /// Goes on through a text, piece by piece, from where the last whole piece ended.
    #[inline(always)]
    pub(super) fn run(&self, text: &[u8], marks: &mut Marks) {
        let mut seen = marks.whole;
        marks.foreign.truncate(seen.foreign);
        marks.words.resize(text.len().div_ceil(PIECE), 0);
        marks.counts.resize(text.len().div_ceil(PIECE), 0);
        let (pieces, rest) = text.as_chunks::<PIECE>();
        let (groups, others) = pieces[seen.pieces..].as_chunks::<TOGETHER>();
        for group in groups {
            let (rare, first) = ((self.rare)(group), seen.pieces);
            if rare.returns || seen.returned != 0 || !self.together(&mut seen, group, marks) {
                group.iter().for_each(|piece| self.alone(&mut seen, (self.bits)(piece), !0, marks));
            }
            if rare.foreign {
                let is_foreign = |at: &usize| (self.bits)(&group[*at]).foreign != 0;
                marks.foreign.extend((0..TOGETHER).filter(is_foreign).map(|at| (first + at) as u32));
            }
        }
        for piece in others {
            self.last(&mut seen, (self.bits)(piece), !0, marks);
        }
        seen.foreign = marks.foreign.len();
        marks.whole = seen;
        if !rest.is_empty() {
            let mut last = [b' '; PIECE];
            last[..rest.len()].copy_from_slice(rest);
            // What follows the last byte is not known: a carriage return there is not odd.
            self.last(&mut seen, (self.bits)(&last), !0 >> (PIECE - rest.len()), marks);
        }
        (marks.rows, marks.seen) = (seen.rows, seen);
    }

    /// Looks at some pieces; whether that was enough.
    #[inline(always)]
    fn together(&self, seen: &mut Seen, group: &Group, marks: &mut Marks) -> bool {
        make_room(marks, seen.rows);
        let words = marks.words.get_mut(seen.pieces..).and_then(|words| words.first_chunk_mut::<TOGETHER>());
        let counts = marks.counts.get_mut(seen.pieces..).and_then(|counts| counts.first_chunk_mut::<TOGETHER>());
        let slots = marks.ends.get_mut(seen.rows..).and_then(|slots| slots.first_chunk_mut::<SLOTS>());
        let (Some(words), Some(counts), Some(slots)) = (words, counts, slots) else { return false };
        let (mut quotes, mut count, mut rows, mut inner, mut most) = (seen.quotes, seen.marks, 0, 0, 0);
        for at in 0..TOGETHER {
            let found = (self.bits)(&group[at]);
            let quoted = quotes.region(found, &self.within);
            let (word, ends) = ((found.delimiters | found.ends) & !quoted, found.ends & !quoted);
            (words[at], counts[at]) = (word, count);
            if let Some(slots) = slots.get_mut(rows % (ENDS * TOGETHER)..).and_then(|slots| slots.first_chunk_mut()) {
                (self.ends)(ends, ((seen.pieces + at) * PIECE) as u32, slots);
            }
            let own = ends.count_ones() as usize;
            (most, rows) = (most | own, rows + own);
            inner += (found.ends & quoted).count_ones() as usize;
            count += word.count_ones();
        }
        if most >= ENDS {
            return false;
        }
        (seen.quotes, seen.marks, seen.rows) = (quotes, count, seen.rows + rows);
        seen.lines += rows + inner;
        seen.pieces += TOGETHER;
        true
    }

    /// Looks at one of the last pieces.
    #[inline(always)]
    fn last(&self, seen: &mut Seen, found: Bits, known: u64, marks: &mut Marks) {
        if found.foreign != 0 {
            marks.foreign.push(seen.pieces as u32);
        }
        self.alone(seen, found, known, marks);
    }

    /// Looks at a piece that may hold anything.
    #[inline(always)]
    fn alone(&self, seen: &mut Seen, found: Bits, known: u64, marks: &mut Marks) {
        let quoted = seen.quotes.region(found, &self.within);
        // A carriage return must stand before a line end, even inside quotation marks: it is counted as one.
        seen.quotes.odd |= (found.returns << 1 | seen.returned) & !found.ends & known;
        seen.returned = found.returns >> (PIECE - 1);
        let (word, mut ends) = ((found.delimiters | found.ends) & !quoted, found.ends & !quoted);
        (marks.words[seen.pieces], marks.counts[seen.pieces]) = (word, seen.marks);
        make_room(marks, seen.rows);
        let place = (seen.pieces * PIECE) as u32;
        for slot in marks.ends[seen.rows..].iter_mut().take(ends.count_ones() as usize) {
            *slot = place + ends.trailing_zeros();
            ends &= ends - 1;
            seen.rows += 1;
        }
        seen.lines += found.ends.count_ones() as usize;
        seen.marks += word.count_ones();
        seen.pieces += 1;
    }
}

/// Room for the line ends of some pieces behind so many.
#[inline(always)]
fn make_room(marks: &mut Marks, rows: usize) {
    #[cold]
    fn more(marks: &mut Marks) {
        marks.ends.resize(2 * marks.ends.len() + 2 * SLOTS, 0);
    }
    if marks.ends.len() < rows + SLOTS {
        more(marks);
    }
}

impl Quotes {
    /// The bytes inside quotation marks. A mark that opens must stand at the beginning of a field, or close a pair that
    /// stands for itself.
    #[inline(always)]
    fn region(&mut self, found: Bits, within: &impl Fn(u64) -> u64) -> u64 {
        // Without a branch: whether a piece has quotation marks cannot be foretold.
        let quoted = within(found.quotes) ^ self.inside;
        let openers = found.delimiters | found.ends | found.quotes;
        self.odd |= found.quotes & quoted & !(openers << 1 | self.may_open);
        self.inside = ((quoted as i64) >> (PIECE - 1)) as u64;
        self.may_open = openers >> (PIECE - 1);
        quoted
    }
}
