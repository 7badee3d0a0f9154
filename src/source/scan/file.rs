//! A regular file, read in blocks by several threads.
//!
//! Whether a block begins inside quotation marks is known once all blocks before it were looked at; each thread finds the
//! marks of its block first, tells what they mean for the next one, and only then adds up the rows. A row belongs to the
//! block that it begins in.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};

use super::block::Block;
use super::cells::Sums;
use super::marks::{Kernel, Marks};
use super::resolver::Stop;
use super::worker::{Counted, Shared, Worker};
use super::{LONGEST, PADDING};

/// How much is read at a time beyond a block, to the end of its last row.
const MORE: usize = 1 << 12;

/// A part of a file that holds rows.
pub(super) struct Part<'f> {
    pub(super) path: &'f str,
    pub(super) from: u64,
    pub(super) to: u64,
    /// The line at its beginning.
    pub(super) line: u64,
}

/// What is known at the beginning of a block.
#[derive(Debug, Clone, Copy)]
struct Entry {
    inside: bool,
    /// Whether a row begins there.
    is_row: bool,
    line: u64,
}

/// Hands what is known from block to block, in their order.
struct Turn {
    entry: Mutex<(usize, Result<Entry, Stop>)>,
    changed: Condvar,
}

impl Turn {
    fn wait(&self, block: usize) -> Result<Entry, Stop> {
        let entry = self.entry.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.changed.wait_while(entry, |(next, entry)| *next != block && entry.is_ok());
        waited.unwrap_or_else(PoisonError::into_inner).1
    }

    fn pass(&self, next: usize, entry: Result<Entry, Stop>) {
        let mut known = self.entry.lock().unwrap_or_else(PoisonError::into_inner);
        if known.1.is_ok() {
            *known = (next, entry);
        }
        self.changed.notify_all();
    }
}

/// Adds up the rows of a part of a file.
pub(super) fn scan<S: Sums>(part: &Part<'_>, shared: &Shared<'_>) -> Result<Vec<Counted<S>>, Stop> {
    let turn = Turn {
        entry: Mutex::new((0, Ok(Entry { inside: false, is_row: true, line: part.line }))),
        changed: Condvar::new(),
    };
    let next = AtomicUsize::new(0);
    let blocks = (part.to - part.from).div_ceil(shared.hands.size as u64) as usize;
    let work = || {
        let _guard = Guard(&turn);
        let done = one(part, shared, &turn, &next);
        if let Err(stop) = done {
            turn.pass(usize::MAX, Err(stop));
            return Err(stop);
        }
        done
    };
    std::thread::scope(|scope| {
        let start = |_| std::thread::Builder::new().spawn_scoped(scope, work).ok();
        let others: Vec<_> = (1..shared.hands.threads.min(blocks.max(1))).map_while(start).collect();
        let own = work();
        let others = others.into_iter().map(|thread| thread.join().unwrap_or(Err(Stop::Plain)));
        std::iter::once(own).chain(others.collect::<Vec<_>>()).collect()
    })
}

/// Lets the other threads go when one of them panics.
struct Guard<'t>(&'t Turn);

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.pass(usize::MAX, Err(Stop::Plain));
        }
    }
}

