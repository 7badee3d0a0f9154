//! Room for a block of text, which begins with a page of memory as blocks do with a page of the file: copying from a place
//! in a page to one a little behind it in another, and looking at bytes in any other place, takes longer.

/// Bytes of a page.
pub(super) const PAGE: usize = 1 << 12;

/// A text in room that is used again.
#[derive(Debug, Default)]
pub(super) struct Room {
    bytes: Vec<u8>,
    from: usize,
    to: usize,
}

impl Room {
    pub(super) fn text(&self) -> &[u8] {
        &self.bytes[self.from..self.to]
    }

    /// Makes a new text of some length, to be written.
    pub(super) fn begin(&mut self, length: usize) -> &mut [u8] {
        if self.bytes.len() < length + PAGE {
            self.bytes.resize(length + PAGE, 0);
        }
        self.from = self.bytes.as_ptr().align_offset(PAGE).min(PAGE);
        self.to = self.from;
        self.more(length)
    }

    /// Makes the text longer; gives what was added, to be written.
    pub(super) fn more(&mut self, length: usize) -> &mut [u8] {
        let old = self.to;
        self.to += length;
        if self.bytes.len() < self.to {
            self.bytes.resize(self.to, 0);
        }
        &mut self.bytes[old..self.to]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_what_was_written_when_it_grows() {
        let mut room = Room::default();
        for length in [5, 100, 3] {
            room.begin(length).fill(b'a');
            room.more(1000).fill(b'b');
            assert_eq!(room.text(), [vec![b'a'; length], vec![b'b'; 1000]].concat());
        }
        assert_eq!(room.begin(7).as_ptr().align_offset(PAGE), 0);
    }
}
