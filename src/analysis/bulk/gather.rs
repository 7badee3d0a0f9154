//! The rows of a frame by partner, each with its sums beside it: what is read one after another also lies so.

use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};

use super::Bulk;
use super::choice::Chosen;
use super::rca::Totals;
use crate::cube::grid::Cell;

/// Rows by partner, those of one in the order of their products. The product is the number of a cell.
#[derive(Debug, Default)]
pub(super) struct Rows {
    width: usize,
    words: Vec<i64>,
    /// Where those of each partner begin, and the last ones end.
    starts: Vec<usize>,
}

impl Rows {
    /// Those of a partner.
    pub(super) fn of_side(&self, side: usize) -> Range<usize> {
        self.starts[side]..self.starts[side + 1]
    }

    #[inline(always)]
    pub(super) fn cell(&self, at: usize) -> Cell {
        Cell::of(&self.words[at * self.width..])
    }

    /// Partners in groups, each of which has so many rows at least but the last.
    pub(super) fn cut(&self, most: usize) -> Vec<Range<usize>> {
        let (mut groups, mut from) = (Vec::new(), 0);
        for side in 1..self.starts.len() {
            if self.starts[side] - self.starts[from] >= most || side + 1 == self.starts.len() {
                groups.push(from..side);
                from = side;
            }
        }
        groups
    }
}

/// Where the rows of some partners are put.
struct Places<'p> {
    sides: Range<usize>,
    words: &'p mut [i64],
    /// Where the next row of each partner goes.
    next: Vec<usize>,
}

/// The rows of a frame: those of its blocks, or those that were chosen of them.
enum Source<'s> {
    Blocks(&'s [usize]),
    Chosen(Vec<Chosen>),
}