/// The work of one thread.
fn one<S: Sums>(part: &Part<'_>, shared: &Shared<'_>, turn: &Turn, next: &AtomicUsize) -> Result<Counted<S>, Stop> {
    let mut file = File::open(part.path)?;
    let kernel = Kernel::best();
    let (size, mut worker) = (shared.hands.size, Worker::new(shared));
    let (mut text, mut marks, mut tail) = (Vec::new(), Marks::default(), Marks::default());
    let (mut rows, mut foreign) = (Vec::new(), Vec::new());
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        let from = part.from + number as u64 * size as u64;
        if from >= part.to {
            return Ok(worker.finish());
        }
        let length = (part.to - from).min(size as u64) as usize;
        read(&mut file, from, length, &mut text)?;
        kernel.find(&text[..length], shared.delimiter, false, &mut marks);
        let entry = turn.wait(number)?;
        if entry.inside {
            kernel.find(&text[..length], shared.delimiter, true, &mut marks);
        }
        if marks.is_odd {
            return Err(Stop::Plain);
        }
        let is_end = |place: &u32| text[*place as usize] == b'\n';
        let is_row = marks.places().last().is_some_and(|last| *last as usize + 1 == length && is_end(last));
        turn.pass(number + 1, Ok(Entry { inside: marks.inside, is_row, line: entry.line + marks.lines as u64 }));
        let first = if entry.is_row { Some(0) } else { marks.places().iter().position(is_end).map(|at| at + 1) };
        let Some(first) = first else { continue };
        let start = if first == 0 { 0 } else { marks.places()[first - 1] as usize + 1 };
        if start == length {
            continue;
        }
        let line = entry.line + memchr::memchr_iter(b'\n', &text[..start]).count() as u64;
        let is_even = marks.lines == marks.rows;
        let mut count = marks.rows - usize::from(first > 0);
        let places: &[u32] = if is_row {
            &marks.places()[first..]
        } else {
            let last = marks.places()[first..].iter().rposition(is_end).map_or(first, |at| first + at + 1);
            let begin = if last == 0 { 0 } else { marks.places()[last - 1] as usize + 1 };
            let at_end = Rest { file: &mut file, at: from + length as u64, to: part.to };
            complete(at_end, shared.delimiter, kernel, begin, length, &mut text, &mut tail)?;
            rows.clear();
            rows.extend_from_slice(&marks.places()[first..last]);
            rows.extend(tail.places().iter().map(|place| place + begin as u32));
            let end = rows[last - first..].iter().position(|place| text[*place as usize] == b'\n');
            rows.truncate(end.map_or(rows.len(), |end| last - first + end + 1));
            count += 1;
            &rows
        };
        let is_even = is_even && (is_row || tail.lines == tail.rows);
        foreign.clear();
        foreign.extend_from_slice(&marks.foreign);
        let end = places.last().map_or(0, |end| *end);
        foreign.extend((length as u32 / 64..=end / 64).filter(|_| !is_row).map(|piece| piece * 64));
        worker.block(&Block { text: &text, places, rows: count, start, line, is_even, foreign: &foreign })?;
        crate::source::progress::advance(length as u64);
    }
}

/// What follows a block.
struct Rest<'f> {
    file: &'f mut File,
    at: u64,
    to: u64,
}

/// Reads on to the end of the row that begins at `begin`.
fn complete(
    rest: Rest<'_>,
    delimiter: u8,
    kernel: Kernel,
    begin: usize,
    length: usize,
    text: &mut Vec<u8>,
    tail: &mut Marks,
) -> Result<(), Stop> {
    let (mut at, mut end, mut more) = (rest.at, length, MORE);
    loop {
        let further = (rest.to - at).min(more as u64) as usize;
        text.truncate(end);
        text.resize(end + further, 0);
        rest.file.seek(SeekFrom::Start(at))?;
        rest.file.read_exact(&mut text[end..])?;
        at += further as u64;
        end += further;
        let is_over = at == rest.to;
        if is_over && text.last() != Some(&b'\n') {
            if text.last() == Some(&b'\r') {
                return Err(Stop::Plain);
            }
            text.push(b'\n');
            end += 1;
        }
        kernel.find(&text[begin..end], delimiter, false, tail);
        if tail.rows > 0 || is_over {
            text.resize(end + PADDING, 0);
            return if tail.rows > 0 && !tail.is_odd { Ok(()) } else { Err(Stop::Plain) };
        }
        if end - begin > LONGEST {
            return Err(Stop::Plain);
        }
        more *= 2;
    }
}

fn read(file: &mut File, from: u64, length: usize, text: &mut Vec<u8>) -> io::Result<()> {
    text.resize(length, 0);
    file.seek(SeekFrom::Start(from))?;
    file.read_exact(text)?;
    text.resize(length + PADDING, 0);
    Ok(())
}
