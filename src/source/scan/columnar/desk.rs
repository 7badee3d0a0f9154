//! One thread's part of the rows of a table.

mod ask;
mod batch;

use rustc_hash::FxHashMap;

use super::super::cells::{Figures, Sums};
use super::super::registry::{LEVELS, Numbers};
use super::super::resolver::{Gate, Stop};
use super::super::unique::Unique;
use super::super::worker::{Counted, MOST_FRAMES, MOST_KINDS, Shared};
use super::Part;
use super::digits::Digits;
use super::sides::Sides;
use super::texts::{EMPTY, Words};
use crate::cube::Origin;
use crate::cube::grid::Columns;
use crate::source::loader::MOST_BYTES;
use crate::source::parquet::{Reader, Table};

/// What the words of a row mean, but for its partner and product.
#[derive(Debug, Clone, Copy, Default)]
struct Frame {
    numbers: Numbers,
    /// Number of the unit of quantities, from 1.
    unit: u32,
    is_ordinary: bool,
    /// Number of the publisher's mark, from 1.
    mark: u32,
}

/// Which columns a row is told by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Told {
    Gate,
    Words,
    Sides,
    Whole,
}

/// One thread's part.
pub(super) struct Desk<'s, 'p, S> {
    shared: &'s Shared<'p>,
    table: &'s Table,
    reader: Reader,
    part: Part,
    /// The columns of words by their numbers, which of them say whether a row is asked for, and the others.
    words: Vec<Words>,
    gates: Vec<usize>,
    others: Vec<usize>,
    partners: Sides,
    products: Sides,
    digits: [Option<Digits>; 3],
    /// The numbers of the texts of the present row.
    ids: Vec<u32>,
    known_gates: FxHashMap<Box<[u32]>, usize>,
    kinds: Vec<(Gate, u64)>,
    frames: FxHashMap<Box<[u32]>, Frame>,
    /// The column whose texts change most often, the texts of the others, and frames by its texts.
    restless: Option<usize>,
    calm: Vec<u32>,
    by_restless: Vec<Option<Frame>>,
    marks: Vec<(String, u64)>,
    rows: u64,
    covered: Vec<u64>,
    /// The figures of some rows.
    figures: Columns,
    sums: S,
    unique: Unique,
}

impl<'s, 'p, S: Sums> Desk<'s, 'p, S> {
    pub(super) fn new(table: &'s Table, reader: Reader, shared: &'s Shared<'p>) -> Desk<'s, 'p, S> {
        let plan = &shared.plan;
        let mut columns: Vec<(usize, usize)> =
            plan.segments.iter().flat_map(|segment| &segment.columns).map(|(at, number)| (*number, *at)).collect();
        columns.sort_unstable();
        let others = (0..columns.len()).filter(|number| !plan.gate_columns.contains(number)).collect();
        Desk {
            shared,
            table,
            reader,
            part: Part { group: usize::MAX, from: 0, to: 0, line: 0 },
            ids: vec![EMPTY; columns.len()],
            words: columns.into_iter().map(|(_, at)| Words::new(table, at, false)).collect(),
            gates: plan.gate_columns.clone(),
            others,
            partners: Sides::new(table, &plan.partner),
            products: Sides::new(table, &plan.product),
            digits: plan.numbers.map(|number| number.map(|number| Digits::new(table, number))),
            known_gates: FxHashMap::default(),
            kinds: vec![(Gate::Asked, 0)],
            frames: FxHashMap::default(),
            restless: None,
            calm: Vec::new(),
            by_restless: Vec::new(),
            marks: Vec::new(),
            rows: 0,
            covered: Vec::new(),
            figures: Columns::default(),
            sums: S::of(plan.measures),
            unique: shared.unique(),
        }
    }

    pub(super) fn finish(self) -> Counted<S> {
        let (rows, marks, covered, sums, unique) = (self.rows, self.marks, self.covered, self.sums, self.unique);
        Counted { rows, gates: self.kinds, marks, covered, sums, unique }
    }

