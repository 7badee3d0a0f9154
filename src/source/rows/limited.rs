//! A bound on the size of what is read whole, compressed or not.

use std::io::{self, Read};

/// Passes bytes on and fails after so many.
pub(super) struct Limited<R> {
    inner: R,
    left: u64,
    refusal: &'static str,
}

impl<R: Read> Limited<R> {
    /// A reader that fails with a sentence after so many bytes.
    pub(super) fn new(inner: R, most: u64, refusal: &'static str) -> Limited<R> {
        Limited { inner, left: most, refusal }
    }
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        match self.left.checked_sub(count as u64) {
            Some(left) => self.left = left,
            None => return Err(io::Error::new(io::ErrorKind::FileTooLarge, self.refusal)),
        }
        Ok(count)
    }
}
