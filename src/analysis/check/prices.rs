//! Unit values far from those of the same product, flow and unit.

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::finding::{Finding, Seen, Severity};
use crate::cube::{Cube, Fact, Series, Span};
use crate::model::{Code, Flow, Measure, PartnerKind, Product};

/// How many unit values a product and flow need before any of them is called far off.
const ENOUGH: usize = 12;

/// Kilograms are the unit where there is no quantity.
const KILOGRAM: Code = Code::fixed("kg");

/// What unit values are compared within: product, flow, unit and currency.
type Kind = (Product, Flow, Code, Code);

/// A unit value and its logarithm.
struct Price {
    value: Decimal,
    logarithm: f64,
}

/// Between which logarithms unit values are near one another, and of how many figures.
struct Fences {
    low: f64,
    high: f64,
    count: usize,
}

/// Unit values outside Tukey's fences on logarithms.
pub(super) fn outliers(cube: &Cube) -> impl Iterator<Item = Finding> {
    let fences = fences_by_kind(cube);
    prices(cube).filter_map(move |(series, span, fact, kind, price)| {
        let fences = fences.get(&kind)?;
        let beyond = (fences.low - price.logarithm).max(price.logarithm - fences.high);
        (beyond > 0.0).then(|| {
            let (_, _, unit, currency) = kind;
            let of = format!("{currency} per {}", if unit.as_str().is_empty() { "unit" } else { unit.as_str() });
            let message = format!("unit value ({}) far from those of {} figures", of.trim(), fences.count);
            let name = format!("{} {} {} {}", series.reporter, series.flow, series.partner, series.product);
            Finding::new("unit value", Severity::Warning, message)
                .about(name.trim(), span.period)
                .found(Seen::Figure(price.value.round_sf(6).unwrap_or(price.value)))
                .expected(Seen::Word(format!("{} to {}", short(fences.low), short(fences.high))))
                .size(Decimal::try_from(beyond).unwrap_or_default())
                .at(cube, fact.origin)
        })
    })
}

fn fences_by_kind(cube: &Cube) -> FxHashMap<Kind, Fences> {
    let mut logarithms: FxHashMap<Kind, Vec<f64>> = FxHashMap::default();
    for (_, _, _, kind, price) in prices(cube) {
        logarithms.entry(kind).or_default().push(price.logarithm);
    }
    let enough = logarithms.into_iter().filter(|(_, list)| list.len() >= ENOUGH);
    enough.map(|(kind, list)| (kind, fences(list))).collect()
}

/// The unit value of each figure about a country or area.
fn prices(cube: &Cube) -> impl Iterator<Item = (&Series, &Span, Fact, Kind, Price)> {
    let single =
        |series: &Series| matches!(cube.kinds.get(&series.partner), Some(PartnerKind::Country | PartnerKind::Area));
    let facts = cube.facts.iter().filter(move |(series, _)| single(series));
    let facts = facts.flat_map(|(series, spans)| spans.iter().map(move |(span, fact)| (series, span, fact)));
    facts.filter_map(|(series, span, fact)| {
        let (unit, price) = price(&fact)?;
        Some((series, span, fact, (series.product, series.flow, unit, span.edition.currency), price))
    })
}

/// Value by quantity, or by weight where there is no quantity.
fn price(fact: &Fact) -> Option<(Code, Price)> {
    let above = |measure| fact.amounts.get(measure).ok().filter(|figure| *figure > Decimal::ZERO);
    let by_quantity = above(Measure::Quantity).and(above(Measure::UnitValue));
    let unit = fact.amounts.quantity_unit().unwrap_or(Code::fixed(""));
    let by_weight = || Some((KILOGRAM, above(Measure::Value)?.checked_div(above(Measure::Weight)?)?));
    let (unit, value) = by_quantity.map(|value| (unit, value)).or_else(by_weight)?;
    let logarithm = f64::try_from(value).map(f64::ln).ok().filter(|logarithm| logarithm.is_finite())?;
    Some((unit, Price { value, logarithm }))
}

/// The fences: 1.5 times the distance of the quartiles below the lower and above the upper one.
fn fences(mut sorted: Vec<f64>) -> Fences {
    sorted.sort_by(f64::total_cmp);
    let quartile = |part: f64| {
        let at = part * (sorted.len() - 1) as f64;
        let (below, above) = (sorted[at.floor() as usize], sorted[at.ceil() as usize]);
        below + (above - below) * (at - at.floor())
    };
    let (lower, upper) = (quartile(0.25), quartile(0.75));
    // Equal prices have no spread; digits that a division left over are no distance.
    let reach = 1.5 * (upper - lower) + 1e-9;
    Fences { low: lower - reach, high: upper + reach, count: sorted.len() }
}

fn short(logarithm: f64) -> String {
    let fence = Decimal::try_from(logarithm.exp()).ok().and_then(|fence| fence.round_sf(4));
    fence.map_or_else(|| "?".to_owned(), |fence| fence.normalize().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_are_those_of_tukey() {
        let Fences { low, high, count } = fences((0..=8).map(f64::from).collect());
        assert!((low + 4.0).abs() < 1e-6 && (high - 12.0).abs() < 1e-6 && count == 9, "{low} {high}");
    }
}
