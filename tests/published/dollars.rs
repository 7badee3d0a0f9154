//! Dollars: a second publication of the same trade, monthly since 2000.

use crate::common::{ask, data, millionths, percent, whole};

#[test]
fn months_without_a_gap() {
    let rows = ask("series --period 2000-01..2026-07 -M --currency USD --flow exports,imports --columns value");
    assert_eq!(rows.len(), 2 * (26 * 12 + 7));
    let table = data("china/totals_usd.csv");
    for row in &rows {
        assert_eq!(row["unit"], "USD");
        let value = whole(row, "value").unwrap_or_else(|| panic!("no value: {row:?}"));
        let same = |line: &&crate::common::Row| line["period"] == row["period"] && line["flow"] == row["flow"];
        if let Some(line) = table.iter().find(same) {
            assert_eq!(Some(value), whole(line, "value"), "{row:?}");
        }
    }
}

#[test]
fn growth_of_each_year() {
    let rows = ask("growth --period 2001..2025 -Y --currency USD --flow exports,imports");
    assert_eq!(rows.len(), 2 * 25);
    let table = data("china/totals_usd.csv");
    let level = |period: &str, flow: &str| {
        let line = table.iter().find(|line| line["period"] == period && line["flow"] == flow);
        line.and_then(|line| whole(line, "value")).unwrap_or_else(|| panic!("no {flow} of {period}"))
    };
    for row in &rows {
        let (now, base) = (level(&row["period"], &row["flow"]), level(&row["base_period"], &row["flow"]));
        assert_eq!(whole(row, "value"), Some(now));
        assert_eq!(whole(row, "base"), Some(base));
        assert_eq!(millionths(row, "growth_pct"), Some(percent(now - base, base)), "{row:?}");
    }
}

/// January to November 2025: imports grew in yuan and fell in dollars.
#[test]
fn imports_have_opposite_signs() {
    let growth = |currency: &str| {
        let rows = ask(&format!("growth --period 2025-jan..nov --flow imports --currency {currency}"));
        (millionths(&rows[0], "growth_pct").unwrap(), rows[0]["published_growth_pct"].clone())
    };
    assert_eq!(growth("CNY"), (12_003, "0.2".to_owned()));
    assert_eq!(growth("USD"), (-727_876, "-0.6".to_owned()));
}
