//! Panics of crates that trust a file.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

static HOOK: Once = Once::new();

thread_local! {
    /// Whether a panic of the thread is foreseen.
    static FORESEEN: Cell<bool> = const { Cell::new(false) };
}

/// Does what panics where a file is damaged in a way that its reader does not foresee; none if it did.
pub(super) fn guarded<T>(read: impl FnOnce() -> T) -> Option<T> {
    HOOK.call_once(be_silent_where_foreseen);
    let before = FORESEEN.replace(true);
    let done = panic::catch_unwind(AssertUnwindSafe(read));
    FORESEEN.set(before);
    done.ok()
}

/// The hook belongs to the whole program, so it is set once, and each thread says for itself what it foresees.
fn be_silent_where_foreseen() {
    let loud = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if !FORESEEN.try_with(Cell::get).unwrap_or(false) {
            loud(panic);
        }
    }));
}
