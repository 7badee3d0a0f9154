//! A regular file, read in blocks by several threads.
//!
//! Whether a block begins inside quotation marks is known once all blocks before it were looked at; each thread finds the
//! marks of its block first, tells what they mean for the next one, and only then adds up the rows. A row belongs to the
//! block that it begins in.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};

use super::block::{Block, Spot};
use super::cells::Sums;
use super::marks::{Kernel, Marks};
use super::resolver::Stop;
use super::room::{PAGE, Room};
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

impl Part<'_> {
    /// Where blocks are counted from, so that all but the first begin with a page of the file.
    fn base(&self, size: usize) -> u64 {
        self.from - self.from % size.min(PAGE) as u64
    }
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

    /// What is known already.
    fn peek(&self, block: usize) -> Option<Entry> {
        let known = self.entry.lock().unwrap_or_else(PoisonError::into_inner);
        if known.0 == block { known.1.ok() } else { None }
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
    let blocks = (part.to - part.base(shared.hands.size)).div_ceil(shared.hands.size as u64) as usize;
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
    let base = part.base(shared.hands.size);
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        let place = |number: usize| (base + number as u64 * shared.hands.size as u64).clamp(part.from, part.to);
        let from = place(number);
        if from >= part.to {
            return Ok(worker.finish());
        }
        let length = (place(number + 1) - from) as usize;
        desk.read(from, length)?;
        // Most blocks begin outside quotation marks.
        let guess = turn.peek(number).is_some_and(|entry| entry.inside);
        desk.find(guess);
        let entry = turn.wait(number)?;
        if entry.inside != guess {
            desk.find(entry.inside);
        }
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
    room: Room,
    marks: Marks,
}

impl<'p> Desk<'p> {
    fn new(part: &'p Part<'p>, delimiter: u8) -> io::Result<Desk<'p>> {
        let (file, kernel) = (File::open(part.path)?, Kernel::best());
        Ok(Desk { part, file, kernel, delimiter, room: Room::default(), marks: Marks::default() })
    }

    fn read(&mut self, from: u64, length: usize) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(from))?;
        self.file.read_exact(self.room.begin(length))
    }

    /// Finds the marks of the block, which begins inside quotation marks or outside.
    fn find(&mut self, inside: bool) {
        self.kernel.find(self.room.text(), self.delimiter, inside, &mut self.marks);
    }

    /// Takes note of how the block begins; gives what that means for the next one.
    fn enter(&mut self, entry: Entry, length: usize) -> Result<Entry, Stop> {
        if self.marks.is_odd() {
            return Err(Stop::Plain);
        }
        let is_row = self.marks.ends().last().is_some_and(|last| *last as usize + 1 == length);
        Ok(Entry { inside: self.marks.is_inside(), is_row, line: entry.line + self.marks.lines() as u64 })
    }

    /// The rows that begin in the block, if there are any; the last of them is completed.
    fn block(&mut self, entry: Entry, is_row: bool, from: u64, length: usize) -> Result<Option<Block<'_>>, Stop> {
        let before = if entry.is_row { None } else { Some(self.marks.ends().first().copied()) };
        let begin = match before {
            None => Spot { line: entry.line, ..Spot::default() },
            Some(None) => return Ok(None),
            Some(Some(end)) => {
                let start = end as usize + 1;
                let line = entry.line + memchr::memchr_iter(b'\n', &self.room.text()[..start]).count() as u64;
                let marks = self.marks.up_to(end as usize);
                Spot { row: 0, start, marks, line }
            }
        };
        if begin.start == length {
            return Ok(None);
        }
        let mut rows = self.marks.rows;
        if !is_row {
            rows += 1;
            self.read_on(rows, from + length as u64)?;
        }
        self.room.more(PADDING).fill(0);
        let ends = &self.marks.ends()[usize::from(!entry.is_row)..rows];
        let is_even = self.marks.lines() == self.marks.rows;
        Ok(Some(Block { text: self.room.text(), marks: &self.marks, ends, begin, is_even }))
    }

    /// Reads on until there are so many rows.
    fn read_on(&mut self, rows: usize, mut at: u64) -> Result<(), Stop> {
        let begin = self.marks.ends().last().map_or(0, |end| *end as usize + 1);
        let mut more = MORE;
        loop {
            let further = (self.part.to - at).min(more as u64) as usize;
            self.file.seek(SeekFrom::Start(at))?;
            self.file.read_exact(self.room.more(further))?;
            at += further as u64;
            let is_over = at == self.part.to;
            let last = self.room.text().last();
            if is_over && last != Some(&b'\n') {
                if last == Some(&b'\r') {
                    return Err(Stop::Plain);
                }
                self.room.more(1).fill(b'\n');
            }
            self.kernel.go_on(self.room.text(), self.delimiter, &mut self.marks);
            if self.marks.rows >= rows {
                return if self.marks.is_odd() { Err(Stop::Plain) } else { Ok(()) };
            }
            if is_over || self.room.text().len() - begin > LONGEST {
                return Err(Stop::Plain);
            }
            more *= 2;
        }
    }
}
