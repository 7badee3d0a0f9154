//! Lists of partners, groups, products and rates: every name has one meaning, every part its whole.

use std::collections::{BTreeMap, BTreeSet};

use tradestat::reference::{entity, name};

use crate::common::{Row, data};

fn codes(path: &str, column: &str) -> BTreeSet<String> {
    data(path).iter().map(|row| row[column].clone()).collect()
}

#[test]
fn memberships_are_of_known_groups_and_partners() {
    let (groups, partners) = (codes("reference/groups.csv", "code"), codes("reference/partners.csv", "code"));
    let month = |text: &str| {
        let (year, month) = text.split_once('-').unwrap();
        assert!(year.len() == 4 && (1..=12).contains(&month.parse().unwrap()) && month.len() == 2, "{text}");
    };
    let mut spans: BTreeMap<(String, String), Vec<(String, String)>> = BTreeMap::new();
    for row in data("reference/memberships.csv") {
        assert!(groups.contains(&row["group"]) && partners.contains(&row["member"]), "{row:?}");
        ["since", "until"].iter().filter(|column| !row[**column].is_empty()).for_each(|column| month(&row[*column]));
        assert!(row["until"].is_empty() || row["since"] <= row["until"], "{row:?}");
        assert!(!row["source"].is_empty(), "{row:?}");
        let ends = if row["until"].is_empty() { "9999-12".to_owned() } else { row["until"].clone() };
        spans.entry((row["group"].clone(), row["member"].clone())).or_default().push((row["since"].clone(), ends));
    }
    for (member, mut spans) in spans {
        spans.sort();
        assert!(spans.windows(2).all(|pair| pair[0].1 < pair[1].0), "{member:?} is a member twice at once: {spans:?}");
    }
}

/// Every spelling of a row: its codes, its names and its aliases.
fn spellings(row: &Row) -> Vec<String> {
    let columns = ["code", "iso2", "name", "name_zh", "aliases"];
    let cells = columns.iter().filter_map(|column| row.get(*column));
    cells.flat_map(|cell| cell.split('|')).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[test]
fn no_name_has_two_meanings() {
    let mut meanings: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in ["reference/partners.csv", "reference/groups.csv"] {
        for row in data(path) {
            for word in spellings(&row) {
                meanings.entry(name::folded(&word)).or_default().insert(row["code"].clone());
            }
        }
    }
    let ambiguous: Vec<_> = meanings.iter().filter(|(word, codes)| codes.len() > 1 || word.is_empty()).collect();
    assert!(ambiguous.is_empty(), "{ambiguous:#?}");
}

/// Every spelling finds its own row, in any case.
#[test]
fn every_name_is_found() {
    for path in ["reference/partners.csv", "reference/groups.csv"] {
        for row in data(path) {
            for word in spellings(&row) {
                for typed in [word.clone(), word.to_uppercase(), word.to_lowercase()] {
                    let found = entity::find(&typed).map(|entity| entity.code.to_string());
                    assert_eq!(found.as_ref(), Some(&row["code"]), "{typed}");
                }
            }
        }
    }
}

#[test]
fn numbers_of_partners_are_unique() {
    for column in ["m49", "gacc", "iso2"] {
        let mut seen = BTreeMap::new();
        for row in data("reference/partners.csv") {
            for number in row[column].split('|').filter(|number| !number.is_empty()) {
                let before = seen.insert(number.to_owned(), row["code"].clone());
                assert_eq!(before, None, "{column} {number} of {}", row["code"]);
            }
        }
    }
}

#[test]
fn every_product_has_its_parent() {
    let rows = data("reference/hs2022.csv");
    let sections: BTreeMap<String, String> =
        rows.iter().map(|row| (row["code"].clone(), row["section"].clone())).collect();
    for row in &rows {
        let code = &row["code"];
        assert!(matches!(code.len(), 2 | 4 | 6) && code.bytes().all(|byte| byte.is_ascii_digit()), "{row:?}");
        assert!(!row["name"].is_empty(), "{row:?}");
        if let Some(parent) = code.len().checked_sub(2).filter(|len| *len > 0).map(|len| &code[..len]) {
            assert_eq!(sections.get(parent), Some(&row["section"]), "{row:?}");
        }
    }
    let by_length = |len: usize| sections.keys().filter(|code| code.len() == len).count();
    assert_eq!((by_length(2), by_length(4), by_length(6)), (97, 1229, 5613));
}

#[test]
fn sections_are_whole_runs_of_chapters() {
    let sections = data("reference/hs_sections.csv");
    assert_eq!(sections.len(), 21);
    for pair in sections.windows(2) {
        assert!(pair[0]["first"] <= pair[0]["last"] && pair[0]["last"] < pair[1]["first"], "{pair:?}");
    }
    for row in data("reference/hs2022.csv").iter().filter(|row| row["code"].len() == 2 && row["code"] != "99") {
        let inside = |section: &&Row| section["first"] <= row["code"] && row["code"] <= section["last"];
        assert_eq!(sections.iter().find(inside).map(|section| &section["section"]), Some(&row["section"]), "{row:?}");
    }
}

#[test]
fn product_groups_are_of_known_codes() {
    let codes = codes("reference/hs2022.csv", "code");
    for row in data("reference/product_groups.csv") {
        let included: Vec<&str> = row["include"].split_whitespace().collect();
        assert!(!included.is_empty() && !row["source"].is_empty(), "{row:?}");
        for code in &included {
            assert!(codes.contains(*code), "{}: {code}", row["code"]);
            let twice = included.iter().any(|other| other != code && code.starts_with(other));
            assert!(!twice, "{}: {code} is in another prefix of the group", row["code"]);
        }
        for code in row["exclude"].split_whitespace() {
            assert!(codes.contains(code), "{}: {code}", row["code"]);
        }
    }
}

#[test]
fn parents_of_commodities_are_commodities() {
    let rows = data("reference/gacc_products.csv");
    let parents: BTreeMap<&str, &str> =
        rows.iter().map(|row| (row["product"].as_str(), row["parent"].as_str())).collect();
    for (product, parent) in &parents {
        assert!(parent.is_empty() || parents.contains_key(parent), "{product}: {parent}");
        let mut above = vec![*product];
        while let Some(next) = parents.get(above[above.len() - 1]).filter(|next| !next.is_empty()) {
            assert!(!above.contains(next), "{product} is its own parent");
            above.push(next);
        }
    }
}

#[test]
fn rates_are_positive_and_one_a_month() {
    let mut seen = BTreeSet::new();
    for row in data("reference/exchange_rates.csv") {
        let rate: f64 = row["per_usd"].parse().unwrap();
        assert!(rate > 0.0 && rate.is_finite(), "{row:?}");
        assert!(seen.insert((row["currency"].clone(), row["period"].clone())), "{row:?}");
    }
    let months = |currency: &str| seen.iter().filter(|(of, _)| of == currency).count();
    assert!(["CNY", "EUR", "JPY", "GBP"].iter().all(|currency| months(currency) >= 26 * 12));
}
