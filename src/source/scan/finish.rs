//! From cells to the cube that the plain reader makes of the same rows.

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::Scanned;
use super::cells::{Cell, Cells, MEASURES};
use super::registry::{Frame, Goods, KINDS, LEVELS, Numbered, Registry, Side, number as number_of};
use super::resolver::Stop;
use crate::cube::grid::{self, Grid, GridSums};
use crate::cube::{Amounts, Coverage, Cube, Edition, Fact, Origin, Published, Revisions, Series, Span, Tally};
use crate::model::{Code, Flow};
use crate::source::error::ReadError;
use crate::source::loader::Loader;
use crate::source::profile::Hears;

/// The loader with the facts of a cube; none where a sum has more digits than a figure can have.
pub(super) fn cube<'a>(mut scanned: Scanned<Cells>, mut loader: Loader<'a>) -> Result<Option<Loader<'a>>, ReadError> {
    let cells = std::mem::take(&mut scanned.sums.cells);
    tell(&mut scanned, &mut loader);
    let registry = &scanned.registry;
    let mut placing = Placing { frames: vec![Known::New; registry.frames.len()], ..Placing::default() };
    for at in in_order(&cells) {
        let cell = &cells[at];
        let [frame, goods, side] = cell.key.map(|number| number as usize);
        let found = (registry.frames.get_index(frame), registry.goods.get_index(goods), registry.sides.get_index(side));
        let (Some(frame), Some(goods), Some(side)) = found else { continue };
        let Ok(fact) = fact(cell, frame, scanned.sums.scales) else { return Ok(None) };
        placing.place(&fact, cell.key, (frame, goods, side), &mut loader);
        loader.check_size()?;
    }
    Ok(Some(loader))
}

/// Cells in the order of their first rows, as the plain reader meets them.
fn in_order(cells: &[Cell]) -> impl Iterator<Item = usize> {
    let mut order: Vec<(u64, usize)> = cells.iter().map(|cell| cell.first).zip(0..).collect();
    // Mostly a few runs that are in order: those of each thread.
    order.sort_by(|(one, a), (other, b)| one.cmp(other).then_with(|| cells[*a].key.cmp(&cells[*b].key)));
    order.into_iter().map(|(_, at)| at)
}

/// The grid of sums; none where rows say more than it can hold.
pub(super) fn grid<'a>(mut scanned: Scanned<GridSums>, mut loader: Loader<'a>) -> Option<(Loader<'a>, Grid)> {
    scanned.sums.settle().ok()?;
    tell(&mut scanned, &mut loader);
    let registry = scanned.registry;
    let first = registry.frames.first()?;
    let is_plain = |frame: &Frame| {
        frame.currency == first.currency
            && frame.factors == first.factors
            && frame.vintage.is_none()
            && !frame.confidential
            && frame.period.len() == 1
    };
    let is_asked = |frame: &Frame| loader.query().asks(frame.reporter);
    if !registry.frames.iter().all(|frame| is_plain(frame) && is_asked(frame)) || !loader.admits(first.currency) {
        return None;
    }
    let side = |side: &Side| grid::Side { partner: side.partner, kind: side.kind };
    let goods = |goods: Goods| grid::Goods { products: goods.products, class: goods.class, digits: goods.digits };
    let grid = Grid {
        head: Cube::default(),
        factors: first.factors,
        frames: registry.grid_frames.into_iter().collect(),
        sides: registry.sides.iter().map(side).collect(),
        goods: registry.goods.into_iter().map(goods).collect(),
        units: registry.units.into_iter().collect(),
        sums: scanned.sums,
    };
    Some((loader, grid))
}

/// What is known of the rows beside their figures.
pub(super) fn tell<S>(scanned: &mut Scanned<S>, loader: &mut Loader<'_>) {
    let heard = std::mem::take(&mut scanned.heard);
    heard.unknown.into_iter().for_each(|code| loader.unknown(code));
    for (mark, count) in heard.marks {
        loader.marked_often(mark, count);
    }
    if heard.absent_is_missing {
        loader.absent_is_missing();
    }
    let tells_products = !loader.query().products.is_total();
    let cube = loader.cube();
    for ((column, code), count) in heard.aside {
        *cube.aside.entry(format!("{column} {code}")).or_default() += count;
    }
    cube.rows += scanned.rows;
    cube.filtered += scanned.filtered + heard.passed;
    for (code, kind) in &scanned.registry.partners {
        cube.kinds.entry(*code).or_insert(*kind);
    }
    if tells_products {
        cube.products.extend(scanned.registry.products.iter().copied());
    }
    for (number, frame) in scanned.registry.frames.iter().enumerate() {
        cube.splits.insert(frame.splits);
        cube.vintages.extend(frame.vintage);
        cover(frame, scanned.covered.get(number).copied().unwrap_or(0), &scanned.registry, cube);
    }
}

