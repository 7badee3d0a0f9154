//! The sums of a grid are those of the cube.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use tradestat::cube::grid::{ABSENT, Cell, GIVEN, Grid, MIXED};
use tradestat::cube::{Amounts, Series, Tally};
use tradestat::model::{Code, Measure, Period};

use super::cubes::Told;

const MEASURES: [Measure; 3] = [Measure::Value, Measure::Weight, Measure::Quantity];

/// Value, weight and quantity by series and period; none where one is not known.
type Sums = BTreeMap<(Series, Period), [Option<Decimal>; 3]>;

/// Of a cube, with months within some periods added up.
pub(crate) fn of_cube(told: &Told, periods: &[Period]) -> Sums {
    let within = |period: Period| periods.iter().copied().find(|rolled| rolled.contains(period)).unwrap_or(period);
    added(told.amounts().map(|(series, period, amounts)| ((series, within(period)), amounts)))
}

fn added(parts: impl Iterator<Item = ((Series, Period), Amounts)>) -> Sums {
    let mut sums: BTreeMap<(Series, Period), Amounts> = BTreeMap::new();
    for (key, amounts) in parts {
        let sum = sums.entry(key).or_insert(Amounts::ZERO);
        *sum = sum.plus(amounts, 1);
    }
    sums.into_iter().map(|(key, amounts)| (key, MEASURES.map(|measure| amounts.get(measure).ok()))).collect()
}

/// Of a grid. Several of its keys may be one series.
pub(crate) fn of_grid(grid: &Grid) -> Sums {
    let mut parts = Vec::new();
    for (at, frame) in grid.frames.iter().enumerate() {
        let mut count = 0;
        for (number, goods) in grid.goods.iter().enumerate() {
            let (mut sides, mut cells) = (Vec::new(), Vec::new());
            grid.sums.sides_of(at, number, |side| sides.push(side));
            grid.sums.cells_of(at, number, |side, cell| cells.push((side, cell)));
            assert!(sides.iter().eq(cells.iter().map(|(side, _)| side)) && sides.is_sorted());
            count += cells.len();
            for (side, cell) in cells {
                let Some(partner) = grid.sides[side].partner else { continue };
                for product in &goods.products {
                    let (reporter, flow, digits, splits) = (frame.reporter, frame.flow, goods.digits, frame.splits);
                    let series = Series { reporter, flow, partner, product: *product, digits, splits };
                    parts.extend(amounts(grid, &cell).map(|amounts| ((series, frame.period), amounts)));
                }
            }
        }
        assert!(count <= grid.sums.count(at));
    }
    added(parts.into_iter())
}

/// The amounts of a key: two rows, of which the second lacks what some row lacks, and has another unit if there is one.
fn amounts(grid: &Grid, cell: &Cell) -> [Amounts; 2] {
    let is = |bit: u8| u32::from(cell.has(bit));
    let tally = |measure: usize| Tally {
        total: Decimal::new(grid.sums.sum(measure, cell), grid.sums.scales[measure])
            * Decimal::from(grid.factors[measure]),
        given: is(GIVEN[measure]),
    };
    let unit = usize::from(cell.unit()).checked_sub(1).map(|unit| grid.units[unit]);
    let first = [tally(0), tally(1), tally(2), Tally::default()];
    let other = if is(MIXED) == 1 { Some(Code::fixed("another")) } else { unit };
    let rows = 1 + is(ABSENT[2]) * is(GIVEN[2]);
    let rest =
        |measure: usize| Tally { total: Decimal::ZERO, given: is(GIVEN[measure]) * (rows - is(ABSENT[measure])) };
    let second = [rest(0), rest(1), rest(2), Tally::default()];
    [Amounts::of_rows(1, first, false, unit), Amounts::of_rows(rows, second, false, other)]
}
