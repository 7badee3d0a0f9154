//! A block of text and its rows.

use super::marks::End;
use super::pieces::PIECE;
use super::resolver::Stop;

/// A block of whole rows and their marks. Behind it stand bytes of no row.
pub(super) struct Block<'b> {
    pub(super) text: &'b [u8],
    pub(super) words: &'b [u64],
    /// The ends of its rows.
    pub(super) ends: &'b [End],
    /// Where the first row begins.
    pub(super) begin: Spot,
    /// Whether each row has one line.
    pub(super) is_even: bool,
    /// Pieces with bytes that are not ASCII.
    pub(super) foreign: &'b [u32],
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
        let Some(end) = self.ends.last().map(|end| end.place as usize) else { return Ok(()) };
        for piece in self.foreign.iter().map(|piece| *piece as usize) {
            // A letter may be cut at either end of a piece; what stands between two marks is whole.
            let before = self.words[..piece].iter().rposition(|word| *word != 0);
            let mark = before.map(|at| at * PIECE + PIECE - self.words[at].leading_zeros() as usize);
            let behind = self.words[piece + 1..].iter().position(|word| *word != 0).map(|at| piece + 1 + at);
            let to = behind.map_or(end, |at| at * PIECE + self.words[at].trailing_zeros() as usize).min(end);
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
        for end in &self.ends[next.row..] {
            let cells = (end.marks - next.marks) as usize;
            let fits = cells == width || cells == width + 1 && self.is_last_empty(end.place as usize);
            let text = self.text.get(next.start..next.start + begin.len());
            if !fits || !text.is_some_and(|text| is_same(text, begin)) {
                break;
            }
            (next.row, next.start, next.marks) = (next.row + 1, end.place as usize + 1, end.marks);
        }
        let rows = (next.row - from.row) as u64;
        let lines = || memchr::memchr_iter(b'\n', &self.text[from.start..next.start]).count() as u64;
        next.line += if self.is_even { rows } else { lines() };
        rows
    }

    /// Whether nothing stands between the last delimiter of a row and its end.
    fn is_last_empty(&self, end: usize) -> bool {
        let is_mark = |at: usize| self.words[at / PIECE] >> (at % PIECE) & 1 == 1;
        let end = end - usize::from(end > 0 && self.text[end - 1] == b'\r');
        end > 0 && is_mark(end - 1)
    }
}

/// A row in a block.
#[derive(Clone, Copy)]
pub(super) struct Row<'b> {
    pub(super) text: &'b [u8],
    pub(super) places: &'b [u32],
    pub(super) start: usize,
    pub(super) line: u64,
}

impl Row<'_> {
    /// Where a cell begins and ends.
    #[inline(always)]
    pub(super) fn cell(&self, at: usize) -> (usize, usize) {
        let start = if at == 0 { self.start } else { self.places[at - 1] as usize + 1 };
        let end = self.places[at] as usize;
        if at + 1 < self.places.len() { (start, end) } else { (start, self.end(start, end)) }
    }

    /// The end of the last cell, without a carriage return.
    fn end(&self, start: usize, end: usize) -> usize {
        end - usize::from(end > start && self.text[end - 1] == b'\r')
    }

    pub(super) fn whole(&self) -> &[u8] {
        &self.text[self.start..self.places.last().map_or(self.start, |end| *end as usize)]
    }

    /// Whether it has as many cells as the header, or an empty one more.
    pub(super) fn fits(&self, width: usize) -> bool {
        let is_empty = |(start, end)| start == end;
        self.places.len() == width || self.places.len() == width + 1 && is_empty(self.cell(width))
    }

    /// Whether nothing stands in its line.
    pub(super) fn is_blank(&self) -> bool {
        let (start, end) = self.cell(0);
        self.places.len() == 1 && start == end
    }

    /// How many lines it takes.
    pub(super) fn lines(&self) -> u64 {
        memchr::memchr_iter(b'\n', self.whole()).count() as u64 + 1
    }

    /// The first of some columns that is filled, and where its cell begins and ends.
    #[inline(always)]
    pub(super) fn filled(&self, columns: &[usize]) -> (usize, usize, usize) {
        let mut found = (0, self.start, self.start);
        for (which, at) in columns.iter().enumerate() {
            let (start, end) = self.cell(*at);
            found = (which, start, end);
            if start != end {
                break;
            }
        }
        found
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
