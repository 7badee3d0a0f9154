//! Whether every figure is a plain sum of rows.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::{Ask, Bulk};
use crate::cube::grid::{ABSENT, Frame, GIVEN, Grid};
use crate::model::{Class, Flow, Month, PartnerKind, Period};

/// What is known of the months of the answer.
pub(super) struct Covered {
    /// Whether only a part of the months is in the data.
    pub(super) is_partial: bool,
    pub(super) note: Option<String>,
}

/// Whether the months of each frame are there: all of them, or a part that was allowed. None where levels and directions
/// of trade have different months, or where absent rows say nothing.
pub(super) fn coverage(ask: &Ask, grid: &Grid, frames: &[(Frame, Vec<usize>)], digits: u8) -> Option<Covered> {
    if grid.head.coverage.keys().any(|key| key.flow == Flow::Total) || grid.head.coverage.is_empty() {
        return None;
    }
    let Some((frame, _)) = frames.iter().find(|(frame, _)| frame.period.len() > 1) else {
        return Some(Covered { is_partial: false, note: None });
    };
    if grid.head.absent_is_missing {
        return None;
    }
    let asked = |flow: Flow| frames.iter().any(|(frame, _)| frame.flow == flow);
    let keys = grid.head.coverage.iter().filter(|(key, _)| {
        key.class == Class::Hs && key.digits >= digits && key.kind == PartnerKind::Country && asked(key.flow)
    });
    let months = |periods: &BTreeSet<Period>| -> Vec<Month> {
        periods.iter().filter(|period| frame.period.contains(**period)).map(|period| period.first()).collect()
    };
    let mut each = keys.map(|(_, periods)| months(periods));
    let first = each.next()?;
    if each.any(|other| other != first) {
        return None;
    }
    let is_partial = first.len() < frame.period.len() as usize;
    let note =
        is_partial.then(|| format!("partial: every figure for {} is of {} only", frame.period, Period::list(&first)));
    (!is_partial || ask.allow_partial).then_some(Covered { is_partial, note })
}

/// Whether the levels of products, the published totals and the rows agree to the last digit.
pub(super) fn adds_up(bulk: &Bulk<'_>, must_be_given: bool) -> bool {
    (0..bulk.frames.len()).all(|frame| frame_adds_up(bulk, frame, must_be_given))
}

/// Sums of a partner by the digits of its rows; of the world also by product.
#[derive(Default)]
struct Sums {
    of_side: FxHashMap<(u32, u8, u8), i128>,
    of_product: FxHashMap<(u32, u8, u8, bool), i128>,
    has_gaps: bool,
}

fn frame_adds_up(bulk: &Bulk<'_>, frame: usize, must_be_given: bool) -> bool {
    if !bulk.has_choice && !must_be_given {
        return true;
    }
    let grid = bulk.grid;
    let mut sums = Sums::default();
    for block in &bulk.frames[frame].1 {
        let splits = grid.frames[*block].splits;
        for (goods, product) in bulk.goods.iter().enumerate() {
            let digits = grid.goods[goods].digits;
            grid.sums.cells_of(*block, goods, |side, cell| {
                sums.has_gaps |= cell.has(ABSENT[0]);
                if !bulk.has_choice {
                    return;
                }
                let is_world = grid.sides[side].kind == PartnerKind::World;
                let value = i128::from(if cell.has(GIVEN[0]) { grid.sums.sum(0, &cell) } else { 0 });
                if let Some(place) = bulk.sides.places[side].or(is_world.then_some(u32::MAX)) {
                    *sums.of_side.entry((place, digits, splits)).or_default() += value;
                }
                let product = product.unwrap_or(u32::MAX);
                *sums.of_product.entry((product, digits, splits, is_world)).or_default() += value;
            });
        }
    }
    !(must_be_given && sums.has_gaps) && (!bulk.has_choice || sums.agree())
}

impl Sums {
    /// Whether each partner has the same sum at every level, and each product with the world and with all partners.
    fn agree(&self) -> bool {
        let mut levels: FxHashMap<u32, i128> = FxHashMap::default();
        let sides = self.of_side.iter().all(|((side, _, _), sum)| *levels.entry(*side).or_insert(*sum) == *sum);
        let with_world = |(product, digits, splits, _): &(u32, u8, u8, bool)| {
            self.of_product.get(&(*product, *digits, *splits, true))
        };
        let mut parts = self.of_product.iter().filter(|((_, _, _, is_world), _)| !is_world);
        let worlds = parts.all(|(key, sum)| with_world(key).is_none_or(|world| world == sum));
        let lonely = self.of_product.keys().any(|key @ (product, digits, splits, is_world)| {
            *is_world
                && with_world(key).is_some()
                && !self.of_product.contains_key(&(*product, *digits, *splits, false))
        });
        sides && worlds && !lonely
    }
}
