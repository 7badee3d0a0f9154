//! Whether totals and parts stand side by side so that a choice must look at each row.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::cube::{Cube, Edition};
use crate::model::partner::WORLD;
use crate::model::{Code, Flow, PartnerKind, Period, Product};

/// Data with no more rows than this is looked at row by row; in larger data equal sums are no accident.
pub const FEW: u64 = 20_000;

/// Sums that differ by less than this part are the same trade.
const SAME: i64 = 100_000;

/// Whether rows must be looked at one by one, because some of the trade stands as a total only and some as parts only.
pub fn is_mixed(cube: &Cube) -> bool {
    // Sums of several publications do not tell which of them their parts have.
    cube.facts.has_editions() || has_choice(cube) && (cube.rows <= FEW || differs(cube))
}

/// Whether several kinds of rows may tell of the same trade.
fn has_choice(cube: &Cube) -> bool {
    let mut levels: BTreeMap<(Code, Flow), BTreeSet<_>> = BTreeMap::new();
    let mut kinds: BTreeMap<(Code, Flow), BTreeSet<PartnerKind>> = BTreeMap::new();
    for key in cube.coverage.keys().filter(|key| key.class.adds_up()) {
        levels.entry((key.reporter, key.flow)).or_default().insert((key.class, key.digits));
        kinds.entry((key.reporter, key.flow)).or_default().insert(key.kind);
    }
    let both =
        |kinds: &BTreeSet<PartnerKind>| kinds.contains(&PartnerKind::World) && kinds.contains(&PartnerKind::Country);
    levels.values().any(|levels| levels.len() > 1)
        || kinds.values().any(both)
        || cube.splits.len() > 1
        || cube.has_periods_within_others()
}

/// Whether the sums of some kinds of rows are not those of others.
fn differs(cube: &Cube) -> bool {
    let mut sums: BTreeMap<(Code, Flow, Period, Edition), BTreeMap<Code, Range>> = BTreeMap::new();
    let mut longest: BTreeMap<(Code, Flow, Code, Code), BTreeMap<Period, Decimal>> = BTreeMap::new();
    let totals = cube.facts.iter().filter(|(series, _)| series.product == Product::TOTAL);
    for (series, spans) in totals {
        for (span, fact) in spans.iter() {
            let Some(value) = fact.amounts.value().at_least() else { continue };
            let partners = sums.entry((series.reporter, series.flow, span.period, span.edition)).or_default();
            partners.entry(series.partner).or_insert(Range { least: value, most: value }).widen(value);
            let key = (series.reporter, series.flow, series.partner, span.edition.currency);
            let most = longest.entry(key).or_default().entry(span.period).or_insert(value);
            *most = value.max(*most);
        }
    }
    let of_spans = longest.values().any(spans_differ);
    of_spans
        || kinds_differ(cube)
        || sums.values().any(|partners| {
            let is_part = |code: &Code| !matches!(cube.kinds.get(code), Some(PartnerKind::World | PartnerKind::Group));
            let parts = partners.iter().filter(|(code, _)| is_part(code)).map(|(_, range)| range.most);
            let (world, all) = (partners.get(&WORLD), parts.reduce(Decimal::saturating_add));
            let both = world.zip(all).map(|(world, all)| Range::of(world.most, all));
            both.is_some_and(|both| both.is_wide()) || partners.values().any(Range::is_wide)
        })
}

/// Whether some partners have kinds of rows in a period that others lack, such as a total beside subheadings.
fn kinds_differ(cube: &Cube) -> bool {
    let mut kinds: BTreeMap<Moment, BTreeMap<Code, Kinds>> = BTreeMap::new();
    let is_part = |code: &Code| !matches!(cube.kinds.get(code), Some(PartnerKind::World | PartnerKind::Group));
    let totals = cube.facts.iter().filter(|(series, _)| series.product == Product::TOTAL && is_part(&series.partner));
    for (series, spans) in totals {
        for (span, fact) in spans.iter() {
            if fact.amounts.value().at_least().is_some_and(|value| !value.is_zero()) {
                let partners = kinds.entry((series.reporter, series.flow, span.period)).or_default();
                partners.entry(series.partner).or_default().insert((series.digits, series.splits));
            }
        }
    }
    kinds.values().any(|partners| partners.values().zip(partners.values().skip(1)).any(|(one, other)| one != other))
}

/// A reporter and direction of trade in a period.
type Moment = (Code, Flow, Period);

/// Digits and splits of rows.
type Kinds = BTreeSet<(u8, u8)>;

/// Whether some period has another sum than the shorter periods within it that cover each of its months once.
fn spans_differ(sums: &BTreeMap<Period, Decimal>) -> bool {
    let lengths: BTreeSet<u32> = sums.keys().map(|period| period.len()).collect();
    let parts = |whole: Period, len: u32| -> Option<Decimal> {
        let tiles = (0..whole.len() / len).map(|at| {
            Period::new(whole.first(), whole.first().plus(len as i32 - 1)).map(|first| first.plus((at * len) as i32))
        });
        tiles.map(|tile| sums.get(&tile?).copied()).try_fold(Decimal::ZERO, |sum, part| sum.checked_add(part?))
    };
    sums.iter().any(|(whole, sum)| {
        let shorter = lengths.iter().filter(|len| **len < whole.len() && whole.len().is_multiple_of(**len));
        shorter.filter_map(|len| parts(*whole, *len)).any(|parts| Range::of(*sum, parts).is_wide())
    })
}

/// The least and the most of some sums.
struct Range {
    least: Decimal,
    most: Decimal,
}

impl Range {
    fn of(one: Decimal, other: Decimal) -> Range {
        Range { least: one.min(other), most: one.max(other) }
    }

    fn widen(&mut self, value: Decimal) {
        (self.least, self.most) = (self.least.min(value), self.most.max(value));
    }

    fn is_wide(&self) -> bool {
        self.most.saturating_sub(self.least).abs() > self.most.abs() / Decimal::from(SAME)
    }
}