    /// Adds the rows of a part of a group.
    pub(super) fn part(&mut self, part: Part) -> Result<(), Stop> {
        self.part = part;
        self.begin()?;
        self.rows += (part.to - part.from) as u64;
        let mut row = part.from;
        while row < part.to {
            let mut end = part.to;
            for number in &self.gates {
                let (id, until) = self.words[*number].run(row)?;
                (self.ids[*number], end) = (id, end.min(until));
            }
            match self.gate(row)? {
                0 => self.asked(row, end)?,
                passed => self.kinds[passed].1 += (end - row) as u64,
            }
            row = end;
        }
        self.unique.end_block();
        match self.unique.is_broken {
            true => Err(Stop::Disorder),
            false if self.sums.bytes() > MOST_BYTES => Err(Stop::Plain),
            false => Ok(()),
        }
    }

    fn begin(&mut self) -> Result<(), Stop> {
        let (table, reader, group) = (self.table, &self.reader, self.part.group);
        self.words.iter_mut().try_for_each(|column| column.begin(table, reader, group))?;
        self.partners.begin(table, reader, group)?;
        self.products.begin(table, reader, group)?;
        self.digits.iter_mut().flatten().try_for_each(|column| column.begin(table, reader, group))
    }

    /// Whether a row is asked for, by its kind.
    fn gate(&mut self, row: usize) -> Result<usize, Stop> {
        let key: Box<[u32]> = self.gates.iter().map(|number| self.ids[*number]).collect();
        if let Some(known) = self.known_gates.get(&key) {
            return Ok(*known);
        }
        let record = self.record(row, Told::Gate);
        let told = self.shared.resolver().gate(&record);
        let gate = match told {
            Ok(gate) => gate,
            Err(_) => {
                // Other words of the row may be needed to tell.
                self.read_others(row)?;
                self.shared.resolver().gate(&self.record(row, Told::Words))?
            }
        };
        let kind = self.kinds.iter().position(|(known, _)| *known == gate).unwrap_or_else(|| {
            self.kinds.push((gate, 0));
            self.kinds.len() - 1
        });
        self.known_gates.insert(key, kind);
        let is_much = self.known_gates.len() > MOST_FRAMES || self.kinds.len() > MOST_KINDS;
        if is_much { Err(Stop::Plain) } else { Ok(kind) }
    }

    fn read_others(&mut self, row: usize) -> Result<(), Stop> {
        for number in &self.others {
            self.ids[*number] = self.words[*number].run(row)?.0;
        }
        Ok(())
    }

    /// Adds rows that are asked for, all of one period and direction.
    fn asked(&mut self, mut row: usize, to: usize) -> Result<(), Stop> {
        while row < to {
            let mut end = self.calm(row, to)?;
            end = self.partners.load(row, end)?;
            end = self.products.load(row, end)?;
            for digits in self.digits.iter_mut().flatten() {
                end = end.min(digits.load(self.shared.profile, row)?);
            }
            self.add_rows(row, end)?;
            row = end;
        }
        Ok(())
    }

    /// The first row behind those in which only the texts of one column change.
    fn calm(&mut self, row: usize, to: usize) -> Result<usize, Stop> {
        let (mut restless, mut end) = (None, to);
        let mut soonest = to;
        for number in &self.others {
            let (id, until) = self.words[*number].run(row)?;
            self.ids[*number] = id;
            if until < soonest {
                (end, soonest, restless) = (soonest, until, Some(*number));
            } else {
                end = end.min(until);
            }
        }
        let mut calm = self.ids.clone();
        restless.iter().for_each(|number| calm[*number] = u32::MAX);
        if calm != self.calm || restless != self.restless {
            (self.calm, self.restless) = (calm, restless);
            self.by_restless.clear();
        }
        Ok(end)
    }

