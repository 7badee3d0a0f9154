//! Figures as statistical offices printed them, reproduced from the embedded data to the last printed digit, and every
//! figure of the main reports computed again in another way.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;
#[path = "published/dollars.rs"]
mod dollars;
#[path = "published/membership.rs"]
mod membership;
#[path = "published/oracles.rs"]
mod oracles;
#[path = "published/places.rs"]
mod places;
#[path = "published/recompute.rs"]
mod recompute;

use std::collections::BTreeMap;

use common::{Row, ask, root, scaled, table};

/// The one row of an answer that has these values, written `column=value` with blanks between.
fn row_where<'a>(rows: &'a [Row], condition: &str) -> &'a Row {
    let wanted: Vec<_> = condition.split_whitespace().map(|part| part.split_once('=').unwrap()).collect();
    let fits = |row: &&Row| wanted.iter().all(|(column, value)| row.get(*column).is_some_and(|cell| cell == value));
    let found: Vec<&Row> = rows.iter().filter(fits).collect();
    assert_eq!(found.len(), 1, "{condition}: {} rows fit", found.len());
    found[0]
}

/// A decimal in a unit, rounded half away from zero to so many decimals, as a whole number of the last one.
fn rounded(text: &str, unit: i128, decimals: u32) -> i128 {
    let (top, bottom) = (scaled(text, 6) * 10_i128.pow(decimals), unit * 1_000_000);
    (2 * top + if top < 0 { -bottom } else { bottom }) / (2 * bottom)
}

/// Each line of `published/stated.csv`: the answer, rounded as the figure was printed, is the figure.
#[test]
fn stated_figures() {
    let stated = table(&std::fs::read_to_string(root().join("tests/published/stated.csv")).unwrap());
    let mut answers: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for case in &stated {
        let rows = answers.entry(case["question"].clone()).or_insert_with_key(|question| ask(question));
        let row = row_where(rows, &case["where"]);
        let figure = &case["stated"];
        let decimals = figure.split_once('.').map_or(0, |(_, fraction)| fraction.len() as u32);
        let found = rounded(&row[&case["column"]], case["unit"].parse().unwrap(), decimals);
        assert_eq!(found, scaled(figure, decimals), "{case:?}\n{row:?}");
        assert!(!case["source"].is_empty(), "{case:?} has no source");
    }
    assert!(stated.len() > 60, "{}", stated.len());
}

/// Without a year, the newest that the data covers for the months.
#[test]
fn the_newest_year_answers() {
    assert_eq!(ask("growth --period jan-nov"), ask("growth --period jan-nov --year 2025"));
    assert_eq!(ask("growth --period jan-jul")[0]["period"], "2026-jan..jul");
    assert_eq!(ask("growth --period nov --flow total")[0]["period"], "2025-11");
    assert_eq!(ask("growth")[0]["period"], "2026-jan..jul");
}

#[test]
fn the_note_on_the_revised_base() {
    let output = common::run(&["growth", "--period", "jan-nov", "--year", "2025", "-f", "csv"]);
    let notes = String::from_utf8(output.stderr).unwrap();
    let note = notes.lines().find(|line| line.contains("published growth")).unwrap();
    assert!(note.contains("imports: published growth +0.2 %, computed +0.01 %"), "{note}");
    // (V - 1/2) / 1.0025 and (V + 1/2) / 1.0015 with V = 16,749,758,660,137 are 16,707,988,688,415.5 and ...652,658.9.
    assert!(note.contains("between 16,707,988,688,41") && note.contains(" and 16,724,671,652,65"), "{note}");
    assert_eq!(notes.matches("published growth").count(), 1, "exports and total agree with what was printed: {notes}");
}

#[test]
fn order_of_the_three_largest() {
    let order = |question: &str| -> Vec<String> { ask(question).iter().map(|row| row["partner"].clone()).collect() };
    assert_eq!(order("rank --period 2018 --partner EU,USA,ASEAN --flow total"), ["EU", "USA", "ASEAN"]);
    assert_eq!(order("rank --period 2025-jan..nov --partner EU,USA,ASEAN --flow total"), ["ASEAN", "EU", "USA"]);
    let moved = ask("rank --period jan-nov --year 2025 --base 2018 --partner EU,USA,ASEAN --flow total");
    let ranks: Vec<_> = moved.iter().map(|row| (row["rank"].as_str(), row["base_rank"].as_str())).collect();
    assert_eq!(ranks, [("1", "3"), ("2", "1"), ("3", "2")]);
}
