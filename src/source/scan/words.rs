//! Texts of cells and what each was found to mean.

use rustc_hash::FxHashMap;

/// Longest texts that are compared as one number of eight or sixteen bytes; their lengths stand in the last byte.
const SHORT: usize = 7;
const MIDDLE: usize = 15;

/// Most bytes of texts that one column keeps.
const MOST: usize = 16 << 20;

/// Eight bytes of a block; the block ends in as many bytes that no cell holds.
#[inline(always)]
pub(super) fn eight(block: &[u8], at: usize) -> u64 {
    block.get(at..at + 8).and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_le_bytes)
}

#[inline(always)]
fn short(block: &[u8], start: usize, length: usize) -> u64 {
    eight(block, start) & ((1 << (8 * length)) - 1) | (length as u64) << 56
}

fn middle(block: &[u8], start: usize, length: usize) -> u128 {
    let sixteen = u128::from(eight(block, start)) | u128::from(eight(block, start + 8)) << 64;
    sixteen & ((1 << (8 * length)) - 1) | (length as u128) << 120
}

/// A text that is compared as a number, with bytes behind it as in a block.
fn padded(text: &[u8]) -> Option<[u8; MIDDLE + 9]> {
    let mut padded = [0; MIDDLE + 9];
    padded[..MIDDLE].get_mut(..text.len())?.copy_from_slice(text);
    Some(padded)
}

/// Meanings by texts.
#[derive(Debug)]
pub(super) struct Words<T> {
    short: Table<T>,
    middle: FxHashMap<u128, T>,
    long: FxHashMap<Box<[u8]>, T>,
    bytes: usize,
}

impl<T: Copy + Default> Default for Words<T> {
    fn default() -> Words<T> {
        let (middle, long) = (FxHashMap::default(), FxHashMap::default());
        Words { short: Table::default(), middle, long, bytes: 0 }
    }
}

impl<T: Copy + Default> Words<T> {
    /// What a text of a block means, where that is known.
    #[inline(always)]
    pub(super) fn get(&mut self, block: &[u8], start: usize, end: usize) -> Option<T> {
        match end - start {
            length @ 0..=SHORT => self.short.get(short(block, start, length)),
            length @ ..=MIDDLE => self.middle.get(&middle(block, start, length)).copied(),
            _ => self.long.get(&block[start..end]).copied(),
        }
    }

    /// The same for a text that stands in no block.
    pub(super) fn of(&mut self, text: &[u8]) -> Option<T> {
        match padded(text) {
            Some(padded) => self.get(&padded, 0, text.len()),
            None => self.get(text, 0, text.len()),
        }
    }

    /// Keeps what such a text means.
    pub(super) fn keep(&mut self, text: &[u8], meaning: T) {
        match padded(text) {
            Some(padded) => self.insert(&padded, 0, text.len(), meaning),
            None => self.insert(text, 0, text.len(), meaning),
        }
    }

    /// Keeps what a text means.
    pub(super) fn insert(&mut self, block: &[u8], start: usize, end: usize, meaning: T) {
        let length = end - start;
        self.bytes += length + 2 * size_of::<(u128, T)>();
        if self.bytes > MOST {
            *self = Words::default();
        }
        if length <= SHORT {
            self.short.insert(short(block, start, length), meaning);
        } else if length <= MIDDLE {
            self.middle.insert(middle(block, start, length), meaning);
        } else {
            self.long.insert(block[start..end].into(), meaning);
        }
    }
}

/// Meanings of short texts. They stand in the order in which they came, which is mostly the order in which they come again:
/// the last one is looked at first, then the one that followed it.
#[derive(Debug)]
struct Table<T> {
    last: (u64, T),
    /// Where the one behind the last stands.
    next: usize,
    /// Numbers of texts from 1, by their keys.
    places: Vec<u32>,
    known: Vec<(u64, T)>,
}

/// Up to so many places most are left empty: a text is then seldom looked for twice.
const FEW: usize = 1 << 15;

/// Stands for no text.
const NOTHING: u64 = u64::MAX;

impl<T: Copy + Default> Default for Table<T> {
    fn default() -> Table<T> {
        Table { last: (NOTHING, T::default()), next: 0, places: vec![0; 64], known: Vec::new() }
    }
}

impl<T: Copy + Default> Table<T> {
    #[inline(always)]
    fn place(&self, key: u64) -> usize {
        (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize & (self.places.len() - 1)
    }

    #[inline(always)]
    fn get(&mut self, key: u64) -> Option<T> {
        if key == self.last.0 {
            return Some(self.last.1);
        }
        let next = self.known.get(self.next).filter(|known| known.0 == key);
        let known = match next {
            Some(known) => known,
            None => {
                let mut at = self.place(key);
                loop {
                    let number = self.places.get(at).filter(|number| **number > 0)?;
                    let known = self.known.get(*number as usize - 1)?;
                    if known.0 == key {
                        self.next = *number as usize - 1;
                        break known;
                    }
                    at = (at + 1) & (self.places.len() - 1);
                }
            }
        };
        self.next += 1;
        self.last = *known;
        Some(known.1)
    }

    fn insert(&mut self, key: u64, meaning: T) {
        self.known.push((key, meaning));
        let sparse = if self.places.len() < FEW { 8 } else { 2 };
        if self.known.len() * sparse > self.places.len() {
            // Few large steps: what a table in between takes up is never used again.
            self.places = vec![0; self.places.len() * if sparse == 2 { 2 } else { 8 }];
            (1..=self.known.len()).for_each(|number| self.put(number));
        } else {
            self.put(self.known.len());
        }
    }

    fn put(&mut self, number: usize) {
        let mut at = self.place(self.known[number - 1].0);
        while self.places[at] != 0 {
            at = (at + 1) & (self.places.len() - 1);
        }
        self.places[at] = number as u32;
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
            assert_eq!(words.of(text.as_bytes()), Some(at), "{text}");
        }
        words.keep(b"alone", 7);
        assert_eq!((words.of(b"alone"), words.of(b"alone and long enough"), words.of(b"alon")), (Some(7), None, None));
        assert_eq!(words.get(b"                ", 0, 0), None);
    }
}
