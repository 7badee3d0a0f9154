//! Eurostat Comext bulk files of either generation: euro, flows as numbers, rows that add up, hidden codes.

use super::fact::{Fact, Reach, VALUES};
use super::hand::{ANY, Habits};
use super::sheet::{Cell, Named, Sheet};
use super::whim::Whim;
use super::{Layout, who};

const NEW: [&str; 18] = [
    "REPORTER",
    "PARTNER",
    "TRADE_TYPE",
    "PRODUCT_NC",
    "PRODUCT_SITC",
    "PRODUCT_CPA21",
    "PRODUCT_CPA22",
    "PRODUCT_BEC",
    "PRODUCT_BEC5",
    "PRODUCT_SECTION",
    "FLOW",
    "STAT_PROCEDURE",
    "SUPPL_UNIT",
    "PERIOD",
    "VALUE_EUR",
    "VALUE_NAC",
    "QUANTITY_KG",
    "QUANTITY_SUPPL_UNIT",
];

const OLD: [&str; 17] = [
    "DECLARANT",
    "DECLARANT_ISO",
    "PARTNER",
    "PARTNER_ISO",
    "TRADE_TYPE",
    "PRODUCT_NC",
    "PRODUCT_SITC",
    "PRODUCT_CPA2002",
    "PRODUCT_CPA2008",
    "PRODUCT_CPA2_1",
    "PRODUCT_BEC",
    "FLOW",
    "STAT_REGIME",
    "SUPP_UNIT",
    "PERIOD",
    "VALUE_IN_EUROS",
    "QUANTITY_IN_KG",
];

const REACH: Reach = Reach {
    reporters: &["DEU", "FRA", "GRC"],
    partners: &["USA", "CHN", "VNM", "BRA", "GRC", "TUR"],
    products: &["TOTAL", "hs:01", "hs:01012100", "hs:85423190", "hs:99RRR100", "hs:12AB"],
    splits: &["", "1|", "4|", "9|"],
    currencies: &["EUR"],
    units: &["p/st", "l"],
    has_weight: true,
    decimals: 2,
    has_blanks: true,
    adds_up: true,
    ..VALUES
};

/// A year is its month 52.
fn period(fact: &Fact) -> Cell {
    let (year, month) = fact.year_and_month();
    Cell::Number(format!("{year}{}", month.unwrap_or("52")))
}

fn flow(fact: &Fact) -> Cell {
    Cell::Number(if fact.flow == "imports" { "1" } else { "2" }.to_owned())
}

fn split(fact: &Fact, total: &'static str) -> Cell {
    Cell::text(if fact.splits.is_empty() { total } else { fact.split(0) })
}

/// The code of a member state, which is not always that of ISO.
fn member(iso3: &str, whim: &mut Whim) -> &'static str {
    if iso3 == "GRC" { whim.pick(&["GR", "EL"]) } else { who::is(iso3).iso2 }
}

fn new_row(fact: &Fact, whim: &mut Whim) -> Named {
    Named::from([
        ("REPORTER", member(&fact.reporter, whim).into()),
        ("PARTNER", member(&fact.partner, whim).into()),
        ("TRADE_TYPE", "E".into()),
        ("PRODUCT_NC", fact.code().into()),
        ("PRODUCT_SITC", "77200".into()),
        ("PRODUCT_SECTION", "S16".into()),
        ("FLOW", flow(fact)),
        ("STAT_PROCEDURE", split(fact, whim.pick(&["0", "T"]))),
        ("SUPPL_UNIT", Cell::text(fact.quantity_unit.as_str())),
        ("PERIOD", period(fact)),
        (
            "VALUE_EUR",
            fact.value.map_or_else(|| whim.pick(&["", ":", ": c"]).into(), |value| Cell::number(Some(value))),
        ),
        ("QUANTITY_KG", Cell::number(fact.weight)),
        ("QUANTITY_SUPPL_UNIT", Cell::number(fact.quantity)),
    ])
}

/// The number of a country in the office's own list, which is not that of the United Nations.
fn number(code: &str) -> &str {
    match code {
        "FRA" => "001",
        "DEU" => "004",
        "GRC" => "009",
        "USA" => "0400",
        "CHN" => "0720",
        "VNM" => "0690",
        "BRA" => "0508",
        "TUR" => "0052",
        own => own,
    }
}

fn old_row(fact: &Fact, whim: &mut Whim) -> Named {
    Named::from([
        ("DECLARANT", number(&fact.reporter).into()),
        ("DECLARANT_ISO", member(&fact.reporter, whim).into()),
        ("PARTNER", number(&fact.partner).into()),
        ("PARTNER_ISO", member(&fact.partner, whim).into()),
        ("TRADE_TYPE", "I".into()),
        ("PRODUCT_NC", fact.code().into()),
        ("FLOW", flow(fact)),
        ("STAT_REGIME", split(fact, whim.pick(&["4", "0", "T"]))),
        ("SUPP_UNIT", Cell::text(fact.quantity_unit.as_str())),
        ("PERIOD", period(fact)),
        ("VALUE_IN_EUROS", Cell::number(fact.value)),
        ("QUANTITY_IN_KG", Cell::number(fact.weight)),
        ("SUP_QUANTITY", Cell::number(fact.quantity)),
    ])
}

fn old_sheet(facts: &[Fact], whim: &mut Whim) -> Sheet {
    let header = [&OLD[..], &["SUP_QUANTITY"]].concat();
    let mut sheet = Sheet::of(&header, facts.iter().map(|fact| old_row(fact, whim)));
    if whim.coin() {
        sheet.header[17] = "SUPPLEMENTARY_QUANTITY".to_owned();
    }
    sheet
}

pub(crate) const SINCE_2024: Layout = Layout {
    facts: || REACH.facts(),
    sheet: |facts, whim| Sheet::of(&NEW, facts.iter().map(|fact| new_row(fact, whim))),
    habits: Habits { ..ANY },
    ..Layout::PLAIN
};

const OLD_REACH: Reach = Reach { splits: &["", "1|", "3|"], ..REACH };

pub(crate) const BEFORE_2024: Layout = Layout { facts: || OLD_REACH.facts(), sheet: old_sheet, ..Layout::PLAIN };

/// The oldest files have no letter codes; their numbers stay what they are.
pub(crate) const NUMBERED: Layout = Layout {
    facts: || {
        Reach { reporters: &["own:001", "own:004"], partners: &["own:0400", "own:0720", "own:1010"], ..OLD_REACH }
            .facts()
    },
    sheet: |facts, whim| {
        let lettered: Vec<Fact> =
            facts.iter().map(|fact| Fact { reporter: "DEU".into(), partner: "USA".into(), ..fact.clone() }).collect();
        let mut sheet = old_sheet(&lettered, whim);
        for (row, fact) in sheet.rows.iter_mut().zip(facts) {
            (row[0], row[2]) =
                ([&fact.reporter, &fact.partner].map(|code| Cell::text(code.trim_start_matches("own:")))).into();
        }
        let without: Vec<usize> = (0..sheet.header.len()).filter(|at| ![1, 3].contains(at)).collect();
        sheet.with_columns(&without)
    },
    ..Layout::PLAIN
};
