//! The embedded data set against the official tables that it was made from, value by value.

use std::collections::BTreeMap;
use std::path::Path;

use crate::common::{Row, ask, data, rows, scaled, table};

/// What tells the rows of a table apart.
const KEY: [&str; 8] = ["period", "flow", "reporter", "partner", "product", "unit", "vintage", "rounded_to"];

fn text(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join("data/china").join(name)).unwrap()
}

/// An official table; trade in services has a code of its own in the embedded data.
fn official(folder: &Path, name: &str) -> Vec<Row> {
    table(&text(folder, name).replace(",WORLD,services,", ",WORLD,bop:SERVICES,"))
}

/// A cell without the zeros that a spreadsheet drops, so that `2` is `2.0`.
fn plain(cell: &str) -> String {
    let is_number = cell.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-')) && cell.contains('.');
    if is_number { cell.trim_end_matches('0').trim_end_matches('.').to_owned() } else { cell.to_owned() }
}

/// Rows by what they are about; how a source is worded is no value.
fn by_key(rows: Vec<Row>) -> BTreeMap<Vec<String>, Row> {
    let count = rows.len();
    let key = |row: &Row| KEY.iter().map(|column| row.get(*column).cloned().unwrap_or_default()).collect();
    let told = |(column, _): &(String, String)| column != "source";
    let plain = |row: Row| row.into_iter().filter(told).map(|(column, cell)| (column, plain(&cell))).collect();
    let keyed: BTreeMap<Vec<String>, Row> = rows.into_iter().map(|row| (key(&row), plain(row))).collect();
    assert_eq!(keyed.len(), count, "a row stands twice");
    keyed
}

fn same(folder: &Path, name: &str) {
    let (ours, theirs) = (by_key(data(&format!("china/{name}"))), by_key(official(folder, name)));
    let lost: Vec<_> = theirs.keys().filter(|key| !ours.contains_key(*key)).take(5).collect();
    let new: Vec<_> = ours.keys().filter(|key| !theirs.contains_key(*key)).take(5).collect();
    assert!(lost.is_empty() && new.is_empty(), "{name}: lost {lost:?}, new {new:?}");
    for (key, row) in &theirs {
        assert_eq!(ours.get(key), Some(row), "{name}");
    }
}

pub(crate) fn totals_are_the_same(folder: &Path) {
    same(folder, "totals_usd.csv");
}

pub(crate) fn partners_are_the_same(folder: &Path) {
    same(folder, "partners_cny.csv");
}

pub(crate) fn products_are_the_same(folder: &Path) {
    same(folder, "products_cny.csv");
}

pub(crate) fn press_figures_are_the_same(folder: &Path) {
    same(folder, "press_cny.csv");
}

/// Breaks may be worded anew, but none is lost; the official list holds commas outside quotes.
pub(crate) fn every_break_is_known(folder: &Path) {
    let key = |line: &str| line.splitn(3, ',').take(2).collect::<Vec<_>>().join(",");
    let mut theirs: Vec<String> = text(folder, "breaks.csv").lines().skip(1).map(key).collect();
    let mut ours: Vec<String> =
        data("china/breaks.csv").iter().map(|row| format!("{},{}", row["series"], row["since"])).collect();
    ours.sort();
    theirs.sort();
    assert_eq!(ours, theirs);
}

pub(crate) fn rates_of_the_yuan_are_the_same(folder: &Path) {
    let rates = data("reference/exchange_rates.csv");
    let ours: BTreeMap<&str, &str> = rates
        .iter()
        .filter(|row| row["currency"] == "CNY")
        .map(|row| (row["period"].as_str(), row["per_usd"].as_str()))
        .collect();
    let months = official(folder, "fx_cny_per_usd.csv");
    for row in months.iter().filter(|row| row["period"].contains('-')) {
        let rate = ours.get(row["period"].as_str()).map(|rate| scaled(rate, 6));
        assert_eq!(rate, Some(scaled(&row["cny_per_usd"], 6)), "{}", row["period"]);
    }
}

/// The tables read as files give the figures of the embedded data set.
pub(crate) fn the_folder_answers_like_the_embedded_set(folder: &Path) {
    let path = folder.join("data/china/partners_cny.csv");
    for question in
        ["growth --period 2025-jan..nov --by partner", "share --period 2025-11 --groups asean,eu", "rank --period 2025"]
    {
        let words: Vec<&str> = question.split_whitespace().collect();
        let read = rows(&[&words[..], &["-d", path.to_str().unwrap()]].concat());
        assert_eq!(read, ask(question), "{question}");
    }
}
