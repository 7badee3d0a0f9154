//! Every figure of `growth`, `share` and `rank` by partner, computed again from the table with whole numbers.

use std::collections::{BTreeMap, BTreeSet};

use crate::common::{Row, ask, data, millionths, percent, whole};

/// Periods whose tables and whose base's tables list every country.
const COMPLETE: [&str; 4] = ["2025-11", "2025-12", "2025-jan..nov", "2025"];
/// Periods whose tables list the main partners only.
const MAIN: [&str; 4] = ["2025-03", "2025-jan..jun", "2026-01", "2026-jan..jul"];

const FLOWS: [&str; 3] = ["total", "exports", "imports"];

/// The table of partners: value by period, flow and partner; countries apart from groups.
struct Printed {
    values: BTreeMap<(String, String, String), i128>,
    groups: BTreeSet<String>,
    areas: BTreeSet<String>,
}

impl Printed {
    fn read() -> Printed {
        let key = |row: &Row| (row["period"].clone(), row["flow"].clone(), row["partner"].clone());
        let (rows, partners) = (data("china/partners_cny.csv"), data("reference/partners.csv"));
        Printed {
            values: rows.iter().filter_map(|row| Some((key(row), whole(row, "value")?))).collect(),
            groups: data("reference/groups.csv").iter().map(|row| row["code"].clone()).collect(),
            areas: partners.iter().filter(|row| row["kind"] == "other").map(|row| row["code"].clone()).collect(),
        }
    }

    fn value(&self, period: &str, flow: &str, partner: &str) -> Option<i128> {
        self.values.get(&(period.to_owned(), flow.to_owned(), partner.to_owned())).copied()
    }

    /// Countries with a figure: areas such as "Other Africa" have no rank.
    fn ranked(&self, period: &str, flow: &str) -> BTreeMap<String, i128> {
        let all = self.countries(period, flow).into_iter();
        all.filter(|(partner, _)| !self.areas.contains(partner)).collect()
    }

    /// Partners with a figure, but for the world and groups.
    fn countries(&self, period: &str, flow: &str) -> BTreeMap<String, i128> {
        let rows = self.values.iter().filter(|((at, of, _), _)| at == period && of == flow);
        let single = rows.filter(|((_, _, partner), _)| partner != "WORLD" && !self.groups.contains(partner));
        single.map(|((_, _, partner), value)| (partner.clone(), *value)).collect()
    }
}

fn of<'a>(rows: &'a [Row], flow: &str) -> BTreeMap<&'a str, &'a Row> {
    rows.iter().filter(|row| row["flow"] == flow).map(|row| (row["partner"].as_str(), row)).collect()
}

/// A figure of a row, none being nothing.
fn amount(row: &Row, column: &str) -> i128 {
    whole(row, column).unwrap_or(0)
}

fn base_of(period: &str) -> String {
    let (year, months) = period.split_at(4);
    format!("{}{months}", year.parse::<i32>().unwrap() - 1)
}

/// Everything that a row of `growth` says follows from two levels of the partner and the base of the whole.
fn check_growth(row: &Row, now: Option<i128>, then: Option<i128>, whole_base: i128) {
    assert_eq!(amount(row, "value"), now.unwrap_or(0), "{row:?}");
    assert_eq!(amount(row, "base"), then.unwrap_or(0), "{row:?}");
    let (Some(now), Some(then)) = (now, then) else { return };
    assert_eq!(whole(row, "change"), Some(now - then), "{row:?}");
    assert_eq!(millionths(row, "growth_pct"), (then != 0).then(|| percent(now - then, then)), "{row:?}");
    assert_eq!(millionths(row, "contribution_pp"), Some(percent(now - then, whole_base)), "{row:?}");
}

#[test]
fn growth_by_partner() {
    let printed = Printed::read();
    for period in COMPLETE.iter().chain(&MAIN) {
        let rows = ask(&format!("growth --period {period} --by partner"));
        let base = base_of(period);
        for flow in FLOWS {
            let lines = of(&rows, flow);
            let world_base = printed.value(&base, flow, "WORLD").unwrap();
            let listed: BTreeSet<String> = printed.countries(period, flow).into_keys().collect();
            for partner in &listed {
                let row = lines.get(partner.as_str()).unwrap_or_else(|| panic!("{period} {flow}: no {partner}"));
                let level = |at: &str| printed.value(at, flow, partner);
                check_growth(row, level(period), level(&base), world_base);
            }
            let sum: i128 =
                lines.iter().filter(|(code, _)| **code != "WORLD").map(|(_, row)| amount(row, "value")).sum();
            assert_eq!(Some(sum), printed.value(period, flow, "WORLD"), "{period} {flow}");
        }
    }
}

