//! A bound on the size of what is read whole, compressed or not.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// Passes bytes on and fails after so many.
pub(super) struct Limited<R> {
    inner: R,
    left: Rc<Cell<u64>>,
    refusal: &'static str,
}

impl<R: Read> Limited<R> {
    /// A reader that fails with a sentence after so many bytes.
    pub(super) fn new(inner: R, most: u64, refusal: &'static str) -> Limited<R> {
        Limited { inner, left: Rc::new(Cell::new(most)), refusal }
    }

    /// How many bytes may still come; whoever is done with a part of the file may set it anew.
    pub(super) fn left(&self) -> Rc<Cell<u64>> {
        Rc::clone(&self.left)
    }
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        match self.left.get().checked_sub(count as u64) {
            Some(left) => self.left.set(left),
            None => return Err(io::Error::new(io::ErrorKind::FileTooLarge, self.refusal)),
        }
        Ok(count)
    }
}
