//! Panics of crates that trust a file.

use std::panic::{self, AssertUnwindSafe};

/// Does what panics where a file is damaged in a way that its reader does not foresee; none if it did.
pub(super) fn guarded<T>(read: impl FnOnce() -> T) -> Option<T> {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let done = panic::catch_unwind(AssertUnwindSafe(read));
    panic::set_hook(hook);
    done.ok()
}
