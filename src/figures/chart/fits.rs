//! Every kind of chart over random answers: words do not overlap, and nothing leaves the sheet.
#![allow(clippy::unwrap_used, clippy::panic)]

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::letters::{COLUMN, Letters, ROW};
use super::scene::{Anchor, Scene, Shape};
use super::{ALL, Chart, Wish};
use crate::table::{Cell, Column, Kind, Role, Row, Table, Why};

const NAMES: [&str; 12] = [
    "France",
    "Germany",
    "A very long name of a country, union or customs territory, not elsewhere specified",
    "中国香港特别行政区",
    "<b>&\"",
    "\u{202e}abc",
    "Ü",
    "Viet Nam",
    "United States",
    "Korea",
    "x",
    "Timor-Leste",
];

const COLUMNS: [(&str, Kind); 13] = [
    ("period", Kind::Text),
    ("base_period", Kind::Text),
    ("partner", Kind::Text),
    ("product", Kind::Text),
    ("value", Kind::Amount),
    ("base", Kind::Amount),
    ("change", Kind::Amount),
    ("growth_pct", Kind::Rate),
    ("contribution_pp", Kind::Rate),
    ("share_pct", Kind::Rate),
    ("rank", Kind::Count),
    ("base_rank", Kind::Count),
    ("status", Kind::Text),
];

/// A figure now and in the base period; some are missing, some projected.
pub(super) type Pair = (Option<i64>, Option<i64>, bool);

fn percent(part: Decimal, whole: Decimal) -> Cell {
    (part * Decimal::ONE_HUNDRED).checked_div(whole).map_or(Cell::Missing(Why::ZeroBase), Cell::Points)
}

/// What the parts of a table are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Parts {
    Months,
    Products,
}

/// A table of partners in months or by products, with others as its last row.
pub(super) fn table(parts: &[Vec<Pair>], are: Parts) -> Table {
    let column = |(name, kind): &(&str, Kind)| Column {
        name: (*name).to_owned(),
        heading: name.replace('_', " "),
        kind: *kind,
        shown: true,
    };
    let rows = parts.iter().enumerate().flat_map(|(at, pairs)| rows(at, pairs, are)).collect();
    Table {
        title: "Of things".to_owned(),
        unit: "yuan".to_owned(),
        columns: COLUMNS.iter().map(column).collect(),
        rows,
        ..Table::default()
    }
}

fn rows(part: usize, pairs: &[Pair], are: Parts) -> Vec<Row> {
    let month = if are == Parts::Months { part } else { 0 };
    let sum = |of: &dyn Fn(&Pair) -> Option<i64>| pairs.iter().filter_map(of).map(Decimal::from).sum::<Decimal>();
    let (whole, base) = (sum(&|pair| pair.0), sum(&|pair| pair.1));
    let amount = |figure: Option<i64>| figure.map_or(Cell::Missing(Why::NoData), |figure| Cell::Amount(figure.into()));
    let row = |(at, (now, before, is_projected)): (usize, &Pair)| {
        let change = now.zip(*before).map(|(now, before)| Decimal::from(now) - Decimal::from(before));
        let points = |of: Decimal| change.map_or(Cell::Missing(Why::NoBase), |change| percent(change, of));
        let cells = vec![
            Cell::Text(format!("{}-{:02}", 2020 + month / 12, month % 12 + 1)),
            Cell::Text("2019-01".to_owned()),
            Cell::Text(NAMES[at].to_owned()),
            if are == Parts::Months { Cell::Blank } else { Cell::Text(format!("{} {part}", NAMES[part % 12])) },
            amount(*now),
            amount(*before),
            change.map_or(Cell::Missing(Why::NoBase), Cell::Amount),
            points(before.unwrap_or_default().into()),
            points(base),
            now.map_or(Cell::Missing(Why::NoData), |now| percent(now.into(), whole)),
            Cell::Count(at as i64 + 1),
            Cell::Count((at * 7 % pairs.len()) as i64 + 1),
            if *is_projected { Cell::Text("projected".to_owned()) } else { Cell::Blank },
        ];
        let role = if at > 0 && at + 1 == pairs.len() { Role::Rest } else { Role::Line };
        Row { role, cells }
    };
    pairs.iter().enumerate().map(row).collect()
}

/// Left, top, right and bottom of every word, with what it says.
fn words(scene: &Scene) -> Vec<([f64; 4], &str)> {
    let word = |shape| match shape {
        &Shape::Text { x, y, anchor, size, width, ref text } => {
            let left = match anchor {
                Anchor::Start => x,
                Anchor::Middle => x - width / 2.0,
                Anchor::End => x - width,
            };
            Some(([left, y - size / 2.0, left + width, y + size / 2.0], text.as_str()))
        }
        _ => None,
    };
    scene.marks.iter().filter_map(|mark| word(&mark.shape)).collect()
}

