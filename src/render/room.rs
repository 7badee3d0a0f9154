//! Text that is put together in room made beforehand: short pieces are copied in steps of a fixed size, without a call.

/// Bytes that are copied at once; so many may be written beyond the end of a piece.
const STEP: usize = 32;

/// A text and the room behind it.
#[derive(Debug, Default)]
pub(super) struct Room {
    bytes: Vec<u8>,
    end: usize,
}

/// Short texts that are put again and again.
#[derive(Debug, Default)]
pub(super) struct Snippets {
    bytes: Vec<u8>,
    places: Vec<(usize, usize)>,
}

impl Room {
    /// Begins a new text.
    pub(super) fn clear(&mut self) {
        self.end = 0;
    }

    pub(super) fn text(&self) -> &[u8] {
        &self.bytes[..self.end]
    }

    /// Makes sure that so many bytes can be put.
    #[inline(always)]
    pub(super) fn make(&mut self, bytes: usize) {
        if self.bytes.len() - self.end < bytes + STEP {
            self.grow(bytes);
        }
    }

    #[cold]
    fn grow(&mut self, bytes: usize) {
        let enough = (self.end + bytes + STEP).next_multiple_of(1 << 16);
        self.bytes.resize(enough.max(self.bytes.len() + self.bytes.len() / 2), 0);
    }

    /// Puts the first bytes of a word of eight, the lowest first.
    #[inline(always)]
    pub(super) fn eight(&mut self, word: u64, length: usize) {
        self.bytes[self.end..][..8].copy_from_slice(&word.to_le_bytes());
        self.end += length;
    }

    #[inline(always)]
    pub(super) fn byte(&mut self, byte: u8) {
        self.bytes[self.end] = byte;
        self.end += 1;
    }

    /// Puts a text of any length.
    pub(super) fn bytes(&mut self, text: &[u8]) {
        self.bytes[self.end..][..text.len()].copy_from_slice(text);
        self.end += text.len();
    }

    #[inline(always)]
    pub(super) fn snippet(&mut self, snippets: &Snippets, number: usize) {
        let (from, length) = snippets.places[number];
        let whole = length.next_multiple_of(STEP);
        let (steps, _) = snippets.bytes[from..from + whole].as_chunks::<STEP>();
        let (places, _) = self.bytes[self.end..self.end + whole].as_chunks_mut::<STEP>();
        for (place, step) in places.iter_mut().zip(steps) {
            *place = *step;
        }
        self.end += length;
    }
}

impl Snippets {
    /// Adds a text and gives its number.
    pub(super) fn add(&mut self, text: &[u8]) -> usize {
        self.bytes.truncate(self.places.last().map_or(0, |(from, length)| from + length));
        self.places.push((self.bytes.len(), text.len()));
        self.bytes.extend_from_slice(text);
        self.bytes.resize(self.bytes.len() + STEP, 0);
        self.places.len() - 1
    }

    pub(super) fn length(&self, number: usize) -> usize {
        self.places[number].1
    }
}
