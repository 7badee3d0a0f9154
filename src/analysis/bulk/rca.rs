//! Revealed comparative advantage of many rows.

use rust_decimal::Decimal;

/// Sums that rows are related to.
#[derive(Debug, Default)]
pub(super) struct Totals {
    sides: Vec<i128>,
    products: Vec<i128>,
    all: i128,
}

/// Digits behind the point of a rate for programs.
pub(super) const PLACES: u32 = 6;

impl Totals {
    /// Nothing of so many partners and products yet.
    pub(super) fn new(sides: usize, products: usize) -> Totals {
        Totals { sides: vec![0; sides], products: vec![0; products], all: 0 }
    }

    #[inline(always)]
    pub(super) fn add(&mut self, side: usize, product: usize, value: i64) {
        self.sides[side] += i128::from(value);
        self.products[product] += i128::from(value);
    }

    /// The sums of all rows, from those of some partners each.
    pub(super) fn joined(parts: Vec<Totals>) -> Totals {
        let joined = parts.into_iter().reduce(|mut all, part| {
            all.sides.iter_mut().zip(part.sides).for_each(|(sum, own)| *sum += own);
            all.products.iter_mut().zip(part.products).for_each(|(sum, own)| *sum += own);
            all
        });
        let joined = joined.unwrap_or_default();
        Totals { all: joined.sides.iter().sum(), ..joined }
    }

    /// The sum of a partner.
    pub(super) fn of_side(&self, side: usize) -> i128 {
        self.sides.get(side).copied().unwrap_or(0)
    }

    /// The share of a product in a partner's trade by its share in all trade, in millionths and rounded half away from
    /// zero; none where one of the sums is zero.
    #[inline(always)]
    pub(super) fn rca(&self, side: i128, product: u32, value: i64) -> Option<i128> {
        let product = self.products[product as usize];
        if side == 0 || product == 0 {
            return None;
        }
        let above = i128::from(value).checked_mul(self.all).and_then(|above| above.checked_mul(2_000_000));
        match (above, side.checked_mul(product)) {
            (Some(above), Some(below)) => below.checked_mul(2).map(|twice| (above + below * above.signum()) / twice),
            _ => None,
        }
        .or_else(|| self.approximately(side, product, value))
    }

    /// The same where the products have more digits than there is room for.
    fn approximately(&self, side: i128, product: i128, value: i64) -> Option<i128> {
        let decimal = |number: i128| Decimal::try_from_i128_with_scale(number, 0).ok();
        let share = Decimal::from(value).checked_div(decimal(side)?)?;
        let of_all = decimal(product)?.checked_div(decimal(self.all)?)?;
        let rate = share
            .checked_div(of_all)?
            .round_dp_with_strategy(PLACES, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
        rate.checked_mul(Decimal::from(1_000_000))
            .map(|millionths| millionths.trunc().mantissa() / 10_i128.pow(millionths.trunc().scale()))
    }
}
