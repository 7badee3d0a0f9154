//! A bound on the length of a row, so that a hostile file takes no memory in proportion to a field.

use std::io::{self, Read};

/// Longest row that is read, in bytes.
const LONGEST: usize = 16 << 20;

/// What is said of a row that is too long; the place is added where it is known.
pub(super) const TOO_LONG: &str = "a row of more than 16 MB: a quotation mark that is not closed, or no table at all";

/// Passes bytes on and fails at a row that is too long. A line end inside quotation marks ends no row.
pub(super) struct Bounded<R> {
    inner: R,
    length: usize,
    quoted: bool,
}

impl<R: Read> Bounded<R> {
    pub(super) fn new(inner: R) -> Bounded<R> {
        Bounded { inner, length: 0, quoted: false }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let mut start = 0;
        for at in memchr::memchr3_iter(b'"', b'\n', b'\r', &buffer[..count]) {
            match buffer[at] {
                b'"' => self.quoted = !self.quoted,
                _ if !self.quoted => {
                    self.length = 0;
                    start = at;
                }
                _ => {}
            }
        }
        self.length += count - start;
        if self.length > LONGEST { Err(io::Error::new(io::ErrorKind::FileTooLarge, TOO_LONG)) } else { Ok(count) }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn short_rows_pass_and_an_endless_one_does_not() {
        let rows = "a,b\n".repeat(8 << 20);
        assert_eq!(io::copy(&mut Bounded::new(rows.as_bytes()), &mut io::sink()).unwrap(), rows.len() as u64);
        let open = format!("a,\"{rows}");
        let error = io::copy(&mut Bounded::new(open.as_bytes()), &mut io::sink()).unwrap_err();
        assert_eq!(error.to_string(), TOO_LONG);
    }
}
