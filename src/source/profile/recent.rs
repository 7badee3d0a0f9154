//! What texts were found to mean, so that each is looked at once; as much of it as there is room for.

use rustc_hash::FxHashMap;

/// Most bytes that are kept.
const MOST: usize = 16 << 20;

/// What an entry takes beside its text.
const ENTRY: usize = 64;

/// Meanings by their texts. It begins anew when it is full, so that a file with ever new texts takes no more memory.
pub(super) struct Recent<T> {
    known: FxHashMap<String, T>,
    bytes: usize,
}

impl<T> Default for Recent<T> {
    fn default() -> Recent<T> {
        Recent { known: FxHashMap::default(), bytes: 0 }
    }
}

impl<T: Copy> Recent<T> {
    /// What a text means, if it is known.
    pub(super) fn get(&self, text: &str) -> Option<T> {
        self.known.get(text).copied()
    }

    /// Keeps what a text means.
    pub(super) fn insert(&mut self, text: &str, meaning: T) {
        self.bytes += text.len() + ENTRY;
        if self.bytes > MOST {
            self.known.clear();
            self.bytes = text.len() + ENTRY;
        }
        self.known.insert(text.to_owned(), meaning);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_bounded() {
        let mut recent = Recent::default();
        for at in 0..1_000_u32 {
            recent.insert(&format!("{at}{}", "x".repeat(1 << 16)), at);
            assert_eq!(recent.get(&format!("{at}{}", "x".repeat(1 << 16))), Some(at));
        }
        assert!(recent.known.len() <= MOST >> 16);
        assert_eq!(recent.get("y"), None);
    }
}
