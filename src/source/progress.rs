//! How far long work is: bytes are counted here, and shown by whoever asks.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Read, Seek, SeekFrom};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::STANDARD_INPUT;

/// What is being done, and how much of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub task: Task,
    /// Bytes that were done.
    pub done: u64,
    /// All bytes, where they are known; never fewer than those that were done.
    pub whole: Option<u64>,
    /// Time since its beginning.
    pub elapsed: Duration,
}

/// Work that takes long with large files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Task {
    /// A data set is read.
    Reading {
        /// What messages call it.
        name: String,
        /// 1 for the first reading; some questions need several.
        time: usize,
    },
    /// An answer as large as the data is written.
    Writing,
}

/// What is being done now; nothing before the first file is opened, and while somebody types the data.
pub fn progress() -> Option<Progress> {
    COUNTER.progress()
}

/// Begins to write what is made of so many bytes.
pub fn begin_writing(bytes: u64) {
    COUNTER.begin(Task::Writing, Some(bytes));
}

/// Begins to read a data set, from its first byte.
pub(super) fn begin_reading(name: &str, paths: &[String]) {
    let is_typed = paths.iter().any(|path| path == STANDARD_INPUT) && io::stdin().is_terminal();
    if is_typed {
        COUNTER.stages().now = None;
    } else {
        COUNTER.begin_reading(name, paths);
    }
}

/// All of the data set was read, whether or not its size was known.
pub(super) fn end_reading() {
    COUNTER.end();
}

/// Counts bytes as they come from a file, before anything is unpacked. From any thread.
pub(super) fn advance(bytes: u64) {
    COUNTER.done.fetch_add(bytes, Ordering::Relaxed);
}

/// Counts what is read from a file or stream.
#[derive(Debug)]
pub struct Counted<R>(pub R);

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.0.read(buffer)?;
        advance(count as u64);
        Ok(count)
    }
}

impl<R: Seek> Seek for Counted<R> {
    fn seek(&mut self, place: SeekFrom) -> io::Result<u64> {
        self.0.seek(place)
    }
}

static COUNTER: Counter = Counter::new();

struct Counter {
    done: AtomicU64,
    stages: Mutex<Stages>,
}

struct Stages {
    now: Option<Stage>,
    /// How often each data set was read, and how many bytes it has.
    readings: BTreeMap<String, (usize, Option<u64>)>,
}

struct Stage {
    task: Task,
    whole: Option<u64>,
    begun: Instant,
}

impl Counter {
    const fn new() -> Counter {
        Counter { done: AtomicU64::new(0), stages: Mutex::new(Stages { now: None, readings: BTreeMap::new() }) }
    }

    fn stages(&self) -> MutexGuard<'_, Stages> {
        self.stages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begin(&self, task: Task, whole: Option<u64>) {
        let mut stages = self.stages();
        self.done.store(0, Ordering::Relaxed);
        stages.now = Some(Stage { task, whole, begun: Instant::now() });
    }

    fn begin_reading(&self, name: &str, paths: &[String]) {
        let (time, known) = {
            let mut stages = self.stages();
            let (times, known) = stages.readings.entry(name.to_owned()).or_default();
            *times += 1;
            (*times, *known)
        };
        let whole = known.or_else(|| paths.iter().map(|path| length(path)).sum());
        self.begin(Task::Reading { name: name.to_owned(), time }, whole);
    }

    fn end(&self) {
        let mut stages = self.stages();
        let Stages { now: Some(stage), readings } = &mut *stages else { return };
        stage.whole = Some(self.done.load(Ordering::Relaxed));
        if let Task::Reading { name, .. } = &stage.task
            && let Some((_, known)) = readings.get_mut(name)
        {
            *known = stage.whole;
        }
    }

    fn progress(&self) -> Option<Progress> {
        let stages = self.stages();
        let stage = stages.now.as_ref()?;
        let read = self.done.load(Ordering::Relaxed);
        let done = stage.whole.map_or(read, |whole| read.min(whole));
        Some(Progress { task: stage.task.clone(), done, whole: stage.whole, elapsed: stage.begun.elapsed() })
    }
}

/// The size of a regular file; one that seems to be empty may be a stream.
fn length(path: &str) -> Option<u64> {
    let about = std::fs::metadata(path).ok().filter(|_| path != STANDARD_INPUT)?;
    (about.is_file() && about.len() > 0).then_some(about.len())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn add(counter: &Counter, bytes: u64) -> (u64, Option<u64>) {
        counter.done.fetch_add(bytes, Ordering::Relaxed);
        let progress = counter.progress().unwrap();
        (progress.done, progress.whole)
    }

    fn time(counter: &Counter) -> usize {
        match counter.progress().unwrap().task {
            Task::Reading { time, .. } => time,
            Task::Writing => 0,
        }
    }

    #[test]
    fn files_have_a_size_and_are_never_read_beyond_it() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), [0; 100]).unwrap();
        let paths = [file.path().to_str().unwrap().to_owned()];
        let counter = Counter::new();
        assert_eq!(counter.progress(), None);
        counter.begin_reading("data", &paths);
        assert_eq!((add(&counter, 60), add(&counter, 60)), ((60, Some(100)), (100, Some(100))));
        counter.begin_reading("data", &paths);
        assert_eq!((add(&counter, 5), time(&counter)), ((5, Some(100)), 2));
    }

    #[test]
    fn a_stream_has_a_size_once_it_was_read() {
        let counter = Counter::new();
        let paths = [STANDARD_INPUT.to_owned()];
        counter.begin_reading("stream", &paths);
        assert_eq!((add(&counter, 60), time(&counter)), ((60, None), 1));
        counter.end();
        assert_eq!(add(&counter, 0), (60, Some(60)));
        counter.begin_reading("stream", &paths);
        assert_eq!((add(&counter, 20), time(&counter)), ((20, Some(60)), 2));
        counter.begin_reading("another", &paths);
        assert_eq!((add(&counter, 20), time(&counter)), ((20, None), 1));
        counter.begin(Task::Writing, Some(9));
        assert_eq!((add(&counter, 4), time(&counter)), ((4, Some(9)), 0));
    }
}
