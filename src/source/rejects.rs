//! Rows that could not be used: counted, the first ones listed, and all of them written to a file when asked.

use std::io::{self, Write};

use super::BadRow;
use super::error::ReadError;

/// How many bad rows an error lists.
const LISTED: usize = 10;

/// The bad rows of a reading.
#[derive(Default)]
pub struct Rejects {
    first: Vec<BadRow>,
    count: u64,
    repeats: u64,
    kept: Option<usize>,
    /// Whether the same data was read before and holds no bad row.
    is_clean: bool,
    list: Option<csv::Writer<Box<dyn Write>>>,
}

impl Rejects {
    /// Bad rows stop the reading.
    pub fn refuse() -> Rejects {
        Rejects::default()
    }

    /// Bad rows are written to a list with file, line and reason, and reading goes on.
    pub fn write_to(list: Box<dyn Write>) -> io::Result<Rejects> {
        let mut list = csv::Writer::from_writer(list);
        list.write_record(["file", "line", "reason"])?;
        Ok(Rejects { list: Some(list), ..Rejects::default() })
    }

    /// Bad rows are kept up to a number of them and counted beyond, and reading goes on.
    pub fn keep(most: usize) -> Rejects {
        Rejects { kept: Some(most), ..Rejects::default() }
    }

    /// For reading the same data again: its bad rows were told of.
    pub fn again(&self) -> Rejects {
        Rejects { is_clean: self.count == 0, ..Rejects::keep(0) }
    }

    /// Whether rows may repeat one another.
    pub(super) fn look_for_repeats(&self) -> bool {
        !self.is_clean
    }

    /// Whether reading goes on after a bad row.
    pub(super) fn go_on(&self) -> bool {
        self.kept.is_some() || self.list.is_some()
    }

    /// The rows that were kept.
    pub fn kept(&self) -> &[BadRow] {
        &self.first
    }

    /// How many of the bad rows repeat the key of another one.
    pub fn repeats(&self) -> u64 {
        self.repeats
    }

    /// Takes a bad row; an error once there are enough to list, or when the list cannot be written.
    pub(super) fn take(&mut self, mut row: BadRow) -> Result<(), ReadError> {
        row.shorten();
        self.count += 1;
        self.repeats += u64::from(row.is_repeat());
        if let Some(list) = &mut self.list {
            let written = list.write_record([row.file.as_str(), &row.line.to_string(), &row.reason()]);
            return written.map_err(|error| ReadError::file("list of bad rows", error.to_string()));
        }
        if let Some(most) = self.kept {
            if self.first.len() < most {
                self.first.push(row);
            }
            return Ok(());
        }
        self.first.push(row);
        if self.first.len() < LISTED { Ok(()) } else { self.check() }
    }

    /// An error if there are bad rows and no list to write them to.
    pub(super) fn check(&mut self) -> Result<(), ReadError> {
        if self.first.is_empty() || self.kept.is_some() {
            return Ok(());
        }
        Err(ReadError::Rows { first: std::mem::take(&mut self.first), count: self.count })
    }

    /// How many rows were bad.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Writes what is still held back of the list.
    pub fn finish(&mut self) -> io::Result<()> {
        self.list.as_mut().map_or(Ok(()), |list| list.flush())
    }
}
