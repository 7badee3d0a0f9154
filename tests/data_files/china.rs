//! China's figures agree with themselves, up to residuals that are stated.

use std::collections::{BTreeMap, BTreeSet};

use crate::common::{Row, data, percent, scaled, whole};

/// Periods whose tables list every country.
const COMPLETE: [&str; 8] =
    ["2024-11", "2024-12", "2024-jan..nov", "2024", "2025-11", "2025-12", "2025-jan..nov", "2025"];

/// What the countries lack of the world's exports, as `data/SOURCES.md` states it.
const RESIDUALS: [(&str, i128); 3] = [("2024", 724_859), ("2024-12", 715_458), ("2024-jan..nov", 9_401)];

type Values = BTreeMap<(String, String, String), i128>;

fn values(rows: &[Row]) -> Values {
    let key = |row: &Row| (row["period"].clone(), row["flow"].clone(), row["partner"].clone());
    rows.iter().filter_map(|row| Some((key(row), whole(row, "value")?))).collect()
}

fn value(values: &Values, period: &str, flow: &str, partner: &str) -> i128 {
    values.get(&(period.to_owned(), flow.to_owned(), partner.to_owned())).copied().unwrap_or(0)
}

fn groups() -> BTreeSet<String> {
    data("reference/groups.csv").iter().map(|row| row["code"].clone()).collect()
}

#[test]
fn total_is_exports_and_imports() {
    let values = values(&data("china/partners_cny.csv"));
    let mut totals = 0;
    for ((period, _, partner), total) in values.iter().filter(|((_, flow, _), _)| flow == "total") {
        let both = value(&values, period, "exports", partner) + value(&values, period, "imports", partner);
        assert_eq!(*total, both, "{period} {partner}");
        totals += 1;
    }
    let both: BTreeSet<_> = values.keys().map(|(period, _, partner)| (period, partner)).collect();
    assert_eq!(totals, both.len(), "every partner has its total");
}

#[test]
fn countries_are_the_world_but_for_stated_residuals() {
    let (values, groups) = (values(&data("china/partners_cny.csv")), groups());
    for period in COMPLETE {
        for flow in ["exports", "imports"] {
            let rows = values.iter().filter(|((at, of, _), _)| at == period && of == flow);
            let single = rows.filter(|((_, _, partner), _)| partner != "WORLD" && !groups.contains(partner));
            let sum: i128 = single.map(|(_, value)| value).sum();
            let stated =
                RESIDUALS.iter().find(|(at, _)| *at == period && flow == "exports").map_or(0, |(_, value)| *value);
            assert_eq!(value(&values, period, flow, "WORLD") - sum, stated, "{period} {flow}");
        }
    }
}

/// Members of a group in a month, as the table of memberships has them.
fn members(group: &str, month: &str) -> Vec<String> {
    let rows = data("reference/memberships.csv");
    let inside = |row: &&Row| {
        row["group"] == group
            && row["since"].as_str() <= month
            && (row["until"].is_empty() || month <= row["until"].as_str())
    };
    rows.iter().filter(inside).map(|row| row["member"].clone()).collect()
}

/// A year and January to November are counted with the members of their last month, as the office does.
fn last_month(period: &str) -> String {
    match period.split_once('-') {
        None => format!("{period}-12"),
        Some((year, "jan..nov")) => format!("{year}-11"),
        Some(_) => period.to_owned(),
    }
}

#[test]
fn groups_are_their_members() {
    let values = values(&data("china/partners_cny.csv"));
    for period in COMPLETE {
        let groups: &[&str] = if period.starts_with("2025") { &["EU", "ASEAN", "RCEP"] } else { &["EU", "ASEAN"] };
        for group in groups {
            let members: Vec<String> =
                members(group, &last_month(period)).into_iter().filter(|code| code != "CHN").collect();
            for flow in ["exports", "imports", "total"] {
                let sum: i128 = members.iter().map(|member| value(&values, period, flow, member)).sum();
                assert_eq!(value(&values, period, flow, group), sum, "{group} of {} in {period}", members.len());
            }
        }
    }
    let count = |group: &str, month: &str| members(group, month).len();
    assert_eq!((count("EU", "2025-11"), count("EU", "2018-12"), count("EU", "2020-02")), (27, 28, 27));
    assert_eq!((count("ASEAN", "2025-09"), count("ASEAN", "2025-10"), count("RCEP", "2025-11")), (10, 11, 15));
}

fn year_earlier(period: &str) -> String {
    let (year, months) = period.split_at(4);
    format!("{}{months}", year.parse::<i32>().unwrap() - 1)
}

/// Printed rates against those of the printed levels: many rest on a base that was revised. Rates are printed with one
/// decimal, of which the table has lost a zero.
#[test]
fn printed_growth_against_levels() {
    let rows = data("china/partners_cny.csv");
    let values = values(&rows);
    let (mut cases, mut differ) = (0, 0);
    for row in rows.iter().filter(|row| !row["published_growth_pct"].is_empty()) {
        let base = value(&values, &year_earlier(&row["period"]), &row["flow"], &row["partner"]);
        let Some(now) = whole(row, "value").filter(|_| base > 0) else { continue };
        let off = percent(now - base, base) - scaled(&row["published_growth_pct"], 6);
        cases += 1;
        differ += i32::from(off.abs() > 50_000);
    }
    assert_eq!((cases, differ), (3022, 1777));
}

/// Every month and every January-to-date since 2000, both flows, no growth without its level.
#[test]
fn dollars_have_no_gap() {
    let values = values(&data("china/totals_usd.csv"));
    let names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov"];
    for year in 2000..=2026 {
        for month in 1..=if year == 2026 { 7 } else { 12 } {
            let to_date = match month {
                1 => format!("{year}-01"),
                12 => year.to_string(),
                _ => format!("{year}-jan..{}", names[month - 1]),
            };
            for flow in ["exports", "imports"] {
                assert!(value(&values, &format!("{year}-{month:02}"), flow, "WORLD") > 0, "{year}-{month:02}");
                assert!(value(&values, &to_date, flow, "WORLD") > 0, "{to_date}");
            }
        }
    }
}

/// Press figures are the tables' figures rounded, wherever both exist.
#[test]
fn the_press_does_not_contradict_the_tables() {
    let values = values(&data("china/partners_cny.csv"));
    let mut cases = 0;
    for row in data("china/press_cny.csv").iter().filter(|row| row["product"] == "TOTAL") {
        let key = (row["period"].clone(), row["flow"].clone(), row["partner"].clone());
        let (Some(told), Some(exact)) = (whole(row, "value"), values.get(&key)) else { continue };
        let unit = whole(row, "rounded_to").unwrap();
        assert!((told - exact).abs() * 2 <= unit, "{row:?} against {exact}");
        cases += 1;
    }
    assert!(cases >= 10, "{cases}");
}

#[test]
fn every_code_is_known() {
    let column =
        |path: &str, column: &str| -> BTreeSet<String> { data(path).iter().map(|row| row[column].clone()).collect() };
    let mut partners = column("reference/partners.csv", "code");
    partners.extend(groups());
    let products = column("reference/gacc_products.csv", "product");
    for path in crate::TRADE {
        for row in data(path) {
            assert!(partners.contains(&row["partner"]), "{path}: {row:?}");
            let code = row["product"].strip_prefix("gacc:").map(|code| products.contains(code));
            assert!(code.unwrap_or(matches!(row["product"].as_str(), "TOTAL" | "bop:SERVICES")), "{path}: {row:?}");
        }
    }
}
