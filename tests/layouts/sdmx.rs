//! SDMX-CSV 1.0 and 2.0, with codes alone, with labels in their cells, and with labels in columns of their own.

use super::fact::{Fact, Reach, VALUES};
use super::hand::{ANY, Habits};
use super::sheet::{Cell, Named, Sheet};
use super::whim::Whim;
use super::{Layout, who};

const OLD: [&str; 12] = [
    "DATAFLOW",
    "LAST UPDATE",
    "freq",
    "reporter",
    "partner",
    "product",
    "flow",
    "indicators",
    "TIME_PERIOD",
    "OBS_VALUE",
    "OBS_FLAG",
    "CONF_STATUS",
];

const NEW: [&str; 13] = [
    "STRUCTURE",
    "STRUCTURE_ID",
    "ACTION",
    "FREQ",
    "REPORTER",
    "PARTNER",
    "PRODUCT",
    "FLOW",
    "UNIT_MULT",
    "CURRENCY",
    "TIME_PERIOD",
    "OBS_VALUE",
    "CONF_STATUS",
];

const REACH: Reach = Reach {
    periods: &["2023", "2024-01", "2024-02", "2024-q3"],
    reporters: &["DEU", "FRA", "GRC", "EU"],
    partners: &["WORLD", "USA", "CHN", "VNM", "EU"],
    products: &["TOTAL", "hs:01", "hs:0101", "hs:85423190"],
    currencies: &["EUR"],
    decimals: 2,
    has_blanks: true,
    has_secrets: true,
    ..VALUES
};

fn code(iso3: &str) -> &'static str {
    match iso3 {
        "EU" => "EU27_2020",
        "WORLD" => "WORLD",
        "GRC" => "EL",
        iso3 => who::is(iso3).iso2,
    }
}

fn old_row(fact: &Fact, indicator: &str, whim: &mut Whim) -> Named {
    Named::from([
        ("DATAFLOW", "ESTAT:DS-045409(1.0)".into()),
        ("LAST UPDATE", "15/01/25 11:00:00".into()),
        ("freq", if fact.period.len() == 4 { "A" } else { "M" }.into()),
        ("reporter", code(&fact.reporter).into()),
        ("partner", code(&fact.partner).into()),
        ("product", fact.code().into()),
        ("flow", Cell::Number(if fact.flow == "imports" { "1" } else { "2" }.to_owned())),
        ("indicators", indicator.into()),
        ("TIME_PERIOD", Cell::text(fact.period.to_uppercase())),
        (
            "OBS_VALUE",
            fact.value.map_or_else(|| whim.pick(&["", ":", "NaN"]).into(), |value| Cell::number(Some(value))),
        ),
        ("OBS_FLAG", if fact.secret { "c" } else { whim.pick(&["", "p", "e"]) }.into()),
    ])
}

fn new_row(fact: &Fact, whim: &mut Whim) -> Named {
    Named::from([
        ("STRUCTURE", "dataflow".into()),
        ("STRUCTURE_ID", "OFFICE:TRADE(1.0)".into()),
        ("ACTION", "I".into()),
        ("FREQ", if fact.period.len() == 4 { "A" } else { "M" }.into()),
        ("REPORTER", code(&fact.reporter).into()),
        (
            "PARTNER",
            whim.pick(&[code(&fact.partner), if fact.partner == "WORLD" { "W0" } else { code(&fact.partner) }]).into(),
        ),
        ("PRODUCT", if fact.product == "TOTAL" { whim.pick(&["TOTAL", "_T"]) } else { fact.code() }.into()),
        (
            "FLOW",
            if fact.flow == "imports" { whim.pick(&["1", "M", "IMP"]) } else { whim.pick(&["2", "X", "EXP"]) }.into(),
        ),
        ("UNIT_MULT", Cell::Number("3".to_owned())),
        ("CURRENCY", "EUR".into()),
        ("TIME_PERIOD", Cell::text(fact.period.to_uppercase())),
        ("OBS_VALUE", Cell::number(fact.value.map(|value| value / rust_decimal::Decimal::from(1000)))),
        ("CONF_STATUS", if fact.secret { whim.pick(&["C", "N", "S"]) } else { "F" }.into()),
    ])
}

/// Rows of values, and here and there one of another measure.
fn old_sheet(facts: &[Fact], whim: &mut Whim) -> Sheet {
    let mut rows = Vec::new();
    for fact in facts {
        rows.push(old_row(fact, "VALUE_IN_EUROS", whim));
        if whim.coin() {
            rows.push(old_row(fact, "QUANTITY_IN_100KG", whim));
        }
    }
    Sheet::of(&OLD, rows)
}

fn new_sheet(facts: &[Fact], whim: &mut Whim) -> Sheet {
    Sheet::of(&NEW, facts.iter().map(|fact| new_row(fact, whim)))
}

/// Columns that say what the table is and have no label.
fn is_frame(name: &str) -> bool {
    ["STRUCTURE", "STRUCTURE_ID", "ACTION", "TIME_PERIOD", "OBS_VALUE"].contains(&name)
}

/// `REPORTER: Reporting country` above `DE: Germany`.
fn labelled(facts: &[Fact], whim: &mut Whim) -> Sheet {
    let mut sheet = new_sheet(facts, whim);
    for (at, name) in sheet.header.iter_mut().enumerate().filter(|(_, name)| !is_frame(name)) {
        for row in &mut sheet.rows {
            if row[at] != Cell::Empty {
                row[at] = Cell::Text(format!("{}: Words, \"more\" words", row[at].letters()));
            }
        }
        name.push_str(": In words");
    }
    sheet
}

/// A column with the label after each column with a code; the names of the two may differ by their case only.
fn named(facts: &[Fact], whim: &mut Whim) -> Sheet {
    let sheet = new_sheet(facts, whim);
    let mut wide = Sheet { rows: vec![Vec::new(); sheet.rows.len()], ..Sheet::default() };
    let beside = |name: &str| match name {
        "STRUCTURE" | "ACTION" => None,
        "STRUCTURE_ID" => Some("STRUCTURE_NAME".to_owned()),
        name => Some(format!("{}{}", &name[..1], name[1..].to_lowercase())),
    };
    for (at, name) in sheet.header.iter().enumerate() {
        let beside = beside(name);
        wide.header.extend([name.clone()].into_iter().chain(beside.clone()));
        for (row, own) in wide.rows.iter_mut().zip(&sheet.rows) {
            row.push(own[at].clone());
            row.extend(beside.is_some().then(|| if own[at] == Cell::Empty { Cell::Empty } else { "In words".into() }));
        }
    }
    wide
}

pub(crate) const FIRST: Layout =
    Layout { facts: || REACH.facts(), sheet: old_sheet, absent_is_missing: true, ..Layout::PLAIN };

pub(crate) const SECOND: Layout = Layout { sheet: new_sheet, ..FIRST };

pub(crate) const LABELS_IN_CELLS: Layout =
    Layout { sheet: labelled, habits: Habits { columns_move: false, ..ANY }, ..FIRST };

pub(crate) const LABELS_IN_COLUMNS: Layout =
    Layout { sheet: named, habits: Habits { columns_move: false, ..ANY }, ..FIRST };
