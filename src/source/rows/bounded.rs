//! A bound on the length of a row, so that a hostile file takes no memory in proportion to a field; and the places of
//! line ends, so that a row is named by the line that it stands in.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::io::{self, Read};
use std::rc::Rc;

/// Longest row that is read, in bytes.
const LONGEST: u64 = 16 << 20;

/// What is said of a row that is too long.
const TOO_LONG: &str = "a row of more than 16 MB: a quotation mark that is not closed, or no table at all";

/// Places of line ends that were read and not yet passed.
#[derive(Debug, Default)]
pub(super) struct LineEnds {
    ahead: RefCell<VecDeque<u64>>,
    passed: RefCell<u64>,
    row: Cell<u64>,
    is_over: Cell<bool>,
}

impl LineEnds {
    /// The line of the byte before a place, the first line being 1. Places must not go back.
    pub(super) fn line_before(&self, place: u64) -> u64 {
        let mut ahead = self.ahead.borrow_mut();
        let mut passed = self.passed.borrow_mut();
        while ahead.front().is_some_and(|end| *end + 1 < place) {
            ahead.pop_front();
            *passed += 1;
        }
        *passed + 1
    }

    /// Whether the text ended before the last row did.
    pub(super) fn is_over(&self) -> bool {
        self.is_over.get()
    }

    /// The line in which the row begins that was read last.
    pub(super) fn row(&self) -> u64 {
        self.row.get()
    }

    /// The line after the last line end.
    fn last_line(&self) -> u64 {
        *self.passed.borrow() + self.ahead.borrow().len() as u64 + 1
    }
}

/// Passes bytes on and fails at a row that is too long. A line end inside quotation marks ends no row.
pub(super) struct Bounded<R> {
    inner: R,
    ends: Rc<LineEnds>,
    place: u64,
    row: u64,
    delimiter: u8,
    quoted: bool,
    last: u8,
}

impl<R: Read> Bounded<R> {
    /// Rows below so many lines that were skipped.
    pub(super) fn below(skipped: u64, inner: R, delimiter: u8) -> (Bounded<R>, Rc<LineEnds>) {
        let ends = LineEnds { passed: RefCell::new(skipped), row: Cell::new(skipped + 1), ..LineEnds::default() };
        let ends = Rc::new(ends);
        let bounded =
            Bounded { inner, ends: Rc::clone(&ends), place: 0, row: 0, delimiter, quoted: false, last: b'\n' };
        (bounded, ends)
    }

    fn line_end(&mut self, place: u64) {
        self.ends.ahead.borrow_mut().push_back(place);
        if !self.quoted {
            self.row = place;
            self.ends.row.set(self.ends.last_line());
        }
    }
}

impl<R> Bounded<R> {
    /// A mark opens a field at its beginning, or again right after it closed one, where it stands for itself.
    fn quotation_mark(&mut self, before: u8) {
        self.quoted = !self.quoted && (before == self.delimiter || matches!(before, b'\n' | b'\r' | b'"'));
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // Whoever asks for more has taken every row up to here: of the lines before it only their number is kept, for
        // blank ones make no row.
        self.ends.line_before(self.place.saturating_sub(1));
        let count = self.inner.read(buffer)?;
        self.ends.is_over.set(count == 0);
        let read = &buffer[..count];
        if self.last == b'\r' && self.place > 0 && read.first().is_some_and(|byte| *byte != b'\n') {
            self.line_end(self.place - 1);
        }
        for at in memchr::memchr3_iter(b'"', b'\n', b'\r', read) {
            let place = self.place + at as u64;
            match (read[at], read.get(at + 1)) {
                (b'"', _) => self.quotation_mark(if at == 0 { self.last } else { read[at - 1] }),
                (b'\r', Some(b'\n') | None) => {}
                _ => self.line_end(place),
            }
        }
        self.last = read.last().copied().unwrap_or(self.last);
        self.place += count as u64;
        if self.place - self.row > LONGEST {
            Err(io::Error::new(io::ErrorKind::FileTooLarge, TOO_LONG))
        } else {
            Ok(count)
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn short_rows_pass_and_an_endless_one_does_not() {
        let rows = "a,b\n".repeat(5 << 20);
        assert_eq!(
            io::copy(&mut Bounded::below(0, rows.as_bytes(), b',').0, &mut io::sink()).unwrap(),
            rows.len() as u64
        );
        let stray = format!("a,5\" b\n{rows}");
        assert!(io::copy(&mut Bounded::below(0, stray.as_bytes(), b',').0, &mut io::sink()).is_ok());
        let refused = |text: &str, skipped| {
            let (mut bounded, ends) = Bounded::below(skipped, text.as_bytes(), b',');
            let error = io::copy(&mut bounded, &mut io::sink()).unwrap_err();
            assert_eq!(error.to_string(), TOO_LONG);
            ends.row()
        };
        let open = format!("a,\"{rows}");
        assert_eq!(refused(&open, 0), 1);
        assert_eq!(refused(&format!("a,b\r\n\r\n1,2\n{open}"), 5), 9);
    }

    #[test]
    fn blank_lines_take_no_memory() {
        for blank in ["\n", "\r", "\r\n"] {
            let text = blank.repeat(1 << 20);
            let (mut bounded, ends) = Bounded::below(0, text.as_bytes(), b',');
            io::copy(&mut bounded, &mut io::sink()).unwrap();
            assert!(ends.ahead.borrow().len() < 1 << 16, "{blank:?}");
            assert!(ends.last_line() >= 1 << 20, "{blank:?}");
        }
    }

    #[test]
    fn lines_are_counted_whatever_ends_them() {
        for (text, lines) in [("a\nb\n\nc", [1, 2, 4]), ("a\r\nb\r\n\r\nc", [1, 2, 4]), ("a\rb\r\rc", [1, 2, 4])] {
            let (mut bounded, ends) = Bounded::below(0, text.as_bytes(), b',');
            let mut lines = lines.into_iter();
            let mut one = [0; 1];
            while bounded.read(&mut one).unwrap() > 0 {
                if one[0].is_ascii_lowercase() {
                    assert_eq!(Some(ends.line_before(bounded.place)), lines.next(), "{text:?}");
                }
            }
            assert_eq!(lines.next(), None, "{text:?}");
        }
    }
}