/// The same in a terminal: words take whole columns and rows.
fn cells(scene: &Scene) -> Vec<([f64; 4], &str)> {
    let word = |shape| match shape {
        &Shape::Text { x, y, anchor, width, ref text, .. } => {
            let (column, row) = super::terminal::place((x, y), anchor, width);
            let (left, top) = (column as f64 * COLUMN, row as f64 * ROW);
            Some(([left, top, left + width, top + ROW], text.as_str()))
        }
        _ => None,
    };
    scene.marks.iter().filter_map(|mark| word(&mark.shape)).collect()
}

fn corners(shape: &Shape) -> Vec<(f64, f64)> {
    match shape {
        Shape::Box { x, y, width, height, .. } | Shape::Hatch { x, y, width, height } => {
            vec![(*x, *y), (x + width, y + height)]
        }
        Shape::Line { points, .. } | Shape::Area { points, .. } => points.clone(),
        Shape::Dot { x, y, radius, .. } => vec![(x - radius, y - radius), (x + radius, y + radius)],
        Shape::Text { .. } => Vec::new(),
    }
}

fn overlapping<'s>(words: &[([f64; 4], &'s str)]) -> Option<(&'s str, &'s str)> {
    let touches = |[l, t, r, b]: [f64; 4], [l2, t2, r2, b2]: [f64; 4]| {
        l + 0.5 < r2 && l2 + 0.5 < r && t + 0.5 < b2 && t2 + 0.5 < b
    };
    let pairs = words.iter().enumerate().flat_map(|(at, one)| words[..at].iter().map(move |other| (one, other)));
    pairs.filter(|(one, other)| touches(one.0, other.0)).map(|(one, other)| (one.1, other.1)).next()
}

fn fits(scene: &Scene, words: &[([f64; 4], &str)]) -> Result<(), String> {
    if let Some((one, other)) = overlapping(words) {
        return Err(format!("`{one}` overlaps `{other}`"));
    }
    let inside = |x: f64, y: f64| (-0.5..=scene.width + 0.5).contains(&x) && (-0.5..=scene.height + 0.5).contains(&y);
    if let Some((_, text)) = words.iter().find(|([l, t, r, b], _)| !inside(*l, *t) || !inside(*r, *b)) {
        return Err(format!("`{text}` is cut"));
    }
    match scene.marks.iter().find(|mark| corners(&mark.shape).iter().any(|(x, y)| !inside(*x, *y))) {
        Some(mark) => Err(format!("{:?} is outside", mark.shape)),
        None => Ok(()),
    }
}

fn pair() -> impl Strategy<Value = Pair> {
    let figure = || prop_oneof![1 => Just(None), 9 => (-20_i64..100, 0_u32..11).prop_map(|(digits, power)| Some(digits * 10_i64.pow(power)))];
    (figure(), figure(), prop::bool::weighted(0.1))
}

/// Partners in months, as many in each month.
fn months() -> impl Strategy<Value = Vec<Vec<Pair>>> {
    (1_usize..=12, prop_oneof![Just(1_usize), 2_usize..30])
        .prop_flat_map(|(partners, months)| prop::collection::vec(prop::collection::vec(pair(), partners), months))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, max_shrink_iters: 64, ..ProptestConfig::default() })]
    #[test]
    fn words_do_not_overlap_and_nothing_leaves_the_sheet(parts in months(), are in prop_oneof![Just(Parts::Months), Just(Parts::Products)], width in prop_oneof![Just(840_u32), 300_u32..1200]) {
        let table = table(&parts, are);
        for kind in ALL {
            let wish = Wish { kind: Some(kind), ..Wish::default() };
            let Ok(chart) = Chart::of(&table, &wish) else { continue };
            if let Ok(scene) = super::picture::scene(&chart, Letters::Font, f64::from(width), None) {
                let found = fits(&scene, &words(&scene));
                prop_assert!(found.is_ok(), "{}: {}", kind.name, found.unwrap_err());
            }
            if let Ok(scene) = super::picture::scene(&chart, Letters::Cells, f64::from((width / 10).max(40)) * COLUMN, None) {
                let found = fits(&scene, &cells(&scene));
                prop_assert!(found.is_ok(), "{} in a terminal: {}", kind.name, found.unwrap_err());
            }
        }
    }
}
