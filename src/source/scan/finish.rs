//! From cells to the cube that the plain reader makes of the same rows.

use rust_decimal::Decimal;

use super::Scanned;
use super::cells::{Cell, MEASURES};
use super::registry::{Frame, Goods, Side};
use super::resolver::Stop;
use crate::cube::{Amounts, Coverage, Edition, Fact, Origin, Published, Revisions, Series, Span, Tally};
use crate::model::{Code, PartnerKind};
use crate::source::error::ReadError;
use crate::source::loader::Loader;
use crate::source::profile::Hears;

/// Puts what was scanned into a loader; stops where a sum has more digits than a figure can have.
pub(super) fn finish(mut scanned: Scanned, loader: &mut Loader<'_>) -> Result<Result<(), Stop>, ReadError> {
    let mut cells = std::mem::take(&mut scanned.cells.cells);
    // In the order of the rows, as the plain reader meets them.
    cells.sort_unstable_by_key(|cell| (cell.first, cell.key));
    tell(&mut scanned, loader);
    let registry = &scanned.registry;
    for cell in cells {
        let [frame, goods, side] = cell.key.map(|number| number as usize);
        let found = (registry.frames.get_index(frame), registry.goods.get_index(goods), registry.sides.get_index(side));
        let (Some(frame), Some(goods), Some(side)) = found else { continue };
        cover(frame, goods, side, loader);
        let Ok(fact) = fact(&cell, frame, scanned.cells.scales) else { return Ok(Err(Stop::Plain)) };
        place(&fact, (frame, goods, side), loader)?;
    }
    Ok(Ok(()))
}

/// What is known of the rows beside their figures.
fn tell(scanned: &mut Scanned, loader: &mut Loader<'_>) {
    let heard = std::mem::take(&mut scanned.heard);
    heard.unknown.into_iter().for_each(|code| loader.unknown(code));
    for (mark, count) in heard.marks {
        (0..count).for_each(|_| loader.marked(&mark));
    }
    if heard.absent_is_missing {
        loader.absent_is_missing();
    }
    let cube = loader.cube();
    for ((column, code), count) in heard.aside {
        *cube.aside.entry(format!("{column} {code}")).or_default() += count;
    }
    cube.rows += scanned.rows;
    cube.filtered += scanned.filtered + heard.passed;
    for (code, kind) in &scanned.registry.partners {
        cube.kinds.entry(*code).or_insert(*kind);
    }
    cube.products.extend(scanned.registry.products.iter().copied());
    for frame in &scanned.registry.frames {
        cube.splits.insert(frame.splits);
        cube.vintages.extend(frame.vintage);
    }
}

fn cover(frame: &Frame, goods: &Goods, side: &Side, loader: &mut Loader<'_>) {
    let coverage = Coverage {
        reporter: frame.reporter,
        flow: frame.flow,
        class: goods.class,
        digits: goods.digits,
        kind: if side.kind == PartnerKind::Area { PartnerKind::Country } else { side.kind },
        currency: frame.currency,
    };
    loader.cube().coverage.entry(coverage).or_default().insert(frame.period);
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

fn place(fact: &Fact, (frame, goods, side): (&Frame, &Goods, &Side), loader: &mut Loader<'_>) -> Result<(), ReadError> {
    let is_known = loader.admits(frame.currency);
    let asked = loader.query().asks(frame.reporter);
    let partner = side.partner.filter(|_| is_known && asked && !goods.products.is_empty());
    let Some(partner) = partner else {
        loader.cube().filtered += u64::from(fact.rows);
        return Ok(());
    };
    let span = Span { period: frame.period, edition: edition(frame.vintage, frame.currency) };
    for product in &goods.products {
        let series = Series {
            reporter: frame.reporter,
            flow: frame.flow,
            partner,
            product: *product,
            digits: goods.digits,
            splits: frame.splits,
        };
        loader.cube().facts.add(series, span, fact);
    }
    loader.check_size()
}

fn edition(vintage: Option<crate::model::Month>, currency: Code) -> Edition {
    Edition { vintage, rounded_to: Decimal::ZERO, currency }
}
