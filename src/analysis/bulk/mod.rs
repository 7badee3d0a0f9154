//! Lists of millions of sums: partners by products, straight from a grid of sums to the rows of an answer.
//!
//! Such an answer keeps no way that led to each figure. It is given only where every figure is a plain sum of rows, so
//! that a report would say the same; where the data needs a choice that depends on more than the rows of a key, there is
//! none, and the report answers.

mod check;
mod choice;
mod gather;
mod rca;
mod rows;
mod words;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;

use super::ask::{Ask, Basis, Dimension, Sort};
use super::frame::Step;
use crate::cube::grid::{Frame, Grid};
use crate::model::{Class, Code, Flow, Level, Measure, Period, PeriodExpr, Product, View};
use crate::query::choice::{self as choose, Told};
use crate::table::{Column, Kind, LongTable, Phrase, Piece};

use choice::Sides;
use gather::Rows;
use words::Words;

/// What a column of figures holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Figure {
    /// A sum: the number of its measure in a grid.
    Sum(usize),
    /// Name of the indicator.
    Indicator,
    /// Revealed comparative advantage.
    Rca,
}

/// An answer from a grid.
pub struct Bulk<'a> {
    grid: &'a Grid,
    products: Vec<Product>,
    sides: Sides,
    /// Of each product of the grid, the one among the products that it is added to.
    goods: Vec<Option<u32>>,
    /// These products and those that they are of, in the order of the latter.
    by_products: Vec<(u32, usize)>,
    digits: u8,
    frames: Vec<(Frame, Vec<usize>)>,
    is_partial: bool,
    /// Whether sums are given from the rows that have a value.
    allows_partial: bool,
    /// Whether rows of several levels, splits or with published totals stand side by side.
    has_choice: bool,
    figures: Vec<Figure>,
    columns: Vec<Column>,
    words: Words,
    /// Whether the rows of a partner stand in the order of their products, else the largest value first.
    by_product: bool,
    /// Which rows each part has, and those that were gathered beforehand.
    parts: Vec<Part>,
    large: FxHashMap<usize, (Rows, rca::Totals)>,
    /// Room for rows that are no longer needed.
    spare: Mutex<Vec<Rows>>,
    notes: Vec<String>,
}

/// The rows of some partners in a frame.
#[derive(Debug, Clone)]
struct Part {
    frame: usize,
    sides: Range<usize>,
}

/// Most rows of a frame that is one part, and rows of a part of a larger one: their text stays close to the machine's hands.
const FEW: usize = 1 << 16;
const ROWS: usize = 1 << 12;

/// The periods whose months are added up for a question, if such an answer may be given to it.
pub fn periods(ask: &Ask) -> Option<Vec<Period>> {
    let single = |view: &View| matches!(view, View::Exports | View::Imports | View::ReExports | View::ReImports);
    let lists = ask.differs_by(Dimension::Partner) && ask.differs_by(Dimension::Product);
    let others = [Dimension::Group, Dimension::Reporter].iter().any(|other| ask.differs_by(*other));
    let named = !ask.sides.is_empty() || !ask.products.is_empty() || !ask.groups.is_empty() || !ask.only.is_empty();
    // An indicator of structure stands in the order of products, a series in that of values.
    let by_default = |sort: &Sort| ask.structure.is_some() && sort.column == "product";
    let cut =
        ask.top.is_some() || !ask.sort.as_ref().is_none_or(by_default) || ask.per.is_some() || ask.rolling.is_some();
    let plain =
        ask.basis == Basis::Computed && !ask.compares() && !ask.ranked && !ask.bounds && ask.reporters.len() <= 1;
    // The lines must be products of a partner: the dimension that was named last.
    let split = ask.split() == Some(Dimension::Product);
    if !lists || others || named || cut || !plain || !split || !ask.views.iter().all(single) || figures(ask).is_none() {
        return None;
    }
    // A series without a step has the shortest periods of the data, which are months in a grid.
    let by_month = ask.step == Some(Step::Month) || ask.step.is_none() && ask.all_periods;
    match ask.period.filter(|_| ask.year.is_none()) {
        None if by_month && ask.period.is_none() && ask.year.is_none() => Some(Vec::new()),
        Some(PeriodExpr::Dated(_)) if by_month => Some(Vec::new()),
        Some(PeriodExpr::Dated(period)) if ask.step.is_none() => Some(vec![period]),
        _ => None,
    }
}

fn figures(ask: &Ask) -> Option<Vec<Figure>> {
    let figure = |name: &str| match name {
        "value" => Some(Figure::Sum(0)),
        "weight" => Some(Figure::Sum(1)),
        "quantity" => Some(Figure::Sum(2)),
        "indicator" => Some(Figure::Indicator),
        "result" => Some(Figure::Rca),
        _ => None,
    };
    ask.columns.iter().map(|column| figure(column.name)).collect()
}

/// Which rows such an answer tells of.
pub fn told(ask: &Ask) -> Option<Told> {
    ask.level.map(|(_, level)| Told { digits: level.digits(), world: false })
}