impl Bulk<'_> {
    /// The rows of a frame, and what indicators relate them to; in room that other rows had.
    pub(super) fn gather(&self, frame: usize, threads: usize, room: Rows) -> (Rows, Totals) {
        let source = match self.frames[frame].1.as_slice() {
            blocks if self.has_choice => Source::Chosen(self.best(blocks)),
            blocks => Source::Blocks(blocks),
        };
        let width = self.grid.sums.width();
        let mut rows = Rows { width, starts: self.starts(&source), ..room };
        let count = rows.starts.last().copied().unwrap_or(0) * width;
        if rows.words.len() < count {
            // New memory is zero without being written, and whoever writes to it first waits for it.
            rows.words = vec![0; count];
        }
        let groups = rows.cut(count / width.max(1) / threads.max(1) + 1);
        let mut left = rows.words.as_mut_slice();
        let mut places = Vec::new();
        for sides in groups {
            let from = rows.starts[sides.start];
            let (words, others) = left.split_at_mut((rows.starts[sides.end] - from) * width);
            left = others;
            let next = rows.starts[sides.clone()].iter().map(|start| start - from).collect();
            places.push(Places { sides, words, next });
        }
        let totals = self.put_all(&source, places);
        (rows, Totals::joined(totals))
    }

    /// Puts rows into their places, those of each list by a thread.
    fn put_all(&self, source: &Source<'_>, places: Vec<Places<'_>>) -> Vec<Totals> {
        let more = 1..places.len();
        let left = Mutex::new(places);
        let next = || left.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let put = |places| match self.grid.sums.width() {
            1 => self.put::<1>(source, places),
            2 => self.put::<2>(source, places),
            3 => self.put::<3>(source, places),
            _ => self.put::<{ Cell::WORDS }>(source, places),
        };
        let work = || std::iter::from_fn(next).map(put).collect::<Vec<Totals>>();
        std::thread::scope(|scope| {
            // Where there is no further thread the others do the work.
            let start = |_| std::thread::Builder::new().spawn_scoped(scope, work).ok();
            let others: Vec<_> = more.map_while(start).collect();
            let own = work();
            let others = others.into_iter().map(|other| other.join().unwrap_or_else(|panic| resume_unwind(panic)));
            own.into_iter().chain(others.flatten()).collect()
        })
    }

    /// Products in their order, and where the rows of each stand in some blocks.
    #[inline(always)]
    fn each_of(&self, blocks: &[usize], mut each: impl FnMut(u32, usize, usize)) {
        for (product, goods) in &self.by_products {
            blocks.iter().for_each(|block| each(*product, *block, *goods));
        }
    }

    /// Where the rows of each partner begin.
    fn starts(&self, source: &Source<'_>) -> Vec<usize> {
        let mut starts = vec![0; self.sides.codes.len() + 1];
        let mut count = |side: u32| starts[side as usize + 1] += 1;
        match source {
            Source::Blocks(blocks) => self.each_of(blocks, |_, block, goods| {
                self.grid.sums.sides_of(block, goods, |side| self.sides.places[side].into_iter().for_each(&mut count));
            }),
            Source::Chosen(rows) => rows.iter().for_each(|row| count(row.side)),
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        starts
    }

    /// Puts the rows of some partners into their places, so many words each.
    fn put<const WIDTH: usize>(&self, source: &Source<'_>, mut places: Places<'_>) -> Totals {
        let (words, _) = places.words.as_chunks_mut::<WIDTH>();
        let mut totals = match self.by_product {
            true => Totals::new(self.sides.codes.len(), self.products.len()),
            false => Totals::default(),
        };
        let mut put = |side: u32, product: u32, cell: &Cell| {
            let Some(next) = (side as usize).checked_sub(places.sides.start).and_then(|at| places.next.get_mut(at))
            else {
                return;
            };
            let tagged = cell.tagged(product);
            words[*next] = std::array::from_fn(|at| tagged.words()[at]);
            *next += 1;
            if self.by_product {
                totals.add(side as usize, product as usize, self.value(cell).unwrap_or(0));
            }
        };
        match source {
            Source::Blocks(blocks) => self.each_of(blocks, |product, block, goods| {
                self.grid.sums.cells_of(block, goods, |side, cell| {
                    self.sides.places[side].into_iter().for_each(|side| put(side, product, &cell));
                });
            }),
            Source::Chosen(rows) => rows.iter().for_each(|row| put(row.side, row.product, &row.cell)),
        }
        totals
    }

    /// The rows of a partner, the largest value first and a missing one last, then by product.
    pub(super) fn ordered<'o>(
        &self,
        rows: &Rows,
        side: usize,
        order: &'o mut Vec<u64>,
    ) -> impl Iterator<Item = usize> + use<'o> {
        let of_side = rows.of_side(side);
        let key = |at: usize| self.shown_value(&rows.cell(at)).map_or(u64::MAX, |value| !(value as u64 ^ 1 << 63));
        order.clear();
        order.extend(of_side.clone().map(key));
        sort(order);
        order.iter().map(move |at| of_side.start + *at as usize)
    }
}

/// Puts in place of numbers their order.
fn sort(keys: &mut [u64]) {
    let bits = keys.len().next_power_of_two().trailing_zeros();
    let least = keys.iter().copied().min().unwrap_or(0);
    let most = keys.iter().copied().filter(|key| *key != u64::MAX).max().unwrap_or(0);
    let room = u64::MAX >> bits;
    // A key and its place are one number if there is room for both.
    if most.saturating_sub(least) < room {
        keys.iter_mut().enumerate().for_each(|(at, key)| *key = (*key - least).min(room) << bits | at as u64);
        keys.sort_unstable();
        keys.iter_mut().for_each(|key| *key &= (1 << bits) - 1);
        return;
    }
    let mut order: Vec<(u64, usize)> = keys.iter().copied().zip(0..).collect();
    order.sort_unstable();
    keys.iter_mut().zip(order).for_each(|(key, (_, at))| *key = at as u64);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn equal_keys_stand_in_the_order_of_their_places(
            keys in prop::collection::vec(any::<u64>(), 0..200), drop in 0..64_u32, missing in any::<u64>()
        ) {
            let key = |(at, key): (usize, &u64)| if missing >> (at % 64) & 1 == 1 { u64::MAX } else { key >> drop };
            let mut keys: Vec<u64> = keys.iter().enumerate().map(key).collect();
            let mut expected: Vec<usize> = (0..keys.len()).collect();
            expected.sort_by_key(|at| keys[*at]);
            sort(&mut keys);
            prop_assert!(keys.iter().map(|at| *at as usize).eq(expected));
        }
    }
}
