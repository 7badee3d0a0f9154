//! A code of a list (a country, a currency, a product): a short text that is stored once and compared cheaply.

use std::fmt;
use std::sync::{LazyLock, Mutex, PoisonError};

use rustc_hash::FxHashSet;

static KNOWN: LazyLock<Mutex<FxHashSet<&'static str>>> = LazyLock::new(Mutex::default);

/// A code, kept as it was written: `VNM`, `8542`, `CNY`.
///
/// Codes are text; leading zeros belong to them. Each different code is stored once for the life of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(&'static str);

impl Code {
    /// A code that is known while compiling.
    pub const fn fixed(text: &'static str) -> Code {
        Code(text)
    }

    /// The code for a text that was read.
    pub fn of(text: &str) -> Code {
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(stored) = known.get(text) {
            return Code(stored);
        }
        let stored: &'static str = Box::leak(text.to_owned().into_boxed_str());
        known.insert(stored);
        Code(stored)
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
