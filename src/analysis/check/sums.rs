//! Wholes beside their parts: the world and its partners, products and their parts, total trade and its flows.

use rustc_hash::FxHashMap;

use super::figures::{Figures, Held, Total};
use super::relation::{Comparison, Relation};
use crate::cube::Series;
use crate::model::partner::WORLD;
use crate::model::{Class, Flow, Level, PartnerKind, Period, Product};
use crate::reference::products;

type Totals = FxHashMap<(Series, Period), Total>;

/// A whole, and the list and digits of its parts.
type LevelKey = (Series, Period, (Class, u8));
type Levels = FxHashMap<LevelKey, Total>;

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
pub(super) fn partners<'f>(figures: &'f Figures<'_>) -> impl Iterator<Item = Comparison> + 'f {
    let mut sums = Totals::default();
    for (series, period, held) in figures.each() {
        if figures.kind(series.partner) == PartnerKind::Country {
            sums.entry((Series { partner: WORLD, ..series }, period)).or_default().add(&held);
        }
    }
    sums.into_iter().filter_map(|(key, parts)| {
        let of = format!("{} partners", parts.parts);
        compared(Relation::Partners, key, &figures.get(key.0, key.1)?, &parts, of)
    })
}

/// Total trade beside exports and imports.
pub(super) fn flows<'f>(figures: &'f Figures<'_>) -> impl Iterator<Item = Comparison> + 'f {
    let totals = figures.each().filter(|(series, _, _)| series.flow == Flow::Total);
    totals.filter_map(|(series, period, whole)| {
        let mut sum = Total::default();
        for flow in [Flow::Export, Flow::Import] {
            sum.add(&figures.or_no_trade(Series { flow, ..series }, period)?);
        }
        compared(Relation::Flows, (series, period), &whole, &sum, "exports and imports".to_owned())
    })
}

/// The total of a split beside the sum of its parts, which the loading added up.
pub(super) fn splits<'f>(figures: &'f Figures<'_>) -> impl Iterator<Item = Comparison> + 'f {
    let parts = figures.each().filter(|(series, _, _)| series.splits.count_ones() == 1);
    parts.filter_map(|(series, period, held)| {
        let key = (Series { splits: 0, ..series }, period);
        let mut sum = Total::default();
        sum.add(&held);
        compared(Relation::Splits, key, &figures.get(key.0, key.1)?, &sum, "the parts of a split".to_owned())
    })
}

/// Each product beside its parts of the next level that has any.
pub(super) fn products<'f>(figures: &'f Figures<'_>) -> impl Iterator<Item = Comparison> + 'f {
    let mut sums = by_level(figures);
    let nearer: Vec<_> = sums.keys().filter(|key| has_nearer(&sums, key)).copied().collect();
    for key in &nearer {
        sums.remove(key);
    }
    sums.into_iter().filter_map(|((series, period, (class, digits)), parts)| {
        let relation = relation(series.product, digits)?;
        let of = match Level::ALL.iter().find(|level| class == Class::Hs && level.digits() == digits) {
            Some(level) => format!("{} products of {level}", parts.parts),
            None => format!("{} products of {digits} digits", parts.parts),
        };
        compared(relation, (series, period), &figures.get(series, period)?, &parts, of)
    })
}

/// Whether parts of a level between stand beside the same whole.
fn has_nearer(sums: &Levels, (whole, period, (class, digits)): &LevelKey) -> bool {
    (whole.digits + 1..*digits).any(|between| sums.contains_key(&(*whole, *period, (*class, between))))
}

/// The sums of a level beside the products of a coarser one, whatever lies between.
pub(super) fn levels<'f>(
    figures: &'f Figures<'_>,
    fine: Level,
    coarse: Level,
) -> impl Iterator<Item = Comparison> + 'f {
    let wanted = by_level(figures).into_iter().filter(move |((whole, _, (class, digits)), _)| {
        *class == Class::Hs && *digits == fine.digits() && whole.digits == coarse.digits()
    });
    wanted.filter_map(move |((series, period, _), parts)| {
        let of = format!("{} products of {fine}", parts.parts);
        compared(Relation::Levels(fine, coarse), (series, period), &figures.get(series, period)?, &parts, of)
    })
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
fn by_level(figures: &Figures<'_>) -> Levels {
    let mut sums = Levels::default();
    for (series, period, held) in figures.each() {
        let class = series.product.class;
        if !class.adds_up() || class == Class::All {
            continue;
        }
        for product in coarser(series.product) {
            let whole = Series { product, digits: product.digits(), ..series };
            if figures.get(whole, period).is_some() {
                sums.entry((whole, period, (class, series.digits))).or_default().add(&held);
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
