//! Sums of threads, side by side or added up.

use super::{GridSums, MEASURES, TooLong, UNIT, said, size, words};

impl GridSums {
    /// Takes the sums of a thread, of the same measures: those that it has of another file are added to, so that there are
    /// no more than threads.
    pub fn join(&mut self, thread: usize, other: GridSums) -> Result<(), TooLong> {
        match thread.checked_sub(1) {
            None => self.add_sums(other),
            Some(at) => match self.others.get_mut(at) {
                Some(own) => own.add_sums(other),
                None => {
                    self.others.push(other);
                    Ok(())
                }
            },
        }
    }

    /// Makes the units of all threads the same, and sure that there is room for the sums of all of them together.
    pub fn settle(&mut self) -> Result<(), TooLong> {
        self.others.retain(|other| !other.places.is_empty());
        if self.places.is_empty() && !self.others.is_empty() {
            let others = std::mem::take(&mut self.others);
            *self = others
                .into_iter()
                .reduce(|mut first, other| {
                    first.others.push(other);
                    first
                })
                .unwrap_or_default();
        }
        let words = self.words;
        if self.others.iter().any(|other| other.words != words) {
            return Err(TooLong);
        }
        for measure in 0..MEASURES {
            let scale = self.parts().map(|part| part.scales[measure]).fold(0, u32::max);
            self.rescale(measure, scale)?;
            self.others.iter_mut().try_for_each(|other| other.rescale(measure, scale))?;
        }
        let (reach, parts) = (self.parts().fold(0, |reach, part| reach | part.reach), self.others.len() as u32 + 1);
        let taken = i64::BITS - reach.leading_zeros() + parts.next_power_of_two().trailing_zeros();
        if taken < i64::BITS - 1 { Ok(()) } else { Err(TooLong) }
    }

    /// Adds the sums of all threads up, where side by side they take more memory than they may.
    pub fn fit(&mut self, most: usize) -> Result<(), TooLong> {
        if self.bytes() <= most {
            return Ok(());
        }
        std::mem::take(&mut self.others).into_iter().try_for_each(|other| self.add_sums(other))
    }

    /// Adds sums.
    fn add_sums(&mut self, mut other: GridSums) -> Result<(), TooLong> {
        if self.places.is_empty() {
            other.others = std::mem::take(&mut self.others);
            *self = other;
            return Ok(());
        }
        if other.places.is_empty() {
            return Ok(());
        }
        if self.words != other.words {
            return Err(TooLong);
        }
        for measure in 0..MEASURES {
            let scale = self.scales[measure].max(other.scales[measure]);
            self.rescale(measure, scale)?;
            other.rescale(measure, scale)?;
        }
        for (frame, goods) in std::mem::take(&mut other.places).iter().enumerate() {
            for (goods, sides) in goods.iter().enumerate() {
                for (side, number) in sides.iter().enumerate().filter(|(_, number)| **number > 0) {
                    self.add_cell([frame, goods, side], other.cell_of(number - 1))?;
                }
            }
        }
        Ok(())
    }

    fn add_cell(&mut self, key: [usize; 3], added: &[i64]) -> Result<(), TooLong> {
        let at = self.cell(key.map(|number| number as u32))?;
        let cell = words(&mut self.slabs, self.width, at);
        for (sum, added) in cell.iter_mut().zip(added).skip(1) {
            *sum = sum.checked_add(*added).ok_or(TooLong)?;
            self.reach |= size(*sum);
        }
        cell[0] = said(cell[0], added[0] as u8, (added[0] >> UNIT) as u16);
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::cube::grid::{Cell, GIVEN, MIXED};

    fn sums(rows: &[([u32; 3], i64, u32, u16)]) -> GridSums {
        let mut sums = GridSums::of([true, false, true]);
        for (key, digits, scale, unit) in rows {
            sums.add(*key, &[Some((*digits, *scale)), None, Some((1, 0))], *unit).unwrap();
        }
        sums
    }

    fn told(sums: &GridSums, goods: usize) -> Vec<(usize, i64, i64, u16, bool)> {
        let mut told = Vec::new();
        sums.cells_of(0, goods, |side, cell: Cell| {
            assert!(cell.has(GIVEN[0]));
            told.push((side, sums.sum(0, &cell), sums.sum(2, &cell), cell.unit(), cell.has(MIXED)));
        });
        told
    }

    #[test]
    fn sums_of_threads_are_read_as_one() {
        let first = sums(&[([0, 1, 2], 10, 0, 1), ([0, 1, 40], 7, 0, 1)]);
        let second = sums(&[([0, 1, 2], 25, 1, 1), ([0, 1, 3], 1, 0, 1), ([0, 1, 40], 1, 0, 2)]);
        let (mut beside, mut again) = (GridSums::default(), GridSums::default());
        beside.join(0, first).unwrap();
        beside.join(1, second).unwrap();
        let expected = [(2, 125, 2, 1, false), (3, 10, 1, 1, false), (40, 80, 2, 2, true)];
        beside.settle().unwrap();
        assert_eq!(told(&beside, 1), expected);
        assert!(told(&beside, 0).is_empty());
        // What a thread has of another file is added to what it had.
        again.join(0, GridSums::default()).unwrap();
        again.join(1, sums(&[([0, 1, 2], 25, 1, 1), ([0, 1, 3], 1, 0, 1)])).unwrap();
        again.join(0, sums(&[([0, 1, 40], 7, 0, 1)])).unwrap();
        again.join(1, sums(&[([0, 1, 2], 10, 0, 1), ([0, 1, 40], 1, 0, 2)])).unwrap();
        again.settle().unwrap();
        assert_eq!(told(&again, 1), expected);
        // Side by side they take more memory.
        let bytes = again.bytes();
        again.fit(bytes).unwrap();
        assert_eq!(again.bytes(), bytes);
        again.fit(bytes - 1).unwrap();
        assert!(again.bytes() < bytes);
        assert_eq!(told(&again, 1), expected);
    }

    #[test]
    fn there_is_room_for_the_sums_of_all_threads_or_an_error() {
        for (digits, fits) in [(i64::MAX / 4, true), (i64::MIN / 4, true), (i64::MAX / 2 + 1, false)] {
            let mut beside = GridSums::default();
            beside.join(0, sums(&[([0, 0, 0], digits, 0, 1)])).unwrap();
            beside.join(1, sums(&[([0, 0, 0], digits, 0, 1)])).unwrap();
            assert_eq!(beside.settle().is_ok(), fits, "{digits}");
            if fits {
                assert_eq!(told(&beside, 0), [(0, 2 * digits, 2, 1, false)]);
            }
        }
    }
}
