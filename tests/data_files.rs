//! The embedded data and the reference tables: sorted, unique, sourced, and consistent up to what `data/SOURCES.md` says.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "data_files/china.rs"]
mod china;
mod common;
#[path = "data_files/reference.rs"]
mod reference;

use std::collections::BTreeSet;
use std::fs;

use common::{Row, data, root};
use tradestat::model::{Month, period_expr};

/// Tables of trade, whose rows are in the order of months, length of the period, and then of the codes.
const TRADE: [&str; 4] =
    ["china/totals_usd.csv", "china/partners_cny.csv", "china/products_cny.csv", "china/press_cny.csv"];

/// Tables in the order of the columns that make their key.
const LISTS: [(&str, &[&str]); 8] = [
    ("china/breaks.csv", &["series", "since"]),
    ("reference/partners.csv", &["code"]),
    ("reference/groups.csv", &["code"]),
    ("reference/memberships.csv", &["group", "member", "since"]),
    ("reference/hs2022.csv", &["code"]),
    ("reference/gacc_products.csv", &["product"]),
    ("reference/product_groups.csv", &["code"]),
    ("reference/exchange_rates.csv", &["currency", "period"]),
];

/// What a row of trade is about. A press figure may be told twice, with a level and with a rate.
fn trade_key(row: &Row) -> (Month, i32, Vec<String>) {
    let period = period_expr::parse_dated(&row["period"]).unwrap();
    let mut codes: Vec<String> =
        ["flow", "reporter", "partner", "product", "unit"].iter().map(|column| row[*column].clone()).collect();
    codes.extend(row.get("vintage").cloned());
    codes.extend(row.get("rounded_to").cloned());
    (period.first(), period.len() as i32, codes)
}

#[test]
fn trade_is_in_order_and_said_once() {
    for path in TRADE {
        let rows = data(path);
        let keys: Vec<_> = rows.iter().map(trade_key).collect();
        let times: Vec<_> = keys.iter().map(|(first, len, _)| (first, len)).collect();
        assert!(times.is_sorted(), "{path} is not in the order of time");
        let mut unique = BTreeSet::new();
        for key in &keys {
            assert!(unique.insert(key), "{path}: {key:?} twice");
        }
    }
}

#[test]
fn lists_are_in_order_and_unique() {
    for (path, columns) in LISTS {
        let key = |row: &Row| columns.iter().map(|column| row[*column].clone()).collect();
        let keys: Vec<Vec<String>> = data(path).iter().map(key).collect();
        let disorder = keys.windows(2).find(|pair| pair[0] >= pair[1]);
        assert_eq!(disorder, None, "{path}");
    }
}

#[test]
fn sources_name_every_file() {
    let sources = fs::read_to_string(root().join("data/SOURCES.md")).unwrap();
    for (folder, below) in [("china", ""), ("reference", ""), ("reference/concordance", "concordance/")] {
        for entry in fs::read_dir(root().join("data").join(folder)).unwrap().map(Result::unwrap) {
            let name = entry.file_name().into_string().unwrap();
            let named = entry.path().is_dir() || sources.contains(&format!("`{below}{name}`"));
            assert!(named, "SOURCES.md does not name {folder}/{name}");
        }
    }
}

/// The number of rows that SOURCES.md tells of a file, after its name.
#[test]
fn sources_count_the_rows() {
    let sources = fs::read_to_string(root().join("data/SOURCES.md")).unwrap();
    for path in TRADE.iter().chain(LISTS.iter().map(|(path, _)| path)) {
        let (_, name) = path.split_once('/').unwrap();
        let line = sources.lines().find(|line| line.starts_with('|') && line.contains(&format!("`{name}`"))).unwrap();
        let count = data(path).len().to_string();
        let told = line.split('|').nth(2).unwrap();
        assert!(told.split([',', ' ']).any(|number| number == count), "{name} has {count} rows, told are {told}");
    }
}
