//! Parts of a text that are set by several threads and put in their order.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::room::Room;

/// Sets parts, each into an empty room, and puts them one after another. The thread that calls puts them, and sets parts
/// itself while the next one is not there.
///
/// # Errors
/// Those of `put`; then no further part is set.
pub(super) fn each(
    parts: usize,
    threads: usize,
    set: &(dyn Fn(usize, &mut Room) + Sync),
    put: &mut dyn FnMut(&Room) -> io::Result<()>,
) -> io::Result<()> {
    let turns = Turns { parts, most: threads + 2, state: Mutex::default(), changed: Condvar::new() };
    std::thread::scope(|scope| {
        let _over = Over { turns: &turns, always: true };
        for _ in 1..threads.min(parts) {
            // Where there is no further thread the others do the work.
            let _ = std::thread::Builder::new().spawn_scoped(scope, || turns.help(set));
        }
        turns.lead(set, put)
    })
}

struct Turns {
    parts: usize,
    /// How many parts may be set and not put.
    most: usize,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// The next part to be set, and the next one to be put.
    set: usize,
    put: usize,
    done: BTreeMap<usize, Room>,
    spare: Vec<Room>,
    is_over: bool,
}

/// What a thread does next.
enum Next {
    Put(Room),
    Set(usize, Room),
    Nothing,
}

impl Turns {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until there is something to do.
    fn next(&self, puts: bool) -> Next {
        let mut state = self.state();
        loop {
            if state.is_over || state.put == self.parts || !puts && state.set == self.parts {
                return Next::Nothing;
            }
            let at = state.put;
            if puts && let Some(room) = state.done.remove(&at) {
                return Next::Put(room);
            }
            if state.set < self.parts.min(state.put + self.most) {
                state.set += 1;
                return Next::Set(state.set - 1, state.spare.pop().unwrap_or_default());
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn lead(
        &self,
        set: &(dyn Fn(usize, &mut Room) + Sync),
        put: &mut dyn FnMut(&Room) -> io::Result<()>,
    ) -> io::Result<()> {
        loop {
            match self.next(true) {
                Next::Put(room) => {
                    put(&room)?;
                    let mut state = self.state();
                    state.put += 1;
                    state.spare.push(room);
                    self.changed.notify_all();
                }
                Next::Set(part, room) => self.set(part, room, set),
                Next::Nothing => return Ok(()),
            }
        }
    }

    fn help(&self, set: &(dyn Fn(usize, &mut Room) + Sync)) {
        let _over = Over { turns: self, always: false };
        while let Next::Set(part, room) = self.next(false) {
            self.set(part, room, set);
        }
    }

    fn set(&self, part: usize, mut room: Room, set: &(dyn Fn(usize, &mut Room) + Sync)) {
        set(part, &mut room);
        self.state().done.insert(part, room);
        self.changed.notify_all();
    }
}

/// Lets the other threads go when a thread ends that they may wait for: the first one, or another one in a panic.
struct Over<'t> {
    turns: &'t Turns,
    always: bool,
}

impl Drop for Over<'_> {
    fn drop(&mut self) {
        if self.always || std::thread::panicking() {
            self.turns.state().is_over = true;
            self.turns.changed.notify_all();
        }
    }
}
