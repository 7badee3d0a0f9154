//! Tables that are stored by columns: their words are numbers of dictionaries already.
//!
//! Groups of rows are divided among threads. The columns that say whether a row is asked for come first, as runs of equal
//! words; only where rows are asked for, pages of the other columns are unpacked.

mod desk;
mod digits;
mod sides;
mod texts;

use std::sync::atomic::{AtomicUsize, Ordering};

use desk::Desk;

use super::cells::Sums;
use super::resolver::Stop;
use super::worker::{Counted, Shared};
use crate::source::parquet::{Reader, Table};
use crate::source::progress;

/// Most rows of a group that one thread takes at a time.
const ROWS: usize = 1 << 18;

/// Rows of a group.
#[derive(Debug, Clone, Copy)]
struct Part {
    group: usize,
    from: usize,
    to: usize,
    /// The line of the group's first row.
    line: u64,
}

fn parts(table: &Table, most: usize) -> Vec<Part> {
    let mut parts = Vec::new();
    // The header is the first line.
    let mut line = 2;
    for (group, rows) in table.groups().enumerate() {
        let part = |from: usize| Part { group, from, to: (from + most).min(rows), line };
        parts.extend((0..rows).step_by(most).map(part));
        line += rows as u64;
    }
    parts
}

/// Adds up the rows of a table.
pub(super) fn scan<S: Sums>(path: &str, table: &Table, shared: &Shared<'_>) -> Result<Vec<Counted<S>>, Stop> {
    let length = std::fs::metadata(path)?.len();
    let parts = parts(table, ROWS.min(shared.hands.size.saturating_mul(2)));
    let next = AtomicUsize::new(0);
    let work = || one::<S>(path, table, shared, &parts, &next, length);
    let threads = shared.hands.threads.min(parts.len()).max(1);
    let counted: Result<Vec<Counted<S>>, Stop> = std::thread::scope(|scope| {
        let start = |_| std::thread::Builder::new().spawn_scoped(scope, work).ok();
        let others: Vec<_> = (1..threads).map_while(start).collect();
        let own = work();
        let others = others.into_iter().map(|thread| thread.join().unwrap_or(Err(Stop::Plain)));
        std::iter::once(own).chain(others.collect::<Vec<_>>()).collect()
    });
    let is_same = std::fs::metadata(path)?.len() == length;
    if is_same { counted } else { Err(Stop::Plain) }
}

/// The work of one thread.
fn one<S: Sums>(
    path: &str,
    table: &Table,
    shared: &Shared<'_>,
    parts: &[Part],
    next: &AtomicUsize,
    length: u64,
) -> Result<Counted<S>, Stop> {
    let mut desk = Desk::new(table, Reader::again(path)?, shared);
    loop {
        let at = next.fetch_add(1, Ordering::Relaxed);
        let Some(part) = parts.get(at) else { return Ok(desk.finish()) };
        desk.part(*part)?;
        let share = |at: usize| length * at as u64 / parts.len() as u64;
        progress::advance(share(at + 1) - share(at));
    }
}