    /// What a row is about, and the first row behind those that are about the same.
    fn frame(&mut self, row: usize, to: usize) -> Result<(Frame, usize), Stop> {
        let (at, until) = match self.restless {
            None => (0, to),
            Some(number) => {
                let (id, until) = self.words[number].run(row)?;
                self.ids[number] = id;
                (id as usize, until)
            }
        };
        if let Some(Some(frame)) = self.by_restless.get(at) {
            return Ok((*frame, until));
        }
        let frame = match self.frames.get(self.ids.as_slice()) {
            Some(frame) => *frame,
            None => self.new_frame(row)?,
        };
        if at >= self.by_restless.len() {
            self.by_restless.resize(at + 1, None);
        }
        self.by_restless[at] = Some(frame);
        Ok((frame, until))
    }

    fn new_frame(&mut self, row: usize) -> Result<Frame, Stop> {
        let about = self.shared.resolver().about(&self.record(row, Told::Words))?;
        let mark = about.mark.map_or(0, |mark| {
            let known = self.marks.iter().position(|(known, _)| *known == mark);
            known.unwrap_or_else(|| {
                self.marks.push((mark, 0));
                self.marks.len() - 1
            }) + 1
        });
        let is_ordinary = about.is_ordinary;
        let frame = Frame { numbers: about.numbers, unit: about.unit, is_ordinary, mark: mark as u32 };
        self.frames.insert(self.ids.as_slice().into(), frame);
        let is_much = self.frames.len() > MOST_FRAMES || self.marks.len() > MOST_KINDS;
        if is_much { Err(Stop::Plain) } else { Ok(frame) }
    }

    #[inline(always)]
    fn add_figures(&mut self, row: usize, key: [Numbers; 3], mut figures: Figures, frame: &Frame) -> Result<(), Stop> {
        if self.shared.plan.has_units && frame.unit == 0 {
            figures[2] = figures[2].filter(|(digits, _)| *digits != 0);
        }
        self.kinds[0].1 += 1;
        self.mark(frame.mark);
        self.add(row, key, &figures, frame.unit)
    }

    /// Takes note that a row has a mark of the publisher's, if it has one.
    #[inline(always)]
    fn mark(&mut self, mark: u32) {
        if mark > 0 {
            self.marks[mark as usize - 1].1 += 1;
        }
    }

    #[inline(always)]
    fn figures(&self, row: usize) -> Result<Figures, ()> {
        let mut figures: Figures = [None; 3];
        for (figure, digits) in figures.iter_mut().zip(&self.digits) {
            if let Some(digits) = digits {
                *figure = digits.get(row)?;
            }
        }
        Ok(figures)
    }

    #[inline(always)]
    fn add(&mut self, row: usize, key: [Numbers; 3], figures: &Figures, unit: u32) -> Result<(), Stop> {
        self.unique.take(key.map(|numbers| numbers.identity))?;
        self.cover(key)?;
        let first = Origin { file: self.shared.file, line: self.part.line + row as u64 }.packed();
        Ok(self.sums.add_row(key, first, figures, unit as u16)?)
    }

    /// Takes note of what a row covers.
    #[inline(always)]
    fn cover(&mut self, key: [Numbers; 3]) -> Result<(), Stop> {
        let [frame, level, kind] = key.map(|numbers| numbers.cover as usize);
        if frame >= self.covered.len() {
            self.covered.resize(frame + 1, 0);
        }
        if level >= LEVELS {
            return Err(Stop::Plain);
        }
        self.covered[frame] |= 1 << (kind * LEVELS + level);
        Ok(())
    }

    /// The cells of a row that the question needs, as the plain reader sees them.
    fn record(&self, row: usize, told: Told) -> csv::StringRecord {
        let mut cells = vec![String::new(); self.shared.plan.width];
        let words = self.words.iter().enumerate();
        for (number, column) in words.filter(|(number, _)| told >= Told::Words || self.gates.contains(number)) {
            cells[column.at()] = column.text(self.ids[number]).to_owned();
        }
        if told >= Told::Sides {
            for sides in [&self.partners, &self.products] {
                let (which, number) = sides.speaks(row);
                if let Some(column) = sides.columns.get(which) {
                    cells[column.at()] = column.text(number).to_owned();
                }
            }
        }
        for digits in self.digits.iter().flatten().filter(|_| told == Told::Whole) {
            cells[digits.at()] = digits.text(row);
        }
        csv::StringRecord::from(cells)
    }
}
