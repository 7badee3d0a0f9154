//! Adds up the rows of blocks: one thread's part of the work.

mod ask;
mod batch;
mod seldom;

use std::sync::{Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;

use super::Hands;
use super::block::{Block, Marked, Row, RowAt, Spot};
use super::cells::Sums;
use super::marks::{Kernel, Work};
use super::plan::{Plan, Segment};
use super::registry::Numbers;
use super::resolver::{Gate, Resolver, Stop};
use super::unique::{Order, Unique};
use super::words::Words;
use crate::source::loader::MOST_BYTES;
use crate::source::profile::Profile;
use batch::Batch;
use seldom::Seldom;

/// Most different frames of a file; with more of them rows are not alike enough to be numbered.
pub(super) const MOST_FRAMES: usize = 200_000;

/// Most different lists of products, and most different kinds of rows that are counted.
pub(super) const MOST_LISTS: usize = 250;
pub(super) const MOST_KINDS: usize = 5_000;

/// How many rows are taken apart together, and added together.
const TOGETHER: usize = crate::cube::grid::TOGETHER;

/// What all threads share.
pub(super) struct Shared<'p> {
    pub(super) plan: Plan,
    pub(super) profile: &'p Profile,
    pub(super) delimiter: u8,
    /// Number of the file.
    pub(super) file: u16,
    pub(super) resolver: Mutex<Resolver<'p>>,
    pub(super) order: Order,
    /// What threads know of the rows of other files.
    pub(super) unique: Mutex<Vec<Unique>>,
    pub(super) hands: Hands,
}

impl<'p> Shared<'p> {
    pub(super) fn resolver(&self) -> MutexGuard<'_, Resolver<'p>> {
        self.resolver.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a thread before knew of rows; nothing where there was none.
    pub(super) fn unique(&self) -> Unique {
        let known = self.unique.lock().unwrap_or_else(PoisonError::into_inner).pop();
        known.unwrap_or_else(|| Unique::new(self.hands.threads)).of(self.order)
    }
}

/// What a frame means to this thread.
#[derive(Debug, Clone, Copy, Default)]
struct Frame {
    numbers: Numbers,
    /// Number of the unit of quantities, from 1.
    unit: u32,
    /// Whether products are of the list that the profile says.
    is_ordinary: bool,
    /// Number of the publisher's mark, from 1.
    mark: u32,
    /// Number of the text that says which list products are of.
    list: u32,
}

/// One thread's part.
pub(super) struct Worker<'s, 'p, S> {
    shared: &'s Shared<'p>,
    kernel: Kernel,
    /// Places of the marks of some rows.
    places: Vec<u32>,
    /// Rows that are asked for and wait to be added.
    batch: Batch,
    /// The last row's text of each segment, and the numbers of the texts of all columns.
    segments: Vec<Seldom>,
    ids: Vec<u32>,
    texts: Vec<Words<u32>>,
    numbers_of_texts: Vec<u32>,
    gates: FxHashMap<Vec<u32>, u32>,
    kinds: Vec<Gate>,
    counts: Vec<u64>,
    gate: u32,
    frames: FxHashMap<Box<[u32]>, Frame>,
    frame: Frame,
    is_new: bool,
    partners: Vec<Words<Numbers>>,
    products: Vec<Vec<Words<Numbers>>>,
    marks: Vec<(String, u64)>,
    rows: u64,
    /// By number of the frame: a bit for each kind of partner and level of products that occurs.
    covered: Vec<u64>,
    sums: S,
    unique: Unique,
}

/// The rows of a block, which a worker adds.
struct Rows<'r, 's, 'p, 'b, S> {
    worker: &'r mut Worker<'s, 'p, S>,
    block: &'r Block<'b>,
}

impl<S: Sums> Work for Rows<'_, '_, '_, '_, S> {
    type Done = Result<(), Stop>;

