//! Sums of millions of keys, kept in as few bytes as they need: for answers that list them all.

use super::Cube;
use crate::model::{Class, Code, Flow, PartnerKind, Period, Product};

/// Value, weight and quantity.
pub const MEASURES: usize = 3;

/// Sums by period, direction, product and partner, and what is known of the data beside them.
#[derive(Debug, Default)]
pub struct Grid {
    /// Everything but facts.
    pub head: Cube,
    /// By what value, weight and quantity are multiplied.
    pub factors: [i64; MEASURES],
    /// What the numbers of a key stand for.
    pub frames: Vec<Frame>,
    /// Partners.
    pub sides: Vec<Side>,
    /// Products.
    pub goods: Vec<Goods>,
    /// Units of quantities, by their numbers from 1.
    pub units: Vec<Code>,
    /// The sums.
    pub sums: GridSums,
}

/// Everything of a key but its product and partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Frame {
    /// The months.
    pub period: Period,
    /// Direction of trade.
    pub flow: Flow,
    /// Who reports.
    pub reporter: Code,
    /// Splits in which the rows are parts, one bit each.
    pub splits: u8,
}

/// A partner of rows; none where the question does not ask for them.
#[derive(Debug, Clone, Copy)]
pub struct Side {
    /// The partner.
    pub partner: Option<Code>,
    /// What its code stands for.
    pub kind: PartnerKind,
}

/// What rows of a product are added to.
#[derive(Debug, Clone)]
pub struct Goods {
    /// The products.
    pub products: Vec<Product>,
    /// The list of the rows.
    pub class: Class,
    /// Their digits.
    pub digits: u8,
}

/// Sums by the numbers of frame, product and partner.
#[derive(Debug, Default)]
pub struct GridSums {
    /// A block a frame.
    pub blocks: Vec<Block>,
    /// Digits behind the point of each measure.
    pub scales: [u32; MEASURES],
    /// How many keys the last new block had; the next one is likely to have as many.
    usual: usize,
    last: usize,
}

/// The sums of one frame.
#[derive(Debug, Default)]
pub struct Block {
    /// By product and partner: the number of a key from 1; in four bytes once there are many.
    near: Vec<Vec<u16>>,
    far: Vec<Vec<u32>>,
    /// The number of the product above that of the partner.
    pub keys: Vec<u32>,
    /// The sums of each measure, where rows have it.
    pub sums: [Vec<i64>; MEASURES],
    /// What is to be said of the sums.
    pub flags: Vec<u8>,
    units: Vec<u16>,
}

/// A sum that needs more digits than there is room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLong;

/// Some row has the measure.
pub const GIVEN: [u8; MEASURES] = [1, 2, 4];
/// Some row lacks it.
pub const ABSENT: [u8; MEASURES] = [8, 16, 32];
/// Quantities are in different units.
pub const MIXED: u8 = 64;

const SIDE_BITS: u32 = 14;

/// Most partners and most products that a key can hold.
pub const MOST_SIDES: usize = 1 << SIDE_BITS;
/// Most products.
pub const MOST_GOODS: usize = 1 << (32 - SIDE_BITS);

/// The numbers of product and partner in a key.
pub fn numbers(key: u32) -> (usize, usize) {
    ((key >> SIDE_BITS) as usize, (key & ((1 << SIDE_BITS) - 1)) as usize)
}

impl GridSums {
    /// How much memory the sums take.
    pub fn bytes(&self) -> usize {
        self.blocks.iter().map(Block::bytes).sum()
    }

    /// Adds the figures of a row, each with the number of its digits behind the point; the unit of the quantity is a number.
    #[inline(always)]
    pub fn add(
        &mut self,
        [frame, goods, side]: [u32; 3],
        figures: &[Option<(i64, u32)>; MEASURES],
        unit: u16,
    ) -> Result<(), TooLong> {
        for (measure, figure) in figures.iter().enumerate() {
            if let Some((_, scale)) = figure
                && *scale > self.scales[measure]
            {
                self.rescale(measure, *scale)?;
            }
        }
        if self.blocks.len() <= frame as usize {
            self.blocks.resize_with(frame as usize + 1, Block::default);
        }
        if frame as usize != self.last {
            self.usual = self.blocks.get(self.last).map_or(0, |block| block.keys.len());
            self.last = frame as usize;
        }
        let block = &mut self.blocks[frame as usize];
        if block.keys.is_empty() {
            block.reserve(self.usual + self.usual / 16, figures);
        }
        let at = block.at(goods, side)?;
        let mut flags = block.flags[at];
        for (measure, figure) in figures.iter().enumerate() {
            let Some((digits, scale)) = figure else {
                flags |= ABSENT[measure];
                continue;
            };
            flags |= GIVEN[measure];
            let aligned = digits.checked_mul(ten_to(self.scales[measure] - scale)?).ok_or(TooLong)?;
            let sums = &mut block.sums[measure];
            if sums.len() <= at {
                sums.resize(at + 1, 0);
            }
            sums[at] = sums[at].checked_add(aligned).ok_or(TooLong)?;
        }
        if figures[MEASURES - 1].is_some() && unit > 0 {
            flags |= block.unit(at, unit);
        }
        block.flags[at] = flags;
        Ok(())
    }

    #[cold]
    fn rescale(&mut self, measure: usize, scale: u32) -> Result<(), TooLong> {
        if scale == self.scales[measure] {
            return Ok(());
        }
        let factor = ten_to(scale - self.scales[measure])?;
        for sum in self.blocks.iter_mut().flat_map(|block| &mut block.sums[measure]) {
            *sum = sum.checked_mul(factor).ok_or(TooLong)?;
        }
        self.scales[measure] = scale;
        Ok(())
    }

