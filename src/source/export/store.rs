//! Rows that wait in a file without a name, to be taken out in another order.

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::sync::Arc;

/// How many rows are put in order together.
const TOGETHER: usize = 1 << 15;

/// Most files that wait at the same time; what comes with more is copied.
const MOST_FILES: usize = 32;

/// A row that can wait.
pub(in crate::source) trait Record: Copy + Send + Sync {
    /// How many bytes it takes.
    const BYTES: usize;
    fn write(&self, out: &mut Vec<u8>);
    /// Of as many bytes as it takes.
    fn read(bytes: &[u8]) -> Self;
    /// The number of the run that it belongs to: that of its period and direction.
    fn run(&self) -> u32;
    /// Its place among the rows of the data.
    fn place(&self) -> u64;
}

/// Rows of one run that stand together in a file, in the order of their places.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    pub(super) run: u32,
    pub(super) file: usize,
    /// Its first byte.
    pub(super) at: u64,
    pub(super) rows: usize,
    /// The place of the first row.
    pub(super) first: u64,
}

/// Takes rows, each later in the data than the one before it.
#[derive(Debug)]
pub(in crate::source) struct Store<R> {
    rows: Vec<R>,
    most: usize,
    bytes: Vec<u8>,
    /// The one that is written to comes last.
    pub(super) files: Vec<Arc<File>>,
    written: u64,
    pub(super) pieces: Vec<Piece>,
    pub(super) count: u64,
}

impl<R> Default for Store<R> {
    fn default() -> Store<R> {
        Store::of(TOGETHER)
    }
}

impl<R> Store<R> {
    /// One that puts so many rows in order together.
    pub(super) fn of(most: usize) -> Store<R> {
        let (rows, bytes, files, pieces) = Default::default();
        Store { rows, most, bytes, files, written: 0, pieces, count: 0 }
    }
}

impl<R: Record> Store<R> {
    #[inline(always)]
    pub(in crate::source) fn push(&mut self, row: R) -> io::Result<()> {
        self.rows.push(row);
        if self.rows.len() >= self.most { self.lay_down() } else { Ok(()) }
    }

    #[cold]
    fn lay_down(&mut self) -> io::Result<()> {
        if self.rows.is_empty() {
            return Ok(());
        }
        if !self.rows.is_sorted_by_key(R::run) {
            self.rows.sort_by_key(R::run);
        }
        if self.files.is_empty() {
            self.files.push(Arc::new(tempfile::tempfile()?));
        }
        self.bytes.clear();
        for rows in self.rows.chunk_by(|row, next| row.run() == next.run()) {
            let at = self.written + self.bytes.len() as u64;
            rows.iter().for_each(|row| row.write(&mut self.bytes));
            let file = self.files.len() - 1;
            self.pieces.push(Piece { run: rows[0].run(), file, at, rows: rows.len(), first: rows[0].place() });
        }
        self.append()?;
        self.count += self.rows.len() as u64;
        self.rows.clear();
        Ok(())
    }

    fn append(&mut self) -> io::Result<()> {
        if let Some(mut file) = self.files.last().map(AsRef::as_ref) {
            file.seek(SeekFrom::Start(self.written))?;
            file.write_all(&self.bytes)?;
            self.written += self.bytes.len() as u64;
        }
        Ok(())
    }

    /// Takes the rows of another one.
    pub(in crate::source) fn join(&mut self, mut other: Store<R>) -> io::Result<()> {
        self.lay_down()?;
        other.lay_down()?;
        self.count += other.count;
        if self.files.len() + other.files.len() <= MOST_FILES {
            let before = self.files.len();
            self.pieces.extend(other.pieces.iter().map(|piece| Piece { file: piece.file + before, ..*piece }));
            if !other.files.is_empty() {
                self.written = other.written;
                self.files.append(&mut other.files);
            }
            return Ok(());
        }
        for piece in &other.pieces {
            let Some(source) = other.files.get(piece.file) else { continue };
            self.bytes.resize(piece.rows * R::BYTES, 0);
            read_at(source, piece.at, &mut self.bytes)?;
            self.pieces.push(Piece { file: self.files.len() - 1, at: self.written, ..*piece });
            self.append()?;
        }
        Ok(())
    }

    /// No more rows come.
    pub(super) fn close(&mut self) -> io::Result<()> {
        self.lay_down()?;
        (self.rows, self.bytes) = Default::default();
        Ok(())
    }
}

/// Reads from a place in a file that others read too.
pub(super) fn read_at(mut file: &File, at: u64, bytes: &mut [u8]) -> io::Result<()> {
    file.seek(SeekFrom::Start(at))?;
    io::Read::read_exact(&mut file, bytes)
}
