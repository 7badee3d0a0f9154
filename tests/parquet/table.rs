//! A table of trade as cells, and as the text of a CSV file.

use proptest::prelude::*;
use proptest::sample::select;

pub(crate) const NAMES: [&str; 8] = ["period", "reporter", "flow", "partner", "product", "value", "quantity", "loaded"];

/// The cells of a table, row by row; an empty one is none.
#[derive(Debug, Clone)]
pub(crate) struct Table(pub(crate) Vec<[String; NAMES.len()]>);

impl Table {
    pub(crate) fn csv(&self) -> String {
        let rows = self.0.iter().map(|row| row.join(","));
        std::iter::once(NAMES.join(",")).chain(rows).map(|line| line + "\n").collect()
    }

    pub(crate) fn column(&self, at: usize) -> impl Iterator<Item = &str> {
        self.0.iter().map(move |row| row[at].as_str())
    }
}

/// Periods as a column of one kind has them.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Periods {
    Numbers,
    Days,
}

/// Rows of which no two are about the same, in the order of their months or in none.
pub(crate) fn tables(periods: Periods) -> impl Strategy<Value = Table> {
    let figure = (0..200_000_i64, prop::bool::weighted(0.2), 0..100_u32);
    let figures = prop::collection::vec(figure, 1..700);
    (figures, any::<bool>(), any::<u64>()).prop_map(move |(figures, is_sorted, seed)| {
        let mut rows: Vec<_> = figures.iter().enumerate().map(|(at, figure)| row(at, *figure, periods)).collect();
        if !is_sorted {
            rows.sort_by_key(|row| hash(seed, row.join(",").as_bytes()));
        }
        Table(rows)
    })
}

/// How a table is cut and stored.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cut {
    pub(crate) group: usize,
    pub(crate) page: usize,
    pub(crate) has_dictionary: bool,
    pub(crate) is_packed: bool,
    pub(crate) is_second_version: bool,
}

pub(crate) fn cuts() -> impl Strategy<Value = Cut> {
    let sizes = (select(vec![1_usize, 7, 64, 300, 1_000]), select(vec![1_usize, 10, 100, 1_000]));
    (sizes, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
        |((group, page), has_dictionary, is_packed, is_second_version)| Cut {
            group,
            page,
            has_dictionary,
            is_packed,
            is_second_version,
        },
    )
}

const PARTNERS: [&str; 6] = ["CHN", "USA", "VNM", "DEU", "FRA", "JPN"];
const PRODUCTS: [&str; 4] = ["010110", "010121", "271019", "854231"];

fn row(
    at: usize,
    (hundredths, has_no_quantity, quantity): (i64, bool, u32),
    periods: Periods,
) -> [String; NAMES.len()] {
    let (flow, rest) = (["X", "M"][at % 2], at / 2);
    let (partner, rest) = (PARTNERS[rest % PARTNERS.len()], rest / PARTNERS.len());
    let (product, month) = (PRODUCTS[rest % PRODUCTS.len()], rest / PRODUCTS.len());
    let (year, month) = (2024 + month % 2, month / 2 + 1);
    let period = match periods {
        Periods::Numbers => format!("{year}{month:02}"),
        Periods::Days => format!("{year}-{month:02}-01"),
    };
    let value = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    let quantity = if has_no_quantity { String::new() } else { quantity.to_string() };
    let cells = [&period, "KOR", flow, partner, product, &value, &quantity, "2025-12-31"];
    cells.map(str::to_owned)
}

fn hash(seed: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(seed, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3).rotate_left(29))
}
