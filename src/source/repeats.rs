//! Rows whose keys stand in an earlier row, found in little memory whatever the number of rows.

use std::io;

use super::sorter::{Sorted, Sorter};
use crate::cube::Origin;

/// Takes the fingerprint of each row's key.
#[derive(Debug, Default)]
pub struct Repeats {
    rows: Sorter,
}

/// A row whose key stands in an earlier row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repeat {
    /// Number of the row.
    pub row: u64,
    /// The first row of the key.
    pub first: Origin,
    /// How many rows of the key there are up to this one.
    pub ordinal: u64,
}

impl Repeats {
    /// Takes a row; rows are numbered as they come.
    pub fn push(&mut self, fingerprint: u128, row: u64, origin: Origin) -> io::Result<()> {
        self.rows.push([(fingerprint >> 64) as u64, fingerprint as u64, row, origin.packed()])
    }

    /// The rows that repeat the key of an earlier one.
    pub fn find(self) -> io::Result<Found> {
        let mut rows = self.rows.sorted()?;
        let mut found = Sorter::default();
        let mut last = None;
        while let Some([high, low, row, origin]) = rows.next()? {
            let (first, ordinal) = match last {
                Some((key, first, ordinal)) if key == (high, low) => (first, ordinal + 1),
                _ => (origin, 1),
            };
            last = Some(((high, low), first, ordinal));
            if ordinal > 1 {
                found.push([row, first, ordinal, 0])?;
            }
        }
        Found::new(found.sorted()?)
    }
}

/// Rows that repeat an earlier one, in the order of the rows.
#[derive(Debug)]
pub struct Found {
    rows: Sorted,
    next: Option<Repeat>,
}

impl Found {
    fn new(rows: Sorted) -> io::Result<Found> {
        let mut found = Found { rows, next: None };
        found.advance()?;
        Ok(found)
    }

    /// Whether no row repeats another.
    pub fn is_empty(&self) -> bool {
        self.next.is_none()
    }

    /// What a row repeats, if it does. Rows are asked about in their order.
    pub fn at(&mut self, row: u64) -> io::Result<Option<Repeat>> {
        let found = self.next.filter(|next| next.row == row);
        if found.is_some() {
            self.advance()?;
        }
        Ok(found)
    }

    fn advance(&mut self) -> io::Result<()> {
        let next = self.rows.next()?;
        self.next = next.map(|[row, first, ordinal, _]| Repeat { row, first: Origin::unpacked(first), ordinal });
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn repeats_in_the_order_of_rows() {
        let mut repeats = Repeats::default();
        let place = |line| Origin { file: 3, line };
        for (row, key) in [7_u128, 1 << 90, 7, 8, 1 << 90, 7].into_iter().enumerate() {
            repeats.push(key, row as u64, place(row as u64 + 2)).unwrap();
        }
        let mut found = repeats.find().unwrap();
        let all: Vec<Option<Repeat>> = (0..6).map(|row| found.at(row).unwrap()).collect();
        let repeat = |row, line, ordinal| Some(Repeat { row, first: place(line), ordinal });
        assert_eq!(all, [None, None, repeat(2, 2, 2), None, repeat(4, 3, 2), repeat(5, 2, 3)]);
        assert!(found.is_empty());
    }
}
