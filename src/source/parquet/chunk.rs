//! The bytes of a Parquet file, of which only so much is read at a time as there can be.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};

/// Most bytes of a page once it is unpacked.
pub(super) const LARGEST_PAGE: u64 = 256 << 20;

/// How much is read of the head of a page at a time.
const HEAD: usize = 1 << 9;

/// A file for one thread.
#[derive(Clone)]
pub(super) struct Place {
    file: Arc<Mutex<File>>,
    length: u64,
    /// Whether pages are read, and not the end of the file.
    reads_pages: bool,
}

impl Place {
    pub(super) fn new(file: File, length: u64) -> Place {
        Place { file: Arc::new(Mutex::new(file)), length, reads_pages: false }
    }

    pub(super) fn of_pages(&self) -> Place {
        Place { reads_pages: true, ..self.clone() }
    }

    fn read(&self, start: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(start))?;
        file.read(buffer)
    }
}

impl Length for Place {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for Place {
    type T = From;

    fn get_read(&self, start: u64) -> Result<From> {
        Ok(From { place: self.clone(), next: start, bytes: Vec::new(), taken: 0, begins_page: self.reads_pages })
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        let end = start.checked_add(length as u64).filter(|end| *end <= self.length);
        end.ok_or_else(|| ParquetError::EOF("it ends before its data does".to_owned()))?;
        let mut bytes = vec![0; length];
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(start))?;
        file.read_exact(&mut bytes)?;
        Ok(bytes.into())
    }
}

/// The bytes from a place on.
pub(super) struct From {
    place: Place,
    next: u64,
    bytes: Vec<u8>,
    taken: usize,
    /// Whether the head of a page comes next.
    begins_page: bool,
}

impl From {
    fn fill(&mut self) -> io::Result<()> {
        self.bytes.resize(HEAD, 0);
        let count = self.place.read(self.next, &mut self.bytes)?;
        self.bytes.truncate(count);
        (self.next, self.taken) = (self.next + count as u64, 0);
        Ok(())
    }
}

impl Read for From {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.taken == self.bytes.len() {
            self.fill()?;
        }
        if std::mem::take(&mut self.begins_page) {
            check(&self.bytes)?;
        }
        let count = buffer.len().min(self.bytes.len() - self.taken);
        buffer[..count].copy_from_slice(&self.bytes[self.taken..self.taken + count]);
        self.taken += count;
        Ok(count)
    }
}

/// An error for the head of a page that is larger than any page is. Its second number says how large: the first two
/// are whole numbers, which the format writes with the mark 0x15 each.
fn check(head: &[u8]) -> io::Result<()> {
    let second = head.iter().skip(1).position(|byte| *byte & 0x80 == 0).map(|at| at + 2);
    let bytes = second.and_then(|at| head.get(at..)).filter(|rest| rest.first() == Some(&0x15)).unwrap_or_default();
    let mut size = 0_u64;
    for (at, byte) in bytes.iter().skip(1).take(9).enumerate() {
        size |= u64::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            break;
        }
    }
    match size >> 1 <= LARGEST_PAGE {
        true => Ok(()),
        false => Err(io::Error::other("a page of more than 256 MB, which is not read")),
    }
}
