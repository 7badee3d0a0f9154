//! Short runs of bytes that are copied sixteen at a time, which takes less than a call for each.

use std::ops::Range;

const STEP: usize = 16;

/// Runs that are kept one behind the other, with room behind each.
pub(super) struct Runs {
    bytes: Vec<u8>,
    places: Vec<(u32, u32)>,
}

impl Runs {
    pub(super) fn of(runs: impl IntoIterator<Item = Vec<u8>>) -> Runs {
        let mut all = Runs { bytes: Vec::new(), places: Vec::new() };
        for run in runs {
            all.places.push((all.bytes.len() as u32, run.len() as u32));
            all.bytes.extend(&run);
            all.bytes.resize(all.bytes.len().next_multiple_of(STEP), 0);
        }
        all
    }

    /// Puts a run at the end of a text.
    #[inline(always)]
    pub(super) fn put(&self, run: usize, text: &mut Text) {
        let (from, len) = self.places[run];
        let (from, len) = (from as usize, len as usize);
        text.put(&self.bytes[from..from + len.next_multiple_of(STEP)], len);
    }
}

/// A text that grows by runs.
#[derive(Debug, Default)]
pub(super) struct Text {
    bytes: Vec<u8>,
    len: usize,
}

impl Text {
    pub(super) fn clear(&mut self) {
        self.len = 0;
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }

    /// Puts the first bytes of a run whose room is a multiple of sixteen bytes; what stands behind them is written over later.
    #[inline(always)]
    pub(super) fn put(&mut self, run: &[u8], len: usize) {
        let end = self.len + run.len();
        if end > self.bytes.len() {
            self.grow(end);
        }
        let place = &mut self.bytes[self.len..end];
        let (targets, _) = place.as_chunks_mut::<STEP>();
        for (target, chunk) in targets.iter_mut().zip(run.as_chunks::<STEP>().0) {
            *target = *chunk;
        }
        self.len += len;
    }

    /// Puts once more what stands further up.
    pub(super) fn repeat(&mut self, range: Range<usize>) {
        let end = self.len + range.len();
        if end > self.bytes.len() {
            self.grow(end);
        }
        let len = range.len();
        self.bytes.copy_within(range, self.len);
        self.len += len;
    }

    #[cold]
    fn grow(&mut self, end: usize) {
        self.bytes.resize(end + end / 2 + (1 << 16), 0);
    }
}
