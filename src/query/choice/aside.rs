//! Totals that say nothing but what the finest rows say, so that they can be set aside.
//!
//! Where every other row is the exact sum of the finest rows below it, the choice among them gives the sums of the finest
//! rows whatever it chooses. To see this takes a grid of sums and no way that led to each.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::branches::parent;
use crate::cube::grid::{ABSENT, Cell, GIVEN, Grid, GridSums, MEASURES, MIXED};
use crate::cube::{Coverage, Cube, Facts};
use crate::model::{Class, Code, Flow, Measure, PartnerKind, Product};
use crate::query::Query;

/// What an answer tells of: rows with as many digits at least, of partners or of the world too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// The fewest digits.
    pub digits: u8,
    /// Whether rows of the world may answer.
    pub world: bool,
}

impl Told {
    /// Everything.
    pub const ALL: Told = Told { digits: 0, world: true };
}

/// The digits of the finest rows, where the other kinds of rows can only be their sums.
pub fn finest(head: &Cube) -> Option<u8> {
    let fits = |key: &Coverage| {
        matches!(key.class, Class::All | Class::Hs) && key.flow != Flow::Total && key.digits.is_multiple_of(2)
    };
    let is_one = head.currencies.len() < 2 && head.splits.len() < 2 && head.vintages.is_empty();
    let is_plain = is_one && !head.absent_is_missing && head.coverage.keys().all(fits);
    let of_partners = head.coverage.keys().filter(|key| key.kind == PartnerKind::Country);
    let digits = of_partners.map(|key| key.digits).max()?;
    let is_finest = head.coverage.keys().all(|key| key.digits <= digits);
    (is_plain && is_finest && !head.has_periods_within_others()).then_some(digits)
}

/// Leaves the finest rows in a cube, as if the others did not stand in the data.
pub fn set_aside(cube: &mut Cube, digits: u8) {
    let is_world = |partner: Code| partner == crate::model::partner::WORLD;
    let mut facts = Facts::default();
    for (series, spans) in cube.facts.iter().filter(|(own, _)| own.digits == digits && !is_world(own.partner)) {
        spans.iter().for_each(|(span, fact)| facts.add(*series, *span, &fact));
    }
    cube.facts = facts;
    set_aside_in_head(cube, digits);
}

/// The same for what is known of the data beside its facts.
pub fn set_aside_in_head(head: &mut Cube, digits: u8) {
    head.coverage.retain(|key, _| key.kind != PartnerKind::World && key.digits == digits);
    head.kinds.retain(|_, kind| *kind != PartnerKind::World);
    head.products.retain(|product| product.digits() == digits);
}

/// Whether every row of a grid in which all rows stand apart is the sum of the finest rows below it.
pub fn is_told_by_the_finest(grid: &Grid, query: &Query, digits: u8, told: Told) -> bool {
    let measures = [Measure::Value, Measure::Weight, Measure::Quantity];
    let is_read = measures.map(|measure| !query.unread.contains(&measure));
    let goods = goods(grid, digits);
    let check = Check { grid, is_read, digits, told };
    goods.is_some_and(|goods| (0..grid.frames.len()).all(|frame| check.frame_is_told(frame, &goods)))
}

/// Products of a grid and the finest ones below each, by their numbers. None where a product has another place among them.
fn goods(grid: &Grid, digits: u8) -> Option<Vec<Vec<usize>>> {
    let mut numbers: FxHashMap<Product, usize> = FxHashMap::default();
    for (number, goods) in grid.goods.iter().enumerate() {
        let [product] = goods.products[..] else { return None };
        numbers.insert(product, number);
    }
    let mut below = vec![Vec::new(); grid.goods.len()];
    for (product, number) in numbers.iter().filter(|(product, _)| product.digits() == digits) {
        let above = std::iter::successors(Some(*product), |product| parent(*product));
        above.filter_map(|product| numbers.get(&product)).for_each(|above| below[*above].push(*number));
    }
    Some(below)
}

struct Check<'g> {
    grid: &'g Grid,
    is_read: [bool; MEASURES],
    digits: u8,
    told: Told,
}

