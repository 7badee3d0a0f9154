//! Lists of millions of sums: partners by products, straight from a grid of sums to the rows of an answer.
//!
//! Such an answer keeps no way that led to each figure. It is given only where every figure is a plain sum of rows, so
//! that a report would say the same; where the data needs a choice that depends on more than the rows of a key, there is
//! none, and the report answers.

mod check;
mod choice;
mod rca;
mod rows;
mod words;

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::ask::{Ask, Basis, Dimension, Sort};
use super::frame::Step;
use crate::cube::grid::{Frame, Grid};
use crate::model::{Class, Code, Flow, Level, Measure, Period, PeriodExpr, Product, View};
use crate::query::choice::{self as choose, Told};
use crate::table::{Column, Kind, LongTable, Phrase, Piece};

use choice::{Chosen, Sides};
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
    /// Which rows each part has, and those that were chosen beforehand.
    parts: Vec<Part>,
    large: FxHashMap<usize, (Vec<Chosen>, rca::Totals)>,
    notes: Vec<String>,
}

/// Some rows of a frame.
#[derive(Debug, Clone)]
struct Part {
    frame: usize,
    rows: Option<std::ops::Range<usize>>,
}

/// Rows of a part of a large frame.
const ROWS: usize = 1 << 14;

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

/// Answers from a grid, of rows with some digits only where the others are their sums; none where a report must.
pub fn bulk<'a>(ask: &Ask, grid: &'a Grid, finest: Option<u8>) -> Option<Bulk<'a>> {
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
    let mut bulk = Bulk {
        grid,
        products,
        sides,
        goods,
        digits,
        frames,
        is_partial: coverage.is_partial,
        allows_partial: ask.allow_partial,
        has_choice: finest.is_none() && has_choice(grid),
        columns: rows::columns(ask),
        figures,
        words: Words::default(),
        parts: Vec::new(),
        large: FxHashMap::default(),
        notes: grid.head.notes.iter().cloned().chain(coverage.note).collect(),
    };
    // Of few rows equal sums may be an accident, and all of them can be looked at.
    let is_decided = !bulk.has_choice || grid.head.rows > choose::FEW;
    if !is_decided || !check::adds_up(&bulk, with_rca && !ask.allow_partial) {
        return None;
    }
    bulk.words = Words::of(&bulk, ask);
    bulk.divide();
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
    /// Cuts the answer into parts that are made one after another; large frames are put in order at once.
    fn divide(&mut self) {
        for frame in 0..self.frames.len() {
            let count: usize = self.frames[frame].1.iter().map(|block| self.keys(*block)).sum();
            if count <= 4 * ROWS {
                self.parts.push(Part { frame, rows: None });
                continue;
            }
            let (chosen, totals) = self.ordered(frame);
            let ranges = (0..chosen.len()).step_by(ROWS).map(|from| from..(from + ROWS).min(chosen.len()));
            self.parts.extend(ranges.map(|rows| Part { frame, rows: Some(rows) }));
            self.large.insert(frame, (chosen, totals));
        }
    }

    fn keys(&self, block: usize) -> usize {
        self.grid.sums.count(block)
    }

    /// The rows of a frame in order, and what indicators relate them to.
    fn ordered(&self, frame: usize) -> (Vec<Chosen>, rca::Totals) {
        let chosen = self.choose(frame);
        let has_rca = self.figures.contains(&Figure::Rca);
        let totals = if has_rca { rca::Totals::of(self, &chosen) } else { rca::Totals::default() };
        (self.sorted(chosen, has_rca), totals)
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
        let Part { frame, rows } = &self.parts[part];
        match (rows, self.large.get(frame)) {
            (Some(rows), Some((chosen, totals))) => self.tell(*frame, &chosen[rows.clone()], totals, row),
            _ => {
                let (chosen, totals) = self.ordered(*frame);
                self.tell(*frame, &chosen, &totals, row);
            }
        }
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