fn cover(frame: &Frame, bits: u64, registry: &Registry, cube: &mut Cube) {
    for bit in (0..u64::BITS as usize).filter(|bit| bits >> bit & 1 == 1) {
        let Some((class, digits)) = registry.levels.get_index(bit % LEVELS).copied() else { continue };
        let (reporter, flow, currency) = (frame.reporter, frame.flow, frame.currency);
        let coverage = Coverage { reporter, flow, class, digits, kind: KINDS[bit / LEVELS], currency };
        cube.coverage.entry(coverage).or_default().insert(frame.period);
    }
}

/// The figures of a cell; an error where a sum has more digits than can be kept.
fn fact(cell: &Cell, frame: &Frame, scales: [u32; MEASURES]) -> Result<Fact, Stop> {
    let mut tallies = [Tally::default(); MEASURES];
    for measure in 0..MEASURES {
        let factor = frame.factors[if measure == MEASURES - 1 { 0 } else { measure }];
        let total =
            decimal(cell.sums[measure], scales[measure]).and_then(|sum| times(sum, factor)).ok_or(Stop::Plain)?;
        tallies[measure] = Tally { total, given: cell.given[measure] };
    }
    Ok(Fact {
        amounts: Amounts::of_rows(cell.rows, tallies, frame.confidential, frame.quantity_unit),
        published: Published::default(),
        origin: Origin::unpacked(cell.first),
        rows: cell.rows,
        revisions: frame.revision.map_or(Revisions::Unknown, Revisions::One),
    })
}

fn times(sum: Decimal, factor: i64) -> Option<Decimal> {
    if factor == 1 { Some(sum) } else { crate::model::exact_product(sum, factor).ok() }
}

/// Digits with a point; zeros at the end are left out where there are too many.
fn decimal(mut digits: i128, mut scale: u32) -> Option<Decimal> {
    loop {
        match Decimal::try_from_i128_with_scale(digits, scale) {
            Ok(sum) => return Some(sum),
            Err(_) if scale > 0 && digits % 10 == 0 => (digits, scale) = (digits / 10, scale - 1),
            Err(_) => return None,
        }
    }
}

/// What is known of a frame: the number of its reporter, flow and splits, and that of its span among the facts.
#[derive(Debug, Clone, Copy)]
enum Known {
    New,
    NotAsked,
    Asked { kind: u32, span: u32 },
}

/// Adds facts by the numbers of what their rows say, so that each series and span is looked up once.
#[derive(Default)]
struct Placing {
    frames: Vec<Known>,
    kinds: Numbered<(Code, Flow, u8)>,
    /// Numbers of series by those of their kind, goods, side and product.
    series: FxHashMap<[u32; 4], u32>,
}

impl Placing {
    fn place(
        &mut self,
        fact: &Fact,
        [number, goods_number, side_number]: [u32; 3],
        (frame, goods, side): (&Frame, &Goods, &Side),
        loader: &mut Loader<'_>,
    ) {
        let known = &mut self.frames[number as usize];
        if matches!(known, Known::New) && !(loader.admits(frame.currency) && loader.query().asks(frame.reporter)) {
            *known = Known::NotAsked;
        }
        let partner = side.partner.filter(|_| !matches!(known, Known::NotAsked) && !goods.products.is_empty());
        let Some(partner) = partner else {
            loader.cube().filtered += u64::from(fact.rows);
            return;
        };
        let facts = &mut loader.cube().facts;
        let (kind, span) = match *known {
            Known::Asked { kind, span } => (kind, span),
            _ => {
                let kind = number_of(&mut self.kinds, (frame.reporter, frame.flow, frame.splits));
                let edition = edition(frame.vintage, frame.currency);
                let span = facts.numbered(Span { period: frame.period, edition });
                *known = Known::Asked { kind, span };
                (kind, span)
            }
        };
        for (product, at) in goods.products.iter().zip(0..) {
            let key = [kind, goods_number, side_number, at];
            let series = *self.series.entry(key).or_insert_with(|| {
                facts.number(Series {
                    reporter: frame.reporter,
                    flow: frame.flow,
                    partner,
                    product: *product,
                    digits: goods.digits,
                    splits: frame.splits,
                })
            });
            facts.add_at((series, span), fact);
        }
    }
}

fn edition(vintage: Option<crate::model::Month>, currency: Code) -> Edition {
    Edition { vintage, rounded_to: Decimal::ZERO, currency }
}