impl Check<'_> {
    fn frame_is_told(&self, frame: usize, goods: &[Vec<usize>]) -> bool {
        let sums = &self.grid.sums;
        let mut told = Vec::new();
        let is_told = |(own, finest): (usize, &Vec<usize>)| {
            let is_finest = self.grid.goods[own].digits == self.digits;
            let rows = sums.of_goods(frame, own);
            if rows.is_empty() || is_finest && !rows.iter().any(|(side, _)| self.is_world(*side)) {
                return true;
            }
            self.add_up(frame, finest, &mut told);
            let is_own = |(side, cell): &(usize, Cell)| match self.is_world(*side) {
                true => self.is_same(own, cell, told.last(), true),
                false => is_finest || self.is_same(own, cell, told.get(*side), false),
            };
            rows.iter().all(is_own)
        };
        goods.iter().enumerate().all(is_told)
    }

    fn is_world(&self, side: usize) -> bool {
        self.grid.sides[side].kind == PartnerKind::World
    }

    /// The sums of some products by partner, and at the end those of all partners.
    fn add_up(&self, frame: usize, finest: &[usize], told: &mut Vec<Sum>) {
        let sides = &self.grid.sides;
        told.clear();
        told.resize(sides.len() + 1, Sum::default());
        for goods in finest {
            for (side, cell) in self.grid.sums.of_goods(frame, *goods) {
                let kind = sides[side].kind;
                told[side].add(&self.grid.sums, &cell);
                if matches!(kind, PartnerKind::Country | PartnerKind::Area) {
                    told[sides.len()].add(&self.grid.sums, &cell);
                }
            }
        }
    }

    /// Whether a row says the same as the sum of the finest rows: its value, and the other measures where it may answer.
    fn is_same(&self, goods: usize, cell: &Cell, told: Option<&Sum>, is_world: bool) -> bool {
        let Some(sum) = told.filter(|sum| sum.about != 0) else { return false };
        let answers = self.grid.goods[goods].digits >= self.told.digits && (self.told.world || !is_world);
        let measures = if answers { MEASURES } else { 1 };
        (0..measures).filter(|measure| self.is_read[*measure]).all(|measure| sum.is(&self.grid.sums, cell, measure))
    }
}

/// The sum of some cells.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    of: [i128; MEASURES],
    about: u8,
    unit: u16,
}

impl Sum {
    fn add(&mut self, sums: &GridSums, cell: &Cell) {
        for (measure, sum) in self.of.iter_mut().enumerate() {
            *sum += i128::from(sums.sum(measure, cell));
        }
        let unit = cell.unit();
        let is_mixed = self.unit != 0 && unit != 0 && self.unit != unit;
        self.about |= cell.flags() | if is_mixed { MIXED } else { 0 };
        self.unit = if unit == 0 { self.unit } else { unit };
    }

    /// Whether a cell has the same measure: all of it, or nothing.
    fn is(&self, sums: &GridSums, cell: &Cell, measure: usize) -> bool {
        let (own, is_quantity) = (cell.flags(), measure + 1 == MEASURES);
        let is_there = |about: u8| (about & GIVEN[measure] != 0, about & ABSENT[measure] != 0);
        let units = !is_quantity || (self.about | own) & MIXED == 0 && self.unit == cell.unit();
        match (is_there(self.about), is_there(own)) {
            ((true, false), (true, false)) => self.of[measure] == i128::from(sums.sum(measure, cell)) && units,
            ((false, _), (false, _)) => true,
            _ => false,
        }
    }
}

/// Years to be looked at together, so that their rows fit into memory.
pub fn together(head: &Cube) -> Vec<BTreeSet<i32>> {
    let years: BTreeSet<i32> = head.periods().iter().map(|period| period.first().year()).collect();
    let years: Vec<i32> = years.into_iter().collect();
    let rows_of_a_year = (head.rows / years.len().max(1) as u64).max(1);
    let count = (ROWS_TOGETHER / rows_of_a_year).clamp(1, 1 << 20) as usize;
    years.chunks(count).map(|years| years.iter().copied().collect()).collect()
}

/// About how many rows are looked at together.
const ROWS_TOGETHER: u64 = 300_000;
