//! Wholes beside their parts: the world and its partners, products and their parts, total trade and its flows.

use rustc_hash::FxHashMap;

use super::figures::{Figures, Held, Total};
use super::relation::{Comparison, Relation};
use crate::cube::Series;
use crate::model::partner::WORLD;
use crate::model::{Class, Flow, Level, PartnerKind, Period, Product};
use crate::reference::products;

type Totals = FxHashMap<(Series, Period), Total>;

/// A whole beside a sum; none when the sum has no parts or more digits than can be kept.
pub(super) fn compared(
    relation: Relation,
    (series, period): (Series, Period),
    whole: &Held,
    parts: &Total,
    of: String,
) -> Option<Comparison> {
    let rounding = whole.rounding.saturating_add(parts.rounding);
    (parts.parts > 0 && !parts.too_long).then_some(Comparison {
        relation,
        series,
        period,
        whole: whole.value,
        parts: parts.value,
        rounding,
        origin: whole.origin,
        of,
        complete: true,
    })
}

/// The world beside the sum of countries and areas.
pub(super) fn partners(figures: &Figures<'_>) -> Vec<Comparison> {
    let mut sums = Totals::default();
    for ((series, period), held) in &figures.held {
        if figures.kind(series.partner) == PartnerKind::Country {
            sums.entry((Series { partner: WORLD, ..*series }, *period)).or_default().add(held);
        }
    }
    let beside = sums.iter().filter_map(|(key, parts)| {
        compared(Relation::Partners, *key, figures.get(key.0, key.1)?, parts, format!("{} partners", parts.parts))
    });
    beside.collect()
}

/// Total trade beside exports and imports.
pub(super) fn flows(figures: &Figures<'_>) -> Vec<Comparison> {
    let totals = figures.held.iter().filter(|((series, _), _)| series.flow == Flow::Total);
    let beside = totals.filter_map(|(key, whole)| {
        let mut sum = Total::default();
        for flow in [Flow::Export, Flow::Import] {
            sum.add(&figures.or_no_trade(Series { flow, ..key.0 }, key.1)?);
        }
        compared(Relation::Flows, *key, whole, &sum, "exports and imports".to_owned())
    });
    beside.collect()
}

/// The total of a split beside the sum of its parts, which the loading added up.
pub(super) fn splits(figures: &Figures<'_>) -> Vec<Comparison> {
    let parts = figures.held.iter().filter(|((series, _), _)| series.splits.count_ones() == 1);
    let beside = parts.filter_map(|((series, period), held)| {
        let key = (Series { splits: 0, ..*series }, *period);
        let mut sum = Total::default();
        sum.add(held);
        compared(Relation::Splits, key, figures.get(key.0, key.1)?, &sum, "the parts of a split".to_owned())
    });
    beside.collect()
}

/// Each product beside its parts of the next level that has any.
pub(super) fn products(figures: &Figures<'_>) -> Vec<Comparison> {
    let sums = by_level(figures);
    let nearest = sums.iter().filter(|((whole, period, level), _)| {
        let nearer = |between: u8| sums.contains_key(&(*whole, *period, (level.0, between)));
        !(whole.digits + 1..level.1).any(nearer)
    });
    let beside = nearest.filter_map(|((series, period, (class, digits)), parts)| {
        let relation = relation(series.product, *digits)?;
        let of = match Level::ALL.iter().find(|level| *class == Class::Hs && level.digits() == *digits) {
            Some(level) => format!("{} products of {level}", parts.parts),
            None => format!("{} products of {digits} digits", parts.parts),
        };
        compared(relation, (*series, *period), figures.get(*series, *period)?, parts, of)
    });
    beside.collect()
}

/// The sums of a level beside the products of a coarser one, whatever lies between.
pub(super) fn levels(figures: &Figures<'_>, fine: Level, coarse: Level) -> Vec<Comparison> {
    let sums = by_level(figures);
    let wanted = sums.iter().filter(|((whole, _, (class, digits)), _)| {
        *class == Class::Hs && *digits == fine.digits() && whole.digits == coarse.digits()
    });
    let beside = wanted.filter_map(|((series, period, _), parts)| {
        let of = format!("{} products of {fine}", parts.parts);
        compared(Relation::Levels(fine, coarse), (*series, *period), figures.get(*series, *period)?, parts, of)
    });
    beside.collect()
}

/// What is said of a product beside parts of a number of digits.
fn relation(whole: Product, digits: u8) -> Option<Relation> {
    let level = |digits: u8| Level::ALL.into_iter().find(|level| level.digits() == digits);
    match whole.class {
        Class::Hs => Some(Relation::Levels(level(digits)?, level(whole.digits())?)),
        _ => Some(Relation::Products),
    }
}

/// Products added up to each of the coarser ones that stand in the data, by the list and digits of the parts.
fn by_level(figures: &Figures<'_>) -> FxHashMap<(Series, Period, (Class, u8)), Total> {
    let mut sums: FxHashMap<_, Total> = FxHashMap::default();
    for ((series, period), held) in &figures.held {
        let class = series.product.class;
        if !class.adds_up() || class == Class::All {
            continue;
        }
        for product in coarser(series.product) {
            let whole = Series { product, digits: product.digits(), ..*series };
            if figures.held.contains_key(&(whole, *period)) {
                sums.entry((whole, *period, (class, series.digits))).or_default().add(held);
            }
        }
    }
    sums
}

/// The products that one lies in.
fn coarser(product: Product) -> Vec<Product> {
    let code = product.code.as_str();
    let mut wholes = vec![Product::TOTAL];
    if product.class == Class::Hs && !product.is_section() {
        wholes.extend(products::section_of(code).map(|section| Product::new(Class::Hs, section.numeral)));
    }
    let first = if product.class == Class::Hs { 2 } else { 1 };
    let shorter = (first..product.digits() as usize).filter_map(|length| code.get(..length));
    if !product.is_section() {
        wholes.extend(shorter.map(|code| Product::new(product.class, code)));
    }
    wholes
}
