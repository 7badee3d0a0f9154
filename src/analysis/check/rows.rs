//! What single rows say: impossible signs and unit values far from the others.

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::finding::{Finding, Seen, Severity};
use crate::cube::{Cube, Observation, Origin};
use crate::model::{Code, Flow, PartnerKind, Period, Product};

/// How many unit values a product and flow need before any of them is called far off.
const ENOUGH: usize = 12;

/// Kilograms are the unit where there is no quantity.
const KILOGRAM: Code = Code::fixed("kg");

/// What is remembered of the rows while they are read.
#[derive(Debug, Default)]
pub struct Rows {
    negative: Vec<Negative>,
    negatives: u64,
    prices: FxHashMap<(Product, Flow, Code, Code), Vec<Price>>,
}

/// A figure below zero.
#[derive(Debug)]
struct Negative {
    series: String,
    period: Period,
    measure: &'static str,
    figure: Decimal,
    origin: Origin,
}

/// The unit value of a row.
#[derive(Debug, Clone, Copy)]
struct Price {
    logarithm: f64,
    value: Decimal,
    period: Period,
    reporter: Code,
    partner: Code,
    origin: Origin,
}

/// How many rows with figures below zero are remembered.
const REMEMBERED: usize = 10_000;

impl Rows {
    /// Looks at a row.
    pub fn take(&mut self, row: &Observation) {
        let figures = [("value", row.value), ("weight", row.weight), ("quantity", row.quantity)];
        for (measure, figure) in figures {
            if let Some(figure) = figure.filter(|figure| figure.is_sign_negative() && !figure.is_zero()) {
                self.negatives += 1;
                if self.negative.len() < REMEMBERED {
                    let series = name(row.reporter, row.flow, row.partner, row.product);
                    self.negative.push(Negative { series, period: row.period, measure, figure, origin: row.origin });
                }
            }
        }
        if matches!(row.kind, PartnerKind::Country | PartnerKind::Area) {
            self.price(row);
        }
    }

    fn price(&mut self, row: &Observation) {
        let above = |figure: Option<Decimal>| figure.filter(|figure| *figure > Decimal::ZERO);
        let quantity = above(row.quantity).map(|quantity| (quantity, row.quantity_unit.unwrap_or(Code::fixed(""))));
        let Some((quantity, unit)) = quantity.or(above(row.weight).map(|weight| (weight, KILOGRAM))) else { return };
        let Some(value) = above(row.value).and_then(|value| value.checked_div(quantity)) else { return };
        let logarithm = f64::try_from(value).map(f64::ln).unwrap_or(f64::NAN);
        if logarithm.is_finite() {
            let (period, reporter, partner, origin) = (row.period, row.reporter, row.partner, row.origin);
            let price = Price { logarithm, value, period, reporter, partner, origin };
            self.prices.entry((row.product, row.flow, unit, row.currency)).or_default().push(price);
        }
    }

    /// Figures below zero.
    pub(super) fn signs(&self, cube: &Cube) -> Vec<Finding> {
        let finding = |row: &Negative| {
            let message = format!("{} below zero, as a correction has it", row.measure);
            Finding::new("negative", Severity::Warning, message)
                .about(row.series.clone(), row.period)
                .found(Seen::Figure(row.figure))
                .expected(Seen::Word("0 or more".to_owned()))
                .size(row.figure.abs())
                .at(cube, row.origin)
        };
        self.negative.iter().map(finding).collect()
    }

    /// How many figures below zero there are beyond those that are remembered.
    pub(super) fn more_signs(&self) -> u64 {
        self.negatives - self.negative.len() as u64
    }

    /// Unit values outside Tukey's fences on logarithms within product, flow and unit.
    pub(super) fn outliers(&self, cube: &Cube) -> Vec<Finding> {
        let mut found = Vec::new();
        for ((product, flow, unit, currency), prices) in self.prices.iter().filter(|(_, list)| list.len() >= ENOUGH) {
            let (low, high) = fences(prices);
            for price in prices.iter().filter(|price| price.logarithm < low || price.logarithm > high) {
                let beyond = (low - price.logarithm).max(price.logarithm - high);
                let of = format!("{currency} per {}", if unit.as_str().is_empty() { "unit" } else { unit.as_str() });
                let message = format!("unit value ({}) far from those of {} rows", of.trim(), prices.len());
                let finding = Finding::new("unit value", Severity::Warning, message)
                    .about(name(price.reporter, *flow, price.partner, *product), price.period)
                    .found(Seen::Figure(price.value.round_sf(6).unwrap_or(price.value)))
                    .expected(Seen::Word(format!("{} to {}", short(low), short(high))))
                    .size(Decimal::try_from(beyond).unwrap_or_default())
                    .at(cube, price.origin);
                found.push(finding);
            }
        }
        found
    }
}

/// The fences: 1.5 times the distance of the quartiles below the lower and above the upper one.
fn fences(prices: &[Price]) -> (f64, f64) {
    let mut sorted: Vec<f64> = prices.iter().map(|price| price.logarithm).collect();
    sorted.sort_by(f64::total_cmp);
    let quartile = |part: f64| {
        let at = part * (sorted.len() - 1) as f64;
        let (below, above) = (sorted[at.floor() as usize], sorted[at.ceil() as usize]);
        below + (above - below) * (at - at.floor())
    };
    let (lower, upper) = (quartile(0.25), quartile(0.75));
    // Equal prices have no spread; digits that a division left over are no distance.
    let reach = 1.5 * (upper - lower) + 1e-9;
    (lower - reach, upper + reach)
}

fn short(logarithm: f64) -> String {
    let fence = Decimal::try_from(logarithm.exp()).ok().and_then(|fence| fence.round_sf(4));
    fence.map_or_else(|| "?".to_owned(), |fence| fence.normalize().to_string())
}

fn name(reporter: Code, flow: Flow, partner: Code, product: Product) -> String {
    format!("{reporter} {flow} {partner} {product}").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Month;

    #[test]
    fn fences_are_those_of_tukey() {
        let period = Period::month(Month::EPOCH);
        let (reporter, partner, value) = (Code::fixed(""), Code::fixed(""), Decimal::ONE);
        let price = |logarithm: f64| Price { logarithm, value, period, reporter, partner, origin: Origin::default() };
        let prices: Vec<Price> = (0..=8).map(|n| price(f64::from(n))).collect();
        let (low, high) = fences(&prices);
        assert!((low + 4.0).abs() < 1e-6 && (high - 12.0).abs() < 1e-6, "{low} {high}");
    }
}
