//! Texts of cells and what each was found to mean.

use rustc_hash::FxHashMap;

/// Longest text that is compared as one number.
const SHORT: usize = 15;

/// Most bytes of texts that one column keeps.
const MOST: usize = 16 << 20;

/// The sixteen bytes of a block from a place on; the block ends in as many bytes that no cell holds.
#[inline(always)]
pub(super) fn sixteen(block: &[u8], at: usize) -> u128 {
    block.get(at..at + 16).and_then(|bytes| bytes.try_into().ok()).map_or(0, u128::from_le_bytes)
}

/// A text of at most fifteen bytes as a number that no other text has; its length stands in the last byte.
#[inline(always)]
fn short(block: &[u8], start: usize, length: usize) -> u128 {
    sixteen(block, start) & ((1 << (8 * length)) - 1) | (length as u128) << 120
}

/// Stands for no text.
const NOTHING: u128 = u128::MAX;

/// Meanings by texts. The last one is looked at first.
#[derive(Debug)]
pub(super) struct Words<T> {
    last: (u128, T),
    slots: Vec<(u128, T)>,
    used: usize,
    long: FxHashMap<Box<[u8]>, T>,
    bytes: usize,
}

impl<T: Copy + Default> Default for Words<T> {
    fn default() -> Words<T> {
        let slots = vec![(NOTHING, T::default()); 64];
        Words { last: (NOTHING, T::default()), slots, used: 0, long: FxHashMap::default(), bytes: 0 }
    }
}

#[inline(always)]
fn place(key: u128, size: usize) -> usize {
    let mixed = (key as u64 ^ ((key >> 64) as u64).rotate_left(23)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> 32) as usize & (size - 1)
}

impl<T: Copy + Default> Words<T> {
    /// What a text of a block means, where that is known.
    #[inline(always)]
    pub(super) fn get(&mut self, block: &[u8], start: usize, end: usize) -> Option<T> {
        let length = end - start;
        if length > SHORT {
            return self.long.get(&block[start..end]).copied();
        }
        let key = short(block, start, length);
        if key == self.last.0 {
            return Some(self.last.1);
        }
        let mut at = place(key, self.slots.len());
        loop {
            let (known, meaning) = self.slots[at];
            if known == key {
                self.last = (key, meaning);
                return Some(meaning);
            }
            if known == NOTHING {
                return None;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    /// Keeps what a text means.
    pub(super) fn insert(&mut self, block: &[u8], start: usize, end: usize, meaning: T) {
        self.bytes += end - start + size_of::<(u128, T)>();
        if self.bytes > MOST {
            *self = Words::default();
        }
        if end - start > SHORT {
            self.long.insert(block[start..end].into(), meaning);
            return;
        }
        if self.used * 2 >= self.slots.len() {
            let larger = vec![(NOTHING, T::default()); self.slots.len() * 4];
            let old = std::mem::replace(&mut self.slots, larger);
            self.used = 0;
            old.into_iter().filter(|(key, _)| *key != NOTHING).for_each(|(key, meaning)| self.put(key, meaning));
        }
        self.put(short(block, start, end - start), meaning);
    }

    fn put(&mut self, key: u128, meaning: T) {
        let mut at = place(key, self.slots.len());
        while self.slots[at].0 != NOTHING && self.slots[at].0 != key {
            at = (at + 1) & (self.slots.len() - 1);
        }
        self.used += usize::from(self.slots[at].0 == NOTHING);
        self.slots[at] = (key, meaning);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_any_length_are_told_apart() {
        let texts: Vec<String> = (0..3000).map(|at| "x".repeat(at % 20) + &at.to_string()).collect();
        let mut words = Words::default();
        let block = |text: &str| [text.as_bytes(), &[b' '; 16]].concat();
        for (at, text) in texts.iter().enumerate() {
            assert_eq!(words.get(&block(text), 0, text.len()), None, "{text}");
            words.insert(&block(text), 0, text.len(), at);
        }
        for (at, text) in texts.iter().enumerate() {
            assert_eq!(words.get(&block(text), 0, text.len()), Some(at), "{text}");
        }
        assert_eq!(words.get(b"                ", 0, 0), None);
    }
}
