//! Whether rows repeat one another, told while they are read.
//!
//! Data mostly stands in order: all rows of one product, or of one partner, in one month together. As long as each such run
//! stands in one place, it is enough to remember which runs there were and what is in the present one. Where rows stand in
//! any order, their keys are sorted.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io;

use rustc_hash::FxHashMap;

use crate::source::sorter::Sorter;

/// Most keys in no order that all threads together keep in memory.
const MOST_KEYS: usize = 4 << 20;

/// Most words of eight bytes that runs take.
const MOST_WORDS: usize = 16 << 20;

/// How many bits each number of a row has in a key of 64 bits.
const FRAME_BITS: u32 = 20;
const PRODUCT_BITS: u32 = 24;
const PARTNER_BITS: u32 = 20;

/// Numbers that tell a row: of everything but partner and product, of the product, and of the partner.
pub(super) type Key = [u32; 3];

/// How repeats are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// Rows of one product stand together.
    Products,
    /// Rows of one partner stand together.
    Partners,
    /// Rows stand in any order.
    Any,
    /// Rows may repeat one another.
    Trusted,
}

/// What was found of the rows of one thread.
#[derive(Debug)]
pub(super) struct Unique {
    order: Order,
    run: Option<(u32, u32)>,
    /// Whether the run began at the beginning of a block.
    is_first: bool,
    members: Bits,
    /// The runs of the frame that was last, and those of the others.
    frame: u32,
    runs: Bits,
    seen: FxHashMap<u32, Bits>,
    /// Runs at the edges of blocks, which may go on in another block.
    edges: Vec<((u32, u32), Bits)>,
    keys: Sorter<1>,
    /// How many words the runs take.
    words: usize,
    /// Whether a row repeats another, or rows do not stand in this order.
    pub(super) is_broken: bool,
}

/// A set of small numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Bits(Vec<u64>);

impl Bits {
    /// Adds a number; whether it was there already.
    #[inline(always)]
    fn add(&mut self, number: u32) -> bool {
        let (word, bit) = (number as usize / 64, 1 << (number % 64));
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        let there = self.0[word] & bit != 0;
        self.0[word] |= bit;
        there
    }

    fn meets(&self, other: &Bits) -> bool {
        self.0.iter().zip(&other.0).any(|(own, other)| own & other != 0)
    }

    fn join(&mut self, other: &Bits) {
        self.0.resize(self.0.len().max(other.0.len()), 0);
        self.0.iter_mut().zip(&other.0).for_each(|(own, other)| *own |= other);
    }
}

impl Unique {
    /// Nothing is known of any row. The more threads there are, the fewer keys each of them keeps before it sorts them.
    pub(super) fn new(threads: usize) -> Unique {
        Unique {
            order: Order::Trusted,
            run: None,
            is_first: true,
            members: Bits::default(),
            frame: 0,
            runs: Bits::default(),
            seen: FxHashMap::default(),
            edges: Vec::new(),
            keys: Sorter::of_runs(MOST_KEYS / threads.max(1)),
            words: 0,
            is_broken: false,
        }
    }

    /// The same for the next rows, which stand in some order.
    pub(super) fn of(self, order: Order) -> Unique {
        Unique { order, ..self }
    }

    /// Takes the key of a row.
    #[inline(always)]
    pub(super) fn take(&mut self, [frame, product, partner]: Key) -> io::Result<()> {
        let (major, minor) = match self.order {
            Order::Products => (product, partner),
            Order::Partners => (partner, product),
            Order::Any => {
                let [frame, product, partner] = [frame, product, partner].map(u64::from);
                // The plain reader takes more of them.
                self.is_broken |= frame >> FRAME_BITS | product >> PRODUCT_BITS | partner >> PARTNER_BITS != 0;
                let key = (frame << PRODUCT_BITS | product) << PARTNER_BITS | partner;
                return self.keys.push([key]);
            }
            Order::Trusted => return Ok(()),
        };
        if self.run != Some((frame, major)) {
            self.close(false);
            self.run = Some((frame, major));
        }
        self.is_broken |= self.members.add(minor);
        Ok(())
    }

    /// Takes note that a block is over; the next rows may stand anywhere.
    pub(super) fn end_block(&mut self) {
        self.close(true);
        self.is_first = true;
    }

