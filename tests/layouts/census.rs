//! The interface of the US Census Bureau: rows of JSON below a row of headings, the month and the year to date, groups of
//! countries among the countries.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::fact::{Fact, Reach, VALUES};
use super::hand::{ANY, Habits, Letters, Medium};
use super::sheet::{Cell, Named, Sheet};
use super::whim::Whim;
use super::{Layout, who};

const REACH: Reach = Reach {
    periods: &["2024-01", "2024-02", "2024-12"],
    reporters: &["USA"],
    products: &["TOTAL", "hs:01", "hs:0101", "hs:854231", "hs:8542310001"],
    ..VALUES
};

/// Facts of one flow, and for each month the year up to it; in January that is the month.
fn facts(flow: &'static [&'static str]) -> BoxedStrategy<Vec<Fact>> {
    let months = Reach { flows: flow, ..REACH }.facts();
    (months, 0..1_000_i64)
        .prop_map(|(months, more)| {
            let to_date = |fact: &Fact| {
                let period = match fact.period.as_str() {
                    "2024-02" => "2024-jan..feb",
                    "2024-12" => "2024",
                    _ => return None,
                };
                Some(Fact {
                    period: period.to_owned(),
                    value: fact.value.map(|value| value + rust_decimal::Decimal::from(more)),
                    ..fact.clone()
                })
            };
            let years: Vec<Fact> = months.iter().filter_map(to_date).collect();
            [months, years].concat()
        })
        .boxed()
}

/// The month and its year to date by what they are of.
fn pairs(facts: &[Fact]) -> BTreeMap<(String, String, String), [Cell; 2]> {
    let mut pairs: BTreeMap<_, [Cell; 2]> = BTreeMap::new();
    for fact in facts {
        let (month, places): (&str, &[usize]) = match fact.period.as_str() {
            "2024-jan..feb" => ("2024-02", &[1]),
            "2024" => ("2024-12", &[1]),
            "2024-01" => ("2024-01", &[0, 1]),
            month => (month, &[0]),
        };
        let pair = pairs.entry((month.to_owned(), fact.partner.clone(), fact.code().to_owned())).or_default();
        for place in places {
            pair[*place] = Cell::number(fact.value);
        }
    }
    pairs
}

/// How a file names months and countries.
struct Style {
    commodity: &'static str,
    values: [&'static str; 2],
    time: bool,
    names: bool,
}

fn level(code: &str) -> &'static str {
    ["-", "HS2", "HS4", "HS6", "HS10"]
        [[0, 2, 4, 6, 10].iter().position(|digits| *digits == if code == "TOTAL" { 0 } else { code.len() }).unwrap()]
}

fn row(style: &Style, month: &str, partner: &str, code: &str, [own, to_date]: &[Cell; 2]) -> Named {
    let census = who::is(partner).census;
    let mut row = Named::from([
        (style.commodity, if code == "TOTAL" { "-" } else { code }.into()),
        ("CTY_CODE", census.0.into()),
        (style.values[0], own.clone()),
        (style.values[1], to_date.clone()),
        ("SUMMARY_LVL", "DET".into()),
        ("COMM_LVL", level(code).into()),
    ]);
    if style.names {
        row.insert("CTY_NAME", census.1.into());
    }
    let (year, number) = month.split_once('-').unwrap();
    if style.time {
        row.insert("time", month.into());
    } else {
        row.extend([("YEAR", year.into()), ("MONTH", number.into())]);
    }
    row
}

fn sheet(commodity: &'static str, values: [&'static str; 2], facts: &[Fact], whim: &mut Whim) -> Sheet {
    let style = Style { commodity, values, time: whim.coin(), names: whim.coin() };
    let mut rows = Vec::new();
    for ((month, partner, code), pair) in pairs(facts) {
        rows.push(row(&style, &month, &partner, &code, &pair));
        if whim.coin() {
            let group = row(&style, &month, &partner, &code, &pair)
                .into_iter()
                .chain([("CTY_CODE", whim.pick(&["0003", "5XXX", "0027"]).into()), ("SUMMARY_LVL", "CGP".into())]);
            rows.push(group.collect());
        }
    }
    let header: Vec<&'static str> = rows[0].keys().copied().collect();
    let mut sheet = Sheet::of(&header, rows);
    if whim.coin() {
        // What was asked for comes back once more at the end.
        let at = header.iter().position(|name| *name == commodity).unwrap();
        let order: Vec<usize> = (0..header.len()).chain([at]).collect();
        sheet = sheet.with_columns(&order);
    }
    sheet
}

const HABITS: Habits = Habits { media: &[Medium::Arrays], letters: &[Letters::Utf8, Letters::Utf8Marked], ..ANY };

pub(crate) const EXPORTS: Layout = Layout {
    facts: || facts(&["exports"]),
    sheet: |facts, whim| sheet("E_COMMODITY", ["ALL_VAL_MO", "ALL_VAL_YR"], facts, whim),
    habits: Habits { columns_move: false, ..HABITS },
    ..Layout::PLAIN
};

pub(crate) const IMPORTS: Layout = Layout {
    facts: || facts(&["imports"]),
    sheet: |facts, whim| sheet("I_COMMODITY", ["GEN_VAL_MO", "GEN_VAL_YR"], facts, whim),
    habits: Habits { columns_move: false, ..HABITS },
    ..Layout::PLAIN
};