    #[inline(always)]
    fn done(self) -> Result<(), Stop> {
        self.worker.rows(self.block)
    }
}

/// What a thread counted.
pub(super) struct Counted<S> {
    pub(super) rows: u64,
    pub(super) gates: Vec<(Gate, u64)>,
    pub(super) marks: Vec<(String, u64)>,
    pub(super) covered: Vec<u64>,
    pub(super) sums: S,
    pub(super) unique: Unique,
}

impl<'s, 'p, S: Sums> Worker<'s, 'p, S> {
    pub(super) fn new(shared: &'s Shared<'p>) -> Worker<'s, 'p, S> {
        let plan = &shared.plan;
        let words = |count: usize| std::iter::repeat_with(Words::default).take(count.max(1)).collect();
        Worker {
            shared,
            kernel: Kernel::best(),
            places: Vec::new(),
            batch: Batch::default(),
            segments: std::iter::repeat_with(Seldom::default).take(plan.segments.len()).collect(),
            ids: vec![u32::MAX; plan.columns],
            texts: std::iter::repeat_with(Words::default).take(plan.columns).collect(),
            numbers_of_texts: vec![0; plan.columns],
            gates: FxHashMap::default(),
            kinds: vec![Gate::Asked],
            counts: vec![0],
            gate: 0,
            frames: FxHashMap::default(),
            frame: Frame::default(),
            is_new: true,
            partners: words(plan.partner.len()),
            products: Vec::new(),
            marks: Vec::new(),
            rows: 0,
            covered: Vec::new(),
            sums: S::of(plan.measures),
            unique: shared.unique(),
        }
    }

    pub(super) fn finish(self) -> Counted<S> {
        let gates = self.kinds.into_iter().zip(self.counts).collect();
        let (rows, marks, covered, sums, unique) = (self.rows, self.marks, self.covered, self.sums, self.unique);
        Counted { rows, gates, marks, covered, sums, unique }
    }

    /// Adds the rows of a block.
    pub(super) fn block(&mut self, block: &Block<'_>) -> Result<(), Stop> {
        block.check_text()?;
        self.kernel.done(Rows { worker: self, block })
    }

    #[inline(always)]
    fn rows(&mut self, block: &Block<'_>) -> Result<(), Stop> {
        let mut next = block.begin;
        while next.row < block.ends.len() {
            let begin = self.some(block, &mut next)?;
            if self.gate != 0 && begin.1 > 0 {
                let begin = &block.text[begin.0..begin.1];
                let rows = block.pass_over(begin, self.shared.plan.width, &mut next);
                self.rows += rows;
                self.counts[self.gate as usize] += rows;
            }
        }
        self.unique.end_block();
        match self.unique.is_broken {
            true => Err(Stop::Disorder),
            false if self.sums.bytes() > MOST_BYTES => Err(Stop::Plain),
            false => Ok(()),
        }
    }

    /// Adds a few rows; tells where the beginning of the last one stands that says whether it is asked for.
    #[inline(always)]
    fn some(&mut self, block: &Block<'_>, next: &mut Spot) -> Result<(usize, usize), Stop> {
        let (width, gates) = (self.shared.plan.width, self.shared.plan.gates);
        let ends = &block.ends[next.row..block.ends.len().min(next.row + TOGETHER)];
        let Some(last) = ends.last().map(|last| *last as usize) else { return Ok((0, 0)) };
        let mut places = std::mem::take(&mut self.places);
        let count = (block.marks.up_to(last) - next.marks) as usize;
        self.kernel.places(&block.marks.words, (next.start, last), count, &mut places);
        let rows = Marked { text: block.text, places: &places, last: width - 1 };
        let (mut at, mut last) = (RowAt::default(), None);
        for end in ends.iter().map(|end| *end as usize) {
            let marks = block.marks.up_to(end);
            at = RowAt { first: at.first + at.marks, marks: marks - next.marks };
            let is_plain = at.marks as usize == width && width > 1;
            if is_plain || rows.row(at, next.line).is_ordinary(width) {
                last = Some(at);
                self.row(rows, at, next.line)?;
            } else if !rows.row(at, next.line).is_blank() {
                return Err(Stop::Plain);
            }
            let line = next.line + if block.is_even { 1 } else { rows.row(at, next.line).lines() };
            *next = Spot { row: next.row + 1, start: end + 1, marks, line };
        }
        self.add_waiting(rows)?;
        // With the delimiter behind it, if there is one.
        let to = self.shared.plan.segments[..gates].last().filter(|segment| segment.last + 1 < width);
        let begin = |(row, to): (RowAt, &Segment)| (rows.begin(row, 0), rows.begin(row, to.last + 1));
        let begin = last.zip(to).map_or((0, 0), begin);
        self.places = places;
        Ok(begin)
    }

