//! What must hold for any data: parts add to the whole, like is compared with like, and neither the order of rows nor
//! the way in which a file arrives changes an answer.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "identities/arrival.rs"]
mod arrival;
#[path = "identities/bounds.rs"]
mod bounds;
#[path = "identities/calendar.rs"]
mod calendar;
mod common;
#[path = "identities/faults.rs"]
mod faults;
#[path = "identities/limits.rs"]
mod limits;
#[path = "identities/structure.rs"]
mod structure;
#[path = "identities/trade.rs"]
mod trade;

use std::collections::BTreeMap;

use common::{Row, millionths, rows, whole};
use proptest::prelude::*;
use trade::{Trade, few, trade};

/// Rows of one flow but for the whole itself.
fn parts<'a>(rows: &'a [Row], flow: &str) -> Vec<&'a Row> {
    rows.iter().filter(|row| row["flow"] == flow && row["partner"] != "WORLD").collect()
}

fn world<'a>(rows: &'a [Row], flow: &str) -> Option<&'a Row> {
    rows.iter().find(|row| row["flow"] == flow && row["partner"] == "WORLD")
}

fn sum(rows: &[&Row], column: &str) -> i128 {
    rows.iter().map(|row| whole(row, column).unwrap_or(0)).sum()
}

/// The sum of rounded rates is the sum of the exact ones to half a unit of the last digit for each row.
fn adds_up(rows: &[&Row], column: &str, expected: i128) {
    let sum: i128 = rows.iter().filter_map(|row| millionths(row, column)).sum();
    assert!(
        (sum - expected).abs() <= rows.len() as i128,
        "{column} of {} rows add to {sum}, not {expected}",
        rows.len()
    );
}

const SPLITS: [&[&str]; 4] = [
    &["--by", "partner"],
    &["--by", "partner", "--top", "2"],
    &["--by", "partner", "--groups", "asean,eu"],
    &["--by", "partner", "--groups", "asean,eu", "--top", "1"],
];

