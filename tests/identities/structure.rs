//! Revealed comparative advantage against the formula in whole numbers, and what it must add to.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::common::{Folder, Row, millionths, rows};
use crate::trade::few;

const ONES: [&str; 4] = ["VNM", "DEU", "USA", "JPN"];
const PRODUCTS: [&str; 5] = ["854231", "854239", "850760", "010121", "270900"];
const MONTHS: [&str; 2] = ["2025-01", "2025-02"];

type Rows = Vec<(&'static str, &'static str, &'static str, i64)>;

/// Trade of some countries in some products: rows that are absent, zero, small and huge.
fn pairs() -> impl Strategy<Value = Rows> {
    let keys = || ONES.iter().flat_map(|one| PRODUCTS.iter().flat_map(move |k| MONTHS.map(|month| (*one, *k, month))));
    let value = prop_oneof![4 => 1..2_000_000_000_000_i64, 2 => 1..100_i64, 1 => Just(0)];
    let cell = prop_oneof![3 => value.prop_map(Some), 1 => Just(None)];
    prop::collection::vec(cell, keys().count()).prop_map(move |cells| {
        // Everyone lists something in each month: a reporter without a row in a month is not covered there.
        let first = |at: usize, cell: Option<i64>| match at % (PRODUCTS.len() * MONTHS.len()) < MONTHS.len() {
            true => cell.or(Some(7)),
            false => cell,
        };
        let rows = keys().zip(cells).enumerate();
        rows.filter_map(|(at, ((one, product, month), cell))| Some((one, product, month, first(at, cell)?))).collect()
    })
}

/// Both as partners of one reporter, and as reporters.
fn files(pairs: &Rows) -> [String; 2] {
    let of = |name: &str, other: &str| {
        let line = |(one, product, month, value): &(&str, &str, &str, i64)| {
            format!("{month},exports,{one},{other},hs:{product},{value}\n")
        };
        format!("period,flow,{name},product,value\n") + &pairs.iter().map(line).collect::<String>()
    };
    [of("partner,reporter", "CHN"), of("reporter,partner", "WORLD")]
}

#[derive(Default)]
struct Sums {
    pair: BTreeMap<(String, String), i128>,
    of_one: BTreeMap<String, i128>,
    of_product: BTreeMap<String, i128>,
    all: i128,
}

fn sums(pairs: &Rows, digits: usize) -> Sums {
    let mut sums = Sums::default();
    for (one, product, _, value) in pairs {
        let (one, product, value) = ((*one).to_owned(), format!("hs:{}", &product[..digits]), i128::from(*value));
        *sums.pair.entry((one.clone(), product.clone())).or_default() += value;
        *sums.of_one.entry(one).or_default() += value;
        *sums.of_product.entry(product).or_default() += value;
        sums.all += value;
    }
    sums
}

/// The formula with six decimals, half away from zero.
fn expected(sums: &Sums, one: &str, product: &str) -> Option<i128> {
    let top = sums.pair[&(one.to_owned(), product.to_owned())] * sums.all;
    let bottom = sums.of_one[one] * sums.of_product[product];
    (bottom != 0).then(|| (2 * top * 1_000_000 + bottom) / (2 * bottom))
}

fn rca(path: &str, words: &[&str]) -> Vec<Row> {
    rows(&[&["indicator", "rca", "-d", path, "--period", "2025-01..2025-02"], words].concat())
}

proptest! {
    #![proptest_config(few(12))]

    /// Each cell is the formula to the last printed digit, for every pair that was traded and for no other.
    #[test]
    fn every_cell_is_the_formula(pairs in pairs(), level in 0..3_usize) {
        let folder = Folder::new();
        let (level, digits) = [("hs2", 2), ("hs4", 4), ("hs6", 6)][level];
        let sums = sums(&pairs, digits);
        for ((column, by), text) in [("partner", "partner,product"), ("reporter", "product")].into_iter().zip(files(&pairs)) {
            let several = sums.of_one.len() > 1;
            if column == "reporter" && !several { continue }
            let rows = rca(&folder.file("pairs.csv", text), &["--by", by, "--level", level]);
            let keys: Vec<(String, String)> = rows.iter().map(|row| (row[column].clone(), row["product"].clone())).collect();
            prop_assert_eq!(&keys, &sums.pair.keys().cloned().collect::<Vec<_>>());
            for row in &rows {
                let wanted = expected(&sums, &row[column], &row["product"]);
                prop_assert_eq!(millionths(row, "result"), wanted, "{:?}", row);
                prop_assert_eq!(row["status"].as_str(), if wanted.is_some() { "" } else { "undefined" });
            }
        }
    }

    /// Over all products, RCA weighted by what they are of all trade is 1 for everyone.
    #[test]
    fn weighted_by_shares_it_adds_to_one(pairs in pairs()) {
        let folder = Folder::new();
        let sums = sums(&pairs, 6);
        let [by_partner, _] = files(&pairs);
        let rows = rca(&folder.file("pairs.csv", by_partner), &["--by", "partner,product", "--level", "hs6"]);
        for one in sums.of_one.iter().filter(|(_, total)| **total > 0).map(|(one, _)| one) {
            let own = rows.iter().filter(|row| row["partner"] == *one);
            let weighted: i128 =
                own.map(|row| sums.of_product[&row["product"]] * millionths(row, "result").unwrap_or(0)).sum();
            prop_assert!(2 * (weighted - 1_000_000 * sums.all).abs() <= sums.all, "{}: {}", one, weighted);
        }
    }

    /// The only partner has the structure of all trade.
    #[test]
    fn the_only_partner_has_an_rca_of_one(pairs in pairs()) {
        let folder = Folder::new();
        let only: Rows = pairs.into_iter().filter(|(one, ..)| *one == ONES[0]).collect();
        let [by_partner, _] = files(&only);
        for row in rca(&folder.file("pairs.csv", by_partner), &["--by", "partner,product", "--level", "hs4"]) {
            let traded = sums(&only, 4).of_product[&row["product"]] > 0;
            prop_assert_eq!(row["result"].as_str(), if traded { "1.000000" } else { "" });
        }
    }
}
