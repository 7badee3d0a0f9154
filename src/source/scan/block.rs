//! A block of text and its rows.

use super::pieces::PIECE;
use super::resolver::Stop;

/// A block of whole rows and the places of their delimiters and ends. Behind it stand bytes of no row.
pub(super) struct Block<'b> {
    pub(super) text: &'b [u8],
    pub(super) places: &'b [u32],
    /// How many of these end a row.
    pub(super) rows: usize,
    /// Where the first row begins.
    pub(super) start: usize,
    /// Its line.
    pub(super) line: u64,
    /// Whether each row has one line.
    pub(super) is_even: bool,
    /// Pieces with bytes that are not ASCII: where each begins, and how many places stand before it.
    pub(super) foreign: &'b [(u32, u32)],
}

impl Block<'_> {
    /// Whether a row ends at a place.
    pub(super) fn is_end(&self, place: u32) -> bool {
        self.text[place as usize] == b'\n'
    }

    /// The number of places of each row, where it is the same for all; a mark at the end of each row makes one more.
    pub(super) fn stride(&self, width: usize) -> Option<usize> {
        let first = self.places.iter().position(|place| self.is_end(*place))? + 1;
        let fits = (first == width || first == width + 1) && width > 1 && self.places.len().is_multiple_of(first);
        let ends = || self.places.iter().skip(first - 1).step_by(first).all(|place| self.is_end(*place));
        (fits && ends() && self.rows * first == self.places.len()).then_some(first)
    }

    /// An error where cells with bytes that are not ASCII are not UTF-8.
    pub(super) fn check_text(&self) -> Result<(), Stop> {
        let mut checked = self.start;
        for (piece, before) in self.foreign.iter().map(|(piece, before)| (*piece as usize, *before as usize)) {
            // What stands behind the last mark is of another block.
            let marks = self.places.get(before..).unwrap_or_default();
            let end = marks.iter().find(|place| **place as usize >= piece + PIECE);
            let Some(to) = end.or(marks.last()).map(|end| *end as usize) else { continue };
            // A letter may be cut at either end of a piece; what stands between two marks is whole.
            let from = if before == 0 { self.start } else { self.places[before - 1] as usize };
            if to > checked {
                std::str::from_utf8(&self.text[from.max(checked)..to]).map_err(|_| Stop::Plain)?;
                checked = to;
            }
        }
        Ok(())
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

/// Whether a cell that has bytes says nothing, so that another column may speak for it.
pub(super) fn is_blank(text: &[u8]) -> bool {
    let says = |letter: char| !letter.is_whitespace() && letter != '"';
    !text.is_empty() && !String::from_utf8_lossy(text).contains(says)
}
