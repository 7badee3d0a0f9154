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
    let mut desk = Desk::new(part, shared.delimiter)?;
    let mut worker = Worker::new(shared);
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        let from = part.from + number as u64 * shared.hands.size as u64;
        if from >= part.to {
            return Ok(worker.finish());
        }
        let length = (part.to - from).min(shared.hands.size as u64) as usize;
        desk.read(from, length)?;
        let entry = turn.wait(number)?;
        let after = desk.enter(entry, length)?;
        turn.pass(number + 1, Ok(after));
        if let Some(block) = desk.block(entry, after.is_row, from, length)? {
            worker.block(&block)?;
        }
        crate::source::progress::advance(length as u64);
    }
}

/// A block that is being looked at.
struct Desk<'p> {
    part: &'p Part<'p>,
    file: File,
    kernel: Kernel,
    delimiter: u8,
    text: Vec<u8>,
    marks: Marks,
    /// Marks of the last row, which ends in another block.
    tail: Marks,
    /// Places of a block whose last row was completed.
    rows: Vec<u32>,
    foreign: Vec<(u32, u32)>,
}

impl<'p> Desk<'p> {
    fn new(part: &'p Part<'p>, delimiter: u8) -> io::Result<Desk<'p>> {
        let (marks, tail) = (Marks::default(), Marks::default());
        let (text, rows, foreign) = (Vec::new(), Vec::new(), Vec::new());
        let (file, kernel) = (File::open(part.path)?, Kernel::best());
        Ok(Desk { part, file, kernel, delimiter, text, marks, tail, rows, foreign })
    }

    /// Reads a block and finds its marks, if it does not begin inside quotation marks.
    fn read(&mut self, from: u64, length: usize) -> io::Result<()> {
        self.text.resize(length, 0);
        self.file.seek(SeekFrom::Start(from))?;
        self.file.read_exact(&mut self.text)?;
        self.kernel.find(&self.text, self.delimiter, false, &mut self.marks);
        self.text.resize(length + PADDING, 0);
        Ok(())
    }

    /// Takes note of how the block begins; gives what that means for the next one.
    fn enter(&mut self, entry: Entry, length: usize) -> Result<Entry, Stop> {
        if entry.inside {
            self.kernel.find(&self.text[..length], self.delimiter, true, &mut self.marks);
        }
        if self.marks.is_odd {
            return Err(Stop::Plain);
        }
        let last = self.marks.places().last().map(|last| *last as usize);
        let is_row = last.is_some_and(|last| last + 1 == length && self.text[last] == b'\n');
        Ok(Entry { inside: self.marks.inside, is_row, line: entry.line + self.marks.lines as u64 })
    }

    /// The rows that begin in the block, if there are any; the last of them is completed.
    fn block(&mut self, entry: Entry, is_row: bool, from: u64, length: usize) -> Result<Option<Block<'_>>, Stop> {
        let places = self.marks.places();
        let is_end = |place: &u32| self.text[*place as usize] == b'\n';
        let first = if entry.is_row { Some(0) } else { places.iter().position(is_end).map(|at| at + 1) };
        let Some(first) = first else { return Ok(None) };
        let start = if first == 0 { 0 } else { places[first - 1] as usize + 1 };
        if start == length {
            return Ok(None);
        }
        let line = entry.line + memchr::memchr_iter(b'\n', &self.text[..start]).count() as u64;
        let mut rows = self.marks.rows - usize::from(first > 0);
        let mut is_even = self.marks.lines == self.marks.rows;
        if !is_row {
            self.complete(first, from + length as u64, length)?;
            rows += 1;
            is_even &= self.tail.lines == self.tail.rows;
        }
        let places = if is_row { &self.marks.places()[first..] } else { &self.rows };
        self.foreign.clear();
        let own = |(piece, before): &(u32, u32)| (*piece, before.saturating_sub(first as u32));
        self.foreign.extend(self.marks.foreign.iter().map(own));
        // Of what was read beyond the block all is looked at.
        let end = places.last().map_or(0, |end| *end);
        let behind = (length as u32 / 64..=end / 64).filter(|_| !is_row).map(|piece| piece * 64);
        let before = |piece: u32| places.partition_point(|place| *place < piece) as u32;
        self.foreign.extend(behind.map(|piece| (piece, before(piece))));
        Ok(Some(Block { text: &self.text, places, rows, start, line, is_even, foreign: &self.foreign }))
    }

    /// Puts together the places of the rows from the first one on, of which the last ends in another block.
    fn complete(&mut self, first: usize, at: u64, length: usize) -> Result<(), Stop> {
        let places = self.marks.places();
        let is_end = |place: &u32| self.text[*place as usize] == b'\n';
        let last = places[first..].iter().rposition(is_end).map_or(first, |end| first + end + 1);
        let begin = if last == 0 { 0 } else { places[last - 1] as usize + 1 };
        self.read_on(begin, at, length)?;
        let tail = self.tail.places().iter().map(|place| place + begin as u32);
        let end = self.tail.places().iter().position(|place| self.text[begin + *place as usize] == b'\n');
        self.rows.clear();
        self.rows.extend_from_slice(&self.marks.places()[first..last]);
        self.rows.extend(tail.take(end.map_or(0, |end| end + 1)));
        Ok(())
    }

    /// Reads on to the end of the row that begins at `begin`.
    fn read_on(&mut self, begin: usize, mut at: u64, length: usize) -> Result<(), Stop> {
        let (mut end, mut more) = (length, MORE);
        loop {
            let further = (self.part.to - at).min(more as u64) as usize;
            self.text.truncate(end);
            self.text.resize(end + further, 0);
            self.file.seek(SeekFrom::Start(at))?;
            self.file.read_exact(&mut self.text[end..])?;
            at += further as u64;
            end += further;
            let is_over = at == self.part.to;
            if is_over && self.text.last() != Some(&b'\n') {
                if self.text.last() == Some(&b'\r') {
                    return Err(Stop::Plain);
                }
                self.text.push(b'\n');
                end += 1;
            }
            self.kernel.find(&self.text[begin..end], self.delimiter, false, &mut self.tail);
            if self.tail.rows > 0 || is_over {
                self.text.resize(end + PADDING, 0);
                return if self.tail.rows > 0 && !self.tail.is_odd { Ok(()) } else { Err(Stop::Plain) };
            }
            if end - begin > LONGEST {
                return Err(Stop::Plain);
            }
            more *= 2;
        }
    }
}