/// Answers from a grid with so many threads, of rows with some digits only where the others are their sums; none where a report must.
pub fn bulk<'a>(ask: &Ask, grid: &'a Grid, finest: Option<u8>, threads: usize) -> Option<Bulk<'a>> {
    let (class, level) = ask.level?;
    let digits = level.digits();
    let levels = matches!(level, Level::Hs2 | Level::Hs4 | Level::Hs6);
    if class != Class::Hs || !levels || grid.head.reporters().len() != 1 || grid.head.has_periods_within_others() {
        return None;
    }
    let (products, goods) = choice::products(grid, level, finest)?;
    let sides = Sides::of(grid);
    let frames = frames(ask, grid);
    let coverage = check::coverage(ask, grid, &frames, digits)?;
    let figures = figures(ask)?;
    let with_rca = figures.contains(&Figure::Rca);
    let by_products = goods.iter().enumerate().filter_map(|(goods, product)| Some(((*product)?, goods)));
    let mut by_products: Vec<(u32, usize)> = by_products.collect();
    by_products.sort_unstable();
    let mut bulk = Bulk {
        grid,
        products,
        sides,
        goods,
        by_products,
        digits,
        frames,
        is_partial: coverage.is_partial,
        allows_partial: ask.allow_partial,
        has_choice: finest.is_none() && has_choice(grid),
        columns: rows::columns(ask),
        figures,
        words: Words::default(),
        by_product: with_rca,
        parts: Vec::new(),
        large: FxHashMap::default(),
        spare: Mutex::default(),
        notes: grid.head.notes.iter().cloned().chain(coverage.note).collect(),
    };
    // Of few rows equal sums may be an accident, and all of them can be looked at.
    let is_decided = !bulk.has_choice || grid.head.rows > choose::FEW;
    if !is_decided || !check::adds_up(&bulk, with_rca && !ask.allow_partial) {
        return None;
    }
    bulk.words = Words::of(&bulk, ask);
    bulk.divide(threads);
    Some(bulk)
}

/// Whether rows of several levels, splits or with published totals stand side by side.
pub fn has_choice(grid: &Grid) -> bool {
    let levels: BTreeSet<u8> = grid.goods.iter().map(|goods| goods.digits).collect();
    let splits: BTreeSet<u8> = grid.frames.iter().map(|frame| frame.splits).collect();
    let total = |side: &crate::cube::grid::Side| side.kind == crate::model::PartnerKind::World;
    levels.len() > 1 || splits.len() > 1 || grid.sides.iter().any(total)
}

/// The frames of the answer in order, each with its blocks.
fn frames(ask: &Ask, grid: &Grid) -> Vec<(Frame, Vec<usize>)> {
    let place = |flow: Flow| ask.views.iter().position(|view| *view == View::from(flow));
    let asked = match ask.period {
        Some(PeriodExpr::Dated(period)) => Some(period),
        _ => None,
    };
    let within = |frame: &Frame| asked.is_none_or(|asked| asked.contains(frame.period));
    let mut frames: Vec<(Frame, Vec<usize>)> = Vec::new();
    for (at, frame) in grid.frames.iter().enumerate().filter(|(_, frame)| within(frame) && place(frame.flow).is_some())
    {
        let like = Frame { splits: 0, ..*frame };
        match frames.iter_mut().find(|(known, _)| *known == like) {
            Some((_, blocks)) => blocks.push(at),
            None => frames.push((like, vec![at])),
        }
    }
    frames.sort_by_key(|(frame, _)| (frame.period.first(), place(frame.flow)));
    frames
}

impl Bulk<'_> {
    /// Cuts the answer into parts that are made one after another; the rows of large frames are gathered at once.
    fn divide(&mut self, threads: usize) {
        for frame in 0..self.frames.len() {
            let count: usize = self.frames[frame].1.iter().map(|block| self.keys(*block)).sum();
            if count <= FEW {
                self.parts.push(Part { frame, sides: 0..self.sides.codes.len() });
                continue;
            }
            let (rows, totals) = self.gather(frame, threads, Rows::default());
            self.parts.extend(rows.cut(ROWS).into_iter().map(|sides| Part { frame, sides }));
            self.large.insert(frame, (rows, totals));
        }
    }

    fn keys(&self, block: usize) -> usize {
        self.grid.sums.count(block)
    }

    /// What a reader must know of the answer.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }
}

impl LongTable for Bulk<'_> {
    fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn phrases(&self) -> &[Phrase] {
        self.words.all()
    }

    fn parts(&self) -> usize {
        self.parts.len()
    }

    fn part(&self, part: usize, row: &mut dyn FnMut(&[Piece])) {
        let Part { frame, sides } = &self.parts[part];
        if let Some((rows, totals)) = self.large.get(frame) {
            return self.tell(*frame, rows, sides.clone(), totals, row);
        }
        let mut spare = self.spare.lock().unwrap_or_else(PoisonError::into_inner);
        let room = spare.pop().unwrap_or_default();
        drop(spare);
        let (rows, totals) = self.gather(*frame, 1, room);
        self.tell(*frame, &rows, sides.clone(), &totals, row);
        self.spare.lock().unwrap_or_else(PoisonError::into_inner).push(rows);
    }
}

/// Every partner of the rows that is a country or an area.
fn partners(grid: &Grid) -> BTreeSet<Code> {
    use crate::model::PartnerKind::{Area, Country};
    let single = grid.sides.iter().filter(|side| matches!(side.kind, Country | Area));
    single.filter_map(|side| side.partner).collect()
}

fn column(name: &str, heading: &str, kind: Kind) -> Column {
    super::column(name, heading, kind, true)
}

/// What is measured by each number of a grid.
const MEASURES: [Measure; 3] = [Measure::Value, Measure::Weight, Measure::Quantity];
