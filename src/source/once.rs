//! Files as they are when they are opened, and streams that are there once: standard input, pipes and devices.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::{Mutex, PoisonError};

use super::STANDARD_INPUT;
use super::progress::Counted;

/// Opens a file, or a stream from its beginning.
pub(super) fn open(path: &str) -> io::Result<Box<dyn Read>> {
    let mut streams = STREAMS.lock().unwrap_or_else(PoisonError::into_inner);
    if !streams.contains_key(path) {
        let source: Box<dyn Read + Send> = if path == STANDARD_INPUT {
            Box::new(io::stdin())
        } else {
            let file = File::open(path)?;
            let about = file.metadata()?;
            if about.is_dir() {
                return Err(io::ErrorKind::IsADirectory.into());
            }
            if about.is_file() && about.len() > 0 {
                return Ok(Box::new(Counted(Steady { file, length: about.len(), left: about.len() })));
            }
            Box::new(file)
        };
        streams.insert(path.to_owned(), Stream { source, kept: None, length: 0 });
    }
    Ok(Box::new(Counted(Again { path: path.to_owned(), place: 0 })))
}

/// A file that must not change while it is read.
struct Steady {
    file: File,
    length: u64,
    left: u64,
}

impl Read for Steady {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let changed = |how: &str| {
            let why = format!("the file {how} while it was read; it can be read once it is complete");
            Err(io::Error::new(io::ErrorKind::ResourceBusy, why))
        };
        let count = (&self.file).take(self.left).read(buffer)?;
        self.left -= count as u64;
        match count {
            0 if buffer.is_empty() => Ok(0),
            0 if self.left > 0 => changed("became shorter"),
            0 if self.file.metadata()?.len() > self.length => changed("grew"),
            count => Ok(count),
        }
    }
}

static STREAMS: Mutex<BTreeMap<String, Stream>> = Mutex::new(BTreeMap::new());

/// A stream, and what was read of it, in a file without a name: some questions need it twice.
struct Stream {
    source: Box<dyn Read + Send>,
    kept: Option<File>,
    length: u64,
}

impl Stream {
    fn read(&mut self, place: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let kept = match &mut self.kept {
            Some(kept) => kept,
            none => none.insert(tempfile::tempfile()?),
        };
        kept.seek(SeekFrom::Start(place))?;
        if place < self.length {
            return kept.read(buffer);
        }
        // A pipe gives a few bytes at a time, and the first ones tell what kind of file it is.
        let mut count = 0;
        while count < buffer.len() {
            match self.source.read(&mut buffer[count..]) {
                Ok(0) => break,
                Ok(more) => count += more,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        kept.write_all(&buffer[..count])?;
        self.length += count as u64;
        Ok(count)
    }
}

/// A stream from its beginning.
struct Again {
    path: String,
    place: u64,
}

impl Read for Again {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut streams = STREAMS.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(stream) = streams.get_mut(&self.path) else { return Ok(0) };
        let count = stream.read(self.place, buffer)?;
        self.place += count as u64;
        Ok(count)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn text(source: &mut dyn Read) -> io::Result<String> {
        let mut text = String::new();
        source.read_to_string(&mut text).map(|_| text)
    }

    #[test]
    fn a_file_that_changes_while_it_is_read_is_told() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let path = file.path().to_str().unwrap();
        std::fs::write(path, "1\n2\n").unwrap();
        assert_eq!(text(&mut open(path).unwrap()).unwrap(), "1\n2\n");
        for (after, how) in [("1\n2\n3\n", "grew"), ("1\n", "became shorter")] {
            std::fs::write(path, "1\n2\n").unwrap();
            let mut opened = open(path).unwrap();
            std::fs::write(path, after).unwrap();
            assert!(text(&mut opened).unwrap_err().to_string().contains(how));
        }
    }

    #[test]
    fn a_stream_is_read_from_its_beginning_again_and_to_its_end_once() {
        let mut stream = Stream { source: Box::new(&b"abcdef"[..]), kept: None, length: 0 };
        let mut four = [0; 4];
        assert_eq!((stream.read(0, &mut four).unwrap(), &four), (4, b"abcd"));
        assert_eq!((stream.read(0, &mut four[..2]).unwrap(), &four[..2]), (2, &b"ab"[..]));
        assert_eq!(stream.read(4, &mut four).unwrap(), 2);
        assert_eq!(stream.read(6, &mut four).unwrap(), 0);
        assert_eq!((stream.read(2, &mut four).unwrap(), &four), (4, b"cdef"));
    }
}
