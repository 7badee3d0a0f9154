//! Which sums answer for a partner and a product: rows of exactly the level that was asked for, else the fullest of the
//! others; of splits the total before parts. As a report chooses.

use rustc_hash::FxHashMap;

use super::{Bulk, partners};
use crate::cube::grid::{Cell, GIVEN, Goods, Grid};
use crate::model::{Class, Code, Level, Product};

/// A row: its partner and product, the block that it is of, and its sums.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chosen {
    pub(super) side: u32,
    pub(super) product: u32,
    block: u32,
    pub(super) cell: Cell,
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
    /// One row for each partner and product, in the order of the products.
    pub(super) fn best(&self, blocks: &[usize]) -> Vec<Chosen> {
        let mut rows = Vec::new();
        for block in blocks {
            for (goods, product) in self.goods.iter().enumerate() {
                let Some(product) = *product else { continue };
                let digits = self.grid.goods[goods].digits;
                self.grid.sums.cells_of(*block, goods, |side, cell| {
                    let row = |side| (Chosen { side, product, block: *block as u32, cell }, digits);
                    rows.extend(self.sides.places[side].map(row));
                });
            }
        }
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
        let mut best: Vec<Chosen> = best.into_values().map(|(row, _)| row).collect();
        best.sort_unstable_by_key(|row| row.product);
        best
    }

    fn preference(&self, row: Chosen, digits: u8) -> (bool, u64, u8) {
        (digits == self.digits, self.value(&row.cell).unwrap_or(0).unsigned_abs(), digits)
    }

    fn splits_of(&self, row: Chosen) -> (u32, u8) {
        let splits = self.grid.frames[row.block as usize].splits;
        (splits.count_ones(), splits)
    }

    /// The value of a row in the units of the grid, as far as it is given.
    #[inline(always)]
    pub(super) fn value(&self, cell: &Cell) -> Option<i64> {
        cell.has(GIVEN[0]).then(|| self.grid.sums.sum(0, cell))
    }
}
