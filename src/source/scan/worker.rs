//! Adds up the rows of blocks: one thread's part of the work.

mod ask;

use std::sync::{Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;

use super::Hands;
use super::block::{Block, Row, Spot, is_same};
use super::cells::{Figures, Sums};
use super::marks::{Kernel, Work};
use super::plan::{Plan, written};
use super::registry::{LEVELS, Numbers};
use super::resolver::{Gate, Resolver, Stop};
use super::unique::{Order, Unique};
use super::words::Words;
use crate::cube::Origin;
use crate::source::loader::MOST_BYTES;
use crate::source::profile::Profile;

/// Most different frames of a file; with more of them rows are not alike enough to be numbered.
pub(super) const MOST_FRAMES: usize = 200_000;

/// Most different lists of products, and most different kinds of rows that are counted.
pub(super) const MOST_LISTS: usize = 250;
pub(super) const MOST_KINDS: usize = 5_000;

/// How many rows are taken apart together.
const TOGETHER: usize = 16;

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
}

/// One thread's part.
pub(super) struct Worker<'s, 'p, S> {
    shared: &'s Shared<'p>,
    kernel: Kernel,
    /// Places of the marks of some rows.
    places: Vec<u32>,
    /// The last row's text of each segment, and the numbers of the texts of its columns.
    segments: Vec<Vec<u8>>,
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
            // No cell is a line end.
            segments: vec![vec![b'\n']; plan.segments.len()],
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
            sums: S::default(),
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
        let Some(last) = ends.last() else { return Ok((0, 0)) };
        let mut places = std::mem::take(&mut self.places);
        let count = (last.marks - next.marks) as usize;
        self.kernel.places(block.words, (next.start, last.place as usize), count, &mut places);
        let (mut rest, mut begin) = (&places[..count], (0, 0));
        for end in ends {
            let (own, others) = rest.split_at((end.marks - next.marks) as usize);
            let row = Row { text: block.text, places: own, start: next.start, line: next.line };
            if row.fits(width) && !(width == 1 && row.is_blank()) {
                self.row(row)?;
                // With the delimiter behind it, if there is one.
                let to = self.shared.plan.segments[..gates].last().filter(|segment| segment.last + 1 < width);
                begin = to.map_or((0, 0), |segment| (row.start, own[segment.last] as usize + 1));
            } else if !row.is_blank() {
                return Err(Stop::Plain);
            }
            rest = others;
            let line = next.line + if block.is_even { 1 } else { row.lines() };
            *next = Spot { row: next.row + 1, start: end.place as usize + 1, marks: end.marks, line };
        }
        self.places = places;
        Ok(begin)
    }

    #[inline(always)]
    fn row(&mut self, row: Row<'_>) -> Result<(), Stop> {
        self.rows += 1;
        let plan = &self.shared.plan;
        for number in 0..plan.segments.len() {
            let segment = &plan.segments[number];
            let (from, to) = (row.cell(segment.first).0, row.cell(segment.last).1);
            if !is_same(&row.text[from..to], &self.segments[number]) {
                self.changed(row, number)?;
            }
            if number + 1 == plan.gates && self.gate != 0 {
                self.counts[self.gate as usize] += 1;
                return Ok(());
            }
        }
        if self.is_new {
            self.new_frame(row)?;
        }
        let partner = self.partner(row)?;
        let product = self.product(row)?;
        let (Some(partner), Some(product)) = (partner, product) else { return self.odd(row) };
        let mut figures: Figures = [None; 3];
        for (figure, number) in figures.iter_mut().zip(&plan.numbers) {
            let Some(number) = number else { continue };
            let (start, end) = row.cell(number.at);
            if start == end {
                continue;
            }
            // Its parts one by one: a whole that was just put together from them would be waited for.
            let plain = if number.is_plain { self.kernel.number(row.text, start, end) } else { None };
            *figure = match plain {
                Some((digits, scale)) => Some((digits, scale)),
                None => match self.written(row, start, end) {
                    Ok(Some((digits, scale))) => Some((digits, scale)),
                    Ok(None) => None,
                    Err(()) => return self.odd(row),
                },
            };
        }
        if plan.has_units && self.frame.unit == 0 {
            figures[2] = figures[2].filter(|(digits, _)| *digits != 0);
        }
        self.counts[0] += 1;
        if self.frame.mark > 0 {
            self.marks[self.frame.mark as usize - 1].1 += 1;
        }
        self.add(row, [self.frame.numbers, product, partner], &figures, self.frame.unit)
    }

    #[inline(always)]
    fn add(&mut self, row: Row<'_>, key: [Numbers; 3], figures: &Figures, unit: u32) -> Result<(), Stop> {
        self.unique.take(key.map(|numbers| numbers.identity))?;
        let [frame, level, kind] = key.map(|numbers| numbers.cover as usize);
        if frame >= self.covered.len() {
            self.covered.resize(frame + 1, 0);
        }
        if level >= LEVELS {
            return Err(Stop::Plain);
        }
        self.covered[frame] |= 1 << (kind * LEVELS + level);
        let first = Origin { file: self.shared.file, line: row.line }.packed();
        Ok(self.sums.add_row(key, first, figures, unit as u16)?)
    }

    #[inline(never)]
    fn written(&self, row: Row<'_>, start: usize, end: usize) -> Result<Option<(i64, u32)>, ()> {
        written(self.shared.profile, &row.text[start..end])
    }

    /// Takes note of a segment that differs from the last row's.
    #[cold]
    fn changed(&mut self, row: Row<'_>, number: usize) -> Result<(), Stop> {
        let segment = &self.shared.plan.segments[number];
        let (from, to) = (row.cell(segment.first).0, row.cell(segment.last).1);
        self.segments[number].clear();
        self.segments[number].extend_from_slice(&row.text[from..to]);
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
        self.is_new = true;
        if number < self.shared.plan.gates { self.new_gate(row, number) } else { Ok(()) }
    }

    /// Finds out whether rows are asked for, once the last of the segments that say so is known.
    fn new_gate(&mut self, row: Row<'_>, number: usize) -> Result<(), Stop> {
        let plan = &self.shared.plan;
        // A segment that is still to come may change it again.
        let rest = &plan.segments[number + 1..plan.gates];
        let is_same = |(at, segment): (usize, &super::plan::Segment)| {
            let (from, to) = (row.cell(segment.first).0, row.cell(segment.last).1);
            row.text[from..to] == self.segments[number + 1 + at][..]
        };
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
        self.frame = Frame { numbers: about.numbers, unit: about.unit, is_ordinary, mark };
        self.frames.insert(self.ids.as_slice().into(), self.frame);
        let is_much = self.frames.len() > MOST_FRAMES || self.marks.len() > MOST_KINDS;
        if is_much { Err(Stop::Plain) } else { Ok(()) }
    }

    #[inline(always)]
    fn partner(&mut self, row: Row<'_>) -> Result<Option<Numbers>, Stop> {
        let (which, start, end) = row.filled(&self.shared.plan.partner);
        match self.partners[which].get(row.text, start, end) {
            Some(known) => Ok(Some(known)),
            None => self.new_partner(row, which, start, end),
        }
    }

    #[inline(always)]
    fn product(&mut self, row: Row<'_>) -> Result<Option<Numbers>, Stop> {
        let list = self.shared.plan.list.map_or(0, |list| self.ids[list] as usize);
        let (which, start, end) = row.filled(&self.shared.plan.product);
        let words = self.products.get_mut(list).and_then(|products| products.get_mut(which));
        if let Some(words) = words
            && let Some(known) = words.get(row.text, start, end)
        {
            return Ok(Some(known));
        }
        self.new_product(row, list, which, start, end)
    }
}
