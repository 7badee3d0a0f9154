//! A block of text and its rows.

use super::marks::Marks;
use super::pieces::PIECE;
use super::resolver::Stop;

/// A block of whole rows and their marks. Behind it stand bytes of no row.
pub(super) struct Block<'b> {
    pub(super) text: &'b [u8],
    pub(super) marks: &'b Marks,
    /// Where its rows end.
    pub(super) ends: &'b [u32],
    /// Where the first row begins.
    pub(super) begin: Spot,
    /// Whether each row has one line.
    pub(super) is_even: bool,
}

/// Where a row of a block begins.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Spot {
    /// Its number in the block.
    pub(super) row: usize,
    pub(super) start: usize,
    /// How many marks stand before it.
    pub(super) marks: u32,
    pub(super) line: u64,
}

impl Block<'_> {
    /// An error where cells with bytes that are not ASCII are not UTF-8.
    pub(super) fn check_text(&self) -> Result<(), Stop> {
        let mut checked = self.begin.start;
        let Some(end) = self.ends.last().map(|end| *end as usize) else { return Ok(()) };
        for piece in self.marks.foreign.iter().map(|piece| *piece as usize) {
            // A letter may be cut at either end of a piece; what stands between two marks is whole.
            let before = self.marks.words[..piece].iter().rposition(|word| *word != 0);
            let mark = before.map(|at| at * PIECE + PIECE - self.marks.words[at].leading_zeros() as usize);
            let behind = self.marks.words[piece + 1..].iter().position(|word| *word != 0).map(|at| piece + 1 + at);
            let to = behind.map_or(end, |at| at * PIECE + self.marks.words[at].trailing_zeros() as usize).min(end);
            let from = mark.unwrap_or(0).max(checked);
            if to > from {
                std::str::from_utf8(&self.text[from..to]).map_err(|_| Stop::Plain)?;
                checked = to;
            }
        }
        Ok(())
    }

    /// How many of the next rows, of these columns, begin as a row of the block does; the next row is moved behind them.
    pub(super) fn pass_over(&self, begin: &[u8], width: usize, next: &mut Spot) -> u64 {
        let from = *next;
        for end in self.ends[next.row..].iter().map(|end| *end as usize) {
            let marks = self.marks.up_to(end);
            let cells = (marks - next.marks) as usize;
            let fits = cells == width || cells == width + 1 && self.is_last_empty(end);
            let text = self.text.get(next.start..next.start + begin.len());
            if !fits || !text.is_some_and(|text| is_same(text, begin)) {
                break;
            }
            (next.row, next.start, next.marks) = (next.row + 1, end + 1, marks);
        }
        let rows = (next.row - from.row) as u64;
        let lines = || memchr::memchr_iter(b'\n', &self.text[from.start..next.start]).count() as u64;
        next.line += if self.is_even { rows } else { lines() };
        rows
    }

    /// Whether nothing stands between the last delimiter of a row and its end.
    fn is_last_empty(&self, end: usize) -> bool {
        let is_mark = |at: usize| self.marks.words[at / PIECE] >> (at % PIECE) & 1 == 1;
        let end = end - usize::from(end > 0 && self.text[end - 1] == b'\r');
        end > 0 && is_mark(end - 1)
    }
}

/// A row in a block.
#[derive(Clone, Copy)]
pub(super) struct Row<'b> {
    pub(super) text: &'b [u8],
    /// The mark before its first cell, or as if there were one, and its own.
    pub(super) places: &'b [u32],
    pub(super) line: u64,
}

impl Row<'_> {
    pub(super) fn start(&self) -> usize {
        self.begin(0)
    }

    /// Where a cell begins.
    #[inline(always)]
    pub(super) fn begin(&self, at: usize) -> usize {
        self.places[at].wrapping_add(1) as usize
    }

    /// Where a cell begins and ends.
    pub(super) fn cell(&self, at: usize) -> (usize, usize) {
        let (start, end) = (self.begin(at), self.places[at + 1] as usize);
        if at + 2 < self.places.len() { (start, end) } else { (start, end_of_last(self.text, start, end)) }
    }

    /// Where its last line ends.
    fn last(&self) -> usize {
        self.places.last().map_or(0, |end| *end as usize)
    }

    pub(super) fn whole(&self) -> &[u8] {
        &self.text[self.start()..self.last()]
    }

    /// Whether it has as many cells as the header, or an empty one more; it is not blank.
    pub(super) fn is_ordinary(&self, width: usize) -> bool {
        let is_empty = |(start, end)| start == end;
        let fits = self.places.len() == width + 1 || self.places.len() == width + 2 && is_empty(self.cell(width));
        fits && !self.is_blank()
    }

    /// Whether nothing stands in its line.
    pub(super) fn is_blank(&self) -> bool {
        let (start, end) = self.cell(0);
        self.places.len() == 2 && start == end
    }

    /// How many lines it takes.
    pub(super) fn lines(&self) -> u64 {
        memchr::memchr_iter(b'\n', self.whole()).count() as u64 + 1
    }
}

