//! How long the pieces of an answer take on small inputs: taking rows apart, reading them, adding them up, putting sums of
//! threads together, looking figures up and printing them. `cargo bench` runs it in some seconds.
#![allow(clippy::unwrap_used)]

mod clock;
mod made;

use std::io::{self, Write};

use tradestat::cube::grid::GridSums;
use tradestat::query::Query;
use tradestat::render::{self, Format, Style};
use tradestat::source::{Rejects, Source};

use clock::Clock;

/// Rows of the file, keys of the grid and rows of the table.
const ROWS: usize = 100_000;
const KEYS: usize = 200_000;
const LINES: usize = 20_000;

fn main() -> io::Result<()> {
    let mut clock = Clock::new(io::stdout());
    let file = made::File::of(ROWS)?;
    let data = file.data();
    let read = |query: &Query| data.load(query, &mut Rejects::refuse()).unwrap();
    clock.measure("split: rows given up at their period", file.bytes, || read(&made::of_no_year()))?;
    clock.measure("decode: rows read and not kept", file.bytes, || read(&Query::nothing()))?;
    clock.measure("add: rows of a file, by partner", file.bytes, || read(&made::by_partner()))?;

    clock.measure("add: keys of a grid, in order", KEYS, || made::grid(0..KEYS))?;
    let halves = || (made::grid(0..KEYS * 2 / 3), made::grid(KEYS / 3..KEYS));
    clock.measure_with("merge: grids of two threads", KEYS, halves, merged)?;

    let table = made::table(LINES);
    for format in [Format::Csv, Format::Json, Format::Table] {
        let printed = |format| {
            let mut out = Vec::new();
            render::write(&table, format, &Style::default(), &mut out).map(|()| out)
        };
        let bytes = printed(format)?.len();
        clock.measure(&format!("render: {format}"), bytes, || printed(format))?;
    }
    clock.out.flush()
}

fn merged((mut one, other): (GridSums, GridSums)) -> GridSums {
    one.join(0, other).unwrap();
    one
}
