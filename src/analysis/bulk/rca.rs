//! Revealed comparative advantage of many rows.

use rust_decimal::Decimal;

use super::Bulk;
use super::choice::Chosen;

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
    pub(super) fn of(bulk: &Bulk<'_>, rows: &[Chosen]) -> Totals {
        let mut totals =
            Totals { sides: vec![0; bulk.sides.codes.len()], products: vec![0; bulk.products.len()], all: 0 };
        for row in rows {
            let value = i128::from(bulk.value(*row).unwrap_or(0));
            totals.sides[row.side as usize] += value;
            totals.products[row.product as usize] += value;
            totals.all += value;
        }
        totals
    }

    /// The share of a product in a partner's trade by its share in all trade, in millionths and rounded half away from
    /// zero; none where one of the sums is zero.
    pub(super) fn rca(&self, row: Chosen, value: i64) -> Option<i128> {
        let (side, product) = (self.sides[row.side as usize], self.products[row.product as usize]);
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