    /// Adds the sums of another thread.
    pub fn join(&mut self, mut other: GridSums) -> Result<(), TooLong> {
        for measure in 0..MEASURES {
            let scale = self.scales[measure].max(other.scales[measure]);
            self.rescale(measure, scale)?;
            other.rescale(measure, scale)?;
        }
        if self.blocks.len() < other.blocks.len() {
            self.blocks.resize_with(other.blocks.len(), Block::default);
        }
        for (own, block) in self.blocks.iter_mut().zip(other.blocks) {
            own.join(block)?;
        }
        Ok(())
    }

    /// Forgets where each key stands, which is needed only while rows are added.
    pub fn close(&mut self) {
        for block in &mut self.blocks {
            (block.near, block.far) = (Vec::new(), Vec::new());
            block.keys.shrink_to_fit();
            block.flags.shrink_to_fit();
            block.sums.iter_mut().for_each(Vec::shrink_to_fit);
        }
    }
}

impl Block {
    /// About how much memory the sums take; a key has a place in a table beside its sums.
    fn bytes(&self) -> usize {
        let sums = self.sums.iter().filter(|sums| !sums.is_empty()).count() * size_of::<i64>();
        self.keys.len() * (sums + 2 * size_of::<u32>() + size_of::<u8>() + size_of::<u16>())
    }

    #[cold]
    fn reserve(&mut self, keys: usize, figures: &[Option<(i64, u32)>; MEASURES]) {
        self.keys.reserve(keys);
        self.flags.reserve(keys);
        for (sums, _) in self.sums.iter_mut().zip(figures).filter(|(_, figure)| figure.is_some()) {
            sums.reserve(keys);
        }
    }

    #[inline(always)]
    fn at(&mut self, goods: u32, side: u32) -> Result<usize, TooLong> {
        let number = if self.far.is_empty() { look(&self.near, goods, side) } else { look(&self.far, goods, side) };
        if number > 0 { Ok(number as usize - 1) } else { self.new_key(goods, side) }
    }

    #[cold]
    fn new_key(&mut self, goods: u32, side: u32) -> Result<usize, TooLong> {
        if side as usize >= MOST_SIDES || goods as usize >= MOST_GOODS {
            return Err(TooLong);
        }
        let number = self.keys.len() as u32 + 1;
        if self.far.is_empty() && number == u32::from(u16::MAX) {
            let near = std::mem::take(&mut self.near);
            let wider = |sides: Vec<u16>| sides.into_iter().map(u32::from).collect();
            self.far = near.into_iter().map(wider).collect();
        }
        if self.far.is_empty() {
            put(&mut self.near, goods, side, number as u16);
        } else {
            put(&mut self.far, goods, side, number);
        }
        self.keys.push(goods << SIDE_BITS | side);
        self.flags.push(0);
        Ok(number as usize - 1)
    }

    /// Takes note of a unit of quantity; whether there are several.
    fn unit(&mut self, at: usize, unit: u16) -> u8 {
        if self.units.len() <= at {
            self.units.resize(at + 1, 0);
        }
        let known = std::mem::replace(&mut self.units[at], unit);
        if known == 0 || known == unit { 0 } else { MIXED }
    }

    fn join(&mut self, other: Block) -> Result<(), TooLong> {
        if self.keys.is_empty() {
            *self = other;
            return Ok(());
        }
        for (from, key) in other.keys.iter().enumerate() {
            let (goods, side) = numbers(*key);
            let at = self.at(goods as u32, side as u32)?;
            self.flags[at] |= other.flags[from];
            for (own, sums) in self.sums.iter_mut().zip(&other.sums) {
                let Some(sum) = sums.get(from) else { continue };
                if own.len() <= at {
                    own.resize(at + 1, 0);
                }
                own[at] = own[at].checked_add(*sum).ok_or(TooLong)?;
            }
            if let Some(unit) = other.units.get(from).filter(|unit| **unit > 0) {
                self.flags[at] |= self.unit(at, *unit);
            }
        }
        Ok(())
    }

    /// The sum of a measure.
    pub fn sum(&self, measure: usize, at: usize) -> i64 {
        self.sums[measure].get(at).copied().unwrap_or(0)
    }

    /// The number of the unit of a quantity, 0 where there is none.
    pub fn unit_of(&self, at: usize) -> u16 {
        self.units.get(at).copied().unwrap_or(0)
    }
}

/// The number at the place of a product and a partner, 0 where there is none.
#[inline(always)]
fn look<N: Copy + Into<u32>>(places: &[Vec<N>], goods: u32, side: u32) -> u32 {
    let number = places.get(goods as usize).and_then(|sides| sides.get(side as usize));
    number.map_or(0, |number| (*number).into())
}

fn put<N: Copy + Default>(places: &mut Vec<Vec<N>>, goods: u32, side: u32, number: N) {
    if places.len() <= goods as usize {
        places.resize_with(goods as usize + 1, Vec::new);
    }
    let sides = &mut places[goods as usize];
    if sides.len() <= side as usize {
        sides.resize((side as usize + 1).next_multiple_of(16), N::default());
    }
    sides[side as usize] = number;
}

/// Powers of ten.
const TENS: [i64; 19] = {
    let mut tens = [1; 19];
    let mut at = 1;
    while at < tens.len() {
        tens[at] = tens[at - 1] * 10;
        at += 1;
    }
    tens
};

#[inline(always)]
fn ten_to(power: u32) -> Result<i64, TooLong> {
    TENS.get(power as usize).copied().ok_or(TooLong)
}