#[test]
fn the_three_flows() {
    let printed = Printed::read();
    for period in COMPLETE.iter().chain(&MAIN) {
        let rows = ask(&format!("growth --period {period}"));
        let base = base_of(period);
        let total_base = printed.value(&base, "total", "WORLD").unwrap();
        for flow in FLOWS {
            let level = |at: &str| printed.value(at, flow, "WORLD");
            check_growth(of(&rows, flow)["WORLD"], level(period), level(&base), total_base);
        }
    }
}

#[test]
fn shares_by_partner() {
    let printed = Printed::read();
    for period in COMPLETE {
        let rows = ask(&format!("share --period {period} --by partner"));
        let base = base_of(period);
        for flow in FLOWS {
            let world = |at: &str| printed.value(at, flow, "WORLD").unwrap();
            for (partner, now) in printed.countries(period, flow) {
                let row = of(&rows, flow)[partner.as_str()];
                assert_eq!(millionths(row, "share_pct"), Some(percent(now, world(period))), "{row:?}");
                let Some(then) = printed.value(&base, flow, &partner) else { continue };
                assert_eq!(millionths(row, "base_share_pct"), Some(percent(then, world(&base))), "{row:?}");
                let exact = now * world(&base) - then * world(period);
                let change = millionths(row, "share_change_pp").unwrap();
                assert_eq!(change, percent(exact, world(period) * world(&base)), "{row:?}");
            }
        }
    }
}

/// Ranks by value; equal values share the better rank.
fn ranks(values: &BTreeMap<String, i128>) -> BTreeMap<&str, usize> {
    let rank = |own: &i128| 1 + values.values().filter(|other| *other > own).count();
    values.iter().map(|(partner, value)| (partner.as_str(), rank(value))).collect()
}

#[test]
fn ranks_by_partner() {
    let printed = Printed::read();
    for period in COMPLETE {
        let rows = ask(&format!("rank --period {period} --by partner"));
        for flow in FLOWS {
            let (now, then) = (printed.ranked(period, flow), printed.ranked(&base_of(period), flow));
            let (rank, base_rank) = (ranks(&now), ranks(&then));
            for (partner, row) in of(&rows, flow).into_iter().filter(|(partner, _)| now.contains_key(*partner)) {
                assert_eq!(row["rank"], rank[partner].to_string(), "{row:?}");
                let Some(before) = base_rank.get(partner) else { continue };
                assert_eq!(row["base_rank"], before.to_string(), "{row:?}");
                assert_eq!(row["rank_change"], (*before as i64 - rank[partner] as i64).to_string(), "{row:?}");
            }
        }
    }
}

/// Twenty largest partners with growth and change of rank, and Vietnam's place among them.
#[test]
fn the_twenty_largest() {
    let printed = Printed::read();
    let rows = ask("rank --period 2025-jan..nov --top 20 --flow total");
    let now = printed.countries("2025-jan..nov", "total");
    let mut order: Vec<_> = now.iter().map(|(partner, value)| (-value, partner.as_str())).collect();
    order.sort_unstable();
    let twenty: Vec<&str> = order.iter().take(20).map(|(_, partner)| *partner).collect();
    let shown: Vec<&str> = rows.iter().take(20).map(|row| row["partner"].as_str()).collect();
    assert_eq!(shown, twenty);
    assert!(rows[..20].iter().all(|row| !row["growth_pct"].is_empty() && !row["rank_change"].is_empty()));
    assert_eq!(rows[5]["partner"], "VNM");
    assert_eq!(ask("rank --period 2025-jan..nov --partner VNM --flow total")[0]["rank"], "6");
    let sum: i128 = rows.iter().filter(|row| row["partner"] != "WORLD").map(|row| amount(row, "value")).sum();
    assert_eq!(Some(sum), printed.value("2025-jan..nov", "total", "WORLD"));
}
