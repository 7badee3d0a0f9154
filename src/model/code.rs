//! A code of a list (a country, a currency, a product): a short text that is stored once and compared cheaply.

use std::fmt;
use std::sync::{LazyLock, Mutex, PoisonError};

use rustc_hash::FxHashSet;

static KNOWN: LazyLock<Mutex<Known>> = LazyLock::new(Mutex::default);

/// The codes that are stored, and those of them that came from data with how many bytes of text.
#[derive(Default)]
struct Known {
    codes: FxHashSet<&'static str>,
    from_data: Vec<&'static str>,
    bytes: usize,
    /// Texts that are stored and stand for no code.
    forgotten: FxHashSet<&'static str>,
    forgotten_bytes: usize,
}

impl Known {
    fn has_room(&self, text: &str) -> bool {
        self.from_data.len() < Code::MOST && text.len() <= Code::LONGEST && self.bytes + text.len() <= Code::MOST_BYTES
    }

    fn store(&mut self, text: &str) -> Code {
        let again = if self.forgotten.is_empty() { None } else { self.forgotten.take(text) };
        self.forgotten_bytes -= again.map_or(0, str::len);
        let stored = again.unwrap_or_else(|| Box::leak(text.to_owned().into_boxed_str()));
        self.codes.insert(stored);
        Code(stored)
    }

    fn store_if_it_fits(&mut self, text: &str) -> Option<Code> {
        if !self.has_room(text) {
            return None;
        }
        let code = self.store(text);
        self.from_data.push(code.0);
        self.bytes += text.len();
        Some(code)
    }

    fn forget(&mut self, stored: usize) {
        let texts = self.from_data.get(stored..).unwrap_or_default();
        let bytes: usize = texts.iter().map(|text| text.len()).sum();
        if self.forgotten_bytes + bytes > Code::MOST_BYTES {
            return;
        }
        for text in self.from_data.drain(stored.min(self.from_data.len())..) {
            self.codes.remove(text);
            self.forgotten.insert(text);
        }
        self.bytes -= bytes;
        self.forgotten_bytes += bytes;
    }
}

/// A code, kept as it was written: `VNM`, `8542`, `CNY`.
///
/// Codes are text; leading zeros belong to them. Each different code is stored once for the life of the program, so that
/// those of data are bounded: see [`Code::from_data`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(&'static str);

impl Code {
    /// A code that is known while compiling.
    pub const fn fixed(text: &'static str) -> Code {
        Code(text)
    }

    /// Most different codes that are stored for data, and most bytes of one and of all.
    pub(crate) const MOST: usize = 250_000;
    const LONGEST: usize = 1_000;
    const MOST_BYTES: usize = 16 << 20;

    /// What is expected of a text of data that is no code because it is too long or one too many.
    pub const EXPECTED: &str =
        "a code or name of at most 1,000 bytes, and at most 250,000 different ones (16 MB) in all";

    /// The code for a text of the program's own lists, or that was typed.
    pub fn of(text: &str) -> Code {
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        let stored = known.codes.get(text).map(|stored| Code(stored));
        stored.unwrap_or_else(|| known.store(text))
    }

    /// The code for a text of data; none where it would be one too many.
    pub fn from_data(text: &str) -> Option<Code> {
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        let stored = known.codes.get(text).map(|stored| Code(stored));
        stored.or_else(|| known.store_if_it_fits(text))
    }

    /// How many codes of data are stored.
    pub(crate) fn stored() -> usize {
        KNOWN.lock().unwrap_or_else(PoisonError::into_inner).from_data.len()
    }

    /// Makes room again for the codes that were stored after so many: the data that they are of is read once more, and it
    /// depends on the order of its rows which codes are one too many.
    pub(crate) fn forget(stored: usize) {
        KNOWN.lock().unwrap_or_else(PoisonError::into_inner).forget(stored);
    }

    /// Whether a text is a code or may become one.
    pub fn fits(text: &str) -> bool {
        let known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        known.codes.contains(text) || known.has_room(text)
    }

    /// The text of the code.
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_data_is_stored_once_if_it_is_not_too_long() {
        let code = Code::from_data("TOO LONG OR NOT");
        assert_eq!(code, Code::from_data("TOO LONG OR NOT"));
        assert!(code.is_some() && Code::fits("TOO LONG OR NOT") && Code::fits("NEW"));
        let long = "x".repeat(Code::LONGEST + 1);
        assert!(Code::from_data(&long).is_none() && !Code::fits(&long));
    }

    #[test]
    fn codes_of_data_are_bounded() {
        let mut known = Known { bytes: Code::MOST_BYTES - 2, ..Known::default() };
        assert!(known.has_room("ab") && !known.has_room("abc"));
        assert!(known.store_if_it_fits("ab").is_some() && !known.has_room("a"));
        assert!(!Known { from_data: vec![""; Code::MOST], ..Known::default() }.has_room("a"));
    }

    #[test]
    fn forgotten_codes_make_room_and_are_stored_once() {
        let mut known = Known { bytes: Code::MOST_BYTES - 3, ..Known::default() };
        let first = known.store_if_it_fits("a").unwrap();
        let second = known.store_if_it_fits("bc").unwrap();
        assert!(!known.has_room("d"));
        known.forget(1);
        assert!(known.has_room("d") && !known.codes.contains("bc") && known.codes.contains("a"));
        let again = known.store_if_it_fits("bc").unwrap();
        assert!(std::ptr::eq(second.0, again.0) && first.0 == "a");
        assert_eq!((known.forgotten.len(), known.forgotten_bytes, known.from_data.len()), (0, 0, 2));
        known.forget(7);
        assert_eq!(known.from_data.len(), 2);
    }
}