    #[inline(always)]
    fn row(&mut self, rows: Marked<'_>, at: RowAt, line: u64) -> Result<(), Stop> {
        self.rows += 1;
        let plan = &self.shared.plan;
        for (number, segment) in plan.segments.iter().enumerate() {
            if !self.segments[number].is_at(rows.text, rows.begin(at, segment.first)) {
                self.changed(rows.row(at, line), number)?;
            }
            if number + 1 == plan.gates && self.gate != 0 {
                self.counts[self.gate as usize] += 1;
                return Ok(());
            }
        }
        if self.is_new {
            self.new_frame(rows.row(at, line))?;
            self.batch.begin(self.frame);
        }
        self.batch.wait(at, line);
        Ok(())
    }

    /// Takes note of a segment that differs from the last row's.
    #[cold]
    fn changed(&mut self, row: Row<'_>, number: usize) -> Result<(), Stop> {
        let segment = &self.shared.plan.segments[number];
        match self.segments[number].again(row.text, row.begin(segment.first)) {
            Some(ids) => segment.columns.iter().zip(ids).for_each(|((_, column), id)| self.ids[*column] = *id),
            None => self.new_texts(row, number),
        }
        self.is_new = true;
        if number < self.shared.plan.gates { self.new_gate(row, number) } else { Ok(()) }
    }

    fn new_texts(&mut self, row: Row<'_>, number: usize) {
        let segment = &self.shared.plan.segments[number];
        for (at, column) in &segment.columns {
            let (start, end) = row.cell(*at);
            let known = self.texts[*column].get(row.text, start, end);
            self.ids[*column] = known.unwrap_or_else(|| {
                self.numbers_of_texts[*column] += 1;
                let new = self.numbers_of_texts[*column];
                self.texts[*column].insert(row.text, start, end, new);
                new
            });
        }
        let text = &row.text[row.begin(segment.first)..row.begin(segment.last + 1)];
        self.segments[number].keep(text, segment.columns.iter().map(|(_, column)| self.ids[*column]));
    }

    /// Finds out whether rows are asked for, once the last of the segments that say so is known.
    fn new_gate(&mut self, row: Row<'_>, number: usize) -> Result<(), Stop> {
        let plan = &self.shared.plan;
        // A segment that is still to come may change it again.
        let rest = &plan.segments[number + 1..plan.gates];
        let is_same =
            |(at, segment): (usize, &Segment)| self.segments[number + 1 + at].is_at(row.text, row.begin(segment.first));
        if !rest.iter().enumerate().all(is_same) {
            return Ok(());
        }
        let key: Vec<u32> = plan.gate_columns.iter().map(|column| self.ids[*column]).collect();
        if let Some(gate) = self.gates.get(&key) {
            self.gate = *gate;
            return Ok(());
        }
        let gate = self.resolve(row, |resolver, record| resolver.gate(record))?;
        let known = self.kinds.iter().position(|known| *known == gate);
        let at = known.unwrap_or_else(|| {
            self.kinds.push(gate);
            self.counts.push(0);
            self.kinds.len() - 1
        });
        self.gates.insert(key, at as u32);
        self.gate = at as u32;
        let is_much = self.gates.len() > MOST_FRAMES || self.kinds.len() > MOST_KINDS;
        if is_much { Err(Stop::Plain) } else { Ok(()) }
    }

    #[cold]
    fn new_frame(&mut self, row: Row<'_>) -> Result<(), Stop> {
        self.is_new = false;
        if let Some(frame) = self.frames.get(self.ids.as_slice()) {
            self.frame = *frame;
            return Ok(());
        }
        let about = self.resolve(row, |resolver, record| resolver.about(record))?;
        let mark = about.mark.map_or(0, |mark| {
            let known = self.marks.iter().position(|(known, _)| *known == mark);
            known.unwrap_or_else(|| {
                self.marks.push((mark, 0));
                self.marks.len() - 1
            }) as u32
                + 1
        });
        let is_ordinary = about.is_ordinary;
        let list = self.shared.plan.list.map_or(0, |list| self.ids[list]);
        self.frame = Frame { numbers: about.numbers, unit: about.unit, is_ordinary, mark, list };
        self.frames.insert(self.ids.as_slice().into(), self.frame);
        let is_much = self.frames.len() > MOST_FRAMES || self.marks.len() > MOST_KINDS;
        if is_much { Err(Stop::Plain) } else { Ok(()) }
    }
}
