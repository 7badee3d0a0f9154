//! Eurostat's tab-separated files: dimensions in the first cell, a column a period, flags behind the figures.

use std::collections::BTreeSet;

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::fact::{Fact, Reach, VALUES, grid};
use super::hand::{ANY, Habits, Letters, Medium, Trailing};
use super::sheet::{Cell, Sheet};
use super::whim::Whim;
use super::{Layout, who};

const DIMENSIONS: &str = "freq,stk_flow,indic_et,partner,sitc06,geo\\TIME_PERIOD";

const REACH: Reach = Reach {
    reporters: &["DEU", "GRC", "EU"],
    partners: &["WORLD", "USA", "CHN", "EU", "VNM"],
    products: &["TOTAL", "sitc:7", "sitc:0_1", "sitc:6_8"],
    currencies: &["EUR"],
    has_blanks: true,
    has_secrets: true,
    ..VALUES
};

/// Million euro with one decimal.
const LAST_DIGIT: i64 = 100_000;

/// Facts of one frequency, one for each line and period, in hundred thousands of euro.
fn facts() -> BoxedStrategy<Vec<Fact>> {
    let of = |periods: &'static [&'static str]| Reach { periods, ..REACH }.facts();
    let frequencies =
        [of(&["2023-11", "2024-01", "2024-02"]), of(&["2022", "2023", "2024"]), of(&["2024-q1", "2024-q2", "2024-q3"])];
    proptest::strategy::Union::new(frequencies)
        .prop_map(|mut facts| {
            for value in facts.iter_mut().filter_map(|fact| fact.value.as_mut()) {
                *value *= Decimal::from(LAST_DIGIT);
            }
            grid(&facts, |fact| &mut fact.period)
        })
        .boxed()
}

fn country(iso3: &str, whim: &mut Whim) -> &'static str {
    match iso3 {
        "EU" => whim.pick(&["EU27_2020", "EU28"]),
        "GRC" => "EL",
        "WORLD" => "WORLD",
        "CHN" => "CN_X_HK",
        iso3 => who::is(iso3).iso2,
    }
}

/// What stands before the periods, but for the indicator.
fn line(fact: &Fact, indicator: &str, whim: &mut Whim) -> String {
    let flow = if fact.flow == "imports" { "IMP" } else { "EXP" };
    let frequency = if fact.period.contains('q') { "Q" } else { fact.year_and_month().1.map_or("A", |_| "M") };
    let code = if fact.product == "TOTAL" { "TOTAL".to_owned() } else { format!("SITC{}", fact.code()) };
    let partner = if fact.partner == "EU" { "INT_EU27_2020" } else { country(&fact.partner, whim) };
    let reporter = if fact.reporter == "EU" { "EU27_2020" } else { country(&fact.reporter, whim) };
    format!("{frequency},{flow},{indicator},{partner},{code},{reporter}")
}

fn cell(fact: &Fact, whim: &mut Whim) -> Cell {
    match fact.value {
        _ if fact.secret => ": c".into(),
        None => whim.pick(&[": ", ":", ": z"]).into(),
        Some(value) => {
            let millions = (value / Decimal::from(1_000_000)).normalize();
            Cell::Text(format!("{millions}{}", whim.pick(&[" ", "", " p", " e", " bd"])))
        }
    }
}

fn sheet(facts: &[Fact], whim: &mut Whim) -> Sheet {
    let periods: BTreeSet<&str> = facts.iter().map(|fact| fact.period.as_str()).collect();
    let bare = |fact: &Fact| [&fact.reporter, &fact.flow, &fact.partner, &fact.product].map(Clone::clone);
    let mut seen = BTreeSet::new();
    let mut rows = Vec::new();
    for first in facts.iter().filter(|fact| seen.insert(bare(fact))) {
        let indicator = if first.flow == "imports" { "MIO_IMP_VAL" } else { "MIO_EXP_VAL" };
        let own = |period: &&str| facts.iter().find(|fact| bare(fact) == bare(first) && fact.period == **period);
        let own: Vec<&Fact> = periods.iter().filter_map(own).collect();
        let figures: Vec<Cell> = own.iter().map(|fact| cell(fact, whim)).collect();
        rows.push([vec![Cell::Text(line(first, indicator, whim))], figures.clone()].concat());
        if whim.coin() {
            rows.push([vec![Cell::Text(line(first, "IVOL_EXP", whim))], figures].concat());
        }
    }
    let heading = |period: &str| format!("{}{}", period.to_uppercase(), if whim.coin() { " " } else { "" });
    let header = [DIMENSIONS.to_owned()].into_iter().chain(periods.into_iter().map(heading)).collect();
    Sheet { above: Vec::new(), header, rows }
}

pub(crate) const LAYOUT: Layout = Layout {
    facts,
    sheet,
    habits: Habits {
        media: &[Medium::Text],
        delimiters: &['\t'],
        quoted: &[false],
        trailing: &[Trailing::Nowhere],
        letters: &[Letters::Utf8, Letters::Utf8Marked, Letters::Utf16Little],
        columns_move: false,
        ..ANY
    },
    absent_is_missing: true,
    ..Layout::PLAIN
};