/// Where the marks of a row begin among those of some rows, and how many it has.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct RowAt {
    pub(super) first: u32,
    pub(super) marks: u32,
}

/// A block and the marks of some of its rows, each behind that before it.
#[derive(Clone, Copy)]
pub(super) struct Marked<'b> {
    pub(super) text: &'b [u8],
    pub(super) places: &'b [u32],
    /// The last column.
    pub(super) last: usize,
}

impl<'b> Marked<'b> {
    pub(super) fn row(&self, at: RowAt, line: u64) -> Row<'b> {
        let first = at.first as usize;
        Row { text: self.text, places: &self.places[first..=first + at.marks as usize], line }
    }

    /// Where a cell begins.
    #[inline(always)]
    pub(super) fn begin(&self, row: RowAt, at: usize) -> usize {
        self.places.get(row.first as usize + at).map_or(0, |before| before.wrapping_add(1) as usize)
    }

    /// Where a cell begins and ends.
    #[inline(always)]
    pub(super) fn cell(&self, row: RowAt, at: usize) -> (usize, usize) {
        let Some([before, end, ..]) = self.places.get(row.first as usize + at..) else { return (0, 0) };
        let (start, end) = (before.wrapping_add(1) as usize, *end as usize);
        // Behind the last column may stand an empty cell more.
        let is_last = at == self.last && self.text.get(end) == Some(&b'\n');
        (start, if is_last { end_of_last(self.text, start, end) } else { end })
    }

    /// The first of some columns that is filled, and where its cell begins and ends.
    #[inline(always)]
    pub(super) fn filled(&self, row: RowAt, columns: &[usize]) -> (usize, usize, usize) {
        let mut found = (0, 0, 0);
        for (which, at) in columns.iter().enumerate() {
            let (start, end) = self.cell(row, *at);
            found = (which, start, end);
            if start != end {
                break;
            }
        }
        found
    }
}

/// The end of the last cell of a row, without a carriage return.
#[inline(always)]
fn end_of_last(text: &[u8], start: usize, end: usize) -> usize {
    end - usize::from(end > start && text[end - 1] == b'\r')
}

/// A text that rows may begin with again at some place: of columns that stand beside one another, and the mark behind them.
#[derive(Debug, Default)]
pub(super) struct Alike {
    whole: Vec<u8>,
    /// The same in eights, and which bits of them belong to it.
    eights: [u64; Self::EIGHTS],
    bits: [u64; Self::EIGHTS],
}

impl Alike {
    /// Longer texts are compared by a call.
    const EIGHTS: usize = 8;
    const HALF: usize = 4;

    pub(super) fn keep(&mut self, text: &[u8]) {
        self.whole.clear();
        self.whole.extend_from_slice(text);
        for at in 0..Self::EIGHTS {
            let mut eight = [[0; 8]; 2];
            for (place, byte) in text.iter().skip(8 * at).take(8).enumerate() {
                (eight[0][place], eight[1][place]) = (*byte, !0);
            }
            (self.eights[at], self.bits[at]) = (u64::from_le_bytes(eight[0]), u64::from_le_bytes(eight[1]));
        }
    }

    /// Whether it stands at a place of a block; nothing is nowhere.
    #[inline(always)]
    pub(super) fn is_at(&self, block: &[u8], start: usize) -> bool {
        match self.whole.len().div_ceil(8 * Self::HALF) {
            0 => false,
            1 => self.is_half_at(block, start, 0),
            2 => self.is_half_at(block, start, 0) && self.is_half_at(block, start, Self::HALF),
            _ => block[start..].starts_with(&self.whole),
        }
    }

    #[inline(always)]
    fn is_half_at(&self, block: &[u8], start: usize, from: usize) -> bool {
        let start = start + 8 * from;
        let Some((found, _)) = block.get(start..start + 8 * Self::HALF).map(<[u8]>::as_chunks::<8>) else {
            return false;
        };
        let differ = |at: usize| (u64::from_le_bytes(found[at]) ^ self.eights[from + at]) & self.bits[from + at];
        differ(0) | differ(1) | differ(2) | differ(3) == 0
    }
}

/// Longest texts that are compared without a call.
const SHORT: usize = 32;

/// Whether two texts are the same; mostly they are short.
#[inline(always)]
pub(super) fn is_same(one: &[u8], other: &[u8]) -> bool {
    match (one.last_chunk::<8>(), other.last_chunk::<8>()) {
        (Some(last), Some(same)) if one.len() == other.len() && one.len() < SHORT => {
            let ((eights, _), (others, _)) = (one.as_chunks::<8>(), other.as_chunks::<8>());
            last == same && eights.iter().zip(others).all(|(eight, other)| eight == other)
        }
        _ => one == other,
    }
}

/// Whether a cell that has bytes says nothing, so that another column may speak for it.
pub(super) fn is_blank(text: &[u8]) -> bool {
    let says = |letter: char| !letter.is_whitespace() && letter != '"';
    !text.is_empty() && !String::from_utf8_lossy(text).contains(says)
}
