//! Text that comes once and in order: decompressed, decoded, from standard input. One thread reads it and finds the rows,
//! others add them up.

use std::io::{self, Read};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::ScopedJoinHandle;

use super::block::{Block, Spot};
use super::cells::Sums;
use super::marks::{Kernel, Marks};
use super::resolver::Stop;
use super::worker::{Counted, Shared, Worker};
use super::{Hands, LONGEST, PADDING};

/// Whole rows and their marks.
#[derive(Default)]
struct Rows {
    text: Vec<u8>,
    marks: Marks,
    line: u64,
    is_even: bool,
}

/// Adds up the rows of a text from its first row on.
pub(super) fn scan<S: Sums>(source: &mut dyn Read, line: u64, shared: &Shared<'_>) -> Result<Vec<Counted<S>>, Stop> {
    let Hands { threads, size } = shared.hands;
    let mut reader = Reader { source, left: Vec::new(), line, is_over: false, size };
    let mut own = Worker::new(shared);
    let mut rows = Rows::default();
    let is_there = reader.next(shared.delimiter, &mut rows)?;
    if threads < 2 || reader.is_over {
        if is_there {
            add(&mut own, &rows)?;
            while reader.next(shared.delimiter, &mut rows)? {
                add(&mut own, &rows)?;
            }
        }
        return Ok(vec![own.finish()]);
    }
    let (full, filled) = sync_channel::<Rows>(threads);
    let (used, empty) = sync_channel::<Rows>(2 * threads);
    // It is gone with the last worker, so that nothing waits for one that stopped.
    let filled = Arc::new(Mutex::new(filled));
    std::thread::scope(|scope| {
        let start = || {
            let (filled, used) = (Arc::clone(&filled), used.clone());
            std::thread::Builder::new().spawn_scoped(scope, move || work(shared, &filled, &used)).ok()
        };
        let workers: Vec<_> = (1..threads).map_while(|_| start()).collect();
        drop(filled);
        let mut sent = full.send(rows).map_err(|_| Stop::Plain);
        while sent.is_ok() && !workers.iter().any(ScopedJoinHandle::is_finished) {
            let mut rows = empty.try_recv().unwrap_or_default();
            match reader.next(shared.delimiter, &mut rows) {
                Ok(false) => break,
                Ok(true) => sent = full.send(rows).map_err(|_| Stop::Plain),
                Err(stop) => sent = Err(stop),
            }
        }
        drop(full);
        let done = workers.into_iter().map(|worker| worker.join().unwrap_or(Err(Stop::Plain)));
        let mut done: Vec<_> = done.collect();
        // What stopped a worker says more than that nothing can be sent to it.
        let own = if done.iter().all(Result::is_ok) { sent.map(|()| own.finish()) } else { Ok(own.finish()) };
        done.push(own);
        done.into_iter().collect()
    })
}

fn work<S: Sums>(
    shared: &Shared<'_>,
    filled: &Mutex<Receiver<Rows>>,
    used: &SyncSender<Rows>,
) -> Result<Counted<S>, Stop> {
    let mut worker = Worker::new(shared);
    loop {
        let rows = filled.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(rows) = rows else { return Ok(worker.finish()) };
        add(&mut worker, &rows)?;
        // The reader makes a new one where none came back.
        let _ = used.try_send(rows);
    }
}

fn add<S: Sums>(worker: &mut Worker<'_, '_, S>, rows: &Rows) -> Result<(), Stop> {
    worker.block(&Block {
        text: &rows.text,
        marks: &rows.marks,
        ends: rows.marks.ends(),
        begin: Spot { line: rows.line, ..Spot::default() },
        is_even: rows.is_even,
    })
}

/// Cuts a text into whole rows.
struct Reader<'r> {
    source: &'r mut dyn Read,
    /// The beginning of a row whose end was not read yet.
    left: Vec<u8>,
    line: u64,
    is_over: bool,
    size: usize,
}

impl Reader<'_> {
    fn next(&mut self, delimiter: u8, rows: &mut Rows) -> Result<bool, Stop> {
        rows.text.clear();
        rows.text.append(&mut self.left);
        let kernel = Kernel::best();
        while !self.is_over {
            let wanted = (rows.text.len() + 1).next_multiple_of(self.size);
            self.fill(&mut rows.text, wanted)?;
            kernel.find(&rows.text, delimiter, false, &mut rows.marks);
            if rows.marks.is_odd() {
                return Err(Stop::Plain);
            }
            let Some(last) = rows.marks.ends().last() else {
                if rows.text.len() > LONGEST {
                    return Err(Stop::Plain);
                }
                continue;
            };
            let end = *last as usize + 1;
            self.left.extend_from_slice(&rows.text[end..]);
            // Line ends inside quotation marks may stand in what is left.
            let lines = rows.marks.lines() - memchr::memchr_iter(b'\n', &self.left).count();
            (rows.line, rows.is_even) = (self.line, lines == rows.marks.rows);
            self.line += lines as u64;
            rows.text.truncate(end);
            rows.text.resize(end + PADDING, 0);
            return Ok(true);
        }
        if rows.text.is_empty() { Ok(false) } else { Err(Stop::Plain) }
    }

    fn fill(&mut self, text: &mut Vec<u8>, wanted: usize) -> Result<(), Stop> {
        let mut length = text.len();
        text.resize(wanted, 0);
        while length < wanted && !self.is_over {
            match self.source.read(&mut text[length..]) {
                Ok(0) => self.is_over = true,
                Ok(count) => length += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return Err(Stop::Plain),
            }
        }
        text.truncate(length);
        if self.is_over && text.last().is_some_and(|last| *last != b'\n') {
            if text.last() == Some(&b'\r') {
                return Err(Stop::Plain);
            }
            text.push(b'\n');
        }
        Ok(())
    }
}
