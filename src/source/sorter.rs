//! Sorts more records than should be kept in memory: sorted runs of them wait in a file without a name.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};

/// Numbers that are compared in order, mostly four.
pub(super) type Record<const N: usize> = [u64; N];

/// How many records a run has: 32 MB of them, where they have four numbers.
const RUN: usize = 1 << 20;

/// How many records of a run are read back at a time.
const BLOCK: usize = 1 << 10;

/// Takes records in any order.
#[derive(Debug)]
pub(super) struct Sorter<const N: usize = 4> {
    run: Vec<Record<N>>,
    longest: usize,
    file: Option<File>,
    /// Records that each run in the file has.
    lengths: Vec<usize>,
}

impl<const N: usize> Default for Sorter<N> {
    fn default() -> Sorter<N> {
        Sorter { run: Vec::new(), longest: RUN, file: None, lengths: Vec::new() }
    }
}

impl<const N: usize> Sorter<N> {
    /// Keeps no more records in memory than this, within reason.
    pub(super) fn of_runs(longest: usize) -> Sorter<N> {
        Sorter { longest: longest.clamp(RUN / 16, RUN), ..Sorter::default() }
    }

    pub(super) fn push(&mut self, record: Record<N>) -> io::Result<()> {
        if self.run.len() == self.longest {
            self.lay_down()?;
        }
        self.run.push(record);
        Ok(())
    }

    fn lay_down(&mut self) -> io::Result<()> {
        self.run.sort_unstable();
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(tempfile::tempfile()?),
        };
        let mut writer = BufWriter::with_capacity(1 << 16, file);
        for number in self.run.iter().flatten() {
            writer.write_all(&number.to_le_bytes())?;
        }
        writer.flush()?;
        self.lengths.push(self.run.len());
        self.run.clear();
        Ok(())
    }

    /// All records, in order.
    pub(super) fn sorted(mut self) -> io::Result<Sorted<N>> {
        if self.file.is_some() && !self.run.is_empty() {
            self.lay_down()?;
        }
        self.run.sort_unstable();
        let mut start = 0;
        let runs = self.lengths.iter().map(|length| {
            let run = Run { waiting: VecDeque::new(), next: start, end: start + length };
            start += length;
            run
        });
        let runs: Vec<Run<N>> = runs.collect();
        let waiting = if self.file.is_some() { Vec::new() } else { self.run };
        let mut sorted = Sorted { waiting: waiting.into_iter(), file: self.file, runs, heads: BinaryHeap::new() };
        for run in 0..sorted.runs.len() {
            sorted.advance(run)?;
        }
        Ok(sorted)
    }
}

/// Records in order: those of memory, or those of the runs in the file, merged.
#[derive(Debug)]
pub(super) struct Sorted<const N: usize = 4> {
    waiting: std::vec::IntoIter<Record<N>>,
    file: Option<File>,
    runs: Vec<Run<N>>,
    heads: BinaryHeap<Reverse<(Record<N>, usize)>>,
}

/// What is left of a run.
#[derive(Debug)]
struct Run<const N: usize> {
    waiting: VecDeque<Record<N>>,
    next: usize,
    end: usize,
}

impl<const N: usize> Sorted<N> {
    pub(super) fn next(&mut self) -> io::Result<Option<Record<N>>> {
        if self.file.is_none() {
            return Ok(self.waiting.next());
        }
        let Some(Reverse((record, run))) = self.heads.pop() else { return Ok(None) };
        self.advance(run)?;
        Ok(Some(record))
    }

    fn advance(&mut self, number: usize) -> io::Result<()> {
        let (Some(file), Some(run)) = (&mut self.file, self.runs.get_mut(number)) else { return Ok(()) };
        if run.waiting.is_empty() {
            run.fill(file)?;
        }
        if let Some(record) = run.waiting.pop_front() {
            self.heads.push(Reverse((record, number)));
        }
        Ok(())
    }
}

impl<const N: usize> Run<N> {
    fn fill(&mut self, file: &mut File) -> io::Result<()> {
        let (count, each) = (BLOCK.min(self.end - self.next), size_of::<Record<N>>());
        let mut bytes = vec![0; count * each];
        file.seek(SeekFrom::Start((self.next * each) as u64))?;
        file.read_exact(&mut bytes)?;
        self.waiting.extend(bytes.chunks_exact(each).map(record));
        self.next += count;
        Ok(())
    }
}

fn record<const N: usize>(bytes: &[u8]) -> Record<N> {
    let mut record = [0; N];
    for (number, bytes) in record.iter_mut().zip(bytes.chunks_exact(size_of::<u64>())) {
        *number = bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte));
    }
    record
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn runs_in_a_file_come_back_in_order() {
        for longest in [1, 7, 100, 5000] {
            let mut sorter = Sorter { longest, ..Sorter::default() };
            let records = (0..3000_u64).map(|n| [n.wrapping_mul(0x9E37_79B9_7F4A_7C15), n, n << 40, u64::MAX - n]);
            let mut expected: Vec<Record<4>> = records.collect();
            expected.iter().for_each(|record| sorter.push(*record).unwrap());
            expected.sort_unstable();
            let mut sorted = sorter.sorted().unwrap();
            let mut found = Vec::new();
            while let Some(record) = sorted.next().unwrap() {
                found.push(record);
            }
            assert!(found == expected, "runs of {longest}");
        }
    }
}
