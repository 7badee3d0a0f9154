//! Rows in the order of their runs, and within a run in the order of the data.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::fs::File;
use std::io;
use std::sync::Arc;

use super::store::{Piece, Record, Store, read_at};
use crate::source::progress;

/// Most rows of a group. With half of them it ends where a run does.
pub(super) const MOST: usize = 1 << 17;

/// Gives the rows of a store in groups.
pub(super) struct Merge<R> {
    files: Vec<Arc<File>>,
    most: usize,
    /// Pieces that were not begun, in the order of their runs and first rows.
    waiting: VecDeque<Piece>,
    run: Option<u32>,
    /// The rows of pieces that were begun, and how many of them were given.
    begun: Vec<(Vec<R>, usize)>,
    /// The place of the next row of each of them.
    heads: BinaryHeap<Reverse<(u64, usize)>>,
    bytes: Vec<u8>,
}

impl<R: Record> Merge<R> {
    /// The rows of runs by their ranks, in groups of at most so many.
    pub(super) fn new(mut store: Store<R>, ranks: &[u32], most: usize) -> io::Result<Merge<R>> {
        store.close()?;
        let mut pieces = std::mem::take(&mut store.pieces);
        let rank = |run: u32| ranks.get(run as usize).copied().unwrap_or(run);
        pieces.sort_by_key(|piece| (rank(piece.run), piece.first));
        let files = std::mem::take(&mut store.files);
        let (begun, heads, bytes) = Default::default();
        Ok(Merge { files, most, waiting: pieces.into(), run: None, begun, heads, bytes })
    }

    /// The next rows.
    pub(super) fn group(&mut self) -> io::Result<Vec<R>> {
        let mut rows = Vec::with_capacity(self.most);
        while rows.len() < self.most {
            if self.heads.is_empty() {
                self.begun.clear();
                self.run = self.waiting.front().map(|piece| piece.run);
                let is_over = self.run.is_none();
                if is_over || rows.len() >= self.most.div_ceil(2) {
                    break;
                }
                self.begin()?;
            }
            self.some(&mut rows)?;
        }
        progress::advance((rows.len() * R::BYTES) as u64);
        Ok(rows)
    }

    /// Rows of the piece whose next row comes first, as long as no other piece has an earlier one.
    fn some(&mut self, rows: &mut Vec<R>) -> io::Result<()> {
        while let (Some(first), Some(Reverse((head, _)))) = (self.next_piece(), self.heads.peek())
            && first < *head
        {
            self.begin()?;
        }
        let Some(Reverse((_, number))) = self.heads.pop() else { return Ok(()) };
        let waiting = self.next_piece();
        let heads = self.heads.peek().map(|Reverse((place, _))| *place);
        let until = waiting.into_iter().chain(heads).min().unwrap_or(u64::MAX);
        let (piece, given) = &mut self.begun[number];
        let left = &piece[*given..];
        let earlier = 1 + left[1..].iter().take_while(|row| row.place() < until).count();
        let taken = earlier.min(self.most - rows.len());
        rows.extend_from_slice(&left[..taken]);
        *given += taken;
        match piece.get(*given) {
            Some(row) => self.heads.push(Reverse((row.place(), number))),
            None => *piece = Vec::new(),
        }
        Ok(())
    }

    /// The first row of the next piece of the run.
    fn next_piece(&self) -> Option<u64> {
        self.waiting.front().filter(|piece| Some(piece.run) == self.run).map(|piece| piece.first)
    }

    fn begin(&mut self) -> io::Result<()> {
        let Some(piece) = self.waiting.pop_front() else { return Ok(()) };
        self.bytes.resize(piece.rows * R::BYTES, 0);
        if let Some(file) = self.files.get(piece.file) {
            read_at(file, piece.at, &mut self.bytes)?;
        }
        let rows: Vec<R> = self.bytes.chunks_exact(R::BYTES).map(R::read).collect();
        if let Some(row) = rows.first() {
            self.heads.push(Reverse((row.place(), self.begun.len())));
            self.begun.push((rows, 0));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    impl Record for (u32, u64) {
        const BYTES: usize = 8;

        fn write(&self, out: &mut Vec<u8>) {
            out.extend_from_slice(&self.1.to_le_bytes());
        }

        fn read(bytes: &[u8]) -> (u32, u64) {
            (0, u64::from_le_bytes(bytes.try_into().unwrap()))
        }

        fn run(&self) -> u32 {
            self.0
        }

        fn place(&self) -> u64 {
            self.1
        }
    }

    proptest! {
        #[test]
        fn rows_come_by_runs_and_in_their_order(
            rows in prop::collection::vec((0..5_u32, 0..40_usize), 1..400),
            ranks in Just(vec![3, 0, 4, 1, 2]).prop_shuffle(),
            most in 1..50_usize,
            of_group in 1..100_usize,
        ) {
            let mut stores: Vec<Store<(u32, u64)>> = (0..40).map(|_| Store::of(most)).collect();
            let rows: Vec<_> = rows.iter().enumerate().map(|(place, (run, thread))| (*run, place as u64, thread)).collect();
            rows.iter().for_each(|(run, place, thread)| stores[**thread].push((*run, *place)).unwrap());
            let mut all = Store::of(most);
            stores.into_iter().for_each(|store| all.join(store).unwrap());
            prop_assert_eq!(all.count, rows.len() as u64);
            let mut merge = Merge::new(all, &ranks, of_group).unwrap();
            let mut found = Vec::new();
            loop {
                let group = merge.group().unwrap();
                prop_assert!(group.len() <= of_group);
                if group.is_empty() {
                    break;
                }
                found.extend(group.iter().map(|row| row.1));
            }
            let mut expected = rows;
            expected.sort_by_key(|(run, place, _)| (ranks[*run as usize], *place));
            prop_assert_eq!(found, expected.iter().map(|row| row.1).collect::<Vec<_>>());
        }
    }
}