proptest! {
    #![proptest_config(few(10))]

    /// Values, shares and contributions of all rows, with the rest, are those of the world.
    #[test]
    fn rows_add_to_the_world(trade in trade()) {
        let folder = common::Folder::new();
        let path = folder.file("trade.csv", trade.csv());
        let truth = trade.totals();
        for split in SPLITS {
            let question = ["share", "-d", &path, "--period", "2025-q1", "--flow", "exports,imports"];
            let columns = ["--columns", "value,base,share_pct,base_share_pct,contribution_pp,growth_pct"];
            let rows = rows(&[&question[..], split, &columns[..]].concat());
            for flow in ["exports", "imports"] {
                let parts = parts(&rows, flow);
                let (now, then) = (truth[&(flow, 2025)], truth[&(flow, 2024)]);
                prop_assert_eq!(sum(&parts, "value"), now, "{:?} {}", split, flow);
                prop_assert_eq!(sum(&parts, "base"), then, "{:?} {}", split, flow);
                let whole_row = common::rows(&[&question[..], &columns[..]].concat());
                let growth = millionths(world(&whole_row, flow).unwrap(), "growth_pct");
                if now > 0 { adds_up(&parts, "share_pct", 100_000_000) }
                if let (true, Some(growth)) = (then > 0, growth) { adds_up(&parts, "contribution_pp", growth) }
            }
        }
    }

    /// A published world beside the countries is the whole, and what the countries lack is a row of its own.
    #[test]
    fn what_is_not_listed_is_a_residual(trade in trade(), more in 1..1_000_000_i64) {
        let folder = common::Folder::new();
        let path = folder.file("trade.csv", trade.with_world(more));
        let rows = rows(&["growth", "-d", &path, "--period", "2025-01", "--flow", "exports", "--by", "partner"]);
        let listed: i128 = trade.exports_of("2025-01");
        let parts = parts(&rows, "exports");
        prop_assert_eq!(sum(&parts, "value"), listed + i128::from(more));
        let rest: Vec<&Row> = parts.iter().copied().filter(|row| row["partner"] == "RESIDUAL").collect();
        prop_assert_eq!(sum(&rest, "value"), i128::from(more));
    }

    /// Sections, chapters, headings and subheadings of a complete file have the same total.
    #[test]
    fn every_level_has_the_same_total(trade in trade()) {
        let folder = common::Folder::new();
        let path = folder.file("products.csv", trade.by_product());
        let mut totals = BTreeMap::new();
        for level in ["section", "hs2", "hs4", "hs6"] {
            let words = ["growth", "-d", &path, "--period", "2025-q1", "--flow", "exports", "--level", level];
            let rows = rows(&words);
            let lines: Vec<&Row> = rows.iter().filter(|row| row["product"] != "TOTAL").collect();
            totals.insert(level, (sum(&lines, "value"), sum(&lines, "base")));
            if let Some(total) = rows.iter().find(|row| row["product"] == "TOTAL") {
                prop_assert_eq!(whole(total, "value"), Some(totals[level].0));
            }
        }
        let total = trade.totals()[&("exports", 2025)];
        prop_assert!(totals.values().all(|(value, _)| *value == total), "{:?}, not {}", totals, total);
    }

    /// Chapters beside their subheadings in one file are not added to them.
    #[test]
    fn levels_side_by_side_count_once(trade in trade()) {
        let folder = common::Folder::new();
        let path = folder.file("mixed.csv", trade.by_product_with_totals());
        let question = ["growth", "-d", &path, "--period", "2025-q1", "--flow", "exports"];
        let total = trade.totals()[&("exports", 2025)];
        prop_assert_eq!(whole(&rows(&question)[0], "value"), Some(total));
        for level in ["hs2", "hs6"] {
            let rows = rows(&[&question[..], &["--level", level]].concat());
            let lines: Vec<&Row> = rows.iter().filter(|row| row["product"] != "TOTAL").collect();
            prop_assert_eq!(sum(&lines, "value"), total);
        }
    }

    /// Exports, imports and what follows from the two.
    #[test]
    fn total_and_balance_are_the_two_flows(trade in trade()) {
        let folder = common::Folder::new();
        let path = folder.file("trade.csv", trade.csv());
        let flows = "exports,imports,total,balance";
        let words = ["growth", "-d", &path, "--period", "2025-q1", "--flow", flows, "--by", "partner"];
        let rows = rows(&words);
        let mut figures: BTreeMap<&str, BTreeMap<&str, i128>> = BTreeMap::new();
        for row in &rows {
            figures.entry(&row["partner"]).or_default().insert(&row["flow"], whole(row, "value").unwrap_or(0));
        }
        for (partner, of) in figures.into_iter().filter(|(_, of)| of.len() == 4) {
            prop_assert_eq!(of["total"], of["exports"] + of["imports"], "{}", partner);
            prop_assert_eq!(of["balance"], of["exports"] - of["imports"], "{}", partner);
        }
    }

    /// The place in the order is one more than the number of larger rows.
    #[test]
    fn ranks_follow_values(trade in trade()) {
        let folder = common::Folder::new();
        let path = folder.file("trade.csv", trade.csv());
        let rows = rows(&["rank", "-d", &path, "--period", "2025-q1", "--flow", "imports"]);
        let ranked: Vec<(i128, i128)> =
            rows.iter().filter_map(|row| Some((whole(row, "rank")?, whole(row, "value")?))).collect();
        for (rank, value) in &ranked {
            let larger = ranked.iter().filter(|(_, other)| other > value).count();
            prop_assert_eq!(*rank, larger as i128 + 1);
        }
    }
}

/// A whole of nothing has no shares, a base of nothing no growth, and neither is zero or infinite.
#[test]
fn nothing_is_not_a_hundred_percent() {
    let folder = common::Folder::new();
    let text = "period,flow,partner,value\n2024-01,exports,VNM,0\n2025-01,exports,VNM,5\n2024-01,imports,VNM,5\n\
                2025-01,imports,VNM,0\n";
    let path = folder.file("zero.csv", text);
    let rows = rows(&["share", "-d", &path, "--period", "2025-01", "--by", "partner", "--flow", "exports,imports"]);
    let of = |flow: &str| rows.iter().find(|row| row["flow"] == flow && row["partner"] == "VNM").unwrap();
    assert_eq!((of("exports")["growth_pct"].as_str(), of("exports")["status"].as_str()), ("", "zero_base"));
    assert_eq!((of("imports")["growth_pct"].as_str(), of("imports")["share_pct"].as_str()), ("-100.000000", ""));
}

/// Groups that were asked for beside countries show what their members add to.
#[test]
fn a_group_is_its_members() {
    let folder = common::Folder::new();
    let trade = Trade::sample();
    let path = folder.file("trade.csv", trade.csv());
    let question = ["growth", "-d", &path, "--period", "2025-q1", "--flow", "exports"];
    let shown = rows(&[&question[..], &["--partner", "ASEAN,EU,USA"]].concat());
    let members = rows(&[&question[..], &["--partner", "VNM,THA,MYS", "--by", "partner"]].concat());
    let group = shown.iter().find(|row| row["partner"] == "ASEAN").unwrap();
    assert_eq!(whole(group, "value").unwrap(), sum(&members.iter().collect::<Vec<_>>(), "value"));
}