    fn close(&mut self, is_last: bool) {
        let Some(run) = self.run.take() else { return };
        if self.is_first || is_last {
            self.words += self.members.0.len() + size_of::<((u32, u32), Bits)>() / size_of::<u64>();
            self.edges.push((run, std::mem::take(&mut self.members)));
        } else {
            if self.frame != run.0 {
                self.begin_frame(run.0);
            }
            self.words -= self.runs.0.len();
            self.is_broken |= self.runs.add(run.1);
            self.words += self.runs.0.len();
            self.members.0.iter_mut().for_each(|word| *word = 0);
        }
        // Keys in no order take less room when they are sorted.
        self.is_broken |= self.words > MOST_WORDS;
        self.is_first = false;
    }

    fn begin_frame(&mut self, frame: u32) {
        let next = self.seen.remove(&frame).unwrap_or_default();
        self.seen.insert(self.frame, std::mem::replace(&mut self.runs, next));
        self.frame = frame;
    }

    /// Whether the rows of several threads are all different; only then nothing was added twice.
    pub(super) fn is_proven(threads: Vec<Unique>) -> io::Result<bool> {
        let mut seen: FxHashMap<u32, Bits> = FxHashMap::default();
        let mut edges: FxHashMap<(u32, u32), Bits> = FxHashMap::default();
        let mut broken = threads.iter().any(|thread| thread.is_broken);
        let mut keys = Vec::new();
        for thread in threads {
            for (frame, runs) in thread.seen.iter().chain([(&thread.frame, &thread.runs)]) {
                let known = seen.entry(*frame).or_default();
                broken |= known.meets(runs);
                known.join(runs);
            }
            for (run, members) in &thread.edges {
                let known = edges.entry(*run).or_default();
                broken |= known.meets(members);
                known.join(members);
            }
            keys.push(thread.keys);
        }
        let again = |(frame, major): &(u32, u32)| seen.get_mut(frame).is_some_and(|runs| runs.add(*major));
        broken |= edges.keys().any(again);
        Ok(!broken && all_differ(keys)?)
    }
}

fn all_differ(keys: Vec<Sorter<1>>) -> io::Result<bool> {
    let mut sorted = keys.into_iter().map(Sorter::<1>::sorted).collect::<io::Result<Vec<_>>>()?;
    let mut heads = BinaryHeap::new();
    for (at, keys) in sorted.iter_mut().enumerate() {
        heads.extend(keys.next()?.map(|key| Reverse((key, at))));
    }
    let mut last = None;
    while let Some(Reverse((key, at))) = heads.pop() {
        if last == Some(key) {
            return Ok(false);
        }
        last = Some(key);
        heads.extend(sorted[at].next()?.map(|key| Reverse((key, at))));
    }
    Ok(true)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn proven(order: Order, blocks: &[Vec<Key>]) -> bool {
        let mut threads = [1, 2].map(|threads| Unique::new(threads).of(order));
        for (at, block) in blocks.iter().enumerate() {
            block.iter().for_each(|key| threads[at % 2].take(*key).unwrap());
            threads[at % 2].end_block();
        }
        Unique::is_proven(threads.into()).unwrap()
    }

    fn sorted(count: usize, by: fn(&Key) -> Key) -> Vec<Key> {
        let mut keys: Vec<Key> = (0..count as u32).map(|at| [at % 3, at / 3 % 70, at / 210]).collect();
        keys.sort_by_key(by);
        keys
    }

    #[test]
    fn rows_in_order_are_proven_to_differ() {
        for length in [1, 7, 64, 1000] {
            let blocks = |keys: Vec<Key>| keys.chunks(length).map(<[Key]>::to_vec).collect::<Vec<_>>();
            let by_product = blocks(sorted(900, |key| *key));
            let by_partner = blocks(sorted(900, |[frame, product, partner]| [*frame, *partner, *product]));
            assert!(proven(Order::Products, &by_product) && proven(Order::Partners, &by_partner));
            assert!(proven(Order::Any, &by_product));
            assert!(!proven(Order::Partners, &by_product) || length == 1);
        }
    }

    proptest! {
        #[test]
        fn a_repeat_is_never_missed(at in 0..400_usize, to in 0..400_usize, length in 1..300_usize, sort in any::<bool>()) {
            let mut keys = sorted(400, |key| *key);
            let again = keys[at];
            keys.insert(to, again);
            if sort {
                keys.sort();
            }
            let blocks: Vec<Vec<Key>> = keys.chunks(length).map(<[Key]>::to_vec).collect();
            for order in [Order::Products, Order::Partners, Order::Any] {
                prop_assert!(!proven(order, &blocks), "{:?}", order);
            }
            prop_assert!(proven(Order::Trusted, &blocks));
        }
    }
}
