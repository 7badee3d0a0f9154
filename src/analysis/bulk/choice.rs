//! Which sums answer for a partner and a product: rows of exactly the level that was asked for, else the fullest of the
//! others; of splits the total before parts. As a report chooses.

use rustc_hash::FxHashMap;

use super::{Bulk, partners};
use crate::cube::grid::{GIVEN, Goods, Grid};
use crate::model::{Class, Code, Level, Product};

/// A row: its partner and product, and where its sums stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chosen {
    pub(super) side: u32,
    pub(super) product: u32,
    pub(super) block: u32,
    pub(super) at: u32,
}

/// Partners in order of their codes.
#[derive(Debug, Default)]
pub(super) struct Sides {
    pub(super) codes: Vec<Code>,
    /// Of each partner of the grid, its place among these.
    pub(super) places: Vec<Option<u32>>,
}

impl Sides {
    pub(super) fn of(grid: &Grid) -> Sides {
        let codes: Vec<Code> = partners(grid).into_iter().collect();
        let place = |code: Option<Code>| code.and_then(|code| codes.binary_search(&code).ok()).map(|at| at as u32);
        let places = grid.sides.iter().map(|side| place(side.partner)).collect();
        Sides { codes, places }
    }
}

/// The products of a level in order of their codes, and of each product of the grid its place among these, where its rows
/// have the digits that are looked at. None where rows are of other lists.
pub(super) fn products(grid: &Grid, level: Level, finest: Option<u8>) -> Option<(Vec<Product>, Vec<Option<u32>>)> {
    let fits = |product: &&Product| product.class == Class::Hs && product.digits() == level.digits();
    let of = |goods: &Goods| goods.products.iter().find(fits).copied();
    let is_looked_at = |goods: &Goods| finest.is_none_or(|digits| goods.digits == digits);
    let own = grid.goods.iter().map(|goods| of(goods).filter(|_| is_looked_at(goods)));
    let own: Vec<Option<Product>> = own.collect();
    if grid.goods.iter().any(|goods| !matches!(goods.class, Class::Hs | Class::All)) {
        return None;
    }
    let mut products: Vec<Product> = own.iter().flatten().copied().collect();
    products.sort_unstable();
    products.dedup();
    let place = |product: Option<Product>| product.and_then(|product| products.binary_search(&product).ok());
    let goods = own.into_iter().map(|product| place(product).map(|at| at as u32)).collect();
    Some((products, goods))
}

impl Bulk<'_> {
    /// The rows of a frame in the order of their products.
    pub(super) fn choose(&self, frame: usize) -> Vec<Chosen> {
        let (_, blocks) = &self.frames[frame];
        if self.has_choice {
            return grouped(self.best(blocks), self.products.len(), |row| row.product);
        }
        let goods = self.goods.iter().enumerate();
        let mut goods: Vec<(u32, usize)> = goods.filter_map(|(goods, product)| Some(((*product)?, goods))).collect();
        goods.sort_unstable();
        let mut rows = Vec::with_capacity(blocks.iter().map(|block| self.keys(*block)).sum());
        for (product, goods) in goods {
            for block in blocks {
                let row = |(side, at): (usize, u32)| {
                    Some(Chosen { side: self.sides.places[side]?, product, block: *block as u32, at })
                };
                self.grid.sums.of_goods(*block, goods).filter_map(row).for_each(|row| rows.push(row));
            }
        }
        rows
    }

    /// One row for each partner and product.
    fn best(&self, blocks: &[usize]) -> Vec<Chosen> {
        let rows = blocks.iter().flat_map(|block| {
            self.grid.sums.of_frame(*block).filter_map(|(goods, side, at)| {
                let (product, side) = (self.goods[goods]?, self.sides.places[side]?);
                Some((Chosen { side, product, block: *block as u32, at }, self.grid.goods[goods].digits))
            })
        });
        let mut best: FxHashMap<(u32, u32), (Chosen, u8)> = FxHashMap::default();
        let mut of_level: FxHashMap<(u32, u32, u8), Chosen> = FxHashMap::default();
        for (row, digits) in rows {
            let known = of_level.entry((row.side, row.product, digits)).or_insert(row);
            if self.splits_of(row) < self.splits_of(*known) {
                *known = row;
            }
        }
        for ((side, product, digits), row) in of_level {
            let known = best.entry((side, product)).or_insert((row, digits));
            if self.preference(row, digits) > self.preference(known.0, known.1) {
                *known = (row, digits);
            }
        }
        best.into_values().map(|(row, _)| row).collect()
    }

    fn preference(&self, row: Chosen, digits: u8) -> (bool, u64, u8) {
        (digits == self.digits, self.value(row).unwrap_or(0).unsigned_abs(), digits)
    }

    fn splits_of(&self, row: Chosen) -> (u32, u8) {
        let splits = self.grid.frames[row.block as usize].splits;
        (splits.count_ones(), splits)
    }

    /// The value of a row in the units of the grid, as far as it is given.
    #[inline(always)]
    pub(super) fn value(&self, row: Chosen) -> Option<i64> {
        let sums = &self.grid.sums;
        (sums.flags(row.at) & GIVEN[0] != 0).then(|| sums.sum(0, row.at))
    }

    /// Rows that stand in the order of their products, by partner: then by product, or the largest first.
    pub(super) fn sorted(&self, rows: Vec<Chosen>, by_product: bool) -> Vec<Chosen> {
        let mut rows = grouped(rows, self.sides.codes.len(), |row| row.side);
        if !by_product {
            let mut keyed = Vec::new();
            rows.chunk_by_mut(|one, other| one.side == other.side).for_each(|rows| self.sort(rows, &mut keyed));
        }
        rows
    }

    /// Sorts rows of a partner: the largest value first and a missing one last, then by product.
    fn sort(&self, rows: &mut [Chosen], keyed: &mut Vec<(u64, Chosen)>) {
        let key = |row: &Chosen| self.shown_value(*row).map_or(u64::MAX, |value| !(value as u64 ^ 1 << 63));
        keyed.clear();
        keyed.extend(rows.iter().map(|row| (key(row), *row)));
        keyed.sort_unstable_by_key(|(key, row)| (*key, row.product));
        rows.iter_mut().zip(keyed).for_each(|(row, (_, sorted))| *row = *sorted);
    }
}

/// Rows in the order of a number that each has, below a most; those with the same as they stood.
fn grouped(rows: Vec<Chosen>, most: usize, number: impl Fn(&Chosen) -> u32) -> Vec<Chosen> {
    let mut places = vec![0; most + 1];
    for row in &rows {
        places[number(row) as usize + 1] += 1;
    }
    for at in 1..places.len() {
        places[at] += places[at - 1];
    }
    let mut sorted = rows.clone();
    for row in rows {
        let place = &mut places[number(&row) as usize];
        sorted[*place] = row;
        *place += 1;
    }
    sorted
}
